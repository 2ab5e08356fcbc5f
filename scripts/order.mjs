// Puts a program's functions into an order in which gzip finds the most to repeat: it looks back 32 KiB, so functions that are alike
// should stand side by side. Nothing else changes: this only names the functions by their place, and wasm-opt sorts them by name.
import { number, reader, sections, text } from './wasm_bytes.mjs';

const [IMPORTS, CODE, CUSTOM, FUNCTION_NAMES] = [2, 10, 0, 1];
// Two functions are alike in so far as they have runs of this many bytes in common. A run that is in more functions than this tells
// nothing about any of them.
const RUN = 7;
const COMMON_MAX = 60;
// The next function is the one that is most like the last few.
const LAST = 3;
// A short function has little that could be unlike, which would put all of them first.
const SHORT = 20;

function runsOf(body) {
  const runs = new Set();
  for (let at = 0; at + RUN <= body.length; at += 1) {
    let hash = 0;
    for (let i = 0; i < RUN; i += 1) hash = (Math.imul(hash, 31) + body[at + i]) | 0;
    runs.add(hash);
  }
  return runs;
}

// For each run the functions that have it, where that tells something.
function holdersOf(runs) {
  const holders = new Map();
  runs.forEach((of, i) => of.forEach((run) => (holders.get(run) ?? holders.set(run, []).get(run)).push(i)));
  for (const [run, of] of holders) if (of.length < 2 || of.length > COMMON_MAX) holders.delete(run);
  return holders;
}

// The functions' numbers in their new order.
function order(bodies) {
  const runs = bodies.map(runsOf);
  const holders = holdersOf(runs);
  const left = new Set(bodies.keys());
  const placed = [];
  const likest = () => {
    const shared = new Map();
    const recent = new Set(placed.slice(-LAST).flatMap((i) => [...runs[i]]));
    for (const run of recent) for (const i of holders.get(run) ?? []) if (left.has(i)) shared.set(i, (shared.get(i) ?? 0) + 1);
    let [best, most] = [undefined, 0];
    for (const [i, count] of shared) {
      const likeness = count / (runs[i].size + SHORT);
      if (likeness > most) [best, most] = [i, likeness];
    }
    return best;
  };
  const shortest = () => [...left].reduce((a, b) => (bodies[b].length < bodies[a].length ? b : a));
  while (left.size > 0) {
    const next = likest() ?? shortest();
    left.delete(next);
    placed.push(next);
  }
  return placed;
}

/** The program with each of its functions named after its new place. */
export function namedByPlace(program) {
  let imported = 0;
  let bodies = [];
  const parts = [program.subarray(0, 8)];
  for (const { id, body, whole } of sections(program)) {
    const read = reader(body);
    if (id === CUSTOM && read.text() === 'name') continue;
    if (id === IMPORTS) {
      for (let left = read.number(); left > 0; left -= 1) {
        read.text();
        read.text();
        if (read.descriptor() === 0) imported += 1;
      }
    }
    if (id === CODE) bodies = Array.from({ length: read.number() }, () => read.skip(read.number()));
    parts.push(whole);
  }
  const place = [];
  order(bodies).forEach((i, at) => { place[i] = at; });
  const name = (kind, at) => text(kind + String(at).padStart(6, '0'));
  const names = Array.from({ length: imported }, (_, i) => [...number(i), ...name('a', i)]);
  names.push(...bodies.map((_, i) => [...number(imported + i), ...name('b', place[i])]));
  const list = [...number(names.length), ...names.flat()];
  const section = [...text('name'), FUNCTION_NAMES, ...number(list.length), ...list];
  return Buffer.concat([...parts, Uint8Array.from([CUSTOM, ...number(section.length), ...section])]);
}
