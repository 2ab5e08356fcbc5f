//! What the timeline is drawn from: lag in time, purges and marks as they are sampled; the lines, scales and
//! clusters made of them; and going from mark to mark. Not here: samples of lag and their thinning
//! (`player`), pixels.
//!
//! Invariant: unknown stays unknown, and no way to move in time changes the lab.

use crate::lab::{command, name};
use crate::stored_lab::{busy_journal, now, open, undump};
use offset_lab::engine::ids::{QueueId, VirtualTime};
use offset_lab::player::history::FIRST_INTERVAL_US;
use offset_lab::player::{Mark, MarkKind, Player};
use offset_lab::projection::lag_time::lag_time_ms;
use offset_lab::projection::{actors, boards};
use offset_lab::storage::Store;
use offset_lab::ui::text::timeline::Measure;
use offset_lab::ui::timeline::marks::{CLUSTER_PX, clusters, neighbour};
use offset_lab::ui::timeline::scale::Scale;
use offset_lab::ui::timeline::series::Picture;

const SECOND: u64 = 1_000_000;

fn at(journal_seconds: u64) -> Player {
    let mut player = Player::open("Busy".to_string(), busy_journal());
    player.seek(VirtualTime(journal_seconds * SECOND));
    player
}

#[test]
fn lag_in_time_is_sampled_as_the_lanes_say_it() {
    let player = at(20);
    let history = player.history().clone();
    let lags = &history.course.lag_ms[&name("billing")];
    assert_eq!(lags.len(), history.times_us.len());
    let mut seen = player;
    for i in [0, 7, 50, 111, 199] {
        // A sample at `t` shows the lab just before `t`.
        seen.seek(VirtualTime(history.times_us[i] - 1));
        assert_eq!(lags[i], lag_time_ms(seen.world(), &name("billing")), "sample {i}");
        let lanes = boards(seen.world());
        let lanes = lanes.iter().flat_map(|board| &board.lanes).flat_map(|lane| &lane.groups);
        let longest = lanes.filter(|group| group.group == name("billing")).map(|group| group.lag_ms);
        let longest: Option<Vec<i64>> = longest.collect();
        assert_eq!(lags[i], longest.and_then(|lags| lags.into_iter().max()));
    }
    assert!(lags[199] > Some(0));
}

#[test]
fn what_was_purged_adds_up_to_what_min_has_moved() {
    let player = at(600);
    let history = player.history();
    let rates = history.course.purged_per_s.iter().map(|rate| rate.expect("it was counted from the start"));
    let purged: u64 = rates.map(|rate| rate * history.interval_us() / SECOND).sum();
    let board = |queue: QueueId| player.world().broker().min_offset("orders", queue).0;
    let moved: i64 = (0..4).map(board).sum();
    assert!(moved > 1_000, "retention has worked");
    assert!(purged.abs_diff(moved as u64) < moved as u64 / 10, "{purged} of {moved}");
}

#[test]
fn a_rewind_within_an_interval_does_not_make_rates_smaller() {
    let mut player = at(600);
    let interval = player.history().interval_us();
    assert!(interval > FIRST_INTERVAL_US, "the samples were thinned out");
    player.seek(VirtualTime(300 * interval / 2 / interval * interval + interval / 2 + 7));
    let samples = player.history().times_us.len();
    player.rewind();
    player.step_by(interval * 3);
    let history = player.history();
    let after = history.times_us.partition_point(|time| *time <= player.now().0 - interval * 3);
    assert!(after < samples && after + 1 < history.times_us.len());
    // 40 and 15 a second.
    assert!((45..=65).contains(&history.produced_per_s[after]), "{:?}", &history.produced_per_s[after..]);
}

/// A lab that was stored before lag in time and purges were sampled: its past is a gap, and what comes is
/// sampled.
#[test]
fn an_older_labs_past_is_a_gap() {
    let bytes = std::fs::read(crate::root().join("tests/stored/form-2-layout-2.bin")).unwrap();
    let store = undump(&bytes);
    assert!(now(store.load()).unwrap().checkpoint.is_some());
    let mut player = Player::restore(open(&store));
    let stored = player.history().times_us.len();
    assert!(stored >= 50, "the older samples are there");
    let gaps = player.history().course.purged_per_s.iter().take_while(|rate| rate.is_none()).count();
    assert!(gaps >= 50, "{gaps} of {stored}");
    player.step_by(2 * SECOND);
    let picture =
        |measure| Picture::of(&player, &actors(player.world()), measure, 800.0, Some(2 * SECOND)).series;
    let (course, times) = (&player.history().course, &player.history().times_us);
    assert_eq!(course.purged_per_s.len(), times.len());
    assert!(course.purged_per_s.last().unwrap().is_some());
    let lag_time = &picture(Measure::LagTime)[0];
    assert!(lag_time.values[0].is_none() && lag_time.values.last().unwrap().is_some());
    let rates = picture(Measure::Rates);
    assert!(rates[0].values[0].is_some() && rates[2].values[0].is_none(), "purges alone are unknown");
}

#[test]
fn restarts_and_lost_offsets_get_marks_and_setting_up_gets_none() {
    let mut player = at(10);
    assert!(player.history().marks().iter().all(|mark| mark.at.0 > 0), "{:?}", player.history().marks());
    player.submit(command(r#"{"restart_broker":{}}"#)).unwrap();
    player.step_by(9 * SECOND);
    player.submit(command(r#"{"restart_broker":{"kill":true}}"#)).unwrap();
    player.submit(command(r#"{"remove_offsets":{"group":"billing","topic":"orders"}}"#)).unwrap();
    let found: Vec<_> = player.history().marks().iter().map(|mark| (mark.kind, mark.name.clone())).collect();
    for wanted in
        [(MarkKind::Restart, None), (MarkKind::Crash, None), (MarkKind::OffsetsLost, Some(name("billing")))]
    {
        assert!(found.contains(&wanted), "{wanted:?} in {found:?}");
    }
}

#[test]
fn going_from_mark_to_mark_shows_what_a_straight_run_shows() {
    let mut player = at(60);
    player
        .submit(command(r#"{"reset_offset":{"group":"billing","topic":"orders","queues":"all","to":"min"}}"#))
        .unwrap();
    player.step_by(30 * SECOND);
    let (end, digest) = (player.now(), player.world().digest());
    let marks = player.history().marks().to_vec();
    let mut visited = Vec::new();
    for forward in [false, true] {
        while let Some(there) = neighbour(&marks, player.now().0, forward) {
            player.seek(VirtualTime(there));
            let mut straight = Player::open("Straight".to_string(), player.journal().clone());
            straight.seek(VirtualTime(there));
            assert_eq!(player.world().digest(), straight.world().digest(), "at {there}");
            visited.push(there);
        }
    }
    let mut times: Vec<u64> = marks.iter().map(|mark| mark.at.0).collect();
    times.dedup();
    assert!(times.len() > 2 && times.iter().all(|time| visited.contains(time)), "every mark is reached");
    assert_eq!(player.history().marks(), marks, "nothing is told twice");
    player.seek(end);
    assert_eq!(player.world().digest(), digest);
}

#[test]
fn a_value_is_that_of_the_nearest_sample_and_unknown_where_there_is_none() {
    let player = at(32);
    let actors = actors(player.world());
    let of = |measure, cursor| Picture::of(&player, &actors, measure, 800.0, cursor);
    let now = of(Measure::Lag, None);
    assert_eq!(now.value(&now.series[0]), actors.groups[0].lag);
    let then = of(Measure::Lag, Some(10 * SECOND + 3));
    assert_eq!(then.value(&then.series[0]), player.history().groups[&name("billing")][99]);
    let later = of(Measure::Lag, Some(40 * SECOND));
    assert_eq!(later.cursor_us, Some(later.scale.end_us.min(40 * SECOND)));
    assert_eq!(later.value(&later.series[0]), None, "nobody has been there");
    let rates = of(Measure::Rates, None);
    // Forty and fifteen a second, whatever a tenth of a second saw of them.
    assert!(rates.series[0].values[20..].iter().all(|rate| (50..=60).contains(&rate.unwrap())));
}

#[test]
fn every_mark_is_in_one_cluster_and_clusters_keep_their_distance() {
    let mark = |at: u64, kind| Mark { at: VirtualTime(at), kind, name: None, count: 1 };
    let kinds = [MarkKind::Rebalance, MarkKind::Purge, MarkKind::Reset, MarkKind::Crash];
    let marks: Vec<Mark> = (0..200).map(|i| mark(i * i * 7, kinds[i as usize % 4])).collect();
    let found = clusters(&marks, |at| at as f64 / 500.0);
    assert_eq!(found.iter().map(|cluster| cluster.count).sum::<usize>(), marks.len());
    assert!(found.windows(2).all(|pair| pair[1].x - pair[0].x >= CLUSTER_PX));
    assert!(found.windows(2).all(|pair| pair[0].first + pair[0].count == pair[1].first));
    assert_eq!(found[0].kind, MarkKind::Reset, "of many, the one that a person looks for");
    assert_eq!((neighbour(&marks, 0, false), neighbour(&marks, 0, true)), (None, Some(7)));
}

#[test]
fn scales_end_on_round_numbers_and_pixels_lead_back() {
    for (measure, highest, top) in [
        (Measure::Lag, 1_138, 1_500),
        (Measure::LagTime, 31_400, 45_000),
        (Measure::Rates, 0, 10),
        (Measure::Lag, i64::MAX, i64::MAX),
    ] {
        let scale = Scale::new(75 * SECOND, 900.0, highest, measure);
        assert_eq!(scale.end_us, 80 * SECOND);
        assert_eq!(scale.top, top, "{measure:?}");
        assert!((2..=5).contains(&scale.ticks().len()), "{:?}", scale.ticks());
        let there = scale.at(900.0, scale.x(900.0, 31 * SECOND));
        assert!(there.abs_diff(31 * SECOND) <= 1);
        assert_eq!((scale.at(900.0, -5.0), scale.at(900.0, 5_000.0)), (0, scale.end_us));
    }
}
