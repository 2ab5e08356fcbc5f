//! Labs in which everything fails at random, watched by the checker. Not here: what must not happen
//! (`checker`).
//!
//! `CHECKER_RUNS=10000` makes as many runs, `CHECKER_SEED=17` begins with that seed; each seed is a run of
//! its own.
//!
//! Invariant: a run is a function of its seed, which every message names.

use crate::checker::{Checker, Instant};
use crate::lab::{command, name};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, Name, VirtualTime};
use offset_lab::sim::rng::Rng;
use offset_lab::sim::{Command, JournalHeader, World};

/// Clients that may come and go, with their group.
const CLIENTS: [(&str, &str); 10] = [
    ("b-1", "billing"),
    ("b-2", "billing"),
    ("b-3", "billing"),
    ("l-1", "ledger"),
    ("l-2", "ledger"),
    ("l-3", "ledger"),
    ("p-1", "pops"),
    ("p-2", "pops"),
    ("o-1", "lined"),
    ("o-2", "lined"),
];
/// Those of them that pop: not where brokers don't know it.
const POP_CLIENTS: usize = 4;
const POP_GROUPS: [&str; 4] = [
    r#"{"create_group":{"group":"pops"}}"#,
    r#"{"set_group":{"group":"pops","protocol":"pop","invisible_ms":3000}}"#,
    r#"{"create_group":{"group":"lined","consume_from":"first_offset"}}"#,
    r#"{"set_group":{"group":"lined","protocol":"pop","orderly":true,"invisible_ms":2000}}"#,
];
/// By kind.
const RETENTION: [(u32, &str); 3] = [
    (8, r#"{"set_timers":{"retention_pass_ms":1500}}"#),
    (9, r#"{"set_retention":{"reserved_ms":12000}}"#),
    (10, r#"{"set_retention":{"disk_bytes":50000}}"#),
];
/// How long failures go on, and how long it is calm afterwards.
const FAILURES_MS: u64 = 30_000;
/// Locks of dead clients live 60 s, holds last 20 s, rebalances come every 20 s.
const CALM_MS: u64 = 200_000;

/// What a run cost.
#[derive(Default, Debug)]
pub struct Toll {
    pub processed: u64,
    pub duplicates: u64,
    pub lost: u64,
    pub skipped: u64,
    pub sent_back: u64,
    pub revived: u64,
    pub dead: u64,
    /// Records that retention took, and those that a kill took.
    pub purged: u64,
    pub tail: u64,
    pub polls: u64,
    /// Messages that the broker did not take.
    pub refused: u64,
    /// Offsets looked at after a start.
    pub recoveries: u64,
    /// Messages that waited and arrived, and those that did once more.
    pub arrived: u64,
    pub again: u64,
}

/// What somebody does to the events of an instant before the checker sees them (`checker_says`).
pub type Change = Box<dyn FnMut(&mut Vec<Event>)>;

/// A run under way.
pub struct Run {
    pub world: World,
    rng: Rng,
    pub checker: Checker,
    instant: Instant,
    /// Kinds of failures that this run has, a bit each.
    kinds: u32,
    pub change: Option<Change>,
}

impl Run {
    fn new(seed: u64) -> Run {
        let mut rng = Rng::of_actor(seed, "random failures");
        let profile = Profile::ALL[rng.below(5) as usize];
        let kinds = rng.next_u64() as u32;
        Run { rng, kinds, ..Run::of(profile, seed) }
    }

    /// A run without failures at random.
    pub fn of(profile: Profile, seed: u64) -> Run {
        let world = World::new(JournalHeader::new(profile, seed));
        let (rng, instant) = (Rng::of_actor(seed, "none"), Instant::default());
        Run { world, rng, checker: Checker::default(), instant, kinds: 0, change: None }
    }

    pub fn tell(&mut self, json: &str) -> Result<(), String> {
        if std::env::var_os("CHECKER_TRACE").is_some() {
            println!("{} tells {json}", self.world.now().0);
        }
        let told = command(json);
        if let Command::RemoveConsumer { crash: true, .. } | Command::RestartBroker { kill: true, .. } = told
        {
            self.checker.deaths = true;
        }
        let files_gone = matches!(told, Command::RestartBroker { offsets_gone: true, .. });
        self.checker.log.files_gone = files_gone;
        let gone: Vec<Name> = match &told {
            Command::RemoveConsumer { consumer, .. } => vec![consumer.clone()],
            _ => Vec::new(),
        };
        let at = self.world.next_command_time();
        // Timers due before the command fire within it, and are looked at first.
        if let Some(before) = at.0.checked_sub(1) {
            self.run_until(VirtualTime(before))?;
        }
        let _ = self.world.apply(at, &told, &mut self.instant);
        self.world.check();
        self.look(&gone).map_err(|wrong| format!("{wrong}, after {json}"))
    }

    fn look(&mut self, gone: &[Name]) -> Result<(), String> {
        if let Some(change) = &mut self.change {
            change(&mut self.instant.0);
        }
        let looked = self.checker.look(&self.world, &mut self.instant, gone);
        looked.map_err(|wrong| format!("at {} us: {wrong}", self.world.now().0))
    }

    pub fn run_until(&mut self, until: VirtualTime) -> Result<(), String> {
        while let Some(due) = self.world.next_due().filter(|due| *due <= until) {
            self.world.run_until(due, &mut self.instant);
            self.look(&[])?;
        }
        if until > self.world.now() {
            self.world.run_until(until, &mut self.instant);
        }
        Ok(())
    }

    fn below(&mut self, bound: u64) -> u64 {
        u64::from(self.rng.below(bound as u32))
    }

    fn open(&mut self) -> Result<(), String> {
        let queues = 1 + self.below(3);
        let rate = 5 + self.below(40);
        for json in [
            r#"{"set_retention":{"segment_bytes":4096,"reserved_ms":600000}}"#.to_string(),
            r#"{"set_broker":{"delay_levels":"1s 1s 2s 3s"}}"#.to_string(),
            format!(r#"{{"create_topic":{{"topic":"orders","queues":{queues}}}}}"#),
            r#"{"create_group":{"group":"billing"}}"#.to_string(),
            r#"{"create_group":{"group":"ledger","consume_from":"first_offset"}}"#.to_string(),
            r#"{"set_group":{"group":"ledger","orderly":true}}"#.to_string(),
            format!(
                r#"{{"add_producer":{{"producer":"shop","topic":"orders","rate_per_s":{rate},"body_bytes":100}}}}"#
            ),
            r#"{"add_producer":{"producer":"later","topic":"orders","rate_per_s":0,"body_bytes":100}}"#
                .to_string(),
        ] {
            self.tell(&json)?;
        }
        // Segments go by age in some runs, and in others the disk is full now and then: then nothing can be
        // sent.
        for (bit, json) in RETENTION {
            if self.kinds >> bit & 1 == 1 {
                self.tell(json)?;
            }
        }
        if self.pops() {
            for json in POP_GROUPS {
                self.tell(json)?;
            }
        }
        for (client, group) in self.first_clients() {
            self.join(client, group)?;
        }
        Ok(())
    }

    /// Whether brokers of this profile know POP.
    fn pops(&self) -> bool {
        self.world.broker().profile().knows_pop()
    }

    fn clients(&self) -> &'static [(&'static str, &'static str)] {
        &CLIENTS[..CLIENTS.len() - if self.pops() { 0 } else { POP_CLIENTS }]
    }

    /// One of each group.
    fn first_clients(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        let clients = self.clients();
        [0, 3, 6, 8].into_iter().filter_map(|i| clients.get(i).copied())
    }

    fn join(&mut self, client: &str, group: &str) -> Result<(), String> {
        let (us, cached) = ([0, 900, 7_000, 40_000][self.below(4) as usize], 1 + self.below(60));
        self.tell(&format!(
            r#"{{"add_consumer":{{"consumer":"{client}","group":"{group}","topic":"orders","processing_us":{us},"cached_max":{cached}}}}}"#
        ))
    }

    fn some_failures(&mut self) -> String {
        let (permille, queue, offset) = (self.below(120), self.below(3), self.below(200));
        let poison = if self.below(2) == 0 {
            String::new()
        } else {
            format!(r#","poison":[{{"queue":{queue},"offset":{offset}}}]"#)
        };
        let times = self.below(4);
        format!(r#"{{"fail_permille":{permille}{poison},"suspend_ms":300,"max_reconsume_times":{times}}}"#)
    }

    /// One failure, or something else that disturbs.
    fn disturb(&mut self) -> Result<(), String> {
        let kind = self.below(14);
        let on = |kinds: u32, bit: u32| kinds >> bit & 1 == 1;
        let clients = self.clients().len() as u64;
        let (client, group) = CLIENTS[self.below(clients) as usize];
        let kinds = self.kinds;
        let json = match kind {
            0 | 1 => return self.join(client, group),
            2 => format!(r#"{{"remove_consumer":{{"consumer":"{client}"}}}}"#),
            3 if on(kinds, 0) => format!(r#"{{"remove_consumer":{{"consumer":"{client}","crash":true}}}}"#),
            4 if on(kinds, 1) => r#"{"restart_broker":{"kill":true}}"#.to_string(),
            5 => r#"{"restart_broker":{"kill":false}}"#.to_string(),
            6 | 7 if on(kinds, 2) => {
                let failures = self.some_failures();
                format!(r#"{{"set_failures":{{"consumer":"{client}","failures":{failures}}}}}"#)
            }
            8 if on(kinds, 3) => {
                let target = match self.below(4) {
                    0 => r#""min""#.to_string(),
                    1 => r#""max""#.to_string(),
                    2 => format!(r#"{{"offset":{}}}"#, self.below(300)),
                    _ => format!(r#"{{"time_ms":{}}}"#, 1_735_689_600_000 + self.below(30_000)),
                };
                let topic = if self.below(6) == 0 { "%RETRY%billing" } else { "orders" };
                format!(
                    r#"{{"reset_offset":{{"group":"{group}","topic":"{topic}","queues":"all","to":{target}}}}}"#
                )
            }
            9 if on(kinds, 4) => {
                let count = 1 + self.below(4);
                format!(r#"{{"broker":{{"expire_segments":{{"count":{count}}}}}}}"#)
            }
            10 if on(kinds, 5) && self.below(2) == 0 => {
                let tail = self.below(30);
                let gone = self.below(3) == 0;
                format!(r#"{{"restart_broker":{{"kill":true,"offsets_gone":{gone},"log_tail":{tail}}}}}"#)
            }
            11 if on(kinds, 6) => {
                let (rate, level) = (self.below(20), 1 + self.below(3));
                format!(
                    r#"{{"set_producer":{{"producer":"later","rate_per_s":{rate},"body_bytes":100,"delay_level":{level}}}}}"#
                )
            }
            12 if on(kinds, 7) => {
                let at_ms = 1_735_689_600_000 + self.world.now().whole_ms() as u64 + self.below(9_000);
                format!(
                    r#"{{"send_message":{{"topic":"orders","queue":0,"body":"at its time","deliver_at_ms":{at_ms}}}}}"#
                )
            }
            _ => {
                let paused = self.below(2) == 0;
                format!(r#"{{"pause_consumer":{{"consumer":"{client}","paused":{paused}}}}}"#)
            }
        };
        self.tell(&json)
    }

    /// Nobody fails or rests any more, and somebody is there in each group.
    fn calm(&mut self) -> Result<(), String> {
        for producer in ["shop", "later"] {
            self.tell(&format!(r#"{{"remove_producer":{{"producer":"{producer}"}}}}"#))?;
        }
        for &(client, group) in self.clients() {
            if self.world.consumer(client).is_none() {
                continue;
            }
            let member = self.world.consumer(client).is_some_and(|consumer| consumer.group == name(group));
            assert!(member, "{client} is in its group");
            self.tell(&format!(r#"{{"set_failures":{{"consumer":"{client}"}}}}"#))?;
            self.tell(&format!(r#"{{"pause_consumer":{{"consumer":"{client}","paused":false}}}}"#))?;
            self.tell(&format!(
                r#"{{"set_consumer":{{"consumer":"{client}","processing_us":1000,"cached_max":100}}}}"#
            ))?;
        }
        for (client, group) in self.first_clients() {
            if self.world.consumer(client).is_none() {
                self.join(client, group)?;
            }
        }
        let until = self.world.now().plus_ms(CALM_MS);
        self.run_until(until)
    }

    fn whole(seed: u64) -> Result<(Toll, u64), String> {
        let mut run = Run::new(seed);
        run.open()?;
        while run.world.now().whole_ms() < FAILURES_MS as i64 {
            let pause_us = 1 + run.below(3_000_000);
            let until = run.world.now().plus_us(pause_us);
            run.run_until(until)?;
            run.disturb()?;
        }
        run.calm()?;
        run.world.check();
        let toll = run.checker.finish(&run.world)?;
        Ok((toll, run.checker.events))
    }
}

fn from_environment(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn nothing_that_fails_at_random_makes_an_anomaly() {
    let (first, runs) = (from_environment("CHECKER_SEED", 1), from_environment("CHECKER_RUNS", 120));
    let (mut sum, mut events, mut wrong) = (Toll::default(), 0, Vec::new());
    for seed in first..first + runs {
        match Run::whole(seed) {
            Ok((toll, seen)) => {
                events += seen;
                sum.processed += toll.processed;
                sum.duplicates += toll.duplicates;
                sum.lost += toll.lost;
                sum.skipped += toll.skipped;
                sum.sent_back += toll.sent_back;
                sum.revived += toll.revived;
                sum.dead += toll.dead;
                sum.purged += toll.purged;
                sum.tail += toll.tail;
                sum.polls += toll.polls;
                sum.refused += toll.refused;
                sum.recoveries += toll.recoveries;
                sum.arrived += toll.arrived;
                sum.again += toll.again;
            }
            Err(anomaly) => wrong.push(format!("seed {seed}: {anomaly}")),
        }
    }
    let last = first + runs - 1;
    println!("{runs} runs, seeds {first} to {last}: {events} events, {sum:?}, {} anomalies", wrong.len());
    assert!(wrong.is_empty(), "{} of {runs}:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
    // The runs are worth something only if all of it happens.
    let all = [sum.processed, sum.duplicates, sum.lost, sum.sent_back, sum.revived];
    let more = [
        sum.skipped,
        sum.dead,
        sum.purged,
        sum.tail,
        sum.polls,
        sum.recoveries,
        sum.arrived,
        sum.again,
        sum.refused,
    ];
    assert!(runs < 100 || all.iter().chain(&more).all(|count| *count > 0), "{sum:?}");
}
