// The names by which the program and its glue know each other, made short: a function of wasm-bindgen's ends in sixteen digits of a hash, in both
// of them, and such digits do not pack (9 KB of what a visitor fetches). Binaryen gives the short names; here the glue gets them. Not here: what the
// functions do. Called by program.mjs, before anything else is done to the two files.
//
// Invariant: each name that the program wants or gives is in the glue; else the build stops.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** As this is the last of Binaryen's runs, it also puts locals together again, which -Oz has parted: 1 KB of what a visitor fetches. */
const LOCALS = ['--merge-locals', '--coalesce-locals', '--reorder-locals', '--vacuum'];
const WASM_OPT = join(process.env.NODE_MODULES, '.bin/wasm-opt');

/** Gives the program at `wasm` and its glue at `js` short names for each other. */
export async function shorten(js, wasm) {
  const said = execFileSync(WASM_OPT, [...LOCALS, '--minify-imports-and-exports-and-modules', wasm, '-o', wasm], { encoding: 'utf8', maxBuffer: 1 << 24 });
  const { imports, exports } = JSON.parse(said);
  const wanted = new Map(imports.map(([, name, short]) => [name, short]));
  const given = new Map(exports);
  const short = (names, name) => names.get(name) ?? fail(js, name);
  // The object of imports has a line for each.
  const glue = readFileSync(js, 'utf8')
    .replace(/^( +)(__wb\w+):/gm, (_, indent, name) => `${indent}${short(wanted, name)}:`)
    .replace(/\bwasm\.(\w+)/g, (_, name) => `wasm.${short(given, name)}`);
  const [module, ...others] = new Set(imports.map(([name]) => name));
  if (others.length > 0 || glue.split(`"${module}":`).length !== 2) fail(js, module);
  const program = await WebAssembly.compile(readFileSync(wasm));
  const of = new Set(WebAssembly.Module.imports(program).map((each) => each.module));
  writeFileSync(js, glue.replace(`"${module}":`, `"${[...of].join()}":`));
  for (const { name } of WebAssembly.Module.imports(program)) if (!glue.includes(`${name}:`)) fail(js, name);
}

function fail(js, name) {
  throw new Error(`${js} no longer says "${name}" as scripts/names.mjs expects`);
}
