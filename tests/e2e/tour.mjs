// The way through all views, in both languages, that the tests of every view and the pictures for the docs go. Not here: what is looked at
// in a view (views.test.mjs, scripts/gallery.mjs).
import { ASIDE } from './aside_lab.mjs';
import { screen } from './screen.mjs';

const WORDS = {
  en: {
    groups: 'Groups', lag: 'Lag', rates: 'Rates', filter: 'Filter', events: /^Events/, table: 'Table', picture: 'Picture', open: 'Open', download: 'Download', close: 'Close', cancel: 'Cancel', reset: 'Reset offset', time: 'Time',
    chosen: 'Chosen', details: 'Details', add: 'Add – Consumer groups', recording: /^Offsets/, next: 'Next call', run: 'Run', on: 'Next', past: 'Back to the start', closer: 'Zoom and pan', empty: /^New, empty lab/,
    aside: 'Outside the queues', retries: 'Retry and dead-letter topics', changeConsumer: 'Change billing-1', changeGroup: 'Change billing', memory: 'Memory and cold reads',
    look: 'Look at a message', segment: 'Look at the segment', kill: 'Restart or kill', send: 'Send a message', deliver: /^Deliver/, disk: /^Disk/,
  },
  zh: {
    groups: '消费者分组', lag: '堆积', rates: '速率', filter: '筛选', events: /^事件/, table: '表', picture: '图', open: '打开', download: '下载', close: '关闭', cancel: '取消', reset: '重置位点', time: '时间',
    chosen: '选定的', details: '详情', add: '添加 – 消费者分组', recording: /^位点(?!范围)/, next: '下一个调用', run: '运行', on: '下一步', past: '回到起点', closer: '缩放与平移', empty: /^新的空实验/,
    aside: '队列之外', retries: '重试与死信主题', changeConsumer: '修改 billing-1', changeGroup: '修改 billing', memory: '内存与冷读',
    look: '查看消息', segment: '查看段', kill: '重启或强制终止', send: '发送一条消息', deliver: /^投递/, disk: /^磁盘/,
  },
};

/** Goes through the views and calls `visit` in each; `rules` is how the name of a profile begins under which the labs run, if not their own. */
export async function tour({ page, open, language, rules }, visit) {
  const [lab, words] = [screen(page), WORDS[language]];
  const lang = language === 'zh' ? 'zh-CN' : 'en';
  const button = (name) => page.getByRole('button', { name, exact: typeof name === 'string' });
  const dialog = lab.dialog();
  const tabs = page.getByRole('navigation');
  const escape = async () => {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  };
  const ruled = async () => rules && lab.runUnder(rules);
  await open(`?scenario=story&lang=${lang}`);
  await lab.lanes().first().waitFor();
  await ruled();
  await visit('board');
  await button(words.closer).first().click();
  await lab.board.getByRole('button', { name: '100', exact: true }).click();
  await visit('closer');
  await button(words.closer).first().click();
  await lab.board.getByRole('button', { name: words.table, exact: true }).click();
  await visit('table');
  const phone = await tabs.isVisible();
  await lab.board.getByRole('button', { name: words.picture, exact: true }).click();
  await page.locator('.lane-name').nth(1).click();
  await button(words.look).click();
  await page.locator('.message-body').waitFor();
  await visit('message');
  await button(words.segment).click();
  await page.locator('.inspect h3 + ul + h3 + dl').waitFor();
  await visit('segment');
  if (phone) await page.getByRole('region', { name: words.details }).getByRole('button', { name: words.close, exact: true }).click();
  const chart = page.locator('.time');
  for (const tab of ['lag', 'events', 'groups']) {
    if (phone) await tabs.getByRole('button', { name: words[tab] }).click();
    if (tab === 'lag') await chart.getByRole('button', { name: words.rates, exact: true }).click();
    if (tab === 'events') await page.getByRole('button', { name: words.filter, exact: true }).click();
    if (phone || tab === 'events') await visit(tab);
  }
  await page.getByRole('button', { name: /^audit/ }).first().click();
  await button(words.reset).waitFor();
  if (phone) await visit('sheet');
  await button(words.reset).click();
  await dialog.getByRole('radio', { name: words.time, exact: true }).check();
  await dialog.getByRole('radio', { name: words.chosen, exact: true }).check();
  await visit('reset');
  await escape();
  if (phone) await page.getByRole('region', { name: words.details }).getByRole('button', { name: words.close, exact: true }).click();
  await button(words.add).click();
  await visit('form');
  await escape();
  if (!phone) {
    await lab.top.getByRole('button', { name: words.download, exact: true }).click();
    await visit('download');
    await escape();
  }
  await lab.top.getByRole('button', { name: words.open, exact: true }).click();
  await visit('open');
  await dialog.getByRole('button', { name: words.empty }).click();
  await lab.board.locator('.ways').waitFor();
  await ruled();
  await visit('empty');
  await lab.top.getByRole('button', { name: words.open, exact: true }).click();
  await dialog.getByRole('button', { name: words.recording }).first().click();
  await button(words.next).click();
  await button(words.next).click();
  await page.locator('[aria-current=step]').waitFor();
  await visit('recording');
  await open(`?lesson=overtaken&lang=${lang}`);
  await button(words.run).click();
  await button(words.on).click();
  await page.getByRole('radio').first().check();
  await visit('lesson');
  await open(`?scenario=edge&lang=${lang}`);
  await lab.lanes().first().waitFor();
  await ruled();
  await visit('edge');
  await tourAside({ page, words, phone, ruled }, visit);
}

/** The views of a lab with something in every pocket, and the forms over its groups, consumers, messages and broker. */
async function tourAside({ page, words, phone, ruled }, visit) {
  const lab = screen(page);
  const button = (name) => page.getByRole('button', { name, exact: typeof name === 'string' });
  const tab = (name) => phone && page.getByRole('navigation').getByRole('button', { name }).click();
  const dialog = lab.dialog();
  const form = async (opener, view, fill = async () => {}) => {
    await opener.click();
    await dialog.waitFor();
    await fill();
    await visit(view);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  };
  await lab.top.getByRole('button', { name: words.open, exact: true }).click();
  await dialog.locator('input[type=file]').setInputFiles({ name: 'aside.json', mimeType: 'application/json', buffer: Buffer.from(ASIDE) });
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('region', { name: words.aside }).waitFor();
  await ruled();
  await page.getByText(words.retries).click();
  await visit('pockets');
  await lab.board.getByRole('button', { name: words.table, exact: true }).click();
  await visit('pockets-table');
  await form(button(words.send).first(), 'form-message', () => dialog.getByRole('combobox', { name: words.deliver }).selectOption('2'));
  await tab(words.groups);
  await page.getByRole('button', { name: /^billing/ }).first().click();
  await button(words.changeConsumer).waitFor();
  await visit('group');
  await form(button(words.changeConsumer), 'form-consumer');
  await form(button(words.changeGroup), 'form-group');
  await form(button(words.reset), 'reset-aside');
  if (phone) await page.getByRole('region', { name: words.details }).getByRole('button', { name: words.close, exact: true }).click();
  await button(words.disk).click();
  await visit('broker');
  await form(button(words.kill), 'form-broker');
  await form(button(words.memory), 'form-memory');
}
