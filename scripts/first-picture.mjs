// The first picture: what stands in #offset-lab until the program has come. It is the page's own frame (style.css lays it out) with the story's
// board, drawn by `offset-lab picture`, in both languages and for two widths. Beside the page, pictures/ has each scenario's and lesson's
// board as files that stand alone, light and dark: boot.js shows the one that an address names. img/ has the same for other people's pages: one
// that follows the system's theme for each language, a lesson's after its first Run. Called by post-build.mjs.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

// A file's edges take 32 pixels of its width. Beside them and a scroll bar a page of 1280 pixels has 693 for its board, 597 beside a lesson; one of 360
// has 332.
const WIDE = 725;
const BESIDE_A_LESSON = 629;
const NARROW = 364;
const LANGUAGES = { en: 'en', zh: 'zh-CN' };
/** Words of the page's own that take room above the board (src/ui/text), and what is said while it loads. */
const WORDS = {
  en: { others: 'Other labs and lessons', loading: 'Loading the lab…' },
  zh: { others: '其他实验与课程', loading: '正在加载实验…' },
};

function draw(...options) {
  const program = process.env.OFFSET_LAB;
  if (!program) throw new Error('first-picture.mjs needs OFFSET_LAB, the command line that scripts/build.sh builds');
  return run(program, ['picture', ...options]);
}

const escaped = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.codePointAt(0)};`);
const inEach = (make) => Object.entries(LANGUAGES).map(([key, tag]) => make(key, tag)).join('');
const said = (words) => inEach((key, tag) => `<span lang="${tag}">${escaped(words[key])}</span>`);

/** Draws many pictures, each from the arguments of one, in one run of the program: those of one file that follow each other share its lab. */
async function drawAll(jobs) {
  const folder = await mkdtemp(join(tmpdir(), 'offset-lab-'));
  try {
    await writeFile(join(folder, 'jobs'), jobs.map((options) => `${options.join('\t')}\n`).join(''));
    await draw('--jobs', join(folder, 'jobs'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Every scenario and lesson as pictures/PLACE/NAME[.narrow][.zh][.dark].svg and as img/NAME.LANG.svg in `folder`. Where a lesson has a scenario's
 * name, its picture in img/ is lesson-NAME.
 */
export async function drawPictures(folder, source) {
  const into = (place, name) => join(folder, place, `${name}.svg`);
  const jobs = [];
  const taken = new Set();
  for (const [from, wide, moment] of [['www/scenarios', WIDE, []], ['lessons', BESIDE_A_LESSON, ['--first-run']]]) {
    const place = `pictures/${basename(from)}`;
    await mkdir(join(folder, place), { recursive: true });
    for (const file of await readdir(join(source, from))) {
      if (!file.endsWith('.json') || file === 'course.json') continue;
      const [path, name] = [join(source, from, file), file.slice(0, -5)];
      for (const width of [wide, NARROW]) {
        for (const lang of Object.keys(LANGUAGES)) {
          for (const theme of ['light', 'dark']) {
            const kind = `${width === NARROW ? '.narrow' : ''}${lang === 'zh' ? '.zh' : ''}${theme === 'dark' ? '.dark' : ''}`;
            jobs.push([path, '--width', width, '--lang', lang, '--theme', theme, '-o', into(place, `${name}${kind}`)]);
          }
        }
      }
      const own = taken.has(name) ? `lesson-${name}` : name;
      taken.add(name);
      for (const tag of Object.values(LANGUAGES)) jobs.push([path, ...moment, '--lang', tag, '--theme', 'auto', '-o', into('img', `${own}.${tag}`)]);
    }
  }
  await mkdir(join(folder, 'img'));
  await drawAll(jobs);
}

/** The story's board as a part of the page. */
async function pictures(path) {
  const parts = [];
  for (const [key, tag] of Object.entries(LANGUAGES)) {
    for (const [kind, width] of [['wide', WIDE], ['narrow', NARROW]]) {
      const { stdout } = await draw(path, '--on-page', '--width', width, '--lang', key);
      parts.push(`<div class="boot-story boot-${kind}" lang="${tag}">${stdout.trim()}</div>`);
    }
  }
  return parts.join('');
}

const HATCHES = '<svg class="defs" width="0" height="0" aria-hidden="true"><defs>'
  + '<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch-line" d="M0 0V7"/></pattern>'
  + '<pattern id="hidden-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path class="hidden-hatch-line" d="M0 0V5"/></pattern>'
  + '</defs></svg>';
const LOGO = '<svg class="logo" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path class="logo-axis" d="M1 14h18M4 14V8M9 14V8M14 14V8"/><path class="logo-mark" d="M12 2.5h4L14 6z"/></svg>';

const state = () => {
  const words = Object.fromEntries(Object.keys(LANGUAGES).map((key) => [key, WORDS[key].loading]));
  return `<div class="boot-state"><span role="status">${said(words)}</span><progress class="boot-bar" max="1" value="0" aria-label="${WORDS.en.loading}"></progress></div>`;
};

/** The page's frame. */
function wholePage(title, about, board) {
  const others = inEach((key, tag) => `<button type="button" class="plain small" disabled lang="${tag}">${WORDS[key].others}</button>`);
  return `<div class="boot lab" data-view="page" data-mode="lab" data-tab="queues" aria-busy="true">
<header class="top"><div class="brand">${LOGO}<span class="product">Offset Lab</span><h1 class="title boot-name">${title}</h1></div>${state()}</header>
<div class="tabs"></div>
<main class="panels"><div class="side"></div><section class="board">
<div class="about-line"><p class="boot-about">${about}</p>${others}<button type="button" class="plain icon-only small" disabled></button></div>
<div class="board-panel"><div class="board-scroll"><div class="board-head"></div>${board}</div></div>
</section><div class="inspect panel"></div><div class="time panel"></div><div class="log panel"></div></main><div class="boot-foot"></div>
</div>`;
}

/** The frame of a figure in another page. */
function figure(title, board) {
  return `<div class="boot lab" data-view="embed" data-mode="figure" aria-busy="true">
<header class="figure-title"><h1 class="boot-name">${title}</h1></header>
<main class="board"><div class="board-panel"><div class="board-scroll">${board}</div></div></main>
<footer class="embed-foot">${state()}</footer>
</div>`;
}

/** `html` with the first picture of `view` ("page" or "embed") in place of its sentences, which it keeps below the picture. */
export async function withFirstPicture(html, view, source) {
  const [, before, notes, after] = /^(.*<div id="offset-lab">)(.*?)(<\/div>\s*<\/body>.*)$/s.exec(html) ?? [];
  if (after === undefined) throw new Error('index.html has lost its <div id="offset-lab">');
  const path = join(source, 'www/scenarios/story.json');
  const story = JSON.parse(await readFile(path, 'utf8'));
  const board = `${HATCHES}${await pictures(path)}<div class="boot-own"></div>${notes.trim()}`;
  const frame = view === 'page' ? wholePage(said(story.title), said(story.text), board) : figure(said(story.title), board);
  return `${before}\n${frame}\n${after}`;
}
