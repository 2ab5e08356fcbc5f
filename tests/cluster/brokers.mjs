// A real cluster on the loopback: a name server and two masters, from the jars that scripts/cluster.sh fetched. Not here: what is asked of it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';

/** A broker opens three ports beside the one that it is given. */
const PORTS = { namesrv: 21876, 'broker-a': 21911, 'broker-b': 22911 };
const START_MS_MAX = 90_000;

const OPENED = ['jdk.internal.ref', 'sun.nio.ch', 'java.nio'].flatMap((of) => [`--add-exports=java.base/${of}=ALL-UNNAMED`, `--add-opens=java.base/${of}=ALL-UNNAMED`]);

export class RealCluster {
  ports = PORTS;
  #programs = [];

  constructor(jars, home) {
    this.jars = jars;
    this.home = home;
  }

  async start(settings = {}) {
    for (const name of Object.keys(PORTS)) {
      await mkdir(join(this.home, name, 'conf'), { recursive: true });
      // Up to 4.9 they refuse to start without one.
      for (const who of ['broker', 'namesrv', 'tools']) {
        await writeFile(join(this.home, name, `conf/logback_${who}.xml`), '<configuration><root level="OFF"/></configuration>');
      }
      await writeFile(join(this.home, name, 'conf/plain_acl.yml'), 'accounts:\n  - accessKey: RocketMQ\n    secretKey: 12345678\n    admin: true\n');
    }
    await this.#run('namesrv', 'namesrv.NamesrvStartup', { listenPort: PORTS.namesrv });
    for (const name of ['broker-a', 'broker-b']) {
      const store = join(this.home, name, 'store');
      await this.#run(name, 'broker.BrokerStartup', {
        brokerClusterName: 'c', brokerName: name, brokerId: 0, brokerIP1: '127.0.0.1', listenPort: PORTS[name], haListenPort: PORTS[name] + 1,
        namesrvAddr: `127.0.0.1:${PORTS.namesrv}`, storePathRootDir: store, storePathCommitLog: join(store, 'commitlog'),
        mappedFileSizeCommitLog: 1 << 20, mappedFileSizeConsumeQueue: 6000, autoCreateTopicEnable: false, autoCreateSubscriptionGroup: false,
        fileReservedTime: 48, diskMaxUsedSpaceRatio: 99, ...settings,
      });
    }
  }

  /** What mqadmin prints. */
  async mqadmin(...args) {
    return await this.#wait(this.#java('namesrv', 'tools.command.MQAdminStartup', args, 'pipe'));
  }

  async stop() {
    for (const program of this.#programs.reverse()) {
      program.kill();
      if (program.exitCode === null) await once(program, 'exit');
    }
    this.#programs = [];
  }

  async #run(name, main, settings) {
    const file = join(this.home, name, 'conf/settings.conf');
    await writeFile(file, Object.entries(settings).map(([key, value]) => `${key}=${value}\n`).join(''));
    const program = this.#java(name, main, ['-c', file], createWriteStream(join(this.home, name, 'log')));
    this.#programs.push(program);
    const end = Date.now() + START_MS_MAX;
    while (!(await answers(PORTS[name]))) {
      if (program.exitCode !== null || Date.now() > end) throw new Error(`${name} did not start: see ${join(this.home, name, 'log')}`);
    }
  }

  #java(name, main, args, output) {
    const home = join(this.home, name);
    const memory = ['-Xms128m', '-Xmx512m', '-XX:MaxDirectMemorySize=256m', `-Duser.home=${home}`];
    const program = spawn('java', [...memory, ...OPENED, '-cp', `${this.jars}/*`, `org.apache.rocketmq.${main}`, ...args], {
      cwd: home,
      env: { ...process.env, ROCKETMQ_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (output !== 'pipe') for (const stream of [program.stdout, program.stderr]) stream.pipe(output, { end: false });
    return program;
  }

  async #wait(program) {
    let text = '';
    for (const stream of [program.stdout, program.stderr]) stream.on('data', (chunk) => (text += chunk));
    const [code] = await once(program, 'close');
    if (code !== 0) throw new Error(`mqadmin ended with ${code}: ${text}`);
    return text;
  }
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true) ?? socket.destroy());
    socket.once('error', () => setTimeout(resolve, 200, false));
  });
}
