// What is shown as saved survives: reloading, closing the tab, killing it. And two tabs on one lab do not write over each other.
import { assert, labTest, untilMounted } from './harness.mjs';
import { frames, screen } from './screen.mjs';

/** Something of everything: a command, time that passed, another command. Ends at rest and saved. */
async function changeSomething(lab) {
  await lab.actors.getByRole('button', { name: 'Pause audit', exact: true }).click();
  await lab.playPast(78_000);
  await lab.actors.getByRole('button', { name: 'Pause order-service', exact: true }).click();
  await lab.actors.getByRole('button', { name: 'Resume order-service', exact: true }).waitFor();
  await lab.showTable();
  await lab.saved();
}

async function shown(lab) {
  await lab.showTable();
  const log = (await lab.lines()).slice(0, 10);
  return { title: await lab.title(), clock: await lab.clock(), table: await lab.table(), actors: await lab.actors.innerText(), log };
}

async function openAgain(context, base) {
  const page = await context.newPage();
  await page.goto(`${base}index.html`);
  await untilMounted(page);
  return page;
}

labTest('a reload shows the lab as it was', async ({ page, open, shot }) => {
  const lab = screen(page);
  await open();
  await changeSomething(lab);
  const before = await shown(lab);
  await page.reload();
  await untilMounted(page);
  assert.deepEqual(await shown(lab), before);
  await shot('persistence-reloaded');
  // Twice, and then it goes on like before.
  await page.reload();
  await untilMounted(page);
  assert.deepEqual(await shown(lab), before);
  await lab.playPast(80_000);
});

labTest('a lab opened from a link and then changed is not thrown away by a reload', async ({ page, open }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await changeSomething(lab);
  const before = await shown(lab);
  await page.reload();
  await untilMounted(page);
  assert.deepEqual(await shown(lab), before);
});

labTest('a reload in the midst of play goes on from a moment that was saved', async ({ page, open, until }) => {
  const lab = screen(page);
  await open();
  await lab.showTable();
  await lab.setSpeed('×20');
  await lab.play();
  const seen = await until(lab.clockMs, (now) => now > 100_000);
  await page.reload();
  await untilMounted(page);
  await lab.isAtRest();
  const now = await lab.clockMs();
  assert.ok(now > 75_000, `the clock was at ${seen} ms and is at ${now} ms`);
  // The same instant in a straight run: the numbers are those of the story. (A line of the log that counts repetitions moves on.)
  await lab.showTable();
  const { at } = (await lab.lines()).find((line) => line.rule === 'R-CQ-4');
  const goThere = async (there) => {
    await there.log.getByRole('button', { name: `Go to ${at}`, exact: true }).first().click();
    await until(there.clock, (clock) => clock === at);
    return there.table();
  };
  const restored = await goThere(lab);
  await lab.restart();
  await lab.playPast(now);
  assert.deepEqual(await goThere(lab), restored);
});

labTest('another page after closing this one shows the same lab', async ({ page, context, base, open }) => {
  const lab = screen(page);
  await open();
  await changeSomething(lab);
  const before = await shown(lab);
  await page.close();
  assert.deepEqual(await shown(screen(await openAgain(context, base))), before);
});

labTest('a killed tab loses nothing that was shown as saved', { expected: [/^crash: /] }, async ({ page, context, base, open }) => {
  const lab = screen(page);
  await open();
  await changeSomething(lab);
  const before = await shown(lab);
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  session.send('Page.crash').catch(() => {});
  await crashed;
  const other = await openAgain(context, base);
  const there = screen(other);
  // The lock of the dead tab goes with it.
  await there.saved();
  const after = await shown(there);
  assert.ok(after.actors.includes('paused'));
  assert.deepEqual(after, before);
});

labTest('each command that was shown as saved survives a kill right after it', { expected: [/^crash: /] }, async ({ page, context, base, open }) => {
  await open();
  let tab = page;
  for (let round = 1; round <= 3; round += 1) {
    const lab = screen(tab);
    await lab.board.getByRole('button', { name: 'New topic' }).first().click();
    await lab.field('Name').fill(`topic-${round}`);
    await lab.confirm('Add');
    await lab.board.getByRole('region', { name: `topic-${round}` }).first().waitFor();
    await lab.saved();
    const session = await context.newCDPSession(tab);
    const crashed = tab.waitForEvent('crash');
    session.send('Page.crash').catch(() => {});
    await crashed;
    tab = await openAgain(context, base);
    await tab.getByRole('heading', { level: 3, name: `topic-${round}` }).waitFor();
  }
  assert.equal(await tab.getByRole('heading', { level: 3, name: /^topic-/ }).count(), 3);
});

labTest('a second tab is read-only, and takes over when the first closes', async ({ page, context, base, open, until }) => {
  const lab = screen(page);
  await open();
  await changeSomething(lab);
  const before = await shown(lab);
  const second = await openAgain(context, base);
  const there = screen(second);
  await second.getByRole('button', { name: /^Read-only: Another tab has this lab open/ }).waitFor();
  assert.deepEqual(await shown(there), before);
  await second.screenshot({ path: `${process.env.SHOTS ?? `${process.env.CACHE}/screenshots`}/persistence-read-only.png` });
  // The first goes on writing.
  await lab.actors.getByRole('button', { name: 'Resume order-service', exact: true }).click();
  await lab.actors.getByRole('button', { name: 'Pause order-service', exact: true }).waitFor();
  await lab.saved();
  const last = await shown(lab);
  await page.close();
  await there.saved();
  await until(() => shown(there), (now) => JSON.stringify(now) === JSON.stringify(last));
  // And now this one writes.
  await there.actors.getByRole('button', { name: 'Pause billing', exact: true }).click();
  await there.saved();
  const mine = await shown(there);
  await second.reload();
  await untilMounted(second);
  await there.saved();
  assert.deepEqual(await shown(there), mine);
});

labTest('a read-only tab changes nothing, and says what to do', async ({ page, context, base, open, until, axe }) => {
  const lab = screen(page);
  await open();
  await changeSomething(lab);
  const second = await openAgain(context, base);
  const there = screen(second);
  await second.getByRole('button', { name: /^Read-only: / }).waitFor();
  const before = await shown(there);
  const words = 'Another tab has this lab open. Change it there, or close that tab: this one then takes over.';
  await there.board.getByText(words).waitFor();
  // A command is refused, and what would lead to one does not open; each says the same.
  const refuses = async (button) => {
    await button.click();
    await second.getByRole('status').filter({ hasText: words }).waitFor();
    assert.equal(await there.dialog().count(), 0);
    await second.getByRole('status').getByRole('button', { name: 'Close' }).click();
    assert.deepEqual(await shown(there), before);
  };
  await refuses(there.actors.getByRole('button', { name: 'Pause billing', exact: true }));
  await refuses(there.actors.getByRole('button', { name: 'Add – Consumer groups' }));
  await refuses(there.details.getByRole('button', { name: 'Reset offset' }));
  await refuses(there.top.getByRole('button', { name: 'Open', exact: true }));
  await axe(second);
  // Looking on is free: the clock, the other language.
  await there.playPast(79_000);
  await second.getByRole('button', { name: '切换到中文' }).click();
  await second.getByRole('region', { name: '参与者' }).getByRole('button', { name: '暂停 billing' }).click();
  await second.getByRole('status').filter({ hasText: '另一个标签页正打开此实验。请在那里修改，或关闭那个标签页，由本页接管。' }).waitFor();
  await second.getByRole('button', { name: 'Switch to English' }).click();
  await page.close();
  await there.saved();
  await there.board.getByText(words).waitFor({ state: 'hidden' });
  await until(() => shown(there), (now) => JSON.stringify(now) === JSON.stringify(before));
});

labTest('without IndexedDB the lab works and says that nothing is kept', async ({ page, open, shot }) => {
  await page.addInitScript(() => {
    Object.defineProperty(IDBFactory.prototype, 'open', { value() { throw new DOMException('no storage here', 'SecurityError'); } });
  });
  const lab = screen(page);
  await open();
  await page.getByRole('button', { name: /^Not persisted: / }).waitFor();
  await lab.playPast(76_000);
  await shot('persistence-none');
});

labTest('opening another lab replaces the stored one', async ({ page, open, until }) => {
  const lab = screen(page);
  await open();
  await lab.openEntry(/^A new group/, 'Where does a new group start?');
  await lab.saved();
  await page.reload();
  await untilMounted(page);
  await until(lab.title, (title) => title === 'Where does a new group start?');
  assert.equal(await lab.clock(), '00:00:18.000');
});
