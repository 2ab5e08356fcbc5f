// A lab of ten million messages, produced in the browser: 200 bytes each, 64 queues, 8 groups. Prints what it costs beside the budgets of
// DESIGN section 8; asserts nothing. `node tests/e2e/bench_large.mjs [MESSAGES]`, in the environment of scripts/env.sh, after `make dist`.
import { loadavg } from 'node:os';
import { serve } from '../../scripts/serve.mjs';
import { DIST } from './browser.mjs';
import { LargeLab, scenario } from './large_lab.mjs';

const MESSAGES = Number(process.argv[2] ?? 10_000_000);
const MIB = 1 << 20;
const SCRUBS = [0.1, 0.9, 0.5, 0.55, 0.05, 0.99, 0.3, 1];

function say(what, value, unit, budget) {
  const verdict = budget === undefined ? '' : ` (budget <= ${budget} ${unit}): ${value <= budget ? 'ok' : 'MISSED'}`;
  console.log(`  ${what}: ${value.toLocaleString('en', { maximumFractionDigits: 1 })} ${unit}${verdict}`);
}

const seconds = (from) => (performance.now() - from) / 1000;
console.log(`large lab: ${MESSAGES.toLocaleString('en')} messages, load average ${loadavg()[0].toFixed(1)}`);
const server = await serve({ dir: DIST, base: '/lab/' });
const lab = await LargeLab.begin();
try {
  await lab.open(`${server.url}index.html`);
  await lab.openScenario(scenario(MESSAGES));
  await lab.longest();
  let from = performance.now();
  await lab.produce();
  const produced = seconds(from);
  const stored = await lab.stored();
  const messages = await lab.messages();
  say('messages stored', messages, 'messages');
  say('produced and stored', messages / produced, 'messages a second');
  say('longest task meanwhile', await lab.longest(), 'ms', 100);
  say('wasm heap', await lab.heapBytes() / MIB, 'MiB', 320);
  say('checkpoint', stored.checkpointBytes / 1024, 'KiB');
  say('index', stored.indexBytes / messages, 'bytes a message', 8);
  console.log(`  records: ${stored.sealedRecords} sealed, ${stored.chunkRecords} chunks, ${stored.indexRecords} of the index`);

  from = performance.now();
  for (const part of SCRUBS) await lab.scrub(part);
  say(`scrubbed to ${SCRUBS.length} places in`, seconds(from), 's');
  say('longest task meanwhile', await lab.longest(), 'ms', 100);

  await lab.kill();
  say('opened again after the browser was killed, from navigation on', await lab.open(lab.url, '00:01:') / 1000, 's', 2);
  say('longest task meanwhile', await lab.longest(), 'ms', 100);
  say('messages there', await lab.messages(), 'messages');
  say('wasm heap', await lab.heapBytes() / MIB, 'MiB', 320);
  await lab.longest();
  console.log(`  after a reset to Min: ${(await lab.resetAndRead('group-8', 20)).replaceAll('\n', '; ')}`);
  say('longest task meanwhile', await lab.longest(), 'ms', 100);
  say('wasm heap', await lab.heapBytes() / MIB, 'MiB', 320);
} finally {
  await lab.end();
  await server.close();
}
