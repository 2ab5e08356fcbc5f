// The browsers that faults are tried in, each with a profile folder that outlives it: Chromium with either of its IndexedDB engines, and
// Firefox. One small surface for all: open() a page, evaluate() in it, kill() what is named in `kinds`, close(). It needs the environment
// of scripts/env.sh. Whatever it waits for has an end (ends.mjs). Not here: what is done in the page (lab.mjs).
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CHROMIUM_ARGUMENTS, installed } from '../e2e/browser.mjs';
import { WAIT_MS, ended, until } from './ends.mjs';

export const ENGINES = ['leveldb', 'sqlite', 'firefox'];
const CLOSE_MS = 15_000;

/** A browser's process is gone at once; its children follow when they notice. */
const end = (pid) => { try { process.kill(pid, 'SIGKILL'); } catch (error) { if (error.code !== 'ESRCH') throw error; } };

/** What both drivers have, each call with an end. */
const surface = (page) => ({
  evaluate: (run, value) => ended(page.evaluate(run, value), 'an answer of the page'),
  close: () => ended(page.close(), 'closing a page'),
  reload: () => page.reload(),
  goto: (there) => page.goto(there),
  page,
});

class Chromium {
  kinds = ['renderer SIGKILL', 'Page.crash', 'browser SIGKILL'];

  constructor(engine, profile) {
    this.args = [...CHROMIUM_ARGUMENTS];
    // Playwright's own list of features to leave off comes as one switch; this one adds to those that are on.
    if (engine === 'sqlite') this.args.push('--enable-features=IdbSqliteBackingStore');
    this.profile = profile;
  }

  async start() {
    const options = { executablePath: process.env.CHROME, args: this.args, timeout: WAIT_MS, viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', locale: 'en-US', timezoneId: 'UTC' };
    this.context = await installed('playwright-core').chromium.launchPersistentContext(this.profile, options);
    this.cdp = await ended(this.context.browser().newBrowserCDPSession(), 'a session with the browser');
  }

  async open(url, listen = () => {}) {
    if (!this.context) await this.start();
    // The browser keeps a page's process ready; a kill may have met that one, and the first new page then comes up dead.
    const page = await ended(this.context.newPage().catch(() => this.context.newPage()), 'a new page');
    page.setDefaultTimeout(WAIT_MS);
    page.on('console', (message) => listen(message.text()));
    await page.goto(url);
    return surface(page);
  }

  /** Kills by one of `kinds`. After a renderer's death the page is still there, as a tab that says so. */
  async kill(kind, { page }) {
    if (kind === 'browser SIGKILL') {
      const { processInfo } = await ended(this.cdp.send('SystemInfo.getProcessInfo'), 'the list of processes');
      const gone = new Promise((done) => { this.context.once('close', done); });
      end(processInfo.find(({ type }) => type === 'browser').id);
      await ended(gone, 'the end of a killed browser');
      this.context = undefined;
      await processesGone(this.profile);
      return;
    }
    const crashed = new Promise((done) => { page.once('crash', done); });
    if (kind === 'Page.crash') {
      const session = await ended(this.context.newCDPSession(page), 'a session with the page');
      session.send('Page.crash').catch(() => {});
    } else {
      // Whichever is the page's: the others show nothing.
      const { processInfo } = await ended(this.cdp.send('SystemInfo.getProcessInfo'), 'the list of processes');
      for (const { type, id } of processInfo) if (type === 'renderer') end(id);
    }
    await ended(crashed, 'the end of a killed page');
    await ended(page.close(), 'closing a killed page');
  }

  /** The most that this origin may store; without a number, what the browser decides. */
  async quota(page, origin, quotaSize) {
    const session = await ended(this.context.newCDPSession(page.page), 'a session with the page');
    await ended(session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize }), 'another quota');
  }

  async close() {
    const { context } = this;
    this.context = undefined;
    if (!context) return;
    // Where the store hangs, so may the browser that closes it.
    await ended(context.close(), 'closing the browser', CLOSE_MS).catch(() => endAll(this.profile));
    await processesGone(this.profile);
  }

  databases = () => join(this.profile, 'Default', 'IndexedDB');
}

class Firefox {
  kinds = ['content SIGKILL', 'browser SIGKILL'];

  constructor(_, profile) {
    this.profile = profile;
  }

  async start() {
    const puppeteer = createRequire(join(process.env.PEERS, 'x.js'))('puppeteer-core');
    this.browser = await puppeteer.launch({
      timeout: WAIT_MS, browser: 'firefox', executablePath: process.env.FIREFOX, userDataDir: this.profile, headless: true, protocolTimeout: WAIT_MS,
      extraPrefsFirefox: { 'intl.accept_languages': 'en-US', 'dom.ipc.processPrelaunch.enabled': false, 'browser.tabs.unloadOnLowMemory': false },
    });
  }

  async open(url, listen = () => {}) {
    if (!this.browser) await this.start();
    const page = await ended(this.browser.newPage(), 'a new page');
    page.setDefaultTimeout(WAIT_MS);
    page.on('console', (message) => listen(message.text()));
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(url);
    return surface(page);
  }

  async kill(kind) {
    const parent = this.browser.process().pid;
    if (kind === 'content SIGKILL') {
      const pages = await children(parent, 'tab');
      if (pages.length === 0) throw new Error('there is no page process to kill');
      pages.forEach(end);
      await until(async () => !(await children(parent, 'tab')).some((pid) => pages.includes(pid)), 'a page process does not end');
      return;
    }
    end(parent);
    this.browser = undefined;
    await processesGone(this.profile);
  }

  async close() {
    if (!this.browser) return;
    const { pid } = this.browser.process();
    // After a page's process was killed the driver may wait for it for ever.
    await ended(this.browser.close(), 'closing the browser', CLOSE_MS).catch(() => {});
    end(pid);
    this.browser = undefined;
    await processesGone(this.profile);
  }

  databases = () => join(this.profile, 'storage', 'default');
}

async function commands() {
  const found = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (line) found.push({ pid: Number(pid), line: line.replaceAll('\0', ' ').trim(), parent: Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]) });
  }
  return found;
}

/** Processes below a Firefox (some are children of its fork server) whose command line ends with this word: `tab` is a page's. */
async function children(parent, word) {
  const all = await commands();
  const isBelow = (one) => one && (one.parent === parent || isBelow(all.find(({ pid }) => pid === one.parent)));
  return all.filter((one) => one.line.endsWith(` ${word}`) && isBelow(one)).map(({ pid }) => pid);
}

/** Waits until no process holds this profile: a browser started before that would find it locked. */
const processesGone = (profile) =>
  until(async () => !(await commands()).some(({ line }) => line.includes(profile)), `a browser still holds ${profile}`);

/** Ends every process of this profile's browser: each names the profile, and the profile is ours alone. */
async function endAll(profile) {
  for (const { pid, line } of await commands()) if (line.includes(profile)) end(pid);
}

/** A browser with this engine and an empty profile, or a copy of another one's; `forget` takes the profile away. */
export async function browserWith(engine, { like } = {}) {
  if (!ENGINES.includes(engine)) throw new Error(`There is no engine '${engine}', only ${ENGINES.join(', ')}`);
  const profile = await mkdtemp(join(process.env.FAULT_TMP ?? tmpdir(), `offset-lab-${engine}-`));
  if (like) await promisify(execFile)('cp', ['-a', '--reflink=auto', `${like}/.`, profile]);
  const browser = new (engine === 'firefox' ? Firefox : Chromium)(engine, profile);
  browser.engine = engine;
  browser.forget = () => rm(profile, { recursive: true, force: true, maxRetries: 5 });
  return browser;
}

/** Every file below a folder, the largest first: { path, bytes }. */
export async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const sized = await Promise.all(files.map(async (path) => ({ path, bytes: (await stat(path)).size })));
  return sized.sort((a, b) => b.bytes - a.bytes);
}
