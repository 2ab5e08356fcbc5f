// A large lab in a browser of its own, driven as a person drives it and measured from outside: what the benchmark
// (tests/bench/large.mjs) and the test of a smaller one (large.test.mjs) share. It needs the environment of scripts/env.sh.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHROMIUM_ARGUMENTS, installed, untilMounted } from './browser.mjs';

const BODY_BYTES = 200;
export const QUEUES = 64;
export const GROUPS = 8;
/** Virtual seconds in which the lab is produced: the button that runs ahead by a minute. */
const PRODUCED_IN_S = 60;

/** A scenario that stores about this many messages in its first minute: 64 queues, 8 groups that read for half a second and then rest. */
export function scenario(messages, { segmentBytes = 1 << 20, cachedSegments = 64 } = {}) {
  const at = (command) => ({ at_us: 0, command });
  const groups = Array.from({ length: GROUPS }, (_, i) => `group-${i + 1}`);
  return {
    format: 'offset-lab-scenario/1', title: { en: 'A large lab' }, text: { en: 'Many messages.' }, profile: 'docs-5.0', seed: 7,
    journal: [
      at({ set_retention: { reserved_ms: 86_400_000, segment_bytes: segmentBytes, disk_bytes: 2 ** 36 } }),
      at({ set_broker: { page_cache_segments: cachedSegments } }),
      at({ create_topic: { topic: 'clicks', queues: QUEUES } }),
      ...groups.map((group) => at({ create_group: { group } })),
      ...groups.map((group, i) => at({ add_consumer: { consumer: `${group}-a`, group, topic: 'clicks', processing_us: 200 * (i + 1), cached_max: 64 } })),
      at({ add_producer: { producer: 'web', topic: 'clicks', rate_per_s: Math.ceil(messages / PRODUCED_IN_S), body_bytes: BODY_BYTES } }),
      ...groups.map((group) => ({ at_us: 500_000, command: { pause_consumer: { consumer: `${group}-a`, paused: true } } })),
    ],
  };
}

// In the page, before anything of it runs: the program's memory, and the tasks that were too long.
function instrument() {
  window.measured = { memories: [], longest: 0 };
  const keep = (result) => {
    const memory = (result.instance ?? result).exports?.memory;
    if (memory) window.measured.memories.push(memory);
    return result;
  };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name];
    WebAssembly[name] = (...args) => real(...args).then(keep);
  }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.measured.longest = Math.max(window.measured.longest, entry.duration);
  }).observe({ type: 'longtask', buffered: true });
}

/** What lies in the lab's database: bytes of the checkpoint and the index, number of records. */
function readStored() {
  return new Promise((done, fail) => {
    const request = indexedDB.open('offset-lab:default');
    request.onerror = () => fail(request.error);
    request.onsuccess = () => {
      const database = request.result;
      const transaction = database.transaction(['meta', 'index', 'sealed', 'chunks', 'journal']);
      const meta = transaction.objectStore('meta');
      const [checkpoint, manifest] = [meta.get('checkpoint'), meta.get('manifest')];
      const index = transaction.objectStore('index').getAll();
      const [sealed, chunks] = [transaction.objectStore('sealed').count(), transaction.objectStore('chunks').count()];
      transaction.oncomplete = () => {
        database.close();
        const bytes = (record) => record?.byteLength ?? 0;
        done({
          checkpointBytes: bytes(checkpoint.result), indexBytes: index.result.reduce((sum, record) => sum + bytes(record), 0),
          records: { sealed: sealed.result, chunks: chunks.result, index: index.result.length },
          manifest: manifest.result ? [...manifest.result].join() : '',
        });
      };
    };
  });
}

export class LargeLab {
  /** With a profile of its own in `folder`, removed at the end. */
  static async begin(folder = tmpdir()) {
    const lab = new LargeLab();
    lab.profile = await mkdtemp(join(folder, 'offset-lab-large-'));
    await lab.launch();
    return lab;
  }

  async launch() {
    const features = (process.env.BENCH_FEATURES ?? '').split(' ').filter(Boolean).map((feature) => `--enable-features=${feature}`);
    this.context = await installed('playwright-core').chromium.launchPersistentContext(this.profile, {
      executablePath: process.env.CHROME, args: [...CHROMIUM_ARGUMENTS, ...features], viewport: { width: 1280, height: 800 }, locale: 'en-US',
      reducedMotion: 'reduce',
    });
    this.page = this.context.pages()[0] ?? await this.context.newPage();
    this.page.setDefaultTimeout(600_000);
    this.page.on('console', (message) => { if (message.type() === 'error') console.error(`console: ${message.text()}`); });
    this.page.on('crash', () => console.error('the page crashed'));
    await this.page.addInitScript(instrument);
  }

  /** Opens the page; milliseconds until its numbers are there, counted in the page from the start of the navigation. `clock`: what the
   * clock has to show then. */
  async open(url, clock) {
    this.url = url;
    await this.page.goto(url);
    await untilMounted(this.page);
    if (clock) await this.page.waitForFunction((text) => document.querySelector('[role=timer]')?.textContent === text, clock, { polling: 'raf' });
    return this.page.evaluate(() => performance.now());
  }

  clock() {
    return this.page.evaluate(() => document.querySelector('[role=timer]').textContent);
  }

  async openScenario(scenario) {
    await this.page.getByRole('banner').getByRole('button', { name: 'Open', exact: true }).click();
    const file = { name: 'large.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(scenario)) };
    await this.page.getByRole('dialog').getByLabel('Choose a file').setInputFiles(file);
    await this.page.getByRole('heading', { level: 1, name: 'A large lab' }).waitFor();
  }

  /** Presses the button under `scope` whose name begins so. While tasks are measured, controls are found in this way: looking for a role
   * asks every element of 64 lanes for its name, which is a task of a tenth of a second by itself. */
  async press(scope, name) {
    await this.page.waitForFunction(([scope, name]) => {
      const of = (button) => (button.getAttribute('aria-label') ?? button.textContent).trim();
      const found = [...document.querySelectorAll(`${scope} button`)].find((button) => of(button).startsWith(name) && !button.disabled);
      found?.click();
      return found;
    }, [scope, name], { polling: 'raf' });
  }

  /** Begins to run a minute ahead, by the button. */
  async runAhead() {
    await this.press('.run-ahead', '+1 min');
  }

  /** Runs a minute ahead. */
  async produce() {
    await this.runAhead();
    await this.arrived();
  }

  /** How far the journey under way is, in percent; `null`: none is. */
  percent() {
    return this.page.evaluate(() => document.querySelector('.way progress')?.value ?? null);
  }

  /** Waits until no journey is under way. */
  async arrived() {
    await this.page.waitForFunction(() => !document.querySelector('.way progress'), undefined, { polling: 'raf' });
  }

  /** Waits until everything is stored: two looks at the store that see the same. */
  async stored() {
    await this.page.locator('.saved.is-ok').waitFor();
    for (let before; ;) {
      const now = await this.page.evaluate(readStored);
      if (before?.manifest === now.manifest) return now;
      before = now;
      await this.page.waitForTimeout(700);
    }
  }

  heapBytes() {
    return this.page.evaluate(() => Math.max(...window.measured.memories.map((memory) => memory.buffer.byteLength)));
  }

  /** The longest task since the last call, in milliseconds; tasks up to 50 ms count as none. */
  async longest() {
    await this.page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); }));
    return this.page.evaluate(() => {
      // Before the first page nothing is measured.
      const { longest } = window.measured ?? { longest: 0 };
      if (window.measured) window.measured.longest = 0;
      return longest;
    });
  }

  /** Does something; its seconds, the longest task meanwhile, and the most processor time that a task of the page's thread took: where other
   * programs want the processor, a task lasts longer than what it has to do. */
  async during(work) {
    await this.longest();
    const trace = await this.trace();
    const begun = performance.now();
    const result = await work();
    const seconds = (performance.now() - begun) / 1000;
    return { result, seconds, longest: await this.longest(), busiest: await trace() };
  }

  /** Begins to note the tasks of the page's thread; what it gives ends that, and gives the most processor time of one, in milliseconds. */
  async trace() {
    const session = await this.context.newCDPSession(this.page);
    const [threads, most] = [new Set(), new Map()];
    session.on('Tracing.dataCollected', ({ value }) => {
      for (const { name, pid, tid, args, tdur = 0 } of value) {
        const thread = `${pid}:${tid}`;
        if (name === 'thread_name' && args.name === 'CrRendererMain') threads.add(thread);
        if (name.endsWith('RunTask')) most.set(thread, Math.max(most.get(thread) ?? 0, tdur / 1000));
      }
    });
    await session.send('Tracing.start', { traceConfig: { includedCategories: ['toplevel'] }, transferMode: 'ReportEvents' });
    return async () => {
      const over = new Promise((done) => session.once('Tracing.tracingComplete', done));
      await session.send('Tracing.end');
      await over;
      await session.detach();
      return Math.max(0, ...[...threads].map((thread) => most.get(thread) ?? 0));
    };
  }

  /** Moves the scrubber to a part of the way, and waits until the lab is there. */
  async scrub(part) {
    const slider = this.page.locator('input.scrubber');
    const max = Number(await slider.getAttribute('max'));
    await slider.fill(String(Math.round(max * part)));
    await this.page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
    await this.arrived();
  }

  /** Max of all queues together, from the table. */
  async messages() {
    const view = this.page.getByRole('group', { name: 'View' });
    await view.getByRole('button', { name: 'Table' }).click();
    const sum = await this.page.getByRole('main').getByRole('table').first().evaluate((table) => {
      const number = (cell) => Number(cell.textContent.replace(/\s/g, ''));
      return [...table.tBodies].reduce((sum, body) => sum + number(body.rows[0].cells[2]), 0);
    });
    await view.getByRole('button', { name: 'Picture' }).click();
    return sum;
  }

  /** Resets a group to Min through the dialog, then plays until so many records were read from the disk (0: for five seconds). What the screen says of it. */
  async resetAndRead(group, reads) {
    const { page } = this;
    await this.press('.actors', group);
    await this.press('.inspect', 'Reset offset');
    await page.locator('dialog label', { hasText: /^Min$/ }).click();
    await this.press('dialog', 'Reset 64');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await this.press('.actors', `Resume ${group}`);
    await page.locator('.speed input').fill('6');
    await this.press('.transport', 'Play');
    await page.waitForFunction((least) => {
      if (least === 0) return document.querySelector('[role=timer]').textContent > '00:01:05';
      const said = document.querySelector('.way')?.textContent.match(/so far: ([\d\s]+) reads/);
      return said && Number(said[1].replace(/\s/g, '')) >= least;
    }, reads, { polling: 'raf' });
    await this.press('.transport', 'Pause');
    return page.locator('.way').innerText();
  }

  /** Kills the browser as the system would, and starts it again on the same profile. */
  async kill() {
    const session = await this.context.browser().newBrowserCDPSession().catch(() => undefined) ?? await this.context.newCDPSession(this.page);
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const closed = new Promise((done) => this.context.once('close', done));
    process.kill(processInfo.find(({ type }) => type === 'browser').id, 'SIGKILL');
    await closed;
    await this.launch();
  }

  async end() {
    await this.context.close();
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
