//! What each rule says, in one sentence of each language. Not here: the rules themselves (`engine`), or all
//! of the specification.
//!
//! Invariant: every rule that an event, a refusal or the page itself names is in the table.

use crate::ui::text::Language;
use alloc::format;
use alloc::string::String;

/// Id, English, Chinese.
pub type Rule = (&'static str, &'static str, &'static str);

/// By id.
pub static RULES: [Rule; 72] = [
    (
        "R-CQ-3",
        "Max is the offset the next message will get; Min is the first offset still in the commit log.",
        "Max 是下一条消息将得到的位点；Min 是仍在 CommitLog 中的第一个位点。",
    ),
    (
        "R-CQ-4",
        "When segments are deleted, Min becomes the first offset whose record is left, or Max if none is.",
        "段被删除后，Min 变为仍有记录的第一个位点；没有则为 Max。",
    ),
    (
        "R-DLY-1",
        "A scheduled message waits in a system topic of the broker; its own queue does not change until it \
         is delivered.",
        "定时/延时消息在服务端的系统主题中等待；投递之前其队列不变。",
    ),
    (
        "R-DLY-5",
        "A delivery is a new message: a new offset, and the store time of the delivery.",
        "投递就是一条新消息：新的位点，存储时间为投递时间。",
    ),
    (
        "R-EXP-2",
        "Deleting a group keeps its offsets unless they are removed too.",
        "删除消费者分组时，除非一并删除，位点会保留。",
    ),
    (
        "R-EXP-4",
        "A group whose offsets were removed starts like a new one.",
        "位点被删除的消费者分组像新分组一样开始。",
    ),
    (
        "R-EXP-5",
        "An offset below Min stays as it is until the group’s next pull is corrected to Min.",
        "低于 Min 的位点保持不变，直到该分组下次拉取被纠正到 Min。",
    ),
    (
        "R-INIT-1",
        "A queue that still begins at 0, with that message in memory, starts a new group at 0.",
        "队列仍从 0 开始且首条消息在内存中时，新分组从 0 开始。",
    ),
    (
        "R-INIT-3",
        "Where the broker has no offset, the client’s setting decides: last, first or a time.",
        "服务端没有位点时由客户端设置决定：最后、最早或按时间。",
    ),
    (
        "R-INIT-5",
        "A POP group starts at 0 while that message is in memory, else at the newest message; or at Min if \
         the pop asks for it.",
        "首条消息在内存中时，POP 分组从 0 开始，否则从最新一条消息开始；也可要求从 Min 开始。",
    ),
    (
        "R-LAG-1",
        "Lag (Diff) is Max − consumer offset; in flight is pull offset − consumer offset.",
        "堆积（Diff）= Max − 消费位点；处理中 = 拉取位点 − 消费位点。",
    ),
    (
        "R-LAG-3",
        "Lag in time is the age of the oldest message that the group has not consumed.",
        "消费处理延迟是该分组尚未消费的最早一条消息已存储的时间。",
    ),
    (
        "R-LB-2",
        "A topic’s queues are assigned evenly to a group’s clients, in order.",
        "主题的队列按顺序平均分配给分组内的客户端。",
    ),
    (
        "R-LB-6",
        "A client that gives up a queue commits its offset; messages that it is still processing are \
         delivered again.",
        "放弃队列的客户端先提交位点；此时仍在处理的消息会再次投递。",
    ),
    (
        "R-LOG-1",
        "Each broker has one commit log for the messages of all topics.",
        "每个服务端有一个 CommitLog，存放所有主题的消息。",
    ),
    (
        "R-LOG-4",
        "A message that does not fit in the segment begins the next one.",
        "放不下的消息开启下一个段。",
    ),
    (
        "R-LOG-5",
        "A message that is too large is refused and takes no offset.",
        "过大的消息被拒绝，不占用位点。",
    ),
    (
        "R-LOG-6",
        "Each stored message takes its queue’s next offset.",
        "每条存入的消息取得其队列的下一个位点。",
    ),
    (
        "R-OFF-1",
        "A consumer offset is the next offset to consume, kept per group and queue.",
        "消费位点是下一个要消费的位点，按消费者分组和队列保存。",
    ),
    ("R-OFF-2", "A broker stores a commit as it is, without checking it.", "服务端原样保存提交，不做检查。"),
    (
        "R-OFF-4",
        "While a reset is pending, commits are answered with success and ignored.",
        "重置待生效时，提交返回成功但被忽略。",
    ),
    (
        "R-OFF-5",
        "The pull offset is where the next pull starts; the broker keeps it in memory only.",
        "拉取位点是下次拉取的起点，服务端只保存在内存中。",
    ),
    (
        "R-OFF-8",
        "A client commits its offsets every 5 s and when it shuts down cleanly.",
        "客户端每 5 秒提交一次位点，正常退出时也会提交。",
    ),
    (
        "R-OFF-19",
        "Progress that was not saved before a crash is lost: those messages are delivered again.",
        "崩溃前未保存的进度会丢失：这些消息会再次投递。",
    ),
    (
        "R-POP-2",
        "A popped message that is not acknowledged in time is delivered again through the group’s retry \
         topic.",
        "弹出后未及时确认的消息经该分组的重试主题再次投递。",
    ),
    (
        "R-POP-5",
        "A popped message is acknowledged, or its invisible time changed, by its newest handle, within the \
         queue.",
        "弹出的消息凭其最新句柄确认或修改不可见时间，且须在队列范围内。",
    ),
    (
        "R-POP-6",
        "An orderly group’s queue is blocked until its batch is acknowledged or visible again.",
        "顺序消费分组的队列在其批次被确认或再次可见之前一直阻塞。",
    ),
    (
        "R-POP-8",
        "POP and messages with a set delivery time need the broker’s timer wheel.",
        "POP 和指定投递时间的消息需要服务端的时间轮。",
    ),
    (
        "R-PULL-1",
        "A pull for an unknown group, topic or queue is an error.",
        "拉取未知的消费者分组、主题或队列会返回错误。",
    ),
    (
        "R-PULL-2",
        "A pull below Min is corrected to Min, above Max to Max; otherwise it gets the stored messages.",
        "低于 Min 的拉取被纠正到 Min，高于 Max 的纠正到 Max；否则返回已存储的消息。",
    ),
    (
        "R-PULL-6",
        "A pull that finds nothing is held for 15 s or until a message arrives.",
        "没有消息的拉取会挂起 15 秒或直到有新消息。",
    ),
    (
        "R-PULL-7",
        "A client whose pull was corrected commits that offset and continues there.",
        "拉取被纠正的客户端提交新位点并从那里继续。",
    ),
    (
        "R-RET-1",
        "Retention is per broker, by whole segments, whether messages were consumed or not.",
        "清理按服务端的整个段进行，与消费无关。",
    ),
    (
        "R-RET-3",
        "Segments past their reserved time are deleted, oldest first, never the last one.",
        "超过保存时长的段从最旧的开始删除，最后一个段从不删除。",
    ),
    (
        "R-RET-5",
        "Over 85 % of the disk the oldest segments are deleted, whatever their age; over 75 % only expired \
         ones.",
        "磁盘超过 85 % 时无论是否过期都删除最旧的段；超过 75 % 时只删除过期的段。",
    ),
    ("R-RET-6", "Over 90 % of the disk every send is refused.", "磁盘超过 90 % 时拒绝所有发送。"),
    (
        "R-RET-7",
        "An administrator can start a deletion of expired segments at any hour.",
        "管理员可随时触发过期段的删除。",
    ),
    (
        "R-RET-12",
        "Deleting a topic removes its queues and offsets; its records stay until their segments are deleted.",
        "删除主题会删除其队列和位点；记录保留到段被删除。",
    ),
    (
        "R-RST-2",
        "A time means the first message stored at or after it; Max if there is none.",
        "时间指该时间及之后存入的第一条消息；没有则为 Max。",
    ),
    (
        "R-RST-5",
        "A reset is checked against the queue, saved at once, and kept pending for the next pull.",
        "重置先与队列核对，立即保存，并等待下次拉取生效。",
    ),
    (
        "R-RST-6",
        "The next pull of any client of the group applies a pending reset.",
        "该分组任一客户端的下次拉取使待生效的重置生效。",
    ),
    (
        "R-RST-11",
        "A reset by the clients needs stored offsets and a client that is online.",
        "由客户端执行的重置需要已存位点和在线的客户端。",
    ),
    (
        "R-RTY-2",
        "A failed message waits longer before each retry; after 16 retries it is a dead letter.",
        "消费失败的消息每次重试的间隔更长，重试 16 次之后成为死信。",
    ),
    (
        "R-RTY-4",
        "A failed message that the client cannot send back is retried by the client; an orderly queue waits \
         for it.",
        "客户端处理失败又未能发回的消息由客户端自行重试；顺序消费的队列会等待它。",
    ),
    (
        "R-TMR-1",
        "A message with a set delivery time waits at most 3 days and is delivered less than a second late.",
        "指定投递时间的消息最多等待 3 天，投递误差不到一秒。",
    ),
    (
        "SD-2",
        "Offsets run from 0 to the greatest 64-bit number; nothing wraps around.",
        "位点从 0 到最大的 64 位整数，不会回绕。",
    ),
    ("SD-9", "After a restart a group resumes from its saved offset.", "重启后消费者分组从保存的位点继续。"),
    ("SD-10", "If the saved offset was removed, Min is used.", "如果保存的位点已被删除，则使用 Min。"),
    ("SD-12", "A consumer offset is never above Max.", "消费位点不会大于 Max。"),
    (
        "SD-13",
        "A group has caught up when its offset equals Max; otherwise the difference is its lag.",
        "消费位点等于 Max 时已追上；否则差值就是堆积量。",
    ),
    ("SD-14", "A consumer offset below Min is corrected by the server.", "低于 Min 的消费位点由服务端纠正。"),
    ("SD-15", "A new group starts at Max when it first receives.", "新分组首次获取消息时从 Max 开始。"),
    ("SD-17", "A reset to a time goes to the message closest to it.", "按时间重置到时间最接近的消息。"),
    (
        "T-1",
        "The page calls Max the offset of the latest message; a broker’s Max is one more.",
        "文档称 Max 为最新消息的位点；服务端的 Max 比它大 1。",
    ),
    (
        "T-7",
        "“Closest in time” held up to 5.1.0; later brokers take the first at or after it.",
        "“时间最接近”只到 5.1.0；之后的服务端取该时间及之后的第一条。",
    ),
    (
        "T-10",
        "A reset is not instant: it takes effect at the next pull.",
        "重置不是立即的：下次拉取时才生效。",
    ),
    (
        "T-11",
        "Messages already delivered are still processed; their commits are ignored.",
        "已投递的消息会处理完；它们的提交被忽略。",
    ),
    (
        "R-PULL-10",
        "A group that has read too much cold data is told to wait, where the broker is set to do so.",
        "服务端如此设置时，读取过多冷数据的分组会被要求等待。",
    ),
    (
        "SD-18",
        "A reset backwards reads old messages, which must be read from the disk first.",
        "重置到更早的位点会读取旧消息，这些消息须先从磁盘读出。",
    ),
    (
        "R-INIT-2",
        "While a queue begins at 0, whether its first message is in memory decides where a new group starts.",
        "队列仍从 0 开始时，首条消息是否在内存中决定新分组从哪里开始。",
    ),
    (
        "R-LAG-2",
        "The tool lists every topic on which the group has offsets, its retry topic too.",
        "工具列出该分组有位点的所有主题，包括其重试主题。",
    ),
    (
        "R-LAG-4",
        "A group without a saved offset has lag Max in the tool and 0 in the metric.",
        "没有已保存位点的分组，在工具中堆积为 Max，在指标中为 0。",
    ),
    (
        "R-LAG-5",
        "With a tag filter the metric scales up from the first 20 000 entries or 5 000 matches of a queue.",
        "有标签过滤时，指标由每个队列的前 20 000 个条目或 5 000 个匹配按比例放大。",
    ),
    (
        "R-LAG-6",
        "Messages popped by a POP group and not acknowledged count as in flight.",
        "POP 分组已弹出而未确认的消息计为处理中。",
    ),
    (
        "R-OFF-11",
        "A concurrent consumer’s offset is that of its first unfinished message.",
        "并发消费者的位点是第一条未处理完的消息的位点。",
    ),
    (
        "R-OFF-14",
        "A broadcasting client stores its own offsets, and failed messages are dropped.",
        "广播消费的客户端自己保存位点，失败的消息被丢弃。",
    ),
    (
        "R-POP-1",
        "A POP group’s offset is where the next pop starts: it moves when messages are popped.",
        "POP 分组的位点是下次弹出的起点：弹出消息时就前移。",
    ),
    (
        "R-RST-9",
        "A reset of a POP group does not change popped messages: unacknowledged ones are delivered again \
         through the retry topic.",
        "重置 POP 分组不影响已弹出的消息：未确认的仍经重试主题再次投递。",
    ),
    (
        "R-RTY-1",
        "A failed message is sent back to be retried later, and the group’s offset moves past it.",
        "消费失败的消息被发回、稍后重试，该分组的位点越过它继续前移。",
    ),
    (
        "SD-19",
        "A reset applies to visible messages only, not to scheduled ones or those waiting for retry.",
        "重置仅对可见的消息生效，对定时/延时消息和等待重试的消息无效。",
    ),
    (
        "T-17",
        "After a reset backwards a message in retry is delivered twice: from its queue and from the retry \
         topic.",
        "重置到更早的位点之后，重试中的消息会投递两次：来自原队列和重试主题。",
    ),
    ("lab", "A limit of this lab, not a rule of RocketMQ.", "这是本实验台的限制，不是 RocketMQ 的规则。"),
];

/// What a rule says; empty for one that the page does not name.
pub fn meaning(rule: &str, language: Language) -> &'static str {
    match RULES.iter().find(|(id, _, _)| *id == rule) {
        Some((_, english, chinese)) => match language {
            Language::En => english,
            Language::Zh => chinese,
        },
        None => "",
    }
}

/// Where all of the rule is said: `docs/rules.md` as a page next to the lab's own, and next to an embed's.
pub fn address(rule: &str) -> String {
    format!("rules.html#{}", rule.to_ascii_lowercase())
}
