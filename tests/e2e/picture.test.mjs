// The first picture: it stands before the program has come, in every theme, language and width, and the program takes its place without moving
// the lanes. The board as a file is what the renderer draws at build time.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DIST, assert, labTest, untilMounted } from './harness.mjs';
import { screen } from './screen.mjs';

/** Keeps the program away until it is let go. */
async function held(page) {
  let letGo;
  const gate = new Promise((done) => { letGo = done; });
  await page.route('**/*.wasm', async (route) => {
    await gate;
    await route.continue();
  });
  return letGo;
}

/** In the page: where the stored span of each lane that can be seen stands, and its name. */
const lanes = (inside) => {
  const seen = (element) => element.getBoundingClientRect().width > 0;
  const box = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return [left, top, right, bottom].map(Math.round);
  };
  return [...document.querySelectorAll(`${inside} .stored`)].filter(seen).filter((element) => !element.closest('.legend-fold')).map(box);
};

const moved = (before, after) => Math.max(...before.flatMap((box, i) => box.map((side, j) => Math.abs(side - after[i][j]))));

const SIZES = [['a page', [1280, 800]], ['a phone', [360, 780]]];
const LOOKS = [['light', 'en-US', 'audit 465'], ['dark', 'en-US', 'audit 465'], ['light', 'zh-CN', 'audit 465']];

for (const [what, size] of SIZES) {
  for (const [theme, locale] of LOOKS) {
    labTest(`the story's lanes stand on ${what} before the program, and stay where they are (${theme}, ${locale})`, { size, theme, locale }, async ({ page, open, shot }) => {
      const letGo = await held(page);
      await open('', 'index.html', { wait: false });
      await page.locator('.boot-story:visible .stored').first().waitFor();
      const words = await page.locator('.boot').innerText();
      assert.match(words, locale === 'zh-CN' ? /消费进度全貌/ : /Consumer progress, the whole story/);
      assert.equal(await page.locator('.boot-story:visible').count(), 1);
      const before = await page.evaluate(lanes, '.boot');
      assert.equal(before.length, 4);
      await shot(`picture-${size[0]}-${theme}-${locale}-before`);
      letGo();
      await untilMounted(page);
      const after = await page.evaluate(lanes, '.lab');
      await shot(`picture-${size[0]}-${theme}-${locale}-after`);
      assert.ok(moved(before, after) <= 1, JSON.stringify({ before, after }));
    });
  }
}

labTest('a bar says how much of the program has come', async ({ page, open, until }) => {
  const bars = [];
  await page.exposeFunction('told', (value) => bars.push(value));
  await page.addInitScript(() => {
    const look = () => {
      const bar = document.querySelector('.boot-bar');
      if (bar) window.told(bar.value);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await open();
  await until(() => bars.length > 0 && bars.at(-1) > 0);
  assert.ok(bars.every((value, i) => value <= 1 && (i === 0 || value >= bars[i - 1])), bars.join(' '));
});

labTest('a scenario that the address names has its own picture, where the program puts its lanes', async ({ page, open, until, shot }) => {
  const letGo = await held(page);
  await open('?scenario=retention', 'index.html', { wait: false });
  const image = page.locator('.boot-own img');
  await image.waitFor();
  await page.getByRole('heading', { level: 1, name: 'A busy topic purges a quiet one' }).waitFor();
  await until(() => image.evaluate((element) => element.complete && element.naturalWidth > 0));
  assert.match(await image.evaluate((element) => element.currentSrc), /pictures\/scenarios\/retention\.svg$/);
  assert.equal(await page.locator('.boot-story:visible').count(), 0);
  const { x, y } = await image.boundingBox();
  await shot('picture-own');
  letGo();
  await untilMounted(page);
  const topic = await page.locator('.topic').first().boundingBox();
  assert.ok(Math.abs(x + 16 - topic.x) <= 1 && Math.abs(y + 58 - topic.y) <= 1, JSON.stringify([x, y, topic]));
});

labTest('it has the theme and the language of the address', { size: [360, 780] }, async ({ page, open }) => {
  const letGo = await held(page);
  await open('?scenario=retention&theme=dark&lang=zh-CN', 'index.html', { wait: false });
  await page.getByRole('heading', { level: 1, name: '繁忙的主题使安静的主题被清理' }).waitFor();
  assert.match(await page.locator('.boot-own img').evaluate((element) => element.currentSrc), /pictures\/scenarios\/retention\.narrow\.zh\.dark\.svg$/);
  letGo();
  await untilMounted(page);
});

labTest('a lesson has a picture too, and an embed has one', async ({ page, open }) => {
  for (const [query, file] of [['?lesson=overtaken', 'index.html'], ['?scenario=edge', 'embed.html']]) {
    const letGo = await held(page);
    await open(query, file, { wait: false });
    await page.locator('.boot-own img').waitFor();
    letGo();
    await untilMounted(page);
    await page.unroute('**/*.wasm');
  }
});

labTest('of a lab that is stored here nothing is drawn before it is there', async ({ page, open }) => {
  await open();
  await page.getByText('Saved', { exact: true }).waitFor();
  const letGo = await held(page);
  await open('', 'index.html', { wait: false });
  await page.locator('.boot .boot-bar').waitFor();
  assert.equal(await page.locator('.boot-story:visible').count(), 0);
  letGo();
  await untilMounted(page);
});

labTest('without scripts the picture is there, and a sentence says what is needed', { expected: [/request: .* csp/], context: { javaScriptEnabled: false } }, async ({ page, open }) => {
  await open('', 'index.html', { wait: false });
  await page.locator('noscript p').waitFor();
  assert.equal(await page.locator('.boot-story:visible').count(), 1);
});

labTest('the first picture has no accessibility violations', async ({ page, open, axe }) => {
  await page.route('**/*.wasm', () => {});
  for (const theme of ['light', 'dark']) {
    await open(`?theme=${theme}`, 'index.html', { wait: false });
    await page.locator('.boot-story:visible').waitFor();
    await axe();
  }
});

labTest('the board as a file is byte for byte what the renderer drew at build time', async ({ page, open }) => {
  const lab = screen(page);
  for (const [query, file] of [['?scenario=story', 'story.svg'], ['?scenario=retention&theme=dark', 'retention.dark.svg']]) {
    await open(query);
    await lab.top.getByRole('button', { name: 'Download', exact: true }).press('Enter');
    const coming = page.waitForEvent('download');
    await lab.dialog('Download').getByRole('button', { name: /^Board \(SVG\)/ }).press('Enter');
    const taken = await readFile(await (await coming).path(), 'utf8');
    assert.equal(taken, await readFile(join(DIST, 'pictures/scenarios', file), 'utf8'));
  }
});

labTest('each scenario and lesson is a picture in both languages that stands alone and says its figures', async ({ page, open }) => {
  await open('', 'demo.html', { wait: false });
  const files = await readdir(join(DIST, 'img'));
  const pictures = files.filter((name) => name.endsWith('.svg'));
  const named = async (place) => (await readdir(join(DIST, place))).filter((name) => /^(?!course).*\.json$/.test(name)).map((name) => name.slice(0, -5));
  const scenarios = await named('scenarios');
  const lessons = (await named('lessons')).map((name) => (scenarios.includes(name) ? `lesson-${name}` : name));
  assert.deepEqual(pictures.sort(), [...scenarios, ...lessons].flatMap((name) => [`${name}.en.svg`, `${name}.zh-CN.svg`]).sort());
  for (const name of pictures) {
    const text = await readFile(join(DIST, 'img', name), 'utf8');
    assert.doesNotMatch(text, /<script|<image|<use|href|@import|\son\w+=|(?<!xmlns=")https?:/, name);
    // A page may not parse a style by its policy; as a picture it has its own.
    const [whole, style] = [text.replace(/<style>.*?<\/style>/, ''), /<style>(.*?)<\/style>/.exec(text)?.[1]];
    const { error, title, desc } = await page.evaluate((svg) => {
      const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
      const words = (tag) => document.documentElement.querySelector(`:scope > ${tag}`)?.textContent ?? '';
      return { error: document.querySelector('parsererror')?.textContent, title: words('title'), desc: words('desc') };
    }, whole);
    assert.equal(error, undefined, name);
    assert.match(title, /RocketMQ.*\d\d:\d\d:\d\d\.\d{3}$/, name);
    assert.match(desc, /^[\w%-]+\/\d+(: |：)Min .*Max /, name);
    assert.match(style, /^@media \(prefers-color-scheme:dark\)\{(\[(fill|stroke)="#[0-9a-f]+"\]\{(fill|stroke):#[0-9a-f]+\})+\}$/, name);
    assert.doesNotMatch(whole, /<style/, name);
  }
});

for (const [locale, file, button, board] of [['en-US', 'retention.en.svg', 'Download', /^Board \(SVG\)/], ['zh-CN', 'retention.zh-CN.svg', '下载', /^队列图（SVG）/]]) {
  labTest(`the picture for other pages is the board that the page gives (${locale})`, { locale }, async ({ page, open }) => {
    await open('?scenario=retention');
    await screen(page).top.getByRole('button', { name: button, exact: true }).press('Enter');
    const coming = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('button', { name: board }).press('Enter');
    const taken = await readFile(await (await coming).path(), 'utf8');
    assert.equal((await readFile(join(DIST, 'img', file), 'utf8')).replace(/<style>.*<\/style>/, ''), taken);
  });
}

labTest('two of one name have each their own picture', async ({ page, open }) => {
  for (const [query, title] of [['?scenario=new-group', 'Where does a new group start?'], ['?lesson=new-group', JSON.parse(await readFile(join(DIST, 'lessons/new-group.json'), 'utf8')).title.en]]) {
    const letGo = await held(page);
    await open(query, 'index.html', { wait: false });
    const svg = await page.locator('.boot-own img').evaluate((image) => fetch(image.currentSrc || image.src).then((answer) => answer.text()));
    assert.ok(svg.includes(`<title>${title} – `), `${title} in ${svg.slice(0, 400)}`);
    letGo();
    await untilMounted(page);
    await page.unroute('**/*.wasm');
  }
});

labTest('the demo page’s pictures say what its words say, and follow its theme', { theme: 'dark' }, async ({ page, open, shot }) => {
  await open('', 'demo.html', { wait: false });
  for (const image of await page.getByRole('img').all()) {
    const { alt, src } = await image.evaluate((element) => ({ alt: element.alt, src: element.getAttribute('src') }));
    const desc = /<desc>(.*)<\/desc>/.exec(await readFile(join(DIST, src), 'utf8'))[1];
    const numbers = (text) => text.match(/\d+/g);
    for (const number of numbers(alt)) assert.ok(numbers(desc).includes(number), `${number} of ${alt} in ${desc}`);
    assert.ok(numbers(alt).length > 2);
  }
  // The system is dark and the page is not: a picture goes by the page's color-scheme.
  const ground = async () => {
    const { x, y, height } = await page.locator('figure img').first().boundingBox();
    const taken = await page.screenshot({ clip: { x: x + 4, y: y + height / 4, width: 2, height: 2 }, animations: 'disabled' });
    return page.evaluate(async (base64) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: 'image/png' }));
      const context = new OffscreenCanvas(2, 2).getContext('2d');
      context.drawImage(bitmap, 0, 0);
      return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)].join();
    }, taken.toString('base64'));
  };
  assert.equal(await ground(), '247,247,245');
  await shot('demo-pictures-light');
  await page.getByRole('button', { name: 'Dark' }).click();
  assert.equal(await ground(), '18,21,24');
  await shot('demo-pictures-dark');
});

labTest('what packs well is sent packed', async ({ page, open }) => {
  const coded = {};
  page.on('response', (response) => { coded[new URL(response.url()).pathname.split('.').at(-1)] = response.headers()['content-encoding']; });
  await open();
  assert.equal(coded.wasm, 'br');
  assert.equal(coded.css, 'br');
});
