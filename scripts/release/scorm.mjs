// SCORM 1.2 packages of the built page: one of the course and one of each lesson, a zip each. The page is in lab/, as it was built; scorm.html at
// the root frames it and reports (scorm.js). Not in them: pictures, the demo, the element, and what keeps the page offline: a learning
// management system has its own.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipped } from './zip.mjs';

const own = (name) => readFile(new URL(name, import.meta.url));
const LEFT_OUT = /^(pictures\/|img\/|demo|embed|offset-lab\.(js|d\.ts)$|offline|app\.webmanifest|icon-|string-test)|\.(gz|br)$/;

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);
const titled = ({ en, zh }) => (zh && zh !== en ? `${en} / ${zh}` : en);

/** What is not in the package is not asked for either. */
function withoutWhatIsLeftOut(name, bytes) {
  // The first script says which picture stands until the program has come.
  if (/^first-.*\.js$/.test(name)) return `${bytes}\nif(document.documentElement.dataset.picture==='own')document.documentElement.dataset.picture='none';`;
  if (!name.endsWith('.html')) return bytes;
  return bytes.toString().replace(/\s*<link rel="manifest"[^>]*>/, '').replace(/<script type="module" src="\.\/offline\.js"><\/script>\n?/, '');
}

/** The page's files by their place in a package. */
async function labFiles(dist) {
  const entries = await readdir(dist, { withFileTypes: true, recursive: true });
  const names = entries.filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1)).filter((name) => !LEFT_OUT.test(name)).sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => {
    const bytes = await readFile(join(dist, name));
    return [`lab/${name}`, Buffer.from(withoutWhatIsLeftOut(name, bytes))];
  })));
}

const manifest = ({ id, title, version }, names) => `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="offset-lab.${id}" version="${version}" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="course">
    <organization identifier="course">
      <title>${escaped(title)}</title>
      <item identifier="item" identifierref="sco"><title>${escaped(title)}</title></item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="sco" type="webcontent" adlcp:scormtype="sco" href="scorm.html">
${names.map((name) => `      <file href="${escaped(name)}"/>`).join('\n')}
    </resource>
  </resources>
</manifest>
`;

const page = ({ title, lesson, lessons, ideas }) => `<!doctype html>
<html lang="en"${lesson ? ` data-lesson="${lesson}"` : ''} data-lessons="${lessons.join(' ')}" data-ideas="${ideas.join(' ')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="icon" href="lab/icon.svg">
<link rel="stylesheet" href="scorm.css">
</head>
<body>
<p class="alone" hidden>No learning management system was found around this page, so nothing is reported. <span lang="zh-CN">没有找到学习管理系统，结果不会上报。</span></p>
<iframe title="${escaped(title)}"></iframe>
<script src="scorm.js"></script>
</body>
</html>
`;

/** The packages of the page in `dist`: their names and what is in each, by its place. */
export async function scormPackages(dist, version) {
  const course = JSON.parse(await readFile(join(dist, 'lessons/course.json'), 'utf8'));
  const lessons = course.modules.flatMap((module) => module.lessons);
  const ideas = (course.misconceptions ?? []).map((idea) => idea.id);
  const lab = await labFiles(dist);
  const [script, style] = await Promise.all([own('scorm.js'), own('scorm.css')]);
  const packageOf = (id, about) => {
    const files = { 'scorm.html': Buffer.from(page({ ...about, ideas })), 'scorm.js': script, 'scorm.css': style, ...lab };
    const listed = manifest({ id, version, title: about.title }, Object.keys(files));
    return { name: `offset-lab-${version}-${id}-scorm12.zip`, files: { 'imsmanifest.xml': Buffer.from(listed), ...files } };
  };
  return [
    packageOf(`course.${course.id}`, { title: titled(course.title), lessons: lessons.map((lesson) => lesson.id) }),
    ...lessons.map(({ id, title }) => packageOf(`lesson.${id}`, { title: titled(title), lesson: id, lessons: [id] })),
  ];
}

/** Writes them into `folder`, and gives their names. */
export async function writeScorm(dist, folder, version) {
  await mkdir(folder, { recursive: true });
  const names = [];
  for (const { name, files } of await scormPackages(dist, version)) {
    await writeFile(join(folder, name), zipped(files));
    names.push(name);
  }
  return names;
}
