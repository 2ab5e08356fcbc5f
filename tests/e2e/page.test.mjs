// The built page as such: it starts under a sub-path and a strict policy, downloads what the size gate counts, and says in words what
// is wrong when it cannot start.
import { firstOpen } from '../../scripts/size-gate.mjs';
import { DIST, assert, labTest } from './harness.mjs';
import { screen } from './screen.mjs';

labTest('the program replaces the skeleton', async ({ page, open }) => {
  await open();
  assert.equal(await page.locator('.boot').count(), 0);
  assert.equal(await page.locator('main').count(), 1);
});

labTest('the first open downloads what the size gate counts and nothing else', async ({ page, open, base, until }) => {
  const fetched = new Set();
  page.on('requestfinished', (request) => fetched.add(request.url().slice(base.length).replace(/[?#].*/, '')));
  await open();
  await page.waitForLoadState('networkidle');
  const counted = await firstOpen(DIST);
  await until(() => fetched.has('icon.svg') || fetched.size >= counted.length - 1);
  const uncounted = [...fetched].filter((name) => !counted.includes(name));
  assert.deepEqual(uncounted, []);
});

labTest('the page starts at the root of its folder without a file name', async ({ open }) => {
  await open('', '');
});

labTest('unknown parameters of the address are ignored, and the console says so', async ({ page, open }) => {
  const notes = [];
  page.on('console', (message) => message.type() === 'info' && notes.push(message.text()));
  await open('?colour=blue&speed=fast&theme=dark');
  assert.deepEqual(notes.filter((note) => note.startsWith('offset-lab:')), [
    'offset-lab: ignored "colour=blue" in the address',
    'offset-lab: ignored "speed=fast" in the address',
  ]);
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
});

labTest('a program that does not load leaves a sentence', { expected: [/console: .*/] }, async ({ page, open }) => {
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 500, body: '' }));
  await open('', 'index.html', { wait: false });
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.innerText(), /The lab could not start/);
});

labTest('a browser without WebAssembly gets a sentence', async ({ page, open }) => {
  await page.addInitScript(() => { delete window.WebAssembly; });
  await open('?lang=zh-CN', 'index.html', { wait: false });
  await page.getByText('WebAssembly').waitFor();
  assert.match(await page.getByRole('alert').innerText(), /实验台未能启动/);
});

labTest('without scripts the page says what it needs', { expected: [/request: .* csp/], context: { javaScriptEnabled: false } }, async ({ page, open }) => {
  await open('', 'index.html', { wait: false });
  await page.locator('noscript p').waitFor();
});
