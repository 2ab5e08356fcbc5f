//! A text line by line: what somebody copied from a terminal, a page or a file, with whatever stands around
//! it. Not here: what the tables mean for a lab (`take`), the forms themselves (`formats`).
//!
//! Invariant: a line is a command, a heading, a row, part of a broker's file, a remark, or counted as none of
//! them.

use crate::import::Source;
use crate::import::cluster::{Cluster, Told};
use crate::import::command_line::{CommandLine, command_line, goes_on, joined};
use crate::import::format::{Format, KNOWN, Shape};
use crate::import::formats::{self, Places, Rows, dashboard, progress, status};
use crate::import::headings::width_of;
use crate::import::json::{FileFacts, read_json};
use crate::import::lines::says_nothing;
use crate::import::open_table::{LineEnd, OpenTable, Prefix, bare, between, columns_of};
use crate::import::table::{Place, Table};
use crate::import::times;
use crate::import::words::{Words, both, many};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// All that the texts have.
#[derive(Default)]
pub(crate) struct Reading {
    pub tables: Vec<Table>,
    pub files: Vec<FileFacts>,
    /// By file: what is of no use, counted.
    pub passed_over: Vec<(String, Words)>,
}

/// The table that a line may be a row of.
pub(super) enum Open {
    Nothing,
    Queues(Box<OpenTable>),
    /// One whose rows are not of queues.
    Rows(Vec<String>, Rows),
    /// Another command's.
    Other,
}

/// Lines that follow each other and should be rows.
struct UnreadLines {
    from: usize,
    to: usize,
    /// What the first one says.
    first: String,
}

pub(super) struct Session<'a> {
    source: &'a Source<'a>,
    source_index: usize,
    text: &'a str,
    pub(super) lines: Vec<&'a str>,
    /// Where the last field of a broker's file begins.
    last_field: Option<usize>,
    pub(super) at: usize,
    pub(super) open: Open,
    command: Option<CommandLine>,
    /// What a page's own lines name.
    detail: (Option<String>, Option<String>),
    unread: Option<UnreadLines>,
    prose: usize,
    pub(super) others: usize,
    /// The width at which a terminal has broken lines, where several have it.
    pub(super) wrap: Option<usize>,
    pub(super) widest: usize,
    reading: &'a mut Reading,
    cluster: &'a mut Cluster,
}

/// Reads a plain text.
pub(crate) fn read_session(
    (source_index, source): (usize, &Source<'_>),
    text: &str,
    reading: &mut Reading,
    cluster: &mut Cluster,
) {
    let field = |shape: &Shape| match shape {
        Shape::Field(key, _) => text.rfind(&format!("\"{key}\"")),
        Shape::Queues(_) | Shape::Rows(..) => None,
    };
    let mut session = Session {
        last_field: KNOWN.iter().filter_map(|(_, shape)| field(shape)).max(),
        source,
        source_index,
        text,
        lines: text.split_inclusive('\n').collect(),
        wrap: width_of(text),
        widest: text.lines().map(|line| line.chars().count()).max().unwrap_or(0),
        at: 0,
        open: Open::Nothing,
        command: None,
        detail: (None, None),
        unread: None,
        prose: 0,
        others: 0,
        reading,
        cluster,
    };
    session.walk();
    session.close();
    session.tell_rest();
}

impl Session<'_> {
    fn walk(&mut self) {
        let mut begun = false;
        while let Some(&whole) = self.lines.get(self.at) {
            let number = self.at + 1;
            self.at = number;
            let line = whole.trim();
            let line = line.strip_prefix("> ").unwrap_or(line).trim();
            if says_nothing(line) {
                continue;
            }
            if line.starts_with('{') && self.reads_json(whole, number, !begun) {
                begun = true;
                continue;
            }
            begun = true;
            if !self.is_command(line) && !self.is_heading(line, number) && !self.is_row(line, number) {
                self.remark_line(line, number);
            }
        }
    }

    /// A broker's file within the text, from this line on. `first`: there is nothing before it.
    fn reads_json(&mut self, whole: &str, number: usize, first: bool) -> bool {
        let begin =
            whole.as_ptr() as usize - self.text.as_ptr() as usize + (whole.len() - whole.trim_start().len());
        let text = self.text;
        let known = self.last_field.is_some_and(|at| begin <= at);
        if !first && !known {
            return false;
        }
        // `{code}` of a wiki is no file.
        let inner = text[begin + 1..].trim_start();
        if !known && inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return false;
        }
        self.close();
        match read_json(self.source.name, &text[begin..], number) {
            Ok((facts, bytes)) => {
                let read = &text[begin..begin + bytes];
                self.at = number - 1 + read.matches('\n').count();
                let rest = &text[begin + bytes..];
                self.lines[self.at] = rest.split_inclusive('\n').next().unwrap_or_default();
                self.reading.files.push(facts);
            }
            Err(broken) => {
                let (then, then_zh) = if known {
                    (
                        "copy it again, or take consumerOffset.json.bak, as a broker does at its start \
                         (R-OFF-18)",
                        "请重新复制，或使用 consumerOffset.json.bak，服务端启动时也是如此（R-OFF-18）",
                    )
                } else {
                    ("copy it again", "请重新复制")
                };
                let words = broken.words.and(both(
                    format!("; nothing of this file was read: {then}"),
                    format!("；此文件未被读取：{then_zh}"),
                ));
                self.cluster.unread(Place { file: self.source.name, line: broken.line }, words);
                self.at = if first { self.lines.len() } else { number };
            }
        }
        true
    }

    fn is_command(&mut self, line: &str) -> bool {
        let mut end = self.at;
        while goes_on(self.lines[end - 1].trim()) && end < self.lines.len() {
            end += 1;
        }
        let mut line = line.to_string();
        let mut after = self.at;
        while let Some(next) = self.broken_at(after) {
            line.push_str(bare(next));
            after += 1;
        }
        end = end.max(after);
        let text = joined(core::iter::once(&*line).chain(self.lines[after..end].iter().copied()));
        let Some(command) = command_line(&text) else { return false };
        let number = self.at;
        self.at = end;
        self.close();
        if let Some(words) = formats::resets::meaning(&command) {
            self.cluster.note_at(
                Place { file: self.source.name, line: number },
                both(format!("{}: {}", command.text, words.0), format!("{}：{}", command.text, words.1)),
            );
        }
        self.command = Some(command);
        true
    }

    /// A table from here on. Without a heading where `grep` took it away.
    pub(super) fn begin_table(&mut self, format: Format, line: usize, places: Places, heading: Option<&str>) {
        self.close();
        let prints = format.printed_by();
        let command = self.command.take().filter(|command| prints.contains(&command.name.as_str()));
        let (mut subject, mut filter) =
            command.map_or((None, None), |command| (command.group, command.topic));
        let mut cut_at = None;
        if format == Format::Status {
            subject = filter.take();
        } else if format == Format::ConsumeDetail {
            (subject, filter) = self.detail.clone();
        } else if format == Format::Kafka {
            self.cluster.note(formats::kafka::NOTE);
        } else if format == Format::Progress {
            let width = heading.and_then(|text| text[1..].find('#')).map(|width| width + 1);
            cut_at = width.and_then(|width| width.checked_sub(2)).filter(|width| [32, 64].contains(width));
            let columns = heading.map(columns_of).unwrap_or_default();
            if let Some((version, words)) = progress::version(&columns, width) {
                self.cluster.read_version(self.source.name, version, Told::Columns(words));
            }
        }
        let file = self.source.name;
        let given = || self.source.subject.or_else(|| named_by_file(file, format));
        let subject = subject.or_else(|| given().map(ToString::to_string));
        let table = Table {
            format,
            text: self.source_index,
            file: file.to_string(),
            line,
            subject,
            filter,
            cut_at,
            has_groups: places.has_group(),
            rows: Vec::new(),
        };
        let cells = heading.filter(|heading| !heading.starts_with('#') || heading.contains(",#"));
        let between = cells.or(heading.filter(|heading| heading.contains('\t'))).and_then(between);
        let open =
            OpenTable { table, places, between, prefix: Prefix::default(), wrap: None, trimmed: false };
        self.open = Open::Queues(Box::new(open));
    }

    fn is_row(&mut self, line: &str, number: usize) -> bool {
        if let Open::Nothing = self.open {
            self.begin_without_heading(line, number);
        }
        match &mut self.open {
            Open::Nothing => false,
            Open::Rows(..) | Open::Other if formats::errors::meaning(line).is_some() => false,
            Open::Rows(columns, rows) => {
                let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                let words: Vec<&str> = line.split_whitespace().collect();
                rows(&columns, &words, Place { file: self.source.name, line: number }, self.cluster);
                true
            }
            Open::Other => line.contains("  "),
            Open::Queues(open) => {
                let end = LineEnd {
                    of_text: number == self.lines.len()
                        && !self.lines[number - 1].ends_with(char::is_whitespace),
                    is_bare: !bare(self.lines[number - 1]).ends_with(char::is_whitespace),
                };
                let more = open.row(line, number, end, &self.lines[number..]);
                match more {
                    Some(more) => self.at += more,
                    None if open.is_like_row(line) => match &mut self.unread {
                        Some(unread) if unread.to + 1 == number => unread.to = number,
                        _ => {
                            self.tell_unread();
                            self.unread =
                                Some(UnreadLines { from: number, to: number, first: line.to_string() });
                        }
                    },
                    None => return false,
                }
                true
            }
        }
    }

    /// Rows right behind a command whose heading is not there.
    fn begin_without_heading(&mut self, line: &str, number: usize) {
        let name = self.command.as_ref().map_or("", |command| command.name.as_str());
        let (format, places) = match name {
            "consumerprogress" => (Format::Progress, progress::COLUMNS.places(&progress::USUAL)),
            "topicstatus" => (Format::Status, status::COLUMNS.places(&status::USUAL)),
            _ => return,
        };
        let words: Vec<&str> = line.split_whitespace().collect();
        if places.row(&words, number, false).is_some() {
            self.begin_table(format, number, places, None);
        }
    }

    /// Any other line: some of them are of use.
    fn remark_line(&mut self, line: &str, number: usize) {
        let place = Place { file: self.source.name, line: number };
        if let Some(words) = formats::errors::meaning(line) {
            return self.cluster.note_at(place, words);
        }
        if let Some(minutes) = times::zone_of(line).or_else(|| times::zone_of_reset(line)) {
            self.cluster.zone.get_or_insert(minutes);
            return;
        }
        if let Some((key, version)) = line.split_once(':')
            && key.trim() == formats::cluster_list::VERSION_KEY
        {
            return self.cluster.read_version(place.file, version.trim(), Told::Printed);
        }
        if let Some(group) = dashboard::group_of(line) {
            self.detail = (Some(group.to_string()), None);
        } else if let Some(topic) = dashboard::topic_of(line) {
            self.detail.1 = Some(topic.to_string());
        } else {
            self.prose += 1;
        }
    }

    fn tell_unread(&mut self) {
        let Some(UnreadLines { from, to, first }) = self.unread.take() else { return };
        let more = if to > from {
            both(format!(" (and the lines to {to})"), format!("（以及到第 {to} 行）"))
        } else {
            both("", "")
        };
        let (shown, most): (String, i64) = (first.chars().take(80).collect(), i64::MAX);
        let words = both(
            format!("no row of consumerProgress or topicStatus with numbers from 0 to {most}: {shown:?}"),
            format!("不是 consumerProgress 或 topicStatus 的行，数字应在 0 到 {most} 之间：{shown:?}"),
        )
        .and(more);
        self.cluster.unread(Place { file: self.source.name, line: from }, words);
    }

    /// Takes over a table that is complete.
    pub(super) fn close(&mut self) {
        self.tell_unread();
        if let Open::Queues(open) = core::mem::replace(&mut self.open, Open::Nothing)
            && !open.table.rows.is_empty()
        {
            self.reading.tables.push(open.table);
        }
    }

    fn tell_rest(&mut self) {
        let (prose, others) = (self.prose, self.others);
        let (mut en, mut zh) = (Vec::new(), Vec::new());
        if prose > 0 {
            en.push(many(prose, "line without numbers of queues"));
            zh.push(format!("{prose} 行没有队列数字的文本"));
        }
        if others > 0 {
            en.push(many(others, "table of another command"));
            zh.push(format!("{others} 个其他命令的表格"));
        }
        if !en.is_empty() {
            let words =
                both(format!("{} passed over", en.join(" and ")), format!("已略过 {}", zh.join("和 ")));
            self.reading.passed_over.push((self.source.name.to_string(), words));
        }
    }
}

/// `topicStatus-orders.txt` is of `orders`.
fn named_by_file(name: &str, format: Format) -> Option<&str> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let subject = if format == Format::Status {
        file.strip_prefix("topicStatus-")?
    } else {
        file.strip_prefix("consumerProgress-").filter(|_| format == Format::Progress)?
    };
    Some(subject.strip_suffix(".txt").unwrap_or(subject))
}
