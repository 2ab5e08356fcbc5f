// `offset-lab snapshot` against real brokers: two masters of each version in VERSIONS, read, reset by the real mqadmin, read again.
// RECORD=1 writes what was said into tests/it/snapshot, for the test that needs no broker. Run through scripts/cluster.sh.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RealCluster } from './brokers.mjs';
import { Remoting, proxy } from './wire.mjs';

const { OFFSET_LAB, BROKER_JARS, VERSIONS = '4.9.7 5.3.3 5.5.0', RECORD } = process.env;
const recorded = new URL('../it/snapshot/', import.meta.url);
const [GROUP, TOPIC] = ['billing', 'orders'];
const QUEUES = ['broker-a/0', 'broker-a/1', 'broker-b/0', 'broker-b/1'];
const PROVIDER = 'org.apache.rocketmq.auth.authentication.provider';
/** A cluster that wants to know who asks: by conf/plain_acl.yml, since 5.3 by accounts of its own. */
const GUARDED = {
  4: { aclEnable: true },
  5: {
    authenticationEnabled: true,
    authenticationProvider: `${PROVIDER}.DefaultAuthenticationProvider`,
    authenticationMetadataProvider: `${PROVIDER}.LocalAuthenticationMetadataProvider`,
    initAuthenticationUser: '{"username":"RocketMQ","password":"12345678"}',
    innerClientAuthenticationCredentials: '{"accessKey":"RocketMQ","secretKey":"12345678"}',
  },
};

/** The program, with its exit code and what it printed. */
async function snapshot(namesrv, ...args) {
  const command = ['snapshot', '--namesrv', `127.0.0.1:${namesrv}`, ...args];
  return await promisify(execFile)(OFFSET_LAB, command).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

/** Min, Max and consumer offset of each queue, by the names of the table. */
function rows(stdout) {
  const found = stdout.matchAll(/^ *(?:orders)? +(broker-[ab]\/\d) +(\d+) +(\d+) +billing +(\d+|-)/gm);
  return Object.fromEntries([...found].map(([, queue, min, max, offset]) => [queue, { min: +min, max: +max, offset: offset === '-' ? null : +offset }]));
}

/** Where the brokers' own search found the time. */
const found = (stdout) => Object.fromEntries([...stdout.matchAll(/: orders (broker-[ab]\/\d) at (\d+)$/gm)].map(([, queue, offset]) => [queue, +offset]));

const settingsOf = (groupName) => ({
  groupName,
  consumeEnable: true,
  consumeFromMinEnable: true,
  consumeBroadcastEnable: true,
  retryQueueNums: 1,
  retryMaxTimes: 5,
  brokerId: 0,
  whichBrokerWhenConsumeSlowly: 1,
});

async function fill(cluster) {
  const masters = [await Remoting.to(cluster.ports['broker-a']), await Remoting.to(cluster.ports['broker-b'])];
  const group = settingsOf(GROUP);
  for (const master of masters) {
    await master.ask(17, { topic: TOPIC, defaultTopic: 'TBW102', readQueueNums: 2, writeQueueNums: 2, perm: 6, topicFilterType: 'SINGLE_TAG', topicSysFlag: 0, order: false });
    await master.ask(200, {}, JSON.stringify(group));
  }
  let middle;
  for (let round = 0; round < 8; round += 1) {
    if (round === 4) middle = await later();
    for (const master of masters) {
      for (const queue of [0, 1]) {
        await master.ask(310, { a: 'p', b: TOPIC, c: 'TBW102', d: 4, e: queue, f: 0, g: Date.now(), h: 0, i: '', j: 0, k: false, l: 0, m: false }, 'hello');
      }
    }
  }
  const committed = [[1, 2], [7, 8]];
  for (const [i, master] of masters.entries()) {
    for (const queue of [0, 1]) await master.ask(15, { consumerGroup: GROUP, topic: TOPIC, queueId: queue, commitOffset: committed[i][queue] });
  }
  masters.forEach((master) => master.close());
  return middle;
}

/** The next millisecond but one: what was stored before it has another time. */
async function later() {
  const now = Date.now();
  while (Date.now() < now + 2) await new Promise(setImmediate);
  return Date.now();
}

/** A name server hears of a master's topics some seconds later, and a master has its own figures a moment after its start. */
async function registered(cluster) {
  const namesrv = await Remoting.to(cluster.ports.namesrv);
  for (;;) {
    const route = await namesrv.ask(105, { topic: TOPIC }).catch(() => undefined);
    if (/broker-a/.test(route?.body) && /broker-b/.test(route.body)) break;
  }
  namesrv.close();
  for (const name of ['broker-a', 'broker-b']) {
    const master = await Remoting.to(cluster.ports[name]);
    // One that wants keys refuses anyhow.
    while (await master.ask(28).then(() => false, ({ message }) => /NoSuchElement/.test(message)));
    master.close();
  }
}

async function consumerOffsets(cluster) {
  const all = [];
  for (const name of ['broker-a', 'broker-b']) {
    const master = await Remoting.to(cluster.ports[name]);
    all.push((await master.ask(43)).body);
    master.close();
  }
  return all;
}

/** `more`: options, and the end of the recording's name. */
async function record(cluster, version, time, [more, end]) {
  const said = [];
  const before = [];
  for (const name of ['broker-a', 'broker-b']) before.push([name, await proxy(name, cluster.ports[name], said)]);
  const rename = (body) => before.reduce((text, [name, server]) => text.replaceAll(`127.0.0.1:${cluster.ports[name]}`, `127.0.0.1:${server.address().port}`), body);
  const namesrv = await proxy('namesrv', cluster.ports.namesrv, said, rename);
  const { code, stdout } = await snapshot(namesrv.address().port, '--group', GROUP, '--time', String(time), ...more);
  assert.equal(code, 0);
  for (const server of [namesrv, ...before.map(([, server]) => server)]) server.close();
  await mkdir(recorded, { recursive: true });
  const lines = [{ version, time, rows: rows(stdout), found: found(stdout), ports: cluster.ports }, ...said.map(ofNoMachine)];
  await writeFile(new URL(`${version}${end}.jsonl`, recorded), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
}

/** A broker tells much of the machine that it runs on; what a snapshot takes stays. */
function ofNoMachine(line) {
  const { code } = JSON.parse(line.asked);
  if (code === 26) return { ...line, body: line.body.split('\n').filter((setting) => /^(brokerName|deleteWhen|fileReservedTime)=/.test(setting)).join('\n') };
  if (code !== 28) return line;
  const { brokerVersion, brokerVersionDesc } = JSON.parse(line.body).table;
  return { ...line, body: JSON.stringify({ table: { brokerVersion, brokerVersionDesc } }) };
}

async function check(version) {
  const home = await mkdtemp(join(tmpdir(), 'offset-lab-cluster-'));
  const cluster = new RealCluster(join(BROKER_JARS, version), home);
  try {
    await cluster.start();
    const time = await fill(cluster);
    await registered(cluster);
    const untouched = await consumerOffsets(cluster);
    const lab = join(home, 'lab.json');
    const first = await snapshot(cluster.ports.namesrv, '--group', GROUP, '--time', String(time), '-o', lab);
    assert.equal(first.code, 0, first.stderr);
    const offsets = [1, 2, 7, 8];
    assert.deepEqual(rows(first.stdout), Object.fromEntries(QUEUES.map((queue, i) => [queue, { min: 0, max: 8, offset: offsets[i] }])));
    const foretold = found(first.stdout);
    // Four messages of each queue came before; a broker up to 5.1.0 takes the nearest one, which may be the last of those (R-RST-3).
    for (const queue of QUEUES) assert.ok(foretold[queue] === 4 || (version[0] === '4' && foretold[queue] === 3), `${queue} at ${foretold[queue]}`);
    const scenario = JSON.parse(await readFile(lab, 'utf8'));
    assert.equal(scenario.journal.find((entry) => entry.command.set_retention).command.set_retention.reserved_ms, 48 * 3_600_000);
    assert.deepEqual(await consumerOffsets(cluster), untouched, 'it only reads');
    for (const one of RECORD ? [[['--samples', '0'], ''], [['--samples', '16'], '-times']] : []) await record(cluster, version, time, one);
    await checkRehearsal(home, scenario, time, foretold, version);
    // The real tool does it, and the cluster stands where it was foretold.
    await cluster.mqadmin('resetOffsetByTime', '-n', `127.0.0.1:${cluster.ports.namesrv}`, '-g', GROUP, '-t', TOPIC, '-s', String(time), '-f', 'true');
    const second = await snapshot(cluster.ports.namesrv, '--group', GROUP);
    assert.deepEqual(Object.fromEntries(Object.entries(rows(second.stdout)).map(([queue, { offset }]) => [queue, offset])), foretold);
    await checkWatch(cluster, home);
    const nothing = await snapshot(cluster.ports.namesrv, '--group', 'nobody');
    assert.equal(nothing.code, 1);
    assert.match(nothing.stderr, /no broker has an offset of nobody/);
    await cluster.stop();
    await checkAcl(cluster, home, GUARDED[version[0]]);
  } finally {
    await cluster.stop();
    await rm(home, { recursive: true, force: true });
  }
}

/** The reset by time in the lab, on the sampled times: between them a broker up to 5.1.0 may take the next message. */
async function checkRehearsal(home, scenario, time, foretold, version) {
  scenario.journal.push({ at_us: 0, command: { reset_offset: { group: GROUP, topic: TOPIC, queues: 'all', to: { time_ms: time } } } });
  const rehearsed = join(home, 'rehearsed.json');
  await writeFile(rehearsed, JSON.stringify(scenario));
  const { stdout } = await promisify(execFile)(OFFSET_LAB, ['run', '--until', '0ms', rehearsed]);
  for (const [queue, { offset }] of Object.entries(rows(stdout))) {
    const most = version[0] === '4' ? offset + 1 : offset;
    assert.ok(offset <= foretold[queue] && foretold[queue] <= most, `${queue}: ${offset} in the lab, ${foretold[queue]} on the cluster`);
  }
  assert.equal(Object.keys(rows(stdout)).length, QUEUES.length, stdout);
}

/** Moment after moment, while messages come and are consumed. */
async function checkWatch(cluster, home) {
  const lab = join(home, 'watched.json');
  const master = await Remoting.to(cluster.ports['broker-a']);
  // A group of its own: a pending reset swallows what billing commits (R-OFF-2).
  const commit = (commitOffset) => master.ask(15, { consumerGroup: 'audit', topic: TOPIC, queueId: 0, commitOffset });
  await master.ask(200, {}, JSON.stringify(settingsOf('audit')));
  await commit(0);
  const watching = snapshot(cluster.ports.namesrv, '--group', 'audit', '--every', '1s', '--for', '4s', '-o', lab);
  let done = false;
  watching.then(() => { done = true; });
  for (let sent = 0; !done; sent += 1) {
    await master.ask(310, { a: 'p', b: TOPIC, c: 'TBW102', d: 4, e: 0, f: 0, g: Date.now(), h: 0, i: '', j: 0, k: false, l: 0, m: false }, 'hello');
    await commit(Math.floor(sent / 2));
  }
  master.close();
  const { code, stderr } = await watching;
  assert.equal(code, 0, stderr);
  const later = JSON.parse(await readFile(lab, 'utf8')).journal.filter(({ at_us }) => at_us > 0).map(({ at_us, command }) => ({ at_us, ...command }));
  const imports = later.filter((entry) => entry.import_queue);
  const commits = later.filter((entry) => entry.broker?.commit);
  assert.ok(imports.length >= 3 && commits.length >= 3, `${imports.length} times Max moved, ${commits.length} times the offset did`);
  const maxima = imports.filter((entry) => entry.import_queue.name === 'broker-a/0').map((entry) => entry.import_queue.max);
  assert.deepEqual(maxima, maxima.toSorted((one, other) => one - other), 'Max only grows');
  const { stdout } = await promisify(execFile)(OFFSET_LAB, ['run', '--until', '1h', lab]);
  const last = commits.at(-1).broker.commit.offset;
  assert.match(stdout, new RegExp(`orders +broker-a/0 .* audit +${last} `));
}

/** The same cluster, which now wants to know who asks. */
async function checkAcl(cluster, home, settings) {
  await cluster.start(settings);
  await registered(cluster);
  const stranger = await snapshot(cluster.ports.namesrv, '--group', GROUP);
  assert.equal(stranger.code, 1, stranger.stderr);
  assert.match(stranger.stderr, /give the keys of a tools\.yml with --acl/);
  const keys = join(home, 'tools.yml');
  await writeFile(keys, 'accessKey: RocketMQ\nsecretKey: 12345678\n');
  let known;
  do known = await snapshot(cluster.ports.namesrv, '--group', GROUP, '--acl', keys);
  while (/NoSuchElement/.test(known.stderr)); // it has no figures of itself yet, see above
  assert.equal(known.code, 0, known.stderr);
  assert.equal(Object.keys(rows(known.stdout)).length, QUEUES.length);
}

for (const version of VERSIONS.split(' ')) {
  await check(version);
  console.log(`${version}: snapshot, reset by mqadmin, snapshot: as foretold; with ACL, too`);
}
