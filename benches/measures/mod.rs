//! What the engine's work costs, one measure a name: the same source runs natively (`engine.rs`) and in a
//! page (`page.rs`). Not here: ratios, budgets, and what a measure is compared with (`engine.rs` and
//! `tests/bench`).
//!
//! Invariant: a measure does the same work on every platform; it gives seconds, and what it prepares is not
//! counted.

use offset_lab::engine::answer::Boundary;
use offset_lab::engine::broker::NewMessage;
use offset_lab::engine::broker::pull::PullRequest;
use offset_lab::engine::log::consume_queue::BLOCK_ENTRIES;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Broker, EpochMs, Event, EventSink, Name, PhysicalOffset, QueueOffset, VirtualTime};
use offset_lab::sim::{Journal, Scenario, Timeline};
use std::hint::black_box;

pub const BODY_BYTES: u32 = 200;
pub const QUEUES: u32 = 64;
pub const SEGMENT_BYTES: u64 = 1 << 20;
pub const START_MS: i64 = 1_735_689_600_000;
/// Messages of one append.
pub const MESSAGES: usize = 500_000;
/// Sends of one window.
pub const WINDOW: usize = BLOCK_ENTRIES * QUEUES as usize;
/// Searches of one reset by time.
pub const SEARCHES: usize = 100_000;
/// Messages of the log that is searched.
pub const LOG_MESSAGES: usize = 10_000_000;

/// Seconds since some moment.
#[cfg(not(target_arch = "wasm32"))]
#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
pub fn clock_s() -> f64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed().as_secs_f64()
}

/// Seconds since some moment.
#[cfg(target_arch = "wasm32")]
#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
pub fn clock_s() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now() / 1e3)
}

pub fn timed<T>(work: impl FnOnce() -> T) -> f64 {
    let start = clock_s();
    black_box(work());
    clock_s() - start
}

/// What the measures prepare once.
#[derive(Default)]
pub struct Measures {
    bodies: Vec<[u8; BODY_BYTES as usize]>,
    filled: Vec<(Broker, Name)>,
    log: Option<(Broker, Name)>,
    times: Vec<Vec<i64>>,
    labs: Vec<(Journal, u64)>,
}

impl Measures {
    /// Seconds of the measure of this name; `None`: there is none.
    pub fn run(&mut self, name: &str) -> Option<f64> {
        match name.split_once(' ').unwrap_or((name, "")) {
            ("append", _) => Some(self.append()),
            ("copy", _) => Some(self.copy()),
            ("window", size) => self.window(size.parse().ok()?),
            ("search", _) => Some(self.search()),
            ("array", _) => Some(self.array()),
            ("story", _) => Some(self.simulate(0).0),
            ("million", _) => Some(self.simulate(1).0),
            _ => None,
        }
    }

    fn bodies(&mut self) -> &[[u8; BODY_BYTES as usize]] {
        if self.bodies.is_empty() {
            self.bodies = (0..251).map(|i| [i as u8; BODY_BYTES as usize]).collect();
        }
        &self.bodies
    }

    /// Append and index of `MESSAGES` messages, their bodies copied into segment buffers.
    fn append(&mut self) -> f64 {
        let bodies = self.bodies();
        let (mut broker, topic) = broker(Profile::Docs50);
        let mut buffers = Vec::new();
        timed(|| {
            for i in 0..MESSAGES {
                send(&mut broker, &topic, i as u32 % QUEUES, clock(i));
                copy(&mut buffers, black_box(&bodies[i % bodies.len()]));
            }
        })
    }

    /// That copy alone.
    fn copy(&mut self) -> f64 {
        let bodies = self.bodies();
        let mut buffers = Vec::new();
        timed(|| {
            for i in 0..MESSAGES {
                copy(&mut buffers, black_box(&bodies[i % bodies.len()]));
            }
        })
    }

    /// Sends, pulls and commits on a log of the size with this number.
    fn window(&mut self, size: usize) -> Option<f64> {
        let per_queue = *sizes().get(size)?;
        if self.filled.is_empty() {
            self.filled = sizes().iter().map(|&per_queue| filled(Profile::Docs50, per_queue)).collect();
        }
        let (mut broker, topic) = self.filled[size].clone();
        Some(timed(|| window(&mut broker, &topic, per_queue * QUEUES as usize)))
    }

    fn log(&mut self) -> &(Broker, Name) {
        self.log.get_or_insert_with(|| filled(Profile::RocketMq53, LOG_MESSAGES / QUEUES as usize))
    }

    fn times(&mut self) -> &[Vec<i64>] {
        if self.times.is_empty() {
            let of_queue =
                |queue| (0..LOG_MESSAGES / QUEUES as usize).map(move |i| i * QUEUES as usize + queue);
            let queues = 0..QUEUES as usize;
            self.times = queues.map(|queue| of_queue(queue).map(|i| clock(i).0).collect()).collect();
        }
        &self.times
    }

    /// From a time to an offset, `SEARCHES` times, in queues of 156 250 messages.
    fn search(&mut self) -> f64 {
        let (broker, topic) = self.log();
        timed(|| {
            for i in 0..SEARCHES {
                let (queue, time) = (i as u32 % QUEUES, EpochMs(black_box(wanted(i))));
                let _ = black_box(broker.search_offset(topic, queue, time, Boundary::Lower));
            }
        })
    }

    /// The same in sorted arrays.
    fn array(&mut self) -> f64 {
        let times = self.times();
        timed(|| {
            for i in 0..SEARCHES {
                let (time, sorted) = (black_box(wanted(i)), &times[i % QUEUES as usize]);
                black_box(sorted.partition_point(|&stored| stored < time));
            }
        })
    }

    /// Search and array agree.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn check_search(&mut self) {
        let expected: Vec<usize> = (0..1_000)
            .map(|i| self.times()[i % QUEUES as usize].partition_point(|&stored| stored < wanted(i)))
            .collect();
        let (broker, topic) = self.log();
        for (i, expected) in expected.into_iter().enumerate() {
            let time = EpochMs(wanted(i));
            let found = broker.search_offset(topic, i as u32 % QUEUES, time, Boundary::Lower);
            assert_eq!(found.expect("every time is known").0 as usize, expected);
        }
    }

    /// Seconds of a whole reset of all queues by time.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn whole_reset(&mut self) -> f64 {
        let (group, now) = (Name::from("billing"), clock(0));
        self.log();
        let (broker, topic) = self.log.as_mut().expect("it was made above");
        timed(|| {
            let time = EpochMs(wanted(7));
            let targets = broker.reset_targets_of_request(&group, topic, time, None, None).expect("targets");
            broker.apply_reset(&group, topic, &targets, now, &mut |event| drop(black_box(event)));
        })
    }

    /// A whole lab, run: the story that the page opens with (0), and a million events (1). Seconds, and
    /// events.
    pub fn simulate(&mut self, lab: usize) -> (f64, u64) {
        if self.labs.is_empty() {
            let story = Scenario::parse(include_str!("../../www/scenarios/story.json")).expect("the story");
            let million = include_str!("../../tests/journals/million.jsonl");
            let million = Journal::parse(million).expect("a million events");
            self.labs = vec![(story.to_journal(), STORY_S), (million, MILLION_S)];
        }
        let (journal, seconds) = &self.labs[lab];
        let (mut timeline, mut count) = (Timeline::from_journal(journal.clone()), Count(0));
        let wall_s = timed(|| timeline.run_until(VirtualTime(seconds * 1_000_000), &mut count));
        (wall_s, count.0)
    }
}

/// Virtual seconds of the story.
pub const STORY_S: u64 = 3_600;
/// Virtual seconds of the million events.
pub const MILLION_S: u64 = 9;

/// Counts what a World reports.
struct Count(u64);

impl EventSink for Count {
    fn emit(&mut self, _: VirtualTime, _: Event) {
        self.0 += 1;
    }
}

/// Messages a queue, from 10^3 to 10^7 in all. Open blocks are equally full at every size, so that each
/// window does the same work.
pub fn sizes() -> [usize; 5] {
    [0usize, 1, 3, 30, 305].map(|blocks| blocks * BLOCK_ENTRIES + 16)
}

/// A broker with one topic, and the topic's name.
fn broker(profile: Profile) -> (Broker, Name) {
    let mut broker = Broker::new(profile);
    let (topic, group) = (Name::from("orders"), Name::from("billing"));
    broker.create_topic(&topic, QUEUES, &[], &mut |_| {}).expect("a topic");
    broker.create_group(&group, Default::default(), &mut |_| {}).expect("a group");
    broker.settings_mut().segment_bytes = SEGMENT_BYTES;
    (broker, topic)
}

fn send(broker: &mut Broker, topic: &Name, queue: u32, now: EpochMs) -> PhysicalOffset {
    let (body_bytes, property_bytes) = (BODY_BYTES, 0);
    let message = NewMessage { topic, queue, body_bytes, record_bytes: None, property_bytes, tag: 0 };
    broker.send(message, now, &mut |event| drop(black_box(event))).expect("there is room").1
}

/// 100 messages a millisecond.
pub fn clock(message: usize) -> EpochMs {
    EpochMs(START_MS + message as i64 / 100)
}

/// The time that a search looks for.
fn wanted(search: usize) -> i64 {
    let span_ms = (LOG_MESSAGES / 100) as u64;
    START_MS + ((search as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) % span_ms) as i64
}

/// Copies a body into the open segment's buffer; a full one is kept and a new one begun.
fn copy(buffers: &mut Vec<Vec<u8>>, body: &[u8]) {
    let full = buffers.last().is_none_or(|open| open.len() + body.len() > open.capacity());
    if full {
        buffers.push(Vec::with_capacity(SEGMENT_BYTES as usize));
    }
    if let Some(open) = buffers.last_mut() {
        open.extend_from_slice(body);
    }
}

/// A broker whose queues hold `per_queue` messages each.
pub fn filled(profile: Profile, per_queue: usize) -> (Broker, Name) {
    let (mut broker, topic) = broker(profile);
    for i in 0..per_queue * QUEUES as usize {
        send(&mut broker, &topic, i as u32 % QUEUES, clock(i));
    }
    (broker, topic)
}

/// A window of sends, with a pull and a commit for every 32 of them: one block of index is sealed in each
/// queue.
fn window(broker: &mut Broker, topic: &Name, from: usize) {
    let group = Name::from("billing");
    for i in 0..WINDOW {
        let (queue, now) = (i as u32 % QUEUES, clock(from + i));
        send(broker, topic, queue, now);
        if i % 32 == 31 {
            let offset = QueueOffset(broker.max_offset(topic, queue).0 - 16);
            let (group, tags, commit) = (&group, &[][..], Some(offset));
            let request = PullRequest { group, topic, queue, offset, max_messages: 32, tags, commit };
            black_box(broker.pull(&request, now, &mut |event| drop(black_box(event))).expect("a pull"));
        }
    }
}
