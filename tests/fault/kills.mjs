// Kills while a person gives commands and the lab plays: what was shown as saved must be there in the next tab. Each round opens the lab,
// compares it with what was given and shown as saved before, gives more commands, and kills at a random moment.
import { browserWith } from './browsers.mjs';
import { until } from './ends.mjs';
import { labIn } from './lab.mjs';

/** Virtual clock of a lab as the page shows it, in milliseconds. */
const clockMs = (clock) => {
  const [hours, minutes, seconds] = clock.split(':').map(Number);
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1e3);
};

/** A small repeatable source of numbers below a bound. */
function numbers(seed) {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** What is wrong with a lab that was opened after a kill: losses of what was confirmed, and anything else. */
function judge({ stored, seen, first, saved }) {
  const kept = stored.length - first.length;
  const wrong = [];
  const base = stored.slice(0, first.length);
  if (JSON.stringify(base) !== JSON.stringify(first)) wrong.push('the first commands are others than before');
  stored.slice(first.length).forEach((text, i) => {
    const { pause_consumer: pause } = JSON.parse(text);
    if (pause?.paused !== (i % 2 === 0)) wrong.push(`command ${i + 1} is ${text}`);
  });
  const expected = kept % 2 === 1 ? 'Resume audit' : 'Pause audit';
  if (seen.audit !== expected) wrong.push(`the page offers '${seen.audit}' after ${kept} commands`);
  if (seen.notices.length > 0) wrong.push(`the page says: ${seen.notices.join(' ')}`);
  return { kept, lost: Math.max(0, saved - kept), wrong };
}

/**
 * Kills a browser of this engine so many times. Gives { kills, saved, unconfirmed, lost, wrong, byKind }: commands shown as saved, those
 * that were stored without having been shown as saved, those lost, and what else was wrong, in words.
 */
export async function kills({ engine, url, count, seed = 1, say = () => {} }) {
  const browser = await browserWith(engine);
  const random = numbers(seed);
  const total = { kills: 0, saved: 0, unconfirmed: 0, lost: 0, wrong: [], byKind: {} };
  let [first, saved, clock] = [undefined, 0, 0];
  try {
    for (let round = 0; round <= count; round += 1) {
      // What a killed page said last may not have reached us: this is the least that was shown as saved.
      const heard = (text) => {
        if (/^saved \d+$/.test(text)) saved = Math.max(saved, Number(text.split(' ')[1]));
      };
      const page = await browser.open(url, heard);
      const lab = labIn(page);
      await lab.mounted();
      await lab.untilState('Saved: ');
      const [stored, seen] = [await lab.stored(), await lab.seen()];
      first ??= stored;
      const { kept, lost, wrong } = judge({ stored, seen, first, saved });
      if (clockMs(seen.clock) + 1 < clock) wrong.push(`the clock was saved at ${clock} ms or later and is at ${seen.clock}`);
      total.lost += lost;
      total.unconfirmed += Math.max(0, kept - saved);
      total.wrong.push(...wrong.map((words) => `after kill ${round}: ${words}`));
      if (wrong.length > 0 || lost > 0) say(`${engine}, kill ${round}: ${lost} lost; ${wrong.join('; ')}`);
      // What the next round builds on.
      [saved, clock] = [kept, clockMs(seen.clock)];
      if (round === count) break;
      await lab.press('Play (Space)');
      const burst = 1 + random(4);
      const kind = browser.kinds[round % browser.kinds.length];
      await lab.giveCommands(kept, burst);
      const enough = kept + burst * (1 + random(4));
      await until(() => saved >= enough, 'a command shown as saved');
      await new Promise((done) => { setTimeout(done, random(60)); });
      await browser.kill(kind, page);
      total.kills += 1;
      total.byKind[kind] = (total.byKind[kind] ?? 0) + 1;
      total.saved += saved - kept;
      if (total.kills % 10 === 0) say(`${engine}: ${total.kills} kills, ${total.saved} commands shown as saved, ${total.lost} lost`);
    }
    await browser.close();
  } finally {
    await browser.close().catch(() => {});
    await browser.forget();
  }
  return total;
}
