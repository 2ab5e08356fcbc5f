// Room for the board: what is put away stays away, a large screen is drawn larger, and presenting shows the board alone.
import { assert, labTest } from './harness.mjs';
import { screen } from './screen.mjs';

const wide = async (locator) => (await locator.boundingBox()).width;

labTest('the timeline and the details are put away, stay away, and come back', async ({ page, open, axe, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  const board = page.locator('.board');
  const before = await wide(board);
  await lab.details.getByRole('button', { name: 'Put the details away' }).click();
  await page.getByRole('button', { name: 'Put the timeline and the log away' }).click();
  await page.getByRole('button', { name: 'Put the timeline and the log away', pressed: true }).waitFor();
  assert.ok(await wide(board) > before + 200);
  assert.equal(await lab.details.getByRole('button', { name: 'Reset offset' }).isVisible(), false);
  assert.equal(await page.locator('.time canvas').first().isVisible(), false);
  await axe();
  await shot('room-away');
  await page.reload();
  await page.getByRole('button', { name: 'Put the timeline and the log away', pressed: true }).click();
  await lab.details.getByRole('button', { name: 'Put the details away', pressed: true }).click();
  await lab.details.getByRole('button', { name: 'Reset offset' }).waitFor();
  assert.equal(await wide(board), before);
});

labTest('a large screen shows nothing on the board below 16 pixels, and its marks are where the pointer is', { size: [1920, 1080] }, async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  const smallest = () => page.locator('.board').evaluate((board) => {
    const zoom = Number(getComputedStyle(document.documentElement).getPropertyValue('--zoom'));
    const texts = [...board.querySelectorAll('svg text, b, h2')].filter((text) => text.textContent.trim() && text.getClientRects().length > 0);
    return Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize) * (text.closest('.lab') ? zoom : 1)));
  });
  assert.ok(await smallest() >= 16, `${await smallest()} px`);
  // A mark follows the pointer by as much as the pointer moves.
  const mark = page.locator('.handle').first();
  const from = await mark.boundingBox();
  const [x, y] = [from.x + from.width / 2, from.y + from.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 100, y, { steps: 4 });
  const ghost = await until(() => page.locator('.ghost').first().boundingBox().catch(() => null), Boolean);
  assert.ok(Math.abs(ghost.x + ghost.width / 2 - (x - 100)) < 60, `${ghost.x} beside ${x - 100}`);
  await page.mouse.up();
  await lab.dialog(/^Reset offset/).waitFor();
});

labTest('presenting shows the board alone, large, by one key; the key again ends it', { size: [1920, 1080] }, async ({ page, open, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  const zoom = () => page.evaluate(() => Number(getComputedStyle(document.documentElement).getPropertyValue('--zoom')));
  const usual = await zoom();
  await page.keyboard.press('p');
  await page.locator('[data-presenting="true"]').waitFor();
  for (const part of ['.inspect', '.time', '.log', '.side']) assert.equal(await page.locator(part).isVisible(), false, part);
  assert.ok(await zoom() > usual);
  const box = await page.locator('.lab').boundingBox();
  assert.ok(box.height <= 1081 && box.width <= 1921, 'it fits');
  await shot('room-presenting');
  await page.keyboard.press('Space');
  await lab.transport.getByRole('button', { name: /^Pause/ }).click();
  await page.keyboard.press('p');
  await lab.details.getByRole('button', { name: 'Reset offset' }).waitFor();
  assert.equal(await zoom(), usual);
});
