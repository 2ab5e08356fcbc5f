// Recordings of a real broker: each opens as a lab, is stepped through, and agrees in every answer.
import { readFile } from 'node:fs/promises';
import { DIST, assert, labTest } from './harness.mjs';
import { n, plain, screen } from './screen.mjs';

const RECORDINGS = [
  { entry: /^Offsets/, file: 'offsets.jsonl' },
  { entry: /^Expiry/, file: 'expiry.jsonl' },
  { entry: /^Commits/, file: 'commits.jsonl' },
  { entry: /^Time search/, file: 'time_search.jsonl' },
];
const read = (file) => readFile(`${DIST}/recordings/${file}`, 'utf8');

/** What the panel says of the score: agreeing, compared. */
async function score(lab) {
  const [, agreeing, compared] = /^(\d+)of(\d+)answersagree/.exec(plain(await lab.recording.getByRole('status').innerText()));
  return [n(agreeing), n(compared)];
}

for (const { entry, file } of RECORDINGS) {
  labTest(`the recording ${file} plays to its end, and all answers agree`, async ({ page, open, until, shot }) => {
    const lab = screen(page);
    const lines = (await read(file)).trim().split('\n').map((line) => JSON.parse(line));
    const [header, ...calls] = lines;
    await open();
    await lab.openEntry(entry, entry);
    await lab.recording.getByText(`answered by RocketMQ ${header.broker}`).waitFor();
    const position = async () => plain(await lab.recording.getByText(/^\s*[\d\s]+ \/ [\d\s]+\s*$/).innerText());
    assert.equal(await position(), `0/${calls.length}`);
    const calling = lab.recording.getByRole('list', { name: 'Asked' });
    for (let step = 1; step <= 5; step += 1) {
      await lab.recording.getByRole('button', { name: 'Next call' }).click();
      await until(position, (at) => at === `${step}/${calls.length}`);
      const here = calling.locator('[aria-current=step]');
      await until(() => here.innerText(), (text) => text.includes(calls[step - 1].op));
      const [broker, answer] = await here.getByRole('definition').allInnerTexts();
      assert.deepEqual(JSON.parse(broker), calls[step - 1].expect);
      JSON.parse(answer);
    }
    await shot(`recording-${file.split('.')[0]}`);
    await lab.recording.getByRole('button', { name: 'To the end' }).click();
    await until(position, (at) => at === `${calls.length}/${calls.length}`);
    const [agreeing, compared] = await score(lab);
    assert.equal(agreeing, compared);
    assert.ok(compared > calls.length / 2, `${compared} of ${calls.length} answers were compared`);
    assert.equal(await lab.recording.getByText('differs', { exact: true }).count(), 0);
    assert.ok(await lab.recording.getByRole('button', { name: 'Next call' }).isDisabled());
    await shot(`recording-${file.split('.')[0]}-end`);
  });
}

labTest('a recording can be left for a lab of its own', async ({ page, open, until }) => {
  const lab = screen(page);
  await open();
  await lab.openEntry(/^Offsets/);
  await lab.recording.getByRole('button', { name: 'To the end' }).click();
  await lab.showTable();
  const table = await lab.table();
  assert.ok(table.length > 0);
  await lab.recording.getByRole('button', { name: 'Close the recording' }).click();
  await lab.actors.waitFor();
  assert.deepEqual(await lab.table(), table);
  await lab.saved();
  await page.reload();
  await until(() => lab.actors.count(), (count) => count === 1);
  await lab.showTable();
  assert.deepEqual(await lab.table(), table);
});

labTest('a recording survives a reload at the call where it stood', async ({ page, open, until }) => {
  const lab = screen(page);
  await open();
  await lab.openEntry(/^Offsets/);
  for (let i = 0; i < 12; i += 1) await lab.recording.getByRole('button', { name: 'Next call' }).click();
  const text = () => lab.recording.innerText();
  await until(text, (words) => plain(words).includes('12/'));
  const before = await text();
  await lab.saved();
  await page.reload();
  assert.equal(await until(text, (words) => plain(words).includes('12/')), before);
});

labTest('a recording cut in the middle names the line, and the lab on screen stays', async ({ page, open, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  const before = { title: await lab.title(), clock: await lab.clock(), table: await lab.table() };
  const whole = await read('offsets.jsonl');
  const lines = whole.split('\n');
  const cut = `${lines.slice(0, 60).join('\n')}\n${lines[60].slice(0, 40)}`;
  await lab.openFile('cut.jsonl', cut);
  await lab.dialog('Can’t open cut.jsonl').waitFor();
  assert.match(await lab.dialog().getByRole('alert').innerText(), /^line 61, column 40: EOF/);
  await lab.dialog().getByText('The lab on screen stays as it was.').waitFor();
  await shot('recording-cut');
  await lab.confirm('Close');
  assert.deepEqual({ title: await lab.title(), clock: await lab.clock(), table: await lab.table() }, before);
});

labTest('a recording whose answer was changed is said to differ there', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open();
  const lines = (await read('offsets.jsonl')).trim().split('\n').map((line) => JSON.parse(line));
  const wrong = lines.find((line) => line.op === 'max_offset' && line.expect.offset > 0);
  wrong.expect.offset += 1;
  await lab.openFile('changed.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  await lab.recording.getByRole('button', { name: 'To the end' }).click();
  const [agreeing, compared] = await until(() => score(lab), ([, of]) => of > 0);
  assert.equal(agreeing, compared - 1);
  await shot('recording-differs');
});

labTest('differences are found however far apart they are', async ({ page, open, until }) => {
  const lab = screen(page);
  await open();
  const lines = (await read('offsets.jsonl')).trim().split('\n').map((line) => JSON.parse(line));
  const offsets = lines.slice(0, -1).filter((line) => Number.isInteger(line.expect?.offset));
  const wrong = [offsets[0], offsets.at(-1)];
  const [first, last] = wrong.map((line) => lines.indexOf(line));
  assert.ok(last - first > 80, `calls ${first} and ${last} of ${lines.length}`);
  for (const [i, line] of wrong.entries()) line.expect.offset = 777_000 + i;
  await lab.openFile('changed.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  const button = (name) => lab.recording.getByRole('button', { name, exact: true });
  const here = lab.recording.locator('[aria-current=step]');
  const standsAt = (answer) => until(() => here.innerText(), (text) => text.includes(answer));
  await button('Next call').waitFor();
  assert.equal(await button('Previous difference').count(), 0, 'nothing differs yet');
  await button('To the end').click();
  await button('Previous difference').click();
  await standsAt('777001');
  await button('Previous difference').click();
  await standsAt('777000');
  await until(() => button('Previous difference').isDisabled());
  await button('Next difference').click();
  await standsAt('777001');
  await until(() => button('Next difference').isDisabled());
});
