// What `make release` made, used as people use it: the npm package installed into an empty project and built with Vite, the folder behind a web
// server, the single file from a disk, the sums. Not here: what the page does (tests/e2e), Firefox (firefox.test.mjs).
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makeRelease, versionOf } from '../../scripts/release/make.mjs';
import { serve } from '../../scripts/serve.mjs';
import { DIST, assert, labTest, untilMounted } from '../e2e/harness.mjs';

const RELEASE = fileURLToPath(new URL('../../release/', import.meta.url));
const VITE = 'vite@8.3.8';
const run = promisify(execFile);
const version = await versionOf();
const { unzipSync } = createRequire(join(process.env.RELEASE_MODULES, 'x.js'))('fflate');

async function withFolder(body) {
  const folder = await mkdtemp(join(tmpdir(), 'offset-lab-'));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

labTest('an empty project installs the package, Vite builds it, and the lab runs', { timeout: 300_000 }, async ({ page, until, shot }) => withFolder(async (folder) => {
  await writeFile(join(folder, 'package.json'), '{ "name": "site", "private": true, "type": "module" }');
  const npm = (...words) => run('npm', [...words, '--no-audit', '--no-fund'], { cwd: folder, maxBuffer: Infinity });
  await npm('install', join(RELEASE, `offset-lab-${version}.tgz`));
  await npm('install', '-D', '-E', VITE);
  await cp(join(folder, 'node_modules/offset-lab/dist'), join(folder, 'public/offset-lab'), { recursive: true });
  await writeFile(join(folder, 'index.html'), `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Site</title><link rel="icon" href="./offset-lab/icon.svg"></head>
<body><h1>Site</h1><offset-lab base="./offset-lab/" scenario="story" title="Consumer progress"><p>A queue with two groups.</p></offset-lab><script type="module" src="./main.js"></script></body></html>`);
  await writeFile(join(folder, 'main.js'), "import 'offset-lab';\n");
  await run(join(folder, 'node_modules/.bin/vite'), ['build', '--base', './'], { cwd: folder });
  const built = await readdir(join(folder, 'dist/assets'));
  assert.ok(built.some((name) => name.endsWith('.js')));
  const site = await serve({ dir: join(folder, 'dist'), base: '/team/site/' });
  try {
    await page.goto(site.url);
    await page.getByText('A queue with two groups.').waitFor();
    await page.getByRole('button', { name: 'Run this lab' }).click();
    const frame = await until(() => page.frames()[1]);
    await untilMounted(frame);
    await page.getByText('A queue with two groups.').waitFor({ state: 'hidden' });
    await shot('release-vite');
  } finally {
    await site.close();
  }
}));

labTest('the folder runs behind a web server under its own name', async ({ page }) => withFolder(async (folder) => {
  for (const [name, bytes] of Object.entries(unzipSync(await readFile(join(RELEASE, `offset-lab-${version}.zip`))))) {
    assert.ok(name.startsWith(`offset-lab-${version}/`), name);
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  const site = await serve({ dir: folder, base: '/static/' });
  try {
    for (const place of ['', 'embed.html?scenario=retention']) {
      await page.goto(`${site.url}offset-lab-${version}/${place}`);
      await untilMounted(page);
      await page.waitForLoadState('networkidle');
    }
    await page.goto(`${site.url}offset-lab-${version}/course.html`);
    await page.getByRole('heading', { level: 1, name: 'Consumer progress' }).waitFor();
  } finally {
    await site.close();
  }
}));

labTest('the single file opens', async ({ page }) => {
  await page.goto(pathToFileURL(join(RELEASE, `offset-lab-${version}.html`)).href);
  await untilMounted(page);
});

labTest('the sums are those of the files, and the same page gives the same release', { timeout: 300_000 }, async () => withFolder(async (folder) => {
  const sums = await readFile(join(RELEASE, 'SHA256SUMS'), 'utf8');
  for (const line of sums.trim().split('\n')) {
    const [sum, name] = line.split('  ');
    assert.equal(createHash('sha256').update(await readFile(join(RELEASE, name))).digest('hex'), sum, name);
  }
  await makeRelease(DIST, folder);
  assert.equal(await readFile(join(folder, 'SHA256SUMS'), 'utf8'), sums);
}));
