// What a page packs into a link and takes out of one (www/share.js), without a browser: against node's own deflate and the command line.
// Not here: the dialog, and opening a link (share.test.mjs).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { WORDS, pack, unpack } from '../../www/share.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TEXT_MAX = 262_144;
const linked = (bytes) => `1.${Buffer.from(bytes).toString('base64url')}`;
const packed = (text) => linked(deflateRawSync(text, { level: 9 }));
const kindOf = (payload) => unpack(payload).then(() => 'read', (error) => error.kind);

test('any text comes out as it went in', async () => {
  for (const text of ['', 'a', '日本 <img src=x onerror=alert(1)>', 'x'.repeat(200_000), readFileSync(`${ROOT}www/scenarios/story.json`, 'utf8')]) {
    const payload = await pack(text);
    assert.match(payload, /^1\.[\w-]+$/);
    assert.equal(inflateRawSync(Buffer.from(payload.slice(2), 'base64url')).toString(), text);
    assert.equal(await unpack(payload), text);
  }
});

test('what the command line packs the page reads, and the other way round', async () => {
  const cli = (...options) => execFileSync(process.env.OFFSET_LAB, ['link', ...options], { cwd: ROOT, encoding: 'utf8' }).trim();
  for (const name of readdirSync(`${ROOT}www/scenarios`)) {
    const path = `www/scenarios/${name}`;
    const text = await unpack(cli(path));
    const { engine, ...scenario } = JSON.parse(text);
    assert.match(engine, /^\d+\.\d+\.\d+\+[0-9a-f]{16}$/);
    assert.deepEqual(JSON.parse(cli('--open', await pack(text))), { ...scenario, engine });
  }
});

test('it has the same words in both languages', () => {
  const shape = (words) => Object.entries(words).map(([name, word]) => [name, typeof word === 'object' ? shape(word) : `${typeof word} ${word.length > 0}`]);
  assert.deepEqual(shape(WORDS.en), shape(WORDS.zh));
});

test('a bomb is refused, and no more of it is unpacked than a piece above the limit', async () => {
  assert.equal((await unpack(packed('a'.repeat(TEXT_MAX)))).length, TEXT_MAX);
  assert.equal(await kindOf(packed('a'.repeat(TEXT_MAX + 1))), 'large');
  const bomb = packed(Buffer.alloc(6_000_000));
  assert.ok(bomb.length <= 8_192, `${bomb.length}`);
  const { DecompressionStream: Whole } = globalThis;
  let seen = 0;
  globalThis.DecompressionStream = class {
    constructor(format) {
      const { readable, writable } = new Whole(format);
      const count = new TransformStream({ transform(chunk, on) { seen += chunk.length; on.enqueue(chunk); } });
      Object.assign(this, { writable, readable: readable.pipeThrough(count) });
    }
  };
  try {
    assert.equal(await kindOf(bomb), 'large');
  } finally {
    globalThis.DecompressionStream = Whole;
  }
  assert.ok(seen > TEXT_MAX && seen < TEXT_MAX + 400_000, `${seen} bytes of 6 000 000`);
});

test('a link of ten million characters is refused by its length', async () => {
  assert.equal(await kindOf(`1.${'A'.repeat(10_000_000)}`), 'large');
});

test('what is no link is refused by what is wrong with it', async () => {
  const whole = packed('{"format":"offset-lab-scenario/1"}');
  for (const [payload, kind] of [
    ['', 'version'], ['2.abcd', 'version'], ['<img src=x onerror=alert(1)>', 'version'], ['1.', 'broken'], ['1.%3Cimg%3E', 'broken'],
    ['1.a b', 'broken'], ['1.A', 'broken'], [whole.slice(0, -3), 'broken'], [linked([0xff, 0xff, 0xff]), 'broken'], [packed(Buffer.from([0xff, 0xfe])), 'broken'],
  ]) assert.equal(await kindOf(payload), kind, payload);
});

test('a link that was cut or changed anywhere is read or refused, never more than the limit', async () => {
  const whole = await pack(readFileSync(`${ROOT}www/scenarios/story.json`, 'utf8'));
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.%';
  let state = 7;
  const random = (below) => { state = (state * 1_103_515_245 + 12_345) % 2 ** 31; return state % below; };
  for (let i = 0; i < 400; i += 1) {
    const changed = [...whole];
    for (let times = random(4); times > 0; times -= 1) changed[random(changed.length)] = letters[random(letters.length)];
    if (i % 2) changed.length = random(changed.length);
    const payload = changed.join('');
    const text = await unpack(payload).catch((error) => { assert.ok(['version', 'large', 'broken'].includes(error.kind), payload); return ''; });
    assert.ok(text.length <= TEXT_MAX);
    if (changed.length < whole.length) assert.equal(text, '', `cut to ${changed.length}`);
  }
});
