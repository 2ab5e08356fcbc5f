// What the end-to-end tests stand on: the page in dist/, served under a sub-path with a strict Content-Security-Policy, in Chromium.
// A test file is named *.test.mjs and looks like this; `scripts/e2e.sh` runs it.
//
//   import { labTest, assert } from './harness.mjs';
//
//   labTest('the reset dialog shows a preview', async ({ page, open, axe, shot }) => {
//     await open('?scenario=story');                      // index.html; waits until the program is there and the lab at its moment
//     await page.getByRole('button', { name: 'Reset' }).click();
//     await page.getByRole('dialog').waitFor();           // locators wait; never sleep
//     await axe();                                        // fails on any violation
//     await shot('reset-preview');                        // a PNG in $SHOTS, by default $CACHE/screenshots
//   });
//
// labTest(name, [options,] body). Each test has a browser context of its own, so an empty IndexedDB. Options:
//
//   size      [width, height], default [1280, 800]         theme    'light' (default) | 'dark', as the system says
//   locale    default 'en-US'                              motion   'reduce' (default) | 'no-preference'
//   expected  patterns of the problems that the test provokes; each must occur, and nothing else may
//   context   more options for the browser context, such as { hasTouch: true }
//
// The body gets:
//
//   page                 playwright's page                  context    its browser context; context.newPage() for a second tab
//   base                 the address of dist/, ends in "/"  browser    the browser, shared by the tests of a file
//   open(query, file)    goes there; file defaults to "index.html"; wait: false as third argument {wait} does not wait
//   axe(target)          axe-core on the page, or on one frame of it (page.frame(…) or page.frames()[1])
//   ace(target)          IBM's checker on the same, with the rules of WCAG 2.2
//   shot(name)           saves a screenshot
//   problems             what went wrong so far: console errors, exceptions, refused or failed requests
//   until(read, check)   polls read() until check(value) is true and returns the value; for what no locator can wait for
//   serving(options)     a server of the test's own, as serve() takes it. It stops when the context is closed, so that no page asks it in vain
//   folder()             a folder of the test's own, which goes after that
//
// Any problem on any page of the context fails the test at its end.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { serve } from '../../scripts/serve.mjs';
import { DIST, closeEnvironment, environment, installed, newContext, openLab, untilMounted } from './browser.mjs';

export { DIST, assert, untilMounted };

const AXE = installed('axe-core').source;
const ACE = join(process.env.NODE_MODULES, 'accessibility-checker-engine/ace-window.js');
const SHOTS = process.env.SHOTS || join(process.env.CACHE, 'screenshots');
const SEEN_MOST = 8_000;
const UNTIL_MS_MAX = 45_000; // a machine that does much else may be several times slower than a quiet one

/** Collects what a user would find in the console, from every page and frame of the context. */
function watch(context) {
  const problems = [];
  context.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('page', (page) => page.on('crash', () => problems.push(`crash: ${page.url()}`)));
  context.on('weberror', (error) => problems.push(`exception: ${error.error().stack ?? error.error()}`));
  context.on('requestfailed', (request) => {
    // Leaving a page cancels what it was loading.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') problems.push(`request: ${request.url()} ${request.failure()?.errorText}`);
  });
  return problems;
}

export async function until(read, check = Boolean) {
  const end = Date.now() + UNTIL_MS_MAX;
  for (;;) {
    const value = await read();
    if (check(value)) return value;
    if (Date.now() > end) throw new Error(`waited in vain; the last value was ${JSON.stringify(value)}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

export async function axe(target) {
  await target.evaluate(AXE);
  const { violations } = await target.evaluate(() => window.axe.run(document, { iframes: false }));
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `    ${node.target.join(' ')}\n    ${node.failureSummary}`).join('\n')}`);
  assert.equal(told.length, 0, `axe-core found:\n${told.join('\n')}`);
}

/** What IBM's checker is sure of; what it only asks a person to look at is no finding. */
export async function ace(target) {
  if (!await target.evaluate(() => 'ace' in window)) await target.evaluate(await readFile(ACE, 'utf8'));
  const found = await target.evaluate(async () => {
    const { results } = await new window.ace.Checker().check(document, ['WCAG_2_2']);
    return results.filter(({ value }) => value[0] === 'VIOLATION' && value[1] === 'FAIL').map(({ ruleId, reasonId, message, snippet }) => ({ ruleId, reasonId, message, snippet }));
  });
  const told = found.map(({ ruleId, reasonId, message, snippet }) => `${ruleId} (${reasonId}): ${message}\n    ${snippet.slice(0, 200)}`);
  assert.equal(told.length, 0, `IBM's checker found:\n${told.join('\n')}`);
}

export async function shot(page, name) {
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), animations: 'disabled' });
}

function judge(problems, expected) {
  const unexpected = problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)));
  assert.deepEqual(unexpected, [], 'the page had problems');
  for (const pattern of expected) {
    assert.ok(problems.some((problem) => pattern.test(problem)), `expected a problem like ${pattern}, which did not occur`);
  }
}

/** What there is to see when a test fails: each page's words, and what went wrong on it. */
async function tell(context, problems) {
  for (const page of context.pages()) {
    const seen = await page.locator('body').ariaSnapshot({ timeout: 5_000 }).catch((error) => String(error));
    console.error(`The page at ${page.url()} when the test failed:\n${seen.slice(0, SEEN_MOST)}`);
  }
  if (problems.length > 0) console.error(`Its problems:\n${problems.join('\n')}`);
}

/** What a test has beside the page, and what ends it. */
function belongings() {
  const ends = [];
  return {
    serving: async (options) => {
      const server = await serve(options);
      ends.unshift(() => server.close());
      return server;
    },
    folder: async () => {
      const dir = await mkdtemp(join(tmpdir(), 'offset-lab-'));
      ends.push(() => rm(dir, { recursive: true, force: true }));
      return dir;
    },
    end: async () => { for (const end of ends) await end(); },
  };
}

export function labTest(name, ...rest) {
  const body = rest.pop();
  const options = rest.pop() ?? {};
  test(name, { timeout: options.timeout ?? 120_000 }, async () => {
    const { server, browser } = await environment();
    const context = await newContext(browser, options);
    const problems = watch(context);
    const { serving, folder, end } = belongings();
    try {
      const page = await context.newPage();
      const base = server.url;
      await body({
        page, context, browser, base, problems, until, serving, folder,
        open: (...where) => openLab(page, base, ...where),
        axe: (target = page) => axe(target),
        ace: (target = page) => ace(target),
        shot: (file) => shot(page, file),
      });
      judge(problems, options.expected ?? []);
    } catch (error) {
      await tell(context, problems);
      throw error;
    } finally {
      await context.close();
      await end();
    }
  });
}

after(closeEnvironment);
