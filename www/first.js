// Before anything is drawn: the theme, the language, and which picture stands until the program has come. A classic script of the page's
// head, so that nothing is shown that is changed at once. Everything else of the address is read by boot.js.
(() => {
  'use strict';
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search);
  const embedded = root.dataset.view === 'embed';
  const recall = (key) => {
    try {
      return localStorage.getItem(`offset-lab:${key}`);
    } catch {
      return null; // a frame without storage
    }
  };
  const chosen = (name) => asked.get(name) ?? (embedded ? null : recall(name === 'lang' ? 'language' : name));

  const themes = [asked.get('theme'), embedded ? null : recall('theme')];
  const theme = themes.find((name) => name === 'light' || name === 'dark');
  if (theme) root.dataset.theme = theme;
  const lang = chosen('lang') ?? navigator.language;
  root.lang = /^zh/i.test(lang) ? 'zh-CN' : 'en';

  // A lab that is stored here may be anywhere, so nothing is drawn of it; a lesson begins anew unless its step is named.
  const [scenario, lesson] = [asked.get('scenario'), asked.get('lesson')];
  const lab = asked.get('lab') ?? asked.get('id') ?? (lesson ? `lesson-${lesson}` : scenario ? `scenario-${scenario}` : 'default');
  const keeps = asked.get('persist') ? asked.get('persist') === 'local' : !embedded;
  const stored = (!lesson || asked.has('step')) && keeps && recall(`${lab}:saved`) !== null;
  const show = asked.get('view') ?? 'queue';
  if (stored || location.hash.startsWith('#s=') || (embedded && (show !== 'queue' || /[?&](wait|at|queue|seed)=/.test(location.search)))) root.dataset.picture = 'none';
  else root.dataset.picture = lesson || (scenario && scenario !== 'story') ? 'own' : 'story';
})();
