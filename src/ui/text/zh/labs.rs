//! The words of `text::labs` in Simplified Chinese.

use crate::storage::export::{ExportError, Fault};
use crate::ui::text::labs::Labs;
use crate::ui::text::zh::of;
use alloc::string::{String, ToString};

fn fault(error: &ExportError) -> String {
    let words = match error.fault {
        Fault::NotALab => return "这不是实验文件：它不以 OFFSETLB 开头".to_string(),
        Fault::NoLab => return "文件完整，但其中没有可以打开的实验".to_string(),
        Fault::Newer { .. } => return "文件由本页面的更新版本写成；请刷新页面以获得该版本".to_string(),
        Fault::Cut => "文件不完整：在一条记录中间结束",
        Fault::GoesOn => "文件在结尾之后还有内容",
        Fault::NoRecord => "此处没有记录开头",
        Fault::TooLong { .. } => "记录声称的长度超出上限",
        Fault::Damaged(_) => "记录已损坏",
        Fault::OutOfPlace => "记录出现在不该出现的位置",
        Fault::OtherRecords { .. } => "文件中的记录与结尾所述不符",
    };
    format!("{words}（第 {} 字节）。请在来源处重新导出", error.at)
}

pub const WORDS: Labs = Labs {
    title: "实验",
    about: "此浏览器保存的实验，每个实验各有一个数据库。页面地址包含实验的名字，收藏后打开的还是同一个实验。",
    looking: "加载中…",
    none: "此浏览器没有保存任何实验。",
    here: "在本页打开",
    elsewhere: "在另一个标签页打开",
    elsewhere_why: "要在这里重命名、复制、导出或删除它，请先关闭那个标签页。",
    untitled: "无标题",
    open: |title| format!("打开 {title}"),
    commands: |n| of(n, " 条命令"),
    log: |bytes| format!("日志 {bytes}"),
    at: |clock| format!("时刻 {clock}"),
    opened: |when| format!("上次打开 {when}"),
    damaged: |what| format!("已损坏：{what}。打开后显示完好的部分；其余部分可以导出。"),
    closed: |why| format!("无法读取：{why}。"),
    gone: "它曾保存在这里，但浏览器已将其删除。",
    forget: "从列表中移除",
    rename: "重命名",
    rename_do: "重命名",
    duplicate: "复制",
    export: "导出",
    export_rest: "导出其余部分",
    new: "新建实验",
    import: "导入实验文件",
    import_hint: "由“导出”生成、文件名以 .offsetlab 结尾的文件；导入后成为一个独立的实验",
    delete_ask: |title| format!("删除 {title}？"),
    delete_what: |commands, log| format!("它的 {commands}和{log} 将从此浏览器永久删除。如需保留，请先导出。"),
    delete_damaged: "其剩余内容将从此浏览器永久删除。",
    deleted: |title| format!("已删除 {title}。"),
    renamed: |title| format!("标题已改为 {title}。"),
    copy_title: |title| format!("{title}（副本）"),
    duplicated: |title| format!("{title} 已加入列表。"),
    exporting: |title| format!("正在导出 {title}"),
    importing: |title| format!("正在导入 {title}"),
    duplicating: |title| format!("正在复制 {title}"),
    progress: |done, of| format!("{done} / 约 {of}"),
    exported: |file| format!("已写入 {file}。"),
    left_out: |n| of(n, " 条损坏的记录未包含在内。"),
    cancelled: "已取消，没有任何改动。",
    not_exported: |why| format!("未导出：{why}。"),
    not_imported: |why| format!("未导入：{why}。没有任何改动。"),
    not_done: |why| format!("未完成：{why}。"),
    fault,
    promised: "浏览器承诺保留它们，直到你删除为止。",
    not_promised: "空间不足时浏览器可能删除它们。第一次修改实验时会请求浏览器保留。",
    room: |used, quota| format!("已用 {used}，共 {quota}。"),
    no_such: |lab| {
        format!("此浏览器没有名为 {lab} 的实验：实验只保存在创建它的浏览器中。现在以此名字新建一个。")
    },
    live: "本页实时显示它。",
    follow: "重新跟随那个标签页",
    took_over: "另一个标签页已关闭或停止，现在由本页保存此实验。",
    nothing_kept: "此浏览器窗口不保存任何内容。如需保留实验，请导出。",
    unopened: "保存的实验未能打开，其内容保持原样。当前实验只在内存中：可以刷新页面重试，或不保存而继续。",
    try_again: "重试",
    as_lab: ["整个实验", "包括已存储的消息在内的全部内容：用于保留，或移到另一个浏览器。可在“实验”中导入。"],
    as_scenario: ["场景（JSON）", "命令和时钟所在的时刻：体积小、可读。打开时会重新运行这些命令。"],
    as_journal: ["操作日志（JSON 行）", "同样的命令，每行一条，用于命令行和问题报告。"],
    as_csv: ["位点表（CSV）", "此刻位点表中的数字，用于电子表格。"],
    as_runbook: ["操作手册（Markdown）", "到此刻为止的每次重置：命令、退回的命令、前后的数字。"],
};
