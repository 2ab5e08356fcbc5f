// The browsers that faults are tried in, each with a profile folder that outlives it: Chromium with either of its IndexedDB engines, and
// Firefox. One small surface for all: open() a page, evaluate() in it, kill() what is named in `kinds`, close(). It needs the environment
// of scripts/env.sh. Not here: what is done in the page (lab.mjs).
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHROMIUM_ARGUMENTS, installed } from '../e2e/browser.mjs';

export const ENGINES = ['leveldb', 'sqlite', 'firefox'];
// Long: a machine that builds something beside this may be many times slower.
const WAIT_MS = 180_000;
const CLOSE_MS = 15_000;

/** A browser's process is gone at once; its children follow when they notice. */
const end = (pid) => { try { process.kill(pid, 'SIGKILL'); } catch (error) { if (error.code !== 'ESRCH') throw error; } };

class Chromium {
  kinds = ['renderer SIGKILL', 'Page.crash', 'browser SIGKILL'];

  constructor(engine, profile) {
    this.args = [...CHROMIUM_ARGUMENTS];
    // Playwright's own list of features to leave off comes as one switch; this one adds to those that are on.
    if (engine === 'sqlite') this.args.push('--enable-features=IdbSqliteBackingStore');
    this.profile = profile;
  }

  async start() {
    const options = { executablePath: process.env.CHROME, args: this.args, viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', locale: 'en-US', timezoneId: 'UTC' };
    this.context = await installed('playwright-core').chromium.launchPersistentContext(this.profile, options);
    this.cdp = await this.context.browser().newBrowserCDPSession();
  }

  async open(url, listen = () => {}) {
    if (!this.context) await this.start();
    // The browser keeps a page's process ready; a kill may have met that one, and the first new page then comes up dead.
    const page = await this.context.newPage().catch(() => this.context.newPage());
    page.setDefaultTimeout(WAIT_MS);
    page.on('console', (message) => listen(message.text()));
    await page.goto(url);
    return { evaluate: (run, value) => page.evaluate(run, value), close: () => page.close(), reload: () => page.reload(), goto: (there) => page.goto(there), page };
  }

  /** Kills by one of `kinds`. After a renderer's death the page is still there, as a tab that says so. */
  async kill(kind, { page }) {
    if (kind === 'browser SIGKILL') {
      const { processInfo } = await this.cdp.send('SystemInfo.getProcessInfo');
      const gone = new Promise((done) => { this.context.once('close', done); });
      end(processInfo.find(({ type }) => type === 'browser').id);
      await gone;
      this.context = undefined;
      await processesGone(this.profile);
      return;
    }
    const crashed = new Promise((done) => { page.once('crash', done); });
    if (kind === 'Page.crash') {
      const session = await this.context.newCDPSession(page);
      session.send('Page.crash').catch(() => {});
    } else {
      // Whichever is the page's: the others show nothing.
      const { processInfo } = await this.cdp.send('SystemInfo.getProcessInfo');
      for (const { type, id } of processInfo) if (type === 'renderer') end(id);
    }
    await crashed;
    await page.close();
  }

  /** The most that this origin may store; without a number, what the browser decides. */
  async quota(page, origin, quotaSize) {
    const session = await this.context.newCDPSession(page.page);
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  }

  async close() {
    await this.context?.close();
    this.context = undefined;
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
      browser: 'firefox', executablePath: process.env.FIREFOX, userDataDir: this.profile, headless: true, protocolTimeout: WAIT_MS,
      extraPrefsFirefox: { 'intl.accept_languages': 'en-US', 'dom.ipc.processPrelaunch.enabled': false, 'browser.tabs.unloadOnLowMemory': false },
    });
  }

  async open(url, listen = () => {}) {
    if (!this.browser) await this.start();
    const page = await this.browser.newPage();
    page.setDefaultTimeout(WAIT_MS);
    page.on('console', (message) => listen(message.text()));
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(url);
    return { evaluate: (run, value) => page.evaluate(run, value), close: () => page.close(), reload: () => page.reload(), goto: (there) => page.goto(there), page };
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
    await Promise.race([this.browser.close().catch(() => {}), new Promise((done) => { setTimeout(done, CLOSE_MS); })]);
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

/** Asks again and again until `check` says so. */
export async function until(check, otherwise) {
  const ended = Date.now() + WAIT_MS;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > ended) throw new Error(otherwise);
    await new Promise((done) => { setTimeout(done, 10); });
  }
}

/** A browser with this engine and an empty profile; `forget` takes the profile away. */
export async function browserWith(engine) {
  if (!ENGINES.includes(engine)) throw new Error(`There is no engine '${engine}', only ${ENGINES.join(', ')}`);
  const profile = await mkdtemp(join(process.env.FAULT_TMP ?? tmpdir(), `offset-lab-${engine}-`));
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
