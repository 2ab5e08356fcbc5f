// `make release`: what of the built page is handed on, in release/: the page as one file, as a folder for a web server, as an npm package, and as
// SCORM packages; their sums, and a list of their sizes. The same page gives the same bytes. docs/release.md says what each is for.
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { writeScorm } from './scorm.mjs';
import { writeSingle } from './single.mjs';
import { zipped } from './zip.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Packed files are for a server that is told to send them: whoever has one builds the page. */
const LEFT_OUT = /\.(gz|br)$/;

async function filesIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name))).filter((name) => !LEFT_OUT.test(name)).sort();
}

export async function versionOf(root = ROOT) {
  return /^version = "([^"]+)"/m.exec(await readFile(join(root, 'Cargo.toml'), 'utf8'))[1];
}

async function writeFolder(dist, path, version) {
  const names = await filesIn(dist);
  const files = await Promise.all([...names.map(async (name) => [`offset-lab-${version}/${name}`, await readFile(join(dist, name))])]);
  files.push([`offset-lab-${version}/LICENSE`, await readFile(join(ROOT, 'LICENSE'))]);
  await writeFile(path, zipped(Object.fromEntries(files)));
}

const packageJson = (version, typed) => ({
  name: 'offset-lab',
  version,
  description: 'Apache RocketMQ’s consumer progress as a lab in a page: the <offset-lab> element and the page that it shows.',
  license: 'Apache-2.0',
  keywords: ['rocketmq', 'offset', 'consumer', 'simulator', 'custom-element'],
  // The element registers itself, which is all that importing it does.
  sideEffects: true,
  ...(typed ? { types: './dist/offset-lab.d.ts' } : {}),
  exports: {
    '.': { ...(typed ? { types: './dist/offset-lab.d.ts' } : {}), default: './dist/offset-lab.js' },
    './dist/*': './dist/*',
    './package.json': './package.json',
  },
  files: ['dist'],
});

const README = (version) => `# offset-lab ${version}

\`\`\`html
<offset-lab base="./offset-lab/" scenario="story" title="Consumer progress"></offset-lab>
\`\`\`

\`import 'offset-lab'\` defines the element. What it shows is in \`dist/\`: copy that folder to where your site keeps static
files (\`cp -r node_modules/offset-lab/dist public/offset-lab\`) and name the place in \`base\`. Nothing else is loaded.
`;

/** The npm package, as \`npm pack\` makes it. */
async function writeNpm(dist, path, version) {
  const folder = await mkdtemp(join(tmpdir(), 'offset-lab-'));
  try {
    const names = await filesIn(dist);
    for (const name of names) await cp(join(dist, name), join(folder, 'dist', name));
    await writeFile(join(folder, 'package.json'), `${JSON.stringify(packageJson(version, names.includes('offset-lab.d.ts')), null, 2)}\n`);
    await writeFile(join(folder, 'README.md'), README(version));
    await cp(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
    const { stdout } = await promisify(execFile)('npm', ['pack', '--json', '--ignore-scripts', '--offline'], { cwd: folder, maxBuffer: Infinity });
    await rename(join(folder, JSON.parse(stdout)[0].filename), path).catch(() => cp(join(folder, JSON.parse(stdout)[0].filename), path));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Makes everything of the page in `dist` in `folder`. */
export async function makeRelease(dist, folder) {
  const version = await versionOf();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeSingle(dist, join(folder, `offset-lab-${version}.html`));
  await writeFolder(dist, join(folder, `offset-lab-${version}.zip`), version);
  await writeNpm(dist, join(folder, `offset-lab-${version}.tgz`), version);
  await writeScorm(dist, join(folder, 'scorm'), version);
  const names = await filesIn(folder);
  const sums = await Promise.all(names.map(async (name) => `${createHash('sha256').update(await readFile(join(folder, name))).digest('hex')}  ${name}`));
  await writeFile(join(folder, 'SHA256SUMS'), `${sums.join('\n')}\n`);
  return names;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [dist = join(ROOT, 'dist'), folder = join(ROOT, 'release')] = process.argv.slice(2);
  console.log('release: the single file, the folder, the npm package, the SCORM packages');
  for (const name of await makeRelease(dist, folder)) {
    const { size } = await stat(join(folder, name));
    console.log(`${size.toLocaleString('en').padStart(12)}  ${name}`);
  }
  console.log(`release: done. Sums are in ${join(folder, 'SHA256SUMS')}`);
}
