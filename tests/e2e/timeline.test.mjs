// The timeline by keyboard: what the chart shows, from mark to mark, a fork, what a reload keeps; and the values under the pointer.
import { assert, labTest } from './harness.mjs';
import { clockMs, n, plain, screen } from './screen.mjs';

const said = async (page) => plain(await page.locator('.chart [role=img]').getAttribute('aria-label'));
const spoken = (page) => page.locator('[role=status][aria-live=polite]').textContent();
const legend = async (lab) => Object.fromEntries((await lab.chart.getByRole('listitem').allInnerTexts()).map((text) => text.split('\n').map((part) => part.trim())));
const marks = (lab) => lab.chart.getByRole('group', { name: 'Marks' }).getByRole('button');

labTest('the switch changes what the chart shows, in the picture and in words', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  const measure = (name) => lab.chart.getByRole('button', { name, exact: true });
  const picture = () => page.locator('.chart canvas').evaluate((canvas) => canvas.toDataURL());
  await measure('Lag').waitFor();
  assert.equal(n((await legend(lab)).audit), await lab.lag('audit'));
  const pictures = [await picture()];
  await measure('Lag').focus();
  for (const [name, title] of [['Lag in time', /^Ageoftheoldestmessage.*;audit:[\d.]+s;billing:/], ['Rates', /^Messagesasecond.*;stored:4\d\/s;delivered:\d+\/s;purged:\d+\/s$/]]) {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until(() => measure(name).getAttribute('aria-pressed'), (pressed) => pressed === 'true');
    assert.match(await until(() => said(page), (words) => title.test(words)), title);
    pictures.push(await until(picture, (drawn) => !pictures.includes(drawn)));
  }
  assert.ok((await legend(lab)).stored.startsWith('4'), 'the producer sends forty a second');
  // Lag in time is what the board says of the queue that has waited longest.
  await measure('Lag in time').click();
  const seconds = Number((await legend(lab)).audit.replace(/[^\d.]/g, ''));
  await lab.choose('audit');
  assert.ok(seconds > 20 && seconds < 60, `${seconds} s`);
});

labTest('keys move the clock on the timeline, from mark to mark too', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  const scrubber = page.getByRole('slider', { name: 'Moment' });
  await scrubber.focus();
  const head = await lab.clockMs();
  const after = async (key, check) => {
    await page.keyboard.press(key);
    return until(lab.clockMs, check);
  };
  await after('Home', (now) => now === 0);
  const one = await after('ArrowRight', (now) => now > 0);
  assert.ok(await after('PageUp', (now) => now > one) > one * 3, 'a page is more than a step');
  await after('PageDown', (now) => now <= one);
  await after('End', (now) => now === head);
  await after('ArrowLeft', (now) => now < head);
  assert.match(await scrubber.getAttribute('aria-valuetext'), /^00:01:1\d\.\d{3}.*, known until 00:01:15\.000; audit: .*; billing: /);
  // From the start, Shift and the arrows visit every mark and come back.
  await after('Home', (now) => now === 0);
  const visited = [];
  for (;;) {
    const before = await lab.clockMs();
    await page.keyboard.press('Shift+ArrowRight');
    const words = await until(() => spoken(page), (text) => text !== '' && text !== visited.at(-1)?.words);
    if (words === 'No further mark.') break;
    const now = await until(lab.clockMs, (at) => at > before);
    assert.equal(clockMs(words.slice(0, 12)), now, words);
    visited.push({ now, words });
  }
  assert.ok(visited.length >= 2 && visited.some(({ words }) => /: .*purge/.test(words)), JSON.stringify(visited));
  assert.ok(visited[0].now > 100, 'that queues are shared out at the start is no mark');
  await after('Shift+ArrowLeft', (now) => now === visited.at(-2).now);
  await lab.chart.getByRole('button', { name: 'Next mark' }).press('Enter');
  await until(lab.clockMs, (now) => now === visited.at(-1).now);
  await lab.chart.getByRole('button', { name: 'Previous mark' }).press('Enter');
  await until(lab.clockMs, (now) => now === visited.at(-2).now);
});

labTest('each mark is a button with its name: one stop for Tab, arrows between them', async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await marks(lab).first().waitFor();
  const names = await marks(lab).evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label')));
  assert.ok(names.every((name) => /^00:\d\d:\d\d\.\d{3}: (reset|purge|crash|rebalance|correction|paused|restart|offsets lost)/.test(name)), names.join('\n'));
  assert.equal(await marks(lab).evaluateAll((buttons) => buttons.filter((button) => button.getAttribute('tabindex') === '0').length), 1);
  await page.getByRole('slider', { name: 'Moment' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Home');
  const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  assert.equal(await focused(), names[0]);
  await page.locator('#tip').getByText(names[0]).waitFor();
  await page.keyboard.press('ArrowRight');
  assert.equal(await focused(), names[1]);
  await shot('timeline-mark');
  await axe();
  await page.keyboard.press('Enter');
  await until(lab.clockMs, (now) => now === clockMs(names[1].slice(0, 12)));
  await page.keyboard.press('End');
  await page.keyboard.press(' ');
  await until(lab.clockMs, (now) => now === clockMs(names.at(-1).slice(0, 12)));
});

labTest('the values at the pointer are said, and those of now when it leaves', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  const canvas = page.locator('.chart canvas');
  await canvas.waitFor();
  const now = await legend(lab);
  const { width, height } = await canvas.boundingBox();
  await canvas.hover({ position: { x: width / 3, y: height / 2 }, force: true });
  const there = await until(() => legend(lab), (values) => values.audit !== now.audit);
  assert.ok(n(there.audit) < n(now.audit), 'it lagged less then');
  await page.mouse.move(width / 2, 300);
  await until(() => legend(lab), (values) => values.audit === now.audit);
});

labTest('a fork goes on from the moment shown, and a reload keeps the chart', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  await lab.chart.getByRole('button', { name: 'Previous mark' }).press('Enter');
  await until(lab.clockMs, (now) => now < 75_000);
  await lab.arrived();
  const before = { clock: await lab.clock(), table: await lab.table() };
  await lab.chart.getByRole('button', { name: 'Fork from here' }).press('Enter');
  await until(lab.title, (title) => title.endsWith('(copy)'));
  await lab.arrived();
  assert.deepEqual({ clock: await lab.clock(), table: await lab.table() }, before);
  assert.doesNotMatch(await page.getByRole('slider', { name: 'Moment' }).getAttribute('aria-valuetext'), /known until/);
  await lab.playPast(80_000);
  await lab.chart.getByRole('button', { name: 'Rates', exact: true }).click();
  const names = () => marks(lab).evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label')));
  const kept = { words: await said(page), names: await names() };
  await lab.saved();
  await page.reload();
  await lab.chart.getByRole('button', { name: 'Rates', exact: true }).click();
  await until(() => said(page), (words) => words === kept.words);
  assert.deepEqual(await names(), kept.names);
});

labTest('what nobody knows is a gap and said so, never 0', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=new-group');
  await until(() => legend(lab), (values) => 'early' in values || Object.values(values).length > 0);
  await lab.restart();
  await lab.chart.getByRole('button', { name: 'Lag in time', exact: true }).click();
  const values = await legend(lab);
  assert.ok(Object.values(values).includes('unknown'), JSON.stringify(values));
});
