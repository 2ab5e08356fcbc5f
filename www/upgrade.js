// The thread that finds out what an upgrade changes in a lab: its program is fetched when a person asks. Not here: asking, and what is shown.
importScripts('./offset-lab-upgrade.js');
const ready = wasm_bindgen({ module_or_path: './offset-lab-upgrade_bg.wasm' });
onmessage = async ({ data }) => {
  await ready;
  postMessage(wasm_bindgen.answer(data) ?? '');
};
