// Finishes what index.html names: short names between the program and its glue, scripts and styles without what only people need, every part
// named after its content, since these files may be cached for ever; and puts the door before the program. Called by post-build.mjs, on trunk's staging folder.
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname, join } from 'node:path';
import { shorten } from './names.mjs';

const need = createRequire(join(process.env.NODE_MODULES, 'x.js'));
const esbuild = need('esbuild');

/** A script or style without what only people need. */
export function minify(path, format = 'esm') {
  const loader = extname(path).slice(1);
  const { code } = esbuild.transformSync(readFileSync(path, 'utf8'), { loader, minify: true, format: loader === 'js' ? format : undefined });
  writeFileSync(path, code);
}

function hashed(name, content) {
  const stem = basename(name, extname(name)).replace(/-[0-9a-f]{8,16}(?=_bg$|$)/, '');
  return `${stem}-${createHash('sha256').update(content).digest('hex').slice(0, 12)}${extname(name)}`;
}

// The program's exports as its glue keeps them.
const EXPORTS = 'wasm = instance.exports;';

/** Puts the door of www/stopped.js before the program: every call of it goes through `wasm`. */
function guard(path) {
  const glue = readFileSync(path, 'utf8');
  if (glue.split(EXPORTS).length !== 2) throw new Error(`${path} no longer says "${EXPORTS}" once, so nothing would notice a broken program`);
  writeFileSync(path, glue.replace(EXPORTS, 'wasm = offsetLabDoor.guarded(instance.exports);'));
}

/** The files that `html` names, by their place in dist. */
export function partsOf(html) {
  const names = [...html.matchAll(/(?:src|href|data-js|data-wasm)="\.\/([^"]+)"/g)].map((match) => match[1]);
  return [...new Set(names)].filter((name) => /\.(js|css|wasm)$/.test(name));
}

/** Names a script of `staging` after its content, without what only people need. Its new name. */
export function finishScript(staging, name) {
  minify(join(staging, name));
  const named = hashed(name, readFileSync(join(staging, name)));
  renameSync(join(staging, name), join(staging, named));
  return named;
}

/** Finishes the parts of `html` in `staging`, and gives `html` with their new names. */
export async function finishProgram(staging, html) {
  const [js, wasm] = ['js', 'wasm'].map((kind) => join(staging, new RegExp(`data-${kind}="\\./([^"]+)"`).exec(html)[1]));
  await shorten(js, wasm);
  guard(js);
  for (const name of partsOf(html)) {
    const path = join(staging, name);
    if (name.endsWith('.wasm')) {
      // Node refuses what browsers refuse, such as encodings that only some of them know.
      await WebAssembly.compile(readFileSync(path));
    } else {
      minify(path);
    }
    const named = hashed(name, readFileSync(path));
    renameSync(path, join(staging, named));
    html = html.replaceAll(`"./${name}"`, `"./${named}"`);
    // The loading bar counts what has come unpacked, while a server tells the packed length.
    if (name.endsWith('.wasm')) html = html.replace('data-bytes="0"', `data-bytes="${readFileSync(join(staging, named)).length}"`);
  }
  return html;
}
