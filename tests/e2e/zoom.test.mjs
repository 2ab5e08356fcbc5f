// What the board shows of the offsets: zoomed and moved by keys, by the wheel, by dragging and by buttons; over all queues, or each by
// itself; and that a picture of millions of messages is as small as one of ten.
import { assert, labTest } from './harness.mjs';
import { keyboard, n, plain, screen } from './screen.mjs';

const ticks = (page) => page.locator('svg.axis text').allTextContents().then((texts) => texts.map(n));
const slider = (page, of) => page.getByRole('slider', { name: `Offsets shown for ${of}` });
/** The first and the last offset that the axis says it shows. */
const shown = async (page, of = 'orders') => (await slider(page, of).getAttribute('aria-valuetext')).split('–').map((text) => Number(plain(text)));
const pressed = (page, name) => page.getByRole('button', { name, exact: true }).getAttribute('aria-pressed');

labTest('keys on the axis zoom, move, follow the head and show all again', async ({ page, open, until, axe, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open('?scenario=story');
  await keys.tabTo('Offsets shown for orders');
  const [first, end] = await shown(page);
  await keys.press('+');
  const half = await until(() => shown(page), ([from]) => from > first);
  assert.equal(half[1], end, 'it follows the head');
  assert.equal(await pressed(page, 'Follow Max'), 'true');
  assert.ok(Math.abs((half[1] - half[0]) * 2 - (end - first)) <= 2, `${half} is half of ${[first, end]}`);
  await keys.press('ArrowLeft');
  const left = await until(() => shown(page), ([from]) => from < half[0]);
  assert.equal(await pressed(page, 'Follow Max'), 'false');
  await keys.press('+');
  const middle = await until(() => shown(page), ([from]) => from > left[0]);
  assert.ok(middle[0] > left[0] && middle[1] < left[1], 'zooming keeps the middle where it is');
  await axe();
  await shot('zoom-keys');
  await keys.press('Home');
  await until(() => shown(page), ([from]) => from === first);
  await keys.press('End');
  await until(() => shown(page), ([, to]) => to === end);
  await keys.press('-');
  await keys.press('0');
  await until(() => shown(page), ([from, to]) => from === first && to === end);
  await keys.press('PageDown');
  assert.deepEqual(await shown(page), [first, end], 'all of it has nowhere to go');
  assert.equal(await lab.clockMs(), 75_000, 'no key of the axis is one of the clock');
});

labTest('the wheel with Ctrl zooms about the pointer, without it nothing; dragging the axis moves it', async ({ page, open, until, shot }) => {
  await open('?scenario=story');
  const place = await page.locator('.lane-place').nth(1).boundingBox();
  const at = [place.x + place.width * 0.25, place.y + place.height / 2];
  await slider(page, 'orders').waitFor();
  const [first, end] = await shown(page);
  await page.evaluate(() => addEventListener('wheel', (event) => { window.heldBack = event.ctrlKey && event.defaultPrevented; }));
  await page.mouse.move(...at);
  await page.keyboard.down('Control');
  for (let i = 0; i < 5; i += 1) await page.mouse.wheel(0, -120);
  const [from, to] = await until(() => shown(page), ([a, b]) => b - a < (end - first) * 0.4);
  const about = first + (end - first) * 0.25;
  assert.ok(from > first && from < about && to > about && to < end, `${from} to ${to} is about ${about}`);
  assert.ok(await page.evaluate(() => window.heldBack), 'the browser would zoom the page too');
  await page.keyboard.up('Control');
  await shot('zoom-wheel');
  const axis = await slider(page, 'orders').boundingBox();
  const [x, y] = [axis.x + axis.width / 2, axis.y + axis.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 100, y, { steps: 10 });
  const moved = await until(() => shown(page), ([a]) => a > from);
  await page.mouse.up();
  await page.mouse.wheel(0, -120);
  assert.deepEqual(await shown(page), moved, 'without Ctrl the wheel is for the page');
  const perPixel = (to - from) / axis.width;
  assert.ok(Math.abs(moved[0] - from - 100 * perPixel) < 8, `moved by ${moved[0] - from}, the pointer by ${100 * perPixel}`);
  assert.equal(await pressed(page, 'Follow Max'), 'false');
});

labTest('each queue by itself has a window of its own, and buttons do what keys do', async ({ page, open, until, axe, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open('?scenario=story');
  await keys.go('Zoom and pan');
  await keys.go('One axis per queue');
  await lab.board.getByRole('button', { name: 'queue 1', exact: true }).click();
  const whole = await shown(page, 'queue 1');
  await keys.go('Zoom in');
  const near = await until(() => shown(page, 'queue 1'), ([from]) => from > whole[0]);
  await lab.board.getByRole('button', { name: 'queue 0', exact: true }).click();
  const other = await shown(page, 'queue 0');
  assert.ok(other[0] < near[0], `queue 0 still shows all of itself: ${other}`);
  await axe();
  await shot('zoom-apart');
  await lab.board.getByRole('button', { name: 'queue 1', exact: true }).click();
  assert.deepEqual(await shown(page, 'queue 1'), near, 'it keeps what was chosen for it');
  await keys.go('Earlier');
  const earlier = await until(() => shown(page, 'queue 1'), ([from]) => from < near[0]);
  await keys.go('Later');
  await until(() => shown(page, 'queue 1'), ([from]) => from > earlier[0]);
  await keys.go('Zoom out');
  await until(() => shown(page, 'queue 1'), (now) => now[0] === whole[0]);
  await keys.go('One axis per queue');
  await until(() => shown(page), ([from]) => from === 0);
});

labTest('what lies beyond the window says where', async ({ page, open, until }) => {
  const keys = keyboard(page);
  await open('?scenario=story');
  await keys.go('Zoom and pan');
  await keys.go('20');
  await until(() => ticks(page), (numbers) => numbers[0] > 700);
  await page.getByText(/^← Min 119$/).waitFor();
  await page.getByText(/^← audit 465$/).first().waitFor();
});

labTest('ten million messages are drawn with as little as ten thousand', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  const count = () => page.locator('.lane-picture *').count();
  const made = (first) => JSON.stringify({
    format: 'offset-lab-scenario/1', title: { en: 'Many' }, profile: 'docs-5.0', seed: 1, speed_percent: 10_000, open_at_us: 10_000_000,
    journal: [
      { create_topic: { topic: 'orders', queues: 2, first_offsets: [first, first] } },
      { create_group: { group: 'slow' } },
      { add_producer: { producer: 'shop', topic: 'orders', rate_per_s: first === 0 ? 1_000 : 1_000_000, body_bytes: 1 } },
      { add_consumer: { consumer: 'slow-1', group: 'slow', topic: 'orders', processing_us: 1_000_000 } },
    ].map((command) => ({ at_us: 0, command })),
  });
  await open();
  const sizes = [];
  for (const first of [0, 1]) {
    await lab.openFile('many.json', made(first));
    await page.getByRole('heading', { level: 1, name: 'Many' }).waitFor();
    await until(() => lab.lanes().count(), (lanes) => lanes === 2);
    await until(lab.clockMs, (ms) => ms === 10_000);
    await lab.arrived();
    const end = async () => Number(/Max ([\d\s\u202f]+)/.exec(await lab.lanes().first().getAttribute('aria-label'))[1].replace(/\D/g, ''));
    await until(end, (max) => max >= (first === 0 ? 4_900 : 4_900_000));
    await slider(page, 'orders').press('+');
    await slider(page, 'orders').press('+');
    sizes.push(await count());
    await shot(`zoom-many-${first}`);
  }
  assert.ok(sizes[1] <= sizes[0] + 4, `elements of the lanes: ${sizes}`);
});
