// `?stringTest=`: texts that are twice as long, from right to left, or hostile break nothing in any view: no console error (the harness
// sees to that), nothing scrolls sideways or reaches out of the window, nothing is read as markup, and every control keeps a name.
import { ASIDE } from './aside_lab.mjs';
import { assert, labTest } from './harness.mjs';
import { layoutProblems } from './layout.mjs';

function problems(kind) {
  const found = [];
  const root = document.documentElement;
  if (document.querySelector('img, script:not([src])')) found.push('a text was read as markup');
  if ([...document.querySelectorAll('b')].some((bold) => bold.textContent === '&"\'')) found.push('a text was read as bold');
  const isSeen = (element) => element.checkVisibility() && !element.closest('[hidden]');
  for (const control of [...document.querySelectorAll('button, a, select, input, textarea, summary, [role=slider], [role=button]')].filter(isSeen)) {
    const name = control.getAttribute('aria-label') || control.textContent || control.labels?.[0]?.textContent || control.getAttribute('title');
    if (!name?.trim()) found.push(`a ${control.localName}.${control.className} has no name`);
  }
  const seen = document.querySelector('main').innerText;
  const made = { doubled: /(\p{L}{3,}) \1/u, rtl: /\u202e/, marked: /<b>&"'<\/b>/, hostile: /<b>&"'<\/b>.*<img src=x onerror=alert\(1\)>/ }[kind];
  if (!made.test(seen)) found.push('the texts are as they always are');
  if (kind === 'rtl' && getComputedStyle(root).direction !== 'rtl') found.push('the page is not mirrored');
  return found;
}

/** A word that is longer than its place has to break, a long title is cut short, and a table scrolls in its own box. */
const layout = async (page) =>
  (await page.evaluate(layoutProblems)).filter((problem) => !/ breaks within its word$| is cut short$|^<div\.table-scroll>/.test(problem));

/** The views, reached by classes and places, for no name is what it was. */
async function tour(page, open, query, visit) {
  page.setDefaultTimeout(8_000);
  const dialog = page.locator('dialog[open]');
  const press = (selector, at = 0) => page.locator(selector).nth(at).press('Enter');
  const close = async () => {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  };
  const phone = page.viewportSize().width < 700;
  const tab = async (at) => phone && press('nav button', at);
  await open(`?scenario=story&${query}`);
  await page.locator('.lane').first().waitFor();
  await visit('board');
  await press('.topic-acts button');
  await page.locator('.look').waitFor();
  await visit('closer');
  await press('.board-head .seg button', 1);
  await page.locator('table').first().waitFor();
  await visit('table');
  await tab(2);
  await visit('chart');
  await tab(3);
  await press('.log button', 0);
  await visit('log');
  await tab(1);
  await press('.actor-main', 1);
  await page.locator('.inspect .solid').waitFor();
  await visit('group');
  await press('.inspect .solid');
  await dialog.waitFor();
  await visit('reset');
  await close();
  if (phone) await press('.sheet-close');
  await press('.actors .add', 0);
  await dialog.waitFor();
  await visit('form');
  await close();
  await press('.tools .line');
  await dialog.waitFor();
  await visit('open');
  await dialog.locator('input[type=file]').setInputFiles({ name: 'aside.json', mimeType: 'application/json', buffer: Buffer.from(ASIDE) });
  await dialog.waitFor({ state: 'detached' });
  await tab(0);
  await page.locator('.pockets').waitFor();
  await visit('pockets');
  await press('.tools .line');
  await press('dialog .open-entry');
  await page.locator('.ways').waitFor();
  await visit('empty');
  await press('.tools .line');
  await press('dialog .open-columns > :nth-child(2) .open-list:last-of-type .open-entry');
  await page.locator('.calls').waitFor();
  await visit('recording');
  await open(`?lesson=overtaken&${query}`);
  await page.locator('.lesson').waitFor();
  await visit('lesson');
  if (phone) return;
  await open(`?scenario=story&${query}`, 'embed.html');
  await page.locator('.lane').first().waitFor();
  await visit('embed');
}

for (const kind of ['doubled', 'rtl', 'marked', 'hostile']) {
  for (const size of [[1280, 800], [320, 640]]) {
    labTest(`${kind} texts break nothing at ${size.join('×')}`, { size }, async ({ page, open, shot }) => {
      const all = [];
      await tour(page, open, `stringTest=${kind}`, async (view) => {
        for (const problem of await page.evaluate(problems, kind)) all.push(`${view}: ${problem}`);
        for (const problem of await layout(page)) all.push(`${view}: ${problem}`);
        await shot(`strings-${kind}-${size[0]}-${view}`);
      });
      assert.deepEqual([...new Set(all)], []);
    });
  }
}

labTest('a name that looks like markup is a name', async ({ page, open }) => {
  const name = `<b>&"'</b><img src=x onerror=alert(1)>${'W'.repeat(80)}👩🏽‍🚀`;
  const scenario = { format: 'offset-lab-scenario/1', title: { en: name }, text: { en: name }, profile: 'docs-5.0', seed: 1, journal: [] };
  await open();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.locator('dialog input[type=file]').setInputFiles({ name: 'name.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(scenario)) });
  await page.getByRole('heading', { level: 1 }).filter({ hasText: name }).waitFor();
  assert.equal(await page.locator('img, h1 b').count(), 0);
  assert.deepEqual(await layout(page), []);
});

for (const size of [[1280, 800], [320, 640]]) {
  labTest(`names as long as a broker takes them break nothing at ${size.join('×')}`, { size }, async ({ page, open, shot }) => {
    const [topic, group, producer, consumer] = ['T', 'g', 'p', 'c'].map((letter) => letter.repeat(127));
    const journal = [
      { create_topic: { topic, queues: 2 } }, { create_group: { group } },
      { add_consumer: { consumer, group, topic, processing_us: 50_000 } },
      { add_producer: { producer, topic, rate_per_s: 40, body_bytes: 20 } },
    ].map((command) => ({ at_us: 0, command }));
    const scenario = { format: 'offset-lab-scenario/1', title: { en: 'W'.repeat(100) }, profile: 'docs-5.0', seed: 1, open_at_us: 20_000_000, journal };
    await open();
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.locator('dialog input[type=file]').setInputFiles({ name: 'long.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(scenario)) });
    await page.locator('.lane').first().waitFor();
    await shot(`strings-long-names-${size[0]}`);
    assert.deepEqual(await layout(page), []);
    if (size[0] < 700) await page.getByRole('navigation').getByRole('button', { name: 'Groups' }).click();
    await page.locator('.actor-main').nth(1).click();
    await page.locator('.inspect .solid').waitFor();
    assert.deepEqual(await layout(page), []);
    await page.locator('.inspect .solid').click();
    await page.locator('dialog[open]').waitFor();
    assert.deepEqual(await layout(page), []);
    await shot(`strings-long-names-reset-${size[0]}`);
  });
}

labTest('another value is ignored, and nothing is fetched for it', async ({ page, open }) => {
  const fetched = [];
  page.on('request', (request) => fetched.push(request.url()));
  await open('?stringTest=loud');
  await page.getByRole('heading', { level: 1, name: 'Consumer progress, the whole story' }).waitFor();
  assert.ok(!fetched.some((url) => url.includes('string-test')));
});
