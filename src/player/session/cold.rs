//! Does the reads for which a player's clock waits, against the page's store. Not here: when it waits
//! (`disk`), and how a stretch of log is read (`storage::segment_reader`).
//!
//! Invariant: a load that is over is told to the player whatever came of it, so that the clock continues.

use crate::player::disk::ColdLoad;
use crate::player::session::Session;
use crate::player::session::state::Handle;
use crate::player::task;
use crate::storage::StoreError;
use crate::storage::segment_reader::read_stretch;
use crate::storage::store::Piece;

/// Starts to read whatever the player waits for.
pub(crate) fn read_cold(session: &Session) {
    let (loads, branch) = {
        let Ok(mut player) = session.0.player.try_borrow_mut() else { return };
        (player.take_cold_loads(), player.manifest().branch)
    };
    let visit = session.0.visit.get();
    for load in loads {
        let session = session.clone();
        task::start(async move {
            let result = read_one(&session, &load, branch).await;
            // Another lab may be on the page by now.
            if session.0.visit.get() == visit {
                session.0.player.borrow_mut().cold_loaded(&load, &result);
            }
        });
    }
}

async fn read_one(session: &Session, load: &ColdLoad, branch: u64) -> Result<(), StoreError> {
    let store = session.0.state.borrow().handle().ok_or(StoreError::Closed)?;
    let stretch = load.from.0 as u64..load.to.0 as u64;
    let tell = |piece: Piece, asked: u64| {
        session.0.player.borrow_mut().cold_read(piece.record.len());
        session.0.pieces.borrow_mut().of_branch(branch).keep(piece, asked);
    };
    match store {
        Handle::Database(store) => read_stretch(&*store, stretch, tell).await,
        Handle::Memory(store) => read_stretch(&*store, stretch, tell).await,
    }
}
