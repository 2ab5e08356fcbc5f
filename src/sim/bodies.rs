//! The bodies of simulated producers' messages: a function of the lab's seed and the message's place, so that they need
//! not be kept to be shown. Not here: bodies sent by hand (they are in the journal).
//!
//! Invariant: the same place in the same lab gives the same bytes, before and after a purge, on every platform.

use super::rng::Rng;
use crate::engine::ids::{QueueId, QueueOffset};
use alloc::format;
use alloc::vec::Vec;

/// The body of the message at `topic`, `queue`, `offset`: readable text of exactly `body_bytes` bytes.
pub fn body_of(seed: u64, topic: &str, queue: QueueId, offset: QueueOffset, body_bytes: u32) -> Vec<u8> {
    let mut body = format!("{topic}/{queue}/{offset} ").into_bytes();
    let mut rng = Rng::of_actor(seed ^ (offset.0 as u64), topic);
    let wanted = body_bytes as usize;
    while body.len() < wanted {
        let bits = rng.next_u64();
        body.extend((0..8).map(|i| b'a' + ((bits >> (8 * i)) as u8 % 26)));
    }
    body.truncate(wanted);
    body
}

/// Bytes of a message's properties as a record stores them: `name \x01 value \x02` for each.
pub fn property_bytes(key: Option<&str>, tag: Option<&str>) -> u32 {
    let bytes = |name: &str, value: Option<&str>| value.map_or(0, |value| name.len() + 1 + value.len() + 1);
    (bytes("KEYS", key) + bytes("TAGS", tag)) as u32
}

/// The key of a simulated producer's message.
pub fn key_of(number: u32) -> alloc::string::String {
    format!("key-{number}")
}
