//! The colours and lines of a stand-alone picture, by the classes of its shapes: what `style.css` and
//! `boot.css` say on the page. Not here: writing them (`svg`).
//!
//! Invariant: every colour and every rule is the style sheets' own; a test compares them.

/// Light or dark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Palette {
    Light,
    Dark,
}

/// A variable of the style sheet, its value in light and in dark.
pub const COLORS: [(&str, &str, &str); 21] = [
    ("bg", "#f7f7f5", "#121518"),
    ("panel", "#fff", "#1a1e22"),
    ("line", "#e3e2dd", "#2b3036"),
    ("line-strong", "#c9c7bf", "#434a52"),
    ("ink", "#1d1f21", "#e9eaea"),
    ("ink-2", "#55595d", "#adb4ba"),
    ("ink-3", "#686c70", "#98a0a7"),
    ("accent", "#0b5cad", "#6cb2f5"),
    ("stored", "#cfd8e3", "#2f3d4c"),
    ("newest", "#b4c6dc", "#3f566f"),
    ("cut", "#fff", "#121518"),
    ("purged", "#ecebe6", "#1e2226"),
    ("purged-ink", "#c3bfb5", "#41474e"),
    ("g1", "#0072b2", "#58b4ee"),
    ("g2", "#b94a00", "#ff9350"),
    ("g3", "#00755a", "#43cfa3"),
    ("g4", "#a0437a", "#ea93c5"),
    ("g5", "#6f5d00", "#d6c34a"),
    ("g6", "#5a4fcf", "#aba4ff"),
    ("g7", "#b3261e", "#ff8a80"),
    ("g8", "#4a5a66", "#b4c2cc"),
];

impl Palette {
    /// The value of a variable.
    pub fn color(self, variable: &str) -> &'static str {
        let found = COLORS.iter().find(|(name, ..)| *name == variable);
        found.map_or("none", |(_, light, dark)| match self {
            Palette::Light => light,
            Palette::Dark => dark,
        })
    }
}

/// What an attribute is set to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Value {
    /// A variable of the style sheet.
    Color(&'static str),
    /// The colour of the group whose shape it is.
    Mine,
    /// The same in every theme.
    Plain(&'static str),
}

/// What shapes of a class get. `within`: only those inside of that class, or that have it too.
pub struct Rule {
    pub within: &'static str,
    pub class: &'static str,
    pub sets: &'static [(&'static str, Value)],
}

use Value::{Color, Mine, Plain};

const fn rule(class: &'static str, sets: &'static [(&'static str, Value)]) -> Rule {
    Rule { within: "", class, sets }
}

const fn within(within: &'static str, class: &'static str, sets: &'static [(&'static str, Value)]) -> Rule {
    Rule { within, class, sets }
}

const NONE: (&str, Value) = ("fill", Plain("none"));

/// In the order of the style sheet: a later one wins. `text` stands for every text.
pub const RULES: [Rule; 44] = [
    rule("hatch-line", &[("stroke", Color("purged-ink")), ("stroke-width", Plain("1.4")), NONE]),
    rule("text", &[("fill", Color("ink"))]),
    rule("t2", &[("fill", Color("ink-2"))]),
    rule("t3", &[("fill", Color("ink-3")), ("font-size", Plain("11"))]),
    rule("mine", &[("fill", Mine)]),
    rule("grid", &[("stroke", Color("line")), NONE]),
    rule("purged", &[("fill", Color("purged"))]),
    rule("purged-hatch", &[("fill", Plain("url(#hatch)"))]),
    rule("stored", &[("fill", Color("stored"))]),
    rule("newest", &[("fill", Color("newest"))]),
    rule("cuts", &[("stroke", Color("cut")), ("stroke-width", Plain("1")), NONE]),
    rule("ground", &[("stroke", Color("line-strong")), NONE]),
    rule("min-tick", &[("stroke", Color("ink")), ("stroke-width", Plain("1.5")), NONE]),
    rule("max-tick", &[("stroke", Color("ink")), ("stroke-width", Plain("2.5")), NONE]),
    within("group-mark", "stem", &[("stroke", Mine), ("stroke-width", Plain("1.6")), NONE]),
    within("is-focus", "stem", &[("stroke-width", Plain("2.2"))]),
    within("group-mark", "shape", &[("fill", Mine), ("stroke", Color("bg")), ("stroke-width", Plain("1"))]),
    within("is-pending", "shape", &[("fill", Color("bg")), ("stroke", Mine), ("stroke-width", Plain("1.6"))]),
    within("is-pending", "stem", &[("stroke-dasharray", Plain("3 2"))]),
    within("is-off", "group-mark", &[("opacity", Plain(".4"))]),
    rule("head", &[("fill", Color("ink"))]),
    rule("behind", &[("fill", Mine), ("fill-opacity", Plain(".16"))]),
    rule("consumed", &[("fill", Mine)]),
    rule("inflight", &[("fill", Mine), ("fill-opacity", Plain(".42"))]),
    rule("finished", &[NONE, ("stroke", Mine), ("stroke-width", Plain("3"))]),
    rule("picked", &[NONE, ("stroke", Color("accent")), ("stroke-width", Plain("1.6"))]),
    rule("fast", &[("fill", Color("ink")), ("fill-opacity", Plain(".09"))]),
    within("is-very", "fast", &[("fill-opacity", Plain(".22"))]),
    rule("cold", &[("fill", Color("bg")), ("fill-opacity", Plain(".62"))]),
    rule(
        "hidden-span",
        &[
            ("fill", Plain("url(#hidden-hatch)")),
            ("stroke", Mine),
            ("stroke-width", Plain("1.4")),
            ("stroke-dasharray", Plain("3 2")),
        ],
    ),
    rule("hidden-hatch-line", &[("stroke", Color("ink-3")), ("stroke-width", Plain("1")), NONE]),
    rule("brace", &[NONE, ("stroke", Mine), ("stroke-width", Plain("1.2"))]),
    rule(
        "guess",
        &[
            ("stroke", Color("accent")),
            ("stroke-width", Plain("1.6")),
            ("stroke-dasharray", Plain("4 3")),
            NONE,
        ],
    ),
    rule("actual", &[("stroke", Color("accent")), ("stroke-width", Plain("2.4")), NONE]),
    rule("guess-label", &[("fill", Color("accent")), ("font-weight", Plain("600"))]),
    rule("picture-ground", &[("fill", Color("bg"))]),
    rule("picture-card", &[("fill", Color("panel")), ("stroke", Color("line"))]),
    rule("picture-title", &[("font-size", Plain("16")), ("font-weight", Plain("600"))]),
    rule("picture-topic", &[("font-size", Plain("18")), ("font-weight", Plain("650"))]),
    rule("picture-note", &[("fill", Color("ink-2")), ("font-size", Plain("12.5"))]),
    rule("picture-lags", &[("font-size", Plain("13"))]),
    rule("picture-queue", &[("font-size", Plain("14")), ("font-weight", Plain("600"))]),
    within("is-chosen", "picture-queue", &[("fill", Color("accent"))]),
    within("is-small", "picture-queue", &[("font-size", Plain("12.5")), ("font-weight", Plain("500"))]),
];

/// The sets that hold for a shape with these classes inside of others, the later ones last.
pub fn sets<'a>(
    classes: &'a [&'a str],
    outer: &'a [&'a str],
) -> impl Iterator<Item = (&'static str, Value)> + 'a {
    let is_inside = |within: &str| within.is_empty() || classes.contains(&within) || outer.contains(&within);
    RULES
        .iter()
        .filter(move |rule| classes.contains(&rule.class) && is_inside(rule.within))
        .flat_map(|rule| rule.sets.iter().copied())
}
