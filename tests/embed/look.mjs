// What is looked at in a built site: the picture first and nothing of ours but the element before the click, labs that run, the theme, print,
// going away and coming back. Not here: building (tools.mjs).
//
// Invariant: each look ends with the console's problems, of which there must be none. It waits for what is to be seen, never for a time.
import assert from 'node:assert/strict';
import { constants, inflateSync } from 'node:zlib';

const WAIT_MS = 60_000;
const PRINT_MS = 20_000;
const CLICK_MS = 2_000; // after which a switch has another state to go through

async function until(read, what, most = WAIT_MS) {
  const end = Date.now() + most;
  for (;;) {
    const value = await read();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((done) => { setTimeout(done, 50); });
  }
}

/** Opens a page, with the addresses that it asks for and what goes wrong on it. */
async function watched(browser, url) {
  const page = await browser.newPage();
  const [asked, problems] = [[], []];
  page.on('request', (request) => asked.push(request.url()));
  // A browser asks for an icon at the server's root where a site names none.
  const isIcon = (address) => address?.endsWith(':' + new URL(url).port + '/favicon.ico');
  page.on('console', (message) => {
    if (['error', 'warn', 'warning'].includes(message.type()) && !isIcon(message.location().url)) problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('response', (response) => { if (response.status() >= 400 && !isIcon(response.url())) problems.push(`${response.status()}: ${response.url()}`); });
  await page.setViewport({ width: 1100, height: 760 });
  await page.goto(url, { waitUntil: 'load' });
  return { page, asked, problems };
}

const ours = (asked) => asked.map((url) => new URL(url).pathname).filter((path) => path.includes('/offset-lab/')).map((path) => path.split('/offset-lab/').pop());
const states = (page) => page.evaluate(() => [...document.querySelectorAll('offset-lab')].map((lab) => lab.shadowRoot?.querySelector('.box').dataset.state));
const labFrames = (page) => page.frames().filter((frame) => frame.url().includes('/embed.html'));

async function runLabs(page) {
  const count = await page.evaluate(() => {
    const all = [...document.querySelectorAll('offset-lab')];
    for (const lab of all) lab.shadowRoot.querySelector('button').click();
    return all.length;
  });
  await until(async () => (await states(page)).every((state) => state === 'running'), 'all labs run');
  const frames = await until(() => { const found = labFrames(page); return found.length === count && found; }, 'a frame for each lab');
  for (const frame of frames) await frame.waitForSelector('.lane', { timeout: WAIT_MS });
  return frames;
}

const themes = (frames) => Promise.all(frames.map((frame) => frame.evaluate(() => document.documentElement.dataset.theme ?? 'auto')));

/** Switches as a reader would, until the frames are as dark as they are not now. */
async function switchTheme(page, frames, dark) {
  const [before] = await themes(frames);
  const wanted = before === 'dark' ? 'light' : 'dark';
  const all = async (theme) => (await themes(frames)).every((each) => each === theme);
  if (!dark) {
    await page.evaluate((theme) => { document.documentElement.dataset.theme = theme; }, wanted);
  } else if (dark.select) {
    await page.evaluate((selector, theme) => {
      const select = document.querySelector(selector);
      select.value = theme;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, dark.select, wanted);
  } else {
    const clicks = [dark].flat();
    // Some have a third state, "as the system", before the one that is wanted.
    for (let tries = 0; tries < 3 && !await all(wanted); tries += 1) {
      for (const selector of clicks) await page.evaluate((wantedOne) => document.querySelector(wantedOne).click(), selector);
      await until(() => all(wanted), `the labs are ${wanted}`, CLICK_MS).catch(() => {});
    }
  }
  await until(() => all(wanted), `the labs are ${wanted}`);
  return wanted;
}

/** What is on a print: every stream of its PDF, without the one that has the time of day. */
async function print(page) {
  const pdf = Buffer.from(await page.pdf()).toString('latin1').replace(/\/(Creation|Mod)Date *\([^)]*\)/g, '');
  const streams = [...pdf.matchAll(/stream\r?\n([^]*?)endstream/g)].map(([, bytes]) => {
    try {
      return inflateSync(Buffer.from(bytes, 'latin1'), { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1');
    } catch {
      return bytes;
    }
  });
  return streams.filter((stream) => !stream.includes('/CreationDate')).join('\n');
}

/** The print of a page in which nothing is on its way any more: twice the same. */
async function settledPrint(page) {
  let last;
  await until(async () => {
    const before = last;
    last = await print(page);
    return last === before;
  }, 'two prints alike');
  return last;
}

/** A print while labs run is the print of the page before the click, and the pictures are on it. */
async function printed(page, before) {
  await until(async () => await print(page) === before, 'print shows the pictures, as before the click', PRINT_MS);
  const hide = (visibility) => page.evaluate((value) => { for (const picture of document.querySelectorAll('offset-lab img')) picture.style.visibility = value; }, visibility);
  await hide('hidden');
  assert.ok(await print(page) !== before, 'the pictures are on the print');
  await hide('');
}

async function goAwayAndBack(page, count, [away, home]) {
  const follow = (text) => page.evaluate((name) => [...document.querySelectorAll('main a, article a, .content a, body a')].find((link) => link.textContent.trim() === name && !link.closest('nav, aside')).click(), text);
  const headed = (text) => until(() => page.evaluate((name) => [...document.querySelectorAll('h1')].some((each) => each.textContent.includes(name)), text).catch(() => false), `the page ${text}`);
  await follow(away);
  await headed(away);
  await until(() => labFrames(page).length === 0, 'no frame is left');
  assert.equal(await page.evaluate(() => document.querySelectorAll('offset-lab, iframe').length), 0);
  await follow(home);
  await headed(home);
  await until(() => page.evaluate((wanted) => [...document.querySelectorAll('offset-lab')].filter((lab) => lab.shadowRoot).length === wanted && [...document.querySelectorAll('offset-lab img')].every((picture) => picture.getBoundingClientRect().height > 0), count), 'the pictures again');
  assert.equal(labFrames(page).length, 0, 'nothing runs by itself');
  await runLabs(page);
}

/** Looks at a page with the element. What was seen, in a few words; throws at the first thing that is not so. */
export async function lookAtSite(browser, url, { dark, shot, count = 2, links = ['Without a lab', 'Consumer progress'] }) {
  const { page, asked, problems } = await watched(browser, url);
  try {
    await until(async () => (await states(page)).length === count && (await states(page)).every((state) => state === 'idle'), 'the elements');
    await until(() => page.evaluate(() => [...document.querySelectorAll('offset-lab img')].every((picture) => picture.complete && picture.naturalWidth > 0)), 'the pictures');
    assert.deepEqual(ours(asked).filter((path) => path !== 'offset-lab.js' && !/^img\/[\w-]+\.en\.svg$/.test(path)), [], 'nothing of ours before the click');
    const before = await settledPrint(page);
    const frames = await runLabs(page);
    await printed(page, before);
    await switchTheme(page, frames, dark);
    if (shot) await page.screenshot({ path: shot, type: 'webp', quality: 45 });
    await goAwayAndBack(page, count, links);
    return problems;
  } finally {
    await page.close();
  }
}

/** Slides: a frame loads when its slide comes, plays with it, and rests when it goes. */
export async function lookAtSlides(browser, url, { shot }) {
  const { page, asked, problems } = await watched(browser, url);
  try {
    await page.waitForFunction(() => window.Reveal?.isReady());
    assert.deepEqual(ours(asked).filter((path) => path.endsWith('.wasm')), [], 'nothing of ours on the first slide');
    await page.evaluate(() => window.Reveal.slide(1));
    const frame = await until(() => labFrames(page)[0], 'the lab of the slide');
    await frame.waitForSelector('.lane', { timeout: WAIT_MS });
    const clock = () => frame.evaluate(() => document.querySelector('.clock')?.textContent);
    const first = await clock();
    await until(async () => await clock() !== first, 'the lab plays with its slide');
    if (shot) await page.screenshot({ path: shot, type: 'webp', quality: 45 });
    await page.evaluate(() => window.Reveal.slide(2));
    await until(() => labFrames(page).find((each) => each.url().includes('retention')), 'the second lab');
    await page.goto(url.replace('index.html', '').replace(/\/$/, '/second.html'), { waitUntil: 'load' });
    assert.equal(labFrames(page).length, 0);
    return problems;
  } finally {
    await page.close();
  }
}

/** A README: a picture that is a link. */
export async function lookAtReadme(browser, url, { shot }) {
  const { page, asked, problems } = await watched(browser, url);
  try {
    await until(() => page.evaluate(() => document.querySelector('a img')?.naturalWidth > 0), 'the picture');
    assert.deepEqual(ours(asked), ['img/story.en.svg']);
    if (shot) await page.screenshot({ path: shot, type: 'webp', quality: 45 });
    await page.evaluate(() => document.querySelector('a').click());
    await page.waitForSelector('.lane', { timeout: WAIT_MS });
    return problems;
  } finally {
    await page.close();
  }
}
