// Gives the imports of a program short names, in the program and in the script that brings them: wasm-bindgen's own end in hashes, which
// no compression makes smaller. Nothing else of either changes.

import { number, reader, sections, text } from './wasm_bytes.mjs';

const IMPORT_SECTION = 2;

// The section with new names. `rename` gets a module and a name, and gives the two it shall have.
function renamed(section, rename) {
  const read = reader(section);
  const count = read.number();
  const out = [...number(count)];
  for (let i = 0; i < count; i += 1) {
    const [module, name] = rename(read.text(), read.text());
    const from = read.at();
    read.descriptor();
    out.push(...text(module), ...text(name), ...section.subarray(from, read.at()));
  }
  return Uint8Array.from(out);
}

/** The program and its script with short names for what the script's own module provides. */
export function shortImports(program, script) {
  const names = new Map();
  let own;
  const rename = (module, name) => {
    if (!module.endsWith('_bg.js')) return [module, name];
    own = module;
    if (!names.has(name)) names.set(name, names.size.toString(36));
    return ['./b', names.get(name)];
  };
  const parts = [program.subarray(0, 8)];
  for (const { id, body } of sections(program)) {
    const next = id === IMPORT_SECTION ? renamed(body, rename) : body;
    parts.push(Uint8Array.from([id, ...number(next.length)]), next);
  }
  // In the script a name stands as the key of an object: `name: function(`, `name: (`, `"name": ` or, where it is assigned, `.name = `.
  const used = new Set();
  const short = script
    .replaceAll(`"${own}"`, '"./b"')
    .replace(/^( +)"?([A-Za-z_$][\w$]*)"?: /gm, (whole, space, name) => {
      if (!names.has(name)) return whole;
      used.add(name);
      return `${space}"${names.get(name)}": `;
    });
  const left = [...names.keys()].filter((name) => !used.has(name));
  if (left.length > 0) throw new Error(`imports.mjs does not find in the script: ${left.join(', ')}`);
  return { program: Buffer.concat(parts), script: short };
}
