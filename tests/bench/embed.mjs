// A lab in a documentation page. Before the click: what of the lab's is fetched, and the longest task, through a slow network. After it: when the
// lab is there and when a press of Play is obeyed, beside a blank frame that fetches the same files; what a second lab on the page fetches. And
// a hostile page of another origin: the longest task in the lab's own frame while it is flooded, and what becomes of an answer meanwhile.
//
// A task lasts with the time in which other programs had the processor; the second figure is what a task itself took of it, and that is judged.
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { serve } from '../../scripts/serve.mjs';
import { DIST } from '../e2e/browser.mjs';
import { NETWORKS, throttled } from './start.mjs';
import { digits, inTurn, median, percentile } from './table.mjs';

const ROTATIONS = 3;
const BEFORE_BYTES_MAX = 15_000;
const BEFORE_TASK_MS_MAX = 50;
const PLAY_RATIO_MAX = 1.25;
const HOSTILE_TASK_MS_MAX = 100;
const WAIT_MS = 180_000;
const FLOOD = 100_000;
const SEVERAL = 3;
const FRAMES_S = 6;
const FRAME_MS_MAX = 17.2; // with what the browser rounds
/** As static hosts do. */
const KEPT = { 'Cache-Control': 'max-age=600' };

const ms = (values) => `${digits(median(values))} ms`;
const kb = (values) => `${digits(median(values) / 1_000)} KB`;

/** In every frame, before it begins: the longest task of its own. */
function watchTasks() {
  const seen = { longest: 0, count: 0 };
  globalThis.tasks = seen;
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration, name }) => {
    // Not those of a host that has the same thread.
    if (name !== 'self') return;
    seen.longest = Math.max(seen.longest, duration);
    seen.count += 1;
  })).observe({ type: 'longtask', buffered: true });
}

/** The site: the page's folder with a page of a writer's in it. One that a test gives in place of a server's would keep nothing in the browser's cache,
 * so that labs could not share it. */
const HOST = 'host.html';
const LAB = '<offset-lab scenario="story" title="Story"><img src="./img/story.en.svg" width="725" height="588" alt="A board"></offset-lab>';
async function site() {
  const dir = await mkdtemp(join(tmpdir(), 'offset-lab-site-'));
  await cp(DIST, dir, { recursive: true });
  await writeFile(join(dir, HOST), `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,"><script src="./offset-lab.js" defer></script><main>${LAB.repeat(2)}</main></html>`);
  return { dir, forget: () => rm(dir, { recursive: true }) };
}
const isOurs = (url) => !url.endsWith(HOST) && !url.startsWith('data:');

/** Bytes on the wire of everything that a page and its frames fetch, by address. */
async function bytesOf(context, page) {
  const wire = await context.newCDPSession(page);
  const [names, bytes] = [new Map(), new Map()];
  wire.on('Network.requestWillBeSent', ({ requestId, request }) => names.set(requestId, request.url));
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => bytes.set(names.get(requestId), (bytes.get(names.get(requestId)) ?? 0) + encodedDataLength));
  await wire.send('Network.enable');
  return bytes;
}

const sum = (bytes, keep) => [...bytes].reduce((all, [url, length]) => (url && keep(url) ? all + length : all), 0);

const HERE = 'the-lab-is-here';

/** Begins to note the tasks of all pages' threads; what it gives ends that, and gives the most processor time of one, in milliseconds, in the process
 * in which a frame has marked itself. */
async function traced(context) {
  const session = await context.browser().newBrowserCDPSession();
  const [threads, most] = [new Set(), new Map()];
  let lab;
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, pid, tid, args, tdur = 0 } of value) {
      const thread = `${pid}:${tid}`;
      if (name === 'thread_name' && args.name === 'CrRendererMain') threads.add(thread);
      if (name === HERE) lab = pid;
      if (name.endsWith('RunTask')) most.set(thread, Math.max(most.get(thread) ?? 0, tdur / 1000));
    }
  });
  await session.send('Tracing.start', { traceConfig: { includedCategories: ['toplevel', 'blink.user_timing'], traceBufferSizeInKb: 1 << 20 }, transferMode: 'ReportEvents' });
  return async () => {
    const over = new Promise((done) => { session.once('Tracing.tracingComplete', done); });
    await session.send('Tracing.end');
    await over;
    await session.detach();
    return Math.max(0, ...[...threads].filter((thread) => thread.startsWith(`${lab}:`)).map((thread) => most.get(thread) ?? 0));
  };
}

/** The longest task of a page before the click and after it, in processor time. */
async function tasks(context, server) {
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  const mark = () => page.evaluate((name) => { performance.mark(name); }, HERE);
  const first = await traced(context);
  await page.goto(server.url + HOST, { waitUntil: 'load' });
  await page.evaluate(() => new Promise((done) => { requestIdleCallback(done); }));
  await mark();
  const before = await first();
  const second = await traced(context);
  await page.evaluate(() => {
    const lab = document.querySelector('offset-lab');
    lab.shadowRoot.querySelector('button').click();
    return lab.play();
  });
  await mark();
  const after = await second();
  await page.close();
  return { before, after };
}

async function visit(context, server, network, labs = 1) {
  const page = await throttled(context, server.url, network);
  page.setDefaultTimeout(WAIT_MS);
  const bytes = await bytesOf(context, page);
  await page.goto(server.url + HOST, { waitUntil: 'load' });
  await page.waitForFunction(() => [...document.querySelectorAll('offset-lab')].every((lab) => lab.shadowRoot));
  // Whatever the load left to do is done.
  await page.evaluate(() => new Promise((done) => { requestIdleCallback(done); }));
  const before = sum(bytes, isOurs);
  const after = await page.evaluate(async (count) => {
    const clicked = performance.now();
    for (const lab of [...document.querySelectorAll('offset-lab')].slice(0, count)) {
      const ready = new Promise((done) => { lab.addEventListener('lab-ready', done, { once: true }); });
      lab.shadowRoot.querySelector('button').click();
      await ready;
    }
    const there = performance.now() - clicked;
    const lab = document.querySelector('offset-lab');
    const moved = new Promise((done) => { lab.addEventListener('lab-state', ({ detail }) => { if (detail.playing) done(); }); });
    await lab.play();
    await moved;
    return { there, played: performance.now() - clicked };
  }, labs);
  const fetched = [...bytes.keys()].filter((url) => url && isOurs(url));
  const all = sum(bytes, isOurs);
  await page.close();
  return { before, ...after, bytes: all, fetched };
}

/** A page that opens a frame with nothing in it but the same fetches. A file that is not there is a blank page. */
async function blank(context, server, network, urls) {
  const page = await throttled(context, server.url, network);
  await page.goto(`${server.url}blank.html`, { waitUntil: 'commit' });
  const took = await page.evaluate(async ({ address, all }) => {
    const clicked = performance.now();
    const frame = document.createElement('iframe');
    frame.src = address;
    const open = new Promise((done) => { frame.onload = done; });
    document.body.append(frame);
    await open;
    await Promise.all(all.map(async (url) => (await frame.contentWindow.fetch(url)).arrayBuffer()));
    return performance.now() - clicked;
  }, { address: `${server.url}blank-frame.html`, all: urls });
  await page.close();
  return took;
}

async function visits(context, dir) {
  const server = await serve({ dir, base: '/embed/', packed: ['gzip'], more: KEPT });
  const rows = [];
  try {
    const took = [];
    for (let i = 0; i < ROTATIONS; i += 1) took.push(await tasks(context, server));
    const [before, after] = [took.map((each) => each.before), took.map((each) => each.after)];
    rows.push(
      { row: 'before the click, longest task, processor time', ours: ms(before), peer: '50 ms', ratios: before.map((each) => each / BEFORE_TASK_MS_MAX), budget: '≤ 50 ms', kept: (ratio) => ratio <= 1 },
      { row: 'after it, longest task, processor time', ours: ms(after), peer: '', ratios: [] },
    );
    for (const network of NETWORKS) {
      const { fetched } = await visit(context, server, network);
      const files = fetched.filter((url) => !/offset-lab\.js|\/img\//.test(url));
      const { ours, two, peer } = await inTurn(ROTATIONS, {
        ours: () => visit(context, server, network),
        two: () => visit(context, server, network, 2),
        peer: () => blank(context, server, network, files),
      }, false);
      const of = (all, read) => all.map(read);
      const bytes = of(ours, ({ before }) => before);
      const plays = of(ours, ({ played }) => played);
      rows.push(
        { row: `before the click, fetched, ${network.name}`, ours: kb(bytes), peer: '15 KB', ratios: bytes.map((each) => each / BEFORE_BYTES_MAX), budget: '≤ 15 KB', kept: (ratio) => ratio <= 1 },
        { row: `after it, the lab is there, ${network.name}`, ours: ms(of(ours, ({ there }) => there)), peer: ms(peer), ratios: ours.map(({ there }, i) => there / peer[i]) },
        { row: `after it, Play is obeyed, ${network.name}`, ours: ms(plays), peer: ms(peer), ratios: plays.map((each, i) => each / peer[i]), budget: `≤ ${PLAY_RATIO_MAX}`, kept: (ratio) => ratio <= PLAY_RATIO_MAX },
        { row: `two labs on a page, fetched, ${network.name}`, ours: kb(of(two, (each) => each.bytes)), peer: kb(of(ours, (each) => each.bytes)), ratios: of(two, (each, i) => each.bytes / ours[i].bytes) },
      );
    }
  } finally {
    await server.close();
  }
  return rows;
}

/** In the page: intervals between its frames, for so many seconds. */
function watchFrames(seconds) {
  return new Promise((done) => {
    const intervals = [];
    let [begun, last] = [undefined, undefined];
    const frame = (now) => {
      begun ??= now;
      if (last !== undefined) intervals.push(now - last);
      last = now;
      if (now - begun < seconds * 1e3) requestAnimationFrame(frame);
      else done(intervals);
    };
    requestAnimationFrame(frame);
  });
}

/** Several labs of one page that play at once: its frames. */
async function together(context, dir) {
  const server = await serve({ dir, base: '/embed/', more: KEPT });
  const runs = [];
  try {
    for (let i = 0; i < ROTATIONS; i += 1) {
      const page = await context.newPage();
      page.setDefaultTimeout(WAIT_MS);
      await page.goto(server.url + HOST);
      await page.evaluate((count) => {
        const [first] = document.querySelectorAll('offset-lab');
        document.querySelector('main').replaceChildren(...Array.from({ length: count }, () => first.cloneNode(true)));
      }, SEVERAL);
      const rests = await page.evaluate(watchFrames, FRAMES_S / 2);
      await page.evaluate(() => Promise.all([...document.querySelectorAll('offset-lab')].map((lab) => lab.play())));
      await page.evaluate(watchFrames, 1);
      runs.push({ plays: percentile(await page.evaluate(watchFrames, FRAMES_S), 0.99), rests: percentile(rests, 0.99) });
      await page.close();
    }
  } finally {
    await server.close();
  }
  return [{
    row: `${SEVERAL} labs on a page that play, frame interval p99`, ours: ms(runs.map(({ plays }) => plays)), peer: ms(runs.map(({ rests }) => rests)),
    ratios: runs.map(({ plays, rests }) => plays / rests), budget: '≤ 16.7 ms', kept: () => median(runs.map(({ plays }) => plays)) <= FRAME_MS_MAX,
  }];
}

const linked = (text) => `1.${deflateRawSync(text).toString('base64url')}`;

/** A file of nearly 1 MiB that does all of its commands at once. */
function crowded() {
  const journal = [{ at_us: 0, command: { create_topic: { topic: 't', queues: 64 } } }];
  for (let i = 0; i < 11_000; i += 1) journal.push({ at_us: 0, command: { send_message: { topic: 't', queue: i % 64, body: 'x' } } });
  return JSON.stringify({ format: 'offset-lab-scenario/1', title: { en: 'Crowded' }, journal });
}

/** What a hostile host does with a lab's frame, by what it is called. Each runs in the host and ends when the lab has answered everything. */
const ATTACKS = {
  'nothing (its own longest task)': { run: async ({ ask }) => { await ask('state'); } },
  '10⁵ messages of theme and language': {
    run: async ({ lab, ask, flood }) => {
      for (let i = 0; i < flood; i += 1) lab.postMessage({ lab: 1, type: i % 2 ? 'theme' : 'lang', theme: i % 4 ? 'dark' : 'light', lang: i % 3 ? 'en' : 'zh-CN' }, '*');
      await ask('state');
    },
  },
  '10⁵ messages that no lab knows': {
    run: async ({ lab, ask, flood }) => {
      let deep = [];
      for (let i = 0; i < 400; i += 1) deep = [deep];
      for (let i = 0; i < flood; i += 1) lab.postMessage(i % 1_000 ? 'slide:stop' : { lab: 1, type: deep, theme: deep }, '*');
      await ask('state');
    },
  },
  '10⁵ commands': {
    run: async ({ port, ask, flood }) => {
      for (let i = 0; i < flood; i += 1) port.postMessage({ id: -i, type: ['step', 'play', 'pause', 'restart'][i % 4] });
      await ask('state');
    },
  },
  '10⁵ questions': {
    run: async ({ port, ask, flood }) => {
      for (let i = 0; i < flood; i += 1) port.postMessage({ id: -i, type: i % 2 ? 'state' : 'snapshot' });
      await ask('state');
    },
  },
  'seeks there and back': {
    run: async ({ port, ask }) => {
      for (let i = 0; i < 1_000; i += 1) port.postMessage({ id: -i, type: 'seek', value: i % 2 ? '10h' : '1s' });
      await ask('seek', '1s');
    },
  },
  '400 files of 1 MiB nested deeply': {
    run: async ({ port, ask }) => {
      const text = `{"a":${'['.repeat(1_000_000)}`;
      for (let i = 0; i < 400; i += 1) port.postMessage({ id: -i, type: 'load', value: text });
      await ask('state');
    },
  },
  'a file of 11 000 commands at one instant': { run: async ({ ask, text }) => { await ask('load', text); await ask('state'); } },
  'files of 11 000 commands, and their state': {
    run: async ({ port, ask, text }) => {
      for (let i = 0; i < 20; i += 1) port.postMessage({ id: -i, type: 'load', value: text });
      for (let i = 0; i < 200; i += 1) port.postMessage({ id: -100 - i, type: 'state' });
      await ask('state');
    },
  },
  'an inflate bomb': { hash: `s=${linked(Buffer.alloc(6_000_000))}` },
  'a link that is nested deeply': { hash: `s=${linked('{"format":'.repeat(20_000))}` },
  'a link of 3 000 commands at one instant': {
    hash: `s=${linked(JSON.stringify({
      format: 'offset-lab-scenario/1', title: { en: 'Crowded' },
      journal: [{ at_us: 0, command: { create_topic: { topic: 't', queues: 64 } } }, ...Array.from({ length: 3_000 }, (_, i) => ({ at_us: 0, command: { send_message: { topic: 't', queue: i % 64, body: '' } } }))],
    }))}`,
  },
  'a link of a million characters': { hash: `s=1.${'A'.repeat(1_000_000)}` },
  'a title and names of markup': { query: `?scenario=${encodeURIComponent('<img src=x onerror=alert(1)>')}&lang=javascript:alert(1)&view=javascript:alert(1)` },
};

/** In the host: the frame of a lab and its channel. Gives what an attack needs. */
async function framed(src) {
  const frame = Object.assign(document.createElement('iframe'), { width: 1000, height: 700, src });
  const answers = new Map();
  let count = 0;
  const channel = new Promise((done) => {
    addEventListener('message', ({ data, source, ports }) => {
      if (source !== frame.contentWindow || data?.type !== 'hello') return;
      ports[0].onmessage = ({ data: said }) => {
        if (said.type === 'ready' || said.type === 'error') done(ports[0]);
        answers.get(said.id)?.(said);
      };
    });
  });
  document.body.append(frame);
  const port = await channel;
  /** Asks until it is not refused for being too much. */
  const ask = async (type, value) => {
    for (;;) {
      count += 1;
      const id = count;
      const answer = new Promise((done) => { answers.set(id, done); });
      port.postMessage({ id, type, value });
      const { error } = await answer;
      if (error !== 'too many messages') return;
      await new Promise((done) => { setTimeout(done, 100); });
    }
  };
  globalThis.framed = { lab: frame.contentWindow, port, ask };
}

/** What the browser itself takes to bring a frame with nothing in it to an address. */
async function alone(context, hosts, server, hash) {
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  await page.goto(`${hosts.url.replace('127.0.0.1', 'localhost')}blank.html`, { waitUntil: 'commit' });
  const trace = await traced(context);
  await page.evaluate((src) => new Promise((done) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src, onload: done }));
  }), `${server.url}blank.html#${hash}`);
  await page.frames().find((each) => each.url().startsWith(server.url)).evaluate((mark) => { performance.mark(mark); }, HERE);
  const busiest = await trace();
  await page.close();
  return busiest;
}

async function attack(context, hosts, server, { run, hash = '', query = '?scenario=story' }) {
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  await page.addInitScript(watchTasks);
  // A host of another site: its own work is another process'.
  await page.goto(`${hosts.url.replace('127.0.0.1', 'localhost')}blank.html`, { waitUntil: 'commit' });
  const lab = `${server.url}embed.html${query}${hash ? `#${hash}` : ''}`;
  // What opens is measured with the opening.
  let trace = run ? undefined : await traced(context);
  await page.evaluate(framed, lab);
  const frame = page.frames().find((each) => each.url().startsWith(server.url));
  const own = () => frame.evaluate((mark) => {
    performance.mark(mark);
    return globalThis.tasks.longest;
  }, HERE);
  if (run) {
    await own();
    await frame.evaluate(() => { globalThis.tasks.longest = 0; });
    trace = await traced(context);
    await page.evaluate(`(${run.toString()})({ ...globalThis.framed, flood: ${FLOOD}, text: ${run.toString().includes('text }') ? JSON.stringify(crowded()) : '""'} })`);
    // What it asked for is drawn, and said by the observer.
    await frame.evaluate(() => new Promise((done) => { requestAnimationFrame(() => setTimeout(done, 100)); }));
  }
  const longest = await own();
  const busiest = await trace();
  await page.close();
  return { longest, busiest };
}

async function attacks(context) {
  const [hosts, server] = await Promise.all([serve({ dir: DIST, base: '/host/' }), serve({ dir: DIST, base: '/lab/' })]);
  const rows = [];
  try {
    // A first one, so that the browser has compiled the program before.
    await attack(context, hosts, server, {});
    const mounted = [];
    for (let i = 0; i < ROTATIONS; i += 1) mounted.push((await attack(context, hosts, server, {})).busiest);
    for (const [name, each] of Object.entries(ATTACKS)) {
      const took = [];
      for (let i = 0; i < ROTATIONS; i += 1) took.push(await attack(context, hosts, server, each));
      // To open any lab takes a task of its own, and so does an address of any page; with a link that is a part of what is measured.
      const address = [];
      for (let i = 0; each.hash && i < ROTATIONS; i += 1) address.push(await alone(context, hosts, server, each.hash));
      const free = each.run ? 0 : Math.max(median(mounted), median(address) ?? 0);
      const most = HOSTILE_TASK_MS_MAX + free;
      const [lasted, worked] = [took.map(({ longest }) => longest), took.map(({ busiest }) => busiest)];
      rows.push({
        row: `hostile page: ${name}, longest task`, ours: `${ms(lasted)}, ${ms(worked)} of the processor`, peer: each.run ? '' : `${digits(free)} ms without it`,
        ratios: worked.map((one) => one / most), budget: `≤ ${digits(most)} ms`, kept: (ratio) => ratio <= 1,
      });
      console.log(`  ${name}: ${took.map(({ longest, busiest }) => `${digits(longest)} (${digits(busiest)})`).join(', ')} ms`);
    }
  } finally {
    await Promise.all([hosts.close(), server.close()]);
  }
  return rows;
}

export async function embed({ context }) {
  const { dir, forget } = await site();
  try {
    return [...await visits(context, dir), ...await together(context, dir), ...await attacks(context)];
  } finally {
    await forget();
  }
}
