//! The words of the reset dialog. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::projection::WhyAbout;
use crate::ui::text::{OfCount, OfText, OfTwo, of, plural};
use alloc::string::{String, ToString};

/// A column of the preview.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PreviewColumn {
    Queue,
    Current,
    Target,
    Delta,
    Replayed,
    Skipped,
    Purged,
    LagAfter,
}

impl PreviewColumn {
    /// From left to right.
    pub const ALL: [PreviewColumn; 8] = [
        PreviewColumn::Queue,
        PreviewColumn::Current,
        PreviewColumn::Target,
        PreviewColumn::Delta,
        PreviewColumn::Replayed,
        PreviewColumn::Skipped,
        PreviewColumn::Purged,
        PreviewColumn::LagAfter,
    ];
}

/// The reset dialog.
pub struct Reset {
    /// group, topic
    pub title: OfTwo,
    pub undo_title: OfTwo,
    pub nothing_yet: &'static str,
    pub target: &'static str,
    pub earliest: &'static str,
    pub latest: &'static str,
    pub offset: &'static str,
    pub time: &'static str,
    pub shift: &'static str,
    pub shift_label: &'static str,
    pub shift_bad: &'static str,
    pub like: &'static str,
    pub like_label: &'static str,
    pub like_bad: &'static str,
    pub csv: &'static str,
    pub csv_label: &'static str,
    pub csv_bad: &'static str,
    pub topic: &'static str,
    pub search: &'static str,
    pub kafka: &'static str,
    pub before: &'static str,
    pub queues: &'static str,
    pub all_queues: &'static str,
    pub chosen: &'static str,
    pub offset_label: &'static str,
    pub offset_bad: &'static str,
    pub time_label: &'static str,
    pub time_bad: &'static str,
    /// date, time on the lab's clock
    pub lands: OfTwo,
    /// date
    pub lands_before: OfText,
    /// date, time on the lab's clock
    pub lands_later: OfTwo,
    pub column: fn(PreviewColumn) -> &'static str,
    pub about: OfText,
    pub is_min: &'static str,
    pub is_max: &'static str,
    pub no_offset: &'static str,
    pub replayed: OfText,
    pub skipped: OfText,
    pub purged: OfText,
    pub about_because: fn(WhyAbout) -> &'static str,
    pub unchanged: &'static str,
    pub joined: &'static str,
    pub end: &'static str,
    pub online: OfCount,
    pub in_hand: OfText,
    pub no_queue: &'static str,
    pub apply: OfCount,
    /// The same for a reset that takes another one back.
    pub apply_undo: OfCount,
    /// queue, its offset before, Min
    pub not_back: fn(&str, &str, &str) -> String,
    /// Beside the button while the target is refused.
    pub not_so: &'static str,
    /// remark, code
    pub refused: OfTwo,
    /// Whose store times nobody knows.
    pub no_times: OfText,
    /// The two offsets between which the target is.
    pub between: OfTwo,
    pub command: &'static str,
    pub way_back: &'static str,
    pub command_notes: CommandNotes,
    /// group, queues
    pub done: fn(&str, u64) -> String,
}

/// What the real command does otherwise.
pub struct CommandNotes {
    pub zero: &'static str,
    pub first_at_or_after: &'static str,
    pub each_queue: &'static str,
    pub whole_topic_only: &'static str,
    pub now_is_last: &'static str,
    pub only_to_last: &'static str,
    pub clones_max: &'static str,
}

/// English.
pub const EN: Reset = Reset {
    title: |group, topic| format!("Reset offset of {group} on {topic}"),
    undo_title: |group, topic| format!("Undo the reset of {group} on {topic}"),
    nothing_yet: "Nothing changes until you apply; the clock is paused. Undo sets each offset back, as far \
                  as its messages are still stored.",
    target: "Target",
    earliest: "Min",
    latest: "Max",
    offset: "Offset",
    time: "Time",
    shift: "Shift",
    shift_label: "Messages forwards; − goes back",
    shift_bad: "A shift is a whole number, such as -100.",
    like: "As a group",
    like_label: "Where this group stands",
    like_bad: "Choose a group.",
    csv: "CSV",
    csv_label: "A line for each queue: queue,offset or topic,queue,offset",
    csv_bad: "Write lines such as 0,1200 or orders,0,1200, each queue once.",
    topic: "Topic",
    search: "How it is found…",
    kafka: "With Kafka, when its consumers are stopped",
    before: "Before",
    queues: "Queues",
    all_queues: "All queues",
    chosen: "Chosen",
    offset_label: "Next message to consume",
    offset_bad: "An offset is a whole number from 0 to 9 223 372 036 854 775 807.",
    time_label: "Time, date or epoch ms",
    time_bad: "A time looks like 00:02:14.300 (the lab’s clock), 2025-01-01 00:02:14 (UTC; or with +08:00) or \
               1735689734300 (milliseconds since 1970).",
    lands: |date, clock| format!("{date} UTC, {clock} on the lab’s clock"),
    lands_before: |date| format!("{date} UTC, before the lab began"),
    lands_later: |date, clock| {
        format!("{date} UTC, {clock} on the lab’s clock: still to come, and later than every message")
    },
    column: |column| match column {
        PreviewColumn::Queue => "Queue",
        PreviewColumn::Current => "Now",
        PreviewColumn::Target => "Target",
        PreviewColumn::Delta => "Change",
        PreviewColumn::Replayed => "Replayed",
        PreviewColumn::Skipped => "Skipped",
        PreviewColumn::Purged => "Purged",
        PreviewColumn::LagAfter => "Lag after",
    },
    about: |n| format!("about {n}"),
    is_min: "Min",
    is_max: "Max",
    no_offset: "none",
    replayed: |n| format!("{n} messages are delivered again"),
    skipped: |n| format!("{n} are skipped"),
    purged: |n| format!("{n} are purged and can’t be read again"),
    about_because: |why| match why {
        WhyAbout::InHand => {
            "About, because clients may finish some of what they have before they learn of the reset (T-11)."
        }
        WhyAbout::TwoOwners => "About, because a paused client still has the queue too.",
        WhyAbout::Broadcasting => {
            "About, because each broadcasting client keeps its own offset, and no reset reaches it (R-OFF-14)."
        }
        WhyAbout::NoOwner => {
            "About, because clients do the reset themselves, and none of them has the queue now (R-RST-12)."
        }
        WhyAbout::Swallowed => "About, because an earlier reset is pending and swallows this one (R-OFF-2).",
        WhyAbout::AboveMax => {
            "About, because a pull above Max is sent to 0 unless new messages come first (R-PULL-2)."
        }
        WhyAbout::NoOffset => {
            "About, because where the group would begin is decided when it begins (R-INIT-3)."
        }
        WhyAbout::Unknown => "About, because Min or Max of the imported queue is unknown.",
        WhyAbout::TimesInPart => {
            "Between two offsets, because only some store times were imported. The lab resets to the first of them."
        }
    },
    unchanged: "Nothing is delivered again and nothing is skipped",
    joined: "; ",
    end: ".",
    online: |n| {
        format!(
            "{} it at the next pull; on an idle queue that can take 15 to 20 s (T-10).",
            plural(n, "consumer applies", "consumers apply")
        )
    },
    in_hand: |n| {
        format!("{n} messages already delivered are still processed; their commits are ignored (T-11).")
    },
    no_queue: "Choose at least one queue.",
    apply: |n| {
        if n == 0 { "Reset".to_string() } else { format!("Reset {}", plural(n, "queue", "queues")) }
    },
    apply_undo: |n| format!("Undo on {}", plural(n, "queue", "queues")),
    not_back: |queue, before, min| {
        format!("Queue {queue} can’t go back to {before}: its messages below {min} are purged.")
    },
    not_so: "Not possible: see the reason above.",
    refused: |remark, code| format!("The broker refuses this: {remark} (code {code})"),
    no_times: |queue| {
        format!(
            "The lab can’t preview this: the messages of {queue} were imported without their store times. \
             Choose an offset to try it here; on the cluster, the command below resets to the time."
        )
    },
    between: |from, to| format!("{from} to {to}"),
    command: "The same on a cluster",
    way_back: "The way back: copy it before you reset",
    command_notes: CommandNotes {
        zero: "mqadmin prints offset 0 but does not send it (R-CMD-1): use a time.",
        first_at_or_after: "A 5.3 broker takes the first message at or after that time, not the closest \
                            (T-7).",
        each_queue: "With -o, mqadmin resets one queue of one broker at a time; -b takes that broker’s address.",
        whole_topic_only: "mqadmin of this version can only reset a whole topic to a time: it has no -q and \
                           no -o, so no command does this.",
        now_is_last: "Do not use -s now: mqadmin of this version sends the current time, which means the \
                      last message. The group ends at Max − 1 and gets that message again (T-7).",
        only_to_last: "No command resets to Max: now is the current time, which means the last message, Max \
                       − 1; -1 resets to the start (R-RST-11).",
        clones_max: "cloneGroupOffset does not either: up to 4.9.2 it writes the source’s Max, not its \
                     offset, and the messages in between are skipped (R-CMD-4).",
    },
    done: |group, n| format!("{group} is reset on {}.", plural(n, "queue", "queues")),
};

/// Chinese.
pub const ZH: Reset = Reset {
    title: |group, topic| format!("重置 {group} 在 {topic} 上的位点"),
    undo_title: |group, topic| format!("撤销 {group} 在 {topic} 上的重置"),
    nothing_yet: "应用之前不会有任何改变，时钟暂停。撤销会把每个位点重置回原处，但只能到仍存储的消息。",
    target: "目标",
    earliest: "Min",
    latest: "Max",
    offset: "位点",
    time: "时间",
    shift: "移动",
    shift_label: "向前的消息数；负数向后",
    shift_bad: "请填写整数，例如 -100。",
    like: "同某分组",
    like_label: "与此分组的位点相同",
    like_bad: "请选择一个分组。",
    csv: "CSV",
    csv_label: "每个队列一行：队列,位点 或 主题,队列,位点",
    csv_bad: "每行写作 0,1200 或 orders,0,1200，每个队列一次。",
    topic: "主题",
    search: "如何找到…",
    kafka: "用 Kafka，消费者停止时",
    before: "原处",
    queues: "队列",
    all_queues: "全部队列",
    chosen: "选定的",
    offset_label: "下一条要消费的消息",
    offset_bad: "位点是 0 到 9 223 372 036 854 775 807 之间的整数。",
    time_label: "时间、日期或毫秒时间戳",
    time_bad: "时间的写法如 00:02:14.300（实验时钟）、2025-01-01 00:02:14（UTC，或加 +08:00）或 \
               1735689734300（毫秒时间戳）。",
    lands: |date, clock| format!("{date} UTC，即实验时钟的 {clock}"),
    lands_before: |date| format!("{date} UTC，在实验开始之前"),
    lands_later: |date, clock| format!("{date} UTC，即实验时钟的 {clock}：还未到，晚于所有消息"),
    column: |column| match column {
        PreviewColumn::Queue => "队列",
        PreviewColumn::Current => "现在",
        PreviewColumn::Target => "目标",
        PreviewColumn::Delta => "变化",
        PreviewColumn::Replayed => "再次投递",
        PreviewColumn::Skipped => "跳过",
        PreviewColumn::Purged => "已清理",
        PreviewColumn::LagAfter => "之后的堆积",
    },
    about: |n| format!("约 {n}"),
    is_min: "Min",
    is_max: "Max",
    no_offset: "无",
    replayed: |n| format!("{n} 条消息会再次投递"),
    skipped: |n| format!("{n} 条被跳过"),
    purged: |n| format!("{n} 条已被清理，无法再读"),
    about_because: |why| match why {
        WhyAbout::InHand => "约数：客户端得知重置之前，可能先处理完手中的一部分消息（T-11）。",
        WhyAbout::TwoOwners => "约数：一个暂停的客户端也还占有该队列。",
        WhyAbout::Broadcasting => "约数：广播消费者各自保存位点，重置影响不到它们（R-OFF-14）。",
        WhyAbout::NoOwner => "约数：由客户端自己重置，而现在没有客户端占有该队列（R-RST-12）。",
        WhyAbout::Swallowed => "约数：先前的重置仍待生效，会吞掉这一次（R-OFF-2）。",
        WhyAbout::AboveMax => "约数：高于 Max 的拉取会被送到 0，除非先有新消息到来（R-PULL-2）。",
        WhyAbout::NoOffset => "约数：消费者分组从哪里开始，要到开始时才决定（R-INIT-3）。",
        WhyAbout::Unknown => "约数：导入队列的 Min 或 Max 未知。",
        WhyAbout::TimesInPart => "在两个位点之间：只导入了部分存储时间。实验重置到其中最小的位点。",
    },
    unchanged: "不会再次投递，也不会跳过消息",
    joined: "；",
    end: "。",
    online: |n| of(n, " 个消费者在下次拉取时使重置生效；空闲队列上可能需要 15 到 20 秒（T-10）。"),
    in_hand: |n| format!("{n} 条已投递的消息仍会处理完；它们的提交会被忽略（T-11）。"),
    no_queue: "请至少选择一个队列。",
    apply: |n| if n == 0 { "重置".to_string() } else { format!("重置 {}", of(n, " 个队列")) },
    apply_undo: |n| format!("撤销 {}", of(n, " 个队列")),
    not_back: |queue, before, min| format!("队列 {queue} 无法回到 {before}：{min} 之前的消息已被清理。"),
    not_so: "无法重置，原因见上。",
    refused: |remark, code| format!("服务端拒绝：{remark}（返回码 {code}）"),
    no_times: |queue| {
        format!(
            "实验无法预览：{queue} 的消息导入时没有存储时间。可以在这里改用位点；在集群上，下面的命令会按时间重置。"
        )
    },
    between: |from, to| format!("{from} 至 {to}"),
    command: "在真实集群上",
    way_back: "退回原处的命令：请在重置之前复制",
    command_notes: CommandNotes {
        zero: "mqadmin 会打印位点 0，但不会发送（R-CMD-1）：请改用时间。",
        first_at_or_after: "5.3 服务端取该时间及之后的第一条消息，而不是最接近的一条（T-7）。",
        each_queue: "用 -o 时，mqadmin 每次只处理一个 broker 的一个队列；-b 为该 broker 的地址。",
        whole_topic_only: "此版本的 mqadmin 只能把整个主题重置到某个时间：没有 -q 和 -o，因此没有命令能做\
                           到。",
        now_is_last: "不要用 -s now：此版本的 mqadmin 会发送当前时间，也就是最后一条消息。该分组停在 Max − \
                      1，会再次收到该消息（T-7）。",
        only_to_last: "没有到 Max 的命令：now 是当前时间，即最后一条消息 Max − 1；-1 会回到开头\
                       （R-RST-11）。",
        clones_max: "cloneGroupOffset 也不行：到 4.9.2 为止，它写入来源分组的 Max 而不是位点，中间的消息被跳\
                     过（R-CMD-4）。",
    },
    done: |group, n| format!("{group} 已在 {}上重置。", of(n, " 个队列")),
};
