// What other tabs and the browser's limits do to a lab: a quota, a writer that dies beside a follower, another version of the page that wants
// the database, one that holds it. Each gives rows { engine, fault, seen, words, wrong }.
import { browserWith } from './browsers.mjs';
import { labIn } from './lab.mjs';

const QUOTA_BYTES = 1_500_000;
/** The speed slider's last position: ×10 000. */
const FASTEST = 15;

const row = (engine, fault, seen, words, right) => ({ engine, fault, seen, words, then: '', wrong: !right });

async function opened(browser, url) {
  const page = await browser.open(url);
  const lab = labIn(page);
  await lab.mounted();
  return { page, lab };
}

/** Quota reached: it is said with what to do, the clock rests, what was saved is there, and with room the rest is saved too. */
async function quota(engine, browser, url) {
  const { page, lab } = await opened(browser, url);
  await lab.untilState('Saved: ');
  await browser.quota(page, new URL(url).origin, QUOTA_BYTES);
  await lab.speed(FASTEST);
  await lab.press('Play (Space)');
  const state = await lab.untilState('Not saved: ');
  const { notices } = await lab.seen();
  const rests = await lab.has('Play (Space)');
  const before = await lab.stored();
  await lab.press('Pause audit');
  await browser.quota(page, new URL(url).origin, undefined);
  await lab.untilState('Saved: ');
  const after = await lab.stored();
  const said = /no more storage/.test(state) && notices.some((words) => /no more storage/.test(words));
  const right = said && rests && after.length === before.length + 1;
  return [row(engine, `a quota of ${QUOTA_BYTES / 1e6} MB`, right ? 'said, clock rests, then saved' : JSON.stringify({ said, rests, before: before.length, after: after.length }), notices.join(' '), right)];
}

/** The writer dies; the follower shows what was saved last and writes from then on. */
async function takeOver(engine, browser, url) {
  const rows = [];
  for (const death of engine === 'firefox' ? ['closes'] : ['crashes', 'closes']) {
    const writer = await opened(browser, url);
    await writer.lab.untilState('Saved: ');
    const begun = (await writer.lab.seen()).audit;
    await writer.lab.press(begun);
    await writer.lab.untilButton(begun === 'Pause audit' ? 'Resume audit' : 'Pause audit');
    await writer.lab.saved();
    const last = await writer.lab.seen();
    const follower = await opened(browser, url);
    const state = await follower.lab.untilState('Read-only: ');
    const took = follower.page.evaluate(() => window.fault.saved().then(() => Date.now()));
    const died = Date.now();
    if (death === 'crashes') await browser.kill('Page.crash', writer.page);
    else await writer.page.close();
    const ms = (await took) - died;
    const now = await follower.lab.seen();
    const right = now.audit === last.audit && now.clock === last.clock && /Another tab/.test(state);
    rows.push(row(engine, `two tabs, the writer ${death}`, `taken over ${ms} ms after`, state, right));
    await follower.page.close();
  }
  return rows;
}

/** In another page of this origin: takes the database in this version, and holds it until told. */
function hold({ name, version, stores }) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => stores.forEach((store) => request.result.createObjectStore(store));
    request.onsuccess = () => {
      // It ignores `versionchange`, as a page that hangs would.
      window.held = request.result;
      resolve();
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked by the lab'));
  });
}

/** A newer version of the page wants the database: the lab gives way at once, says so, and never writes over it. */
async function versionChange(engine, browser, url) {
  const { page, lab } = await opened(browser, url);
  await lab.untilState('Saved: ');
  const other = await browser.open(`${url}icon.svg`);
  await other.evaluate(hold, { name: 'offset-lab:default', version: 99, stores: [] });
  await lab.press('Pause audit');
  const closed = await lab.untilState('Not saved: ');
  await other.close();
  await page.reload();
  await lab.mounted();
  const newer = await lab.untilState('Not saved: ');
  const right = /reload/.test(closed) && /newer version/.test(newer);
  return [row(engine, 'versionchange: a newer page takes the database', right ? 'gives way, said, not written over' : 'other words', `${closed} / ${newer}`, right)];
}

/** An older page holds the database and hangs: the lab says which tab to close, and opens once it is. */
async function blocked(engine, browser, url) {
  const other = await browser.open(`${url}icon.svg`);
  await other.evaluate(hold, { name: 'offset-lab:default', version: 1, stores: ['journal', 'chunks', 'sealed', 'meta'] });
  const { page, lab } = await opened(browser, url);
  const state = await lab.settled();
  await other.close();
  await page.reload();
  await lab.mounted();
  const after = await lab.untilState('Saved: ');
  const right = /close that tab/.test(state) && Boolean(after);
  return [row(engine, 'blocked: an older page holds the database', right ? 'said, then saved' : 'other words', state, right)];
}

/** All of these on an engine, each with an empty profile. */
export async function limits({ engine, url, say = () => {} }) {
  const cases = engine === 'firefox' ? [takeOver, versionChange, blocked] : [quota, takeOver, versionChange, blocked];
  const rows = [];
  for (const one of cases) {
    const browser = await browserWith(engine);
    try {
      rows.push(...(await one(engine, browser, url)));
    } catch (error) {
      rows.push(row(engine, one.name, 'FAILED', String(error.message).slice(0, 300), false));
    } finally {
      await browser.close().catch(() => {});
      await browser.forget();
    }
    for (const { fault, seen, words } of rows.slice(-1)) say(`${engine}: ${fault}: ${seen}: ${words}`);
  }
  return rows;
}
