//! A text from outside made plain: bytes to characters, without colours and NULs. Not here: what its lines
//! say.
//!
//! Invariant: no line is lost or added, so that a remark's line number is the file's.

use alloc::string::String;
use alloc::vec::Vec;

/// The text in a file: UTF-16 with its mark, or as Windows' shells write it; else UTF-8.
pub fn decode(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        String::from_utf16_lossy(
            &bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect::<Vec<_>>(),
        )
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [first, 0, second, 0, ..] if *first > 0 && *second > 0 => wide(bytes, u16::from_le_bytes),
        _ => String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).into_owned(),
    }
}

/// Without a terminal's colours, NULs and the mark of UTF-8.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\u{1b}', '\0', '\u{feff}']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = match rest.strip_prefix("\u{1b}[") {
            Some(code) => code.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';' || c == '?'),
            None => rest,
        };
        // The last letter of a colour, or the mark itself.
        let mut characters = rest.chars();
        characters.next();
        rest = characters.as_str();
    }
    plain.push_str(rest);
    // What is left of grep's colours where a page has dropped the control characters.
    if plain.contains("[01;31m") {
        for code in ["[01;31m", "[m", "[K"] {
            plain = plain.replace(code, "");
        }
    }
    plain
}

/// Lines that say nothing about queues.
const TOTALS: [&str; 11] = [
    "Consume TPS:",
    "Consume Diff Total:",
    "Consume Inflight Total:",
    "Diff Total:",
    "Topic Put TPS:",
    "RocketMQLog:",
    "OpenJDK ",
    "Java HotSpot",
    "Picked up ",
    "```",
    "--",
];

/// Whether a line is passed over without being counted.
pub(crate) fn says_nothing(line: &str) -> bool {
    line.is_empty() || TOTALS.iter().any(|total| line.starts_with(total))
}
