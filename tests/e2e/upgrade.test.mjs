// The view Upgrade: what another version changes in this lab, with the ways there. Not here: that the numbers are right (tests/it/upgrade.rs).
import { readFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { assert, labTest } from './harness.mjs';
import { clockMs, frames, screen } from './screen.mjs';

const names = {
  en: { view: 'Upgrade', from: 'From', to: 'To', compare: 'Compare side by side', rules: /^RocketMQ 5\.0 docs/, until: /^Up to / },
  zh: { view: '升级', from: '从', to: '到', compare: '并排对比', rules: /5\.0 文档$/, until: /^截至 / },
};

/** The report that the command line gives of a scenario, if it is there. */
function commandLine(scenario, from, to) {
  const program = process.env.OFFSET_LAB;
  if (!program) return null;
  return JSON.parse(execFileSync(program, ['upgrade', new URL(`../../www/scenarios/${scenario}.json`, import.meta.url).pathname, '--from', from, '--to', to, '--json'], { maxBuffer: 1 << 26 }).toString());
}

for (const [tag, theme, size] of [['en', 'light', [1280, 800]], ['zh', 'dark', [360, 740]]]) {
  labTest(`every rule that acts differently, most messages first, ${tag} ${theme} ${size[0]}`, { theme, size }, async ({ page, open, until, axe, shot }) => {
    const words = names[tag];
    await open(`?scenario=new-group&lang=${tag === 'zh' ? 'zh-CN' : 'en'}`, 'index.html', { wait: tag === 'en' });
    const view = page.getByRole('region', { name: words.view, exact: true });
    await page.getByRole('banner').getByRole('button', { name: words.rules }).click();
    await page.getByRole('radio', { name: /^RocketMQ 5\.3/ }).check();
    await page.getByRole('button', { name: words.compare }).click();
    const rows = view.getByRole('heading', { level: 3 });
    const page50 = `5.0 ${tag === 'en' ? 'docs' : '文档'}`;
    for (const [from, to, first, ids] of [[page50, '5.3', 'SD-20', ['docs-5.0', '5.3']], ['4.8', '5.5', 'R-INIT-2', ['4.8', '5.5']]]) {
      await view.getByRole('combobox', { name: words.to, exact: true }).selectOption(to);
      // What is chosen next is chosen of what is on screen then.
      await frames(page, 30);
      await view.getByRole('combobox', { name: words.from, exact: true }).selectOption(from);
      // The report of the pair before it may still stand.
      const [shortFrom, shortTo] = [from, to].map((version) => version.replaceAll('.', String.raw`\.`));
      const answered = view.getByRole('group', { name: new RegExp(`${shortFrom} → ${shortTo}$`) }).and(page.locator('[aria-busy="false"]'));
      await answered.getByText(words.until).waitFor({ timeout: 100_000 });
      await rows.first().waitFor();
      const shown = await rows.evaluateAll((heads) => heads.map((head) => ({ text: head.textContent, rule: head.querySelector('.rule').getAttribute('aria-label').split(':')[0] })));
      assert.equal(shown[0].rule, first);
      const counts = shown.map(({ text }) => Number(/([\d\s]+)(?: messages are affected| message is affected| 条消息受影响)/.exec(text)?.[1].replace(/\s/g, '') ?? 0));
      assert.deepEqual(counts, [...counts].sort((a, b) => b - a), 'most messages first');
      const report = commandLine('new-group', ...ids);
      if (report) {
        assert.deepEqual(shown.map(({ rule }) => rule), report.acts.map((act) => act.rule));
        assert.deepEqual(counts, report.acts.map((act) => act.affected));
      }
    }
    await axe();
    await shot(`upgrade-${tag}`);
    // The way to the first event: both versions are there then, side by side.
    const go = view.getByRole('button', { name: /^(First|首次) / }).last();
    const seconds = Number(/[\d.]+/.exec(await go.innerText())[0]);
    await go.click();
    await page.locator('main[aria-busy="false"]').waitFor();
    await until(async () => clockMs((await page.getByRole('timer').textContent()).trim()), (now) => now === Math.floor(seconds * 1000));
    assert.ok(await view.isVisible());
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, 'nothing is wider than the page');
  });
}

labTest('an imported cluster before its upgrade, by the keyboard', async ({ page, open, until, axe }) => {
  const lab = screen(page);
  await open();
  await lab.top.getByRole('button', { name: 'Open', exact: true }).click();
  const status = await readFile(new URL('../import/two-masters/topicStatus-trade_log.txt', import.meta.url));
  await lab.dialog('Open').getByLabel('Choose a file').setInputFiles({ name: 'topicStatus-trade_log.txt', mimeType: 'text/plain', buffer: status });
  await page.getByRole('heading', { level: 1, name: /^Imported/ }).waitFor();
  await page.getByRole('banner').getByRole('button', { name: /^RocketMQ \d/ }).click();
  await page.getByRole('radio', { name: /RocketMQ 5\.5 broker/ }).check();
  await page.getByRole('button', { name: 'Compare side by side' }).click();
  const view = page.getByRole('region', { name: 'Upgrade', exact: true });
  await view.getByText(/^Nothing differs in this lab/).waitFor();
  const from = view.getByRole('combobox', { name: 'From', exact: true });
  await from.focus();
  await page.keyboard.type('4.9');
  await until(() => from.evaluate((select) => select.selectedOptions[0].textContent), (text) => text === '4.9');
  await view.getByText('What does not change').focus();
  await page.keyboard.press('Enter');
  await view.getByText(/^These rules differ and change nothing here: /).waitFor();
  await axe();
});
