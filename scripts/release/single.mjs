// The single file: the built page and all that a person opens in it, as one HTML file that runs from a disk or a stick. single.js is what it
// runs. Not in it: embed.html and the element, pictures, pages of the demo.
//
// The files are one stream of LZMA, whose window reaches over both programs (they share much of what they are made of), as text: five of 85
// printable signs are four bytes, and none of them means anything to HTML.
import { execFile } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SINGLE_BYTES_MAX = 1_200_000;
/** For other people's pages, and what a local file cannot be. */
const LEFT_OUT = /^(author|checker|embed|demo|offline|offset-lab\.js)/;
const need = createRequire(join(process.env.NODE_MODULES, 'x.js'));

/** Everything that `page` can open, those that share much beside each other. */
async function filesOf(dist) {
  const page = await readFile(join(dist, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href|data-js|data-wasm)="\.\/([^"]+)"/g)].map((match) => match[1]);
  const folders = await Promise.all(['scenarios', 'lessons', 'recordings'].map(async (folder) => {
    const names = (await readdir(join(dist, folder))).filter((name) => /\.jsonl?$/.test(name)).sort();
    return names.map((name) => `${folder}/${name}`);
  }));
  const programs = [...named.filter((name) => name.endsWith('.wasm')), 'offset-lab-upgrade_bg.wasm', 'importer.wasm'];
  const others = named.filter((name) => !name.endsWith('.wasm'));
  const all = await readdir(dist);
  const beside = all.filter((name) => /\.(html|css|js)$/.test(name) && !LEFT_OUT.test(name)).sort();
  return [...new Set([...programs, ...others, ...beside, ...folders.flat()])].filter((name) => !name.endsWith('.webmanifest'));
}

function lzma(bytes) {
  const dictionary = 2 ** Math.ceil(Math.log2(bytes.length));
  const options = ['--format=lzma', `--lzma1=preset=9e,lc=4,pb=0,nice=273,dict=${dictionary}`, '-c'];
  return new Promise((done, failed) => {
    const child = execFile('xz', options, { encoding: 'buffer', maxBuffer: Infinity }, (error, out) => (error ? failed(error) : done(out)));
    child.stdin.end(bytes);
  });
}

/** Signs from `#` on, but `!` for `<`. */
function textOf(bytes) {
  const words = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  const signs = Buffer.alloc((words.length / 4) * 5);
  for (let at = 0, sign = 0; at < words.length; at += 4, sign += 5) {
    let word = words.readUInt32BE(at);
    for (let i = 4; i >= 0; i -= 1) {
      const code = (word % 85) + 35;
      signs[sign + i] = code === 60 ? 33 : code;
      word = Math.floor(word / 85);
    }
  }
  return signs.toString('latin1');
}

async function loader() {
  const modules = process.env.RELEASE_MODULES;
  const { outputFiles } = await need('esbuild').build({
    entryPoints: [fileURLToPath(new URL('single.js', import.meta.url))], bundle: true, minify: true, write: false, format: 'iife', legalComments: 'none',
    alias: { 'lzma1/decoder': join(modules, 'lzma1/lib/decoder.js'), 'lzma1/streams': join(modules, 'lzma1/lib/streams.js') },
  });
  return outputFiles[0].text.replaceAll('</script', '<\\/script');
}

// A program of its own needs no network; a page that is served may have a stricter policy, which this one adds to.
const POLICY = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; style-src 'unsafe-inline'; img-src data: blob:; worker-src blob:";

/** What is in it is Offset Lab's, and that of which licenses.txt tells; and what unpacks it. */
const licensesOf = async (dist) => `${await readFile(join(process.env.RELEASE_MODULES, 'lzma1/LICENSE'), 'utf8')}\n${await readFile(join(dist, 'licenses.txt'), 'utf8')}`.replaceAll('--', '- -');

const documentOf = (script, header, packed, licenses) => `<!doctype html>
<!-- Offset Lab as one file, Apache-2.0. It contains lzma1, Bootstrap Icons and parts of modern-normalize:

${licenses}
-->
<html lang="en" data-view="page">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>Offset Lab</title>
</head>
<body>
<p id="unpacking">Opening Offset Lab… <span lang="zh-CN">正在打开 Offset Lab…</span></p>
<noscript>The lab is a program that runs in this page. It needs JavaScript and WebAssembly.</noscript>
<script type="text/plain" id="packed" data-files='${JSON.stringify(header)}'>${packed}</script>
<script>${script}</script>
</body>
</html>
`;

/** Writes the page in `dist` as the single file `path`, and gives its length. */
export async function writeSingle(dist, path) {
  const names = await filesOf(dist);
  const contents = await Promise.all(names.map((name) => readFile(join(dist, name))));
  const bytes = await lzma(Buffer.concat(contents));
  const header = { bytes: bytes.length, files: names.map((name, i) => [name, contents[i].length]) };
  const html = Buffer.from(documentOf(await loader(), header, textOf(bytes), await licensesOf(dist)));
  await writeFile(path, html);
  if (html.length > SINGLE_BYTES_MAX) throw new Error(`${path} has ${html.length} bytes; ${SINGLE_BYTES_MAX} is the most`);
  return html.length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [dist, path] = process.argv.slice(2);
  console.log(`${path}: ${await writeSingle(dist, path)} bytes`);
}
