//! Messages outside the queues: scheduled messages, retries, dead letters, popped messages; below the lanes,
//! greyed, with the sentence why a reset does not reach them (SD-19). Not here: what is hidden, on its lane
//! (`over_bar`).
//!
//! Invariant: the table has a row for every message that the projection lists, and a row for those that it
//! only counts.

use crate::engine::broker::delay::{is_internal_topic, is_system_topic};
use crate::engine::ids::{EpochMs, Name, QueueId};
use crate::projection::{GroupPocket, WaitingMessage};
use crate::ui::board::table::copy_button;
use crate::ui::board::topic::{Room, topic_lanes};
use crate::ui::draw::format::{clock_short, count, duration, number};
use crate::ui::draw::icons::mark;
use crate::ui::draw::parts::nothing;
use crate::ui::inspector::facts::ruled;
use crate::ui::picture::Density;
use crate::ui::picture::over_bar::moment_us;
use crate::ui::state::attention::Focus;
use crate::ui::state::context::Ui;
use crate::ui::state::log_filter::push_line;
use crate::ui::state::outside_queues::Aside;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{Selection, UiAction};
use crate::ui::text::events::place;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// Messages that a card names.
const NAMED_MAX: usize = 3;

/// One pocket, as it is shown.
struct Pocket {
    title: String,
    /// The group whose it is.
    group: Option<Name>,
    count: u64,
    /// What is below the number.
    note: String,
    messages: Vec<MessageRow>,
}

/// A message in a pocket.
struct MessageRow {
    queue: Option<QueueId>,
    offset: Option<i64>,
    /// When it comes out, if it does by itself.
    at_ms: Option<EpochMs>,
    how: String,
}

/// How long until then.
fn left(at: EpochMs, snapshot: &Snapshot, ui: &Ui) -> String {
    let us = moment_us(at, snapshot.start_ms).saturating_sub(snapshot.clock.now_us);
    duration(us / 1_000, &ui.text.units)
}

/// All pockets, topics first.
fn all(aside: &Aside, snapshot: &Snapshot, ui: &Ui) -> Vec<Pocket> {
    let words = &ui.text.aside;
    let due = |at: Option<EpochMs>| {
        at.map_or_else(String::new, |at| {
            (words.next_due)(&clock_short(moment_us(at, snapshot.start_ms)), &left(at, snapshot, ui))
        })
    };
    let mut found: Vec<Pocket> = Vec::new();
    for topic in &aside.pockets.topics {
        found.push(Pocket {
            title: (words.scheduled)(&topic.topic),
            group: None,
            count: topic.wait.count,
            note: due(topic.wait.next_due_ms),
            messages: topic.wait.first.iter().map(|message| waiting_row(message, ui)).collect(),
        });
    }
    for pocket in &aside.pockets.groups {
        let of_group = |title: &str, count: u64, note: String, messages: Vec<MessageRow>| Pocket {
            title: title.to_string(),
            group: Some(pocket.group.clone()),
            count,
            note,
            messages,
        };
        let retrying = &pocket.retrying;
        if retrying.count > 0 {
            let rows = retrying.first.iter().map(|message| waiting_row(message, ui)).collect();
            found.push(of_group(words.retrying, retrying.count, due(retrying.next_due_ms), rows));
        }
        if pocket.retry_ready > 0 {
            let note = (words.lies_in)(&retry_name(pocket));
            found.push(of_group(words.ready, pocket.retry_ready, note, Vec::new()));
        }
        if pocket.dead_letters > 0 {
            let note = (words.lies_in)(&pocket.dead_letter_topic);
            found.push(of_group(words.dead, pocket.dead_letters, note, Vec::new()));
        }
        found.extend(popped(pocket, snapshot, ui));
    }
    found
}

/// `%RETRY%group`.
fn retry_name(pocket: &GroupPocket) -> String {
    ["%RETRY%", &pocket.group].concat()
}

/// The popped messages of a group, a pocket for each topic.
fn popped(pocket: &GroupPocket, snapshot: &Snapshot, ui: &Ui) -> Vec<Pocket> {
    let words = &ui.text.aside;
    let mut found: Vec<(Name, EpochMs, Pocket)> = Vec::new();
    for span in &pocket.hidden {
        let place = match found.iter().position(|(topic, ..)| *topic == span.topic) {
            Some(place) => place,
            None => {
                let (title, group) = ((words.hidden)(&span.topic), Some(pocket.group.clone()));
                let empty = Pocket { title, group, count: 0, note: String::new(), messages: Vec::new() };
                found.push((span.topic.clone(), span.next_visible_ms, empty));
                found.len() - 1
            }
        };
        let (_, next, of_topic) = &mut found[place];
        *next = (*next).min(span.next_visible_ms);
        of_topic.count += span.count;
        of_topic.messages.extend(span.first.iter().map(|&(offset, at)| MessageRow {
            queue: Some(span.queue),
            offset: Some(offset.0),
            at_ms: Some(at),
            how: String::new(),
        }));
    }
    let done = found.into_iter().map(|(_, next, of_topic)| Pocket {
        note: (words.next_visible)(
            &clock_short(moment_us(next, snapshot.start_ms)),
            &left(next, snapshot, ui),
        ),
        ..of_topic
    });
    done.collect()
}

fn waiting_row(message: &WaitingMessage, ui: &Ui) -> MessageRow {
    let words = &ui.text.aside;
    let (queue, offset, how) = match (&message.of, message.level) {
        // Where a scheduled message lay until it was delivered says nothing to a person.
        (Some((topic, ..)), _) if is_system_topic(topic) => {
            (message.queue, None, (words.retry)(&message.reconsume_times.to_string()))
        }
        (Some((topic, queue, offset)), _) => {
            let tries = message.reconsume_times.to_string();
            (*queue, Some(offset.0), (words.retry_of)(&place(topic, queue), &number(offset.0), &tries))
        }
        (None, Some(level)) => (message.queue, None, (words.level)(&level.to_string())),
        (None, None) => (message.queue, None, words.own_time.to_string()),
    };
    MessageRow { queue: Some(queue), offset, at_ms: Some(message.due_ms), how }
}

/// What is below the lanes: the pockets, and the topics that the broker made for retries and dead letters,
/// folded.
pub fn aside_panel(ui: &Ui, snapshot: &Snapshot, room: &Room, focus: &Focus) -> Html {
    let mut internal = snapshot.boards.iter().filter(|board| is_internal_topic(&board.topic)).peekable();
    let drawn = !ui.state.table && room.width > 0 && internal.peek().is_some();
    let density = if room.density.has_labels() { Density::Compact } else { room.density };
    let room = Room { width: room.width, density, out: room.out.clone() };
    html! {
        <div key="aside">
            {pockets_panel(ui, snapshot)}
            if drawn {
                <details class="internal">
                    <summary>{ui.text.aside.internal}</summary>
                    for board in internal {
                        {topic_lanes(ui, snapshot, board, &room, focus)}
                    }
                </details>
            }
        </div>
    }
}

/// The pockets, or nothing.
fn pockets_panel(ui: &Ui, snapshot: &Snapshot) -> Html {
    let Some(aside) = Some(&*snapshot.aside).filter(|aside| aside.has_pockets()) else {
        return html! { <div key="pockets" hidden=true /> };
    };
    let words = &ui.text.aside;
    let pockets = all(aside, snapshot, ui);
    let csv = if ui.state.table { csv(ui, snapshot, &pockets) } else { String::new() };
    html! {
        <section key="pockets" class="pockets" aria-label={words.title}>
            <h3 class="pockets-title">{words.title}</h3>
            {ruled(ui, "muted pockets-why", words.why, "SD-19")}
            if ui.state.table {
                {table(ui, snapshot, &pockets)}
                {copy_button(ui, &[" – ", words.title], move |_| csv.clone())}
            } else {
                <ul class="pocket-list">
                    for (i, pocket) in pockets.iter().enumerate() {
                        <li key={i} class="pocket">{card(ui, snapshot, pocket)}</li>
                    }
                </ul>
            }
        </section>
    }
}

/// The group's name, which selects it.
fn owner(ui: &Ui, snapshot: &Snapshot, group: &Name) -> Html {
    let ordinal = snapshot.group(group).map_or(0, |group| group.ordinal);
    let select = UiAction::Select(Selection::Group { group: group.clone(), on: None });
    html! {
        <button type="button" class="pocket-group with-mark" onclick={ui.action(select)}>
            {mark(ordinal)}{group.to_string()}
        </button>
    }
}

fn card(ui: &Ui, snapshot: &Snapshot, pocket: &Pocket) -> Html {
    let named = pocket.messages.len().min(NAMED_MAX);
    let more = pocket.count.saturating_sub(named as u64);
    html! {
        <>
            <div class="row">
                <span class="pocket-title">{pocket.title.clone()}</span>
                <b class="num">{count(pocket.count)}</b>
            </div>
            {pocket.group.as_ref().map(|group| owner(ui, snapshot, group)).unwrap_or_default()}
            <p class="num pocket-note">{pocket.note.clone()}</p>
            {ahead(snapshot, pocket)}
            <ul class="num pocket-messages">
                for (i, row) in pocket.messages.iter().take(NAMED_MAX).enumerate() {
                    <li key={i}>{row_words(row, snapshot, ui)}</li>
                }
                if named > 0 && more > 0 {
                    <li key="more">{(ui.text.aside.more)(&count(more))}</li>
                }
            </ul>
        </>
    }
}

/// `00:31 · queue 2 · 17 · delay level 3`.
fn row_words(row: &MessageRow, snapshot: &Snapshot, ui: &Ui) -> String {
    let at = row.at_ms.map_or_else(String::new, |at| clock_short(moment_us(at, snapshot.start_ms)));
    if !row.how.is_empty() && row.offset.is_some() {
        return [&at, " · ", row.how.as_str()].concat();
    }
    let queue = row.queue.map_or_else(String::new, |queue| queue.to_string());
    let mut words = [&at, " · ", ui.text.common.queue, " ", &queue].concat();
    for part in [row.offset.map(number).unwrap_or_default(), row.how.clone()] {
        if !part.is_empty() {
            words.push_str(" · ");
            words.push_str(&part);
        }
    }
    words
}

/// The messages as dots on their way to now, at the left edge.
fn ahead(snapshot: &Snapshot, pocket: &Pocket) -> Html {
    let now = snapshot.clock.now_us;
    let waits: Vec<u64> = pocket
        .messages
        .iter()
        .filter_map(|row| Some(moment_us(row.at_ms?, snapshot.start_ms).saturating_sub(now)))
        .collect();
    let Some(last) = waits.iter().max() else { return nothing() };
    let span = crate::ui::draw::axis::nice_time_step((*last).max(10_000_000), 1);
    html! {
        <svg class="ahead" height="14" aria-hidden="true" focusable="false">
            <line class="ahead-line" x1="0" x2="100%" y1="7" y2="7" />
            <line class="ahead-now" x1="1" x2="1" y1="1" y2="13" />
            for (i, wait) in waits.into_iter().enumerate() {
                <circle key={i} class="ahead-dot" cx={[&percent(wait, span), "%"].concat()} cy="7" r="3.2" />
            }
        </svg>
    }
}

/// Where a wait is on the line, in percent with a tenth.
fn percent(wait: u64, span: u64) -> String {
    let tenths = u128::from(wait) * 960 / u128::from(span.max(1)) + 10;
    [(tenths / 10).to_string(), ".".to_string(), (tenths % 10).to_string()].concat()
}

/// The table's rows as CSV, moments as microseconds; of messages that are only counted, how many.
fn csv(ui: &Ui, snapshot: &Snapshot, pockets: &[Pocket]) -> String {
    let mut text = String::from("pocket,group,messages,queue,offset,due_us,why\n");
    for pocket in pockets {
        let whose = [pocket.title.as_str(), pocket.group.as_ref().map_or("", |group| group.as_str())];
        let mut line = |rest: [&str; 5]| push_line(&mut text, &[&whose[..], &rest].concat());
        for row in &pocket.messages {
            let due = row.at_ms.map(|at| moment_us(at, snapshot.start_ms).to_string()).unwrap_or_default();
            let queue = row.queue.map(|queue| queue.to_string()).unwrap_or_default();
            let offset = row.offset.map(|offset| offset.to_string()).unwrap_or_default();
            line(["1", &queue, &offset, &due, why(ui, row)]);
        }
        let unlisted = pocket.count.saturating_sub(pocket.messages.len() as u64);
        if unlisted > 0 {
            line([&unlisted.to_string(), "", "", "", &pocket.note]);
        }
    }
    text
}

/// What a row says in its last column.
fn why<'a>(ui: &Ui, row: &'a MessageRow) -> &'a str {
    if row.how.is_empty() { ui.text.aside.unacked } else { &row.how }
}

fn table(ui: &Ui, snapshot: &Snapshot, pockets: &[Pocket]) -> Html {
    let words = &ui.text.aside;
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label={[words.title, ": ", ui.text.board.table].concat()}>
            <table class="facts num">
                <thead>
                    <tr>
                        for name in words.columns {
                            <th key={name} scope="col">{name}</th>
                        }
                    </tr>
                </thead>
                for (i, pocket) in pockets.iter().enumerate() {
                    <tbody key={i}>{table_rows(ui, snapshot, pocket)}</tbody>
                }
            </table>
        </div>
    }
}

fn table_rows(ui: &Ui, snapshot: &Snapshot, pocket: &Pocket) -> Html {
    let whose = pocket.group.as_ref().map_or_else(|| String::from("–"), ToString::to_string);
    let head = [pocket.title.as_str(), ": ", &count(pocket.count)].concat();
    let dash = || String::from("–");
    let listed = pocket.messages.len();
    let unlisted = if listed == 0 { 0 } else { pocket.count.saturating_sub(listed as u64) };
    let rows = listed.max(1) + usize::from(unlisted > 0);
    let line = |i: usize, row: &MessageRow| {
        let at = row.at_ms.map_or_else(dash, |at| clock_short(moment_us(at, snapshot.start_ms)));
        html! {
            <tr key={i}>
                if i == 0 {
                    <th scope="rowgroup" rowspan={rows.to_string()}>{head.clone()}</th>
                }
                <td>{whose.clone()}</td>
                <td>{row.queue.map_or_else(dash, |queue| queue.to_string())}</td>
                <td>{row.offset.map_or_else(dash, number)}</td>
                <td>{at}</td>
                <td>{why(ui, row).to_string()}</td>
            </tr>
        }
    };
    let alone = MessageRow { queue: None, offset: None, at_ms: None, how: pocket.note.clone() };
    let rest =
        MessageRow { queue: None, offset: None, at_ms: None, how: (ui.text.aside.more)(&count(unlisted)) };
    html! {
        <>
            for (i, row) in pocket.messages.iter().enumerate() {
                {line(i, row)}
            }
            if pocket.messages.is_empty() {
                {line(0, &alone)}
            } else if unlisted > 0 {
                {line(pocket.messages.len(), &rest)}
            }
        </>
    }
}
