//! What goes with a segment, and who has not consumed it. Not here: a message's own segment (`message`),
//! deleting (`rules`).
//!
//! Invariant: what is expected is counted message by message.

use crate::lab::name;
use crate::message::{lab, pops};
use offset_lab::engine::ids::{PhysicalOffset, QueueOffset};
use offset_lab::engine::ordered_map::OrderedMap;
use offset_lab::player::Player;
use offset_lab::projection::message::{Standing, message_at};
use offset_lab::projection::segment::{SegmentFacts, segment_at, segment_content};

/// All segments, from the oldest on by the neighbours that each names.
fn walk(player: &Player) -> Vec<SegmentFacts> {
    let world = player.world();
    let mut segments = Vec::new();
    let mut next = Some(world.broker().log().min_physical());
    while let Some(base) = next {
        let segment = segment_at(world, base).expect("a neighbour is there");
        assert_eq!(segment.view.base, base);
        assert_eq!(segment.beside[0], segments.last().map(|before: &SegmentFacts| before.view.base));
        next = segment.beside[1];
        segments.push(segment);
    }
    segments
}

/// Each message of the lab is in one segment, and a group has not consumed as many of it as stand so.
fn assert_counted(player: &Player) {
    let world = player.world();
    let broker = world.broker();
    let (mut seen, mut waiting) = (0, 0);
    for segment in walk(player) {
        let content = segment_content(world, &segment.view);
        let mut open: OrderedMap<_, i64> = OrderedMap::new();
        for (topic, queue, from, to) in &content.queues {
            for offset in from.0..to.0 {
                let message = message_at(world, topic, *queue, QueueOffset(offset)).expect("it is there");
                assert_eq!(message.segment, segment, "{topic}/{queue}/{offset}");
                for (group, standing) in message.groups {
                    *open.entry(group).or_default() += i64::from(standing != Standing::Consumed);
                }
                seen += 1;
            }
        }
        waiting += open.values().sum::<i64>();
        let counted = content.open.into_iter().filter(|(_, open)| *open > 0).collect::<Vec<_>>();
        assert_eq!(counted, open.into_iter().filter(|(_, open)| *open > 0).collect::<Vec<_>>());
    }
    let stored = broker.topic_names().flat_map(|topic| {
        let queues = 0..broker.queue_count(&topic);
        let span = move |queue| broker.max_offset(&topic, queue).0 - broker.min_offset(&topic, queue).0;
        queues.map(span).collect::<Vec<_>>()
    });
    assert_eq!(seen, stored.sum::<i64>());
    assert!(waiting > 0, "nothing waits, so nothing was told apart");
}

#[test]
fn every_message_is_in_one_segment_and_counts_for_who_has_not_consumed_it() {
    assert_counted(&lab());
    assert_counted(&pops());
}

#[test]
fn a_segment_that_is_gone_or_not_written_is_none() {
    let player = lab();
    let log = player.world().broker().log();
    assert!(log.min_physical().0 > 0);
    let beyond = log.segments().back().expect("one").end();
    for physical in [PhysicalOffset(0), PhysicalOffset(log.min_physical().0 - 1), beyond] {
        assert_eq!(segment_at(player.world(), physical), None);
    }
    let (first, last) = (walk(&player).remove(0), walk(&player).pop().expect("one"));
    assert!(first.goes_at.is_some() && !first.view.active && first.cold);
    assert!(last.goes_at.is_none() && last.view.active && !last.cold);
    let of_slow = segment_content(player.world(), &last.view).open;
    let newest = segment_content(player.world(), &last.view).queues[0].clone();
    assert_eq!(of_slow, [(name("slow"), newest.3.0 - newest.2.0)], "it is far behind");
}
