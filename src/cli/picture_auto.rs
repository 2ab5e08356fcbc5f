//! A picture whose colours follow the system of whoever looks at it. Not here: the picture (`ui::draw::svg`),
//! the colours themselves (`ui::draw::paint`).
//!
//! Invariant: without its one style element it is the light picture, byte for byte; so where style sheets are
//! not read, or not allowed, it is light.

use crate::ui::draw::paint::{COLORS, Palette, RULES, Value};
use std::collections::BTreeSet;

/// A light picture with what is dark in it, for those whose system is.
pub(super) fn following_the_system(light: &str) -> String {
    let mut pairs: BTreeSet<(&str, &str)> = BTreeSet::new();
    let groups = || COLORS.iter().map(|(name, ..)| *name).filter(|name| is_group(name));
    for (attribute, value) in RULES.iter().flat_map(|rule| rule.sets) {
        match value {
            Value::Color(variable) => drop(pairs.insert((attribute, variable))),
            Value::Mine => pairs.extend(groups().map(|group| (*attribute, group))),
            Value::Plain(_) => {}
        }
    }
    let mut style = String::from("<style>@media (prefers-color-scheme:dark){");
    for (attribute, variable) in pairs {
        let (from, to) = (Palette::Light.color(variable), Palette::Dark.color(variable));
        style += &format!("[{attribute}=\"{from}\"]{{{attribute}:{to}}}");
    }
    style += "}</style>";
    light.replacen("<defs>", &(style + "<defs>"), 1)
}

fn is_group(variable: &str) -> bool {
    variable.strip_prefix('g').is_some_and(|number| number.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two colours that are one in light and two in dark could not be told apart.
    #[test]
    fn no_two_colours_of_an_attribute_are_one_in_light() {
        let style = following_the_system("<defs>");
        let rules: Vec<&str> = style.split('}').filter(|rule| rule.contains("]{")).collect();
        let froms: BTreeSet<&str> = rules.iter().filter_map(|rule| rule.split("]{").next()).collect();
        assert_eq!(froms.len(), rules.len(), "{style}");
        assert!(rules.len() > 20, "{style}");
    }
}
