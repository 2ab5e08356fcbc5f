//! The words of `text::control` in Simplified Chinese.

use crate::sim::command::{Allocate, Residency};
use crate::ui::text::ChoiceWords;
use crate::ui::text::control::{BrokerWay, Control, Delivery, GroupKind};

pub const WORDS: Control = Control {
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
