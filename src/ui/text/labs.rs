//! The words of the labs of this browser and of files of them, in both languages. Not here: the lab on the page (`Top`).
//!
//! Invariant: whatever goes wrong, the sentence says what is left as it was or what to do.

use super::zh::of;
use super::{OfCount, OfText, OfTwo, en::plural};
use crate::storage::export::{ExportError, Fault};
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
    pub no_such: &'static str,
    pub nothing_kept: &'static str,
    pub as_lab: [&'static str; 2],
    pub as_scenario: [&'static str; 2],
    pub as_journal: [&'static str; 2],
    pub as_csv: [&'static str; 2],
}

fn fault_en(error: &ExportError) -> String {
    let words = error.to_string();
    match error.fault {
        Fault::NotALab | Fault::NoLab => words,
        Fault::Newer { .. } => [&words, ". Reload the page to get that version"].concat(),
        _ => [&words, ". Export it again where it came from"].concat(),
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
    [words, "（第 ", &error.at.to_string(), " 字节）。请在来源处重新导出"].concat()
}

pub const EN: Labs = Labs {
    title: "Labs",
    about: "What this browser keeps, each lab in a database of its own. The page’s address names the lab, so a bookmark opens the same one.",
    looking: "Looking…",
    none: "No lab is stored in this browser.",
    here: "on this page",
    elsewhere: "open in another tab",
    elsewhere_why: "Close that tab to rename, copy, export or delete it here.",
    untitled: "Without a title",
    open: |title| ["Open ", title].concat(),
    commands: |n| plural(n, "command", "commands"),
    log: |bytes| [bytes, " of log"].concat(),
    at: |clock| ["at ", clock].concat(),
    opened: |when| ["opened ", when].concat(),
    damaged: |what| ["Damaged: ", what, ". Opening shows what is whole; the rest can be exported."].concat(),
    closed: |why| ["Can’t be looked at: ", why, "."].concat(),
    gone: "It was saved here, and the browser has deleted it.",
    forget: "Forget",
    rename: "Rename",
    rename_do: "Rename",
    duplicate: "Duplicate",
    export: "Export",
    export_rest: "Export the rest",
    new: "New lab",
    import: "Import a lab file",
    import_hint: "one that Export made, name ends in .offsetlab; it becomes a lab of its own",
    delete_ask: |title| ["Delete ", title, "?"].concat(),
    delete_what: |commands, log| {
        ["Its ", commands, " and ", log, " go from this browser for good. To keep it, export it first."]
            .concat()
    },
    delete_damaged: "Whatever is left of it goes from this browser for good.",
    deleted: |title| [title, " is deleted."].concat(),
    renamed: |title| ["Its title is now ", title, "."].concat(),
    copy_title: |title| [title, " (copy)"].concat(),
    duplicated: |title| [title, " is in the list."].concat(),
    exporting: |title| ["Exporting ", title].concat(),
    importing: |title| ["Importing ", title].concat(),
    duplicating: |title| ["Copying ", title].concat(),
    progress: |done, of| [done, " of about ", of].concat(),
    exported: |file| [file, " is written."].concat(),
    left_out: |n| [&plural(n, "damaged record is", "damaged records are"), " not in it."].concat(),
    cancelled: "Cancelled. Nothing was changed.",
    not_exported: |why| ["Not exported: ", why, "."].concat(),
    not_imported: |why| ["Not imported: ", why, ". Nothing was changed."].concat(),
    not_done: |why| ["Not done: ", why, "."].concat(),
    fault: fault_en,
    promised: "The browser has promised to keep them until you delete them.",
    not_promised: "The browser may delete them when room is short. It is asked to keep them when you first change a lab.",
    room: |used, quota| [used, " used of ", quota, "."].concat(),
    no_such: "This browser has no lab of this name. A new one begins under it.",
    nothing_kept: "This browser window keeps nothing. Export the lab to keep it.",
    as_lab: [
        "Whole lab",
        "Everything, stored messages included: to keep it, or to move it to another browser. Labs imports it.",
    ],
    as_scenario: [
        "Scenario (JSON)",
        "The commands and where the clock stands: small and readable. Opening it runs them again.",
    ],
    as_journal: [
        "Journal (JSON lines)",
        "The same commands a line each, for the command line and for bug reports.",
    ],
    as_csv: ["Board (CSV)", "The numbers of the board at this moment, for a spreadsheet."],
};

pub const ZH: Labs = Labs {
    title: "实验",
    about: "此浏览器保存的实验，每个实验各有一个数据库。页面地址包含实验的名字，收藏后打开的还是同一个实验。",
    looking: "正在查看…",
    none: "此浏览器没有保存任何实验。",
    here: "在本页打开",
    elsewhere: "在另一个标签页打开",
    elsewhere_why: "要在这里重命名、复制、导出或删除它，请先关闭那个标签页。",
    untitled: "无标题",
    open: |title| ["打开 ", title].concat(),
    commands: |n| of(n, " 条命令"),
    log: |bytes| ["日志 ", bytes].concat(),
    at: |clock| ["时刻 ", clock].concat(),
    opened: |when| ["上次打开 ", when].concat(),
    damaged: |what| ["已损坏：", what, "。打开后显示完好的部分；其余部分可以导出。"].concat(),
    closed: |why| ["无法查看：", why, "。"].concat(),
    gone: "它曾保存在这里，但浏览器已将其删除。",
    forget: "忘记",
    rename: "重命名",
    rename_do: "重命名",
    duplicate: "复制",
    export: "导出",
    export_rest: "导出其余部分",
    new: "新建实验",
    import: "导入实验文件",
    import_hint: "由“导出”生成、文件名以 .offsetlab 结尾的文件；导入后成为一个独立的实验",
    delete_ask: |title| ["删除 ", title, "？"].concat(),
    delete_what: |commands, log| {
        ["它的 ", commands, "和", log, " 将从此浏览器永久删除。如需保留，请先导出。"].concat()
    },
    delete_damaged: "其剩余内容将从此浏览器永久删除。",
    deleted: |title| ["已删除 ", title, "。"].concat(),
    renamed: |title| ["标题已改为 ", title, "。"].concat(),
    copy_title: |title| [title, "（副本）"].concat(),
    duplicated: |title| [title, " 已加入列表。"].concat(),
    exporting: |title| ["正在导出 ", title].concat(),
    importing: |title| ["正在导入 ", title].concat(),
    duplicating: |title| ["正在复制 ", title].concat(),
    progress: |done, of| [done, " / 约 ", of].concat(),
    exported: |file| ["已写入 ", file, "。"].concat(),
    left_out: |n| of(n, " 条损坏的记录未包含在内。"),
    cancelled: "已取消，没有任何改动。",
    not_exported: |why| ["未导出：", why, "。"].concat(),
    not_imported: |why| ["未导入：", why, "。没有任何改动。"].concat(),
    not_done: |why| ["未完成：", why, "。"].concat(),
    fault: fault_zh,
    promised: "浏览器承诺保留它们，直到你删除为止。",
    not_promised: "空间不足时浏览器可能删除它们。第一次修改实验时会请求浏览器保留。",
    room: |used, quota| ["已用 ", used, "，共 ", quota, "。"].concat(),
    no_such: "此浏览器没有这个名字的实验，现在以此名字新建一个。",
    nothing_kept: "此浏览器窗口不保存任何内容。如需保留实验，请导出。",
    as_lab: ["整个实验", "包括已存储的消息在内的全部内容：用于保留，或移到另一个浏览器。可在“实验”中导入。"],
    as_scenario: ["场景（JSON）", "命令和时钟所在的时刻：体积小、可读。打开时会重新运行这些命令。"],
    as_journal: ["操作日志（JSON 行）", "同样的命令，每行一条，用于命令行和问题报告。"],
    as_csv: ["位点表（CSV）", "此刻位点表中的数字，用于电子表格。"],
};
