// One command of a person: from the moment it is given until the page's session shows it as saved, beside one raw put of 16 KiB.
import { digits, percentile } from './table.mjs';

const ROTATIONS = 5;
const COMMANDS = 300;

export async function command({ context, measures }) {
  const page = await context.newPage();
  await page.goto(measures);
  await page.waitForFunction(() => window.bench);
  const runs = [];
  for (let rotation = 0; rotation < ROTATIONS; rotation += 1) {
    runs.push(await page.evaluate((count) => window.bench.commands(count), COMMANDS));
    await page.reload();
    await page.waitForFunction(() => window.bench);
  }
  await page.close();
  const ms = (value) => `${digits(value)} ms`;
  const row = (name, part, limit) => {
    const [ours, theirs] = ['ours', 'theirs'].map((side) => runs.map((run) => percentile(run[side], part)));
    const all = (side) => ms(percentile(runs.flatMap((run) => run[side]), part));
    return {
      row: name, ours: all('ours'), peer: all('theirs'), ratios: ours.map((own, i) => own / theirs[i]),
      budget: `≤ ${limit.toFixed(2)}`, kept: (ratio) => ratio <= limit,
    };
  };
  return [
    row('one command made durable, p50 against a raw 16 KiB put', 0.5, 1.4),
    row('one command made durable, p99 against a raw 16 KiB put', 0.99, 2),
  ];
}
