// Tries every fault of docs/durability.md and prints what came of each; the last line says `N kills, M acknowledged losses`. KILLS is how
// many kills in all (100), DAMAGE in how many places of each file of a database a bit is flipped (100), ENGINES which browsers (leveldb
// sqlite firefox), JOBS how many browsers at once hold a damaged lab, words on the command line which groups (limits, links, damage, flips,
// kills; `damage` has the flips in it). It ends with 1 when something was lost, shown wrongly, not said, or hung. Run it through
// scripts/fault.sh.
import { serve } from '../../scripts/serve.mjs';
import { DIST } from '../e2e/browser.mjs';
import { ENGINES } from './browsers.mjs';
import { damages, savedLab } from './damage.mjs';
import { flipTable, flips } from './flips.mjs';
import { kills } from './kills.mjs';
import { limits } from './limits.mjs';
import { links } from './links.mjs';

const words = process.argv.slice(2);
const wanted = (group) => words.length === 0 || words.some((word) => group.includes(word));
const engines = (process.env.ENGINES ?? ENGINES.join(' ')).split(/\s+/).filter(Boolean);
const number = (name, otherwise) => {
  const given = Number(process.env[name] ?? otherwise);
  if (!Number.isSafeInteger(given) || given < 0) throw new Error(`${name} is a number, not '${process.env[name]}'`);
  return given;
};
const [killCount, flipCount, firstSeed] = [number('KILLS', 100), number('DAMAGE', 100), number('SEED', 1)];

const server = await serve({ dir: DIST, base: '/lab/' });
const url = server.url;
const say = (line) => console.log(`  ${line}`);
const [rows, flipped] = [[], []];
for (const engine of engines) {
  if (wanted('limits')) rows.push(...(await limits({ engine, url, say })));
  if (wanted('links')) rows.push(...(await links({ engine, url, say })));
  if (!wanted('damage flips')) continue;
  const saved = await savedLab(engine, url);
  try {
    if (wanted('damage')) rows.push(...(await damages({ engine, url, saved, say })));
    if (flipCount > 0) flipped.push(...(await flips({ engine, url, saved, count: flipCount, seed: firstSeed, say })));
  } finally {
    await saved.browser.forget();
  }
}

let [killed, lost, wrong] = [0, 0, rows.filter((row) => row.wrong).length];
for (const [i, engine] of engines.entries()) {
  const share = Math.floor(killCount / engines.length) + (i < killCount % engines.length ? 1 : 0);
  if (!wanted('kills') || share === 0) continue;
  const seed = firstSeed + i;
  const total = await kills({ engine, url, count: share, seed, say });
  killed += total.kills;
  lost += total.lost;
  wrong += total.wrong.length;
  const kinds = Object.entries(total.byKind).map(([kind, times]) => `${times} × ${kind}`).join(', ');
  say(`${engine}, seed ${seed}: ${kinds}; ${total.saved} commands shown as saved, ${total.lost} lost, ${total.unconfirmed} more were stored than shown`);
  total.wrong.forEach((line) => say(`${engine}: ${line}`));
}

if (rows.length > 0) {
  console.log('\n| browser | fault | what the page showed | in its words | going on |\n|---|---|---|---|---|');
  for (const { engine, fault, seen, words: said, then } of rows) console.log(`| ${engine} | ${fault} | ${seen} | ${said.replaceAll('|', '\\|')} | ${then} |`);
}
const sum = (name) => flipped.reduce((total, row) => total + row[name], 0);
if (flipped.length > 0) console.log(`\n${flipTable(flipped)}`);
await server.close();
console.log(`\n${wrong} faults shown wrongly or not said`);
if (flipped.length > 0) console.log(`${sum('flips')} bits flipped: ${sum('whole')} labs whole, ${sum('said')} said, ${sum('wrong')} wrong, ${sum('hung')} hung`);
console.log(`${killed} kills, ${lost} acknowledged losses`);
process.exit(lost + wrong + sum('wrong') + sum('hung') > 0 ? 1 : 0);
