//! What a lesson's file must have, seen as JSON: every text in every language, and what each kind of step
//! needs and may have. Not here: whether it is true (`play`).
//!
//! Invariant: a field that its step does not use is a mistake, for whoever wrote it expects it to do
//! something.

use crate::lesson::check::{Findings, both};
use alloc::format;
use serde_json::Value as Json;

const LANGUAGES: [&str; 2] = ["en", "zh"];

/// For each kind of step what it must have, and what it may have besides title, text, figure, lab and
/// from_us.
const KINDS: [(&str, &[&str], &[&str]); 11] = [
    ("explore", &["text"], &[]),
    ("predict", &["text", "choices"], &["by", "on", "asks", "profile", "because", "hints"]),
    ("run", &["text", "for_us"], &["commands", "script", "until", "until_event", "actual", "refused"]),
    ("compare", &["text", "for_us", "profiles", "asks"], &["script", "until", "until_event", "refused"]),
    ("explain", &[], &["right", "wrong"]),
    ("do", &["text", "goals"], TASK),
    ("challenge", &["text", "goals", "par", "within_us", "allow"], TASK),
    ("recall", &["text", "choices"], &["answer", "because"]),
    ("material", &["material"], &[]),
    ("choose_command", &["text", "choices", "asks", "for_us"], &["because", "hints"]),
    ("order", &["text", "choices"], &["because", "hints"]),
];
const TASK: &[&str] = &[
    "hints",
    "script",
    "never",
    "within_us",
    "at_end",
    "since",
    "allow",
    "max_commands",
    "solution",
    "traps",
    "par",
    "profiles",
    "refused",
];
const ANY: [&str; 5] = ["title", "text", "figure", "lab", "from_us"];

/// Complains of what a lesson's file lacks or has too much of.
pub fn check(lesson: &Json, found: &mut Findings) {
    languages(lesson, "", found);
    for (i, step) in (1..).zip(lesson["steps"].as_array().into_iter().flatten()) {
        let Some((kind, body)) = step.as_object().and_then(|step| step.iter().next()) else { continue };
        let Some((_, needed, more)) = KINDS.iter().find(|(name, ..)| name == kind) else { continue };
        let has = |field: &str| body.get(field).is_some();
        found.step = i;
        for field in needed.iter().chain(&["title"]) {
            found.unless(
                has(field),
                both!("step {i}: {kind} needs {field}", "第 {i} 步：{kind} 需要 {field}"),
            );
        }
        for field in body.as_object().into_iter().flatten().map(|(field, _)| field.as_str()) {
            let known = ANY.contains(&field) || needed.contains(&field) || more.contains(&field);
            found.unless(
                known,
                both!("step {i}: {kind} does nothing with {field}", "第 {i} 步：{kind} 用不到 {field}"),
            );
        }
        if kind == "explain" {
            let says = has("text") || (has("right") && has("wrong"));
            found.unless(
                says,
                both!(
                    "step {i}: explain needs text, or right and wrong",
                    "第 {i} 步：explain 需要 text，或者 right 和 wrong"
                ),
            );
        }
    }
    found.step = 0;
}

/// Complains of every text that a language lacks.
pub fn languages(json: &Json, place: &str, found: &mut Findings) {
    match json {
        Json::Object(fields) => {
            if LANGUAGES.iter().any(|language| fields.contains_key(*language)) {
                texts(json, place, found);
                return;
            }
            for (name, value) in fields {
                languages(value, &format!("{place}/{name}"), found);
            }
        }
        Json::Array(items) => {
            for (i, item) in (1..).zip(items) {
                languages(item, &format!("{place}/{i}"), found);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

fn texts(texts: &Json, place: &str, found: &mut Findings) {
    let of = |language: &str| texts[language].as_str().unwrap_or_default().trim();
    let step = place.strip_prefix("/steps/").and_then(|rest| rest.split('/').next()?.parse().ok());
    let before = core::mem::replace(&mut found.step, step.unwrap_or_default());
    for language in LANGUAGES {
        found.language = language;
        found.unless(
            !of(language).is_empty(),
            both!("{place}: there is no text in {language}", "{place}：缺少 {language} 文本"),
        );
    }
    for (language, _) in texts.as_object().into_iter().flatten() {
        let known = LANGUAGES.contains(&language.as_str());
        found.language = "";
        found.unless(
            known,
            both!(
                "{place}: {language} is no language of this course",
                "{place}：课程没有 {language} 这种语言"
            ),
        );
    }
    found.language = "zh";
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let words = of("en").split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).count();
    found.unless(
        words < 4 || is_chinese(of("zh")),
        both!("{place}: the zh text is not Chinese", "{place}：zh 文本不是中文"),
    );
    found.language = "en";
    found.unless(!is_chinese(of("en")), both!("{place}: the en text is Chinese", "{place}：en 文本是中文"));
    found.language = "";
    let blanks = |language: &str| of(language).matches("{}").count();
    found.unless(
        blanks("en") == blanks("zh"),
        both!("{place}: en and zh have not as many {{}}", "{place}：en 和 zh 的 {{}} 个数不同"),
    );
    found.step = before;
}
