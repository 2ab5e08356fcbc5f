// A program that breaks: the page says so above whatever is open, says what is saved, offers the journal, and nothing of the program runs or
// stores anything any more. The tests break it on purpose in the middle of something (src/indexed_db/breaking.rs).
import { readFile } from 'node:fs/promises';
import { assert, labTest, untilMounted } from './harness.mjs';
import { clockMs, frames, screen } from './screen.mjs';

const BROKEN = [/broken on purpose/, /unreachable/];

const breakIn = (target, moment) => target.evaluate((detail) => {
  document.getElementById('offset-lab').dispatchEvent(new CustomEvent('lab:break', { detail }));
}, moment);
const stopped = (target, name = 'The lab stopped') => target.getByRole('alertdialog', { name });
const says = async (target) => (await stopped(target).locator('#stopped-saved').innerText()).replaceAll('\u00a0', ' ');

/** A page of this origin without a lab, which looks at what is stored. */
async function bare(context, base) {
  await context.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  const page = await context.newPage();
  await page.goto(`${base}scenarios/story.json`);
  return page;
}

/** All records of a lab's database, and the locks of this browser. */
function stored(page, lab = 'default') {
  return page.evaluate(async (name) => {
    const end = (request) => new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    const database = await end(indexedDB.open(name));
    const all = {};
    for (const store of database.objectStoreNames) {
      const records = database.transaction(store).objectStore(store);
      const [keys, values] = [await end(records.getAllKeys()), await end(database.transaction(store).objectStore(store).getAll())];
      all[store] = keys.map((key, i) => `${new Uint8Array(key instanceof ArrayBuffer ? key : 0)}${typeof key === 'string' ? key : ''}: ${values[i]}`);
    }
    database.close();
    return { all, locks: (await navigator.locks.query()).held.map((lock) => lock.name) };
  }, `offset-lab:${lab}`);
}

/** The moment up to which a lab is stored, in ms of its clock: the fifth number of its manifest (src/forms/storage/manifest.rs). */
async function storedMs(page) {
  const { all } = await stored(page);
  const record = all.meta.find((each) => each.startsWith('manifest: ')).slice('manifest: '.length).split(',').map(Number);
  let [at, number] = [10, 0n];
  for (let nth = 0; nth < 5; nth += 1) {
    number = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = record[at];
      at += 1;
      number |= BigInt(byte & 127) << shift;
      if (byte < 128) break;
    }
  }
  return Number(number) / 1_000;
}

/** Counts what the page asks of the browser from here on. */
async function countFrames(target) {
  await target.evaluate(() => {
    const { requestAnimationFrame: ask } = window;
    window.asked = 0;
    window.requestAnimationFrame = (frame) => {
      window.asked += 1;
      return ask.call(window, frame);
    };
  });
  return () => target.evaluate(() => window.asked);
}

const wait = (page, count) => page.evaluate((left) => new Promise((done) => {
  const tick = () => (left-- > 0 ? setTimeout(tick, 100) : done());
  tick();
}), count);

async function journalOf(target, page) {
  const coming = page.waitForEvent('download');
  await stopped(target).getByRole('link').first().click();
  const file = await coming;
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line));
  return { name: file.suggestedFilename(), lines };
}

labTest('in a frame: it says so, nothing runs or is stored any more, and a reload is where it was saved', { expected: BROKEN }, async ({ page, context, base, open, until, axe, ace, shot }) => {
  const lab = screen(page);
  await open();
  await lab.actors.getByRole('button', { name: 'Pause audit', exact: true }).click();
  await lab.playPast(78_000);
  await lab.showTable();
  const before = { clock: await lab.clock(), table: await lab.table() };
  const looker = await bare(context, base);
  await until(() => storedMs(looker), (ms) => Math.floor(ms) === clockMs(before.clock));
  const asked = await countFrames(page);
  await frames(page, 3);
  assert.ok(await asked() > 0);
  await breakIn(page, 'frame');
  await stopped(page).waitFor();
  assert.match(await says(page), new RegExp(`^Saved up to ${before.clock}, with all \\d+ commands\\.$`));
  await axe();
  await ace();
  await shot('stopped-frame');

  const there = await until(() => stored(looker), ({ locks }) => locks.length === 0);
  const count = await asked();
  // What a person may try.
  for (const key of ['Escape', 'Escape', ' ', '.']) await page.keyboard.press(key);
  await page.evaluate(() => document.querySelector('.transport button').click());
  await wait(page, 12);
  assert.equal(await asked(), count, 'the program asks for frames');
  assert.deepEqual(await stored(looker), there, 'something was stored');
  assert.ok(await stopped(page).isVisible());
  assert.equal(await page.evaluate(() => document.activeElement.id), 'stopped-title');

  const { name, lines } = await journalOf(page, page);
  assert.equal(name, 'Consumer-progress-the-whole-story-journal.jsonl');
  assert.match(lines[0].format, /^offset-lab-journal\//);
  assert.ok(lines.slice(1).every((line) => line.at_us >= 0 && line.command));
  assert.ok(lines.at(-1).at_us > 0 && JSON.stringify(lines.at(-1).command).includes('audit'));

  await stopped(page).getByRole('button', { name: 'Reload' }).click();
  await untilMounted(page);
  await lab.saved();
  await lab.showTable();
  assert.deepEqual({ clock: await lab.clock(), table: await lab.table() }, before);
  // The file is a lab.
  await lab.openFile('journal.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  await page.getByRole('heading', { level: 1, name: 'journal' }).waitFor();
});

labTest('in a dialog that is being drawn', { expected: BROKEN, size: [360, 740], theme: 'dark' }, async ({ page, open, axe, shot }) => {
  await open();
  await breakIn(page, 'dialog');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await stopped(page).waitFor();
  await axe();
  await shot('stopped-dialog');
  await stopped(page).getByRole('button', { name: 'Reload' }).click();
  await untilMounted(page);
});

labTest('above a dialog that stays: a frame breaks while it is open', { expected: BROKEN }, async ({ page, open, shot }) => {
  await open();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('dialog', { name: 'Open' }).waitFor();
  await breakIn(page, 'frame');
  await stopped(page).waitFor();
  await stopped(page).getByText('Details of the error').click();
  await stopped(page).getByText(/broken on purpose: Frame/).waitFor();
  await shot('stopped-above');
  await stopped(page).getByRole('button', { name: 'Reload' }).click();
  await untilMounted(page);
});

labTest('while saving: no half of a batch is stored, and the journal has what was not', { expected: BROKEN }, async ({ page, context, base, open, until, shot }) => {
  const lab = screen(page);
  await open();
  await lab.saved();
  await lab.isAtRest();
  await lab.saved();
  const looker = await bare(context, base);
  const before = await stored(looker);
  assert.deepEqual(before.locks, ['offset-lab:default']);
  await breakIn(page, 'saving');
  await lab.actors.getByRole('button', { name: 'Pause audit', exact: true }).click();
  await stopped(page).waitFor();
  const [, known, all] = /^Saved up to 00:01:15\.000, with (\d+) of (\d+) commands\. The journal has all of them\.$/.exec(await says(page));
  assert.equal(Number(known) + 1, Number(all));
  await shot('stopped-saving');
  const { lines } = await journalOf(page, page);
  assert.equal(lines.length, Number(all) + 1);
  const after = await until(() => stored(looker), ({ locks }) => locks.length === 0);
  assert.deepEqual(after.all, before.all);
  await stopped(page).getByRole('button', { name: 'Reload' }).click();
  await untilMounted(page);
  await lab.actors.getByRole('button', { name: 'Pause audit', exact: true }).waitFor();
});

labTest('a command that breaks it is named, and is not in the journal', { expected: BROKEN }, async ({ page, open }) => {
  const lab = screen(page);
  await open();
  await lab.saved();
  await breakIn(page, 'command');
  await lab.actors.getByRole('button', { name: 'Pause audit', exact: true }).click();
  await stopped(page).waitFor();
  await stopped(page).getByText('Details of the error').click();
  await stopped(page).getByText(/command not obeyed \{.*audit/).waitFor();
  const { lines } = await journalOf(page, page);
  assert.equal(lines.at(-1).at_us, 0);
});

labTest('the tab that follows takes over, and goes on', { expected: BROKEN }, async ({ page, context, base, open }) => {
  const lab = screen(page);
  await open();
  const second = await context.newPage();
  await second.goto(`${base}index.html`);
  await untilMounted(second);
  const there = screen(second);
  await there.board.getByText('This tab shows it live.').waitFor();
  await lab.actors.getByRole('button', { name: 'Pause audit', exact: true }).click();
  await lab.saved();
  await breakIn(page, 'frame');
  await stopped(page).waitFor();
  await second.getByRole('status').filter({ hasText: 'The other tab was closed or stopped. This one saves the lab now.' }).waitFor();
  await there.actors.getByRole('button', { name: 'Resume audit', exact: true }).click();
  await there.playPast(80_000);
  await there.saved();
});

labTest('in a tab that follows: the other is not affected, and this one takes over nothing', { expected: BROKEN, size: [360, 740] }, async ({ page, context, base, open, until, axe }) => {
  const lab = screen(page);
  await open();
  await lab.saved();
  const second = await context.newPage();
  await second.goto(`${base}index.html`);
  await untilMounted(second);
  await second.locator('.past-line').getByText('This tab shows it live.').waitFor();
  await breakIn(second, 'frame');
  await stopped(second).waitFor();
  assert.match(await says(second), /^Another tab saves this lab and is not affected\. Seen here up to 00:01:15\.000\.$/);
  await axe(second);
  await second.screenshot({ path: `${process.env.SHOTS ?? `${process.env.CACHE}/screenshots`}/stopped-follower.png` });
  await lab.play();
  await until(lab.clockMs, (now) => now > 76_000);
  await lab.pause();
  const looker = await bare(context, base);
  await page.close();
  await until(() => stored(looker), ({ locks }) => locks.length === 0);
  await wait(looker, 5);
  assert.deepEqual((await stored(looker)).locks, []);
});

for (const theme of ['light', 'dark']) {
  labTest(`in an embed, ${theme}: the frame says so, in the language of its host, and its host hears of it`, { expected: BROKEN, theme }, async ({ page, open, until, shot }) => {
    await open('', 'demo.html', { wait: false });
    await page.locator('offset-lab').first().getByRole('button').click();
    const frame = await (await page.locator('offset-lab').first().locator('iframe').elementHandle()).contentFrame();
    await untilMounted(frame);
    await page.evaluate(() => { document.addEventListener('lab-error', (event) => { window.heard = event.detail; }); });
    await breakIn(frame, 'frame');
    await stopped(frame).waitFor();
    assert.match(await says(frame), /^This lab is not saved\. Its journal has \d+ commands\.$/);
    assert.match(await until(() => page.evaluate(() => window.heard)), /broken on purpose: Frame/);
    await until(() => frame.evaluate(() => {
      const dialog = document.querySelector('dialog.stopped');
      return dialog.getBoundingClientRect().top >= 0 && dialog.getBoundingClientRect().bottom <= innerHeight && dialog.scrollHeight <= dialog.clientHeight;
    }));
    await shot(`stopped-embed-${theme}`);
    await page.evaluate(() => { document.documentElement.lang = 'zh-CN'; });
    await stopped(frame, '实验已停止').waitFor();
    await shot(`stopped-embed-${theme}-zh`);
    await stopped(frame, '实验已停止').getByRole('button').click();
    const again = await (await page.locator('offset-lab').first().locator('iframe').elementHandle()).contentFrame();
    await untilMounted(again);
    await again.locator('.lane').first().waitFor();
  });
}

labTest('what is no panic stops it as well: an error of the browser in the midst of the program', { expected: [/no clock/] }, async ({ page, open }) => {
  await open();
  await page.evaluate(() => { performance.now = () => { delete performance.now; throw new Error('no clock'); }; });
  await stopped(page).waitFor();
  await stopped(page).getByText('Details of the error').click();
  await stopped(page).getByText(/no clock/).waitFor();
});

labTest('before there is a lab, another one is offered', { expected: [/no clock/], locale: 'zh-CN', size: [360, 740] }, async ({ page, base, open, axe, shot }) => {
  await page.addInitScript(() => {
    if (!location.search.includes('scenario')) performance.now = () => { delete performance.now; throw new Error('no clock'); };
  });
  await open('', 'index.html', { wait: false });
  await stopped(page, '实验已停止').waitFor();
  await axe();
  await shot('stopped-opening');
  await stopped(page, '实验已停止').getByRole('link', { name: '打开示例实验' }).click();
  await page.waitForURL(`${base}index.html?scenario=story`);
  await untilMounted(page);
});

labTest('nobody is stopped by an address', async ({ page, open }) => {
  await open('?break=frame&lab:break=frame');
  await frames(page, 5);
  assert.equal(await page.locator('dialog.stopped').count(), 0);
});
