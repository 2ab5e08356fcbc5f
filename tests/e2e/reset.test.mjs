// Resetting a group's offsets: the preview is what happens, a refusal has the broker's words, and every reset can be undone.
import { assert, labTest } from './harness.mjs';
import { counted, keyboard, n, plain, screen } from './screen.mjs';

const target = (lab, name) => lab.dialog().getByRole('radio', { name, exact: true });
const offsets = async (lab, group) => (await lab.table({ group })).map((row) => row.offset);

/** The preview agrees with the table, row by row, and with itself. `all`: what is before the group was consumed. */
async function checkPreview(lab, group, all = true) {
  const [preview, now] = [await lab.preview(), await lab.table({ group })];
  for (const row of preview) {
    const here = now.find(({ queue }) => queue === row.queue);
    const between = (from, to) => Math.max(0, n(to) - n(from));
    // What is finished and not saved counts too, and where clients have some in hand the preview says about.
    assert.equal(row.now, here.offset, `queue ${row.queue}: now`);
    assert.equal(n(row.change), n(row.target) - n(here.offset), `queue ${row.queue}: change`);
    assert.ok(!all || counted(row.replayed) >= between(row.target, here.offset), `queue ${row.queue}: replayed`);
    assert.ok(counted(row.replayed) <= n(row.lagAfter), `queue ${row.queue}: replayed`);
    assert.ok(counted(row.skipped) <= between(here.offset, row.target), `queue ${row.queue}: skipped`);
    assert.equal(n(row.lagAfter), n(here.max) - n(row.target), `queue ${row.queue}: lag after`);
  }
  return preview;
}

/** Applies the reset; the table then shows what the preview said, and still does when a consumer has taken it up. */
async function apply(lab, group, until) {
  const preview = await lab.preview();
  await lab.confirm(/^(Reset|Undo on) \d/);
  const shown = async () => (await lab.table({ group })).filter((row) => preview.some(({ queue }) => queue === row.queue));
  await until(async () => (await shown()).map((row) => row.offset), (now) => now.join() === preview.map((row) => row.target).join());
  assert.deepEqual((await shown()).map((row) => row.lag), preview.map((row) => row.lagAfter));
  return preview;
}

labTest('a reset to Min replays what the preview says', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  await lab.openReset('audit');
  assert.ok(await target(lab, 'Min').isChecked());
  const preview = await checkPreview(lab, 'audit');
  assert.equal(preview.length, 4);
  assert.deepEqual(preview.map((row) => row.target), (await lab.table({ group: 'audit' })).map((row) => row.min));
  const replayed = preview.reduce((sum, row) => sum + counted(row.replayed), 0);
  assert.ok(replayed > 0);
  await lab.dialog().getByText(/messages are delivered again/).waitFor();
  assert.ok(plain(await lab.dialog().innerText()).includes(`${replayed}messagesaredeliveredagain`));
  await lab.dialog().getByText('mqadmin resetOffsetByTime').first().waitFor();
  await shot('reset-min');
  const applied = await apply(lab, 'audit', until);
  // Nothing is taken up at once: the consumer first finishes what it has in hand (T-10, T-11), and what it commits is ignored.
  for (let i = 0; i < 5; i += 1) await lab.step();
  assert.deepEqual(await offsets(lab, 'audit'), applied.map((row) => row.target));
  const taken = async () => (await lab.lines()).filter((line) => line.words.startsWith('audit applied the reset'));
  const words = (await lab.playUntil(taken, (lines) => lines.length >= 4)).map((line) => plain(line.words));
  for (const row of applied) {
    assert.ok(words.includes(plain(`audit applied the reset on orders/${row.queue} and continues at ${row.target}`)), words.join('\n'));
  }
  for (const row of await lab.table({ group: 'audit' })) {
    const { target: to } = applied.find(({ queue }) => queue === row.queue);
    assert.ok(n(row.offset) >= n(to) && n(row.pull) >= n(row.offset), JSON.stringify(row));
  }
  await shot('reset-min-taken-up');
});

labTest('undo brings every offset back, after a preview where one is asked for', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  const before = await offsets(lab, 'audit');
  await lab.openReset('audit');
  await target(lab, 'Max').check();
  const preview = await checkPreview(lab, 'audit');
  assert.ok(preview.every((row) => row.lagAfter === '0'));
  await lab.dialog().getByText(/are skipped/).waitFor();
  await apply(lab, 'audit', until);
  assert.notDeepEqual(await offsets(lab, 'audit'), before);
  await lab.details.getByRole('button', { name: 'Undo reset' }).click();
  await lab.dialog('Undo the reset of audit on orders').waitFor();
  assert.ok(await target(lab, 'Before').isChecked());
  assert.deepEqual((await lab.preview()).map((row) => row.target), before);
  // Nobody consumed what the reset skipped.
  await checkPreview(lab, 'audit', false);
  await shot('reset-undo');
  await apply(lab, 'audit', until);
  assert.deepEqual(await offsets(lab, 'audit'), before);
  // The undo is a reset of its own in the history, and there is nothing left to undo.
  assert.ok((await lab.lines()).filter((line) => line.rule === 'R-RST-5').length >= 8);
  await until(() => lab.details.getByRole('button', { name: 'Undo reset' }).count(), (count) => count === 0);
});

for (const by of ['the line that says what was done', 'Ctrl+Z']) {
  labTest(`a reset of which everything can come back is undone at once by ${by}`, async ({ page, open, until }) => {
    const lab = screen(page);
    await open('?scenario=story');
    await lab.showTable();
    const before = await offsets(lab, 'audit');
    await lab.openReset('audit');
    await target(lab, 'Max').check();
    await apply(lab, 'audit', until);
    assert.notDeepEqual(await offsets(lab, 'audit'), before);
    if (by === 'Ctrl+Z') await page.keyboard.press('Control+z');
    else await page.getByRole('status').filter({ hasText: 'audit is reset on 4' }).getByRole('button', { name: 'Undo' }).click();
    await until(() => offsets(lab, 'audit'), (now) => now.join() === before.join());
    assert.equal(await lab.dialog().count(), 0, 'nothing is asked');
    // Nothing is left to take back.
    await page.keyboard.press('Control+z');
    assert.deepEqual(await offsets(lab, 'audit'), before);
  });
}

labTest('a reset to an exact offset, on chosen queues', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  const before = await offsets(lab, 'audit');
  await lab.openReset('audit');
  await target(lab, 'Offset').check();
  await target(lab, 'Chosen').check();
  await lab.dialog().getByRole('checkbox', { name: '2', exact: true }).check();
  await lab.field('Next message to consume').fill('600');
  await until(lab.preview, (rows) => rows.length === 2 && rows.every((row) => row.target === '600'));
  await checkPreview(lab, 'audit');
  await shot('reset-offset');
  await apply(lab, 'audit', until);
  assert.deepEqual(await offsets(lab, 'audit'), ['600', before[1], '600', before[3]]);
});

labTest('a reset to a time goes to a message of that time', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  await lab.openReset('audit');
  await target(lab, 'Time').check();
  await lab.field('Time').fill('00:01:10');
  const late = (await checkPreview(lab, 'audit')).map((row) => n(row.target));
  await lab.field('Time').fill('00:00:40.5');
  await until(lab.preview, (rows) => rows.every((row, i) => n(row.target) < late[i]));
  await checkPreview(lab, 'audit');
  await shot('reset-time');
  await lab.field('Time').fill('yesterday');
  await lab.dialog().getByText(/^A time looks like 00:02:14\.300 /).waitFor();
  assert.ok(await lab.dialog().getByRole('button', { name: /^Reset( \d|$)/ }).isDisabled());
  await lab.field('Time').fill('00:01:10');
  assert.deepEqual((await until(lab.preview, (rows) => rows.length === 4)).map((row) => n(row.target)), late);
  await apply(lab, 'audit', until);
});

labTest('a time is a date, a clock or milliseconds, and it is said where it lands', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.openReset('audit');
  await target(lab, 'Time').check();
  const lands = (words) => lab.dialog().getByRole('status').filter({ hasText: words }).waitFor();
  const targets = async (typed) => {
    await lab.field('Time').fill(typed);
    await lands(/^2025-01-01 00:00:40\.500 UTC, 00:00:40\.500 on the lab’s clock$/);
    return (await lab.preview()).map((row) => row.target).join();
  };
  const wanted = await targets('00:00:40.5');
  // The number that the command line itself prints, mqadmin's own way to write a date, and others'.
  for (const typed of ['1735689640500', '2025-01-01#00:00:40:500', '2025-01-01T00:00:40.5Z', '2025-01-01 08:00:40.500+08:00']) {
    assert.equal(await targets(typed), wanted, typed);
  }
  assert.ok(await lab.dialog().getByText('-s 1735689640500').isVisible());
  // What is meant as 00:01:15 and is far later is said to be.
  await lab.field('Time').fill('01:15:00');
  await lands(/^2025-01-01 01:15:00\.000 UTC, .* still to come, and later than every message$/);
  await shot('reset-time-later');
  await lab.field('Time').fill('2024-12-31');
  await lands(/^2024-12-31 00:00:00\.000 UTC, before the lab began$/);
});

labTest('a reset shows the commands of the way back before it is applied, and they can be copied', async ({ open, page, context, until, shot }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const lab = screen(page);
  await open('?scenario=story');
  await lab.runUnder('RocketMQ 5.3');
  await lab.showTable();
  const before = await offsets(lab, 'audit');
  await lab.openReset('audit');
  await target(lab, 'Max').check();
  const back = lab.dialog().locator('.cmd').filter({ hasText: 'The way back: copy it before you reset' });
  await back.waitFor();
  const lines = await back.locator('code').allInnerTexts();
  assert.deepEqual(lines.map((line) => line.match(/ -q (\d+) -o (\d+)$/).slice(1)), before.map((offset, queue) => [String(queue), offset]));
  await back.getByRole('button', { name: /^Copy: / }).click();
  await back.getByRole('button', { name: /^Copied: / }).waitFor();
  assert.equal(await until(() => page.evaluate(() => navigator.clipboard.readText()), Boolean), lines.join('\n'));
  // Of two lists of commands only the one that was copied says so.
  assert.equal(await lab.dialog().getByRole('button', { name: /^Copied: / }).count(), 1);
  await shot('reset-way-back');
});

labTest('undo says for each queue what can not come back', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  // Until audit is below Min, and then to Min: what was before is purged.
  const isBehind = (row) => n(row.offset) < n(row.min);
  await lab.playUntil(() => lab.table({ group: 'audit' }), (rows) => rows.filter(isBehind).length > 1);
  // A queue that has gone on meanwhile can come back.
  const before = (await lab.table({ group: 'audit' })).filter(isBehind);
  assert.ok(before.length > 0);
  await lab.openReset('audit');
  await apply(lab, 'audit', until);
  await page.getByRole('status').filter({ hasText: 'audit is reset on 4' }).getByRole('button', { name: 'Undo' }).click();
  await lab.dialog(/^Undo the reset/).waitFor();
  for (const row of before) {
    const words = `Queue${row.queue}can’tgobackto${row.offset}:itsmessagesbelow${row.min}arepurged.`;
    assert.ok(plain(await lab.dialog().innerText()).includes(words), words);
  }
  assert.equal(plain(await lab.dialog().getByRole('button', { name: /^Undo on/ }).innerText()), 'Undoon4queues');
  await shot('reset-undo-purged');
});

labTest('a target outside the queue is refused with code 1 and the words of RocketMQ', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  const before = await lab.table();
  await lab.openReset('audit');
  await target(lab, 'Offset').check();
  const alert = lab.dialog().getByRole('alert').filter({ hasText: /\S/ });
  for (const outside of ['999999', '9223372036854775807', '0']) {
    await lab.field('Next message to consume').fill(outside);
    const words = plain(await until(() => alert.innerText(), (text) => plain(text).includes(plain(`offset ${outside} `))));
    assert.match(words, new RegExp(`Targetoffset${outside}notinconsumequeuerange\\[\\d+-\\d+\\]\\(code1\\)`));
    assert.ok(await lab.dialog().getByRole('button', { name: /^Reset/ }).isDisabled());
  }
  await shot('reset-refused');
  for (const wrong of ['9223372036854775808', '-1', '1.5', 'Min', '']) {
    await lab.field('Next message to consume').fill(wrong);
    await until(() => alert.innerText(), (text) => plain(text).includes('wholenumberfrom0to9223372036854775807'));
    assert.ok(await lab.dialog().getByRole('button', { name: /^Reset/ }).isDisabled());
  }
  await lab.confirm('Cancel');
  assert.deepEqual(await lab.table(), before);
});

labTest('a reset with the keyboard alone', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  const { press, focused, tabTo } = keyboard(page);
  await tabTo('Table');
  await press('Enter');
  await until(lab.table, (rows) => rows.length === 8);
  const before = await offsets(lab, 'audit');
  await tabTo('Reset offset');
  await press('Enter');
  await lab.dialog(/^Reset offset of audit/).waitFor();
  await tabTo('Min');
  await press('ArrowRight');
  await until(lab.preview, (rows) => rows.every((row) => row.lagAfter === '0'));
  // Into the other groups of the dialog and out again: the focus stays in the dialog.
  for (let i = 0; i < 20; i += 1) {
    await press('Tab');
    const inside = await page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest('dialog'));
    assert.ok(inside, `the focus left the dialog for "${await focused()}"`);
  }
  await tabTo('Reset 4');
  await press('Enter');
  await lab.dialog().waitFor({ state: 'hidden' });
  await until(() => lab.lag('audit'), (lag) => lag === 0);
  assert.equal(await focused(), 'Reset offset', 'the focus goes back to where it was');
  // And back, with a preview: in the group's details. Escape once, then for good.
  await tabTo('Undo reset', 20);
  await press('Enter');
  await lab.dialog(/^Undo the reset/).waitFor();
  await press('Escape');
  await lab.dialog().waitFor({ state: 'hidden' });
  await press('Enter');
  await lab.dialog(/^Undo the reset/).waitFor();
  await tabTo('Undo on 4');
  await press('Enter');
  await until(() => offsets(lab, 'audit'), (now) => now.join() === before.join());
});

labTest('the clock rests while the dialog is open, and goes on after it', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.play();
  await lab.choose('audit');
  await lab.details.getByRole('button', { name: 'Reset offset' }).click();
  await lab.dialog().waitFor();
  await lab.isAtRest();
  const before = await lab.clockMs();
  await page.keyboard.press('Escape');
  await until(lab.clockMs, (now) => now > before);
  await lab.pause();
});

labTest('a reset that the broker refuses can not be pressed, and says why', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.openReset('audit');
  await lab.dialog().getByRole('radio', { name: 'Offset', exact: true }).check();
  await lab.field('Next message to consume').fill('999999');
  await lab.dialog().getByRole('alert').getByText(/^The broker refuses this: /).waitFor();
  const button = lab.dialog().getByRole('button', { name: /^Reset/ });
  assert.equal(await button.innerText(), 'Reset');
  assert.ok(await button.isDisabled());
  await lab.dialog().getByText('Not possible: see the reason above.').waitFor();
  await lab.field('Next message to consume').fill('500');
  await until(() => button.innerText(), (text) => plain(text) === 'Reset4queues');
  assert.ok(await button.isEnabled());
});
