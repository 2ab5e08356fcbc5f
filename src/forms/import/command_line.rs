//! A command line within a text: which command, of which group and topic. Not here: what it prints.
//!
//! Invariant: whatever stands before the tool's name (a prompt, `docker exec -t`, `kubectl … --`) is passed
//! over; a name that a shell would still fill in is none.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Sub-commands that are known without the tool's name before them.
const KNOWN: [&str; 7] = [
    "consumerprogress",
    "topicstatus",
    "brokerconsumestats",
    "consumerstatus",
    "resetoffsetbytime",
    "clusterlist",
    "brokerstatus",
];
/// The tools.
const TOOLS: [&str; 2] = ["mqadmin", KAFKA];
const KAFKA: &str = "kafka-consumer-groups";

/// A command and its options.
#[derive(Clone, Default)]
pub(crate) struct CommandLine {
    /// In lower case, as old versions take it.
    pub name: String,
    pub group: Option<String>,
    pub topic: Option<String>,
    pub time: Option<String>,
    pub offset: Option<String>,
    /// As it was written, for remarks.
    pub text: String,
}

/// The command of a line, which may be several that a shell joins.
pub(crate) fn command_line(line: &str) -> Option<CommandLine> {
    let lower = line.to_ascii_lowercase();
    let after = TOOLS.iter().find_map(|tool| {
        let at = lower.find(tool)?;
        line[at..].find(char::is_whitespace).map(|end| (*tool, &line[at + end..]))
    });
    let rest = match after {
        Some((KAFKA, rest)) => &alloc::format!("{KAFKA} {rest}"),
        Some((_, rest)) => rest.trim_start(),
        None => KNOWN.iter().find_map(|name| {
            let at = lower.find(name)?;
            line[at + name.len()..].trim_start().starts_with('-').then(|| &line[at..])
        })?,
    };
    // What the shell would do with it is another's work: `|` and what follows, quotes left open in prose.
    let rest = rest.split(" |").next().unwrap_or(rest);
    let words = shlex::split(rest).unwrap_or_else(|| {
        rest.split_whitespace().map(|word| word.trim_matches(['"', '\'', '\\']).to_string()).collect()
    });
    let name = words.first()?.to_ascii_lowercase();
    let is_alone = words.len() == 1 && KNOWN.contains(&name.as_str());
    let has_options = words.get(1).is_some_and(|word| word.starts_with('-'));
    if !(has_options || is_alone) {
        return None;
    }
    let option = |names: &[&str]| value_of(&words, names);
    Some(CommandLine {
        group: option(&["-g", "--group", "--groupName"]).filter(|name| is_name(name)),
        topic: option(&["-t", "--topic", "--topicName"]).filter(|name| is_name(name)),
        time: option(&["-s", "--timestamp"]),
        offset: option(&["-o", "--offset"]),
        name,
        text: words.join(" "),
    })
}

/// Whether this is a name and no `$GROUP` or `<group>`.
fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(['$', '<', '>', '{', '`'])
}

/// The value behind an option, or behind its `=`.
fn value_of(words: &[String], names: &[&str]) -> Option<String> {
    words.iter().enumerate().find_map(|(at, word)| {
        let (name, value) =
            word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value)));
        let value = value.or_else(|| words.get(at + 1).map(String::as_str));
        let value = value.filter(|_| names.contains(&name))?;
        Some(value.trim_matches(['`', ':', ';', ',']).to_string())
    })
}

/// Whether a line goes on in the next one: behind `\`, or behind PowerShell's or cmd's mark.
pub(crate) fn goes_on(line: &str) -> bool {
    line.ends_with(['\\', '`', '^'])
}

/// A line without its mark.
pub(crate) fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines.map(|line| line.trim().trim_end_matches(['\\', '`', '^'])).collect::<Vec<_>>().join(" ")
}
