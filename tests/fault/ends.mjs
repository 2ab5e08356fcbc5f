// Every wait of the fault tests has an end: what hangs is a row of the table, never a run that hangs as well. Not here: what is waited for.

/** For whatever a browser or a page is asked. Long: a machine that builds something beside this may be many times slower. */
export const WAIT_MS = 180_000;

/** A wait that came to its end without what was waited for. */
export class Hung extends Error {
  constructor(what, ms) {
    super(`${what}: nothing came of it for ${ms / 1e3} s`);
    this.name = 'Hung';
  }
}

/** Waits for a promise, and for so long at most. What comes of it later is nobody's. */
export async function ended(promise, what, ms = WAIT_MS) {
  let timer;
  const end = new Promise((_, reject) => { timer = setTimeout(() => reject(new Hung(what, ms)), ms); });
  promise.catch?.(() => {});
  try {
    return await Promise.race([promise, end]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks again and again until `check` says so. */
export async function until(check, otherwise, ms = WAIT_MS) {
  const last = Date.now() + ms;
  for (;;) {
    const value = await ended(Promise.resolve(check()), otherwise, ms);
    if (value) return value;
    if (Date.now() > last) throw new Hung(otherwise, ms);
    await new Promise((done) => { setTimeout(done, 10); });
  }
}
