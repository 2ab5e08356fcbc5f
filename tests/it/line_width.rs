//! Comments fit the width of `rustfmt.toml`, which rustfmt does not see to. Not here: code, which it wraps
//! itself.
//!
//! Invariant: a comment line has at most that many characters. A table's row may be longer: it can't be
//! wrapped.

use crate::tidy::rust_files;

fn max_width() -> usize {
    let text = std::fs::read_to_string(crate::root().join("rustfmt.toml")).unwrap();
    let value = text.lines().find_map(|line| line.strip_prefix("max_width = ")).expect("rustfmt.toml has it");
    value.parse().expect("a number")
}

/// Whether a line is a comment that can be wrapped.
fn is_prose(line: &str) -> bool {
    let comment =
        line.trim_start().strip_prefix("//").map(|rest| rest.trim_start_matches(['/', '!']).trim_start());
    comment.is_some_and(|words| !words.starts_with('|') && words.contains(' '))
}

#[test]
fn comments_fit_the_width() {
    let width = max_width();
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for (path, text) in rust_files(folder) {
            for (i, line) in text.lines().enumerate() {
                if is_prose(line) && line.chars().count() > width {
                    wrong.push(format!("{}:{}: {} characters", path.display(), i + 1, line.chars().count()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn tables_and_code_are_left_alone() {
    for (line, prose) in [
        ("    /// A sentence.", true),
        ("//! Two words", true),
        ("//! | a | b |", false),
        ("// https://example.org/a", false),
        ("let x = 1; // why", false),
    ] {
        assert_eq!(is_prose(line), prose, "{line}");
    }
}
