// Every control by keyboard: in each view Tab comes to everything that can be operated, in a ring without a trap and with a ring to be
// seen, and what has the focus can be operated there.
import { ASIDE } from './aside_lab.mjs';
import { assert, labTest } from './harness.mjs';
import { frames, screen } from './screen.mjs';

const STEPS_MAX = 400;

/** Marks what Tab should come to, and says how many that are. */
function mark() {
  const scope = document.querySelector('dialog[open]') ?? document.body;
  const radios = new Set();
  const isWanted = (element) => {
    const box = element.getBoundingClientRect();
    if (element.disabled || !element.checkVisibility({ visibilityProperty: true }) || box.width === 0) return false;
    // Of a choice only one is in the ring; the arrow keys come to the others.
    if (element.type === 'radio') return element.checked || (!document.querySelector(`input[name="${element.name}"]:checked`) && !radios.has(element.name) && radios.add(element.name));
    // What the browser knows as a control must be in the ring; drawings of our own may share a place in it.
    return element.matches('a[href], button, input, select, textarea, summary') || element.tabIndex >= 0;
  };
  const all = [...scope.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex], [role=button], [role=slider], [onclick]')].filter(isWanted);
  for (const element of document.querySelectorAll('[data-wanted]')) element.removeAttribute('data-wanted');
  all.forEach((element, at) => element.setAttribute('data-wanted', String(at)));
  return all.length;
}

/** What has the focus: its mark, and what is wrong with it. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return { outside: true };
  const style = getComputedStyle(element);
  const ring = (of) => { const own = getComputedStyle(of); return own.outlineStyle !== 'none' && parseFloat(own.outlineWidth) > 0; };
  const stroked = [...element.querySelectorAll('rect, .hit')].some((hit) => getComputedStyle(hit).stroke !== 'none');
  const shown = ring(element) || stroked || element.closest('label, .seg-radio, .file') || style.boxShadow !== 'none';
  const scrolls = element.matches('.table-scroll, [role=group], [role=region], dialog, canvas');
  const name = `<${element.localName}.${element.getAttribute('class') ?? ''}> ${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}`;
  return { at: element.getAttribute('data-wanted'), name, unseen: !shown && !scrolls, tag: element.localName, type: element.type, role: element.getAttribute('role') };
}

/** Notes what a key does to what has the focus, and keeps the page as it is. */
function keep() {
  window.operated = [];
  const hold = (event) => {
    if (!window.kept) return;
    window.operated.push(event.type);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener('click', hold, true);
  addEventListener('input', hold, true);
  addEventListener('change', hold, true);
}

async function ring(page, view, problems) {
  const wanted = await page.evaluate(mark);
  await page.evaluate(() => { document.activeElement?.blur(); getSelection()?.removeAllRanges(); window.kept = true; });
  const reached = new Set();
  let [first, ends, step] = [undefined, 0, 0];
  for (; step < STEPS_MAX; step += 1) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(focused);
    // Beyond the last one lies the browser's own bar; where the focus was before, the ring begins in its middle.
    if (now.outside) { if ((ends += 1) > 1) break; else continue; }
    if (now.at === null) { if (now.tag !== 'dialog') problems.push(`${view}: Tab comes to ${now.name}, which is nothing to operate`); continue; }
    if (now.at === first) break;
    if (reached.has(now.at)) { problems.push(`${view}: Tab goes round in a trap at ${now.name}`); break; }
    first ??= now.at;
    reached.add(now.at);
    if (now.unseen) problems.push(`${view}: nothing shows that ${now.name} has the focus`);
    await operate(page, view, now, problems);
  }
  if (step === STEPS_MAX) problems.push(`${view}: Tab finds no end`);
  const missed = await page.evaluate((seen) => [...document.querySelectorAll('[data-wanted]')].filter((element) => !seen.includes(element.dataset.wanted) && element.isConnected)
    .map((element) => `<${element.localName}.${element.getAttribute('class') ?? ''}> ${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}`), [...reached]);
  for (const name of missed) problems.push(`${view}: Tab does not come to ${name}`);
  await page.evaluate(() => { window.kept = false; });
  return wanted;
}

/** Keys that change a control's value, one way and back. */
function keysOf(tag, type) {
  if (tag === 'select' || type === 'radio') return ['ArrowDown', 'ArrowUp'];
  if (type === 'range') return ['ArrowRight', 'ArrowLeft'];
  return tag === 'textarea' || type === 'text' ? ['a', 'Backspace'] : undefined;
}

/** What has the focus does something by its own key. */
async function operate(page, view, { name, tag, type, role }, problems) {
  const does = async (key) => {
    await page.evaluate(() => { window.operated.length = 0; });
    await page.keyboard.press(key);
    return (await page.evaluate(() => window.operated.length)) > 0;
  };
  const keys = keysOf(tag, type);
  if (keys) {
    if (await page.evaluate(() => document.activeElement.length === 1 || document.activeElement.name && document.getElementsByName(document.activeElement.name).length === 1)) return;
    // Behind what is there, so that the second key takes back what the first one did.
    if (keys[0] === 'a') await page.keyboard.press('End');
    const [there, back] = [await does(keys[0]), await does(keys[1])];
    // What hangs on the field (a button that is not to be pressed meanwhile) is drawn a frame later.
    await frames(page, 3);
    if (!there && !back) problems.push(`${view}: ${keys[0]} and ${keys[1]} do nothing on ${name}`);
    return;
  }
  // The browser opens its own list of files, for a key as for a click.
  if (type === 'file') return;
  if (tag === 'div' || tag === 'section' || tag === 'ul' || tag === 'ol' || tag === 'canvas' || role === 'slider' || tag === 'g') {
    if (role !== 'slider') return;
    const handled = await page.evaluate(() => !document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true, cancelable: true })));
    if (!handled) problems.push(`${view}: the arrow keys do nothing on ${name}`);
    return;
  }
  const key = type === 'checkbox' ? 'Space' : 'Enter';
  if (!(await does(key))) problems.push(`${view}: ${key} does nothing on ${name}`);
}

/** The views, as a keyboard comes to them: each button is pressed by Enter. */
async function tour({ page, open }, visit) {
  const lab = screen(page);
  const dialog = lab.dialog();
  const press = (name, within = page) => within.getByRole('button', { name, exact: typeof name === 'string' }).first().press('Enter');
  const form = async (opener, view, within) => {
    await press(opener, within);
    await dialog.waitFor();
    if (view === 'labs') await dialog.getByText('on this page').waitFor();
    await visit(view);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  };
  await open('?scenario=story');
  await lab.lanes().first().waitFor();
  await page.waitForLoadState('networkidle');
  await visit('board');
  await press('Zoom and pan');
  await press('100');
  await visit('closer');
  await page.getByText('How to read this picture').press('Enter');
  await press('Table');
  await press('Filter');
  await visit('table, filter');
  await press('Rates');
  await press('Picture');
  await form('Open', 'open', lab.top);
  await form('Labs', 'labs', lab.top);
  await form('Download', 'download', lab.top);
  await form(/^RocketMQ 5\.0 docs/, 'rules', lab.top);
  await form('New topic', 'topic');
  await form('Queues of orders', 'queues of a topic');
  await form('Delete topic orders?', 'delete');
  await form('Add – Producers', 'producer');
  await form('Add – Consumer groups', 'group');
  await form('Change – Retention', 'retention');
  await press(/^audit /, lab.actors);
  await lab.details.getByText('Ways to count this lag on orders').press('Enter');
  await visit('group');
  await press('Reset offset');
  for (const target of ['Offset', 'Time', 'Min']) {
    await dialog.getByRole('radio', { name: target, exact: true }).press('Space');
    await visit(`reset to ${target}`);
  }
  await page.keyboard.press('Escape');
  await form('Change audit-1', 'consumer', lab.details);
  await press(/^order-service /, lab.actors);
  await visit('producer');
  await press('Details – Broker');
  await visit('broker');
  await form('Memory and cold reads', 'memory');
  await form('Restart or kill', 'broker down');
  await form('Send a message', 'message');
  await lab.openFile('aside.json', ASIDE);
  await lab.pockets.waitFor();
  await visit('pockets');
  await lab.openBlank();
  await visit('empty');
  await lab.openEntry(/^Offsets/);
  await lab.recording.waitFor();
  await visit('recording');
  await open('?lesson=overtaken');
  await lab.lesson.waitFor();
  await visit('lesson');
  await open('?scenario=story', 'embed.html');
  await lab.lanes().first().waitFor();
  await visit('embed');
}

labTest('Tab comes to every control of every view, and each does something by its key', { timeout: 400_000 }, async ({ page, open }) => {
  const problems = [];
  let controls = 0;
  await page.addInitScript(keep);
  await tour({ page, open }, async (view) => { controls += await ring(page, view, problems); });
  assert.deepEqual([...new Set(problems)], []);
  assert.ok(controls > 600, `${controls} controls were looked for`);
});

labTest('on a phone Tab comes to every control of every tab, the sheet and the menu', { size: [360, 780], timeout: 240_000 }, async ({ page, open }) => {
  const [lab, problems] = [screen(page), []];
  await page.addInitScript(keep);
  await open('?scenario=story');
  await lab.lanes().first().waitFor();
  await page.waitForLoadState('networkidle');
  const tabs = page.getByRole('navigation');
  for (const tab of ['Queues', 'Groups', 'Lag', /^Events/]) {
    await tabs.getByRole('button', { name: tab, exact: typeof tab === 'string' }).press('Enter');
    await ring(page, `phone, ${tab}`, problems);
  }
  await tabs.getByRole('button', { name: 'Groups', exact: true }).press('Enter');
  await lab.actors.getByRole('button', { name: /^audit / }).press('Enter');
  await ring(page, 'phone, sheet', problems);
  await lab.top.getByRole('button', { name: 'More', exact: true }).press('Enter');
  await ring(page, 'phone, menu', problems);
  assert.deepEqual([...new Set(problems)], []);
});
