// <offset-lab>: puts a live lab into a documentation page. A classic script without dependencies; it loads nothing before it is asked to.
//
//   <script src="…/offset-lab.js" defer></script>
//   <offset-lab scenario="story" title="Min, Max and consumer offset">
//     <a href="…"><img src="…" alt="…"></a>     the picture until the lab runs, in print, without scripts, and when anything fails
//   </offset-lab>
//
//   scenario, lesson    what to open: a name from scenarios/ or lessons/
//   title               the lab's accessible name
//   load                "click" (default), "visible" (when scrolled to) or "eager". It loads; nothing ever plays by itself.
//   height              "auto" (default: as tall as its content) or a number of pixels
//   theme               "auto" (default: follows this page while it runs), "light" or "dark"
//   lang                a language tag; default: the language of the place it stands in
//   view, controls, speed, persist      handed to the lab as they are (see boot.js)
//   base                where embed.html lies; default: beside this script
//   run-label           the button's words
//
// Events: "lab-ready", "lab-error" (detail: the message; also when a running lab breaks, which its frame then says itself). Parts: bar, run, link, status, frame.
(() => {
  'use strict';
  if (!window.customElements || customElements.get('offset-lab')) return;

  const here = document.currentScript ? new URL('.', document.currentScript.src).href : undefined;
  const ANSWER_MS_MAX = 2000; // from the frame's load to its first message; a missing embed.html never sends one
  const READY_MS_MAX = 30000;
  const HEIGHT_PX_MIN = 120;
  const HEIGHT_PX_MAX = 4000;
  const HANDED_ON = ['scenario', 'lesson', 'view', 'controls', 'speed', 'persist'];

  const WORDS = {
    en: {
      run: 'Run this lab', loading: 'Loading…', open: 'Open in its own page', lab: 'Offset Lab',
      failed: 'The lab could not be loaded here.',
    },
    zh: { run: '运行实验', loading: '加载中…', open: '在单独页面中打开', lab: 'Offset Lab', failed: '无法在此处加载实验。' },
  };

  const CSS = `
    :host { display: block; margin: 1em 0; }
    :host([hidden]) { display: none; }
    .box { position: relative; }
    .bar { display: flex; flex-wrap: wrap; align-items: center; gap: .5em 1em; margin-top: .5em; font: 14px/1.4 system-ui, sans-serif; }
    button {
      font: inherit; font-weight: 600; min-height: 32px; padding: .25em .9em; border: 1px solid transparent; border-radius: 8px;
      color: var(--offset-lab-on-accent, #fff); background: var(--offset-lab-accent, #0b5cad); cursor: pointer;
    }
    button[aria-disabled="true"] { opacity: .7; cursor: default; }
    button:focus-visible, a:focus-visible { outline: 2px solid var(--offset-lab-accent, #0b5cad); outline-offset: 2px; }
    a { color: inherit; }
    .status:empty { display: none; }
    iframe { display: block; width: 100%; height: 480px; border: 0; border-radius: 8px; }
    .box[data-state="loading"] iframe { position: absolute; inset: 0 0 auto; visibility: hidden; }
    .box[data-state="running"] .poster, .box[data-state="running"] button { display: none; }
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

  class OffsetLab extends HTMLElement {
    static observedAttributes = ['theme', 'lang'];

    #frame;
    #alive; // the frame has answered
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

    attributeChangedCallback() {
      this.#follow();
    }

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

    #address(page) {
      const url = new URL(page, new URL(this.getAttribute('base') || here || '.', document.baseURI));
      for (const name of HANDED_ON) if (this.hasAttribute(name)) url.searchParams.set(name, this.getAttribute(name));
      url.searchParams.set('theme', this.#theme);
      url.searchParams.set('lang', this.#lang);
      if (this.id) url.searchParams.set('id', this.id);
      return url.href;
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
      link.href = this.#address('index.html');
      const status = make('span', 'status', bar);
      status.setAttribute('role', 'status');
      shadow.replaceChildren(box);
      this.#parts = { box, run, link, status };
      box.dataset.state = 'idle';
    }

    #load() {
      if (this.#frame) return;
      const { box, run, status } = this.#parts;
      const frame = document.createElement('iframe');
      frame.title = this.#title;
      frame.setAttribute('part', 'frame');
      frame.src = this.#address('embed.html');
      const height = Number(this.getAttribute('height'));
      if (height > 0) frame.style.height = `${height}px`;
      this.#frame = frame;
      box.dataset.state = 'loading';
      run.setAttribute('aria-disabled', 'true');
      status.textContent = this.#words.loading;
      this.#alive = false;
      this.#failAfter(READY_MS_MAX);
      frame.addEventListener('load', () => {
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

    #drop() {
      clearTimeout(this.#timer);
      this.#frame?.remove();
      this.#frame = undefined;
    }

    #receive(event) {
      const message = event.data;
      if (!this.#frame || event.source !== this.#frame.contentWindow || message?.lab !== 1) return;
      if (!this.#alive) this.#failAfter(READY_MS_MAX);
      this.#alive = true;
      if (message.type === 'ready') this.#show();
      if (message.type === 'error') this.#fail(String(message.message).slice(0, 500));
      // The frame says so itself, and offers what is left of the lab.
      if (message.type === 'stopped') this.#tellError(String(message.message).slice(0, 500));
      if (message.type === 'resize') this.#resize(Number(message.height));
    }

    #show() {
      const { box, run, status } = this.#parts;
      clearTimeout(this.#timer);
      const wasFocused = this.shadowRoot.activeElement === run;
      box.dataset.state = 'running';
      status.textContent = '';
      if (wasFocused) this.#frame.focus();
      this.#follow(); // the theme may have changed while it loaded
      this.dispatchEvent(new CustomEvent('lab-ready', { bubbles: true }));
    }

    // Back to the picture: a page must read as if there were no lab.
    #fail(message) {
      const { box, run, status } = this.#parts;
      this.#drop();
      box.dataset.state = 'failed';
      run.removeAttribute('aria-disabled');
      status.textContent = this.#words.failed;
      this.#tellError(message);
    }

    #tellError(message) {
      this.dispatchEvent(new CustomEvent('lab-error', { bubbles: true, detail: message }));
    }

    #resize(height) {
      if (Number(this.getAttribute('height')) > 0 || !(height > 0)) return;
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
