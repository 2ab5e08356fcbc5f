//! What sentences about events have in every language: places, offsets, lists. Not here: the sentences.
//!
//! Invariant: an offset is written whole.

use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::ui::draw::format::number;
use alloc::string::{String, ToString};

/// `orders/0`.
pub fn place(topic: &Name, queue: &QueueId) -> String {
    format!("{topic}/{queue}")
}

/// An offset in groups of digits.
pub fn at(offset: &QueueOffset) -> String {
    number(offset.0)
}

/// An offset, or this word.
pub fn at_or(offset: &Option<QueueOffset>, word: &str) -> String {
    offset.as_ref().map_or_else(|| word.to_string(), at)
}

/// The offsets from one to before another.
pub fn span(from: &QueueOffset, to: &QueueOffset) -> String {
    let last = QueueOffset(to.0 - 1);
    if *from == last { at(from) } else { format!("{}–{}", at(from), at(&last)) }
}

/// `0, 1, 2`, or the word for none of them.
pub fn queue_list(queues: &[QueueId], none: &str) -> String {
    let mut list = String::new();
    for queue in queues {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push_str(&queue.to_string());
    }
    if list.is_empty() { none.to_string() } else { list }
}
