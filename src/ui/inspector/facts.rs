//! A number with its name, RocketMQ's name, its rule and its sentence. Not here: where it comes from.
//!
//! Invariant: the sentence is there for the pointer, for the keyboard and for a screen reader alike.

use crate::ui::state::context::Ui;
use crate::ui::text::rules::address;
use crate::ui::text::{Language, Term, TermText};
use alloc::string::{String, ToString};
use yew::prelude::*;

/// A row of a `<dl>`.
pub fn fact(ui: &Ui, term: Term, value: &str, class: &'static str) -> Html {
    fact_of(&term.text(ui.state.language), value, class)
}

/// The same for any term's text: its sentence says RocketMQ's name, the rule, and Kafka's word beside it.
pub fn fact_of(text: &TermText, value: &str, class: &'static str) -> Html {
    let tip = tip_of(text);
    html! {
        <div class="row fact">
            <dt>
                <button type="button" class="term" data-tip={tip.clone()}
                    aria-label={[text.label, ": ", &tip].concat()}>
                    {text.label}
                </button>
            </dt>
            <dd class={class}>{value.to_string()}</dd>
        </div>
    }
}

fn tip_of(text: &TermText) -> String {
    let mut tip = format!("{} ({}). {}", text.name, text.rule, text.sentence);
    if !text.kafka.is_empty() {
        tip.push_str(" Kafka: ");
        tip.push_str(text.kafka);
        tip.push('.');
    }
    tip
}

/// What is said of a term, for `parts::term`.
pub(in crate::ui) fn term_tip(term: Term, language: Language) -> String {
    tip_of(&term.text(language))
}

/// A sentence with the rule behind it.
pub fn ruled(ui: &Ui, class: &'static str, sentence: &str, rule: &'static str) -> Html {
    html! { <p {class}>{sentence.to_string()}{" "}{rule_link(ui, rule)}</p> }
}

/// A rule's id; its meaning on hover and focus, the whole rule in a new tab.
pub fn rule_link(ui: &Ui, rule: &'static str) -> Html {
    let sentence = crate::ui::text::meaning(rule, ui.state.language);
    html! {
        <a class="rule" href={address(rule)} target="_blank" rel="noopener" data-tip={sentence}
            aria-label={format!("{rule}: {sentence}")}>
            {rule}
        </a>
    }
}
