//! What the engine costs natively, each row beside its peer in one run (DESIGN section 8). Not here: what runs in a browser
//! (`scripts/bench.sh` runs that too), and anything that fails a build: a figure is printed, never asserted.
//!
//! Invariant: a row and its peer are measured in turn, fifteen times, and the median of the ratios is what is said.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use offset_lab::engine::answer::Boundary;
use offset_lab::engine::broker::NewMessage;
use offset_lab::engine::broker_pull::PullRequest;
use offset_lab::engine::consume_queue::{BLOCK_ENTRIES, ConsumeQueue, Entry};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Broker, EpochMs, Event, EventSink, Name, PhysicalOffset, QueueOffset, VirtualTime};
use offset_lab::sim::{Journal, Scenario, Timeline};
use std::hint::black_box;
use std::time::{Duration, Instant};

const ROTATIONS: usize = 15;
const BODY_BYTES: u32 = 200;
const QUEUES: u32 = 64;
const SEGMENT_BYTES: u64 = 1 << 20;
const START_MS: i64 = 1_735_689_600_000;

fn main() {
    println!("Offset Lab, native engine; load average {}", load_average());
    // First, while nothing has been freed that could be used again.
    index_bytes();
    append_and_index();
    flat_cost();
    reset_by_time();
    simulation_rate();
    println!("load average at the end {}", load_average());
}

fn load_average() -> String {
    std::fs::read_to_string("/proc/loadavg").map_or("unknown".to_string(), |text| text[..14].to_string())
}

/// Resident bytes of this process, where the system tells.
fn resident_bytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    text.split(' ').nth(1)?.parse::<u64>().ok().map(|pages| pages * 4096)
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn median(mut values: Vec<f64>) -> (f64, f64, f64) {
    values.sort_by(f64::total_cmp);
    (values[values.len() / 2], values[0], values[values.len() - 1])
}

/// Measures two things in turn; gives the ratios first / second of each rotation, and the median times.
fn in_turn(
    mut first: impl FnMut() -> Duration,
    mut second: impl FnMut() -> Duration,
) -> (Vec<f64>, f64, f64) {
    let (mut ratios, mut firsts, mut seconds) = (Vec::new(), Vec::new(), Vec::new());
    for rotation in 0..=ROTATIONS {
        let (a, b) = (first().as_secs_f64(), second().as_secs_f64());
        // The first rotation warms caches and the allocator.
        if rotation > 0 {
            ratios.push(a / b);
            firsts.push(a);
            seconds.push(b);
        }
    }
    (ratios, median(firsts).0, median(seconds).0)
}

/// One line: what, the ratio with its spread, the budget, and whether it is kept.
fn say(row: &str, ratios: Vec<f64>, budget: &str, kept: impl Fn(f64) -> bool, detail: &str) {
    let (ratio, least, greatest) = median(ratios);
    let verdict = if kept(ratio) { "ok" } else { "MISSED" };
    println!("{row}: {ratio:.2} [{least:.2}-{greatest:.2}] (budget {budget}): {verdict}; {detail}");
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
fn clock(message: usize) -> EpochMs {
    EpochMs(START_MS + message as i64 / 100)
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

/// Append and index of 200-byte messages, bodies copied into segment buffers, against that copy alone.
fn append_and_index() {
    const MESSAGES: usize = 500_000;
    let bodies: Vec<[u8; BODY_BYTES as usize]> = (0..251).map(|i| [i as u8; BODY_BYTES as usize]).collect();
    let bare = || {
        let mut buffers = Vec::new();
        timed(|| {
            for i in 0..MESSAGES {
                copy(&mut buffers, black_box(&bodies[i % bodies.len()]));
            }
        })
    };
    let whole = || {
        let (mut broker, topic) = broker(Profile::Docs50);
        let mut buffers = Vec::new();
        timed(|| {
            for i in 0..MESSAGES {
                send(&mut broker, &topic, i as u32 % QUEUES, clock(i));
                copy(&mut buffers, black_box(&bodies[i % bodies.len()]));
            }
        })
    };
    let (ratios, bare_s, whole_s) = in_turn(bare, whole);
    let ns = |seconds: f64| seconds * 1e9 / MESSAGES as f64;
    let detail = format!("{:.0} ns a message, the copy alone {:.0} ns", ns(whole_s), ns(bare_s));
    say("append + index, speed against a bare copy", ratios, ">= 0.50", |ratio| ratio >= 0.5, &detail);
}

/// A broker whose queues hold `per_queue` messages each.
fn filled(profile: Profile, per_queue: usize) -> (Broker, Name) {
    let (mut broker, topic) = broker(profile);
    for i in 0..per_queue * QUEUES as usize {
        send(&mut broker, &topic, i as u32 % QUEUES, clock(i));
    }
    (broker, topic)
}

/// A window of sends, with a pull and a commit for every 32 of them: one block of index is sealed in each queue.
fn window(broker: &mut Broker, topic: &Name, from: usize) {
    let group = Name::from("billing");
    for i in 0..BLOCK_ENTRIES * QUEUES as usize {
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

/// The same work on a log of a thousand and of ten million messages.
fn flat_cost() {
    // Open blocks are equally full at every size, so that each window does the same work.
    let sizes: Vec<usize> =
        [0usize, 1, 3, 30, 305].iter().map(|blocks| blocks * BLOCK_ENTRIES + 16).collect();
    let brokers: Vec<(Broker, Name)> =
        sizes.iter().map(|&per_queue| filled(Profile::Docs50, per_queue)).collect();
    let run = |i: usize| {
        let (mut broker, topic) = brokers[i].clone();
        timed(|| window(&mut broker, &topic, sizes[i] * QUEUES as usize))
    };
    for i in 1..sizes.len() {
        let (ratios, here_s, _) = in_turn(|| run(i), || run(0));
        let (messages, ns) =
            (sizes[i] * QUEUES as usize, here_s * 1e9 / (BLOCK_ENTRIES * QUEUES as usize) as f64);
        let row = format!("cost per event at {messages} messages against {}", sizes[0] * QUEUES as usize);
        say(&row, ratios, "0.85-1.15", |ratio| (0.85..=1.15).contains(&ratio), &format!("{ns:.0} ns a send"));
    }
}

/// From a time to an offset, in each of 64 queues of 156 250 messages, against sorted arrays.
fn reset_by_time() {
    const SEARCHES: usize = 100_000;
    let per_queue = 10_000_000 / QUEUES as usize;
    let (mut broker, topic) = filled(Profile::RocketMq53, per_queue);
    let times: Vec<Vec<i64>> = (0..QUEUES as usize)
        .map(|queue| (0..per_queue).map(|i| clock(i * QUEUES as usize + queue).0).collect())
        .collect();
    let span_ms = (per_queue * QUEUES as usize / 100) as u64;
    let wanted = |i: usize| START_MS + ((i as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) % span_ms) as i64;
    let lab = || {
        timed(|| {
            for i in 0..SEARCHES {
                let queue = i as u32 % QUEUES;
                let _ = black_box(broker.search_offset(
                    &topic,
                    queue,
                    EpochMs(black_box(wanted(i))),
                    Boundary::Lower,
                ));
            }
        })
    };
    let array = || {
        timed(|| {
            for i in 0..SEARCHES {
                let (time, sorted) = (black_box(wanted(i)), &times[i % QUEUES as usize]);
                black_box(sorted.partition_point(|&stored| stored < time));
            }
        })
    };
    for i in 0..1_000 {
        let found = broker.search_offset(&topic, i as u32 % QUEUES, EpochMs(wanted(i)), Boundary::Lower);
        assert_eq!(
            found.expect("every time is known").0 as usize,
            times[i % QUEUES as usize].partition_point(|&stored| stored < wanted(i))
        );
    }
    let (ratios, lab_s, array_s) = in_turn(lab, array);
    let ns = |seconds: f64| seconds * 1e9 / SEARCHES as f64;
    let detail = format!("{:.0} ns a queue, the array {:.0} ns", ns(lab_s), ns(array_s));
    say("reset by time, against a sorted array", ratios, "<= 2.00", |ratio| ratio <= 2.0, &detail);
    let group = Name::from("billing");
    let whole = timed(|| {
        let targets =
            broker.reset_targets_of_request(&group, &topic, EpochMs(wanted(7)), None, None).expect("targets");
        broker.apply_reset(&group, &topic, &targets, clock(0), &mut |event| drop(black_box(event)));
    });
    println!("  a whole reset of {QUEUES} queues by time: {whole:.1?}");
}

/// Bytes of index a message: a steady producer, and the worst that there is.
fn index_bytes() {
    let before = resident_bytes();
    let (broker, _) = filled(Profile::Docs50, 10_000_000 / QUEUES as usize);
    if let (Some(before), Some(after)) = (before, resident_bytes()) {
        let bytes = after.saturating_sub(before);
        let budget = 320u64 << 20;
        let verdict = if bytes <= budget { "ok" } else { "MISSED" };
        let (mib, per_message) = (bytes >> 20, bytes as f64 / 1e7);
        println!(
            "  resident for 10 000 000 messages: {mib} MiB, {per_message:.1} bytes each (heap budget <= 320 MiB): {verdict}"
        );
    }
    drop(black_box(broker));
    let say_bytes = |row: &str, budget: f64, entry: &dyn Fn(i64) -> Entry| {
        let mut queue = ConsumeQueue::default();
        for i in 0..1 << 20 {
            queue.push(entry(i));
        }
        let (bytes, entries) = queue.sealed_bytes();
        let per_message = bytes as f64 / entries as f64;
        let verdict = if per_message <= budget { "ok" } else { "MISSED" };
        println!("index bytes a message, {row}: {per_message:.2} (budget <= {budget}): {verdict}");
    };
    let record_bytes = Broker::record_bytes("orders", BODY_BYTES, 0);
    let at = |i: i64, step: i64| PhysicalOffset(i * step);
    say_bytes("a steady producer on 64 queues", 8.0, &|i| {
        let physical = at(i, i64::from(record_bytes) * i64::from(QUEUES));
        Entry { physical, record_bytes, stored_at: clock(i as usize * QUEUES as usize), tag: 0 }
    });
    say_bytes("random sizes, times and tags", 24.0, &|i| {
        let noise = (i as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x55AA;
        let (stored_at, record_bytes) = (EpochMs(START_MS + i * 60_000), 100 + (noise % 4_194_304) as u32);
        Entry {
            physical: at(i, 64 * 4_194_304),
            record_bytes,
            stored_at,
            tag: i64::from((noise >> 20) as i32),
        }
    });
}

/// Counts what a World reports.
struct Count(u64);

impl EventSink for Count {
    fn emit(&mut self, _: VirtualTime, _: Event) {
        self.0 += 1;
    }
}

/// How fast whole labs run: the story that the page opens with, and a million events.
fn simulation_rate() {
    let root = env!("CARGO_MANIFEST_DIR");
    let read = |path: &str| std::fs::read_to_string(format!("{root}/{path}")).expect(path);
    let story = Scenario::parse(&read("www/scenarios/story.json")).expect("the story").to_journal();
    let million = Journal::parse(&read("tests/journals/million.jsonl")).expect("a million events");
    for (name, journal, seconds) in [("story", story, 3_600u64), ("a million events", million, 9)] {
        let mut events = 0;
        let runs = (0..ROTATIONS).map(|_| {
            let (mut timeline, mut count) = (Timeline::from_journal(journal.clone()), Count(0));
            let wall = timed(|| timeline.run_until(VirtualTime(seconds * 1_000_000), &mut count));
            events = count.0;
            wall.as_secs_f64()
        });
        let (wall_s, least, greatest) = median(runs.collect());
        let (rate, speed) = (events as f64 / wall_s / 1e6, seconds as f64 / wall_s);
        println!(
            "simulation, {name}: {rate:.2} million events a second, {speed:.0} x real time; {events} events in {wall_s:.3} s [{least:.3}-{greatest:.3}]"
        );
    }
}
