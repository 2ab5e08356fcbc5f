// The task of every lesson is solved with the controls of its own screen: no "Show a solution". Not here: challenges, drills and a phone
// (by_hand_challenges.test.mjs), whether the solutions solve them (`offset-lab lesson check`), the course by keyboard (course_keyboard.test.mjs).
import { labTest } from './harness.mjs';
import { solve } from './hand.mjs';
import { readLesson } from './lesson_way.mjs';

const course = await readLesson('course');

for (const module of course.modules) {
  labTest(`the tasks of "${module.title.en}" by hand`, async (given) => {
    for (const { id, kind } of module.lessons) if (!kind) await solve(given, id);
  });
}
