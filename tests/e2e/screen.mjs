// The lab's screen as a person reads and drives it, in English: by roles and names, never by how it is built. Tests use it together
// with harness.mjs:
//
//   const lab = screen(page);
//   await lab.play();
//   await until(() => lab.clockMs(), (ms) => ms > 90_000);
//
// Numbers are text without the gaps between their digits, because an offset may be greater than what a JavaScript number holds;
// `n` makes a number of one that is known to be small.
import { assert, until } from './harness.mjs';

const SPEEDS = ['×0.1', '×0.2', '×0.5', '×1', '×2', '×5', '×10', '×20', '×50', '×100', '×200', '×500', '×1000', '×2000', '×5000', '×10000'];

/** Text without any gap, and with an ordinary minus. */
export const plain = (text) => text.replace(/\s/g, '').replaceAll('−', '-');

/** The number in such a text. */
export function n(text) {
  const number = Number(plain(text));
  assert.ok(Number.isSafeInteger(number), `${text} is no number that JavaScript holds exactly`);
  return number;
}

/** The number in a cell of the reset preview, which may say that it is about so much. */
export const counted = (cell) => n(plain(cell).replace(/^about/, ''));

/** Milliseconds of `00:01:15.000`. */
export function clockMs(text) {
  const [hours, minutes, seconds] = text.split(':').map(Number);
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000);
}

// A row for each queue and group, in a page: topic, queue, min, max, group, offset, pull, lag, purged, owner; a queue without groups
// has a row without a group.
function readTables(tables) {
  const rows = [];
  const value = (cell) => cell.textContent.replace(/\s/g, '').replaceAll('−', '-');
  for (const table of tables.filter((each) => !each.closest('.pockets'))) {
    const topic = table.closest('section').getAttribute('aria-label');
    for (const body of table.tBodies) {
      let queue;
      for (const row of body.rows) {
        const cells = [...row.cells].map(value);
        if (row.cells[0].localName === 'th') queue = cells.splice(0, 3);
        const [group, offset, pull, lag, purged, owner] = cells.length === 6 ? cells : [];
        rows.push({ topic, queue: queue[0], min: queue[1], max: queue[2], group, offset, pull, lag, purged, owner });
      }
    }
  }
  return rows;
}

function readLog(lines) {
  // Routine lines that follow each other are folded: a line that only says how many is none.
  return lines.filter((line) => !line.querySelector('details')).map((line) => {
    const rule = line.querySelector('.rule').getAttribute('aria-label').split(':')[0];
    const words = line.querySelector('span').textContent.replace(/\s+/g, ' ').trim();
    return { at: line.querySelector('button').getAttribute('aria-label').replace('Go to ', ''), rule, words: words.replace(/§$/, '').trim() };
  });
}

/** The numbers of a reset's preview: an object for each queue. */
function readPreview(rows) {
  const value = (cell) => (cell.querySelector('b') ?? cell).textContent.replace(/\s/g, '').replaceAll('−', '-');
  return rows.map((row) => {
    const [queue, now, target, change, replayed, skipped, purged, lagAfter] = [...row.cells].map(value);
    return { queue, now, target, change, replayed, skipped, purged, lagAfter };
  });
}

export function screen(page) {
  const region = (name) => page.getByRole('region', { name, exact: true });
  const lab = {
    top: page.getByRole('banner'),
    transport: page.getByRole('group', { name: 'Clock', exact: true }),
    board: page.getByRole('main'),
    actors: region('Actors'),
    details: region('Details'),
    log: region('What just happened'),
    chart: region('Timeline'),
    /** What lies aside of the queues: its cards, or its table's rows. */
    pockets: region('Outside the queues'),
    pocket: (title) => lab.pockets.getByRole('listitem').filter({ hasText: title }).first(),
    /** A number of the inspector by its term. */
    fact: async (label) => n(await lab.details.locator('.fact').filter({ has: page.getByRole('button', { name: new RegExp(`^${label}: `) }) }).getByRole('definition').innerText()),
    lesson: region('Lesson'),
    recording: region('Recording'),
    dialog: (name) => page.getByRole('dialog', name === undefined ? undefined : { name, exact: typeof name === 'string' }),

    /** The page says that it shows the moment that was asked for: a long way through time is done in many frames. */
    arrived: () => page.locator('main[aria-busy="false"]').waitFor(),
    title: () => page.getByRole('heading', { level: 1 }).innerText(),
    clock: () => page.getByRole('timer').innerText(),
    clockMs: async () => clockMs(await lab.clock()),
    playButton: page.getByRole('button', { name: 'Play (Space)' }),
    pauseButton: page.getByRole('button', { name: 'Pause (Space)' }),

    async play() {
      await lab.playButton.click();
      await lab.pauseButton.waitFor();
    },
    async pause() {
      await lab.pauseButton.click();
      await lab.playButton.waitFor();
    },
    /** Plays until the screen shows something, and pauses. */
    async playUntil(read, check) {
      await lab.play();
      const value = await until(read, check);
      await lab.pause();
      return value;
    },
    /** Plays past this moment, and pauses. */
    playPast: (ms) => lab.playUntil(lab.clockMs, (now) => now > ms),
    async step() {
      await page.getByRole('button', { name: 'Step to the next event (.)' }).click();
    },
    async restart() {
      await page.getByRole('button', { name: 'Back to the start' }).click();
      await until(lab.clock, (clock) => clock === '00:00:00.000');
    },
    async setSpeed(shown) {
      const slider = page.getByRole('slider', { name: /^Speed/ });
      await slider.fill(String(SPEEDS.indexOf(shown)));
      await until(() => slider.getAttribute('aria-valuetext'), (text) => plain(text) === shown);
    },
    /** Runs the lab's journal under the profile whose name begins so. */
    async runUnder(rules) {
      const begins = new RegExp(`^${rules.replaceAll('.', '\\.')} `);
      const now = lab.top.getByRole('button', { name: begins });
      if (await now.isVisible()) return;
      await lab.top.getByRole('button', { name: /^RocketMQ \d/ }).click();
      await lab.dialog('Rules').getByRole('radio', { name: begins }).check();
      await lab.confirm('Change');
      await now.waitFor();
      await lab.arrived();
    },
    /** Nothing on the screen moves: the same clock after half a second's worth of frames. */
    async isAtRest() {
      const before = await lab.clock();
      await frames(page, 30);
      assert.equal(await lab.clock(), before, 'the clock moves');
    },

    async showTable() {
      await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Table' }).click();
      await lab.board.getByRole('table').first().waitFor();
    },
    async showPicture() {
      await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Picture' }).click();
      await lab.lanes().first().waitFor();
    },
    /** The table view's rows; `of` keeps those with these values. */
    async table(of = {}) {
      const rows = await lab.board.getByRole('table').evaluateAll(readTables);
      return rows.filter((row) => Object.entries(of).every(([key, value]) => row[key] === value));
    },
    /** Max of all queues of a topic, or of all there are. */
    async sent(of = {}) {
      const queues = new Map((await lab.table(of)).map((row) => [`${row.topic}/${row.queue}`, n(row.max)]));
      return [...queues.values()].reduce((sum, max) => sum + max, 0);
    },
    lag: async (group) => (await lab.table({ group })).reduce((sum, row) => sum + n(row.lag), 0),
    lanes: () => page.getByRole('img', { name: /\/\d+: Min / }),
    /** The log's lines, also those that were folded. */
    async lines() {
      const closed = lab.log.locator('details:not([open]) > summary');
      await until(async () => {
        await closed.evaluateAll((folds) => folds.forEach((fold) => fold.click()));
        return closed.count();
      }, (count) => count === 0);
      return lab.log.getByRole('listitem').evaluateAll(readLog);
    },

    /** A group's or producer's row among the actors. */
    actor: (name) => lab.actors.getByRole('button', { name: new RegExp(`^${name}(?![-\\w])`) }),
    async choose(name) {
      await lab.actor(name).click();
      await lab.details.getByRole('heading', { name, exact: true }).waitFor();
    },
    field: (name) => lab.dialog().getByRole('textbox', { name: new RegExp(`^${name}`) }),
    /** Presses a button of the dialog that is open, which closes it. */
    async confirm(button) {
      await lab.dialog().getByRole('button', { name: button, exact: typeof button === 'string' }).click();
      await lab.dialog().waitFor({ state: 'hidden' });
    },
    async openReset(group) {
      await lab.choose(group);
      await lab.details.getByRole('button', { name: 'Reset offset' }).click();
      await lab.dialog(new RegExp(`^Reset offset of ${group}`)).waitFor();
    },
    /** What the reset dialog's preview says. */
    preview: () => lab.dialog().getByRole('table').locator('tbody tr').evaluateAll(readPreview),

    /** Opens the dialog "Open" and presses an entry; waits until the lab of this title is there. */
    async openEntry(entry, title) {
      await lab.top.getByRole('button', { name: 'Open', exact: true }).click();
      await lab.dialog('Open').getByRole('button', { name: entry }).click();
      await lab.dialog().waitFor({ state: 'hidden' });
      if (title) await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await lab.arrived();
    },
    /** Chooses a file of this name and content. */
    async openFile(name, content) {
      await lab.top.getByRole('button', { name: 'Open', exact: true }).click();
      const file = { name, mimeType: 'application/json', buffer: Buffer.from(content) };
      await lab.dialog('Open').getByLabel('Choose a file').setInputFiles(file);
    },
    async openBlank() {
      await lab.openEntry(/^New, empty lab/, 'Empty lab');
      await lab.board.getByText('No topic yet').waitFor();
    },
    savedState: page.getByRole('banner').getByRole('button', { name: /^(Saved|Saving…|Not persisted|Read-only|Not saved): / }),
    saved: () => page.getByRole('button', { name: /^Saved: / }).waitFor(),
  };
  return lab;
}

/** The page by the keyboard alone. */
export function keyboard(page) {
  const press = (key) => page.keyboard.press(key);
  const focused = () => page.evaluate(() => {
    const element = document.activeElement === document.body ? null : document.activeElement;
    return (element?.getAttribute('aria-label') ?? element?.closest('label')?.textContent ?? element?.textContent ?? '').trim();
  });
  /** Presses Tab until the focus is on what is named so. */
  const tabTo = async (start, most = 260) => {
    for (let i = 0; i < most; i += 1) {
      if ((await focused()).startsWith(start)) return;
      await press('Tab');
    }
    assert.fail(`Tab does not reach "${start}"; the focus is on "${await focused()}"`);
  };
  /** Goes to a button and presses it. */
  const go = async (name, key = 'Enter') => {
    await tabTo(name);
    await press(key);
  };
  /** Goes to a field of the dialog that is open and types into it in place of what is there. */
  const type = async (name, text) => {
    await page.getByRole('dialog').waitFor();
    await tabTo(name);
    await press('ControlOrMeta+a');
    await page.keyboard.type(text);
  };
  /** Goes to a list of the dialog that is open and goes down in it. */
  const choose = async (name, steps) => {
    await page.getByRole('dialog').waitFor();
    await tabTo(name);
    for (let i = 0; i < steps; i += 1) await press('ArrowDown');
  };
  return { press, focused, tabTo, go, type, choose };
}

/** Waits for this many animation frames. */
export function frames(page, count) {
  return page.evaluate((left) => new Promise((done) => {
    const frame = () => (left-- > 0 ? requestAnimationFrame(frame) : done());
    frame();
  }), count);
}
