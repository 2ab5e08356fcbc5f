// Puts beside each file of the built page that packs well the same file packed, as .gz and .br, for servers that send such files as they are
// (serve.mjs does). Called by post-build.mjs, last.
import { execFile } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const PACKED = new Set(['.html', '.js', '.css', '.wasm', '.svg', '.json', '.jsonl', '.txt']);
const BYTES_MIN = 1024;
/** A packed file that saves less than a tenth is not worth its place. */
const PART_MAX = 0.9;

/** What `gzip -9` makes of bytes: of a program a hundredth less than Node's own zlib. */
export function gzip(bytes) {
  return new Promise((done, failed) => {
    const child = execFile('gzip', ['-9nc'], { encoding: 'buffer', maxBuffer: Infinity }, (error, out) => (error ? failed(error) : done(out)));
    child.stdin.end(bytes);
  });
}

const ways = {
  '.gz': gzip,
  '.br': (bytes) => promisify(brotliCompress)(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }),
};

/** Packs every file in `folder`. */
export async function pack(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !PACKED.has(extname(entry.name))) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    if (bytes.length < BYTES_MIN) continue;
    for (const [ending, way] of Object.entries(ways)) {
      const packed = await way(bytes);
      if (packed.length <= bytes.length * PART_MAX) await writeFile(path + ending, packed);
    }
  }
}
