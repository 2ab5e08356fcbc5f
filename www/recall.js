// What a lesson asked, asked again on the course page before the next one: the question of the lesson that stands so far before it as the
// course says (`recall_after`), when that one is done here. Its answers stand in another order each time (`shuffle`). Nothing depends on it: the way on is
// always open, and what was answered is in no result.
(() => {
  const ASKED = 'offset-lab:recalled:';
  const TAGS = { en: 'en', zh: 'zh-CN' };
  const place = document.querySelector('.recall');
  const store = (() => { try { return window.localStorage; } catch { return null; } })();

  /** A text in every language; the style shows that of the page. */
  const own = (texts) => Object.entries(TAGS).map(([key, tag]) => Object.assign(document.createElement('span'), { lang: tag, textContent: texts[key] ?? '' }));
  const fill = (name, texts) => place.querySelector(`[data-part=${name}]`).replaceChildren(...own(texts));

  function shuffled(all) {
    const mixed = [...all];
    for (let at = mixed.length - 1; at > 0; at -= 1) {
      const other = Math.floor(Math.random() * (at + 1));
      [mixed[at], mixed[other]] = [mixed[other], mixed[at]];
    }
    return mixed;
  }

  function choice(of, step, next) {
    const [label, input] = [document.createElement('label'), document.createElement('input')];
    Object.assign(input, { type: 'radio', name: 'recall' });
    input.addEventListener('change', () => {
      const right = of === (step.choices[step.answer] ?? step.choices.find((one) => one.right));
      place.dataset.right = right;
      fill('because', of.because ?? {});
      fill('always', right ? step.because ?? {} : {});
      place.querySelector('[data-part=right]').hidden = !right;
      place.querySelector('[data-part=wrong]').hidden = right;
      if (right) store?.setItem(ASKED + next, '1');
    });
    label.append(input, ...own(of.text ?? of));
    return label;
  }

  /** The question that belongs before the lesson that is next on the page, or none. */
  async function ask() {
    const next = document.querySelector('li[data-state~=next]');
    const before = next && document.getElementById(next.dataset.recall ?? '');
    const due = before?.dataset.state === 'done' && store?.getItem(ASKED + next.id) === null;
    if (!due) {
      if (place.dataset.for !== next?.id) place.hidden = true;
      return;
    }
    if (place.dataset.for === next.id) return;
    place.dataset.for = next.id;
    const lesson = await (await fetch(`./lessons/${before.id}.json`)).json();
    const step = lesson.steps.find((one) => one.recall)?.recall;
    if (!step || place.dataset.for !== next.id) return;
    delete place.dataset.right;
    fill('lesson', lesson.title);
    fill('question', step.text);
    place.querySelector('[role=radiogroup]').replaceChildren(...('shuffle' in place.dataset ? shuffled(step.choices) : step.choices).map((of) => choice(of, step, next.id)));
    for (const name of ['because', 'always']) place.querySelector(`[data-part=${name}]`).replaceChildren();
    for (const name of ['right', 'wrong']) place.querySelector(`[data-part=${name}]`).hidden = true;
    place.hidden = false;
  }

  const forget = () => {
    Object.keys(store ?? {}).filter((key) => key.startsWith(ASKED)).forEach((key) => store.removeItem(key));
    place.hidden = true;
    delete place.dataset.for;
  };
  document.querySelector('[data-do=forget]').addEventListener('click', forget);
  // Without the lesson's file there is no question; the page is whole without one.
  const look = () => ask().catch(() => { place.hidden = true; });
  for (const moment of ['pageshow', 'storage']) window.addEventListener(moment, look);
  look();
})();
