//! The reset dialog: a target, a preview, and only then the button. Not here: computing the preview (`projection`).
//!
//! Invariant: nothing is applied without a preview of exactly that; a refusal shows RocketMQ's code and words.

use super::command_line::command_line;
use super::fields::{on_submit, use_submission};
use super::frame::{Foot, Frame};
use super::reset_preview::Preview;
use super::reset_target::{Kind, TargetForm, TargetPicker};
use crate::engine::ids::EpochMs;
use crate::projection::ResetPreview;
use crate::sim::command::Command;
use crate::ui::app::use_ui;
use crate::ui::snapshot::Snapshot;
use crate::ui::state::{ResetDraft, UiAction};
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct ResetDialogProps {
    pub snapshot: Rc<Snapshot>,
    pub draft: ResetDraft,
}

/// The dialog.
#[component]
pub fn ResetDialog(props: &ResetDialogProps) -> Html {
    let ui = use_ui();
    let words = &ui.text.reset;
    let (snapshot, first) = (&props.snapshot, &props.draft);
    let form = use_state(|| TargetForm::of(first, snapshot.clock.now_us));
    let submission = use_submission();
    let draft: Result<ResetDraft, &'static str> = form.draft(first, EpochMs(snapshot.start_ms.0), ui.text);
    let preview: Result<ResetPreview, String> = match &draft {
        Ok(draft) => ui.lab.preview(draft).map_err(|rejected| (words.refused)(&rejected.remark(), &rejected.code().to_string())),
        Err(problem) => Err(problem.to_string()),
    };
    let queues = preview.as_ref().map_or(0, |preview| preview.rows.len()) as u64;
    let onsubmit = {
        let (ui, submission, draft) = (ui.clone(), submission.clone(), draft.clone());
        on_submit(move || {
            let Ok(draft) = &draft else { return };
            let ResetDraft { group, topic, queues: chosen, to, undo } = draft.clone();
            let done = (ui.text.reset.done)(&group, queues);
            if submission.submit(vec![Command::ResetOffset { group, topic, queues: chosen, to }]) {
                ui.act.emit(UiAction::Notice { text: done, refused: false, undo: undo.is_none() });
            }
        })
    };
    let title = if first.undo.is_some() { words.undo_title } else { words.title };
    let all = snapshot.board(&first.topic).map_or(0, |board| board.lanes.len());
    html! {
        <Frame title={title(&first.group, &first.topic)} size="reset">
            <p class="muted">{words.nothing_yet}</p>
            <form {onsubmit}>
                <TargetPicker form={form.clone()} queues={all as u32} profile={snapshot.profile} can_go_back={first.undo.is_some()}
                    now_us={snapshot.clock.now_us} />
                {match (&preview, &draft) {
                    (Ok(preview), Ok(draft)) => {
                        let command = command_line(draft, preview, snapshot.profile, ui.text);
                        html! {
                            <div key="preview">
                                <Preview preview={Rc::new(preview.clone())} by_time={form.kind == Kind::Time} />
                                <div class="cmd">
                                    <span class="cmd-title">{words.command}</span>
                                    for line in command.lines {
                                        <code>{line}</code>
                                    }
                                    for note in command.notes {
                                        <span class="cmd-note">{note}</span>
                                    }
                                </div>
                            </div>
                        }
                    }
                    (Err(problem), _) => html! { <p key="problem" class="verdict" role="alert">{problem.clone()}</p> },
                    (Ok(_), Err(problem)) => html! { <p key="problem" class="verdict" role="alert">{*problem}</p> },
                }}
                {submission.refusal()}
                <Foot action={(words.apply)(queues)} disabled={queues == 0} />
            </form>
        </Frame>
    }
}
