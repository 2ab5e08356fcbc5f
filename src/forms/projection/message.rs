//! One message of a queue: its position, its segment, and its state for each group. Not here: its key, tag
//! and body, which are in the store (`storage::segment_reader`).
//!
//! Invariant: what is said of a group follows from its offsets, and of a POP group from what it has hidden:
//! the broker knows nothing else of who consumed what (R-OFF-1).

use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::projection::pockets::hidden_by;
use crate::projection::segment::{SegmentFacts, segment_at};
use crate::sim::World;
use alloc::vec::Vec;

/// The state of a message for a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Below its consumer offset.
    Consumed,
    /// Handed out and not saved as consumed (R-OFF-5), or popped and not acknowledged (R-LAG-6).
    InFlight,
    /// So many messages come before it.
    Waits(i64),
    /// The group has no consumer offset here.
    Unknown,
}

/// A message that is there.
#[derive(Clone, PartialEq, Debug)]
pub struct MessageView {
    /// Where its record is in the commit log.
    pub physical: PhysicalOffset,
    /// Bytes of the record.
    pub record_bytes: u32,
    /// The broker's clock when it was stored.
    pub stored_at: EpochMs,
    /// Its segment, with which it is deleted (R-RET-1).
    pub segment: SegmentFacts,
    /// By name.
    pub groups: Vec<(Name, Standing)>,
}

/// Why there is no message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoMessage {
    /// Below Min: its segment was deleted.
    Purged,
    /// At or past Max.
    NotYet,
    /// Of an imported queue only the ends are known.
    Unknown,
}

/// The message at an offset.
pub fn message_at(
    world: &World,
    topic: &Name,
    queue: QueueId,
    offset: QueueOffset,
) -> Result<MessageView, NoMessage> {
    let broker = world.broker();
    if offset >= broker.max_offset(topic, queue) {
        return Err(NoMessage::NotYet);
    }
    let stored = broker.locate(topic, queue, offset).zip(broker.store_time(topic, queue, offset));
    let Some(((physical, record_bytes), stored_at)) = stored else {
        let known = broker.knows_min_and_max(topic, queue).0 && offset < broker.min_offset(topic, queue);
        return Err(if known { NoMessage::Purged } else { NoMessage::Unknown });
    };
    Ok(MessageView {
        physical,
        record_bytes,
        stored_at,
        segment: segment_at(world, physical).ok_or(NoMessage::Unknown)?,
        groups: world
            .groups_on(topic)
            .map(|group| (group.clone(), standing(world, &group, topic, queue, offset)))
            .collect(),
    })
}

fn standing(world: &World, group: &Name, topic: &Name, queue: QueueId, offset: QueueOffset) -> Standing {
    let offsets = world.broker().consumer_offsets();
    // A pop moves the group's offset when it delivers, so that says nothing of these.
    if hidden_by(world, group, (topic, queue)).any(|hidden| hidden == offset) {
        return Standing::InFlight;
    }
    let Some(consumer_offset) = offsets.stored(group, topic, queue) else { return Standing::Unknown };
    if consumer_offset > offset {
        return Standing::Consumed;
    }
    match offsets.pulled(group, topic, queue) {
        Some(pulled) if pulled > offset => Standing::InFlight,
        _ => Standing::Waits(offset.saturating_lead(consumer_offset)),
    }
}
