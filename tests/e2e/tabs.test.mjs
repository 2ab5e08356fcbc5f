// Several tabs on one lab: the second shows it as it is in the first, and takes over. And windows in which nothing is kept.
import { assert, labTest, untilMounted } from './harness.mjs';
import { screen } from './screen.mjs';

async function openAgain(context, base, query = '') {
  const page = await context.newPage();
  await page.goto(`${base}index.html${query}`);
  await untilMounted(page);
  return page;
}

/** A page of this origin without a lab. */
async function bare(context, base) {
  await context.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  const page = await context.newPage();
  await page.goto(`${base}scenarios/story.json`);
  return page;
}

async function shown(lab) {
  await lab.showTable();
  return { title: await lab.title(), clock: await lab.clock(), table: await lab.table(), actors: await lab.actors.innerText() };
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const readOnly = (page) => page.getByRole('button', { name: /^Read-only: / });

labTest('a second tab shows what the first does: time, commands, another past', async ({ page, context, base, open, until, shot }) => {
  const lab = screen(page);
  await open();
  await lab.saved();
  const second = await openAgain(context, base);
  const there = screen(second);
  await readOnly(second).waitFor();
  await there.board.getByText('This tab shows it live.').waitFor();
  const catchesUp = async () => {
    const wanted = await shown(lab);
    await until(() => shown(there), (now) => same(now, wanted));
  };
  await lab.playPast(80_000);
  await catchesUp();
  await lab.actors.getByRole('button', { name: 'Pause audit', exact: true }).click();
  await lab.board.getByRole('button', { name: 'New topic' }).first().click();
  await lab.field('Name').fill('mine');
  await lab.confirm('Add');
  await catchesUp();
  await there.board.getByRole('region', { name: 'mine' }).first().waitFor();
  // Back in time, and another way on from there.
  await lab.restart();
  await catchesUp();
  await lab.actors.getByRole('button', { name: 'Pause order-service', exact: true }).click();
  await lab.confirm('Drop them and change');
  await lab.playPast(5_000);
  await catchesUp();
  assert.equal(await there.board.getByRole('region', { name: 'mine' }).count(), 0);
  // Another lab in the place of this one.
  await second.screenshot({ path: `${process.env.SHOTS ?? `${process.env.CACHE}/screenshots`}/tabs-live.png` });
  await shot('tabs-writer');
});

labTest('whoever looks at another moment is left alone, and follows again when asked', async ({ page, context, base, open, until, axe }) => {
  const lab = screen(page);
  await open();
  await lab.saved();
  const second = await openAgain(context, base);
  const there = screen(second);
  await there.board.getByText('This tab shows it live.').waitFor();
  await there.restart();
  const follow = there.board.getByRole('button', { name: 'Follow that tab again' });
  await follow.waitFor();
  await axe(second);
  await lab.setSpeed('×20');
  await lab.playPast(82_000);
  await lab.saved();
  assert.equal(await there.clock(), '00:00:00.000');
  await follow.click();
  await there.board.getByText('This tab shows it live.').waitFor();
  const wanted = await shown(lab);
  await until(() => shown(there), (now) => same(now, wanted));
  // In its own time it may run ahead of the other, and comes back all the same.
  const ahead = (await lab.clockMs()) + 10_000;
  await there.playPast(ahead);
  await lab.actors.getByRole('button', { name: 'Pause audit', exact: true }).click();
  await lab.step();
  await follow.click();
  const later = await shown(lab);
  await until(() => shown(there), (now) => same(now, later));
});

for (const [how, expected, end] of [
  ['closes', [], (page) => page.close()],
  ['crashes', [/^crash: /], async (page, context) => {
    const session = await context.newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    session.send('Page.crash').catch(() => {});
    await crashed;
  }],
]) {
  labTest(`a second tab takes over when the first ${how}, with what was saved last, and says so`, { expected }, async ({ page, context, base, open }) => {
    const lab = screen(page);
    await open();
    const second = await openAgain(context, base);
    const there = screen(second);
    await readOnly(second).waitFor();
    // It looks at another moment, which must not be taken for what is saved.
    await there.restart();
    await lab.board.getByRole('button', { name: 'New topic' }).first().click();
    await lab.field('Name').fill('last');
    await lab.confirm('Add');
    await lab.saved();
    const wanted = await shown(lab);
    await lab.saved();
    await end(page, context);
    await there.saved();
    assert.deepEqual(await shown(there), wanted);
    await second.getByRole('status').filter({ hasText: 'The other tab was closed or stopped. This one saves the lab now.' }).waitFor();
    await there.actors.getByRole('button', { name: 'Pause billing', exact: true }).click();
    await there.saved();
    const mine = await shown(there);
    await second.reload();
    await untilMounted(second);
    assert.deepEqual(await shown(there), mine);
  });
}

labTest('three tabs: one after the other takes over', async ({ page, context, base, open, until }) => {
  const lab = screen(page);
  await open();
  await lab.saved();
  const others = [await openAgain(context, base), await openAgain(context, base)];
  for (const tab of others) await readOnly(tab).waitFor();
  await page.close();
  const writer = await until(async () => {
    for (const tab of others) if (await tab.getByRole('button', { name: /^Saved: / }).count()) return tab;
    return undefined;
  });
  const last = others.find((tab) => tab !== writer);
  await screen(writer).actors.getByRole('button', { name: 'Pause billing', exact: true }).click();
  await screen(writer).saved();
  const wanted = await shown(screen(writer));
  await until(() => shown(screen(last)), (now) => same(now, wanted));
  await readOnly(last).waitFor();
  await writer.close();
  await screen(last).saved();
  assert.deepEqual(await shown(screen(last)), wanted);
});

labTest('a lab that another tab has open is neither changed nor deleted from a list', async ({ page, context, base, open, axe }) => {
  const lab = screen(page);
  await open('?lab=first');
  await lab.saved();
  const second = await openAgain(context, base, '?lab=second');
  // The page offers the labs that are here by itself: that one is not.
  const dialog = second.getByRole('dialog', { name: 'Labs', exact: true });
  const row = dialog.getByRole('listitem').filter({ hasText: 'open in another tab' });
  await row.getByText('Close that tab to rename, copy, export or delete it here.').waitFor();
  assert.equal(await row.getByRole('button').count(), 0);
  await axe(second);
});

labTest('a tab whose database is deleted under it closes it, and says what to do', async ({ page, context, base, open }) => {
  const lab = screen(page);
  await open();
  await lab.saved();
  const other = await bare(context, base);
  // It would be blocked if the tab kept its connection.
  const result = await other.evaluate(() => new Promise((done) => {
    const request = indexedDB.deleteDatabase('offset-lab:default');
    request.onsuccess = () => done('deleted');
    request.onblocked = () => done('blocked');
  }));
  assert.equal(result, 'deleted');
  await lab.actors.getByRole('button', { name: 'Pause audit', exact: true }).click();
  const failed = page.getByRole('button', { name: /^Not saved: / });
  await failed.waitFor();
  assert.match(await failed.getAttribute('aria-label'), /reload/);
});

labTest('a tab that another one blocks says which to close', async ({ page, context, base, open }) => {
  const other = await bare(context, base);
  await other.evaluate(() => new Promise((done) => {
    const request = indexedDB.open('offset-lab:default', 1);
    request.onupgradeneeded = () => ['journal', 'chunks', 'sealed', 'meta'].forEach((store) => request.result.createObjectStore(store));
    request.onsuccess = () => { window.kept = request.result; done(); };
  }));
  const lab = screen(page);
  await open();
  await page.getByRole('button', { name: /^Not saved: another tab holds this lab open in an older version; close that tab, then reload this one/ }).waitFor();
  // The lab works meanwhile.
  await lab.playPast(76_000);
});

// Windows in which nothing is kept.
const refused = (page) => page.getByRole('button', { name: /^Not persisted: The browser stores nothing for this window:/ });

labTest('a sandboxed frame keeps nothing, says so, and works', async ({ page, context, base, until }) => {
  // Such a frame has no origin, so its host has to let every origin fetch the page's parts.
  await context.route('**/*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'access-control-allow-origin': '*' } });
  });
  await page.setContent(`<title>host</title><iframe title="lab" sandbox="allow-scripts" width="1200" height="760" src="${base}index.html"></iframe>`);
  const frame = await until(() => page.frames().find((found) => found.url().startsWith(base)));
  await untilMounted(frame);
  await refused(frame).waitFor();
  const clock = () => frame.getByRole('timer').innerText();
  await frame.getByRole('button', { name: 'Play (Space)' }).click();
  await until(clock, (now) => now > '00:01:17');
  await frame.getByRole('banner').getByRole('button', { name: 'Labs', exact: true }).click();
  await frame.getByText('This browser window stores nothing. Export the lab to keep it.').waitFor();
});

labTest('without IndexedDB at all the lab is in memory', async ({ page, open }) => {
  await page.addInitScript(() => { Object.defineProperty(window, 'indexedDB', { value: undefined, configurable: true }); });
  const lab = screen(page);
  await open();
  await refused(page).waitFor();
  await lab.playPast(76_000);
});

labTest('without locks between tabs the lab is saved, and the person is told to use one tab', async ({ page, open }) => {
  await page.addInitScript(() => { delete Navigator.prototype.locks; });
  const lab = screen(page);
  await open();
  await page.getByRole('status').filter({ hasText: 'This window has no locks between tabs: open this lab in one tab only.' }).waitFor();
  await lab.actors.getByRole('button', { name: 'Pause audit', exact: true }).click();
  await lab.saved();
  await page.reload();
  await untilMounted(page);
  await lab.actors.getByRole('button', { name: 'Resume audit', exact: true }).waitFor();
});

labTest('locks that are refused are as good as none', async ({ page, open }) => {
  await page.addInitScript(() => {
    LockManager.prototype.request = () => Promise.reject(new DOMException('not here', 'SecurityError'));
  });
  const lab = screen(page);
  await open();
  await page.getByRole('status').filter({ hasText: 'open this lab in one tab only' }).waitFor();
  await lab.saved();
});

labTest('without localStorage and without channels between tabs a second tab follows all the same', async ({ page, context, base, open, until }) => {
  await context.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });
    delete window.BroadcastChannel;
  });
  const lab = screen(page);
  await open();
  await lab.saved();
  const second = await openAgain(context, base);
  await readOnly(second).waitFor();
  await lab.playPast(78_000);
  const wanted = await shown(lab);
  await until(() => shown(screen(second)), (now) => same(now, wanted));
});
