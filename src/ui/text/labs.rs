//! The words of the labs of this browser and of files of them, in both languages. Not here: the lab on the
//! page (`Top`).
//!
//! Invariant: whatever goes wrong, the sentence says what is left as it was or what to do.

use crate::storage::export::{ExportError, Fault};
use crate::ui::text::{OfCount, OfText, OfTwo, of, plural};
use alloc::string::{String, ToString};

/// The list of labs, and what can be done with each.
pub struct Labs {
    pub title: &'static str,
    pub about: &'static str,
    pub looking: &'static str,
    pub none: &'static str,
    pub here: &'static str,
    pub elsewhere: &'static str,
    pub elsewhere_why: &'static str,
    pub untitled: &'static str,
    pub open: OfText,
    pub commands: OfCount,
    /// bytes
    pub log: OfText,
    pub at: OfText,
    pub opened: OfText,
    /// what is damaged
    pub damaged: OfText,
    pub closed: OfText,
    pub gone: &'static str,
    pub forget: &'static str,
    pub rename: &'static str,
    pub rename_do: &'static str,
    pub duplicate: &'static str,
    pub export: &'static str,
    pub export_rest: &'static str,
    pub new: &'static str,
    pub import: &'static str,
    pub import_hint: &'static str,
    pub delete_ask: OfText,
    /// commands, bytes of log
    pub delete_what: OfTwo,
    pub delete_damaged: &'static str,
    pub deleted: OfText,
    pub renamed: OfText,
    pub copy_title: OfText,
    pub duplicated: OfText,
    pub exporting: OfText,
    pub importing: OfText,
    pub duplicating: OfText,
    /// done, of
    pub progress: OfTwo,
    pub exported: OfText,
    pub left_out: OfCount,
    pub cancelled: &'static str,
    pub not_exported: OfText,
    pub not_imported: OfText,
    pub not_done: OfText,
    pub fault: fn(&ExportError) -> String,
    pub promised: &'static str,
    pub not_promised: &'static str,
    /// used, quota
    pub room: OfTwo,
    pub no_such: OfText,
    pub live: &'static str,
    pub follow: &'static str,
    pub took_over: &'static str,
    pub nothing_kept: &'static str,
    pub unopened: &'static str,
    pub try_again: &'static str,
    pub as_lab: [&'static str; 2],
    pub as_scenario: [&'static str; 2],
    pub as_journal: [&'static str; 2],
    pub as_csv: [&'static str; 2],
    pub as_runbook: [&'static str; 2],
}

fn fault_en(error: &ExportError) -> String {
    let words = error.to_string();
    match error.fault {
        Fault::NotALab | Fault::NoLab => words,
        Fault::Newer { .. } => format!("{words}. Reload the page to get that version"),
        Fault::Cut
        | Fault::GoesOn
        | Fault::NoRecord
        | Fault::TooLong { .. }
        | Fault::Damaged(_)
        | Fault::OutOfPlace
        | Fault::OtherRecords { .. } => {
            format!("{words}. Export it again from its source")
        }
    }
}

fn fault_zh(error: &ExportError) -> String {
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

pub const EN: Labs = Labs {
    title: "Labs",
    about: "Labs stored in this browser, each in its own database. The page’s address names the lab, so a \
            bookmark opens the same one.",
    looking: "Loading…",
    none: "No lab is stored in this browser.",
    here: "on this page",
    elsewhere: "open in another tab",
    elsewhere_why: "Close that tab to rename, copy, export or delete it here.",
    untitled: "Without a title",
    open: |title| format!("Open {title}"),
    commands: |n| plural(n, "command", "commands"),
    log: |bytes| format!("{bytes} of log"),
    at: |clock| format!("at {clock}"),
    opened: |when| format!("opened {when}"),
    damaged: |what| format!("Damaged: {what}. Opening shows what is whole; the rest can be exported."),
    closed: |why| format!("Can’t be read: {why}."),
    gone: "It was saved here, but the browser has deleted it.",
    forget: "Remove from the list",
    rename: "Rename",
    rename_do: "Rename",
    duplicate: "Duplicate",
    export: "Export",
    export_rest: "Export the rest",
    new: "New lab",
    import: "Import a lab file",
    import_hint: "a .offsetlab file that Export wrote; it becomes a separate lab",
    delete_ask: |title| format!("Delete {title}?"),
    delete_what: |commands, log| {
        format!(
            "Its {commands} and {log} are deleted from this browser permanently. To keep them, export the \
             lab first."
        )
    },
    delete_damaged: "What is left of it is deleted from this browser permanently.",
    deleted: |title| format!("{title} is deleted."),
    renamed: |title| format!("Its title is now {title}."),
    copy_title: |title| format!("{title} (copy)"),
    duplicated: |title| format!("{title} is in the list."),
    exporting: |title| format!("Exporting {title}"),
    importing: |title| format!("Importing {title}"),
    duplicating: |title| format!("Copying {title}"),
    progress: |done, of| format!("{done} of about {of}"),
    exported: |file| format!("{file} is written."),
    left_out: |n| format!("{} not in it.", plural(n, "damaged record is", "damaged records are")),
    cancelled: "Cancelled. Nothing was changed.",
    not_exported: |why| format!("Not exported: {why}."),
    not_imported: |why| format!("Not imported: {why}. Nothing was changed."),
    not_done: |why| format!("Not done: {why}."),
    fault: fault_en,
    promised: "The browser has promised to keep them until you delete them.",
    not_promised: "The browser may delete them when storage runs short. It is asked to keep them when you \
                   first change a lab.",
    room: |used, quota| format!("{used} used of {quota}."),
    no_such: |lab| {
        format!(
            "This browser has no lab named {lab}: a lab opens only in the browser that made it. A new one is \
             made under this name."
        )
    },
    live: "This tab shows it live.",
    follow: "Follow that tab again",
    took_over: "The other tab was closed or stopped. This one saves the lab now.",
    nothing_kept: "This browser window stores nothing. Export the lab to keep it.",
    unopened: "The stored lab could not be opened and is unchanged. This one is in memory only: reload to \
               try again, or continue without saving.",
    try_again: "Try again",
    as_lab: [
        "Whole lab",
        "Everything, including stored messages. To open it in this or another browser, import it under Labs.",
    ],
    as_scenario: [
        "Scenario (JSON)",
        "The commands and the clock: small and readable. Opening it runs the commands again.",
    ],
    as_journal: [
        "Journal (JSON lines)",
        "The commands, one per line, for the command line and for bug reports.",
    ],
    as_csv: ["Board (CSV)", "The numbers of the board at this moment, for a spreadsheet."],
    as_runbook: [
        "Runbook (Markdown)",
        "Each reset until now: its commands, the way back, the numbers before and after.",
    ],
};

pub const ZH: Labs = Labs {
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
    fault: fault_zh,
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
