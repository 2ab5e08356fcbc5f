// What run.mjs calls in the page, as `window.bench`: the lab's own measures, and its peers. A write is done when its transaction is
// complete; every measure begins with a new database and takes it away at its end.
import start, { Desk, bulk, forget, measure } from './page.js';
import { Dexie } from './dexie.mjs';

const BODY_BYTES = 200;
const HEAD_BYTES = 8;
const MIB = 1 << 20;

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
  request.onblocked = () => reject(new Error('blocked'));
});

const complete = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = resolve;
  transaction.onabort = () => reject(transaction.error);
});

async function fresh(name) {
  await done(indexedDB.deleteDatabase(name));
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore('records');
  return done(request);
}

async function gone(database) {
  database.close();
  await done(indexedDB.deleteDatabase(database.name));
}

function put(database, key, value) {
  const transaction = database.transaction('records', 'readwrite', { durability: 'relaxed' });
  transaction.objectStore('records').put(value, key);
  transaction.commit();
  return complete(transaction);
}

/** Messages that were made before the clock starts. */
function bodies() {
  return Array.from({ length: 251 }, () => crypto.getRandomValues(new Uint8Array(BODY_BYTES)));
}

/** Records of 1 MiB, filled message by message, put with so many transactions in flight. */
async function raw(mebibytes, inFlight) {
  const database = await fresh('peer-raw');
  const [from, each] = [bodies(), Math.floor(MIB / (HEAD_BYTES + BODY_BYTES))];
  const begun = performance.now();
  const flying = new Set();
  for (let record = 0; record < mebibytes; record += 1) {
    const bytes = new Uint8Array(MIB);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < each; i += 1) {
      view.setUint32(i * (HEAD_BYTES + BODY_BYTES), BODY_BYTES);
      bytes.set(from[i % from.length], i * (HEAD_BYTES + BODY_BYTES) + HEAD_BYTES);
    }
    const written = put(database, record, bytes).then(() => flying.delete(written));
    flying.add(written);
    if (flying.size >= inFlight) await Promise.race(flying);
  }
  await Promise.all(flying);
  const seconds = (performance.now() - begun) / 1e3;
  await gone(database);
  return { seconds, messages: mebibytes * each, bytes: mebibytes * MIB };
}

async function dexie(messages) {
  await Dexie.delete('peer-dexie');
  const database = new Dexie('peer-dexie', { chromeTransactionDurability: 'relaxed' });
  database.version(1).stores({ messages: '[queue+offset]' });
  await database.open();
  const from = bodies();
  const begun = performance.now();
  for (let first = 0; first < messages; first += 1000) {
    const rows = Array.from({ length: 1000 }, (_, i) => ({ queue: (first + i) % 64, offset: first + i, body: from[i % from.length] }));
    await database.messages.bulkAdd(rows);
  }
  const seconds = (performance.now() - begun) / 1e3;
  database.close();
  await Dexie.delete('peer-dexie');
  return { seconds, messages, bytes: messages * BODY_BYTES };
}

let worker;
/** Rows in sqlite-wasm over the origin's private files, 1,000 a transaction, with `synchronous` as given. */
function sqlite(messages, synchronous) {
  worker ??= new Worker('./sqlite-worker.js', { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ messages, synchronous });
  });
}

/** One command of a person, until the session shows it as saved, and one raw put of 16 KiB, in turn. Milliseconds of each. */
async function commands(count) {
  await forget('bench-desk');
  const desk = await Desk.open('bench-desk');
  const database = await fresh('peer-put');
  const value = crypto.getRandomValues(new Uint8Array(16384));
  const [ours, theirs] = [[], []];
  for (let i = 0; i < count + 20; i += 1) {
    const own = await desk.command();
    // What our session does once a save is shown is not the raw put's to wait for.
    await new Promise((resolve) => setTimeout(resolve, 5));
    const begun = performance.now();
    await put(database, i, value);
    const other = performance.now() - begun;
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (i < 20) continue;
    ours.push(own);
    theirs.push(other);
  }
  await gone(database);
  return { ours, theirs };
}

async function lab(messages, batchBytes, stored = true) {
  if (stored) await forget('bench-bulk');
  const result = await bulk(messages, batchBytes, stored);
  const plain = { seconds: result.seconds, messages: result.messages, bytes: result.bytes };
  result.free();
  if (stored) await forget('bench-bulk');
  return plain;
}

await start();
window.bench = { measure, lab, raw, dexie, sqlite, commands };
