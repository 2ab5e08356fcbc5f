//! Where wall time and virtual time meet: play, pause, speed, seek, save. Not here: rules (`engine`, `sim`), pixels (`ui`).
//!
//! The [`Player`] itself has no clock and does no I/O: wall time comes in as microseconds, and what has to be stored goes
//! out as batches. `session` is the part that lives in a page.
//!
//! Invariant: the host can make virtual time late, never different.

pub mod beside;
pub mod clock;
pub mod course;
pub mod event_log;
pub mod gathered;
pub mod history;
pub mod outbox;
pub mod pace;
pub mod playing;
pub mod reading;
pub mod recording_state;
pub mod resets;
pub mod saved_state;
pub mod storing;
pub mod subject;

#[cfg(target_arch = "wasm32")]
pub mod late;
#[cfg(target_arch = "wasm32")]
pub mod outside;
#[cfg(target_arch = "wasm32")]
pub mod session;
#[cfg(target_arch = "wasm32")]
pub mod session_open;
#[cfg(target_arch = "wasm32")]
pub(crate) mod task;

pub use clock::Clock;
pub use course::Course;
pub use event_log::{EventLog, LogLine};
pub use history::{LagHistory, Mark, MarkKind};
pub use playing::Player;
pub use recording_state::{RecordingState, StepView};
pub use resets::ResetRecord;
pub use saved_state::{NotPersisted, SavedState};
#[cfg(target_arch = "wasm32")]
pub use session::{OpenOptions, Session, Start};
pub use subject::{EventKind, Subject};
