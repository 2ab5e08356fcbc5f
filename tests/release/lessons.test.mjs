// Six lessons in Firefox from their first step to their last, one of each sort: choices, a mark on the axis, picked messages, a comparison, a
// challenge, a drill. Every question is answered right, every task is solved by its solution, and the console stays empty. Not here: the whole
// course, by keyboard in Chromium (tests/e2e/course_keyboard.test.mjs).
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../../scripts/serve.mjs';

const DIST = process.env.DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
const WAIT_MS = 60_000;
const LESSONS = ['address', 'below-min', 'phantom-lag', 'above-max', 'first-aid', 'negative-diff'];
const puppeteer = createRequire(join(process.env.PEERS, 'x.js'))('puppeteer-core');

let server;
let browser;
let page;
const problems = [];

before(async () => {
  server = await serve({ dir: DIST, base: '/lab/' });
  browser = await puppeteer.launch({
    browser: 'firefox', executablePath: process.env.FIREFOX, headless: true, protocolTimeout: WAIT_MS,
    extraPrefsFirefox: { 'intl.accept_languages': 'en-US', 'ui.prefersReducedMotion': 1 },
  });
  page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  page.setDefaultTimeout(WAIT_MS);
  page.on('console', (message) => { if (['error', 'warn'].includes(message.type())) problems.push(message.text()); });
  page.on('pageerror', (error) => problems.push(String(error)));
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const title = (wanted) => page.waitForFunction((text) => document.querySelector('.lesson h2')?.textContent === text, {}, wanted);
const press = (words) => page.evaluate((text) => [...document.querySelectorAll('.lesson button')].find((button) => button.textContent === text).click(), words);
const rightOf = (step) => step.answer ?? step.choices.findIndex((choice) => choice.right);

async function work(kind, step) {
  if (kind === 'predict' && step.by) {
    const right = step.choices[rightOf(step)];
    for (const [n, { number }] of (right.values ?? [right.value]).entries()) await page.locator(`.lesson .choice:nth-child(${n + 1}) input`).fill(String(number));
  } else if (['predict', 'recall', 'choose_command'].includes(kind)) {
    await page.locator(`.lesson .choice:nth-child(${rightOf(step) + 1}) input`).click();
  } else if (kind === 'order') {
    for (const choice of step.choices.filter((one) => !one.unsafe)) {
      await page.waitForFunction((text) => [...document.querySelectorAll('.lesson button')].some((button) => button.textContent === text), {}, choice.text.en);
      await press(choice.text.en);
    }
  } else if (['do', 'challenge'].includes(kind)) {
    await press('Show a solution');
    await page.waitForFunction(() => document.querySelector('.lesson .goal')?.textContent === 'Done');
  }
}

for (const id of LESSONS) {
  test(`${id} in Firefox, to its end`, async () => {
    const { steps } = JSON.parse(await readFile(join(DIST, `lessons/${id}.json`), 'utf8'));
    await page.goto(`${server.url}?lesson=${id}&lang=en`);
    for (const [at, entry] of steps.entries()) {
      const [[kind, step]] = Object.entries(entry);
      await title(step.title.en);
      await work(kind, step);
      if (at + 1 === steps.length) break;
      await page.waitForSelector('.lesson-nav button.solid:not([disabled])');
      await page.click('.lesson-nav button.solid');
    }
    await page.waitForSelector('.lesson-nav a.solid');
    await page.waitForFunction((name) => {
      const noted = JSON.parse(localStorage.getItem(`offset-lab:learned:${name}`) ?? '{}');
      return noted.done && noted.right === noted.asked;
    }, {}, id);
    assert.deepEqual(problems, []);
  });
}
