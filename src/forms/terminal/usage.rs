//! How a sub-command is used, as the library of `mqadmin` prints it. Not here: the options (`options`).
//!
//! Invariant: no line is wider than 110 letters but where a single word is.

use crate::engine::profile::Profile;
use crate::terminal::options::{Opt, Sub};
use alloc::string::String;
use alloc::vec::Vec;

const WIDTH: usize = 110;
/// What follows a wrapped first line stands behind `usage: `.
const USAGE: usize = 7;

/// The page.
pub(super) fn usage(sub: Sub, profile: Profile) -> String {
    let mut options = sub.options(profile);
    options.sort_by_key(|option| option.key().to_ascii_lowercase());
    let mut page = String::new();
    wrap(&mut page, &first_line(sub, &options), USAGE);
    let names: Vec<String> = options.iter().map(names_of).collect();
    let widest = names.iter().map(String::len).max().unwrap_or_default() + 3;
    for (name, option) in names.iter().zip(&options) {
        let mut line = name.clone();
        pad(&mut line, widest);
        line.push_str(option.says);
        wrap(&mut page, &line, widest);
    }
    page
}

/// `-c,--cluster <arg>`, behind a space.
fn names_of(option: &Opt) -> String {
    let mut names = String::from(" ");
    if option.short.is_empty() {
        names.push_str("   --");
    } else {
        names.push_str(&["-", option.short, ",--"].concat());
    }
    names.push_str(option.long);
    names.push_str(if option.takes { " <arg>" } else { "" });
    names
}

fn first_line(sub: Sub, options: &[Opt]) -> String {
    let mut line = ["usage: mqadmin ", sub.name()].concat();
    let mut had_either = false;
    for option in options {
        line.push(' ');
        let name = match option.short {
            "" => ["--", option.long].concat(),
            short => ["-", short].concat(),
        };
        let name = [name.as_str(), if option.takes { " <arg>" } else { "" }].concat();
        if option.either {
            // The other one of the two leaves only its space.
            let both: Vec<String> = options
                .iter()
                .filter(|option| option.either && !had_either)
                .map(|option| ["-", option.short, " <arg>"].concat())
                .collect();
            line.push_str(&both.join(" | "));
            had_either = true;
        } else if option.needed {
            line.push_str(&name);
        } else {
            line.push_str(&["[", &name, "]"].concat());
        }
    }
    line
}

fn pad(line: &mut String, to: usize) {
    while line.len() < to {
        line.push(' ');
    }
}

/// A line, which goes on `indent` letters further right in the next one where it is too wide.
fn wrap(page: &mut String, line: &str, indent: usize) {
    let mut rest = String::from(line);
    loop {
        let Some(at) = wrap_at(&rest).map(|at| if at + 1 == indent { WIDTH } else { at }) else {
            page.push_str(rest.trim_end());
            return page.push('\n');
        };
        page.push_str(rest[..at].trim_end());
        page.push('\n');
        let mut next = String::new();
        pad(&mut next, indent);
        next.push_str(rest[at..].trim());
        rest = next;
    }
}

/// Behind which letter a line ends: the last space that fits, or else the first one that does not.
fn wrap_at(line: &str) -> Option<usize> {
    let letters = line.as_bytes();
    if WIDTH >= letters.len() {
        return None;
    }
    let fits = (1..=WIDTH).rev().find(|at| letters[*at] == b' ');
    fits.or_else(|| (WIDTH..letters.len()).find(|at| letters[*at] == b' '))
}
