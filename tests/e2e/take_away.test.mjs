// What a person takes away, by keyboard: the chart as PNG, the board as SVG, the facts and the log as text. Each says what became of it.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, labTest } from './harness.mjs';
import { screen } from './screen.mjs';

/** Presses Enter on a button and gives the file that comes. */
async function fileOf(page, button) {
  const coming = page.waitForEvent('download');
  await button.press('Enter');
  const download = await coming;
  const name = download.suggestedFilename();
  await page.getByRole('status').getByText(`Saved as ${name}`).waitFor();
  return { name, bytes: await readFile(await download.path()) };
}

async function offer(page, lab, name) {
  await lab.top.getByRole('button', { name: 'Download', exact: true }).press('Enter');
  return lab.dialog('Download').getByRole('button').filter({ hasText: name });
}

labTest('the chart as PNG has the page’s colours and the screen’s pixels', { theme: 'dark', context: { deviceScaleFactor: 2 } }, async ({ page, open }) => {
  const lab = screen(page);
  await open('?scenario=story');
  const { name, bytes } = await fileOf(page, lab.chart.getByRole('button', { name: 'Chart as PNG' }));
  assert.equal(name, 'Consumer-progress-the-whole-story-chart.png');
  const { width } = await page.locator('.time .chart').boundingBox();
  const found = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    // A page's policy may not let it show such an image; its pixels can be read all the same.
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const colors = new Set();
    for (let i = 0; i < data.length; i += 4) colors.add(`rgb(${data[i]}, ${data[i + 1]}, ${data[i + 2]})`);
    return { width: bitmap.width, corner: `rgb(${data[0]}, ${data[1]}, ${data[2]})`, colors: [...colors], panel: getComputedStyle(document.querySelector('.time')).backgroundColor };
  }, bytes.toString('base64'));
  assert.equal(found.width, Math.floor(width) * 2);
  assert.equal(found.corner, found.panel);
  assert.ok(found.colors.includes('rgb(255, 147, 80)'), 'the line of audit is in its colour');
});

labTest('the board as SVG stands alone: text is text, every style an attribute, nothing outside', async ({ page, context, open, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  const { name, bytes } = await fileOf(page, await offer(page, lab, 'Board (SVG)'));
  assert.match(name, /-board\.svg$/);
  const svg = bytes.toString();
  assert.doesNotMatch(svg, /\s(class|style)=|<script|<style|href=|https?:\/\/(?!www\.w3\.org)/);
  for (const words of ['orders', 'queue 0', 'audit 465', 'Min 119', 'Max 703', 'RocketMQ 5.0 docs, at 00:01:15.000']) {
    assert.match(svg, new RegExp(`<text[^>]*>${words}<`), words);
  }
  const alone = await context.newPage();
  await alone.setContent(svg);
  const seen = await alone.evaluate(() => {
    const root = document.querySelector('svg');
    const box = root.getBoundingClientRect();
    const out = [...root.querySelectorAll('text')].filter((text) => {
      const at = text.getBoundingClientRect();
      return at.right > box.right + 2 || at.bottom > box.bottom + 2 || at.left < box.left - 2;
    });
    return { out: out.map((text) => text.textContent), hatch: getComputedStyle(root.querySelector('[fill="url(#hatch)"]')).fill, shapes: root.querySelectorAll('path, rect, polygon, polyline, line').length };
  });
  assert.deepEqual(seen.out, [], 'text is cut off');
  assert.match(seen.hatch, /#hatch/);
  assert.ok(seen.shapes > 40);
  await alone.setViewportSize({ width: 820, height: 560 });
  await alone.screenshot({ path: process.env.SHOTS ? `${process.env.SHOTS}/board-alone.png` : undefined });
  await alone.close();
});

labTest('the facts are copied as they are in the table, and the log as it is filtered', async ({ page, context, open, base }) => {
  const lab = screen(page);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(base).origin });
  await open('?scenario=story');
  await lab.showTable();
  const copied = async (button) => {
    await button.press('Enter');
    await page.getByRole('status').getByText('Copied').waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const csv = await copied(lab.board.getByRole('button', { name: 'Copy as CSV' }));
  const [head, ...rows] = csv.trim().split('\n').map((line) => line.split(','));
  const facts = rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
  const shown = await lab.table();
  assert.equal(facts.length, shown.length, 'a row for each queue and group');
  for (const [i, row] of shown.entries()) {
    const { topic, queue, min_offset, max_offset, group, consumer_offset, lag } = facts[i];
    assert.deepEqual([topic, queue, min_offset, max_offset, group, consumer_offset, lag], [row.topic, row.queue, row.min, row.max, row.group, row.offset, row.lag]);
  }
  await lab.log.getByRole('button', { name: 'Filter' }).press('Enter');
  await lab.log.getByRole('combobox', { name: 'Group' }).selectOption('audit');
  const text = await copied(lab.log.getByRole('button', { name: 'Copy as text' }));
  assert.ok(text.trim().split('\n').every((line) => /^\d\d:\d\d:\d\d\.\d{3} {2}.*\(\w+-[\w-]+\)$/.test(line) && line.includes('audit')), text);
  const table = await copied(lab.log.getByRole('button', { name: 'Copy as CSV' }));
  assert.equal(table.trim().split('\n').length, text.trim().split('\n').length + 1);
  assert.match(table, /^first_at_us,at_us,times,kind,group,topic,queue,rule,event\n/);
});

labTest('the log is a file too', async ({ page, open }) => {
  const lab = screen(page);
  await open('?scenario=story');
  const text = await fileOf(page, await offer(page, lab, 'Log (text)'));
  assert.match(text.name, /-log\.txt$/);
  assert.match(text.bytes.toString(), /^00:00:00\.000 {2}/);
  const csv = await fileOf(page, await offer(page, lab, 'Log (CSV)'));
  assert.match(csv.bytes.toString(), /\n75000000,75000000,1,storage,,/);
});

labTest('a browser that does not let copy is said so', async ({ page, open }) => {
  const lab = screen(page);
  await page.addInitScript(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); });
  await open('?scenario=story');
  await lab.showTable();
  await lab.board.getByRole('button', { name: 'Copy as CSV' }).press('Enter');
  await page.getByRole('status').getByText('The browser did not allow copying').waitFor();
});

labTest('the runbook of a rehearsed reset is the command line’s', async ({ page, open }) => {
  const lab = screen(page);
  await open('?scenario=story');
  const row = lab.dialog('Download').getByRole('button', { name: /^Runbook/ });
  await lab.top.getByRole('button', { name: 'Download', exact: true }).press('Enter');
  const nothing = await fileOf(page, row);
  assert.match(nothing.name, /-runbook\.md$/);
  assert.match(nothing.bytes.toString(), /Nothing was rehearsed/);
  await lab.openReset('audit');
  await lab.dialog().getByRole('radio', { name: 'Max', exact: true }).check();
  await lab.confirm(/^Reset \d/);
  await lab.top.getByRole('button', { name: 'Download', exact: true }).press('Enter');
  const { bytes } = await fileOf(page, row);
  const text = bytes.toString();
  assert.match(text, /^## 1\. Reset offset of audit on orders$/m);
  assert.match(text, /^mqadmin resetOffsetByTime -n NAMESRV:9876 -g audit -t orders -s -1$/m);
  await lab.top.getByRole('button', { name: 'Download', exact: true }).press('Enter');
  const scenario = await fileOf(page, lab.dialog('Download').getByRole('button', { name: /^Scenario/ }));
  if (process.env.OFFSET_LAB) {
    const file = join(await mkdtemp(join(tmpdir(), 'runbook-')), 'lab.json');
    await writeFile(file, scenario.bytes);
    const [title, , ...steps] = text.split('\n');
    const printed = execFileSync(process.env.OFFSET_LAB, ['runbook', file]).toString().split('\n');
    assert.equal(title, printed[0]);
    assert.deepEqual(steps.slice(1), printed.slice(3), 'all but the line that says when it was made');
  }
});
