//! The words of `text::board` in Simplified Chinese.

use crate::ui::text::board::Board;
use crate::ui::text::zh::of;
use alloc::string::ToString;

/// Chinese.
pub const WORDS: Board = Board {
    title: "队列",
    subtitle: |n| {
        if n == 1 { "1 个队列".to_string() } else { of(n, " 个队列，同一条位点轴") }
    },
    picture: "图",
    table: "表",
    view: "视图",
    copy_csv: "复制为 CSV",
    new_topic: "新建主题",
    send: "发送一条消息",
    empty: "还没有主题",
    empty_hint: "主题由队列组成，本实验展示队列上的位点。",
    purged_count: |n| format!("{n} 条已清理"),
    min: "Min",
    max: "Max",
    lags: |group, lag| format!("{group} 堆积 {lag}"),
    others: "其他实验与课程",
    about_close: "关闭说明",
    pending: "重置待生效",
    group: "消费者分组",
    owner: "所属消费者",
    purged_unread: "堆积中已清理",
    consumed: (
        "已消费",
        "当前分组的消费位点以下仍存储的消息：该分组已越过它们。消费不会删除消息，只有清理会。",
    ),
    newest: "正在写入的段：不会被清理（R-RET-3）",
    hidden: |n| format!("{n} 条已弹出，不可见"),
    zoom: "缩放与平移",
};
