// Damage to the browser's profile folder while the browser is closed: a byte flipped, a file cut, deleted, its head zeroed. Each case
// begins with a lab that is saved, and judges what the page shows next. Expected: the same lab, or words about what is missing; never
// other numbers without a word, and always a lab to go on with.
import { open, truncate, unlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { browserWith, filesBelow } from './browsers.mjs';
import { labIn } from './lab.mjs';

const HEAD_BYTES = 4096;

/** Flips one bit of the byte at this part of the file. */
async function flip({ path, bytes }, part) {
  const file = await open(path, 'r+');
  const at = Math.min(bytes - 1, Math.floor(bytes * part));
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
  buffer[0] ^= 0x10;
  await file.write(buffer, 0, 1, at);
  await file.close();
}

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
  ...[0.1, 0.3, 0.5, 0.7, 0.9].map((part) => ({
    name: `a byte flipped at ${part * 100} % of the largest file`,
    async damage(files) { const file = files.filter(isRecord)[0]; await flip(file, part); return file; },
  })),
  {
    name: 'a byte flipped in a blob file',
    async damage(files) { const file = files.filter(isBlob)[0]; if (file) await flip(file, 0.5); return file; },
  },
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

/** A lab with commands, log and a checkpoint, saved, its browser closed in order. Gives what a person saw. */
async function savedLab(browser, url) {
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
  const seen = await lab.seen();
  await browser.close();
  return seen;
}

const same = (a, b) => a.title === b.title && a.clock === b.clock && a.audit === b.audit && JSON.stringify(a.lanes) === JSON.stringify(b.lanes);

/** What came of a damaged lab, in one word and in those of the page. */
function outcome(before, after) {
  const words = [...after.notices, /^(Saved|Saving…): /.test(after.state) ? '' : after.state].filter(Boolean).join(' ');
  if (same(before, after)) return { verdict: words ? 'whole, said' : 'whole', words };
  return { verdict: words ? 'less, said' : 'WRONG', words: words || `before ${before.clock} ${before.lanes[0]}; after ${after.clock} ${after.lanes[0]}` };
}

/** Tries every damage on an engine. Gives rows { engine, fault, seen, words, wrong }. */
export async function damages({ engine, url, say = () => {}, only = () => true }) {
  const rows = [];
  for (const { name, damage } of DAMAGES.filter((one) => only(one.name))) {
    const browser = await browserWith(engine);
    try {
      const before = await savedLab(browser, url);
      const origin = new URL(url).port;
      const files = (await filesBelow(browser.databases())).filter(({ path }) => path.includes(origin) && !path.includes('/ls/'));
      if (!files.length) throw new Error(`there is no database below ${browser.databases()}`);
      const file = await damage(files);
      if (!file) continue;
      const page = await browser.open(url);
      const lab = labIn(page);
      await lab.mounted();
      await lab.settled();
      const after = await lab.seen();
      const { verdict, words } = outcome(before, after);
      // Whatever happened, a person can go on.
      const [from, to] = after.audit === 'Resume audit' ? ['Resume audit', 'Pause audit'] : ['Pause audit', 'Resume audit'];
      if (after.audit) {
        await lab.press(from);
        await lab.untilButton(to);
        await lab.settled();
      }
      const end = await lab.state();
      rows.push({ engine, fault: `${name} (${basename(file.path)})`, seen: verdict, words, then: end.split(':')[0], wrong: verdict === 'WRONG' || !after.audit });
    } catch (error) {
      rows.push({ engine, fault: name, seen: 'FAILED', words: String(error.message).slice(0, 200), then: '', wrong: true });
    } finally {
      await browser.close().catch(() => {});
      await browser.forget();
    }
    const { fault, seen, words, then } = rows.at(-1);
    say(`${engine}: ${fault}: ${seen}, then ${then}${words ? `: ${words}` : ''}`);
  }
  return rows;
}

