// Makes docs/embed/looks: a picture of each part of the element and of each of its properties, as the rule does that stands beside it in
// docs/embedding.md: the real element of dist/ in a page, its part outlined by `::part(…)`, its property set.
//
//   scripts/gallery.sh embed [OUTDIR]
//
// Needs the environment of scripts/env.sh; scripts/gallery.sh sets it. Invariant: a part or property that the element has and this lacks, or
// the other way round, is an error.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DIST, closeEnvironment, environment, newContext, untilArrived, untilMounted } from '../tests/e2e/browser.mjs';

const out = process.argv[2] ?? fileURLToPath(new URL('../docs/embed/looks', import.meta.url));
const WIDTH = 560;
const EDGE = 12;
const QUALITY = 0.82;
const WAIT_MS = 120_000;

// A part, and in which of the element's states it is to be seen.
const PARTS = { box: 'idle', poster: 'idle', bar: 'idle', run: 'idle', link: 'idle', status: 'loading', frame: 'running' };
const PROPERTIES = {
  accent: '--offset-lab-accent: rebeccapurple', 'on-accent': '--offset-lab-accent: gold; --offset-lab-on-accent: black',
  radius: '--offset-lab-radius: 16px', font: '--offset-lab-font: Georgia, serif',
};

const element = await readFile(join(DIST, 'offset-lab.js'), 'utf8');
const same = (what, found, known) => {
  const [has, lacks] = [[...new Set(found)].sort().join(' '), [...known].sort().join(' ')];
  if (has !== lacks) throw new Error(`the element's ${what} are ${has}; this script draws ${lacks}`);
};
same('properties', [...element.matchAll(/--offset-lab-([\w-]+)/g)].map(([, name]) => name), Object.keys(PROPERTIES));

const { server, browser } = await environment();
const context = await newContext(browser, { size: [WIDTH, 900] });

/** A page with the element in one of its states, under a rule of the page's. */
async function show(rule, state) {
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  // The lab's page does not come.
  if (state === 'loading') await page.route('**/embed.html*', () => {});
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Looks</title><style>body { margin: ${EDGE}px; font: 16px/1.4 system-ui, sans-serif; }
    offset-lab { margin: 0; } img { display: block; max-width: 100%; } ${rule}</style><script src="./offset-lab.js" defer></script>
    <offset-lab scenario="edge" controls="basic" title="The end of the range"><img src="./img/edge.en.svg" alt=""></offset-lab></html>`;
  // A page of the lab's own folder, without its policy against inline style.
  await page.route('**/looks.html', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto(`${server.url}looks.html`);
  await page.waitForFunction(() => document.querySelector('img').naturalWidth > 0 && document.querySelector('offset-lab').shadowRoot);
  if (state !== 'idle') {
    await page.getByRole('button').click();
    await page.waitForFunction((wanted) => document.querySelector('offset-lab').shadowRoot.querySelector('.box').dataset.state === wanted, state);
  }
  if (state === 'running') {
    const frame = page.frames()[1];
    await untilMounted(frame);
    await untilArrived(frame);
    await page.evaluate(() => { document.activeElement?.blur(); });
  }
  return page;
}

/** The part of the page with the element, as WebP. */
async function taken(page) {
  const { height } = await page.locator('offset-lab').boundingBox();
  const png = await page.screenshot({ animations: 'disabled', clip: { x: 0, y: 0, width: WIDTH, height: Math.min(Math.ceil(height) + 2 * EDGE, 900) } });
  const data = await page.evaluate(async ([url, quality]) => {
    const picture = await createImageBitmap(await (await fetch(url)).blob());
    const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
    canvas.getContext('2d').drawImage(picture, 0, 0);
    return canvas.toDataURL('image/webp', quality);
  }, [`data:image/png;base64,${png.toString('base64')}`, QUALITY]);
  return Buffer.from(data.split(',')[1], 'base64');
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
let bytes = 0;
const keep = async (page, name) => {
  const picture = await taken(page);
  await page.close();
  bytes += picture.length;
  await writeFile(join(out, `${name}.webp`), picture);
};
for (const [part, state] of Object.entries(PARTS)) {
  const page = await show(`offset-lab::part(${part}) { outline: 3px solid #d6006c; outline-offset: 2px; }`, state);
  if (state === 'running') same('parts', await page.evaluate(() => [...document.querySelector('offset-lab').shadowRoot.querySelectorAll('[part]')].map((each) => each.part.value)), Object.keys(PARTS));
  await keep(page, part);
}
for (const [property, rule] of Object.entries(PROPERTIES)) {
  await keep(await show(`offset-lab { ${rule}; }`, property === 'radius' ? 'running' : 'idle'), property);
}
console.log(`${Object.keys(PARTS).length + Object.keys(PROPERTIES).length} pictures, ${bytes.toLocaleString('en')} bytes, in ${out}`);
await closeEnvironment();
