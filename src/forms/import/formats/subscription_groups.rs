//! A broker's `subscriptionGroup.json`: what groups may do. Not here: their offsets.
//!
//! Invariant: only what a group of the lab can have is taken; the rest that matters is said.

use crate::import::json::{Fact, FileFacts, Read, Reader};

/// `"billing": {"consumeEnable": true, "retryMaxTimes": 16, …}` and so on.
pub(crate) fn read(reader: &mut Reader<'_>, facts: &mut FileFacts) -> Read<()> {
    reader.object(&mut |reader, group, line| {
        let (mut retry_queues, mut retry_max_times, mut enabled, mut broadcasts) = (None, None, true, true);
        reader.object(&mut |reader, key, _| {
            match key {
                "retryQueueNums" => retry_queues = reader.number()?.parse().ok(),
                "retryMaxTimes" => retry_max_times = reader.number()?.parse().ok(),
                "consumeEnable" => enabled = reader.is_true()?,
                "consumeBroadcastEnable" => broadcasts = reader.is_true()?,
                _ => return reader.skip(),
            }
            Ok(())
        })?;
        facts.add(
            line,
            Fact::Group { group: group.into(), retry_queues, retry_max_times, enabled, broadcasts },
        );
        Ok(())
    })
}
