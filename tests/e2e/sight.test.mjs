// A board with more lanes than can be seen: what is out of sight is not drawn and still says its numbers, comes when it is scrolled to,
// and is in a picture of the whole board; marks of a compact lane; a fold of the log that stays open while the clock runs; more messages than
// any machine can keep up with.
import { readFile } from 'node:fs/promises';
import { assert, labTest } from './harness.mjs';
import { keyboard, screen } from './screen.mjs';

const QUEUES = 64;
const busy = JSON.stringify({
  format: 'offset-lab-scenario/1', title: { en: 'Busy' }, profile: 'docs-5.0', seed: 1, speed_percent: 100, open_at_us: 4_000_000,
  journal: [
    { create_topic: { topic: 'orders', queues: QUEUES } },
    ...['billing', 'audit'].flatMap((group, i) => [
      { create_group: { group } },
      { add_consumer: { consumer: `${group}-1`, group, topic: 'orders', processing_us: 400 * (i + 1) } },
    ]),
    { add_producer: { producer: 'shop', topic: 'orders', rate_per_s: 5_000, body_bytes: 10 } },
  ].map((command) => ({ at_us: 0, command })),
});

const lane = (page, queue) => page.locator(`[data-lane="orders/${queue}"]`);
const drawn = (page) => page.locator('[data-lane]').evaluateAll((lanes) => lanes.filter((each) => each.querySelector('.shape')).map((each) => Number(each.dataset.lane.split('/')[1])));
const name = (page, queue) => lane(page, queue).locator('.lane-picture').getAttribute('aria-label');

async function openBusy(page, open, until) {
  const lab = screen(page);
  await open();
  await lab.openFile('busy.json', busy);
  await page.getByRole('heading', { level: 1, name: 'Busy' }).waitFor();
  await until(lab.clockMs, (ms) => ms === 4_000);
  await until(() => drawn(page), (queues) => queues.length < 30 && queues.includes(0));
  return lab;
}

labTest('a lane out of sight is not drawn, says its numbers when the clock rests, and comes when it is scrolled to', async ({ page, open, until, axe, shot }) => {
  const lab = await openBusy(page, open, until);
  assert.equal(await lab.lanes().count(), QUEUES);
  assert.match(await name(page, 60), /^orders\/60: Min 0, Max 3\d\d; .*billing \d+, lag \d+/);
  // Without room for its numbers, a lane tells them at its name.
  await page.getByRole('button', { name: 'queue 3', exact: true }).hover();
  await page.getByText(/^orders\/3: Min 0, Max 3\d\d; .*audit \d+, lag \d+/).waitFor();
  await axe();
  await shot('sight-top');
  await lab.play();
  await until(() => name(page, 60), (words) => words === null);
  const max = async (queue) => Number(/Max ([\d\s\u202f]+)/.exec(await name(page, queue))[1].replace(/\D/g, ''));
  const before = await max(0);
  await until(() => max(0), (now) => now > before);
  await lane(page, 60).scrollIntoViewIfNeeded();
  const queues = await until(() => drawn(page), (shown) => shown.includes(60) && !shown.includes(5));
  assert.ok(queues.length < 30, `${queues.length} lanes are drawn`);
  await until(() => name(page, 60), (words) => /Max \d/.test(words ?? ''));
  await lab.pause();
  assert.equal(await lab.lanes().count(), QUEUES);
  await shot('sight-end');
});

labTest('the queue that is selected can be reached by Tab however far it is scrolled away', async ({ page, open, until }) => {
  await openBusy(page, open, until);
  const keys = keyboard(page);
  await lane(page, 50).getByRole('button', { name: 'queue 50' }).click();
  await page.locator('.board-scroll').evaluate((board) => board.scrollTo(0, 0));
  await until(() => drawn(page), (shown) => shown.includes(0));
  await lane(page, 49).getByRole('button', { name: 'queue 49' }).focus({ preventScroll: true });
  await keys.tabTo('audit ', 4);
  await keys.press('ArrowRight');
  await page.locator('[data-lane="orders/50"] .ghost').waitFor();
});

labTest('a picture of the board has the lanes that are out of sight', async ({ page, open, until }) => {
  const lab = await openBusy(page, open, until);
  await lab.top.getByRole('button', { name: 'Download', exact: true }).click();
  const waiting = page.waitForEvent('download');
  await lab.dialog('Download').getByRole('button', { name: /^Board \(SVG\)/ }).click();
  const svg = await readFile(await (await waiting).path(), 'utf8');
  assert.equal(svg.match(/>queue \d+</g).length, QUEUES);
  // Two groups on each lane.
  assert.ok(svg.match(/<polygon/g).length >= QUEUES * 4, `${svg.match(/<polygon/g).length} polygons`);
  await until(() => drawn(page), (shown) => shown.length < 30);
});

labTest('in a compact lane a click on a mark brings its group into focus, which can then be dragged', async ({ page, open, until, shot }) => {
  const lab = await openBusy(page, open, until);
  await lab.choose('audit');
  const box = await lane(page, 3).locator('.group-mark:not(.is-focus) .shape').boundingBox();
  assert.equal(await lane(page, 3).getByRole('button', { name: /^billing/ }).count(), 0);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await lab.details.getByRole('heading', { name: 'billing', exact: true }).waitFor();
  const handle = lane(page, 3).getByRole('button', { name: /^billing/ });
  await handle.hover();
  await page.mouse.down();
  await page.mouse.move(box.x - 120, box.y + 10, { steps: 4 });
  await lane(page, 3).locator('.ghost').waitFor();
  await shot('sight-drag');
  await page.mouse.up();
  await lab.dialog(/^Reset offset of billing/).waitFor();
});

labTest('a fold of the log stays open while the clock runs', async ({ page, open, until }) => {
  const lab = await openBusy(page, open, until);
  const fold = lab.log.locator('details').first();
  assert.equal(await fold.locator('li').count(), 0, 'what is folded is not there');
  await fold.locator('summary').press('Enter');
  await fold.locator('li').first().waitFor();
  const first = () => lab.log.locator('details li .what').first().innerText();
  const before = await first();
  await lab.play();
  await until(first, (now) => now !== before);
  assert.ok(await lab.log.locator('details[open]').count() > 0);
  await lab.pause();
  await lab.log.locator('details[open] summary').first().press('Enter');
  await until(() => lab.log.locator('details[open]').count(), (count) => count === 0);
});

// A thousand million messages a second: no machine does that in a frame's share of work, however fast it is.
for (const [size, words] of [[[1280, 800], 'This machine cannot keep up with this speed'], [[390, 844], '本机跟不上这个速度']]) {
  labTest(`a speed that no machine keeps is said in words, at ${size.join('×')}`, { size, locale: size[0] < 700 ? 'zh-CN' : 'en-US' }, async ({ page, open, until }) => {
    await open();
    const lab = JSON.parse(busy);
    lab.title = { en: 'Too busy' };
    lab.speed_percent = 1_000_000;
    lab.open_at_us = 0;
    lab.journal.at(-1).command.add_producer.rate_per_s = 100_000;
    await page.getByRole('banner').getByRole('button', { name: /^(Open|打开)$/ }).click();
    const file = { name: 'too-busy.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(lab)) };
    await page.getByLabel(/^(Choose a file|选择文件)/).setInputFiles(file);
    await page.getByRole('heading', { level: 1, name: 'Too busy' }).waitFor();
    const note = page.getByText(words, { exact: true });
    assert.equal(await note.count(), 0);
    await page.getByRole('button', { name: /^(Play|播放) ?[(（]/ }).click();
    // Not for a stutter: the words come to sight where it lasts.
    const seen = () => note.evaluate((node) => Number(getComputedStyle(node).opacity), { timeout: 1_000 }).catch(() => 0);
    await until(seen, (opacity) => opacity === 1);
    const box = await note.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= size[0] && box.y >= 0 && box.y + box.height <= size[1], JSON.stringify(box));
    await page.getByRole('button', { name: /^(Pause|暂停) ?[(（]/ }).click();
    await note.waitFor({ state: 'detached' });
  });
}
