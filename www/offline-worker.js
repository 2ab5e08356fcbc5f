// The service worker of whoever keeps Offset Lab for use without a network (offline.js): it holds one built page whole, and answers from that.
// Not here: when it is registered, and when a new one takes over, which a person says.
//
// Installing fetches every file, each checked against its hash, so that what is kept is one build. If one is missing or is of another build,
// nothing of it is kept and the version before stays as it is. What is not kept (pictures, what is not part of the page) goes to the network
// as if nothing were here, so a page says itself that it is offline.
//
// Invariant: a cache is complete, or it does not exist.

// Each file's place beside the page and its hash: scripts/offline.mjs fills this in.
const FILES = {};
const BUILD = 'BUILD';

const scope = new URL('./', location.href).href;
const ours = `offset-lab ${scope} `;
const name = ours + BUILD;
const EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';

async function keep() {
  const cache = await caches.open(name);
  const rest = new AbortController();
  try {
    await Promise.all(Object.entries(FILES).map(async ([path, integrity]) => {
      const answer = await fetch(new Request(scope + path, { cache: 'no-cache', integrity, signal: rest.signal }));
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      await cache.put(scope + path, answer);
    }));
  } catch (error) {
    rest.abort(); // nobody needs the others
    await caches.delete(name);
    throw error;
  }
}

async function dropOthers() {
  for (const other of await caches.keys()) if (other.startsWith(ours) && other !== name) await caches.delete(other);
}

async function kept(path, request) {
  const cache = await caches.open(name);
  return await cache.match(scope + path) ?? fetch(request);
}

/** It would only stand there until the program has come. */
async function picture(request) {
  const none = () => new Response(EMPTY, { headers: { 'Content-Type': 'image/svg+xml' } });
  return navigator.onLine ? fetch(request).catch(none) : none();
}

addEventListener('install', (event) => event.waitUntil(keep()));
addEventListener('activate', (event) => event.waitUntil(dropOthers()));
addEventListener('message', (event) => { if (event.data === 'take over') skipWaiting(); });
addEventListener('fetch', (event) => {
  const { request } = event;
  const place = request.url.split(/[?#]/)[0];
  if (request.method !== 'GET' || !place.startsWith(scope)) return;
  const path = place.slice(scope.length) || 'index.html';
  if (Object.hasOwn(FILES, path)) event.respondWith(kept(path, request));
  else if (/^(pictures|img)\//.test(path)) event.respondWith(picture(request));
});
