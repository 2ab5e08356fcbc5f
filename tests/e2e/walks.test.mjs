// Five people on their way through the page, by what they see and nothing else: a learner, somebody with a phone in Chinese, a trainer, somebody
// who writes documents, and somebody on call. Not here: each dialog and panel in full, which have tests of their own.
import { readFile } from 'node:fs/promises';
import { assert, labTest } from './harness.mjs';
import { screen } from './screen.mjs';

const inWindow = (locator) => locator.evaluate((element) => {
  const box = element.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight && element.contains(document.elementFromPoint(box.x + 8, box.y + box.height / 2));
});
/** Where the text is on the screen that begins so, of those that are alike the rightmost. */
const place = (page, words) => page.getByText(words).evaluateAll((all) => Math.max(...all.map((element) => element.getBoundingClientRect().right)));

labTest('a learner sees who works on a lane, what a sign means, and where a lesson leads', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.board.getByText('order-service →').first().waitFor();
  await lab.board.getByText(/audit-1/).first().waitFor();
  const legend = lab.board.getByText('How to read this picture');
  assert.ok(await inWindow(legend), 'the legend is in sight');
  await legend.click();
  for (const sign of ['In flight', 'Cold', 'Purged']) await lab.board.getByRole('term').filter({ hasText: sign }).first().scrollIntoViewIfNeeded();
  assert.ok(await inWindow(lab.board.getByRole('term').filter({ hasText: 'Purged' }).first()), 'what opens is in sight');
  await legend.click();
  await lab.board.getByRole('button', { name: 'Other labs and lessons' }).click();
  await lab.dialog('Open').getByRole('button', { name: /^The group stopped/ }).click();
  await lab.lesson.getByRole('heading', { name: 'A group has just stopped' }).waitFor();
  // Its only consumer has left, and the picture says so at the mark.
  await lab.board.getByText('no consumer ·').waitFor();
  await lab.lesson.getByRole('button', { name: 'Run', exact: true }).click();
  await lab.lesson.getByRole('heading', { name: 'Let two minutes pass' }).waitFor();
  await until(lab.clock, (clock) => clock === '00:02:40.500');
});

const PHONE = { size: [390, 844], locale: 'zh-CN', context: { hasTouch: true } };

labTest('on a phone in Chinese: offsets on the cards, speed by taps, a reset and back', PHONE, async ({ page, open }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.board.getByText(/^audit 465，堆积 238$/).waitFor();
  await page.getByRole('button', { name: '加速' }).tap();
  await page.getByText('×5', { exact: true }).waitFor();
  await page.getByRole('button', { name: '减速' }).tap();
  await page.getByText('×2', { exact: true }).waitFor();
  await page.getByRole('navigation').getByRole('button', { name: '消费者分组' }).tap();
  await page.getByRole('button', { name: /^audit/ }).first().tap();
  await page.getByRole('button', { name: '重置位点' }).tap();
  await page.getByRole('dialog').getByRole('table').waitFor();
  await page.goBack();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('navigation').getByRole('button', { name: '队列' }).waitFor();
});

labTest('a trainer presents, looks for an event without moving the board, and forks', { size: [1920, 1080] }, async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.board.getByText('Max 790').waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), 'the page is as high as its window');
  await page.keyboard.press('p');
  await lab.chart.waitFor({ state: 'hidden' });
  await page.keyboard.press('p');
  await lab.chart.waitFor();
  const box = async (locator) => JSON.stringify(await locator.boundingBox());
  const fork = lab.chart.getByRole('button', { name: 'Fork from here' });
  const before = [await box(lab.board), await box(fork)];
  await lab.log.getByRole('button', { name: 'Filter' }).click();
  await lab.log.getByRole('combobox').first().waitFor();
  await lab.chart.getByRole('button', { name: 'Rates', exact: true }).click();
  await lab.chart.getByText('delivered').waitFor();
  assert.deepEqual([await box(lab.board), await box(fork)], before, 'the board and the buttons stay where they are');
  await lab.setSpeed('×20');
  await fork.click();
  await page.getByText('This is a copy from this moment on.', { exact: false }).waitFor();
  assert.match(await lab.title(), /\(copy\)$/);
  await page.getByText('×20', { exact: true }).waitFor();
  await lab.choose('audit');
  await lab.details.getByRole('button', { name: 'Slow ×10 audit-1' }).click();
  await lab.log.getByText('audit-1 changed, 400 ms each').waitFor();
  await lab.details.getByRole('button', { name: 'Fast ×10 audit-1' }).click();
  await until(() => lab.log.getByText('audit-1 changed, 40 ms each').count(), (lines) => lines > 0);
});

labTest('somebody who writes takes a large figure with its numbers away', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.openBlank();
  await lab.board.getByRole('button', { name: 'New topic' }).first().click();
  await lab.field('Name').fill('orders');
  await lab.field('Queues').fill('1');
  await lab.confirm('Add');
  for (let sent = 0; sent < 3; sent += 1) {
    await lab.board.getByRole('button', { name: 'Send a message', exact: true }).click();
    await lab.confirm('Send');
  }
  await lab.board.getByText('Max 3').waitFor();
  for (const offset of ['0', '1', '2']) await lab.board.locator('svg').getByText(offset, { exact: true }).first().waitFor();
  const right = await place(page, 'Max 3');
  await lab.board.getByRole('button', { name: 'Send a message', exact: true }).click();
  await lab.confirm('Send');
  await until(() => place(page, 'Max 4'), (now) => now > right);
  await lab.top.getByRole('button', { name: 'Download', exact: true }).click();
  const saving = page.waitForEvent('download');
  await lab.dialog('Download').getByRole('button', { name: /^Board \(SVG\)/ }).click();
  const svg = (await readFile(await (await saving).path())).toString();
  assert.match(svg, />Max 4</);
  assert.match(svg, />3</);
});

labTest('somebody on call pastes a progress, rehearses a reset and takes it back', async ({ page, open }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.choose('audit');
  const offset = await lab.fact('Consumer offset');
  await lab.openReset('audit');
  await lab.dialog().getByRole('radio', { name: 'Max', exact: true }).check();
  await lab.dialog().getByText(/mqadmin resetOffset/).first().waitFor();
  await lab.confirm(/^Reset 4/);
  await page.getByText('Undo', { exact: true }).waitFor();
  await page.keyboard.press('Control+z');
  await lab.board.getByText(`audit ${offset}`, { exact: false }).first().waitFor();
  await lab.top.getByRole('button', { name: 'Open', exact: true }).click();
  const dialog = lab.dialog('Open');
  assert.ok(await dialog.evaluate((box) => box.scrollHeight <= box.clientHeight), 'all that can be opened is in sight');
  const pasted = (await readFile(new URL('../import/5.3.3/06-topicStatus.txt', import.meta.url))).toString();
  await dialog.getByLabel('Or paste here').fill(`$ mqadmin topicStatus -t TopicOrders\n${pasted}`);
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Imported from b' }).waitFor();
});
