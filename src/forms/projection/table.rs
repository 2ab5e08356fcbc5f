//! The board's facts as rows and as CSV. Not here: HTML.
//!
//! Invariant: the same numbers as the lanes; unknown is an empty field.

use crate::projection::lanes::TopicBoard;
use alloc::format;
use alloc::string::{String, ToString};

/// Every queue and group as CSV, with a header line.
pub fn csv(boards: &[TopicBoard]) -> String {
    let mut text = String::from(
        "topic,queue,min_offset,max_offset,group,consumer_offset,pull_offset,lag,purged_unread,owner\n",
    );
    let number = |value: Option<i64>| value.map_or_else(String::new, |value| value.to_string());
    for board in boards {
        for lane in &board.lanes {
            let (min, max) = (number(lane.known_min().map(|o| o.0)), number(lane.known_max().map(|o| o.0)));
            let queue = format!("{},{},{min},{max}", board.topic, lane.queue);
            if lane.groups.is_empty() {
                text.push_str(&format!("{queue},,,,,,\n"));
            }
            for group in &lane.groups {
                let owner = group.owner.as_ref().map_or("", |owner| owner.as_str());
                let (offset, pull) = (group.consumer_offset.map(|o| o.0), group.pull_offset.map(|o| o.0));
                let numbers = format!("{},{},{}", number(offset), number(pull), number(group.lag));
                let purged = number(Some(group.lag_purged).filter(|_| lane.min_known));
                text.push_str(&format!("{queue},{},{numbers},{purged},{owner}\n", group.group));
            }
        }
    }
    text
}
