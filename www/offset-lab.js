// <offset-lab>: puts a live lab into a documentation page. A classic script without dependencies; it loads nothing before it is asked to.
//
//   <script src="…/offset-lab.js" defer></script>
//   <offset-lab scenario="story" title="Min, Max and consumer offset">
//     <a href="…"><img src="…" alt="…"></a>     the picture until the lab runs, in print, without scripts, and when anything fails
//   </offset-lab>
//
// docs/embedding.md has every attribute, method, event, part and property; offset-lab.d.ts their types. Not here: the lab's side of the
// channel (embed.js).
//
// Invariant: what the frame says is untrusted, as are attributes: text nodes only, no address but that of embed.html beside `base` and of
// `src`, and nothing but the one port of the hello whose source and origin are the frame's own. Whatever fails, the children are shown.
(() => {
  'use strict';
  if (!window.customElements || customElements.get('offset-lab')) return;

  const here = document.currentScript ? new URL('.', document.currentScript.src).href : undefined;
  const ANSWER_MS_MAX = 2000; // from the frame's load to its first message; a missing embed.html never sends one
  const READY_MS_MAX = 30000;
  const HEIGHT_PX_MIN = 120;
  const HEIGHT_PX_MAX = 4000;
  const MESSAGES_MAX = 500; // of the frame, in a second
  const TEXT_MAX = 1 << 20; // of `src`, of a state
  const LEARNED_MAX = 10_000;
  const LAB_MAX = 1 << 24;
  const SHARE = /^[\w.-]{1,8192}$/;
  const HANDED_ON = ['scenario', 'lesson', 'view', 'controls', 'speed', 'persist'];
  const FRAME_ONLY = ['seed', 'at', 'queue'];
  const WHAT = ['scenario', 'lesson', 'src', 'share', 'seed', 'at', 'queue', 'view', 'controls', 'base'];

  const WORDS = {
    en: {
      run: 'Run this lab', loading: 'Loading…', open: 'Open in its own page', lab: 'Offset Lab',
      failed: 'The lab could not be loaded here.',
    },
    zh: { run: '运行实验', loading: '加载中…', open: '在单独页面中打开', lab: 'Offset Lab', failed: '无法在此处加载实验。' },
  };

  const CSS = `
    :host { display: block; margin: 1em 0; --radius: var(--offset-lab-radius, 8px); }
    :host([hidden]) { display: none; }
    .box { position: relative; }
    .bar { display: flex; flex-wrap: wrap; align-items: center; gap: .5em 1em; margin-top: .5em; font: 14px/1.4 var(--offset-lab-font, system-ui, sans-serif); }
    button {
      font: inherit; font-weight: 600; min-height: 32px; padding: .25em .9em; border: 1px solid transparent; border-radius: var(--radius);
      color: var(--offset-lab-on-accent, #fff); background: var(--offset-lab-accent, #0b5cad); cursor: pointer;
    }
    button[aria-disabled="true"] { opacity: .7; cursor: default; }
    button:focus-visible, a:focus-visible { outline: 2px solid var(--offset-lab-accent, #0b5cad); outline-offset: 2px; }
    a { color: inherit; }
    .status:empty { display: none; }
    iframe { display: block; width: 100%; height: 480px; border: 0; border-radius: var(--radius); }
    .box[data-state="loading"] iframe { position: absolute; inset: 0 0 auto; visibility: hidden; }
    .box[data-state="running"] :is(.poster, .bar) { display: none; }
    @media print { iframe, .bar { display: none; } .box[data-state="running"] .poster { display: block; } }
  `;

  let sheet;
  function styleSheet() {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
    }
    return sheet;
  }

  // What documentation sites say about their theme: Docusaurus, Starlight (data-theme), Bootstrap, GitHub, Material for MkDocs on
  // <body>, mdBook and VitePress by class. "auto": nothing is said, so the frame does as the system does, like the page.
  function hostTheme() {
    const root = document.documentElement;
    const said = [
      root.dataset.theme, root.dataset.bsTheme, root.dataset.colorMode, document.body?.dataset.theme,
      document.body?.dataset.mdColorScheme, ...root.classList,
    ];
    for (const word of said) {
      if (/^(dark|slate|coal|navy|ayu)$/.test(word)) return 'dark';
      if (/^(light|default|rust)$/.test(word)) return 'light';
    }
    return 'auto';
  }

  const isWeb = (url) => /^(https?|file):$/.test(url.protocol);

  // A lab's text that the host page names: never more of it than the limit, and not from an address that only looks like one.
  async function textOf(src, signal) {
    const url = new URL(src, document.baseURI);
    if (!isWeb(url)) throw new Error(`not an address to load: ${src.slice(0, 80)}`);
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw new Error(`${answer.status} for ${url.pathname}`);
    const chunks = [];
    let length = 0;
    for (const reader = answer.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) return new Blob(chunks).text();
      length += value.length;
      if (length > TEXT_MAX) throw new Error(`${url.pathname} is larger than 1 MiB`);
      chunks.push(value);
    }
  }

  // The board's rows: names of RocketMQ's, in which there is no comma, and numbers, which stay text. An empty field is unknown.
  function rowsOf(table) {
    const [names, ...rows] = table.trim().split('\n').map((line) => line.split(','));
    return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] || null])));
  }

  /** What a frame says in a field: a text, and not more of it than this. Looked at before anything is made of it. */
  function said(value, most = 500) {
    if (typeof value !== 'string' || value.length > most) throw new Error('not what a lab says');
    return value;
  }

  function stateOf({ at_us, way, table, learned, lab }) {
    return {
      at_us: said(at_us), playing: way === 'plays', rows: rowsOf(said(table, TEXT_MAX)), lesson: learned ? JSON.parse(said(learned, LEARNED_MAX)) : null,
      ...(lab && { lab: said(lab, LAB_MAX) }),
    };
  }

  // What a learner has done between two states.
  function* verbs(before, now) {
    if (now.playing && !before?.playing) yield { verb: 'started' };
    if (before && now.at_us === '0' && before.at_us !== '0') yield { verb: 'reset' };
    const [was, is] = [before?.lesson, now.lesson];
    if (!was || !is || was.steps !== is.steps) return;
    if (is.asked > was.asked) yield { verb: 'predicted', result: { correct: is.right > was.right } };
    if (is.hints > was.hints) yield { verb: 'hint-used', result: { hints: is.hints } };
    if (is.step > was.step) yield { verb: 'step-completed', result: { step: is.step, steps: is.steps } };
    if (is.done && !was.done) yield { verb: 'completed', result: { right: is.right, asked: is.asked } };
  }

  class OffsetLab extends HTMLElement {
    static observedAttributes = ['theme', 'lang', ...WHAT];

    #frame;
    #alive; // the frame has answered
    #port;
    #ready; // a promise of the frame's, with what settles it
    #asked = new Map(); // what the lab has not answered yet
    #asks = 0;
    #hellos = 0; // one for each time that the frame has loaded
    #loads = 0;
    #heard = 0; // messages in this second
    #second = 0;
    #before; // the last state
    #parts;
    #stop; // ends every observer and listener of one stay in the document
    #timer;

    connectedCallback() {
      this.#draw();
      this.#stop = new AbortController();
      const { signal } = this.#stop;
      addEventListener('message', (event) => this.#receive(event), { signal });
      const watcher = new MutationObserver(() => this.#follow());
      const watched = { attributes: true, attributeFilter: ['data-theme', 'data-bs-theme', 'data-color-mode', 'data-md-color-scheme', 'class', 'lang'] };
      watcher.observe(document.documentElement, watched);
      if (document.body) watcher.observe(document.body, watched);
      signal.addEventListener('abort', () => watcher.disconnect());
      const load = this.getAttribute('load');
      if (load === 'eager') this.#load();
      if (load === 'visible') this.#loadWhenVisible(signal);
    }

    disconnectedCallback() {
      this.#stop?.abort();
      this.#drop();
    }

    attributeChangedCallback(name) {
      if (!WHAT.includes(name)) this.#follow();
      else if (this.#parts && this.isConnected) {
        this.#drop();
        this.#draw();
        if (this.getAttribute('load') === 'eager') this.#load();
      }
    }

    play() { return this.#ask('play'); }
    pause() { return this.#ask('pause'); }
    step() { return this.#ask('step'); }
    restart() { return this.#ask('restart'); }
    seek(at) { return this.#ask('seek', String(at)); }
    load(lab) { return this.#ask('load', typeof lab === 'string' ? lab : JSON.stringify(lab)); }
    async getState() { return stateOf(await this.#ask('state')); }
    setState(state) { return this.load(state.lab); }
    snapshot() { return this.#ask('snapshot'); }

    get #words() {
      return WORDS[this.#lang.toLowerCase().startsWith('zh') ? 'zh' : 'en'];
    }

    get #lang() {
      return this.closest('[lang]')?.lang || 'en';
    }

    get #theme() {
      const own = this.getAttribute('theme');
      return own === 'light' || own === 'dark' ? own : hostTheme();
    }

    get #title() {
      return this.getAttribute('title') || this.#words.lab;
    }

    get #isShareWrong() {
      const share = this.getAttribute('share');
      return share !== null && !SHARE.test(share);
    }

    // Nothing where `base` is no address of a page.
    #address(page, names) {
      try {
        const url = new URL(page, new URL(this.getAttribute('base') || here || '.', document.baseURI));
        if (!isWeb(url)) return undefined;
        for (const name of names) if (this.hasAttribute(name)) url.searchParams.set(name, this.getAttribute(name));
        url.searchParams.set('theme', this.#theme);
        url.searchParams.set('lang', this.#lang);
        if (this.id) url.searchParams.set('id', this.id);
        const share = this.getAttribute('share');
        if (share !== null) url.hash = `s=${share}`;
        return url;
      } catch {
        return undefined;
      }
    }

    // The page's own children stay where they are, in a slot, so that whatever happens here they can be shown.
    #draw() {
      const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      try {
        shadow.adoptedStyleSheets = [styleSheet()];
      } catch (error) {
        console.info('offset-lab: without styles', error);
      }
      const make = (name, part, parent) => {
        const element = document.createElement(name);
        element.className = part;
        element.setAttribute('part', part);
        parent?.append(element);
        return element;
      };
      const box = make('div', 'box');
      make('div', 'poster', box).append(document.createElement('slot'));
      const bar = make('div', 'bar', box);
      const run = make('button', 'run', bar);
      run.type = 'button';
      run.textContent = this.getAttribute('run-label') || this.#words.run;
      run.setAttribute('aria-label', `${run.textContent}: ${this.#title}`);
      run.addEventListener('click', () => this.#load());
      const link = make('a', 'link', bar);
      link.textContent = this.#words.open;
      link.target = '_blank';
      link.rel = 'noopener';
      link.setAttribute('aria-label', `${link.textContent}: ${this.#title}`);
      const whole = this.#address('index.html', HANDED_ON);
      // A page of its own knows nothing of a file of this one.
      link.hidden = !whole || this.hasAttribute('src') || this.#isShareWrong;
      if (whole) link.href = whole;
      const status = make('span', 'status', bar);
      status.setAttribute('role', 'status');
      shadow.replaceChildren(box);
      this.#parts = { box, run, link, status };
      box.dataset.state = 'idle';
    }

    #load() {
      if (this.#frame) return;
      const url = this.#address('embed.html', [...HANDED_ON, ...FRAME_ONLY]);
      const why = (!url && 'base is not an address') || (this.#isShareWrong && 'share is not what Share makes: at most 8192 letters, digits and . _ -');
      if (why) {
        this.#fail(why);
        return;
      }
      const { box, run, status } = this.#parts;
      const frame = document.createElement('iframe');
      frame.title = this.#title;
      frame.allow = 'clipboard-write';
      frame.setAttribute('part', 'frame');
      const ready = {};
      ready.promise = new Promise((done, fail) => Object.assign(ready, { done, fail }));
      ready.promise.catch(() => {}); // told by "lab-error" where nobody waits for it
      this.#ready = ready;
      if (this.hasAttribute('src')) {
        url.searchParams.set('wait', 'src');
        ready.text = textOf(this.getAttribute('src'), this.#stop.signal);
        ready.text.catch((error) => { if (this.#ready === ready) this.#fail(error.message); });
      }
      frame.src = url;
      const height = Number(this.getAttribute('height'));
      if (height > 0) frame.style.height = `${height}px`;
      this.#frame = frame;
      box.dataset.state = 'loading';
      run.setAttribute('aria-disabled', 'true');
      status.textContent = this.#words.loading;
      this.#alive = false;
      this.#hellos = this.#loads = 0;
      this.#failAfter(READY_MS_MAX);
      frame.addEventListener('load', () => {
        this.#loads += 1;
        if (!this.#alive) this.#failAfter(ANSWER_MS_MAX);
      });
      box.prepend(frame);
    }

    #failAfter(ms) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#fail('no answer from embed.html'), ms);
    }

    #loadWhenVisible(signal) {
      const seen = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        seen.disconnect();
        this.#load();
      }, { rootMargin: '200px' });
      seen.observe(this);
      signal.addEventListener('abort', () => seen.disconnect());
    }

    #drop(why = 'the lab is gone') {
      clearTimeout(this.#timer);
      this.#frame?.remove();
      this.#port?.close();
      const left = [this.#ready, ...this.#asked.values()];
      this.#asked.clear();
      this.#frame = this.#port = this.#ready = this.#before = undefined;
      for (const waiting of left) waiting?.fail(new Error(why));
    }

    // The one message that comes without the channel: the frame's hello, with the channel. A frame that loads anew says it again.
    // More than one of them for a load is not listened to, and what they carry is not looked at.
    #receive(event) {
      const { source, origin, ports: [port] } = event;
      if (!port || source !== this.#frame?.contentWindow || this.#hellos > this.#loads) return;
      if (origin !== new URL(this.#frame.src).origin && !(origin === 'null' && window.origin === 'null')) return;
      if (event.data?.lab !== 1 || event.data.type !== 'hello') return;
      this.#hellos += 1;
      this.#port?.close();
      this.#port = port;
      port.onmessage = (event) => {
        try {
          this.#hear(event.data ?? {});
        } catch {
          this.#fail('the frame says what no lab says');
        }
      };
      if (!this.#alive) this.#failAfter(READY_MS_MAX);
      this.#alive = true;
      // A text that did not come has its sentence already.
      this.#ready.text?.then((text) => port.postMessage({ id: 0, type: 'load', value: text }), () => {});
    }

    #hear(message) {
      const second = Math.floor(performance.now() / 1000);
      if (second !== this.#second) [this.#second, this.#heard] = [second, 0];
      this.#heard += 1;
      if (this.#heard > MESSAGES_MAX) {
        this.#fail('the frame says too much');
        return;
      }
      const { type } = message;
      if (type === 'ready') this.#show();
      if (type === 'error') this.#fail(said(message.message, TEXT_MAX).slice(0, 500));
      // The frame says so itself, and offers what is left of the lab.
      if (type === 'stopped') this.#tellError(said(message.message, TEXT_MAX).slice(0, 500));
      if (type === 'resize') this.#resize(message.height);
      if (type === 'state') this.#tellState(stateOf(message));
      if (type === 'answer') {
        const waiting = this.#asked.get(message.id);
        this.#asked.delete(message.id);
        if (message.error) waiting?.fail(new Error(said(message.error, TEXT_MAX).slice(0, 500)));
        else waiting?.done(message.value);
      }
    }

    async #ask(type, value) {
      if (!this.isConnected) throw new Error('the lab is in no page');
      this.#load();
      if (!this.#ready) throw new Error(this.#words.failed);
      await this.#ready.promise;
      return new Promise((done, fail) => {
        this.#asks += 1;
        this.#asked.set(this.#asks, { done, fail });
        this.#port.postMessage({ id: this.#asks, type, value });
      });
    }

    #tell(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
    }

    #tellState(state) {
      const before = this.#before;
      this.#before = state;
      this.#tell('lab-state', state);
      for (const verb of verbs(before, state)) this.#tell('lab-event', { object: this.#title, at_us: state.at_us, ...verb });
    }

    #show() {
      const { box, run, status } = this.#parts;
      clearTimeout(this.#timer);
      const wasFocused = this.shadowRoot.activeElement === run;
      box.dataset.state = 'running';
      status.textContent = '';
      if (wasFocused) this.#frame.focus();
      this.#follow(); // the theme may have changed while it loaded
      this.#ready.done();
      this.#tell('lab-ready');
    }

    // Back to the picture: a page must read as if there were no lab.
    #fail(message) {
      const { box, run, status } = this.#parts;
      this.#drop(message);
      box.dataset.state = 'failed';
      run.removeAttribute('aria-disabled');
      status.textContent = this.#words.failed;
      this.#tellError(message);
    }

    #tellError(message) {
      this.#tell('lab-error', message);
    }

    #resize(height) {
      if (Number(this.getAttribute('height')) > 0 || typeof height !== 'number' || !(height > 0)) return;
      this.#frame.style.height = `${Math.min(Math.max(height, HEIGHT_PX_MIN), HEIGHT_PX_MAX)}px`;
    }

    #follow() {
      const target = this.#frame?.contentWindow;
      if (!target) return;
      target.postMessage({ lab: 1, type: 'theme', theme: this.#theme }, '*');
      target.postMessage({ lab: 1, type: 'lang', lang: this.#lang }, '*');
    }
  }

  customElements.define('offset-lab', OffsetLab);
})();
