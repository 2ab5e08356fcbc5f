// The whole course with nothing but a keyboard: every question is answered right, every task is solved by its solution, which is played.
// Not here: a task that is solved by hand, and wrong answers (course.test.mjs, lesson.test.mjs).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DIST, assert, labTest } from './harness.mjs';
import { screen } from './screen.mjs';

const read = async (id) => JSON.parse(await readFile(join(DIST, `lessons/${id}.json`), 'utf8'));
const course = await read('course');
const TABS_MAX = 60;

/** Tab until the focus is on what the selector names; a lesson's title has it when the step comes. */
async function tabTo(page, selector, words) {
  for (let tab = 0; tab < TABS_MAX; tab += 1) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(([wanted, text]) => {
      const { activeElement: at } = document;
      return at.matches(`.lesson :is(${wanted})`) && (text === null || at.textContent === text);
    }, [selector, words ?? null]);
    if (found) return;
  }
  throw new Error(`Tab never came to ${selector} ${words ?? ''}`);
}

const rightOf = (step) => step.answer ?? step.choices.findIndex((choice) => choice.right);

/** Does what a step asks for. */
async function work({ page, lab, until }, kind, step) {
  const press = async (words) => {
    await tabTo(page, 'button', words);
    await page.keyboard.press('Enter');
  };
  if (kind === 'predict' && step.by) {
    const right = step.choices[rightOf(step)];
    for (const { number } of right.values ?? [right.value]) {
      await tabTo(page, 'input');
      await page.keyboard.type(String(number));
    }
  } else if (['predict', 'recall', 'choose_command'].includes(kind)) {
    await tabTo(page, 'input');
    await page.keyboard.press('Space');
    for (let down = 0; down < rightOf(step); down += 1) {
      await until(() => lab.lesson.getByRole('radio').nth(down).isChecked());
      await page.keyboard.press('ArrowDown');
    }
  } else if (kind === 'order') {
    for (const choice of step.choices.filter((one) => !one.unsafe)) await press(choice.text.en);
  } else if (['do', 'challenge'].includes(kind) && step.solution) {
    await press('Show a solution');
    await until(() => lab.lesson.locator('.goal').innerText(), (said) => said === 'Done');
  }
}

for (const module of course.modules) {
  labTest(`"${module.title.en}" by keyboard, to the end`, { timeout: 300_000 }, async ({ page, open, until }) => {
    const lab = screen(page);
    const on = lab.lesson.getByRole('button', { name: /^(Next|Run)$/ });
    for (const { id, kind: kindOfLesson } of module.lessons) {
      const { steps } = await read(id);
      await open(`?lesson=${id}`);
      for (const [at, entry] of steps.entries()) {
        const [[kind, step]] = Object.entries(entry);
        await lab.lesson.getByRole('heading', { name: step.title.en, exact: true, level: 2 }).waitFor();
        await work({ page, lab, until }, kind, step);
        if (at + 1 === steps.length) break;
        await until(() => on.isEnabled());
        await tabTo(page, '.solid');
        await page.keyboard.press('Enter');
      }
      await lab.lesson.getByRole('link', { name: 'Go on in the course' }).waitFor();
      const noted = await until(
        () => page.evaluate((name) => localStorage.getItem(`offset-lab:learned:${name}`), id),
        // The last question's way to its answer leads over the others.
        (text) => text !== null && JSON.parse(text).done && JSON.parse(text).right === JSON.parse(text).asked,
      );
      const { right, asked, misconceptions } = JSON.parse(noted);
      assert.deepEqual([right, misconceptions], [asked, []], `${id}: ${noted}`);
      if (kindOfLesson !== 'drill') continue;
      await tabTo(page, 'a.solid');
      await page.keyboard.press('Enter');
      await page.getByText('100 / 100').waitFor();
    }
  });
}
