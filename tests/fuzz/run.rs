//! A lab from outside, run for a while: the part that all targets share. Not here: reading it.
//!
//! Invariant: so many commands and timers at most, whatever the lab asks for; the World's promises hold
//! whenever it is between two instants.

use offset_lab::engine::ids::VirtualTime;
use offset_lab::projection::{actors, boards, broker_view};
use offset_lab::sim::{Journal, Timeline};

/// Commands of a lab that are obeyed.
const COMMANDS_MAX: usize = 64;
/// Looks at a lab on its way, and timers between two of them.
const LOOKS: usize = 6;
const TIMERS: u32 = 40;

/// Obeys the first commands of a journal at their times, as far as few timers take it.
pub fn run(mut journal: Journal) -> Timeline {
    journal.entries.truncate(COMMANDS_MAX);
    let entries = std::mem::take(&mut journal.entries);
    let mut lab = Timeline::from_journal(journal);
    for entry in entries {
        // A lab that is far from the command's time is given it now.
        lab.run_some(entry.at_us, TIMERS, &mut ());
        finish(&mut lab);
        let _ = lab.submit(entry.command, &mut ());
    }
    for _ in 0..LOOKS {
        let end = lab.next_due().unwrap_or_default().max(lab.now()).plus_us(1_000_000);
        lab.run_some(end, TIMERS, &mut ());
        finish(&mut lab);
        look(&lab);
    }
    lab
}

/// To the end of the instant in which it stands.
fn finish(lab: &mut Timeline) {
    let now: VirtualTime = lab.now();
    if lab.world().is_within_instant() {
        lab.run_until(now, &mut ());
    }
}

/// What a page sees of it.
fn look(lab: &Timeline) {
    let world = lab.world();
    world.check();
    let _ = (boards(world), actors(world), broker_view(world), world.digest());
}
