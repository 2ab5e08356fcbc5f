//! The words of `text::common` in Simplified Chinese.

use crate::ui::text::common::Common;
use crate::ui::text::zh::of;

/// Chinese.
pub const WORDS: Common = Common {
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
