// Damage to the browser's profile folder while the browser is closed: a file cut, deleted, its head zeroed. Each case begins with a copy of
// one lab that is saved, and judges what the page shows next. Expected: the same lab, or words about what is missing; never other numbers
// without a word, never a page that stands still, and always a lab to go on with. Not here: single bits (flips.mjs).
import { open, truncate, unlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { browserWith, filesBelow } from './browsers.mjs';
import { labIn } from './lab.mjs';

const HEAD_BYTES = 4096;

async function zeroHead({ path, bytes }) {
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(Math.min(HEAD_BYTES, bytes)), 0, Math.min(HEAD_BYTES, bytes), 0);
  await file.close();
}

/** The journal's file of a lab that was saved lies among others; these are the ones that hold data, and those that say where it is. */
const isRecord = ({ path, bytes }) => bytes > 0 && !/\/(LOCK|LOG|LOG\.old|\.metadata.*|CURRENT)$/.test(path);
const isBlob = ({ path }) => /indexeddb\.blob|\.files\//.test(path);
const isList = ({ path }) => /MANIFEST-\d+$/.test(path);

/** name, and what it does to the files of the databases, the largest first. Gives the file that it damaged, or nothing: there is none. */
export const DAMAGES = [
  {
    name: 'the largest file cut to two thirds',
    async damage(files) { const file = files.filter(isRecord)[0]; await truncate(file.path, Math.floor((file.bytes * 2) / 3)); return file; },
  },
  {
    name: 'a blob file deleted',
    async damage(files) { const file = files.filter(isBlob)[0]; if (file) await unlink(file.path); return file; },
  },
  {
    name: 'the largest file deleted',
    async damage(files) { const file = files.filter(isRecord)[0]; await unlink(file.path); return file; },
  },
  {
    name: 'the head of the largest file zeroed',
    async damage(files) { const file = files.filter(isRecord)[0]; await zeroHead(file); return file; },
  },
  {
    name: 'the head of the list of files zeroed',
    async damage(files) { const file = files.filter(isList)[0]; if (file) await zeroHead(file); return file; },
  },
];

/** The files of this page's databases, the largest first. */
export async function databaseFiles(browser, url) {
  const files = (await filesBelow(browser.databases())).filter(({ path }) => path.includes(new URL(url).port) && !path.includes('/ls/'));
  if (!files.length) throw new Error(`there is no database below ${browser.databases()}`);
  return files;
}

/**
 * A lab with commands, log and a checkpoint, saved, its browser closed in order. Gives what a person saw, and the browser, of whose profile
 * copies are damaged.
 */
export async function savedLab(engine, url) {
  const browser = await browserWith(engine);
  try {
    const page = await browser.open(url);
    const lab = labIn(page);
    await lab.mounted();
    await lab.untilState('Saved: ');
    await lab.press('Pause audit');
    await lab.press('Play (Space)');
    // Far enough for chunks, sealed pieces and a checkpoint of more than 64 KiB.
    await lab.untilClock(95_000);
    await lab.press('Pause (Space)');
    await lab.press('Resume audit');
    await lab.untilButton('Pause audit');
    await lab.flushed();
    const before = await lab.seen();
    await browser.close();
    return { before, browser };
  } catch (error) {
    await browser.close().catch(() => {});
    await browser.forget();
    throw error;
  }
}

const same = (a, b) => a.title === b.title && a.clock === b.clock && a.audit === b.audit && JSON.stringify(a.lanes) === JSON.stringify(b.lanes);

/** What came of a damaged lab, in one word and in those of the page. */
function outcome(before, after) {
  const words = [...after.notices, /^(Saved|Saving…): /.test(after.state) ? '' : after.state].filter(Boolean).join(' ');
  if (same(before, after)) return { verdict: words ? 'whole, said' : 'whole', words };
  return { verdict: words ? 'less, said' : 'WRONG', words: words || `before ${before.clock} ${before.lanes[0]}; after ${after.clock} ${after.lanes[0]}` };
}

/** Whether an error is a wait that came to its end: our own, the page's, or a driver's. */
const isHung = (error) => error.name === 'Hung' || /hung: |Timeout|timed out/i.test(`${error.name} ${error.message}`);

/** Opens the lab again and goes on with it. Gives { verdict, words, then, ms }; `ms` is until it was there. */
export async function judged(browser, url, before) {
  const begun = Date.now();
  try {
    const lab = labIn(await browser.open(url));
    await lab.mounted();
    const ms = Date.now() - begun;
    await lab.settled();
    const after = await lab.seen();
    const { verdict, words } = outcome(before, after);
    // Whatever happened, a person can go on.
    if (!after.audit) return { verdict: 'WRONG', words: `nothing to go on with: ${words}`, then: '', ms };
    const [from, to] = after.audit === 'Resume audit' ? ['Resume audit', 'Pause audit'] : ['Pause audit', 'Resume audit'];
    await lab.press(from);
    await lab.untilButton(to);
    return { verdict, words, then: (await lab.settled()).split(':')[0], ms };
  } catch (error) {
    return { verdict: isHung(error) ? 'HUNG' : 'FAILED', words: String(error.message).slice(0, 300), then: '', ms: Date.now() - begun };
  }
}

/** Tries every damage on copies of a saved lab. Gives rows { engine, fault, seen, words, then, wrong }. */
export async function damages({ engine, url, saved, say = () => {}, only = () => true }) {
  const rows = [];
  for (const { name, damage } of DAMAGES.filter((one) => only(one.name))) {
    const browser = await browserWith(engine, { like: saved.browser.profile });
    try {
      const file = await damage(await databaseFiles(browser, url));
      if (!file) continue;
      const { verdict, words, then } = await judged(browser, url, saved.before);
      rows.push({ engine, fault: `${name} (${basename(file.path)})`, seen: verdict, words, then, wrong: /[A-Z]{3}/.test(verdict) });
    } finally {
      await browser.close().catch(() => {});
      await browser.forget();
    }
    const { fault, seen, words, then } = rows.at(-1);
    say(`${engine}: ${fault}: ${seen}, then ${then}${words ? `: ${words}` : ''}`);
  }
  return rows;
}
