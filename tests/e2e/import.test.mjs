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

labTest('a pasted session opens, and one without a name says what is missing', async ({ page, open }) => {
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
  assert.match(await lab.dialog(/^Can’t open/).getByRole('alert').innerText(), /line 1: whose status is this\?/);
  await lab.confirm('Close');
  await paste(`$ mqadmin topicStatus -t TopicOrders\n${status}`);
  await page.getByRole('heading', { level: 1, name: 'Imported from b' }).waitFor();
  await lab.showTable();
  assert.deepEqual((await lab.table()).map((row) => [row.topic, row.min, row.max]), ['60', '50', '40', '30'].map((max) => ['TopicOrders', '0', max]));
});
