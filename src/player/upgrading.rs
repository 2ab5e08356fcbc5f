//! What an upgrade would change in the lab, found a part in each frame while the page answers. Not here: finding
//! it (`projection::upgrade`), words.
//!
//! Invariant: the report is the one that the command line gives of the same journal, versions and end.

use crate::engine::profile::Profile;
use crate::player::clock::Clock;
use crate::player::playing::Player;
use crate::projection::upgrade::{Upgrade, settled, upgrade_in_parts};
use alloc::boxed::Box;
use alloc::rc::Rc;
use core::cell::Cell;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

/// Work of a frame in which nothing else happens,
const BUDGET_US: u64 = 12_000;
/// and of one in which the lab moves.
const BUDGET_BESIDE_US: u64 = 2_000;

/// What the work asks whether it may go on.
struct Gate {
    clock: Clock,
    deadline: Cell<Option<u64>>,
    percent: Cell<u64>,
}

impl Gate {
    fn may_go_on(&self, percent: u64) -> bool {
        self.percent.set(percent);
        self.deadline.get().is_none_or(|deadline| self.clock.now_us() < deadline)
    }
}

/// A report, or the work on it.
enum Found {
    Work(Pin<Box<dyn Future<Output = Upgrade>>>, Rc<Gate>),
    Report(Rc<Upgrade>),
}

/// What was asked for, and how far it is.
pub struct Upgrading {
    pair: [Profile; 2],
    /// Which journal it is about: its branch and its length.
    about: (u64, usize),
    found: Found,
}

/// The same, to be shown.
#[derive(Clone)]
pub struct UpgradeView {
    /// From which version, and to which.
    pub pair: [Profile; 2],
    /// The report, or how many percent of the work are done.
    pub found: Result<Rc<Upgrade>, u64>,
    /// Whether the journal has changed since.
    pub outdated: bool,
}

impl Player {
    /// Begins to look for what an upgrade changes, with both versions side by side; `None`: no more of it.
    pub fn set_upgrade(&mut self, pair: Option<[Profile; 2]>) {
        let mine = self.world().header().profile;
        self.set_beside(pair.map(|[from, to]| if to == mine { from } else { to }));
        self.upgrading = pair.map(|pair| {
            let gate = Gate { clock: self.clock.clone(), deadline: Cell::new(None), percent: Cell::new(0) };
            let (gate, journal) = (Rc::new(gate), self.journal().clone());
            let until = settled(&journal).max(self.known_until());
            let (asked, [from, to]) = (gate.clone(), pair);
            let work = Box::pin(async move {
                upgrade_in_parts(&journal, from, to, until, &|percent| asked.may_go_on(percent)).await
            });
            Upgrading { pair, about: self.journal_now(), found: Found::Work(work, gate) }
        });
    }

    fn journal_now(&self) -> (u64, usize) {
        (self.manifest().branch, self.journal().entries.len())
    }

    /// A frame's share of the work.
    pub(super) fn go_on_with_upgrade(&mut self) {
        let moves = self.playing || self.travel.is_some() || self.beside_way().is_some();
        let deadline = self.clock.deadline(if moves { BUDGET_BESIDE_US } else { BUDGET_US });
        let Some(Upgrading { found, .. }) = &mut self.upgrading else { return };
        let Found::Work(work, gate) = found else { return };
        let before = gate.percent.get();
        gate.deadline.set(deadline);
        match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(report) => *found = Found::Report(Rc::new(report)),
            Poll::Pending if gate.percent.get() == before => return,
            Poll::Pending => {}
        }
        self.version += 1;
    }

    /// What was asked for, and how far it is.
    pub fn upgrade(&self) -> Option<UpgradeView> {
        let Upgrading { pair, about, found } = self.upgrading.as_ref()?;
        let found = match found {
            Found::Work(_, gate) => Err(gate.percent.get()),
            Found::Report(report) => Ok(report.clone()),
        };
        Some(UpgradeView { pair: *pair, found, outdated: *about != self.journal_now() })
    }
}
