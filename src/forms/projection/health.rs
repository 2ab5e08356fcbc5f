//! How a group fares, with the rule that says so. Not here: words.
//!
//! Invariant: a verdict comes from the present state only, so a seek shows the same one.

use crate::engine::ids::Name;
use crate::sim::World;

/// How a group fares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Nothing waits (SD-13).
    CaughtUp,
    /// Messages wait and a client works on them.
    Working,
    /// Messages wait and every client is paused.
    Paused,
    /// Messages wait and no client is there.
    Stopped,
    /// No progress is saved and no client is there.
    Unknown,
    /// Progress is below Min: messages were purged before it consumed them (SD-14).
    BelowMin,
}

/// The verdict about a group whose total lag is `lag`.
pub fn verdict(world: &World, group: &Name, lag: Option<i64>) -> Verdict {
    if below_min(world, group) {
        return Verdict::BelowMin;
    }
    let mut clients = world.consumers_of(group).map(|(_, consumer)| consumer.paused).peekable();
    let nobody = clients.peek().is_none();
    match lag {
        Some(0) => Verdict::CaughtUp,
        None if nobody => Verdict::Unknown,
        _ if nobody => Verdict::Stopped,
        _ if clients.all(|paused| paused) => Verdict::Paused,
        _ => Verdict::Working,
    }
}

fn below_min(world: &World, group: &Name) -> bool {
    let broker = world.broker();
    world.topics_of(group).iter().any(|topic| {
        (0..broker.queue_count(topic)).any(|queue| {
            let stored = broker.consumer_offsets().stored(group, topic, queue);
            let known = broker.knows_min_and_max(topic, queue).0;
            known && stored.is_some_and(|offset| offset < broker.min_offset(topic, queue))
        })
    })
}
