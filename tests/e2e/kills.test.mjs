// A dozen kills in the midst of work, on both of Chromium's IndexedDB engines: nothing that was shown as saved is lost. `make fault` tries
// more of them, and every other fault (docs/durability.md).
import { test } from 'node:test';
import { serve } from '../../scripts/serve.mjs';
import { kills } from '../fault/kills.mjs';
import { DIST, assert } from './harness.mjs';

for (const [engine, seed] of [['leveldb', 11], ['sqlite', 12]]) {
  test(`six kills on ${engine} lose nothing that was shown as saved`, { timeout: 300_000 }, async () => {
    const server = await serve({ dir: DIST, base: '/lab/' });
    try {
      const total = await kills({ engine, url: server.url, count: 6, seed });
      assert.deepEqual({ kills: total.kills, lost: total.lost, wrong: total.wrong }, { kills: 6, lost: 0, wrong: [] });
      assert.ok(total.saved >= 6, `only ${total.saved} commands were shown as saved`);
    } finally {
      await server.close();
    }
  });
}
