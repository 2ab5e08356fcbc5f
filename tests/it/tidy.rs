//! The shape of the source: layers, heads, sizes, names. Not here: anything that the compiler or clippy says.
//!
//! Invariant: a layer names only the layers to its left; each file says what it is; none is longer than can
//! be read.

use std::fs;
use std::path::PathBuf;

/// In order: each may use those before it.
const LAYERS: [&str; 11] = [
    "engine",
    "sim",
    "import",
    "projection",
    "terminal",
    "lesson",
    "storage",
    "indexed_db",
    "player",
    "ui",
    "embed",
];
/// Layers that the command line may use: the pure ones, and what draws the board.
const PURE: usize = 7;
const DRAWS: &str = "ui";
const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 70;
/// Of an arm in a function that is a table.
const ARM_LINES_MAX: usize = 15;
const BANNED_NAMES: [&str; 5] = ["helper", "util", "manager", "data", "info"];

/// Every Rust file below `folder`, as path from the package's root and text.
pub fn rust_files(folder: &str) -> Vec<(PathBuf, String)> {
    let root = crate::root();
    let mut files = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push((
                    path.strip_prefix(&root).unwrap().to_path_buf(),
                    fs::read_to_string(&path).unwrap(),
                ));
            }
        }
    }
    files.sort();
    files
}

fn all_files() -> Vec<(PathBuf, String)> {
    ["src", "tests", "benches"].iter().flat_map(|folder| rust_files(folder)).collect()
}

#[test]
fn a_layer_uses_only_the_layers_to_its_left() {
    let mut wrong = Vec::new();
    for (path, text) in rust_files("src") {
        let mut below_src = path.iter().skip(1).filter(|part| *part != "core" && *part != "forms");
        let folder = below_src.next().unwrap().to_str().unwrap();
        let allowed = match LAYERS.iter().position(|layer| *layer == folder.trim_end_matches(".rs")) {
            Some(own) => own + 1,
            None if folder == "cli" => PURE,
            None => continue,
        };
        let draws = |layer: &&&str| folder == "cli" && **layer == DRAWS;
        for (i, line) in text.lines().enumerate() {
            let used =
                LAYERS[allowed..].iter().filter(|layer| !draws(layer)).find(|layer| names_layer(line, layer));
            wrong.extend(used.map(|layer| format!("{}:{}: uses {layer}", path.display(), i + 1)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a line of source names a layer: `crate::ui`, `crate::{sim, ui}` or `offset_lab::ui`.
fn names_layer(line: &str, layer: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words = |text: &str| text.split(|c| !is_word(c)).map(str::to_string).collect::<Vec<_>>();
    ["crate::", "offset_lab::"].iter().any(|prefix| {
        line.split(prefix).skip(1).any(|rest| match rest.strip_prefix('{') {
            Some(list) => words(list).iter().any(|word| word == layer),
            None => words(rest)[0] == layer,
        })
    })
}

#[test]
fn a_forbidden_use_is_noticed() {
    for line in ["use crate::ui::App;", "    crate::{engine, ui}", "pub use offset_lab::ui;"] {
        assert!(names_layer(line, "ui"), "{line}");
    }
    assert!(!names_layer("use crate::sim::{ui_of}; // ui", "ui"));
    assert!(!names_layer("use crate::sim::ui;", "ui"));
}

#[test]
fn every_file_says_what_it_is() {
    for (path, text) in all_files() {
        assert!(text.starts_with("//! "), "{} has no //! head", path.display());
    }
}

#[test]
fn no_file_and_no_function_is_too_long() {
    let mut wrong = Vec::new();
    for (path, text) in all_files() {
        let lines: Vec<&str> = text.lines().collect();
        if lines.len() > FILE_LINES_MAX {
            wrong.push(format!("{} has {} lines", path.display(), lines.len()));
        }
        for (i, line) in lines.iter().enumerate().filter(|(_, line)| begins_function(line)) {
            let indent = &line[..line.len() - line.trim_start().len()];
            let end = lines[i..].iter().position(|line| **line == format!("{indent}}}")).unwrap_or(0);
            if end + 1 > FUNCTION_LINES_MAX && !is_table(&lines[i..=i + end]) {
                wrong.push(format!("{}:{}: a function of {} lines", path.display(), i + 1, end + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a function is nothing but one `match` of short arms: that is not long, it is a table.
fn is_table(function: &[&str]) -> bool {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let Some(body) = function.iter().position(|line| line.ends_with('{')).map(|last| last + 1) else {
        return false;
    };
    let inner = depth(function[0]) + 4;
    let [first, arms @ .., close, _] = &function[body..] else { return false };
    let is_match = depth(first) == inner && first.trim_start().starts_with("match ") && first.ends_with('{');
    // Each arm begins where the match's own lines are one step further in; patterns on lines of their own
    // belong to theirs.
    let starts =
        |line: &&str| depth(line) == inner + 4 && !line.trim_start().starts_with(['}', ')', '|', '.']);
    let begins: Vec<usize> = (0..arms.len()).filter(|i| starts(&arms[*i])).chain([arms.len()]).collect();
    is_match
        && **close == format!("{}}}", " ".repeat(inner))
        && begins.windows(2).all(|arm| arm[1] - arm[0] <= ARM_LINES_MAX)
}

#[test]
fn a_long_function_is_exempt_only_where_it_is_a_table() {
    let arms = ["        1 => {", "            2", "        }", "        _ => 3,"].repeat(30);
    let table = |tail: &'static str| -> Vec<&'static str> {
        ["fn words(", "    of: u8,", ") -> u8 {", "    match of {"]
            .into_iter()
            .chain(arms.clone())
            .chain(["    }", tail])
            .collect()
    };
    assert!(is_table(&table("}")));
    let before: Vec<&str> =
        ["fn words() {", "    let of = 1;"].into_iter().chain(table("}").split_off(3)).collect();
    assert!(!is_table(&before), "something comes before the match");
    let long: Vec<&str> = ["fn words() {", "    match of {", "        1 => {"]
        .into_iter()
        .chain(["            work();"; 80])
        .chain(["        }", "    }", "}"])
        .collect();
    assert!(!is_table(&long), "an arm is long");
}

/// A function with a body of more than this line.
fn begins_function(line: &str) -> bool {
    let words = line.trim_start();
    let is_function = words.starts_with("fn ")
        || words.starts_with("pub") && words.contains(" fn ")
        || words.starts_with("async fn ");
    is_function && !words.ends_with(';') && !words.ends_with('}')
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    for (path, _) in all_files() {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_string();
        let banned = stem.split('_').find(|word| BANNED_NAMES.contains(&word.trim_end_matches('s')));
        assert_eq!(banned, None, "{}", path.display());
    }
}
