// The page in the browser's history. A script of its own before boot.js. Not here: what is open of the lab, which the program says
// (src/ui/state/visits.rs), and what it means in an address (src/ui/state/address.rs).
//
// Each lab has an entry, and so has each thing that is open above the page: the details of a phone, a dialog. So Back closes what is open and
// then goes to the lab before. An entry's state is one text: a digit, 1 for details plus 2 for a dialog, and what its lab was opened from (a
// file beside the page, "blank", or nothing that can be opened again). What else changes, changes the address of the entry that is there.
//
// #offset-lab hears "lab:back" (detail: such a text) when a person has gone to another entry of this lab. One of another lab is a page of its
// own, which is loaded.
//
// Invariant: only index.html, and no frame, adds an entry; an embed's address stays as it is.
(() => {
  'use strict';
  const NAMES = ['view', 'tab', 'chart', 'select', 'lesson', 'step'];
  const framed = parent !== window;
  let place; // what was kept last
  let leaving = false; // on the way to the entry below those of what was closed
  let above; // closes the dialog of another script

  const here = () => (typeof history.state === 'string' ? history.state : '');
  const openAt = (state) => Number(state[0] ?? 0);
  const count = (open) => (open & 1) + (open >> 1);
  const put = (how, open, from, url) => {
    try {
      history[how](open + from, '', url);
    } catch {
      // Too often, for this browser: the next change brings it up to date.
    }
  };

  /** The lab that an address opens. */
  function labOf(query) {
    const of = (kind) => (query.has(kind) ? `${kind}-${query.get(kind)}` : undefined);
    return query.get('lab') ?? query.get('id') ?? of('lesson') ?? of('scenario') ?? 'default';
  }

  function name(query, lab) {
    if (lab && labOf(query) !== lab) query.set('lab', lab);
  }

  /** Keeps the page's place: what is open, what its lab was opened from, the lab's name, and the values of NAMES. */
  function keep(next) {
    place = next;
    if (leaving) return;
    const [bits, from, lab, ...values] = place;
    const open = framed ? 0 : Number(bits) | (above ? 2 : 0);
    const state = here();
    const was = openAt(state);
    if (count(open) < count(was)) {
      leaving = true;
      history.go(count(open) - count(was));
      return;
    }
    const url = new URL(location);
    NAMES.forEach((each, i) => (values[i] ? url.searchParams.set(each, values[i]) : url.searchParams.delete(each)));
    name(url.searchParams, lab);
    if (state !== was + from || url.href !== location.href) put('replaceState', was, from, url);
    // Two that open at once have an entry each.
    if (was === 0 && open === 3) put('pushState', 1, from, url);
    if (open !== was) put(count(open) > count(was) ? 'pushState' : 'replaceState', open, from, url);
  }

  /** Another lab comes onto the page: an entry of its own, which takes the place of that of a dialog. */
  function visit([from]) {
    const url = new URL(location);
    const lab = labOf(url.searchParams);
    ['scenario', 'lesson', 'step'].forEach((each) => url.searchParams.delete(each));
    name(url.searchParams, lab);
    put(framed || openAt(here()) ? 'replaceState' : 'pushState', 0, from, url);
  }

  addEventListener('popstate', () => {
    if (!place) return;
    const state = here();
    if (above && !(openAt(state) & 2)) {
      above();
      above = undefined;
    }
    if (leaving) {
      leaving = false;
      keep(place);
    } else if (state && place[2] && labOf(new URLSearchParams(location.search)) !== place[2]) {
      location.reload();
    } else if (state) {
      document.getElementById('offset-lab').dispatchEvent(new CustomEvent('lab:back', { detail: state }));
      // What was open when a person left the entry is not opened again.
      if (state.slice(1) === place[1] && count(openAt(state)) >= count(Number(place[0]))) keep(place);
    }
  });

  const take = { keep, visit };
  globalThis.offsetLabVisits = Object.freeze({
    here,
    tell: (what, texts) => take[what](texts),
    /** A script has a dialog open, which this closes; or, without, no longer. */
    above(close) {
      above = close;
      if (place) keep(place);
    },
  });
})();
