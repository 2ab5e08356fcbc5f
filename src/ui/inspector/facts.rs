//! A number with its name, RocketMQ's name, its rule and its sentence. Not here: where it comes from.
//!
//! Invariant: the sentence is there for the pointer, for the keyboard and for a screen reader alike.

use crate::ui::app::use_ui;
use crate::ui::text::Term;
use alloc::string::String;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct FactProps {
    pub term: Term,
    pub value: String,
    /// A class for the value's colour.
    #[prop_or_default]
    pub class: Classes,
}

/// A row of a `<dl>`.
#[component]
pub fn Fact(props: &FactProps) -> Html {
    let ui = use_ui();
    let text = props.term.text(ui.state.language);
    let tip = [text.name, " (", text.rule, "). ", text.sentence].concat();
    html! {
        <div class="row fact">
            <dt>
                <button type="button" class="term" data-tip={tip.clone()} aria-label={[text.label, ": ", &tip].concat()}>
                    {text.label}
                </button>
            </dt>
            <dd class={classes!("num", props.class.clone())}>{props.value.clone()}</dd>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct RuleLinkProps {
    pub rule: &'static str,
}

/// A rule's id; its meaning on hover and focus.
#[component]
pub fn RuleLink(props: &RuleLinkProps) -> Html {
    let ui = use_ui();
    let sentence = crate::ui::text::meaning(props.rule, ui.state.language);
    html! {
        <button type="button" class="rule" data-tip={sentence} aria-label={[props.rule, ": ", sentence].concat()}>
            {props.rule}
        </button>
    }
}
