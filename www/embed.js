// What an embed and its host page say to each other. A script of embed.html alone, before boot.js, which calls it; never of the page. Not
// here: the host's side (offset-lab.js), and what a wish does to the lab (src/embed/messages.rs, host.rs).
//
// The lab says {lab:1,type:"hello"} to its host at once, and hands it one end of a channel. All commands come through that, and so does
// what the host is told; docs/embedding.md has the messages. Without it the host is obeyed in {lab:1,type:"theme",theme},
// {lab:1,type:"lang",lang}, and reveal.js' "slide:start" and "slide:stop": what any page may see and change of a figure in it.
//
// Invariant: a message is untrusted. It has a type of a closed set and a value of text with a limit; nothing else of it is looked at, no
// value becomes HTML or an address, and of many messages at once most are refused.
window.offsetLabHost = (() => {
  'use strict';
  const MESSAGES_MAX = 60; // obeyed in a tenth of a second
  const TEXT_MAX = 1 << 20; // as src/core/engine/limits.rs: FILE_BYTES_MAX
  const STATE_MS = 250;
  const GRANT_MS = 250; // between two changes of looks that nobody was asked for
  const LANG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,8}$/;
  const US = { us: 1, ms: 1e3, s: 1e6, m: 6e7, h: 36e8 };

  const root = document.documentElement;
  let host; // the lab's element
  let port; // this end of the channel
  let isOpen;
  const opened = new Promise((done) => { isOpen = done; });
  let takeContent; // while the host's own text is waited for

  /** `75s`, `1500` (milliseconds), `2m`: virtual time in microseconds. */
  function microseconds(text) {
    const [, number, unit = 'ms'] = /^(\d{1,11}(?:\.\d{1,6})?)(us|ms|s|m|h)?$/.exec(text) ?? [];
    return number && Math.round(number * US[unit]);
  }

  // What an embed's address may say beside that of the page: the name among boot.js' options, and what makes a value of it.
  const known = {
    at: ['at', microseconds],
    seed: ['seed', (text) => /^\d{1,20}$/.test(text) ? text : undefined],
    queue: ['queue', (text) => /^[\w%|-]{1,127}(\.\d{1,5})?$/.test(text) ? text : undefined],
    wait: ['wait', (text) => text === 'src' ? text : undefined],
  };

  /** The way to the whole lab leads to a lab of this folder. A host's own text is none. */
  function hideWay() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.whole { display: none !important; }');
    document.adoptedStyleSheets = [sheet];
  }

  const tell = (type, fields) => port?.postMessage({ type, ...fields });

  /** What the program answers to a wish; nothing once it has stopped. */
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
    if (type === 'load' && takeContent) {
      takeContent(value);
      return undefined;
    }
    await opened;
    if (ask('now') === undefined) throw new Error('the lab has stopped');
    switch (type) {
      case 'play': case 'pause': case 'step': case 'restart':
        ask(type);
        break;
      case 'speed':
        ask(`speed ${value}`);
        break;
      case 'seek': {
        const at = microseconds(value);
        if (at === undefined) throw new Error('not a time, such as 75s');
        ask(`seek ${at}`);
        break;
      }
      case 'load': {
        const problem = ask(`load ${value}`);
        if (problem) throw new Error(problem);
        hideWay();
        break;
      }
      case 'snapshot': case 'state':
        break;
      default:
        throw new Error('not a command of this lab');
    }
    while (ask('now')?.endsWith('travels')) await new Promise((done) => { setTimeout(done, 30); });
    tellState();
    if (type === 'snapshot') return ask('picture');
    return type === 'state' ? { ...standing(), lab: ask('scenario') } : undefined;
  }

  let since = 0;
  let count = 0;
  async function receive(data) {
    const { id, type, value = '' } = data ?? {};
    if (typeof id !== 'number') return;
    try {
      const tenth = Math.floor(performance.now() / 100);
      if (tenth !== since) [since, count] = [tenth, 0];
      count += 1;
      if (count > MESSAGES_MAX) throw new Error('too many messages');
      if (typeof type !== 'string' || typeof value !== 'string') throw new Error('not a message of this lab');
      if (value.length > TEXT_MAX) throw new Error('larger than 1 MiB');
      tell('answer', { id, value: await obey(type, value) });
    } catch (error) {
      tell('answer', { id, error: error.message });
    }
  }

  const GRANT = {
    theme(theme) {
      if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
      else delete root.dataset.theme;
    },
    lang(lang) {
      if (lang === root.lang || !LANG.test(lang)) return;
      root.lang = lang;
      host.dispatchEvent(new CustomEvent('lab:lang', { detail: lang }));
    },
    clock: (wish) => opened.then(() => ask(wish)),
  };

  /** What is granted without the channel: seldom, and of many the last counts. */
  function listen() {
    let wishes;
    let granted = -GRANT_MS;
    const grant = () => {
      granted = performance.now();
      const all = Object.entries(wishes);
      wishes = undefined;
      for (const [name, value] of all) GRANT[name](value);
    };
    const wish = (name, value) => {
      if (typeof value !== 'string' || value.length > 64) return;
      if (!wishes) setTimeout(grant, Math.max(20, granted + GRANT_MS - performance.now()));
      wishes = { ...wishes, [name]: value };
    };
    addEventListener('message', ({ source, data }) => {
      if (source !== window.parent) return;
      if (data === 'slide:start') wish('clock', 'play');
      else if (data === 'slide:stop') wish('clock', 'pause');
      else if (data?.lab === 1 && (data.type === 'theme' || data.type === 'lang')) wish(data.type, data[data.type]);
    });
  }

  function offerChannel() {
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data }) => receive(data);
    // Any page may embed the lab, and the channel lets it do nothing but this, so it is for whoever the parent is.
    window.parent.postMessage({ lab: 1, type: 'hello' }, '*', [channel.port2]);
  }

  function reportHeight() {
    let last = 0;
    new ResizeObserver(() => {
      const height = Math.ceil(host.getBoundingClientRect().bottom + scrollY);
      if (height === last) return;
      last = height;
      tell('resize', { height });
      // What generic embedders listen to: Embedly and others, and courses.
      window.parent.postMessage(JSON.stringify({ context: 'iframe.resize', height }), '*');
      window.parent.postMessage(JSON.stringify({ subject: 'lti.frameResize', height }), '*');
    }).observe(host);
  }

  let said;
  /** What has changed since it was told last. */
  function tellState() {
    if (!port || document.hidden || ask('now') === undefined) return;
    const now = standing();
    const text = JSON.stringify(now);
    if (text !== said) tell('state', now);
    said = text;
  }

  /** The lab is there, or what was asked for is not. */
  function hearOpen({ id, at }) {
    host.addEventListener('lab:open', ({ problem }) => {
      if (problem) {
        tell('error', { message: problem });
        return;
      }
      if (at) ask(`seek ${at}`);
      isOpen();
      tell('ready', { id: id ?? null });
      if (port) {
        // At once: what a learner does first is told as what has changed since.
        tellState();
        setInterval(tellState, STATE_MS);
      }
    });
  }

  return {
    known,
    tell,
    /** Called once, with the lab's element and what its address says. */
    begin(element, options) {
      host = element;
      listen();
      hearOpen(options);
      if (options.wait) {
        hideWay();
        this.content = new Promise((done) => { takeContent = (text) => { takeContent = undefined; done(text); }; });
      }
      if (window.parent === window) return;
      offerChannel();
      reportHeight();
    },
  };
})();
