// A consumer with threads on the page: its form, what it says of itself, and what it has finished and not committed on the lanes (R-OFF-11).
import { readFile } from 'node:fs/promises';
import { assert, labTest } from './harness.mjs';
import { screen } from './screen.mjs';

const slowLab = (open_at_us, slow) => JSON.stringify({
  format: 'offset-lab-scenario/1', title: { en: 'Slow' }, profile: 'rocketmq-5.3', seed: 1, open_at_us,
  journal: [
    [0, { create_topic: { topic: 'orders', queues: 1 } }],
    [0, { create_group: { group: 'billing', consume_from: 'first_offset' } }],
    [0, { add_producer: { producer: 'shop', topic: 'orders', rate_per_s: 20, body_bytes: 100 } }],
    [0, { add_consumer: { consumer: 'billing-1', group: 'billing', topic: 'orders', processing_us: 200_000 } }],
    [0, { set_threads: { consumer: 'billing-1', threads: { count: 20, slow: slow.map(([offset, processing_us]) => ({ queue: 0, offset, processing_us })) } } }],
    [3_000_000, { pause_producer: { producer: 'shop', paused: true } }],
  ].map(([at_us, command]) => ({ at_us, command })),
});

for (const [theme, size] of [['light', [1280, 800]], ['dark', [360, 740]]]) {
  labTest(`one slow message holds the offset back, and the lane shows what is finished behind it, ${theme}`, { theme, size }, async ({ page, open, until, axe, shot }) => {
    const lab = screen(page);
    await open('?scenario=story');
    const file = { name: 'slow.json', mimeType: 'application/json', buffer: Buffer.from(slowLab(30_000_000, [[10, 34_000_000]])) };
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await lab.dialog('Open').getByLabel('Choose a file').setInputFiles(file);
    await page.getByRole('heading', { level: 1, name: 'Slow' }).waitFor();
    await lab.arrived();
    const finished = lab.lanes().first().locator('.finished');
    await finished.waitFor({ state: 'attached' });
    assert.match(await finished.getAttribute('d'), /^M[\d.]+ [\d.]+H[\d.]+$/, 'one piece, from message 11 on');
    await axe();
    await shot(`threads-${theme}`);
    await lab.playPast(36_000);
    await until(() => finished.count(), (count) => count === 0);
  });
}

labTest('a new consumer has the threads of a real client, and they can be changed', async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.choose('audit');
  await lab.details.getByRole('listitem').filter({ hasText: 'audit-1' }).getByText('1 thread', { exact: false }).waitFor();
  await lab.details.getByRole('button', { name: 'Add consumer' }).click();
  assert.equal(await lab.field('Threads').inputValue(), '20');
  await lab.field('Threads').fill('65');
  await lab.dialog().getByText('A number from 1 to 64').waitFor();
  await lab.field('Threads').fill('3');
  await lab.field('Messages a batch').fill('4');
  await lab.field('Slow messages').fill('0/900');
  await lab.field('Milliseconds each takes').fill('1500');
  await axe();
  await shot('threads-form');
  await lab.confirm('Add');
  const added = lab.details.getByRole('listitem').filter({ hasText: 'audit-2' });
  await until(() => added.innerText(), (text) => text.includes('3 threads'));
  await added.getByRole('button', { name: 'Change audit-2' }).click();
  for (const [field, value] of [['Threads', '3'], ['Messages a batch', '4'], ['Slow messages', '0/900'], ['Milliseconds each takes', '1500']]) {
    assert.equal(await lab.field(field).inputValue(), value);
  }
  await page.keyboard.press('Escape');
  // Who leaves and comes back has what it had.
  await added.getByRole('button', { name: 'Restart audit-2' }).click();
  await until(() => added.innerText(), (text) => text.includes('3 threads'));
});

labTest('who changes something else of a consumer leaves each slow message its own time', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.openFile('slow.json', slowLab(4_000_000, [[10, 34_000_000], [12, 5_000_000]]));
  await page.getByRole('heading', { level: 1, name: 'Slow' }).waitFor();
  await lab.arrived();
  const change = async (fields) => {
    await lab.choose('billing');
    await lab.details.getByRole('button', { name: 'Change billing-1' }).click();
    for (const [field, value] of Object.entries(fields)) await lab.field(field).fill(value);
    await lab.confirm('Change');
  };
  // What the lab was told, as its journal says it.
  const told = async () => {
    await lab.top.getByRole('button', { name: 'Download' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), lab.dialog().getByRole('button', { name: /^Journal/ }).click()]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n').map((line) => JSON.parse(line));
    return lines.flatMap((line) => (line.command?.set_threads ? [line.command.set_threads.threads] : [])).at(-1);
  };
  await change({ Threads: '10' });
  await until(told, (threads) => threads.count === 10);
  assert.deepEqual((await told()).slow.map((slow) => [slow.offset, slow.processing_us]), [[10, 34_000_000], [12, 5_000_000]]);
  // Who types a time means it for all of them.
  await change({ 'Milliseconds each takes': '900' });
  assert.deepEqual((await told()).slow.map((slow) => [slow.offset, slow.processing_us]), [[10, 900_000], [12, 900_000]]);
});
