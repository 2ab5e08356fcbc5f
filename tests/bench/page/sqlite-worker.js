// sqlite-wasm on the origin private file system, through its pool of access handles: the fastest of its ways to keep a database.
import sqlite3InitModule from './sqlite/index.mjs';

const BODY_BYTES = 200;
const ROWS = 1000;

const opened = (async () => {
  const sqlite3 = await sqlite3InitModule({ print() {}, printErr() {} });
  const pool = await sqlite3.installOpfsSAHPoolVfs({ clearOnInit: true });
  return { sqlite3, pool };
})();

async function write({ messages, synchronous }) {
  const { pool } = await opened;
  const database = new pool.OpfsSAHPoolDb('/peer.sqlite3');
  database.exec(`PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=${synchronous};
    CREATE TABLE message (queue INTEGER, offset INTEGER, body BLOB, PRIMARY KEY (queue, offset)) WITHOUT ROWID`);
  const bodies = Array.from({ length: 251 }, () => crypto.getRandomValues(new Uint8Array(BODY_BYTES)));
  const insert = database.prepare('INSERT INTO message VALUES (?, ?, ?)');
  const begun = performance.now();
  for (let first = 0; first < messages; first += ROWS) {
    database.exec('BEGIN');
    for (let i = 0; i < ROWS; i += 1) {
      insert.bind([(first + i) % 64, first + i, bodies[i % bodies.length]]).stepReset();
    }
    database.exec('COMMIT');
  }
  const seconds = (performance.now() - begun) / 1e3;
  insert.finalize();
  database.close();
  pool.unlink('/peer.sqlite3');
  return { seconds, messages, bytes: messages * BODY_BYTES };
}

onmessage = ({ data }) => write(data).then(postMessage, (error) => postMessage({ error: String(error?.stack ?? error) }));
