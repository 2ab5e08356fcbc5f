// Measures in Chromium, each row beside its peer in the same run and in turn with it, and prints a table: row, ours, peer, ratio, budget,
// verdict, spread. `node tests/bench/run.mjs [WORD…]` runs the groups with such a word in their names. Run it through scripts/bench.sh,
// which builds the measures. A figure is printed, never asserted. A row of your own is a group in GROUPS: a function that measures and
// gives rows.
import { readFileSync } from 'node:fs';
import { rm, mkdtemp } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../scripts/serve.mjs';
import { CHROMIUM_ARGUMENTS, DIST, installed } from '../e2e/browser.mjs';
import { command } from './command.mjs';
import { embed } from './embed.mjs';
import { engine } from './engine.mjs';
import { frames } from './frames.mjs';
import { large } from './large.mjs';
import { start } from './start.mjs';
import { storage } from './storage.mjs';
import { table } from './table.mjs';

const GROUPS = { engine, storage, command, frames, start, embed, large };
const words = process.argv.slice(2);
const wanted = Object.entries(GROUPS).filter(([name]) => words.length === 0 || words.some((word) => name.includes(word)));

const load = () => { try { return readFileSync('/proc/loadavg', 'utf8').slice(0, 14); } catch { return 'unknown'; } };
const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const measures = await serve({ dir: process.env.BENCH_PAGE, more: isolated });
const lab = await serve({ dir: DIST, base: '/lab/' });
// A profile on the disk: a browser's own temporary context may keep its databases in memory.
const profile = await mkdtemp(join(process.env.BENCH_TMP ?? tmpdir(), 'offset-lab-bench-'));
const engines = (process.env.BENCH_FEATURES ?? '').split(' ').filter(Boolean).map((feature) => `--enable-features=${feature}`);
const context = await installed('playwright-core').chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROME, args: [...CHROMIUM_ARGUMENTS, ...engines], viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce',
});
try {
  console.log(`Chromium ${context.browser()?.version() ?? ''}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; load average ${load()}`);
  const rows = [];
  for (const [name, group] of wanted) {
    console.log(`bench: ${name}`);
    try {
      rows.push(...(await group({ context, measures: measures.url, lab: lab.url })));
    } catch (error) {
      // What the others measured is worth having all the same.
      console.error(`bench: ${name} did not come to its end: ${error.stack}`);
      process.exitCode = 1;
    }
  }
  console.log(`\n${table(rows)}\nload average at the end ${load()}`);
} finally {
  await context.close();
  await measures.close();
  await lab.close();
  await rm(profile, { recursive: true, force: true });
}
