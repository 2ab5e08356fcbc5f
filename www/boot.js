// Starts the lab: reads the address, loads the program and mounts it into #offset-lab. The same file serves index.html and embed.html
// (`<html data-view="embed">`). Until then a picture stands there: the story's, or that of the scenario or lesson that the address names;
// first.js has said which, and has set theme and language.
//
// The program exports `mount(host, options)`. Options, all optional but `view`:
//
//   view      "page" | "embed"
//   scenario  name of a file in scenarios/             lesson   name of a file in lessons/
//   show      what an embed shows: "queue" | "chart" | "table" | "lesson"   (`view=` in the address)
//   controls  "full" | "basic" | "none"                speed    a number, 0.1 to 10000
//   theme     "auto" | "light" | "dark"                lang     a language tag, such as "zh-CN"
//   persist   "none" | "local"; an embed's default is "none"
//   id        keeps the storage of two embeds on one page apart
//   seed, queue, content   an embed's: another random seed, the topic or queue that is shown alone (`orders.0`), a lab's text
//   tab, chart, select, step, open, from   the page's place: what its address and its entry in the history say of it (visits.js)
//   shared    the text of a lab in a link (#s=…); said, other, unshared: what share.js says of it
//   lab       the lab's name in this browser; the page's address names it, so that a bookmark opens the same one
//
// `?stringTest=doubled|rtl|marked|hostile` is for tests and translators (string-test.js).
//
// Nothing here starts the clock. The theme is the `data-theme` attribute of <html> ("light", "dark", or absent: as the system says);
// it can change while the lab runs, as can the language (`lang` of <html>, announced by a "lab:lang" event on #offset-lab).
//
// What an embed says to its host page, hears from it and reads in its own address is embed.js'.

const root = document.documentElement;
const host = document.getElementById('offset-lab');
const script = document.querySelector('script[data-wasm]');
const embedded = root.dataset.view === 'embed';
const outside = window.offsetLabHost; // an embed's way to its host page (embed.js)
let test;

const words = {
  en: {
    title: 'The lab could not start',
    unsupported: 'This browser cannot run it: WebAssembly is missing or switched off. A current Chromium, Firefox or Safari can.',
    failed: 'A part of it did not load or does not run here. Reloading the page may help. What the browser says:',
  },
  zh: {
    title: '实验台未能启动',
    unsupported: '此浏览器无法运行:缺少 WebAssembly 或已被禁用。请使用新版 Chromium、Firefox 或 Safari。',
    failed: '有一部分未能加载或无法在此运行。请尝试刷新页面。浏览器给出的信息:',
  },
};

// What few need, fetched when it is needed.
const share = () => import('./share.js');
const hasLink = () => location.hash.startsWith('#s=');
globalThis.offsetLabShare = async (json) => (await share()).give(json);
globalThis.offsetLabWorkbench = async (...about) => (await import('./workbench.js')).open(...about);

const oneOf = (...allowed) => (value) => (allowed.includes(value) ? value : undefined);
const matching = (pattern) => (value) => (pattern.test(value) ? value : undefined);

// Each known parameter: its name among the options, and what makes a value of it (undefined: not one).
const known = {
  scenario: ['scenario', matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)],
  lesson: ['lesson', matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)],
  view: ['show', oneOf('queue', 'chart', 'table', 'lesson')],
  controls: ['controls', oneOf('full', 'basic', 'none')],
  speed: ['speed', (value) => (Number(value) >= 0.1 && Number(value) <= 10000 ? Number(value) : undefined)],
  theme: ['theme', oneOf('auto', 'light', 'dark')],
  lang: ['lang', matching(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)],
  persist: ['persist', oneOf('none', 'local')],
  id: ['id', matching(/^[A-Za-z0-9_-]{1,64}$/)],
  lab: ['lab', matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)],
};

// What is open of the lab (src/ui/state/address.rs), which only a page of its own keeps there.
const PLACE = ['tab', 'chart', 'select', 'step'];

function optionsFromAddress() {
  const options = { view: embedded ? 'embed' : 'page' };
  if (embedded) options.persist = 'none';
  else [options.open, options.from] = [offsetLabVisits.here().slice(0, 1), offsetLabVisits.here().slice(1)];
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name === 'stringTest' && /^(doubled|rtl|marked|hostile)$/.test(value)) {
      test = value;
      continue;
    }
    if (PLACE.includes(name)) {
      if (!embedded) options[name] = value.slice(0, 600);
      continue;
    }
    const [option, read] = known[name] ?? outside?.known[name] ?? [];
    const result = read?.(value);
    if (result !== undefined) options[option] = result;
    else if (option === 'scenario' || option === 'lesson') options[option] = value.slice(0, 200); // the lab says what is wrong with it
    else console.info(`offset-lab: ignored "${name}=${value}" in the address`);
  }
  return options;
}

function showProblem(kind, detail) {
  const text = words[root.lang.startsWith('zh') ? 'zh' : 'en'];
  const add = (parent, name, content) => {
    const element = parent.appendChild(document.createElement(name));
    element.textContent = content;
    return element;
  };
  const box = document.createElement('main');
  box.className = 'boot boot-words';
  box.setAttribute('role', 'alert');
  add(box, 'h1', text.title).className = 'boot-title';
  add(box, 'p', text[kind]);
  if (detail) add(box, 'pre', detail);
  host.replaceChildren(box);
  outside?.tell('error', { message: detail || text[kind] });
}

/** Counts what has come of the program. The response itself stays whole, so that it is compiled while it comes. */
async function showProgress(copy) {
  const bar = document.querySelector('.boot-bar');
  const whole = Number(script.dataset.bytes);
  if (!bar || !copy.body || !(whole > 0)) return;
  const reader = copy.body.getReader();
  let come = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    come += value.length;
    bar.value = come / whole;
  }
}

async function fetchProgram() {
  const response = await fetch(new URL(script.dataset.wasm, document.baseURI));
  showProgress(response.clone()).catch(() => {}); // the response itself tells what went wrong
  return response;
}

/** The picture of the scenario or lesson that the address names, with its title and its words. What is not there is left out. */
async function showOwnPicture({ scenario, lesson }) {
  const frame = host.querySelector('.boot');
  const [folder, name] = lesson ? ['lessons', lesson] : ['scenarios', scenario];
  const own = frame?.querySelector('.boot-own');
  if (!own || root.dataset.picture !== 'own') return;
  for (const place of frame.querySelectorAll('.boot-name, .boot-about')) place.replaceChildren();
  if (!known[lesson ? 'lesson' : 'scenario'][1](name)) return;
  const zh = root.lang.startsWith('zh');
  const { theme } = root.dataset;
  const file = (narrow, dark) => `./pictures/${folder}/${name}${narrow ? '.narrow' : ''}${zh ? '.zh' : ''}${dark ? '.dark' : ''}.svg`;
  const narrow = embedded ? '(max-width: 463px)' : '(max-width: 457px)';
  const picture = document.createElement('picture');
  const add = (media, srcset) => Object.assign(picture.appendChild(document.createElement('source')), { media, srcset });
  if (!theme) {
    add(`${narrow} and (prefers-color-scheme: dark)`, file(true, true));
    add('(prefers-color-scheme: dark)', file(false, true));
  }
  add(narrow, file(true, theme === 'dark'));
  const image = picture.appendChild(document.createElement('img'));
  image.alt = '';
  image.onerror = () => picture.remove();
  image.src = file(false, theme === 'dark');
  own.append(picture);
  const { title, text, steps } = await (await fetch(`./${folder}/${name}.json`)).json();
  const say = (place, texts) => { if (place && texts) place.textContent = texts[zh ? 'zh' : 'en'] ?? texts.en ?? ''; };
  say(frame.querySelector('.boot-name'), title);
  const about = frame.querySelector('.boot-about');
  if (lesson) {
    about?.parentElement.remove();
    frame.dataset.mode = steps?.[0]?.explore || steps?.[0]?.do ? 'lesson' : 'quiet';
  } else {
    say(about, text);
  }
}

/** The program broke. Where it had no words yet, it has not begun. */
function listenForStop() {
  host.addEventListener('lab:stopped', ({ detail: { message, shown } }) => {
    if (shown) outside?.tell('stopped', { message });
    else showProblem('failed', message);
  });
}

async function start() {
  document.querySelector('.boot-note')?.remove();
  listenForStop();
  const options = optionsFromAddress();
  showOwnPicture(options).catch((error) => console.info('offset-lab: no picture', error));
  outside?.begin(host, options);
  if (typeof WebAssembly !== 'object') {
    showProblem('unsupported');
    return;
  }
  try {
    if (test) (await import('./string-test.js')).testStrings(test);
    const coming = fetchProgram();
    coming.catch(() => {}); // told below, where it is awaited
    if (hasLink()) Object.assign(options, await (await share()).opened(embedded));
    const program = await import(new URL(script.dataset.js, document.baseURI));
    await program.default({ module_or_path: coming });
    options.content = await outside?.content;
    program.mount(host, options);
  } catch (error) {
    console.error(error);
    showProblem('failed', String(error?.message ?? error));
  }
}

/** Whoever keeps the page for use without a network, or has just installed it, hears of new versions (offline.js). */
function keepOffline() {
  const keep = () => import('./offline.js');
  if (navigator.serviceWorker?.controller) keep();
  addEventListener('appinstalled', keep);
}

// Another lab in the same page's address is another visit.
addEventListener('hashchange', () => { if (hasLink()) location.reload(); });
start();
if (!embedded && parent === window) keepOffline();
