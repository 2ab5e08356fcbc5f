// Labs in links, in every browser: the link of each built-in scenario opens the same board, and what a browser packs is what went in. Gives
// rows { engine, fault, seen, words, wrong }. Not here: what a bad link does (tests/e2e/share.test.mjs).
import { readdir } from 'node:fs/promises';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { browserWith } from './browsers.mjs';
import { labIn } from './lab.mjs';

const SCENARIOS = new URL('../../www/scenarios/', import.meta.url);

/** In the page: its title, its clock, and what each lane says, when it is where it opens. */
const shown = () => window.fault.until(() => !document.querySelector('main[aria-busy="true"]') && document.querySelector('[role=img][aria-label*=": Min "]'), 'the lab at its moment').then(() => {
  const lanes = [...document.querySelectorAll('[role=img][aria-label*=": Min "]')].map((lane) => lane.getAttribute('aria-label'));
  return JSON.stringify([document.querySelector('h1').textContent, document.querySelector('[role=timer]').textContent, lanes]);
});

const link = () => window.fault.press('Share').then(() => window.fault.until(() => document.querySelector('dialog input')?.value, 'the link'));

async function opened(browser, address) {
  const page = await browser.open(address);
  await labIn(page).mounted();
  return page;
}

/** Text that packs badly, many times as long as a link takes. */
const long = () => Array.from({ length: 10_000 }, (_, i) => `{"at_us":${i * 13_007},"command":{"send_message":{"topic":"主题","queue":${i % 4},"body":"${(i * 7_919) % 1_000_003}"}}}`).join(',');

const bomb = () => `1.${deflateRawSync(Buffer.alloc(6_000_000)).toString('base64url')}`;

export async function links({ engine, url, say }) {
  const browser = await browserWith(engine);
  const wrong = [];
  let most = 0;
  try {
    for (const file of await readdir(SCENARIOS)) {
      const name = file.slice(0, -5);
      const page = await opened(browser, `${url}?scenario=${name}`);
      const [before, address] = [await page.evaluate(shown), await page.evaluate(link)];
      await page.close();
      const there = await opened(browser, address);
      const after = await there.evaluate(shown);
      if (after !== before) wrong.push(`${name}: ${before} became ${after}`);
      most = Math.max(most, address.length);
      await there.close();
    }
    const page = await opened(browser, url);
    const text = long();
    const payload = await page.evaluate((given) => import('./share.js').then(({ pack }) => pack(given)), text);
    if (inflateRawSync(Buffer.from(payload.slice(2), 'base64url')).toString() !== text) wrong.push('10 000 commands did not come back');
    const said = await page.evaluate((given) => import('./share.js').then(({ unpack }) => unpack(given)).then(() => 'read', ({ kind }) => kind), bomb());
    if (said !== 'large') wrong.push(`a bomb was ${said}`);
    await page.close();
  } finally {
    await browser.close();
    await browser.forget();
  }
  wrong.forEach((line) => say(`${engine}: ${line}`));
  return [{ engine, fault: 'a lab in a link', seen: wrong.length ? wrong[0].slice(0, 200) : `the same board, at most ${most} characters`, words: '', then: '', wrong: wrong.length > 0 }];
}
