// Numbers at the end of their range: shown digit for digit, never rounded, and nothing wraps around.
import { assert, labTest } from './harness.mjs';
import { layoutProblems } from './layout.mjs';
import { plain, screen } from './screen.mjs';

const LAST = '9223372036854775807';

labTest('2^63 − 1 is shown digit for digit, and sends are refused there', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=edge');
  await lab.showTable();
  assert.deepEqual((await lab.table()).map((row) => row.min), ['9223372036854775707', '9223372036854775757']);
  await lab.setSpeed('×20');
  await lab.playUntil(lab.table, (rows) => rows.every((row) => row.max === LAST));
  await lab.playUntil(lab.table, (rows) => rows.every((row) => row.lag === '0'));
  await shot('numbers-table');
  for (const row of await lab.table()) {
    assert.deepEqual([row.max, row.offset, row.pull], [LAST, LAST, LAST]);
  }
  assert.match(await lab.actor('writer').innerText(), /[\d\s]+ refused/);
  const refused = (await lab.lines()).find((line) => line.words.startsWith('A send to ancient was refused'));
  assert.match(plain(refused.words), /hasusedeveryoffsetupto9223372036854775806/);

  await lab.showPicture();
  for (const lane of await lab.lanes().all()) assert.ok(plain(await lane.getAttribute('aria-label')).includes(`Max${LAST}`));
  assert.ok(plain(await lab.details.innerText()).includes(LAST));
  await shot('numbers-picture');

  await lab.board.getByRole('button', { name: 'Send a message', exact: true }).click();
  await lab.dialog().getByRole('button', { name: 'Send', exact: true }).click();
  assert.match(plain(await lab.dialog().getByRole('alert').innerText()), /upto9223372036854775806\(code1\)/);
  await lab.confirm('Cancel');
  await until(lab.lines, (lines) => lines.length > 0);
});

labTest('a reset to 2^63 − 1 is exact', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=edge');
  await lab.setSpeed('×20');
  await lab.showTable();
  await lab.playUntil(lab.table, (rows) => rows.every((row) => row.max === LAST && row.offset === LAST));
  await lab.openReset('reader');
  await lab.dialog().getByRole('radio', { name: 'Offset', exact: true }).check();
  await lab.field('Next message to consume').fill('9 223 372 036 854 775 806');
  await until(lab.preview, (rows) => rows.length === 2 && rows.every((row) => row.target === '9223372036854775806' && row.change === '-1'));
  await shot('numbers-reset');
  await lab.field('Next message to consume').fill('9223372036854775808');
  await lab.dialog().getByText(/An offset is a whole number/).waitFor();
  await lab.field('Next message to consume').fill('9223372036854775806');
  await lab.confirm(/^Reset 2/);
  await until(lab.table, (rows) => rows.every((row) => row.offset === '9223372036854775806' && row.lag === '1'));
});

labTest('a topic may begin at 2^63 − 2 and takes one message', async ({ page, open }) => {
  const lab = screen(page);
  await open();
  await lab.openBlank();
  await lab.board.getByRole('button', { name: 'New topic' }).first().click();
  await lab.field('Queues').fill('1');
  await lab.field('First offset').fill('9223372036854775808');
  await lab.dialog().getByText(/An offset is a whole number/).waitFor();
  await lab.field('First offset').fill('9223372036854775806');
  await lab.confirm('Add');
  await lab.showTable();
  assert.equal((await lab.table())[0].max, '9223372036854775806');
  await lab.board.getByRole('button', { name: 'Send a message', exact: true }).click();
  await lab.confirm('Send');
  assert.equal((await lab.table())[0].max, LAST);
  await lab.board.getByRole('button', { name: 'Send a message', exact: true }).click();
  await lab.dialog().getByRole('button', { name: 'Send', exact: true }).click();
  assert.match(await lab.dialog().getByRole('alert').innerText(), /Refused: .*\(code 1\)/);
});

for (const file of ['index.html', 'embed.html']) {
  labTest(`offsets at the end of the range stay whole at 320 pixels in ${file}`, { size: [320, 640] }, async ({ page, open, shot }) => {
    await open('?scenario=edge', file);
    await page.locator('.lane').first().waitFor();
    assert.deepEqual(await page.evaluate(layoutProblems), []);
    await shot(`numbers-edge-320-${file}`);
  });
}
