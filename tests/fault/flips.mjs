// Single bits: in each file of the database, one bit flipped at each of many places by seed, one place in one closed browser at a time, and
// the lab opened again. Expected everywhere: the lab is whole, or what is missing is said; never other numbers without a word, and never a
// page that stands still. Not here: cut and deleted files (damage.mjs).
import { open } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname } from 'node:path';
import { browserWith } from './browsers.mjs';
import { databaseFiles, judged } from './damage.mjs';

/** Browsers at once. */
const JOBS = Number(process.env.JOBS ?? Math.min(4, availableParallelism()));
const SAY_EVERY = 20;
/** Damaged profiles that are kept for whoever wants to know why. */
const KEPT_MAX = 5;

/** Locks are empty, and the diary is for people: the engine never reads it. */
const isRead = ({ path, bytes }) => bytes > 0 && !/\/(LOCK|LOG|LOG\.old)$/.test(path);

/** A number from 0 to below 1, the same for the same words. */
function fraction(words) {
  let hash = 2_166_136_261;
  for (const unit of words) hash = Math.imul(hash ^ unit.codePointAt(0), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** So many bits of a file: one at random in each of as many equal stretches. */
function places({ bytes }, count, seed, name) {
  const bits = bytes * 8;
  const many = Math.min(count, bits);
  return Array.from({ length: many }, (_, i) => Math.min(bits - 1, Math.floor(((i + fraction(`${seed} ${name} ${i}`)) * bits) / many)));
}

async function flip(path, bit) {
  const file = await open(path, 'r+');
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, bit >> 3);
  buffer[0] ^= 1 << (bit & 7);
  await file.write(buffer, 0, 1, bit >> 3);
  await file.close();
}

/** What is counted for a verdict of `judged`. */
const column = (verdict) => (verdict === 'HUNG' ? 'hung' : verdict === 'whole' ? 'whole' : verdict.endsWith('said') ? 'said' : 'wrong');

/** Flips one bit of a copy and looks. A browser that gave no lab is tried in vain once only: that is the finding. */
async function one({ engine, url, saved, place }) {
  const browser = await browserWith(engine, { like: saved.browser.profile });
  let keep = false;
  try {
    const path = (await databaseFiles(browser, url)).map((file) => file.path).find((file) => file.endsWith(place.file));
    await flip(path, place.bit);
    const result = await judged(browser, url, saved.before);
    keep = ['wrong', 'hung'].includes(column(result.verdict)) && place.row.kept.length < KEPT_MAX;
    if (keep) place.row.kept.push(browser.profile);
    return result;
  } finally {
    await browser.close().catch(() => {});
    if (!keep) await browser.forget();
  }
}

/** Flips `count` bits in each file. Gives a row for each file: { engine, file, bytes, flips, whole, said, wrong, hung, slowestMs, words }. */
export async function flips({ engine, url, saved, count, seed = 1, say = () => {} }) {
  const files = (await databaseFiles(saved.browser, url)).filter(isRead);
  const rows = files.map(({ path, bytes }) => ({
    engine, file: `${basename(dirname(path))}/${basename(path)}`, bytes, flips: 0, whole: 0, said: 0, wrong: 0, hung: 0, slowestMs: 0, words: new Map(), kept: [],
  }));
  const todo = rows.flatMap((row) => places(row, count, seed, row.file).map((bit) => ({ row, file: row.file, bit })));
  const [all, begun] = [todo.length, Date.now()];
  say(`${engine}: ${all} flips in ${rows.length} files, ${JOBS} at a time, seed ${seed}`);
  let done = 0;
  const work = async () => {
    for (let place = todo.shift(); place; place = todo.shift()) {
      const { verdict, words, then, ms } = await one({ engine, url, saved, place });
      const { row } = place;
      row.flips += 1;
      row[column(verdict)] += 1;
      row.slowestMs = Math.max(row.slowestMs, ms);
      // Numbers differ from place to place, the sentence does not.
      const sentence = words.replaceAll(/\d+/g, 'N');
      if (words) row.words.set(sentence, (row.words.get(sentence) ?? 0) + 1);
      if (['wrong', 'hung'].includes(column(verdict))) say(`${engine}: ${row.file}, bit ${place.bit}: ${verdict}, then '${then}': ${words}; ${row.kept.join(' ')}`);
      done += 1;
      if (done % SAY_EVERY === 0 || done === all) {
        const sum = (name) => rows.reduce((total, each) => total + each[name], 0);
        const left = Math.round(((Date.now() - begun) / done) * (all - done) / 60_000);
        say(`${engine}: ${done} of ${all} flips: ${sum('whole')} whole, ${sum('said')} said, ${sum('wrong')} wrong, ${sum('hung')} hung; about ${left} min left`);
      }
    }
  };
  await Promise.all(Array.from({ length: JOBS }, work));
  return rows;
}

/** The rows as a table, and below it what the page said, how often. */
export function flipTable(rows) {
  const lines = ['| browser | file | bytes | bits flipped | whole | said | wrong | hung | slowest |', '|---|---|---|---|---|---|---|---|---|'];
  for (const row of rows) {
    lines.push(`| ${row.engine} | ${row.file} | ${row.bytes} | ${row.flips} | ${row.whole} | ${row.said} | ${row.wrong} | ${row.hung} | ${(row.slowestMs / 1e3).toFixed(1)} s |`);
  }
  const words = new Map();
  for (const row of rows) for (const [sentence, times] of row.words) words.set(`${row.engine}: ${sentence}`, (words.get(`${row.engine}: ${sentence}`) ?? 0) + times);
  return [...lines, '', ...[...words].sort(([, a], [, b]) => b - a).map(([sentence, times]) => `  ${times} × ${sentence}`)].join('\n');
}
