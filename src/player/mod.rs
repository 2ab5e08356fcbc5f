//! Where wall time and virtual time meet: play, pause, speed, seek, save. Not here: rules (`engine`, `sim`), pixels (`ui`).
//!
//! The [`Player`] itself has no clock and does no I/O: wall time comes in as microseconds, and what has to be stored goes
//! out as batches. `session` is the part that lives in a page.
//!
//! Invariant: the host can make virtual time late, never different.

pub mod beside;
pub mod clock;
pub mod course;
pub mod disk;
pub mod event_log;
pub mod following;
pub mod gathered;
pub mod history;
pub mod outbox;
pub mod pace;
pub mod playing;
pub mod reading;
pub mod recording_state;
pub mod resets;
pub mod running;
pub mod saved_state;
pub mod stepping;
pub mod storing;
pub mod subject;
pub mod travel;
pub mod watch;

#[cfg(target_arch = "wasm32")]
mod cold;
#[cfg(target_arch = "wasm32")]
pub(crate) mod kept;
#[cfg(target_arch = "wasm32")]
pub mod lab_files;
#[cfg(target_arch = "wasm32")]
pub mod labs;
#[cfg(target_arch = "wasm32")]
pub mod outside;
#[cfg(target_arch = "wasm32")]
pub mod session;
#[cfg(target_arch = "wasm32")]
pub mod session_move;
#[cfg(target_arch = "wasm32")]
pub mod session_open;
#[cfg(target_arch = "wasm32")]
pub mod session_tabs;
#[cfg(target_arch = "wasm32")]
pub(crate) mod task;
#[cfg(target_arch = "wasm32")]
pub(crate) mod wall;

pub use clock::Clock;
pub use course::Course;
pub use disk::{ColdLoad, Disk};
pub use event_log::{EventLog, LogLine};
pub use history::{LagHistory, Mark, MarkKind};
pub use playing::Player;
pub use recording_state::{RecordingState, StepView};
pub use resets::ResetRecord;
pub use saved_state::{NotPersisted, SavedState};
#[cfg(target_arch = "wasm32")]
pub use session::{News, OpenOptions, Session, Start};
pub use subject::{EventKind, Subject};
pub use travel::Travel;
