//! The words of a lab beside itself, in both languages. Not here: the profiles' names (`Top`).
//!
//! Invariant: "above" and "below" are where the lanes stand.

/// Two runs of one journal.
pub struct Beside {
    pub title: &'static str,
    pub show: &'static str,
    pub close: &'static str,
    /// the profile of the lab, the one beside it
    pub about: crate::ui::text::OfTwo,
    pub same: &'static str,
    pub number: &'static str,
    /// group
    pub offset_of: crate::ui::text::OfText,
    /// how many are not shown
    pub more: crate::ui::text::OfText,
    pub none: &'static str,
}

pub const EN: Beside = Beside {
    title: "Side by side",
    show: "Show beside the present rules",
    close: "End the comparison",
    about: |here, beside| {
        format!(
            "The same commands at the same instant: each queue by the rules of {here}, and below it, shaded, by those of {beside}."
        )
    },
    same: "No number differs at this instant.",
    number: "Number",
    offset_of: |group| format!("Consumer offset of {group}"),
    more: |n| format!("… and {n} more."),
    none: "none",
};

pub const ZH: Beside = Beside {
    title: "并排对比",
    show: "与当前规则并排显示",
    close: "结束对比",
    about: |here, beside| {
        format!("同样的操作、同一时刻：每个队列先按“{here}”的规则，其下（底色较深）按“{beside}”的规则。")
    },
    same: "此刻没有任何数值不同。",
    number: "数值",
    offset_of: |group| format!("{group} 的消费位点"),
    more: |n| format!("……另有 {n} 项。"),
    none: "无",
};
