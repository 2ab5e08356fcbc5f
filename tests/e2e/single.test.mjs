// The single file: it runs from a folder with a blank and a Chinese sign in its name, asks for nothing, and all is in it. Not here: Firefox
// (tests/release/firefox.mjs).
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { pathToFileURL } from 'node:url';
import { writeSingle } from '../../scripts/release/single.mjs';
import { DIST, assert, labTest, untilMounted } from './harness.mjs';
import { screen } from './screen.mjs';

let folder;
let path;
let single;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offset-lab-'));
  await mkdir(join(folder, '课程 U 盘'));
  path = join(folder, '课程 U 盘', 'offset-lab-0.html');
  await writeSingle(DIST, path);
  single = pathToFileURL(path).href;
});
after(() => rm(folder, { recursive: true, force: true }));

const real = (name) => readFile(new URL(`../import/5.3.3/${name}`, import.meta.url));

/** What the context asks for; a blob is the page's own. */
function asked(context) {
  const all = [];
  context.on('request', (request) => all.push(request.url().split(/[?#]/)[0]));
  return () => [...new Set(all)].filter((url) => url !== single && !/^(blob|data):/.test(url));
}

labTest('the single file plays, saves, and shows after a reload what it showed', async ({ page, context, shot }) => {
  const others = asked(context);
  assert.ok((await stat(path)).size <= 1_200_000);
  await page.goto(single);
  await untilMounted(page);
  const lab = screen(page);
  await lab.playPast(78_000);
  await lab.saved();
  const clock = await lab.clock();
  await page.reload();
  await untilMounted(page);
  assert.equal(await lab.clock(), clock);
  await shot('single');
  // Another language and another lab of its own.
  await lab.top.getByRole('button', { name: '中文' }).click();
  await page.getByRole('button', { name: '重置位点' }).waitFor();
  await page.goto(`${single}?scenario=retention&lang=en`);
  await untilMounted(page);
  assert.match(await lab.title(), /purges a quiet one/);
  // A script that the page imports only when it is needed.
  await page.goto(`${single}?stringTest=marked`);
  await untilMounted(page);
  assert.deepEqual(others(), []);
});

labTest('a lesson, the course, the rules, an import and an upgrade are in the single file', async ({ page, context, until, shot }) => {
  const others = asked(context);
  const lab = screen(page);
  await page.goto(single);
  await untilMounted(page);
  await page.getByRole('link', { name: 'Learn' }).click();
  await page.getByRole('heading', { level: 1, name: 'Consumer progress' }).waitFor();
  await shot('single-course');
  await page.locator('[data-lesson=address] .go').click();
  await untilMounted(page);
  await lab.lesson.getByRole('heading', { name: 'Two queues' }).waitFor();
  await page.goBack();
  await until(() => page.locator('[data-lesson=address] .noted').innerText(), (said) => said.startsWith('1 / '));
  await page.getByRole('link', { name: 'Offset Lab' }).click();
  await untilMounted(page);

  await lab.top.getByRole('button', { name: 'Open', exact: true }).click();
  const file = { name: 'consumerOffset.json', mimeType: 'text/plain', buffer: await real('consumerOffset.json') };
  await lab.dialog('Open').getByLabel('Choose a file').setInputFiles([file, { ...file, name: 'topics.json', buffer: await real('topics.json') }]);
  await page.getByRole('heading', { level: 1, name: /^Imported/ }).waitFor();

  await page.goto(`${single}?scenario=new-group`);
  await untilMounted(page);
  await lab.top.getByRole('button', { name: /^RocketMQ 5\.0 docs/ }).click();
  await page.getByRole('radio', { name: /^RocketMQ 5\.3/ }).check();
  await page.getByRole('button', { name: 'Compare side by side' }).click();
  const view = page.getByRole('region', { name: 'Upgrade', exact: true });
  await view.getByText(/^Up to /).waitFor({ timeout: 100_000 });
  const rule = view.locator('a.rule').first();
  assert.match(await rule.getAttribute('href'), /^rules\.html#/);
  const [rules] = await Promise.all([context.waitForEvent('page'), rule.click()]);
  await rules.locator('section.rule').first().waitFor();
  assert.match(rules.url(), /\?page=rules#/);
  assert.deepEqual(others(), []);
});
