// Every lesson of the course opens, and its steps can be gone through as far as answers alone lead. What a task wants is tried natively
// (`offset-lab lesson check`).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DIST, assert, labTest } from './harness.mjs';
import { screen } from './screen.mjs';

const course = JSON.parse(await readFile(join(DIST, 'lessons/course.json'), 'utf8'));
const MOVES_MAX = 40;

/** Goes on until a step has to be worked on, or the end. Gives the titles that were shown. */
async function walk(lab, until) {
  const titles = [];
  const title = () => lab.lesson.getByRole('heading').first().innerText();
  for (let move = 0; move < MOVES_MAX; move += 1) {
    const shown = await title();
    titles.push(shown);
    const choices = lab.lesson.getByRole('radio');
    const on = lab.lesson.getByRole('button', { name: /^(Next|Run)$/ });
    if (await choices.count() > 0) {
      await choices.first().check();
      await until(async () => await on.count() === 0 || await on.isEnabled());
    }
    if (await on.count() === 0 || await lab.lesson.getByText('Not yet').count() > 0 || await on.isDisabled()) {
      return titles;
    }
    await on.click();
    await until(title, (now) => now !== shown);
    // A Run takes its time; with reduced motion it is over at once.
    await until(async () => await on.count() === 0 || !await on.isDisabled() || await choices.count() > 0
      || await lab.lesson.getByText(/Not yet|cannot show/).count() > 0);
  }
  throw new Error(`no end after ${titles.length} steps`);
}

for (const module of course.modules) {
  labTest(`lessons of "${module.title.en}" open and go on`, async ({ page, open, until }) => {
    const lab = screen(page);
    for (const { id } of module.lessons) {
      const { steps } = JSON.parse(await readFile(join(DIST, `lessons/${id}.json`), 'utf8'));
      const kinds = steps.map((step) => Object.keys(step)[0]);
      const stop = kinds.findIndex((kind) => ['do', 'challenge', 'order'].includes(kind));
      await open(`?lesson=${id}`);
      const titles = await walk(lab, until);
      const wanted = steps.slice(0, stop < 0 ? steps.length : stop + 1).map((step) => Object.values(step)[0].title.en);
      assert.deepEqual(titles, wanted, id);
    }
  });
}
