//! The words of `text::runbook` in Simplified Chinese.

use crate::ui::text::runbook::Words;
use alloc::format;

pub const WORDS: Words = Words {
    head: |title| format!("操作手册：{title}"),
    made: |profile, when| format!("在 Offset Lab 中按 {profile} 的规则演练；实验时钟为 {when}。"),
    addresses: "请把 -n、-b 和 -c 后面换成实际的地址和名称：用 broker 的地址代替其名称。",
    stop: "每一步之前，先与集群的数字比较；若不一致，请用集群的数字重新演练。",
    nothing: "没有演练任何操作：没有重置位点，也没有其他管理操作。",
    before: "操作前：",
    after: "操作后应立即看到：",
    no_command: "手工操作：此步骤没有已知的 `mqadmin` 命令。",
    back: "退回原处的命令，请事先复制：",
    check: |group| format!("比较：`mqadmin consumerProgress -n NAMESRV:9876 -g {group}`"),
    columns: ["主题", "队列", "Min", "Max", "消费位点", "堆积"],
    unknown: "未知",
    none: "无",
};
