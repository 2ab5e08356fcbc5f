// lessons/course.json as a page beside the lab: course.html, the way through the course. It carries every language at once (the style shows
// one) and no progress: course.js adds what this browser has noted of it. Not here: the lessons themselves, which the lab opens.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withColours } from './rules.mjs';

/** Each language of the course with the page's own words, by the key that the course's texts have. */
const WORDS = {
  en: {
    tag: 'en', lab: 'Offset Lab', minutes: (n) => `${n} min`, go: 'Go on', begin: 'Begin', needs: 'Builds on', progress: 'Done', other: '中文',
    lesson: 'Lesson', challenge: 'Challenge', drill: 'Incident drill', results: 'Your results',
    results_text: 'They are kept in this browser only. Nothing is sent anywhere.', json: 'Copy as JSON', csv: 'Copy as CSV', forget: 'Forget them',
    code: 'Completion code', glossary: 'Words', ideas: 'Wrong ideas, and what holds', answers: 'What you predicted, and what happened',
    question: 'Question', predicted: 'Your answer', happened: 'What happened', idea: 'The wrong idea behind it',
    points: 'Points', harm: 'Does harm', order: 'In the right order', real: 'On a cluster', author: 'Write a lesson of your own',
    recall: 'Do you still know it? A question from', right: 'Right.', wrong: 'Not right. Try again.',
  },
  zh: {
    tag: 'zh-CN', lab: 'Offset Lab', minutes: (n) => `${n} 分钟`, go: '继续', begin: '开始', needs: '先修', progress: '已完成', other: 'English',
    lesson: '课', challenge: '挑战', drill: '故障演练', results: '你的结果',
    results_text: '只保存在这个浏览器里，不会发送到任何地方。', json: '复制为 JSON', csv: '复制为 CSV', forget: '清除',
    code: '完成码', glossary: '术语', ideas: '常见误解与实际情况', answers: '你的预测与实际结果',
    question: '问题', predicted: '你的答案', happened: '实际结果', idea: '背后的误解',
    points: '得分', harm: '有害', order: '正确的顺序', real: '在集群上', author: '自己编写一课',
    recall: '还记得吗？来自', right: '正确。', wrong: '不对，再试一次。',
  },
};

const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);
/** One thing in every language; the style shows that of <html lang>. */
const each = (of) => Object.entries(WORDS).map(([key, words]) => `<span lang="${words.tag}">${escaped(of(key, words))}</span>`).join('');
const own = (texts) => each((key) => texts[key]);
const word = (name) => each((_, words) => words[name]);

function lessonItem(lesson, titles, recall) {
  const needs = (lesson.needs ?? []).map((id) => `<a href="#${id}">${own(titles.get(id))}</a>`).join(', ');
  return `<li id="${lesson.id}" data-lesson="${lesson.id}"${recall ? ` data-recall="${recall.id}"` : ''}>
<a class="go" href="./?lesson=${lesson.id}"><b>${own(lesson.title)}</b></a>
<p class="kind">${word(lesson.kind ?? 'lesson')} · ${each((_, words) => words.minutes(lesson.minutes))}${needs ? ` · ${word('needs')} ${needs}` : ''}</p>
<p class="noted" hidden></p>
<details class="answers" hidden><summary>${word('answers')}</summary></details>
</li>`;
}

function definitions(title, all) {
  return `<section><h2>${word(title)}</h2><dl>${all.map(({ id, name, text }) => `<div id="${title}-${id}"><dt>${own(name)}</dt><dd>${own(text)}</dd></div>`).join('\n')}</dl></section>`;
}

function pageOf(course) {
  const lessons = course.modules.flatMap((module) => module.lessons);
  const titles = new Map(lessons.map((lesson) => [lesson.id, lesson.title]));
  // The lesson whose question comes again before this one.
  const recall = (lesson) => (course.recall_after > 0 ? lessons[lessons.indexOf(lesson) - course.recall_after] : undefined);
  const modules = course.modules.map((module) => `<section class="module"><h2>${own(module.title)}</h2>
<ol>${module.lessons.map((lesson) => lessonItem(lesson, titles, recall(lesson))).join('\n')}</ol></section>`);
  const button = (name) => `<button type="button" data-do="${name}">${word(name)}</button>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(course.title.en)} – Offset Lab</title>
<link rel="icon" href="./icon.svg">
<link rel="stylesheet" href="./course.css">
<script src="./course.js" defer></script>
<script src="./recall.js" defer></script>
<script type="module" src="./offline.js"></script>
</head>
<body>
<header><a href="./">${word('lab')}</a><button type="button" data-do="language">${each((_, words) => words.other)}</button></header>
<main>
<h1>${own(course.title)}</h1>
<p>${own(course.text)}</p>
<div class="standing"><p><span id="done">${word('progress')}</span> <output aria-labelledby="done">0 / ${lessons.length}</output></p><progress max="${lessons.length}" value="0" aria-labelledby="done"></progress>
<a class="next" href="./?lesson=${lessons[0].id}"><span class="begin">${word('begin')}:</span><span class="on" hidden>${word('go')}:</span> <span class="title"></span></a></div>
<section class="recall" aria-labelledby="recall"${course.shuffle ? ' data-shuffle' : ''} hidden><h2 id="recall">${word('recall')} <span data-part="lesson"></span></h2>
<p id="recalled" data-part="question"></p><div role="radiogroup" aria-labelledby="recalled"></div>
<p role="status"><b data-part="right" class="is-right" hidden>${word('right')}</b><b data-part="wrong" class="is-wrong" hidden>${word('wrong')}</b> <span data-part="because"></span> <span data-part="always"></span></p></section>
${modules.join('\n')}
<section class="results"><h2>${word('results')}</h2><p>${word('results_text')}</p>
<p class="code" hidden>${word('code')} <code></code></p>
<p class="acts">${button('json')}${button('csv')}${button('forget')}</p><p role="status"></p></section>
<p><a class="author" href="./author.html">${word('author')}</a></p>
<section id="offline" hidden></section>
<template><div class="scroll" tabindex="0"><table><thead><tr>${['question', 'predicted', 'happened', 'idea'].map((name) => `<th scope="col">${word(name)}</th>`).join('')}</tr></thead><tbody></tbody></table></div>
${['points', 'harm', 'order', 'real'].map((name) => `<div data-part="${name}"><h3>${word(name)}</h3></div>`).join('\n')}</template>
${definitions('glossary', course.glossary ?? [])}
${definitions('ideas', course.misconceptions ?? [])}
</main>
</body>
</html>
`;
}

/** Writes course.html and its style into the built page, where there is a course. */
export async function addCourse(staging, source) {
  const path = join(source, 'lessons/course.json');
  if (!existsSync(path)) return;
  await writeFile(join(staging, 'course.html'), pageOf(JSON.parse(await readFile(path, 'utf8'))));
  await writeFile(join(staging, 'course.css'), await withColours(source, await readFile(join(source, 'www/course.css'), 'utf8')));
}
