//! A number with its name, RocketMQ's name, its rule and its sentence. Not here: where it comes from.
//!
//! Invariant: the sentence is there for the pointer, for the keyboard and for a screen reader alike.

use crate::ui::state::context::Ui;
use crate::ui::text::rules::address;
use crate::ui::text::{Language, Term, TermText};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
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

/// The mark that stands for a rule: its id and meaning on hover and focus, the whole rule in a new tab.
pub fn rule_link(ui: &Ui, rule: &str) -> Html {
    let tip = match crate::ui::text::meaning(rule, ui.state.language) {
        "" => rule.to_string(),
        meaning => format!("{rule}: {meaning}"),
    };
    html! {
        <a class="rule" href={address(rule)} target="_blank" rel="noopener" data-tip={tip.clone()}
            aria-label={tip}>
            {"§"}
        </a>
    }
}

/// A sentence in which rules stand in brackets, as the texts have them: each is shown as its mark.
pub fn said(ui: &Ui, sentence: &str) -> Html {
    let mut rest = sentence;
    let mut parts = Vec::new();
    while let Some((before, rules, after)) = next_rules(rest) {
        // A full stop belongs to the sentence, not behind the mark.
        let stop = ['.', '。'].into_iter().find(|stop| after.starts_with(*stop));
        let after = stop.map_or(after, |stop| &after[stop.len_utf8()..]);
        parts.push(html! { {before.trim_end().chars().chain(stop).collect::<String>()} });
        for rule in rules.split([',', '、', '，']).map(str::trim) {
            let known = is_rule(rule);
            parts.push(html! {
                <>{" "}{if known { rule_link(ui, rule) } else { html! { {format!("({rule})")} } }}</>
            });
        }
        rest = after;
    }
    parts.push(html! { {rest.to_string()} });
    parts.into_iter().collect()
}

/// Whether a text begins with a rule's id.
fn is_rule(text: &str) -> bool {
    ["R-", "T-", "SD-"].iter().any(|kind| text.starts_with(kind))
}

/// What is before the next brackets with rules, what is in them, and what is behind.
fn next_rules(text: &str) -> Option<(&str, &str, &str)> {
    let opens = |(at, sign): (usize, char)| {
        let inside = at + sign.len_utf8();
        (matches!(sign, '(' | '（') && is_rule(&text[inside..])).then_some((at, inside))
    };
    let (at, inside) = text.char_indices().find_map(opens)?;
    let (rules, after) = text[inside..].split_once([')', '）'])?;
    Some((&text[..at], rules, after))
}
