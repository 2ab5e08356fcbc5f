//! The documentation page's three questions as labs: what each scenario's text claims is what happens in it.
//! Not here: the rules behind it, and the page's list (`ui`).
//!
//! Invariant: a scenario is run as the page runs it, from its file.

use crate::lab::name;
use offset_lab::engine::event::{Again, InitialRule};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, QueueOffset, TimedEvent, VirtualTime};
use offset_lab::projection::{Counts, deliveries_of, pockets};
use offset_lab::sim::{Scenario, Timeline, World};

struct Told {
    timeline: Timeline,
    events: Vec<TimedEvent>,
}

impl Told {
    fn new(file: &str, profile: Option<Profile>) -> Told {
        let path = crate::root().join(format!("www/scenarios/{file}.json"));
        let scenario: Scenario = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for words in [&scenario.title, &scenario.text] {
            assert!(
                ["en", "zh"].iter().all(|language| words.get(*language).is_some_and(|text| !text.is_empty()))
            );
        }
        let mut journal = scenario.to_journal();
        journal.header.profile = profile.unwrap_or(journal.header.profile);
        Told { timeline: Timeline::from_journal(journal), events: Vec::new() }
    }

    /// Runs until then; nothing in the journal is refused.
    fn until_s(&mut self, s: f64) -> &World {
        let outcomes = self.timeline.run_until(VirtualTime((s * 1e6) as u64), &mut self.events);
        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        self.timeline.world().check();
        self.timeline.world()
    }

    fn counts(&self, group: &str) -> Counts {
        deliveries_of(self.timeline.world(), &name(group)).total
    }

    /// Where a group's clients began or went on at or after a time: the offset, and the rule unless it was
    /// saved.
    fn starts(&self, of: &str, after_s: u64) -> Vec<(i64, Option<InitialRule>)> {
        let late = self.events.iter().filter(|timed| timed.at.0 >= after_s * 1_000_000);
        let starts = late.filter_map(|timed| match &timed.event {
            Event::Resumed { group, offset, .. } if group.as_str() == of => Some((offset.0, None)),
            Event::InitialOffset { group, offset, rule, .. } if group.as_str() == of => {
                Some((offset.0, Some(*rule)))
            }
            _ => None,
        });
        starts.collect()
    }
}

fn offset(world: &World, group: &str) -> Option<i64> {
    world.broker().consumer_offsets().stored(group, "orders", 0).map(|offset| offset.0)
}

fn bounds(world: &World) -> (i64, i64) {
    (world.broker().min_offset("orders", 0).0, world.broker().max_offset("orders", 0).0)
}

/// "billing goes on where it was saved; late starts at Max; audit at Min, on a 5.3 broker at Max."
#[test]
fn where_does_a_client_start() {
    let mut page = Told::new("start", None);
    let before = page.until_s(19.999);
    let ((min, max), saved) = (bounds(before), offset(before, "billing").unwrap());
    assert!(0 < min && min < saved && saved < max, "all four answers differ: {min} {saved} {max}");
    assert_eq!(offset(before, "audit"), None);
    page.until_s(20.5);
    assert_eq!(page.starts("billing", 20), [(saved, None)]);
    assert_eq!(page.starts("late", 20), [(max, Some(InitialRule::DocsMax))]);
    assert_eq!(page.starts("audit", 20), [(min, Some(InitialRule::DocsRemovedMin))]);

    let mut broker = Told::new("start", Some(Profile::RocketMq53));
    let (min, max) = bounds(broker.until_s(19.999));
    broker.until_s(20.5);
    assert_eq!(broker.starts("billing", 20).len(), 1);
    assert!(min > 0, "on a young queue it would be 0");
    assert_eq!(broker.starts("late", 20), [(max, Some(InitialRule::ClientLast))]);
    assert_eq!(broker.starts("audit", 20), [(max, Some(InitialRule::ClientLast))]);
}

/// "Only the consumer offset moves; at 12 s it stands for 8 s; at 31 s the client dies, and what it had not
/// saved comes again."
#[test]
fn how_is_a_consumed_message_marked() {
    let mut lab = Told::new("marked", None);
    lab.until_s(13.0);
    let slow = lab.counts("billing").processed;
    let world = lab.until_s(19.9);
    let (stands, max) = (offset(world, "billing").unwrap(), bounds(world).1);
    assert!(stands <= slow as i64 && max - stands > 20, "the offset stands at {stands} below {max}");
    assert_eq!(lab.counts("billing").processed, slow, "one message is being worked on");
    let (min, max) = bounds(lab.until_s(27.9));
    let counts = lab.counts("billing");
    assert_eq!(
        (min, counts.processed as i64, counts.duplicates),
        (0, max, 0),
        "all is there, all is consumed"
    );
    let world = lab.until_s(30.999);
    let (saved, max) = (offset(world, "billing").unwrap(), bounds(world).1);
    let done = lab.counts("billing").processed as i64;
    assert!(saved + 5 < done && done < max, "work that is not saved: {saved} {done} {max}");
    assert_eq!(bounds(lab.until_s(45.0)), (0, max), "the messages are as they were");
    let counts = lab.counts("billing");
    assert_eq!(counts.duplicates_by, [(Again::ClientDied, (done - saved) as u64)]);
    assert_eq!((counts.processed, counts.lost, counts.skipped), ((max + done - saved) as u64, 0, 0));
    let again = lab.events.iter().find_map(|timed| match timed.event {
        Event::DeliveredAgain { from, to, .. } => Some((from.0, to.0)),
        _ => None,
    });
    assert_eq!(again, Some((saved, done)));
}

/// "Again after 5, 10 and 20 s, then a dead letter; in an orderly group in its place, and everything behind
/// it waits."
#[test]
fn can_a_message_be_consumed_again_after_an_exception() {
    let mut lab = Told::new("again", None);
    let world = lab.until_s(10.0);
    let max = bounds(world).1;
    assert!(max > 15);
    assert!(offset(world, "billing").unwrap() > 12, "billing goes on");
    assert_eq!(offset(world, "ledger"), Some(8), "ledger waits");
    let of_billing = &pockets(world).groups[0];
    assert_eq!(of_billing.retrying.first[0].of, Some((name("orders"), 0, QueueOffset(8))));
    lab.until_s(49.9);
    let counts = lab.counts("billing");
    assert_eq!((counts.sent_back, counts.dead, counts.duplicates, counts.lost), (3, 1, 0, 0));
    let mut tries: Vec<i64> = Vec::new();
    for timed in &lab.events {
        match &timed.event {
            Event::SentBack { group, .. } | Event::DeadLettered { group, .. }
                if group.as_str() == "billing" =>
            {
                tries.push(timed.at.whole_ms());
            }
            _ => {}
        }
    }
    let waits: Vec<i64> = tries.windows(2).map(|pair| (pair[1] - pair[0]) / 1_000).collect();
    assert_eq!(waits, [5, 10, 20]);
    let world = lab.timeline.world();
    assert_eq!(world.broker().max_offset("%DLQ%billing", 0).0, 1);
    assert_eq!((offset(world, "ledger"), lab.counts("ledger").processed), (Some(8), 8));
    let in_place = lab.events.iter().filter(|timed| matches!(timed.event, Event::TriesAgain { .. })).count();
    assert!(in_place > 40, "about once a second: {in_place}");
    let world = lab.until_s(60.0);
    let max = bounds(world).1;
    assert!(offset(world, "ledger").unwrap() > max - 4, "it goes on when the fault is mended");
    let counts = lab.counts("ledger");
    assert_eq!((counts.sent_back, counts.dead, counts.duplicates, counts.lost), (0, 0, 0, 0));
}
