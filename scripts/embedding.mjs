// embedding.html: the page on which a doc writer chooses what to show and copies the code for it. It carries every language at once, as
// course.html does; www/embedding.js makes it work, www/embed-code.js has the code for each tool. Not here: the element (offset-lab.js).
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withColours } from './rules.mjs';

/** The page's own words, by the key that the texts of scenarios and lessons have. */
const WORDS = {
  en: {
    tag: 'en', title: 'Put a lab into a page',
    intro: 'Choose what to show. The preview is the real thing; below it is the code for your tool.',
    what: 'What to show', scenarios: 'Scenarios', lessons: 'Lessons', shared: 'The shared lab', name: 'Title', name_note: 'Its accessible name',
    at: 'Begins at', at_note: 'Such as 75s or 2m; empty: where it begins by itself', queue: 'Only this queue', queue_note: 'A topic, or TOPIC.0; empty: all',
    view: 'View', view_queue: 'Queues', view_chart: 'Chart', view_table: 'Table',
    controls: 'Controls', controls_full: 'All', controls_basic: 'Play and step', controls_none: 'None',
    height: 'Height', height_note: 'In pixels; empty: as tall as its content',
    language: 'Language', language_auto: 'As the page', theme: 'Theme', theme_auto: 'As the page', theme_light: 'Light', theme_dark: 'Dark',
    load: 'Loads', load_click: 'When a reader clicks', load_visible: 'When it is scrolled to', load_eager: 'With the page',
    base: 'Where the folder is on your site', base_note: 'The unpacked download. For a README write the whole address',
    own: 'The download has no picture of this. Draw it, and save it as', draw: 'Draw the picture',
    preview: 'Preview', code: 'Code', once: 'Once for the site', page: 'Where the lab is to be', unpack: 'Unpack the download into', copy: 'Copy', copied: 'Copied',
    not_copied: 'This browser does not let the page copy. Select the text instead.',
    alt: (title) => `${title}: the queues with Min, Max and consumer offsets`, lab: 'Offset Lab', other: '中文',
    more: 'All attributes, methods and events are in docs/embedding.md of the project.',
  },
  zh: {
    tag: 'zh-CN', title: '将实验嵌入页面',
    intro: '选择要展示的内容。预览即实际效果，其下是各文档工具所用的代码。',
    what: '展示内容', scenarios: '场景', lessons: '课程', shared: '分享的实验', name: '标题', name_note: '供读屏软件使用的名称',
    at: '起始时刻', at_note: '例如 75s 或 2m；留空则按其自身的起点', queue: '只显示该队列', queue_note: '主题名，或 主题名.0；留空则全部显示',
    view: '视图', view_queue: '队列', view_chart: '图表', view_table: '表格',
    controls: '控件', controls_full: '全部', controls_basic: '播放与单步', controls_none: '无',
    height: '高度', height_note: '像素；留空则与内容等高',
    language: '语言', language_auto: '跟随页面', theme: '主题外观', theme_auto: '跟随页面', theme_light: '浅色', theme_dark: '深色',
    load: '何时加载', load_click: '读者点击时', load_visible: '滚动到可见时', load_eager: '随页面加载',
    base: '该目录在站点上的路径', base_note: '下载包解压后的目录。用于 README 时请写完整地址',
    own: '下载包中没有对应的图片。请生成图片并保存为', draw: '生成图片',
    preview: '预览', code: '代码', once: '每个站点一次', page: '放置实验之处', unpack: '将下载包解压到', copy: '复制', copied: '已复制',
    not_copied: '此浏览器不允许页面复制，请手动选取文本。',
    alt: (title) => `${title}：队列及其最小位点、最大位点和消费位点`, lab: 'Offset Lab', other: 'English',
    more: '全部属性、方法与事件见项目的 docs/embedding.md。',
  },
};

const LANGUAGES = Object.entries(WORDS);
const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);
const each = (of) => LANGUAGES.map(([key, words]) => `<span lang="${words.tag}">${escaped(of(key, words))}</span>`).join('');
const word = (name) => each((_, words) => words[name]);

/** An option cannot hold elements, so embedding.js gives it the words of the language on screen. */
const said = (of) => LANGUAGES.map(([key, words]) => ` data-${key}="${escaped(of(key, words))}"`).join('');
const option = (value, of, more = '') => `<option value="${escaped(value)}"${said(of)}${more}>${escaped(of('en', WORDS.en))}</option>`;
const choice = (name, label, values) => `<label>${word(label)}<select name="${name}">${values.map(([value, words]) => option(value, (_, all) => all[words])).join('')}</select></label>`;
const field = (name, label, more = '') => `<label>${word(label)}<input name="${name}" type="text" autocomplete="off" spellcheck="false" aria-describedby="${name}-note"${more}><small id="${name}-note">${word(`${label}_note`)}</small></label>`;

async function titles(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json') && name !== 'course.json').map((name) => name.slice(0, -5));
  const all = await Promise.all(names.map(async (name) => ({ name, title: JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')).title })));
  // The story first, as everywhere.
  return all.sort((a, b) => (b.name === 'story') - (a.name === 'story') || a.title.en.localeCompare(b.title.en));
}

/** In img/ a lesson of a scenario's name has `lesson-` before it. */
const pictureName = (kind, name, others) => (kind === 'lesson' && others.some((other) => other.name === name) ? `lesson-${name}` : name);

const group = (kind, label, all, others) => `<optgroup${said((_, words) => words[label])} label="${WORDS.en[label]}">${all.map(({ name, title }) => option(`${kind}:${name}`, (key) => title[key] ?? title.en, ` data-picture="${pictureName(kind, name, others)}"`)).join('')}</optgroup>`;

function pageOf(scenarios, lessons) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${WORDS.en.title} – Offset Lab</title>
<link rel="icon" href="./icon.svg">
<link rel="stylesheet" href="./embedding.css">
<script src="./offset-lab.js" defer></script>
<script type="module" src="./embedding.js"></script>
</head>
<body${said((_, words) => words.alt('{}'))}>
<header><a href="./">${word('lab')}</a><button type="button" id="language">${word('other')}</button></header>
<main>
<h1>${word('title')}</h1>
<p class="intro">${word('intro')}</p>
<form>
<label class="wide">${word('what')}<select name="what">${option('share:', (_, words) => words.shared, ' hidden disabled')}${group('scenario', 'scenarios', scenarios, [])}${group('lesson', 'lessons', lessons, scenarios)}</select></label>
${field('title', 'name')}
${field('at', 'at')}
${field('queue', 'queue')}
${choice('view', 'view', [['queue', 'view_queue'], ['chart', 'view_chart'], ['table', 'view_table']])}
${choice('controls', 'controls', [['full', 'controls_full'], ['basic', 'controls_basic'], ['none', 'controls_none']])}
${field('height', 'height', ' inputmode="numeric"')}
<label>${word('language')}<select name="lang">${option('', (_, words) => words.language_auto)}<option value="en">English</option><option value="zh-CN">中文</option></select></label>
${choice('theme', 'theme', [['auto', 'theme_auto'], ['light', 'theme_light'], ['dark', 'theme_dark']])}
${choice('load', 'load', [['click', 'load_click'], ['visible', 'load_visible'], ['eager', 'load_eager']])}
${field('base', 'base', ' value="/offset-lab/"')}
</form>
<section class="preview" aria-labelledby="preview"><h2 id="preview">${word('preview')}</h2><div></div><p class="own">${word('own')} <code></code> <button type="button">${word('draw')}</button></p></section>
<section class="code" aria-labelledby="code"><h2 id="code">${word('code')}</h2>
<div class="hosts" role="group" aria-labelledby="code"></div>
<p class="unpack">${word('unpack')} <code></code></p>
<div class="once"><h3>${word('once')}</h3></div>
<div class="page"><h3>${word('page')}</h3></div>
<template><figure><figcaption><code></code><button type="button">${word('copy')}</button></figcaption><pre tabindex="0"><code></code></pre></figure></template>
<p role="status"${said((_, words) => `${words.copied}|${words.not_copied}`)}></p>
<p class="more">${word('more')}</p>
</section>
</main>
</body>
</html>
`;
}

/** Writes embedding.html and its style into the built page. */
export async function addEmbedding(staging, source) {
  const [scenarios, lessons] = [await titles(join(source, 'www/scenarios')), await titles(join(source, 'lessons'))];
  await writeFile(join(staging, 'embedding.html'), pageOf(scenarios, lessons));
  await writeFile(join(staging, 'embedding.css'), await withColours(source, await readFile(join(source, 'www/embedding.css'), 'utf8')));
}
