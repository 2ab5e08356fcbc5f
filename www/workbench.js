// The reset workbench beside the page: a terminal for lines of mqadmin, a group's history, how a time is found. Fetched when a person opens
// one of them (boot.js), with its words and its style. Not here: any answer, which the program of upgrade.js gives; previews of resets and
// what is done to the lab, which the page does (src/ui/state/workbench.rs).
//
// Invariant: text from outside becomes text nodes; a command that the other program names goes to the page as it is, as text, since a number
// here does not hold every offset.

/** The words of this script, which few need: a test holds that no language lacks one. */
export const WORDS = {
  en: {
    terminal: 'Terminal',
    about: 'Lines of mqadmin, run on this lab with the rules of its version; the clock is stopped. Addresses may be left out. Arrow up brings back the line before.',
    line: 'mqadmin',
    run: 'Run',
    clear: 'Clear',
    close: 'Close',
    print: 'What the tool printed',
    refused: 'The lab did not do it:',
    failed: 'The answer did not come. Reload the page and try again.',
    undo: 'Undo…',
    copy: 'Copy as CSV',
    copied: 'Copied',
    uncopied: 'The browser did not allow copying.',
    waiting: 'Looking…',
  },
  zh: {
    terminal: '终端',
    about: '在此实验上按其版本的规则运行 mqadmin 命令；时钟暂停。地址可以省略。按上方向键取回前一行。',
    line: 'mqadmin',
    run: '运行',
    clear: '清屏',
    close: '关闭',
    print: '工具的输出',
    refused: '实验没有执行：',
    failed: '没有得到回答。请刷新页面后重试。',
    undo: '撤销…',
    copy: '复制为 CSV',
    copied: '已复制',
    uncopied: '浏览器不允许复制。',
    waiting: '正在查找…',
  },
};

const words = () => WORDS[document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'];
const add = (parent, name, fields = {}) => parent.appendChild(Object.assign(document.createElement(name), fields));
/** Lines that were run in this visit, the last one last. */
const typed = [];

let styled;
/** The style is there before anything is shown. As text, since the single file has no address for it. */
function style() {
  styled ??= fetch('./workbench.css').then((answer) => answer.text()).then((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
  return styled;
}

/** What the other program answers to a question, as data; undefined: nothing. */
function answered(worker, asked) {
  return new Promise((done) => {
    worker.onmessage = ({ data }) => done(data ? JSON.parse(data) : undefined);
    worker.onerror = () => done(undefined);
    worker.postMessage(asked);
  });
}

function frame(className, title) {
  const dialog = add(document.body, 'dialog', { className: `workbench ${className}` });
  dialog.setAttribute('aria-labelledby', 'workbench-title');
  add(dialog, 'h2', { id: 'workbench-title', textContent: title });
  return dialog;
}

function foot(dialog, parent = dialog) {
  const row = add(parent, 'div', { className: 'foot' });
  const left = add(row, 'span', { className: 'muted' });
  left.setAttribute('role', 'status');
  const acts = add(row, 'span', { className: 'foot-acts' });
  add(acts, 'button', { type: 'button', className: 'line', textContent: words().close, onclick: () => dialog.close() });
  return [left, acts];
}

function terminal(dialog, worker, about, ask) {
  const say = words();
  add(dialog, 'p', { className: 'muted', textContent: say.about });
  const log = add(dialog, 'div', { className: 'screen', tabIndex: 0 });
  log.setAttribute('role', 'log');
  log.setAttribute('aria-label', say.print);
  const form = add(dialog, 'form');
  const label = add(form, 'label', { className: 'prompt' });
  add(label, 'span', { textContent: say.line });
  const input = add(label, 'input', { type: 'text', value: about, autocomplete: 'off', spellcheck: false, autofocus: true });
  input.setAttribute('autocapitalize', 'off');
  const [, acts] = foot(dialog, form);
  add(acts, 'button', { type: 'button', className: 'line', textContent: say.clear, onclick: () => { log.replaceChildren(); input.focus(); } });
  const button = add(acts, 'button', { className: 'solid', textContent: say.run });

  let at = typed.length;
  input.onkeydown = (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !typed.length) return;
    event.preventDefault();
    at = Math.min(Math.max(at + step, 0), typed.length);
    input.value = typed[at] ?? '';
  };
  /** Obeys what the line does. What keeps the page from it is said there, so the terminal goes. */
  const obey = (commands, entry) => {
    const refused = commands && ask(commands);
    if (refused === '-') dialog.close();
    else if (refused) add(entry, 'pre', { className: 'is-error', textContent: `${say.refused} ${refused}` });
  };
  form.onsubmit = async (event) => {
    event.preventDefault();
    const line = input.value.trim();
    if (!line || button.disabled) return;
    typed.push(line);
    at = typed.length;
    input.value = '';
    button.disabled = true;
    const entry = add(log, 'div', { className: 'entry' });
    add(entry, 'pre', { className: 'typed', textContent: `$ ${/(^|\/)mqadmin\b/.test(line) ? '' : 'mqadmin '}${line}` });
    const answer = await answered(worker, `terminal\n${line}\n${ask('')}`);
    button.disabled = false;
    if (answer) {
      const { out, err, notes, commands } = answer;
      if (out) add(entry, 'pre', { textContent: out.trimEnd() });
      if (err) add(entry, 'pre', { className: 'is-error', textContent: err.trimEnd() });
      const list = notes.length && add(entry, 'ul', { className: 'verdict' });
      for (const note of notes) add(list, 'li', { textContent: note });
      obey(commands, entry);
    } else {
      add(entry, 'p', { className: 'verdict', textContent: say.failed });
    }
    log.scrollTop = log.scrollHeight;
  };
}

function rowOf(body, { cells, back }, heads, choose) {
  const row = add(body, 'tr');
  cells.forEach((text, i) => {
    const cell = add(row, i ? 'td' : 'th', { textContent: text });
    if (!i) cell.scope = 'row';
    cell.dataset.label = heads[i];
  });
  if (!choose) return;
  const cell = add(row, 'td');
  if (back) {
    const undo = add(cell, 'button', { type: 'button', className: 'line small', textContent: words().undo, onclick: () => choose(back) });
    undo.setAttribute('aria-label', `${words().undo} ${cells[0].split('\n')[0]} ${cells[1]}`);
  }
}

/** A table that the other program makes. `choose`: takes the reset of a row that can be taken back. */
async function table(dialog, worker, asked, choose) {
  const say = words();
  const body = add(dialog, 'div', { className: 'table-scroll', tabIndex: 0 });
  body.setAttribute('role', 'region');
  body.setAttribute('aria-labelledby', 'workbench-title');
  const waiting = add(body, 'p', { className: 'muted', textContent: say.waiting });
  const [told, acts] = foot(dialog);
  const answer = await answered(worker, asked);
  waiting.remove();
  if (!answer) {
    add(body, 'p', { className: 'verdict', textContent: say.failed });
    return;
  }
  const { title, heads, rows, note, csv } = answer;
  dialog.querySelector('h2').textContent = title;
  if (rows.length) {
    const grid = add(body, 'table', { className: 'facts num' });
    const head = add(add(grid, 'thead'), 'tr');
    for (const text of heads) add(head, 'th', { scope: 'col', textContent: text });
    if (choose) add(head, 'td');
    const lines = add(grid, 'tbody');
    for (const row of rows) rowOf(lines, row, heads, choose);
  }
  if (note) add(body, 'p', { className: 'muted', textContent: note });
  if (csv && rows.length) {
    const copy = add(acts, 'button', { type: 'button', className: 'solid', textContent: say.copy });
    copy.onclick = async () => {
      const done = await (async () => navigator.clipboard.writeText(csv))().then(() => true, () => false);
      told.textContent = done ? say.copied : say.uncopied;
    };
  }
}

/**
 * Opens "terminal" with a first line, "history" of a group, or "search" for `topic\ntime`. `ask('')` gives the lab's language, moment and journal;
 * of commands as JSON it gives what keeps them from being done: nothing, a refusal, or "-" where the page says it. Gives, when it is closed,
 * the reset that a person wants to preview, as JSON.
 */
export async function open(kind, about, ask) {
  const [worker] = [new Worker('./upgrade.js'), await style()];
  const dialog = frame(kind, kind === 'terminal' ? words().terminal : words().waiting);
  let chosen;
  dialog.showModal();
  const closed = new Promise((done) => { dialog.onclose = done; });
  if (kind === 'terminal') {
    terminal(dialog, worker, about, ask);
    dialog.querySelector('input').focus();
  } else {
    const choose = kind === 'history' && ((back) => {
      chosen = back;
      dialog.close();
    });
    table(dialog, worker, `${kind}\n${about}\n${ask('')}`, choose);
    dialog.querySelector('.foot button').focus();
  }
  await closed;
  worker.terminate();
  dialog.remove();
  return chosen;
}
