// The rules as a page: where a rule's id in the lab leads, and whether that can be read anywhere.
import { assert, labTest } from './harness.mjs';
import { screen } from './screen.mjs';

labTest('a rule of the log and of the inspector leads to its sentence, and still shows its meaning on focus', async ({ page, context, open }) => {
  const lab = screen(page);
  await open('?scenario=story');
  for (const rule of [lab.log.locator('.rule').first(), lab.details.locator('.rule').first()]) {
    const id = (await rule.getAttribute('aria-label')).split(':')[0];
    await rule.focus();
    const meaning = await rule.getAttribute('data-tip');
    await page.locator('#tip').getByText(meaning, { exact: true }).waitFor();
    const [tab] = await Promise.all([context.waitForEvent('page'), rule.press('Enter')]);
    await tab.waitForLoadState();
    assert.equal(new URL(tab.url()).hash, `#${id.toLowerCase()}`);
    assert.equal((await tab.locator(':target > h3').innerText()).trim(), id);
    assert.ok(await tab.locator(':target').evaluate((section) => section.getBoundingClientRect().top < innerHeight), 'it is in sight');
    await tab.close();
  }
});

labTest('in an embed a rule leads to the same page', async ({ page, open }) => {
  const lab = screen(page);
  await open('?scenario=again&controls=full', 'embed.html');
  // The first message that waits for a retry comes with the rule that a reset does not reach it.
  const rule = page.locator('.rule').first();
  for (let steps = 0; steps < 40 && await rule.count() === 0; steps += 1) await lab.step();
  assert.equal(await rule.evaluate((link) => link.href), new URL('rules.html#sd-19', page.url()).href);
});

for (const theme of ['light', 'dark']) {
  labTest(`the rules can be read on a phone, ${theme}`, { theme, size: [320, 640] }, async ({ page, base, axe, shot }) => {
    await page.goto(`${base}rules.html#r-pull-2`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'only tables are scrolled sideways');
    const ground = await page.locator('html').evaluate((html) => getComputedStyle(html).backgroundColor);
    assert.equal(ground, theme === 'dark' ? 'rgb(18, 21, 24)' : 'rgb(247, 247, 245)');
    await axe();
    await shot(`rules-${theme}`);
  });
}

labTest('every address within the rules is there', async ({ page, base }) => {
  await page.goto(`${base}rules.html`);
  const missing = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
    .map((link) => link.getAttribute('href').slice(1)).filter((id) => !document.getElementById(id)));
  assert.deepEqual(missing, []);
});
