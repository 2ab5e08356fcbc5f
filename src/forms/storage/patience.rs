//! How long a store may be silent: every wait on one has an end, whatever became of it (a database that the
//! browser threw away answers nothing more, and says nothing of it). Not here: what ticks
//! (`indexed_db::deadline`), and what a person is told (`error`).
//!
//! It counts ticks in which nothing was heard, not time since the question: a store that continues answering
//! may take as long as it likes, and a computer that slept, or a page that was busy, has missed ticks and not
//! used up any.
//!
//! Invariant: a wait ends with the store's own answer, or after `SILENT_TICKS_MAX` ticks in a row without a
//! word.

use super::error::StoreError;
use core::cell::{Cell, RefCell};
use core::future::{Future, poll_fn};
use core::pin::pin;
use core::task::{Poll, Waker};

/// Ticks of a second, one after the other, in which a store may be silent. Far more than a slow disk takes
/// for one answer, and as long as a person may be asked to look at a page that does not come up.
pub const SILENT_TICKS_MAX: u32 = 30;

/// The patience of one wait.
#[derive(Debug)]
pub struct Patience {
    left: Cell<u32>,
    at_most: u32,
    waker: RefCell<Option<Waker>>,
}

impl Patience {
    /// For so many ticks.
    pub fn for_ticks(ticks: u32) -> Patience {
        Patience { left: Cell::new(ticks), at_most: ticks, waker: RefCell::default() }
    }

    /// A tick has passed.
    pub fn tick(&self) {
        self.left.set(self.left.get().saturating_sub(1));
        if self.left.get() == 0
            && let Some(waker) = self.waker.take()
        {
            waker.wake();
        }
    }

    /// The store has answered something: it is alive.
    pub fn heard(&self) {
        if self.left.get() > 0 {
            self.left.set(self.at_most);
        }
    }

    /// Waits for the answer as long as there is patience left.
    pub async fn wait<T>(
        &self,
        answer: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let mut answer = pin!(answer);
        poll_fn(|context| {
            if let Poll::Ready(answer) = answer.as_mut().poll(context) {
                return Poll::Ready(answer);
            }
            if self.left.get() == 0 {
                return Poll::Ready(Err(StoreError::Unanswered));
            }
            *self.waker.borrow_mut() = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }
}

impl Default for Patience {
    fn default() -> Patience {
        Patience::for_ticks(SILENT_TICKS_MAX)
    }
}
