// The lesson of the overtaken group, from its first to its last step.
import { assert, labTest } from './harness.mjs';
import { n, plain, screen } from './screen.mjs';

const step = (lab, title) => lab.lesson.getByRole('heading', { name: title }).waitFor();
const run = (lab) => lab.lesson.getByRole('button', { name: 'Run', exact: true });
const next = (lab) => lab.lesson.getByRole('button', { name: 'Next', exact: true });
const back = (lab) => lab.lesson.getByRole('button', { name: 'Back', exact: true });
const choice = (lab, words) => lab.lesson.getByRole('radio', { name: words });

/** The number in a choice's words. */
const numberOf = async (lab, words) => /^(\d+)[,，]/.exec(plain(await lab.lesson.locator('label').filter({ hasText: words }).innerText()))[1];

async function toPrediction(lab, open) {
  await open('?lesson=overtaken');
  await step(lab, 'A group has just stopped');
  await run(lab).click();
  await step(lab, 'Let two minutes pass');
  await next(lab).click();
  await step(lab, 'The group stopped. Retention did not.');
}

labTest('with a wrong guess: Run is locked, then guess and what happened are shown', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?lesson=overtaken');
  await step(lab, 'A group has just stopped');
  assert.equal(await lab.clock(), '00:00:40.500');
  assert.ok(await back(lab).isDisabled());
  await shot('lesson-1');
  await run(lab).click();
  await step(lab, 'Let two minutes pass');
  await until(lab.clock, (clock) => clock === '00:02:40.500');
  await shot('lesson-2');
  await next(lab).click();
  await step(lab, 'The group stopped. Retention did not.');
  assert.ok(await run(lab).isDisabled(), 'Run is open before a choice');
  const [stopped, min] = [await numberOf(lab, 'where it stopped'), await numberOf(lab, 'the oldest still stored')];
  const lane = await lab.lanes().first().getAttribute('aria-label');
  assert.ok(plain(lane).includes(`Min${min},`) && plain(lane).includes(`audit${stopped},`), lane);
  await shot('lesson-3');

  await lab.lesson.getByRole('button', { name: 'Hint' }).click();
  await lab.lesson.getByText('Can the broker hand out a message that it has deleted?').waitFor();
  await choice(lab, /where it stopped/).check();
  await run(lab).click();
  await step(lab, 'audit starts again');
  const told = plain(await lab.lesson.getByRole('status').innerText());
  const [, guess, actual] = /Youguessed(\d+);itwas(\d+)\./.exec(told);
  assert.equal(guess, stopped);
  assert.ok(n(actual) >= n(min) && n(actual) < n(min) + 100, `Min was ${min}, what happened is ${actual}`);
  for (const words of ['your guess', 'what happened']) await lab.board.getByText(words, { exact: true }).waitFor();
  await shot('lesson-4-wrong');
  await next(lab).click();
  await step(lab, 'Below Min, there is only Min');
  await lab.lesson.getByText(/audit is not a new group, so Max does not apply/).waitFor();

  await next(lab).click();
  await step(lab, 'Now skip the backlog');
  await lab.lesson.getByText('Not yet').waitFor();
  assert.ok(await next(lab).isDisabled(), 'the next step is open before the goal holds');
  await shot('lesson-6');
  await lab.details.getByRole('button', { name: 'Reset offset' }).click();
  await lab.dialog().getByRole('radio', { name: 'Max', exact: true }).check();
  await lab.confirm(/^Reset 1/);
  await lab.lesson.getByRole('status').filter({ hasText: 'Done' }).waitFor();
  await shot('lesson-6-done');
  await next(lab).click();

  await step(lab, 'Question');
  await choice(lab, 'At its old consumer offset').check();
  await lab.lesson.getByText(/Its saved offset is below Min/).waitFor();
  await lab.lesson.getByText('Done. You can keep working with this lab.').waitFor();
  await shot('lesson-7');
  await lab.lesson.getByRole('button', { name: 'Leave the lesson' }).click();
  await lab.actors.waitFor();
  const before = await lab.clockMs();
  await lab.playPast(before);
});

labTest('with the right guess the lesson says so', async ({ page, open }) => {
  const lab = screen(page);
  await toPrediction(lab, open);
  await choice(lab, /the oldest still stored/).check();
  await run(lab).click();
  await step(lab, 'audit starts again');
  assert.match(await lab.lesson.getByRole('status').innerText(), /Yes\./);
  await next(lab).click();
  await lab.lesson.getByText(/^Correct\./).waitFor();
});

labTest('going back shows the lab as it was there, and another answer may be given', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await toPrediction(lab, open);
  const there = { clock: await lab.clock(), lane: await lab.lanes().first().getAttribute('aria-label') };
  await choice(lab, /where it stopped/).check();
  await run(lab).click();
  await step(lab, 'audit starts again');
  await next(lab).click();
  await step(lab, 'Below Min, there is only Min');
  await back(lab).click();
  await step(lab, 'The group stopped. Retention did not.');
  await until(lab.clock, (clock) => clock === there.clock);
  assert.equal(await lab.lanes().first().getAttribute('aria-label'), there.lane);
  await shot('lesson-back');
  // What is marked as chosen counts as chosen: either Run is open, or nothing is marked.
  const marked = await choice(lab, /where it stopped/).isChecked();
  assert.equal(await run(lab).isEnabled(), marked, marked ? 'a choice is marked, yet Run is locked' : 'Run is open without a choice');
  await choice(lab, /the oldest still stored/).check();
  await run(lab).click();
  await step(lab, 'audit starts again');
  assert.match(await lab.lesson.getByRole('status').innerText(), /Yes\./);
  await back(lab).click();
  await back(lab).click();
  await step(lab, 'A group has just stopped');
  await until(lab.clock, (clock) => clock === '00:00:40.500');
});

labTest('with motion, a run is played and ends exactly at its time', { motion: 'no-preference' }, async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?lesson=overtaken');
  await step(lab, 'A group has just stopped');
  await run(lab).click();
  await until(lab.clockMs, (now) => now > 45_000 && now < 160_000);
  assert.ok(await next(lab).isDisabled());
  await until(lab.clock, (clock) => clock === '00:02:40.500');
  await until(() => next(lab).isEnabled());
});

labTest('the lesson opens from the dialog, and speaks Chinese', async ({ page, open }) => {
  const lab = screen(page);
  await open();
  await lab.openEntry(/^The group stopped\. Retention did not\./);
  await step(lab, 'A group has just stopped');
  await page.getByRole('button', { name: '切换到中文' }).click();
  await page.getByRole('heading', { name: '一个消费者分组刚刚停止消费' }).waitFor();
});
