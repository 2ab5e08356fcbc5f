// The first visit through a slow network: when the first picture stands, when a press of Play is obeyed, and the longest task on the way. Its peer
// is a blank page that fetches the same files, all at once. The browser's own throttling, gzip, an empty cache, no lab stored.
import { firstOpen } from '../../scripts/size-gate.mjs';
import { serve } from '../../scripts/serve.mjs';
import { DIST } from '../e2e/browser.mjs';
import { digits, inTurn, median } from './table.mjs';

const ROTATIONS = 3;
export const NETWORKS = [
  { name: '1.6 Mbit/s, 150 ms', mbit: 1.6, latency: 150, pictureMsMax: 1_000 },
  { name: '9 Mbit/s, 60 ms', mbit: 9, latency: 60, pictureMsMax: 500 },
];
const PLAY_RATIO_MAX = 1.25;

/** In the page, before it begins: notes when lanes are first seen, presses Play as soon as it is there, and notes when the clock has moved. */
function watchStart() {
  const seen = { longest: 0 };
  globalThis.seen = seen;
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => { seen.longest = Math.max(seen.longest, duration); })).observe({ type: 'longtask', buffered: true });
  let still;
  const look = () => {
    const lanes = () => [...document.querySelectorAll('.stored')].some((span) => span.getBoundingClientRect().width > 0);
    if (!seen.lanes && lanes()) seen.lanes = performance.now();
    const play = document.querySelector('.lab-place .play');
    const clock = document.querySelector('.lab-place .clock')?.textContent;
    if (play && still === undefined) {
      still = clock;
      play.click();
    } else if (still !== undefined && clock !== still) {
      seen.play = performance.now();
      return;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

export async function throttled(context, address, network) {
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send('Storage.clearDataForOrigin', { origin: new URL(address).origin, storageTypes: 'all' });
  await wire.send('Network.enable');
  await wire.send('Network.clearBrowserCache');
  const bytesPerS = (network.mbit * 1e6) / 8;
  await wire.send('Network.emulateNetworkConditions', { offline: false, latency: network.latency, downloadThroughput: bytesPerS, uploadThroughput: bytesPerS });
  return page;
}

async function visit(context, address, network) {
  const page = await throttled(context, address, network);
  await page.addInitScript(watchStart);
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => globalThis.seen.play);
  const seen = await page.evaluate(() => ({ ...globalThis.seen, paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0 }));
  await page.close();
  // The first paint has the lanes in it, or they came later.
  return { ...seen, picture: Math.max(seen.paint, seen.lanes) };
}

/** A page with nothing in it but the fetches. */
async function blank(context, address, network, names) {
  const page = await throttled(context, address, network);
  await page.goto(`${address}blank.html`, { waitUntil: 'commit' });
  const took = await page.evaluate(async (files) => {
    await Promise.all(files.map(async (name) => (await fetch(name)).arrayBuffer()));
    return performance.now();
  }, names);
  await page.close();
  return took;
}

export async function start({ context }) {
  // A lab of its own, so that what other groups stored stays theirs; gzip, as most hosts send it. A file that is not there is a blank page.
  const server = await serve({ dir: DIST, base: '/start/', packed: ['gzip'] });
  const names = (await firstOpen(DIST)).filter((name) => !/^icon|webmanifest$/.test(name));
  const ms = (values) => `${digits(median(values))} ms`;
  const rows = [];
  try {
    for (const network of NETWORKS) {
      const { ours, peer } = await inTurn(ROTATIONS, {
        ours: () => visit(context, server.url, network),
        peer: () => blank(context, server.url, network, names),
      });
      const pictures = ours.map(({ picture }) => picture);
      const plays = ours.map(({ play }) => play);
      rows.push(
        { row: `first picture, ${network.name}`, ours: ms(pictures), peer: `${network.pictureMsMax} ms`, ratios: pictures.map((took) => took / network.pictureMsMax), budget: `≤ ${network.pictureMsMax} ms`, kept: (ratio) => ratio <= 1 },
        { row: `Play is obeyed, ${network.name}`, ours: ms(plays), peer: ms(peer), ratios: plays.map((took, i) => took / peer[i]), budget: `≤ ${PLAY_RATIO_MAX}`, kept: (ratio) => ratio <= PLAY_RATIO_MAX },
        { row: `longest task on the way, ${network.name}`, ours: ms(ours.map(({ longest }) => longest)), peer: '', ratios: [] },
      );
    }
  } finally {
    await server.close();
  }
  return rows;
}
