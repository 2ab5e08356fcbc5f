// Labs in links: the dialog that gives one, and what opening one does, good and bad, in both languages. Not here: packing (share_codec.test.mjs).
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import { pack, unpack } from '../../www/share.js';
import { newContext, untilArrived, untilMounted } from './browser.mjs';
import { assert, axe, labTest } from './harness.mjs';
import { openLabs } from './labs.mjs';
import { screen } from './screen.mjs';

const SCENARIOS = new URL('../../www/scenarios/', import.meta.url);
const read = (name) => readFile(new URL(`${name}.json`, SCENARIOS), 'utf8');
const run = promisify(execFile);

/** Opens the dialog and gives it with the link in it. */
async function share(page, [button, label] = ['Share', 'Link']) {
  await page.getByRole('banner').getByRole('button', { name: button, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: button, exact: true });
  return { dialog, link: await dialog.getByLabel(label).inputValue() };
}

const payloadOf = (link) => link.split('#s=')[1];
const linked = (text) => `1.${deflateRawSync(text).toString('base64url')}`;
const databases = (page) => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).sort());
const query = (page) => new URL(page.url()).searchParams;

async function go(page, address) {
  await page.goto(address);
  await untilMounted(page);
  await untilArrived(page);
}

/** What the command line says of a link's lab at its moment. */
async function digest(link) {
  const folder = await mkdtemp(join(tmpdir(), 'offset-lab-'));
  try {
    const file = join(folder, 'lab.json');
    await run(process.env.OFFSET_LAB, ['link', '--open', link, '-o', file]);
    const { open_at_us: at = 0 } = JSON.parse(await readFile(file, 'utf8'));
    return (await run(process.env.OFFSET_LAB, ['digest', file, '--until', `${at}us`])).stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

labTest('the link of each built-in scenario opens the same lab in another browser, once', { timeout: 300_000 }, async ({ page, browser, open }) => {
  const lab = screen(page);
  for (const file of await readdir(SCENARIOS)) {
    const name = file.slice(0, -5);
    await open(`?scenario=${name}`);
    await lab.showTable();
    const [title, clock, table] = [await lab.title(), await lab.clock(), await lab.table()];
    const { dialog, link } = await share(page);
    assert.match(link, /\/index\.html#s=1\.[\w-]+$/, name);
    await dialog.getByText(`${link.length.toLocaleString('en').replace(',', '\u202f')} characters`).waitFor();
    assert.equal(await dialog.getByRole('link', { name: 'Embed in a page…' }).getAttribute('href'), `embedding.html?lang=en&theme=auto&scenario=${name}`, name);
    assert.equal(await digest(link), (await run(process.env.OFFSET_LAB, ['digest', new URL(file, SCENARIOS).pathname, '--until', `${JSON.parse(await read(name)).open_at_us ?? 0}us`])).stdout, name);

    const context = await newContext(browser);
    const problems = [];
    context.on('weberror', (error) => problems.push(String(error.error())));
    context.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    const other = await context.newPage();
    await go(other, link);
    const there = screen(other);
    await other.getByRole('status').getByText('This lab came with a link').waitFor();
    await there.showTable();
    assert.deepEqual([await there.title(), await there.clock(), await there.table()], [title, clock, table], name);
    // The address is the lab's own, and a reload brings nothing again.
    await other.getByText('Saved', { exact: true }).waitFor();
    assert.match(query(other).get('lab'), /^lab-/);
    assert.equal(new URL(other.url()).hash, '');
    const kept = await databases(other);
    await other.reload();
    await untilMounted(other);
    await untilArrived(other);
    assert.deepEqual(await databases(other), kept, name);
    assert.deepEqual(await there.table(), table, name);
    const again = await share(other);
    assert.equal(payloadOf(again.link), payloadOf(link), `${name}: the link of the lab from a link`);
    assert.equal(await again.dialog.getByRole('link', { name: 'Embed in a page…' }).getAttribute('href'), `embedding.html?lang=en&theme=auto#s=${payloadOf(link)}`);
    assert.deepEqual(problems, [], name);
    await context.close();
  }
});

labTest('a link never takes the place of what a person has, whichever lab is on the page', async ({ page, base, open, until }) => {
  const lab = screen(page);
  await open();
  await lab.playPast(80_000);
  const mine = await lab.clock();
  await page.getByText('Saved', { exact: true }).waitFor();
  const before = await databases(page);
  const payload = await pack(await read('retention'));
  // In the address of the page that is open, as when it is pasted there.
  await Promise.all([page.waitForEvent('load'), page.evaluate((hash) => { location.hash = hash; }, `s=${payload}`)]);
  await untilMounted(page);
  await page.getByRole('heading', { level: 1, name: 'A busy topic purges a quiet one' }).waitFor();
  await page.getByText('Saved', { exact: true }).waitFor();
  const after = await until(() => databases(page), (names) => names.length > before.length);
  assert.equal(after.length, before.length + 1);
  const dialog = await openLabs(page);
  await dialog.getByText('A busy topic purges a quiet one').first().waitFor();
  await dialog.getByText('Consumer progress, the whole story').first().waitFor();
  await go(page, base);
  assert.equal(await lab.clock(), mine);
});

labTest('a person’s own lab as it is now comes with its commands, by keyboard', async ({ page, browser, base, context, open }) => {
  const lab = screen(page);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(base).origin });
  await open('?scenario=edge');
  await lab.step();
  await lab.runUnder('RocketMQ 5.3');
  await lab.top.getByRole('button', { name: 'Share', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.getByRole('button', { name: 'Copy' }).press('Enter');
  await dialog.getByRole('status').getByText('Copied').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Copy');
  assert.equal(link, await dialog.getByLabel('Link').inputValue());
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Share', 'the focus goes back');
  await lab.showTable();
  const [clock, table] = [await lab.clock(), await lab.table()];
  const other = await (await newContext(browser)).newPage();
  await go(other, link);
  const there = screen(other);
  await there.showTable();
  assert.deepEqual([await there.clock(), await there.table()], [clock, table]);
  await there.top.getByRole('button', { name: /^RocketMQ 5\.3/ }).waitFor();
  await other.context().close();
});

labTest('Back closes the dialog and the page stays; closed by hand it leaves no entry', async ({ page, open, until }) => {
  const length = () => page.evaluate(() => history.length);
  const rests = () => until(() => page.evaluate(() => history.state), (state) => state?.startsWith('0'));
  await open('?scenario=story');
  const { dialog } = await share(page);
  await page.evaluate(() => { window.same = true; });
  await page.goBack();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Share', 'the focus goes back');
  await page.goForward();
  await rests();
  assert.equal(await dialog.count(), 0, 'Forward opens nothing');
  const before = await length();
  for (let i = 0; i < 3; i += 1) {
    await share(page);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await rests();
  }
  assert.equal(await length(), before);
  assert.equal(await page.evaluate(() => window.same), true, 'no reload on the way');
});

labTest('a lab of 10 000 commands is offered as a file, and it says why', { timeout: 240_000 }, async ({ page, open, axe: audit, shot }) => {
  const lab = screen(page);
  await open();
  const journal = [{ at_us: 0, command: { create_topic: { topic: 't', queues: 4 } } }];
  for (let i = 1; i < 10_000; i += 1) journal.push({ at_us: i * 13_007, command: { send_message: { topic: 't', queue: i % 4, body: `${(i * 7_919) % 1_000_003}` } } });
  const text = JSON.stringify({ format: 'offset-lab-scenario/1', title: { en: 'Ten thousand' }, open_at_us: 140_000_000, journal });
  await lab.top.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByLabel('Choose a file').setInputFiles({ name: 'large.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await page.getByRole('heading', { level: 1, name: 'Ten thousand' }).waitFor();
  await lab.arrived();
  await lab.top.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.getByText(/too large for a link: [\d\s]+ characters, [\d\s]+ KB unpacked/).waitFor();
  assert.equal(await dialog.getByRole('textbox').count(), 0);
  assert.equal(await dialog.getByRole('link').count(), 0, 'no address could hold it');
  await audit();
  await shot('share-too-large');
  const coming = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download the lab' }).click();
  assert.match((await coming).suggestedFilename(), /\.offsetlab$/);
});

labTest('a link of another version opens, and says so', async ({ page, base }) => {
  const scenario = JSON.parse(await read('retention'));
  await go(page, `${base}#s=${await pack(JSON.stringify({ ...scenario, engine: '9.9.9+0000000000000000' }))}`);
  await page.getByRole('status').getByText('another version of this page, 9.9.9+0000000000000000: its numbers may differ').waitFor();
  await page.getByRole('heading', { level: 1, name: 'A busy topic purges a quiet one' }).waitFor();
});

const story = JSON.parse(await read('story'));
const whole = await pack(JSON.stringify(story));
const BAD = [
  ['cut', whole.slice(0, -5), /incomplete or was changed/, /链接不完整/],
  ['of markup', '1.<img src=x onerror=alert(1)>', /incomplete or was changed/, /链接不完整/],
  ['of a version to come', '2.abc', /a version that this page does not know/, /不认识此链接的版本/],
  ['that is too long', `1.${'A'.repeat(1_000_000)}`, /more than a link may/, /超过上限/],
  ['with a bomb in it', linked(Buffer.alloc(6_000_000)), /more than a link may/, /超过上限/],
  ['without a lab in it', linked('{"format":"offset-lab-scenario/1","title":{"en":"<img src=x onerror=alert(1)>"},"journal":7}'), /line 1, column \d+.*7/, /line 1, column \d+/],
  ['that is nested deeply', linked('{"format":'.repeat(20_000)), /line 1/, /line 1/],
];
for (const locale of ['en-US', 'zh-CN']) {
  labTest(`a bad link gets a sentence, and the lab that was there stays (${locale})`, { locale }, async ({ page, base, axe: audit, shot, open }) => {
    await page.addInitScript(() => { window.alert = () => { window.ran = true; }; });
    await open();
    const titled = page.getByRole('heading', { level: 1 });
    const title = await titled.innerText();
    const kept = await databases(page);
    for (const [what, payload, english, chinese] of BAD) {
      await page.goto('about:blank');
      await page.goto(`${base}#s=${payload}`);
      const dialog = page.getByRole('dialog', { name: locale === 'zh-CN' ? '无法打开 链接' : 'Can’t open the link' });
      await dialog.getByText(locale === 'zh-CN' ? chinese : english).waitFor();
      if (what === 'cut') {
        await audit();
        await shot(`share-bad-${locale}`);
      }
      assert.equal(await titled.innerText(), title, what);
      assert.deepEqual(await databases(page), kept, what);
      assert.equal(await page.evaluate(() => window.ran ?? document.querySelectorAll('img').length), 0, what);
      assert.ok(page.url().length < 100_000, what);
    }
  });
}

labTest('a bomb is given to the browser a piece at a time, and no more of it than makes it too much', async ({ page, open }) => {
  await open('', 'demo.html', { wait: false });
  const [given, kind] = await page.evaluate(async (payload) => {
    const { unpack } = await import('./share.js');
    const { DecompressionStream: Whole } = window;
    let bytes = 0;
    window.DecompressionStream = class {
      constructor(format) {
        const { readable, writable } = new Whole(format);
        const writer = writable.getWriter();
        const write = async (chunk) => {
          await writer.write(chunk);
          bytes += chunk.length;
        };
        Object.assign(this, { readable, writable: new WritableStream({ write, close: () => writer.close() }) });
      }
    };
    return [await unpack(payload).catch((error) => error.kind), bytes].reverse();
  }, linked(Buffer.alloc(6_000_000)));
  assert.equal(kind, 'large');
  // A thousandth of the limit, and what was on its way.
  assert.ok(given > 200 && given < 600, `${given} bytes`);
});

labTest('what a link names is text, wherever it stands', async ({ page, base, axe: audit }) => {
  await page.addInitScript(() => { window.alert = () => { window.ran = true; }; });
  const evil = '<img src=x onerror=alert(1)>';
  const text = JSON.stringify({ ...story, title: { en: evil }, text: { en: `${evil}<script>alert(1)</script>javascript:alert(1)` }, engine: evil });
  await go(page, `${base}#s=${await pack(text)}`);
  assert.equal(await screen(page).title(), evil);
  await page.getByRole('status').getByText(evil).waitFor();
  assert.ok((await page.locator('.lab').innerText()).includes('javascript:alert(1)'));
  assert.equal(await page.evaluate(() => window.ran ?? document.querySelectorAll('img, .lab script').length), 0);
  await audit();
  const { link } = await share(page);
  assert.equal(JSON.parse(await unpack(payloadOf(link))).title.en, evil);
});

labTest('a link to a moment far away is on its way there in frames, and can be stopped', async ({ page, base }) => {
  await page.goto(`${base}#s=${await pack(JSON.stringify({ ...story, open_at_us: 10 ** 15 }))}`);
  await untilMounted(page);
  await page.getByRole('button', { name: 'Stop here' }).click();
  await untilArrived(page);
  await screen(page).isAtRest();
});

labTest('an embed shows a link’s lab, keeps nothing of it, and hands it on', async ({ page, base }) => {
  const payload = await pack(await read('retention'));
  await go(page, `${base}embed.html#s=${payload}`);
  await page.getByText('Min 645').first().waitFor();
  assert.deepEqual(await databases(page), []);
  assert.equal(new URL(page.url()).hash, `#s=${payload}`);
  const away = page.getByRole('link', { name: 'Open the whole lab' });
  assert.equal(await away.getAttribute('href'), `./index.html#s=${payload}`);
  // To be kept it needs a name: without one, two links would be one lab.
  await page.goto('about:blank');
  await go(page, `${base}embed.html?persist=local#s=${payload}`);
  await page.getByText('Min 645').first().waitFor();
  assert.deepEqual(await databases(page), []);
  // A host that gives the frame another lab.
  await Promise.all([page.waitForEvent('load'), page.evaluate((hash) => { location.hash = hash; }, `s=${await pack(await read('edge'))}`)]);
  await untilMounted(page);
  await page.getByText('9 223 372 036 854 775').first().waitFor();
  await page.goto('about:blank');
  await page.goto(`${base}embed.html#s=1.nonsense`);
  await page.getByRole('dialog').getByText('incomplete or was changed').waitFor();
});

for (const [locale, theme, size] of [['en-US', 'light', [1280, 800]], ['zh-CN', 'dark', [390, 780]], ['en-US', 'dark', [768, 1024]]]) {
  labTest(`the dialog is in reach and has no accessibility violations (${locale}, ${size[0]})`, { locale, theme, size }, async ({ page, open, shot }) => {
    await open('?scenario=retention');
    await shot(`share-bar-${size[0]}-${locale}`);
    if (size[0] < 700) await page.getByRole('button', { name: '更多' }).click();
    const { dialog, link } = await share(page, locale === 'zh-CN' ? ['分享', '链接'] : undefined);
    await dialog.getByText(locale === 'zh-CN' ? / 个字符/ : / characters/).waitFor();
    await axe(page);
    await shot(`share-dialog-${size[0]}-${locale}`);
    assert.equal(JSON.parse(await unpack(payloadOf(link))).open_at_us, 60_000_000);
  });
}
