//! What the page says of one message: where it lies, its segment, and where each group stands to it. Not
//! here: reading its body (`cold_reads`), the panel (end to end).
//!
//! Invariant: what is expected is worked out from offsets by hand.

use crate::lab::name;
use crate::stored_lab::{add_producer, entry, header};
use offset_lab::engine::ids::{QueueOffset, VirtualTime};
use offset_lab::player::Player;
use offset_lab::projection::boards;
use offset_lab::projection::message::{MessageView, NoMessage, Standing, message_at};
use offset_lab::sim::Journal;
use offset_lab::sim::command::{BrokerChange, Command, RetentionSettings};

/// A hundred messages a second on one queue, segments of 16 KiB kept for 20 s of which two are in memory, a
/// slow group and one without clients.
pub fn lab() -> Player {
    let retention = RetentionSettings {
        segment_bytes: Some(16 * 1024),
        reserved_ms: Some(20_000),
        delete_hours: Some((0..24).collect()),
        ..RetentionSettings::default()
    };
    let memory = BrokerChange { page_cache_segments: Some(2), ..BrokerChange::default() };
    let group = |group: &str| Command::CreateGroup { group: group.into(), consume_from: Default::default() };
    let consumer: Command = serde_json::from_str(
        r#"{"add_consumer":{"consumer":"slow-1","group":"slow","topic":"orders","processing_us":40000}}"#,
    )
    .expect("a command");
    let mut journal = Journal::new(header());
    journal.entries = vec![
        entry(0, Command::SetRetention(retention)),
        entry(0, Command::SetBroker(memory)),
        entry(0, Command::CreateTopic { topic: "orders".into(), queues: 1, first_offsets: vec![] }),
        entry(0, group("slow")),
        entry(0, consumer),
        entry(0, add_producer("shop", 100, 200, 0)),
    ];
    let mut player = Player::open("Messages".to_string(), journal);
    player.seek(VirtualTime(60_000_000));
    player
}

fn at(player: &Player, offset: i64) -> Result<MessageView, NoMessage> {
    message_at(player.world(), &name("orders"), 0, QueueOffset(offset))
}

#[test]
fn a_message_says_where_it_lies_and_what_goes_with_it() {
    let player = lab();
    let board = boards(player.world()).remove(0);
    let lane = &board.lanes[0];
    assert!(lane.min.0 > 0 && lane.groups.len() == 1, "{lane:?}");
    let (first, last) =
        (at(&player, lane.min.0).expect("Min"), at(&player, lane.max.0 - 1).expect("the last"));
    assert!(!first.segment.view.active && first.segment.cold, "{first:?}");
    assert!(last.segment.view.active && !last.segment.cold && last.segment.goes_at.is_none(), "{last:?}");
    assert_eq!(first.segment.goes_at.map(|at| at.0), Some(first.segment.view.modified_at.0 + 20_000));
    for message in [&first, &last] {
        let within = message.physical.0 - message.segment.view.base.0;
        assert!((0..16 * 1024).contains(&within));
    }
    assert_eq!(Some(first.stored_at), lane.min_stored_at);
    assert_eq!(Some(last.stored_at), lane.last_stored_at);
    assert_eq!(at(&player, lane.min.0 - 1), Err(NoMessage::Purged));
    assert_eq!(at(&player, lane.max.0), Err(NoMessage::NotYet));
}

#[test]
fn a_group_stands_to_a_message_as_its_offsets_say() {
    let player = lab();
    let board = boards(player.world()).remove(0);
    let lane = &board.lanes[0];
    let group = &lane.groups[0];
    let (offset, pulled) =
        (group.consumer_offset.expect("it began").0, group.pull_offset.expect("it pulls").0);
    assert!(lane.min.0 < offset && offset < pulled && pulled < lane.max.0, "{group:?}");
    let standing = |offset: i64| at(&player, offset).expect("a message").groups[0].1;
    assert_eq!(standing(offset - 1), Standing::Consumed);
    assert_eq!(standing(offset), Standing::InFlight);
    assert_eq!(standing(pulled - 1), Standing::InFlight);
    assert_eq!(standing(pulled), Standing::Waits(pulled - offset));
}

/// A lab with a POP group that has popped and not acknowledged.
pub fn pops() -> Player {
    let mut player = Player::open("Pops".to_string(), crate::stored_lab::busy_journal());
    for command in [
        r#"{"create_topic":{"topic":"popped","queues":1}}"#,
        r#"{"create_group":{"group":"mail"}}"#,
        r#"{"set_group":{"group":"mail","protocol":"pop","invisible_ms":60000}}"#,
        r#"{"add_producer":{"producer":"p","topic":"popped","rate_per_s":20,"body_bytes":20}}"#,
        r#"{"add_consumer":{"consumer":"mail-1","group":"mail","topic":"popped","processing_us":200000}}"#,
    ] {
        let command: Command = serde_json::from_str(command).expect("a command");
        player.submit(command).expect("obeyed");
    }
    player.seek(VirtualTime(20_000_000));
    player
}

/// A pop moves the group's offset as it hands out: what it has not acknowledged is not consumed for all that.
#[test]
fn what_a_pop_group_has_not_acknowledged_is_in_flight() {
    let player = pops();
    let pockets = offset_lab::projection::pockets(player.world());
    let hidden: Vec<_> = pockets
        .groups
        .iter()
        .filter(|pocket| pocket.group == name("mail"))
        .flat_map(|pocket| &pocket.hidden)
        .collect();
    let (popped, _) = *hidden.first().and_then(|span| span.first.first()).expect("something is hidden");
    let standing = |offset: i64| {
        let message = message_at(player.world(), &name("popped"), 0, QueueOffset(offset)).expect("a message");
        message.groups.into_iter().find(|(group, _)| *group == name("mail")).map(|(_, standing)| standing)
    };
    let offset = player.world().broker().consumer_offsets().stored("mail", "popped", 0).expect("it popped");
    assert!(popped < offset, "the offset lies behind what is hidden: {popped:?}, {offset:?}");
    assert_eq!(standing(popped.0), Some(Standing::InFlight));
    assert_eq!(standing(0), Some(Standing::Consumed), "acknowledged long ago");
}

/// Of two messages that were looked for one after the other, the first may be found last: it is not the one
/// that is shown.
#[test]
fn what_is_found_late_does_not_take_the_place_of_what_is_looked_at() {
    use offset_lab::storage::StoreError;
    use offset_lab::storage::error::StoredPart;
    use offset_lab::ui::state::{ReadMessage, Selection, Shown, UiAction, UiState};
    let at =
        |offset: i64| Selection::Message { topic: "orders".into(), queue: 0, offset: QueueOffset(offset) };
    let found = |offset: i64| {
        let found = Err(StoreError::Missing(StoredPart::Log(0)));
        let read = ReadMessage { topic: "orders".into(), queue: 0, offset: QueueOffset(offset), found };
        UiAction::Message(Shown(std::rc::Rc::new(read)))
    };
    let shown = |state: &UiState| state.message.as_ref().map(|shown| shown.0.offset.0);
    let state = UiState::default().after(UiAction::Select(at(1))).after(UiAction::Select(at(2)));
    let state = state.after(found(2)).after(found(1));
    assert_eq!(shown(&state), Some(2));
}
