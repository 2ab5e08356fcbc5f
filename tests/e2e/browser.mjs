// The browser and the server that tests and pictures of the page use: dist/ under a sub-path with a strict Content-Security-Policy, opened
// in Chromium. It needs the environment of scripts/env.sh. Tests use it through harness.mjs.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../../scripts/serve.mjs';

const { CHROME, NODE_MODULES } = process.env;
if (!CHROME || !NODE_MODULES) throw new Error('Run this through scripts/e2e.sh or shots.sh: they say where the browser and the libraries are.');
/** Loads one of the npm programs of scripts/package.json, which are installed outside the clone. */
export const installed = createRequire(join(NODE_MODULES, 'from-here.js'));

export const DIST = process.env.DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
const BASE = '/docs/next/lab/';

// Chromium refuses to run as root with its sandbox, which is what most CI containers do.
const sandbox = process.env.CI || process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [];
export const CHROMIUM_ARGUMENTS = ['--disable-gpu', ...sandbox];

let shared;
export async function environment() {
  shared ??= Promise.all([
    serve({ dir: DIST, base: BASE }),
    installed('playwright-core').chromium.launch({ executablePath: CHROME, args: CHROMIUM_ARGUMENTS }),
  ]);
  const [server, browser] = await shared;
  return { server, browser };
}

export async function closeEnvironment() {
  if (!shared) return;
  const { server, browser } = await environment();
  await browser.close();
  await server.close();
}

/** Waits until the program has put something in place of the skeleton. Works on a page and on a frame. */
export async function untilMounted(target) {
  await target.waitForFunction(() => {
    const host = document.getElementById('offset-lab');
    return host?.firstElementChild && !host.querySelector('.boot');
  });
}

/** The lab is at the moment at which it opens, no longer on its way there. */
export async function untilArrived(target) {
  await target.waitForFunction(() => !document.querySelector('main[aria-busy="true"]'));
}

/** Every lane in sight is drawn, and what was drawn is on the screen. */
export async function untilDrawn(page) {
  await page.waitForFunction(() => document.fonts.status === 'loaded' && [...document.querySelectorAll('.lane-picture')].every((lane) => {
    const [{ top, bottom }, board] = [lane, lane.closest('.board-scroll') ?? document.body].map((element) => element.getBoundingClientRect());
    return lane.firstElementChild || bottom < Math.max(board.top, 0) || top > Math.min(board.bottom, innerHeight) || !lane.checkVisibility();
  }));
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
}

export async function newContext(browser, { size = [1280, 800], theme = 'light', locale = 'en-US', motion = 'reduce', context = {} } = {}) {
  return browser.newContext({
    viewport: { width: size[0], height: size[1] }, colorScheme: theme, locale, reducedMotion: motion, timezoneId: 'UTC', ...context,
  });
}

export async function openLab(page, base, query = '', file = 'index.html', { wait = true } = {}) {
  await page.goto(`${base}${file}${query}`);
  if (!wait) return;
  await untilMounted(page);
  await untilArrived(page);
}
