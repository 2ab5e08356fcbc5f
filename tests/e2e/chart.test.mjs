// The chart of lag over time, and the scrubber on it.
import { assert, labTest } from './harness.mjs';
import { clockMs, n, plain, screen } from './screen.mjs';

const summary = async (page) => plain(await page.getByRole('img', { name: /^Lag by group over time/ }).getAttribute('aria-label'));

/** How many of the chart's pixels are not of its background. */
const inked = (page) => page.locator('canvas').evaluate((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i] > 0) count += 1;
  return count;
});

labTest('the chart says the lag of each group, and draws it', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  const expected = async () => `Lagbygroupovertime,now${await lab.clock()};audit:${await lab.lag('audit')};billing:${await lab.lag('billing')}`;
  assert.equal(await summary(page), await expected());
  const before = await until(() => inked(page), (count) => count > 2_000);
  await lab.playPast(80_000);
  assert.equal(await summary(page), await expected());
  assert.notEqual(await inked(page), before);
  await shot('chart');
});

labTest('the scrubber moves the clock back and forward, and coming back shows the same numbers', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  const head = { clock: await lab.clock(), table: await lab.table() };
  const scrubber = page.getByRole('slider', { name: 'Moment' });
  const step = n(await scrubber.getAttribute('step'));
  const to = async (steps) => {
    await scrubber.fill(String(steps * step));
    await until(lab.clockMs, (now) => now === steps * step);
    assert.equal(clockMs((await scrubber.getAttribute('aria-valuetext')).slice(0, 12)), steps * step);
    return lab.table();
  };
  const at = {};
  for (const steps of [60, 20, 120, 0]) at[steps] = await to(steps);
  assert.ok(at[0].every((row) => n(row.max) === 0));
  for (const steps of [120, 60, 20]) assert.deepEqual(await to(steps), at[steps], `${steps * step} ms`);
  await shot('chart-past');
  assert.ok(at[20].every((row, i) => n(row.max) < n(at[120][i].max)));
  await scrubber.focus();
  await page.keyboard.press('End');
  await until(lab.clock, (clock) => clock === head.clock);
  assert.deepEqual(await lab.table(), head.table);
  await page.keyboard.press('ArrowLeft');
  await until(lab.clockMs, (now) => now < clockMs(head.clock));
  await page.keyboard.press('Home');
  await until(lab.clock, (clock) => clock === '00:00:00.000');
});

labTest('a change in the past is asked about, and then drops what came later', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.choose('audit');
  await lab.details.getByRole('button', { name: 'Pause', exact: true }).click();
  await lab.playPast(78_000);
  await lab.restart();
  await page.getByText(/You are in the past: a change here drops 1\slater change/).waitFor();
  await shot('past');
  await lab.setSpeed('×20');
  await lab.playPast(50_000);
  await lab.actors.getByRole('button', { name: 'Pause billing', exact: true }).click();
  await lab.dialog('Change the past?').waitFor();
  await shot('past-asked');
  await lab.confirm('Cancel');
  await page.getByText(/You are in the past/).waitFor();
  await lab.actors.getByRole('button', { name: 'Pause billing', exact: true }).click();
  await lab.confirm('Drop them and change');
  // All that the button stands for is done: both consumers of billing are paused.
  await lab.actors.getByRole('button', { name: 'Resume billing', exact: true }).waitFor();
  await page.getByText(/You are in the past/).waitFor({ state: 'hidden' });
  await until(() => lab.actor('audit').innerText(), (text) => !text.includes('paused'));
});

labTest('what a scenario has in store is no past, and a form does all of what it says after the question', async ({ page, open }) => {
  const lab = screen(page);
  await open('?scenario=new-group');
  await lab.lanes().first().waitFor();
  assert.equal(await page.getByText(/You are in the past/).count(), 0, 'nobody has been later than this');
  await lab.actors.getByRole('button', { name: 'Add – Consumer groups' }).click();
  await lab.field('Name').fill('third');
  await lab.field('Consumers').fill('2');
  await lab.dialog().getByRole('button', { name: 'Add', exact: true }).click();
  await lab.dialog('Change the plan?').getByText(/1\schange follows the moment shown\./).waitFor();
  await lab.confirm('Drop them and change');
  assert.match(plain(await lab.actor('third').innerText()), /2consumers/);
});

labTest('the past can be gone on with in a copy', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=new-group');
  await lab.playPast(21_000);
  await lab.restart();
  await lab.playPast(5_000);
  const before = await lab.clock();
  await lab.actors.getByRole('button', { name: 'Pause early', exact: true }).click();
  await lab.dialog('Change the past?').getByRole('button', { name: 'Continue in a copy' }).click();
  await until(lab.title, (title) => title === 'Where does a new group start? (copy)');
  await lab.dialog().waitFor({ state: 'hidden' });
  assert.equal(await lab.clock(), before);
});
