// The lab that a first visit opens, and its clock: play, pause, step, speed, back to the start.
import { assert, labTest } from './harness.mjs';
import { clockMs, n, screen } from './screen.mjs';

labTest('opening shows the story: four queues, two groups, the clock at rest', async ({ page, open, shot }) => {
  const lab = screen(page);
  await open();
  assert.equal(await lab.title(), 'Consumer progress, the whole story');
  assert.equal(await lab.clock(), '00:01:15.000');
  await lab.playButton.waitFor();
  assert.equal(await lab.lanes().count(), 4);
  for (const lane of await lab.lanes().all()) {
    const words = await lane.getAttribute('aria-label');
    assert.match(words, /^orders\/[0-3]: Min [\d\s]+, Max [\d\s]+; /);
    assert.match(words, /billing [\d\s]+, lag [\d\s]+/);
    assert.match(words, /audit [\d\s]+, lag [\d\s]+/);
  }
  for (const name of ['order-service', 'billing', 'audit']) await lab.actor(name).waitFor();
  await lab.saved();
  await lab.isAtRest();
  await shot('lab-story');
});

labTest('play moves the clock and Max, pause stops both', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  const [clock, sent] = [await lab.clockMs(), await lab.sent()];
  await lab.play();
  await until(lab.clockMs, (now) => now > clock + 1_000);
  await until(lab.sent, (now) => now > sent);
  await lab.pause();
  await lab.isAtRest();
});

labTest('a step goes to the next event and stops there', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  const sent = await lab.sent();
  for (let i = 0; i < 10; i += 1) {
    const before = await lab.clockMs();
    await lab.step();
    const now = await until(lab.clockMs, (ms) => ms > before);
    assert.ok(now - before <= 100, `40 messages a second come, yet the next event is ${now - before} ms away`);
  }
  await until(lab.sent, (now) => now > sent);
  await lab.playButton.waitFor();
  await lab.isAtRest();
});

labTest('a step back goes to an event before', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.lines();
  const before = await lab.clockMs();
  await page.getByRole('button', { name: 'Step back' }).click();
  await until(lab.clockMs, (now) => now < before);
});

labTest('the speed slider changes the speed from ×0.1 to ×10 000', async ({ page, open }) => {
  const lab = screen(page);
  await open('?scenario=story');
  assert.equal(await page.getByRole('slider', { name: /^Speed/ }).getAttribute('aria-valuetext'), '×4');
  for (const speed of ['×10000', '×0.1', '×50']) await lab.setSpeed(speed);
  const before = await lab.clockMs();
  await lab.playPast(before + 20_000);
});

labTest('from the start, playing again gives the same numbers at the same instant', async ({ page, open, until, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  // A line of the log is an instant that can be gone to again, whatever the frames in between.
  const { at } = (await lab.lines()).find((line) => line.rule === 'R-CQ-4');
  const goThere = async () => {
    await page.getByRole('button', { name: `Go to ${at}`, exact: true }).first().click();
    await until(lab.clock, (clock) => clock === at);
    return lab.table();
  };
  const first = await goThere();
  await lab.restart();
  assert.ok((await lab.table()).every((row) => n(row.max) === 0), 'at the start every queue is empty');
  await shot('lab-start-table');
  // Slow enough that the line is still in the log when the clock is stopped, however late that is.
  await lab.setSpeed('×10');
  await lab.playPast(clockMs(at) + 3_000);
  assert.notDeepEqual(await lab.table(), first);
  assert.deepEqual(await goThere(), first);
});

labTest('two browsers show the same numbers at the same instant', async ({ page, browser, base, open }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.showTable();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, timezoneId: 'Asia/Shanghai', locale: 'en-GB' });
  try {
    const other = await context.newPage();
    await other.goto(`${base}index.html?scenario=story`);
    const there = screen(other);
    await there.showTable();
    assert.equal(await there.clock(), await lab.clock());
    assert.deepEqual(await there.table(), await lab.table());
  } finally {
    await context.close();
  }
});

for (const what of ['scenario', 'lesson']) {
  labTest(`a link to a ${what} that is not there says so, and a lab is on screen`, { expected: [/404/] }, async ({ page, open, until }) => {
    const lab = screen(page);
    await open(`?${what}=nowhere`);
    await lab.dialog(/nowhere/).waitFor();
    assert.match(await lab.dialog().getByRole('alert').innerText(), /nowhere.* could not be loaded from this page’s server/);
    await lab.confirm('Close');
    await until(() => lab.lanes().count(), (count) => count === 4);
  });
}

labTest('groups at one offset: their shapes stand in the order of their labels', async ({ page, open, until }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await lab.restart();
  await lab.step();
  const order = () => lab.lanes().first().evaluate((lane) => {
    const colours = (selector) => [...lane.querySelectorAll(selector)]
      .sort((a, b) => a.getBoundingClientRect().x - b.getBoundingClientRect().x)
      .map((element) => getComputedStyle(element).getPropertyValue('--group'));
    return [colours('.shape'), colours('text.mine:not(.brace ~ *)')];
  });
  const [shapes, labels] = await until(order, ([shapes]) => shapes.length === 2);
  assert.notEqual(shapes[0], shapes[1]);
  assert.deepEqual(labels, shapes);
});
