//! Resets as a person prepares them: what one would do, and the one that takes the last back. Not here: the
//! dialog (`dialogs::reset`), what a reset does (`engine`).
//!
//! Invariant: nothing here moves an offset; the preview's own button does.

use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::rejected::Rejected;
use crate::player::ResetRecord;
use crate::projection::{ResetPreview, preview_reset, undo_target};
use crate::sim::command::{Command, QueueChoice, ResetTarget};
use crate::ui::draw::browser::language;
use crate::ui::state::lab::{Lab, Submitted};
use crate::ui::state::{Dialog, ResetDraft, Selection, UiAction};

impl Lab {
    /// What a reset would do now.
    pub fn preview(&self, draft: &ResetDraft) -> Result<ResetPreview, Rejected> {
        self.read(|player| {
            preview_reset(player.world(), &draft.group, &draft.topic, &draft.queues, &draft.to)
        })
    }

    /// The reset that takes back a group's newest reset that was not undone.
    pub fn undo_draft(&self, group: Option<&Name>) -> Option<ResetDraft> {
        let back = self.read(|player| {
            let fits = |reset: &&ResetRecord| {
                !reset.undone
                    && !reset.is_undo
                    && group.is_none_or(|group| reset.group == *group)
                    && reset.before.values().any(Option::is_some)
            };
            let reset = player.resets().iter().rev().find(fits)?;
            Some((reset.group.clone(), reset.topic.clone(), reset.offsets_before()))
        });
        back.map(|(group, topic, before)| self.draft_back(group, topic, before))
    }

    /// The reset that takes a group back to these offsets.
    pub fn draft_back(
        &self,
        group: Name,
        topic: Name,
        before: OrderedMap<QueueId, QueueOffset>,
    ) -> ResetDraft {
        let to = self.read(|player| undo_target(player.world(), &topic, &before));
        let queues = QueueChoice::Some(before.keys().copied().collect());
        ResetDraft { group, topic, queues, to, undo: Some(before) }
    }

    /// Opens the preview of an undoing reset.
    pub fn ask_undo(&self, group: Option<&Name>) {
        if let Some(draft) = self.undo_draft(group) {
            self.tell(UiAction::Open(Dialog::Reset(draft)));
        }
    }

    /// Takes the newest reset back at once, where every offset can come back; where messages are gone, the
    /// preview says which can not.
    pub fn undo_now(&self) {
        let text = language().text();
        let Some(draft) = self.undo_draft(None) else { return };
        let whole = |preview: ResetPreview| {
            let before = draft.undo.as_ref();
            preview
                .rows
                .iter()
                .all(|row| before.and_then(|before| before.get(&row.queue)) == Some(&row.target))
        };
        if !self.preview(&draft).is_ok_and(whole) {
            return self.tell(UiAction::Open(Dialog::Reset(draft)));
        }
        let done = (text.reset.done)(&draft.group, draft.undo.as_ref().map_or(0, OrderedMap::len) as u64);
        let ResetDraft { group, topic, queues, to, .. } = draft;
        match self.submit_all(alloc::vec![Command::ResetOffset { group, topic, queues, to }]) {
            Submitted::Refused(rejected) => self.say_refused(&rejected, text),
            Submitted::Done(_) => self.say(&done),
            Submitted::Asked => {}
        }
    }

    /// Opens the reset dialog for a group: to Min, everywhere.
    pub fn ask_reset(&self, group: &Name, topic: &Name) {
        self.tell(UiAction::Select(Selection::Group { group: group.clone(), on: None }));
        let draft = ResetDraft {
            group: group.clone(),
            topic: topic.clone(),
            queues: QueueChoice::All,
            to: ResetTarget::Min,
            undo: None,
        };
        self.tell(UiAction::Open(Dialog::Reset(draft)));
    }
}
