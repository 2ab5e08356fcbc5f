//! The rules that the project cites are in `docs/rules.md`. Not here: whether the lab obeys them.
//!
//! Invariant: every id that is cited anywhere is a heading of that file, and no two headings have the same
//! anchor.

use crate::tidy::rust_files;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The file with the rules.
const RULES_FILE: &str = "docs/rules.md";
/// Fewer cited ids than this and the search for them is broken.
const CITED_MIN: usize = 170;

/// `R-RET-3` as family and number.
type Id = (String, u32);

/// The digits at the beginning of `text`, and how many bytes they are.
fn digits(text: &str) -> Option<(u32, usize)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, end))
}

/// The id at the beginning of `text`, and how many bytes it has.
fn id_at(text: &str) -> Option<(Id, usize)> {
    let family = ["SD-", "T-", "V-"].into_iter().find(|family| text.starts_with(family)).map(str::len);
    let family = family.or_else(|| {
        let name = text.strip_prefix("R-")?;
        let end = name.find(|c: char| !c.is_ascii_uppercase()).filter(|end| *end > 0)?;
        name[end..].starts_with('-').then_some("R-".len() + end + 1)
    })?;
    let (number, length) = digits(&text[family..])?;
    let end = family + length;
    let is_whole = !text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    is_whole.then(|| ((text[..family].to_string(), number), end))
}

/// `text` behind `separator`, which may have blanks and the marks of a comment's next line around it.
fn behind<'a>(text: &'a str, separator: &str) -> Option<&'a str> {
    let blank = |c: char| c.is_whitespace() || c == '/' || c == '!';
    Some(text.trim_start_matches(blank).strip_prefix(separator)?.trim_start_matches(blank))
}

/// What follows an id: the number that a range ends with, as in `R-RET-1 to R-RET-6`, `R-RET-1…12` or
/// `R-RET-1 – R-RET-6`.
fn range_end(family: &str, rest: &str) -> Option<u32> {
    let whole = |rest: &str| id_at(rest).filter(|(id, _)| id.0 == family).map(|(id, _)| id.1);
    let signs = ["…", "...", "–"].into_iter().filter_map(|sign| behind(rest, sign));
    let by_sign = signs.filter_map(|rest| whole(rest).or_else(|| digits(rest).map(|(end, _)| end))).next();
    by_sign.or_else(|| behind(rest, "to").and_then(whole))
}

/// Every id that a text cites, ranges and lists such as `R-INIT-3/4/7` written out.
fn citations(text: &str) -> Vec<Id> {
    let mut found = Vec::new();
    let (mut rest, mut before) = (text, ' ');
    while let Some(c) = rest.chars().next() {
        let begins = !before.is_alphanumeric() && !"_-".contains(before);
        if let Some(((family, number), length)) = id_at(rest).filter(|_| begins) {
            rest = &rest[length..];
            before = '0';
            let mut last = number;
            if let Some(end) = range_end(&family, rest) {
                found.extend((number..end).map(|number| (family.clone(), number)));
                last = end;
            }
            found.push((family.clone(), last));
            while let Some((number, length)) = rest.strip_prefix('/').and_then(digits) {
                found.push((family.clone(), number));
                rest = &rest[1 + length..];
            }
        } else {
            rest = &rest[c.len_utf8()..];
            before = c;
        }
    }
    found
}

fn name_of((family, number): &Id) -> String {
    format!("{family}{number}")
}

fn names(text: &str) -> BTreeSet<String> {
    citations(text).iter().map(name_of).collect()
}

/// The anchor of a heading, as GitHub and static sites make it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// The headings of the rules' file, without those in code.
fn headings() -> Vec<String> {
    let text = fs::read_to_string(crate::root().join(RULES_FILE)).unwrap();
    let mut in_code = false;
    let of_line = |line: &str| {
        in_code ^= line.starts_with("```");
        let heading = line.trim_start_matches('#').strip_prefix(' ')?;
        (line.starts_with('#') && !in_code).then(|| heading.to_string())
    };
    text.lines().filter_map(of_line).collect()
}

/// Files with this ending in a folder of the project, with the folders in it.
fn files_in(folder: &Path, ending: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts.extend(files_in(&path, ending));
        } else if path.extension().is_some_and(|found| found == ending) {
            texts.push(path.strip_prefix(crate::root()).unwrap().display().to_string());
        }
    }
    texts
}

/// Every file that may cite a rule.
fn citing_files() -> Vec<String> {
    let rust = ["src", "tests/it"].into_iter().flat_map(rust_files);
    let mut files: Vec<String> = rust.map(|(path, _)| path.display().to_string()).collect();
    for (folder, ending) in [("lessons", "json"), ("www", "json"), ("docs", "md")] {
        files.extend(files_in(&crate::root().join(folder), ending));
    }
    files
}

#[test]
fn every_id_that_is_cited_is_a_rule_of_the_docs() {
    let defined: BTreeSet<String> = headings().into_iter().collect();
    let mut cited: BTreeMap<String, String> = BTreeMap::new();
    for file in citing_files() {
        let text = fs::read_to_string(crate::root().join(&file)).unwrap();
        for id in names(&text) {
            cited.entry(id).or_insert_with(|| file.clone());
        }
    }
    let missing: Vec<String> = (cited.iter().filter(|(id, _)| !defined.contains(*id)))
        .map(|(id, file)| format!("{id}, cited by {file}, is not in {RULES_FILE}"))
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(cited.len() >= CITED_MIN, "only {} ids are cited", cited.len());
}

#[test]
fn every_anchor_of_the_rules_is_there_once() {
    let mut seen = BTreeSet::new();
    let anchors = headings().into_iter().map(|heading| anchor(&heading));
    let twice: Vec<String> = anchors.filter(|anchor| !seen.insert(anchor.clone())).collect();
    assert!(twice.is_empty(), "{RULES_FILE} has twice: {}", twice.join(", "));
    assert!(seen.contains("r-ret-3") && seen.contains("14-what-running-brokers-showed"));
}

/// A family without a gap: a number that is missing was lost.
#[test]
fn no_number_of_a_family_is_missing() {
    let mut families: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for heading in headings() {
        if let Some(((family, number), _)) = id_at(&heading).filter(|(_, length)| *length == heading.len()) {
            families.entry(family).or_default().insert(number);
        }
    }
    for (family, numbers) in &families {
        assert_eq!(numbers.last().map(|last| *last as usize), Some(numbers.len()), "{family}");
    }
    assert_eq!(families.len(), 18);
}

/// Every id of the texts has its sentence in the docs, at the address that the page gives it.
#[cfg(feature = "web")]
#[test]
fn every_rule_with_a_meaning_has_an_address_in_the_docs() {
    use offset_lab::ui::text::Language;
    use offset_lab::ui::text::rules::address;
    let anchors: BTreeSet<String> = headings().iter().map(|heading| anchor(heading)).collect();
    for (id, _) in Language::En.text().rules {
        let address = address(id);
        let (page, fragment) = address.split_once('#').expect("an anchor");
        assert_eq!(page, "rules.html");
        assert!(anchors.contains(fragment), "{id}: {address}");
    }
}

#[test]
fn ranges_and_lists_are_written_out() {
    for (text, expected) in [
        ("R-RET-1 to R-RET-4", "R-RET-1 R-RET-2 R-RET-3 R-RET-4"),
        ("R-RET-1 to\n//! R-RET-3.", "R-RET-1 R-RET-2 R-RET-3"),
        ("(R-RET-1…3)", "R-RET-1 R-RET-2 R-RET-3"),
        ("SD-1…SD-3, T-2 – T-3", "SD-1 SD-2 SD-3 T-2 T-3"),
        ("R-PULL-9, R-PULL-10; R-INIT-3/4/7", "R-PULL-9 R-PULL-10 R-INIT-3 R-INIT-4 R-INIT-7"),
        ("R-PULL-2 row 4, R-RST-2 to a time", "R-PULL-2 R-RST-2"),
        ("T-1.jsonl and V-23", "T-1 V-23"),
        ("UT-1 X_T-1 -T-1 T-1a R-ret-3 R-RET R-3 SD-", ""),
    ] {
        let expected: BTreeSet<String> = expected.split_whitespace().map(str::to_string).collect();
        assert_eq!(names(text), expected, "{text}");
    }
}
