// Every kind of step, and what is around them, by two checkers of accessibility: axe-core and IBM's. Not here: what the steps do.
import { assert, labTest } from './harness.mjs';
import { goTo } from './lesson_way.mjs';
import { screen } from './screen.mjs';

const by = (way) => (kind, body) => kind === 'predict' && (body.by ?? 'choice') === way;
const is = (wanted) => (kind) => kind === wanted;
const KINDS = [
  ['explore', 'address', is('explore')], ['a choice', 'address', by('choice')], ['numbers', 'two-starts', by('number')], ['several numbers', 'again-after-exception', (kind, body) => kind === 'predict' && body.asks?.length > 1],
  ['text', 'reset-waits', (kind, body) => kind === 'predict' && !body.asks], ['a mark', 'below-min', by('mark')], ['messages', 'phantom-lag', by('cells')], ['run', 'below-min', is('run')], ['explain', 'below-min', is('explain')],
  ['do', 'below-min', is('do')], ['recall', 'below-min', is('recall')], ['compare', 'above-max', is('compare')], ['challenge', 'first-aid', is('challenge')],
  ['material', 'negative-diff', is('material')], ['which command', 'which-command', is('choose_command')], ['order', 'negative-diff', is('order')],
];
const LOOKS = [{ size: [1280, 800], theme: 'light' }, { size: [390, 844], theme: 'dark' }];

for (const look of LOOKS) {
  for (let half = 0; half < 2; half += 1) {
    const kinds = KINDS.filter((_, n) => n % 2 === half);
    labTest(`steps at ${look.size[0]}, ${look.theme}: ${kinds.map(([name]) => name).join(', ')}`, { ...look, timeout: 300_000 }, async ({ page, open, until, axe, ace }) => {
      const lab = screen(page);
      for (const [name, lesson, wanted] of kinds) {
        await goTo({ lab, open, until }, lesson, wanted);
        try {
          await axe();
          await ace();
        } catch (error) {
          throw new Error(`${name} (${lesson}): ${error.message}`);
        }
      }
    });
  }
}

labTest('a lesson before a class, and its results', { size: [1920, 1080], timeout: 300_000 }, async ({ page, base, open, until, axe, ace }) => {
  const lab = screen(page);
  await goTo({ lab, open, until }, 'address', by('choice'));
  await page.keyboard.press('p');
  await page.locator('[data-presenting=true]').waitFor();
  await axe();
  await ace();
  await page.keyboard.press('p');
  await goTo({ lab, open, until }, 'negative-diff', is('order'));
  await page.goto(`${base}course.html#negative-diff`);
  await page.locator('[data-lesson=negative-diff] .answers tbody tr').first().waitFor();
  assert.ok(await page.locator('[data-lesson=negative-diff] .answers').evaluate((details) => details.open));
  await axe();
  await ace();
});
