//! What the page asks its importer, a program of its own that it loads when somebody imports, and the answer.
//! Not here: loading it (`player::importer`).
//!
//! Invariant: strings one behind the other, each behind its length in bytes; what is no such thing is no
//! string.

use crate::engine::ids::EpochMs;
use crate::import::{Given, Remark, Source, Wanted, read_cluster};
use crate::sim::formats::journal::{JournalHeader, to_json};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Remarks about what could not be read.
const REMARKS_SHOWN: usize = 9;

/// The answer's first string: a lab, then its broker and the scenario.
pub const LAB: &str = "lab";
/// What is wanted, then the words, then the candidates.
pub const WANTED: [(&str, Wanted); 3] =
    [("group", Wanted::Group), ("topic", Wanted::Topic), ("broker", Wanted::Broker)];
/// Why there is no lab.
pub const NOTHING: &str = "nothing";

/// Strings as one.
pub fn pack<'a>(strings: impl IntoIterator<Item = &'a str>) -> String {
    let mut packed = String::new();
    for string in strings {
        packed.push_str(&string.len().to_string());
        packed.push('\n');
        packed.push_str(string);
    }
    packed
}

/// Those strings.
pub fn unpack(mut packed: &str) -> Vec<&str> {
    let mut strings = Vec::new();
    while let Some((bytes, rest)) = packed.split_once('\n') {
        let Some((string, rest)) = bytes.parse().ok().and_then(|bytes| rest.split_at_checked(bytes)) else {
            break;
        };
        strings.push(string);
        packed = rest;
    }
    strings
}

/// The question: texts with their names, what a person said, when they were written, and the language of the
/// answer.
pub fn question(
    texts: &[(String, String)],
    given: &Given,
    written: Option<EpochMs>,
    language: &str,
) -> String {
    let written = written.map_or(String::new(), |at| at.0.to_string());
    let (groups, topics) = (given.groups.join("\n"), given.topics.join("\n"));
    let zone = given.zone.unwrap_or(0).to_string();
    let head = [&written, given.broker.as_deref().unwrap_or_default(), &groups, &topics, &zone, language];
    pack(head.into_iter().chain(texts.iter().flat_map(|(name, text)| [&**name, &**text])))
}

/// The answer to a question.
pub fn answer(question: &str) -> String {
    let strings = unpack(question);
    let [written, broker, groups, topics, zone, language, texts @ ..] = &strings[..] else {
        return pack([NOTHING, ""]);
    };
    let listed =
        |names: &str| names.split('\n').filter(|name| !name.is_empty()).map(ToString::to_string).collect();
    let given = Given {
        broker: Some(broker.to_string()).filter(|broker| !broker.is_empty()),
        groups: listed(groups),
        topics: listed(topics),
        zone: zone.parse().ok(),
    };
    let is_chinese = language.starts_with("zh");
    let sources: Vec<Source<'_>> =
        texts.chunks_exact(2).map(|pair| Source { name: pair[0], subject: None, text: pair[1] }).collect();
    let mut cluster = read_cluster(&sources, &given);
    // One text's name is in the title already.
    let told = |remark: &Remark| match sources.len() {
        1 => Remark { file: String::new(), ..remark.clone() }.told(is_chinese),
        _ => remark.told(is_chinese),
    };
    if let Some(asked) = cluster.questions.first() {
        let kind =
            WANTED.iter().find(|(_, wanted)| *wanted == asked.wanted).map_or(NOTHING, |(kind, _)| kind);
        let words = told(&asked.remark);
        return pack([kind, &words].into_iter().chain(asked.candidates.iter().map(String::as_str)));
    }
    if cluster.is_empty() {
        let said: Vec<String> = cluster.remarks.iter().take(REMARKS_SHOWN).map(told).collect();
        return pack([NOTHING, &said.join("\n")]);
    }
    let profile = cluster.choose_profile(None);
    // Texts that nobody dated are of the latest time in them.
    let undated = || cluster.latest_time().unwrap_or(JournalHeader::new(profile, 1).start_ms);
    let start = written.parse().map_or_else(|_| undated(), EpochMs);
    let scenario = cluster.to_scenario("", profile, start);
    pack([LAB, cluster.broker.as_deref().unwrap_or_default(), &to_json(&scenario)])
}
