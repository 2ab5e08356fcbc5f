// The engine in WebAssembly, as the page's program is built, beside the same source natively: asked in turn, one measure at a time.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { digits, inTurn, median } from './table.mjs';

const ROTATIONS = 7;
const MESSAGES = [1_024, 33_792, 99_328, 984_064, 9_995_264];

/** The native program: a function from a measure's name to its seconds. */
function native() {
  const child = spawn(process.env.NATIVE_ENGINE, ['--answer'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (name) => {
    child.stdin.write(`${name}\n`);
    return Number((await lines.next()).value);
  };
  return { ask, close: () => child.stdin.end() };
}

export async function engine({ context, measures }) {
  const page = await context.newPage();
  await page.goto(measures);
  await page.waitForFunction(() => window.bench);
  const machine = native();
  const wasm = (name) => page.evaluate((measure) => window.bench.measure(measure), name);
  const rows = [];
  const against = async (row, measure, unit, peers, budget, kept) => {
    const times = await inTurn(ROTATIONS, { wasm: () => wasm(measure), peer: peers });
    // A speed: the peer's time over ours.
    const ratios = times.wasm.map((seconds, i) => times.peer[i] / seconds);
    rows.push({ row, ours: unit(median(times.wasm)), peer: unit(median(times.peer)), ratios, budget, kept });
  };
  const each = (count) => (seconds) => `${digits((seconds * 1e9) / count)} ns`;
  const half = ['≥ 0.50', (ratio) => ratio >= 0.5];
  await against('append + index, wasm against native', 'append', each(500_000), () => machine.ask('append'), ...half);
  await against('sends, pulls, commits, wasm against native', 'window 0', each(32_768), () => machine.ask('window 0'), ...half);
  await against('reset by time, wasm against native', 'search', each(100_000), () => machine.ask('search'), ...half);
  await against('a million events, wasm against native', 'million', (s) => `${digits(s * 1e3)} ms`, () => machine.ask('million'), ...half);
  await against('append + index, wasm, against a bare copy', 'append', each(500_000), () => wasm('copy'));
  // Times, not speeds, as the budgets say it.
  const slower = async (row, measure, peer, count, budget, kept) => {
    const times = await inTurn(ROTATIONS, { ours: () => wasm(measure), peer: () => wasm(peer) });
    const ratios = times.ours.map((seconds, i) => seconds / times.peer[i]);
    rows.push({ row, ours: each(count)(median(times.ours)), peer: each(count)(median(times.peer)), ratios, budget, kept });
  };
  await slower('reset by time, wasm, time against a sorted array', 'search', 'array', 100_000, '≤ 2.00', (ratio) => ratio <= 2);
  for (const size of [1, 2, 3, 4]) {
    const row = `cost per event, wasm, at ${MESSAGES[size]} messages against ${MESSAGES[0]}`;
    await slower(row, `window ${size}`, 'window 0', 32_768, '0.85–1.15', (ratio) => ratio >= 0.85 && ratio <= 1.15);
  }
  machine.close();
  await page.close();
  return rows;
}
