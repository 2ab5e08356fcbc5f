//! A lab in a link: `1.` and the base64url of the raw deflate of a scenario's JSON, as the page makes and
//! reads it (`www/share.js`). Not here: what a scenario is (`sim::formats`).
//!
//! Invariant: whatever a link holds, no more is unpacked than `LINK_TEXT_BYTES_MAX`, and what comes out of it
//! has passed the reader of a scenario file.

use crate::cli::{Failure, parse_time, read, say};
use crate::engine::ids::VirtualTime;
use crate::engine::limits::{LINK_CHARS_MAX, LINK_TEXT_BYTES_MAX};
use crate::lesson::Lesson;
use crate::lesson::format::LESSON_FORMATS;
use crate::sim::formats::journal::{Journal, ParseError, SCENARIO_FORMAT, Scenario, to_json};
use crate::storage::checkpoint::engine_id;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
use std::fmt;
use std::path::PathBuf;

/// What a link begins with, after `#s=`.
const VERSION: &str = "1.";
/// The part of an address that holds a lab.
const IN_ADDRESS: &str = "#s=";
/// How hard it is tried to make a link short: as hard as it can be.
const LEVEL: u8 = 10;

/// The arguments of `link`.
#[derive(clap::Args)]
pub(super) struct LinkArguments {
    /// A scenario (.json), a lesson (.json) or a journal (.jsonl)
    #[arg(required_unless_present = "open")]
    file: Option<PathBuf>,
    /// Virtual time at which the link opens: 500ms, 60s, 5m, 2h; absent: as the file says
    #[arg(long, value_parser = parse_time, conflicts_with = "open")]
    at: Option<VirtualTime>,
    /// A link, or its part behind `#s=`: writes the lab in it as a scenario
    #[arg(long, value_name = "LINK", conflicts_with = "file")]
    open: Option<String>,
    /// Where to write; absent: to stdout
    #[arg(short)]
    out: Option<PathBuf>,
}

/// Why a lab does not fit into a link, or a link is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkFault {
    /// It has another version, or none.
    Version,
    /// More characters, or more bytes unpacked, than a link may have.
    Large,
    /// It was cut or changed on its way.
    Broken,
    /// What is in it is no lab.
    Lab(ParseError),
}

impl fmt::Display for LinkFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LinkFault::Version => write!(f, "it does not begin with \"{VERSION}\""),
            LinkFault::Large => write!(
                f,
                "too large: it may have {LINK_CHARS_MAX} characters, and {LINK_TEXT_BYTES_MAX} bytes unpacked; \
                 a file has room for more"
            ),
            LinkFault::Broken => write!(f, "incomplete, or changed on its way"),
            LinkFault::Lab(error) => write!(f, "{error}"),
        }
    }
}

pub(super) fn link(arguments: &LinkArguments) -> Result<(), Failure> {
    let text = match (&arguments.open, &arguments.file) {
        (Some(link), _) => opened(link).map(|scenario| to_json(&scenario)).map_err(Failure::Link)?,
        (None, Some(path)) => {
            let text = read(path)?;
            let scenario = scenario_of(&text).map_err(|error| Failure::Parse(path.clone(), error))?;
            let open_at_us = arguments.at.unwrap_or(scenario.open_at_us);
            payload(&Scenario { open_at_us, ..scenario }).map_err(Failure::Link)?
        }
        (None, None) => return Ok(()),
    };
    match &arguments.out {
        Some(path) => std::fs::write(path, text).map_err(|error| Failure::Write(path.clone(), error)),
        None => {
            say(text);
            Ok(())
        }
    }
}

/// A scenario, a lesson at its beginning, or a journal at its last command.
fn scenario_of(text: &str) -> Result<Scenario, ParseError> {
    if text.contains(SCENARIO_FORMAT) {
        return Scenario::parse(text);
    }
    let (title, journal, open_at_us) = if text.contains(LESSON_FORMATS) {
        let lesson = Lesson::parse(text)?;
        (lesson.title.clone(), lesson.to_journal(), VirtualTime(lesson.begin_us))
    } else {
        let journal = Journal::parse(text)?;
        let last = journal.entries.last().map(|entry| entry.at_us).unwrap_or_default();
        (Default::default(), journal, last)
    };
    Ok(Scenario { open_at_us, ..journal.into_scenario(title) })
}

/// A lab's part of a link, made by this engine.
pub fn payload(scenario: &Scenario) -> Result<String, LinkFault> {
    let json = to_json(&Scenario { engine: Some(engine_id()), ..scenario.clone() });
    if json.len() > LINK_TEXT_BYTES_MAX {
        return Err(LinkFault::Large);
    }
    let payload = packed(&json);
    if payload.len() > LINK_CHARS_MAX { Err(LinkFault::Large) } else { Ok(payload) }
}

/// Any text as a link has it, however long.
pub fn packed(text: &str) -> String {
    VERSION.to_string() + &URL_SAFE_NO_PAD.encode(compress_to_vec(text.as_bytes(), LEVEL))
}

/// The lab in a link, of which any address may stand before `#s=`.
pub fn opened(link: &str) -> Result<Scenario, LinkFault> {
    let payload = link.split_once(IN_ADDRESS).map_or(link, |(_, payload)| payload);
    Scenario::parse(&unpacked(payload.trim(), LINK_CHARS_MAX, LINK_TEXT_BYTES_MAX)?).map_err(LinkFault::Lab)
}

/// The text in a link of at most so many characters, if it has at most so many bytes. There is never room for
/// more of it.
pub fn unpacked(payload: &str, chars_max: usize, bytes_max: usize) -> Result<String, LinkFault> {
    let packed = payload.strip_prefix(VERSION).ok_or(LinkFault::Version)?;
    if payload.len() > chars_max {
        return Err(LinkFault::Large);
    }
    let packed = URL_SAFE_NO_PAD.decode(packed).map_err(|_| LinkFault::Broken)?;
    let mut text = vec![0; bytes_max];
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, read, written) = decompress(&mut DecompressorOxide::new(), &packed, &mut text, 0, flags);
    match status {
        TINFLStatus::HasMoreOutput => return Err(LinkFault::Large),
        TINFLStatus::Done if read == packed.len() => text.truncate(written),
        _ => return Err(LinkFault::Broken),
    }
    String::from_utf8(text).map_err(|_| LinkFault::Broken)
}
