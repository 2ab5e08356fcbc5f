//! The words of the controls over groups, consumers, messages and the broker, in both languages. Not here: the other forms' (`dialogs`).
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
    /// Both offset files are gone.
    KillWithoutOffsets,
    /// The end of the log is gone.
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
    change_group: |group| ["Group ", group].concat(),
    kind: "How its consumers read",
    group_kind: |kind| match kind {
        GroupKind::Concurrent => &ChoiceWords {
            name: "push, concurrent",
            note: "Each consumer owns some queues; a message that fails goes to the retry topic and the offset moves on (R-RTY-1).",
        },
        GroupKind::Orderly => &ChoiceWords {
            name: "push, in order",
            note: "A queue is locked by one consumer; a message that fails holds up all behind it (R-RTY-4).",
        },
        GroupKind::Pop => &ChoiceWords {
            name: "POP (simple consumer)",
            note: "Every consumer pops every queue; what it holds is hidden until it is acknowledged or its time is over (R-POP-1).",
        },
        GroupKind::Broadcasting => &ChoiceWords {
            name: "push, broadcasting",
            note: "Every consumer gets every message and keeps its offsets itself; nothing is retried (R-OFF-14).",
        },
    },
    kind_of_group: |group, kind| [group, " reads like this: ", kind, "."].concat(),
    invisible_s: "Invisible time, seconds",
    invisible_hint: "What is popped and not acknowledged by then comes back (R-POP-2).",
    allocate: "How they share the queues",
    allocate_name: |allocate| match allocate {
        Allocate::Averagely => "averagely",
        Allocate::ByCircle => "by circle",
        Allocate::ByMachineRoom => "by machine room",
        Allocate::ConsistentHash => "consistent hash",
    },
    retries: "Retries before a message is a dead letter",
    retries_hint: "Empty: 16; in order without end (T-23).",
    retry_queues: "Queues of its retry topic",
    retry_queues_hint: "0: what fails is dropped (R-RTY-2).",
    fail_percent: "Messages that fail, percent",
    fail_hint: "0 to 100, one decimal",
    percent_bad: "A number from 0 to 100 with at most one decimal",
    poison: "Messages that always fail",
    poison_hint: "queue/offset, such as 0/17, 2/40; empty: none",
    poison_bad: "Write each as queue/offset, such as 0/17, at most 64 of them.",
    suspend_ms: "Rest after a failure, milliseconds",
    suspend_hint: "The queue waits so long before it tries again: 10 to 30\u{202f}000; empty: 1\u{202f}000 (R-RTY-4).",
    slow: "Slow ×10",
    fails: |percent| [percent, " % fail"].concat(),
    restart: "Restart",
    start_again: "Start again",
    left: "left",
    crashed: "crashed",
    handles: |place| ["Offsets on ", place].concat(),
    handle: |mark| {
        [mark, ". Arrow keys or dragging choose another offset, Enter then shows what the reset would do."]
            .concat()
    },
    delay: "Delay of its messages",
    delay_none: "none",
    delay_level: |level, time| ["level ", level, ": ", time].concat(),
    deliver: "Deliver",
    delivery: |delivery| match delivery {
        Delivery::AtOnce => "at once",
        Delivery::AfterDelay => "after a delay level",
        Delivery::AtTime => "at a time",
    },
    deliver_time: "Virtual time",
    broker_title: "Restart or kill the broker",
    broker_open: "Restart or kill",
    broker_way: |way| match way {
        BrokerWay::InOrder => &ChoiceWords {
            name: "Restart in order",
            note: "Offsets are written before it stops. Nothing is lost, and no message comes twice. Held pulls end; clients ask again.",
        },
        BrokerWay::Kill => &ChoiceWords {
            name: "Kill and restart",
            note: "Offsets that came since the last write, up to 5 s of them, are gone. A consumer that keeps its queue sends its own again; where a queue changes hands first, messages come twice (R-OFF-19).",
        },
        BrokerWay::KillWithoutOffsets => &ChoiceWords {
            name: "Kill, and both offset files are gone",
            note: "All progress of all groups is gone. Each group starts like a new one: at 0, so that everything comes again, or at Max, so that what it had not read is passed over (R-OFF-19).",
        },
        BrokerWay::KillWithoutLogTail => &ChoiceWords {
            name: "Kill, and the end of the log is gone",
            note: "The newest messages are gone, of whichever queue. Max falls and its numbers are given again. An offset above Max is pulled down to it; if producers get past it first, those messages are passed over (R-OFF-19).",
        },
    },
    broker_tail: "Messages that are gone",
    broker_restart: "Restart",
    broker_kill: "Kill",
    memory_title: "Memory and cold reads",
    memory_open: "Memory and cold reads",
    cache: "Page cache, segments",
    cache_hint: "0: everything counts as in memory. Else the least recently used segment leaves (SD-18).",
    cold_ms: "Reading a cold segment, milliseconds",
    cold_ms_hint: "A pull into a cold segment waits so long.",
    cold_control: "Slow down groups that read much cold data (R-PULL-10, from 5.1 on)",
    cold_kib: "Cold KiB that a group may read in 5 s",
    residency: "Is a queue’s first message in memory?",
    residency_name: |residency| match residency {
        Residency::Always => "always (JDK 17)",
        Residency::ByEstimate => "by distance: 40 % of the memory",
        Residency::ByPageCache => "by the page cache",
    },
    residency_hint: "Decides where a new group starts on brokers from 5.1 on (R-INIT-2).",
};

pub const ZH: Control = Control {
    change_group: |group| ["消费者组 ", group].concat(),
    kind: "消费方式",
    group_kind: |kind| match kind {
        GroupKind::Concurrent => &ChoiceWords {
            name: "Push，并发消费",
            note: "每个消费者拥有若干队列；失败的消息进入重试主题，位点继续前进（R-RTY-1）。",
        },
        GroupKind::Orderly => &ChoiceWords {
            name: "Push，顺序消费",
            note: "一个队列由一个消费者锁定；失败的消息会挡住其后的所有消息（R-RTY-4）。",
        },
        GroupKind::Pop => &ChoiceWords {
            name: "POP（SimpleConsumer）",
            note: "每个消费者都从所有队列弹出消息；弹出的消息在确认或超时之前不可见（R-POP-1）。",
        },
        GroupKind::Broadcasting => &ChoiceWords {
            name: "Push，广播消费",
            note: "每个消费者都得到所有消息，位点自己保存；失败不会重试（R-OFF-14）。",
        },
    },
    kind_of_group: |group, kind| [group, " 的消费方式：", kind, "。"].concat(),
    invisible_s: "不可见时间（秒）",
    invisible_hint: "弹出后到时仍未确认的消息会返回（R-POP-2）。",
    allocate: "队列分配策略",
    allocate_name: |allocate| match allocate {
        Allocate::Averagely => "平均分配",
        Allocate::ByCircle => "环形平均",
        Allocate::ByMachineRoom => "按机房",
        Allocate::ConsistentHash => "一致性哈希",
    },
    retries: "成为死信之前的重试次数",
    retries_hint: "不填：16 次；顺序消费则无限（T-23）。",
    retry_queues: "重试主题的队列数",
    retry_queues_hint: "0：失败的消息被丢弃（R-RTY-2）。",
    fail_percent: "失败的消息（百分比）",
    fail_hint: "0 到 100，最多一位小数",
    percent_bad: "0 到 100 之间的数字，最多一位小数",
    poison: "总是失败的消息",
    poison_hint: "队列/位点，例如 0/17, 2/40；不填：没有",
    poison_bad: "每条写作 队列/位点，例如 0/17，最多 64 条。",
    suspend_ms: "失败后的等待（毫秒）",
    suspend_hint: "队列等待这么久再试：10 到 30\u{202f}000；不填：1\u{202f}000（R-RTY-4）。",
    slow: "慢十倍",
    fails: |percent| [percent, " % 失败"].concat(),
    restart: "重启",
    start_again: "重新启动",
    left: "已离开",
    crashed: "已崩溃",
    handles: |place| [place, " 上的位点"].concat(),
    handle: |mark| [mark, "。用方向键或拖动选择另一个位点，再按 Enter 查看重置会做什么。"].concat(),
    delay: "其消息的延迟",
    delay_none: "无",
    delay_level: |level, time| ["级别 ", level, "：", time].concat(),
    deliver: "投递",
    delivery: |delivery| match delivery {
        Delivery::AtOnce => "立即",
        Delivery::AfterDelay => "按延迟级别",
        Delivery::AtTime => "在指定时间",
    },
    deliver_time: "虚拟时间",
    broker_title: "重启或杀死服务端",
    broker_open: "重启或杀死",
    broker_way: |way| match way {
        BrokerWay::InOrder => &ChoiceWords {
            name: "正常重启",
            note: "停止前先写入位点。什么都不会丢失，也不会有消息重复。挂起的拉取结束，客户端重新请求。",
        },
        BrokerWay::Kill => &ChoiceWords {
            name: "杀死并重启",
            note: "上次写入之后（最多 5 秒）的位点会丢失。仍占有队列的消费者会重新提交；如果队列先换了主人，消息会重复（R-OFF-19）。",
        },
        BrokerWay::KillWithoutOffsets => &ChoiceWords {
            name: "杀死，且两个位点文件都丢失",
            note: "所有组的进度都会丢失。每个组像新组一样开始：从 0，则全部重来；从 Max，则未读的被越过（R-OFF-19）。",
        },
        BrokerWay::KillWithoutLogTail => &ChoiceWords {
            name: "杀死，且日志尾部丢失",
            note: "最新的消息丢失，无论属于哪个队列。Max 后退，其位点会被重新分配。大于 Max 的位点会被拉回 Max；如果生产者先写过了它，这些消息会被越过（R-OFF-19）。",
        },
    },
    broker_tail: "丢失的消息数",
    broker_restart: "重启",
    broker_kill: "杀死",
    memory_title: "内存与冷读",
    memory_open: "内存与冷读",
    cache: "页缓存（段）",
    cache_hint: "0：全部算在内存中。否则最久未用的段离开（SD-18）。",
    cold_ms: "读取一个冷段（毫秒）",
    cold_ms_hint: "拉取冷段的请求等待这么久。",
    cold_control: "限制读取大量冷数据的组（R-PULL-10，5.1 起）",
    cold_kib: "每组 5 秒内可读的冷数据（KiB）",
    residency: "队列的首条消息是否在内存中？",
    residency_name: |residency| match residency {
        Residency::Always => "总是（JDK 17）",
        Residency::ByEstimate => "按距离：内存的 40 %",
        Residency::ByPageCache => "按页缓存",
    },
    residency_hint: "在 5.1 起的服务端上决定新组从哪里开始（R-INIT-2）。",
};
