//! The page's components on a lab of their own: what a person sees and presses. Not here: the built page
//! (`tests/e2e`), the pure parts (`tests/it/ui.rs`).
//!
//! Invariant: each test mounts into an element of its own and finds things by what they say.

use crate::mounted::Mounted;
use offset_lab::engine::ids::{Name, QueueOffset, VirtualTime};
use offset_lab::player::Player;
use offset_lab::sim::command::{Command, ConsumeFrom};
use offset_lab::sim::{Journal, JournalEntry, JournalHeader};
use offset_lab::ui::state::context::View;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};

/// A topic that begins at `first` and a group that has read nothing of ten messages.
fn lagging(first: i64) -> Player {
    let at_us = VirtualTime(0);
    let (topic, group) = (Name::from("orders"), Name::from("audit"));
    let mut commands = vec![
        Command::CreateTopic { topic: topic.clone(), queues: 2, first_offsets: vec![QueueOffset(first); 2] },
        Command::CreateGroup { group: group.clone(), consume_from: ConsumeFrom::LastOffset },
        Command::AddConsumer {
            consumer: Name::from("audit-1"),
            group,
            topic: topic.clone(),
            processing_us: 5_000,
            cached_max: 1_000,
        },
    ];
    commands.extend((0..10).map(|i| Command::SendMessage {
        topic: topic.clone(),
        queue: i % 2,
        key: None,
        tag: None,
        body: "hello".to_string(),
        deliver_at_ms: None,
        delay_level: 0,
    }));
    let entry = |(i, command)| JournalEntry {
        at_us: at_us.plus_ms(if i < 3 { 0 } else { 20_000 + i as u64 }),
        command,
    };
    let entries = commands.into_iter().enumerate().map(entry).collect();
    let mut player = Player::open(
        "A lab".to_string(),
        Journal { header: JournalHeader::new(Default::default(), 1), entries },
    );
    player.seek(VirtualTime(30_000_000));
    player
}

#[wasm_bindgen_test]
async fn the_page_shows_the_lab() {
    let page = Mounted::new(lagging(0), View::Page).await;
    assert_eq!(page.says("h1"), "A lab");
    assert_eq!(page.count(".lane"), 2);
    assert!(page.says(".actors").contains("audit"));
    assert!(page.says(".saved").contains("Not persisted"));
    assert_eq!(page.count("main"), 1);
}

#[wasm_bindgen_test]
async fn no_element_has_an_inline_style() {
    let page = Mounted::new(lagging(0), View::Page).await;
    page.press("Reset offset").await;
    assert_eq!(page.count("[style]:not(.tip)"), 0, "a strict policy would refuse it");
}

#[wasm_bindgen_test]
async fn offsets_at_the_end_of_the_range_are_exact() {
    let page = Mounted::new(lagging(i64::MAX - 5), View::Page).await;
    page.press("Table").await;
    assert!(page.says(".facts").contains("9 223 372 036 854 775 807"));
    page.press("Picture").await;
    assert!(page.says(".lane-picture").contains("Max 9 223 372 036 854 775 807"));
}

#[wasm_bindgen_test]
async fn play_pauses_and_steps() {
    let page = Mounted::new(lagging(0), View::Page).await;
    page.press("Play (Space)").await;
    assert!(page.player.borrow().playing());
    page.press("Pause (Space)").await;
    assert!(!page.player.borrow().playing());
    let before = page.player.borrow().now();
    page.press("Step to the next event (.)").await;
    assert!(page.player.borrow().now() > before);
    page.press("Back to the start").await;
    assert_eq!(page.says(".clock"), "00:00:00.000");
}

#[wasm_bindgen_test]
async fn a_reset_is_previewed_then_done_then_undone() {
    let page = Mounted::new(lagging(0), View::Page).await;
    page.press("Reset offset").await;
    assert!(page.says("dialog h2").contains("Reset offset of audit on orders"));
    assert!(page.says("dialog .total").contains("10 messages are delivered again"));
    assert_eq!(page.player.borrow().resets().len(), 0, "a preview changes nothing");
    page.press("Reset 2 queues").await;
    assert_eq!(page.count("dialog"), 0);
    assert_eq!(page.player.borrow().resets().len(), 1);
    assert!(page.says(".notice").contains("audit is reset on 2 queues."));
    // All of it can come back, so nothing is asked.
    page.press("Undo").await;
    assert_eq!(page.count("dialog"), 0);
    assert!(page.player.borrow().resets()[0].undone);
}

#[wasm_bindgen_test]
async fn a_refused_target_shows_the_code_and_locks_the_button() {
    let page = Mounted::new(lagging(0), View::Page).await;
    page.press("Reset offset").await;
    let radios = page.host.query_selector_all("dialog input[name=kind]").unwrap();
    radios.item(2).unwrap().unchecked_into::<HtmlElement>().click();
    page.settle().await;
    put_in(&page.find("dialog .target-field input").unchecked_into(), "999");
    page.settle().await;
    let said = page.says("dialog [role=alert]");
    assert!(
        said.contains("Target offset 999 not in consume queue range") && said.contains("code 1"),
        "{said}"
    );
    assert!(page.find("dialog button[type=submit]").has_attribute("disabled"));
}

fn put_in(field: &HtmlInputElement, text: &str) {
    field.set_value(text);
    let event = web_sys::Event::new("input").unwrap();
    event.init_event_with_bubbles("input", true);
    field.dispatch_event(&event).unwrap();
}

/// A busy page draws later than a person types.
#[wasm_bindgen_test]
async fn what_is_put_in_before_a_form_is_drawn_is_kept_and_submitted() {
    let page = Mounted::new(lagging(0), View::Page).await;
    page.press("Add – Consumer groups").await;
    let name: HtmlInputElement = page.find("dialog input").unchecked_into();
    let kind = page.host.query_selector_all("dialog select").unwrap().item(1).unwrap();
    let kind: HtmlSelectElement = kind.unchecked_into();
    put_in(&name, "mail");
    kind.set_selected_index(1);
    let event = web_sys::Event::new("change").unwrap();
    event.init_event_with_bubbles("change", true);
    kind.dispatch_event(&event).unwrap();
    page.settle().await;
    assert_eq!((name.value().as_str(), kind.selected_index()), ("mail", 1));
    put_in(&name, "post");
    page.find("dialog [type=submit]").unchecked_into::<HtmlElement>().click();
    page.settle().await;
    page.settle().await;
    assert_eq!(page.count("dialog"), 0);
    assert!(page.says(".actors").contains("post"), "what is drawn later is submitted then");
}

#[wasm_bindgen_test]
async fn the_focus_returns_when_a_dialog_closes() {
    let page = Mounted::new(lagging(0), View::Page).await;
    let opener = page.button("New topic");
    opener.focus().unwrap();
    opener.click();
    page.settle().await;
    assert_eq!(page.count("dialog[open]"), 1);
    page.press("Cancel").await;
    assert_eq!(page.count("dialog"), 0);
    let focused = gloo::utils::document().active_element().unwrap();
    assert!(focused.is_same_node(Some(&opener)));
}

#[wasm_bindgen_test]
async fn the_language_changes_every_word() {
    let page = Mounted::new(lagging(0), View::Page).await;
    page.press("中文").await;
    assert!(page.says(".inspect").contains("消费位点"));
    assert!(!page.says(".lab").contains("Consumer groups"));
    page.press("English").await;
    assert!(page.says(".inspect").contains("Consumer offset"));
}

#[wasm_bindgen_test]
async fn a_change_in_the_past_is_asked_about() {
    let page = Mounted::new(lagging(0), View::Page).await;
    page.lab.seek(VirtualTime(15_000_000));
    page.settle().await;
    page.press("Pause audit").await;
    assert!(page.says("dialog h2").contains("Change the past?"));
    page.press("Cancel").await;
    assert_eq!(page.player.borrow().journal().entries.len(), 13, "nothing was dropped");
}

#[wasm_bindgen_test]
async fn an_embed_shows_the_board_and_the_way_out() {
    let page = Mounted::new(lagging(0), View::Embed).await;
    assert_eq!(page.count(".lane"), 2);
    assert_eq!(page.count(".top"), 0);
    assert!(page.says(".embed-foot").contains("Open the whole lab"));
}
