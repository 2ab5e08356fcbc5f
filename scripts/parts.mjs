// What the built page has of other projects: Bootstrap's icons, as symbols in its HTML, and modern-normalize as the ground of its style.
// Only the icons that src/ui/draw/icons.rs names are taken. Their licences go beside the page, in licenses.txt.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const packages = () => {
  if (!process.env.NODE_MODULES) throw new Error('parts.mjs needs NODE_MODULES of scripts/env.sh');
  return process.env.NODE_MODULES;
};

/** The symbols, as one hidden drawing. */
async function symbols(source) {
  const names = [...(await readFile(join(source, 'src/ui/draw/icons.rs'), 'utf8')).matchAll(/"#bi-([a-z0-9-]+)"/g)].map(([, name]) => name);
  if (names.length === 0) throw new Error('src/ui/draw/icons.rs names no icon');
  const each = async (name) => {
    const svg = await readFile(join(packages(), 'bootstrap-icons/icons', `${name}.svg`), 'utf8');
    const inside = /viewBox="0 0 16 16">(.*)<\/svg>/s.exec(svg)?.[1].replace(/\n\s*/g, '');
    if (!inside) throw new Error(`the icon ${name} is not drawn on a grid of 16 by 16`);
    return `<symbol id="bi-${name}" viewBox="0 0 16 16">${inside}</symbol>`;
  };
  return `<svg class="icon-set" aria-hidden="true">${(await Promise.all(names.map(each))).join('')}</svg>`;
}

/** The page's HTML with the icons in it. */
export async function withIcons(html, source) {
  const [before, after] = html.split('<div id="offset-lab">');
  if (after === undefined) throw new Error('index.html has lost its <div id="offset-lab">');
  return `${before}${await symbols(source)}<div id="offset-lab">${after}`;
}

/** The style in `folder` on its ground, and the licences. */
export async function addGround(folder) {
  const style = join(folder, 'style.css');
  const ground = await readFile(join(packages(), 'modern-normalize/modern-normalize.css'), 'utf8');
  await writeFile(style, ground + (await readFile(style, 'utf8')));
  const licence = async ([name, file]) => `${name}\n\n${await readFile(join(packages(), name, file), 'utf8')}`;
  const licences = await Promise.all([['bootstrap-icons', 'LICENSE'], ['modern-normalize', 'license']].map(licence));
  await writeFile(join(folder, 'licenses.txt'), `This page has parts of other projects.\n\n${licences.join('\n\n')}`);
}
