// What a typed host page writes; `make test-embed` checks it against offset-lab.d.ts. Each line after @ts-expect-error must be refused.
import type { OffsetLabAttributes, OffsetLabElement, OffsetLabState } from './offset-lab';

const lab: OffsetLabElement = document.createElement('offset-lab');
const found: OffsetLabElement | null = document.querySelector('offset-lab');

lab.addEventListener('lab-state', ({ detail }) => { console.log(BigInt(detail.at_us), detail.rows.map(({ lag }) => lag)); });
lab.addEventListener('lab-error', (event) => event.detail.toUpperCase());
lab.addEventListener('lab-event', ({ detail }) => {
  if (detail.verb === 'completed') console.log(detail.result.right / detail.result.asked);
  // @ts-expect-error the other verbs have another result
  else console.log(detail.result.right);
});
lab.addEventListener('click', (event) => event.preventDefault());

async function drive(): Promise<string> {
  await lab.seek('75s');
  await lab.seek(1500);
  const state: OffsetLabState = await lab.getState();
  await found?.setState(state);
  await lab.load({ format: 'offset-lab-scenario/1' });
  // @ts-expect-error numbers are text
  const lag: number = state.rows[0]?.lag;
  return !lag ? lab.snapshot() : state.lab;
}

const attributes: OffsetLabAttributes = { scenario: 'story', load: 'visible', 'run-label': 'Go' };
// @ts-expect-error not one of its views
const wrong: OffsetLabAttributes = { view: 'board' };
console.log(drive, attributes, wrong);
