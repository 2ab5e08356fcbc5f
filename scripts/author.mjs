// author.html: the page on which lessons are written. Its fixed words are in it in every language at once, as in course.html; www/author.js makes
// the rest. Not here: the words (www/author-words.js), the checker (src/checker).
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WORDS } from '../www/author-words.js';
import { withColours } from './rules.mjs';

const LANGUAGES = Object.entries(WORDS);
const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);
const word = (name) => LANGUAGES.map(([, words]) => `<span lang="${words.tag}">${escaped(words[name])}</span>`).join('');
/** What cannot hold elements gets the words of the language on screen from author.js. */
const said = (of) => LANGUAGES.map(([key, words]) => ` data-${key}="${escaped(of(key, words))}"`).join('');
const named = (name) => said((_, words) => words[name]);
const option = (value, of) => `<option value="${escaped(value)}"${said(of)}>${escaped(of('en', WORDS.en))}</option>`;
const button = (name, more = '') => `<button type="button" data-do="${name}"${more}>${word(name)}</button>`;

async function titles(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json') && name !== 'course.json').map((name) => name.slice(0, -5));
  return Promise.all(names.sort().map(async (name) => ({ name, title: JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')).title })));
}

function pageOf(lessons, scenarios, course) {
  const listed = (all) => all.map(({ name, title }) => option(name, (key) => title[key] ?? title.en)).join('');
  const order = new Map(course.modules.flatMap((module) => module.lessons).map((lesson, at) => [lesson.id, at]));
  const sorted = [...lessons].sort((a, b) => (order.get(a.name) ?? 99) - (order.get(b.name) ?? 99));
  const ideas = course.misconceptions.map(({ id, name }) => `<option value="${escaped(id)}">${escaped(`${name.en} · ${name.zh}`)}</option>`).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${WORDS.en.title} – Offset Lab</title>
<link rel="icon" href="./icon.svg">
<link rel="stylesheet" href="./author.css">
<script type="module" src="./author.js"></script>
</head>
<body>
<header><a href="./">${word('lab')}</a><a href="./course.html">${word('course')}</a><button type="button" data-do="language">${word('other')}</button></header>
<main>
<h1>${word('title')}</h1>
<p class="intro">${word('intro')}</p>
<section class="start" aria-labelledby="start"><h2 id="start" class="hidden">${word('start')}</h2>
<label>${word('built_in')}<select id="built-in">${option('', (_, words) => words.choose)}${listed(sorted)}</select></label>
<label>${word('file')}<input id="file" type="file" accept=".json,application/json"></label>
<form id="address"><label>${word('address')}<input name="address" type="text" inputmode="url" autocomplete="off" spellcheck="false"></label><button>${word('load')}</button></form>
${button('blank')}${button('record')}${button('save', ' class="solid"')}
</section>
<p class="said" role="status"></p>
<section class="record" aria-labelledby="record" hidden><h2 id="record">${word('record')}</h2><p>${word('record_intro')}</p>
<div class="row"><label>${word('scenario')}<select id="scenario">${option('', (_, words) => words.empty_lab)}${listed(scenarios)}</select></label>
<label>${word('becomes')}<select id="becomes">${['each', 'one', 'task'].map((how) => option(how, (_, words) => words[`becomes_${how}`])).join('')}</select></label>
${button('from_here')}${button('draft', ' class="solid" disabled')}${button('cancel')}<p class="count" role="status"></p></div>
<iframe id="recorded"${named('record_lab')}></iframe></section>
<div class="work">
<section class="steps" aria-labelledby="steps"><h2 id="steps">${word('steps')}</h2><ol></ol>
<form id="add"><label>${word('add_kind')}<select name="kind">${Object.keys(WORDS.en.kinds).map((kind) => option(kind, (_, words) => words.kinds[kind])).join('')}</select></label><button>${word('add')}</button></form></section>
<section class="editor" aria-labelledby="editor"><h2 id="editor" tabindex="-1"></h2><div class="row acts"></div><div class="fields"></div>
<details><summary>${word('json')}</summary><textarea id="json" rows="16" spellcheck="false"></textarea><p class="bad" role="status"></p></details></section>
<section class="beside"><div class="checker"><h2>${word('checker')}</h2><p class="verdict" role="status"></p><ul></ul></div>
<div class="preview"><div class="row"><h2>${word('preview')}</h2>${button('preview_from', ' aria-pressed="true"')}${button('preview_whole', ' aria-pressed="false"')}${button('wide', ' aria-pressed="false"')}</div>
<iframe id="preview"${named('preview_frame')}></iframe></div></section>
</div>
<datalist id="ideas">${ideas}</datalist>
</main>
</body>
</html>
`;
}

/** Writes author.html and its style into the built page. */
export async function addAuthor(staging, source) {
  const course = JSON.parse(await readFile(join(source, 'lessons/course.json'), 'utf8'));
  const [lessons, scenarios] = [await titles(join(source, 'lessons')), await titles(join(source, 'www/scenarios'))];
  await writeFile(join(staging, 'author.html'), pageOf(lessons, scenarios, course));
  await writeFile(join(staging, 'author.css'), await withColours(source, await readFile(join(source, 'www/author.css'), 'utf8')));
}
