// Building a lab of one's own, from nothing: topic, producer, group, consumers; changing, pausing and deleting them.
import { assert, labTest } from './harness.mjs';
import { n, plain, screen } from './screen.mjs';

async function createTopic(lab, { name = 'orders', queues = '3' } = {}) {
  await lab.board.getByRole('button', { name: 'New topic' }).first().click();
  await lab.dialog('New topic').waitFor();
  await lab.field('Name').fill(name);
  await lab.field('Queues').fill(queues);
  await lab.confirm('Add');
}

async function createProducer(lab, { rate = '20' } = {}) {
  await lab.actors.getByRole('button', { name: 'Add – Producers' }).click();
  await lab.dialog('New producer').waitFor();
  await lab.field('Messages a second').fill(rate);
  await lab.confirm('Add');
}

async function createGroup(lab, { name = 'billing', consumers = '1', ms = '5' } = {}) {
  await lab.actors.getByRole('button', { name: 'Add – Consumer groups' }).click();
  await lab.dialog('New consumer group').waitFor();
  await lab.field('Name').fill(name);
  await lab.field('Consumers').fill(consumers);
  await lab.field('Milliseconds a message').fill(ms);
  await lab.confirm('Add');
}

/** Messages a second of virtual time, over at least ten of these seconds. */
async function measuredRate(lab) {
  const [from, before] = [await lab.clockMs(), await lab.sent()];
  await lab.playPast(from + 10_000);
  return ((await lab.sent()) - before) / ((await lab.clockMs()) - from) * 1000;
}

labTest('an empty lab becomes a running one', async ({ page, open, shot }) => {
  const lab = screen(page);
  await open();
  await lab.openBlank();
  await shot('create-empty');
  await createTopic(lab);
  await createProducer(lab);
  await createGroup(lab);
  await lab.setSpeed('×10');
  await lab.showTable();
  const rate = await measuredRate(lab);
  assert.ok(Math.abs(rate - 20) < 0.5, `20 messages a second are sent, the table says ${rate}`);
  const queues = await lab.table({ topic: 'orders' });
  assert.deepEqual(queues.map((row) => row.queue), ['0', '1', '2']);
  assert.ok(queues.every((row) => n(row.max) > 0), 'every queue gets messages');
  assert.ok(queues.every((row) => row.owner === 'billing-1'), 'one consumer reads all queues');
  await lab.showPicture();
  assert.equal(await lab.lanes().count(), 3);
  await shot('create-running');
});

labTest('a changed rate and a paused consumer show in Max and lag', async ({ page, open, until }) => {
  const lab = screen(page);
  await open();
  await lab.openBlank();
  await createTopic(lab);
  await createProducer(lab);
  await createGroup(lab);
  await lab.setSpeed('×20');
  await lab.showTable();
  await lab.playPast(5_000);
  await lab.choose('order-service');
  await lab.details.getByRole('slider', { name: 'Messages a second' }).fill('7');
  await until(() => lab.actor('order-service').innerText(), (text) => plain(text).includes('100/s'));
  const rate = await measuredRate(lab);
  assert.ok(Math.abs(rate - 100) < 2, `100 messages a second are sent, the table says ${rate}`);

  await lab.actors.getByRole('button', { name: 'Pause billing', exact: true }).click();
  await until(() => lab.actor('billing').innerText(), (text) => text.includes('paused'));
  // What the client holds is still committed; then the offset stands, and lag grows by all that is sent.
  await lab.playPast(await lab.clockMs() + 10_000);
  const before = { lag: await lab.lag('billing'), sent: await lab.sent(), offsets: (await lab.table()).map((row) => row.offset) };
  await lab.playPast(await lab.clockMs() + 10_000);
  const grown = (await lab.sent()) - before.sent;
  assert.ok(grown >= 900, `only ${grown} messages in ten seconds`);
  assert.equal(await lab.lag('billing'), before.lag + grown);
  assert.deepEqual((await lab.table()).map((row) => row.offset), before.offsets);

  await lab.actors.getByRole('button', { name: 'Resume billing', exact: true }).click();
  await lab.actors.getByRole('button', { name: 'Pause order-service', exact: true }).click();
  await lab.playUntil(() => lab.lag('billing'), (lag) => lag === 0);
});

labTest('consumers are added, changed, crash and leave', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.choose('audit');
  await lab.details.getByRole('button', { name: 'Add consumer' }).click();
  await lab.dialog('New consumer of audit').waitFor();
  await lab.field('Milliseconds a message').fill('2.5');
  await lab.confirm('Add');
  const added = lab.details.getByRole('listitem').filter({ hasText: 'audit-2' });
  await until(() => added.innerText(), (text) => plain(text).includes('2.5ms'));
  await lab.details.getByRole('button', { name: 'Change audit-2' }).click();
  await lab.field('Milliseconds a message').fill('7');
  await lab.confirm('Change');
  await until(() => added.innerText(), (text) => plain(text).includes('7ms'));
  await lab.setSpeed('×20');
  await lab.showTable();
  await lab.playUntil(() => lab.table({ owner: 'audit-2' }), (rows) => rows.length === 2);
  await shot('create-two-consumers');
  await lab.details.getByRole('button', { name: 'Crash audit-1' }).click();
  await lab.details.getByRole('button', { name: 'Remove audit-2' }).click();
  await until(() => lab.actor('audit').innerText(), (text) => text.includes('no consumer'));
  await until(() => lab.table({ group: 'audit' }), (rows) => rows.every((row) => row.owner === '–'));
  const words = (await lab.lines()).map((line) => line.words);
  assert.ok(words.some((line) => line.includes('audit-1 crashed')), words.join('\n'));
  assert.ok(words.some((line) => line.includes('audit-2 left')), words.join('\n'));
});

labTest('deleting a group and a topic is asked first, and says what goes', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  await lab.choose('audit');
  await lab.details.getByRole('button', { name: 'Delete the group', exact: true }).click();
  await lab.dialog('Delete group audit?').waitFor();
  await shot('create-delete-group');
  await lab.confirm('Cancel');
  assert.equal((await lab.table({ group: 'audit' })).length, 4, 'cancel changes nothing');
  await lab.details.getByRole('button', { name: 'Delete the group', exact: true }).click();
  await lab.dialog().getByRole('checkbox', { name: 'Remove its offsets too' }).check();
  await lab.confirm('Delete');
  await until(() => lab.table({ group: 'audit' }), (rows) => rows.length === 0);
  await lab.actor('audit').waitFor({ state: 'detached' });

  await lab.board.getByRole('button', { name: 'Delete topic orders?' }).click();
  await lab.dialog('Delete topic orders?').getByText(/4\s+queues/).waitFor();
  await lab.confirm('Delete');
  await lab.board.getByText('No topic yet').waitFor();
  assert.match((await lab.lines())[0].words, /Topic orders deleted/);
});

labTest('65 queues are refused in words, beside the field', async ({ page, open, shot }) => {
  const lab = screen(page);
  await open();
  await lab.openBlank();
  await lab.board.getByRole('button', { name: 'New topic' }).first().click();
  const add = lab.dialog().getByRole('button', { name: 'Add' });
  for (const wrong of ['65', '0', '-1', '1.5', 'four', '']) {
    await lab.field('Queues').fill(wrong);
    await lab.dialog().getByText('A number from 1 to 64').waitFor();
    assert.ok(await add.isDisabled(), `"${wrong}" queues can be added`);
  }
  await lab.field('Queues').fill('65');
  await shot('create-65-queues');
  await lab.field('Queues').fill('64');
  await lab.field('Name').fill('bad name!');
  await add.click();
  assert.match(await lab.dialog().getByRole('alert').innerText(), /bad name!.*not allowed/);
  await lab.field('Name').fill('wide');
  await lab.confirm('Add');
  assert.equal(await lab.lanes().count(), 64);
  await shot('create-64-queues');
});

labTest('a topic gets more queues', async ({ page, open }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.board.getByRole('button', { name: 'Queues of orders' }).click();
  await lab.field('Queues').fill('6');
  await lab.confirm('Change');
  await lab.lanes().nth(5).waitFor();
  assert.equal(await lab.lanes().count(), 6);
});

labTest('one message is sent by hand', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  const maxes = async () => (await lab.table({ group: 'billing' })).map((row) => n(row.max));
  const before = await maxes();
  await lab.board.getByRole('button', { name: 'Send a message', exact: true }).click();
  await lab.dialog('Send one message – orders').getByRole('combobox', { name: /^queue/ }).selectOption('2');
  await lab.field('Key').fill('order-1');
  await lab.field('Tag').fill('paid');
  await lab.field('Body').fill('{"sum": 12}\n€');
  await lab.confirm('Send');
  assert.deepEqual(await until(maxes, (now) => now[2] !== before[2]), [before[0], before[1], before[2] + 1, before[3]]);
});

labTest('an actor that is taken is refused with its name', async ({ page, open }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.actors.getByRole('button', { name: 'Add – Producers' }).click();
  await lab.field('Name').fill('order-service');
  await lab.dialog().getByRole('button', { name: 'Add', exact: true }).click();
  assert.match(await lab.dialog().getByRole('alert').innerText(), /Refused: .*order-service.*\(code 1\)/);
  await page.keyboard.press('Escape');
  await lab.dialog().waitFor({ state: 'hidden' });
});
