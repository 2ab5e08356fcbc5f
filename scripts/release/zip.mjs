// Files as a zip: the same files give the same bytes, whenever and wherever they are packed.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { zipSync } = createRequire(join(process.env.RELEASE_MODULES, 'x.js'))('fflate');
/** The first moment that a zip can name. */
const MTIME = '1980-01-01T00:00:00';
const PACKED_ALREADY = /\.(png|gz|br|zip|tgz)$/;

/** The zip of `files`: bytes by their place. */
export function zipped(files) {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, [bytes, { level: PACKED_ALREADY.test(name) ? 0 : 9, mtime: new Date(MTIME) }]])));
}
