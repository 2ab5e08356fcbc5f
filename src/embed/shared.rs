//! A lab that came with a link: read as a scenario file is, and a lab of its own. Not here: unpacking a link
//! (`www/share.js`), making one (`ui::state::sharing`).
//!
//! Invariant: it never takes the place of a lab that a person keeps, and its address is that of its own lab,
//! so a reload does not bring it again.

use crate::embed::params::{Params, Wanted};
use crate::engine::ids::VirtualTime;
use crate::player::Session;
use crate::player::session::move_lab::{new_lab_name, set_address};
use crate::sim::formats::journal::Scenario;
use crate::storage::checkpoint::engine_id;
use crate::ui::state::files::Opened;
use crate::ui::state::lab::Lab;
use crate::ui::state::sharing::FILE;
use crate::ui::text::Text;
use alloc::boxed::Box;
use alloc::string::{String, ToString};

/// What has to be done with it when it is a lab.
pub(crate) struct Shared {
    at: VirtualTime,
    engine: String,
}

/// The lab in the link that the address had, if it had one, at its beginning; or why there is none.
pub(crate) fn take(params: &mut Params, text: &Text) -> Option<Result<(Opened, Shared), String>> {
    let words = &text.share;
    if let Some(why) = params.unshared.take() {
        return Some(Err(match why.as_str() {
            "broken" => words.broken.to_string(),
            "large" => words.large.to_string(),
            "version" => words.version.to_string(),
            _ => (text.open.not_found)(FILE),
        }));
    }
    let Wanted::Shared(link) = &params.wanted else { return None };
    let read = Scenario::parse(link);
    if read.is_err() {
        params.wanted = Wanted::Stored;
    } else if !params.embedded {
        (params.lab, params.id) = (None, Some(new_lab_name()));
    }
    Some(read.map_err(|error| error.to_string()).map(|mut scenario| {
        let at = core::mem::take(&mut scenario.open_at_us);
        let engine = scenario.engine.clone().unwrap_or_default();
        (Opened::Scenario(Box::new(scenario)), Shared { at, engine })
    }))
}

impl Shared {
    /// It is on the page: goes to its moment, in as many frames as that takes, and says where it came from.
    pub(crate) fn begin(self, lab: &Lab, session: &Session, text: &Text) {
        lab.drive(|player| player.travel_to(self.at));
        let mut said = String::new();
        if session.is_stored() {
            set_address(&session.lab());
            said.push_str(text.share.opened);
        }
        if self.engine != engine_id() {
            said.push_str(&(text.share.other_engine)(&self.engine));
        }
        if !said.is_empty() {
            lab.say(&said);
        }
    }
}
