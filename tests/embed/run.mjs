// The recipes of docs/embedding.md, run: each site of docs/embed/ is built by its tool, served under a sub-path with a Content-Security-Policy
// like that of Apache's sites, and opened in Chromium and Firefox. Arguments are tools' names. What was seen goes to the end of docs/embedding.md,
// with a picture for each. `scripts/test-embed.sh` runs it.
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../scripts/serve.mjs';
import { lookAtReadme, lookAtSite, lookAtSlides } from './look.mjs';
import { SITES, TOOLS, built, recipes, shots } from './tools.mjs';

// What infra.apache.org sets for project sites: frames and programs of the site's own only.
const CSP = "default-src 'self' data: blob: 'unsafe-inline'; script-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline' data:; "
  + "frame-src 'self' data: blob:; worker-src 'self' data: blob:; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; frame-ancestors 'self'";
const BASE = '/handbook/';
const PAGE = join(SITES, '../embedding.md');
const SHOT_BYTES_MAX = 60_000;
const { CHROME, FIREFOX, PEERS } = process.env;
const puppeteer = createRequire(join(PEERS, 'x.js'))('puppeteer-core');

const BROWSERS = {
  Chromium: { browser: 'chrome', executablePath: CHROME, args: ['--disable-gpu', '--no-sandbox', '--disable-dev-shm-usage'] },
  Firefox: { browser: 'firefox', executablePath: FIREFOX },
};

async function withBrowser(name, work) {
  const profile = await mkdtemp(join(tmpdir(), 'offset-lab-embed-'));
  const browser = await puppeteer.launch({ ...BROWSERS[name], userDataDir: profile, headless: true, timeout: 60_000, protocolTimeout: 120_000 });
  try {
    return await work(browser);
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** The site holds what the page that makes embeds gives for this tool. */
async function holdsRecipe(id) {
  const host = (await recipes()).find((each) => each.id === id);
  const files = (await readdir(join(SITES, id), { recursive: true, withFileTypes: true })).filter((file) => file.isFile());
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath ?? file.path, file.name), 'utf8')));
  const lab = { base: id === 'readme' ? `https://example.org${BASE}offset-lab/` : `${BASE}offset-lab/`, scenario: 'story', title: 'Min, Max and consumer offset', alt: 'The queues of a topic with MinOffset, MaxOffset and the consumer offsets of two groups' };
  const plain = (text) => text.replace(/\s+/g, ' ');
  for (const [where, code] of [...host.once(lab), host.page(lab)]) {
    if (!texts.some((text) => plain(text).includes(plain(code)))) throw new Error(`docs/embed/${id} does not hold what embedding.html gives for ${where}`);
  }
}

async function tryTool(id) {
  const tool = TOOLS[id];
  const row = { id, name: tool.name, version: '', built: '', Chromium: '', Firefox: '', clean: '' };
  if (!tool.checked && !tool.pages) await holdsRecipe(id);
  const site = await built(id);
  if (site.missing) return { ...row, built: `left out: ${site.missing}` };
  Object.assign(row, { version: site.version, built: tool.build ? 'yes' : '–' });
  // Types are looked at by the compiler alone.
  if (tool.checked) return { ...row, Chromium: '–', Firefox: '–', clean: 'yes' };
  const server = await serve({ dir: site.folder, base: BASE, more: { 'Content-Security-Policy': CSP } });
  const problems = [];
  try {
    for (const name of Object.keys(BROWSERS)) {
      await withBrowser(name, async (browser) => {
        const look = tool.readme ? lookAtReadme : tool.slides ? lookAtSlides : lookAtSite;
        const shot = name === 'Chromium' ? shots(id) : undefined;
        for (const [at, links] of Object.entries(tool.pages ?? { '': undefined })) {
          const given = { dark: tool.dark, shot: at ? undefined : shot, count: tool.labs, links };
          problems.push(...(await look(browser, server.url + at, given)).map((problem) => `${name}: ${problem}`));
        }
        row[name] = `yes, ${(await browser.version()).replace(/^\D*/, '').split('.')[0]}`;
      });
    }
  } finally {
    await server.close();
  }
  if ((await stat(shots(id))).size > SHOT_BYTES_MAX) await rm(shots(id));
  row.clean = problems.length === 0 ? 'yes' : `no: ${[...new Set(problems)].join('; ').slice(0, 300)}`;
  return row;
}

const COLUMNS = ['name', 'version', 'built', 'Chromium', 'Firefox', 'clean'];
const TITLE = '\n## What was seen\n';
const HEAD = `
\`make test-embed\` writes this section. Each site was built by its tool, served under \`${BASE}\` with a
Content-Security-Policy like that of Apache's project sites, and opened. *Opened* means: the picture first;
before the click nothing of the lab's but the element and its pictures; two labs run; they follow the theme while
they run, by the site's own switch where it has one, else by \`data-theme\`; a print (PDF) while they run is that
of before the click, with the pictures; going to another page and back leaves no frame, and the labs run again.
*Clean* means no error and no warning in either console. Slides have frames instead, which load and play with
their slide, and nothing is printed; a README is a picture that links to the lab.

| Tool | Version | Built | Chromium | Firefox | Console clean |
|---|---|---|---|---|---|
`;

/** The rows of before, by tool, where only some are run now. */
async function written() {
  const [, text] = (await readFile(PAGE, 'utf8')).split(TITLE);
  return new Map(text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| Tool')).map((line) => [line.slice(2).split(' |')[0], line]));
}

const wanted = process.argv.slice(2);
const ids = Object.keys(TOOLS).filter((id) => wanted.length === 0 || wanted.includes(id));
if (ids.length === 0) throw new Error(`no such tool; there are ${Object.keys(TOOLS).join(', ')}`);
const rows = await written();
let failed = 0;
let passed = 0;
for (const id of ids) {
  console.log(`test-embed: ${TOOLS[id].name}`);
  const row = await tryTool(id).catch((error) => ({ id, name: TOOLS[id].name, failure: String(error.stderr || error.stdout || error.stack || error).slice(0, 3000) }));
  if (row.failure || row.clean.startsWith('no')) {
    failed += 1;
    console.log(`  FAILED  ${row.failure ?? row.clean}`);
  } else {
    passed += row.built.startsWith('left out') ? 0 : 1;
    console.log(`  ${COLUMNS.map((name) => row[name]).join(' | ')}`);
  }
  if (!row.failure) rows.set(row.name, `| ${COLUMNS.map((name) => row[name]).join(' | ')} |`);
}
const listed = Object.values(TOOLS).map(({ name }) => rows.get(name)).filter(Boolean);
const pictures = [];
for (const [id, { name }] of Object.entries(TOOLS)) {
  if (await stat(shots(id)).catch(() => undefined)) pictures.push(`**${name}**\n\n![${name}: the page with running labs](embed/${id}.webp)`);
}
const [before] = (await readFile(PAGE, 'utf8')).split(TITLE);
await writeFile(PAGE, `${before}${TITLE}${HEAD}${listed.join('\n')}\n\n${pictures.join('\n\n')}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
