//! A player that shows what another tab plays: it takes in what that one has stored. Not here: reading it
//! (`session::tabs`).
//!
//! Invariant: after `follow` the World is the one that the other tab stored, or `follow` said that it can't
//! be had like this.

use crate::player::playing::Player;
use crate::sim::JournalEntry;
use crate::storage::Manifest;
use alloc::string::String;

impl Player {
    /// Goes where the tab that writes is: `entries` are the journal's behind those that are here. `false`:
    /// what is stored is no continuation of what is here, and has to be read as a whole.
    pub fn follow(&mut self, manifest: &Manifest, entries: &[JournalEntry]) -> bool {
        let mine = self.outbox.manifest();
        let (known, reached) = (self.journal().entries.len() as u64, self.known_until());
        let continues = (mine.epoch, mine.branch) == (manifest.epoch, manifest.branch)
            && known + entries.len() as u64 == manifest.journal_entries
            // Whoever looked further than the other tab had come may have passed by a command that was given
            // there since.
            && reached <= mine.head
            && mine.head <= manifest.head
            && self.recording().is_none();
        if !continues {
            return false;
        }
        entries.iter().for_each(|entry| self.writer.expect(entry.at_us, &entry.command));
        self.timeline.expect(entries);
        self.run_to(manifest.head, None);
        if manifest.now < self.now() {
            self.seek(manifest.now);
        }
        self.pace.set_speed_percent(manifest.speed_percent);
        self.forget_writes();
        self.outbox.stored_elsewhere(manifest);
        self.version += 1;
        true
    }

    /// Forgets what would have to be stored.
    pub fn forget_writes(&mut self) {
        self.writer.take(true);
    }

    /// Gives the lab another title.
    pub fn rename(&mut self, title: String) {
        self.title = title;
        self.outbox.renamed();
        self.wake();
        self.version += 1;
    }
}
