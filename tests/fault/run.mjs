// Tries every fault of docs/durability.md and prints what came of each; the last line says `N kills, M acknowledged losses`. KILLS is how
// many kills in all (100), ENGINES which browsers (leveldb sqlite firefox), words on the command line which groups (limits, damage, kills).
// It ends with 1 when something was lost, shown wrongly, or not said. Run it through scripts/fault.sh.
import { serve } from '../../scripts/serve.mjs';
import { DIST } from '../e2e/browser.mjs';
import { ENGINES } from './browsers.mjs';
import { damages } from './damage.mjs';
import { kills } from './kills.mjs';
import { limits } from './limits.mjs';

const words = process.argv.slice(2);
const wanted = (group) => words.length === 0 || words.some((word) => group.includes(word));
const engines = (process.env.ENGINES ?? ENGINES.join(' ')).split(/\s+/).filter(Boolean);
const count = Number(process.env.KILLS ?? 100);
if (!Number.isSafeInteger(count) || count < 0) throw new Error(`KILLS is a number of kills, not '${process.env.KILLS}'`);

const server = await serve({ dir: DIST, base: '/lab/' });
const url = server.url;
const say = (line) => console.log(`  ${line}`);
const rows = [];
for (const engine of engines) {
  if (wanted('limits')) rows.push(...(await limits({ engine, url, say })));
  if (wanted('damage')) rows.push(...(await damages({ engine, url, say })));
}

let [killed, lost, wrong] = [0, 0, rows.filter((row) => row.wrong).length];
for (const [i, engine] of engines.entries()) {
  const share = Math.floor(count / engines.length) + (i < count % engines.length ? 1 : 0);
  if (!wanted('kills') || share === 0) continue;
  const seed = Number(process.env.SEED ?? 1) + i;
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
await server.close();
console.log(`\n${wrong} faults shown wrongly or not said`);
console.log(`${killed} kills, ${lost} acknowledged losses`);
process.exit(lost > 0 || wrong > 0 ? 1 : 0);
