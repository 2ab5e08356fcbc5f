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
      if (found) {
        const answers = found.asked > 0 ? ` · ✓ ${found.right} / ${found.asked}` : '';
        line.textContent = `${found.done ? '✓' : `${found.step + 1} / ${found.steps}`}${answers}`;
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

  const results = () => lessons.map(({ id }) => ({ id, ...noted(id) })).filter((result) => 'step' in result);

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

  const COLUMNS = ['id', 'done', 'step', 'steps', 'right', 'asked', 'hints', 'misconceptions'];
  const cell = (value) => (Array.isArray(value) ? value.join(' ') : String(value ?? ''));
  const actions = {
    json: () => navigator.clipboard.writeText(JSON.stringify({ code: completion(results()), lessons: results() }, null, 2)),
    csv: () => navigator.clipboard.writeText([COLUMNS, ...results().map((result) => COLUMNS.map((name) => cell(result[name])))]
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
  window.addEventListener('pageshow', show);
  window.addEventListener('storage', show);
  show();
})();
