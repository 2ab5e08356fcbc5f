//! A lab beside itself under other rules. Not here: what the page shows of it (`tests/e2e`), the rules.
//!
//! Invariant: what is compared with is a straight run that shares nothing with the player.

use crate::lab::command;
use crate::random_lab::{any_command, any_journal, any_profile};
use offset_lab::engine::ids::{QueueOffset, VirtualTime};
use offset_lab::engine::profile::Profile;
use offset_lab::player::Player;
use offset_lab::projection::{Fact, boards, differences};
use offset_lab::sim::{Command, Timeline};
use proptest::prelude::*;

/// What a person does.
#[derive(Clone, Debug)]
enum Act {
    Command(Command),
    Wait(u64),
    Seek(u64),
    Look,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => any_command(20).prop_map(Act::Command),
        3 => prop_oneof![Just(0u64), Just(1_000_000), 0..3_000_000u64].prop_map(Act::Wait),
        2 => (0..20u64).prop_map(|s| Act::Seek(s * 1_000_000)),
        3 => Just(Act::Look),
    ]
}

/// The digest of a straight run of the player's journal under `profile`.
fn straight(player: &Player, profile: Profile) -> u64 {
    let mut journal = player.journal().clone();
    journal.header.profile = profile;
    let mut timeline = Timeline::from_journal(journal);
    timeline.run_until(player.now(), &mut ());
    timeline.world().digest()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(40)))]

    #[test]
    fn whatever_is_done_the_lab_beside_is_a_straight_run_under_the_other_rules(
        journal in any_journal(10, 10, 30), profile in any_profile(), acts in prop::collection::vec(act(), 1..25),
    ) {
        let mut player = Player::open("Beside".to_string(), journal);
        player.set_beside(Some(profile));
        for act in acts {
            match act {
                Act::Command(command) => {
                    let _ = player.submit(command);
                }
                Act::Wait(us) => player.step_by(us),
                Act::Seek(us) => player.seek(VirtualTime(us)),
                Act::Look => {
                    player.follow_beside();
                    prop_assert_eq!(player.beside().map(|world| world.digest()), Some(straight(&player, profile)));
                }
            }
        }
        player.follow_beside();
        prop_assert_eq!(player.beside().map(|world| world.digest()), Some(straight(&player, profile)));
    }
}

/// So many messages that a timeline keeps checkpoints.
fn busy() -> Player {
    let mut player = Player::open(
        "Busy".to_string(),
        offset_lab::sim::Journal::new(offset_lab::sim::JournalHeader::new(Profile::Docs50, 1)),
    );
    for text in [
        r#"{"create_topic":{"topic":"orders","queues":4}}"#,
        r#"{"create_group":{"group":"audit"}}"#,
        r#"{"add_consumer":{"consumer":"c-1","group":"audit","topic":"orders","processing_us":50}}"#,
        r#"{"add_producer":{"producer":"p","topic":"orders","rate_per_s":10000,"body_bytes":300}}"#,
    ] {
        player.submit(command(text)).unwrap();
    }
    player
}

#[test]
fn a_long_way_beside_is_gone_in_frames_while_the_lab_waits() {
    let mut player = busy();
    player.seek(VirtualTime(8_000_000));
    let looks = std::cell::Cell::new(0);
    player.set_clock(offset_lab::player::Clock::new(move || {
        looks.set(looks.get() + 1_000);
        looks.get()
    }));
    player.set_beside(Some(Profile::RocketMq49));
    player.follow_beside();
    let (mut frames, mut percent) = (0, 0);
    player.play();
    while let Some((travel, now)) = player.beside_way() {
        assert_eq!((travel.from, travel.to), (VirtualTime(0), VirtualTime(8_000_000)));
        assert!(now >= percent && player.beside().is_none(), "nothing is shown of another instant");
        assert_eq!(player.now(), VirtualTime(8_000_000), "the clock waits");
        (frames, percent) = (frames + 1, now);
        player.frame(frames * 16_000);
    }
    player.pause();
    assert!(frames > 10, "{frames}");
    assert_eq!(player.beside().map(|world| world.digest()), Some(straight(&player, Profile::RocketMq49)));
    player.set_beside(Some(Profile::RocketMq32));
    player.follow_beside();
    assert!(player.beside_way().is_some());
    player.set_beside(None);
    assert!(player.beside_way().is_none() && player.beside().is_none(), "given up on the way");
}

#[test]
fn a_command_that_comes_behind_a_checkpoint_is_obeyed_in_its_time() {
    let journal = busy().journal().clone();
    let mut timeline = Timeline::from_journal(journal.clone());
    timeline.run_until(VirtualTime(8_000_000), &mut ());
    let at_us = VirtualTime(3_000_000);
    let late = [offset_lab::sim::JournalEntry {
        at_us,
        command: command(r#"{"pause_producer":{"producer":"p","paused":true}}"#),
    }];
    timeline.expect(&late);
    timeline.seek(VirtualTime(at_us.0 - 1), &mut ());
    timeline.seek(VirtualTime(6_000_000), &mut ());
    let mut whole = Timeline::from_journal(journal);
    whole.expect(&late);
    whole.run_until(VirtualTime(6_000_000), &mut ());
    assert_eq!(timeline.world().digest(), whole.world().digest());
}

/// SD-20 against R-INIT-1: the page saves Max at the first receive; a broker answers 0 for a young queue.
#[test]
fn a_new_group_on_a_young_queue_is_the_difference_that_is_shown() {
    let mut player = Player::open(
        "Young".to_string(),
        offset_lab::sim::Journal::new(offset_lab::sim::JournalHeader::new(Profile::Docs50, 1)),
    );
    player.set_beside(Some(Profile::RocketMq53));
    let send = r#"{"send_message":{"topic":"orders","queue":0,"body":"hello"}}"#;
    for text in [r#"{"create_topic":{"topic":"orders","queues":1}}"#, send, send] {
        player.submit(command(text)).unwrap();
    }
    player.follow_beside();
    let found = |player: &Player| differences(&boards(player.world()), &boards(player.beside().unwrap()));
    assert_eq!(found(&player), []);
    let consumer =
        r#"{"add_consumer":{"consumer":"c-1","group":"audit","topic":"orders","processing_us":1000}}"#;
    for text in [r#"{"create_group":{"group":"audit"}}"#, consumer] {
        player.submit(command(text)).unwrap();
    }
    player.step_by(1_000_000);
    player.follow_beside();
    let found = found(&player);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].topic.as_str(), found[0].queue), ("orders", 0));
    assert_eq!(found[0].fact, Fact::ConsumerOffset("audit".into()));
    assert_eq!((found[0].here, found[0].beside), (Some(QueueOffset(2)), None));
    player.set_beside(None);
    assert!(player.beside().is_none());
}
