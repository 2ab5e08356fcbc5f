//! The words of a lab beside itself, in both languages. Not here: the profiles' names (`Top`).
//!
//! Invariant: "above" and "below" are where the lanes stand.

/// Two runs of one journal.
pub struct Beside {
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
    show: "Compare side by side",
    close: "End the comparison",
    about: |here, beside| {
        format!(
            "The same commands at the same instant. Each queue is shown under {here}, and in the shaded lane \
             below it under {beside}."
        )
    },
    same: "No number differs at this instant.",
    number: "Number",
    offset_of: |group| format!("Consumer offset of {group}"),
    more: |n| format!("… and {n} more."),
    none: "none",
};

pub const ZH: Beside = Beside {
    show: "并排对比",
    close: "结束对比",
    about: |here, beside| {
        format!("同样的命令、同一时刻：每个队列先按“{here}”显示，其下底色较深的一行按“{beside}”显示。")
    },
    same: "此刻没有任何数值不同。",
    number: "数值",
    offset_of: |group| format!("{group} 的消费位点"),
    more: |n| format!("……另有 {n} 项。"),
    none: "无",
};
