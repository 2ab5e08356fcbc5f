//! The colours of a picture that stands alone are those of the page's style sheets. Not here: the picture
//! itself (`picture`).
//!
//! Invariant: what is compared is read from the style sheets, so that a colour that is changed there is
//! noticed.

use offset_lab::ui::draw::paint::{COLORS, RULES, Value};

fn sheet() -> String {
    let read = |name: &str| std::fs::read_to_string(crate::root().join("www").join(name)).unwrap();
    let text = read("style.css") + &read("boot.css");
    let mut plain = String::new();
    for (i, part) in text.split("/*").enumerate() {
        plain.push_str(if i == 0 { part } else { part.split_once("*/").map_or("", |(_, after)| after) });
    }
    plain
}

/// The declarations of every rule with this selector, in order; what stands in a media query does not count.
fn declarations(sheet: &str, selector: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut depth = 0;
    let mut rest = sheet;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = (rest[..at].trim(), &rest[at..=at]);
        rest = &rest[at + 1..];
        if brace == "}" {
            depth -= 1;
            continue;
        }
        let selectors = before.rsplit(['}', ';']).next().unwrap_or_default();
        if depth == 0 && selectors.split(',').any(|own| own.trim() == selector) {
            let body = rest.split_once('}').map_or("", |(body, _)| body);
            let pairs = body.split(';').filter_map(|line| line.split_once(':'));
            found.extend(pairs.map(|(name, value)| (name.trim().to_string(), value.trim().to_string())));
        }
        depth += 1;
    }
    found
}

fn last<'a>(found: &'a [(String, String)], name: &str) -> Option<&'a str> {
    found.iter().rev().find(|(own, _)| own == name).map(|(_, value)| &**value)
}

#[test]
fn every_colour_is_the_style_sheets() {
    let sheet = sheet();
    let [light, dark] =
        [":root", ":root[data-theme=\"dark\"]"].map(|selector| declarations(&sheet, selector));
    for (name, in_light, in_dark) in COLORS {
        let variable = format!("--{name}");
        assert_eq!(last(&light, &variable), Some(in_light), "{name}");
        assert_eq!(last(&dark, &variable), Some(in_dark), "{name}");
    }
}

#[test]
fn every_rule_is_the_style_sheets() {
    let sheet = sheet();
    for rule in &RULES {
        let class = match rule.class {
            "text" => "svg text".to_string(),
            class => format!(".{class}"),
        };
        let forms = match rule.within {
            "" => vec![class.clone(), format!("svg {class}"), format!("svg text{class}")],
            within => vec![
                format!(".{within} {class}"),
                format!("{class}.{within}"),
                format!(".group-mark.{within} {class}"),
                format!("svg {class}.{within}"),
            ],
        };
        let found: Vec<(String, String)> = forms.iter().flat_map(|form| declarations(&sheet, form)).collect();
        assert!(!found.is_empty(), "no style sheet has {forms:?}");
        for (attribute, value) in rule.sets {
            let wanted = match value {
                Value::Color(variable) => format!("var(--{variable})"),
                Value::Mine => "var(--group)".to_string(),
                Value::Plain(value) if *attribute == "font-size" => format!("{value}px"),
                Value::Plain(value) => value.to_string(),
            };
            assert_eq!(last(&found, attribute), Some(&*wanted), "{attribute} of {forms:?}");
        }
    }
}

/// What a shape of the board may be, so that no class of the style sheet is drawn on the page and left out of
/// a file.
#[test]
fn every_class_of_the_board_has_a_rule_or_needs_none() {
    let plain = [
        "is-focus",
        "is-pending",
        "is-off",
        "is-very",
        "group-mark",
        "shape",
        "stem",
        "is-chosen",
        "is-small",
    ];
    for folder in ["src/ui/picture"] {
        for (path, text) in crate::tidy::rust_files(folder) {
            for (_, rest) in text
                .match_indices("Shape::bar(\"")
                .chain(text.match_indices("Shape::path(\""))
                .map(|(at, found)| (at, &text[at + found.len()..]))
            {
                let classes = rest.split('"').next().unwrap_or_default();
                for class in classes.split_ascii_whitespace() {
                    let known = plain.contains(&class) || RULES.iter().any(|rule| rule.class == class);
                    assert!(known, "{class} in {} has no colour in a file", path.display());
                }
            }
        }
    }
}
