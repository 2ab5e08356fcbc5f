// Every view in every size, theme and language: nothing that axe-core or IBM's checker objects to, nothing cut off or lying over something else; the
// switches of theme and language; and the shortcuts of the keyboard.
import { assert, labTest } from './harness.mjs';
import { layoutProblems } from './layout.mjs';
import { screen } from './screen.mjs';
import { tour } from './tour.mjs';

/** Fails with each problem once, and the views that have it. */
function report(problems) {
  const views = new Map();
  for (const [view, problem] of problems) views.set(problem, [...(views.get(problem) ?? []), view]);
  assert.equal(problems.length, 0, [...views].map(([problem, where]) => `in ${[...new Set(where)].join(', ')}: ${problem}`).join('\n'));
}

/** What a checker finds, a problem for each of its rules. */
async function checked(check) {
  try {
    await check();
    return [];
  } catch (error) {
    const kept = error.message.split('\n').filter((line) => !/Fix (any|all) of the following|^axe-core found|^IBM's checker found|!==|^\s*$/.test(line));
    return kept.join('\n').split(/\n(?=\S)/);
  }
}

// IBM's checker takes seconds for a view, and sees neither size nor theme: once on each of the two layouts, once in each language.
const TOURS = [
  { size: [1280, 800], theme: 'light', language: 'en', ibm: true },
  { size: [1280, 800], theme: 'dark', language: 'zh' },
  { size: [768, 1024], theme: 'light', language: 'zh' },
  { size: [768, 1024], theme: 'dark', language: 'en' },
  { size: [360, 780], theme: 'light', language: 'en' },
  { size: [360, 780], theme: 'dark', language: 'zh', ibm: true },
  { size: [320, 640], theme: 'light', language: 'en' },
  { size: [640, 400], theme: 'light', language: 'zh' }, // 1280 × 800 at 200 % zoom
];

for (const { size, theme, language, ibm } of TOURS) {
  const title = `${size.join('×')}, ${theme}, ${language}`;
  labTest(`all views at ${title}: accessible, nothing cut off or overlapping`, { size, theme, timeout: 400_000 }, async ({ page, open, axe, ace, shot }) => {
    const problems = [];
    await tour({ page, open, language }, async (view) => {
      const found = [...await page.evaluate(layoutProblems), ...await checked(axe), ...ibm ? await checked(ace) : []];
      for (const problem of found) problems.push([view, problem]);
      await shot(`view-${size[0]}-${theme}-${language}-${view}`);
    });
    report(problems);
  });
}

// The tours above run each lab under its own profile. What a profile changes is words and numbers, so one size and no checker of accessibility do.
const OTHER_PROFILES = ['RocketMQ 5.5', 'RocketMQ 5.3', 'RocketMQ 5.1', 'RocketMQ 4.9', 'RocketMQ 4.8', 'RocketMQ 3.2'];

for (const rules of OTHER_PROFILES) {
  labTest(`all views under ${rules}: nothing breaks, nothing cut off or overlapping`, { timeout: 400_000 }, async ({ page, open }) => {
    const problems = [];
    await tour({ page, open, language: 'en', rules }, async (view) => {
      for (const problem of await page.evaluate(layoutProblems)) problems.push([view, problem]);
    });
    report(problems);
  });
}

labTest('each profile but the first has a tour of its own', async ({ page, open }) => {
  const lab = screen(page);
  await open();
  await lab.top.getByRole('button', { name: /^RocketMQ 5\.0 docs/ }).click();
  assert.equal(await lab.dialog('Rules').getByRole('radio').count(), OTHER_PROFILES.length + 1);
});

for (const { size, theme, lang } of [{ size: [720, 480], theme: 'light', lang: 'en' }, { size: [320, 480], theme: 'dark', lang: 'zh-CN' }]) {
  labTest(`embeds at ${size.join('×')}, ${theme}, ${lang}`, { size, theme }, async ({ page, open, axe, shot }) => {
    const problems = [];
    for (const [view, query] of Object.entries({
      board: 'scenario=story', chart: 'scenario=story&view=chart', table: 'scenario=story&view=table', lesson: 'lesson=overtaken&view=lesson',
      basic: 'scenario=retention&controls=basic', none: 'scenario=edge&controls=none',
    })) {
      await open(`?${query}&lang=${lang}`, 'embed.html');
      await page.getByRole('heading').first().waitFor({ timeout: 5_000 }).catch(() => problems.push([view, 'nothing is shown']));
      for (const problem of [...await page.evaluate(layoutProblems), ...await checked(axe)]) problems.push([view, problem]);
      await shot(`embed-${size[0]}-${theme}-${view}`);
    }
    report(problems);
  });
}

const ENGLISH = /\b(on|at|of|was|is|to)\b/;
/** What a screen reader was told last. */
const spoken = (page) => page.locator('[role=status][aria-live=polite]').textContent();

labTest('the language switch changes every word and is remembered', async ({ page, open, until }) => {
  const lab = screen(page);
  await open();
  await lab.play();
  await until(() => spoken(page), (words) => ENGLISH.test(words));
  await lab.pause();
  await page.getByRole('button', { name: '切换到中文' }).click();
  await page.getByRole('heading', { name: '刚刚发生了什么' }).waitFor();
  assert.doesNotMatch(await spoken(page), ENGLISH, 'a screen reader would still find the English sentence');
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  // What is left in Latin letters are names: of RocketMQ, of the lab's actors, of rules.
  const text = (await page.locator('header, main, aside, section').allInnerTexts()).join('\n');
  for (const english of ['Queues', 'Producers', 'Reset', 'Consumer groups', 'Saved', 'moved', 'committed', 'What just']) {
    assert.ok(!text.includes(english), `"${english}" is left on the Chinese page`);
  }
  await page.reload();
  await page.getByRole('heading', { name: '刚刚发生了什么' }).waitFor();
  await page.getByRole('button', { name: 'Switch to English' }).click();
  await page.getByRole('heading', { name: 'What just happened' }).waitFor();
  await until(() => page.locator('html').getAttribute('lang'), (lang) => lang === 'en');
  await lab.isAtRest();
});

labTest('a Chinese browser gets the page in Chinese', { locale: 'zh-CN' }, async ({ page, open }) => {
  await open();
  await page.getByRole('heading', { name: '消费进度全貌' }).waitFor();
});

labTest('the theme switch goes round and is remembered', async ({ page, open, until }) => {
  await open();
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Theme: as the system' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
  const dark = await until(background, (color) => color !== light);
  await page.reload();
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
  assert.equal(await background(), dark);
  await page.getByRole('button', { name: 'Theme: dark' }).click();
  await until(background, (color) => color === light);
  await page.emulateMedia({ colorScheme: 'dark' });
  await until(background, (color) => color === dark);
});

labTest('Space plays and pauses, the full stop steps, the comma steps back', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.lanes().first().waitFor();
  await page.keyboard.press('Space');
  await lab.pauseButton.waitFor();
  await page.keyboard.press('Space');
  await lab.playButton.waitFor();
  await lab.isAtRest();
  const before = await lab.clockMs();
  await page.keyboard.press('.');
  const after = await until(lab.clockMs, (now) => now > before);
  await page.keyboard.press(',');
  await until(lab.clockMs, (now) => now < after);
  // On a button, Space presses the button; in a field, all of them are text.
  await lab.actor('billing').focus();
  await page.keyboard.press('Space');
  await lab.details.getByRole('heading', { name: 'billing' }).waitFor();
  await lab.playButton.waitFor();
  await lab.board.getByRole('button', { name: 'New topic' }).first().click();
  const now = await lab.clock();
  await lab.field('Name').fill('');
  await lab.field('Name').pressSequentially('a . b,');
  assert.equal(await lab.field('Name').inputValue(), 'a . b,');
  assert.equal(await lab.clock(), now);
});

labTest('what a term means shows on hover and on focus, and Escape hides it', async ({ page, open }) => {
  const lab = screen(page);
  await open('?scenario=story');
  const term = lab.details.getByRole('button', { name: /^Max offset: / });
  await term.hover();
  const tip = page.locator('#tip').filter({ hasText: /The offset the next message will get, one past the newest/ });
  await tip.waitFor();
  await page.keyboard.press('Escape');
  await tip.waitFor({ state: 'hidden' });
  await term.focus();
  await tip.waitFor();
});

labTest('other rules run the same lab again, and the screen says which', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=new-group');
  await lab.showTable();
  await lab.playPast(21_000);
  assert.ok((await lab.table({ group: 'late' })).every((row) => Number(row.offset) > 50), 'by the page a new group starts at Max');
  await lab.top.getByRole('button', { name: /^RocketMQ 5\.0 docs/ }).click();
  await lab.dialog('Rules').getByRole('radio', { name: /^RocketMQ 5\.3 broker/ }).check();
  await lab.confirm('Change');
  await lab.top.getByRole('button', { name: /^RocketMQ 5\.3 broker/ }).waitFor();
  await until(lab.lines, (lines) => lines.some((line) => /^late starts on orders\/\d at 0: the queue still begins at 0$/.test(line.words)));
});
