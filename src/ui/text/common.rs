//! Words of more than one place. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfCount, OfText, OfTwo, of, plural};

/// Words of more than one place.
pub struct Common {
    pub cancel: &'static str,
    pub close: &'static str,
    pub add: &'static str,
    pub change: &'static str,
    pub remove: &'static str,
    pub delete: &'static str,
    pub pause: &'static str,
    pub resume: &'static str,
    pub undo: &'static str,
    pub unknown: &'static str,
    pub none: &'static str,
    pub queue: &'static str,
    pub queues: OfCount,
    pub copy: &'static str,
    pub copied: &'static str,
    pub fork: &'static str,
    pub details: &'static str,
    pub change_topic: OfText,
    pub delete_topic: OfText,
    /// remark, code
    pub refused: OfTwo,
}

/// English.
pub const EN: Common = Common {
    cancel: "Cancel",
    close: "Close",
    add: "Add",
    change: "Change",
    remove: "Remove",
    delete: "Delete",
    pause: "Pause",
    resume: "Resume",
    undo: "Undo",
    unknown: "unknown",
    none: "none",
    queue: "queue",
    queues: |n| plural(n, "queue", "queues"),
    copy: "Copy",
    copied: "Copied",
    fork: "Continue in a copy",
    details: "Details",
    change_topic: |topic| format!("Queues of {topic}"),
    delete_topic: |topic| format!("Delete topic {topic}?"),
    refused: |remark, code| format!("Refused: {remark} (code {code})"),
};

/// Chinese.
pub const ZH: Common = Common {
    cancel: "取消",
    close: "关闭",
    add: "添加",
    change: "修改",
    remove: "移除",
    delete: "删除",
    pause: "暂停",
    resume: "继续",
    undo: "撤销",
    unknown: "未知",
    none: "无",
    queue: "队列",
    queues: |n| of(n, " 个队列"),
    copy: "复制",
    copied: "已复制",
    fork: "在副本中继续",
    details: "详情",
    change_topic: |topic| format!("{topic} 的队列数"),
    delete_topic: |topic| format!("删除主题 {topic}？"),
    refused: |remark, code| format!("被拒绝：{remark}（返回码 {code}）"),
};
