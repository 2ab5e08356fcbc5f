// The size gate: what a visitor downloads, gzip -9. Exits with 1 above a limit.
//
// The first part is everything that the page needs until its first picture stands, plays and can be sought in: its budget is 250 000 bytes.
// The second part comes right after that, unasked: dialogs, lessons, files, the second language, storage, and the rules of labs that fail,
// pop or wait. It has a limit of its own, which may only be lowered. Nothing else is downloaded but what a person opens (scenarios, lessons,
// recordings).
import { readFile, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const PAGE_BYTES_MAX = 250_000;
const LATE_BYTES_MAX = 434_000;
const EMBED_BYTES_MAX = 15_000;

/** Everything that opening the page fetches, by its path in `dist`. A test compares this with what a browser fetches. */
export async function firstOpen(dist) {
  const html = await readFile(join(dist, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href|data-js|data-wasm)="\.\/([^"]+)"/g)].map((match) => match[1]);
  const snippets = existsSync(join(dist, 'snippets'))
    ? (await readdir(join(dist, 'snippets'), { recursive: true })).filter((name) => name.endsWith('.js')).map((name) => `snippets/${name}`)
    : [];
  return [...new Set(['index.html', ...named, ...snippets])];
}

/** What the page fetches by itself after that. */
export async function late(dist) {
  const first = await firstOpen(dist);
  return (await readdir(dist)).filter((name) => name.endsWith('.wasm') && !first.includes(name));
}

async function gate(dist, title, names, limit) {
  console.log(`${title} (at most ${limit.toLocaleString('en')} bytes)`);
  let total = 0;
  for (const name of names) {
    const bytes = await readFile(join(dist, name));
    const zipped = gzipSync(bytes, { level: 9 }).length;
    total += zipped;
    console.log(`  ${String(zipped).padStart(8)}  of ${String(bytes.length).padStart(8)}  ${name}`);
  }
  const fits = total <= limit;
  console.log(`  ${String(total).padStart(8)}  ${fits ? 'fits' : 'TOO LARGE'}, ${Math.abs(limit - total).toLocaleString('en')} bytes ${fits ? 'left' : 'over'}`);
  return { fits, total };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = process.argv[2] ?? join(fileURLToPath(new URL('..', import.meta.url)), 'dist');
  const page = await gate(dist, 'The page until its first picture, gzip -9', await firstOpen(dist), PAGE_BYTES_MAX);
  const after = await gate(dist, 'What comes after the first picture, gzip -9', await late(dist), LATE_BYTES_MAX);
  const embed = await gate(dist, 'An embed before the click, gzip -9', ['offset-lab.js'], EMBED_BYTES_MAX);
  console.log(`The page and what comes after it: ${(page.total + after.total).toLocaleString('en')} bytes`);
  process.exitCode = page.fits && after.fits && embed.fits ? 0 : 1;
}
