// A lab of ten million messages of 200 bytes over 64 queues and 8 groups, produced in the page and driven as a person drives it: what it
// takes, beside a lab a thousandth of its size made in the same way. LARGE_MESSAGES is another number of messages. It starts browsers of
// its own, because it kills them, and leaves about 300 bytes a message in BENCH_TMP or the system's folder until it ends.
import { loadavg } from 'node:os';
import { LargeLab, scenario } from '../e2e/large_lab.mjs';
import { digits } from './table.mjs';

const MESSAGES = Number(process.env.LARGE_MESSAGES ?? 10_000_000);
const SMALLER = 1000;
const SCRUBS = [0.1, 0.9, 0.5, 0.55, 0.05, 0.99, 0.3, 1];
/** Records that a group reads from the disk after its reset. */
const READS = 20;
const MIB = 1 << 20;

/** Everything that is measured of a lab of so many messages. */
async function measure(url, wanted, say) {
  const lab = await LargeLab.begin(process.env.BENCH_TMP);
  try {
    await lab.open(`${url}index.html`);
    await lab.openScenario(scenario(wanted));
    const made = await lab.during(() => lab.produce());
    const stored = await lab.stored();
    const messages = await lab.messages();
    say(`${messages} messages made in ${digits(made.seconds)} s; ${JSON.stringify(stored.records)}, checkpoint ${digits(stored.checkpointBytes / 1024)} KiB`);
    const heap = [await lab.heapBytes()];
    const scrubbed = await lab.during(async () => { for (const part of SCRUBS) await lab.scrub(part); });
    heap.push(await lab.heapBytes());
    say(`scrubbed to ${SCRUBS.length} places in ${digits(scrubbed.seconds)} s`);
    await lab.stored();
    const clock = await lab.clock();
    await lab.kill();
    const opening = await lab.during(() => lab.open(lab.url, clock));
    const opened = opening.result;
    const lost = messages - await lab.messages();
    say(`opened after the kill in ${digits(opened / 1000)} s, ${lost} messages lost`);
    // A lab whose segments are all in the page cache reads nothing.
    const reads = stored.records.sealed > 2 * READS ? READS : 0;
    const read = await lab.during(() => lab.resetAndRead('group-1', reads));
    heap.push(await lab.heapBytes());
    say(`after a reset to Min: ${read.result.replaceAll('\n', '; ')} in ${digits(read.seconds)} s`);
    return { messages, made, stored, scrubbed, opened, opening, lost, read, heap: Math.max(...heap) };
  } finally {
    await lab.end();
  }
}

export async function large({ lab }) {
  const say = (words) => console.log(`  ${words}; load average ${loadavg()[0].toFixed(1)}`);
  const small = await measure(lab, Math.max(MESSAGES / SMALLER, 1000), say);
  const whole = await measure(lab, MESSAGES, say);
  const row = (name, unit, of, most, from = digits) => ({
    row: name, ours: `${from(of(whole))} ${unit}`, peer: `${from(of(small))} ${unit}`,
    ratios: [of(whole) / of(small)], ...(most !== undefined && { budget: `≤ ${most} ${unit}`, kept: () => of(whole) <= most }),
  });
  const task = (name, part) => [
    row(`longest task while ${name}`, 'ms', (of) => of[part].longest, 100),
    row('of a task there, processor time at most', 'ms', (of) => of[part].busiest, 100),
  ];
  return [
    row(`${whole.messages.toLocaleString('en').replaceAll(',', ' ')} messages, beside ${small.messages}: made`, 'k msg/s', ({ messages, made }) => messages / made.seconds / 1000),
    row('WebAssembly memory at most', 'MiB', ({ heap }) => heap / MIB, 320),
    row('stored index for each message', 'bytes', ({ stored, messages }) => stored.indexBytes / messages, 8),
    row('checkpoint', 'KiB', ({ stored }) => stored.checkpointBytes / 1024),
    row('opened after the browser was killed', 's', ({ opened }) => opened / 1000, 2),
    row('messages lost by that', '', ({ lost }) => lost, 0, String),
    ...task('producing', 'made'), ...task('scrubbing', 'scrubbed'), ...task('opening', 'opening'), ...task('resetting and reading cold', 'read'),
  ];
}
