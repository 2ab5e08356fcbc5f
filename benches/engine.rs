//! What the engine costs natively, each row beside its peer in one run (DESIGN section 8). `--answer` makes
//! it a program that reads names of measures, one a line, and answers with seconds: `tests/bench` asks it in
//! turn with the same measures in a page. Not here: what runs in a browser, and anything that fails a build:
//! a figure is printed, never asserted.
//!
//! Invariant: a row and its peer are measured in turn, fifteen times, and the median of the ratios is what is
//! said.

mod measures;

use measures::{
    BODY_BYTES, MESSAGES, MILLION_S, Measures, QUEUES, SEARCHES, START_MS, STORY_S, WINDOW, clock, filled,
    sizes,
};
use offset_lab::engine::log::consume_queue::{ConsumeQueue, Entry};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Broker, EpochMs, PhysicalOffset};
use std::hint::black_box;

const ROTATIONS: usize = 15;

fn main() {
    if std::env::args().any(|argument| argument == "--answer") {
        return answer();
    }
    println!("Offset Lab, native engine; load average {}", load_average());
    // First, while nothing has been freed that could be used again.
    index_bytes();
    let mut measures = Measures::default();
    append_and_index(&mut measures);
    flat_cost(&mut measures);
    reset_by_time(&mut measures);
    simulation_rate(&mut measures);
    println!("load average at the end {}", load_average());
}

/// Seconds of each measure that a line names; `-` where there is none of that name.
fn answer() {
    let mut measures = Measures::default();
    for name in std::io::stdin().lines().map_while(Result::ok) {
        match measures.run(&name) {
            Some(seconds) => println!("{seconds:.9}"),
            None => println!("-"),
        }
    }
}

fn load_average() -> String {
    std::fs::read_to_string("/proc/loadavg").map_or("unknown".to_string(), |text| text[..14].to_string())
}

/// Resident bytes of this process, where the system tells.
fn resident_bytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    text.split(' ').nth(1)?.parse::<u64>().ok().map(|pages| pages * 4096)
}

fn median(mut values: Vec<f64>) -> (f64, f64, f64) {
    values.sort_by(f64::total_cmp);
    (values[values.len() / 2], values[0], values[values.len() - 1])
}

/// Runs two measures in turn; gives the ratios first / second of each rotation, and the median times.
fn in_turn(measures: &mut Measures, first: &str, second: &str) -> (Vec<f64>, f64, f64) {
    let (mut ratios, mut firsts, mut seconds) = (Vec::new(), Vec::new(), Vec::new());
    let mut run = |name: &str| measures.run(name).expect("a measure of this name");
    for rotation in 0..=ROTATIONS {
        let (a, b) = (run(first), run(second));
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

/// Append and index of 200-byte messages, bodies copied into segment buffers, against that copy alone.
fn append_and_index(measures: &mut Measures) {
    let (ratios, bare_s, whole_s) = in_turn(measures, "copy", "append");
    let ns = |seconds: f64| seconds * 1e9 / MESSAGES as f64;
    let detail = format!("{:.0} ns a message, the copy alone {:.0} ns", ns(whole_s), ns(bare_s));
    say("append + index, speed against a bare copy", ratios, ">= 0.50", |ratio| ratio >= 0.5, &detail);
}

/// The same work on a log of a thousand and of ten million messages.
fn flat_cost(measures: &mut Measures) {
    let messages = sizes().map(|per_queue| per_queue * QUEUES as usize);
    for (size, count) in messages.iter().enumerate().skip(1) {
        let (ratios, here_s, _) = in_turn(measures, &format!("window {size}"), "window 0");
        let ns = here_s * 1e9 / WINDOW as f64;
        let row = format!("cost per event at {count} messages against {}", messages[0]);
        say(&row, ratios, "0.85-1.15", |ratio| (0.85..=1.15).contains(&ratio), &format!("{ns:.0} ns a send"));
    }
}

/// From a time to an offset, in each of 64 queues of 156 250 messages, against sorted arrays.
fn reset_by_time(measures: &mut Measures) {
    measures.check_search();
    let (ratios, lab_s, array_s) = in_turn(measures, "search", "array");
    let ns = |seconds: f64| seconds * 1e9 / SEARCHES as f64;
    let detail = format!("{:.0} ns a queue, the array {:.0} ns", ns(lab_s), ns(array_s));
    say("reset by time, against a sorted array", ratios, "<= 2.00", |ratio| ratio <= 2.0, &detail);
    println!("  a whole reset of {QUEUES} queues by time: {:.1} µs", measures.whole_reset() * 1e6);
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
        let (bytes, entries) = (queue.sealed_bytes(), queue.sealed_entries());
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

/// How fast whole labs run: the story that the page opens with, and a million events.
fn simulation_rate(measures: &mut Measures) {
    for (lab, name, seconds) in [(0, "story", STORY_S), (1, "a million events", MILLION_S)] {
        let mut events = 0;
        let runs = (0..ROTATIONS).map(|_| {
            let (wall_s, count) = measures.simulate(lab);
            events = count;
            wall_s
        });
        let (wall_s, least, greatest) = median(runs.collect());
        let (rate, speed) = (events as f64 / wall_s / 1e6, seconds as f64 / wall_s);
        println!(
            "simulation, {name}: {rate:.2} million events a second, {speed:.0} x real time; {events} events in {wall_s:.3} s [{least:.3}-{greatest:.3}]"
        );
    }
}
