// What the single file (single.mjs) runs first: it unpacks the built page, which the file carries as text, and opens one of its documents. A
// page opened as a file can fetch nothing, so `fetch` and `Worker` answer from what was unpacked. Not here: the page, which is the built one,
// byte for byte, and knows nothing of this.
//
// The address is the page's; `?page=course` and `?page=rules` are the documents beside it, and links to them become that.
//
// Invariant: nothing is asked of a network; the file's own Content-Security-Policy (single.mjs) would refuse it.
// Only what unpacks: the whole package is five times as long.
import { Decoder } from 'lzma1/decoder';
import { InputBuffer, OutputBuffer } from 'lzma1/streams';

const root = document.documentElement;
const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css', wasm: 'application/wasm', json: 'application/json' };

/** Text of the alphabet of single.mjs as bytes: five signs are four of them. */
function bytesOf(text, length) {
  const bytes = new Uint8Array(length + 3);
  const view = new DataView(bytes.buffer);
  for (let sign = 0, at = 0; at < length; at += 4) {
    let word = 0;
    for (let i = 0; i < 5; i += 1, sign += 1) {
      const code = text.charCodeAt(sign);
      word = word * 85 + (code === 33 ? 60 : code) - 35;
    }
    view.setUint32(at, word);
  }
  return bytes.subarray(0, length);
}

/** The files by their place beside the page. */
function unpack(element) {
  const { bytes, files } = JSON.parse(element.dataset.files);
  const out = new OutputBuffer(files.reduce((sum, [, length]) => sum + length, 0));
  new Decoder().decompress(new InputBuffer(bytesOf(element.textContent, bytes)), out);
  const all = out.toArray();
  const found = new Map();
  let at = 0;
  for (const [name, length] of files) {
    found.set(name, all.subarray(at, at + length));
    at += length;
  }
  return found;
}

const packed = document.getElementById('packed');
const here = new URL('.', document.URL).href;
const own = location.href.split(/[?#]/)[0];
let files;

const text = (name) => new TextDecoder().decode(files.get(name));
const typeOf = (name) => TYPES[name.split('.').pop()] ?? 'text/plain';
const blobOf = (parts, type) => URL.createObjectURL(new Blob(parts, { type }));

/** The place beside the page that an address names, or undefined. */
function place(address) {
  const { href } = new URL(address instanceof Request ? address.url : address, document.baseURI);
  return href.startsWith(here) ? decodeURIComponent(href.slice(here.length).split(/[?#]/)[0]) : undefined;
}

function answerOwn() {
  const { fetch: outside, Worker: Thread } = globalThis;
  globalThis.fetch = async (address, ...more) => {
    const name = place(address);
    if (name === undefined) return outside(address, ...more);
    const found = files.get(name);
    return new Response(found, { status: found ? 200 : 404, headers: { 'Content-Type': typeOf(name) } });
  };
  globalThis.Worker = function OwnWorker(address, ...more) {
    if (place(address) !== 'upgrade.js') return new Thread(address, ...more);
    // What it fetches comes to it as its first message.
    const before = `importScripts = () => {};
const program = new Promise((come) => addEventListener('message', (event) => { event.stopImmediatePropagation(); come(event.data); }, { once: true }));
fetch = async () => new Response(await program, { headers: { 'Content-Type': 'application/wasm' } });\n`;
    const worker = new Thread(blobOf([before, files.get('offset-lab-upgrade.js'), '\n', files.get('upgrade.js')], TYPES.js));
    worker.postMessage(files.get('offset-lab-upgrade_bg.wasm'));
    return worker;
  };
}

/** What the page's modules import by name. */
function mapImports() {
  const scripts = [...files.keys()].filter((name) => /^[^/]*\.js$/.test(name));
  const imports = Object.fromEntries(scripts.map((name) => [`./${name}`, blobOf([files.get(name)], TYPES.js)]));
  const map = Object.assign(document.createElement('script'), { type: 'importmap', textContent: JSON.stringify({ imports }) });
  document.head.append(map);
}

/** What a link of the page is in this file. */
function ownAddress(link) {
  const [, path, rest] = /^(?:\.\/)?([^?#]*)(.*)$/.exec(link);
  const name = path.replace(/\.html$/, '');
  if (name === '' || name === 'index') return path || link.startsWith('./') ? own + rest : undefined;
  return files.has(`${name}.html`) ? `${own}?page=${name}${rest.replace('?', '&')}` : undefined;
}

function followOwn(event) {
  const link = event.target instanceof Element && event.target.closest('a[href]');
  const address = link && ownAddress(link.getAttribute('href'));
  if (address) link.href = address;
}

function runOwn(name, attributes) {
  if (!files.has(name)) return; // offline.js: there is no network to be without
  const script = document.createElement('script');
  for (const each of attributes) if (each.name === 'type' || each.name.startsWith('data-')) script.setAttribute(each.name, each.value);
  script.textContent = text(name);
  document.head.append(script);
}

/** Puts a document of the page in the place of this one, with its styles, and runs its scripts in their order. */
function show(name) {
  const next = new DOMParser().parseFromString(text(name), 'text/html');
  for (const each of next.documentElement.attributes) root.setAttribute(each.name, each.value);
  const scripts = [...next.querySelectorAll('script[src]')];
  const of = (element) => place(element.getAttribute('src') ?? element.getAttribute('href'));
  for (const link of next.querySelectorAll('link')) {
    if (link.rel === 'icon') link.href = `data:image/svg+xml,${encodeURIComponent(text(of(link)))}`;
    else if (link.rel === 'stylesheet') link.replaceWith(Object.assign(document.createElement('style'), { textContent: text(of(link)) }));
    else link.remove();
  }
  scripts.forEach((script) => script.remove());
  const run = (late) => scripts.filter((script) => (script.defer || script.type === 'module') === late)
    .forEach((script) => runOwn(of(script), script.attributes));
  document.head.replaceChildren(...next.head.childNodes);
  run(false);
  // There are no pictures of scenarios here.
  if (root.dataset.picture === 'own') root.dataset.picture = 'none';
  document.body.replaceWith(next.body);
  run(true);
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

function open() {
  try {
    files = unpack(packed);
    answerOwn();
    mapImports();
    for (const kind of ['pointerdown', 'click', 'auxclick']) addEventListener(kind, followOwn, true);
    const page = new URLSearchParams(location.search).get('page');
    show(files.has(`${page}.html`) ? `${page}.html` : 'index.html');
  } catch (error) {
    console.error(error);
    document.getElementById('unpacking').append(` ${error?.message ?? error}`);
  }
}

// The sentence that stands there is drawn first.
setTimeout(open);
