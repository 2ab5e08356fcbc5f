// Bulk writes: a lab that is played and stored as the page does it (simulated, framed, hashed, with index and offsets), beside raw
// IndexedDB, Dexie and sqlite-wasm. All are done when the last transaction is complete; all are in turn.
import { digits, inTurn, median } from './table.mjs';

const ROTATIONS = 3;
const MIB = 1 << 20;
const MESSAGES = 322_560;

export async function storage({ context, measures }) {
  const page = await context.newPage();
  await page.goto(measures);
  await page.waitForFunction(() => window.bench);
  const call = (name, ...values) => page.evaluate(([method, given]) => window.bench[method](...given), [name, values]);
  const results = await inTurn(ROTATIONS, {
    lab: () => call('lab', MESSAGES, 4 * MIB),
    raw: () => call('raw', 64, 8),
    raw1: () => call('raw', 64, 1),
    dexie: () => call('dexie', 20_000),
    sqlite: () => call('sqlite', 50_000, 'FULL'),
    made: () => call('lab', MESSAGES, 4 * MIB, false),
  });
  await page.close();
  const bytes = ({ bytes: written, seconds }) => written / seconds / MIB;
  const messages = ({ messages: written, seconds }) => written / seconds;
  const row = (name, side, rate, unit, budget, kept) => {
    const ratios = results.lab.map((own, i) => rate(own) / rate(results[side][i]));
    const say = (list) => unit(median(list.map(rate)));
    return { row: name, ours: say(results.lab), peer: say(results[side]), ratios, budget, kept };
  };
  const mib = (rate) => `${digits(rate)} MiB/s`;
  const each = (rate) => `${digits(rate / 1e3)} k msg/s`;
  return [
    row('durable bulk write, bytes, against raw 1 MiB puts, 8 in flight', 'raw', bytes, mib, '≥ 0.70', (ratio) => ratio >= 0.7),
    row('durable bulk write, messages, against the same', 'raw', messages, each),
    row('durable bulk write, bytes, against raw 1 MiB puts, one at a time', 'raw1', bytes, mib),
    row('durable bulk write, messages, against Dexie bulkAdd', 'dexie', messages, each, '≥ 20', (ratio) => ratio >= 20),
    row('durable bulk write, messages, against sqlite-wasm on OPFS', 'sqlite', messages, each),
    row('durable bulk write, against the same made and not stored', 'made', messages, each),
  ];
}
