//! What a store refused and what a lab lacked when it was opened, in Chinese; the English words are those of
//! the values themselves (`storage::error`). Not here: when they are said (`embed::mount`, `topbar`).
//!
//! Invariant: each says what a person can do, or that nothing has to be done, as the English does.

use crate::storage::record::RecordError;
use crate::storage::{Note, StoreError, StoredPart};
use alloc::string::{String, ToString};

fn place(place: StoredPart) -> String {
    match place {
        StoredPart::Origin => "实验的头部".to_string(),
        StoredPart::Manifest => "实验的当前位置".to_string(),
        StoredPart::Checkpoint => "检查点".to_string(),
        StoredPart::Index(number) => format!("索引的第 {number} 部分"),
        StoredPart::Entry(index) => format!("第 {} 条命令", index + 1),
        StoredPart::Log(from) => format!("物理位点 {from} 起的 CommitLog"),
    }
}

fn record_error(error: RecordError) -> &'static str {
    match error {
        RecordError::Short { .. } => "内容不完整",
        RecordError::Long { .. } => "结尾之后还有内容",
        RecordError::Magic(_) => "开头不是应有的记录",
        RecordError::Newer { .. } => "由更新的版本写成",
        RecordError::Hash => "内容与写入时不同",
        RecordError::Payload => "内容无法读取",
    }
}

/// Why a store did not do what it was asked.
pub fn error(error: &StoreError) -> String {
    match error {
        StoreError::Unavailable(why) => {
            format!("此浏览器窗口不保存任何内容（{why}）；如需保留，请导出实验")
        }
        StoreError::Quota => {
            "浏览器不再提供空间；已保存的内容都在。请删除另一个实验，或者调小磁盘或保存时长，然后继续播放"
                .to_string()
        }
        StoreError::Blocked => "另一个标签页以旧版本打开着此实验；请关闭那个标签页，然后刷新本页".to_string(),
        StoreError::NewerDatabase => "此实验由本页面的更新版本保存；请刷新页面以获得该版本".to_string(),
        StoreError::Newer { place: at, .. } => {
            format!("{}由本页面的更新版本保存；请刷新页面以获得该版本。什么都没有改动", place(*at))
        }
        StoreError::Closed => "浏览器关闭了实验的存储；请刷新页面以打开已保存的内容".to_string(),
        StoreError::Emptied => {
            "浏览器删除了此实验已保存的内容；正从本页重新保存全部内容，请勿关闭本页".to_string()
        }
        StoreError::Unanswered => {
            "浏览器的存储没有应答；已保存的内容保持原样。如果一直如此，请导出实验并刷新页面".to_string()
        }
        StoreError::Aborted(why) => format!("浏览器撤销了上一次保存（{why}）；将会重试"),
        StoreError::Damaged { place: at, error } => {
            format!("{}已损坏：{}。不予显示", place(*at), record_error(*error))
        }
        StoreError::Missing(at @ StoredPart::Origin) => {
            format!("{}没有保存，其余内容因此无法读取；接下来打开的实验将取代它", place(*at))
        }
        StoreError::Missing(at) => format!("{}没有保存", place(*at)),
        StoreError::ReadOnly => "另一个标签页正在写入此实验；关闭它即可在此继续".to_string(),
        StoreError::Other(words) => {
            format!("浏览器的存储出错（{words}）；将会重试。如果一直如此，请导出实验并刷新页面")
        }
    }
}

/// What a person has to know about a lab that was opened anyway.
pub fn note(note: &Note) -> String {
    match note {
        Note::Damaged { place: at, error: Some(error) } => {
            format!("{}已损坏：{}。", place(*at), record_error(*error))
        }
        Note::Damaged { place: at, error: None } => format!("{}缺失。", place(*at)),
        Note::Replayed => "已根据日志（journal）重建实验；没有丢失任何内容。".to_string(),
        Note::CutAtEntry { kept, of } => {
            let (kept, of) = (kept.to_string(), of.to_string());
            format!("{of} 条命令中前 {kept} 条完整；实验停在这些命令之后。其余命令请重新执行。")
        }
        Note::LogPartLost { from } => {
            format!("物理位点 {from} 起的已存消息无法读回；模拟生产者的消息会重新计算。")
        }
        Note::TitleLost => "实验的标题丢失；其余都在。".to_string(),
        Note::OtherEngine { engine } => {
            format!("此实验由引擎 {engine} 保存；当前引擎已根据日志（journal）重新计算其过去。")
        }
        Note::PastOfEngine { engine } => format!(
            "此实验的过去由引擎 {engine} 产生，按保存时的样子显示，不再\
            重新运行；因此时钟最早只能回到上一次保存的时刻。"
        ),
        Note::Wiped => "浏览器删除了此实验：它曾保存在这里，而现在数据库是空的。如果导出过，请打开那个文件；\
                        现在看到的是新的实验。"
            .to_string(),
        Note::OlderThanSaved { found, saved } => {
            let (found, saved) = (found.to_string(), saved.to_string());
            format!("浏览器给出的是第 {found} 次保存，而第 {saved} 次保存已经确认。请重做缺少的部分。")
        }
        Note::OtherDatabase => "保存的实验不是此处最后保存的那个；请确认这是否是你要的实验。".to_string(),
        Note::NoLocks => "此窗口没有标签页之间的锁：请只在一个标签页中打开此实验。".to_string(),
    }
}
