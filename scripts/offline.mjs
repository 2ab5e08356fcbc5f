// Fills in what the service worker (www/offline-worker.js) keeps: every file of the built page with its hash, but the pictures, which stand only
// until the program has come. Called by post-build.mjs, when every file is what it stays. A browser that has another build's worker sees
// that this one differs.
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const WORKER = 'offline-worker.js';
const LEFT_OUT = /^(pictures|img)\/|\.(gz|br|d\.ts)$/;

/** Writes the worker of the page in `folder`. */
export async function addOffline(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const files = {};
  for (const name of names.filter((each) => each !== WORKER && !LEFT_OUT.test(each)).sort()) {
    files[name] = `sha256-${createHash('sha256').update(await readFile(join(folder, name))).digest('base64')}`;
  }
  const listed = JSON.stringify(files, null, 1);
  const build = createHash('sha256').update(listed).digest('hex').slice(0, 12);
  const template = await readFile(join(folder, WORKER), 'utf8');
  const filled = template.replace('const FILES = {};', () => `const FILES = ${listed};`).replace("const BUILD = 'BUILD';", `const BUILD = '${build}';`);
  if (!filled.includes(listed) || !filled.includes(`'${build}'`)) throw new Error(`www/${WORKER} has lost the places that scripts/offline.mjs fills in`);
  await writeFile(join(folder, WORKER), filled);
}
