// What a host page can do with a lab, and what neither it nor a frame can: the methods and events of <offset-lab>, and hostile pages.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DIST, assert, labTest, untilMounted } from './harness.mjs';

const story = () => readFile(join(DIST, 'scenarios/story.json'), 'utf8');
const FAILED = 'The lab could not be loaded here.';

/** Opens a page of a host's own beside the lab, with this in its body. */
async function hostPage({ page, base }, body, script = '') {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A host</title><link rel="icon" href="./icon.svg"><script src="./offset-lab.js" defer></script>
<script>window.heard = []; for (const name of ['lab-ready', 'lab-state', 'lab-event', 'lab-error']) addEventListener(name, (event) => heard.push([name, event.detail]));${script}</script>
<body><h1>A host</h1>${body}</body></html>`;
  await page.route('**/host.html', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto(`${base}host.html`);
  await page.waitForFunction(() => customElements.get('offset-lab'));
}

/** Calls a method of the page's element; a refusal is its message. */
const call = (page, name, ...given) => page.evaluate(
  ([method, values]) => document.querySelector('offset-lab')[method](...values).catch((error) => `refused: ${error.message}`), [name, given],
);
const frameOf = async (page) => (await page.locator('offset-lab iframe').elementHandle()).contentFrame();
const heard = (page, name) => page.evaluate((wanted) => window.heard.filter(([each]) => each === wanted).map(([, detail]) => detail), name);

labTest('a host plays, pauses, steps, seeks and restarts, and each promise is kept', async ({ page, base, until }) => {
  await hostPage({ page, base }, '<offset-lab scenario="story" title="Story"><p>A picture.</p></offset-lab>');
  // The first call loads the lab.
  await call(page, 'seek', '90s');
  let state = await call(page, 'getState');
  assert.equal(state.at_us, '90000000');
  assert.equal(state.playing, false);
  assert.ok(state.rows.length > 0 && state.rows.every(({ topic, queue, min_offset, lag }) => topic && /^\d+$/.test(queue) && /^\d+$/.test(min_offset) && (lag === null || /^-?\d+$/.test(lag))));
  await call(page, 'seek', 1500);
  assert.equal((await call(page, 'getState')).at_us, '1500000');
  await call(page, 'play');
  await until(() => heard(page, 'lab-state'), (all) => all.some((each) => each.playing));
  await call(page, 'pause');
  state = await call(page, 'getState');
  assert.equal(state.playing, false);
  const before = BigInt(state.at_us);
  await call(page, 'step');
  assert.ok(BigInt((await call(page, 'getState')).at_us) > before);
  await call(page, 'restart');
  assert.equal((await call(page, 'getState')).at_us, '0');
  await until(() => heard(page, 'lab-event'), (all) => all.some(({ verb }) => verb === 'reset') && all.some(({ verb, object }) => verb === 'started' && object === 'Story'));
  assert.equal((await heard(page, 'lab-ready')).length, 1);
  assert.match(await call(page, 'seek', 'tomorrow'), /^refused: not a time/);
});

labTest('a state is the lab: it can be set again, drawn and loaded', async ({ page, base }) => {
  await hostPage({ page, base }, '<offset-lab scenario="story" title="Story"></offset-lab>');
  await call(page, 'seek', '80s');
  const state = await call(page, 'getState');
  const svg = await call(page, 'snapshot');
  assert.match(svg, /^<svg[^]*<\/svg>\s*$/);
  await call(page, 'load', JSON.parse(await readFile(join(DIST, 'scenarios/retention.json'), 'utf8')));
  assert.notDeepEqual((await call(page, 'getState')).rows, state.rows);
  await call(page, 'setState', state);
  const again = await call(page, 'getState');
  assert.deepEqual([again.at_us, again.rows], [state.at_us, state.rows]);
  assert.match(await call(page, 'load', '{"format":"offset-lab-scenario/1"}'), /^refused: line 1, column \d+/);
  assert.match(await call(page, 'load', `{"a":${'['.repeat(50_000)}`), /^refused: /);
  assert.match(await call(page, 'load', 'x'.repeat(1_100_000)), /^refused: larger than 1 MiB/);
  assert.deepEqual((await call(page, 'getState')).rows, state.rows, 'what is refused changes nothing');
});

labTest('a lesson tells its host what the learner does', async ({ page, base, until }) => {
  await hostPage({ page, base }, '<offset-lab lesson="mark-is-next" title="A lesson" load="eager"></offset-lab>');
  await until(() => heard(page, 'lab-ready'), (all) => all.length === 1);
  const frame = await frameOf(page);
  const first = (await call(page, 'getState')).lesson;
  assert.deepEqual([first.step, first.done], [0, false]);
  const panel = frame.locator('.lesson');
  await until(async () => {
    const radio = panel.getByRole('radio').first();
    if (await radio.isVisible()) await radio.check();
    await panel.getByRole('button').last().click({ timeout: 1000 }).catch(() => {});
    return heard(page, 'lab-event');
  }, (all) => all.some(({ verb }) => verb === 'step-completed' || verb === 'predicted'));
});

labTest('seed, moment and queue are the host\'s to choose', async ({ page, base, until }) => {
  const open = async (attributes) => {
    await hostPage({ page, base }, `<offset-lab scenario="story" title="Story" ${attributes} load="eager"></offset-lab>`);
    await until(() => heard(page, 'lab-ready'), (all) => all.length === 1);
    return call(page, 'getState');
  };
  const [own, same, other] = [await open('at="2m"'), await open('at="2m" seed="7"'), await open('at="2m" seed="8"')];
  assert.equal(own.at_us, '120000000');
  assert.deepEqual(same.rows, own.rows);
  assert.notDeepEqual(other.rows, own.rows);
  const all = await (await frameOf(page)).locator('.lane').count();
  const { topic, queue } = own.rows[1];
  await open(`at="2m" queue="${topic}.${queue}"`);
  const frame = await frameOf(page);
  assert.ok(all > 1);
  await until(() => frame.locator('.lane').count(), (count) => count === 1);
});

labTest('a file of the host\'s own opens, and one that cannot leaves the picture', { expected: [/404/, /CORS/, /ERR_FAILED/] }, async ({ page, base, until, serving }) => {
  await page.route('**/mine.json', async (route) => route.fulfill({ contentType: 'application/json', body: (await story()).replace('"seed": 7', '"seed": 9') }));
  await page.route('**/large.json', (route) => route.fulfill({ contentType: 'application/json', body: 'x'.repeat(2_000_000) }));
  await page.route('**/bad.json', (route) => route.fulfill({ contentType: 'application/json', body: '<img src=x onerror=alert(1)>' }));
  const asked = [];
  page.on('request', (request) => { if (request.url().endsWith('.json')) asked.push(request); });
  await hostPage({ page, base }, '<offset-lab src="./mine.json" title="Mine"><p>A picture.</p></offset-lab>');
  await page.getByRole('button').click();
  await until(() => heard(page, 'lab-ready'), (all) => all.length === 1);
  assert.ok((await call(page, 'getState')).rows.length > 0);
  // No lab of this folder is the whole of it.
  assert.equal(await (await frameOf(page)).locator('.whole').isVisible(), false);
  // The page asked for it, and the frame for nothing.
  assert.deepEqual(asked.map((request) => [new URL(request.url()).pathname.split('/').pop(), request.frame() === page.mainFrame()]), [['mine.json', true]]);
  const other = await serving({ dir: DIST });
  const granting = await serving({ dir: DIST, more: { 'Access-Control-Allow-Origin': '*' } });
  // A page that a server gave: what a test gives in its place may not speak to another server of this machine.
  await page.goto(`${base}demo.html`);
  const from = (url) => page.evaluate((address) => {
    const lab = document.querySelector('offset-lab');
    lab.setAttribute('src', address);
    return lab.getState().then(({ rows }) => rows.length, (error) => error.message);
  }, `${url}scenarios/story.json`);
  assert.ok(await from(granting.url) > 0, 'another origin that allows it');
  assert.equal(await from(other.url), 'Failed to fetch');
  for (const [src, why] of [['./nowhere.json', /404/], ['./large.json', /larger than 1 MiB/], ['./bad.json', /line 1/], ['javascript:heard.push("ran")', /not an address/], ['data:application/json,{}', /not an address/]]) {
    await hostPage({ page, base }, `<offset-lab src='${src}' title="Mine"><p>A picture.</p></offset-lab>`);
    await page.getByRole('button').click();
    await page.getByText(FAILED).waitFor();
    assert.ok(await page.getByText('A picture.').isVisible(), src);
    assert.match((await heard(page, 'lab-error'))[0], why);
    assert.equal(await page.locator('offset-lab iframe').count(), 0);
  }
});

labTest('a queue or a link that is none leaves the picture and says why', async ({ page, base }) => {
  for (const [attribute, why] of [['queue="orders.9"', /no queue orders\.9/], ['queue="nope"', /no queue nope/], [`share="1.${'a'.repeat(8192)}"`, /at most 8192/]]) {
    await hostPage({ page, base }, `<offset-lab scenario="story" ${attribute} title="Mine"><p>A picture.</p></offset-lab>`);
    await page.getByRole('button').click();
    await page.getByText(FAILED).waitFor();
    assert.ok(await page.getByText('A picture.').isVisible(), attribute);
    assert.match((await heard(page, 'lab-error'))[0], why);
  }
});

labTest('a frame is heard once each time that it loads', async ({ page, base, until }) => {
  const hello = "const { port1, port2 } = new MessageChannel(); port1.onmessage = () => { document.title += 'x'; }; parent.postMessage({ lab: 1, type: 'hello' }, '*', [port2]);";
  await page.route('**/evil/embed.html*', (route) => route.fulfill({ contentType: 'text/html', body: `<title></title><script>for (let i = 0; i < 1000; i += 1) { ${hello} } parent.postMessage('end', '*');</script>` }));
  await page.route('**/mine.json', (route) => route.fulfill({ contentType: 'application/json', body: '{}' }));
  await hostPage({ page, base }, '<offset-lab src="./mine.json" title="Story" base="./evil/"><p>A picture.</p></offset-lab>');
  await page.evaluate(() => { window.ended = new Promise((done) => { addEventListener('message', ({ data }) => { if (data === 'end') done(); }); }); });
  await page.getByRole('button').click();
  await page.evaluate(() => window.ended);
  const frame = await until(() => page.frames()[1]);
  // The text is handed to the port of the first hello, and to no other.
  await until(() => frame.title());
  await frame.evaluate(() => new Promise((done) => { requestAnimationFrame(done); }));
  assert.equal(await frame.title(), 'x');
});

labTest('a scenario that is not there leaves the picture', { expected: [/404/] }, async ({ page, base }) => {
  await hostPage({ page, base }, '<offset-lab scenario="nope" title="Nope"><p>A picture.</p></offset-lab>');
  await page.getByRole('button').click();
  await page.getByText(FAILED).waitFor();
  assert.ok(await page.getByText('A picture.').isVisible());
  assert.match((await heard(page, 'lab-error'))[0], /nope/);
  assert.deepEqual(await heard(page, 'lab-ready'), []);
});

labTest('hostile attributes are text', async ({ page, base }) => {
  const evil = 'javascript:heard.push("ran")';
  const names = ['scenario', 'lesson', 'view', 'controls', 'speed', 'persist', 'seed', 'at', 'queue', 'share', 'theme', 'lang', 'height', 'id', 'load', 'run-label'];
  const markup = '&lt;img src=x onerror=heard.push(1)&gt;';
  await hostPage({ page, base }, `<offset-lab ${names.map((name) => `${name}='${evil}'`).join(' ')} title="${markup}"><p>A picture.</p></offset-lab>
<offset-lab scenario="story" title="${markup}" base='${evil}'><p>Another picture.</p></offset-lab><offset-lab scenario="story" title="${markup}" run-label="${markup}"></offset-lab>`);
  for (const index of [0, 1]) {
    const lab = page.locator('offset-lab').nth(index);
    await lab.getByRole('button').click();
    await lab.getByText(FAILED).or(lab.locator('[part=run]').getByText('javascript:')).first().waitFor();
  }
  await page.getByText('Another picture.').waitFor();
  await page.locator('offset-lab').nth(2).getByRole('button', { name: /onerror/ }).click();
  await page.locator('offset-lab').nth(2).locator('iframe').waitFor();
  await untilMounted(await (await page.locator('offset-lab').nth(2).locator('iframe').elementHandle()).contentFrame());
  assert.equal(await page.locator('img').count(), 0);
  const said = await page.evaluate(() => window.heard.filter((each) => !Array.isArray(each)));
  assert.deepEqual(said, []);
});

labTest('commands come through the channel only, and from nobody but the parent', async ({ page, base, until }) => {
  await page.route('**/host-liar.html', (route) => route.fulfill({ contentType: 'text/html', body: '<title>A liar</title>' }));
  // The parent of a plain frame keeps its port; a second frame on the page only lies.
  await hostPage({ page, base }, '<iframe id="lab" src="./embed.html?scenario=story" title="Lab" width="900" height="600"></iframe><iframe id="liar" src="./host-liar.html" title="Liar"></iframe>', `
    addEventListener('message', ({ data, ports }) => {
      if (data.lab !== 1 || data.type !== 'hello') return;
      window.answers = [];
      ports[0].onmessage = ({ data: said }) => answers.push(said);
      window.port = ports[0];
    });`);
  const frame = page.frame({ url: /embed\.html/ });
  await untilMounted(frame);
  await page.waitForFunction(() => window.answers?.some(({ type }) => type === 'ready'));
  const ask = (id, type, value) => page.evaluate((message) => window.port.postMessage(message), { id, type, value });
  const answer = async (id) => page.waitForFunction((wanted) => window.answers.find((each) => each.id === wanted), id).then((found) => found.jsonValue());
  await ask(1, 'state');
  const before = (await answer(1)).value;
  // What is not granted without the channel, with a claim about who says it.
  await page.evaluate(() => {
    const { contentWindow } = document.getElementById('lab');
    for (const type of ['play', 'step', 'restart', 'seek', 'load', 'speed', 'state', 'hello']) {
      contentWindow.postMessage({ lab: 1, type, value: '{}', origin: 'https://rocketmq.apache.org', source: 'parent', speed: 100 }, '*');
    }
    for (let i = 0; i < 100_000; i += 1) contentWindow.postMessage({ lab: 1, type: i % 2 ? 'theme' : 'lang', theme: 'dark', lang: i % 3 ? 'en' : 'zh-CN', deep: i }, '*');
    let deep = [];
    for (let i = 0; i < 500; i += 1) deep = [deep];
    contentWindow.postMessage({ lab: 1, type: deep, theme: deep }, '*');
    contentWindow.postMessage({ lab: 1, type: 'theme', theme: deep }, '*');
    contentWindow.postMessage({ lab: 1, type: 'lang', lang: '"><img src=x onerror=alert(1)>' }, '*');
    contentWindow.postMessage({ lab: 1, type: 'theme', theme: 'dark' }, '*');
  });
  await frame.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  await page.evaluate(() => {
    const script = document.getElementById('liar').contentDocument.createElement('script');
    script.textContent = "parent.frames[0].postMessage({ lab: 1, type: 'theme', theme: 'light' }, '*'); parent.frames[0].postMessage('slide:start', '*');";
    document.getElementById('liar').contentDocument.head.append(script);
  });
  // The channel itself: a closed set, text, limits.
  for (const [id, type, value] of [[2, 'eval', 'alert(1)'], [3, '__proto__'], [4, 'seek', '9e99s'], [5, 'title', '<img src=x onerror=alert(1)>'], [6, 'load', ['x']]]) {
    await ask(id, type, value);
    assert.ok((await answer(id)).error, type);
  }
  await page.evaluate(() => { for (let i = 0; i < 100_000; i += 1) window.port.postMessage({ id: 1_000 + i, type: 'step' }); });
  await page.waitForFunction(() => window.answers.some(({ error }) => error === 'too many messages'));
  await page.waitForFunction(() => window.answers.filter(({ id }) => id >= 1_000).length === 100_000);
  await until(async () => {
    await ask(7, 'state');
    return page.evaluate(() => window.answers.findLast(({ id }) => id === 7));
  }, (found) => found?.value);
  await ask(8, 'load', before.lab);
  assert.equal((await answer(8)).error, undefined);
  await ask(9, 'state');
  const after = (await answer(9)).value;
  assert.deepEqual([after.at_us, after.way, after.table], [before.at_us, before.way, before.table]);
  assert.equal(await frame.evaluate(() => document.documentElement.dataset.theme), 'dark', 'a sibling is not the parent');
  assert.equal(await frame.locator('img').count(), 0);
});

// Frames that are not the lab. Each says ready, so that it would be shown if it were believed.
const FRAMES = {
  'says ready without a channel': "parent.postMessage({ lab: 1, type: 'hello' }, '*'); parent.postMessage({ lab: 1, type: 'ready' }, '*');",
  'is of another origin': "location.href = 'https://other.test/lab.html';",
  'says too much': `const { port1, port2 } = new MessageChannel(); parent.postMessage({ lab: 1, type: 'hello' }, '*', [port2]); port1.postMessage({ type: 'ready' });
    for (let i = 0; i < 100000; i += 1) port1.postMessage({ type: 'resize', height: 1000 + i % 2 });`,
  'nests what it says deeply': `const { port1, port2 } = new MessageChannel(); parent.postMessage({ lab: 1, type: 'hello' }, '*', [port2]);
    port1.postMessage({ type: 'ready' }); port1.postMessage({ type: 'state', at_us: '1', way: 'stands', table: 'topic,queue', learned: '['.repeat(1000000) });`,
  'says what no lab says': `const { port1, port2 } = new MessageChannel(); parent.postMessage({ lab: 1, type: 'hello' }, '*', [port2]);
    port1.postMessage({ type: 'state', at_us: '1', table: '<img src=x onerror=alert(1)>', learned: '[[[' });`,
};
for (const [what, script] of Object.entries(FRAMES)) {
  labTest(`a frame that ${what} is not shown`, async ({ page, base }) => {
    const hello = "const { port1, port2 } = new MessageChannel(); port1.postMessage({ type: 'ready' }); parent.postMessage({ lab: 1, type: 'hello' }, '*', [port2]);";
    await page.route('https://other.test/**', (route) => route.fulfill({ contentType: 'text/html', body: `<title>Other</title><script>${hello}</script>` }));
    await page.route('**/evil/embed.html*', (route) => route.fulfill({ contentType: 'text/html', body: `<title>Evil</title><script>${script}</script>` }));
    await hostPage({ page, base }, '<offset-lab scenario="story" title="Story" base="./evil/"><p>A picture.</p></offset-lab>');
    await page.getByRole('button').click();
    await page.getByText(FAILED).waitFor();
    assert.ok(await page.getByText('A picture.').isVisible());
    assert.equal(await page.locator('offset-lab iframe').count(), 0);
  });
}

labTest('a lab in an opaque sandbox says why it does not run', { expected: [/CORS|origin 'null'/, /ERR_FAILED/] }, async ({ page, base }) => {
  await hostPage({ page, base }, '<iframe sandbox="allow-scripts" src="./embed.html?scenario=story" title="Lab" width="900" height="600"></iframe>');
  await page.frameLocator('iframe').getByText(/a frame whose sandbox lacks allow-same-origin/).waitFor();
});
