// The lab in a page, driven with nothing but the page's own buttons and words, in every browser alike: each function here runs in the page
// or reads from it, and waits for PAGE_MS at most. Not here: browsers, and what is expected.

/** Longer than the page itself waits for its store, on the way to its first picture. */
export const PAGE_MS = 150_000;

/** In the page: waits for `check` to give something, looking again and again, and for so long at most. */
function waiting(most) {
  window.fault ??= {
    until(check, what) {
      const last = Date.now() + most;
      return new Promise((resolve, reject) => {
        const look = () => {
          const value = check();
          if (value) resolve(value);
          else if (Date.now() > last) reject(new Error(`hung: ${what} did not come in ${most / 1e3} s; the state is '${window.fault.state()}'`));
          else setTimeout(look, 5);
        };
        look();
      });
    },
    button: (name) => [...document.querySelectorAll('button')].find((button) => (button.getAttribute('aria-label') ?? button.textContent).trim() === name),
    state: () => [...document.querySelectorAll('header button[aria-label]')].map((button) => button.getAttribute('aria-label'))
      .find((label) => /^(Saved|Saving…|Not persisted|Read-only|Not saved): /.test(label)),
    press: (name) => window.fault.until(() => window.fault.button(name), `the button '${name}'`).then((button) => button.click()),
    saved: () => window.fault.until(() => window.fault.state()?.startsWith('Saved: '), 'what is saved'),
  };
}

/** In the page: begins to give commands one after the other, and tells how many are shown as saved. Whoever asked does not wait. */
function giveCommands({ from, burst }) {
  const { button, press, saved, until } = window.fault;
  const toggle = async (given) => {
    const [name, next] = given % 2 === 0 ? ['Pause audit', 'Resume audit'] : ['Resume audit', 'Pause audit'];
    await press(name);
    await until(() => button(next), next);
  };
  (async () => {
    for (let given = from; ;) {
      for (let i = 0; i < burst; i += 1, given += 1) await toggle(given);
      await saved();
      console.info(`saved ${given}`);
    }
  })();
}

/** In the page: the commands of a lab that lie in its database, as JSON text, by number. Records end with a hash, texts are plain. */
async function storedCommands(lab) {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const database = await done(indexedDB.open(`offset-lab:${lab}`));
  try {
    const records = await done(database.transaction('journal').objectStore('journal').getAll());
    const decoder = new TextDecoder();
    return records.map((record) => {
      const text = decoder.decode(record.subarray(10, record.length - 8));
      return text.slice(text.indexOf('{'));
    });
  } finally {
    database.close();
  }
}

/** In the page: what a person sees. */
function seen() {
  const text = (selector) => [...document.querySelectorAll(selector)].map((element) => element.innerText.trim()).filter(Boolean);
  return {
    title: document.querySelector('h1')?.innerText ?? '',
    clock: document.querySelector('[role=timer]')?.innerText ?? '',
    state: window.fault.state() ?? '',
    notices: [...text('.notice span'), ...text('.past-line'), ...text('.problem')],
    lanes: [...document.querySelectorAll('[role=img][aria-label]')].map((lane) => lane.getAttribute('aria-label')).filter((label) => /\/\d+: Min /.test(label)),
    audit: ['Pause audit', 'Resume audit'].find((name) => window.fault.button(name)) ?? '',
  };
}

export function labIn(page) {
  return {
    /** Waits until the lab is there. */
    async mounted() {
      await page.evaluate(waiting, PAGE_MS);
      await page.evaluate(() => window.fault.until(() => {
        const host = document.getElementById('offset-lab');
        return host?.firstElementChild && !host.querySelector('.boot') && window.fault.state();
      }, 'the lab'));
    },
    /** What a person sees, once the board is drawn. */
    seen: () => page.evaluate(() => window.fault.until(() => document.querySelector('[role=img][aria-label*=": Min "]'), 'a lane')
      .then(() => true)).then(() => page.evaluate(seen)),
    press: (name) => page.evaluate((button) => window.fault.press(button), name),
    has: (name) => page.evaluate((button) => Boolean(window.fault.button(button)), name),
    state: () => page.evaluate(() => window.fault.state()),
    untilState: (beginning) => page.evaluate((start) => window.fault.until(() => window.fault.state()?.startsWith(start) && window.fault.state(), start), beginning),
    saved: () => page.evaluate(() => window.fault.saved()),
    untilButton: (name) => page.evaluate((button) => window.fault.until(() => window.fault.button(button), `the button '${button}'`).then(() => true), name),
    untilClock: (ms) => page.evaluate((least) => window.fault.until(() => {
      const [hours, minutes, seconds] = document.querySelector('[role=timer]').innerText.split(':').map(Number);
      return ((hours * 60 + minutes) * 60 + seconds) * 1e3 >= least;
    }, `${least} ms on the clock`), ms),
    /** Waits until nothing is being saved, and the lab is not on a way through its journal, where it obeys nobody: the state is one that stays. */
    settled: () => page.evaluate(() => window.fault.until(() => !window.fault.state().startsWith('Saving')
      && document.querySelector('main').getAttribute('aria-busy') !== 'true' && window.fault.state(), 'a state that stays')),
    /** Waits until the present moment is saved with a checkpoint, as when the page goes out of sight. */
    flushed: () => page.evaluate(async () => {
      window.dispatchEvent(new Event('pagehide'));
      await window.fault.saved();
    }),
    giveCommands: (from, burst) => page.evaluate(giveCommands, { from, burst }),
    stored: (lab = 'default') => page.evaluate(storedCommands, lab),
    /** The speed slider's position, 0 to 15. */
    speed: (position) => page.evaluate((value) => {
      const slider = document.querySelector('input[type=range]');
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(slider, value);
      for (const type of ['input', 'change']) slider.dispatchEvent(new Event(type, { bubbles: true }));
    }, String(position)),
  };
}
