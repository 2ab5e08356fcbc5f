// What lies aside of the queues, and what became of a group's messages: pockets, the hidden span of POP, counts, duplicates, and what a
// reset says and does about them (SD-19, T-17).
import { ASIDE, asideLab } from './aside_lab.mjs';
import { assert, labTest } from './harness.mjs';
import { keyboard, n, plain, screen } from './screen.mjs';

async function openAside(lab, json = ASIDE) {
  await lab.openFile('aside.json', json);
  await lab.dialog().waitFor({ state: 'hidden' });
  await lab.pockets.waitFor();
}

labTest('the pockets say how many wait, until when, and why no reset reaches them', async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  await open();
  await openAside(lab);
  await lab.pockets.getByText(/no reset reaches them/).waitFor();
  await lab.pockets.getByRole('link', { name: /^SD-19: / }).waitFor();
  const count = async (title) => n(await lab.pocket(title).getByRole('strong').or(lab.pocket(title).locator('b')).first().innerText());
  assert.ok((await count('Scheduled for orders')) >= 10, 'one a second waits for 10 s');
  assert.match(plain(await lab.pocket('Scheduled for orders').innerText()), /nextat00:3\d,in[\d.]+m?s.*delaylevel3/);
  assert.match(plain(await lab.pocket('Waiting for retry').innerText()), /billing.*nextat\d\d:\d\d,in/);
  assert.match(plain(await lab.pocket('Dead letters').innerText()), /in%DLQ%billing/);
  assert.match(plain(await lab.pocket('Popped from orders').innerText()), /mail.*notacknowledged;visibleagainfrom/);
  await axe();
  await shot('aside-pockets');

  // A scheduled message comes out when its time is there: the pocket's first time has passed then.
  const first = /next at (\d\d:\d\d)/;
  const before = first.exec((await lab.pocket('Scheduled for orders').innerText()).replace(/\s/g, ' '))[1];
  await lab.playPast((await lab.clockMs()) + 3_000);
  assert.notEqual(first.exec((await lab.pocket('Scheduled for orders').innerText()).replace(/\s/g, ' '))[1], before);
  assert.ok((await lab.lines()).some((line) => /due\smessages? arrived in orders/.test(line.words)));

  // A group's pocket leads to the group, by keyboard.
  await lab.pocket('Dead letters').getByRole('button', { name: 'billing' }).focus();
  await page.keyboard.press('Enter');
  await lab.details.getByRole('heading', { name: 'billing', exact: true }).waitFor();
  await until(() => lab.fact('Dead letters'), (dead) => dead > 0);
});

labTest('the table view has the pockets message by message', async ({ page, open, axe, shot }) => {
  const lab = screen(page);
  await open();
  await openAside(lab);
  await lab.showTable();
  const rows = await lab.pockets.getByRole('table').locator('tbody tr').allInnerTexts();
  const has = (pattern) => assert.ok(rows.some((row) => pattern.test(row.replace(/\s+/g, ' '))), `${pattern} in\n${rows.join('\n')}`);
  has(/Scheduled for orders: \d+ – \d – 00:3\d delay level 3/);
  has(/set delivery time/);
  has(/Waiting for retry: \d+ billing \d+ \d+ 00:\d\d orders\/\d at \d+, retry 1/);
  has(/Dead letters: \d+ billing – – – in %DLQ%billing/);
  has(/Popped from orders: \d+ mail \d \d+ \d\d:\d\d not acknowledged/);
  // Retry and dead-letter topics are topics of the table like others.
  assert.ok((await lab.table({ topic: '%RETRY%billing' })).length === 1);
  await axe();
  await shot('aside-table');
});

labTest('the pockets are copied row by row', async ({ page, context, open, base }) => {
  const lab = screen(page);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(base).origin });
  await open();
  await openAside(lab);
  await lab.showTable();
  const shown = await lab.pockets.getByRole('table').locator('tbody tr').count();
  await lab.pockets.getByRole('button', { name: 'Copy as CSV – Outside the queues' }).press('Enter');
  await page.getByRole('status').getByText('Copied').waitFor();
  const [head, ...rows] = (await page.evaluate(() => navigator.clipboard.readText())).trim().split('\n').map((line) => line.split(/,(?! )/));
  assert.deepEqual(head, ['pocket', 'group', 'messages', 'queue', 'offset', 'due_us', 'why']);
  assert.equal(rows.length, shown, 'a row for each of the table');
  const of = (pocket) => rows.filter((row) => row[0] === pocket);
  for (const title of ['Scheduled for orders', 'Waiting for retry', 'Popped from orders']) {
    assert.ok(of(title).length > 0 && of(title).every((row) => row[2] !== '1' || Number(row[5]) >= 30_000_000), title);
  }
  assert.equal(of('Dead letters')[0][2], String(n(await lab.pockets.getByRole('table').getByRole('rowheader', { name: /^Dead letters: / }).innerText().then((text) => text.split(': ')[1]))));
});

labTest('what a POP group has popped is outlined on its lane until it is acknowledged', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open();
  await openAside(lab);
  const lane = lab.lanes().first();
  const label = await lane.getAttribute('aria-label');
  const [, hidden] = /mail \d+, lag \d+, (\d+) popped, invisible/.exec(label) ?? assert.fail(label);
  const title = await lane.locator('.hidden-span title').textContent();
  assert.match(title, new RegExp(`^mail: ${hidden} popped, invisible: \\d+ → 00:\\d\\d, `));
  await lab.choose('mail');
  await lab.details.getByRole('combobox', { name: 'Queue' }).selectOption({ label: 'orders / 0' });
  await until(() => lab.fact('Invisible'), (shown) => shown === Number(hidden));
  await shot('aside-hidden');
  // It works on what it holds, message by message.
  await lab.playUntil(async () => (await lane.getAttribute('aria-label')).match(/(\d+) popped, invisible/)?.[1] ?? '0', (now) => now !== hidden);
});

labTest('retry and dead-letter topics are folded below, and open by keyboard', async ({ page, open }) => {
  const lab = screen(page);
  await open();
  await openAside(lab);
  assert.equal(await lab.lanes().count(), 2, 'only the queues of orders are drawn');
  await page.getByText('Retry and dead-letter topics').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '%DLQ%billing' }).waitFor();
  assert.equal(await lab.lanes().count(), 4);
});

labTest('counts, and the events that made them, lead to their moments', async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  await open();
  await openAside(lab);
  await lab.choose('billing');
  const [delivered, processed, retry, dead] = [await lab.fact('Delivered'), await lab.fact('Processed'), await lab.fact('In retry'), await lab.fact('Dead letters')];
  assert.ok(delivered >= processed && processed > 0 && retry > 0 && dead > 0, JSON.stringify({ delivered, processed, retry, dead }));
  assert.equal(await lab.fact('Duplicates'), 0);
  const term = lab.details.getByRole('button', { name: /^Dead letters: / });
  await term.hover();
  await page.getByText(/They are in the dead-letter queue.*Kafka: retry and dead-letter topics/).waitFor();
  await axe();
  await shot('aside-counts');
  const line = lab.details.getByRole('listitem').filter({ hasText: 'now a dead letter' }).first();
  const moment = (await line.getByRole('button').first().getAttribute('aria-label')).replace('Go to ', '');
  await line.getByRole('button').first().press('Enter');
  await until(lab.clock, (clock) => clock === moment);
});

labTest('a reset leaves the pockets alone and says so; retries then come twice', async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  const keys = keyboard(page);
  await open();
  await openAside(lab, asideLab({ poison: [{ queue: 0, offset: 3 }], max_reconsume_times: 16 }));
  await lab.choose('billing');
  const retrying = n(await lab.pocket('Waiting for retry').locator('b').innerText());
  assert.ok(retrying > 0);
  await keys.go('Reset offset');
  const dialog = lab.dialog(/^Reset offset of billing/);
  await dialog.getByText(/\d+\s+scheduled messages are not affected: a reset does not reach scheduled messages\./).waitFor();
  await dialog.getByText(new RegExp(`^${retrying}\\s+messages? in retry (is|are) delivered again in any case: `)).waitFor();
  await dialog.getByText('Those at or after the target are delivered twice').waitFor();
  await dialog.getByRole('link', { name: /^T-17: / }).waitFor();
  await axe();
  await shot('aside-reset');
  await keys.tabTo('Reset 2');
  await page.keyboard.press('Enter');
  await lab.dialog().waitFor({ state: 'hidden' });
  assert.equal(n(await lab.pocket('Waiting for retry').locator('b').innerText()), retrying, 'the pocket is as it was');
  // From the queue: what was consumed comes again and counts as a duplicate, by its cause; marked in the log.
  await lab.playUntil(() => lab.fact('Duplicates'), (duplicates) => duplicates > 0);
  await lab.details.getByText('a reset', { exact: true }).waitFor();
  const again = lab.log.getByRole('listitem').filter({ hasText: /billing gets .* of orders\/\d again: a reset/ });
  await again.first().waitFor();
  assert.match(await again.first().innerText(), /duplicate/);
  // From the retry topic: what failed there fails again in the queue, so that one message waits twice.
  await lab.playUntil(() => lab.pocket('Waiting for retry').locator('b').innerText(), (text) => n(text) > retrying);
  await shot('aside-twice');
});

labTest('on a phone the reset preview needs no sideways scrolling', { size: [360, 780] }, async ({ page, open, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await page.getByRole('navigation').getByRole('button', { name: 'Groups' }).click();
  await page.getByRole('button', { name: /^audit/ }).first().click();
  await page.getByRole('button', { name: 'Reset offset' }).click();
  const preview = lab.dialog().getByRole('region', { name: 'Queues' });
  assert.ok(await preview.evaluate((box) => box.scrollWidth <= box.clientWidth), 'it scrolls sideways');
  assert.equal((await lab.preview()).length, 4, 'it is a table still');
  await shot('phone-reset');
});
