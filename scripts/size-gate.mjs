// The size gate: what a visitor downloads. Exits with 1 above a limit.
//
// Everything that the page fetches by itself is one program with its start script and style: 800 KB as gzip -9, 650 KB as brotli. Nothing
// else is fetched but what a person opens (scenarios, lessons, recordings; importer.wasm for a cluster's texts). The first picture needs of it what comes before the program: HTML
// with the picture in it, style, and the script that says which picture stands. A host page that embeds a lab loads the element's script alone.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { gzip as packed } from './packed.mjs';

const PAGE_GZIP_MAX = 800_000;
const PAGE_BROTLI_MAX = 650_000;
const PICTURE_GZIP_MAX = 30_000;
const EMBED_GZIP_MAX = 6_000;

/** Everything that opening the page fetches, by its path in `dist`. A test compares this with what a browser fetches. */
export async function firstOpen(dist) {
  const html = await readFile(join(dist, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href|data-js|data-wasm)="\.\/([^"]+)"/g)].map((match) => match[1]);
  return [...new Set(['index.html', ...named])];
}

/** What of it the first picture needs. */
export const firstPicture = (names) => names.filter((name) => /\.(html|css)$|^first-/.test(name));

const gzip = async (bytes) => (await packed(bytes)).length;
const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;

async function gate(dist, title, names, pack, limit) {
  console.log(`${title} (at most ${limit.toLocaleString('en')} bytes)`);
  let total = 0;
  for (const name of names) {
    const bytes = await readFile(join(dist, name));
    const length = await pack(bytes);
    total += length;
    console.log(`  ${String(length).padStart(8)}  of ${String(bytes.length).padStart(8)}  ${name}`);
  }
  const fits = total <= limit;
  console.log(`  ${String(total).padStart(8)}  ${fits ? 'fits' : 'TOO LARGE'}, ${Math.abs(limit - total).toLocaleString('en')} bytes ${fits ? 'left' : 'over'}`);
  return fits;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = process.argv[2] ?? join(fileURLToPath(new URL('..', import.meta.url)), 'dist');
  const page = await firstOpen(dist);
  const fits = [
    await gate(dist, 'The page, gzip -9', page, gzip, PAGE_GZIP_MAX),
    await gate(dist, 'The page, brotli', page, brotli, PAGE_BROTLI_MAX),
    await gate(dist, 'The first picture, gzip -9', firstPicture(page), gzip, PICTURE_GZIP_MAX),
    await gate(dist, 'An embed before the click, gzip -9', ['offset-lab.js'], gzip, EMBED_GZIP_MAX),
  ];
  process.exitCode = fits.every(Boolean) ? 0 : 1;
}
