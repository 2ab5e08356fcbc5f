// The lab in a frame of author.html: the whole page of this folder, which keeps nothing. It is asked as an embed is by its host
// (src/embed/host.rs), but by an event of its element, since it is a page of the same origin. Not here: what is done with it (author.js).
const ANSWER_MS = 50;
const TRIES_MAX = 1200; // a minute

/** What the lab answers to a wish; nothing before it is there. */
function ask(frame, wish) {
  const host = frame.contentDocument?.getElementById('offset-lab');
  if (!host) return undefined;
  const event = new frame.contentWindow.CustomEvent('lab:host', { detail: wish });
  host.dispatchEvent(event);
  return event.answer;
}

/** Whether it has come, and has arrived where it opens. */
async function isThere(frame) {
  for (let tries = 0; tries < TRIES_MAX && frame.isConnected; tries += 1) {
    const now = ask(frame, 'now');
    if (now !== undefined && !now.endsWith('travels')) return true;
    await new Promise((done) => { setTimeout(done, ANSWER_MS); });
  }
  return false;
}

/** Opens a text in the frame's lab. Gives what is wrong with it, or nothing. */
export async function openIn(frame, text) {
  return await isThere(frame) ? ask(frame, `load ${text}`) : '';
}

/** Shows the page in a frame, with what `query` names, in the language and theme of `root`; then with `text` in it. */
export async function pageAt(frame, query, root, text) {
  const theme = root.dataset.theme ? `&theme=${root.dataset.theme}` : '';
  const come = new Promise((done) => { frame.addEventListener('load', done, { once: true }); });
  const src = `./index.html?${query}&persist=none&lang=${root.lang}${theme}`.replace('?&', '?');
  frame.src = src;
  await come;
  // Another page may have been asked for meanwhile.
  const isIt = async () => await isThere(frame) && frame.getAttribute('src') === src;
  return text && await isIt() ? ask(frame, `load ${text}`) : '';
}

/** The board's rows: names of RocketMQ's, in which there is no comma, and numbers, which stay text. */
function rowsOf(table) {
  const [names, ...rows] = table.trim().split('\n').map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] || null])));
}

/** The lab as it is now: its scenario, and the board's rows. */
export function look(frame) {
  const scenario = ask(frame, 'scenario');
  return scenario && { scenario: JSON.parse(scenario), rows: rowsOf(ask(frame, 'table')) };
}
