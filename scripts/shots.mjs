// Takes pictures of the page in dist/ for people to look at: three sizes, light and dark.
//
//   node scripts/shots.mjs OUTDIR [QUERY] [FILE]      e.g. node scripts/shots.mjs /tmp/shots '?scenario=story' index.html
//
// Needs the environment of scripts/env.sh; scripts/shots.sh sets it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { closeEnvironment, environment, newContext, openLab } from '../tests/e2e/browser.mjs';

const [out, query = '', file = 'index.html'] = process.argv.slice(2);
if (!out) throw new Error('usage: node scripts/shots.mjs OUTDIR [QUERY] [FILE]');
await mkdir(out, { recursive: true });

const { server, browser } = await environment();
for (const size of [[1280, 800], [768, 1024], [360, 780]]) {
  for (const theme of ['light', 'dark']) {
    const context = await newContext(browser, { size, theme });
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
    await openLab(page, server.url, query, file, { wait: file !== 'demo.html' });
    await page.waitForLoadState('networkidle');
    const path = join(out, `${file.replace('.html', '')}-${size[0]}-${theme}.png`);
    await page.screenshot({ path });
    console.log(path);
    await context.close();
  }
}
await closeEnvironment();
