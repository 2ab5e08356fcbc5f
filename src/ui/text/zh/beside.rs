//! The words of `text::beside` in Simplified Chinese.

use crate::ui::text::beside::Beside;

pub const WORDS: Beside = Beside {
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
