//! The words of a program that broke, in both languages. They are handed to `www/stopped.js` when the page
//! begins, since nothing of the program can be asked for them later. Not here: the overlay.
//!
//! Invariant: each sentence says what is saved and what to do; none promises more than was confirmed.

use crate::player::{NotPersisted, SavedState};
use crate::ui::text::{of, plural};
use alloc::string::{String, ToString};

/// What the overlay says.
pub struct Stopped {
    pub words: Words,
    /// What is saved of the lab.
    pub saved: fn(&Kept) -> String,
}

/// What it says whatever the lab.
pub struct Words {
    pub title: &'static str,
    pub about: &'static str,
    pub reload: &'static str,
    pub journal: &'static str,
    pub details: &'static str,
    /// Before the lab's clock.
    pub at: &'static str,
    /// Before the command that was not obeyed.
    pub asked: &'static str,
    /// There is no lab yet.
    pub opening: &'static str,
    pub instead: &'static str,
}

impl Words {
    /// In the order in which the overlay takes them.
    pub fn in_order(&self) -> [&'static str; 9] {
        let Words { title, about, reload, journal, details, at, asked, opening, instead } = self;
        [title, about, reload, journal, details, at, asked, opening, instead]
    }
}

/// What is kept of a lab.
pub struct Kept<'a> {
    pub saved: &'a SavedState,
    /// Up to which moment, as a clock, and with how many commands.
    pub to: Option<(String, u64)>,
    pub commands: u64,
}

impl Kept<'_> {
    /// Whether nothing that a person did is lost.
    pub fn is_whole(&self) -> bool {
        match self.saved {
            SavedState::Saved | SavedState::ReadOnly { .. } => true,
            SavedState::Saving | SavedState::Failed(_) | SavedState::NotPersisted(_) => false,
        }
    }
}

pub const EN: Stopped = Stopped {
    words: Words {
        title: "The lab stopped",
        about: "The program has an error. Nothing works here now, and nothing more is saved. Reload to \
                continue.",
        reload: "Reload",
        journal: "Journal as a file",
        details: "Details of the error",
        at: "lab clock",
        asked: "command not obeyed",
        opening: "It stopped while the lab was being opened.",
        instead: "Open the story",
    },
    saved: saved_en,
};

fn saved_en(kept: &Kept<'_>) -> String {
    let Kept { saved, to, commands } = kept;
    match (saved, to) {
        (SavedState::NotPersisted(NotPersisted::NotAsked | NotPersisted::Forbidden(_)), _) => {
            format!("This lab is not saved. Its journal has {}.", plural(*commands, "command", "commands"))
        }
        (SavedState::ReadOnly { .. }, Some((clock, _))) => {
            format!("Another tab saves this lab and is not affected. Seen here up to {clock}.")
        }
        (SavedState::ReadOnly { .. }, None) => "Another tab saves this lab and is not affected.".to_string(),
        (SavedState::Saved | SavedState::Saving | SavedState::Failed(_), None) => {
            format!(
                "Nothing of this lab is saved yet. Its journal has {}.",
                plural(*commands, "command", "commands")
            )
        }
        (SavedState::Saved | SavedState::Saving | SavedState::Failed(_), Some((clock, known)))
            if known == commands =>
        {
            format!("Saved up to {clock}, with {}.", all_en(*commands))
        }
        (SavedState::Saved | SavedState::Saving | SavedState::Failed(_), Some((clock, known))) => {
            let all = plural(*commands, "command", "commands");
            format!("Saved up to {clock}, with {known} of {all}. The journal has all of them.")
        }
    }
}

fn all_en(commands: u64) -> String {
    match commands {
        0 => "no commands".to_string(),
        1 => "its one command".to_string(),
        more => format!("all {}", plural(more, "command", "commands")),
    }
}

pub const ZH: Stopped = Stopped {
    words: Words {
        title: "实验已停止",
        about: "程序出错。此处已不能使用，也不再保存任何内容。请重新加载后继续。",
        reload: "重新加载",
        journal: "下载操作日志",
        details: "错误详情",
        at: "实验时钟",
        asked: "未执行的命令",
        opening: "打开实验时出错。",
        instead: "打开示例实验",
    },
    saved: saved_zh,
};

fn saved_zh(kept: &Kept<'_>) -> String {
    let Kept { saved, to, commands } = kept;
    match (saved, to) {
        (SavedState::NotPersisted(NotPersisted::NotAsked | NotPersisted::Forbidden(_)), _) => {
            format!("此实验未保存。操作日志中有 {}。", of(*commands, " 条命令"))
        }
        (SavedState::ReadOnly { .. }, Some((clock, _))) => {
            format!("此实验由另一个标签页保存，不受影响。此处显示到 {clock}。")
        }
        (SavedState::ReadOnly { .. }, None) => "此实验由另一个标签页保存，不受影响。".to_string(),
        (SavedState::Saved | SavedState::Saving | SavedState::Failed(_), None) => {
            format!("此实验尚未保存。操作日志中有 {}。", of(*commands, " 条命令"))
        }
        (SavedState::Saved | SavedState::Saving | SavedState::Failed(_), Some((clock, known)))
            if known == commands =>
        {
            format!("已保存到 {clock}，包含全部 {}。", of(*commands, " 条命令"))
        }
        (SavedState::Saved | SavedState::Saving | SavedState::Failed(_), Some((clock, known))) => {
            let all = of(*commands, " 条命令");
            format!("已保存到 {clock}，包含 {all}中的 {known} 条。操作日志包含全部命令。")
        }
    }
}
