// Labs in links: `1.` and the base64url of the raw deflate of a scenario's JSON. Loaded only when a person shares a lab or opens such a link
// (boot.js), with the dialog and the words for it. Not here: what a scenario is (src/core/sim/formats); the same natively (src/cli/link.rs).
//
// Invariant: nothing of a link is unpacked before its length is known to be one that a link may have, and unpacking ends where it is too much.
const VERSION = '1.';
const CHARS_MAX = 8_192;
const TEXT_BYTES_MAX = 262_144;
// Deflate makes at most a thousand bytes of one, and a browser unpacks all that it is given: so much is too much by 64 KB at most.
const PIECE_BYTES = 64;

/** A text as a link has it, however long. */
export async function pack(text) {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const letters = btoa(bytes.reduce((all, byte) => all + String.fromCharCode(byte), ''));
  return VERSION + letters.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** The text in a link. Rejects with an error whose `kind` is "version", "large" or "broken". */
export async function unpack(payload) {
  const refuse = (kind) => { throw Object.assign(new Error(`the link: ${kind}`), { kind }); };
  if (!payload.startsWith(VERSION)) refuse('version');
  if (payload.length > CHARS_MAX) refuse('large');
  const letters = payload.slice(VERSION.length);
  if (!/^[\w-]+$/.test(letters)) refuse('broken');
  let text = '';
  let bytes = 0;
  try {
    const packed = Uint8Array.from(atob(letters.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
    const { readable, writable } = new DecompressionStream('deflate-raw');
    const [writer, reader] = [writable.getWriter(), readable.getReader()];
    const giving = (async () => {
      for (let at = 0; at < packed.length; at += PIECE_BYTES) await writer.write(packed.subarray(at, at + PIECE_BYTES));
      await writer.close();
    })();
    giving.catch(() => {}); // the reader is told too
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.length;
      if (bytes > TEXT_BYTES_MAX) {
        reader.cancel().catch(() => {});
        break;
      }
      text += decoder.decode(value, { stream: true });
    }
    if (bytes <= TEXT_BYTES_MAX) text += decoder.decode();
  } catch {
    refuse('broken');
  }
  if (bytes > TEXT_BYTES_MAX) refuse('large');
  return text;
}

/** The words of this script, which few need: a test holds that no language lacks one. */
export const WORDS = {
  en: {
    title: 'Share',
    about: 'The link holds the lab itself: its journal, its rules, this moment. Whoever opens it gets a lab of their own; no server keeps it.',
    link: 'Link',
    length: (chars) => `${chars} characters`,
    large: (chars, kilobytes) => `This lab is too large for a link: ${chars} characters, ${kilobytes} KB unpacked. Many programs cut links of more than 8192 characters, and a link may unpack to 256 KB. Give it as a file instead.`,
    embed: 'Embed in a page…',
    file: 'Download the lab',
    close: 'Close',
    copy: 'Copy',
    copied: 'Copied',
    uncopied: 'The browser did not allow copying. Select the link and copy it.',
    opened: 'This lab came with a link. Your own are under Labs.',
    other: (engine) => `It was made by another version of this page, ${engine}: its numbers may differ here.`,
    kinds: {
      broken: 'The link is incomplete or was changed on its way. Copy the whole link, or ask for a file.',
      large: 'The link holds more than a link may: 8192 characters, 256 KB unpacked. Ask for a file.',
      version: 'The link is of a version that this page does not know. Reload the page, or ask for a file.',
    },
  },
  zh: {
    title: '分享',
    about: '链接中就是实验本身：操作日志、规则与当前时刻。打开链接的人得到一个自己的实验；没有服务器保存它。',
    link: '链接',
    length: (chars) => `${chars} 个字符`,
    large: (chars, kilobytes) => `此实验太大，不能放进链接：${chars} 个字符，解压后 ${kilobytes} KB。许多程序会截断超过 8192 个字符的链接，且链接解压后不得超过 256 KB。请改用文件。`,
    embed: '嵌入网页…',
    file: '下载实验',
    close: '关闭',
    copy: '复制',
    copied: '已复制',
    uncopied: '浏览器不允许复制。请选中链接自行复制。',
    opened: '此实验来自链接。你自己的实验在“实验”中。',
    other: (engine) => `它由本页面的另一版本 ${engine} 生成，数字可能与此处不同。`,
    kinds: {
      broken: '链接不完整，或在传递中被改动。请复制完整的链接，或改为索取文件。',
      large: '链接的内容超过上限：8192 个字符，解压后 256 KB。请改为索取文件。',
      version: '本页面不认识此链接的版本。请刷新页面，或改为索取文件。',
    },
  },
};

const root = () => document.documentElement;
const words = () => WORDS[root().lang.startsWith('zh') ? 'zh' : 'en'];
const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** What `mount` gets for the link in the address, which a page of its own then forgets: its text, and what is said of it, or in the next line if another engine made it; else why there is none. */
export async function opened(embedded) {
  const payload = location.hash.slice(3);
  if (!embedded) history.replaceState(history.state, '', location.pathname + location.search);
  const { opened: came, other, kinds } = words();
  try {
    const shared = await unpack(payload);
    let engine;
    try {
      ({ engine } = JSON.parse(shared));
    } catch {
      // The lab says what is wrong with it.
    }
    const said = embedded ? '' : came;
    return { shared, said: `${said}\n${said} ${other(String(engine ?? '?').slice(0, 80))}` };
  } catch ({ kind }) {
    return { said: kinds[kind] };
  }
}

/** The name of the built-in scenario that a lab is: the one that it was opened from (visits.js), where nobody has changed its commands. */
async function builtIn(json) {
  const [, name] = /^.scenarios\/([\w.-]+)\.json$/.exec(history.state) ?? [];
  // A field that is 0 may be left out.
  const same = ({ profile, seed, journal }) => JSON.stringify([profile, seed, journal], (_, value) => value || undefined);
  const file = name && await fetch(`./scenarios/${name}.json`).then((answer) => answer.text()).catch(() => '{}');
  return file && same(JSON.parse(file)) === same(JSON.parse(json)) ? name : '';
}

/** Shows the link of a lab. Gives true when a person wants a file instead. */
export async function give(json) {
  const [payload, scenario] = await Promise.all([pack(json), builtIn(json)]);
  const bytes = new TextEncoder().encode(json).length;
  const fits = payload.length <= CHARS_MAX && bytes <= TEXT_BYTES_MAX;
  const link = `${location.href.split(/[?#]/)[0]}#s=${payload}`;
  const say = words();
  const add = (parent, name, fields = {}) => parent.appendChild(Object.assign(document.createElement(name), fields));

  const dialog = add(document.body, 'dialog', { className: 'small' });
  dialog.setAttribute('aria-labelledby', 'share-title');
  add(dialog, 'h2', { id: 'share-title', textContent: say.title });
  const form = add(dialog, 'form');
  add(form, 'p', { className: 'muted', textContent: fits ? say.about : say.large(grouped(payload.length), grouped(Math.ceil(bytes / 1024))) });
  let wantsFile = false;
  let field;
  let hint;
  if (fits) {
    const label = add(form, 'label', { className: 'field' });
    add(label, 'span', { className: 'field-name', textContent: say.link });
    field = add(label, 'input', { type: 'text', readOnly: true, value: link });
    hint = add(form, 'p', { className: 'muted', textContent: say.length(grouped(link.length)) });
    hint.setAttribute('role', 'status');
  }
  const foot = add(form, 'div', { className: 'foot' });
  // Neither a file nor a course package has the page that makes embeds beside it.
  if ((fits || scenario) && location.protocol !== 'file:' && parent === window) {
    const look = new URLSearchParams({ lang: root().lang, theme: root().dataset.theme ?? 'auto', ...(scenario && { scenario }) });
    add(foot, 'a', { className: 'plain', target: '_blank', textContent: say.embed, href: `embedding.html?${look}${scenario ? '' : `#s=${payload}`}` });
  } else {
    add(foot, 'span');
  }
  const acts = add(foot, 'span', { className: 'foot-acts' });
  add(acts, 'button', { type: 'button', className: 'line', textContent: say.close, onclick: () => dialog.close() });
  add(acts, 'button', { className: 'solid', textContent: fits ? say.copy : say.file, autofocus: true });
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (!fits) {
      wantsFile = true;
      dialog.close();
      return;
    }
    const done = await (async () => navigator.clipboard.writeText(link))().then(() => true, () => false);
    hint.textContent = done ? say.copied : say.uncopied;
    if (!done) field.select();
  };
  dialog.showModal();
  const { offsetLabVisits: visits } = globalThis;
  visits?.above(() => dialog.close());
  await new Promise((closed) => { dialog.onclose = closed; });
  visits?.above();
  dialog.remove();
  return wantsFile;
}
