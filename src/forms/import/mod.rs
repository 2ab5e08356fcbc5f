//! A real cluster's state, read from what brokers write, `mqadmin` and others print, and people paste. Not
//! here: this lab's own formats (`sim::formats`).
//!
//! | file | what it is |
//! |---|---|
//! | `format` | the one table of all forms, each of which has a file in `formats` |
//! | `lines`, `session`, `command_line` | a text: its characters, its lines, commands among them |
//! | `headings`, `open_table`, `json` | tables and a broker's files within it |
//! | `times` | when messages were stored, as far as a text says |
//! | `naming`, `take`, `remarks` | whose a table is; which of them count; what follows from all together |
//! | `cluster`, `versions`, `lab` | what was read, whose rules hold, the lab that it becomes |
//! | `words` | what it says, in both languages |
//! | `wire` | the same as a program of its own, which the page loads when it is needed |
//!
//! Invariant: every number comes from a text; what none says stays unknown; never a wrong name or number
//! without a word.

pub mod cluster;
mod command_line;
mod format;
mod formats;
mod headings;
mod json;
pub mod lab;
mod lines;
mod naming;
mod open_table;
mod remarks;
mod session;
mod table;
mod take;
pub mod times;
mod versions;
pub mod wire;
pub mod words;

pub use crate::import::cluster::{Cluster, Question, Remark, Wanted};
pub use crate::import::lines::decode;
pub use crate::import::table::Place;
pub use crate::import::words::both;

use crate::engine::limits;
use crate::import::lines::plain;
use crate::import::session::{Reading, read_session};
use crate::import::words::Fixed;
use alloc::format;
use alloc::string::String;

/// A text from outside.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The file's name, for remarks, empty where a text was pasted; `topicStatus-NAME.txt` and
    /// `consumerProgress-NAME.txt` also say whose it is.
    pub name: &'a str,
    /// The topic of a `topicStatus`, the group of a `consumerProgress`: neither prints it.
    pub subject: Option<&'a str>,
    /// What is in it.
    pub text: &'a str,
}

/// What a person says because no text does.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Given {
    /// The one broker whose queues to take.
    pub broker: Option<String>,
    /// The groups of those tables that have none, in order.
    pub groups: alloc::vec::Vec<String>,
    /// The topics of those tables that have none, in order.
    pub topics: alloc::vec::Vec<String>,
    /// The clock of whoever printed times, in minutes ahead of UTC; a text's own word counts more.
    pub zone: Option<i32>,
}

/// Reads texts of one cluster together.
pub fn read_cluster(sources: &[Source<'_>], given: &Given) -> Cluster {
    let mut cluster = Cluster { broker: given.broker.clone(), ..Cluster::default() };
    let mut reading = Reading::default();
    for (index, source) in sources.iter().enumerate() {
        let place = Place { file: source.name, line: 0 };
        let text = source.text;
        if text.len() > limits::FILE_BYTES_MAX {
            let (bytes, most) = (text.len(), limits::FILE_BYTES_MAX);
            let words = both(
                format!(
                    "the file has {bytes} bytes; at most {most} are read: cut it to the topics that matter"
                ),
                format!("文件有 {bytes} 字节，最多读取 {most} 字节：请只保留相关主题"),
            );
            cluster.unread(place, words);
            continue;
        }
        if let Some((damage, damage_zh)) = damage_of(text) {
            let words = both(
                format!(
                    "{damage}: nothing was read. A broker that meets this at its start reads \
                     consumerOffset.json.bak instead (R-OFF-18); take that file"
                ),
                format!(
                    "{damage_zh}：未读取任何内容。服务端启动时遇到这种文件会改读 consumerOffset.json.bak\
                     （R-OFF-18），请使用该文件"
                ),
            );
            cluster.unread(place, words);
            continue;
        }
        read_session((index, source), &plain(text), &mut reading, &mut cluster);
    }
    take::take(reading, given, &mut cluster);
    cluster
}

/// Why there is nothing in a text.
fn damage_of(text: &str) -> Option<Fixed> {
    if !text.trim_matches(|c: char| c == '\0' || c.is_whitespace()).is_empty() {
        return None;
    }
    Some(match text.contains('\0') {
        true => ("there are only NULs here, as a power failure leaves them", "只有 NUL 字符，断电后会这样"),
        false => ("this is empty", "文件是空的"),
    })
}
