// A real cluster's files in the page: chosen together or pasted, they are a lab with exactly their offsets, and what they don't say
// is unknown.
import { readFile } from 'node:fs/promises';
import { assert, labTest } from './harness.mjs';
import { screen } from './screen.mjs';

const real = (name) => readFile(new URL(`../import/5.3.3/${name}`, import.meta.url));
const file = (name, buffer) => ({ name, mimeType: 'text/plain', buffer });

async function choose(lab, files) {
  await lab.top.getByRole('button', { name: 'Open', exact: true }).click();
  await lab.dialog('Open').getByLabel('Choose a file').setInputFiles(files);
}

labTest('several files of a broker become one lab, ready to rehearse a reset', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open();
  await choose(lab, [
    file('consumerOffset.json', await real('consumerOffset.json')),
    file('topics.json', await real('topics.json')),
    file('topicStatus-TopicOrders.txt', await real('06-topicStatus.txt')),
  ]);
  await page.getByRole('heading', { level: 1, name: 'Imported from b' }).waitFor();
  await page.getByText(/Min or Max of 7 queues is unknown/).waitFor();
  await lab.showTable();
  const [known] = await lab.table({ topic: 'TopicOrders', queue: '0', group: 'GroupIdle' });
  assert.deepEqual([known.min, known.max, known.offset, known.lag], ['0', '60', '31', '29']);
  const [unknown] = await lab.table({ topic: 'TopicPayments', queue: '0', group: 'GroupBilling' });
  assert.deepEqual([unknown.min, unknown.max, unknown.offset, unknown.lag, unknown.purged], ['unknown', 'unknown', '24', '–', '–']);
  await shot('import-table');

  await lab.showPicture();
  assert.ok((await lab.lanes().count()) > 4);
  await shot('import-picture');
  await lab.openReset('GroupIdle');
  await lab.dialog().getByRole('radio', { name: 'Max', exact: true }).check();
  await until(lab.preview, (rows) => rows.length === 4 && rows[0].target === '60' && rows[0].skipped === '29');
  await lab.confirm(/^Reset 4/);
  await lab.showTable();
  await until(() => lab.table({ topic: 'TopicOrders', group: 'GroupIdle' }), (rows) => rows.every((row) => row.lag === '0'));
});

labTest('a pasted session opens, and one without a name is asked for it', async ({ page, open, shot }) => {
  const lab = screen(page);
  await open();
  const status = (await real('06-topicStatus.txt')).toString();
  const paste = async (text) => {
    await lab.top.getByRole('button', { name: 'Open', exact: true }).click();
    await lab.dialog('Open').getByLabel('Or paste here').evaluate((area, value) => {
      area.value = value;
      area.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste', bubbles: true }));
    }, text);
  };
  await paste(status);
  const asked = lab.dialog('Can’t open the pasted text');
  assert.match(await asked.getByRole('alert').first().innerText(), /^line 1: whose status is this\?/);
  await shot('import-asked');
  await asked.getByLabel('Topic').fill('TopicAsked');
  await lab.confirm('Open');
  await page.getByRole('heading', { level: 1, name: 'Imported from b' }).waitFor();
  await lab.showTable();
  assert.deepEqual([...new Set((await lab.table()).map((row) => row.topic))], ['TopicAsked']);
  await paste(`$ mqadmin topicStatus -t TopicOrders\n${status}`);
  await page.getByRole('heading', { level: 1, name: 'Imported from b' }).waitFor();
  await lab.showTable();
  assert.deepEqual((await lab.table()).map((row) => [row.topic, row.min, row.max]), ['60', '50', '40', '30'].map((max) => ['TopicOrders', '0', max]));
});

labTest('what was typed opens by a button, stays after an error, and two brokers keep their queues’ names', async ({ page, open, shot }) => {
  const lab = screen(page);
  await open();
  await lab.top.getByRole('button', { name: 'Open', exact: true }).click();
  const typed = lab.dialog('Open');
  await typed.getByLabel('Or paste here').fill('mqadmin topicStatus -t orders\nnothing more');
  await typed.getByRole('button', { name: 'Open', exact: true }).click();
  const wrong = lab.dialog('Can’t open the pasted text');
  assert.match(await wrong.getByRole('alert').first().innerText(), /not a scenario/);
  const area = wrong.getByLabel('Or paste here');
  assert.equal(await area.inputValue(), 'mqadmin topicStatus -t orders\nnothing more', 'the text is still there');
  await area.fill((await readFile(new URL('../import/cases/21a-two-brokers-narrow.txt', import.meta.url))).toString());
  await shot('import-again');
  await lab.confirm('Open');
  await page.getByRole('heading', { level: 1, name: 'Imported from k7, k9' }).waitFor();
  await page.getByRole('button', { name: 'k9/2', exact: true }).waitFor();
  await page.getByText(/brokers k7, k9 are one lab here/).waitFor();
  await shot('import-brokers');
  await lab.showTable();
  assert.deepEqual((await lab.table()).map((row) => row.queue), ['k7/0', 'k7/1', 'k7/2', 'k9/0', 'k9/1', 'k9/2']);
});

labTest('a file of another encoding opens, and a lag that is known in part is said', async ({ page, open }) => {
  const lab = screen(page);
  const name = (text) => new URL(`../import/cases/${text}`, import.meta.url);
  await open();
  await choose(lab, [file('out.txt', await readFile(name('24a-powershell-utf16le.txt')))]);
  await page.getByRole('heading', { level: 1, name: 'Imported from DESKTOP-7Q2LX' }).waitFor();
  await choose(lab, [file('out.txt', await readFile(name('33-status-and-progress.txt')))]);
  await page.getByText('lag 10, and 2 queues without an offset').waitFor();
});
