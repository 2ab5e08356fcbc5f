// The log by keyboard: filters, what they leave, folded routine, the way back to a moment.
import { assert, labTest } from './harness.mjs';
import { clockMs, screen } from './screen.mjs';

const spoken = (page) => page.locator('[role=status][aria-live=polite]').textContent();

labTest('the log is filtered by kind, group, queue and rule, and says how many lines are left', async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  const filter = lab.log.getByRole('button', { name: 'Filter' });
  await filter.press('Enter');
  assert.equal(await filter.getAttribute('aria-expanded'), 'true');
  const times = (await lab.lines()).map((line) => line.at);
  assert.deepEqual(times, [...times].sort().reverse(), 'newest first');
  const all = times.length;
  const choose = async (name, option) => {
    const box = lab.log.getByRole('combobox', { name });
    await box.selectOption(option);
    const said = await until(() => spoken(page), (words) => /^\d+ of \d+ lines$/.test(words ?? ''));
    await lab.log.getByText(said, { exact: true }).waitFor();
    return lab.lines();
  };
  assert.ok((await choose('Group', 'audit')).every((line) => line.words.includes('audit')));
  const onQueue = await choose('Queue', 'orders/2');
  assert.ok(onQueue.length > 0 && onQueue.every((line) => line.words.includes('orders/2')));
  const byRule = await choose('Rule', 'R-OFF-2');
  assert.ok(byRule.length > 0 && byRule.every((line) => line.rule === 'R-OFF-2'));
  await shot('log-filter');
  await axe();
  // Nothing is like this: the panel says so, and one key shows all again.
  assert.equal((await choose('Kind', 'Storage')).length, 0);
  await lab.log.getByText('No lines match.').waitFor();
  await lab.log.getByRole('button', { name: 'Show all' }).first().press('Enter');
  await until(async () => (await lab.lines()).length, (count) => count === all);
  // A filter stays when its choices are closed, and the button shows that.
  await choose('Kind', 'Storage');
  await filter.press('Enter');
  await lab.log.getByRole('combobox').first().waitFor({ state: 'hidden' });
  assert.ok((await lab.lines()).every((line) => /^R-(RET|CQ|LOG)-/.test(line.rule)));
  assert.match(await filter.getAttribute('class'), /is-on/);
});

labTest('routine lines are folded; a key unfolds them, and each line leads to its moment and its rule', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  const fold = lab.log.locator('summary').nth(1);
  const inside = lab.log.locator('details').nth(1).getByRole('listitem');
  assert.match(await fold.innerText(), /\d+ routine lines/);
  assert.equal(await inside.count(), 0);
  await fold.press('Enter');
  await inside.first().waitFor();
  assert.equal(await inside.count(), Number((await fold.innerText()).match(/(\d+) routine/)[1]));
  const when = inside.last().getByRole('button', { name: /^Go to / });
  const moment = clockMs((await when.getAttribute('aria-label')).replace('Go to ', ''));
  await when.press('Enter');
  await until(lab.clockMs, (now) => now === moment);
  // The list begins with what has happened; what lies after the moment is behind its first line.
  const later = lab.log.locator('.is-later');
  const behind = Number((await later.locator('summary').innerText()).match(/^Later: (\d+)$/)[1]);
  const listed = () => lab.log.locator('ol.num > li:not(.is-later) > .when').evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label').replace('Go to ', '')));
  const times = await until(listed, (all) => all.every((at) => clockMs(at) <= moment));
  assert.ok(times.length > 0 && behind > 0);
  await later.locator('summary').press('Enter');
  await later.getByRole('button', { name: /^Go to / }).first().waitFor();
  await lab.log.locator('.rule').last().focus();
  await page.locator('#tip').getByText(/A broker stores a commit as it is|segment|caught up|consumed/i).waitFor();
});
