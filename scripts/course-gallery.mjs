// Makes docs/screenshots/course: for each module of the course in dist/ a sheet with the main moment of every lesson, which is what its first
// Run or comparison comes to, or its task or order of steps: wide and narrow, light and dark, in both languages, and presented to a room.
//
//   scripts/gallery.sh course [OUTDIR]
//
// Needs the environment of scripts/env.sh; scripts/gallery.sh sets it. With SINGLES=DIR each picture is written there too, to be looked at.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DIST, closeEnvironment, environment, newContext, openLab } from '../tests/e2e/browser.mjs';
import { sheetOf } from './sheet.mjs';

const out = process.argv[2] ?? fileURLToPath(new URL('../docs/screenshots/course', import.meta.url));
const SHEET_SCALE = 0.3;
const LOOKS = [
  { size: [1280, 800], language: 'en', theme: 'light' }, { size: [1280, 800], language: 'zh', theme: 'dark' },
  { size: [390, 844], language: 'en', theme: 'dark' }, { size: [390, 844], language: 'zh', theme: 'light' },
  { size: [1920, 1080], language: 'en', theme: 'light', presents: true },
];
const MAIN = ['run', 'compare', 'challenge', 'order'];

const read = async (id) => JSON.parse(await readFile(join(DIST, `lessons/${id}.json`), 'utf8'));

/** Goes to a lesson's main moment. A presented one is shown at its question. */
async function goTo(page, steps, presents) {
  const kinds = steps.map((step) => Object.keys(step)[0]);
  const main = kinds.findIndex((kind) => MAIN.includes(kind));
  const to = presents && kinds.includes('predict') ? kinds.indexOf('predict') : main;
  for (let at = 0; at <= to; at += 1) {
    const on = page.locator('.lesson .solid');
    if (at < to) {
      const [choices, fields] = [page.locator('.lesson input[type=radio]'), page.locator('.lesson input[type=number]')];
      if (await choices.count() > 0) await choices.first().check();
      else if (await fields.count() > 0) for (const field of await fields.all()) await field.fill('5');
      await page.locator('.lesson .solid:enabled').waitFor();
      await on.click();
      await page.locator(`.steps span:nth-child(${at + 2}).is-now`).waitFor();
    } else if (['run', 'compare'].includes(kinds[at])) {
      await page.locator('.lesson .solid:enabled').waitFor();
    }
  }
}

const { server, browser } = await environment();
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const drawing = await browser.newPage();
for (const [at, module] of (await read('course')).modules.entries()) {
  const cells = [];
  for (const [column, { size, language, theme, presents }] of LOOKS.entries()) {
    const context = await newContext(browser, { size, theme, locale: language === 'zh' ? 'zh-CN' : 'en-US' });
    const page = await context.newPage();
    for (const [row, { id }] of module.lessons.entries()) {
      await openLab(page, server.url, `?lesson=${id}`);
      await page.locator('.lesson').waitFor();
      if (presents) await page.keyboard.press('p');
      await goTo(page, (await read(id)).steps, presents);
      await page.mouse.move(0, 0);
      const picture = await page.screenshot({ animations: 'disabled' });
      if (process.env.SINGLES) await writeFile(join(process.env.SINGLES, `${id}-${size[0]}-${language}-${theme}.png`), picture);
      cells.push({ url: `data:image/png;base64,${picture.toString('base64')}`, row, column, title: `${id}, ${size.join(' × ')}, ${language}, ${theme}` });
    }
    await context.close();
  }
  const sheet = await sheetOf(drawing, cells, SHEET_SCALE);
  await writeFile(join(out, `module-${at + 1}.webp`), sheet);
  console.log(`module ${at + 1}: ${sheet.length.toLocaleString('en')} bytes`);
}
await closeEnvironment();
