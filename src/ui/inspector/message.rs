//! One message: its position, its content, its segment, and its state for each group. Not here: computing
//! that (`projection::message`), reading the store (`player::Session`).
//!
//! Invariant: what was read from the store is shown only while the lab has that very message at the offset.

use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::player::task;
use crate::projection::message::{MessageView, NoMessage, Standing, message_at};
use crate::storage::StoreError;
use crate::storage::frame::StoredMessage;
use crate::ui::board::lane::LaneProps;
use crate::ui::draw::browser;
use crate::ui::draw::format::{bytes, clock, count, number};
use crate::ui::draw::icons::{Icon, mark};
use crate::ui::draw::parts::{Button, h2, h3, quiet, row};
use crate::ui::inspector::facts::ruled;
use crate::ui::inspector::segment::{segment_button, segment_rows, since_start};
use crate::ui::state::context::{Ui, View};
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{ReadMessage, Selection, Shown, UiAction};
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Letters of a body that are shown.
const BODY_MAX: usize = 160;

/// Selects a message, and reads it.
pub fn pick(ui: &Ui, topic: &Name, queue: QueueId, offset: QueueOffset) {
    ui.act.emit(UiAction::Select(Selection::Message { topic: topic.clone(), queue, offset }));
    let Some(session) = ui.lab.session().cloned() else { return };
    let (act, topic) = (ui.act.clone(), topic.clone());
    task::start(async move {
        let found = session.message(&topic, queue, offset).await;
        act.emit(UiAction::Message(Shown(Rc::new(ReadMessage { topic, queue, offset, found }))));
    });
}

/// Leads to a message.
pub fn look_button(ui: &Ui, topic: &Name, queue: QueueId, offset: i64) -> Html {
    let (name, ui, topic) = (ui.text.message.look, ui.clone(), topic.clone());
    let look = move |_: MouseEvent| pick(&ui, &topic, queue, QueueOffset(offset.max(0)));
    Button::word("line", name).on(Callback::from(look))
}

/// A click on a lane's bar picks the message below it. Keys do it from the queue's panel.
pub fn on_pick(props: &LaneProps) -> Callback<MouseEvent> {
    let (ui, topic, lane, axis) = (props.ui.clone(), props.topic.clone(), props.lane.clone(), props.axis);
    let reads = ui.view == View::Page && props.beside.is_none() && lane.max_known;
    Callback::from(move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let is_mark =
            |element: &web_sys::Element| matches!(element.closest(".handle, .group-mark"), Ok(Some(_)));
        let Some(target) = target.filter(|element| reads && !is_mark(element)) else { return };
        let Ok(Some(place)) = target.closest(".lane-place") else { return };
        let x = browser::x_within(&event, &place);
        if ui.lab.lesson_mark(&topic, lane.queue, axis.offset_at(x)) {
            return;
        }
        // A cell reaches from its offset to the next.
        let offset = axis.offset_at(x - axis.cell_width() / 2.0);
        if axis.shows(x) && lane.first.0 <= offset && offset < lane.max.0 {
            if ui.lab.lesson_pick(&topic, lane.queue, offset) {
                return;
            }
            pick(&ui, &topic, lane.queue, QueueOffset(offset));
        }
    })
}

/// The panel of a message.
pub fn message_details(
    ui: &Ui,
    snapshot: &Snapshot,
    (topic, queue): (&Name, QueueId),
    offset: QueueOffset,
) -> Html {
    let words = &ui.text.message;
    let found = ui.lab.read(|player| message_at(player.world(), topic, queue, offset));
    let place = format!("{topic} / {queue}");
    let go = {
        let (ui, topic) = (ui.clone(), topic.clone());
        Callback::from(move |to: i64| pick(&ui, &topic, queue, QueueOffset(to.max(0))))
    };
    let typed = {
        let go = go.clone();
        Callback::from(move |event: Event| {
            let input = event.target_unchecked_into::<web_sys::HtmlInputElement>();
            match input.value().trim().parse() {
                Ok(to) => go.emit(to),
                // What is no offset is none: the one that is shown is there again.
                Err(_) => input.set_value(&offset.0.to_string()),
            }
        })
    };
    let back = UiAction::Select(Selection::Queue { topic: topic.clone(), queue });
    html! {
        <div>
            {h2(&format!("{place} · {}", number(offset.0)))}
            <p class="muted kind">{words.kind}</p>
            <div class="row message-place">
                <label class="row">
                    {words.at}{" "}<input type="text" inputmode="numeric" class="num"
                        value={offset.0.to_string()} onchange={typed} />
                </label>
                <span>
                    {Button::icon("plain icon-only small", Icon::Back, words.earlier)
                        .on(go.reform(move |_| offset.0.saturating_sub(1)))}
                    {Button::icon("plain icon-only small", Icon::Step, words.later)
                        .on(go.reform(move |_| offset.0.saturating_add(1)))}
                </span>
            </div>
            {match &found {
                Ok(message) => whole(ui, snapshot, message, (topic, queue), offset),
                Err(why) => none(ui, *why),
            }}
            <div class="acts">
                {Button::word("line", words.back).on(ui.action(back))}
                {found.as_ref().ok().map(|message| segment_button(ui, message.physical))}
            </div>
        </div>
    }
}

fn none(ui: &Ui, why: NoMessage) -> Html {
    let said = (ui.text.message.none)(why);
    match why {
        NoMessage::Purged => ruled(ui, "muted", said, "R-RET-1"),
        NoMessage::NotYet => ruled(ui, "muted", said, "T-1"),
        NoMessage::Unknown => quiet(said),
    }
}

fn whole(
    ui: &Ui,
    snapshot: &Snapshot,
    message: &MessageView,
    (topic, queue): (&Name, QueueId),
    offset: QueueOffset,
) -> Html {
    let words = &ui.text.message;
    let read = ui.state.message.as_ref().map(|shown| &*shown.0);
    let read = read.filter(|read| read.topic == *topic && read.queue == queue && read.offset == offset);
    html! {
        <>
            <dl class="rows">
                {row(words.stored, &clock(since_start(snapshot, message.stored_at)))}
                {row(words.log_offset, &number(message.physical.0))}
                {row(words.record, &bytes(u64::from(message.record_bytes)))}
                {row(words.segment, &(words.segment_is)(&number(message.segment.view.base.0)))}
            </dl>
            {segment_rows(ui, snapshot, &message.segment)}
            {h3(ui.text.inspector.groups_here)}
            <ul class="actor-list">
                for (group, standing) in &message.groups {
                    <li key={group.to_string()} class="actor">
                        {standing_row(ui, snapshot, group, *standing, (topic, queue))}
                    </li>
                }
            </ul>
            if message.groups.is_empty() {
                {quiet(ui.text.actors.no_groups)}
            }
            <dl class="rows">
                {stored_rows(ui, message, read.map(|read| &read.found), (topic, queue), offset)}
            </dl>
        </>
    }
}

/// What only the store knows.
fn stored_rows(
    ui: &Ui,
    message: &MessageView,
    read: Option<&Result<StoredMessage, StoreError>>,
    (topic, queue): (&Name, QueueId),
    offset: QueueOffset,
) -> Html {
    let (words, none) = (&ui.text.message, ui.text.common.none);
    let again = {
        let (ui, topic) = (ui.clone(), topic.clone());
        Button::word("line small", words.read)
            .on(Callback::from(move |_: MouseEvent| pick(&ui, &topic, queue, offset)))
    };
    match read {
        Some(Ok(stored)) if stored.physical == message.physical && stored.stored_at == message.stored_at => {
            let given = |value: &Option<String>| value.clone().unwrap_or_else(|| none.to_string());
            let body = core::str::from_utf8(&stored.body).unwrap_or_default();
            let mut shown: String = body.chars().take(BODY_MAX).collect();
            if shown.len() < body.len() {
                shown.push('…');
            }
            html! {
                <>
                    {row(words.key, &given(&stored.key))}
                    {row(words.tag, &given(&stored.tag))}
                    <div class="message-body">
                        <dt>{format!("{}, {}", words.body, bytes(stored.body.len() as u64))}</dt>
                        <dd class="num">{shown}</dd>
                    </div>
                </>
            }
        }
        None => row(words.body, words.reading),
        // It was another one when it was read, or none yet, or the moment shown is before that of its purge.
        Some(Ok(_) | Err(StoreError::Missing(_))) => {
            html! {
                <div class="message-body">
                    <dt>{words.body}</dt><dd>{words.not_stored}{" "}{again}</dd>
                </div>
            }
        }
        Some(Err(error)) => {
            html! {
                <div class="message-body">
                    <dt>{words.body}</dt><dd>{(ui.text.top.store_error)(error)}{again}</dd>
                </div>
            }
        }
    }
}

fn standing_row(
    ui: &Ui,
    snapshot: &Snapshot,
    group: &Name,
    standing: Standing,
    (topic, queue): (&Name, QueueId),
) -> Html {
    let words = &ui.text.message;
    let ordinal = snapshot.group(group).map_or(0, |view| view.ordinal);
    let said = match standing {
        Standing::Consumed => words.consumed.to_string(),
        Standing::InFlight => words.in_flight.to_string(),
        Standing::Waits(0) => words.next.to_string(),
        Standing::Waits(before) => (words.waits)(&count(before as u64)),
        Standing::Unknown => ui.text.common.unknown.to_string(),
    };
    let selection = Selection::Group { group: group.clone(), on: Some((topic.clone(), queue)) };
    html! {
        <button type="button" class="actor-main" onclick={ui.action(UiAction::Select(selection))}>
            <span class="with-mark">{mark(ordinal)}<b>{group.to_string()}</b></span>
            <span class="muted actor-note">{said}</span>
        </button>
    }
}
