//! A broker's `consumerOffset.json` and `lmqConsumerOffset.json`; and two others with the same field, told
//! apart by what is in it: `delayOffset.json` and a broadcasting client's `offsets.json`. Not here: what the
//! numbers mean for a lab.
//!
//! Invariant: what is left out is counted and said once.

use crate::import::json::{Fact, FileFacts, Read, Reader};
use crate::import::words::both;
use alloc::format;
use alloc::string::{String, ToString};

/// `"topic@group": {0: 250, 1: 250}` and so on.
pub(crate) fn read(reader: &mut Reader<'_>, facts: &mut FileFacts) -> Read<()> {
    if reader.opens_twice() {
        return read_client(reader, facts);
    }
    let (mut delays, mut broadcasts, mut own) = (0, 0, 0);
    reader.object(&mut |reader, key, line| {
        if reader.peek()? != b'{' {
            delays += usize::from(key.bytes().all(|byte| byte.is_ascii_digit()));
            return reader.skip();
        }
        let mut parts = key.split('@');
        let (topic, group, rest) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        match (group, rest) {
            (Some(group), None) if group.starts_with("CID_RMQ_SYS_") => own += 1,
            (Some(group), None) => return read_queues(reader, (key, topic, group), facts),
            (Some(_), Some(_)) => broadcasts += 1,
            (None, _) => {
                let words = both(format!("{key} is no topic@group"), format!("{key} 不是 topic@group"));
                facts.unread(line, words);
            }
        }
        reader.skip()
    })?;
    if delays > 0 {
        facts.note((
            "delayOffset.json? It isn't needed: it says how far the broker has delivered delayed messages, \
             nothing of a group",
            "是 delayOffset.json？不需要它：它记录服务端投递延时消息的进度，与消费者分组无关",
        ));
    }
    if broadcasts > 0 {
        facts.note(both(
            format!(
                "{broadcasts} with @broadcast left out: what the broker notes of broadcasting clients, which keep \
                 their own offsets (R-OFF-15)"
            ),
            format!(
                "略过 {broadcasts} 项 @broadcast：服务端对广播消费客户端的记录，它们自己保存位点（R-OFF-15）"
            ),
        ));
    }
    if own > 0 {
        facts.note(both(
            format!(
                "{own} of CID_RMQ_SYS_ groups left out: the broker's own, which revives popped messages (R-POP-2)"
            ),
            format!("略过 {own} 项 CID_RMQ_SYS_ 分组：服务端自己的，用于恢复弹出的消息（R-POP-2）"),
        ));
    }
    Ok(())
}

fn read_queues(
    reader: &mut Reader<'_>,
    (key, topic, group): (&str, &str, &str),
    facts: &mut FileFacts,
) -> Read<()> {
    reader.object(&mut |reader, queue, line| {
        let offset = reader.number()?;
        match (queue.parse(), offset.parse::<i64>()) {
            (Ok(queue), Ok(offset)) if offset >= 0 => {
                facts.add(line, Fact::Offset { topic: topic.into(), group: group.into(), queue, offset });
            }
            (Ok(_), _) => {
                let most = i64::MAX;
                let words = both(
                    format!("{offset} of {key}, queue {queue}, is no offset: 0 to {most}"),
                    format!("{key} 队列 {queue} 的 {offset} 不是位点：应为 0 到 {most}"),
                );
                facts.unread(line, words);
            }
            (Err(_), _) => {
                let words =
                    both(format!("{queue} of {key} is no queue"), format!("{key} 的 {queue} 不是队列"));
                facts.unread(line, words);
            }
        }
        Ok(())
    })
}

/// `{"brokerName":"b","queueId":0,"topic":"T"}: 38` and so on, objects as keys (R-OFF-14).
fn read_client(reader: &mut Reader<'_>, facts: &mut FileFacts) -> Read<()> {
    let (mut queues, mut of) = (0, String::new());
    reader.object_of_objects(&mut |reader| {
        queues += 1;
        reader.object(&mut |reader, key, _| {
            if key == "topic" {
                of = reader.string()?;
                return Ok(());
            }
            reader.skip()
        })
    })?;
    let words = both(
        format!(
            "this is a broadcasting client's own offsets.json, with {queues} queues of {of}: these offsets are \
             that client's alone, no broker has them, and a reset on the broker does not touch them (R-OFF-14). A \
             lab begins with what brokers have"
        ),
        format!(
            "这是广播消费客户端自己的 offsets.json，含 {of} 的 {queues} 个队列：这些位点只属于该客户端，服务端没有，服务端上的\
             重置也不影响它们（R-OFF-14）。实验从服务端的内容开始"
        ),
    );
    facts.unread(0, words);
    Ok(())
}

/// `"%LMQ%topic@%LMQ%group": 12` and so on.
pub(crate) fn read_lmq(reader: &mut Reader<'_>, facts: &mut FileFacts) -> Read<()> {
    let count = count(reader)?;
    if count > 0 {
        facts.note(both(
            format!("{count} LMQ offsets left out: a lab has no light message queues"),
            format!("略过 {count} 个 LMQ 位点：实验没有轻量消息队列"),
        ));
    }
    Ok(())
}

/// 5.5.0 alone writes its pull offsets, and reads them back as little as any other version (R-OFF-17).
pub(crate) fn read_pulls(reader: &mut Reader<'_>, facts: &mut FileFacts) -> Read<()> {
    facts.has_pulls |= count(reader)? > 0;
    Ok(())
}

fn count(reader: &mut Reader<'_>) -> Read<usize> {
    let mut count = 0;
    reader.object(&mut |reader, _, _| {
        count += 1;
        reader.skip()
    })?;
    Ok(count)
}

/// `"dataVersion": {"counter": 31, "timestamp": 1744700000000}`.
pub(crate) fn read_version(reader: &mut Reader<'_>, facts: &mut FileFacts) -> Read<()> {
    let (mut counter, mut timestamp) = (0, 0);
    reader.object(&mut |reader, key, _| {
        let field = match key {
            "counter" => &mut counter,
            "timestamp" => &mut timestamp,
            _ => return reader.skip(),
        };
        *field = reader.number()?.to_string().parse::<i64>().unwrap_or(0);
        Ok(())
    })?;
    facts.version = Some((timestamp, counter));
    Ok(())
}
