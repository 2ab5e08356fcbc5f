// Files that cannot be opened: a message with line and column or the offending value, and the lab on screen stays as it was.
import { assert, labTest } from './harness.mjs';
import { plain, screen } from './screen.mjs';

const SCENARIO = {
  format: 'offset-lab-scenario/1',
  title: { en: 'From a file' },
  profile: 'docs-5.0',
  journal: [{ at_us: 0, command: { create_topic: { topic: 'orders', queues: 4 } } }],
};
const json = (changes) => JSON.stringify({ ...SCENARIO, ...changes }, null, 1);
const commands = (...list) => json({ journal: list.map((command) => ({ at_us: 0, command })) });
const LESSON_STEP = { recall: { title: { en: 'a' }, text: { en: 'b' }, choices: [{ en: 'c' }], answer: 9, because: { en: 'd' } } };

// Name, content, and what the message must have. All messages but those about the whole file name a line.
const BAD = [
  ['unknown-field.json', json({ colour: 'blue' }), /line 18, column \d+: unknown field `colour`/],
  ['unknown-field-inside.json', commands({ create_topic: { topic: 'a', queues: 1, colour: 'blue' } }), /line \d+, column \d+: .*`colour`/],
  ['unknown-command.json', commands({ explode: {} }), /line \d+, column \d+: .*`explode`/],
  ['wrong-type.json', commands({ create_topic: { topic: 'orders', queues: 'four' } }), /line \d+, column \d+: .*string "four"/],
  ['no-title.json', JSON.stringify({ format: SCENARIO.format, journal: [] }), /line 1, column \d+: missing field `title`/],
  ['65-queues.json', commands({ create_topic: { topic: 'orders', queues: 65 } }), /65.*64|64.*65/],
  ['no-queue.json', commands({ create_topic: { topic: 'orders', queues: 0 } }), /\b0\b.*64/],
  ['queues-minus-one.json', commands({ create_topic: { topic: 'orders', queues: -1 } }), /line \d+, column \d+: .*-1/],
  [
    'offset-2-63.json',
    commands({ create_topic: { topic: 'old', queues: 1 } }).replace('"queues": 1', '"queues": 1, "first_offsets": [9223372036854775808]'),
    /line \d+, column \d+: .*9223372036854775808/,
  ],
  ['offset-float.json', commands({ create_topic: { topic: 'old', queues: 1, first_offsets: [1.5] } }), /line \d+, column \d+: .*1\.5/],
  ['time-goes-back.json', json({ journal: [{ at_us: 5, command: { create_group: { group: 'a' } } }, { at_us: 4, command: { create_group: { group: 'b' } } }] }), /entry 2 is at_us 4/],
  ['2-megabytes.json', json({ title: { en: 'x'.repeat(2 * 1024 * 1024) } }), /larger than the limit, 1\s?MiB/],
  ['not-json.json', 'create a topic, please', /line 1: .*not a scenario/],
  ['empty.json', '', /^this is empty/],
  ['half.json', json({}).slice(0, 120), /line \d+, column \d+: EOF/],
  ['other-format.json', json({ format: 'offset-lab-scenario/9' }), /offset-lab-scenario\/9/],
  ['picture.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /line 1: .*not a scenario/],
  ['deep.json', `{"format":"offset-lab-scenario/1","title":${'['.repeat(50_000)}`, /line 1, column \d+: /],
  ['journal-bad-line.jsonl', '{"format":"offset-lab-journal/1"}\n{"at_us":0,"command":{"create_group":{"group":"a"}}}\n{"at_us":"now"}\n', /line 3, column \d+: /],
  ['lesson-answer.json', JSON.stringify({ format: 'offset-lab-lesson/1', title: { en: 'x' }, prelude: [], begin_us: 0, steps: [LESSON_STEP], solution: [] }), /9|answer/],
];

labTest('each bad file gets its message, and the lab on screen stays', async ({ page, open, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  const screenNow = async () => ({ title: await lab.title(), clock: await lab.clock(), table: await lab.table(), log: await lab.lines() });
  const before = await screenNow();
  const wrong = [];
  for (const [name, content, message] of BAD) {
    await lab.openFile(name, content);
    const dialog = lab.dialog(`Can’t open ${name}`);
    try {
      await dialog.waitFor({ timeout: 5_000 });
      const said = await dialog.getByRole('alert').innerText();
      if (!message.test(said) && !message.test(plain(said))) wrong.push(`${name}: "${said}" has not ${message}`);
      if (said.length > 600) wrong.push(`${name}: a message of ${said.length} characters`);
      if (name === 'unknown-field.json') await shot('bad-input');
      await lab.confirm('Close');
      assert.deepEqual(await screenNow(), before, `${name} changed the screen`);
    } catch (error) {
      if (error.name !== 'TimeoutError') throw error;
      wrong.push(`${name}: no message; on screen is "${await lab.title()}"`);
      await lab.openEntry(/^Consumer progress, the whole story/, before.title);
    }
  }
  assert.deepEqual(wrong, []);
});

labTest('a bad file during play leaves the lab playing', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.play();
  await lab.openFile('bad.json', '{}');
  await lab.dialog('Can’t open bad.json').waitFor();
  await lab.confirm('Close');
  const now = await lab.clockMs();
  await until(lab.clockMs, (ms) => ms > now);
  await lab.pause();
});

labTest('good files open: scenario, journal, and what the lab itself saves', async ({ page, open, until }) => {
  const lab = screen(page);
  await open();
  await lab.openFile('mine.json', json({}));
  await page.getByRole('heading', { level: 1, name: 'From a file' }).waitFor();
  assert.equal(await lab.lanes().count(), 4);
  await lab.openFile('steps.jsonl', '{"format":"offset-lab-journal/1"}\r\n{"at_us":0,"command":{"create_topic":{"topic":"t","queues":2}}}\r\n');
  await until(() => lab.lanes().count(), (count) => count === 2);
  assert.equal(await lab.title(), 'steps');

  await lab.openEntry(/^Consumer progress, the whole story/, 'Consumer progress, the whole story');
  await lab.choose('audit');
  await lab.details.getByRole('button', { name: 'Pause', exact: true }).click();
  await lab.showTable();
  const before = { clock: await lab.clock(), table: await lab.table() };
  for (const kind of ['Scenario (JSON)', 'Journal (JSON lines)']) {
    await lab.top.getByRole('button', { name: 'Download' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), lab.dialog().getByRole('button', { name: kind }).click()]);
    await lab.dialog().waitFor({ state: 'hidden' });
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    await lab.openFile(download.suggestedFilename(), Buffer.concat(chunks));
    await lab.dialog().waitFor({ state: 'hidden' });
    await lab.arrived();
    // A journal has no moment to open at: the log's moment is reached by playing.
    if (kind.startsWith('Scenario')) assert.deepEqual({ clock: await lab.clock(), table: await lab.table() }, before, kind);
  }
});
