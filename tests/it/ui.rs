//! The page's pure parts: numbers as text, the axis, labels, words, and what an address or a host may ask
//! for. Not here: components (`tests/web/components.rs`).
//!
//! Invariant: nothing here needs a browser.

use offset_lab::embed::messages::HostMessage;
use offset_lab::embed::params;
use offset_lab::embed::params::{Freedom, Part, Wanted};
use offset_lab::engine::Event;
use offset_lab::engine::ids::{Name, QueueOffset, VirtualTime};
use offset_lab::import::{Given, wire};
use offset_lab::sim::{Journal, Scenario, Timeline};
use offset_lab::ui::draw::axis::{Axis, nice_step, nice_time_step};
use offset_lab::ui::draw::format::*;
use offset_lab::ui::draw::layout::{Wish, place};
use offset_lab::ui::state::attention::first_of_worst;
use offset_lab::ui::state::files;
use offset_lab::ui::state::window::Window;
use offset_lab::ui::text::{Language, meaning};
use proptest::prelude::*;

/// Without the narrow spaces, as a person reads it.
fn spaced(text: &str) -> String {
    text.replace(['\u{202f}', '\u{a0}'], " ")
}

/// What a person looks at does not jump between two that lag about as much.
#[test]
fn the_first_of_those_that_lag_about_as_much_as_the_worst_is_shown() {
    let worst = |lags: &[i64]| first_of_worst(lags.iter().copied().enumerate());
    assert_eq!(worst(&[]), None);
    assert_eq!(worst(&[5]), Some(0));
    assert_eq!(worst(&[0, 0, 0]), Some(0));
    assert_eq!(worst(&[10, 90, 100]), Some(1), "within a tenth of the worst");
    assert_eq!(worst(&[10, 89, 100]), Some(2), "not within a tenth");
    assert_eq!(worst(&[100, 109, 90]), Some(0), "overtaken, and still the first");
    assert_eq!(worst(&[-1, -1, 3]), Some(2), "unknown is never worst");
    assert_eq!(worst(&[-50, -3]), Some(1));
    assert_eq!(worst(&[i64::MIN, i64::MAX]), Some(1));
}

#[test]
fn offsets_are_shown_digit_for_digit() {
    assert_eq!(spaced(&number(i64::MAX)), "9 223 372 036 854 775 807");
    assert_eq!(spaced(&number(i64::MIN)), "−9 223 372 036 854 775 808");
    assert_eq!(spaced(&number(1_000)), "1 000");
    assert_eq!(number(999), "999");
    assert_eq!(signed(-1_190).replace('\u{202f}', " "), "−1 190");
    assert_eq!(signed(7), "+7");
    assert_eq!(signed(0), "0");
}

#[test]
fn what_is_shown_can_be_typed() {
    for value in [0, -1, 12_345, i64::MAX, i64::MIN] {
        assert_eq!(parse_number(&number(value)), Some(value));
    }
    for wrong in ["", "1.5", "9223372036854775808", "0x10", "1e3", "--1"] {
        assert_eq!(parse_number(wrong), None, "{wrong}");
    }
}

#[test]
fn times_are_shown_and_read() {
    assert_eq!(clock(134_300_000), "00:02:14.300");
    assert_eq!(clock_short(134_300_000), "02:14");
    assert_eq!(clock_short(3_723_000_000), "1:02:03");
    assert_eq!(parse_clock("00:02:14.300"), Some(134_300_000));
    assert_eq!(parse_clock("2:14"), Some(134_000_000));
    assert_eq!(parse_clock("14.3"), Some(14_300_000));
    for wrong in ["00:60:00", "1:2:3:4", "a", "1.2345", "1:-2"] {
        assert_eq!(parse_clock(wrong), None, "{wrong}");
    }
}

#[test]
fn sizes_and_speeds_are_short() {
    let units = Language::En.text().units;
    assert_eq!(spaced(&bytes(1_536)), "1.5 KiB");
    assert_eq!(spaced(&bytes(8 << 20)), "8 MiB");
    assert_eq!(spaced(&duration(30_800, &units)), "30.8 s");
    assert_eq!(spaced(&duration(250_000, &units)), "4 min 10 s");
    assert_eq!(spaced(&duration(7_500_000, &units)), "2 h 5 min");
    assert_eq!(spaced(&micros(300, &units)), "0.3 ms");
    assert_eq!(speed(10), "×0.1");
    assert_eq!(speed(1_000), "×10");
    assert_eq!(spaced(&speed(1_000_000)), "×10 000");
    assert_eq!(compact(1_500), "1.5k");
    assert_eq!(compact(i64::MAX), "9.2E");
}

#[test]
fn the_axis_is_exact_at_the_end_of_the_range() {
    let first = i64::MAX - 100;
    let axis = Axis::over(first, first, i64::MAX, 0.0, 1_000.0);
    assert!(!axis.cut);
    let (a, b) = (axis.x(i64::MAX - 50), axis.x(i64::MAX - 49));
    assert!((b - a - axis.cell_width()).abs() < 1e-9, "neighbours are one cell apart");
    assert!(axis.x(i64::MAX) <= 1_000.0);
    assert!(!axis.ticks(100.0).is_empty());
    for offset in [first, i64::MAX - 50, i64::MAX] {
        assert_eq!(axis.offset_at(axis.x(offset)), offset, "a pixel leads back to its offset");
    }
    assert_eq!(axis.offset_at(1e12), i64::MAX);
}

#[test]
fn max_never_moves_to_the_left_while_messages_arrive() {
    for first in [0, 7_000] {
        let at = |end: i64| Axis::to_max(first, first, end, 8.0, 600.0).x(end);
        let places: Vec<f64> = (first..first + 5_000).map(at).collect();
        assert!(places.is_sorted(), "the place of Max, message by message");
        assert_eq!(places[0], 8.0);
        assert_eq!(places[4_999], 608.0, "it stays at the right edge");
        assert!(places[8] < 350.0, "the first messages have room to arrive in");
    }
}

#[test]
fn an_axis_leaves_out_what_has_long_gone() {
    let axis = Axis::over(0, 1_000_000, 1_000_500, 0.0, 600.0);
    assert!(axis.cut && axis.from > 999_000);
    assert!(axis.x(1_000_000) > 20.0, "there is room for the purged span's end");
    assert_eq!(axis.x_clamped(0), 0.0);
}

#[test]
fn a_window_moves_and_zooms_within_what_there_is() {
    let bounds = (100, 1_100);
    let all = Window::default();
    assert_eq!(all.shown(bounds), (100, 1_000));
    // By the middle, by the head, and by what is under a pointer.
    assert_eq!(all.zoomed(bounds, 600, (1, 2)), Window { span: 500, from: Some(350) });
    let last = all.zoomed(bounds, 1_100, (1, 2));
    assert_eq!(last, Window::last(500), "it follows the head");
    assert_eq!(last.shown((100, 1_200)), (700, 500));
    let at = Window { span: 500, from: Some(350) };
    assert_eq!(at.zoomed(bounds, 400, (4, 5)), Window { span: 400, from: Some(360) });
    assert_eq!(at.zoomed(bounds, 400, (4, 5)).zoomed(bounds, 400, (5, 4)), at);
    assert_eq!(at.zoomed(bounds, 600, (5, 1)), all, "as wide as all is all");
    assert_eq!(Window::last(6).zoomed(bounds, 1_100, (1, 2)).span, 5);
    assert_eq!(Window { span: 3, from: Some(200) }.zoomed(bounds, 201, (5, 4)).span, 5, "it grows at all");
    // It stops at both ends, and follows once it reaches the newest.
    assert_eq!(at.moved(bounds, -1_000), Window { span: 500, from: Some(100) });
    assert_eq!(at.moved(bounds, 249), Window { span: 500, from: Some(599) });
    assert_eq!(at.moved(bounds, 250), Window::last(500));
    assert_eq!(at.begun_at(bounds, i64::MIN).from, Some(100));
    assert_eq!(all.moved(bounds, 5), all);
    assert_eq!(Window::last(20).shown((0, 7)), (0, 20), "a short queue is shown from its beginning");
    // Exact at the end of the range.
    let far = (i64::MAX - 1_000, i64::MAX);
    assert_eq!(Window::default().zoomed(far, i64::MAX, (1, 2)).shown(far), (i64::MAX - 500, 500));
    assert_eq!(Window { span: 10, from: Some(i64::MAX - 20) }.moved(far, i64::MAX), Window::last(10));
    assert_eq!(Window::default().shown((i64::MIN, i64::MAX)).1, i64::MAX);
}

#[test]
fn steps_are_round() {
    assert_eq!(nice_step(100, 10), 10);
    assert_eq!(nice_step(101, 10), 20);
    assert_eq!(nice_step(1, 12), 1);
    assert_eq!(nice_time_step(134_000_000, 6), 30_000_000);
    assert_eq!(nice_time_step(100 * 3_600_000_000, 4), 50 * 3_600_000_000);
}

proptest! {
    #[test]
    fn labels_never_overlap(wants in proptest::collection::vec((0.0f64..1_000.0, 1.0f64..300.0, 0u32..4), 0..20)) {
        let wishes: Vec<Wish> = wants.iter().map(|&(at, width, rank)| Wish { at, width, rank }).collect();
        let placed = place(&wishes, 0.0, 1_000.0);
        let mut spans: Vec<(f64, f64)> = wishes
            .iter()
            .zip(&placed)
            .filter_map(|(wish, at)| at.map(|at| (at - wish.width / 2.0, at + wish.width / 2.0)))
            .collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        for span in &spans {
            prop_assert!(span.0 > -1e-6 && span.1 < 1_000.0 + 1e-6);
        }
        for pair in spans.windows(2) {
            prop_assert!(pair[0].1 <= pair[1].0 + 1e-6);
        }
        let room: f64 = wishes.iter().map(|wish| wish.width).sum();
        prop_assert!(room > 1_000.0 || placed.iter().all(Option::is_some));
    }
}

/// The first visit's lab is in the program; its file is what others open and link to.
#[test]
fn the_first_lab_is_what_its_file_says() {
    let file = std::fs::read_to_string(crate::root().join("www/scenarios/story.json")).unwrap();
    assert_eq!(offset_lab::ui::state::story::story(), Scenario::parse(&file).unwrap());
}

/// The story, played: each of its events has words in both languages and a rule with a meaning.
#[test]
fn every_event_of_the_story_has_words_and_a_rule() {
    let file = include_str!("../../www/scenarios/story.json");
    let Ok(files::Opened::Scenario(story)) = files::read(file, "unknown") else { panic!("the story opens") };
    let mut timeline = Timeline::from_journal(story.to_journal());
    let mut events = Vec::new();
    timeline.run_until(VirtualTime(120_000_000), &mut events);
    assert!(events.len() > 1_000);
    for event in events {
        for language in Language::ALL {
            assert!(!(language.text().event)(&event.event).is_empty());
            assert!(!meaning(event.event.rule(), language).is_empty(), "{}", event.event.rule());
        }
    }
}

/// Rule ids between quotation marks in a source text.
fn rules_in(source: &str) -> impl Iterator<Item = &str> {
    let is_rule = |word: &&str| {
        let (kind, rest) = word.split_once('-').unwrap_or_default();
        ["R", "SD", "T"].contains(&kind) && rest.ends_with(|c: char| c.is_ascii_digit())
    };
    source.split('"').filter(is_rule)
}

#[test]
fn every_rule_that_the_engine_or_the_page_names_has_a_meaning() {
    let sources = [
        include_str!("../../src/core/engine/event.rs"),
        include_str!("../../src/core/engine/rejected.rs"),
        include_str!("../../src/ui/inspector/group.rs"),
        include_str!("../../src/ui/inspector/queue.rs"),
        include_str!("../../src/ui/inspector/broker.rs"),
        include_str!("../../src/ui/text/en/terms.rs"),
        include_str!("../../src/ui/text/zh/terms.rs"),
    ];
    let mut named = 0;
    for rule in sources.into_iter().flat_map(rules_in).chain(["lab"]) {
        named += 1;
        for language in Language::ALL {
            assert!(!meaning(rule, language).is_empty(), "{rule} has no meaning");
        }
    }
    assert!(named > 40);
}

#[test]
fn rules_are_named_once_and_events_with_offsets_are_exact() {
    let rules = Language::En.text().rules;
    for (i, rule) in rules.iter().enumerate() {
        assert!(rules[..i].iter().all(|other| other.0 != rule.0), "{} is there twice", rule.0);
    }
    let group = Name::from("billing");
    let event = Event::Committed {
        group,
        topic: Name::from("orders"),
        queue: 0,
        from: None,
        to: QueueOffset(i64::MAX),
    };
    for language in Language::ALL {
        assert!(spaced(&(language.text().event)(&event)).contains("9 223 372 036 854 775 807"));
    }
}

/// Whoever reads a rule's id on the page is told what it means.
#[test]
fn every_rule_that_the_page_names_has_a_meaning() {
    let mut named = std::collections::BTreeSet::new();
    for (_, source) in crate::tidy::rust_files("src/ui") {
        named.extend(source.split('"').map(str::to_string).filter(|text| {
            let number = text.rsplit('-').next().unwrap_or_default();
            let is_id = ["R-", "SD-", "T-"].iter().any(|start| text.starts_with(start));
            is_id && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        }));
    }
    assert!(named.len() > 30, "{named:?}");
    for rule in &named {
        for language in Language::ALL {
            assert!(!meaning(rule, language).is_empty(), "{rule} says nothing");
        }
    }
}

#[test]
fn a_file_is_known_by_its_content() {
    let journal = Journal::new(offset_lab::sim::JournalHeader::new(Default::default(), 1)).to_text();
    assert!(matches!(files::read(&journal, "?"), Ok(files::Opened::Journal(_))));
    for unknown in ["", "{}", "[1,2]", "{\"format\":\"other/1\"}", "hello"] {
        assert!(files::read(unknown, "neither").unwrap_err().problem.starts_with("neither"), "{unknown}");
    }
}

#[test]
fn an_address_is_read_with_care() {
    let read = |pairs: &[(&'static str, &str)]| {
        params::read(pairs.iter().map(|(name, value)| (*name, value.to_string())))
    };
    let (asked, ignored) = read(&[
        ("view", "embed"),
        ("scenario", "story"),
        ("show", "chart"),
        ("controls", "basic"),
        ("speed", "0.5"),
        ("persist", "local"),
        ("theme", "dark"),
    ]);
    assert!(ignored.is_empty());
    assert!(asked.embedded && asked.persist == Some(true) && asked.speed_percent == Some(50));
    assert_eq!(
        (asked.wanted, asked.part, asked.freedom),
        (Wanted::Scenario("story".into()), Part::Chart, Freedom::Basic)
    );
    let (asked, ignored) =
        read(&[("seed", "18446744073709551615"), ("queue", "orders.3"), ("content", "{}")]);
    assert!(ignored.is_empty());
    assert_eq!((asked.seed, asked.content.as_deref()), (Some(u64::MAX), Some("{}")));
    assert_eq!(asked.only, Some(("orders".into(), Some(3))));
    assert_eq!(read(&[("queue", "orders")]).0.only, Some(("orders".into(), None)));
    let wrong = [
        ("seed", "-1"),
        ("seed", "1e3"),
        ("queue", ""),
        ("queue", "orders.x"),
        ("queue", ".1"),
        ("scenario", "../secret"),
        ("lesson", ".hidden"),
        ("speed", "fast"),
        ("speed", "0.01"),
        ("colour", "blue"),
        ("id", ""),
    ];
    let (asked, ignored) = read(&wrong);
    assert_eq!(ignored.len(), wrong.len());
    assert_eq!(asked, params::Params::default());
}

#[test]
fn a_host_says_only_what_is_known() {
    assert_eq!(HostMessage::read("play"), Some(HostMessage::Play));
    assert_eq!(HostMessage::read("speed 100"), Some(HostMessage::Speed(10_000)));
    assert_eq!(HostMessage::read("seek 75000000"), Some(HostMessage::Seek(VirtualTime(75_000_000))));
    assert_eq!(HostMessage::read("load {\"a\": 1}"), Some(HostMessage::Load("{\"a\": 1}")));
    let refused =
        ["speed", "speed 1e9", "seek", "seek -1", "seek 99999999999999999999", "seek 31536000000001"];
    for words in refused.into_iter().chain(["eval", "", " play", "PLAY", "slide:start", "lab", "title <img>"])
    {
        assert_eq!(HostMessage::read(words), None, "{words}");
    }
}

#[test]
fn a_clusters_files_open_together_as_a_lab_that_starts_when_they_were_written() {
    let text = Language::En.text();
    let file = |name: &str| {
        let path = crate::root().join("tests/import/5.3.3").join(name);
        (name.to_string(), std::fs::read_to_string(path).unwrap())
    };
    let status = ("topicStatus-TopicOrders.txt".to_string(), file("06-topicStatus.txt").1);
    let texts = vec![file("consumerOffset.json"), file("topics.json"), status];
    let all = |texts: &[(String, String)], written| files::Again {
        texts: texts.to_vec(),
        given: Given::default(),
        written,
        question: None,
    };
    let one = |name: &str, content: &str| all(&[(name.into(), content.into())], None);
    let written = offset_lab::engine::EpochMs(1_800_000_000_000);
    // As the page asks its importer.
    let read_all = |again: &files::Again, text| {
        files::read_own(&again.texts, text).unwrap_or_else(|| {
            let answer = wire::answer(&wire::question(&again.texts, &again.given, again.written, "en"));
            files::read_answer(&answer, &again.texts, text)
        })
    };
    let Ok(files::Opened::Scenario(lab)) = read_all(&all(&texts, Some(written)), text) else {
        panic!("it opens")
    };
    assert_eq!((lab.start_ms, lab.title_in("en")), (written, "Imported from b"));
    assert!(
        lab.text_in("en").contains("Imported of broker b: 5 topics with 11 queues"),
        "{}",
        lab.text_in("en")
    );
    assert!(lab.text_in("zh").contains("5 个主题"));
    // One file alone, a lab's own file beside it, and a text that is nothing.
    assert!(read_all(&all(&texts[..1], None), text).is_ok());
    let refused = read_all(&one("x.json", "{\"offsetTable\":{"), text).unwrap_err();
    assert_eq!(refused.name, "x.json");
    assert!(refused.problem.starts_with("line 1: the file breaks off"), "{}", refused.problem);
    let refused = read_all(&one("x.txt", "hello"), text).unwrap_err();
    assert_eq!(refused.problem, format!("line 1: {}", text.open.unknown_format));
    // A name that is missing is asked for, and what was said is used.
    let mut nameless = one("", &file("06-topicStatus.txt").1);
    let refused = read_all(&nameless, text).unwrap_err();
    assert!(refused.problem.starts_with("line 1: whose status is this?"), "{}", refused.problem);
    assert_eq!(refused.question.unwrap().0, offset_lab::import::Wanted::Topic);
    nameless.given.topics.push("TopicOrders".to_string());
    assert!(read_all(&nameless, text).is_ok());
}
