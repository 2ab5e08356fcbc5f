// What a SCORM 1.2 package runs around the page: it finds the learning management system's API in a window above, and tells it what the page
// notes of a lesson in this browser (src/ui/state/learned.rs). Not here: what is right, which the page alone decides, and the files of the
// package (scorm.mjs).
//
//   lesson_status      incomplete from the first step on; passed when the lesson is done, in a course when all are
//   score.raw          of the questions answered, how many were answered right, of 100; without questions 100 when done; a drill's points
//   lesson_location    where the learner goes on: a step, in a course LESSON.STEP
//   suspend_data       what is noted of each lesson, so that another browser knows it too
//   interactions.n     LESSON.STEP, what was answered, right or wrong; a wrong idea behind it is the interaction's objective
//
// Notes belong to a learner: where somebody else's are found, they are taken away first. Where there is no system, the lesson runs all the same.
//
// Invariant: nothing that a system would refuse is handed to it: identifiers without blanks, answers of at most 255 signs, 4096 of suspended data.
(() => {
  'use strict';
  const { lesson: only, lessons: listed, ideas: known } = document.documentElement.dataset;
  const lessons = listed.split(' ');
  const ideas = known ? known.split(' ') : [];
  const NOTED = 'offset-lab:learned:';
  const OWNERS = 'offset-lab:scorm'; // {ID: whose notes of this lesson these are}
  const SUSPENDED_MAX = 4096;
  const FEEDBACK_MAX = 255;
  const WINDOWS_MAX = 50;
  const began = Date.now();
  const frame = document.querySelector('iframe');

  function find(from) {
    let place = from;
    try {
      for (let i = 0; place && i < WINDOWS_MAX; i += 1) {
        if (place.API) return place.API;
        if (place.parent === place) break;
        place = place.parent;
      }
    } catch {
      // A window of another origin: what is above it cannot be asked.
    }
    return undefined;
  }
  const api = find(window) ?? find(window.opener) ?? (() => { try { return find(window.top.opener); } catch { return undefined; } })();

  const obeyed = (answer) => String(answer) === 'true';
  let open = api !== undefined && obeyed(api.LMSInitialize(''));
  const get = (name) => (open ? String(api.LMSGetValue(name)) : '');
  const told = new Map();
  function set(name, value) {
    if (!open || told.get(name) === String(value)) return;
    if (obeyed(api.LMSSetValue(name, String(value)))) told.set(name, String(value));
    else console.info(`scorm: ${name} was refused (${api.LMSGetLastError()})`);
  }

  /** What is noted of a lesson, or undefined. */
  function noted(id) {
    try {
      const found = JSON.parse(localStorage.getItem(NOTED + id));
      return ['step', 'steps', 'right', 'asked', 'hints'].every((name) => Number.isInteger(found[name])) ? found : undefined;
    } catch {
      return undefined;
    }
  }

  // Suspended: {l: the learner, n: {ID: [step, steps, right, asked, hints, done, ideas as numbers of the package's list, points]}}.
  const shorten = ({ step, steps, right, asked, hints, done, misconceptions = [], points }) =>
    [step, steps, right, asked, hints, Number(done), [...new Set(misconceptions.map((idea) => ideas.indexOf(idea)))].filter((at) => at >= 0), ...(Number.isInteger(points) ? [points] : [])];
  const lengthen = ([step, steps, right, asked, hints, done, found, points]) =>
    ({ lab: '', step, steps, right, asked, answers: [], hints, done: done === 1, misconceptions: found.map((at) => ideas[at]).filter(Boolean), points });

  function suspended() {
    try {
      const { l, n } = JSON.parse(get('cmi.suspend_data'));
      return typeof l === 'string' && n ? { l, n } : undefined;
    } catch {
      return undefined;
    }
  }

  const before = suspended();
  const learner = before?.l ?? Array.from(crypto.getRandomValues(new Uint32Array(2)), (word) => word.toString(36)).join('');

  /** The notes of this browser become those of this learner. */
  function restore() {
    const owners = JSON.parse(localStorage.getItem(OWNERS) ?? '{}');
    for (const id of lessons) {
      if (owners[id] !== learner) {
        const theirs = Object.keys(localStorage).filter((key) => key === NOTED + id || localStorage.getItem(key).startsWith(`${id}\n`));
        theirs.forEach((key) => localStorage.removeItem(key));
        owners[id] = learner;
      }
      const here = noted(id);
      const kept = before?.n[id];
      if (kept && (!here || (kept[5] === 1 && !here.done))) localStorage.setItem(NOTED + id, JSON.stringify(lengthen(kept)));
    }
    localStorage.setItem(OWNERS, JSON.stringify(owners));
  }

  /** Where the frame begins: the way through the course, or the lesson's step where this browser still has its lab. */
  function address() {
    if (!only) return './lab/course.html';
    const here = noted(only);
    const resumed = here && !here.done && /^[\w-]{1,64}$/.test(here.lab) ? `&lab=${here.lab}&step=${here.step + 1}` : '';
    return `./lab/index.html?lesson=${only}${resumed}`;
  }

  const reported = new Map(); // LESSON.STEP: what was told of it
  const contents = new Map();
  async function content(id) {
    if (!contents.has(id)) contents.set(id, (await fetch(`./lab/lessons/${id}.json`)).json());
    return contents.get(id);
  }

  const letters = (numbers) => numbers.map((at) => (/^\d+$/.test(at) ? String.fromCharCode(97 + Number(at)) : at)).join(',');

  /** The steps of a lesson up to the current one, as the page wrote them beside the lab: seven words each. */
  function records({ lab }, id) {
    const [name, words] = (localStorage.getItem(`offset-lab:${lab}:lesson`) ?? '').split('\n');
    const all = name === id ? words.trim().split(/\s+/) : [];
    return Array.from({ length: Math.floor(all.length / 7) }, (_, at) => {
      const [, , choice, predicted, , , done] = all.slice(at * 7, at * 7 + 7);
      return { choice, predicted: predicted === '-' ? [] : predicted.split(','), done: done === '1' };
    });
  }

  /** What was answered, step by step: [step, kind, response, right, wrong idea]. */
  async function answers(id, note) {
    const { steps } = await content(id);
    const right = new Map(note.answers ?? []);
    return records(note, id).flatMap(({ choice, predicted, done }, at) => {
      const [kind, body] = Object.entries(steps[at] ?? {})[0] ?? [];
      if (kind === 'do' || kind === 'challenge') return done ? [[at, 'performance', 'solved', true]] : [];
      if (!right.has(at)) return [];
      const idea = body.choices?.[Number(choice)]?.misconception;
      if (kind === 'order') return [[at, 'sequencing', letters(predicted), right.get(at)]];
      if (choice !== '-') return [[at, 'choice', letters([choice]), right.get(at), idea]];
      return [[at, predicted.length === 1 && predicted[0] !== 'n' ? 'numeric' : 'fill-in', predicted.join(',').replaceAll('n', 'none'), right.get(at)]];
    });
  }

  const two = (number) => String(Math.floor(number)).padStart(2, '0');
  function timeOfDay() {
    const now = new Date();
    return `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
  }

  function tellAnswer(id, [at, type, response, right, idea]) {
    const name = `${id}.${at + 1}`;
    const what = [type, response, right].join(' ');
    if (reported.get(name) === what) return;
    reported.set(name, what);
    const place = `cmi.interactions.${get('cmi.interactions._count') || 0}`;
    set(`${place}.id`, name);
    if (idea) set(`${place}.objectives.0.id`, idea);
    set(`${place}.time`, timeOfDay());
    set(`${place}.type`, type);
    set(`${place}.student_response`, response.slice(0, FEEDBACK_MAX));
    set(`${place}.result`, right ? 'correct' : 'wrong');
  }

  function standing() {
    const all = lessons.map((id) => [id, noted(id)]);
    const begun = all.filter(([, note]) => note);
    const sum = (name) => begun.reduce((total, [, note]) => total + note[name], 0);
    const done = begun.length === all.length && begun.every(([, note]) => note.done);
    const asked = sum('asked');
    // What a drill is worth is more than its answers.
    const points = only && done ? begun[0][1].points : undefined;
    const score = asked > 0 ? Math.round((100 * sum('right')) / asked) : done ? 100 : undefined;
    return { begun, done, score: Number.isInteger(points) ? points : score };
  }

  let latest; // the lesson that was noted last
  function tellStanding() {
    const { begun, done, score } = standing();
    const status = get('cmi.core.lesson_status');
    // Done once stays done, whatever is tried again.
    if (!['passed', 'completed'].includes(status)) set('cmi.core.lesson_status', done ? 'passed' : 'incomplete');
    set('cmi.core.score.min', 0);
    set('cmi.core.score.max', 100);
    if (score !== undefined) set('cmi.core.score.raw', score);
    const at = latest && noted(latest);
    if (at) set('cmi.core.lesson_location', only ? at.step + 1 : `${latest}.${at.step + 1}`);
    const text = JSON.stringify({ l: learner, n: Object.fromEntries(begun.map(([id, note]) => [id, shorten(note)])) });
    if (text.length <= SUSPENDED_MAX) set('cmi.suspend_data', text);
    if (open) api.LMSCommit('');
  }

  let telling = Promise.resolve();
  /** Tells the answers that are new, and where the learner stands. `silent`: those that are there were told before. */
  function tell(silent) {
    telling = telling.then(async () => {
      for (const [id, note] of standing().begun) {
        for (const answer of await answers(id, note)) {
          if (silent) reported.set(`${id}.${answer[0] + 1}`, answer.slice(1, 4).join(' '));
          else tellAnswer(id, answer);
        }
      }
      tellStanding();
    }).catch((error) => console.info('scorm:', error));
    return telling;
  }

  function finish() {
    if (!open) return;
    tellStanding();
    const seconds = (Date.now() - began) / 1000;
    set('cmi.core.session_time', `${String(Math.floor(seconds / 3600)).padStart(4, '0')}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`);
    set('cmi.core.exit', standing().done ? '' : 'suspend');
    api.LMSCommit('');
    api.LMSFinish('');
    open = false;
  }

  async function begin() {
    document.querySelector('.alone').hidden = open;
    try {
      restore();
    } catch (error) {
      console.info('scorm: this browser stores nothing, so nothing can be told', error);
    }
    latest = only;
    await tell(true); // what was answered before was told before
    addEventListener('storage', ({ key }) => {
      const id = key?.startsWith(NOTED) && key.slice(NOTED.length);
      if (!lessons.includes(id)) return;
      latest = id;
      tell();
    });
    addEventListener('pagehide', finish);
    addEventListener('beforeunload', finish);
    frame.src = address();
  }

  begin();
})();
