// The thread that checks a lesson for author.html: its program (src/checker) is fetched here and nowhere else. A step's number and a text go
// in, JSON comes out (answer in src/forms/lesson/check/mod.rs). A program that breaks is ended with its thread (author.js).
const program = fetch('./checker.wasm', { cache: 'no-cache' }).then(async (found) => {
  if (!found.ok) throw new Error(`${found.status} for checker.wasm`);
  return WebAssembly.instantiate(await found.arrayBuffer(), {});
});

onmessage = async ({ data }) => {
  try {
    const { memory, room, answer, place } = (await program).instance.exports;
    const question = new TextEncoder().encode(data);
    // A call may move the memory, so each look at it is a new one.
    const at = room(question.length);
    new Uint8Array(memory.buffer, at, question.length).set(question);
    const length = answer(0);
    postMessage(new TextDecoder().decode(new Uint8Array(memory.buffer, place(0), length)));
  } catch (error) {
    postMessage(JSON.stringify({ stopped: String(error.message ?? error) }));
  }
};
