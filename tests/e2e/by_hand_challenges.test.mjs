// Every challenge and the task of every drill is solved with the controls of its own screen, and some of each kind on a phone: no "Show a solution".
// Not here: the tasks of lessons (by_hand_lessons.test.mjs), stars and undo (lesson_task.test.mjs).
import { labTest } from './harness.mjs';
import { solve } from './hand.mjs';
import { readLesson } from './lesson_way.mjs';

const course = await readLesson('course');
const lessons = course.modules.flatMap((module) => module.lessons);

for (const wanted of ['challenge', 'drill']) {
  labTest(`every ${wanted} by hand`, async (given) => {
    for (const { id, kind } of lessons) if (kind === wanted) await solve(given, id);
  });
}

// A message, retention, a new group, a group that has read nothing, a client's interval, a client.
labTest('tasks by hand on a phone', { size: [390, 844] }, async (given) => {
  for (const id of ['address', 'disk-decides', 'last-five', 'young-queue', 'crash-before-save', 'group-not-client']) await solve(given, id);
});
