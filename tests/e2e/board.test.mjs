// The board's marks as handles, by keys and by pointer; and what the inspector says about a lag: every way of counting it, and what a
// watchman would say.
import { assert, labTest } from './harness.mjs';
import { keyboard, n, plain, screen } from './screen.mjs';

const handle = (page, group) => page.getByRole('button', { name: new RegExp(`^${group} \\d.*Arrow keys or dragging`) });

/** The reset dialog is open for one queue and an exact offset. */
async function previewsOffset(lab, group, queue) {
  await lab.dialog(new RegExp(`^Reset offset of ${group}`)).waitFor();
  assert.ok(await lab.dialog().getByRole('radio', { name: 'Offset', exact: true }).isChecked());
  const rows = await lab.preview();
  assert.deepEqual(rows.map((row) => row.queue), [String(queue)]);
  assert.equal(rows[0].target, plain(await lab.field('Next message to consume').inputValue()));
  return rows[0];
}

labTest('keys move a mark, and Enter shows what the reset would do', async ({ page, open, until, axe, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open('?scenario=story');
  await lab.choose('audit');
  await keys.go('queue 1');
  await keys.tabTo('audit ');
  while (!(await keys.focused()).includes('Arrow keys')) {
    await keys.press('Tab');
    await keys.tabTo('audit ');
  }
  const before = n(/^audit ([\d\s]+),/.exec(await keys.focused())[1]);
  await keys.press('Shift+ArrowRight');
  await keys.press('ArrowRight');
  const ghost = page.locator('.ghost text');
  await until(async () => plain(await ghost.textContent()), (text) => text === `→${before + 11}`);
  await axe();
  await shot('board-ghost');
  await keys.press('Escape');
  await until(() => ghost.count(), (count) => count === 0);
  await keys.press('End');
  await keys.press('ArrowLeft');
  await keys.press('Enter');
  const row = await previewsOffset(lab, 'audit', 1);
  assert.equal(row.lagAfter, '1', 'one before Max');
  await keys.press('Escape');
  await lab.dialog().waitFor({ state: 'hidden' });
  assert.equal(await ghost.count(), 0);
  assert.match(await keys.focused(), /Arrow keys/, 'the focus goes back to the mark');
});

labTest('a mark is dragged, and nothing changes until the preview is applied', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.choose('audit');
  const mark = handle(page, 'audit').first();
  const box = await mark.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + 8];
  const offset = (await mark.getAttribute('aria-label')).split(',')[0];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y, { steps: 5 });
  await page.locator('.ghost text').waitFor();
  await shot('board-drag');
  await page.mouse.up();
  const row = await previewsOffset(lab, 'audit', 0);
  assert.ok(n(row.target) > n(row.now), JSON.stringify(row));
  await lab.confirm('Cancel');
  assert.equal((await mark.getAttribute('aria-label')).split(',')[0], offset);
  // A click without a move selects, as before.
  await handle(page, 'billing').nth(2).click();
  await lab.details.getByRole('heading', { name: 'billing', exact: true }).waitFor();
});

labTest('a lag by every way of counting, and what a watchman says', async ({ page, open, until, axe, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open('?scenario=story');
  await lab.showTable();
  await lab.choose('audit');
  const summary = lab.details.getByText('Ways to count this lag on orders');
  await summary.focus();
  await keys.press('Enter');
  const lag = await lab.lag('audit');
  assert.equal(await lab.fact('Diff \\(tool\\)'), lag);
  const purged = (await lab.table({ group: 'audit' })).reduce((sum, row) => sum + n(row.purged), 0);
  assert.equal(await lab.fact('Can still be read'), lag - purged);
  await axe();
  await shot('board-lags');
  await lab.details.getByText('warning: offsets move, and the lag grows.').waitFor();
  await lab.details.getByText(/^Window 00:45 to 01:15, \d+\s*samples/).waitFor();
  await lab.details.getByRole('button', { name: /^With a tag filter/ }).waitFor();
  await lab.details.getByText(/^At this rate the lag never reaches 0: it grows by [\d\s]+ a minute\.$/).waitFor();
  await lab.details.getByRole('button', { name: 'Crash audit-1' }).click();
  await lab.setSpeed('×20');
  await lab.playPast(120_000);
  // Nobody consumes, and what waits is purged: the worst is said.
  await lab.details.getByText('losing messages: ').waitFor();
});

labTest('looking closer: the last messages, each queue by itself, earlier ones, and all again', async ({ page, open, until, axe, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open('?scenario=story');
  await lab.lanes().first().waitFor();
  const axis = async () => (await page.locator('svg.axis text').allTextContents()).map((text) => n(text));
  const whole = await axis();
  await keys.go('Zoom and pan');
  const look = page.getByRole('group', { name: 'Messages shown per queue' });
  await keys.go('100');
  const close = await until(axis, (ticks) => ticks[0] > whole[0] && ticks.at(-1) - ticks[0] <= 120);
  await axe();
  await shot('board-close');
  await lab.setSpeed('×10');
  await lab.playPast((await lab.clockMs()) + 20_000);
  await until(axis, (ticks) => ticks[0] > close[0], 'it follows the head');
  await keys.go('Earlier');
  const still = await axis();
  assert.equal(await look.getByRole('button', { name: 'Follow Max' }).getAttribute('aria-pressed'), 'false');
  await lab.playPast((await lab.clockMs()) + 20_000);
  assert.deepEqual(await axis(), still, 'it stands still');
  await keys.go('Follow Max');
  await until(axis, (ticks) => ticks[0] > still[0]);
  await keys.go('One axis per queue');
  await shot('board-apart');
  await look.getByRole('button', { name: 'All', exact: true }).press('Enter');
  await look.getByRole('button', { name: 'One axis per queue' }).press('Enter');
  await until(axis, (ticks) => ticks.at(-1) - ticks[0] > 200);
  await page.getByRole('button', { name: 'Zoom and pan' }).press('Enter');
  await look.waitFor({ state: 'detached' });
});

labTest('a strip of many messages is shaded where they came fast, and the queue says how fast', async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  const burst = (at_us, paused) => ({ at_us, command: { pause_producer: { producer: 'burst', paused } } });
  const journal = [
    { create_topic: { topic: 'orders', queues: 1 } },
    { add_producer: { producer: 'shop', topic: 'orders', rate_per_s: 10, body_bytes: 20 } },
    { add_producer: { producer: 'burst', topic: 'orders', rate_per_s: 1_000, body_bytes: 20 } },
  ].map((command) => ({ at_us: 0, command }));
  journal.push(burst(0, true), burst(60_000_000, false), burst(61_000_000, true));
  await open();
  await lab.openFile('bursts.json', JSON.stringify({ format: 'offset-lab-scenario/1', title: { en: 'Bursts' }, profile: 'docs-5.0', seed: 1, speed_percent: 100, open_at_us: 120_000_000, journal }));
  await page.getByRole('heading', { level: 1, name: 'Bursts' }).waitFor();
  await until(lab.clockMs, (ms) => ms === 120_000);
  // Offsets 600 to 1 610 of 2 200.
  const share = () => page.evaluate(() => {
    const [stored, fast] = ['.stored', '.fast.is-very'].map((name) => document.querySelector(name).getBoundingClientRect());
    return [(fast.left - stored.left) / stored.width, (fast.right - stored.left) / stored.width];
  });
  const [from, to] = await until(share, ([left]) => left > 0);
  assert.ok(Math.abs(from - 600 / 2_200) < 0.03 && Math.abs(to - 1_610 / 2_200) < 0.03, `${from} to ${to}`);
  await page.getByRole('button', { name: 'queue 0' }).press('Enter');
  const row = lab.details.locator('.row').filter({ hasText: 'Arrival rate' });
  assert.match(plain(await row.innerText()), /average18\/s,peak(9[5-9]\d|1\s?0\d\d)\/s/);
  await axe();
  await shot('board-burst');
});

labTest('a message by a click on its cell or by keys: where it lies, what it says, and how each group stands to it', async ({ page, open, until, axe, ace, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open('?scenario=story');
  const place = await page.locator('.lane-place').nth(1).boundingBox();
  await page.mouse.click(place.x + place.width * 0.68, place.y + 42);
  const title = lab.details.getByRole('heading', { level: 2 });
  const offset = async () => n(/· ([\d\s\u202f]+)$/.exec(await title.innerText())[1]);
  const clicked = await until(offset, (at) => at > 466 && at < 743);
  const said = async () => plain(await lab.details.innerText());
  assert.match(await said(), /Storedat00:00:5\d\.\d{3}.*Segmentfrombyte2097152/);
  await until(said, (words) => words.includes(`Body,900Borders/1/${clicked}`));
  assert.match(await said(), /auditwaits:\d+beforeit/);
  assert.match(await said(), /billingconsumed:belowitsoffset/);
  await axe();
  await ace();
  await shot('board-message');
  // The next one, by keys; then one that is not there yet, and one that was.
  await keys.tabTo('Offset');
  await keys.go('The next message');
  assert.equal(await until(offset, (at) => at !== clicked), clicked + 1);
  const field = lab.details.getByRole('textbox', { name: 'Offset' });
  // A drawing between the two puts the offset that is shown back into the field.
  const look = (at) => until(async () => {
    await field.fill(at);
    await field.press('Enter');
    return offset();
  }, (shown) => shown === n(at));
  for (const [at, words] of [['743', /No message has this offset yet/], ['7', /This message was purged/], ['466', /audit\s*is next|audit\s*in flight/]]) {
    await look(at);
    await lab.details.getByText(words).first().waitFor();
  }
  await keys.go('Its queue');
  await lab.details.getByRole('heading', { level: 2, name: 'orders / 1', exact: true }).waitFor();
  await keys.go('Look at a message');
  assert.equal(await until(offset, (at) => at === 742), 742);
  // The button is gone; the next Tab goes on in the details, from their top.
  assert.equal(await page.evaluate(() => document.querySelector('.inspect').scrollTop), 0);
  await keys.tabTo('Offset', 3);
  // One that comes later can be read then; back in time it is not there.
  await look('760');
  await lab.details.getByText(/No message has this offset yet/).waitFor();
  await lab.playUntil(said, (words) => words.includes('Readfrommemory'));
  await keys.go('Read it');
  await until(said, (words) => words.includes('orders/1/760'));
  await lab.restart();
  await lab.details.getByText(/No message has this offset yet/).waitFor();
});

labTest('a segment by keys: what goes with it, who has not consumed that, and where it lies in each queue', async ({ page, open, until, axe, ace, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open('?scenario=story');
  await lab.lanes().first().waitFor();
  await page.getByRole('button', { name: 'Details – Broker' }).click();
  await keys.go('Look at the segment');
  const said = async () => plain(await lab.details.innerText());
  const of = (words) => [...words.matchAll(/orders\/(\d)(\d+)–(\d+)/g)].map(([, queue, from, to]) => [queue, Number(from), Number(to)]);
  const oldest = of(await until(said, (words) => /Notconsumedaudit0billing0Offsetsinit/.test(words)));
  assert.equal(oldest.length, 4);
  // The oldest segment begins where each queue does, which the table says.
  assert.equal(oldest[0][1], n(await lab.lanes().first().getAttribute('aria-label').then((words) => /Min ([\d\u202f]+)/.exec(words)[1])));
  assert.equal(await page.locator('.lane .picked').count(), 4);
  await axe();
  await ace();
  await shot('board-segment');
  assert.ok(await lab.details.getByRole('button', { name: 'The segment before' }).isDisabled());
  await keys.go('The next segment');
  const next = of(await until(said, (words) => of(words).some(([, from]) => from > oldest[0][1])));
  for (const [i, [queue, from]] of next.entries()) assert.deepEqual([queue, from], [oldest[i][0], oldest[i][2] + 1]);
  await keys.go('The segment before');
  await until(said, (words) => of(words)[0][1] === oldest[0][1]);
  // It goes while somebody looks at it, and says so.
  await lab.setSpeed('×20');
  await lab.playUntil(said, (words) => words.includes('Thissegmentwasdeleted'));
  assert.equal(await page.locator('.lane .picked').count(), 0);
  await keys.go('Retention');
  await until(said, (words) => words.includes('Theoldestsegmentisdeletedafter'));
  // Of the one with its next message the slow group has consumed little.
  await page.locator('.lane-name').nth(1).click();
  await keys.go('Look at a message');
  await keys.go('Look at the segment');
  await until(said, (words) => /Notconsumedaudit[1-9]/.test(words));
});

labTest('the legend says what each sign means, by keyboard', async ({ page, open, axe, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open('?scenario=story');
  await lab.lanes().first().waitFor();
  await page.getByText('How to read this picture').focus();
  await keys.press('Enter');
  for (const term of ['Min offset', 'Max offset', 'Consumer offset', 'Lag', 'Purged']) {
    await lab.board.getByRole('term').filter({ hasText: term }).first().waitFor();
  }
  await page.getByText('The offset of the oldest message still stored.', { exact: false }).first().waitFor();
  await axe();
  await shot('board-legend');
});

labTest('cold stretches are shown on the lanes', async ({ page, open, until, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open('?scenario=story');
  await keys.go('Details – Broker');
  await keys.go('Memory and cold reads');
  await keys.type('Page cache', '2');
  await keys.press('Enter');
  await lab.dialog().waitFor({ state: 'hidden' });
  await page.locator('path.cold').first().waitFor({ state: 'attached' });
  assert.match(await page.locator('path.cold title').first().textContent(), /not in the page cache/);
  await shot('board-cold');
});
