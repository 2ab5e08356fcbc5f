//! The words of labs in links, in both languages. Not here: those of labs in files (`labs`).
//!
//! Invariant: what is wrong with a link is said together with what to ask for instead.

use crate::ui::text::{OfText, OfTwo};

/// Giving a lab as a link, and opening one.
pub struct Share {
    pub title: &'static str,
    pub about: &'static str,
    pub link: &'static str,
    /// characters
    pub length: OfText,
    /// characters, bytes unpacked
    pub too_large: OfTwo,
    pub embed: &'static str,
    pub opened: &'static str,
    /// engine
    pub other_engine: OfText,
    pub broken: &'static str,
    pub large: &'static str,
    pub version: &'static str,
}

/// English.
pub const EN: Share = Share {
    title: "Share",
    about: "The link holds the lab itself: its journal, its rules, this moment. Whoever opens it gets a lab of \
            their own; no server keeps it.",
    link: "Link",
    length: |chars| format!("{chars} characters"),
    too_large: |chars, bytes| {
        format!(
            "This lab is too large for a link: {chars} characters, {bytes} unpacked. Many programs cut links \
             of more than 8192 characters, so give it as a file."
        )
    },
    embed: "Embed in a page…",
    opened: "This lab came with a link and is yours now. Your others are under Labs.",
    other_engine: |engine| {
        format!(" It was made by another version of this page, {engine}: its numbers may differ here.")
    },
    broken: "The link is incomplete or was changed on its way. Copy the whole link, or ask for a file.",
    large: "The link holds more than a link may: 8192 characters, 256 KB unpacked. Ask for a file.",
    version: "The link is of a version that this page does not know. Reload the page, or ask for a file.",
};

/// Chinese.
pub const ZH: Share = Share {
    title: "分享",
    about: "链接中就是实验本身：操作日志、规则与当前时刻。打开链接的人得到一个自己的实验；没有服务器保存它。",
    link: "链接",
    length: |chars| format!("{chars} 个字符"),
    too_large: |chars, bytes| {
        format!(
            "此实验太大，不能放进链接：{chars} 个字符，解压后 {bytes}。许多程序会截断超过 8192 个字符的链接，请改用文件。"
        )
    },
    embed: "嵌入网页…",
    opened: "此实验来自链接，现在归你所有。其他实验在“实验”中。",
    other_engine: |engine| format!("它由本页面的另一版本 {engine} 生成，数字可能与此处不同。"),
    broken: "链接不完整，或在传递中被改动。请复制完整的链接，或改为索取文件。",
    large: "链接的内容超过上限：8192 个字符，解压后 256 KB。请改为索取文件。",
    version: "本页面不认识此链接的版本。请刷新页面，或改为索取文件。",
};
