//! A word from the tab that writes a lab to those that show it: something was stored. Not here: what (they
//! read it).
//!
//! Invariant: nothing depends on a word arriving; whoever shows a lab looks by itself too, only later.

use crate::indexed_db::door::{Held, hold};
use alloc::format;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// A lab's channel between the tabs of this browser.
pub struct TabChannel {
    channel: BroadcastChannel,
    hear: Option<Closure<dyn FnMut(MessageEvent)>>,
    _held: Held,
}

impl TabChannel {
    /// The lab's channel; `None` in a window that has none.
    pub fn open(lab: &str) -> Option<TabChannel> {
        let channel = BroadcastChannel::new(&format!("offset-lab:{lab}")).ok()?;
        Some(TabChannel { _held: hold(&channel), channel, hear: None })
    }

    /// Tells the other tabs.
    pub fn tell(&self) {
        // It fails only when the channel is closed, and then nobody listens.
        let _ = self.channel.post_message(&JsValue::TRUE);
    }

    /// Calls `hear` whenever another tab tells.
    pub fn on_word(&mut self, hear: impl Fn() + 'static) {
        let hear: Closure<dyn FnMut(MessageEvent)> = Closure::new(move |_| hear());
        self.channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        self.hear = Some(hear);
    }
}

impl Drop for TabChannel {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
