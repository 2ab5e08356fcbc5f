//! A broker's `topics.json`. Not here: the queues' offsets.
//!
//! Invariant: the number of queues is that of the queues that can be pulled.

use crate::import::json::{Fact, FileFacts, Read, Reader};
use crate::import::words::both;
use alloc::format;

/// `"orders": {"readQueueNums": 4, "writeQueueNums": 4, …}` and so on.
pub(crate) fn read(reader: &mut Reader<'_>, facts: &mut FileFacts) -> Read<()> {
    reader.object(&mut |reader, topic, line| {
        let (mut reads, mut writes): (Option<i64>, Option<i64>) = (None, None);
        reader.object(&mut |reader, key, _| {
            let field = match key {
                "readQueueNums" => &mut reads,
                "writeQueueNums" => &mut writes,
                _ => return reader.skip(),
            };
            *field = reader.number()?.parse().ok();
            Ok(())
        })?;
        match reads.filter(|reads| *reads > 0).or(writes).filter(|queues| *queues > 0) {
            Some(queues) => facts.add(
                line,
                Fact::Queues { topic: topic.into(), reads: queues, writes: writes.unwrap_or(queues) },
            ),
            None => {
                let words = format!("{topic} has no readQueueNums");
                facts.unread(line, both(words, format!("{topic} 没有 readQueueNums")));
            }
        }
        Ok(())
    })
}
