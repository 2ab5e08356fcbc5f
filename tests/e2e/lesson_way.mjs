// The way through a lesson to one of its steps, by its own answers: for tests that look at a step. Not here: whether the answers are right, and
// how a keyboard gets there (course_keyboard.test.mjs).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DIST } from './harness.mjs';

export const readLesson = async (id) => JSON.parse(await readFile(join(DIST, `lessons/${id}.json`), 'utf8'));
const titleOf = (step) => Object.values(step)[0].title.en;

/** Answers or solves the step that is open. */
async function pass(lab, until, [kind, step]) {
  const press = (name) => lab.lesson.getByRole('button', { name, exact: true }).click();
  const [choices, fields] = [lab.lesson.getByRole('radio'), lab.lesson.getByRole('spinbutton')];
  if (kind === 'order') {
    for (const choice of step.choices.filter((one) => !one.unsafe)) await press(choice.text.en);
  } else if (['do', 'challenge'].includes(kind)) {
    await press('Show a solution');
    await until(() => lab.lesson.locator('.goal').innerText(), (said) => said === 'Done');
  } else if (await choices.count() > 0) {
    await choices.first().check();
  } else {
    for (const field of await fields.all()) await field.fill('0');
  }
}

/** Opens a lesson and goes to the first step of which `is` holds; gives the step's body. */
export async function goTo({ lab, open, until }, id, is, query = '') {
  const { steps } = await readLesson(id);
  const entries = steps.map((step) => Object.entries(step)[0]);
  const at = entries.findIndex(([kind, body]) => is(kind, body));
  if (at < 0) throw new Error(`${id} has no such step`);
  const on = lab.lesson.getByRole('button', { name: /^(Next|Run)$/ });
  const title = (step) => lab.lesson.getByRole('heading', { name: titleOf(steps[step]), exact: true, level: 2 }).waitFor();
  await open(`?lesson=${id}${query}`);
  for (let step = 0; step < at; step += 1) {
    await title(step);
    await pass(lab, until, entries[step]);
    await until(() => on.isEnabled());
    await on.click();
  }
  await title(at);
  // A Run takes its time; with reduced motion it is over soon.
  if (['run', 'compare'].includes(entries[at][0]) && at + 1 < steps.length) await until(() => on.isEnabled());
  return entries[at][1];
}
