// Gives the imports of a program short names, in the program and in the script that brings them: wasm-bindgen's own end in hashes, which
// no compression makes smaller. Nothing else of either changes.

const IMPORT_SECTION = 2;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function reader(bytes, at = 0) {
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const skip = (count) => bytes.subarray(at, (at += count));
  return { number, skip, text: () => decoder.decode(skip(number())), at: () => at };
}

function number(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
}

const text = (value) => {
  const bytes = encoder.encode(value);
  return [...number(bytes.length), ...bytes];
};

// What follows an import's names: its kind and type, which stay as they are.
function descriptor(read, bytes) {
  const from = read.at();
  const kind = read.skip(1)[0];
  const limits = () => { if (read.skip(1)[0] & 1) read.number(); read.number(); };
  if (kind === 0) read.number();
  else if (kind === 1) { read.skip(1); limits(); }
  else if (kind === 2) limits();
  else if (kind === 3) read.skip(2);
  else throw new Error(`imports.mjs does not know an import of kind ${kind}`);
  return bytes.subarray(from, read.at());
}

// The section with new names. `rename` gets a module and a name, and gives the two it shall have.
function renamed(section, rename) {
  const read = reader(section);
  const count = read.number();
  const out = [...number(count)];
  for (let i = 0; i < count; i += 1) {
    const [module, name] = rename(read.text(), read.text());
    out.push(...text(module), ...text(name), ...descriptor(read, section));
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
  const read = reader(program, 8);
  while (read.at() < program.length) {
    const id = read.skip(1)[0];
    const body = read.skip(read.number());
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
