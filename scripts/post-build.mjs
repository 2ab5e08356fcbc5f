// Trunk's post_build hook: makes the built page complete. It copies what the page fetches, renames every part of the page after its
// content, writes embed.html, and refuses what a strict host or an older browser would refuse.
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

const source = process.env.TRUNK_SOURCE_DIR ?? process.cwd();
const staging = process.env.TRUNK_STAGING_DIR;
if (!staging) throw new Error('post-build.mjs is a hook: run it through trunk');

const RECORDINGS = 'tests/conformance/5.3.3';
const RECORDED = ['offsets.jsonl', 'time_search.jsonl', 'expiry.jsonl', 'commits.jsonl'];

async function copyAssets() {
  await cp(join(source, 'www'), staging, { recursive: true });
  if (existsSync(join(source, 'lessons'))) {
    const jsonOnly = (path) => !extname(path) || path.endsWith('.json');
    await cp(join(source, 'lessons'), join(staging, 'lessons'), { recursive: true, filter: jsonOnly });
  }
  await mkdir(join(staging, 'recordings'), { recursive: true });
  for (const name of RECORDED) {
    const path = join(source, RECORDINGS, name);
    if (existsSync(path)) await cp(path, join(staging, 'recordings', name));
  }
}

// The files that index.html names, by their place in dist: these may be cached for ever, so their names must follow their content.
function partsOf(html) {
  const names = [...html.matchAll(/(?:src|href|data-js|data-wasm)="\.\/([^"]+)"/g)].map((match) => match[1]);
  return [...new Set(names)].filter((name) => /\.(js|css|wasm)$/.test(name));
}

async function renameByContent(html) {
  for (const name of partsOf(html)) {
    const path = join(staging, name);
    const hash = createHash('sha256').update(await readFile(path)).digest('hex').slice(0, 12);
    const stem = basename(name, extname(name)).replace(/-[0-9a-f]{8,16}(?=_bg$|$)/, '');
    const hashed = `${stem}-${hash}${extname(name)}`;
    await rename(path, join(staging, hashed));
    html = html.replaceAll(`"./${name}"`, `"./${hashed}"`);
  }
  return html;
}

function refuseInline(name, html) {
  const inline = /<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/i.exec(html);
  if (inline) throw new Error(`${name} has an inline script or style, which a strict Content-Security-Policy refuses: ${inline[0]}`);
}

// Node refuses what browsers refuse, such as wasm-opt's newest encodings when someone turned all features on.
async function compileWasm(html) {
  const name = partsOf(html).find((part) => part.endsWith('.wasm'));
  await WebAssembly.compile(await readFile(join(staging, name)));
}

await copyAssets();
const page = await renameByContent(await readFile(join(staging, 'index.html'), 'utf8'));
const embed = page.replace('data-view="page"', 'data-view="embed"');
if (embed === page) throw new Error('index.html has lost its data-view="page"');
await compileWasm(page);
await writeFile(join(staging, 'index.html'), page);
await writeFile(join(staging, 'embed.html'), embed);
for (const name of await readdir(staging)) {
  if (name.endsWith('.html')) refuseInline(name, await readFile(join(staging, name), 'utf8'));
}
