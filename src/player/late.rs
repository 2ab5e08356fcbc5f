//! What the player needs only after the first picture: reading a stored lab, and making batches of what is to be stored. With
//! the feature `split` this is in the program's second part, which is fetched when it is first wanted. Not here: the second
//! part of the page (`ui::late`), which comes with the same fetch.
//!
//! Invariant: what is reached through a late table only is not in the part that the first picture waits for, so the first part
//! names nothing of it but the table.

use super::playing::Player;
use super::session::Session;
use super::session_open::Reading;
use crate::sim::seldom::{SELDOM, Seldom};
use crate::storage::indexed_db::IndexedDbStore;
use crate::storage::{Identity, StoreError, StoredLab, WriteBatch};
use alloc::rc::Rc;
use alloc::string::ToString;

/// The player's late functions.
pub struct Late {
    /// What only some labs use of a World.
    pub(super) seldom: &'static Seldom,
    /// The lab that was stored, with what is to be said about it.
    pub(super) read_stored: for<'a> fn(&'a IndexedDbStore, StoredLab, Option<Identity>) -> Reading<'a>,
    /// What has to be stored now.
    pub(super) take_writes: fn(&mut Player, u64) -> Option<Rc<WriteBatch>>,
    /// Reads what the clock waits for.
    pub(super) read_cold: fn(&Session),
    /// Something was stored; by a person's command or not.
    pub(super) stored: fn(&Session, bool),
    /// Follows the tab that writes, and takes over from it; nothing is to be stored meanwhile.
    pub(super) follow: fn(&Session),
}

static LATE: Late = Late {
    seldom: &SELDOM,
    read_stored: super::session_open::read_stored,
    take_writes: Player::take_writes,
    read_cold: super::cold::read_cold,
    stored: super::session_tabs::stored,
    follow: super::session_tabs::follow,
};

/// The second part of the program could not be fetched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotFetched;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotFetched {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> NotFetched {
        NotFetched
    }
}

impl From<NotFetched> for StoreError {
    fn from(_: NotFetched) -> StoreError {
        StoreError::Unavailable("a part of the program could not be fetched; reload the page".to_string())
    }
}

/// Gives a module the functions `fetch` and `here` for its table, whose name is `$name` in the cut program.
macro_rules! late_table {
    ($table:ident, $of:ty, $name:ident) => {
        #[cfg(feature = "split")]
        #[wasm_split_helpers::wasm_split(late, fallible)]
        fn $name() -> Result<&'static $of, $crate::player::late::NotFetched> {
            Ok(&$table)
        }

        #[cfg(not(feature = "split"))]
        async fn $name() -> Result<&'static $of, $crate::player::late::NotFetched> {
            Ok(&$table)
        }

        std::thread_local! {
            static HERE: core::cell::Cell<Option<&'static $of>> = const { core::cell::Cell::new(None) };
        }

        /// Fetches the table; at once where it is here.
        pub async fn fetch() -> Result<&'static $of, $crate::player::late::NotFetched> {
            let late = $name().await?;
            $crate::sim::seldom::arrive(late.seldom);
            HERE.set(Some(late));
            Ok(late)
        }

        /// The table, if it was fetched.
        pub fn here() -> Option<&'static $of> {
            HERE.get()
        }
    };
}
pub(crate) use late_table;

late_table!(LATE, Late, player_table);
