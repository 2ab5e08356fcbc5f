// What a lesson lets a person do: locks, tasks with their ways back, comparisons, marks on the axis, a class that votes. Not here: whether
// what the lessons say is so (`offset-lab lesson check`), the way through all of them (course_keyboard.test.mjs).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DIST, assert, labTest } from './harness.mjs';
import { screen } from './screen.mjs';

const read = async (id) => JSON.parse(await readFile(join(DIST, `lessons/${id}.json`), 'utf8'));
const titleOf = (entry) => Object.values(entry)[0].title.en;

/** Opens a lesson and goes to its first step of a kind; gives the step. */
async function reach({ lab, open, until }, id, kind, query = '') {
  const { steps } = await read(id);
  const at = steps.findIndex((step) => step[kind]);
  const on = lab.lesson.getByRole('button', { name: /^(Next|Run)$/ });
  await open(`?lesson=${id}${query}`);
  for (let step = 0; step < at; step += 1) {
    await lab.lesson.getByRole('heading', { name: titleOf(steps[step]), exact: true, level: 2 }).waitFor();
    const [choices, fields] = [lab.lesson.getByRole('radio'), lab.lesson.getByRole('spinbutton')];
    if (await choices.count() > 0) await choices.first().check();
    else if (await fields.count() > 0) for (const field of await fields.all()) await field.fill('0');
    await until(() => on.isEnabled());
    await on.click();
  }
  await lab.lesson.getByRole('heading', { name: titleOf(steps[at]), exact: true, level: 2 }).waitFor();
  return steps[at][kind];
}

const goal = (lab) => lab.lesson.locator('.goal').innerText();

labTest('what a step does not allow is answered by a sentence, wherever it is tried', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  const locked = page.locator('.notice').getByText('Locked in this step.');
  await reach({ lab, open, until }, 'below-min', 'explore');
  // A button that opens a dialog, and other rules: before the task nothing is taken. They are grey, with the reason as their tip, and who presses
  // them all the same is told.
  const newTopic = page.getByRole('button', { name: /^New topic/ }).first();
  await newTopic.and(page.locator('[aria-disabled=true]')).waitFor();
  await newTopic.hover({ force: true });
  await page.locator('#tip').filter({ hasText: 'Locked in this step.' }).waitFor();
  await newTopic.click({ force: true });
  await locked.waitFor();
  assert.equal(await lab.dialog().count(), 0);
  await page.locator('.chip').click({ force: true });
  await locked.waitFor();
  assert.equal(await lab.dialog().count(), 0);

  await reach({ lab, open, until }, 'below-min', 'do');
  const allowed = page.locator('.notice').getByText('Locked in this step. Allowed: Reset offset of audit.');
  await lab.lesson.getByText('Allowed: Reset offset of audit.').waitFor();
  await newTopic.hover({ force: true });
  await page.locator('#tip').filter({ hasText: 'Allowed: Reset offset of audit.' }).waitFor();
  await newTopic.press('Enter');
  await allowed.waitFor();
  assert.equal(await lab.dialog().count(), 0);
  assert.equal(await lab.details.getByRole('button', { name: 'Reset offset' }).getAttribute('aria-disabled'), null);
  assert.equal(await lab.details.getByRole('button', { name: /^Add/ }).getAttribute('aria-disabled'), 'true');
  await shot('lesson-locked');
  // The one command that it takes is taken once; Ctrl+Z would be a second one.
  await lab.details.getByRole('button', { name: 'Reset offset' }).click();
  await lab.dialog().getByRole('radio', { name: 'Min', exact: true }).check();
  await lab.confirm(/^Reset 1/);
  await lab.lesson.getByText('commands 1 / 1').waitFor();
  await lab.details.getByRole('button', { name: 'Reset offset' }).and(page.locator('[aria-disabled=true]')).waitFor();
  await page.keyboard.press('Control+z');
  await allowed.waitFor();
  await lab.lesson.getByText('commands 1 / 1').waitFor();
});

labTest('a task can be undone, begun again, and shown', async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  const button = (name) => lab.lesson.getByRole('button', { name, exact: true });
  await reach({ lab, open, until }, 'first-aid', 'challenge');
  assert.ok(await button('Undo').isDisabled());
  const [clock, lane] = [await lab.clock(), await lab.lanes().first().getAttribute('aria-label')];
  await lab.details.getByRole('button', { name: /^Add/ }).click();
  await lab.confirm('Add');
  await lab.lesson.getByText('commands 1 / 1').waitFor();
  await lab.playPast(33_000);
  await button('Undo').click();
  await lab.lesson.getByText('commands 0 / 1').waitFor();
  await until(lab.clock, (now) => now === clock);
  assert.equal(await lab.lanes().first().getAttribute('aria-label'), lane);
  // Four are purged at 40 s. A client that comes after it has lost them, and the task can't be solved any more.
  await lab.playPast(40_500);
  await lab.details.getByRole('button', { name: /^Add/ }).click();
  await lab.confirm('Add');
  await lab.play();
  await until(() => goal(lab), (said) => said === 'Failed. Undo, or begin again.');
  await shot('task-failed');
  await button('Begin again').click();
  await until(() => goal(lab), (said) => said === 'Not yet');
  await until(lab.clock, (now) => now === clock);
  await button('Show a solution').click();
  await until(() => goal(lab), (said) => said === 'Done');
  assert.equal(await lab.lesson.locator('.score').innerText(), '★☆☆ 100 / 100');
  await axe();
  await shot('task-shown');
});

labTest('who solves a challenge by hand at par gets three stars', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await reach({ lab, open, until }, 'pin-the-start', 'challenge');
  await lab.details.getByRole('button', { name: 'Reset offset' }).click();
  await lab.dialog().getByRole('radio', { name: 'Max', exact: true }).check();
  await lab.confirm(/^Reset 1/);
  await lab.play();
  await until(() => goal(lab), (said) => said === 'Done');
  assert.match(await lab.lesson.locator('.score').innerText(), /^★★★ /);
  await shot('task-three-stars');
});

labTest('a comparison: three rules, what differs is framed, and each can stand beside the lab', async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  const step = await reach({ lab, open, until }, 'above-max', 'compare');
  await until(() => lab.lesson.locator('td.differs').count(), (count) => count > 0);
  const rows = await lab.lesson.locator('tr').evaluateAll((all) => all.slice(1).map((row) => [...row.cells].map((cell) => cell.textContent)));
  // The numbers of the lesson's own sentence: by the page three, under 5.3 none, under 3.2 eleven.
  assert.deepEqual(rows[0], [step.asks[0].text.en, '3', '0', '11']);
  const beside = page.getByRole('img', { name: /^5\.0 docs: orders|^3\.2: orders/ });
  await beside.first().waitFor();
  const before = await beside.first().getAttribute('aria-label');
  await lab.lesson.getByRole('button', { name: '3.2' }).click();
  await until(() => beside.first().getAttribute('aria-label'), (now) => now !== before);
  await axe();
  await shot('lesson-compare');
  await lab.lesson.getByRole('button', { name: 'Next' }).click();
  await beside.first().waitFor({ state: 'hidden' });
});

labTest('a mark is put on the axis by hand and by number, and stands beside what happened', async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  await reach({ lab, open, until }, 'below-min', 'predict');
  const field = lab.lesson.getByRole('spinbutton');
  const picture = page.locator('.lane-picture').first();
  const { width, height } = await picture.boundingBox();
  await picture.click({ position: { x: width * 0.6, y: height / 2 } });
  const put = await until(() => field.inputValue(), (value) => value !== '');
  assert.ok(Number(put) > 5 && Number(put) < 20, put);
  await page.locator('.guess-label').waitFor();
  await field.focus();
  await page.keyboard.press('ArrowUp');
  assert.equal(await field.inputValue(), String(Number(put) + 1));
  await field.fill('5');
  await axe();
  await shot('lesson-mark');
  await lab.lesson.getByRole('button', { name: 'Run' }).click();
  await lab.lesson.getByText('You guessed 5; it was 8.').waitFor();
  await lab.lesson.getByText('5, 6 and 7 do not exist any more.').waitFor();
  for (const words of ['your guess', 'what happened']) await lab.board.getByText(words, { exact: true }).waitFor();
  await shot('lesson-mark-run');
});

labTest('before a class: votes as bars, a clicker goes on and back, and no guess is shown before Run', { size: [1920, 1080] }, async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  const { steps } = await read('below-min');
  await open('?lesson=below-min');
  await page.keyboard.press('p');
  await page.locator('[data-presenting=true]').waitFor();
  const title = (at) => lab.lesson.getByRole('heading', { name: titleOf(steps[at]), level: 2 }).waitFor();
  await title(0);
  await page.keyboard.press('PageDown');
  await title(1);
  await page.keyboard.press('PageDown');
  await title(1);
  const votes = lab.lesson.getByRole('spinbutton');
  await votes.nth(0).fill('7');
  await votes.nth(1).fill('3');
  assert.equal(await lab.lesson.locator('meter').nth(0).evaluate((bar) => bar.value / bar.max), 1);
  assert.equal(await page.locator('.guess-label').count(), 0);
  const sizes = await page.locator('.lesson :is(p, span, h2, button), .lane-picture text').evaluateAll((all) => all.filter((one) => one.textContent && one.getClientRects().length > 0 && !one.closest('.hidden'))
    .map((one) => Number.parseFloat(getComputedStyle(one).fontSize) * one.currentCSSZoom));
  assert.ok(Math.min(...sizes) >= 18, `the smallest text has ${Math.min(...sizes)} pixels`);
  await axe();
  await shot('present-votes');
  await page.keyboard.press('PageDown');
  await title(2);
  await lab.lesson.getByText('You guessed 5; it was 8.').waitFor();
  await lab.board.getByText('your guess', { exact: true }).waitFor();
  await shot('present-run');
  await lab.lesson.locator('.solid:enabled').waitFor();
  await page.keyboard.press('PageDown');
  await title(3);
  await page.keyboard.press('ArrowLeft');
  // What a Run did is taken back with it.
  await title(1);
});
