//! The pace of a queue's messages, by which a strip of many is shaded. Not here: how it is drawn (end to
//! end).
//!
//! Invariant: what is expected comes from the rates that a producer was set to.

use crate::lab::{Lab, name};
use crate::stored_lab::{add_producer, entry, header};
use offset_lab::engine::ids::{QueueOffset, VirtualTime};
use offset_lab::engine::profile::Profile;
use offset_lab::player::Player;
use offset_lab::projection::{Arrivals, FastStretch, arrivals};
use offset_lab::sim::Journal;
use offset_lab::sim::command::Command;

const SECOND: u64 = 1_000_000;

/// Ten messages a second for a minute, then a burst of a thousand a second for a second, then ten again.
fn bursts() -> Player {
    burst_of(1_000, 1)
}

/// The same with a burst of this rate and so many seconds.
fn burst_of(rate_per_s: u32, seconds: u64) -> Player {
    let mut journal = Journal::new(header());
    let resume = |paused| Command::PauseProducer { producer: "burst".into(), paused };
    journal.entries = vec![
        entry(0, Command::CreateTopic { topic: "orders".into(), queues: 1, first_offsets: vec![] }),
        entry(0, add_producer("steady", 10, 20, 0)),
        entry(0, add_producer("burst", rate_per_s, 20, 0)),
        entry(0, resume(true)),
        entry(60 * SECOND, resume(false)),
        entry((60 + seconds) * SECOND, resume(true)),
    ];
    let mut player = Player::open("Bursts".to_string(), journal);
    player.seek(VirtualTime(120 * SECOND));
    player
}

fn seen(player: &Player, range: std::ops::Range<i64>, steps: u32) -> Option<Arrivals> {
    arrivals(player.world(), &name("orders"), 0, &range, steps)
}

#[test]
fn a_burst_is_where_it_came_and_the_steady_parts_are_not() {
    let player = bursts();
    let all = seen(&player, 0..i64::MAX, 50).expect("a pace");
    // 1 200 steady ones and 1 000 of the burst in two minutes.
    assert!((17..=19).contains(&all.mean_per_s), "{all:?}");
    assert!((900..=1_100).contains(&all.most_per_s), "{all:?}");
    let burst: Vec<&FastStretch> = all.fast.iter().filter(|stretch| stretch.very).collect();
    let [burst] = burst[..] else { panic!("one burst: {all:?}") };
    // A step is 44 messages wide.
    assert!((600 - 44..=644).contains(&burst.from.0) && (1_560..=1_660).contains(&burst.to.0), "{burst:?}");
    assert!(all.fast.iter().all(|stretch| stretch.from.0 >= 556 && stretch.to.0 <= 1_660), "{all:?}");
}

#[test]
fn what_is_fast_is_not_very_fast_below_eight_times() {
    // 1 200 steady ones and 1 000 of the burst: 18 a second on average, and 60 in the burst.
    let all = seen(&burst_of(50, 20), 0..i64::MAX, 50).expect("a pace");
    assert!((58..=62).contains(&all.most_per_s), "{all:?}");
    let [burst] = all.fast[..] else { panic!("one burst: {all:?}") };
    assert!(
        !burst.very && (556..=644).contains(&burst.from.0) && (1_756..=1_844).contains(&burst.to.0),
        "{burst:?}"
    );
}

#[test]
fn a_steady_pace_has_no_fast_stretch_also_within_the_burst() {
    let player = bursts();
    for range in [0..600, 700..1_500, 1_700..2_200] {
        let here = seen(&player, range.clone(), 20).expect("a pace");
        assert_eq!(here.fast, [], "{range:?}");
        assert!(here.most_per_s <= here.mean_per_s * 3 / 2, "{range:?}: {here:?}");
    }
    assert_eq!(seen(&player, 0..600, 20).map(|here| here.mean_per_s), Some(10));
}

#[test]
fn too_few_or_too_near_messages_have_no_pace() {
    let player = bursts();
    for (range, steps) in [(0..0, 10), (0..5, 10), (0..100, 0), (5_000..6_000, 10), (800..900, 50)] {
        assert_eq!(seen(&player, range.clone(), steps), None, "{range:?}, {steps} steps");
    }
    assert_eq!(arrivals(player.world(), &name("nowhere"), 0, &(0..10), 2), None);
}

/// A queue whose messages came so many milliseconds after each other.
fn apart(ms: &[u64]) -> Lab {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 1);
    for ms in ms {
        lab.run_ms(*ms);
        lab.send("orders", 0, 1);
    }
    lab
}

/// Eleven messages, and five steps of two: 100, 25, 425, 400 and 50 ms, 200 on average.
#[test]
fn from_twice_the_average_on_it_is_fast_and_from_eight_times_on_very_fast() {
    let lab = apart(&[50, 50, 20, 5, 25, 400, 200, 200, 25, 25]);
    let all = arrivals(lab.world(), &name("orders"), 0, &(0..i64::MAX), 5).expect("a pace");
    assert_eq!((all.mean_per_s, all.most_per_s), (10, 80));
    let stretch = |from, to, very| FastStretch { from: QueueOffset(from), to: QueueOffset(to), very };
    assert_eq!(all.fast, [stretch(0, 2, false), stretch(2, 4, true), stretch(8, 10, false)]);
}

#[test]
fn a_step_has_at_least_one_message_and_four_milliseconds_on_average() {
    let pace = |ms: &[u64], steps| arrivals(apart(ms).world(), &name("orders"), 0, &(0..i64::MAX), steps);
    assert!(pace(&[5, 5, 5, 5], 5).is_some(), "five messages, five steps of 4 ms");
    assert_eq!(pace(&[5, 5, 5, 5], 6), None);
    assert_eq!(pace(&[5, 5, 5, 4], 5), None, "19 ms");
}
