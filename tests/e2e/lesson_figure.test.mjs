// What a step points at and shows: frames on the board with notes, a part of the axis, panels; and messages picked as an answer. Not here: locks
// and tasks (lesson_task.test.mjs).
import { assert, labTest } from './harness.mjs';
import { goTo } from './lesson_way.mjs';
import { screen } from './screen.mjs';

const has = (part) => (kind, body) => body.figure?.highlight?.some((spot) => spot.part === part) ?? false;
const opens = (panel) => (kind, body) => body.figure?.open === panel;

labTest('what a step speaks of is framed, with its note', async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  await goTo({ lab, open, until }, 'max-is-next', has('max'));
  await lab.board.getByText('the next one', { exact: true }).waitFor();
  // Max, its arrow, and the mark of billing.
  await until(() => page.locator('.lane-picture .spot').count(), (count) => count === 3);
  await axe();
  await shot('figure-max');
  await lab.lesson.getByRole('button', { name: 'Next' }).click();
  await until(() => page.locator('.spot').count(), (count) => count === 0);
  // One file, and what is in it of each queue.
  await goTo({ lab, open, until }, 'min-in-steps', has('segment'));
  const framed = await until(() => page.locator('.lane:has(polygon.spot)').evaluateAll((lanes) => lanes.map((lane) => lane.dataset.lane)), (lanes) => lanes.length === 2);
  assert.equal(new Set(framed).size, 2);
  await shot('figure-segment');
});

labTest('a step shows a part of the axis', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  const numbers = () => page.locator('.axis text').allTextContents();
  await goTo({ lab, open, until }, 'below-min', (kind) => kind === 'run');
  assert.ok((await numbers()).some((text) => Number(text) > 13), 'the whole axis');
  await lab.lesson.getByRole('button', { name: 'Next' }).click();
  await until(numbers, (all) => all.length > 2 && all.every((text) => Number(text) <= 13));
  await lab.board.getByText('lost', { exact: true }).waitFor();
  await shot('figure-axis');
});

labTest('a step opens the panel that it speaks of', async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  await goTo({ lab, open, until }, 'disk-decides', (kind, body) => kind === 'run' && body.figure?.open === 'disk');
  await lab.details.getByText('Used').first().waitFor();
  await axe();
  await shot('figure-disk');
  // Before a room the question and the board have the screen.
  await page.keyboard.press('p');
  await lab.details.waitFor({ state: 'hidden' });
  await lab.lanes().first().waitFor();
  await page.keyboard.press('p');
  await lab.details.waitFor();
  await goTo({ lab, open, until }, 'max-is-next', opens('log'));
  await lab.log.waitFor();
  assert.equal(await lab.chart.isVisible(), false);
  await shot('figure-log');
});

labTest('messages are picked as an answer, by hand and by number', async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  await goTo({ lab, open, until }, 'phantom-lag', (kind, body) => body.by === 'cells');
  const fields = lab.lesson.getByRole('spinbutton');
  const picture = page.locator('.lane-picture').first();
  const { height } = await picture.boundingBox();
  /** Where a message's cell is on the lane: between the numbers of the axis. */
  const at = (offset) => page.locator('.axis').first().evaluate((axis, wanted) => {
    const ticks = [...axis.querySelectorAll('text')].map((text) => [Number(text.textContent), Number(text.getAttribute('x'))]);
    const [[a, x], [b, y]] = [ticks[0], ticks.at(-1)];
    return x + ((wanted + 0.5 - a) * (y - x)) / (b - a);
  }, offset);
  const press = async (offset) => picture.click({ position: { x: await at(offset), y: height / 2 } });
  const given = () => Promise.all([0, 1].map((field) => fields.nth(field).inputValue()));
  await press(14);
  await until(given, (all) => all.join() === '14,15');
  await press(19);
  await until(given, (all) => all.join() === '14,20');
  await press(12);
  await until(given, (all) => all.join() === '12,20');
  await page.locator('polygon.spot').waitFor();
  await axe();
  await shot('figure-picked');
  // One of those that are picked begins anew.
  await press(15);
  await until(given, (all) => all.join() === '15,16');
  await fields.nth(0).fill('12');
  await fields.nth(1).fill('20');
  await lab.lesson.getByRole('button', { name: 'Run' }).click();
  await lab.lesson.getByText('Yes.').waitFor();
  await lab.lesson.getByText('12 to 19 are stored.').waitFor();
});
