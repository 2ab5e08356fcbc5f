//! Where wall time and virtual time meet: play, pause, speed, seek, save. Not here: rules (`engine`, `sim`),
//! pixels (`ui`).
//!
//! The [`Player`] itself has no clock and does no I/O: wall time comes in as microseconds, and what has to be
//! stored goes out as batches. `session` is the part that lives in a page.
//!
//! Invariant: the host can make virtual time late, never different.

pub mod clock;
pub mod disk;
pub mod event_log;
pub mod following;
pub mod history;
#[cfg(target_arch = "wasm32")]
pub mod input;
#[cfg(target_arch = "wasm32")]
pub mod lab_files;
#[cfg(target_arch = "wasm32")]
pub mod labs;
pub mod lag_ages;
pub mod observers;
pub mod outbox;
pub mod pace;
pub mod playing;
pub mod recording_state;
pub mod resets;
pub mod running;
pub mod saved_state;
#[cfg(target_arch = "wasm32")]
pub mod session;
pub mod side_by_side;
pub mod stepping;
pub mod storing;
pub mod subject;
#[cfg(target_arch = "wasm32")]
pub(crate) mod task;
pub mod travel;
pub mod verdict;
pub mod view;
#[cfg(target_arch = "wasm32")]
pub(crate) mod wall;

pub use crate::player::clock::Clock;
pub use crate::player::disk::{ColdLoad, Disk};
pub use crate::player::event_log::{EventLog, LogLine};
pub use crate::player::history::{LagHistory, Mark, MarkKind};
pub use crate::player::lag_ages::Course;
pub use crate::player::playing::Player;
pub use crate::player::recording_state::{RecordingState, StepView};
pub use crate::player::resets::ResetRecord;
pub use crate::player::saved_state::{NotPersisted, SavedState};
#[cfg(target_arch = "wasm32")]
pub use crate::player::session::{News, OpenOptions, Session, Start};
pub use crate::player::subject::{EventKind, Subject};
pub use crate::player::travel::Travel;
