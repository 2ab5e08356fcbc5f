//! Journals and scenarios: the format `offset-lab-journal/1` and `offset-lab-scenario/1`. Not here: what a
//! command does.
//!
//! Invariant: text that is read from outside is capped before it is parsed, and every error names its place.

use crate::engine::ids::{EpochMs, VirtualTime};
use crate::engine::limits;
use crate::engine::ordered_map::OrderedMap;
use crate::engine::profile::Profile;
use crate::sim::command::Command;
use crate::sim::formats::json::from_json;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

/// The engine version that this build writes into headers.
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");
/// The name of the journal format.
pub const JOURNAL_FORMAT: &str = "offset-lab-journal/1";
/// The name of the scenario format.
pub const SCENARIO_FORMAT: &str = "offset-lab-scenario/1";

/// The first line of a journal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct JournalHeader {
    /// `offset-lab-journal/1`.
    pub format: String,
    /// Version of the engine that made it.
    #[serde(default = "engine_version")]
    pub engine: String,
    /// Whose rules hold.
    #[serde(default)]
    pub profile: Profile,
    /// Start of every actor's random stream.
    #[serde(default)]
    pub seed: u64,
    /// Broker's clock at virtual time 0.
    #[serde(default = "default_start_ms")]
    pub start_ms: EpochMs,
}

fn engine_version() -> String {
    ENGINE_VERSION.to_string()
}

/// 2025-01-01T00:00:00Z.
fn default_start_ms() -> EpochMs {
    EpochMs(1_735_689_600_000)
}

impl JournalHeader {
    /// A header of this build with the default start.
    pub fn new(profile: Profile, seed: u64) -> JournalHeader {
        JournalHeader {
            format: JOURNAL_FORMAT.to_string(),
            engine: engine_version(),
            profile,
            seed,
            start_ms: default_start_ms(),
        }
    }
}

/// One command and its time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct JournalEntry {
    /// Microseconds since the start; never less than the entry's before.
    pub at_us: VirtualTime,
    /// What was asked.
    pub command: Command,
}

/// A header and its commands in order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Journal {
    /// The first line.
    pub header: JournalHeader,
    /// The other lines.
    pub entries: Vec<JournalEntry>,
}

/// A journal with a title and a text per language: a file or a link that opens as a lab.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// `offset-lab-scenario/1`.
    pub format: String,
    /// Title per language (`en`, `zh`).
    pub title: OrderedMap<String, String>,
    /// What to look at, per language.
    #[serde(default, skip_serializing_if = "OrderedMap::is_empty")]
    pub text: OrderedMap<String, String>,
    /// Whose rules hold.
    #[serde(default)]
    pub profile: Profile,
    /// Start of every actor's random stream.
    #[serde(default)]
    pub seed: u64,
    /// Broker's clock at virtual time 0.
    #[serde(default = "default_start_ms")]
    pub start_ms: EpochMs,
    /// The speed that the page opens with, in hundredths: 100 is real time.
    #[serde(default = "default_speed", skip_serializing_if = "is_default_speed")]
    pub speed_percent: u32,
    /// The instant that the page opens at, so that there is something to see.
    #[serde(default, skip_serializing_if = "is_start")]
    pub open_at_us: VirtualTime,
    /// The engine that made it, where a page did: its numbers may differ in another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine: Option<String>,
    /// Commands in order of time.
    pub journal: Vec<JournalEntry>,
}

fn default_speed() -> u32 {
    100
}

fn is_start(at: &VirtualTime) -> bool {
    at.0 == 0
}

fn is_default_speed(speed: &u32) -> bool {
    *speed == default_speed()
}

impl Scenario {
    /// The journal that this scenario opens.
    pub fn to_journal(&self) -> Journal {
        self.clone().into_journal()
    }

    /// The same, of a scenario that is not needed any more.
    pub fn into_journal(self) -> Journal {
        let mut header = JournalHeader::new(self.profile, self.seed);
        header.start_ms = self.start_ms;
        Journal { header, entries: self.journal }
    }

    /// The title in this language, else in English, else any.
    pub fn title_in(&self, language: &str) -> &str {
        in_language(&self.title, language)
    }

    /// The text in this language, else in English, else any.
    pub fn text_in(&self, language: &str) -> &str {
        in_language(&self.text, language)
    }

    /// Reads a scenario file.
    #[inline]
    pub fn parse(text: &str) -> Result<Scenario, ParseError> {
        let scenario: Scenario = parse_json(text)?;
        expect_format(&scenario.format, SCENARIO_FORMAT)?;
        check_entries(&scenario.journal)?;
        check_queues(&scenario.journal)?;
        Ok(scenario)
    }
}

/// The text of a language, else the English one, else any.
pub fn in_language<'a>(texts: &'a OrderedMap<String, String>, language: &str) -> &'a str {
    texts
        .get(language)
        .or_else(|| texts.get("en"))
        .or_else(|| texts.values().next())
        .map_or("", String::as_str)
}

/// What is wrong with a text from outside, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParseError {
    /// From 1; 0 when the whole text is meant.
    pub line: usize,
    /// From 1; 0 when the whole line is meant.
    pub column: usize,
    /// What was expected and what was found.
    pub problem: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => f.write_str(&self.problem),
            (line, 0) => write!(f, "line {line}: {}", self.problem),
            (line, column) => write!(f, "line {line}, column {column}: {}", self.problem),
        }
    }
}

impl core::error::Error for ParseError {}

/// Parses one JSON text of at most `FILE_BYTES_MAX` bytes.
pub fn parse_json<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, ParseError> {
    check_size(text)?;
    from_json(text).map_err(|error| json_error(&error, 0))
}

/// Refuses a text that is too long before anything is allocated for it.
pub fn check_size(text: &str) -> Result<(), ParseError> {
    if text.len() <= limits::FILE_BYTES_MAX {
        return Ok(());
    }
    let problem = format!("the file has {} bytes; at most {} are read", text.len(), limits::FILE_BYTES_MAX);
    Err(ParseError { line: 0, column: 0, problem })
}

/// serde_json's error as ours; `lines_before` is added to its line.
pub fn json_error(error: &serde_json::Error, lines_before: usize) -> ParseError {
    let mut problem = error.to_string();
    if let Some(end) = problem.rfind(" at line ") {
        problem.truncate(end);
    }
    ParseError { line: lines_before + error.line().max(1), column: error.column(), problem }
}

fn expect_format(found: &str, expected: &str) -> Result<(), ParseError> {
    if found == expected {
        return Ok(());
    }
    Err(ParseError {
        line: 1,
        column: 0,
        problem: format!("the format is {found:?}; this reads {expected:?}"),
    })
}

/// A scenario is written to be opened, so a topic that no lab can have is a mistake of the file. (In a
/// journal it may be a command that was refused, and those stay.)
fn check_queues(entries: &[JournalEntry]) -> Result<(), ParseError> {
    let queues = entries.iter().enumerate().filter_map(|(i, entry)| {
        let Command::CreateTopic { queues, .. } = &entry.command else { return None };
        Some((i, *queues))
    });
    match queues.into_iter().find(|(_, queues)| !(1..=limits::QUEUES_MAX).contains(queues)) {
        Some((i, queues)) => {
            let most = limits::QUEUES_MAX;
            let problem = format!("entry {}: queues is {queues}; it must be from 1 to {most}", i + 1);
            Err(ParseError { line: 0, column: 0, problem })
        }
        None => Ok(()),
    }
}

fn check_entries(entries: &[JournalEntry]) -> Result<(), ParseError> {
    let problem = if entries.len() > limits::JOURNAL_ENTRIES_MAX {
        format!("the journal has {} entries; at most {} are read", entries.len(), limits::JOURNAL_ENTRIES_MAX)
    } else if let Some(i) = (1..entries.len()).find(|&i| entries[i].at_us < entries[i - 1].at_us) {
        let (now, before) = (entries[i].at_us.0, entries[i - 1].at_us.0);
        format!("entry {} is at_us {now}, before the entry ahead of it at {before}", i + 1)
    } else {
        return Ok(());
    };
    Err(ParseError { line: 0, column: 0, problem })
}

impl Journal {
    /// An empty journal.
    pub fn new(header: JournalHeader) -> Journal {
        Journal { header, entries: Vec::new() }
    }

    /// Reads JSON lines: the header, then an entry a line. Empty lines are skipped.
    #[inline]
    pub fn parse(text: &str) -> Result<Journal, ParseError> {
        check_size(text)?;
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let (_, first) = lines.next().ok_or(ParseError {
            line: 1,
            column: 0,
            problem: "the journal is empty".to_string(),
        })?;
        let header: JournalHeader = from_json(first).map_err(|error| json_error(&error, 0))?;
        expect_format(&header.format, JOURNAL_FORMAT)?;
        let mut entries = Vec::new();
        for (before, line) in lines {
            entries.push(from_json(line).map_err(|error| json_error(&error, before))?);
        }
        check_entries(&entries)?;
        Ok(Journal { header, entries })
    }

    /// The same as a scenario.
    pub fn into_scenario(self, title: OrderedMap<String, String>) -> Scenario {
        Scenario {
            format: SCENARIO_FORMAT.to_string(),
            title,
            text: OrderedMap::new(),
            profile: self.header.profile,
            seed: self.header.seed,
            start_ms: self.header.start_ms,
            speed_percent: default_speed(),
            open_at_us: VirtualTime(0),
            engine: None,
            journal: self.entries,
        }
    }

    /// The journal as JSON lines.
    #[inline]
    pub fn to_text(&self) -> String {
        let mut text = to_json(&self.header);
        for entry in &self.entries {
            text.push('\n');
            text.push_str(&to_json(entry));
        }
        text.push('\n');
        text
    }
}

/// JSON of plain data. Our types have string keys or integer keys only, so it can't fail.
pub fn to_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
