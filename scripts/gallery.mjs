// Makes docs/screenshots/views: for each view of the page in dist/ a sheet with its pictures in two languages, two themes and three widths;
// and the single pictures beside that folder. With `story` only story-WIDTH.webp beside that folder: the story, as it opens, at four widths.
//
//   scripts/gallery.sh [OUTDIR | story]
//
// Needs the environment of scripts/env.sh; scripts/gallery.sh sets it.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closeEnvironment, environment, newContext, openLab, untilDrawn } from '../tests/e2e/browser.mjs';
import { tour } from '../tests/e2e/tour.mjs';
import { sheetOf } from './sheet.mjs';

const VIEWS = fileURLToPath(new URL('../docs/screenshots/views', import.meta.url));
const onlyStory = process.argv[2] === 'story';
const out = onlyStory ? VIEWS : process.argv[2] ?? VIEWS;
/** Sizes of the story, and how large a picture is in its sheet. */
const STORY = [[[390, 844], 1], [[768, 1024], 0.7], [[1280, 800], 0.7], [[1920, 1080], 0.5]];
const SIZES = [[1280, 800], [768, 1024], [360, 780]];
// Pictures of their own: view, size, language and theme.
const SINGLES = {
  'board.png': 'board 1280 en light', 'board-dark.png': 'board 1280 en dark', 'phone.png': 'board 360 en light', 'aside.png': 'pockets 1280 en light',
};
const ROWS = [['en', 'light'], ['en', 'dark'], ['zh', 'light'], ['zh', 'dark']];

const { server, browser } = await environment();
const contextOf = (size, language, theme) => newContext(browser, { size, theme, locale: language === 'zh' ? 'zh-CN' : 'en-US' });

/** The story as it opens, a sheet for each width. */
async function story() {
  const sheets = await browser.newPage();
  for (const [size, scale] of STORY) {
    const cells = [];
    for (const [at, [language, theme]] of ROWS.entries()) {
      const context = await contextOf(size, language, theme);
      const page = await context.newPage();
      await openLab(page, server.url, '?scenario=story');
      await page.locator('.lane-picture').first().waitFor();
      await untilDrawn(page);
      const picture = await page.screenshot({ animations: 'disabled' });
      const url = `data:image/png;base64,${picture.toString('base64')}`;
      cells.push({ url, row: at >> 1, column: at & 1, title: `${size.join(' × ')}, ${language}, ${theme}` });
      await context.close();
    }
    await writeFile(join(out, '..', `story-${size[0]}.webp`), await sheetOf(sheets, cells, scale));
    console.log(`story-${size[0]}.webp`);
  }
}

if (onlyStory) {
  await story();
  await closeEnvironment();
  process.exit();
}
const [views, singles] = [new Map(), new Map()];
for (const [column, size] of SIZES.entries()) {
  for (const [row, [language, theme]] of ROWS.entries()) {
    const context = await contextOf(size, language, theme);
    const page = await context.newPage();
    const open = (...where) => openLab(page, server.url, ...where);
    await tour({ page, open, language }, async (view) => {
      // What a pointer left behind, such as a tip, is no part of the view.
      await page.mouse.move(0, 0);
      await untilDrawn(page);
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
  const picture = await sheetOf(page, cells);
  bytes += picture.length;
  await writeFile(join(out, `${view}.webp`), picture);
}
for (const [name, picture] of singles) await writeFile(join(out, '..', name), picture);
console.log(`${(await readdir(out)).length} sheets, ${bytes.toLocaleString('en')} bytes, in ${out}`);
await closeEnvironment();
