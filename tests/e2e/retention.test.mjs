// Retention: whole segments go, and only then does Min move.
import { assert, labTest } from './harness.mjs';
import { n, screen } from './screen.mjs';

async function setRetention(lab, fields) {
  await lab.actors.getByRole('button', { name: 'Change – Retention' }).click();
  await lab.dialog('Retention').waitFor();
  for (const [name, value] of Object.entries(fields)) await lab.field(name).fill(value);
  await lab.confirm('Change');
}

labTest('other settings make Min move, by whole segments, and the log says why', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=new-group');
  await lab.showTable();
  await lab.playPast(20_000);
  await setRetention(lab, { 'Kept for': '10', Segment: '16' });
  const broker = lab.actors;
  await until(() => broker.innerText(), (text) => /Kept for\s+10\s+s/.test(text) && /Segment\s+16\s+KiB/.test(text));
  await lab.setSpeed('×200');
  const mins = async () => (await lab.table({ group: 'early' })).map((row) => n(row.min));
  assert.deepEqual(await mins(), [0, 0]);
  const first = await lab.playUntil(mins, (now) => now.some((min) => min > 0));
  const second = await lab.playUntil(mins, (now) => now.every((min, queue) => min > first[queue]));
  await until(mins, (now) => now.every((min, queue) => min >= second[queue]));
  await shot('retention-table');

  // Newest first: of the oldest instant that is still shown, the first events may be cut off.
  const shown = await lab.lines();
  const lines = shown.filter((line) => line.at !== shown.at(-1).at);
  const gone = lines.filter((line) => line.rule === 'R-RET-3');
  const moved = lines.filter((line) => line.rule === 'R-CQ-4');
  assert.ok(gone.length > 0 && gone.every((line) => /^Segment at byte .* deleted: past its retention time$/.test(line.words)), JSON.stringify(gone));
  // Min only moves at an instant at which a segment goes, and then by more than one: a segment of 16 KiB holds some forty messages of
  // 300 bytes.
  assert.ok(moved.length > 0 && moved.every(({ words }) => /^Min of orders/.test(words)), JSON.stringify(moved));
  assert.ok(moved.every((line) => gone.some(({ at }) => at === line.at)), 'Min moved without a segment going');
  for (const queue of [0, 1]) assert.ok(second[queue] - first[queue] > 10, `Min moved from ${first[queue]} to ${second[queue]}`);
  await lab.showPicture();
  assert.match(await lab.lanes().first().getAttribute('aria-label'), /Min (?!0,)/);
  await shot('retention-picture');
});

labTest('expired segments can be deleted at once, and the disk is told in words', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=new-group');
  await lab.setSpeed('×200');
  await lab.playPast(20_000);
  await setRetention(lab, { 'Kept for': '1', Segment: '4' });
  await lab.actors.getByRole('button', { name: /^Disk \d+\s%\sused, / }).click();
  await lab.details.getByRole('heading', { name: 'Broker' }).waitFor();
  await shot('retention-details');
  const segments = async () => n(/,\s(\d+)\ssegments?$/.exec(await lab.details.getByRole('img').getAttribute('aria-label'))[1]);
  await lab.playUntil(segments, (count) => count > 2);
  await lab.details.getByRole('button', { name: 'Delete expired now' }).click();
  await until(lab.lines, (lines) => lines.some((line) => line.rule === 'R-RET-3'));
});

labTest('settings outside their range are refused beside the field', async ({ page, open, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.actors.getByRole('button', { name: 'Change – Retention' }).click();
  const change = lab.dialog().getByRole('button', { name: 'Change' });
  for (const [field, value] of [['Kept for', '-1'], ['Segment', '0'], ['Segment', '9223372036854775808'], ['Disk', 'much']]) {
    const before = await lab.field(field).inputValue();
    await lab.field(field).fill(value);
    await lab.dialog().getByText(/^A number from /).waitFor();
    assert.ok(await change.isDisabled());
    await lab.field(field).fill(before);
  }
  await shot('retention-dialog');
  await lab.confirm('Cancel');
});

labTest('a full disk refuses sends and says so', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=new-group');
  await lab.setSpeed('×50');
  await lab.playPast(20_000);
  await setRetention(lab, { Disk: '280' });
  // Retention makes room within seconds of virtual time, so both are looked for at one instant.
  await lab.playUntil(() => lab.actors.innerText(), (text) => /\d refused/.test(text) && /Disk over 90 %: sends are refused\./.test(text));
  assert.ok((await lab.lines()).some((line) => line.rule === 'R-RET-6'));
  await shot('retention-disk-full');
  // Room again: a larger disk.
  await setRetention(lab, { Disk: '4096' });
  await lab.showTable();
  const sent = await lab.sent();
  await lab.playUntil(lab.sent, (now) => now > sent);
  await until(lab.lines, (lines) => lines.some((line) => line.words === 'Disk no longer full: sends are accepted'));
});
