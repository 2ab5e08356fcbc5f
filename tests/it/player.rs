//! The player: speed, frames, seeks, what it gathers, resets and their undo, recordings. Not here: storing
//! (`recovery`, `player_saving`).
//!
//! Invariant: wall time is a number that the test hands in; nothing is waited for.

use crate::lab::{command, name};
use crate::random_lab::any_journal;
use crate::stored_lab::{add_producer, busy_journal};
use offset_lab::engine::ids::{QueueOffset, VirtualTime};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, Rejected};
use offset_lab::player::history::{FIRST_INTERVAL_US, SAMPLES_MAX};
use offset_lab::player::playing::FRAME_BUDGET_US;
use offset_lab::player::{Clock, MarkKind, Player};
use offset_lab::sim::command::{Answer, Command, QueueChoice, ResetTarget};
use offset_lab::sim::formats::recording::Recording;
use proptest::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

const SECOND: u64 = 1_000_000;

fn busy() -> Player {
    Player::open("Busy".to_string(), busy_journal())
}

/// The same lab, run to an instant in one go.
fn straight(player: &Player) -> Player {
    let mut straight = Player::open("Straight".to_string(), player.journal().clone());
    straight.seek(player.now());
    straight
}

fn assert_same_lab(player: &Player, other: &Player) {
    assert_eq!(player.now(), other.now());
    assert_eq!(player.world().digest(), other.world().digest());
    assert_eq!(player.log(), other.log());
    assert_eq!(player.history(), other.history());
    assert_eq!(player.resets(), other.resets());
}

/// Plays frames of 10 ms for this much wall time.
fn play_for(player: &mut Player, from_us: u64, wall_us: u64) {
    player.play();
    for frame in 0..=wall_us / 10_000 {
        player.frame(from_us + frame * 10_000);
    }
}

#[test]
fn opening_obeys_what_is_due_at_once_and_rests() {
    let player = busy();
    assert_eq!((player.now(), player.playing()), (VirtualTime(0), false));
    assert_eq!(player.world().broker().queue_count("orders"), 4);
    assert_eq!(player.changes_after_now(), 3);
}

#[test]
fn speed_turns_wall_time_into_virtual_time() {
    for (percent, expected) in
        [(100, SECOND), (10, SECOND / 10), (2_500, 25 * SECOND), (1_000_000, 10_000 * SECOND)]
    {
        let mut player =
            Player::open(String::new(), offset_lab::sim::Journal::new(crate::stored_lab::header()));
        player.set_speed_percent(percent);
        play_for(&mut player, 5, SECOND);
        assert_eq!(player.now(), VirtualTime(expected), "{percent} %");
    }
}

#[test]
fn speed_stays_between_a_tenth_and_ten_thousand() {
    let mut player = busy();
    player.set_speed_percent(1);
    assert_eq!(player.speed_percent(), 10);
    player.set_speed_percent(u32::MAX);
    assert_eq!(player.speed_percent(), 1_000_000);
}

#[test]
fn a_slow_lab_loses_no_part_of_a_microsecond() {
    let mut player = busy();
    player.set_speed_percent(10);
    player.play();
    (0..=1_000).for_each(|frame| player.frame(frame * 7));
    assert_eq!(player.now(), VirtualTime(700));
}

#[test]
fn a_gap_between_frames_and_a_hidden_page_are_not_played() {
    let mut player = busy();
    player.play();
    player.frame(0);
    player.frame(60 * SECOND);
    assert!(player.now() <= VirtualTime(SECOND), "{:?}", player.now());
    let before = player.now();
    player.hidden(true);
    player.frame(70 * SECOND);
    player.hidden(false);
    player.frame(90 * SECOND);
    assert_eq!(player.now(), before);
    assert!(player.playing(), "it goes on when it is seen again");
    player.frame(90 * SECOND + 16_000);
    assert_eq!(player.now(), before.plus_us(16_000));
}

#[test]
fn a_frame_stops_at_its_share_of_work_and_says_so() {
    let looks = Rc::new(Cell::new(0u64));
    let mut player = busy();
    // Each look at the clock costs a millisecond, so a frame has four of them.
    let counted = looks.clone();
    player.set_clock(Clock::new(move || {
        counted.set(counted.get() + 1);
        counted.get() * 1_000
    }));
    player.set_speed_percent(1_000_000);
    player.play();
    player.frame(0);
    player.frame(16_000);
    assert!(looks.get() <= FRAME_BUDGET_US / 1_000 + 2, "{} looks", looks.get());
    assert!(player.now() < VirtualTime(160 * SECOND));
    assert!(!player.behind(), "one frame can be made up for");
    (2..10).for_each(|frame| player.frame(frame * 16_000));
    assert!(player.behind());
    assert_same_lab(&player, &straight(&player));
}

/// A lab keeps its speed although every fourth frame has no room for it.
#[test]
fn what_a_frame_had_no_room_for_is_played_in_the_next_ones() {
    let now = Rc::new(Cell::new(0u64));
    let mut player = busy();
    let time = now.clone();
    player.set_clock(Clock::new(move || {
        time.set(time.get() + 100);
        time.get()
    }));
    player.play();
    player.set_speed_percent(2_500);
    let mut late = 0;
    for frame in 0..=200u64 {
        let at_us = frame * 16_000;
        // Without any room a frame does one look's worth of work.
        player.frame_within(at_us, if frame % 4 == 0 { 0 } else { FRAME_BUDGET_US });
        assert!(!player.behind(), "frame {frame}");
        late += u64::from(player.now() < VirtualTime(at_us * 25));
    }
    assert!(late > 10, "frames had no room: {late}");
    player.frame(201 * 16_000);
    assert_eq!(player.now(), VirtualTime(201 * 16_000 * 25));
}

#[test]
fn a_step_goes_to_the_next_event_and_rests() {
    let mut player = busy();
    player.play();
    let mut last = player.now();
    for _ in 0..50 {
        player.step();
        assert!(player.now() > last && !player.playing());
        last = player.now();
    }
    assert!(last < VirtualTime(2 * SECOND));
    player.step_by(SECOND);
    assert_eq!(player.now(), last.plus_us(SECOND));
}

#[test]
fn restart_and_seek_lose_nothing() {
    let mut player = busy();
    player.seek(VirtualTime(30 * SECOND));
    let (digest, log, history) = (player.world().digest(), player.log().clone(), player.history().clone());
    player.restart();
    assert_eq!((player.now(), player.head()), (VirtualTime(0), VirtualTime(30 * SECOND)));
    assert_eq!((player.log(), player.history()), (&log, &history), "the known past stays on the chart");
    player.seek(VirtualTime(12 * SECOND));
    play_for(&mut player, 0, SECOND);
    player.seek(VirtualTime(30 * SECOND));
    assert_eq!(player.world().digest(), digest);
    assert_eq!((player.log(), player.history()), (&log, &history));
}

#[test]
fn a_rewind_cuts_what_was_gathered() {
    let mut player = busy();
    player.seek(VirtualTime(30 * SECOND));
    player.seek(VirtualTime(10 * SECOND));
    player.rewind();
    assert_eq!(player.head(), VirtualTime(10 * SECOND));
    assert!(player.log().lines().all(|line| line.at <= player.now()));
    let committed = player.log().lines().filter_map(|line| match &*line.event {
        Event::Committed { queue, to, .. } => Some((*queue, *to)),
        _ => None,
    });
    for (queue, to) in committed {
        let stored = player.world().broker().consumer_offsets().stored("billing", "orders", queue);
        assert!(Some(to) <= stored, "the log says {to}, the broker {stored:?}");
    }
    assert!(player.history().times_us.iter().all(|time| *time <= 10 * SECOND + 1));
    player.submit(add_producer("p3", 5, 50, 0)).unwrap();
    player.step_by(20 * SECOND);
    assert_eq!(player.world().digest(), straight(&player).world().digest());
}

#[test]
fn a_command_in_the_past_drops_what_came_later() {
    let mut player = busy();
    player.seek(VirtualTime(20 * SECOND));
    player.seek(VirtualTime(2 * SECOND));
    assert_eq!(player.changes_after_now(), 3);
    player.submit(add_producer("p3", 5, 50, 0)).unwrap();
    assert_eq!((player.changes_after_now(), player.journal().entries.len()), (0, 7));
    player.step_by(5 * SECOND);
    assert_eq!(player.world().digest(), straight(&player).world().digest());
}

#[test]
fn a_fork_and_another_profile_are_labs_of_their_own() {
    let mut player = busy();
    player.seek(VirtualTime(10 * SECOND));
    let mut fork = Player::open("Fork".to_string(), player.fork());
    fork.seek(player.now());
    assert_eq!(fork.world().digest(), player.world().digest());
    let other = player.with_profile(Profile::RocketMq53);
    assert_eq!((other.now(), other.world().header().profile), (player.now(), Profile::RocketMq53));
    assert_eq!(other.journal().entries, player.journal().entries);
}

fn reset(to: ResetTarget) -> Command {
    Command::ResetOffset { group: name("billing"), topic: name("orders"), queues: QueueChoice::All, to }
}

fn offsets(player: &Player) -> Vec<Option<QueueOffset>> {
    let stored = |queue| player.world().broker().consumer_offsets().stored("billing", "orders", queue);
    (0..4).map(stored).collect()
}

#[test]
fn an_undo_takes_back_the_newest_reset_that_is_not_undone() {
    let mut player = busy();
    player.seek(VirtualTime(20 * SECOND));
    let first = offsets(&player);
    player.submit(reset(ResetTarget::Min)).unwrap();
    let second = offsets(&player);
    player.submit(reset(ResetTarget::Max)).unwrap();
    assert_ne!(first, second);

    let undo = player.undo_reset().expect("two resets");
    assert!(matches!(player.submit(undo), Ok(Answer::Reset { .. })));
    assert_eq!(offsets(&player), second);
    let undo = player.undo_reset().expect("one reset is left");
    player.submit(undo).unwrap();
    assert_eq!(offsets(&player), first);
    assert_eq!(player.undo_reset(), None, "an undo is not undone by an undo");
    let flags: Vec<_> = player.resets().iter().map(|reset| (reset.undone, reset.is_undo)).collect();
    assert_eq!(flags, [(true, false), (true, false), (false, true), (false, true)]);
}

#[test]
fn a_rewind_over_an_undo_makes_the_reset_undoable_again() {
    let mut player = busy();
    player.seek(VirtualTime(20 * SECOND));
    player.submit(reset(ResetTarget::Min)).unwrap();
    let after_reset = player.now();
    player.step_by(SECOND);
    let undo = player.undo_reset().unwrap();
    player.submit(undo).unwrap();
    assert_eq!(player.undo_reset(), None);
    player.seek(after_reset);
    player.rewind();
    assert_eq!(player.resets().len(), 1);
    assert!(player.undo_reset().is_some());
}

#[test]
fn a_refused_command_changes_nothing_and_stays_in_the_journal() {
    let mut player = busy();
    player.seek(VirtualTime(10 * SECOND));
    let before = offsets(&player);
    let refused = player.submit(reset(ResetTarget::Offset(QueueOffset(1 << 60)))).unwrap_err();
    assert!(matches!(refused, Rejected::TargetOutsideQueue { .. }));
    assert_eq!(offsets(&player), before);
    assert_eq!((player.resets().len(), player.journal().entries.len()), (0, 10));
    assert!(player.log().lines().any(|line| matches!(*line.event, Event::CommandRefused { .. })));
}

#[test]
fn the_log_merges_routine_events_and_keeps_the_newest_lines() {
    let mut player = busy();
    player.seek(VirtualTime(600 * SECOND));
    let lines: Vec<_> = player.log().lines().collect();
    assert!(lines.len() <= 500 && player.log().total() >= lines.len() as u64);
    assert!(lines.windows(2).all(|pair| pair[0].sequence < pair[1].sequence));
    assert!(lines.iter().any(|line| line.repeat > 1 && matches!(*line.event, Event::Committed { .. })));
    assert!(
        !lines.iter().any(|line| matches!(*line.event, Event::Appended { .. } | Event::Delivered { .. }))
    );
}

#[test]
fn the_chart_samples_at_whole_multiples_and_thins_out() {
    let mut player = busy();
    player.seek(VirtualTime(45 * SECOND));
    let history = player.history();
    assert_eq!(history.interval_us(), FIRST_INTERVAL_US);
    let expected: Vec<u64> = (1..=450).map(|k| k * FIRST_INTERVAL_US).collect();
    assert_eq!(history.times_us[..449], expected[..449]);
    // 40 + 15 messages a second, counted by tenths of a second; two more by hand at 3 s.
    assert!(history.produced_per_s[..100].iter().all(|rate| (40..=80).contains(rate)));

    player.seek(VirtualTime(3_600 * SECOND));
    let history = player.history();
    let lags = &history.groups[&name("billing")];
    let samples = history.times_us.len();
    assert!((SAMPLES_MAX / 3..SAMPLES_MAX).contains(&samples), "{samples}");
    assert_eq!((lags.len(), history.produced_per_s.len()), (samples, samples));
    assert!(history.times_us.windows(2).all(|pair| pair[1] - pair[0] == history.interval_us()));
    let produced: u64 = history.produced_per_s.iter().map(|rate| rate * history.interval_us() / SECOND).sum();
    let sent: i64 = (0..4).map(|queue| player.world().broker().max_offset("orders", queue).0).sum();
    assert!(produced.abs_diff(sent as u64) < sent as u64 / 10, "{produced} of {sent}");
    assert!(history.marks().iter().any(|mark| mark.kind == MarkKind::Purge));
    assert!(history.marks().windows(2).all(|pair| pair[0].at <= pair[1].at));
}

fn recording() -> Recording {
    let path = crate::root().join("tests/conformance/5.3.3/offsets.jsonl");
    Recording::parse(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn a_recording_is_stepped_through_one_operation_at_a_time() {
    let mut player = Player::open_recording("Offsets".to_string(), recording());
    let steps = player.recording().unwrap().steps.len();
    assert_eq!(player.recording().unwrap().position, 0);
    let mut positions = Vec::new();
    while player.recording().unwrap().position < steps {
        player.step();
        positions.push(player.recording().unwrap().position);
    }
    assert_eq!(positions, (1..=steps).collect::<Vec<_>>());
    let (agreeing, compared, skipped) = player.recording().unwrap().score();
    assert_eq!((agreeing, skipped), (compared, 0));
    let first = &player.recording().unwrap().steps[0];
    assert_eq!((first.words.as_str(), first.agrees), ("max_offset Nowhere/0", Some(true)));
    assert_eq!(first.expected, r#"{"code":0,"offset":0}"#);
    assert_eq!(first.lab.as_deref(), Some(r#"{"code":0,"offset":0}"#));

    player.restart();
    assert_eq!(player.recording().unwrap().position, 0);
    assert_eq!(player.recording().unwrap().score().0, agreeing, "what was answered stays known");
}

#[test]
fn a_recording_ends_where_a_person_goes_another_way() {
    let mut player = Player::open_recording("Offsets".to_string(), recording());
    (0..10).for_each(|_| player.step());
    player.submit(command(r#"{"create_topic":{"topic":"Mine","queues":1}}"#)).unwrap();
    player.step_by(3_600 * SECOND);
    assert_eq!(player.recording().unwrap().position, 10);
    assert!(player.recording().unwrap().steps[10].agrees.is_none());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::cases(24), failure_persistence: None, ..Default::default() })]

    /// However a lab is played, it and all that was gathered of it are those of a straight run.
    #[test]
    fn playing_in_any_way_gives_the_straight_run(
        journal in any_journal(25, 40, 120),
        moves in prop::collection::vec((0..6u8, 1..4_000u64), 1..60),
    ) {
        let mut player = Player::open(String::new(), journal);
        player.set_speed_percent(5_000);
        let mut wall_us = 0;
        for (kind, amount) in moves {
            match kind {
                0 => player.step(),
                1 => player.step_by(amount * 1_000),
                2 => player.seek(VirtualTime(player.now().0.saturating_sub(amount * 3_000))),
                3 => player.restart(),
                _ => {
                    player.play();
                    (0..10).for_each(|_| { wall_us += amount; player.frame(wall_us) });
                }
            }
        }
        player.seek(player.known_until());
        player.world().check();
        assert_same_lab(&player, &straight(&player));
    }
}
