//! A group's history and the search for a time, as tables for the page and as CSV. Not here: what is in them
//! (`projection::history`, `projection::time_search`).
//!
//! Invariant: the answer is JSON: a title, heads, rows of text; and with each row the reset that takes it
//! back, where there is one, as text: no offset becomes a number of the page's.

use crate::engine::ids::{EpochMs, Name, QueueOffset, VirtualTime};
use crate::engine::profile::Profile;
use crate::projection::history::{Cause, Move, history};
use crate::projection::time_search::{COMPARED, Found, Lies, time_search};
use crate::sim::Timeline;
use crate::sim::formats::journal::{Journal, to_json};
use crate::ui::draw::format::{clock, number};
use crate::ui::draw::moments::date;
use crate::ui::text::{Language, OfText, OfTwo, plural};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde::Serialize;

/// How a question for a history begins, which no report's does.
pub const ASKED: &str = "history\n";
/// The same for the search for a time.
pub const SEARCH_ASKED: &str = "search\n";

struct Words {
    /// group
    title: OfText,
    heads: [&'static str; 5],
    cause: fn(Cause) -> [&'static str; 2],
    none: &'static str,
    nothing: &'static str,
    /// topic, time
    search: OfTwo,
    search_heads: [&'static str; 3],
    here: &'static str,
    lies: fn(Lies) -> String,
    unknown: &'static str,
    same: &'static str,
}

const EN: Words = Words {
    title: |group| format!("What moved the offsets of {group}"),
    heads: ["When", "Topic", "Queue: from → to", "By", "Why"],
    cause: |cause| match cause {
        Cause::Reset => ["administrator", "reset"],
        Cause::Saved => ["administrator", "saved by hand"],
        Cause::Removed => ["administrator", "offsets removed"],
        Cause::Corrected => ["broker", "pull sent elsewhere"],
        Cause::Began => ["client", "first offset"],
    },
    none: "none",
    nothing: "Nothing but its own progress has moved this group's offsets.",
    search: |topic, time| format!("{time} UTC on {topic}"),
    search_heads: ["Queue", "The time lies", "Messages around it"],
    here: "Here",
    lies: |lies| match lies {
        Lies::Empty => "in an empty queue".to_string(),
        Lies::Unknown => "where no store time is known".to_string(),
        Lies::BeforeFirst => "before the first".to_string(),
        Lies::AfterLast => "after the last".to_string(),
        Lies::Equal(count) => format!("on {}", plural(count, "message", "messages")),
        Lies::Between => "between two".to_string(),
    },
    unknown: "unknown",
    same: "4.9 and 5.1 bisect for the closest message: of equal times they may take any, and after the last the \
           last. 5.3 takes the first at or after the time, else Max (T-7).",
};

const ZH: Words = Words {
    title: |group| format!("{group} 的位点如何移动"),
    heads: ["时间", "主题", "队列：从 → 到", "由谁", "原因"],
    cause: |cause| match cause {
        Cause::Reset => ["管理员", "重置"],
        Cause::Saved => ["管理员", "手工保存"],
        Cause::Removed => ["管理员", "删除位点"],
        Cause::Corrected => ["服务端", "拉取被纠正"],
        Cause::Began => ["客户端", "初始位点"],
    },
    none: "无",
    nothing: "除了自身的消费进度，没有什么移动过此分组的位点。",
    search: |topic, time| format!("{topic} 上的 {time} UTC"),
    search_heads: ["队列", "该时间位于", "前后的消息"],
    here: "此处",
    lies: |lies| match lies {
        Lies::Empty => "空队列".to_string(),
        Lies::Unknown => "存储时间未知".to_string(),
        Lies::BeforeFirst => "第一条之前".to_string(),
        Lies::AfterLast => "最后一条之后".to_string(),
        Lies::Equal(count) => format!("恰好 {count} 条"),
        Lies::Between => "两条之间".to_string(),
    },
    unknown: "未知",
    same: "4.9 和 5.1 二分查找最接近的消息：时间相同时可能取其中任意一条，晚于最后一条时取最后一条。5.3 取该时间\
           及之后的第一条，没有则为 Max（T-7）。",
};

fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &EN,
        Language::Zh => &ZH,
    }
}

#[derive(Serialize)]
struct Row {
    cells: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    back: Option<String>,
}

#[derive(Serialize)]
struct Table {
    title: String,
    heads: Vec<String>,
    rows: Vec<Row>,
    /// Said below it, or instead of it.
    note: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    csv: String,
}

/// The history that answers what comes behind `ASKED`: the group, the language, the lab's moment, its
/// journal.
pub fn answer(asked: &str) -> Option<String> {
    let parts: Vec<&str> = asked.splitn(4, '\n').collect();
    let [group, tag, until, journal] = parts[..] else { return None };
    let (journal, group) = (Journal::parse(journal).ok()?, Name::from(group));
    let moves = history(&journal, VirtualTime(until.parse().ok()?), &group);
    let words = words(Language::from_tag(tag));
    let note = if moves.is_empty() { words.nothing } else { "" };
    Some(to_json(&Table {
        title: (words.title)(&group),
        heads: words.heads.map(String::from).to_vec(),
        rows: moves
            .iter()
            .rev()
            .map(|of| Row { cells: cells(of, words), back: of.back(&group).map(|back| to_json(&[back])) })
            .collect(),
        note: note.to_string(),
        csv: history_csv(&group, &moves),
    }))
}

fn offset_or(offset: Option<QueueOffset>, none: &str) -> String {
    offset.map_or_else(|| none.to_string(), |offset| number(offset.0))
}

fn cells(of: &Move, words: &Words) -> Vec<String> {
    let [by, why] = (words.cause)(of.cause);
    let queues = of.queues.iter().map(|moved| {
        format!("{}: {} → {}", moved.name, offset_or(moved.from, words.none), offset_or(moved.to, words.none))
    });
    Vec::from([
        format!("{}\n{} UTC", clock(of.at.0), date(of.at_ms)),
        of.topic.to_string(),
        queues.collect::<Vec<_>>().join("\n"),
        by.to_string(),
        format!("{why} ({})", of.rule),
    ])
}

/// A history as CSV, oldest first, a line for each queue; its words are for programs.
pub fn history_csv(group: &Name, moves: &[Move]) -> String {
    let mut csv = String::from("at_us,utc,group,topic,queue,from,to,by,why,rule\r\n");
    let offset = |offset: Option<QueueOffset>| offset.map_or_else(String::new, |offset| offset.to_string());
    for of in moves {
        let [by, why] = (EN.cause)(of.cause);
        for moved in &of.queues {
            let (from, to) = (offset(moved.from), offset(moved.to));
            csv.push_str(&format!(
                "{},{},{group},{},{},{from},{to},{by},{why},{}\r\n",
                of.at.0,
                date(of.at_ms),
                of.topic,
                moved.name,
                of.rule
            ));
        }
    }
    csv
}

/// The search that answers what comes behind `SEARCH_ASKED`: the topic, the time, the language, the lab's
/// moment, its journal.
pub fn search_answer(asked: &str) -> Option<String> {
    let parts: Vec<&str> = asked.splitn(5, '\n').collect();
    let [topic, time, tag, until, journal] = parts[..] else { return None };
    let (journal, topic) = (Journal::parse(journal).ok()?, Name::from(topic));
    let time = EpochMs(time.parse().ok()?);
    let mut timeline = Timeline::from_journal(journal);
    timeline.run_until(VirtualTime(until.parse().ok()?), &mut ());
    let found = time_search(timeline.world(), timeline.journal(), &topic, time);
    let language = Language::from_tag(tag);
    let (words, text) = (words(language), language.text());
    let mut heads = words.search_heads.map(String::from).to_vec();
    heads.push(words.here.to_string());
    heads.extend(COMPARED.map(|profile: Profile| (text.profile)(profile).short.to_string()));
    let rows = found.iter().map(|of| Row { cells: search_cells(of, words), back: None });
    Some(to_json(&Table {
        title: (words.search)(&topic, &date(time)),
        heads,
        rows: rows.collect(),
        note: words.same.to_string(),
        csv: String::new(),
    }))
}

fn search_cells(of: &Found, words: &Words) -> Vec<String> {
    let around = of.around.iter().map(|(offset, at)| {
        let at = date(*at);
        format!("{}  {}", number(offset.0), at.split(' ').next_back().unwrap_or_default())
    });
    let mut cells =
        Vec::from([of.queue.clone(), (words.lies)(of.lies), around.collect::<Vec<_>>().join("\n")]);
    cells.push(offset_or(of.here, words.unknown));
    cells.extend(of.others.map(|offset| offset_or(offset, words.unknown)));
    cells
}
