// A lab as a file and a file as a lab: what goes out comes in, in another browser too, and a bad file changes nothing.
import { readFile } from 'node:fs/promises';
import { assert, labTest, untilMounted } from './harness.mjs';
import { openLabs } from './labs.mjs';
import { screen } from './screen.mjs';

async function changeSomething(lab) {
  await lab.actors.getByRole('button', { name: 'Pause audit', exact: true }).click();
  await lab.playPast(78_000);
  await lab.saved();
}

async function shown(lab) {
  await lab.showTable();
  return { title: await lab.title(), clock: await lab.clock(), table: await lab.table(), actors: await lab.actors.innerText() };
}

async function bytesOf(download) {
  return readFile(await download.path());
}

async function exportHere(page) {
  const dialog = await openLabs(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: /^Export – / }).first().click(),
  ]);
  await dialog.getByRole('status').filter({ hasText: 'is written.' }).waitFor();
  const bytes = await bytesOf(download);
  await page.keyboard.press('Escape');
  return { name: download.suggestedFilename(), bytes };
}

async function importFile(page, bytes, name = 'lab.offsetlab') {
  const dialog = await openLabs(page);
  await dialog.getByLabel('Import a lab file').setInputFiles({ name, mimeType: '', buffer: bytes });
  return dialog;
}

const databases = (page) => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));

labTest('what is exported is imported as the same lab by another browser', async ({ page, browser, base, open, until }) => {
  const lab = screen(page);
  await open();
  await changeSomething(lab);
  const before = await shown(lab);
  const file = await exportHere(page);
  assert.equal(file.name, 'Consumer-progress-the-whole-story.offsetlab');
  assert.equal(file.bytes.subarray(0, 8).toString(), 'OFFSETLB');
  const other = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', locale: 'en-US', timezoneId: 'UTC' });
  try {
    const there = await other.newPage();
    await there.goto(`${base}index.html`);
    await untilMounted(there);
    await importFile(there, file.bytes);
    await until(() => new URL(there.url()).searchParams.get('lab'));
    await untilMounted(there);
    const copy = screen(there);
    await copy.saved();
    assert.deepEqual(await shown(copy), before);
    // It plays on, and what it held before is another lab.
    await copy.playPast(80_000);
    await copy.saved();
    assert.equal((await databases(there)).length, 2);
    // A copy of the copy, in the browser where it was made.
    await importFile(page, file.bytes);
    await until(() => new URL(page.url()).searchParams.get('lab'));
    await untilMounted(page);
    assert.deepEqual(await shown(screen(page)), before);
  } finally {
    await other.close();
  }
});

labTest('a file that is cut, changed, newer or something else is refused with a sentence', async ({ page, open, axe, shot }) => {
  const lab = screen(page);
  await open();
  await changeSomething(lab);
  const before = await shown(lab);
  const { bytes } = await exportHere(page);
  const changed = (at, value) => {
    const copy = Buffer.from(bytes);
    copy[at] = value ?? copy[at] ^ 1;
    return copy;
  };
  const middle = bytes.length >> 1;
  const bad = [
    [bytes.subarray(0, middle), /^Not imported: the file is cut: it ends in the middle of a record \(at byte \d+\)\./],
    [changed(middle), /^Not imported: a record is damaged: .* \(at byte \d+\)\. Export it again from its source\. Nothing was changed\.$/],
    [changed(12, 9), /^Not imported: a newer version of this page wrote the file .*Reload the page to get that version\./],
    [changed(17, 255), /^Not imported: a record claims \d+ bytes; at most 4096 are allowed \(at byte 0\)/],
    [Buffer.concat([bytes, Buffer.from('more')]), /^Not imported: the file continues after its end/],
    [Buffer.from('{"format":"offset-lab-journal/1"}'), /^Not imported: this is not a lab file: it does not begin with OFFSETLB\. Nothing was changed\.$/],
    [Buffer.alloc(0), /^Not imported: this is not a lab file/],
  ];
  const dialog = await openLabs(page);
  for (const [file, words] of bad) {
    await dialog.getByLabel('Import a lab file').setInputFiles({ name: 'bad.offsetlab', mimeType: '', buffer: file });
    await dialog.getByRole('status').filter({ hasText: words }).waitFor();
  }
  await axe();
  await shot('import-refused');
  assert.deepEqual(await databases(page), ['offset-lab:default']);
  await page.keyboard.press('Escape');
  assert.deepEqual(await shown(lab), before);
});

labTest('a lab file that is chosen under Open is imported', async ({ page, open, until }) => {
  const lab = screen(page);
  await open();
  await changeSomething(lab);
  const before = await shown(lab);
  const { bytes } = await exportHere(page);
  await lab.openFile('renamed.bin', bytes);
  await until(() => new URL(page.url()).searchParams.get('lab'));
  await untilMounted(page);
  assert.deepEqual(await shown(lab), before);
});

labTest('an import is cancelled, and nothing of it is left', async ({ page, open, until }) => {
  await page.addInitScript(() => {
    // A disk that answers when it is told to.
    const { arrayBuffer } = Blob.prototype;
    let wait = Promise.resolve();
    window.holdDisk = () => { wait = new Promise((go) => { window.freeDisk = go; }); };
    Blob.prototype.arrayBuffer = async function slow() {
      await wait;
      return arrayBuffer.call(this);
    };
  });
  const lab = screen(page);
  await open();
  await changeSomething(lab);
  const { bytes } = await exportHere(page);
  await page.evaluate(() => window.holdDisk());
  const dialog = await importFile(page, bytes);
  await dialog.getByRole('progressbar', { name: 'Importing lab.offsetlab' }).waitFor();
  await dialog.locator('.job').getByRole('button', { name: 'Cancel' }).click();
  await page.evaluate(() => window.freeDisk());
  await dialog.getByRole('status').filter({ hasText: 'Cancelled. Nothing was changed.' }).waitFor();
  await until(() => databases(page), (names) => names.length === 1);
});

labTest('a damaged lab gives the rest, and says how much is missing', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?lab=broken');
  await changeSomething(lab);
  const before = await shown(lab);
  await open();
  await lab.saved();
  await page.evaluate(() => new Promise((done) => {
    const request = indexedDB.open('offset-lab:broken');
    request.onsuccess = () => {
      const transaction = request.result.transaction('sealed', 'readwrite');
      const cursor = transaction.objectStore('sealed').openCursor();
      cursor.onsuccess = () => {
        const bytes = cursor.result.value.slice();
        bytes[100] ^= 1;
        cursor.result.update(bytes);
      };
      transaction.oncomplete = () => { request.result.close(); done(); };
    };
  }));
  const dialog = await openLabs(page);
  const row = dialog.getByRole('listitem').filter({ has: page.getByRole('link') });
  const [download] = await Promise.all([page.waitForEvent('download'), row.getByRole('button', { name: /^Export – / }).click()]);
  await dialog.getByRole('status').filter({ hasText: /is written\. 1\s?damaged record is not in it\./ }).waitFor();
  const bytes = await bytesOf(download);
  await dialog.getByLabel('Import a lab file').setInputFiles({ name: 'rest.offsetlab', mimeType: '', buffer: bytes });
  await until(() => new URL(page.url()).searchParams.get('lab'));
  await untilMounted(page);
  assert.deepEqual(await shown(lab), before);
});

labTest('a lab that is nowhere but in memory is exported too', async ({ page, browser, base, open, until, axe, shot }) => {
  await page.addInitScript(() => {
    Object.defineProperty(IDBFactory.prototype, 'open', { value() { throw new DOMException('no storage here', 'SecurityError'); } });
  });
  const lab = screen(page);
  await open();
  await page.getByRole('button', { name: /^Not persisted: / }).waitFor();
  await lab.playPast(77_000);
  const before = await shown(lab);
  await lab.top.getByRole('button', { name: 'Download' }).click();
  const dialog = lab.dialog('Download');
  await axe();
  await shot('download');
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: /^Whole lab/ }).click()]);
  const bytes = await bytesOf(download);
  const other = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', locale: 'en-US', timezoneId: 'UTC' });
  try {
    const there = await other.newPage();
    await there.goto(`${base}index.html`);
    await untilMounted(there);
    await importFile(there, bytes);
    await until(() => new URL(there.url()).searchParams.get('lab'));
    await untilMounted(there);
    assert.deepEqual(await shown(screen(there)), before);
  } finally {
    await other.close();
  }
});
