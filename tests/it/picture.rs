//! The board as a stand-alone SVG: well-formed, with the projection's numbers, in both themes and languages,
//! for any names. Not here: its colours (`picture_style`), the page's elements (`tests/e2e`).
//!
//! Invariant: what a picture says is read from its text, not from how it was drawn.

use crate::lab::{Lab, name};
use crate::random_lab::any_journal;
use offset_lab::engine::ids::VirtualTime;
use offset_lab::projection::{actors, boards};
use offset_lab::sim::{Journal, Scenario, Timeline, World};
use offset_lab::ui::draw::paint::{COLORS, Palette};
use offset_lab::ui::draw::svg::{Paint, svg};
use offset_lab::ui::draw::{axis::Axis, format::number, letters::width_at};
use offset_lab::ui::picture::board::{Scene, WIDTH, board, board_alone};
use offset_lab::ui::picture::topic::{lane_width, topic_axis};
use offset_lab::ui::picture::{Density, Guess};
use offset_lab::ui::state::{attention::Focus, board::Board, outside_queues::Aside};
use offset_lab::ui::text::Language;
use proptest::prelude::*;

const LIGHT: Paint = Paint::Alone(Palette::Light);
const ELEMENTS: [&str; 10] =
    ["svg", "title", "desc", "defs", "pattern", "g", "path", "polygon", "polyline", "text"];

/// An element of a picture, with the shifts of the groups around it.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    words: String,
    shift: (f64, f64),
}

impl Element {
    fn get(&self, name: &str) -> &str {
        self.attributes.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    fn corner(&self) -> (f64, f64) {
        let mut numbers = self.get("points").split(' ').map(|number| number.parse::<f64>().unwrap());
        (numbers.next().unwrap() + self.shift.0, numbers.next().unwrap() + self.shift.1)
    }
}

/// What entities stand for; anything else that begins so is no XML.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entities = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"')];
        let (entity, letter) = entities.into_iter().find(|(entity, _)| rest.starts_with(entity)).expect(rest);
        out.push(letter);
        rest = &rest[entity.len()..];
    }
    out + rest
}

/// The elements of an XML text, in the order in which they begin. Fails where it is not well-formed.
pub(crate) fn elements(text: &str) -> Vec<Element> {
    let is_xml = |c: char| matches!(c, '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(is_xml), "a letter that XML cannot hold");
    let (mut found, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut rest = text.trim_end();
    while !rest.is_empty() {
        let at = rest.find('<').expect("a text after the end");
        if let Some(inside) = open.last() {
            found[*inside].words.push_str(&unescaped(&rest[..at]));
        } else {
            assert_eq!(at, 0, "words outside of every element: {rest}");
        }
        let (tag, after) = rest[at + 1..].split_once('>').expect("a tag that ends");
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let ended = open.pop().expect("an element that ends was begun");
            assert_eq!(found[ended].name, name);
            continue;
        }
        let (tag, closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let shift = open.last().map_or((0.0, 0.0), |inside| found[*inside].shift);
        let mut element =
            Element { name: name.to_string(), attributes: Vec::new(), words: String::new(), shift };
        while !attributes.is_empty() {
            let (name, after) = attributes.split_once("=\"").expect(attributes);
            let (value, after) = after.split_once('"').expect("a value that ends");
            assert!(!value.contains('<'), "{value}");
            assert!(element.get(name).is_empty(), "{name} twice");
            element.attributes.push((name.trim_start().to_string(), unescaped(value)));
            attributes = after;
        }
        if let Some(by) = element.get("transform").strip_prefix("translate(") {
            let (x, y) = by.trim_end_matches(')').split_once(' ').unwrap();
            element.shift = (shift.0 + x.parse::<f64>().unwrap(), shift.1 + y.parse::<f64>().unwrap());
        }
        if !closed {
            open.push(found.len());
        }
        found.push(element);
    }
    assert!(open.is_empty(), "elements without an end");
    found
}

struct Moment {
    boards: Vec<Board>,
    focus: Focus,
    aside: Aside,
}

impl Moment {
    fn of(world: &World) -> Moment {
        let boards: Vec<Board> = boards(world).into_iter().map(Board::from).collect();
        let focus = Focus::on_worst(&boards, &actors(world));
        Moment { boards, focus, aside: Aside::of(world) }
    }

    fn drawn(&self, world: &World, title: &str, language: Language, (paint, width): (Paint, u32)) -> String {
        let actors = actors(world);
        let scene = Scene {
            title,
            now_us: world.now().0,
            world,
            boards: &self.boards,
            actors: &actors,
            aside: &self.aside,
            focus: &self.focus,
            beside: None,
            guess: Some((name("orders"), Guess { queue: 0, predicted: 3, actual: Some(5), goal: false }))
                .filter(|_| title == "guess"),
            window: &|_, _, _| None,
            text: language.text(),
        };
        let picture = if paint == Paint::OnPage { board_alone(&scene, width) } else { board(&scene, width) };
        svg(&picture, paint)
    }
}

fn story() -> World {
    let text = std::fs::read_to_string(crate::root().join("www/scenarios/story.json")).unwrap();
    let mut timeline = Timeline::from_journal(Scenario::parse(&text).unwrap().to_journal());
    timeline.run_until(VirtualTime(75_000_000), &mut ());
    timeline.world().clone()
}

fn picture_of(world: &World, width: u32) -> String {
    Moment::of(world).drawn(world, "a lab", Language::En, (LIGHT, width))
}

/// Without the narrow spaces, as a person reads it.
pub(crate) fn words_of(elements: &[Element], name: &str) -> Vec<String> {
    let of_name = elements.iter().filter(|element| element.name == name);
    of_name.map(|element| element.words.replace(['\u{202f}', '\u{a0}'], " ")).collect()
}

/// Nothing but shapes, text and their attributes, and nothing outside of the picture.
pub(crate) fn stands_alone(found: &[Element], width: u32) {
    const ATTRIBUTES: [&str; 23] = [
        "xmlns",
        "width",
        "height",
        "viewBox",
        "role",
        "font-family",
        "font-size",
        "font-weight",
        "id",
        "patternUnits",
        "patternTransform",
        "d",
        "points",
        "x",
        "y",
        "text-anchor",
        "transform",
        "fill",
        "fill-opacity",
        "stroke",
        "stroke-width",
        "stroke-dasharray",
        "opacity",
    ];
    for element in found {
        assert!(ELEMENTS.contains(&&*element.name), "{element:?}");
        for (name, value) in &element.attributes {
            assert!(ATTRIBUTES.contains(&&**name), "{element:?}");
            let inside = value.replace("url(#hatch)", "").replace("url(#hidden-hatch)", "");
            assert!(!inside.contains("url(") && !inside.contains("NaN"), "{element:?}");
            assert!(!inside.contains("//") || name == "xmlns", "{element:?}");
        }
    }
    let height: f64 = found[0].get("height").parse().unwrap();
    for text in found.iter().filter(|element| element.name == "text") {
        let size =
            if text.get("font-size").is_empty() { 12.0 } else { text.get("font-size").parse().unwrap() };
        let own = width_at(&text.words, size);
        let (x, y) = (text.get("x").parse::<f64>().unwrap() + text.shift.0, text.shift.1);
        let left = match text.get("text-anchor") {
            "middle" => x - own / 2.0,
            "end" => x - own,
            _ => x,
        };
        assert!(left >= -0.5 && left + own <= f64::from(width), "{text:?} from {left} to {}", left + own);
        assert!(y + text.get("y").parse::<f64>().unwrap() <= height, "{text:?}");
    }
}

#[test]
fn the_story_says_what_the_projection_says() {
    let world = story();
    let found = elements(&picture_of(&world, WIDTH));
    stands_alone(&found, WIDTH);
    let (texts, summary) = (words_of(&found, "text"), words_of(&found, "desc").remove(0));
    let mut lanes = 0;
    for board in boards(&world) {
        for lane in &board.lanes {
            lanes += 1;
            let mut says = vec![format!("Min {}", lane.min.0), format!("Max {}", lane.max.0)];
            says.extend(
                lane.groups.iter().map(|here| format!("{} {}", here.group, here.consumer_offset.unwrap().0)),
            );
            for words in &says {
                assert!(texts.contains(words), "{words} of {texts:?}");
                assert!(summary.contains(words), "{words} of {summary}");
            }
            let lags = lane.groups.iter().map(|here| format!("lag {}", number(here.lag.unwrap())));
            lags.for_each(|lag| assert!(summary.contains(&lag), "{lag} of {summary}"));
        }
    }
    assert_eq!(lanes, 4);
    for words in ["a lab", "orders", "queue 3", "RocketMQ 5.0 docs, at 00:01:15.000", "Segment being written"]
    {
        assert!(texts.contains(&words.to_string()), "{words} of {texts:?}");
    }
    assert!(!texts.contains(&"Queues".to_string()), "what only screen readers read is not drawn");
}

#[test]
fn min_and_max_stand_at_their_offsets() {
    let world = story();
    let found = elements(&picture_of(&world, WIDTH));
    let board = Board::from(boards(&world).remove(0));
    let axis: Axis = topic_axis(&board, None, lane_width(WIDTH - 32, Density::Roomy), Density::Roomy);
    let ticks = |width: &str| -> Vec<f64> {
        let ink = |element: &&Element| element.name == "polyline" && element.get("stroke") == "#1d1f21";
        let of_width = found.iter().filter(ink).filter(|element| element.get("stroke-width") == width);
        // The legend is below the lanes.
        of_width.map(Element::corner).filter(|(_, y)| *y < 500.0).map(|(x, _)| x).collect()
    };
    let places = |offset: fn(&offset_lab::projection::QueueLane) -> i64| -> Vec<f64> {
        let at = |x: f64| ((x + 16.0 + 70.0) * 10.0).round() / 10.0;
        board.lanes.iter().map(|lane| at(axis.x(offset(lane)))).collect()
    };
    assert_eq!(ticks("1.5"), places(|lane| lane.min.0));
    assert_eq!(ticks("2.5"), places(|lane| lane.max.0));
}

#[test]
fn both_themes_say_the_same_in_their_own_colours() {
    let world = story();
    let moment = Moment::of(&world);
    let drawn = |palette| moment.drawn(&world, "a lab", Language::En, (Paint::Alone(palette), WIDTH));
    let (light, dark) = (drawn(Palette::Light), drawn(Palette::Dark));
    let paler = COLORS.iter().fold(light.clone(), |text, (name, light, _)| {
        text.replace(&format!("\"{light}\""), &format!("\"${name}\""))
    });
    // `panel` and `cut` are both white in light.
    for (name, _, dark_color) in COLORS.iter().filter(|(name, ..)| !["bg", "cut", "panel"].contains(name)) {
        assert_eq!(light.matches(&**dark_color).count(), 0, "{name}");
        assert_eq!(
            dark.matches(&format!("\"{dark_color}\"")).count(),
            paler.matches(&format!("\"${name}\"")).count(),
            "{name}"
        );
    }
    let shapes = |text: &str| -> Vec<String> {
        elements(text)
            .iter()
            .map(|element| [&element.name, element.get("points"), element.get("d"), &element.words].join(" "))
            .collect()
    };
    assert_eq!(shapes(&light), shapes(&dark));
}

#[test]
fn it_speaks_chinese() {
    let world = story();
    let text = Moment::of(&world).drawn(&world, "消费进度全貌", Language::Zh, (LIGHT, WIDTH));
    let found = elements(&text);
    stands_alone(&found, WIDTH);
    let texts = words_of(&found, "text");
    for words in ["消费进度全貌", "队列 0", "4 个队列，同一条位点轴", "Max 703"] {
        assert!(texts.contains(&words.to_string()), "{words} of {texts:?}");
    }
}

#[test]
fn no_name_breaks_it() {
    let world = story();
    let hostile = [
        "<script>alert(1)</script>",
        "\"><image href=\"https://x.example\"/>",
        "a & b &amp; c",
        "]]>",
        "\u{0}\u{1b}\u{fffe}\t\n",
        "' onload='x",
        "}{\\",
        "名字名字名字名字名字名字名字名字名字名字名字名字",
        &"wide ".repeat(60),
        "\u{202e}gnp.exe",
        "👩‍👩‍👧",
    ];
    for words in hostile {
        for width in [300, WIDTH] {
            let mut moment = Moment::of(&world);
            for board in &mut moment.boards {
                board.topic = name(words);
                let lanes = board.lanes.iter().map(|lane| {
                    let mut lane = (**lane).clone();
                    lane.groups.iter_mut().for_each(|here| here.group = name(words));
                    lane.into()
                });
                board.lanes = lanes.collect();
            }
            let found = elements(&moment.drawn(&world, words, Language::En, (LIGHT, width)));
            assert!(found.iter().all(|element| ELEMENTS.contains(&&*element.name)), "{words}");
            let title = &words_of(&found, "title")[0];
            let plain: String = words
                .chars()
                .filter(|c| *c > '\u{1f}' && !matches!(*c, '\u{fffe}' | '\u{ffff}'))
                .take(12)
                .collect();
            assert!(title.contains(&plain.replace('\u{a0}', " ")), "{title}");
        }
    }
}

#[test]
fn an_empty_lab_a_card_and_a_guess_are_drawn_too() {
    let empty = Lab::new(offset_lab::engine::profile::Profile::Docs50);
    let found = elements(&picture_of(empty.world(), WIDTH));
    assert!(words_of(&found, "text").contains(&"No topic yet".to_string()));
    let world = story();
    let found = elements(&picture_of(&world, 360));
    stands_alone(&found, 360);
    let texts = words_of(&found, "text");
    for words in ["Min 119, Max 703", "audit 465, lag 238", "billing 703, lag 0"] {
        assert!(texts.contains(&words.to_string()), "{words} of {texts:?}");
    }
    let found = elements(&Moment::of(&world).drawn(&world, "guess", Language::En, (LIGHT, WIDTH)));
    assert!(words_of(&found, "text").contains(&Language::En.text().lesson.your_guess.to_string()));
}

#[test]
fn many_queues_are_compact_and_their_groups_are_in_the_legend() {
    let mut lab = Lab::docs(40);
    lab.create_group("billing");
    lab.add_consumer("c", "billing", "orders");
    lab.run_ms(30_000);
    let found = elements(&picture_of(lab.world(), WIDTH));
    stands_alone(&found, WIDTH);
    let texts = words_of(&found, "text");
    assert_eq!(texts.iter().filter(|words| words.starts_with("queue ")).count(), 40);
    assert!(texts.contains(&"billing".to_string()), "{texts:?}");
}

fn end_of(journal: &Journal) -> VirtualTime {
    VirtualTime(journal.entries.last().map_or(0, |entry| entry.at_us.0) + 3_000_000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::cases(48), failure_persistence: None, ..ProptestConfig::default() })]

    /// Any lab in any width: well-formed, within itself, and every lane with its numbers in its words.
    #[test]
    fn any_lab_is_drawn(journal in any_journal(30, 40, 60), width in 300u32..1_600) {
        let end = end_of(&journal);
        let mut timeline = Timeline::from_journal(journal);
        timeline.run_until(end, &mut ());
        let world = timeline.world();
        let found = elements(&picture_of(world, width));
        stands_alone(&found, width);
        // Digits are in groups; the gaps between them are no part of the number.
        let bare = |words: &str| words.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let summary = bare(&words_of(&found, "desc").remove(0));
        for board in boards(world).iter().filter(|board| !board.topic.starts_with('%')) {
            for lane in board.lanes.iter().filter(|lane| lane.min_known && lane.max_known) {
                let says = format!("{}/{}: Min {}, Max {}", board.topic, lane.queue, lane.min.0, lane.max.0);
                prop_assert!(summary.contains(&bare(&says)), "{says} of {summary}");
            }
        }
        let on_page = Moment::of(world).drawn(world, "a lab", Language::En, (Paint::OnPage, width));
        prop_assert!(elements(&on_page).iter().all(|element| element.get("fill").is_empty() && element.get("stroke").is_empty()));
    }
}
