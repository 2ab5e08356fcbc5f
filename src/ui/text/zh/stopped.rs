//! The words of `text::stopped` in Simplified Chinese.

use crate::player::{NotPersisted, SavedState};
use crate::ui::text::stopped::{Kept, Stopped, Words};
use crate::ui::text::zh::of;
use alloc::string::{String, ToString};

pub const WORDS: Stopped = Stopped {
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
    saved,
};

fn saved(kept: &Kept<'_>) -> String {
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
