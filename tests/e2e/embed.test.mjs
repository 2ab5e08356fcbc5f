// The lab in other people's pages: the <offset-lab> element, embed.html in a frame, and the demo page that shows both.
import { DIST, assert, labTest, untilMounted } from './harness.mjs';

const element = (page, index) => page.locator('offset-lab').nth(index);
const runButton = (page, index) => element(page, index).getByRole('button');

// The frame inside an element, once the lab in it has replaced the skeleton.
async function labIn(page, index) {
  const handle = await element(page, index).locator('iframe').elementHandle();
  const frame = await handle.contentFrame();
  await untilMounted(frame);
  return frame;
}

async function openDemo({ page, open }) {
  await open('', 'demo.html', { wait: false });
  await runButton(page, 0).waitFor();
}

labTest('nothing loads before the click', async ({ page, open }) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.route('**/embed.html*', (route) => route.fulfill({ contentType: 'text/html', body: '<title>a frame</title>' }));
  await openDemo({ page, open });
  assert.deepEqual(asked.filter((url) => url.endsWith('.wasm')), []);
  assert.equal(await page.locator('offset-lab iframe').count(), 0);
  assert.ok(await page.getByAltText(/Four queues drawn as rows/).isVisible());
});

labTest('two elements run two labs side by side, each as tall as its content', async ({ page, open, until, shot }) => {
  await openDemo({ page, open });
  for (const index of [0, 1]) {
    await runButton(page, index).click();
    const frame = await labIn(page, index);
    await page.locator('figure').nth(index).waitFor({ state: 'hidden' });
    const inside = () => frame.evaluate(() => Math.ceil(document.getElementById('offset-lab').getBoundingClientRect().bottom + scrollY));
    const outside = async () => (await element(page, index).locator('iframe').boundingBox()).height;
    await until(async () => [await inside(), await outside()], ([content, height]) => Math.abs(content - height) <= 1);
  }
  await shot('demo-running');
});

labTest('labs of one page share one download', async ({ page, context, serving }) => {
  const server = await serving({ dir: DIST, more: { 'Cache-Control': 'max-age=600' } });
  const wire = await context.newCDPSession(page);
  const programs = [];
  wire.on('Network.responseReceived', ({ response }) => {
    if (response.url.endsWith('.wasm')) programs.push(response.fromDiskCache ? 'kept' : 'fetched');
  });
  await wire.send('Network.enable');
  await page.goto(`${server.url}demo.html`);
  // At once, as a reader who can't wait.
  await page.evaluate(() => { for (const lab of document.querySelectorAll('offset-lab')) lab.shadowRoot.querySelector('button').click(); });
  for (const index of [0, 1]) await labIn(page, index);
  const fetched = programs.filter((how) => how === 'fetched');
  assert.ok(fetched.length === 1 && programs.length >= 2, programs.join(', '));
});

labTest('the button is named after the lab, and the keyboard reaches the lab', async ({ page, open }) => {
  await openDemo({ page, open });
  await page.getByRole('button', { name: 'Run this lab: Min, Max and consumer offset' }).focus();
  await page.keyboard.press('Enter');
  await labIn(page, 0);
  await page.waitForFunction(() => document.querySelector('offset-lab').shadowRoot.activeElement?.localName === 'iframe');
});

labTest('a running lab follows the theme and the language of its host', async ({ page, open }) => {
  await openDemo({ page, open });
  await runButton(page, 0).click();
  const frame = await labIn(page, 0);
  await page.getByRole('button', { name: 'Dark' }).click();
  await frame.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  await page.evaluate(() => { document.documentElement.lang = 'zh-CN'; });
  await frame.waitForFunction(() => document.documentElement.lang === 'zh-CN');
});

labTest('a lab that cannot load leaves the page as it was', { expected: [/404/] }, async ({ page, open }) => {
  await openDemo({ page, open });
  await page.evaluate(() => document.querySelector('offset-lab').setAttribute('base', './nowhere/'));
  await runButton(page, 0).click();
  await page.getByText('The lab could not be loaded here.').waitFor();
  assert.ok(await page.getByAltText(/Four queues drawn as rows/).isVisible());
  assert.equal(await element(page, 0).locator('iframe').count(), 0);
  assert.ok(await element(page, 0).getByRole('link', { name: /Open in its own page/ }).isVisible());
});

labTest('a program that fails inside the frame leaves the page as it was', { expected: [/console: .*/] }, async ({ page, open }) => {
  await openDemo({ page, open });
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 500, body: '' }));
  await runButton(page, 1).click();
  await page.getByText('The lab could not be loaded here.').waitFor();
  assert.ok(await page.getByAltText(/Two topics after files/).isVisible());
});

labTest('an element loads when it is scrolled to, and can be moved and removed', async ({ page, open }) => {
  await openDemo({ page, open });
  await page.evaluate(() => {
    const lab = document.createElement('offset-lab');
    lab.setAttribute('load', 'visible');
    lab.setAttribute('scenario', 'story');
    lab.id = 'late';
    document.querySelector('main').append(lab);
  });
  await page.locator('#late').scrollIntoViewIfNeeded();
  await page.locator('#late iframe').waitFor();
  await page.evaluate(() => document.querySelector('h1').after(document.getElementById('late')));
  await page.locator('#late').scrollIntoViewIfNeeded();
  await page.locator('#late iframe').waitFor();
  await page.evaluate(() => document.getElementById('late').remove());
  await page.getByRole('heading', { level: 1 }).waitFor();
});

labTest('the demo page has no accessibility violations', async ({ page, open, axe }) => {
  await openDemo({ page, open });
  await axe();
  await page.getByRole('button', { name: 'Dark' }).click();
  await axe();
});

labTest('an embed has no storage of its own and does not play', async ({ page, open }) => {
  await open('?scenario=story', 'embed.html');
  assert.equal(await page.locator('html').getAttribute('data-view'), 'embed');
  assert.deepEqual(await page.evaluate(async () => (await indexedDB.databases()).map((database) => database.name)), []);
});

labTest('an unknown scenario is named in words', { expected: [/404/] }, async ({ page, open }) => {
  await open('?scenario=no-such-scenario', 'embed.html');
  await page.getByText('no-such-scenario').first().waitFor();
});

labTest('a print of the page shows the picture instead of the frame', async ({ page, open }) => {
  await openDemo({ page, open });
  await runButton(page, 0).click();
  await labIn(page, 0);
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.getByAltText(/Four queues drawn as rows/).isVisible());
  assert.equal(await element(page, 0).locator('iframe').isVisible(), false);
});
