//! What only the documentation page's profile does with progress. Not here: what differs from broker to
//! broker (`engine::profile`).
//!
//! Invariant: a pure choice, as the profile itself.

use crate::engine::profile::Profile;

impl Profile {
    /// Whether a pending reset is still there after a restart; R-RST-8 says no.
    pub fn pending_reset_survives_restart(self) -> bool {
        self == Profile::Docs50
    }

    /// Whether all progress on a queue goes with the queue, the offset file's too, so that none is ever
    /// beyond Max (SD-12). A real broker keeps pull offsets and pending resets, and a kill brings flushed
    /// ones back (R-EXP-3).
    pub fn progress_ends_with_its_queue(self) -> bool {
        self == Profile::Docs50
    }

    /// Whether the server itself writes a corrected offset into its table (SD-14), or the client does
    /// (R-PULL-7).
    pub fn server_restores_offset(self) -> bool {
        self == Profile::Docs50
    }

    /// Whether a lab may let progress expire (SD-10); real brokers never do (R-EXP-1).
    pub fn expires_offsets(self) -> bool {
        self == Profile::Docs50
    }
}
