//! The bodies of simulated producers' messages: a function of the lab's seed and the message's place, so that
//! they need not be kept to be shown. Not here: bodies sent by hand (they are in the journal).
//!
//! Invariant: the same place in the same lab gives the same bytes, before and after a purge, on every
//! platform.

use crate::engine::ids::{QueueId, QueueOffset};
use crate::sim::rng::Rng;
use alloc::format;
use alloc::vec::Vec;

/// The body of the message at `topic`, `queue`, `offset`: readable text of exactly `body_bytes` bytes.
pub fn body_of(seed: u64, topic: &str, queue: QueueId, offset: QueueOffset, body_bytes: u32) -> Vec<u8> {
    let mut body = Vec::new();
    write_body(&mut body, seed, topic, queue, offset, body_bytes);
    body
}

/// The same in the place of what `body` held: whoever makes one after the other needs no new memory for each.
pub fn write_body(
    body: &mut Vec<u8>,
    seed: u64,
    topic: &str,
    queue: QueueId,
    offset: QueueOffset,
    body_bytes: u32,
) {
    let (mut queue_digits, mut offset_digits) = (itoa::Buffer::new(), itoa::Buffer::new());
    let name = [topic, queue_digits.format(queue), offset_digits.format(offset.0)];
    let (named, wanted) = (name.iter().map(|part| part.len() + 1).sum::<usize>(), body_bytes as usize);
    // What is there already is written over, all of it.
    body.resize(named + wanted.saturating_sub(named).next_multiple_of(8), 0);
    let mut rest = &mut body[..];
    for (part, behind) in name.into_iter().zip(*b"// ") {
        let (here, more) = rest.split_at_mut(part.len() + 1);
        here[..part.len()].copy_from_slice(part.as_bytes());
        here[part.len()] = behind;
        rest = more;
    }
    let mut rng = Rng::of_actor(seed ^ (offset.0 as u64), topic);
    for eight in rest.as_chunks_mut().0 {
        *eight = letters(rng.next_u64()).to_le_bytes();
    }
    body.truncate(wanted);
}

/// A letter for each of the eight bytes, `b'a' + byte % 26`, four at a time in lanes of sixteen bits: every
/// stored byte of a large lab is made here. The quotient is a multiplication, `byte / 26 == byte * 79 >> 11`,
/// which no lane overflows.
fn letters(bytes: u64) -> u64 {
    const LOW: u64 = 0x00FF_00FF_00FF_00FF;
    const QUOTIENTS: u64 = 0x001F_001F_001F_001F;
    let in_lanes = |lanes: u64| lanes - 26 * (((lanes * 79) >> 11) & QUOTIENTS);
    let remainders = in_lanes(bytes & LOW) | (in_lanes((bytes >> 8) & LOW) << 8);
    remainders + u64::from_ne_bytes([b'a'; 8])
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
    fn letters_are_remainders() {
        for byte in 0..=255_u8 {
            let eight: [u8; 8] =
                core::array::from_fn(|lane| byte.wrapping_mul(lane as u8 * 2 + 1).wrapping_add(lane as u8));
            let expected = eight.map(|byte| b'a' + byte % 26);
            assert_eq!(letters(u64::from_le_bytes(eight)).to_le_bytes(), expected);
        }
    }

    #[test]
    fn a_body_has_the_bytes_that_were_asked_for_and_takes_the_place_of_another() {
        let mut body = body_of(7, "orders", 3, QueueOffset(12), 300);
        let whole = body.clone();
        for body_bytes in [0, 1, 11, 12, 13, 20, 300] {
            write_body(&mut body, 7, "orders", 3, QueueOffset(12), body_bytes);
            assert_eq!(body, whole[..body_bytes as usize]);
        }
        assert!(whole.starts_with(b"orders/3/12 "));
    }
}
