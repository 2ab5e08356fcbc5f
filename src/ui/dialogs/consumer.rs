//! A new consumer of a group, or another speed for one. Not here: groups (`group`), producers (`actor`).
//!
//! Invariant: the processing time is typed in milliseconds and kept in microseconds.

use super::fields::{Choice, Field, error_of, free_name, on_submit, plain, read_number, use_submission};
use super::frame::{Foot, Frame};
use crate::engine::ids::Name;
use crate::engine::limits::CACHED_MESSAGES_MAX;
use crate::sim::command::Command;
use crate::ui::app::use_ui;
use crate::ui::snapshot::Snapshot;
use crate::ui::text::Text;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

/// The longest that a message may take: an hour.
const PROCESSING_US_MAX: u64 = 3_600_000_000;

/// Microseconds of milliseconds with up to three decimals.
pub fn read_ms(value: &str, text: &Text) -> Result<u64, String> {
    let wrong = || (text.form.number_from_to)("0", "3\u{202f}600\u{202f}000");
    let (whole, fraction) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || fraction.len() > 3 || !digits(whole) || !digits(fraction) {
        return Err(wrong());
    }
    let mut us: u64 = whole.parse().map_err(|_| wrong())?;
    for i in 0..3 {
        let digit = fraction.as_bytes().get(i).map_or(0, |b| u64::from(b - b'0'));
        us = us.checked_mul(10).and_then(|us| us.checked_add(digit)).ok_or_else(wrong)?;
    }
    if us <= PROCESSING_US_MAX { Ok(us) } else { Err(wrong()) }
}

/// Milliseconds of microseconds, for editing.
pub fn ms_of(us: u64) -> String {
    let (whole, rest) = (us / 1_000, us % 1_000);
    if rest == 0 {
        return whole.to_string();
    }
    let fraction = (1_000 + rest).to_string();
    [&whole.to_string(), ".", fraction[1..].trim_end_matches('0')].concat()
}

/// A name for the next consumer of a group that nobody in the lab has yet.
pub fn consumer_name(snapshot: &Snapshot, group: &str, also_taken: &[String]) -> String {
    let taken = |name: &str| {
        also_taken.iter().any(|taken| taken == name)
            || snapshot.actors.groups.iter().any(|group| group.consumers.iter().any(|consumer| *consumer.consumer == *name))
    };
    free_name(&[group, "-1"].concat(), |name| taken(name)).replace("-1-", "-")
}

#[derive(Properties, PartialEq)]
pub struct ConsumerFormProps {
    pub snapshot: Rc<Snapshot>,
    pub group: Name,
    pub existing: Option<Name>,
}

/// The form.
#[component]
pub fn ConsumerForm(props: &ConsumerFormProps) -> Html {
    let ui = use_ui();
    let words = &ui.text.form;
    let group = props.snapshot.group(&props.group);
    let old = props.existing.as_ref().and_then(|name| group?.consumers.iter().find(|consumer| consumer.consumer == *name));
    let topics: Vec<Name> = props.snapshot.boards.iter().map(|board| board.topic.clone()).collect();
    let likely = group.and_then(|group| group.topics.first()).and_then(|topic| topics.iter().position(|name| name == topic));
    let name = use_state(|| old.map_or_else(|| consumer_name(&props.snapshot, &props.group, &[]), |old| old.consumer.to_string()));
    let topic = use_state(|| likely.unwrap_or(0));
    let ms = use_state(|| ms_of(old.map_or(5_000, |old| old.processing_us)));
    let cache = use_state(|| plain(old.map_or(CACHED_MESSAGES_MAX as u64, |old| u64::from(old.cached_max))));
    let submission = use_submission();
    let read = read_ms(&ms, ui.text);
    let cached = read_number(&cache, 1, CACHED_MESSAGES_MAX as i64, ui.text);
    let onsubmit = {
        let (submission, name, is_new) = (submission.clone(), name.clone(), old.is_none());
        let (read, cached) = (read.clone(), cached.clone());
        let (group, topic) = (props.group.clone(), topics.get(*topic).cloned());
        on_submit(move || {
            let (Ok(processing_us), Ok(cached)) = (&read, &cached) else { return };
            let (processing_us, cached_max) = (*processing_us, *cached as u32);
            let consumer = Name::from(name.trim());
            submission.submit(match (is_new, topic.clone()) {
                (true, Some(topic)) => {
                    vec![Command::AddConsumer { consumer, group: group.clone(), topic, processing_us, cached_max }]
                }
                _ => vec![Command::SetConsumer { consumer, processing_us, cached_max }],
            });
        })
    };
    let ready = read.is_ok() && cached.is_ok();
    let title = old.map_or_else(|| (words.new_consumer)(&props.group), |old| (words.change_consumer)(&old.consumer));
    let error = error_of(&read);
    html! {
        <Frame {title} size="small">
            <form {onsubmit}>
                if old.is_none() {
                    <Field key="name" label={words.name} value={name} hint={words.name_rule} />
                    <Choice key="topic" label={words.topic} options={topics.iter().map(ToString::to_string).collect::<Vec<_>>()}
                        chosen={topic} />
                }
                <Field key="ms" label={words.processing_ms} value={ms} {error} mode="decimal" />
                <Field key="cache" label={words.cached} value={cache} hint={words.cached_hint} error={error_of(&cached)} mode="numeric" />
                {submission.refusal()}
                <Foot action={if old.is_some() { ui.text.common.change } else { ui.text.common.add }} disabled={!ready} />
            </form>
        </Frame>
    }
}
