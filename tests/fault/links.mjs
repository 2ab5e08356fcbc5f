// Labs in links, in every browser: the link of each built-in scenario opens the same board and has the scenario's digest, and so has the link of
// the lab that it opened; a lab of 10 000 commands, which no link may hold, is packed and unpacked to its digest, offered as a file, and the file
// is the same lab. Gives rows { engine, fault, seen, words, wrong }. Not here: what a bad link does (tests/e2e/share.test.mjs).
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { browserWith } from './browsers.mjs';
import { until } from './ends.mjs';
import { labIn } from './lab.mjs';

const SCENARIOS = new URL('../../www/scenarios/', import.meta.url);
const run = promisify(execFile);
const DRAWN_MS = 20_000;

/** In the page: its title, its clock, and what each lane says, when it is where it opens; with `expected`, as soon as that is so. */
const shown = (expected) => window.fault.until(() => !document.querySelector('main[aria-busy="true"]') && document.querySelector('[role=img][aria-label*=": Min "]'), 'the lab at its moment').then(() => {
  const lanes = [...document.querySelectorAll('[role=img][aria-label*=": Min "]')].map((lane) => lane.getAttribute('aria-label'));
  return JSON.stringify([document.querySelector('h1').textContent, document.querySelector('[role=timer]').textContent, lanes]);
});

const link = () => window.fault.press('Share').then(() => window.fault.until(() => document.querySelector('dialog input')?.value, 'the link'));

/** In the page: presses a button and gives a file to the field for files that comes, as a person who chooses one does. */
const choose = ({ button, name, text, base64 }) => window.fault.press(button).then(() => window.fault.until(() => document.querySelector('dialog input[type=file]'), 'a field for files')).then((field) => {
  const files = new DataTransfer();
  files.items.add(new File([base64 ? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)) : text], name));
  field.files = files.files;
  field.dispatchEvent(new Event('change', { bubbles: true }));
});

/** In the page: what Share would pack, and the words and the file with which it answers, as base64. */
const sharedAsFile = () => {
  const { offsetLabShare: share } = globalThis;
  const [make, click] = [URL.createObjectURL, HTMLAnchorElement.prototype.click];
  let json;
  globalThis.offsetLabShare = (given) => { json = given; return share(given); };
  const file = new Promise((done) => { URL.createObjectURL = (blob) => { done(blob); return make.call(URL, blob); }; });
  HTMLAnchorElement.prototype.click = () => {};
  const words = () => [...document.querySelectorAll('dialog p')].map((each) => each.textContent).find((each) => each.includes('too large for a link'));
  return window.fault.press('Share').then(() => window.fault.until(words, 'that it is too large')).then(async (said) => {
    await window.fault.press('Download the lab');
    const bytes = new Uint8Array(await (await file).arrayBuffer());
    Object.assign(globalThis, { offsetLabShare: share });
    Object.assign(URL, { createObjectURL: make });
    HTMLAnchorElement.prototype.click = click;
    let letters = '';
    for (const byte of bytes) letters += String.fromCharCode(byte);
    return { json, said, base64: btoa(letters) };
  });
};

/** In the page: the scenario that Share would pack. */
const json = () => new Promise((done) => {
  globalThis.offsetLabShare = async (given) => done(given);
  window.fault.press('Share');
});

/** What the command line says of a scenario at its moment, or of a link's. */
async function digest(text, { isLink } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'offset-lab-'));
  try {
    const file = join(folder, 'lab.json');
    if (isLink) await run(process.env.OFFSET_LAB, ['link', '--open', text, '-o', file]);
    else await writeFile(file, text);
    const { open_at_us: at = 0 } = JSON.parse(await readFile(file, 'utf8'));
    return (await run(process.env.OFFSET_LAB, ['digest', file, '--until', `${at}us`])).stdout.trim();
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What a page shows; the board is drawn a moment after the clock, so it is looked at until it is what is expected, or stays another. */
async function shows(page, expected) {
  let last;
  await until(async () => {
    last = await page.evaluate(shown);
    return last === expected;
  }, 'another board', DRAWN_MS).catch(() => {});
  return last;
}

async function opened(browser, address) {
  const page = await browser.open(address);
  await labIn(page).mounted();
  return page;
}

/** A lab of 10 000 commands. */
function large() {
  const journal = [{ at_us: 0, command: { create_topic: { topic: 't', queues: 4 } } }];
  for (let i = 1; i < 10_000; i += 1) journal.push({ at_us: i * 13_007, command: { send_message: { topic: 't', queue: i % 4, body: `消息 ${(i * 7_919) % 1_000_003}` } } });
  return JSON.stringify({ format: 'offset-lab-scenario/1', title: { en: 'Ten thousand' }, open_at_us: 140_000_000, journal });
}

const bomb = () => `1.${deflateRawSync(Buffer.alloc(6_000_000)).toString('base64url')}`;

/** Through a link and back, for each built-in scenario; gives the longest link. */
async function scenarios(browser, url, wrong) {
  let most = 0;
  for (const file of await readdir(SCENARIOS)) {
    const name = file.slice(0, -5);
    const page = await opened(browser, `${url}?scenario=${name}`);
    const [before, address] = [await page.evaluate(shown), await page.evaluate(link)];
    await page.close();
    const there = await opened(browser, address);
    const [after, again] = [await shows(there, before), await there.evaluate(link)];
    await there.close();
    if (after !== before) wrong.push(`${name}: ${before} became ${after}`);
    const digests = [await digest(await readFile(new URL(file, SCENARIOS), 'utf8')), await digest(address, { isLink: true }), await digest(again, { isLink: true })];
    if (new Set(digests).size !== 1) wrong.push(`${name}: the digests are ${digests.join(', ')}`);
    most = Math.max(most, address.length);
  }
  return most;
}

async function tenThousand(browser, url, wrong) {
  const page = await opened(browser, url);
  await page.evaluate(choose, { button: 'Open', name: 'large.json', text: large() });
  await page.evaluate(() => window.fault.until(() => document.querySelector('h1').textContent === 'Ten thousand', 'the lab of the file'));
  const before = await page.evaluate(shown);
  const { json: packed, base64 } = await page.evaluate(sharedAsFile);
  const payload = await page.evaluate((given) => import('./share.js').then(({ pack }) => pack(given)), packed);
  const back = inflateRawSync(Buffer.from(payload.slice(2), 'base64url')).toString();
  await page.close();
  const there = await opened(browser, `${url}?lab=another`);
  await there.evaluate(choose, { button: 'Labs', name: 'lab.offsetlab', base64 });
  // It has an address of its own, to which the page goes.
  await until(() => there.evaluate(() => document.querySelector('h1')?.textContent === 'Ten thousand').catch(() => false), 'the lab of the file does not come');
  await labIn(there).mounted();
  const after = await shows(there, before);
  const digests = [await digest(large()), await digest(back), await digest(await there.evaluate(json))];
  if (after !== before) wrong.push(`10 000 commands: ${before} became ${after}`);
  if (new Set(digests).size !== 1) wrong.push(`10 000 commands: the digests are ${digests.join(', ')}`);
  const said = await there.evaluate((given) => import('./share.js').then(({ unpack }) => unpack(given)).then(() => 'read', ({ kind }) => kind), bomb());
  if (said !== 'large') wrong.push(`a bomb was ${said}`);
  await there.close();
}

export async function links({ engine, url, say }) {
  const browser = await browserWith(engine);
  const wrong = [];
  let most = 0;
  try {
    most = await scenarios(browser, url, wrong);
    await tenThousand(browser, url, wrong);
  } finally {
    await browser.close();
    await browser.forget();
  }
  wrong.forEach((line) => say(`${engine}: ${line}`));
  const seen = wrong.length ? wrong[0].slice(0, 200) : `the same board and digest, at most ${most} characters; 10 000 commands as a file`;
  return [{ engine, fault: 'a lab in a link', seen, words: '', then: '', wrong: wrong.length > 0 }];
}
