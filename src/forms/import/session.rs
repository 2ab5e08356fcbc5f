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
use crate::import::json::{FileFacts, read_json};
use crate::import::lines::says_nothing;
use crate::import::open_table::{
    LineEnd, OpenTable, Prefix, WRAPPED_MAX, bare, between, columns_of, known_heading, may_be_heading,
};
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

/// Columns behind those that a table needs.
const LAST_COLUMNS: [&str; 5] = ["Client IP", "Diff", "Inflight", "LastTime", "Last Updated"];
/// No terminal is narrower.
const WIDTH_MIN: usize = 40;
/// Lines of one width that are no accident.
const BROKEN_MIN: usize = 3;

/// The table that a line may be a row of.
enum Open {
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

struct Session<'a> {
    source: &'a Source<'a>,
    source_index: usize,
    text: &'a str,
    lines: Vec<&'a str>,
    /// Where the last field of a broker's file begins.
    last_field: Option<usize>,
    at: usize,
    open: Open,
    command: Option<CommandLine>,
    /// What a page's own lines name.
    detail: (Option<String>, Option<String>),
    unread: Option<UnreadLines>,
    prose: usize,
    others: usize,
    /// The width at which a terminal has broken lines, where several have it.
    wrap: Option<usize>,
    widest: usize,
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
                        "copy it again, or take consumerOffset.json.bak, as a broker does at its start (R-OFF-18)",
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

    /// The next line, where a terminal has broken the one before it and nothing marks that: a full one, or the
    /// widest one with a lone word behind it.
    fn broken_at(&self, after: usize) -> Option<&str> {
        let (line, next) = (bare(self.lines[after - 1]), *self.lines.get(after)?);
        let width = line.chars().count();
        let is_lone = next.split_whitespace().count() == 1 && width == self.widest;
        let is_broken = self.wrap == Some(width) || is_lone && width >= WIDTH_MIN;
        let is_text =
            !line.ends_with(char::is_whitespace) && !next.starts_with('#') && !says_nothing(next.trim());
        (is_broken && is_text).then_some(next)
    }

    fn is_heading(&mut self, line: &str, number: usize) -> bool {
        let begins: Vec<usize> = core::iter::once(0).chain(line.find('#')).collect();
        for begin in begins {
            let prefix = Prefix::of(&line[..begin]);
            if self.is_heading_behind(prefix, &line[begin..], number) {
                return true;
            }
        }
        if may_be_heading(line) {
            self.close();
            self.open = Open::Other;
            self.others += usize::from(!line.ends_with('#'));
            return true;
        }
        false
    }

    fn is_heading_behind(&mut self, prefix: Prefix, line: &str, number: usize) -> bool {
        let mut text = line.to_string();
        let mut more = 0;
        // A terminal's width: blanks at its edge may be gone.
        let width = self.wrap.unwrap_or(0).max(bare(self.lines[number - 1]).chars().count());
        let mut add = |text: &mut String, next: &str| {
            more += 1;
            let missing = (width * more).saturating_sub(text.chars().count());
            text.extend(core::iter::repeat_n(' ', missing));
            text.push_str(bare(next));
            more
        };
        let mut taken = 0;
        while known_heading(&text).is_none() {
            // One that a terminal has broken.
            let begins = may_be_heading(line) || line == "#Topic";
            let next = self.lines.get(self.at + taken).filter(|_| begins && taken + 1 < WRAPPED_MAX);
            let Some(next) = next.filter(|next| !next.trim().is_empty()) else { return false };
            // Another table, or a command, is no piece of it.
            let is_first = ["#Topic", "#Group"].iter().any(|name| next.starts_with(name))
                || next.starts_with("#Broker Name") && line != "#Topic";
            if is_first || command_line(next).is_some() {
                return false;
            }
            taken = add(&mut text, next);
        }
        // The rest of it: names, or a piece of one.
        while let Some(&next) = self.lines.get(self.at + taken).filter(|_| taken + 1 < WRAPPED_MAX) {
            let is_full = self.wrap == Some(bare(self.lines[self.at + taken - 1]).chars().count());
            let is_last = |name: Option<&str>| name.is_some_and(|name| LAST_COLUMNS.contains(&name.trim()));
            let titled = next.trim_start().strip_prefix('#');
            let is_name = titled.is_some_and(|rest| next.starts_with(' ') || is_last(rest.split('#').next()));
            let is_word = next.split_whitespace().count() == 1 && !is_last(text.rsplit('#').next());
            let is_piece = is_full && (next.contains('#') || is_word);
            if known_heading(next).is_some() || !(is_name || is_piece) {
                break;
            }
            taken = add(&mut text, next);
        }
        let more = taken;
        self.at += more;
        let Some((format, shape, mut columns)) = known_heading(&text) else { return false };
        match shape {
            Shape::Queues(names) => {
                if format == Format::StatusDetail && !columns.contains(&"broker") {
                    columns.splice(0..0, ["topic", "broker"]);
                }
                self.begin_table(format, number, names.places(&columns), Some(&text));
                let wrap = (more > 0).then_some(width);
                if let Open::Queues(open) = &mut self.open {
                    (open.wrap, open.prefix) = (wrap, prefix);
                }
            }
            Shape::Rows(_, rows) => {
                self.close();
                self.open = Open::Rows(columns.iter().map(ToString::to_string).collect(), *rows);
            }
            Shape::Field(..) => {}
        }
        true
    }

    /// A table from here on. Without a heading where `grep` took it away.
    fn begin_table(&mut self, format: Format, line: usize, places: Places, heading: Option<&str>) {
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
    fn close(&mut self) {
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

/// The width of lines that a terminal has broken: several have it, and none has more.
fn width_of(text: &str) -> Option<usize> {
    let widths = || text.lines().map(|line| line.chars().count());
    let widest = widths().max().filter(|width| *width >= WIDTH_MIN)?;
    (widths().filter(|width| *width == widest).count() >= BROKEN_MIN).then_some(widest)
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
