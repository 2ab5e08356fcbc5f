// What becomes of a message is seen to move, where its cell has room for its offset: it arrives, is handed out, finished, consumed and purged.
// Nothing moves where the clock leaps or hurries, where somebody only looks elsewhere, and under reduced motion. Not here: what the cells say
// (tests/it/cells.rs), the look of it.
import { assert, labTest } from './harness.mjs';
import { frames, screen } from './screen.mjs';

const at = (at_us, ...commands) => commands.map((command) => ({ at_us, command }));
const consumer = (name, on) => (on
  ? { add_consumer: { consumer: name, group: 'billing', topic: 'orders', processing_us: 400_000 } }
  : { remove_consumer: { consumer: name } });
// Two messages a second wait for a consumer that comes at 5 s; the oldest segments, of three messages each, go every three seconds.
const slow = JSON.stringify({
  format: 'offset-lab-scenario/1', title: { en: 'Slow' }, profile: 'docs-5.0', seed: 1, speed_percent: 100, open_at_us: 4_000_000,
  journal: [
    ...at(0, { set_retention: { segment_bytes: 1_024 } }, { create_topic: { topic: 'orders', queues: 1 } }, { create_group: { group: 'billing' } }, consumer('billing-1', true)),
    ...at(100_000, { add_producer: { producer: 'shop', topic: 'orders', rate_per_s: 2, body_bytes: 200 } }),
    ...at(1_000_000, consumer('billing-1', false)),
    ...at(5_000_000, consumer('billing-2', true)),
    ...Array.from({ length: 400 }, (_, i) => at(7_000_000 + i * 3_000_000, { broker: { expire_segments: { count: 2 } } })).flat(),
  ],
});
const MOVING = { motion: 'no-preference' };
const KINDS = ['arrived', 'consumed', 'finished', 'handed out', 'purged'];

/** Opens the lab and notes from then on what begins to move in the lanes, and for how long at most. */
async function openSlow(page, open, until) {
  const lab = screen(page);
  await open();
  await lab.openFile('slow.json', slow);
  await page.getByRole('heading', { level: 1, name: 'Slow' }).waitFor();
  await until(lab.clockMs, (ms) => ms === 4_000);
  await until(() => shown(page), (offsets) => offsets.length > 0);
  await page.evaluate(() => {
    window.moved = [];
    window.longest = 0;
    document.addEventListener('transitionrun', ({ target, propertyName }) => {
      if (!target.closest('.lane-picture')) return;
      const is = (name) => target.classList.contains(name);
      for (const animation of target.getAnimations()) window.longest = Math.max(window.longest, animation.effect.getComputedTiming().endTime);
      if (target.localName === 'text') window.moved.push(is('is-gone') ? 'purged' : 'arrived');
      else if (propertyName === 'fill-opacity') window.moved.push(is('is-done') ? 'finished' : is('inflight') ? 'handed out' : is('behind') ? 'consumed' : 'waits');
    });
  });
  return lab;
}

const moved = (page) => page.evaluate(() => [...new Set(window.moved)].sort());
/** The offsets that can be read in cells. */
const shown = (page) => page.locator('.lane-picture text.cell').evaluateAll((cells) => cells.filter((cell) => cell.checkVisibility({ visibilityProperty: true })).map((cell) => Number(cell.textContent)));
const ends = async (lab) => /Min (\d+), Max (\d+)/.exec(await lab.lanes().first().getAttribute('aria-label')).slice(1).map(Number);
const resting = (page) => page.evaluate(() => document.getAnimations().every(({ effect }) => !effect.target.closest('.lane-picture')));

labTest('a message is seen to arrive, to be handed out, finished, consumed and purged, and then all is where it is', MOVING, async ({ page, open, until }) => {
  const lab = await openSlow(page, open, until);
  await lab.playUntil(() => moved(page), (kinds) => KINDS.every((kind) => kinds.includes(kind)));
  await until(() => resting(page));
  assert.ok(await page.evaluate(() => window.longest < 300 && window.longest > 0), 'no motion is long');
  const [min, max] = await ends(lab);
  assert.deepEqual(await shown(page), Array.from({ length: max - min }, (_, i) => min + i));
  // Event by event it is seen too.
  const before = await page.evaluate(() => { window.moved = []; }).then(() => lab.clockMs());
  await until(async () => { await lab.step(); return moved(page); }, (kinds) => kinds.length > 0);
  assert.ok(await lab.clockMs() > before);
});

labTest('nothing moves where the clock leaps or hurries, or where somebody only looks elsewhere', MOVING, async ({ page, open, until }) => {
  const lab = await openSlow(page, open, until);
  const still = async (what) => {
    await frames(page, 3);
    assert.deepEqual(await moved(page), [], what);
  };
  await lab.setSpeed('×10');
  await lab.playPast(12_000);
  await still('at ×10');
  const scrubber = page.getByRole('slider', { name: 'Moment' });
  await scrubber.focus();
  for (const [key, check] of [['Home', (ms) => ms === 0], ['ArrowRight', (ms) => ms > 0], ['PageUp', (ms) => ms > 1_000], ['End', (ms) => ms > 12_000], ['ArrowLeft', (ms) => ms > 0]]) {
    await page.keyboard.press(key);
    await until(lab.clockMs, check);
  }
  await still('scrubbing');
  await page.getByRole('button', { name: 'Zoom and pan' }).press('Enter');
  for (const button of ['Zoom in', 'Earlier', 'Later', 'Zoom out']) {
    const before = String(await shown(page));
    await page.getByRole('button', { name: button, exact: true }).press('Enter');
    await until(() => shown(page), (offsets) => String(offsets) !== before);
  }
  await still('looking elsewhere');
});

labTest('under reduced motion the same is shown in steps', async ({ page, open, until }) => {
  const lab = await openSlow(page, open, until);
  const [before] = await ends(lab);
  await lab.playUntil(() => ends(lab), ([min]) => min > before);
  const [min, max] = await ends(lab);
  assert.deepEqual(await shown(page), Array.from({ length: max - min }, (_, i) => min + i));
  assert.deepEqual(await moved(page), []);
});
