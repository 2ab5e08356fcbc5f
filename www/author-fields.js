// The fields of a lesson or of one of its steps, for author.js: every text in both languages, side by side, and the numbers that are written most.
// For all else there is its JSON. Not here: what a step needs (the checker says it).
//
// Invariant: a field changes the object that it was made of, and says so by `changed`; what changes which fields there are, by `again`.
import { read } from './author-draft.js';
import { PROFILES } from './author-words.js';

const SECOND = 1_000_000;
/** Texts that are offered where there is none yet, by kind. */
const OFFERED = { explain: ['right', 'wrong'], predict: ['because'], recall: ['because'], order: ['because'], choose_command: ['because'], lesson: ['real'] };
/** Kinds with hints, and with choices. */
const HINTS = ['predict', 'do', 'challenge', 'choose_command', 'order'];
const CHOICES = ['predict', 'recall', 'choose_command', 'order'];

let count = 0;

function labelled(name, control, note) {
  const label = document.createElement('label');
  label.append(Object.assign(document.createElement('span'), { textContent: name }), control);
  if (note) {
    count += 1;
    const small = Object.assign(document.createElement('small'), { id: `note-${count}`, textContent: note });
    control.setAttribute('aria-describedby', small.id);
    label.append(small);
  }
  return label;
}

function group(name, children) {
  const set = document.createElement('fieldset');
  set.append(Object.assign(document.createElement('legend'), { textContent: name }), ...children);
  return set;
}

function row(children) {
  const made = Object.assign(document.createElement('div'), { className: 'row' });
  made.append(...children);
  return made;
}

function input(type, value, set) {
  const made = Object.assign(document.createElement('input'), { type, autocomplete: 'off' });
  if (type === 'checkbox') made.checked = value;
  else made.value = value ?? '';
  made.addEventListener('input', () => set(type === 'checkbox' ? made.checked : made.value.trim()));
  return made;
}

function select(values, value, set) {
  const made = document.createElement('select');
  made.append(...values.map(([id, text]) => new Option(text, id)));
  made.value = value;
  made.addEventListener('input', () => set(made.value));
  return made;
}

function press(word, act) {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: word });
  made.addEventListener('click', act);
  return made;
}

/** The fields of `body`, a step of a kind or the lesson itself. */
export function fieldsOf(kind, body, words, changed, again) {
  const put = (of, name, value) => {
    if (value === undefined) delete of[name];
    else of[name] = value;
    changed();
  };

  /** A text in both languages. Where both are empty it is none, unless it was there. */
  const text = (of, name, label, lines = 3) => {
    const was = name in of;
    const field = (key, language) => {
      const area = Object.assign(document.createElement('textarea'), { rows: lines, value: of[name]?.[key] ?? '', lang: key === 'zh' ? 'zh-CN' : 'en' });
      area.addEventListener('input', () => {
        const texts = { en: '', zh: '', ...of[name], [key]: area.value };
        put(of, name, was || texts.en || texts.zh ? texts : undefined);
      });
      return labelled(`${label} · ${language}`, area);
    };
    const pair = Object.assign(document.createElement('div'), { className: 'pair' });
    pair.append(field('en', words.english), field('zh', words.chinese));
    return pair;
  };

  /** A number of the lab, exact to its last digit. */
  const number = (value, set) => {
    const made = input('text', String(value ?? '').replace('\0', ''), (typed) => {
      const isOne = /^-?\d{1,19}$/.test(typed);
      made.setAttribute('aria-invalid', String(!isOne));
      if (isOne) set(read(`[${typed}]`)[0]);
    });
    made.inputMode = 'numeric';
    return made;
  };
  const seconds = (name, label) => labelled(label, input('number', (body[name] ?? 0) / SECOND, (typed) => {
    if (typed !== '' && Number(typed) >= 0) put(body, name, Math.round(Number(typed) * SECOND));
  }));

  const choice = (of, n) => {
    const w = words.texts;
    const inside = [text(of, 'text', w.choice, 2)];
    const line = [];
    const values = of.value ? [of.value] : of.values ?? [];
    for (const [k, value] of values.entries()) {
      if ('number' in value) line.push(labelled(words.number(values.length > 1 ? k + 1 : 0), number(value.number, (typed) => put(value, 'number', typed))));
    }
    if (kind === 'order') {
      line.push(labelled(words.unsafe, input('checkbox', of.unsafe === true, (is) => put(of, 'unsafe', is || undefined))));
    } else {
      const idea = input('text', of.misconception, (typed) => put(of, 'misconception', typed || undefined));
      idea.setAttribute('list', 'ideas');
      line.push(labelled(words.misconception, idea));
    }
    line.push(press(words.remove, () => { body.choices.splice(n, 1); again(); }));
    inside.push(row(line), text(of, 'because', w.said, 2));
    return group(words.choice(n + 1), inside);
  };

  const fields = [text(body, 'title', words.texts.title, 1), text(body, 'text', words.texts.text, 4)];
  if (kind === 'lesson') {
    const plain = (name, label, note) => labelled(label, input('text', body[name], (typed) => put(body, name, typed)), note);
    const whole = (name, label) => labelled(label, input('number', body[name], (typed) => put(body, name, Number(typed) || undefined)));
    const covers = input('text', (body.covers ?? []).join(' '), (typed) => put(body, 'covers', typed.split(/\s+/).filter(Boolean)));
    fields.push(row([plain('id', words.id), whole('module', words.module), whole('minutes', words.minutes)]));
    fields.push(row([labelled(words.profile, select(PROFILES.map((id) => [id, id]), body.profile ?? 'docs-5.0', (id) => put(body, 'profile', id))), seconds('begin_us', words.begins), labelled(words.covers, covers, words.covers_note)]));
  } else {
    // What there is to see: of a figure that is there or comes with it.
    const figure = body.figure ?? {};
    const before = () => { if (Object.keys(figure).length > 0) body.figure = figure; else delete body.figure; };
    const seen = text(figure, 'words', words.texts.words, 2);
    seen.addEventListener('input', () => { before(); changed(); });
    fields.push(seen);
    for (const [n, spot] of (figure.highlight ?? []).entries()) if (spot.note) fields.push(text(spot, 'note', words.note(n + 1), 1));
  }
  const line = [];
  if ('for_us' in body) line.push(seconds('for_us', words.for_us));
  if ('within_us' in body) line.push(seconds('within_us', words.within_us));
  if ('max_commands' in body) line.push(labelled(words.max_commands, input('number', body.max_commands, (typed) => put(body, 'max_commands', Number(typed)))));
  if (kind === 'predict') line.push(labelled(words.by, select(['choice', 'number', 'mark', 'cells'].map((by) => [by, words[`by_${by}`]]), body.by ?? 'choice', (by) => put(body, 'by', by === 'choice' ? undefined : by))));
  if (line.length > 0) fields.push(row(line));
  if ('material' in body) {
    const area = Object.assign(document.createElement('textarea'), { rows: 8, value: body.material, spellcheck: false });
    area.addEventListener('input', () => put(body, 'material', area.value));
    fields.push(labelled(words.material, area));
  }
  for (const [n, asked] of (body.asks ?? []).entries()) if (asked.text || body.asks.length > 1) fields.push(text(asked, 'text', words.asked(n + 1), 1));
  if (CHOICES.includes(kind)) {
    body.choices ??= [];
    if (kind !== 'order') {
      const right = body.answer ?? body.choices.findIndex((of) => of.right);
      const offered = [['-1', '–'], ...body.choices.map((_, n) => [String(n), words.choice(n + 1)])];
      fields.push(labelled(words.right, select(offered, String(right), (typed) => {
        for (const of of body.choices) delete of.right;
        delete body.answer;
        if (typed !== '-1') body.choices[typed].right = true;
        changed();
      })));
    }
    // A choice of the first format is its text.
    for (const [n, of] of body.choices.entries()) fields.push('text' in of ? choice(of, n) : text(body.choices, n, words.choice(n + 1), 2));
    fields.push(press(words.add_choice, () => {
      const like = body.choices.at(-1);
      body.choices.push({ text: { en: '', zh: '' }, ...(like?.value && { text: { ...like.text }, value: { number: 0 } }), ...(like?.values && { values: like.values.map(() => ({ number: 0 })) }) });
      again();
    }));
  }
  for (const [n, trap] of (body.traps ?? []).entries()) fields.push(text(trap, 'text', words.trap(n + 1), 1));
  if (HINTS.includes(kind)) {
    for (const n of (body.hints ?? []).keys()) fields.push(text(body.hints, n, words.hint(n + 1), 1));
    fields.push(press(words.add_hint, () => { (body.hints ??= []).push({ en: '', zh: '' }); again(); }));
  }
  for (const name of ['because', 'right', 'wrong', 'real']) {
    if (name in body || OFFERED[kind]?.includes(name)) fields.push(text(body, name, words.texts[name], 2));
  }
  return fields;
}
