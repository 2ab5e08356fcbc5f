// The page on which lessons are written: where a lesson comes from, its steps and their fields, the checker's findings, the preview. Its fixed
// words are in the HTML (scripts/author.mjs), all others in author-words.js. Not here: lessons as objects (author-draft.js), checking
// (checker.js), the fields of a step (author-fields.js), and the lab, which is the page itself in a frame (author-lab.js).
//
//   author.html?lesson=NAME&lang=…&theme=…    a lesson of the course; else what was written last in this browser
//
// Invariant: what is typed or loaded becomes text and JSON, never HTML. Nothing is sent anywhere.
import { blank, draftOf, given, isLesson, read, stepOf, write } from './author-draft.js';
import { fieldsOf } from './author-fields.js';
import { look, openIn, pageAt } from './author-lab.js';
import { WORDS } from './author-words.js';

const TEXT_MAX = 1 << 20; // as src/core/engine/limits.rs: FILE_BYTES_MAX
const CHECK_MS_MAX = 60_000;
const QUIET_MS = 500; // after the last key, before it is checked and shown
const DRAFT = 'offset-lab:draft';
const LANGUAGE = 'offset-lab:language';

const root = document.documentElement;
const asked = new URLSearchParams(location.search);
const find = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const store = (() => { try { return window.localStorage; } catch { return null; } })();
const key = () => (root.lang === 'zh-CN' ? 'zh' : 'en');
const words = () => WORDS[key()];

let lesson = blank();
let at = 0; // the step that is open, from 1; 0: the lesson itself
let written = ''; // what was kept or loaded last
let removed; // the step that was removed last, and its place
let findings = [];
let whole = false; // the preview begins with the lesson
let mark; // where a recording begins

const steps = () => lesson.steps;
const bodyOf = (step) => Object.entries(step)[0];
const nameOf = (n) => (n === 0 ? words().whole : `${n}. ${words().kinds[bodyOf(steps()[n - 1])[0]] ?? bodyOf(steps()[n - 1])[0]}`);

function say(text) {
  find('.said').textContent = '';
  find('.said').textContent = text;
}

function setLanguage(tag) {
  root.lang = /^zh/i.test(tag ?? '') ? 'zh-CN' : 'en';
  document.title = `${words().title} – Offset Lab`;
  for (const option of all('option[data-en]')) option.textContent = option.dataset[key()];
  for (const frame of all('iframe')) frame.title = frame.dataset[key()];
}

function button(word, act, more = {}) {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: word, ...more });
  made.addEventListener('click', act);
  return made;
}

// --- Checker and preview

let checker;
let asks = 0; // counts what was asked: older answers are not heard
let waiting;
let ending;
let shown; // the text that the preview has

function stopChecker() {
  clearTimeout(ending);
  checker?.terminate();
  checker = undefined;
}

function check() {
  clearTimeout(waiting);
  const question = `${whole ? 1 : Math.max(at, 1)}\n${write(lesson)}`;
  const verdict = find('.verdict');
  asks += 1;
  const number = asks;
  // One that is still busy works on what is there no more.
  stopChecker();
  checker = new Worker('./checker.js');
  verdict.textContent = words().checking;
  const end = (text) => {
    stopChecker();
    verdict.textContent = text;
    verdict.dataset.state = 'bad';
  };
  ending = setTimeout(() => end(words().slow), CHECK_MS_MAX);
  checker.onerror = () => end(words().broken);
  checker.onmessage = ({ data }) => {
    if (number !== asks) return;
    const answer = JSON.parse(data);
    if (answer.stopped) {
      end(words().broken);
      return;
    }
    stopChecker();
    findings = answer.findings;
    showFindings();
    if (answer.from_there) preview(answer.from_there);
  };
  checker.postMessage(question);
}

function showFindings() {
  const verdict = find('.verdict');
  verdict.textContent = findings.length === 0 ? words().fine : words().found(findings.length);
  verdict.dataset.state = findings.length === 0 ? 'fine' : 'bad';
  find('.checker ul').replaceChildren(...findings.map(({ step, language, en, zh }) => {
    const line = document.createElement('li');
    const go = button(words().go(step), () => open(Math.min(step, steps().length), true));
    const place = document.createElement('b');
    place.textContent = { en: words().english, zh: words().chinese }[language] ?? '';
    line.append(go, place, Object.assign(document.createElement('span'), { textContent: key() === 'zh' ? zh : en }));
    return line;
  }));
  for (const [n, entry] of all('.steps li').entries()) entry.dataset.found = findings.some(({ step }) => step === n);
}

async function preview(text) {
  if (text === shown) return;
  shown = text;
  const problem = await openIn(find('#preview'), text);
  if (problem) say(problem);
}

/** Something of the lesson is another one: it is kept, and soon checked and shown. */
function changed() {
  try {
    store?.setItem(DRAFT, write(lesson));
  } catch {
    // A browser that keeps nothing has the file.
  }
  clearTimeout(waiting);
  waiting = setTimeout(check, QUIET_MS);
  const entries = all('.steps li button');
  for (const [n, entry] of entries.entries()) entry.querySelector('span').textContent = titleOf(n);
  const json = find('#json');
  if (document.activeElement !== json) json.value = write(jsonOf());
}

// --- Steps and fields

function titleOf(n) {
  const { title } = n === 0 ? lesson : bodyOf(steps()[n - 1])[1];
  return title?.[key()] || title?.en || words().unnamed;
}

/** What the JSON field has of the part that is open: a step, or the lesson without its steps. */
function jsonOf() {
  if (at > 0) return steps()[at - 1];
  const { steps: _, ...rest } = lesson;
  return rest;
}

function showSteps() {
  find('.steps ol').replaceChildren(...[lesson, ...steps()].map((_, n) => {
    const line = document.createElement('li');
    const go = button('', () => open(n));
    go.append(Object.assign(document.createElement('b'), { textContent: nameOf(n) }), Object.assign(document.createElement('span'), { textContent: titleOf(n) }));
    if (n === at) go.setAttribute('aria-current', 'step');
    line.append(go);
    return line;
  }));
}

function showEditor() {
  find('#editor').textContent = nameOf(at);
  const w = words();
  const move = (by) => () => {
    const [step] = steps().splice(at - 1, 1);
    steps().splice(at - 1 + by, 0, step);
    open(at + by, true);
    changed();
  };
  find('.editor .acts').replaceChildren(...(at === 0 ? [] : [
    button(w.up, move(-1), { disabled: at === 1 }), button(w.down, move(1), { disabled: at === steps().length }),
    button(w.copy, () => { steps().splice(at, 0, read(write(steps()[at - 1]))); open(at + 1, true); changed(); }),
    button(w.remove, () => {
      const name = nameOf(at);
      removed = [at - 1, steps().splice(at - 1, 1)[0]];
      open(Math.min(at, steps().length), true);
      say(w.removed(name));
      find('.said').append(' ', button(w.back, () => { steps().splice(removed[0], 0, removed[1]); open(removed[0] + 1, true); say(''); changed(); }));
      changed();
    }, { disabled: steps().length === 1 }),
  ]));
  const [kind, body] = at === 0 ? ['lesson', lesson] : bodyOf(steps()[at - 1]);
  find('.fields').replaceChildren(...fieldsOf(kind, body, words(), changed, () => { showEditor(); changed(); }));
  const json = find('#json');
  json.setAttribute('aria-label', at === 0 ? w.json_lab : w.json_step);
  json.value = write(jsonOf());
  find('.bad').textContent = '';
}

/** Opens a part of the lesson. */
function open(n, focus) {
  at = n;
  showSteps();
  showEditor();
  if (focus) find('#editor').focus();
  showFindings();
  if (!whole) check();
}

find('#json').addEventListener('input', ({ target }) => {
  const bad = find('.bad');
  bad.textContent = '';
  try {
    const value = read(target.value);
    if (at > 0) {
      if (Object.keys(value).length !== 1 || typeof bodyOf(value)[1] !== 'object') throw new Error('{"run": {…}}');
      steps()[at - 1] = value;
    } else {
      lesson = { ...value, steps: steps() };
    }
  } catch (error) {
    bad.textContent = words().json_bad(error.message);
    return;
  }
  changed();
});
find('#json').addEventListener('change', () => { if (!find('.bad').textContent) { showSteps(); showEditor(); showFindings(); } });

find('#add').addEventListener('submit', (event) => {
  event.preventDefault();
  steps().splice(at, 0, stepOf(event.target.elements.kind.value, lesson));
  open(at + 1, true);
  changed();
});

// --- Where a lesson comes from, and where it goes

function take(text, name) {
  let found;
  if (text.length > TEXT_MAX) throw new Error(words().too_large);
  try {
    found = read(text);
  } catch (error) {
    throw new Error(words().json_bad(error.message));
  }
  if (!isLesson(found)) throw new Error(words().no_lesson);
  put(found);
  if (name) say(words().loaded(name));
}

function put(found) {
  lesson = found;
  written = write(lesson);
  removed = undefined;
  open(0);
  changed();
}

/** Whether what is here may go. */
const mayGo = () => write(lesson) === written || window.confirm(words().lose);

/** Takes what `get` gives, or says why not. */
async function from(name, get) {
  if (!mayGo()) return;
  try {
    take(await get(), name);
  } catch (error) {
    say(words().not_loaded(name, error.message));
  }
}

async function fetched(address) {
  const url = new URL(address, document.baseURI);
  if (!/^https?:$/.test(url.protocol)) throw new Error(url.protocol);
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status}`);
  if (Number(answer.headers.get('content-length')) > TEXT_MAX) throw new Error(words().too_large);
  return answer.text();
}

find('#built-in').addEventListener('change', ({ target }) => {
  if (target.value) from(target.selectedOptions[0].textContent, () => fetched(`./lessons/${target.value}.json`));
  target.value = '';
});
find('#file').addEventListener('change', async ({ target }) => {
  const [file] = target.files;
  if (file) await from(file.name, () => { if (file.size > TEXT_MAX) throw new Error(words().too_large); return file.text(); });
  target.value = '';
});
find('#address').addEventListener('submit', (event) => {
  event.preventDefault();
  const { value } = event.target.elements.address;
  if (value) from(value, () => fetched(value));
});

function save() {
  const name = `${/^[\w-]{1,64}$/.test(lesson.id ?? '') ? lesson.id : 'lesson'}.json`;
  const url = URL.createObjectURL(new Blob([`${write(lesson)}\n`], { type: 'application/json' }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  written = write(lesson);
  say(words().saved(name));
}

// --- Recording

let counting;

function endRecording() {
  clearInterval(counting);
  mark = undefined;
  find('#recorded').removeAttribute('src');
  find('.record').hidden = true;
  find('.work').hidden = false;
}

function showRecorded() {
  const name = find('#scenario').value;
  mark = undefined;
  find('[data-do=draft]').disabled = true;
  find('.count').textContent = '';
  pageAt(find('#recorded'), name ? `scenario=${name}` : '', root, name ? '' : write({ format: 'offset-lab-scenario/1', title: { en: WORDS.en.empty_lab, zh: WORDS.zh.empty_lab }, seed: 1, journal: [] })).then(say);
}

const actions = {
  language: () => {
    setLanguage(root.lang === 'en' ? 'zh' : 'en');
    store?.setItem(LANGUAGE, root.lang);
    for (const frame of all('iframe')) frame.contentDocument?.getElementById('offset-lab')?.dispatchEvent(new CustomEvent('lab:lang', { detail: root.lang }));
    say('');
    open(at);
  },
  blank: () => { if (mayGo()) { put(blank()); find('#editor').focus(); } },
  save,
  record: () => {
    find('.record').hidden = false;
    find('.work').hidden = true;
    showRecorded();
    find('#scenario').focus();
    // Its frame is as high as what is then left of the window.
    find('.record').scrollIntoView();
  },
  from_here: () => {
    mark = look(find('#recorded'));
    if (!mark) { say(words().not_ready); return; }
    find('[data-do=draft]').disabled = false;
    clearInterval(counting);
    const count = () => {
      const end = look(find('#recorded'));
      if (end) find('.count').textContent = words().recording(given(mark, end).commands.length);
    };
    count();
    counting = setInterval(count, 500);
    find('#recorded').focus();
  },
  draft: () => {
    const end = look(find('#recorded'));
    if (!end || given(mark, end).commands.length === 0) { say(words().nothing_done); return; }
    if (!mayGo()) return;
    const drafted = draftOf(mark, end, find('#becomes').value);
    endRecording();
    put(drafted);
    written = '';
    find('#editor').focus();
  },
  cancel: () => { endRecording(); find('[data-do=record]').focus(); },
  preview_from: () => { whole = false; pressed(); check(); },
  preview_whole: () => { whole = true; pressed(); check(); },
  wide: () => { find('.work').classList.toggle('is-wide'); pressed(); },
};

function pressed() {
  const state = { preview_from: !whole, preview_whole: whole, wide: find('.work').classList.contains('is-wide') };
  for (const [name, is] of Object.entries(state)) find(`[data-do=${name}]`).setAttribute('aria-pressed', String(is));
}

for (const each of all('[data-do]')) each.addEventListener('click', () => actions[each.dataset.do]());
find('#scenario').addEventListener('change', showRecorded);
addEventListener('beforeunload', (event) => { if (!store && write(lesson) !== written) event.preventDefault(); });

// --- The beginning

const theme = asked.get('theme');
if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
setLanguage(asked.get('lang') ?? store?.getItem(LANGUAGE) ?? navigator.language);
pageAt(find('#preview'), '', root);
const wanted = asked.get('lesson');
const draft = store?.getItem(DRAFT);
put(lesson);
if (/^[\w-]{1,64}$/.test(wanted ?? '')) {
  from(wanted, () => fetched(`./lessons/${wanted}.json`));
} else if (draft) {
  try {
    take(draft);
    written = '';
    if (draft !== write(blank())) say(words().kept);
  } catch {
    // Another version's draft, or none.
  }
}
