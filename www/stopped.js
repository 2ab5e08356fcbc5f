// The door between the browser and the program, and what is left when the program breaks. A script of its own before boot.js, which serves
// index.html and embed.html. Not here: any of the lab, and words (the program hands them over when it begins: src/ui/text/stopped.rs).
//
// A program that panicked, ran out of memory or of stack has stopped in the middle of something: what it was changing is half changed, and
// nothing of it may run again. So whatever enters it (frames, timers, events, answers of the database) goes through `guarded`, which the
// program's own glue calls (scripts/program.mjs puts that in). The first error that comes out shuts the door for good. What the overlay
// needs was put here before: the program tells what is saved after each save, and each command of the journal as a line of text.
//
// When it has stopped:
//   - transactions that the program was still filling are taken back, so that no half of a batch is stored; those that were finished end
//     as the browser likes. Only then is the lab's lock let go of: nothing of this tab can write any more, and whoever takes over reads
//     what was stored last. If a transaction never ends, the lock stays here until the tab goes.
//   - a modal dialog says so. It is in the browser's top layer, above whatever was open, and all else on the page is inert.
//   - #offset-lab hears "lab:stopped" (detail: {message, shown}).
//
// Invariant: nothing here calls the program.
(() => {
  'use strict';
  const root = document.documentElement;
  const NOTHING = []; // what the glue may take an answer out of
  const HEIGHT_PX_MIN = 280; // of an embed, so that what the dialog says has room

  let inside = 0; // calls of the program that are under way
  let shut = false;
  let said = ''; // what the program said when it broke
  let words; // {en: […], zh: […]}, in the order of src/ui/text/stopped.rs
  let left; // {file, clock, kept, en, zh}, as the program told last: the last two say what is saved
  let asked = ''; // the command that it was given last and has not obeyed yet
  let journal = []; // a line each; the first is its header
  const held = new Set(); // transactions, databases, channels, and the function that lets go of the lab's lock

  /** The program's exports, each behind the door. */
  function guarded(exports) {
    const door = {};
    for (const [name, each] of Object.entries(exports)) door[name] = typeof each === 'function' ? entrance(each) : each;
    return door;
  }

  function entrance(enter) {
    return (...given) => {
      if (shut) {
        // A call from outside finds nothing. One from within the program's own last call must not come back to it.
        if (inside > 0) throw new Error('the program has stopped');
        return NOTHING;
      }
      inside += 1;
      try {
        return enter(...given);
      } catch (error) {
        stop(String(error?.stack ?? error));
        throw error;
      } finally {
        inside -= 1;
      }
    };
  }

  function stop(message) {
    if (shut) return;
    shut = true;
    said = message;
    queueMicrotask(finish); // when the program's last call has been left
  }

  function finish() {
    letGo();
    const shown = words !== undefined;
    if (shown) show();
    document.getElementById('offset-lab')?.dispatchEvent(new CustomEvent('lab:stopped', { detail: { message: said, shown } }));
  }

  function hold(thing) {
    held.add(thing);
    if (!(thing instanceof IDBTransaction)) return;
    for (const name of ['complete', 'abort']) thing.addEventListener(name, () => held.delete(thing));
  }

  async function letGo() {
    const of = (kind) => [...held].filter((each) => each instanceof kind);
    const ends = of(IDBTransaction).map((transaction) => new Promise((ended) => {
      for (const name of ['complete', 'abort']) transaction.addEventListener(name, ended);
      try {
        transaction.abort();
      } catch {
        // It was finished: it ends by itself.
      }
    }));
    for (const channel of of(BroadcastChannel)) channel.close();
    for (const database of of(IDBDatabase)) {
      database.onversionchange = null;
      database.close(); // when its transactions have ended
    }
    await Promise.all(ends);
    for (const release of of(Function)) release();
  }

  function make(name, of, text = '', on = {}) {
    const element = Object.assign(document.createElement(name), on);
    element.textContent = text;
    of?.append(element);
    return element;
  }

  function show() {
    const dialog = make('dialog', undefined, '', { className: 'stopped small' });
    dialog.setAttribute('role', 'alertdialog');
    dialog.setAttribute('aria-labelledby', 'stopped-title');
    dialog.setAttribute('aria-describedby', 'stopped-saved');
    // There is nothing to go back to.
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    dialog.addEventListener('close', () => open(dialog));
    dialog.addEventListener('keydown', (event) => { if (event.key === 'Escape') event.preventDefault(); });
    const file = journal.length > 0 && URL.createObjectURL(new Blob([`${journal.join('\n')}\n`], { type: 'application/jsonl' }));
    const draw = () => fill(dialog, file);
    document.getElementById('offset-lab')?.addEventListener('lab:lang', draw);
    root.dataset.stopped = '';
    draw();
    document.body.append(dialog);
    open(dialog);
    if (root.dataset.view === 'embed') document.getElementById('offset-lab').style.minHeight = `${Math.max(HEIGHT_PX_MIN, dialog.scrollHeight + 32)}px`;
  }

  function open(dialog) {
    try {
      dialog.showModal();
    } catch {
      dialog.setAttribute('open', '');
    }
    // Not on the button: whoever plays and pauses by the space bar would reload before reading why.
    dialog.querySelector('h2').focus();
  }

  function fill(dialog, file) {
    const lang = root.lang.startsWith('zh') ? 'zh' : 'en';
    const [title, about, reload, offer, label, at, given, opening, instead] = words[lang];
    dialog.replaceChildren();
    make('h2', dialog, title, { id: 'stopped-title', tabIndex: -1 });
    make('p', dialog, about);
    make('p', dialog, left ? left[lang] : opening, { id: 'stopped-saved', className: `stopped-saved ${left?.kept ? 'is-ok' : 'is-warn'}` });
    const foot = make('div', dialog, '', { className: 'foot' });
    make('button', foot, reload, { type: 'button', className: 'solid', onclick: () => location.reload() });
    if (file) make('a', foot, offer, { className: 'line', href: file, download: `${left?.file ?? 'offset-lab'}-journal.jsonl` });
    if (!left && root.dataset.view === 'page') make('a', foot, instead, { className: 'line', href: './index.html?scenario=story' });
    const more = make('details', dialog);
    make('summary', more, label);
    make('pre', more, [said, left && `${at} ${left.clock}`, asked && `${given} ${asked}`].filter(Boolean).join('\n'), { tabIndex: 0 });
  }

  // What the program tells (src/indexed_db/door.rs): texts, and things to be let go of.
  const take = {
    en: (said) => { words = { ...words, en: said }; },
    zh: (said) => { words = { ...words, zh: said }; },
    left: ([file, clock, kept, en, zh]) => { left = { file, clock, kept, en, zh }; },
    asked: ([command]) => { asked = command; },
    /** These lines are the journal's from there on, and it ends with them. */
    journal: ([from, ...lines]) => { journal = [...journal.slice(0, Number(from)), ...lines]; },
    stop: ([message]) => stop(message),
  };
  globalThis.offsetLabDoor = Object.freeze({
    guarded,
    hold,
    letGo: (thing) => { held.delete(thing); },
    tell: (what, texts) => take[what](texts),
  });
})();
