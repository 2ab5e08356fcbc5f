//! The words of `text::history` in Simplified Chinese.

use crate::projection::history::Cause;
use crate::projection::time_search::Lies;
use crate::ui::text::history::Words;
use alloc::format;
use alloc::string::ToString;

pub const WORDS: Words = Words {
    title: |group| format!("{group} 的位点如何移动"),
    heads: ["时间", "主题", "队列：从 → 到", "由谁", "原因"],
    cause: |cause| match cause {
        Cause::Reset => ["管理员", "重置"],
        Cause::Saved => ["管理员", "手工保存"],
        Cause::Removed => ["管理员", "删除位点"],
        Cause::Corrected => ["服务端", "拉取被纠正"],
        Cause::Began => ["客户端", "初始位点"],
    },
    none: "无",
    nothing: "除了自身的消费进度，没有什么移动过此分组的位点。",
    search: |topic, time| format!("{topic} 上的 {time} UTC"),
    search_heads: ["队列", "该时间位于", "前后的消息"],
    here: "此处",
    lies: |lies| match lies {
        Lies::Empty => "空队列".to_string(),
        Lies::Unknown => "存储时间未知".to_string(),
        Lies::BeforeFirst => "第一条之前".to_string(),
        Lies::AfterLast => "最后一条之后".to_string(),
        Lies::Equal(count) => format!("恰好 {count} 条"),
        Lies::Between => "两条之间".to_string(),
    },
    unknown: "未知",
    same: "4.9 和 5.1 二分查找最接近的消息：时间相同时可能取其中任意一条，晚于最后一条时取最后一条。5.3 取该时间\
           及之后的第一条，没有则为 Max（T-7）。",
};
