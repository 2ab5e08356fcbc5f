//! How to read the board, folded below it: each sign as it is drawn, with the term that it stands for and
//! that term's sentence. Not here: the sentences (`text::terms`, `text::fates`).
//!
//! Invariant: a sign is drawn by the same classes as on a lane.

use crate::ui::draw::shapes::{group_corners, points};
use crate::ui::state::context::Ui;
use crate::ui::text::{Fate, Term, TermText};
use yew::prelude::*;

/// Height of a sign.
const HEIGHT: &str = "22";

/// The legend; `room`: the lanes leave it room, so it is open below them.
pub fn legend(ui: &Ui, room: bool) -> Html {
    let words = &ui.text.aside;
    let term = |term: Term| {
        let TermText { label, sentence, .. } = term.text(ui.state.language);
        (label, sentence)
    };
    let hidden = Fate::Hidden.text(ui.state.language);
    let bar = |class: &'static str| html! { <rect {class} x="4" y="5" width="36" height="12" /> };
    let tick = |class: &'static str| html! { <>{bar("stored")}<path {class} d="M22 1v20" /></> };
    let mark = |class: &'static str| {
        html! {
            <g class={["group-mark g1 ", class].concat()}>
                {bar("stored")}<path class="stem" d="M22 3v14" /><polygon class="shape" points={points(group_corners(0, 1.0, (22.0, 5.0)))} />
            </g>
        }
    };
    let signs: [(Html, (&'static str, &'static str)); 14] = [
        (html! { <>{bar("purged")}{bar("purged-hatch")}</> }, words.legend_purged),
        (
            html! { <>{bar("stored")}<path class="cuts" d="M13 5v12M22 5v12M31 5v12" /></> },
            words.legend_stored,
        ),
        (bar("newest"), words.legend_newest),
        (
            html! { <>{bar("stored")}<path class="fast" d="M16 5h8v12h-8z" /><path class="fast \
            is-very" d="M24 5h8v12h-8z" /></> },
            words.legend_fast,
        ),
        (html! { <>{bar("stored")}{bar("cold")}</> }, term(Term::Cold)),
        (tick("min-tick"), term(Term::Min)),
        (tick("max-tick"), term(Term::Max)),
        (mark("is-focus"), term(Term::ConsumerOffset)),
        (
            html! { <g class="g1">{bar("stored")}<rect class="behind" x="4" y="5" width="20" height="12" /><rect class="consumed" x="4" y="14" width="20" height="3" /></g> },
            ui.text.board.consumed,
        ),
        (
            html! { <g class="g1">{bar("stored")}<rect class="inflight" x="12" y="8" width="20" height="6" /></g> },
            term(Term::InFlight),
        ),
        (
            html! { <g class="g1">{bar("stored")}<path class="finished" d="M14 11h6M26 11h5" /></g> },
            term(Term::Finished),
        ),
        (mark("is-pending"), term(Term::Pending)),
        (html! { <g class="g1"><path class="brace" d="M6 7v5H38v-5" /></g> }, term(Term::Lag)),
        (
            html! { <>{bar("stored")}<path class="hidden-span g1" d="M10 7h24v8h-24z" /></> },
            (hidden.label, hidden.sentence),
        ),
    ];
    html! {
        <details key="legend" class={if room { "internal legend-fold" } else { "internal legend-fold is-over" }} open={room}>
            <summary>{words.legend}</summary>
            <dl>
                for (i, (sign, (label, sentence))) in signs.into_iter().enumerate() {
                    <div key={i}>
                        <dt>
                            <svg width="44" height={HEIGHT} aria-hidden="true" focusable="false">{sign}</svg>
                            {label}
                        </dt>
                        <dd class="muted">{sentence}</dd>
                    </div>
                }
            </dl>
        </details>
    }
}
