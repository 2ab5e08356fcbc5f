// A lab of 200 000 messages, produced, killed with its browser, opened again, reset: counts and bytes, never times. The same with ten
// million is a benchmark (bench_large.mjs).
import { test } from 'node:test';
import { serve } from '../../scripts/serve.mjs';
import { DIST } from './browser.mjs';
import { LargeLab, assert, scenario } from './large_lab.mjs';

const MESSAGES = 200_000;

test('a lab of 200 000 messages is stored in little, comes back whole, and reads its past from the disk', { timeout: 240_000 }, async () => {
  const server = await serve({ dir: DIST, base: '/docs/next/lab/' });
  const lab = await LargeLab.begin();
  try {
    await lab.open(`${server.url}index.html`);
    await lab.openScenario(scenario(MESSAGES, { segmentBytes: 1 << 19, cachedSegments: 8 }));
    await lab.produce();
    const stored = await lab.stored();
    const messages = await lab.messages();
    assert.ok(Math.abs(messages - MESSAGES) <= 100, `${messages} messages`);
    assert.ok(stored.checkpointBytes < 250_000, `a checkpoint of ${stored.checkpointBytes} bytes`);
    assert.ok(stored.indexBytes > 0 && stored.indexBytes / messages <= 8, `${stored.indexBytes} bytes of index`);
    assert.ok(stored.sealedRecords >= 90, `${stored.sealedRecords} sealed records`);
    assert.ok(await lab.heapBytes() < 100 * 2 ** 20, `${await lab.heapBytes()} bytes of heap`);

    await lab.kill();
    await lab.open(lab.url, '00:01:');
    assert.equal(await lab.messages(), messages);
    const said = await lab.resetAndRead('group-8', 10);
    assert.match(said, /Read from disk so far: \d+ reads, [\d.]+ (KiB|MiB|KB|MB)/);
    assert.doesNotMatch(said, /failed/);
  } finally {
    await lab.end();
    await server.close();
  }
});
