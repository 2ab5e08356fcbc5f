// Makes docs/screenshots/views: for each view of the page in dist/ a sheet with its pictures in two languages, two themes and three widths;
// and the single pictures beside that folder.
//
//   scripts/gallery.sh [OUTDIR]
//
// Needs the environment of scripts/env.sh; scripts/gallery.sh sets it. Chromium draws the sheets and makes them WebP, which is a quarter of
// what the same PNG would be.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closeEnvironment, environment, newContext, openLab } from '../tests/e2e/browser.mjs';
import { tour } from '../tests/e2e/tour.mjs';

const out = process.argv[2] ?? fileURLToPath(new URL('../docs/screenshots/views', import.meta.url));
const SIZES = [[1280, 800], [768, 1024], [360, 780]];
// Pictures of their own: view, size, language and theme.
const SINGLES = {
  'board.png': 'board 1280 en light', 'board-dark.png': 'board 1280 en dark', 'phone.png': 'board 360 en light', 'aside.png': 'pockets 1280 en light',
};
const ROWS = [['en', 'light'], ['en', 'dark'], ['zh', 'light'], ['zh', 'dark']];

/** Draws pictures under each other and side by side, in a page; gives the sheet as base64. */
async function sheet(cells) {
  const [GAP, SCALE, HEAD] = [12, 0.45, 18];
  const images = await Promise.all(cells.map(async (cell) => ({ ...cell, image: await createImageBitmap(await (await fetch(cell.url)).blob()) })));
  const widest = (column) => Math.max(0, ...images.filter((cell) => cell.column === column).map(({ image }) => image.width * SCALE));
  const columns = [...new Set(images.map(({ column }) => column))].sort();
  const left = new Map();
  let x = GAP;
  for (const column of columns) {
    left.set(column, x);
    x += widest(column) + GAP;
  }
  const top = new Map();
  let y = GAP;
  for (const row of [...new Set(images.map(({ row: of }) => of))].sort()) {
    top.set(row, y + HEAD);
    y += HEAD + GAP + Math.max(...images.filter((cell) => cell.row === row).map(({ image }) => image.height * SCALE));
  }
  const canvas = Object.assign(document.createElement('canvas'), { width: x, height: y });
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#8a8d90';
  pen.fillRect(0, 0, x, y);
  pen.font = '12px sans-serif';
  pen.imageSmoothingQuality = 'high';
  for (const { image, row, column, title } of images) {
    const [at, from] = [left.get(column), top.get(row)];
    pen.fillStyle = '#fff';
    pen.fillText(title, at, from - 5);
    pen.drawImage(image, at, from, image.width * SCALE, image.height * SCALE);
  }
  return canvas.toDataURL('image/webp', 0.6).split(',')[1];
}

const { server, browser } = await environment();
const [views, singles] = [new Map(), new Map()];
for (const [column, size] of SIZES.entries()) {
  for (const [row, [language, theme]] of ROWS.entries()) {
    const context = await newContext(browser, { size, theme, locale: language === 'zh' ? 'zh-CN' : 'en-US' });
    const page = await context.newPage();
    const open = (...where) => openLab(page, server.url, ...where);
    await tour({ page, open, language }, async (view) => {
      // What a pointer left behind, such as a tip, is no part of the view.
      await page.mouse.move(0, 0);
      const picture = await page.screenshot({ animations: 'disabled' });
      const single = Object.keys(SINGLES).find((name) => SINGLES[name] === `${view} ${size[0]} ${language} ${theme}`);
      if (single) {
        await page.locator('.board-scroll').evaluate((board) => { board.scrollTop = 0; });
        singles.set(single, await page.screenshot({ animations: 'disabled' }));
      }
      const url = `data:image/png;base64,${picture.toString('base64')}`;
      views.set(view, [...views.get(view) ?? [], { url, row, column, title: `${size.join(' × ')}, ${language}, ${theme}` }]);
    });
    await context.close();
    console.log(`${size.join('×')} ${language} ${theme}`);
  }
}
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const page = await browser.newPage();
let bytes = 0;
for (const [view, cells] of views) {
  const picture = Buffer.from(await page.evaluate(sheet, cells), 'base64');
  bytes += picture.length;
  await writeFile(join(out, `${view}.webp`), picture);
}
for (const [name, picture] of singles) await writeFile(join(out, '..', name), picture);
console.log(`${(await readdir(out)).length} sheets, ${bytes.toLocaleString('en')} bytes, in ${out}`);
await closeEnvironment();
