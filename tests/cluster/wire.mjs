// RocketMQ's remoting protocol for the cluster tests: what fills a broker, and a proxy that writes down what is said. Not here: what
// `offset-lab snapshot` sends (src/cli/snapshot), which is the thing under test.
import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';

/** `length, header length, header, body`, cut from a stream. */
export async function* frames(stream) {
  let bytes = Buffer.alloc(0);
  for await (const chunk of stream) {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE(0)) {
      const end = 4 + bytes.readInt32BE(0);
      const headerEnd = 8 + (bytes.readInt32BE(4) & 0xffffff);
      yield { header: bytes.toString('utf8', 8, headerEnd), body: bytes.toString('utf8', headerEnd, end), raw: bytes.subarray(0, end) };
      bytes = bytes.subarray(end);
    }
  }
}

export function frame(header, body = '') {
  const [head, rest] = [Buffer.from(header), Buffer.from(body)];
  const lengths = Buffer.alloc(8);
  lengths.writeInt32BE(4 + head.length + rest.length, 0);
  lengths.writeInt32BE(head.length, 4);
  return Buffer.concat([lengths, head, rest]);
}

/** One connection, one question at a time. */
export class Remoting {
  #socket;
  #frames;
  #opaque = 0;

  static async to(port) {
    const remoting = new Remoting();
    remoting.#socket = createConnection({ host: '127.0.0.1', port });
    await once(remoting.#socket, 'connect');
    remoting.#frames = frames(remoting.#socket);
    return remoting;
  }

  async ask(code, fields = {}, body = '') {
    this.#opaque += 1;
    const extFields = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
    this.#socket.write(frame(JSON.stringify({ code, language: 'JAVA', version: 413, opaque: this.#opaque, flag: 0, serializeTypeCurrentRPC: 'JSON', extFields }), body));
    for (;;) {
      const { value } = await this.#frames.next();
      const header = JSON.parse(value.header);
      if (header.opaque !== this.#opaque || !(header.flag & 1)) continue;
      if (header.code !== 0) throw new Error(`request ${code} was answered with ${header.code}: ${header.remark}`);
      return { fields: header.extFields ?? {}, body: value.body };
    }
  }

  close() {
    this.#socket.destroy();
  }
}

/** Stands before a server, and writes down what is asked and answered, in order. `rename` changes what the client hears. */
export async function proxy(server, port, said, rename = (body) => body) {
  const listening = createServer(async (client) => {
    const upstream = createConnection({ host: '127.0.0.1', port });
    const answers = frames(upstream);
    for await (const asked of frames(client)) {
      upstream.write(asked.raw);
      const { value } = await answers.next();
      said.push({ server, asked: asked.header, header: value.header, body: value.body });
      client.write(frame(value.header, rename(value.body)));
    }
    upstream.destroy();
  });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return listening;
}
