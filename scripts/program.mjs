// Makes the page's program as small as it goes: both parts through wasm-opt, the imports under short names, scripts and styles without
// what only people need, every part named after its content. Called by post-build.mjs, on trunk's staging folder.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname, join } from 'node:path';
import { shortImports } from './imports.mjs';
import { namedByPlace } from './order.mjs';

const need = createRequire(join(process.env.NODE_MODULES, 'x.js'));
const esbuild = need('esbuild');
const wasmOpt = join(process.env.NODE_MODULES, '.bin/wasm-opt');

// No feature flags: binaryen reads them from the program. The rest follows from -Oz having been asked for twice the size by its default of
// inlining whatever has one caller, and from nothing ever lying in the first kilobyte, which is the stack's end.
const OPTIMISE = ['-Oz', '-ocimfs=15', '--low-memory-unused', '--strip-producers', '--debuginfo'];
const SORT = ['--reorder-functions-by-name', '--strip-debug', '--strip-target-features'];

const LINK = '__wasm_split.js';

function optimise(path) {
  const run = (options) => execFileSync(wasmOpt, [...options, path, '-o', path], { stdio: ['ignore', 'ignore', 'ignore'] });
  run(OPTIMISE);
  // For a profiler: the functions' names stay, and so the program is larger.
  if (process.env.KEEP_NAMES) return;
  writeFileSync(path, namedByPlace(readFileSync(path)));
  run(SORT);
}

// Node refuses what browsers refuse, such as wasm-opt's newest encodings when someone turned all features on.
const compile = (path) => WebAssembly.compile(readFileSync(path));

function minify(path) {
  const loader = extname(path).slice(1);
  const { code } = esbuild.transformSync(readFileSync(path, 'utf8'), { loader, minify: true, format: loader === 'js' ? 'esm' : undefined });
  writeFileSync(path, code);
}

const hashOf = (...contents) => {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest('hex').slice(0, 12);
};

function hashed(name, hash) {
  const stem = basename(name, extname(name)).replace(/^_+/, '').replace(/-[0-9a-f]{8,16}(?=_bg$|$)/, '');
  return `${stem}-${hash}${extname(name)}`;
}

// The files that index.html names, by their place in dist: these may be cached for ever, so their names must follow their content.
function partsOf(html) {
  const names = [...html.matchAll(/(?:src|href|data-js|data-wasm)="\.\/([^"]+)"/g)].map((match) => match[1]);
  return [...new Set(names)].filter((name) => /\.(js|css|wasm)$/.test(name));
}

/** Finishes what `html` names in `staging`, with the program's late parts from `split`, and gives `html` with the new names. */
export async function finishProgram(staging, split, html) {
  const at = (name) => join(staging, name);
  const [script, program] = [/data-js="\.\/([^"]+)"/, /data-wasm="\.\/([^"]+)"/].map((pattern) => pattern.exec(html)[1]);
  optimise(at(program));
  const short = shortImports(readFileSync(at(program)), readFileSync(at(script), 'utf8'));
  writeFileSync(at(program), short.program);
  await compile(at(program));
  // The late parts, and the link between the two, which names them.
  let link = readFileSync(join(split, LINK), 'utf8');
  for (const name of readdirSync(split).filter((file) => file.endsWith('.wasm') && file !== 'main.wasm')) {
    optimise(join(split, name));
    await compile(join(split, name));
    const late = hashed(name.replace(/^split_/, 'offset-lab-'), hashOf(readFileSync(join(split, name))));
    writeFileSync(at(late), readFileSync(join(split, name)));
    link = link.replaceAll(`"./${name}"`, `"./${late}"`);
  }
  // Link and script name each other, so their names follow the content of both without those names.
  const hash = hashOf(link, short.script);
  const [linkName, scriptName] = [`offset-lab-link-${hash}.js`, hashed(script, hash)];
  writeFileSync(at(linkName), link.replaceAll('"./main.js"', `"./${scriptName}"`));
  writeFileSync(at(scriptName), short.script.replace(`from "./${LINK}"`, `from "./${linkName}"`));
  rmSync(at(script));
  html = html.replaceAll(`"./${script}"`, `"./${scriptName}"`);
  html = html.replace(/<link rel="modulepreload" href="\.\/[^"]+">/, (preload) => `${preload}<link rel="modulepreload" href="./${linkName}">`);
  [linkName, scriptName].map(at).forEach(minify);
  for (const name of partsOf(html).filter((part) => part !== scriptName && part !== linkName)) {
    if (!name.endsWith('.wasm')) minify(at(name));
    const named = hashed(name, hashOf(readFileSync(at(name))));
    renameSync(at(name), at(named));
    html = html.replaceAll(`"./${name}"`, `"./${named}"`);
  }
  return html;
}
