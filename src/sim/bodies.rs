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
    let wanted = body_bytes as usize;
    let mut body = format!("{topic}/{queue}/{offset} ").into_bytes();
    body.reserve(wanted.saturating_sub(body.len()) + 8);
    let mut rng = Rng::of_actor(seed ^ (offset.0 as u64), topic);
    while body.len() < wanted {
        body.extend_from_slice(&rng.next_u64().to_le_bytes().map(letter));
    }
    body.truncate(wanted);
    body
}

/// A letter for a byte: `b'a' + byte % 26`, with a multiplication in the place of the division, of which every stored byte needs one.
fn letter(byte: u8) -> u8 {
    let quotient = (u32::from(byte) * 79) >> 11;
    b'a' + (u32::from(byte) - 26 * quotient) as u8
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_the_remainder() {
        for byte in 0..=255 {
            assert_eq!(letter(byte), b'a' + byte % 26);
        }
    }
}
