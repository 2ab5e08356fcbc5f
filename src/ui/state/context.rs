//! What every part of the page may use: the lab, the words, the page's state. Not here: the state itself
//! (`state`).
//!
//! Invariant: two contexts are equal only when everything that is drawn from them is.

use crate::ui::state::lab::Lab;
use crate::ui::state::{UiAction, UiState};
use crate::ui::text::Text;
use alloc::rc::Rc;
use alloc::string::String;
use yew::Callback;

/// What is shown of the lab.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum View {
    /// Everything.
    #[default]
    Page,
    /// A figure in another page.
    Embed,
}

/// What an embed shows, and with which controls.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Figure {
    pub show: Show,
    pub controls: Controls,
    /// Link to the same lab as a page of its own.
    pub whole: String,
}

/// The part of the lab that an embed shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Show {
    #[default]
    Queue,
    Chart,
    Table,
    Lesson,
}

/// How much an embed lets a reader do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Controls {
    #[default]
    Full,
    Basic,
    None,
}

/// The lab, the words and the page's state.
#[derive(Clone)]
pub struct Ui {
    pub lab: Lab,
    pub text: &'static Text,
    pub state: Rc<UiState>,
    pub act: Callback<UiAction>,
    pub view: View,
}

impl PartialEq for Ui {
    fn eq(&self, other: &Ui) -> bool {
        self.lab == other.lab && Rc::ptr_eq(&self.state, &other.state) && self.view == other.view
    }
}

impl Ui {
    /// A callback that changes the page's state.
    pub fn action<E: 'static>(&self, action: UiAction) -> Callback<E> {
        let act = self.act.clone();
        Callback::from(move |_| act.emit(action.clone()))
    }

    /// A callback that drives the lab.
    pub fn on_lab<E: 'static>(&self, drive: impl Fn(&Lab) + 'static) -> Callback<E> {
        let lab = self.lab.clone();
        Callback::from(move |_| drive(&lab))
    }
}
