// The page that makes embeds: what is chosen is what the preview shows and what the code says.
import { readFile } from 'node:fs/promises';
import { assert, labTest, untilMounted } from './harness.mjs';

const codes = (page) => page.locator('figure pre').allInnerTexts();
const tool = (page, name) => page.getByRole('button', { name, exact: true }).click();

async function openBuilder({ page, open }, query = '?lang=en') {
  await open(query, 'embedding.html', { wait: false });
  await page.locator('offset-lab').getByRole('button').waitFor();
}

labTest('each tool gets its code, and copying gives what is shown', { context: { permissions: ['clipboard-read', 'clipboard-write'] } }, async ({ page, open }) => {
  await openBuilder({ page, open });
  for (const name of ['HTML', 'Docusaurus', 'mdBook', 'MkDocs Material', 'Sphinx (MyST)', 'VitePress', 'Starlight', 'Hugo', 'reveal.js', 'README (GitHub)']) {
    await tool(page, name);
    assert.match((await codes(page)).join('\n'), /story/, name);
  }
  await tool(page, 'Docusaurus');
  await page.getByRole('button', { name: 'Copy', exact: true }).last().click();
  await page.getByText('Copied').waitFor();
  assert.equal((await page.evaluate(() => navigator.clipboard.readText())).trim(), (await codes(page)).at(-1).trim());
});

labTest('what is chosen is in the preview and in the code, and the preview runs', async ({ page, open, until }) => {
  await openBuilder({ page, open });
  await page.getByLabel('Begins at').fill('2m');
  await page.getByLabel('Controls').selectOption('basic');
  await page.getByLabel('Title').fill('"><img src=x onerror=alert(1)> {braces}');
  await page.getByLabel('Where the folder is on your site').fill('/handbook/lab');
  const lab = page.locator('offset-lab');
  assert.deepEqual(await lab.evaluate((element) => ['at', 'controls', 'theme'].map((name) => element.getAttribute(name))), ['2m', 'basic', 'auto']);
  const [, code] = await codes(page);
  assert.match(code, /^<offset-lab scenario="story" title="&#34;&#62;&#60;img src=x onerror=alert\(1\)&#62; &#123;braces&#125;" at="2m" controls="basic">/);
  assert.match(code, /src="\/handbook\/lab\/img\/story-2m\.en\.svg"/);
  assert.equal(await page.locator('img[src="x"]').count(), 0);
  await lab.getByRole('button').click();
  await untilMounted(await (await lab.locator('iframe').elementHandle()).contentFrame());
  await until(() => lab.evaluate((element) => element.getState().then(({ at_us }) => at_us)), (at) => at === '120000000');
});

labTest('a moment and a queue without a picture get one that is drawn by the lab', async ({ page, open }) => {
  await openBuilder({ page, open });
  const draw = page.getByRole('button', { name: 'Draw the picture' });
  assert.equal(await draw.isVisible(), false);
  await page.getByLabel('Begins at').fill('2m');
  await page.getByLabel('Only this queue').fill('orders.1');
  await page.getByText('img/story-2m-orders.1.en.svg').first().waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), draw.click()]);
  assert.equal(download.suggestedFilename(), 'story-2m-orders.1.en.svg');
  const drawn = await readFile(await download.path(), 'utf8');
  assert.match(drawn, /^<svg[^]*<title>[^<]* at 00:02:00\.000/);
  assert.match(drawn, /<desc>orders\/1: /);
  assert.doesNotMatch(drawn, /orders\/0/);
  assert.match((await codes(page)).at(-1), /img\/story-2m-orders\.1\.en\.svg/);
  // The preview has it in front of the lab, as the writer's page will.
  await page.locator('offset-lab img[src^="blob:"]').waitFor({ state: 'attached' });
});

labTest('a lesson, a language and a shared lab are taken from the address', async ({ page, open, shot }) => {
  await openBuilder({ page, open }, '?lang=zh&lesson=overtaken&theme=dark');
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  await page.getByRole('heading', { level: 1, name: '将实验嵌入页面' }).waitFor();
  assert.match((await codes(page)).at(-1), /lesson="overtaken"[^]*overtaken\.zh-CN\.svg/);
  await shot('embedding-zh-dark');
  await page.getByLabel('展示内容').selectOption('lesson:new-group');
  assert.match((await codes(page)).at(-1), /img\/lesson-new-group\.zh-CN\.svg/);
  await page.goto('about:blank');
  await openBuilder({ page, open }, '?lang=en#s=1.abc-_');
  assert.equal(await page.locator('offset-lab').getAttribute('share'), '1.abc-_');
  assert.match((await codes(page)).at(-1), /share="1\.abc-_"[^]*index\.html#s=1\.abc-_/);
  await page.goto('about:blank');
  await openBuilder({ page, open }, '?lang=en&scenario=nope');
  assert.equal(await page.locator('offset-lab').getAttribute('scenario'), 'story');
});

for (const [size, theme] of [[[1280, 800], 'light'], [[390, 844], 'dark']]) {
  labTest(`the page that makes embeds has no accessibility violations, ${size[0]} ${theme}`, { size, theme }, async ({ page, open, axe, ace }) => {
    await openBuilder({ page, open });
    await axe();
    await ace();
    await page.getByRole('button', { name: '中文' }).click();
    await axe();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  });
}
