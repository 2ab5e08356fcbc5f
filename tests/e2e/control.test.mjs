// The controls over groups, consumers, messages and the broker, by keyboard alone: how a group reads, how a consumer fails, what is sent
// later, and what a broker loses.
import { assert, labTest } from './harness.mjs';
import { keyboard, n, plain, screen } from './screen.mjs';

/** A topic with two queues and, if wanted, a producer, made by keyboard. */
async function begin(lab, keys, { producer = true } = {}) {
  await lab.openBlank();
  await keys.go('New topic');
  await keys.type('Queues', '2');
  await keys.press('Enter');
  await lab.dialog().waitFor({ state: 'hidden' });
  if (!producer) return;
  await keys.go('Add – Producers');
  await keys.type('Messages a second', '10');
  await keys.press('Enter');
  await lab.dialog().waitFor({ state: 'hidden' });
  await lab.setSpeed('×10');
}

/** A group; `kind`: how far down its way of reading is in the list. */
async function group(lab, keys, { kind = 0, then = async () => {} } = {}) {
  await keys.go('Add – Consumer groups');
  await keys.type('Name', 'mail');
  await keys.choose('Consumer type', kind);
  await then();
  await keys.tabTo('Add');
  await keys.press('Enter');
  await lab.dialog().waitFor({ state: 'hidden' });
  await lab.choose('mail');
}

const saysKind = (lab, kind) => lab.details.getByRole('button', { name: new RegExp(`^${kind.replace(/[()]/g, '.')}: `) }).waitFor();

labTest('a group that pops is made by keyboard', async ({ page, open, until, axe, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open();
  await begin(lab, keys);
  await group(lab, keys, {
    kind: 2,
    then: async () => {
      await axe();
      await shot('control-group');
      await keys.type('Invisible time, seconds', '30');
    },
  });
  await saysKind(lab, 'POP (simple consumer)');
  await lab.details.getByText(/, 30\s*s/).first().waitFor();
  await lab.playUntil(async () => (await lab.lanes().first().getAttribute('aria-label')), (label) => /mail \d+/.test(label));
  // And back to pulling, in order.
  await keys.go('Change mail');
  await keys.tabTo('Consumer type');
  await keys.press('ArrowUp');
  await keys.tabTo('Change');
  await keys.press('Enter');
  await lab.dialog().waitFor({ state: 'hidden' });
  await saysKind(lab, 'push, orderly');
  await lab.showTable();
  await lab.playUntil(() => lab.table({ group: 'mail', topic: 'orders' }), (rows) => rows.every((row) => row.owner === 'mail-1'));
});

labTest('a broadcasting group, and the strategy and retries of a pulling one', async ({ page, open, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open();
  await begin(lab, keys);
  await group(lab, keys, { kind: 3 });
  await saysKind(lab, 'push, broadcasting');
  await keys.go('Change mail');
  await keys.tabTo('Consumer type');
  for (let i = 0; i < 3; i += 1) await keys.press('ArrowUp');
  await keys.choose('Queue allocation', 1);
  await keys.type('Maximum retries', '2');
  for (const wrong of ['65', '-1', 'x']) {
    await keys.type('Queues of its retry topic', wrong);
    await lab.dialog().getByText('A number from 0 to 64').waitFor();
    assert.ok(await lab.dialog().getByRole('button', { name: 'Change', exact: true }).isDisabled());
  }
  await keys.type('Queues of its retry topic', '3');
  await shot('control-retry-queues');
  await keys.press('Enter');
  await lab.dialog().waitFor({ state: 'hidden' });
  await saysKind(lab, 'push, concurrent');
  await keys.go('Change mail');
  assert.equal(await lab.dialog().getByRole('combobox', { name: /^Queue allocation/ }).evaluate((list) => list.selectedOptions[0].text), 'evenly, round robin');
  assert.equal(await lab.field('Maximum retries').inputValue(), '2');
  assert.equal(await lab.field('Queues of its retry topic').inputValue(), '3');
});

labTest('a consumer that fails: rate, poison and retries, with words for what is wrong', async ({ page, open, until, axe, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open();
  await begin(lab, keys);
  await group(lab, keys);
  await keys.go('Change mail-1');
  await lab.dialog('Consumer mail-1').getByText('Consumer type of mail: push, concurrent.').waitFor();
  for (const wrong of ['101', '1.25', 'x', '-1', '']) {
    await keys.type('Messages that fail', wrong);
    if (wrong === '') await keys.press('Backspace');
    await lab.dialog().getByText('A number from 0 to 100 with at most one decimal').waitFor();
  }
  await keys.type('Messages that fail', '12.5');
  for (const wrong of ['3', '0/x', '0/-1', '-1/2']) {
    await keys.type('Messages that always fail', wrong);
    await lab.dialog().getByText(/Write each as queue\/offset/).waitFor();
  }
  await axe();
  await shot('control-consumer');
  await keys.type('Messages that always fail', '0/2, 1/5');
  await keys.type('Maximum retries', '0');
  await keys.press('Enter');
  await lab.dialog().waitFor({ state: 'hidden' });
  await lab.details.getByText('12.5 % fail').waitFor();
  await lab.playUntil(() => lab.fact('Dead letters'), (dead) => dead >= 3);
  const words = (await lab.lines()).map((line) => line.words).join('\n');
  assert.match(words, /mail gave up \d+ of orders\/\d: now a dead letter/);
  // What was typed is there again.
  await keys.go('Change mail-1');
  assert.equal(await lab.field('Messages that fail').inputValue(), '12.5');
  assert.equal(await lab.field('Messages that always fail').inputValue(), '0/2, 1/5');
  // The way its group reads is changed from here too.
  await keys.go('Change – Consumer type');
  await lab.dialog('Group mail').waitFor();
});

labTest('an orderly consumer rests after a failure, and holds its queue up', async ({ page, open, until }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open();
  await begin(lab, keys);
  await group(lab, keys, { kind: 1 });
  await keys.go('Change mail-1');
  await keys.type('Messages that always fail', '0/4');
  await keys.type('Pause after a failure', '2000');
  await keys.press('Enter');
  await lab.dialog().waitFor({ state: 'hidden' });
  await lab.showTable();
  await lab.playPast(20_000);
  const [blocked] = await lab.table({ group: 'mail', topic: 'orders' });
  assert.equal(blocked.offset, '4', 'the offset stands at the message that fails');
  assert.ok((await lab.lines()).some((line) => /mail failed at 4 on orders\/0 and will retry it/.test(line.words)));
});

labTest('a consumer is slowed down, restarted, crashes, and is started again', async ({ page, open, until, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open();
  await begin(lab, keys);
  await group(lab, keys);
  const row = lab.details.getByRole('listitem').filter({ hasText: 'mail-1' }).first();
  await keys.go('Slow ×10 mail-1');
  await until(() => row.innerText(), (text) => plain(text).includes('50ms'));
  await lab.playPast(12_000);
  await keys.go('Restart mail-1');
  await until(() => lab.lines(), (lines) => lines.some((line) => /mail-1 left/.test(line.words)));
  await until(() => row.innerText(), (text) => plain(text).includes('50ms'));
  await lab.playPast(17_000);
  await keys.go('Crash mail-1');
  await until(() => row.innerText(), (text) => text.includes('crashed'));
  await shot('control-crashed');
  await keys.go('Start again mail-1');
  await until(() => row.innerText(), (text) => plain(text).includes('50ms'));
  // What it had not saved comes again, and is counted by its cause.
  await lab.playUntil(() => lab.fact('Duplicates'), (duplicates) => duplicates > 0);
  await lab.details.getByText('a client crashed', { exact: true }).waitFor();
  await keys.go('Remove mail-1');
  await until(() => row.innerText(), (text) => text.includes('left'));
});

labTest('a producer with a delay level, and messages for later by hand', async ({ page, open, until, axe, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open();
  await begin(lab, keys, { producer: false });
  await keys.go('Add – Producers');
  await keys.type('Messages a second', '1');
  await keys.choose('Message delay', 4);
  await keys.tabTo('Add');
  await keys.press('Enter');
  await lab.dialog().waitFor({ state: 'hidden' });
  await lab.choose('order-service');
  await lab.details.getByText(/level 4: 30\s+s/).waitFor();

  await keys.go('Send a message');
  await keys.choose('Deliver', 1);
  await keys.choose('Message delay', 1);
  await axe();
  await shot('control-message');
  await keys.tabTo('Send');
  await keys.press('Enter');
  await lab.dialog().waitFor({ state: 'hidden' });
  await lab.pocket('Scheduled for orders').getByText('delay level 4').waitFor();

  await keys.go('Send a message');
  await keys.choose('Deliver', 2);
  await keys.type('Time', 'soon');
  await lab.dialog().getByText(/^A time looks like 00:02:14\.300 /).waitFor();
  await keys.type('Time', '99:00:00');
  await keys.press('Enter');
  await lab.dialog().getByRole('alert').getByText(/^Refused: .*\(code 13\)/).waitFor();
  await keys.type('Time', '00:00:20');
  await keys.press('Enter');
  await lab.dialog().waitFor({ state: 'hidden' });
  await lab.pocket('Scheduled for orders').getByText(/00:20 · queue 0 · set delivery time/).waitFor();
  await lab.showTable();
  await lab.setSpeed('×10');
  await lab.playPast(21_500);
  assert.ok((await lab.sent({ topic: 'orders' })) >= 1);
});

labTest('a broker is restarted or killed, and says before what it loses', async ({ page, open, until, axe, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open();
  await begin(lab, keys);
  await group(lab, keys);
  await lab.playPast(14_000);
  const openBroker = async (steps) => {
    await lab.actors.getByRole('button', { name: /^Disk/ }).focus();
    await keys.press('Enter');
    await keys.go('Restart or kill');
    await lab.dialog('Restart or kill the broker').waitFor();
    await keys.tabTo('Clean restart');
    for (let i = 0; i < steps; i += 1) await keys.press('ArrowDown');
  };
  const confirm = async (name) => {
    await keys.tabTo(name);
    await keys.press('Enter');
    await lab.dialog().waitFor({ state: 'hidden' });
  };
  const logged = (pattern) => until(lab.lines, (lines) => lines.some((line) => pattern.test(line.words)));
  await openBroker(0);
  assert.equal(await lab.dialog().getByRole('link', { name: /^R-OFF-19/ }).count(), 3, 'each loss names its rule');
  await axe();
  await shot('control-broker');
  await confirm('Restart');
  await logged(/^Broker restarted/);
  await lab.playPast(17_000);
  await openBroker(1);
  await confirm('Kill');
  await logged(/^Broker killed and restarted; \d+ offsets lost/);
  await lab.playPast(20_000);
  await openBroker(3);
  await keys.type('Messages lost', '999999');
  await keys.press('Enter');
  await lab.dialog().getByRole('alert').getByText(/^Refused: /).waitFor();
  await keys.type('Messages lost', '30');
  await keys.press('Enter');
  await lab.dialog().waitFor({ state: 'hidden' });
  await logged(/^Max of orders\/\d fell \d+ → \d+: the end of the commit log was lost/);
  await openBroker(2);
  await confirm('Kill');
  await lab.showTable();
  await lab.playPast(22_000);
  await logged(/^Broker killed and restarted/);
});

labTest('cold data has a form, and a cold read shows', async ({ page, open, until, axe, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open('?scenario=story');
  const openMemory = async () => {
    await lab.actors.getByRole('button', { name: /^Disk/ }).focus();
    await keys.press('Enter');
    await keys.go('Memory and cold reads');
    await lab.dialog('Memory and cold reads').waitFor();
  };
  await openMemory();
  await keys.type('Page cache', '1025');
  await lab.dialog().getByText(/A number from 0 to 1\s024/).waitFor();
  await keys.type('Page cache', '2');
  await keys.type('Reading a cold segment', '400');
  await keys.tabTo('Limit groups');
  await keys.press('Space');
  await keys.type('Cold data that', '64');
  await axe();
  await shot('control-memory');
  await keys.press('Enter');
  await lab.dialog().waitFor({ state: 'hidden' });
  await openMemory();
  assert.equal(await lab.field('Page cache').inputValue(), '2');
  assert.equal(await lab.field('Cold data that').inputValue(), '64');
  await page.keyboard.press('Escape');
  await lab.dialog().waitFor({ state: 'hidden' });
  await lab.setSpeed('×10');
  await lab.playUntil(lab.lines, (lines) => lines.some((line) => /waits for the disk: cold data/.test(line.words)));
});
