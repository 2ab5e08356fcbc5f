// The labs of a browser: the list, and what can be done with each lab. Files are in export.test.mjs, several tabs in tabs.test.mjs.
import { assert, labTest, untilMounted } from './harness.mjs';
import { layoutProblems } from './layout.mjs';
import { openLabs } from './labs.mjs';
import { plain, screen } from './screen.mjs';

const labOf = (page) => new URL(page.url()).searchParams.get('lab');

async function addTopic(lab, name) {
  await lab.board.getByRole('button', { name: 'New topic' }).first().click();
  await lab.field('Name').fill(name);
  await lab.confirm('Add');
  await lab.board.getByRole('region', { name }).first().waitFor();
}

/** A row of the list, by its title. */
const row = (dialog, title) => dialog.getByRole('listitem').filter({ has: dialog.page().locator('.lab-name').getByText(title, { exact: true }) });

labTest('a lab that was changed is kept when another is opened, under an address of its own', async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  await open();
  await addTopic(lab, 'mine');
  await lab.top.getByRole('button', { name: 'Open', exact: true }).click();
  await lab.dialog('Open').getByText('The lab on screen is kept under Labs.').waitFor();
  await page.keyboard.press('Escape');
  await lab.openEntry(/^A new group/, 'Where does a new group start?');
  await until(() => labOf(page));
  await lab.saved();
  const address = page.url();
  await page.reload();
  await untilMounted(page);
  assert.equal(await lab.title(), 'Where does a new group start?');
  assert.equal(page.url(), address);
  const dialog = await openLabs(page);
  await row(dialog, 'Consumer progress, the whole story').getByText('10 commands').waitFor();
  await axe();
  await shot('labs');
  await dialog.getByRole('link', { name: 'Open Consumer progress, the whole story' }).click();
  await untilMounted(page);
  await lab.board.getByRole('region', { name: 'mine' }).first().waitFor();
  assert.equal(labOf(page), 'default');
  await lab.saved();
});

labTest('one that nobody has changed makes room for the next, as on a first visit', async ({ page, open }) => {
  const lab = screen(page);
  await open();
  await lab.saved();
  await lab.openEntry(/^Retention/);
  await lab.saved();
  assert.equal(labOf(page), null);
  const dialog = await openLabs(page);
  assert.equal(await dialog.getByRole('listitem').count(), 1);
});

labTest('a lab is renamed, copied and deleted, by keyboard alone', async ({ page, open, until, axe }) => {
  const lab = screen(page);
  await open();
  await addTopic(lab, 'mine');
  await lab.saved();
  const dialog = await openLabs(page);
  const press = async (name, key = 'Enter') => {
    await dialog.getByRole('button', { name }).focus();
    await page.keyboard.press(key);
  };
  await press(/^Rename – /);
  const field = dialog.getByRole('textbox', { name: 'Rename' });
  await until(() => field.evaluate((input) => input === document.activeElement));
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Orders of May');
  await page.keyboard.press('Enter');
  await dialog.getByRole('status').filter({ hasText: 'Its title is now Orders of May.' }).waitFor();
  assert.equal(await page.getByRole('heading', { level: 1, includeHidden: true }).textContent(), 'Orders of May');
  await press(/^Duplicate – Orders of May/);
  await dialog.getByRole('status').filter({ hasText: 'Orders of May (copy) is in the list.' }).waitFor();
  await row(dialog, 'Orders of May (copy)').getByText('10 commands').waitFor();
  // Cancel is the answer that a hasty Enter gives.
  await press('Delete – Orders of May (copy)');
  const ask = dialog.getByRole('group', { name: 'Delete Orders of May (copy)?' });
  await ask.getByText(/^Delete Orders of May \(copy\)\? Its 10\s?commands and .+ of log are deleted from this browser permanently/).waitFor();
  await until(() => ask.getByRole('button', { name: 'Cancel' }).evaluate((button) => button === document.activeElement));
  await axe();
  await page.keyboard.press('Enter');
  await ask.waitFor({ state: 'hidden' });
  await row(dialog, 'Orders of May (copy)').waitFor();
  await press('Delete – Orders of May (copy)');
  await ask.getByRole('button', { name: 'Delete' }).press('Enter');
  await dialog.getByRole('status').filter({ hasText: 'Orders of May (copy) is deleted.' }).waitFor();
  await row(dialog, 'Orders of May (copy)').waitFor({ state: 'hidden' });
  const left = await page.evaluate(() => indexedDB.databases());
  assert.deepEqual(left.map(({ name }) => name), ['offset-lab:default']);
  // The title was stored.
  await page.reload();
  await untilMounted(page);
  assert.equal(await lab.title(), 'Orders of May');
});

labTest('when the lab on the page is deleted the page begins anew', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?lab=spring');
  await page.getByRole('status').filter({ hasText: 'This browser has no lab named spring' }).waitFor();
  await addTopic(lab, 'mine');
  await lab.saved();
  const dialog = await openLabs(page);
  await dialog.getByRole('button', { name: /^Delete – / }).click();
  await dialog.getByRole('group').getByRole('button', { name: 'Delete' }).click();
  await until(() => labOf(page), (name) => name === null);
  await untilMounted(page);
  assert.equal(await lab.board.getByRole('region', { name: 'mine' }).count(), 0);
  await lab.saved();
  const left = await page.evaluate(() => indexedDB.databases());
  assert.deepEqual(left.map(({ name }) => name), ['offset-lab:default']);
});

labTest('a new lab and a copy of the past stand beside the one before', async ({ page, open, until }) => {
  const lab = screen(page);
  await open();
  await lab.saved();
  const dialog = await openLabs(page);
  await dialog.getByRole('button', { name: 'New lab' }).click();
  await lab.board.getByText('No topic yet').waitFor();
  await until(() => labOf(page));
  await lab.saved();
  const blank = labOf(page);
  const again = await openLabs(page);
  await row(again, 'Consumer progress, the whole story').waitFor();
  await row(again, 'Empty lab').waitFor();
  await page.keyboard.press('Escape');
  await addTopic(lab, 'first');
  await lab.saved();
  await page.goto(page.url().replace(/\?.*/, `?lab=${blank}`));
  await untilMounted(page);
  await lab.board.getByRole('region', { name: 'first' }).first().waitFor();
});

labTest('what is damaged, newer or gone is listed as that, with what can be done', async ({ page, open }) => {
  const lab = screen(page);
  await open();
  await lab.saved();
  await page.evaluate(async () => {
    const made = (name, records) => new Promise((done, fail) => {
      const request = indexedDB.open(`offset-lab:${name}`);
      request.onupgradeneeded = () => ['journal', 'chunks', 'sealed', 'meta'].forEach((store) => request.result.createObjectStore(store));
      request.onerror = () => fail(request.error);
      request.onsuccess = () => {
        const transaction = request.result.transaction('meta', 'readwrite');
        for (const [key, bytes] of records) transaction.objectStore('meta').put(bytes, key);
        transaction.oncomplete = () => { request.result.close(); done(); };
      };
    });
    const own = await new Promise((done) => {
      const request = indexedDB.open('offset-lab:default');
      request.onsuccess = () => {
        const get = request.result.transaction('meta').objectStore('meta').getAll();
        const keys = request.result.transaction('meta').objectStore('meta').getAllKeys();
        keys.onsuccess = () => { request.result.close(); done(keys.result.map((key, i) => [key, get.result[i]])); };
      };
    });
    const changed = (wanted, at, value) => own.map(([key, bytes]) => {
      const copy = bytes.slice();
      if (key === wanted) copy[at] = value ?? copy[at] ^ 1;
      return [key, copy];
    });
    await made('damaged', changed('origin', 20));
    await made('newer', changed('manifest', 4, 99));
    localStorage.setItem('offset-lab:vanished:saved', 'ab.7');
  });
  const dialog = await openLabs(page);
  await row(dialog, 'damaged').getByText(/^Damaged: the lab's header is damaged: .* the rest can be exported\.$/).waitFor();
  await row(dialog, 'damaged').getByRole('button', { name: 'Export the rest – damaged' }).waitFor();
  await row(dialog, 'newer').getByText(/^Can’t be read: /).waitFor();
  const gone = row(dialog, 'vanished');
  await gone.getByText('It was saved here, but the browser has deleted it.').waitFor();
  await gone.getByRole('button', { name: 'Remove from the list – vanished' }).click();
  await dialog.getByRole('group').getByRole('button', { name: 'Delete' }).click();
  await gone.waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => localStorage.getItem('offset-lab:vanished:saved')), null);
  assert.ok(!(await page.evaluate(() => indexedDB.databases())).some(({ name }) => name === 'offset-lab:vanished'));
});

labTest('a browser that does not list its databases is asked for those that were noted', async ({ page, open }) => {
  await page.addInitScript(() => { delete IDBFactory.prototype.databases; });
  const lab = screen(page);
  await open('?lab=one');
  await addTopic(lab, 'mine');
  await lab.saved();
  await open('?lab=two');
  await lab.confirm('Close'); // it offers the labs that are here
  await lab.saved();
  await page.evaluate(() => localStorage.setItem('offset-lab:vanished:saved', 'ab.7'));
  const dialog = await openLabs(page);
  assert.equal(await dialog.getByRole('listitem').count(), 3);
  await row(dialog, 'vanished').getByText('It was saved here').waitFor();
  const address = await dialog.getByRole('link').first().getAttribute('href');
  assert.equal(address, '?lab=one');
});

labTest('the list on a phone, in Chinese', { size: [360, 780] }, async ({ page, open, axe, shot }) => {
  await open('?lang=zh-CN');
  await page.getByRole('button', { name: '更多', exact: true }).click();
  await page.getByRole('button', { name: '实验', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '实验' });
  await dialog.getByText('在本页打开').waitFor();
  await axe();
  await shot('labs-phone-zh');
  await dialog.getByRole('button', { name: /^删除 – / }).click();
  await dialog.getByText(/将从此浏览器永久删除/).waitFor();
  assert.deepEqual(await page.evaluate(layoutProblems), []);
  await axe();
  await shot('labs-phone-zh-delete');
});

labTest('the browser is asked to keep labs when a person first changes one', async ({ page, open, until }) => {
  await page.addInitScript(() => {
    let asked = 0;
    const { persist } = StorageManager.prototype;
    StorageManager.prototype.persist = function ask() { asked += 1; return persist.call(this); };
    window.askedToPersist = () => asked;
  });
  const lab = screen(page);
  await open();
  await lab.saved();
  assert.equal(await page.evaluate(() => window.askedToPersist()), 0);
  await addTopic(lab, 'mine');
  await lab.saved();
  await until(() => page.evaluate(() => window.askedToPersist()), (asked) => asked === 1);
  const dialog = await openLabs(page);
  await dialog.getByText(/^The browser (has promised to keep them|may delete them)/).waitFor();
  assert.match(plain(await dialog.getByText(/used of/).innerText()), /usedof/);
});
