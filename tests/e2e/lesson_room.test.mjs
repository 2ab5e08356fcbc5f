// The room of a lesson's figure: before a class no lane is cut, and on a phone the figure is in sight with its question, in every lesson of the
// course up to its first run. Not here: what the steps say (course.test.mjs), and presenting without a lesson (room.test.mjs).
import { assert, labTest } from './harness.mjs';
import { readLesson } from './lesson_way.mjs';
import { untilDrawn } from './browser.mjs';
import { screen } from './screen.mjs';

const IDS = (await readLesson('course')).modules.flatMap((module) => module.lessons.map((lesson) => lesson.id));

/** Lanes that are not whole within the board's box, and what the window shows of the board and the question. */
const cut = (page) => page.evaluate(() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const [board, question] = [box('.board-scroll'), box('.lesson h2')];
  const bottom = Math.min(board.bottom, box('.board').bottom, innerHeight);
  // What is folded away has a box all the same.
  const lanes = [...document.querySelectorAll('.board .lane')].filter((lane) => lane.checkVisibility()).map((lane) => lane.getBoundingClientRect());
  const out = lanes.filter((lane) => lane.top < board.top - 1 || lane.bottom > bottom + 1 || lane.height === 0);
  return { lanes: lanes.length, out: out.length, first: lanes[0]?.bottom <= bottom + 1, board: box('.board').height / innerHeight,
    above: box('.board').bottom <= question.top + 1, asked: question.height > 0 && question.bottom <= innerHeight };
});

/** Opens a lesson and looks at its steps up to the first of a kind, or a comparison, or a challenge. */
async function walk({ lab, page, open, until }, id, last, look) {
  const { steps } = await readLesson(id);
  const on = lab.lesson.getByRole('button', { name: /^(Next|Run)$/ });
  await open(`?lesson=${id}`);
  for (const [at, step] of steps.entries()) {
    const [kind, body] = Object.entries(step)[0];
    await lab.lesson.getByRole('heading', { name: body.title.en, exact: true, level: 2 }).waitFor();
    if (at === 0) await look.begin?.();
    if (['run', 'compare'].includes(kind)) await until(() => on.isEnabled());
    await untilDrawn(page);
    if (look.at(kind)) await look.see(`${id}, step ${at + 1}`);
    if ([last, 'compare', 'challenge'].includes(kind)) return;
    const [fields, choices] = [lab.lesson.getByRole('spinbutton'), lab.lesson.getByRole('radio')];
    if (await fields.count() > 0) for (const field of await fields.all()) await field.fill('1');
    else if (await choices.count() > 0) await choices.first().check();
    await until(() => on.isEnabled());
    await on.click();
  }
}

labTest('before a class no lane is cut, in any lesson', { size: [1920, 1080], timeout: 600_000 }, async ({ page, open, until }) => {
  const lab = screen(page);
  const found = [];
  for (const id of IDS) {
    await walk({ lab, page, open, until }, id, 'run', {
      begin: async () => {
        await page.keyboard.press('p');
        await page.locator('[data-presenting="true"]').waitFor();
      },
      at: () => true,
      see: async (where) => {
        // A question that has just come is laid out before the lanes take the room that it leaves.
        const seen = await until(() => cut(page), (now) => now.out === 0).catch(() => cut(page));
        if (seen.out > 0 || seen.lanes === 0) found.push(`${where}: ${JSON.stringify(seen)}`);
      },
    });
  }
  assert.deepEqual(found, []);
});

labTest('on a phone the figure is in sight above its question, in any lesson', { size: [390, 844], timeout: 600_000 }, async ({ page, open, until }) => {
  const lab = screen(page);
  const found = [];
  for (const id of IDS) {
    await walk({ lab, page, open, until }, id, 'predict', {
      at: (kind) => ['predict', 'challenge'].includes(kind),
      see: async (where) => {
        const seen = await cut(page);
        if (!(seen.first && seen.above && seen.asked && seen.board <= 0.41)) found.push(`${where}: ${JSON.stringify(seen)}`);
      },
    });
  }
  assert.deepEqual(found, []);
});
