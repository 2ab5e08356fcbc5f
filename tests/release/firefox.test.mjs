// The single file in Firefox, which keeps each local file to itself and has no test driver that playwright knows: it opens, plays, saves, comes
// back, and a lesson, an import and an upgrade run; nothing is asked for but the file, and the console stays empty. And the page that was kept,
// when its server is gone.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { writeSingle } from '../../scripts/release/single.mjs';
import { serve } from '../../scripts/serve.mjs';

const DIST = process.env.DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
const WAIT_MS = 60_000;
const puppeteer = createRequire(join(process.env.PEERS, 'x.js'))('puppeteer-core');

let folder;
let browser;
let page;
let single;
const problems = [];
const asked = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offset-lab-'));
  await mkdir(join(folder, '课程 U 盘'));
  const path = join(folder, '课程 U 盘', 'offset-lab-0.html');
  await writeSingle(DIST, path);
  single = pathToFileURL(path).href;
  browser = await puppeteer.launch({
    browser: 'firefox', executablePath: process.env.FIREFOX, headless: true, protocolTimeout: WAIT_MS,
    // The driver opens what an ordinary Firefox keeps apart; here it is as people have it.
    extraPrefsFirefox: { 'intl.accept_languages': 'en-US', 'security.fileuri.strict_origin_policy': true },
  });
  page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  page.setDefaultTimeout(WAIT_MS);
  page.on('console', (message) => { if (['error', 'warn'].includes(message.type())) problems.push(message.text()); });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => asked.push(request.url().split(/[?#]/)[0]));
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(query = '') {
  await page.goto(single + query);
  await mounted();
}
const mounted = () => page.waitForFunction(() => {
  const host = document.getElementById('offset-lab');
  return host?.firstElementChild && !host.querySelector('.boot') && !document.querySelector('main[aria-busy="true"]');
});
const clock = () => page.$eval('[role=timer]', (timer) => timer.textContent.trim());
const see = (text) => page.waitForFunction((wanted) => document.body.innerText.includes(wanted), {}, text);
const press = (name) => page.locator(`::-p-aria([name="${name}"])`).click();

test('it plays, saves, and shows after a reload what it showed', async () => {
  await open();
  const begun = await clock();
  await press('Play (Space)');
  await page.waitForFunction((before) => document.querySelector('[role=timer]').textContent.trim() > before, {}, begun);
  await press('Pause (Space)');
  await see('Saved');
  const left = await clock();
  await page.reload();
  await mounted();
  assert.equal(await clock(), left);
  assert.ok(left > begun);
});

test('a lesson, the course and an import', async () => {
  await open('?lesson=address');
  await see('Two queues');
  await page.waitForFunction(() => localStorage.getItem('offset-lab:learned:address') !== null);
  await page.goto(`${single}?page=course`);
  await page.waitForSelector('[data-lesson=address] .noted:not([hidden])');
  await page.click('[data-lesson=max-is-next] .go');
  await mounted();
  assert.match(page.url(), /\?lesson=max-is-next/);
  // A script that the page imports only when it is needed.
  await open('?stringTest=marked');
  await open();
  await press('Open');
  const input = await page.waitForSelector('dialog input[type=file], [role=dialog] input[type=file]');
  await input.uploadFile(fileURLToPath(new URL('../import/5.3.3/consumerOffset.json', import.meta.url)));
  await see('Imported');
});

test('the upgrade report, in a thread of its own', async () => {
  await open('?scenario=new-group');
  await page.click('header .top-profile, header button[title*="docs"], ::-p-text(RocketMQ 5.0 docs)');
  await page.locator('::-p-text(RocketMQ 5.3)').click();
  await press('Compare side by side');
  await see('Up to ');
  assert.deepEqual(problems, []);
  assert.deepEqual([...new Set(asked)].filter((url) => url !== single && !/^(blob|data):/.test(url)), []);
});

test('the page that was kept opens when its server is gone', async () => {
  const server = await serve({ dir: DIST, base: '/lab/' });
  const own = await browser.newPage();
  own.setDefaultTimeout(WAIT_MS);
  try {
    await own.goto(`${server.url}course.html?lang=en`);
    await own.locator('::-p-text(Keep it here)').click();
    await own.waitForFunction(() => document.body.innerText.includes('Kept. The lab and this course'));
    await own.goto(`${server.url}?lang=en`);
  } finally {
    await server.close();
  }
  for (const place of ['?lesson=address', 'embed.html?scenario=retention', 'course.html']) {
    await own.goto(server.url + place);
    await own.waitForFunction(() => document.querySelector('h1') && !document.querySelector('#offset-lab .boot'));
  }
  await own.close();
});
