// A lab of some hundred thousand messages in the page: made with a bar and stopped on the way, whole after the browser is killed, read from
// the disk after a reset, in bounded memory. The benchmark (tests/bench/large.mjs) does the same with ten million and takes the time.
import { test } from 'node:test';
import { serve } from '../../scripts/serve.mjs';
import { DIST, assert } from './harness.mjs';
import { LargeLab, scenario } from './large_lab.mjs';

const MESSAGES_A_MINUTE = 300_000;
const MEMORY_MAX = 64 << 20;
const READS = 10;

/** In the page: waits until the bar has shown two different percentages, and stops the journey then. Gives what it has seen. */
function stopOnTheWay() {
  const seen = [];
  return new Promise((done) => {
    const look = () => {
      const value = document.querySelector('.way progress')?.value;
      if (value !== undefined && value !== seen.at(-1)) seen.push(value);
      if (seen.length < 2) return requestAnimationFrame(look);
      document.querySelector('.way button').click();
      return done(seen);
    };
    look();
  });
}

test('a large lab is made in steps that can be stopped, survives a kill, and reads its past from the disk', { timeout: 240_000 }, async () => {
  const server = await serve({ dir: DIST, base: '/lab/' });
  const lab = await LargeLab.begin();
  try {
    await lab.open(`${server.url}index.html`);
    await lab.openScenario(scenario(MESSAGES_A_MINUTE));
    await lab.runAhead();
    const seen = await lab.page.evaluate(stopOnTheWay);
    await lab.arrived();
    assert.ok(seen[0] < seen[1] && seen[1] < 100, `the bar showed ${seen}`);
    const [stopped, some] = [await lab.clock(), await lab.messages()];
    assert.ok(stopped < '00:01:00', `stopped at ${stopped}`);
    assert.ok(some > 0 && some < MESSAGES_A_MINUTE, `${some} messages when it was stopped`);

    await lab.produce();
    const { indexBytes } = await lab.stored();
    const messages = await lab.messages();
    assert.ok(messages - some >= MESSAGES_A_MINUTE, `${messages - some} more messages in a minute`);
    assert.ok(indexBytes / messages <= 8, `${indexBytes} bytes of index for ${messages} messages`);

    // In the midst of the next minute: what was stored before is there, and perhaps more.
    await lab.runAhead();
    await lab.page.waitForFunction(() => document.querySelector('.way progress')?.value > 0, undefined, { polling: 'raf' });
    await lab.kill();
    await lab.open(lab.url);
    await lab.arrived();
    const found = await lab.messages();
    assert.ok(found >= messages, `${found} of ${messages} messages are there`);

    const said = await lab.resetAndRead('group-1', READS);
    const reads = Number(/so far: ([\d\s]+) reads/.exec(said)[1].replace(/\s/g, ''));
    assert.ok(reads >= READS, said);
    const memory = await lab.heapBytes();
    assert.ok(memory <= MEMORY_MAX, `${memory} bytes of memory for ${found} messages`);
  } finally {
    await lab.end();
    await server.close();
  }
});
