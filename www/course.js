// The course page: what this browser has noted of each lesson, the language, and the results to take away. The lab notes a lesson under
// `offset-lab:learned:ID` (src/ui/state/learned.rs). Nothing is sent anywhere. Without storage the page is a plain list.
(() => {
  const NOTED = 'offset-lab:learned:';
  const LANGUAGE = 'offset-lab:language';
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const store = (() => { try { return window.localStorage; } catch { return null; } })();

  const setLanguage = (tag) => { root.lang = /^zh/i.test(tag ?? '') ? 'zh-CN' : 'en'; };
  setLanguage(new URLSearchParams(location.search).get('lang') ?? store?.getItem(LANGUAGE) ?? navigator.language);

  /** What is noted of a lesson; anything else under its name is as if nothing were. */
  function noted(id) {
    try {
      const found = JSON.parse(store?.getItem(NOTED + id) ?? 'null');
      const numbers = ['step', 'steps', 'right', 'asked'].every((name) => Number.isInteger(found[name]));
      return numbers ? found : null;
    } catch {
      return null;
    }
  }

  const lessons = all('[data-lesson]').map((item) => ({ item, id: item.dataset.lesson, link: item.querySelector('.go') }));

  function show() {
    let done = 0;
    let next;
    for (const lesson of lessons) {
      const found = noted(lesson.id);
      const line = lesson.item.querySelector('.noted');
      lesson.item.dataset.state = found ? (found.done ? 'done' : 'begun') : 'new';
      line.hidden = !found;
      const answers = lesson.item.querySelector('.answers');
      answers.hidden = typeof found?.progress !== 'string';
      if (answers.dataset.of && answers.dataset.of !== found?.progress) {
        answers.open = false;
        delete answers.dataset.of;
        answers.querySelectorAll('summary ~ *').forEach((part) => part.remove());
      }
      if (found) {
        const right = found.asked > 0 ? ` · ✓ ${found.right} / ${found.asked}` : '';
        line.textContent = `${found.done ? '✓' : `${found.step + 1} / ${found.steps}`}${right}`;
        // A lab that was begun is gone on with, where this browser still has it.
        if (!found.done && /^[\w-]{1,64}$/.test(found.lab ?? '')) lesson.link.href = `./?lesson=${lesson.id}&lab=${found.lab}&step=${found.step + 1}`;
      }
      done += found?.done ? 1 : 0;
      if (!found?.done) next ??= lesson;
    }
    document.querySelector('output').textContent = `${done} / ${lessons.length}`;
    document.querySelector('progress').value = done;
    const go = document.querySelector('.next');
    go.hidden = !next;
    if (next) {
      const begun = lessons.some((lesson) => lesson.item.dataset.state !== 'new');
      go.href = next.link.href;
      go.querySelector('.begin').hidden = begun;
      go.querySelector('.on').hidden = !begun;
      go.querySelector('.title').replaceChildren(...next.link.querySelector('b').cloneNode(true).childNodes);
      next.item.dataset.state += ' next';
    }
    const code = document.querySelector('.code');
    code.hidden = done === 0;
    code.querySelector('code').textContent = completion(results());
  }

  /** What is noted of each step: seven words (LessonProgress::written in src/forms/lesson/progress.rs). */
  function records(progress) {
    const numbers = (word) => (word === '-' ? [] : word.split(',').map((number) => (number === 'n' ? null : number)));
    const words = String(progress ?? '').split(' ');
    return Array.from({ length: Math.floor(words.length / 7) }, (_, step) => {
      const [, , choice, predicted, actual, hints, done] = words.slice(step * 7, step * 7 + 7);
      return { step, choice: choice === '-' ? null : Number(choice), predicted: numbers(predicted), actual: numbers(actual), hints: Number(hints), done: done === '1' };
    });
  }

  const results = () => lessons.map(({ id }) => ({ id, ...noted(id) })).filter((result) => 'step' in result)
    .map(({ progress, ...result }) => ({ ...result, answers: records(progress) }));

  const TAGS = { en: 'en', zh: 'zh-CN' };
  /** A text in every language; the style shows that of the page. */
  function own(texts) {
    return Object.entries(TAGS).map(([key, tag]) => {
      const span = document.createElement('span');
      span.lang = tag;
      span.textContent = texts[key] ?? '';
      return span;
    });
  }
  const said = (numbers) => numbers.map((number) => number ?? '–').join(' / ');
  const filled = (choice, numbers) => Object.fromEntries(Object.entries(choice.text ?? choice)
    .map(([key, text]) => [key, numbers.reduce((all, number) => all.replace('{}', number ?? '–'), text)]));
  const rightOf = (step) => step.answer ?? step.choices.findIndex((choice) => choice.right);

  /** A row of the table of a lesson's answers: the question, what was answered, what happened, the wrong idea. */
  function answerRow(kind, step, record) {
    const chosen = step.choices?.[record.choice];
    const plain = (text) => ({ en: text, zh: text });
    let answered;
    let happened;
    if (kind === 'predict' && record.actual.length > 0) {
      answered = chosen ? filled(chosen, record.predicted) : plain(said(record.predicted));
      happened = plain(said(record.actual));
    } else if (['predict', 'recall', 'choose_command'].includes(kind) && chosen) {
      answered = filled(chosen, record.predicted);
      happened = step.choices[rightOf(step)]?.text ?? step.choices[rightOf(step)];
    } else if (kind === 'order' && record.done) {
      const text = (picks) => Object.fromEntries(Object.keys(TAGS).map((key) => [key, picks.map((choice) => choice?.text?.[key] ?? '').join(' → ')]));
      answered = text(record.predicted.map((pick) => step.choices[pick]));
      happened = text(step.choices.filter((choice) => !choice.unsafe));
    } else if (kind === 'challenge' && record.done && record.actual.length > 1) {
      const [points, stars] = record.actual;
      answered = plain(`${'★'.repeat(stars)}${'☆'.repeat(3 - stars)}`);
      happened = plain(`${points} / 100`);
    } else {
      return null;
    }
    const row = document.createElement('tr');
    const cell = (name, nodes) => row.appendChild(document.createElement(name)).append(...nodes);
    cell('th', own(step.title));
    row.firstChild.scope = 'row';
    cell('td', own(answered));
    cell('td', own(happened));
    row.lastChild.className = JSON.stringify(answered) === JSON.stringify(happened) || kind === 'challenge' ? 'is-right' : 'is-wrong';
    const idea = chosen?.misconception && document.getElementById(`ideas-${chosen.misconception}`)?.querySelector('dt');
    cell('td', idea ? [...idea.cloneNode(true).childNodes] : []);
    return row;
  }

  /** The answers of a lesson, when they are asked for. */
  async function showAnswers({ id, item }) {
    const answers = item.querySelector('.answers');
    const found = noted(id);
    if (!answers.open || !found || answers.querySelector('.scroll')) return;
    answers.dataset.of = found.progress;
    answers.append(document.querySelector('template').content.cloneNode(true));
    const lesson = await (await fetch(`./lessons/${id}.json`)).json();
    const all = records(found.progress).flatMap((record) => Object.entries(lesson.steps[record.step] ?? {}).map(([kind, step]) => ({ kind, step, record })));
    answers.querySelector('tbody').append(...all.map(({ kind, step, record }) => answerRow(kind, step, record)).filter(Boolean));
    const part = (name, nodes) => {
      const place = answers.querySelector(`[data-part=${name}]`);
      place.hidden = nodes.length === 0;
      place.append(...nodes);
    };
    const list = (choices) => choices.map((choice) => {
      const line = document.createElement('p');
      line.append(...own(choice.text));
      return line;
    });
    const score = lesson.kind === 'drill' && found.done ? drillPoints(lesson, all) : null;
    part('points', score ? [`${score.points} / 100`] : []);
    part('harm', score ? list(score.harm) : []);
    const order = all.find(({ kind, record }) => kind === 'order' && record.done);
    part('order', order ? list(order.step.choices.filter((choice) => !choice.unsafe)) : []);
    part('real', lesson.real && found.done ? own(lesson.real) : []);
  }

  /** What a drill is worth, as src/forms/lesson/score.rs says, and the steps that were taken and do harm. */
  function drillPoints({ steps }, all) {
    const parts = [['predict', 'recall', 'choose_command'], ['order'], ['do', 'challenge']];
    const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
    const isRight = ({ kind, step, record }) => {
      if (kind === 'order') return same(record.predicted, step.choices.flatMap((choice, pick) => (choice.unsafe ? [] : [String(pick)])));
      if (parts[2].includes(kind)) return record.done;
      return step.asks?.length > 0 && kind === 'predict' ? same(record.predicted, record.actual) : record.choice === rightOf(step);
    };
    const harm = all.flatMap(({ kind, step, record }) => [...(kind === 'order' ? record.predicted : []), record.choice ?? []].flat()
      .map((pick) => step.choices?.[pick])).filter((choice) => choice?.unsafe);
    const points = parts.reduce((sum, kinds, at) => {
      const asked = steps.filter((step) => kinds.includes(Object.keys(step)[0])).length;
      return sum + Math.floor(([40, 30, 30][at] * all.filter((one) => kinds.includes(one.kind) && isRight(one)).length) / Math.max(asked, 1));
    }, 0);
    return { points: harm.length > 0 ? Math.min(points, 50) : points, harm };
  }
  for (const lesson of lessons) {
    lesson.item.querySelector('.answers').addEventListener('toggle', () => showAnswers(lesson).catch((error) => {
      document.querySelector('[role=status]').textContent = String(error.message ?? error);
    }));
  }

  /** Eight signs that stand for which lessons are done and how many answers were right: the same results give the same. */
  function completion(of) {
    let hash = 0x811c9dc5;
    for (const { id, done, right, asked } of of) {
      if (!done) continue;
      for (const sign of `${id}:${right}/${asked};`) hash = Math.imul(hash ^ sign.codePointAt(0), 0x01000193) >>> 0;
    }
    const count = of.filter((result) => result.done).length;
    return `${String(count).padStart(2, '0')}-${hash.toString(36).toUpperCase().padStart(7, '0')}`;
  }

  /** A row for each answer, with what is noted of its lesson; numbers of answers and choices begin with 1. */
  const LESSON = ['id', 'done', 'step', 'steps', 'right', 'asked', 'hints', 'misconceptions'];
  const ANSWER = ['step', 'choice', 'predicted', 'actual', 'hints'];
  const cell = (value) => (Array.isArray(value) ? value.join(' ') : String(value ?? ''));
  const counted = (value) => (Number.isInteger(value) ? value + 1 : value);
  function rows() {
    const all = results().flatMap((result) => {
      const given = result.answers.filter(({ choice, predicted }) => choice !== null || predicted.length > 0);
      const answers = given.map((answer) => ({ ...answer, step: counted(answer.step), choice: counted(answer.choice) }));
      return (answers.length > 0 ? answers : [{}]).map((answer) => [
        ...LESSON.map((name) => cell(name === 'step' ? counted(result.step) : result[name])), ...ANSWER.map((name) => cell(answer[name])),
      ]);
    });
    return [[...LESSON, ...ANSWER.map((name) => `answer_${name}`)], ...all];
  }
  const actions = {
    json: () => navigator.clipboard.writeText(JSON.stringify({ code: completion(results()), lessons: results() }, null, 2)),
    csv: () => navigator.clipboard.writeText(rows()
      .map((row) => row.map((value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',')).join('\n')),
    forget: () => lessons.forEach(({ id }) => store?.removeItem(NOTED + id)),
    language: () => {
      setLanguage(root.lang === 'en' ? 'zh' : 'en');
      store?.setItem(LANGUAGE, root.lang);
    },
  };
  for (const button of all('[data-do]')) {
    button.addEventListener('click', async () => {
      const said = document.querySelector('[role=status]');
      try {
        await actions[button.dataset.do]();
        said.textContent = ['json', 'csv'].includes(button.dataset.do) ? '✓' : '';
      } catch (error) {
        said.textContent = String(error.message ?? error);
      }
      show();
    });
  }
  // Of the single file it is no part.
  document.querySelector('.author').hidden = !/^https?:$/.test(location.protocol);
  window.addEventListener('pageshow', show);
  window.addEventListener('storage', show);
  show();
  // Who comes from a lesson sees what came of it.
  const from = lessons.find(({ id }) => `#${id}` === location.hash);
  if (from) from.item.querySelector('.answers').open = true;
})();
