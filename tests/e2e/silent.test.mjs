// A browser whose store answers nothing: the page comes up all the same, says so in both languages, and offers a way on. Not here: damaged
// profiles of real browsers (tests/fault).
import { assert, labTest, untilMounted } from './harness.mjs';
import { screen } from './screen.mjs';

/** What the page itself waits, and a little more. */
const PATIENCE_MS = 31_000;

labTest('a store that never answers: a lab in memory, words, and another try', async ({ page, open, until, axe, shot }) => {
  await page.clock.install();
  await page.addInitScript(() => {
    if (sessionStorage.getItem('answers')) return;
    IDBFactory.prototype.open = function silent() {
      window.asked = true;
      return new EventTarget();
    };
  });
  await open('', undefined, { wait: false });
  await page.waitForFunction(() => window.asked);
  assert.equal(await page.locator('.boot').count(), 1);
  await page.clock.runFor(PATIENCE_MS);
  await untilMounted(page);

  const lab = screen(page);
  const state = page.getByRole('button', { name: /^Not saved: the browser’s storage does not answer/ });
  await state.waitFor();
  const line = page.locator('.past-line', { hasText: 'could not be opened and is unchanged' });
  await line.waitFor();
  await axe();
  await shot('silent-store');
  // The lab is one to work with, and to take along.
  const before = await lab.clockMs();
  await lab.play();
  await until(lab.clockMs, (now) => now > before);
  await line.getByRole('button', { name: 'Download' }).click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '切换到中文' }).click();
  await page.locator('.past-line', { hasText: '未能打开' }).getByRole('button', { name: '重试', exact: true }).waitFor();
  await page.getByRole('button', { name: /浏览器的存储没有应答/ }).waitFor();

  await page.evaluate(() => sessionStorage.setItem('answers', 'yes'));
  await page.getByRole('button', { name: '重试', exact: true }).click();
  await page.waitForFunction(() => !window.asked);
  await untilMounted(page);
  await page.getByRole('button', { name: /^已保存/ }).waitFor();
  assert.equal(await page.locator('.past-line', { hasText: '未能打开' }).count(), 0);
});
