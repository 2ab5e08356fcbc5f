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
//   lab       the lab's name in this browser; the page's address names it, so that a bookmark opens the same one
//
// `?stringTest=doubled|rtl|marked|hostile` is for tests and translators (string-test.js).
//
// Nothing here starts the clock. The theme is the `data-theme` attribute of <html> ("light", "dark", or absent: as the system says);
// it can change while the lab runs, as can the language (`lang` of <html>, announced by a "lab:lang" event on #offset-lab).
//
// An embed says {lab:1,type:"hello"} to its host page at once, and hands it one end of a channel. Everything else goes through that
// (docs/embedding.md has the messages); without it the host is obeyed in {lab:1,type:"theme",theme}, {lab:1,type:"lang",lang} and reveal.js'
// "slide:start" and "slide:stop" only. `at=` in an embed's address is the moment at which it opens; `wait=src` waits for the host's own text.

const root = document.documentElement;
const host = document.getElementById('offset-lab');
const script = document.querySelector('script[data-wasm]');
const embedded = root.dataset.view === 'embed';
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
// And those of an embed alone.
const figure = {
  at: ['at', (value) => microseconds(value)],
  seed: ['seed', matching(/^\d{1,20}$/)],
  queue: ['queue', matching(/^[\w%|-]{1,127}(\.\d{1,5})?$/)],
  wait: ['wait', oneOf('src')],
};

/** `75s`, `1500` (milliseconds), `2m`, as virtual time. */
function microseconds(value) {
  const [, number, unit] = /^(\d{1,11}(?:\.\d{1,6})?)(us|ms|s|m|h)?$/.exec(value) ?? [];
  return number && Math.round(number * { us: 1, ms: 1e3, s: 1e6, m: 6e7, h: 36e8 }[unit ?? 'ms']);
}

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
    const [option, read] = known[name] ?? ((embedded && figure[name]) || []);
    const result = read?.(value);
    if (result !== undefined) options[option] = result;
    else if (option === 'scenario' || option === 'lesson') options[option] = value.slice(0, 200); // the lab says what is wrong with it
    else console.info(`offset-lab: ignored "${name}=${value}" in the address`);
  }
  return options;
}

function setTheme(theme) {
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  else delete root.dataset.theme;
}

function setLang(lang) {
  root.lang = lang;
  host.dispatchEvent(new CustomEvent('lab:lang', { detail: lang }));
}

const MESSAGES_MAX = 60; // that are obeyed in a tenth of a second
const TEXT_MAX = 1 << 20;
let port; // this end of the host's channel
let obeyed = 0;
let isOpen;
const opened = new Promise((done) => { isOpen = done; });
let takeContent;
const content = new Promise((done) => { takeContent = done; });

const tellHost = (type, fields) => port?.postMessage({ type, ...fields });

/** What the program answers to this wish (src/embed/messages.rs). */
function ask(words) {
  const event = new CustomEvent('lab:host', { detail: words });
  host.dispatchEvent(event);
  return event.answer;
}

function standing() {
  const [at_us, way] = ask('now').split(' ');
  return { at_us, way, table: ask('table'), learned: ask('learned') };
}

async function obey(type, value) {
  if (type === 'load' && takeContent) return takeContent(value);
  await opened;
  const at = microseconds(value);
  if (/^(play|pause|step|restart)$/.test(type)) ask(type);
  else if (type === 'speed') ask(`speed ${value}`);
  else if (type === 'seek' && at >= 0) ask(`seek ${at}`);
  else if (type === 'load') {
    const problem = ask(`load ${value}`);
    if (problem) throw problem;
  } else if (type === 'snapshot') return ask('picture');
  else if (type !== 'state') throw 'not a command of this lab';
  while (ask('now').endsWith('travels')) await new Promise((done) => { setTimeout(done, 30); });
  return type === 'state' ? { ...standing(), lab: ask('scenario') } : undefined;
}

/** A message has a type, a value of text, and a number for its answer. Nothing else of it is looked at. */
async function receive(data) {
  const { id, type, value = '' } = data ?? {};
  try {
    if (obeyed++ > MESSAGES_MAX) throw 'too many messages';
    if (typeof type !== 'string' || typeof value !== 'string' || value.length > TEXT_MAX) throw 'not a message of this lab';
    tellHost('answer', { id, value: await obey(type, value) });
  } catch (error) {
    tellHost('answer', { id, error: String(error) });
  }
}

function listenToHost() {
  let wishes;
  const grant = () => {
    const { theme, lang, clock } = wishes;
    wishes = undefined;
    if (theme) setTheme(theme);
    if (lang && lang !== root.lang && known.lang[1](lang)) setLang(lang);
    if (clock) opened.then(() => ask(clock));
  };
  addEventListener('message', ({ source, data }) => {
    if (source !== window.parent) return;
    const type = { 'slide:start': 'play', 'slide:stop': 'pause' }[typeof data === 'string' ? data : ''];
    const told = data?.lab === 1 && (data.type === 'theme' || data.type === 'lang') ? data[data.type] : type;
    if (typeof told !== 'string') return;
    // Of many the last counts.
    if (!wishes) setTimeout(grant, 20);
    wishes = { ...wishes, [type ? 'clock' : data.type]: told };
  });
  if (window.parent === window) return;
  const channel = new MessageChannel();
  port = channel.port1;
  port.onmessage = ({ data }) => receive(data);
  setInterval(() => { obeyed = 0; }, 100);
  // Any page may embed the lab, and the channel lets it do nothing but this, so it is for whoever the parent is.
  window.parent.postMessage({ lab: 1, type: 'hello' }, '*', [channel.port2]);
}

/** The lab is there. Its host hears of it four times a second at most. */
function begin(problem, { id, at }) {
  if (problem) {
    tellHost('error', { message: problem });
    return;
  }
  if (at) ask(`seek ${at}`);
  isOpen();
  tellHost('ready', { id: id ?? null });
  let before;
  if (port) {
    setInterval(() => {
      const now = document.hidden || !ask('now') ? undefined : standing(); // no answer: the program has stopped
      const said = JSON.stringify(now);
      if (now && said !== before) tellHost('state', now);
      before = said ?? before;
    }, 250);
  }
}

function reportHeight() {
  let last = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(host.getBoundingClientRect().bottom + scrollY);
    if (height === last) return;
    last = height;
    tellHost('resize', { height });
    // What generic embedders (Embedly and others) listen to.
    if (window.parent !== window) window.parent.postMessage(JSON.stringify({ context: 'iframe.resize', height }), '*');
  }).observe(host);
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
  tellHost('error', { message: detail || text[kind] });
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
  const file = (narrow, dark) => `./pictures/${name}${narrow ? '.narrow' : ''}${zh ? '.zh' : ''}${dark ? '.dark' : ''}.svg`;
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
    if (shown) tellHost('stopped', { message });
    else showProblem('failed', message);
  });
}

async function start() {
  document.querySelector('.boot-note')?.remove();
  listenForStop();
  const options = optionsFromAddress();
  showOwnPicture(options).catch((error) => console.info('offset-lab: no picture', error));
  if (embedded) {
    listenToHost();
    reportHeight();
  }
  if (typeof WebAssembly !== 'object') {
    showProblem('unsupported');
    return;
  }
  try {
    if (test) (await import('./string-test.js')).testStrings(test);
    const coming = fetchProgram();
    coming.catch(() => {}); // told below, where it is awaited
    const program = await import(new URL(script.dataset.js, document.baseURI));
    await program.default({ module_or_path: coming });
    if (options.wait) options.content = await content;
    takeContent = undefined;
    host.addEventListener('lab:open', ({ problem }) => begin(problem, options));
    program.mount(host, options);
  } catch (error) {
    console.error(error);
    showProblem('failed', String(error?.message ?? error));
  }
}

start();
