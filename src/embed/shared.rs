//! A lab that came with a link: read as a scenario file is, and a lab of its own. Not here: unpacking a link,
//! and the words about that (`www/share.js`), making one (`ui::state::sharing`).
//!
//! Invariant: it never takes the place of a lab that a person keeps; a reload does not bring it again, since
//! the page's address has the lab's own name from then on.

use crate::embed::params::{Params, Wanted};
use crate::engine::ids::VirtualTime;
use crate::player::Session;
use crate::player::session::move_lab::new_lab_name;
use crate::storage::checkpoint::engine_id;
use crate::ui::state::files::{Opened, read};
use crate::ui::state::lab::Lab;
use crate::ui::text::Text;
use alloc::string::{String, ToString};

/// What has to be done with it when it is there: its moment, and what is said.
pub(crate) struct Shared(VirtualTime, String);

/// The lab in the link that the address had, if it had one, at its beginning; or why there is none.
pub(crate) fn take(params: &mut Params, text: &Text) -> Option<Result<(Opened, Shared), String>> {
    let mut said = params.said.take()?;
    let Wanted::Shared(link) = &mut params.wanted else { return Some(Err(said)) };
    let link = core::mem::take(link);
    let opened = match read(&link, text.open.unknown_format) {
        Ok(Opened::Scenario(mut scenario)) => {
            if !params.embedded {
                (params.lab, params.id) = (None, Some(new_lab_name()));
            } else if params.id.is_none() {
                // Without a name of its own it would be that of another link.
                params.persist = None;
            }
            if let Some((same, other)) = said.split_once('\n') {
                said = if scenario.engine == Some(engine_id()) { same } else { other }.to_string();
            }
            let at = core::mem::take(&mut scenario.open_at_us);
            Ok((Opened::Scenario(scenario), Shared(at, said)))
        }
        Ok(_) => Err(text.open.unknown_format.to_string()),
        Err(error) => Err(error.to_string()),
    };
    if opened.is_err() {
        params.wanted = Wanted::Stored;
    }
    Some(opened)
}

/// It is on the page: goes to its moment, in as many frames as that takes, and says where it came from.
pub(crate) fn begin(shared: Option<Shared>, (lab, session): (&Lab, &Session), embedded: bool) {
    // An embed that keeps its lab shows the one that it kept.
    let Some(Shared(at, said)) = shared.filter(|_| session.is_new() || !embedded) else { return };
    lab.drive(|player| player.travel_to(at));
    if !said.is_empty() {
        lab.say(&said);
    }
}
