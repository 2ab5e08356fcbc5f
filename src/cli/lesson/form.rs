//! What a lesson's file must have, seen as JSON: every text in every language, and what each kind of step
//! needs and may have. Not here: whether it is true (`play`).
//!
//! Invariant: a field that its step does not use is a mistake, for whoever wrote it expects it to do
//! something.

use crate::cli::lesson::Complaints;
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
pub(super) fn check(lesson: &Json, complaints: &mut Complaints) {
    languages(lesson, "", complaints);
    for (i, step) in (1..).zip(lesson["steps"].as_array().into_iter().flatten()) {
        let Some((kind, body)) = step.as_object().and_then(|step| step.iter().next()) else { continue };
        let Some((_, needed, more)) = KINDS.iter().find(|(name, ..)| name == kind) else { continue };
        let has = |field: &str| body.get(field).is_some();
        for field in needed.iter().chain(&["title"]) {
            complaints.unless(has(field), format!("step {i}: {kind} needs {field}"));
        }
        for field in body.as_object().into_iter().flatten().map(|(field, _)| field.as_str()) {
            let known = ANY.contains(&field) || needed.contains(&field) || more.contains(&field);
            complaints.unless(known, format!("step {i}: {kind} does nothing with {field}"));
        }
        if kind == "explain" {
            let says = has("text") || (has("right") && has("wrong"));
            complaints.unless(says, format!("step {i}: explain needs text, or right and wrong"));
        }
    }
}

/// Complains of every text that a language lacks.
pub(super) fn languages(json: &Json, place: &str, complaints: &mut Complaints) {
    match json {
        Json::Object(fields) => {
            if LANGUAGES.iter().any(|language| fields.contains_key(*language)) {
                texts(json, place, complaints);
                return;
            }
            for (name, value) in fields {
                languages(value, &format!("{place}/{name}"), complaints);
            }
        }
        Json::Array(items) => {
            for (i, item) in (1..).zip(items) {
                languages(item, &format!("{place}/{i}"), complaints);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

fn texts(texts: &Json, place: &str, complaints: &mut Complaints) {
    let of = |language: &str| texts[language].as_str().unwrap_or_default().trim();
    for language in LANGUAGES {
        complaints.unless(!of(language).is_empty(), format!("{place}: there is no text in {language}"));
    }
    for (language, _) in texts.as_object().into_iter().flatten() {
        let known = LANGUAGES.contains(&language.as_str());
        complaints.unless(known, format!("{place}: {language} is no language of this course"));
    }
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let words = of("en").split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).count();
    complaints.unless(words < 4 || is_chinese(of("zh")), format!("{place}: the zh text is not Chinese"));
    complaints.unless(!is_chinese(of("en")), format!("{place}: the en text is Chinese"));
    let blanks = |language: &str| of(language).matches("{}").count();
    complaints.unless(blanks("en") == blanks("zh"), format!("{place}: en and zh have not as many {{}}"));
}
