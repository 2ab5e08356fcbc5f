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
    let plain = without_entities(plain);
    let mut plain = without_marks(plain);
    // What is left of grep's colours where a page has dropped the control characters.
    if plain.contains("[01;31m") {
        for code in ["[01;31m", "[m", "[K"] {
            plain = plain.replace(code, "");
        }
    }
    plain
}

/// What a page's source has for a letter.
const ENTITIES: [(&str, &str); 9] = [
    ("&nbsp;", " "),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&#37;", "%"),
    ("&#35;", "#"),
    ("&amp;", "&"),
];
/// Quotation marks of a text program, and the lines of a box: no shell, table or name has them.
const DRAWN: [(char, char); 7] =
    [('“', '"'), ('”', '"'), ('‘', '\''), ('’', '\''), ('│', ' '), ('┃', ' '), ('║', ' ')];

fn without_entities(mut plain: String) -> String {
    if plain.contains('&') {
        for (entity, letter) in ENTITIES {
            plain = plain.replace(entity, letter);
        }
    }
    for (drawn, letter) in DRAWN {
        if plain.contains(drawn) {
            plain = plain.replace(drawn, letter.encode_utf8(&mut [0; 4]));
        }
    }
    plain
}

/// Without the mark that every line begins with: of a quotation, or of what a change adds.
fn without_marks(mut plain: String) -> String {
    for mark in ['>', '+', '>'] {
        let mut lines = plain.lines().filter(|line| !line.trim().is_empty()).peekable();
        if lines.peek().is_none() || !lines.all(|line| line.starts_with(mark)) {
            continue;
        }
        let line = |line: &str| {
            line.strip_prefix(mark).map_or(line, |rest| rest.strip_prefix(' ').unwrap_or(rest)).into()
        };
        plain = plain.split('\n').map(line).collect::<Vec<String>>().join("\n");
    }
    plain
}

/// Lines that say nothing about queues.
const TOTALS: [&str; 10] = [
    "Consume TPS:",
    "Consume Diff Total:",
    "Consume Inflight Total:",
    "Diff Total:",
    "Topic Put TPS:",
    "RocketMQLog:",
    "OpenJDK ",
    "Java HotSpot",
    "Picked up ",
    "--",
];

/// Whether a line is passed over without being counted.
pub(crate) fn says_nothing(line: &str) -> bool {
    let is_fence = line.starts_with("```") && !line.contains(' ');
    let is_rule = !line.is_empty() && line.chars().all(|c| "|-:+= ".contains(c));
    line.is_empty() || is_fence || is_rule || TOTALS.iter().any(|total| line.starts_with(total))
}
