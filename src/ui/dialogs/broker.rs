//! Restarting or killing the broker, with what each way costs before it is done (R-OFF-19). Not here: the
//! loss itself (`engine::broker::loss`), retention (`retention`).
//!
//! Invariant: the way that loses nothing is the first one.

use crate::sim::command::Command;
use crate::ui::dialogs::form::{Cx, error};
use crate::ui::inspector::facts::said;
use crate::ui::text::ChoiceWords;
use crate::ui::text::control::BrokerWay;
use alloc::string::{String, ToString};
use alloc::vec;
use yew::prelude::*;

/// What is put in.
#[derive(Clone)]
pub struct BrokerForm {
    way: BrokerWay,
    /// Messages lost from the end of the log.
    log_tail: String,
}

impl Default for BrokerForm {
    /// The form as it opens.
    fn default() -> BrokerForm {
        BrokerForm { way: BrokerWay::InOrder, log_tail: "20".to_string() }
    }
}

/// The form.
pub fn broker_form(cx: &Cx<BrokerForm>) -> Html {
    let words = &cx.ui.text.control;
    let way = cx.form.way;
    let tail = cx.number(&cx.form.log_tail, 1, u32::MAX.into());
    let ways = BrokerWay::ALL.into_iter().map(|of| (of, (words.broker_way)(of))).enumerate();
    let fields = html! {
        <>
            <div key="ways" class="choices" role="radiogroup" aria-labelledby="dialog-title">
                for (i, (of, &ChoiceWords { name, note })) in ways {
                    <label key={i} class="choice">
                        <input type="radio" name="way" checked={way == of}
                            onchange={cx.change(move |form, _: Event| form.way = of)} />
                        <span><b>{name}</b><span class="muted choice-note">{said(&cx.ui, note)}</span></span>
                    </label>
                }
            </div>
            if way == BrokerWay::KillWithoutLogTail {
                {cx.field(|form| &mut form.log_tail, words.broker_tail, "", error(&tail), "numeric")}
            }
        </>
    };
    let ready = way != BrokerWay::KillWithoutLogTail || tail.is_ok();
    let action = if way == BrokerWay::InOrder { words.broker_restart } else { words.broker_kill };
    let form = cx.form(fields, action, ready, move |_| {
        let tail = tail.as_ref().copied().unwrap_or_default();
        vec![Command::RestartBroker {
            kill: way != BrokerWay::InOrder,
            offsets_gone: way == BrokerWay::KillWithoutOffsets,
            log_tail: if way == BrokerWay::KillWithoutLogTail { tail as u32 } else { 0 },
        }]
    });
    cx.frame(words.broker_title, "", form)
}
