// A lab with something in every pocket, as a scenario file: messages with a delay and with a time of their own, a group that fails
// (retries and dead letters), a group that pops (a hidden span). Not here: tests.
const START_MS = 1735689600000;

/** The file; `failures` are those of the group billing's consumer. */
export function asideLab(failures) {
  const commands = [
    { create_topic: { topic: 'orders', queues: 2 } },
    { create_group: { group: 'billing' } },
    { create_group: { group: 'mail' } },
    { set_group: { group: 'mail', protocol: 'pop', invisible_ms: 20_000 } },
    { add_consumer: { consumer: 'billing-1', group: 'billing', topic: 'orders', processing_us: 5_000 } },
    { set_failures: { consumer: 'billing-1', failures } },
    { add_consumer: { consumer: 'mail-1', group: 'mail', topic: 'orders', processing_us: 900_000 } },
    { add_producer: { producer: 'shop', topic: 'orders', rate_per_s: 2, body_bytes: 400 } },
    { add_producer: { producer: 'later', topic: 'orders', rate_per_s: 1, body_bytes: 400, delay_level: 3 } },
    { send_message: { topic: 'orders', queue: 1, body: 'at a time', deliver_at_ms: START_MS + 90_000 } },
  ];
  return JSON.stringify({
    format: 'offset-lab-scenario/1',
    title: { en: 'Outside the queues', zh: '队列之外' },
    text: { en: 'Something in every pocket.', zh: '每处都有消息。' },
    profile: 'rocketmq-5.3',
    seed: 7,
    speed_percent: 1000,
    open_at_us: 30_000_000,
    journal: commands.map((command) => ({ at_us: 0, command })),
  });
}

export const ASIDE = asideLab({ fail_permille: 100, poison: [{ queue: 0, offset: 3 }], max_reconsume_times: 1 });
