// Lessons as objects, for author.js: reading and writing them, a draft of what was done in a lab, and the steps that are added. Not here: the
// page (author.js), whether what a lesson says is so (src/checker).
//
// Invariant: no whole number of a file becomes another one: what a number of JavaScript cannot hold stays text until it is written.

const LONG = /"(?:[^"\\]|\\.)*"|-?\d{16,}/g;
const KEPT = /"\\u0000(-?\d+)"/g;

export const read = (text) => JSON.parse(text.replace(LONG, (part) => (part.startsWith('"') ? part : `"\\u0000${part}"`)));
export const write = (value) => JSON.stringify(value, null, 1).replace(KEPT, '$1');

const FORMAT = 'offset-lab-lesson/2';
const SECOND = 1_000_000;

/** Whether an object is what a lesson's file holds. */
export const isLesson = (lesson) => /^offset-lab-lesson\//.test(lesson?.format) && Array.isArray(lesson.steps);

export const blank = () => ({
  format: FORMAT, id: 'my-lesson', minutes: 5, covers: [], title: { en: '', zh: '' }, text: { en: '', zh: '' }, profile: 'docs-5.0', seed: 1,
  prelude: [{ at_us: 0, command: { create_topic: { topic: 'orders', queues: 1 } } }], begin_us: 0,
  steps: [stepOf('explore', {})],
});

/** What each command is called as a step. */
const COMMANDS = {
  create_topic: ['New topic {topic}', '新建主题 {topic}'], delete_topic: ['Delete topic {topic}', '删除主题 {topic}'],
  create_group: ['New consumer group {group}', '新建消费者分组 {group}'], delete_group: ['Delete group {group}', '删除消费者分组 {group}'],
  add_producer: ['New producer {producer}', '新建生产者 {producer}'], remove_producer: ['Remove producer {producer}', '移除生产者 {producer}'],
  add_consumer: ['Add consumer {consumer}', '添加消费者 {consumer}'], remove_consumer: ['Remove consumer {consumer}', '移除消费者 {consumer}'],
  pause_consumer: ['Pause or resume {consumer}', '暂停或恢复 {consumer}'], set_consumer: ['Change consumer {consumer}', '修改消费者 {consumer}'],
  send_message: ['Send a message to {topic}', '向 {topic} 发送消息'], reset_offset: ['Reset offset of {group}', '重置 {group} 的位点'],
  remove_offsets: ['Remove the offsets of {group}', '删除 {group} 的位点'], set_retention: ['Change retention', '修改消息保留'],
  restart_broker: ['Restart the broker', '重启服务端'],
};

function called(command) {
  const [[name, of]] = Object.entries(command);
  const [en, zh] = COMMANDS[name] ?? [name.replaceAll('_', ' '), `命令 ${name}`];
  const filled = (text) => text.replace(/\{(\w+)\}/g, (_, field) => of?.[field] ?? '');
  return { en: filled(en), zh: filled(zh) };
}

/** The queue, and a group on it, that a lesson is most likely about. */
function subject({ prelude = [], steps = [] }) {
  const all = JSON.stringify([prelude, steps]);
  const named = (field) => new RegExp(`"${field}":"([^"]+)"`).exec(all)?.[1];
  return { group: named('group') ?? 'billing', topic: named('topic') ?? 'orders', queue: 0 };
}

/** A step of a kind with what it needs; its texts are to be written. */
export function stepOf(kind, lesson) {
  const texts = () => ({ en: '', zh: '' });
  const of = subject(lesson);
  const offset = { consumer_offset: of };
  const number = (at, more) => ({ text: { en: '{}', zh: '{}' }, value: { number: at }, ...more });
  const wrong = (at) => number(at, { misconception: '', because: texts() });
  const choice = (more) => ({ text: texts(), ...more });
  const reset = { reset_offset: { group: of.group, topic: of.topic, queues: 'all', to: 'min' } };
  const bodies = {
    explore: {}, explain: {},
    predict: { asks: [{ value: offset }], choices: [number(0, { right: true }), wrong(1)] },
    run: { for_us: 10 * SECOND },
    compare: { profiles: [...new Set([lesson.profile ?? 'docs-5.0', 'rocketmq-5.3', 'docs-5.0'])].slice(0, 2), asks: [{ text: texts(), value: offset }], for_us: 10 * SECOND },
    do: { goals: [{ equal: [offset, { number: 0 }] }], within_us: 30 * SECOND, allow: [{ command: 'reset_offset', names: [of.group] }], solution: [{ after_us: 0, command: reset }] },
    challenge: { goals: [{ equal: [offset, { number: 0 }] }], within_us: 30 * SECOND, allow: [{ command: 'reset_offset', names: [of.group] }], solution: [{ after_us: 0, command: reset }], par: { commands: 1, time_us: SECOND } },
    recall: { choices: [choice({ right: true }), choice()] },
    material: { material: '$ sh mqadmin consumerProgress -g …\n' },
    choose_command: { asks: [{ value: offset }], for_us: SECOND, choices: [choice({ values: [{ number: 0 }], right: true, script: [{ after_us: 0, command: reset }] }), choice({ values: [{ number: 0 }], because: texts(), script: [] })] },
    order: { choices: [choice(), choice(), choice()] },
  };
  return { [kind]: { title: texts(), text: texts(), ...bodies[kind] } };
}

/** The command line in front of the lab: entries that were obeyed by then. */
const obeyed = ({ journal, open_at_us: now = 0 }) => journal.filter((entry) => entry.at_us <= now);

/** Offsets that are other ones at the end, as values of a lesson with what they were and are. */
function changed(before, after) {
  const key = (row) => `${row.group}/${row.topic}/${row.queue}`;
  const known = new Map(before.map((row) => [key(row), row]));
  const found = [];
  for (const row of after) {
    const was = known.get(key(row));
    const of = { topic: row.topic, queue: Number(row.queue) };
    for (const [name, on] of [['consumer_offset', { group: row.group, ...of }], ['max_offset', of], ['min_offset', of]]) {
      const [from, to] = [was?.[name] ?? null, row[name] ?? null];
      const isIt = from !== to && to !== null && (name !== 'consumer_offset' || row.group);
      if (isIt && !found.some((one) => JSON.stringify(one.value) === JSON.stringify({ [name]: on }))) found.push({ value: { [name]: on }, from, to });
    }
  }
  return found.sort((a, b) => ('consumer_offset' in b.value) - ('consumer_offset' in a.value));
}

/** How many commands were given since the lesson's beginning was marked. */
export function given(mark, end) {
  const [before, after] = [obeyed(mark.scenario), obeyed(end.scenario)];
  let same = 0;
  while (same < before.length && JSON.stringify(before[same]) === JSON.stringify(after[same])) same += 1;
  return { prelude: after.slice(0, same), commands: after.slice(same) };
}

/** A lesson of what was done between two looks at a lab: each command a Run (`each`), a question and one Run (`one`), or a task (`task`). */
export function draftOf(mark, end, how) {
  const { prelude, commands } = given(mark, end);
  const now = end.scenario.open_at_us ?? 0;
  const begin = Math.min(mark.scenario.open_at_us ?? 0, ...commands.map((entry) => entry.at_us));
  const { title, profile, seed, start_ms } = end.scenario;
  const lesson = { ...blank(), title: { en: title?.en ?? '', zh: title?.zh ?? '' }, profile, seed, start_ms, prelude, begin_us: begin };
  const script = (entries, from) => entries.map(({ at_us, command }) => ({ after_us: at_us - from, command }));
  const texts = (all) => ({ en: `${all.map(({ command }) => called(command).en).join('; ')}.`, zh: `${all.map(({ command }) => called(command).zh).join('；')}。` });
  const for_us = Math.max(now - begin, SECOND);
  const numbers = changed(mark.rows, end.rows);
  const asked = numbers.find(({ from }) => from !== null) ?? numbers[0];
  lesson.steps = [stepOf('explore', lesson)];
  const add = (kind, body) => lesson.steps.push({ [kind]: { ...stepOf(kind, lesson)[kind], ...body } });
  if (how === 'task') {
    const goals = numbers.filter(({ value }) => 'consumer_offset' in value).map(({ value, to }) => ({ equal: [value, read(`{"number":${to}}`)] }));
    const allow = [...new Set(commands.map(({ command }) => Object.keys(command)[0]))].map((command) => ({ command }));
    add('do', { goals, allow, within_us: for_us + SECOND, solution: script(commands, begin) });
    return lesson;
  }
  if (how === 'one') {
    if (asked) {
      const [wrong, right] = [asked.from ?? String(BigInt(asked.to) + 1n), asked.to].map((number) => read(`{"number":${number}}`));
      const [yes, no] = stepOf('predict', lesson).predict.choices;
      add('predict', { asks: [{ value: asked.value }], choices: [{ ...yes, value: right }, { ...no, value: wrong }] });
    }
    add('run', { title: called(commands[0].command), text: texts(commands), script: script(commands, begin), for_us });
    return lesson;
  }
  // Commands of one instant are one Run; it goes on until the next one.
  const moments = [...new Set(commands.map(({ at_us }) => at_us))];
  moments.forEach((at, i) => {
    const here = commands.filter(({ at_us }) => at_us === at);
    const from = i === 0 ? begin : at;
    const to = moments[i + 1] ?? Math.max(now, at + SECOND);
    add('run', { title: called(here[0].command), text: texts(here), script: script(here, from), for_us: to - from });
  });
  return lesson;
}
