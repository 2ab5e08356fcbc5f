//! What could not be opened, and another try: a name that no text had, or the pasted text itself. Not here:
//! reading it (`files`).
//!
//! Invariant: what was pasted stays until it is opened or let go.

use crate::import::Wanted;
use crate::ui::dialogs::form::Cx;
use crate::ui::draw::parts::quiet;
use crate::ui::state::files::Again;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use yew::prelude::*;

/// What is wrong, and what is put in.
#[derive(Clone)]
pub struct ProblemForm {
    name: String,
    problem: String,
    again: Option<Rc<Again>>,
    typed: String,
}

impl ProblemForm {
    /// The form as it opens.
    pub fn new(name: &str, problem: &str, again: Option<&Rc<Again>>) -> ProblemForm {
        let typed = match again.map(|again| (&again.question, &again.texts[..])) {
            // One candidate is offered, not taken.
            Some((Some((_, candidates)), _)) if candidates.len() == 1 => candidates[0].clone(),
            Some((None, [(_, text)])) => text.clone(),
            _ => String::new(),
        };
        ProblemForm { name: name.to_string(), problem: problem.to_string(), again: again.cloned(), typed }
    }
}

/// The dialog.
pub fn problem_dialog(cx: &Cx<ProblemForm>) -> Html {
    let ProblemForm { name, problem, again, typed } = &*cx.form;
    let words = &cx.ui.text.open;
    let alert = html! {
        <>
            <p class="verdict problem" role="alert">{problem.clone()}</p>
            {quiet(words.problem_keep)}
        </>
    };
    let title = (words.problem)(if name.is_empty() { words.pasted_name } else { name });
    let Some(again) = again else { return cx.frame(&title, "small", html! { <>{alert}{cx.close()}</> }) };
    let field = match &again.question {
        Some((wanted, candidates)) => {
            let label = match wanted {
                Wanted::Group => cx.ui.text.board.group,
                Wanted::Topic => cx.ui.text.form.topic,
                Wanted::Broker => cx.ui.text.actors.broker,
            };
            cx.field(|form| &mut form.typed, label, &candidates.join(", "), None, "text")
        }
        None => {
            let oninput = cx.change(|form, event: InputEvent| {
                form.typed = event.target_unchecked_into::<web_sys::HtmlTextAreaElement>().value();
            });
            html! {
                <label class="field">
                    <span class="field-name">{words.pasted}</span>
                    <textarea rows="8" spellcheck="false" value={typed.clone()} {oninput} />
                </label>
            }
        }
    };
    let (ui, again, answer) = (cx.ui.clone(), again.clone(), typed.trim().to_string());
    let text = typed.clone();
    let form = cx.form_with(html! { <>{alert}{field}</> }, words.title, !answer.is_empty(), "", move || {
        let mut next = (*again).clone();
        match next.question.take().map(|(wanted, _)| wanted) {
            Some(Wanted::Group) => next.given.groups.push(answer.clone()),
            Some(Wanted::Topic) => next.given.topics.push(answer.clone()),
            Some(Wanted::Broker) => next.given.broker = Some(answer.clone()),
            None => next.texts[0].1.clone_from(&text),
        }
        ui.lab.open_texts(next, ui.text);
    });
    cx.frame(&title, "small", form)
}
