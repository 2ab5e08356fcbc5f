//! The words of `text::reset` in Simplified Chinese.

use crate::projection::WhyAbout;
use crate::ui::text::reset::{CommandNotes, PreviewColumn, Reset};
use crate::ui::text::zh::of;
use alloc::string::ToString;

/// Chinese.
pub const WORDS: Reset = Reset {
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
