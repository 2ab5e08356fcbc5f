// The address is the state: a reload shows what was there, Back closes what is open and then goes to the lab before, and an address that
// can't be opened says why. Several tabs are in tabs.test.mjs, the list of labs in labs.test.mjs.
import { assert, labTest, untilMounted } from './harness.mjs';
import { screen } from './screen.mjs';

const PHONE = { size: [360, 780], context: { hasTouch: true } };
const RETENTION = 'A busy topic purges a quiet one';
const part = (page, name) => new URL(page.url()).searchParams.get(name);
const step = (lab, title) => lab.lesson.getByRole('heading', { name: title }).waitFor();
const press = (lab, name) => lab.lesson.getByRole('button', { name, exact: true }).click();

async function reload(page) {
  await page.reload();
  await untilMounted(page);
}

async function addTopic(lab, name) {
  await lab.board.getByRole('button', { name: 'New topic' }).first().click();
  await lab.field('Name').fill(name);
  await lab.confirm('Add');
  await lab.board.getByRole('region', { name }).first().waitFor();
}

/** The entries of the browser's history that came after the first. */
const entries = (page) => page.evaluate(() => history.length);

labTest('a reload keeps a lesson at its step, with what was answered', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?lesson=overtaken');
  await step(lab, 'A group has just stopped');
  await press(lab, 'Run');
  await step(lab, 'Let two minutes pass');
  await press(lab, 'Next');
  await step(lab, 'The group stopped. Retention did not.');
  await press(lab, 'Hint');
  await lab.lesson.getByRole('radio', { name: /where it stopped/ }).check();
  await until(() => part(page, 'step'), (at) => at === '3');
  assert.equal(part(page, 'lesson'), 'overtaken');
  await lab.saved();
  await reload(page);
  await step(lab, 'The group stopped. Retention did not.');
  assert.equal(await lab.clock(), '00:02:40.500');
  assert.ok(await lab.lesson.getByRole('radio', { name: /where it stopped/ }).isChecked());
  await lab.lesson.getByText('Can the broker hand out a message that it has deleted?').waitFor();
  await shot('address-lesson');
  await press(lab, 'Run');
  await step(lab, 'audit starts again');
  const told = await lab.lesson.getByRole('status').innerText();
  await lab.saved();
  await reload(page);
  // What was guessed, and what happened.
  await step(lab, 'audit starts again');
  assert.equal(await lab.lesson.getByRole('status').innerText(), told);
  await press(lab, 'Back');
  await step(lab, 'The group stopped. Retention did not.');
  await until(lab.clock, (clock) => clock === '00:02:40.500');
  // The lesson's own address begins it again.
  await open('?lesson=overtaken');
  await step(lab, 'A group has just stopped');
  assert.equal(await lab.clock(), '00:00:40.500');
});

labTest('a lesson that was opened in the page comes back too, and a Run that was cut short is done', { motion: 'no-preference' }, async ({ page, open, until }) => {
  const lab = screen(page);
  await open();
  await lab.openEntry(/^The group stopped\. Retention did not\./);
  await step(lab, 'A group has just stopped');
  await press(lab, 'Run');
  await until(lab.clockMs, (now) => now > 45_000);
  await until(() => part(page, 'step'), (at) => at === '2');
  await lab.saved();
  await reload(page);
  await step(lab, 'Let two minutes pass');
  await until(lab.clock, (clock) => clock === '00:02:40.500');
  await until(() => lab.lesson.getByRole('button', { name: 'Next', exact: true }).isEnabled());
  // Left, it does not come back.
  await press(lab, 'Leave the lesson');
  await until(() => part(page, 'lesson'), (name) => name === null);
  await reload(page);
  await lab.actors.waitFor();
  assert.equal(await lab.clock(), '00:02:40.500');
});

labTest('a reload keeps the view, the chart and the selection', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  const before = await entries(page);
  await lab.showTable();
  await lab.choose('billing');
  await lab.chart.getByRole('button', { name: 'Rates' }).click();
  await until(() => part(page, 'select'), (words) => words?.startsWith('group.billing'));
  assert.equal(await entries(page), before, 'what is selected is no entry of its own');
  await reload(page);
  await lab.details.getByRole('heading', { name: 'billing', exact: true }).waitFor();
  await lab.board.getByRole('table').first().waitFor();
  assert.equal(await lab.chart.getByRole('button', { name: 'Rates' }).getAttribute('aria-pressed'), 'true');
  assert.equal(part(page, 'scenario'), 'story');
  // What is not there is not shown, and nothing breaks.
  for (const select of ['queue.nowhere.0', 'queue.orders.99', 'group.nobody', 'message.orders.0.99999', 'segment.-5', 'nonsense', 'producer.x']) {
    await open(`?scenario=story&select=${select}`);
    await lab.details.waitFor();
  }
});

labTest('on a phone a reload keeps the panel, and the details that are open', PHONE, async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await page.getByRole('navigation').getByRole('button', { name: 'Groups' }).click();
  await lab.actor('audit').tap();
  await lab.details.getByRole('heading', { name: 'audit', exact: true }).waitFor();
  await until(() => part(page, 'tab'), (tab) => tab === 'groups');
  await until(() => part(page, 'select'), (words) => words?.startsWith('group.audit'));
  await reload(page);
  await lab.details.getByRole('heading', { name: 'audit', exact: true }).waitFor();
  await lab.actor('audit').waitFor();
  await page.goBack();
  await lab.details.waitFor({ state: 'hidden' });
  await lab.actor('audit').waitFor();
});

labTest('Back closes a dialog, and the page stays', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.openReset('audit');
  const before = await entries(page);
  await page.goBack();
  await lab.dialog().waitFor({ state: 'hidden' });
  await lab.details.getByRole('heading', { name: 'audit', exact: true }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), 'Reset offset', 'the focus goes back to where it was');
  // Forward finds nothing to open, and stays.
  await page.goForward();
  await until(() => page.evaluate(() => history.state), (state) => state?.startsWith('0'));
  // Closed by hand it leaves no entry behind, however often.
  for (let i = 0; i < 3; i += 1) {
    await lab.openReset('audit');
    await page.keyboard.press('Escape');
    await lab.dialog().waitFor({ state: 'hidden' });
  }
  await until(() => page.evaluate(() => history.state), (state) => state?.startsWith('0'));
  assert.equal(await entries(page), before);
  // A dialog is nothing that a reload opens.
  await lab.openReset('audit');
  await reload(page);
  await lab.details.getByRole('heading', { name: 'audit', exact: true }).waitFor();
  assert.equal(await lab.dialog().count(), 0);
  await until(() => page.evaluate(() => history.state), (state) => state?.startsWith('0'));
});

labTest('on a phone Back closes a dialog, then the details below it', PHONE, async ({ page, open, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await page.getByRole('navigation').getByRole('button', { name: 'Groups' }).click();
  await lab.actor('audit').tap();
  await lab.details.getByRole('button', { name: 'Reset offset' }).tap();
  await lab.dialog().waitFor();
  await page.goBack();
  await lab.dialog().waitFor({ state: 'hidden' });
  assert.ok(await lab.details.isVisible());
  await shot('address-phone-details');
  await page.goBack();
  await lab.details.waitFor({ state: 'hidden' });
  await lab.actor('audit').waitFor();
  // Closed by hand, they leave nothing behind: Back leaves the page.
  await lab.actor('audit').tap();
  await lab.details.getByRole('button', { name: 'Close' }).tap();
  await lab.details.waitFor({ state: 'hidden' });
  await page.waitForFunction(() => history.state.startsWith('0'));
  await page.goBack();
  assert.equal(page.url(), 'about:blank');
});

labTest('Back returns to the lab before, changed or not', async ({ page, open, until }) => {
  const lab = screen(page);
  const shows = async (name) => {
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    await untilMounted(page);
  };
  await open();
  const story = await lab.title();
  // One that nobody has changed is opened again.
  await lab.openEntry(/^Retention/, RETENTION);
  await lab.saved();
  await page.goBack();
  await shows(story);
  await lab.saved();
  await page.goForward();
  await shows(RETENTION);
  await page.goBack();
  await shows(story);
  // One that was changed is kept, with the change.
  await addTopic(lab, 'mine');
  await lab.saved();
  await lab.openEntry(/^A new group/, 'Where does a new group start?');
  await until(() => part(page, 'lab'));
  await lab.saved();
  const dialog = lab.dialog('Labs');
  await lab.top.getByRole('button', { name: 'Labs', exact: true }).click();
  await dialog.getByRole('button', { name: 'New lab' }).click();
  await lab.board.getByText('No topic yet').waitFor();
  await shows('Empty lab');
  await lab.saved();
  await page.goBack();
  await shows('Where does a new group start?');
  await page.goBack();
  await shows(story);
  await lab.board.getByRole('region', { name: 'mine' }).first().waitFor();
  await page.goForward();
  await shows('Where does a new group start?');
});

labTest('a lab that is not here: the page says so and offers those that are', async ({ page, open, axe, shot, until }) => {
  const lab = screen(page);
  const none = 'This browser has no lab named lab-of-somebody';
  await open('?lab=lab-of-somebody');
  await page.getByRole('status').filter({ hasText: none }).waitFor();
  assert.equal(await lab.dialog().count(), 0, 'there is none to offer');
  await lab.saved();
  await open('?lab=lab-of-another');
  await lab.dialog('Labs').getByText('This browser has no lab named lab-of-another').waitFor();
  await axe();
  await shot('address-unknown-lab');
  await lab.dialog('Labs').getByRole('link', { name: /^Open / }).first().click();
  await until(() => part(page, 'lab'), (name) => name === 'lab-of-somebody');
  await untilMounted(page);
  assert.equal(await lab.dialog().count(), 0);
});

labTest('offline is said as offline', { expected: [/ERR_INTERNET_DISCONNECTED/] }, async ({ page, context, open, shot }) => {
  const lab = screen(page);
  await open();
  const story = await lab.title();
  await context.setOffline(true);
  await lab.top.getByRole('button', { name: 'Open', exact: true }).click();
  await lab.dialog('Open').getByRole('button', { name: /^Retention/ }).click();
  await lab.dialog(/^Can’t open/).getByRole('alert').getByText(/^This browser is offline, or the server does not answer\./).waitFor();
  await shot('address-offline');
  await lab.confirm('Close');
  assert.equal(await lab.title(), story);
  await context.setOffline(false);
  await lab.openEntry(/^Retention/, RETENTION);
});

labTest('an embed leaves the history of its host alone', async ({ page, base, until }) => {
  await page.goto(`${base}demo.html`);
  await page.evaluate((src) => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    Object.assign(frame, { src, width: 1000, height: 700, title: 'figure' });
  }, `${base}embed.html?scenario=story&controls=full`);
  const frame = page.frameLocator('iframe[title="figure"]');
  await frame.getByRole('button', { name: 'Play (Space)' }).waitFor();
  const before = await entries(page);
  const [place] = page.frames().filter((each) => each.url().includes('embed.html?scenario=story'));
  const was = place.url();
  await frame.getByRole('button', { name: 'Table' }).click();
  await frame.getByRole('table').first().waitFor();
  await until(() => place.evaluate(() => history.length), (now) => now === before);
  assert.equal(place.url(), was);
});
