// The documentation page's three questions: each lab opens by its address, is played, and its answer stands on the screen. What happens in
// them is tested in tests/it/questions.rs.
import { assert, labTest } from './harness.mjs';
import { screen } from './screen.mjs';

/** Opens a scenario and plays it past an instant; gives its row of the table by group, and the lines of the log. */
async function played(page, open, name, title, past) {
  const lab = screen(page);
  await open(`?scenario=${name}`);
  assert.equal(await lab.title(), title);
  await lab.showTable();
  if (past > 30_000) await lab.setSpeed('×5');
  await lab.playPast(past);
  const rows = await lab.table({ topic: 'orders' });
  const of = Object.fromEntries(rows.map((row) => [row.group, { min: Number(row.min), max: Number(row.max), at: Number(row.offset) }]));
  return { lab, of, words: (await lab.lines()).map((line) => line.words).join('\n') };
}

labTest('where does a client start: where it was saved, at Max, at Min', async ({ page, open, shot }) => {
  const { lab, of, words } = await played(page, open, 'start', 'Where does a client start?', 20_500);
  await lab.board.getByText('At 20 s three clients join.').waitFor();
  const [, saved] = /billing resumes at (\d+) on orders\/0, its saved offset/.exec(words);
  const [, late] = /late starts on orders\/0 at (\d+)/.exec(words);
  const [, audit] = /audit starts on orders\/0 at (\d+), which is Min: its offsets were removed/.exec(words);
  assert.ok(of.audit.min > 0 && Number(audit) === of.audit.min, `audit began at Min: ${audit}`);
  assert.ok(Number(saved) > Number(audit) && Number(late) > Number(saved), `${audit} < ${saved} < ${late}`);
  await lab.showPicture();
  await shot('question-start');
});

labTest('how is a consumed message marked: not at all, and what was not saved comes again', async ({ page, open, shot }) => {
  const { lab, of, words } = await played(page, open, 'marked', 'How is a consumed message marked?', 34_000);
  await lab.board.getByText('The message is not marked:').waitFor();
  assert.equal(of.billing.min, 0, 'everything that was consumed is there');
  const [, from] = /billing gets (\d+)–\d+ of orders\/0 again: a client crashed/.exec(words);
  assert.match(words, new RegExp(`billing resumes at ${from} on orders/0, its saved offset`));
  assert.ok(Number(from) > 100 && Number(from) < of.billing.max);
  await lab.log.getByText('duplicate', { exact: true }).first().waitFor();
  await lab.showPicture();
  await shot('question-marked');
});

labTest('can it be consumed again after an exception: later, at last a dead letter; in order in its place', async ({ page, open, shot }) => {
  const { lab, of, words } = await played(page, open, 'again', 'Can it be consumed again after an exception?', 42_000);
  await lab.board.getByText('Message 8 makes both groups fail.').waitFor();
  assert.equal(of.ledger.at, 8, 'what is behind it waits');
  assert.ok(of.billing.at > 50 && of.billing.at >= of.billing.max - 2, 'billing goes on');
  assert.match(words, /ledger failed at 8 on orders\/0 and will retry it/);
  assert.match(words, /billing gave up \d of %RETRY%billing\/0: now a dead letter/);
  await lab.showPicture();
  await lab.pocket('Dead letters').getByText('billing').first().waitFor();
  await shot('question-again');
});
