//! Labs in links: what is packed comes out again, to the digest, and nothing else does, whatever a link
//! holds. Not here: the page's own packing (`tests/e2e/share*.test.mjs`).
//!
//! Invariant: labs are compared by their digest at the moment of the link.

use crate::cli::{file, run};
use crate::random_lab::any_journal;
use offset_lab::cli::link::{LinkFault, opened, packed, payload, unpacked};
use offset_lab::engine::ids::VirtualTime;
use offset_lab::engine::limits::{LINK_CHARS_MAX, LINK_TEXT_BYTES_MAX};
use offset_lab::engine::profile::Profile;
use offset_lab::sim::formats::journal::to_json;
use offset_lab::sim::{Command, Journal, JournalEntry, JournalHeader, Scenario, Timeline};
use offset_lab::storage::checkpoint::engine_id;
use proptest::prelude::*;

fn digest(scenario: &Scenario) -> u64 {
    let mut timeline = Timeline::from_journal(scenario.to_journal());
    timeline.run_until(scenario.open_at_us, &mut ());
    timeline.world().digest()
}

/// Any text that a link of these sizes can hold.
fn unpack(payload: &str) -> Result<String, LinkFault> {
    unpacked(payload, LINK_CHARS_MAX, LINK_TEXT_BYTES_MAX)
}

fn scenario_files() -> Vec<std::path::PathBuf> {
    let folder = std::fs::read_dir(crate::root().join("www/scenarios")).unwrap();
    let mut files: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    files
}

#[test]
fn every_built_in_scenario_comes_back_to_the_digest() {
    let files = scenario_files();
    assert!(files.len() > 5, "{files:?}");
    for path in files {
        let scenario = Scenario::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let payload = payload(&scenario).unwrap();
        assert!(payload.len() < 3_000, "{path:?} takes {} characters", payload.len());
        assert!(payload.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)));
        let link = format!("https://example.org/lab/index.html?lang=en#s={payload}\n");
        let back = opened(&link).unwrap();
        assert_eq!(back.engine, Some(engine_id()));
        assert_eq!(Scenario { engine: None, ..back.clone() }, scenario, "{path:?}");
        assert_eq!(digest(&back), digest(&scenario), "{path:?}");
    }
}

/// A lab into which a person has put much.
fn large_lab() -> Scenario {
    let mut journal = Journal::new(JournalHeader::new(Profile::Docs50, 11));
    let topic: Command = serde_json::from_str(r#"{"create_topic":{"topic":"t","queues":4}}"#).unwrap();
    let sends = (0..9_999_u64).map(|i| {
        let body = i * 7_919 % 1_000_003;
        let text = format!(r#"{{"send_message":{{"topic":"t","queue":{},"body":"{body}"}}}}"#, i % 4);
        (1_000 + i * 13_007, serde_json::from_str(&text).unwrap())
    });
    let all = std::iter::once((0, topic)).chain(sends);
    journal.entries.extend(all.map(|(at, command)| JournalEntry { at_us: VirtualTime(at), command }));
    let open_at_us = VirtualTime(140_000_000);
    Scenario { open_at_us, ..journal.into_scenario([("en".to_string(), "large".to_string())].into()) }
}

#[test]
fn a_lab_of_10_000_commands_is_packed_and_unpacked_but_is_no_link() {
    let scenario = large_lab();
    assert_eq!(scenario.journal.len(), 10_000);
    assert_eq!(payload(&scenario), Err(LinkFault::Large));
    let json = to_json(&scenario);
    let packed = packed(&json);
    let back = Scenario::parse(&unpacked(&packed, packed.len(), json.len()).unwrap()).unwrap();
    assert_eq!(digest(&back), digest(&scenario));
    assert_eq!(opened(&packed), Err(LinkFault::Large));
    // So is a lab that packs well and is large unpacked.
    let [first, second] = [&scenario.journal[0], &scenario.journal[1]];
    let same = std::iter::once(first).chain(std::iter::repeat_n(second, 4_000)).cloned().collect();
    let same = Scenario { journal: same, ..scenario.clone() };
    assert!(packed_len(&same) < LINK_CHARS_MAX && to_json(&same).len() > LINK_TEXT_BYTES_MAX);
    assert_eq!(payload(&same), Err(LinkFault::Large));
}

fn packed_len(scenario: &Scenario) -> usize {
    packed(&to_json(scenario)).len()
}

#[test]
fn a_bomb_is_refused_and_the_last_byte_that_fits_is_not() {
    let letters = |bytes: usize| packed(&"a".repeat(bytes));
    assert_eq!(unpack(&letters(LINK_TEXT_BYTES_MAX)).unwrap().len(), LINK_TEXT_BYTES_MAX);
    assert_eq!(unpack(&letters(LINK_TEXT_BYTES_MAX + 1)), Err(LinkFault::Large));
    let bomb = letters(6_000_000);
    assert!(bomb.len() <= LINK_CHARS_MAX, "{}", bomb.len());
    assert_eq!(unpack(&bomb), Err(LinkFault::Large));
    // Ten million characters are refused by their number alone.
    assert_eq!(unpack(&format!("1.{}", "A".repeat(10_000_000))), Err(LinkFault::Large));
}

#[test]
fn what_is_no_link_is_refused_by_what_is_wrong_with_it() {
    let whole = packed("{}");
    for (link, fault) in [
        ("", LinkFault::Version),
        ("2.abcd", LinkFault::Version),
        (&whole[2..], LinkFault::Version),
        ("1.", LinkFault::Broken),
        ("1.%3Cimg%3E", LinkFault::Broken),
        ("1.q1ZK+VLJ", LinkFault::Broken),
        ("1.<img onerror=alert(1)>", LinkFault::Broken),
        (&whole[..whole.len() - 2], LinkFault::Broken),
        (&(whole.clone() + "AAAA"), LinkFault::Broken),
    ] {
        assert_eq!(unpack(link), Err(fault), "{link}");
    }
    for text in ["", "null", "[]", "{\"format\":\"offset-lab-lesson/2\"}", &"[".repeat(200_000)] {
        assert!(matches!(opened(&packed(text)), Err(LinkFault::Lab(_))), "{:.40}", text);
    }
    let nested = |depth: usize| {
        format!(
            r#"{{"format":"offset-lab-scenario/1","title":{}{}"#,
            "{\"en\":".repeat(depth),
            "}".repeat(depth)
        )
    };
    for depth in [1, 100, 30_000] {
        assert!(matches!(opened(&packed(&nested(depth))), Err(LinkFault::Lab(_))), "{depth}");
    }
}

#[test]
fn the_command_line_makes_links_and_opens_them() {
    let (code, link, err) = run(&["link", "www/scenarios/retention.json", "--at", "40s"]);
    assert_eq!(code, 0, "{err}");
    let out = file("from-link.json", "");
    let out = out.to_str().unwrap();
    let whole = format!("https://example.org/#s={}", link.trim());
    assert_eq!(run(&["link", "--open", &whole, "-o", out]).0, 0);
    let digest = |path| run(&["digest", path, "--until", "40s"]).1;
    assert_eq!(digest(out), digest("www/scenarios/retention.json"));
    let back = Scenario::parse(&std::fs::read_to_string(out).unwrap()).unwrap();
    assert_eq!(back.open_at_us, VirtualTime(40_000_000));
    for name in ["lessons/overtaken.json", "tests/journals/overtaken.jsonl"] {
        let (code, link, err) = run(&["link", name]);
        assert_eq!(code, 0, "{name}: {err}");
        assert_eq!(run(&["link", "--open", link.trim()]).0, 0, "{name}");
    }
    let large = file("large.json", &to_json(&large_lab()));
    let (code, out, err) = run(&["link", large.to_str().unwrap()]);
    assert!(code == 1 && out.is_empty() && err.contains("a file has room for more"), "{code} {out} {err}");
    let (code, out, err) = run(&["link", "--open", "1.nonsense"]);
    assert!(code == 1 && out.is_empty() && err.contains("incomplete"), "{code} {out} {err}");
    assert_eq!(run(&["link"]).0, 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::cases(60), failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_lab_comes_back(journal in any_journal(12, 20, 10), at in 0_u64..30_000_000) {
        let title = [("en".to_string(), "<img src=x onerror=alert(1)>".to_string())].into();
        let scenario = Scenario { open_at_us: VirtualTime(at), ..journal.into_scenario(title) };
        let packed = packed(&to_json(&scenario));
        let text = unpacked(&packed, usize::MAX, LINK_TEXT_BYTES_MAX).unwrap();
        // A lab may hold what no scenario may; then neither comes out.
        match Scenario::parse(&to_json(&scenario)) {
            Ok(_) => prop_assert_eq!(Scenario::parse(&text).unwrap(), scenario),
            Err(error) => prop_assert_eq!(Scenario::parse(&text).unwrap_err(), error),
        }
    }

    #[test]
    fn a_link_that_was_cut_or_changed_gives_no_more_than_a_link_may(
        cut in 0.0..1.0_f64,
        changes in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 0..4),
    ) {
        let story = std::fs::read_to_string(crate::root().join("www/scenarios/story.json")).unwrap();
        let whole = payload(&Scenario::parse(&story).unwrap()).unwrap();
        let mut link = whole.clone().into_bytes();
        for (at, byte) in changes {
            let at = (at * link.len() as f64) as usize;
            link[at] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.%"[byte as usize % 66];
        }
        link.truncate(((0.5 + cut) * whole.len() as f64) as usize);
        let link = String::from_utf8(link).unwrap();
        if let Ok(text) = unpack(&link) {
            prop_assert!(text.len() <= LINK_TEXT_BYTES_MAX);
        }
        let _ = opened(&link);
        prop_assert!(link == whole || link.len() < whole.len() && opened(&link).is_err() || link.len() == whole.len());
    }

    #[test]
    fn any_bytes_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let link = String::from_utf8_lossy(&bytes);
        let _ = opened(&link);
        let _ = opened(&["1.", &*link].concat());
        let letters: String = bytes.iter().map(|byte| (b'A' + byte % 26) as char).collect();
        prop_assert!(unpack(&["1.", &*letters].concat()).is_ok_and(|text| text.len() <= LINK_TEXT_BYTES_MAX)
            || opened(&["1.", &*letters].concat()).is_err());
    }
}
