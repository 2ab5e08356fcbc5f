// Trunk's post_build hook: makes the built page complete. It copies what the page fetches, finishes the program (program.mjs), draws the
// first picture (first-picture.mjs), writes embed.html (with its embed.js), rules.html (rules.mjs), course.html (course.mjs), embedding.html
// (embedding.mjs) and author.html (author.mjs), refuses what a strict host or an older browser would refuse, lists what is kept for use without a network (offline.mjs), and
// packs it all (packed.mjs).
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { addAuthor } from './author.mjs';
import { addCourse } from './course.mjs';
import { addEmbedding } from './embedding.mjs';
import { drawPictures, withFirstPicture } from './first-picture.mjs';
import { addOffline } from './offline.mjs';
import { pack } from './packed.mjs';
import { addGround, withIcons } from './parts.mjs';
import { finishProgram, finishScript, minify } from './program.mjs';
import { addRules } from './rules.mjs';

const source = process.env.TRUNK_SOURCE_DIR ?? process.cwd();
const staging = process.env.TRUNK_STAGING_DIR;
if (!staging) throw new Error('post-build.mjs is a hook: run it through scripts/build.sh, which runs trunk');

const RECORDINGS = 'tests/conformance/5.3.3';
const RECORDED = ['offsets.jsonl', 'time_search.jsonl', 'expiry.jsonl', 'commits.jsonl'];

async function copyAssets() {
  await cp(join(source, 'www'), staging, { recursive: true });
  await addGround(staging);
  const manifest = join(staging, 'app.webmanifest');
  await writeFile(manifest, JSON.stringify(JSON.parse(await readFile(manifest, 'utf8'))));
  if (existsSync(join(source, 'lessons'))) {
    const jsonOnly = (path) => !extname(path) || path.endsWith('.json');
    await cp(join(source, 'lessons'), join(staging, 'lessons'), { recursive: true, filter: jsonOnly });
  }
  // A program that only those fetch who import (src/importer).
  await cp(process.env.OFFSET_LAB_IMPORTER, join(staging, 'importer.wasm'));
  // And one for those who write lessons (src/checker).
  await cp(process.env.OFFSET_LAB_CHECKER, join(staging, 'checker.wasm'));
  await mkdir(join(staging, 'recordings'), { recursive: true });
  for (const name of RECORDED) {
    const path = join(source, RECORDINGS, name);
    if (existsSync(path)) await cp(path, join(staging, 'recordings', name));
  }
}

function refuseInline(name, html) {
  const inline = /<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/i.exec(html);
  if (inline) throw new Error(`${name} has an inline script or style, which a strict Content-Security-Policy refuses: ${inline[0]}`);
}

await copyAssets();
await drawPictures(staging, source);
const page = await finishProgram(staging, await withIcons(await readFile(join(staging, 'index.html'), 'utf8'), source));
// An embed has one script more, before boot.js: its way to the host page.
const embed = page.replace('data-view="page"', 'data-view="embed"').replace('<script type="module"', `<script src="./${finishScript(staging, 'embed.js')}" defer></script>\n$&`);
if (!/data-view="embed"[^]*<script src="\.\/embed-/.test(embed)) throw new Error('index.html has lost its data-view="page" or its module');
await writeFile(join(staging, 'index.html'), await withFirstPicture(page, 'page', source));
await writeFile(join(staging, 'embed.html'), await withFirstPicture(embed, 'embed', source));
minify(join(staging, 'offset-lab.js'), 'iife');
await addRules(staging, source);
await addCourse(staging, source);
await addEmbedding(staging, source);
await addAuthor(staging, source);
for (const name of await readdir(staging)) {
  if (name.endsWith('.html')) refuseInline(name, await readFile(join(staging, name), 'utf8'));
}
await addOffline(staging);
await pack(staging);
