// The page on which lessons are written: a lesson comes from a lab, a file, an address or the course, the checker's findings are beside it, and what is
// saved opens in the page. Not here: what the checker finds (tests/it/lesson_check.rs).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DIST, assert, labTest } from './harness.mjs';
import { screen } from './screen.mjs';

const verdict = (page) => page.locator('.verdict');
const fine = (page) => verdict(page).filter({ hasText: 'Everything is as it says.' }).waitFor();
const finding = (page, text) => page.locator('.checker li').filter({ hasText: text });
const preview = (page) => screen(page.frameLocator('#preview'));
const stepButton = (page, name) => page.locator('.steps').getByRole('button', { name });

async function openAuthor({ page, open }, query = '?lang=en') {
  await open(query, 'author.html', { wait: false });
  await page.locator('#editor').filter({ hasText: /\S/ }).waitFor();
}

async function inBoth(page, label, en, zh) {
  await page.getByLabel(`${label} · English`, { exact: true }).first().fill(en);
  await page.getByLabel(`${label} · 中文`, { exact: true }).first().fill(zh);
}

labTest('a lesson is recorded in a lab, mended by what the checker says, saved, and opens in the page', { timeout: 300_000 }, async ({ page, open, until, axe, shot }) => {
  await openAuthor({ page, open });
  await page.getByRole('button', { name: 'Record a lesson' }).click();
  await page.locator('#scenario').selectOption('story');
  const recorded = page.frameLocator('#recorded');
  const lab = screen(recorded);
  await until(() => lab.title().catch(() => ''), (title) => title === 'Consumer progress, the whole story');
  await recorded.locator('main[aria-busy="false"]').waitFor();
  await page.getByLabel('What I do becomes').selectOption('one');
  await page.getByRole('button', { name: 'The lesson begins here' }).click();
  await page.getByText('Recording: 0 commands').waitFor();
  await recorded.getByRole('button', { name: /^New topic/ }).first().click();
  await recorded.getByRole('dialog').getByRole('textbox').first().fill('mine');
  await recorded.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
  await page.getByText('Recording: 1 commands').waitFor();
  await shot('author-recording');
  await axe();
  await page.getByRole('button', { name: 'Make the draft' }).click();

  // What a draft does not say, the checker asks for, step by step and language by language.
  await finding(page, '/steps/1/explore/title: there is no text in zh').getByText('中文').waitFor();
  await finding(page, 'it covers nothing').waitFor();
  await inBoth(page, 'Title', 'A topic of mine', '我的主题');
  await inBoth(page, 'Text', 'What a new topic begins with.', '新主题从哪里开始。');
  await page.getByLabel('Covers').fill('SD-2');
  await stepButton(page, /^1\. Explore/).click();
  await inBoth(page, 'Title', 'Before', '之前');
  await inBoth(page, 'Text', 'Look at the lab.', '看看这个实验。');
  await stepButton(page, /^2\. Predict/).click();
  await inBoth(page, 'Title', 'What is its Max?', '它的最大位点是多少？');
  await inBoth(page, 'Text', 'A topic is created. What is Max of its first queue?', '创建一个主题。第一个队列的最大位点是多少？');
  const [right, wrong] = [page.getByRole('group', { name: 'Choice 1' }), page.getByRole('group', { name: 'Choice 2' })];
  await wrong.getByLabel('Wrong idea behind it').fill('last-not-next');
  await wrong.getByLabel('Feedback · English').fill('Nothing is stored yet.');
  await wrong.getByLabel('Feedback · 中文').fill('还没有存储任何消息。');
  await wrong.getByLabel('Number').fill('1');
  await fine(page);

  // A number that is not the lab's.
  await right.getByLabel('Number').fill('7');
  await finding(page, 'choice 1 is right with 7; the lab says 0').waitFor();
  assert.equal(await page.locator('.steps li').nth(2).getAttribute('data-found'), 'true');
  await shot('author-finding');
  await page.getByRole('button', { name: '中文' }).click();
  await finding(page, '选项 1 标为对，数值是 7；实验给出 0').waitFor();
  await axe();
  await page.getByRole('button', { name: 'English', exact: true }).click();
  await page.getByRole('group', { name: 'Choice 1' }).getByLabel('Number').fill('0');
  await fine(page);

  // The preview is at the step that is open, and can be answered.
  const shown = preview(page);
  await shown.lesson.getByRole('heading', { name: 'What is its Max?' }).waitFor();
  await shown.lesson.getByRole('radio').first().check();
  await shown.lesson.getByRole('button', { name: 'Run' }).click();
  await shown.lesson.getByText('Yes.').waitFor();

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a file' }).click()]);
  assert.equal(download.suggestedFilename(), 'my-lesson.json');
  const text = await readFile(await download.path(), 'utf8');
  assert.equal(JSON.parse(text).steps.length, 3);
  await open('?scenario=story');
  const whole = screen(page);
  await whole.openFile('my-lesson.json', text);
  await whole.lesson.getByRole('heading', { name: 'Before' }).waitFor();
});

labTest('a lesson of the course is the same in the editor, to the last digit, and what is not JSON is said', async ({ page, open, until, shot }) => {
  const text = await readFile(join(DIST, 'lessons/max-is-next.json'), 'utf8');
  await openAuthor({ page, open }, '?lang=en&lesson=max-is-next');
  await fine(page);
  await shot('author-lesson');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a file' }).click()]);
  const saved = await readFile(await download.path(), 'utf8');
  const plain = (json) => json.replace(/\s/g, '');
  assert.equal(plain(saved), plain(text));
  await stepButton(page, /^3\. Run/).click();
  await page.getByText('As JSON').click();
  const json = page.getByLabel('This step as JSON');
  const before = await json.inputValue();
  await json.fill(before.slice(1));
  await page.getByText('This is no JSON yet').waitFor();
  await json.fill(before.replace('"for_us"', '"for_ever_us": 1,\n"for_us"'));
  await finding(page, 'run does nothing with for_ever_us').waitFor();
  await json.fill(before);
  await fine(page);
  await until(() => preview(page).lesson.getByRole('heading', { level: 2 }).innerText(), (title) => title === 'What will Max say?');
});

labTest('steps are added, moved, removed and put back by keyboard', async ({ page, open }) => {
  await openAuthor({ page, open });
  const heads = () => page.locator('.steps li b').allInnerTexts();
  const press = async (locator) => {
    await locator.focus();
    await page.keyboard.press('Enter');
  };
  assert.deepEqual(await heads(), ['The lesson', '1. Explore']);
  await press(stepButton(page, /^1\. Explore/));
  await page.getByLabel('Kind').selectOption('run');
  await press(page.getByRole('button', { name: 'Add a step' }));
  await page.locator('#editor:focus').filter({ hasText: '2. Run' }).waitFor();
  await press(page.getByRole('button', { name: 'Move up' }));
  assert.deepEqual(await heads(), ['The lesson', '1. Run', '2. Explore']);
  await press(page.getByRole('button', { name: 'Remove', exact: true }));
  assert.deepEqual(await heads(), ['The lesson', '1. Explore']);
  await press(page.getByRole('button', { name: 'Put it back' }));
  assert.deepEqual(await heads(), ['The lesson', '1. Run', '2. Explore']);
  // What was written is still there on the next visit.
  await page.reload();
  await page.getByText('This is what you wrote last time.').waitFor();
  assert.deepEqual(await heads(), ['The lesson', '1. Run', '2. Explore']);
});

const titles = Object.fromEntries(await Promise.all(['new-group'].map(async (id) => [id, JSON.parse(await readFile(join(DIST, `lessons/${id}.json`), 'utf8')).title.en])));

labTest('a lesson comes from a file or an address, and what is none is said', { expected: [/404/] }, async ({ page, base, open }) => {
  page.on('dialog', (dialog) => dialog.accept());
  await openAuthor({ page, open });
  const file = page.getByLabel('A file');
  await file.setInputFiles({ name: 'none.json', mimeType: 'application/json', buffer: Buffer.from('{"format":"offset-lab-scenario/1"}') });
  await page.getByText('none.json could not be loaded: it is no lesson of Offset Lab').waitFor();
  await file.setInputFiles(join(DIST, 'lessons/address.json'));
  await page.getByText('address.json is loaded.').waitFor();
  await page.getByRole('textbox', { name: 'An address' }).fill(`${base}lessons/nope.json`);
  await page.getByRole('button', { name: 'Load' }).click();
  await page.getByText('nope.json could not be loaded: 404').waitFor();
  await page.getByRole('textbox', { name: 'An address' }).fill('lessons/below-min.json');
  await page.getByRole('button', { name: 'Load' }).click();
  await page.getByText('lessons/below-min.json is loaded.').waitFor();
  await page.getByLabel('A lesson of the course').selectOption('new-group');
  await page.locator('.steps li').filter({ hasText: titles['new-group'] }).waitFor();
  await fine(page);
});

for (const [size, theme] of [[[1280, 800], 'light'], [[768, 1024], 'dark'], [[390, 844], 'light']]) {
  labTest(`the page fits and has no accessibility violations, ${size[0]} ${theme}`, { size, theme }, async ({ page, open, axe, ace, shot }) => {
    await openAuthor({ page, open }, '?lang=en&lesson=phantom-lag');
    await fine(page);
    await stepButton(page, /^4\. Predict/).click();
    await preview(page).lesson.getByRole('heading', { name: 'What can be delivered?' }).waitFor();
    await axe();
    await ace();
    await shot(`author-${size[0]}`);
    await page.getByRole('button', { name: '中文' }).click();
    await axe();
    await shot(`author-${size[0]}-zh`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  });
}
