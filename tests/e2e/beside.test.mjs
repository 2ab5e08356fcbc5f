// A lab beside itself under other rules. Not here: that the second run is exact (tests/it/beside.rs).
import assert from 'node:assert/strict';
import { labTest } from './harness.mjs';
import { screen } from './screen.mjs';

labTest('the same commands under other rules, side by side', async ({ page, open, until, axe }) => {
  const lab = screen(page);
  await open('?scenario=new-group');
  await page.getByRole('button', { name: 'RocketMQ 5.0 docs' }).click();
  const show = page.getByRole('button', { name: 'Compare side by side' });
  assert.ok(await show.isDisabled(), 'a lab beside itself under its own rules shows nothing');
  await page.getByRole('radio', { name: /RocketMQ 5\.3 broker/ }).check();
  await show.click();
  const beside = page.getByRole('region', { name: 'Upgrade' });
  await beside.getByText('No number differs at this instant.').waitFor();
  const lanes = () => page.getByRole('img', { name: /^5\.3: orders/ }).count();
  assert.equal(await lanes(), 2);

  await lab.play();
  await beside.getByRole('row', { name: /orders 0 Consumer offset of late/ }).waitFor();
  await until(lab.clockMs, (now) => now > 21_000);
  await lab.pause();
  const cells = await beside.getByRole('row', { name: /orders 0 Consumer offset of late/ }).getByRole('cell').allTextContents();
  const [, here, there] = cells.map((cell) => cell.replaceAll('\u202f', ''));
  assert.ok(Number(here) > Number(there), `on the page the group starts at Max, on a 5.3 broker at 0: ${here}, ${there}`);
  await axe();

  // What is done here is done there: at Max both agree again.
  await lab.choose('late');
  await lab.details.getByRole('button', { name: 'Reset offset' }).click();
  await lab.dialog(/^Reset offset of late/).waitFor();
  await page.getByRole('radio', { name: 'Max', exact: true }).check();
  await page.getByRole('button', { name: /^Reset 2/ }).click();
  await lab.dialog().waitFor({ state: 'hidden' });
  await lab.play();
  await beside.getByText('No number differs at this instant.').waitFor();
  await lab.pause();

  await beside.getByRole('button', { name: 'End the comparison' }).click();
  await beside.waitFor({ state: 'hidden' });
  assert.equal(await lanes(), 0);
});
