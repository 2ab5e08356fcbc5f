// The page kept for use without a network: all of it or nothing, a new version when a person says so, nothing of it in a frame. Each test has a
// server of its own, whose folder is a copy of the built page.
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addOffline } from '../../scripts/offline.mjs';
import { DIST, assert, labTest, untilMounted } from './harness.mjs';
import { screen } from './screen.mjs';

const WORKER = 'offline-worker.js';

/** A copy of the page on a server of its own, which can become another build. */
async function siteOf({ serving, folder }) {
  const dir = await folder();
  await cp(DIST, dir, { recursive: true, filter: (path) => !/\.(gz|br)$/.test(path) });
  const { url } = await serving({ dir, base: '/lab/' });
  return {
    dir,
    url,
    /** Another build: a scenario with another title, and a worker that lists it. `spoil` is done before anybody can see the worker. */
    async rebuild(title, spoil) {
      const path = join(dir, 'scenarios/retention.json');
      const scenario = JSON.parse(await readFile(path, 'utf8'));
      await writeFile(path, JSON.stringify({ ...scenario, title: { en: title, zh: title } }));
      const beside = await folder();
      await cp(dir, beside, { recursive: true });
      await cp(new URL(`../../www/${WORKER}`, import.meta.url), join(beside, WORKER));
      await addOffline(beside);
      await spoil?.();
      await cp(join(beside, WORKER), join(dir, WORKER));
    },
  };
}

async function keep(page, site) {
  await page.goto(`${site.url}course.html?lang=en`);
  await page.getByRole('button', { name: 'Keep it here' }).click();
  await page.getByText('Kept. The lab and this course open').waitFor();
}

async function mounted(page, address) {
  await page.goto(address);
  await untilMounted(page);
}

const update = (page) => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  const found = new Promise((done) => { registration.addEventListener('updatefound', done, { once: true }); });
  const { installing, waiting } = await registration.update();
  const worker = installing ?? waiting ?? await found.then(() => registration.installing ?? registration.waiting);
  // A worker that sees at once that its build is not whole is gone before anybody can look at it.
  if (!worker) return 'redundant';
  await new Promise((done) => {
    const look = () => worker.state !== 'installing' && done();
    worker.addEventListener('statechange', look);
    look();
  });
  return worker.state;
});

const prompt = (page) => page.getByText('A new version of Offset Lab is here.');

labTest('the page, a lesson, an import, an upgrade and an embed work without a network', async ({ page, context, shot, axe, serving, folder }) => {
  const site = await siteOf({ serving, folder });
  await keep(page, site);
  await axe();
  await page.locator('#offline').scrollIntoViewIfNeeded();
  await shot('offline-kept');
  await context.setOffline(true);
  const lab = screen(page);
  await mounted(page, `${site.url}?lang=en`);
  await lab.playPast(76_000);
  await page.reload();
  await untilMounted(page);
  await mounted(page, `${site.url}?lesson=address`);
  await lab.lesson.getByRole('heading', { name: 'Two queues' }).waitFor();
  await mounted(page, site.url);
  await lab.top.getByRole('button', { name: 'Open', exact: true }).click();
  await lab.dialog('Open').getByLabel('Choose a file').setInputFiles({
    name: 'consumerOffset.json', mimeType: 'text/plain', buffer: await readFile(new URL('../import/5.3.3/consumerOffset.json', import.meta.url)),
  });
  await page.getByRole('heading', { level: 1, name: /^Imported/ }).waitFor();
  await mounted(page, `${site.url}?scenario=new-group`);
  await lab.top.getByRole('button', { name: /^RocketMQ 5\.0 docs/ }).click();
  await page.getByRole('radio', { name: /^RocketMQ 5\.3/ }).check();
  await page.getByRole('button', { name: 'Compare side by side' }).click();
  await page.getByRole('region', { name: 'Upgrade', exact: true }).getByText(/^Up to /).waitFor({ timeout: 100_000 });
  await mounted(page, `${site.url}embed.html?scenario=retention`);
  await page.goto(`${site.url}course.html`);
  await page.getByRole('button', { name: 'Remove it' }).click();
  await page.getByRole('button', { name: 'Keep it here' }).waitFor();
  assert.deepEqual(await page.evaluate(() => caches.keys()), []);
});

labTest('installing the page as an app keeps it, and nothing is kept before', async ({ page, context, until, serving, folder }) => {
  const site = await siteOf({ serving, folder });
  const lab = screen(page);
  await mounted(page, `${site.url}?lang=en`);
  const cdp = await context.newCDPSession(page);
  const { errors, url, data } = await cdp.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  for (const { src, sizes } of JSON.parse(data).icons) {
    const icon = await page.evaluate(async (address) => {
      const image = Object.assign(new Image(), { src: address });
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, new URL(src, url).href);
    if (sizes !== 'any') assert.equal(icon, sizes);
  }
  const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
  // A context of a test is a private window, which installs nothing.
  assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'), []);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  // What the browser says when a person has installed it.
  await page.evaluate(() => { dispatchEvent(new Event('appinstalled')); });
  await until(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state), (state) => state === 'activated');
  await context.setOffline(true);
  await page.reload();
  await untilMounted(page);
  await lab.playPast(76_000);
});

labTest('what was not kept is said to need a network', { expected: [/ERR_INTERNET_DISCONNECTED/] }, async ({ page, context, serving, folder }) => {
  const site = await siteOf({ serving, folder });
  await keep(page, site);
  await context.setOffline(true);
  await mounted(page, `${site.url}?scenario=nothing-like-that&lang=en`);
  await page.getByText(/This browser is offline, or the server does not answer/).waitFor();
});

labTest('a new version waits until a person takes it, and is said in no lesson and no frame', async ({ page, context, until, shot, serving, folder }) => {
  const site = await siteOf({ serving, folder });
  await keep(page, site);
  const lab = screen(page);
  await mounted(page, `${site.url}?lang=en`);
  await site.rebuild('Another build');
  assert.equal(await update(page), 'installed');
  await prompt(page).waitFor();
  await shot('offline-new-version');
  await page.getByRole('button', { name: 'Later', exact: true }).click();
  await prompt(page).waitFor({ state: 'detached' });

  await mounted(page, `${site.url}?lesson=address&lang=en`);
  await lab.lesson.getByRole('heading', { name: 'Two queues' }).waitFor();
  await page.waitForLoadState('networkidle');
  assert.equal(await prompt(page).count(), 0);
  const host = await context.newPage();
  await host.goto(`${site.url}demo.html`);
  await host.evaluate(() => { document.body.innerHTML = '<iframe src="./?lang=en"></iframe>'; });
  const frame = await until(() => host.frames()[1]);
  await untilMounted(frame);
  await host.waitForLoadState('networkidle');
  assert.equal(await prompt(frame).count(), 0);

  // The one before is whole until then.
  await mounted(page, `${site.url}?scenario=retention&lang=en`);
  assert.notEqual(await lab.title(), 'Another build');
  await mounted(page, `${site.url}?lang=en`);
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Use it now' }).click()]);
  await untilMounted(page);
  await context.setOffline(true);
  await mounted(page, `${site.url}?scenario=retention&lab=again&lang=en`);
  assert.equal(await lab.title(), 'Another build');
  assert.equal((await page.evaluate(() => caches.keys())).length, 1);
});

labTest('a build that is not whole is not taken, and the one before stays', async ({ page, context, serving, folder }) => {
  const site = await siteOf({ serving, folder });
  await keep(page, site);
  await mounted(page, `${site.url}?lang=en`);
  await site.rebuild('Half a build', () => rm(join(site.dir, 'importer.wasm')));
  assert.equal(await update(page), 'redundant');
  // Nor one whose files are of two builds.
  const licenses = await readFile(join(site.dir, 'licenses.txt'));
  await writeFile(join(site.dir, 'licenses.txt'), 'of another build');
  await cp(join(DIST, 'importer.wasm'), join(site.dir, 'importer.wasm'));
  await site.rebuild('Two builds', () => writeFile(join(site.dir, 'licenses.txt'), licenses));
  assert.equal(await update(page), 'redundant');
  assert.equal((await page.evaluate(() => caches.keys())).length, 1);
  await context.setOffline(true);
  await mounted(page, `${site.url}?scenario=retention&lang=en`);
  assert.equal(await prompt(page).count(), 0);
});
