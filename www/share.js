// Labs in links: `1.` and the base64url of the raw deflate of a scenario's JSON. Loaded only when a person shares a lab or opens such a link
// (boot.js). Not here: what a scenario is, and the words about it (src/ui); the same natively (src/cli/link.rs).
//
// Invariant: nothing of a link is unpacked before its length is known to be one that a link may have, and unpacking ends where it is too much.
const VERSION = '1.';
const CHARS_MAX = 8_192;
const TEXT_BYTES_MAX = 262_144;
// Deflate makes at most a thousand bytes of one, and a browser unpacks all that it is given: so much is too much by 64 KB at most.
const PIECE_BYTES = 64;

/** A text as a link has it, however long. */
export async function pack(text) {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const letters = btoa(bytes.reduce((all, byte) => all + String.fromCharCode(byte), ''));
  return VERSION + letters.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** The text in a link. Rejects with an error whose `kind` is "version", "large" or "broken". */
export async function unpack(payload) {
  const refuse = (kind) => { throw Object.assign(new Error(`the link: ${kind}`), { kind }); };
  if (!payload.startsWith(VERSION)) refuse('version');
  if (payload.length > CHARS_MAX) refuse('large');
  const letters = payload.slice(VERSION.length);
  if (!/^[\w-]+$/.test(letters)) refuse('broken');
  let text = '';
  let bytes = 0;
  try {
    const packed = Uint8Array.from(atob(letters.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
    const { readable, writable } = new DecompressionStream('deflate-raw');
    const [writer, reader] = [writable.getWriter(), readable.getReader()];
    const giving = (async () => {
      for (let at = 0; at < packed.length; at += PIECE_BYTES) await writer.write(packed.subarray(at, at + PIECE_BYTES));
      await writer.close();
    })();
    giving.catch(() => {}); // the reader is told too
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.length;
      if (bytes > TEXT_BYTES_MAX) {
        reader.cancel().catch(() => {});
        break;
      }
      text += decoder.decode(value, { stream: true });
    }
    if (bytes <= TEXT_BYTES_MAX) text += decoder.decode();
  } catch {
    refuse('broken');
  }
  if (bytes > TEXT_BYTES_MAX) refuse('large');
  return text;
}
