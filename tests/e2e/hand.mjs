// A lesson's tasks solved by hand: for each kind of command that a solution uses, the control of the page that gives it, and what is put in there.
// Not here: the way to a task (lesson_way.mjs), which tasks are solved like this (by_hand_*.test.mjs).
//
// A control is one that a person has: it is in sight, or is scrolled into it, and the lesson does not keep it locked. What has no control here fails.
import { assert } from './harness.mjs';
import { goTo, readLesson } from './lesson_way.mjs';
import { screen } from './screen.mjs';

/** Where the commands do not do at once, one after the other: the moment of each, in milliseconds from the task's beginning. */
const MOMENTS_MS = {
  // What was replayed first has to be saved, and that needs no exact moment.
  'reset-waits': [4_000, 4_000],
  // The second reset comes when five are replayed.
  'replay-five': [1_000, 6_000],
};

const whole = (name) => ({ name, exact: true });

/** Which group each consumer is of, wherever in the lesson it is added. */
function groupsOf(part, known = new Map()) {
  if (part?.consumer && part.group) known.set(part.consumer, part.group);
  if (part && typeof part === 'object') for (const inner of Object.values(part)) groupsOf(inner, known);
  return known;
}

/** What gives a lesson's commands on its screen. */
function hand({ page, lab }, lesson) {
  const ofConsumer = groupsOf(lesson);
  const inDialog = (role, name) => lab.dialog().getByRole(role, { name });
  const put = (name, value) => lab.field(name).fill(String(value));

  /** Where the details lie over the rest, as on a phone, they are put away. */
  async function putAway() {
    const close = lab.details.getByRole('button', whole('Close'));
    if (await close.isVisible()) await close.click();
  }
  async function choose(group) {
    await putAway();
    await lab.lesson.getByRole('button', { name: new RegExp(`^${group}(?![-\\w])`) }).click();
    await lab.details.getByRole('heading', whole(group)).waitFor();
  }
  /** The button of the details of a consumer's group. */
  async function ofTheConsumer(consumer, word) {
    await choose(ofConsumer.get(consumer));
    return lab.details.getByRole('button', whole(`${word} ${consumer}`));
  }
  async function send(topic) {
    await putAway();
    return page.getByRole('region', whole(topic)).getByRole('button', whole('Send a message'));
  }
  const ofTheGroup = async (group, word) => {
    await choose(group);
    return lab.details.getByRole('button', { name: word });
  };
  /** For each kind of command: the control that gives it. */
  const controls = {
    send_message: ({ topic }) => send(topic),
    broker: (call) => send(call.send.topic),
    pause_consumer: ({ consumer, paused }) => ofTheConsumer(consumer, paused ? 'Pause' : 'Resume'),
    set_consumer: ({ consumer }) => ofTheConsumer(consumer, 'Change'),
    set_failures: ({ consumer }) => ofTheConsumer(consumer, 'Change'),
    remove_consumer: ({ consumer, crash }) => ofTheConsumer(consumer, crash ? 'Crash' : 'Remove'),
    add_consumer: ({ group }) => ofTheGroup(group, /^Add/),
    reset_offset: ({ group }) => ofTheGroup(group, 'Reset offset'),
    delete_group: ({ group }) => ofTheGroup(group, 'Delete the group'),
    create_group: () => lab.lesson.getByRole('button', whole('New consumer group')),
    set_retention: () => lab.lesson.getByRole('button', whole('Change retention')),
    set_timers: () => lab.lesson.getByRole('button', { name: /^persistConsumerOffsetInterval/ }),
  };

  /** What is put into the dialog that the control opens, where it opens one. */
  const sent = async ({ queue, body, delay_level: level }) => {
    if (await inDialog('combobox', 'Queue').isVisible()) await inDialog('combobox', 'Queue').selectOption(String(queue));
    await lab.field('Body').fill(body);
    if (level) {
      await inDialog('combobox', /^Deliver/).selectOption({ label: 'after a delay level' });
      await inDialog('combobox', /^Message delay/).selectOption({ index: level - 1 });
    }
    await lab.confirm('Send');
  };
  const target = async (to) => {
    const [[kind, value]] = Object.entries(typeof to === 'string' ? { [to]: null } : to);
    const words = { min: 'Min', max: 'Max', offset: 'Offset', time_ms: 'Time' }[kind];
    await lab.dialog().getByRole('radio', whole(words)).check();
    if (kind === 'offset') await put('Next message to consume', value);
    if (kind === 'time_ms') await put('Time', value);
  };
  const dialogs = {
    send_message: sent,
    broker: ({ send: { queue, body_bytes: bytes } }) => sent({ queue, body: 'x'.repeat(bytes) }),
    async set_consumer({ processing_us: us }) {
      await put('Milliseconds a message', us / 1_000);
      await lab.confirm('Change');
    },
    async set_failures({ failures = {} }) {
      assert.deepEqual(failures, {});
      await put('Messages that always fail', '');
      await lab.confirm('Change');
    },
    async add_consumer({ consumer, topic, processing_us: us }) {
      await put('Name', consumer);
      await inDialog('combobox', /^Topic/).selectOption({ label: topic });
      await put('Milliseconds a message', us / 1_000);
      await lab.confirm('Add');
    },
    async reset_offset({ group, topic, queues, to }) {
      await lab.dialog(new RegExp(`^Reset offset of ${group} `)).waitFor();
      // Of a group with one topic, that is the one.
      if (await inDialog('combobox', 'Topic').isVisible()) await inDialog('combobox', 'Topic').selectOption(topic);
      await lab.dialog(`Reset offset of ${group} on ${topic}`).waitFor();
      await target(to);
      if (queues !== 'all') {
        await lab.dialog().getByRole('radio', whole('Chosen')).check();
        for (const box of await lab.dialog().getByRole('checkbox').all()) await box.setChecked(queues.includes(Number((await box.locator('..').innerText()).match(/\d+/)[0])));
      }
      await lab.confirm(/^Reset \d/);
    },
    async delete_group({ remove_offsets: offsets }) {
      await inDialog('checkbox', /offsets/).setChecked(offsets);
      await lab.confirm('Delete');
    },
    async create_group({ group, consume_from: { timestamp_ms: time } = {} }) {
      await put('Name', group);
      if (time) {
        await inDialog('combobox', /^Initial offset/).selectOption({ label: 'a time' });
        await put('Time', time);
      }
      await put('Consumers', 0);
      await lab.confirm('Add');
    },
    async set_retention({ reserved_ms: ms }) {
      await put('Kept for', ms / 1_000);
      await lab.confirm('Change');
    },
  };

  return async (command) => {
    const [[kind, body]] = Object.entries(command);
    assert.ok(controls[kind], `the page has no control for ${kind}`);
    // In sight, and not locked by the lesson.
    const control = (await controls[kind](body)).and(page.locator('button:enabled:not([aria-disabled=true])')).first();
    await control.waitFor();
    await control.click();
    await dialogs[kind]?.(body);
  };
}

/** Goes on, from one line of the log to the next, until this moment is reached. */
async function stepTo({ lab, until }, ms) {
  for (let now = await lab.clockMs(); now < ms;) {
    const before = now;
    await lab.step();
    now = await until(lab.clockMs, (clock) => clock !== before);
  }
}

/** Solves a lesson's first task by pressing, for each command of its solution, what the page has for it. */
export async function solve({ page, open, until }, id) {
  const lab = screen(page);
  const lesson = await readLesson(id);
  const task = await goTo({ lab, open, until }, id, (kind) => ['do', 'challenge'].includes(kind));
  const give = hand({ page, lab }, lesson);
  const began = await lab.clockMs();
  for (const [at, { command }] of task.solution.entries()) {
    const moment = MOMENTS_MS[id]?.[at];
    if (moment) await stepTo({ lab, until }, began + moment);
    await give(command);
  }
  await lab.setSpeed('×50');
  await lab.play();
  await until(() => lab.lesson.locator('.goal').innerText(), (said) => said === 'Done');
  return lab;
}
