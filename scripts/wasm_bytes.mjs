// Reading and writing a WebAssembly program's bytes: sections, numbers, texts, imports. Not here: what is changed in it (imports.mjs,
// order.mjs).

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Reads on from `at`. */
export function reader(bytes, at = 0) {
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const skip = (count) => bytes.subarray(at, (at += count));
  const limits = () => { if (skip(1)[0] & 1) number(); number(); };
  // What follows an import's names; gives its kind, of which 0 is a function.
  const descriptor = () => {
    const kind = skip(1)[0];
    if (kind === 0) number();
    else if (kind === 1) { skip(1); limits(); }
    else if (kind === 2) limits();
    else if (kind === 3) skip(2);
    else throw new Error(`wasm_bytes.mjs does not know an import of kind ${kind}`);
    return kind;
  };
  return { number, skip, text: () => decoder.decode(skip(number())), descriptor, at: () => at };
}

/** A program's sections: their number, their content, and both with the length as they stand there. */
export function* sections(program) {
  const read = reader(program, 8);
  while (read.at() < program.length) {
    const from = read.at();
    const id = read.skip(1)[0];
    const body = read.skip(read.number());
    yield { id, body, whole: program.subarray(from, read.at()) };
  }
}

export function number(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
}

export const text = (value) => {
  const bytes = encoder.encode(value);
  return [...number(bytes.length), ...bytes];
};
