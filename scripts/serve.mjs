// Serves a folder on 127.0.0.1 under the Content-Security-Policy that the page must live with. `node scripts/serve.mjs [DIR]` serves
// dist/ on PORT (8080, or the next free one) and prints the address; tests import serve() and use it under a sub-path. A file that has a
// packed one beside it (NAME.br, NAME.gz) is sent packed to whoever takes that.
import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const CSP = "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm', '.json': 'application/json', '.jsonl': 'text/plain; charset=utf-8', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.webmanifest': 'application/manifest+json', '.txt': 'text/plain; charset=utf-8',
};

// The file for a request, or undefined. `base` is the path that the folder is mounted under, with a slash at both ends.
async function fileFor(dir, base, url) {
  const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  if (!path.startsWith(base)) return undefined;
  const inside = normalize(join('/', path.slice(base.length)));
  const file = join(dir, inside.endsWith('/') ? `${inside}index.html` : inside);
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? file : undefined;
}

const PACKED = { br: '.br', gzip: '.gz' };

/** What is sent of a file, and how it is packed, by the encodings that the request takes. */
async function bodyOf(file, accepted = '', allowed = Object.keys(PACKED)) {
  const takes = accepted.split(',').map((part) => part.trim().split(';')).filter(([, weight]) => !/^\s*q=0(\.0*)?$/.test(weight ?? '')).map(([name]) => name);
  for (const encoding of allowed) {
    const packed = takes.includes(encoding) && await readFile(file + PACKED[encoding]).catch(() => undefined);
    if (packed) return { body: packed, encoding };
  }
  return { body: await readFile(file) };
}

function listen(server, port, tries) {
  return new Promise((done, fail) => {
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE' && tries > 1) listen(server, port + 1, tries - 1).then(done, fail);
      else fail(error);
    });
    server.listen(port, '127.0.0.1', () => done(server.address().port));
  });
}

/** Serves `dir`; port 0 takes any free one; `more` are further headers, `packed` the encodings that are sent. Returns the address of `base` and a
    function that stops the server. */
export async function serve({ dir, base = '/', port = 0, tries = 1, more = {}, packed }) {
  const server = createServer(async (request, response) => {
    const file = await fileFor(resolve(dir), base, request.url).catch(() => undefined);
    const headers = { 'Content-Security-Policy': CSP, 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff', ...more };
    if (!file) {
      response.writeHead(404, { ...headers, 'Content-Type': TYPES['.txt'] }).end('Not found\n');
      return;
    }
    const { body, encoding } = await bodyOf(file, request.headers['accept-encoding'], packed);
    const coded = encoding ? { 'Content-Encoding': encoding } : {};
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...headers, ...coded, 'Content-Type': type, 'Content-Length': body.length, Vary: 'Accept-Encoding' });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  const bound = await listen(server, port, tries);
  return {
    url: `http://127.0.0.1:${bound}${base}`,
    close: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = process.env.PORT;
  const dir = process.argv[2] ?? join(fileURLToPath(new URL('..', import.meta.url)), 'dist');
  try {
    const { url } = await serve({ dir, port: Number(wanted || 8080), tries: wanted ? 1 : 50 });
    console.log(`\n  Offset Lab: ${url}\n  in a page:  ${url}demo.html\n\nStop with Ctrl-C.`);
  } catch (error) {
    console.error(error.code === 'EADDRINUSE' ? `Port ${wanted} is in use. Choose another one, or leave PORT away.` : error);
    process.exitCode = 1;
  }
}
