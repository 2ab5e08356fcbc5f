// The first minute: what a first visit shows and where it leads, what stands where there is no topic, and that every term explains itself.
import { readFile } from 'node:fs/promises';
import { assert, labTest } from './harness.mjs';
import { keyboard, screen } from './screen.mjs';

labTest('a first visit shows the story, and a calm way to the rest', async ({ page, open, axe }) => {
  const lab = screen(page);
  await open();
  await page.getByRole('heading', { level: 1, name: 'Consumer progress, the whole story' }).waitFor();
  await lab.board.getByText(/^One topic, two consumer groups/).waitFor();
  await axe();
  await page.getByRole('button', { name: 'Other labs and lessons' }).click();
  await lab.dialog('Open').getByRole('button', { name: /^New, empty lab/ }).waitFor();
});

labTest('a lab without a topic offers a topic, the story, a lesson, a file and pasted output, by keyboard', async ({ page, open, until, axe, shot }) => {
  const [lab, keys] = [screen(page), keyboard(page)];
  await open();
  await keys.go('Other labs and lessons');
  await lab.dialog('Open').waitFor();
  await keys.go('New, empty lab');
  await lab.board.getByText('No topic yet').waitFor();
  await axe();
  await shot('first-empty');
  const board = lab.board.locator('.empty');
  for (const name of [/^New topic$/, /^Consumer progress, the whole story/, /^The group stopped/]) await board.getByRole('button', { name }).waitFor();
  await board.getByLabel('Choose a file').setInputFiles({ name: 'story.json', mimeType: 'application/json', buffer: await readFile(new URL('../../www/scenarios/edge.json', import.meta.url)) });
  await page.getByRole('heading', { level: 1, name: 'The end of the offset range' }).waitFor();
  await lab.openBlank();
  const status = (await readFile(new URL('../import/5.3.3/06-topicStatus.txt', import.meta.url))).toString();
  await board.getByLabel('Or paste here').evaluate((area, value) => {
    area.value = value;
    area.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste', bubbles: true }));
  }, `$ mqadmin topicStatus -t TopicOrders\n${status}`);
  await page.getByRole('heading', { level: 1, name: 'Imported from b' }).waitFor();
  await lab.openBlank();
  await keys.go('Consumer progress, the whole story');
  await page.getByRole('heading', { level: 1, name: 'Consumer progress, the whole story' }).waitFor();
  await lab.openBlank();
  await keys.go('The group stopped');
  await lab.lesson.waitFor();
  await until(() => lab.board.locator('.ways').count(), (ways) => ways === 0);
});

// Each term of the design: where it stands, what its sentence begins with, and Kafka's word.
const TERMS = {
  en: [
    ['Min offset', /^MinOffset \(R-CQ-3\)/, 'log start offset'], ['Max offset', /^MaxOffset \(R-CQ-3\)/, 'log end offset'],
    ['Consumer offset', /^ConsumerOffset/, 'committed offset'], ['Lag', /^Diff \(R-LAG-1\)/, 'LAG'], ['In flight', /^Inflight/, 'position'],
    ['Reset pending', /^resetOffset \(R-RST-6\)/, 'no such state'], ['Kept for', /^fileReservedTime/, 'retention.ms'], ['Segment', /^commit-log file/, 'log segment'],
    ['Consumer groups', /^ConsumerGroup/, 'consumer group'], ['Queue', /^MessageQueue/, 'partition'], ['Cold', /^cold data \(SD-18\)/, 'page cache'],
  ],
  zh: [
    ['最小位点 MinOffset', /^MinOffset \(R-CQ-3\)/, 'log start offset'], ['最大位点 MaxOffset', /^MaxOffset/, 'log end offset'],
    ['消费位点 ConsumerOffset', /^ConsumerOffset/, 'committed offset'], ['堆积量', /^Diff/, 'LAG'], ['处理中', /^Inflight/, 'position'],
    ['待生效重置', /^resetOffset/, 'no such state'], ['保存时长', /^fileReservedTime/, 'retention.ms'], ['段', /^commit-log file/, 'log segment'],
    ['消费者分组', /^ConsumerGroup/, 'consumer group'], ['队列', /^MessageQueue/, 'partition'], ['冷数据', /^cold data/, 'page cache'],
  ],
};

for (const [language, terms] of Object.entries(TERMS)) {
  labTest(`every term says what it means, on hover and on focus, with Kafka's word (${language})`, async ({ page, open }) => {
    await open(`?scenario=story&lang=${language === 'zh' ? 'zh-CN' : 'en'}`);
    const tip = page.locator('#tip');
    const words = (term) => page.locator('main .term').filter({ hasText: new RegExp(`^${term}`) }).first();
    const reset = async () => {
      await page.locator('.inspect .solid').click();
      await page.locator('dialog .solid').click();
      await page.locator('dialog').waitFor({ state: 'detached' });
    };
    await words(terms[0][0]).waitFor();
    for (const [term, begins, kafka] of terms) {
      if (begins.source.startsWith('^resetOffset')) await reset();
      if (begins.source.startsWith('^cold')) await page.locator('.actors .panel-head').last().locator('.add').first().click();
      await words(term).hover();
      await tip.filter({ hasText: begins }).waitFor();
      await page.keyboard.press('Escape');
      await tip.waitFor({ state: 'hidden' });
      await words(term).focus();
      const said = await tip.filter({ hasText: begins }).textContent();
      assert.ok(said.includes(`Kafka: `) && said.includes(kafka), `${term}: ${said}`);
      await page.keyboard.press('Escape');
    }
  });
}
