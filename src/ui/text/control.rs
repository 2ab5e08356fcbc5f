//! The words of the controls over groups, consumers, messages and the broker, in both languages. Not here:
//! the other forms' (`dialogs`).
//!
//! Invariant: what may lose something says so before it is done, with its rule.

use crate::projection::GroupSettings;
use crate::sim::command::{Allocate, Protocol, Residency};
use crate::ui::text::{ChoiceWords, OfText, OfTwo};

/// How the consumers of a group read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum GroupKind {
    /// Pushed, several messages of a queue at a time.
    #[default]
    Concurrent,
    /// Pushed, one message of a queue after the other.
    Orderly,
    /// Popped.
    Pop,
    /// Pushed, all of them to every consumer.
    Broadcasting,
}

impl GroupKind {
    /// In the order of the list.
    pub const ALL: [GroupKind; 4] =
        [GroupKind::Concurrent, GroupKind::Orderly, GroupKind::Pop, GroupKind::Broadcasting];

    /// How a group with these settings reads.
    pub fn of(settings: &GroupSettings) -> GroupKind {
        if settings.protocol == Protocol::Pop {
            GroupKind::Pop
        } else if settings.broadcasting {
            GroupKind::Broadcasting
        } else if settings.orderly {
            GroupKind::Orderly
        } else {
            GroupKind::Concurrent
        }
    }
}

/// When a message that is sent by hand is delivered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Delivery {
    #[default]
    AtOnce,
    /// After the time of a delay level.
    AfterDelay,
    AtTime,
}

impl Delivery {
    /// In the order of the list.
    pub const ALL: [Delivery; 3] = [Delivery::AtOnce, Delivery::AfterDelay, Delivery::AtTime];
}

/// How the broker goes down (R-OFF-19).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum BrokerWay {
    #[default]
    InOrder,
    Kill,
    /// Both offset files are lost.
    KillWithoutOffsets,
    /// The end of the commit log is lost.
    KillWithoutLogTail,
}

impl BrokerWay {
    /// In the order of the choice: what loses nothing comes first.
    pub const ALL: [BrokerWay; 4] =
        [BrokerWay::InOrder, BrokerWay::Kill, BrokerWay::KillWithoutOffsets, BrokerWay::KillWithoutLogTail];
}

/// Controls.
pub struct Control {
    pub change_group: OfText,
    pub kind: &'static str,
    pub group_kind: fn(GroupKind) -> &'static ChoiceWords,
    /// Of a consumer whose group decides: group, kind.
    pub kind_of_group: OfTwo,
    pub invisible_s: &'static str,
    pub invisible_hint: &'static str,
    pub allocate: &'static str,
    pub allocate_name: fn(Allocate) -> &'static str,
    pub retries: &'static str,
    pub retries_hint: &'static str,
    pub retry_queues: &'static str,
    pub retry_queues_hint: &'static str,
    pub fail_percent: &'static str,
    pub fail_hint: &'static str,
    pub percent_bad: &'static str,
    pub poison: &'static str,
    pub poison_hint: &'static str,
    pub poison_bad: &'static str,
    pub suspend_ms: &'static str,
    pub suspend_hint: &'static str,
    pub slow: &'static str,
    pub fast: &'static str,
    pub fails: OfText,
    pub restart: &'static str,
    pub start_again: &'static str,
    /// Of a consumer.
    pub left: &'static str,
    pub crashed: &'static str,
    /// topic and queue
    pub handles: OfText,
    /// what a group's mark says
    pub handle: OfText,
    pub delay: &'static str,
    pub delay_none: &'static str,
    /// level, how long
    pub delay_level: OfTwo,
    pub deliver: &'static str,
    pub delivery: fn(Delivery) -> &'static str,
    pub deliver_time: &'static str,
    pub broker_title: &'static str,
    pub broker_open: &'static str,
    pub broker_way: fn(BrokerWay) -> &'static ChoiceWords,
    pub broker_tail: &'static str,
    pub broker_restart: &'static str,
    pub broker_kill: &'static str,
    pub memory_title: &'static str,
    pub memory_open: &'static str,
    pub cache: &'static str,
    pub cache_hint: &'static str,
    pub cold_ms: &'static str,
    pub cold_ms_hint: &'static str,
    pub cold_control: &'static str,
    pub cold_kib: &'static str,
    pub residency: &'static str,
    pub residency_name: fn(Residency) -> &'static str,
    pub residency_hint: &'static str,
}

pub const EN: Control = Control {
    change_group: |group| format!("Group {group}"),
    kind: "Consumer type",
    group_kind: |kind| match kind {
        GroupKind::Concurrent => &ChoiceWords {
            name: "push, concurrent",
            note: "Each consumer owns some queues. A failed message goes to the retry topic and the offset \
                   moves past it (R-RTY-1).",
        },
        GroupKind::Orderly => &ChoiceWords {
            name: "push, orderly",
            note: "One consumer locks each queue. A failed message blocks the messages behind it (R-RTY-4).",
        },
        GroupKind::Pop => &ChoiceWords {
            name: "POP (simple consumer)",
            note: "Every consumer pops from every queue. A popped message is invisible until it is \
                   acknowledged or its invisible time ends (R-POP-1).",
        },
        GroupKind::Broadcasting => &ChoiceWords {
            name: "push, broadcasting",
            note: "Every consumer gets every message and stores its own offsets. Nothing is retried \
                   (R-OFF-14).",
        },
    },
    kind_of_group: |group, kind| format!("Consumer type of {group}: {kind}."),
    invisible_s: "Invisible time, seconds",
    invisible_hint: "A popped message that is not acknowledged by then is delivered again (R-POP-2).",
    allocate: "Queue allocation",
    allocate_name: |allocate| match allocate {
        Allocate::Averagely => "evenly, in blocks",
        Allocate::ByCircle => "evenly, round robin",
        Allocate::ByMachineRoom => "by machine room",
        Allocate::ConsistentHash => "consistent hash",
    },
    retries: "Maximum retries",
    retries_hint: "Empty: 16; orderly: no limit (T-23).",
    retry_queues: "Queues of its retry topic",
    retry_queues_hint: "0: failed messages are dropped (R-RTY-2).",
    fail_percent: "Messages that fail, percent",
    fail_hint: "0 to 100, one decimal",
    percent_bad: "A number from 0 to 100 with at most one decimal",
    poison: "Messages that always fail",
    poison_hint: "queue/offset, such as 0/17, 2/40; empty: none",
    poison_bad: "Write each as queue/offset, such as 0/17, at most 64 of them.",
    suspend_ms: "Pause after a failure, milliseconds",
    suspend_hint: "How long the queue waits before a retry: 10 to 30\u{202f}000; empty: 1\u{202f}000 \
                   (R-RTY-4).",
    slow: "Slow ×10",
    fast: "Fast ×10",
    fails: |percent| format!("{percent} % fail"),
    restart: "Restart",
    start_again: "Start again",
    left: "left",
    crashed: "crashed",
    handles: |place| format!("Offsets on {place}"),
    handle: |mark| format!("{mark}. Arrow keys or dragging choose another offset; Enter previews the reset."),
    delay: "Message delay",
    delay_none: "none",
    delay_level: |level, time| format!("level {level}: {time}"),
    deliver: "Deliver",
    delivery: |delivery| match delivery {
        Delivery::AtOnce => "at once",
        Delivery::AfterDelay => "after a delay level",
        Delivery::AtTime => "at a time",
    },
    deliver_time: "Time",
    broker_title: "Restart or kill the broker",
    broker_open: "Restart or kill",
    broker_way: |way| match way {
        BrokerWay::InOrder => &ChoiceWords {
            name: "Clean restart",
            note: "The broker writes offsets to disk before it stops. Nothing is lost and no message is \
                   delivered twice. Held pulls end; clients pull again.",
        },
        BrokerWay::Kill => &ChoiceWords {
            name: "Kill and restart",
            note: "Offsets committed since the last flush (up to 5 s) are lost. A consumer that keeps its \
                   queue commits again; where a queue moves to another consumer first, messages are \
                   delivered twice (R-OFF-19).",
        },
        BrokerWay::KillWithoutOffsets => &ChoiceWords {
            name: "Kill, both offset files lost",
            note: "All offsets of all groups are lost. Each group starts like a new one: at 0, where \
                   everything is delivered again, or at Max, where messages that it had not consumed are \
                   skipped (R-OFF-19).",
        },
        BrokerWay::KillWithoutLogTail => &ChoiceWords {
            name: "Kill, end of the commit log lost",
            note: "The newest messages are lost, whichever queue they are in. Max falls, and new messages \
                   reuse those offsets. An offset above Max is corrected to Max; if producers pass it first, \
                   the messages below it are skipped (R-OFF-19).",
        },
    },
    broker_tail: "Messages lost",
    broker_restart: "Restart",
    broker_kill: "Kill",
    memory_title: "Memory and cold reads",
    memory_open: "Memory and cold reads",
    cache: "Page cache, segments",
    cache_hint: "0: everything counts as in memory. Otherwise the least recently used segment is evicted \
                 (SD-18).",
    cold_ms: "Reading a cold segment, milliseconds",
    cold_ms_hint: "How long a pull into a cold segment waits.",
    cold_control: "Limit groups that read much cold data (R-PULL-10, 5.1 and later)",
    cold_kib: "Cold data that a group may read in 5 s, KiB",
    residency: "Is a queue’s first message in memory?",
    residency_name: |residency| match residency {
        Residency::Always => "always (JDK 17)",
        Residency::ByEstimate => "by distance: 40 % of the memory",
        Residency::ByPageCache => "by the page cache",
    },
    residency_hint: "Decides where a new group starts on 5.1 and later (R-INIT-2).",
};

pub const ZH: Control = Control {
    change_group: |group| format!("消费者分组 {group}"),
    kind: "消费者类型",
    group_kind: |kind| match kind {
        GroupKind::Concurrent => &ChoiceWords {
            name: "Push，并发消费",
            note: "每个消费者负责若干队列；消费失败的消息进入重试主题，位点越过它前移（R-RTY-1）。",
        },
        GroupKind::Orderly => &ChoiceWords {
            name: "Push，顺序消费",
            note: "每个队列由一个消费者锁定；消费失败的消息会阻塞其后的所有消息（R-RTY-4）。",
        },
        GroupKind::Pop => &ChoiceWords {
            name: "POP（SimpleConsumer）",
            note: "每个消费者都从所有队列弹出消息；弹出的消息在确认之前或不可见时间结束之前不可见\
                   （R-POP-1）。",
        },
        GroupKind::Broadcasting => &ChoiceWords {
            name: "Push，广播消费",
            note: "每个消费者都收到所有消息，位点由自己保存；失败不重试（R-OFF-14）。",
        },
    },
    kind_of_group: |group, kind| format!("{group} 的消费者类型：{kind}。"),
    invisible_s: "不可见时间（秒）",
    invisible_hint: "弹出后到时仍未确认的消息会再次投递（R-POP-2）。",
    allocate: "队列分配策略",
    allocate_name: |allocate| match allocate {
        Allocate::Averagely => "平均分配",
        Allocate::ByCircle => "环形平均分配",
        Allocate::ByMachineRoom => "按机房分配",
        Allocate::ConsistentHash => "一致性哈希",
    },
    retries: "最大重试次数",
    retries_hint: "不填：16 次；顺序消费不限次数（T-23）。",
    retry_queues: "重试主题的队列数",
    retry_queues_hint: "0：消费失败的消息被丢弃（R-RTY-2）。",
    fail_percent: "消费失败的消息（百分比）",
    fail_hint: "0 到 100，最多一位小数",
    percent_bad: "0 到 100 之间的数字，最多一位小数",
    poison: "总是消费失败的消息",
    poison_hint: "队列/位点，例如 0/17, 2/40；不填：没有",
    poison_bad: "每条写作 队列/位点，例如 0/17，最多 64 条。",
    suspend_ms: "失败后的重试间隔（毫秒）",
    suspend_hint: "队列重试前等待的时间：10 到 30\u{202f}000；不填：1\u{202f}000（R-RTY-4）。",
    slow: "减慢 10 倍",
    fast: "加快 10 倍",
    fails: |percent| format!("{percent} % 失败"),
    restart: "重启",
    start_again: "重新启动",
    left: "已离开",
    crashed: "已崩溃",
    handles: |place| format!("{place} 上的位点"),
    handle: |mark| format!("{mark}。用方向键或拖动选择另一个位点，按 Enter 预览重置。"),
    delay: "消息延迟",
    delay_none: "无",
    delay_level: |level, time| format!("等级 {level}：{time}"),
    deliver: "投递",
    delivery: |delivery| match delivery {
        Delivery::AtOnce => "立即",
        Delivery::AfterDelay => "按延迟等级",
        Delivery::AtTime => "在指定时间",
    },
    deliver_time: "时间",
    broker_title: "重启或强制终止服务端",
    broker_open: "重启或强制终止",
    broker_way: |way| match way {
        BrokerWay::InOrder => &ChoiceWords {
            name: "正常重启",
            note: "停止前先将位点写入磁盘。不会丢失任何内容，也不会重复投递。挂起的拉取结束，客户端重新拉\
                   取。",
        },
        BrokerWay::Kill => &ChoiceWords {
            name: "强制终止并重启",
            note: "上次写入磁盘之后（最多 5 秒）提交的位点会丢失。仍负责该队列的消费者会重新提交；如果队列先\
                   分配给了其他消费者，消息会重复投递（R-OFF-19）。",
        },
        BrokerWay::KillWithoutOffsets => &ChoiceWords {
            name: "强制终止，两个位点文件都丢失",
            note: "所有消费者分组的位点都会丢失。每个分组像新分组一样开始：从 0 开始则全部重新投递；从 Max 开\
                   始则未消费的消息被跳过（R-OFF-19）。",
        },
        BrokerWay::KillWithoutLogTail => &ChoiceWords {
            name: "强制终止，CommitLog 尾部丢失",
            note: "最新的消息丢失，无论属于哪个队列。Max 后退，新消息会重新使用这些位点。大于 Max 的位点会被\
                   纠正到 Max；如果生产者先写过了该位点，其之前的消息会被跳过（R-OFF-19）。",
        },
    },
    broker_tail: "丢失的消息数",
    broker_restart: "重启",
    broker_kill: "强制终止",
    memory_title: "内存与冷读",
    memory_open: "内存与冷读",
    cache: "页缓存（段）",
    cache_hint: "0：全部视为在内存中。否则淘汰最久未用的段（SD-18）。",
    cold_ms: "读取一个冷段（毫秒）",
    cold_ms_hint: "拉取冷段的请求等待的时间。",
    cold_control: "限制读取大量冷数据的分组（R-PULL-10，5.1 起）",
    cold_kib: "每个分组 5 秒内可读的冷数据（KiB）",
    residency: "队列的首条消息是否在内存中？",
    residency_name: |residency| match residency {
        Residency::Always => "总是（JDK 17）",
        Residency::ByEstimate => "按距离：内存的 40 %",
        Residency::ByPageCache => "按页缓存",
    },
    residency_hint: "在 5.1 起的服务端上决定新分组从哪里开始（R-INIT-2）。",
};
