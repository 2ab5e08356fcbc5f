//! The reset dialog: a target, a preview, and only then the button. Not here: computing the preview
//! (`projection`).
//!
//! Invariant: nothing is applied without a preview of exactly that; a refusal shows RocketMQ's code and
//! words.

use crate::engine::profile::Profile;
use crate::projection::ResetPreview;
use crate::sim::command::Command;
use crate::ui::dialogs::command_line::command_line;
use crate::ui::dialogs::form::Cx;
use crate::ui::dialogs::reset_preview::preview_part;
use crate::ui::dialogs::reset_target::{ResetForm, target_picker};
use crate::ui::draw::parts::quiet;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{ResetDraft, UiAction};
use alloc::string::{String, ToString};
use alloc::vec;
use yew::prelude::*;

/// The dialog.
pub fn reset_dialog(cx: &Cx<ResetForm>, snapshot: &Snapshot) -> Html {
    let (words, first) = (&cx.ui.text.reset, &cx.form.first);
    let draft = cx.form.draft(snapshot.start_ms, cx.ui.text);
    let preview: Result<ResetPreview, String> = match &draft {
        Ok(draft) => {
            let preview = cx.ui.lab.preview(draft);
            preview.map_err(|rejected| (words.refused)(&rejected.remark(), &rejected.code().to_string()))
        }
        Err(problem) => Err(problem.to_string()),
    };
    let queues = preview.as_ref().map_or(0, |preview| preview.rows.len()) as u64;
    let body = match (&preview, &draft) {
        (Ok(preview), Ok(draft)) => html! {
            <div key="preview">
                {preview_part(&cx.ui, preview)}
                {command_part(cx, draft, preview, snapshot.profile)}
            </div>
        },
        (Err(problem), _) => html! { <p key="problem" class="verdict" role="alert">{problem.clone()}</p> },
        (Ok(_), Err(problem)) => html! { <p key="problem" class="verdict" role="alert">{*problem}</p> },
    };
    let fields = html! { <>{target_picker(cx, snapshot)}{body}</> };
    let yes = cx.clone();
    let note = if queues > 0 { "" } else { words.not_so };
    let form = cx.form_with(fields, &(words.apply)(queues), queues > 0, note, move || {
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

/// The equivalent command of a cluster's tools.
fn command_part(cx: &Cx<ResetForm>, draft: &ResetDraft, preview: &ResetPreview, profile: Profile) -> Html {
    let command = command_line(draft, preview, profile, cx.ui.text);
    html! {
        <div class="cmd">
            <span class="cmd-title">{cx.ui.text.reset.command}</span>
            for line in command.lines {
                <code>{line}</code>
            }
            for note in command.notes {
                <span class="cmd-note">{note}</span>
            }
        </div>
    }
}
