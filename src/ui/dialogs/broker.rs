//! Restarting or killing the broker, with what each way costs before it is done (R-OFF-19). Not here: the loss itself
//! (`engine::broker_loss`), retention (`retention`).
//!
//! Invariant: the way that loses nothing is the first one.

use crate::sim::command::Command;
use crate::ui::dialogs::form::{Cx, Form, error};
use alloc::string::ToString;
use alloc::vec;
use yew::prelude::*;

const TAIL: usize = 0;
/// Ways, in the order of their names.
const IN_ORDER: usize = 0;
const WITHOUT_FILES: usize = 2;
const WITHOUT_TAIL: usize = 3;

/// The form as it opens.
pub fn beginning() -> Form {
    let mut form = Form::default();
    form.text[TAIL] = "20".to_string();
    form
}

/// The form.
pub fn broker_form(cx: &Cx) -> Html {
    let words = &cx.ui.text.control;
    let way = cx.form.choice[0];
    let tail = cx.number(TAIL, 1, u32::MAX.into());
    let ways = words.broker_ways.into_iter().zip(words.broker_what).enumerate();
    let fields = html! {
        <>
            <div key="ways" class="choices" role="radiogroup" aria-labelledby="dialog-title">
                for (i, (name, what)) in ways {
                    <label key={i} class="choice">
                        <input type="radio" name="way" checked={way == i}
                            onchange={cx.change(move |form, _: Event| form.choice[0] = i)} />
                        <span><b>{name}</b><span class="muted choice-note">{what}</span></span>
                    </label>
                }
            </div>
            if way == WITHOUT_TAIL {
                {cx.field(TAIL, words.broker_tail, "", error(&tail), "numeric")}
            }
        </>
    };
    let ready = way != WITHOUT_TAIL || tail.is_ok();
    let action = words.broker_do[usize::from(way != IN_ORDER)];
    let form = cx.form(fields, action, ready, move |_| {
        let tail = tail.as_ref().copied().unwrap_or_default();
        vec![Command::RestartBroker {
            kill: way != IN_ORDER,
            offsets_gone: way == WITHOUT_FILES,
            log_tail: if way == WITHOUT_TAIL { tail as u32 } else { 0 },
        }]
    });
    cx.frame(words.broker_title, "", form)
}
