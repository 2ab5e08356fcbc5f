// Every lesson of the course opens, and its steps can be gone through as far as answers alone lead. What a task wants is tried natively
// (`offset-lab lesson check`).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DIST, assert, labTest } from './harness.mjs';
import { screen } from './screen.mjs';

const course = JSON.parse(await readFile(join(DIST, 'lessons/course.json'), 'utf8'));
const MOVES_MAX = 40;

/** Takes the first choice of a question, or types its numbers. Whether there is one. */
async function answer(lab) {
  const [choices, fields] = [lab.lesson.getByRole('radio'), lab.lesson.getByRole('spinbutton')];
  if (await choices.count() > 0) await choices.first().check();
  else if (await fields.count() > 0) for (const field of await fields.all()) await field.fill('0');
  else return false;
  return true;
}

/** Goes on until a step has to be worked on, or the end. Gives the titles that were shown. */
async function walk(lab, until) {
  const titles = [];
  const title = () => lab.lesson.getByRole('heading').first().innerText();
  for (let move = 0; move < MOVES_MAX; move += 1) {
    const shown = await title();
    titles.push(shown);
    const choices = lab.lesson.getByRole('radio').or(lab.lesson.getByRole('spinbutton'));
    const on = lab.lesson.getByRole('button', { name: /^(Next|Run)$/ });
    if (await answer(lab)) {
      await until(async () => await on.count() === 0 || await on.isEnabled());
    }
    if (await on.count() === 0 || await lab.lesson.getByText('Not yet').count() > 0 || await on.isDisabled()) {
      return titles;
    }
    await on.click();
    await until(title, (now) => now !== shown);
    // A Run takes its time; with reduced motion it is over at once.
    await until(async () => await on.count() === 0 || !await on.isDisabled() || await choices.count() > 0
      || await lab.lesson.locator('.order').count() > 0 || await lab.lesson.getByText('Not yet').count() > 0);
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

labTest('the course: begin, get on, come back, take the results away', async ({ page, context, base, open, until, axe, shot }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const lab = screen(page);
  await open('?scenario=story');
  await page.getByRole('link', { name: 'Learn' }).click();
  await page.getByRole('heading', { level: 1, name: course.title.en }).waitFor();
  const lessons = course.modules.flatMap((module) => module.lessons);
  assert.equal(await page.locator('output').innerText(), `0 / ${lessons.length}`);
  await axe();
  await shot('course-new');
  await page.locator('.next').click();
  await lab.lesson.getByRole('heading').first().waitFor();
  await lab.lesson.getByRole('button', { name: 'Next' }).click();
  await lab.lesson.getByRole('radio').first().check();
  const item = page.locator(`[data-lesson="${lessons[0].id}"]`);
  await until(() => page.evaluate((id) => localStorage.getItem(`offset-lab:learned:${id}`), lessons[0].id), (noted) => noted && JSON.parse(noted).step === 1);
  await page.goto(`${base}course.html`);
  assert.match(await item.locator('.noted').innerText(), /^2 \/ \d/);
  // What was begun is gone on with in its own lab.
  await page.locator('.next').click();
  await lab.lesson.getByRole('radio').first().waitFor();
  assert.ok(await lab.lesson.getByRole('radio').first().isChecked());
  await page.goto(`${base}course.html`);
  await page.getByRole('button', { name: 'Copy as JSON' }).click();
  const taken = JSON.parse(await until(() => page.evaluate(() => navigator.clipboard.readText()), (text) => text.startsWith('{')));
  assert.deepEqual(taken.lessons.map((one) => one.id), [lessons[0].id]);
  await page.getByRole('button', { name: 'Copy as CSV' }).click();
  const [names, ...rows] = (await until(() => page.evaluate(() => navigator.clipboard.readText()), (text) => text.startsWith('id,'))).split('\n').map((row) => row.split(','));
  const answered = rows.map((row) => Object.fromEntries(row.map((value, at) => [names[at], value])));
  assert.deepEqual(answered.map(({ id, answer_step: step, answer_choice: choice, answer_predicted: predicted }) => [id, step, choice, predicted]), [[lessons[0].id, '2', '1', '10']]);
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByRole('heading', { level: 1, name: course.title.zh }).waitFor();
  await axe();
  await page.getByRole('button', { name: '清除' }).click();
  assert.equal(await page.locator('output').innerText(), `0 / ${lessons.length}`);
});

labTest('the question of a lesson comes again two lessons later, its answers in another order', async ({ page, base, axe, shot }) => {
  const [first, second, third] = course.modules.flatMap((module) => module.lessons);
  assert.equal(course.recall_after, 2);
  const { steps } = JSON.parse(await readFile(join(DIST, `lessons/${first.id}.json`), 'utf8'));
  const { recall } = steps.find((step) => step.recall);
  const again = page.getByRole('region', { name: 'Do you still know it?' });
  const done = (id) => page.evaluate((name) => localStorage.setItem(`offset-lab:learned:${name}`, JSON.stringify({ step: 1, steps: 1, right: 1, asked: 1, done: true })), id);
  await page.addInitScript(() => { Math.random = () => 0; });
  await page.goto(`${base}course.html`);
  await done(first.id);
  await page.reload();
  assert.ok(await again.isHidden(), 'one lesson later it is not due');
  await done(second.id);
  await page.reload();
  await again.getByText(recall.text.en).waitFor();
  const [a, b, c] = recall.choices.map((choice) => choice.text.en);
  assert.deepEqual(await again.locator('label').allInnerTexts(), [b, c, a], 'as these throws mix them');
  await axe();
  const right = recall.choices.find((choice) => choice.right);
  await again.getByRole('radio', { name: a, exact: true }).check();
  await again.getByText('Not right. Try again.').waitFor();
  await again.getByRole('radio', { name: right.text.en, exact: true }).check();
  await again.getByText('Right.', { exact: true }).waitFor();
  await again.getByText(recall.because.en).waitFor();
  await shot('course-recall');
  await page.reload();
  assert.ok(await again.isHidden(), 'what was known is not asked again before that lesson');
  assert.equal(await page.locator('.next .title').innerText(), third.title.en, 'the way on is open all the time');
});

for (const [theme, size] of [['light', [390, 844]], ['dark', [1280, 800]]]) {
  labTest(`the course page fits, ${theme}, ${size[0]} wide`, { theme, size }, async ({ page, base, shot }) => {
    await page.goto(`${base}course.html`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await shot(`course-${theme}`);
  });
}

labTest('an order of steps is made by pressing them, told to be wrong or right, and can be taken back', async ({ page, open, axe, shot }) => {
  const lab = screen(page);
  const { steps } = JSON.parse(await readFile(join(DIST, 'lessons/negative-diff.json'), 'utf8'));
  const at = steps.findIndex((step) => step.order);
  await open('?lesson=negative-diff');
  for (let step = 0; step < at; step += 1) {
    await answer(lab);
    await lab.lesson.getByRole('button', { name: /^(Next|Run)$/ }).click();
    await lab.lesson.getByRole('heading', { name: Object.values(steps[step + 1])[0].title.en, exact: true }).waitFor();
    const on = lab.lesson.getByRole('button', { name: /^(Next|Run)$/ });
    if (steps[step + 1].run || steps[step + 1].compare) await page.waitForFunction((button) => !button.disabled, await on.elementHandle());
  }
  const { choices } = steps[at].order;
  const press = (choice) => lab.lesson.getByRole('button', { name: choice.text.en, exact: true }).click();
  const harm = choices.find((choice) => choice.unsafe);
  await press(harm);
  await lab.lesson.getByText(harm.because.en).waitFor();
  await axe();
  await shot('lesson-order');
  await lab.lesson.getByRole('button', { name: 'Undo' }).click();
  for (const choice of choices.filter((one) => !one.unsafe)) await press(choice);
  await lab.lesson.getByRole('status').waitFor();
  await lab.lesson.getByRole('button', { name: 'Next' }).click();
  await lab.lesson.getByRole('heading', { name: Object.values(steps[at + 1])[0].title.en, exact: true }).waitFor();
});

labTest('a drill is worth on this page what it is worth in the lab', async ({ page, base }) => {
  // tests/it/lesson_walk.rs holds the same cases against src/forms/lesson/score.rs.
  const cases = JSON.parse(await readFile(new URL('../drill_points.json', import.meta.url), 'utf8'));
  for (const { lesson, what, progress, points, harm } of cases) {
    await page.goto(`${base}course.html?lang=en`);
    const noted = { lab: '', step: 6, steps: 7, right: 1, asked: 2, answers: [], hints: 0, done: true, misconceptions: [], progress };
    await page.evaluate(([id, text]) => localStorage.setItem(`offset-lab:learned:${id}`, text), [lesson, JSON.stringify(noted)]);
    await page.goto('about:blank');
    await page.goto(`${base}course.html?lang=en#${lesson}`);
    const part = (name) => page.locator(`[data-lesson=${lesson}] [data-part=${name}]`);
    await part('points').getByText(`${points} / 100`).waitFor();
    assert.equal(await part('harm').isVisible(), harm, `${lesson}, ${what}`);
  }
});

/** Goes to the first step of a kind, by the first choice of each question. */
async function reach(page, lab, until, steps, kind) {
  const at = steps.findIndex((step) => step[kind]);
  for (let step = 0; step < at; step += 1) {
    await answer(lab);
    await until(() => lab.lesson.getByRole('button', { name: /^(Next|Run)$/ }).isEnabled());
    await lab.lesson.getByRole('button', { name: /^(Next|Run)$/ }).click();
    await lab.lesson.getByRole('heading', { name: Object.values(steps[step + 1])[0].title.en, exact: true }).waitFor();
  }
}

const BY_HAND = {
  // A client again, before retention takes what it has not read.
  'first-aid': ['challenge', async ({ page, lab }) => {
    await lab.details.getByRole('button', { name: /^Add/ }).click();
    await lab.confirm('Add');
    await lab.play();
    return page;
  }],
  // The client that was paused.
  'max-is-next': ['do', async ({ page, lab }) => {
    await lab.details.getByRole('button', { name: 'Resume', exact: true }).first().click();
    await lab.play();
    return page;
  }],
  // One reset, back to where it stopped.
  'new-group': ['do', async ({ page, lab }) => {
    await lab.details.getByRole('button', { name: 'Reset offset' }).click();
    await lab.confirm(/^Reset \d/);
    await lab.play();
    return page;
  }],
};

for (const [lesson, [kind, solve]] of Object.entries(BY_HAND)) {
  labTest(`the task of ${lesson} is solved by hand`, async ({ page, open, until, shot }) => {
    const lab = screen(page);
    const { steps } = JSON.parse(await readFile(join(DIST, `lessons/${lesson}.json`), 'utf8'));
    await open(`?lesson=${lesson}`);
    await reach(page, lab, until, steps, kind);
    assert.equal(await lab.lesson.locator('.goal').innerText(), 'Not yet');
    await shot(`task-${lesson}`);
    await solve({ page, lab });
    await until(() => lab.lesson.locator('.goal').innerText(), (said) => said !== 'Not yet');
    await shot(`task-${lesson}-done`);
    // On to the next step, or from the last one to the course.
    await lab.lesson.locator('.lesson-nav').getByRole('button', { name: /^(Next|Run)$/, disabled: false }).or(lab.lesson.getByRole('link', { name: 'Go on in the course' })).waitFor();
  });
}
