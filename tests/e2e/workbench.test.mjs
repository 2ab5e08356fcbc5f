// The reset workbench: targets that differ by queue, the topic, the search for a time, a group's history, and the terminal.
// Not here: what mqadmin prints (tests/it/terminal.rs), and the reset dialog's other parts (reset.test.mjs).
import { test } from 'node:test';
import { WORDS } from '../../www/workbench.js';
import { assert, labTest } from './harness.mjs';
import { n, screen } from './screen.mjs';

const target = (lab, name) => lab.dialog().getByRole('radio', { name, exact: true });
const offsets = async (lab, group) => (await lab.table({ group })).map((row) => row.offset);
const mins = async (lab, group) => (await lab.table({ group })).map((row) => row.min);

/** Opens the terminal from a group's details. `run` gives the entry that a line made, once the program has answered. */
async function terminal(page, lab, group) {
  await lab.choose(group);
  await lab.details.getByRole('button', { name: 'Terminal…' }).click();
  const dialog = lab.dialog('Terminal');
  await dialog.waitFor();
  const button = dialog.getByRole('button', { name: 'Run' });
  const entries = dialog.locator('.entry');
  return {
    dialog,
    line: dialog.getByRole('textbox', { name: 'mqadmin' }),
    async run(line) {
      const before = await entries.count();
      await dialog.getByRole('textbox', { name: 'mqadmin' }).fill(line);
      await page.keyboard.press('Enter');
      const entry = entries.nth(before);
      await entry.locator('pre').nth(1).waitFor();
      // It takes the next line when this one is done.
      await dialog.locator('button.solid:enabled').waitFor();
      return (await entry.innerText()).replaceAll('\u00a0', ' ');
    },
    async close() {
      await dialog.getByRole('button', { name: 'Close' }).click();
      await dialog.waitFor({ state: 'detached' });
      assert.equal(await button.count(), 0);
    },
  };
}

test('the workbench has the same words in both languages', () => {
  const shape = (words) => Object.entries(words).map(([name, word]) => `${name} ${word.length > 0}`);
  assert.deepEqual(shape(WORDS.en), shape(WORDS.zh));
});

labTest('a line of mqadmin prints what the tool prints and does to the lab what it does', async ({ page, open, axe, ace, shot, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.runUnder('RocketMQ 5.3');
  await lab.showTable();
  const first = await mins(lab, 'audit');
  const shell = await terminal(page, lab, 'audit');
  assert.equal(await shell.line.inputValue(), 'consumerProgress -g audit');
  const progress = await shell.run('consumerProgress -g audit');
  assert.match(progress, /^\$ mqadmin consumerProgress -g audit\n#Topic +#Broker Name +#QID +#Broker Offset +#Consumer Offset +#Diff +#Inflight +#LastTime\n/);
  for (const { queue, max, offset } of await lab.table({ group: 'audit' })) {
    assert.match(progress, new RegExp(`^orders +broker-a +${queue} +${max} +${offset} +${n(max) - n(offset)} `, 'm'));
  }
  const reset = await shell.run('sh bin/mqadmin resetOffsetByTime -n 127.0.0.1:9876 -g audit -t orders -s 0');
  assert.match(reset, /start reset consumer offset by specified, group\[audit\], topic\[orders\], force\[true\]/);
  assert.match(reset, /messages are delivered again/);
  await until(() => offsets(lab, 'audit'), (now) => now.join() === first.join());
  // Refused, and the offset is saved all the same (R-CMD-1): but the reset before is pending, which swallows it.
  const refused = await shell.run('resetOffsetByTime -g audit -t orders -s 0 -b 127.0.0.1:10911 -q 0 -o 999999');
  assert.match(refused, /CODE: 1 +DESC: CODE: 1 +DESC: Target offset 999999 not in consume queue range/);
  assert.match(await shell.run('topicStatus -t'), /Missing argument for option: t/);
  assert.match(await shell.run('noSuch'), /The sub command noSuch not exist\./);
  await page.keyboard.press('ArrowUp');
  assert.equal(await shell.line.inputValue(), 'noSuch');
  await shot('terminal');
  await axe();
  await ace(page);
  await shell.close();
  assert.deepEqual(await offsets(lab, 'audit'), first);
  await lab.details.getByRole('button', { name: 'Undo reset' }).waitFor();
});

for (const [rules, knows, prints] of [
  ['RocketMQ 5.5', 'resetOffsetByTime [-b <arg>] [-c <arg>]', 'start reset consumer offset by specified, group[audit]'],
  ['RocketMQ 5.1', 'resetOffsetByTime [-b <arg>] [-c] [-f <arg>]', 'start reset consumer offset by specified, group[audit]'],
  ['RocketMQ 4.9', 'resetOffsetByTime [-c] [-f <arg>]', 'rollback consumer offset by specified group[audit]'],
  ['RocketMQ 4.8', 'resetOffsetByTime [-c] [-f <arg>]', 'rollback consumer offset by specified group[audit]'],
  ['RocketMQ 3.2', 'resetOffsetByTime [-c] [-f <arg>]', 'rollback consumer offset by specified group[audit]'],
]) {
  labTest(`the terminal is that of ${rules}`, async ({ page, open }) => {
    const lab = screen(page);
    await open('?scenario=story');
    await lab.runUnder(rules);
    const shell = await terminal(page, lab, 'audit');
    assert.ok((await shell.run('help resetOffsetByTime')).includes(`usage: mqadmin ${knows}`));
    assert.ok((await shell.run('resetOffsetByTime -g audit -t orders -s now')).includes(prints));
    await shell.close();
  });
}

labTest('the terminal in Chinese, on a phone, in the dark', { size: [390, 844], locale: 'zh-CN', theme: 'dark' }, async ({ page, open, axe, shot }) => {
  await open('?scenario=story');
  await page.getByRole('navigation').getByRole('button').nth(1).click();
  await page.getByRole('button', { name: /^audit(?![-\w])/ }).first().click();
  await page.getByRole('button', { name: '终端…' }).click();
  const dialog = page.getByRole('dialog', { name: '终端' });
  await dialog.getByRole('textbox').fill('resetOffsetByTime -g audit -t orders -s now');
  await page.keyboard.press('Enter');
  await dialog.getByText('条被跳过').first().waitFor();
  await axe();
  await shot('terminal-phone-zh');
});

labTest('every reset stands in the history, and each is taken back by a preview', async ({ page, context, open, until, axe, shot }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  const before = await offsets(lab, 'audit');
  for (const to of ['Max', 'Min']) {
    await lab.openReset('audit');
    await target(lab, to).check();
    await lab.confirm(/^Reset \d/);
  }
  await lab.details.getByRole('button', { name: 'History…' }).click();
  const history = lab.dialog('What moved the offsets of audit');
  await history.waitFor();
  const rows = history.getByRole('row');
  await until(() => rows.count(), (count) => count >= 3);
  assert.match(await rows.nth(1).innerText(), /orders[^]*0: \d+ → \d+[^]*administrator[^]*reset \(R-RST-5\)/);
  await axe();
  await shot('history');
  await history.getByRole('button', { name: 'Copy as CSV' }).click();
  await history.getByRole('status').getByText('Copied').waitFor();
  const csv = await page.evaluate(() => navigator.clipboard.readText());
  const lines = csv.trim().split('\r\n');
  assert.equal(lines[0], 'at_us,utc,group,topic,queue,from,to,by,why,rule');
  const resets = lines.filter((line) => line.includes(',administrator,reset,'));
  assert.equal(resets.length, 8);
  assert.deepEqual(resets.slice(0, 4).map((line) => line.split(',')[5]), before);
  // The first of the two resets, not the last: its offsets of before.
  await rows.nth(2).getByRole('button', { name: /^Undo/ }).click();
  await lab.dialog('Undo the reset of audit on orders').waitFor();
  assert.deepEqual((await lab.preview()).map((row) => row.target), before);
  await lab.confirm(/^Undo on 4/);
  await until(() => offsets(lab, 'audit'), (now) => now.join() === before.join());
});

labTest('a time shows its search, and where other versions land', async ({ page, open, axe, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.openReset('audit');
  await target(lab, 'Time').check();
  await lab.field('Time').fill('00:00:40.5');
  const targets = (await lab.preview()).map((row) => row.target);
  await lab.dialog().getByRole('button', { name: 'How it is found…' }).click();
  const search = lab.dialog('2025-01-01 00:00:40.500 UTC on orders');
  await search.waitFor();
  const heads = await search.getByRole('columnheader').allInnerTexts();
  assert.equal(heads.length, 8);
  assert.deepEqual(heads.slice(0, 4), ['Queue', 'The time lies', 'Messages around it', 'Here']);
  const rows = await search.locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.deepEqual(rows.map((cells) => cells[3].replace(/\s/g, '')), targets);
  for (const cells of rows) {
    assert.match(cells[1], /^(between two|on \d+\smessages?)$/);
    assert.equal(cells[2].split('\n').length, 4);
  }
  await axe();
  await shot('time-search');
  await search.getByRole('button', { name: 'Close' }).click();
  await lab.dialog(/^Reset offset of audit/).waitFor();
  await page.keyboard.press('Escape');
  await lab.dialog().waitFor({ state: 'hidden' });
});

labTest('a reset by a shift, to where another group stands, and from a table', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  const [audit, billing, least] = [await offsets(lab, 'audit'), await offsets(lab, 'billing'), await mins(lab, 'audit')];
  await lab.openReset('audit');
  await target(lab, 'Shift').check();
  await lab.field('Messages forwards').fill('-5');
  const shifted = audit.map((offset, i) => String(Math.max(n(offset) - 5, n(least[i]))));
  await until(lab.preview, (rows) => rows.map((row) => row.target).join() === shifted.join());
  assert.ok(await lab.dialog().getByText('kafka-consumer-groups --bootstrap-server').first().isVisible());
  await lab.field('Messages forwards').fill('five');
  await lab.dialog().getByText('A shift is a whole number, such as -100.').waitFor();
  await target(lab, 'As a group').check();
  await lab.dialog().getByText('Choose a group.').waitFor();
  await lab.dialog().getByRole('combobox', { name: 'Where this group stands' }).selectOption('billing');
  await until(lab.preview, (rows) => rows.map((row) => row.target).join() === billing.join());
  await shot('reset-as-a-group');
  await target(lab, 'CSV').check();
  await lab.dialog().getByText(/^Write lines such as/).waitFor();
  await lab.field('A line for each queue').fill(`orders,0,${audit[0]}\nother,0,7\n2,${billing[2]}\n`);
  const rows = await until(lab.preview, (all) => all.length === 2);
  assert.deepEqual(rows.map((row) => [row.queue, row.target]), [['0', audit[0]], ['2', billing[2]]]);
  await shot('reset-csv');
  await lab.confirm('Reset 2 queues');
  await until(() => offsets(lab, 'audit'), (now) => now.join() === [audit[0], audit[1], billing[2], audit[3]].join());
});

labTest('a group on two topics is reset on the one that is chosen', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  const at_us = 0;
  const journal = [
    ...['orders', 'payments'].map((topic) => ({ at_us, command: { create_topic: { topic, queues: 2 } } })),
    { at_us, command: { create_group: { group: 'billing' } } },
    ...['orders', 'payments'].flatMap((topic) => [0, 1].flatMap((queue) => [
      ...Array.from({ length: 3 }, () => ({ at_us, command: { send_message: { topic, queue, body: 'x' } } })),
      { at_us, command: { broker: { commit: { group: 'billing', topic, queue, offset: 2 } } } },
    ])),
  ];
  await open('?scenario=start');
  await lab.openFile('two.json', JSON.stringify({ format: 'offset-lab-scenario/1', title: { en: 'Two topics' }, profile: 'rocketmq-5.3', journal }));
  await page.getByRole('heading', { level: 1, name: 'Two topics' }).waitFor();
  await lab.showTable();
  await lab.choose('billing');
  await lab.details.getByRole('button', { name: 'Reset offset' }).click();
  await lab.dialog('Reset offset of billing on orders').waitFor();
  await lab.dialog().getByRole('combobox', { name: 'Topic' }).selectOption('payments');
  await lab.dialog('Reset offset of billing on payments').waitFor();
  await shot('reset-topic');
  await lab.confirm('Reset 2 queues');
  await until(() => lab.table({ topic: 'payments' }), (rows) => rows.length === 2 && rows.every((row) => row.offset === '0'));
  assert.deepEqual((await lab.table({ topic: 'orders' })).map((row) => row.offset), ['2', '2']);
});
