//! What would be left of the lab if the program broke now, told to the door before it with every look of the
//! pump: how far it is saved, and its journal as text. Not here: the words (`embed::stopped`), the door
//! (`indexed_db::door`).
//!
//! Invariant: what was told holds without the program; only what is new of the journal is told again.

use crate::engine::ids::VirtualTime;
use crate::indexed_db::door;
use crate::player::playing::Player;
use crate::player::saved_state::SavedState;
use crate::player::session::{Session, Visit};
use crate::sim::formats::journal::to_json;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What would be left.
#[derive(Clone, PartialEq, Debug)]
pub struct Left {
    pub title: String,
    pub saved: SavedState,
    /// Up to which moment it is in the store, and with how many commands.
    pub saved_to: Option<(VirtualTime, u64)>,
    /// Commands of the journal.
    pub commands: u64,
    pub now: VirtualTime,
}

/// Puts what is left into words, for the door.
type Say = Box<dyn Fn(&Left)>;

/// What the door was told last, and who puts it into words.
#[derive(Default)]
pub(crate) struct Told {
    left: Option<Left>,
    journal: Option<Lines>,
    say: Option<Say>,
}

/// The part of a journal that was told. It only grows for as long as the rest is the same.
#[derive(Clone, Copy, PartialEq)]
struct Lines {
    visit: Visit,
    epoch: u64,
    branch: u64,
    entries: usize,
}

impl Session {
    /// Calls `say` with what would be left, now and whenever that is something else.
    pub fn on_left(&self, say: impl Fn(&Left) + 'static) {
        self.0.told.borrow_mut().say = Some(Box::new(say));
        self.tell_door();
    }

    pub(crate) fn tell_door(&self) {
        let (Ok(player), Ok(mut told)) = (self.0.player.try_borrow(), self.0.told.try_borrow_mut()) else {
            return;
        };
        door::tell("asked", [""]);
        told.tell_journal(&player, self.0.visit.get());
        let left = Left {
            title: player.title().to_string(),
            saved: self.saved(),
            saved_to: player.saved_to(),
            commands: player.journal().entries.len() as u64,
            now: player.now(),
        };
        if told.left.as_ref() != Some(&left)
            && let Some(say) = &told.say
        {
            say(&left);
            told.left = Some(left);
        }
    }
}

impl Told {
    fn tell_journal(&mut self, player: &Player, visit: Visit) {
        let (journal, manifest) = (player.journal(), player.manifest());
        let entries = journal.entries.len();
        let now = Lines { visit, epoch: manifest.epoch, branch: manifest.branch, entries };
        if self.journal == Some(now) {
            return;
        }
        let known =
            self.journal.filter(|known| Lines { entries, ..*known } == now && known.entries < entries);
        // The header is the first line.
        let (line, from, mut texts) = match known {
            Some(known) => (known.entries + 1, known.entries, Vec::new()),
            None => (0, 0, alloc::vec![to_json(&journal.header)]),
        };
        texts.insert(0, line.to_string());
        texts.extend(journal.entries[from..].iter().map(to_json));
        door::tell("journal", texts);
        self.journal = Some(now);
    }
}
