//! The reset dialog: a target, a preview, and only then the button. Not here: computing the preview
//! (`projection`).
//!
//! Invariant: nothing is applied without a preview of exactly that; a refusal shows RocketMQ's code and
//! words.

use crate::engine::rejected::Rejected;
use crate::projection::{PreviewRow, ResetPreview, queue_names};
use crate::sim::command::{Command, ResetTarget};
use crate::ui::dialogs::form::Cx;
use crate::ui::dialogs::reset_preview::preview_part;
use crate::ui::dialogs::reset_target::{ResetForm, target_picker};
use crate::ui::draw::browser::copied;
use crate::ui::draw::format::number;
use crate::ui::draw::parts::{Button, nothing, quiet};
use crate::ui::inspector::facts::said;
use crate::ui::state::command_line::{CommandLine, Tool, command_line, kafka_line, way_back};
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{ResetDraft, UiAction};
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

/// The dialog.
pub fn reset_dialog(cx: &Cx<ResetForm>, snapshot: &Snapshot) -> Html {
    let (words, first) = (&cx.ui.text.reset, &cx.form.first);
    let draft = cx.form.draft(&cx.ui.lab, snapshot.start_ms, cx.ui.text);
    let preview: Result<ResetPreview, String> = match &draft {
        Ok(draft) => cx.ui.lab.preview(draft).map_err(|rejected| why_not(&rejected, cx)),
        Err(problem) => Err(problem.to_string()),
    };
    let queues = preview.as_ref().map_or(0, |preview| preview.rows.len()) as u64;
    let names = cx.ui.lab.read(|player| queue_names(&player.journal().entries, &first.topic));
    let tool = Tool { profile: snapshot.profile, text: cx.ui.text, queues: &names };
    let body = match (&preview, &draft) {
        (Ok(preview), Ok(draft)) => html! {
            <div key="preview">
                {preview_part(&cx.ui, preview)}
                {not_back(cx, preview)}
                {command_part(cx, words.command, command_line(draft, &preview.rows, tool))}
                {command_part(cx, words.kafka, kafka_line(draft))}
                if first.undo.is_none() {
                    {command_part(cx, words.way_back, way_back(draft, preview, tool))}
                }
            </div>
        },
        (Err(problem), draft) => html! {
            <div key="problem">
                {verdict(problem)}
                // What the lab does not know, a cluster does.
                if let Ok(draft @ ResetDraft { to: ResetTarget::TimeMs(_), .. }) = draft {
                    {command_part(cx, words.command, command_line(draft, &[], tool))}
                }
            </div>
        },
        (Ok(_), Err(problem)) => verdict(problem),
    };
    let fields = html! { <>{target_picker(cx, snapshot)}{body}</> };
    let yes = cx.clone();
    let note = if queues > 0 { "" } else { words.not_so };
    let apply = if first.undo.is_some() && queues > 0 { words.apply_undo } else { words.apply };
    let form = cx.form_with(fields, &apply(queues), queues > 0, note, move || {
        let Ok(draft) = &draft else { return };
        let ResetDraft { group, topic, queues: chosen, to, undo } = draft.clone();
        let done = (yes.ui.text.reset.done)(&group, queues);
        if yes.submit(vec![Command::ResetOffset { group, topic, queues: chosen, to }]) {
            yes.ui.act.emit(UiAction::Notice { text: done, refused: false, undo: undo.is_none() });
        }
    });
    let title = if first.undo.is_some() { words.undo_title } else { words.title };
    let body = html! { <>{quiet(words.nothing_yet)}{form}</> };
    cx.frame(&title(&first.group, &first.topic), "reset", body)
}

/// Why there is no preview: the broker's refusal, or what only the lab does not know.
fn why_not(rejected: &Rejected, cx: &Cx<ResetForm>) -> String {
    let words = &cx.ui.text.reset;
    match rejected {
        Rejected::TimesUnknown { topic, queue } => (words.no_times)(&format!("{topic}/{queue}")),
        rejected => (words.refused)(&rejected.remark(), &rejected.code().to_string()),
    }
}

/// For each queue that an undo does not bring back to where it was, why.
fn not_back(cx: &Cx<ResetForm>, preview: &ResetPreview) -> Html {
    let before = cx.form.first.undo.as_ref();
    let sentence = |row: &PreviewRow| {
        let before = before?.get(&row.queue).filter(|before| **before < row.min)?;
        let [queue, before, min] = [row.queue.into(), before.0, row.min.0].map(number);
        Some((cx.ui.text.reset.not_back)(&queue, &before, &min))
    };
    let sentences: Vec<String> = preview.rows.iter().filter_map(sentence).collect();
    if sentences.is_empty() { nothing() } else { verdict(&sentences.join("\n")) }
}

fn verdict(words: &str) -> Html {
    html! { <p class="verdict" role="alert">{words.to_string()}</p> }
}

/// Commands of a cluster's tools, and what to know about them. Whether they were copied is said here: what
/// the page says is below the dialog.
fn command_part(cx: &Cx<ResetForm>, title: &'static str, command: CommandLine) -> Html {
    let words = &cx.ui.text.common;
    let told = cx.change(move |form: &mut ResetForm, done| form.copied = Some((title, done)));
    let text = command.lines.join("\n");
    let copy = Callback::from(move |_: MouseEvent| {
        let told = told.clone();
        copied(&text, move |done| told.emit(done));
    });
    let done = cx.form.copied.and_then(|(of, done)| (of == title).then_some(done));
    let word = if done == Some(true) { words.copied } else { words.copy };
    html! {
        <div class="cmd">
            <span class="cmd-title">{title}</span>
            if !command.lines.is_empty() {
                {Button::word("plain small copy", word).named(&[word, ": ", title]).on(copy)}
            }
            if done == Some(false) {
                <span class="cmd-note" role="alert">{cx.ui.text.take_away.not_copied}</span>
            }
            for line in command.lines {
                <code>{line}</code>
            }
            for note in command.notes {
                <span class="cmd-note">{said(&cx.ui, note)}</span>
            }
        </div>
    }
}
