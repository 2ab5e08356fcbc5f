//! The timeline's place on the page: how large it is, and the moment that the pointer asks about. Not here:
//! what is in it (`panel`).
//!
//! Invariant: the place is there from the first picture on, so that nothing moves when its content comes.

use crate::ui::draw::size::use_size;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::timeline::chart::Palette;
use crate::ui::timeline::panel;
use alloc::rc::Rc;
use core::cell::RefCell;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct TimelinePanelProps {
    pub ui: Ui,
    pub snapshot: Rc<Snapshot>,
}

/// The page's colours as they were read for a look, since reading them makes the browser work out its style
/// at once.
#[derive(Default)]
pub struct Colors(pub RefCell<Option<(u8, Palette)>>);

impl PartialEq for Colors {
    fn eq(&self, other: &Colors) -> bool {
        core::ptr::eq(self, other)
    }
}

/// What the content needs to know of its place.
#[derive(Clone, PartialEq)]
pub struct ChartPlace {
    pub canvas: NodeRef,
    pub probes: NodeRef,
    pub colors: Rc<Colors>,
    /// Pixels of the page.
    pub size: (u32, u32),
    /// The moment under the pointer.
    pub cursor_us: Option<u64>,
    pub set_cursor: Callback<Option<u64>>,
}

/// The panel.
#[component]
pub fn TimelinePanel(props: &TimelinePanelProps) -> Html {
    let (ui, snapshot) = (&props.ui, &props.snapshot);
    let (node, canvas, probes) = (use_node_ref(), use_node_ref(), use_node_ref());
    let size = use_size(&node);
    let cursor = use_state_eq(|| None);
    let set = cursor.setter();
    let set_cursor = use_memo((), move |()| Callback::from(move |at| set.set(at)));
    let colors = use_memo((), |()| Colors::default());
    let place =
        ChartPlace { canvas, probes, colors, size, cursor_us: *cursor, set_cursor: (*set_cursor).clone() };
    {
        let (ui, snapshot, place) = (ui.clone(), snapshot.clone(), place.clone());
        use_effect_with((snapshot.clone(), size, *cursor, ui.state.measure), move |_| {
            panel::redraw(&ui, &snapshot, &place);
        });
    }
    let [head, chart, probes] = panel::parts(ui, snapshot, &place);
    html! {
        <section class="panel time" aria-label={ui.text.top.timeline}>
            {head}
            <div class="chart" ref={node}>{chart}</div>
            {probes}
        </section>
    }
}
