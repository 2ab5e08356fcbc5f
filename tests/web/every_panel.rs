//! Every dialog and every details panel, under every profile and in both languages, over a lab that uses
//! everything: each has its title, and none breaks. Not here: what a dialog does (`components`, `tests/e2e`).
//!
//! Invariant: a new kind of dialog, question or selection does not compile before it has its place in a chain
//! here.

use crate::mounted::{Mounted, plain};
use offset_lab::engine::Profile;
use offset_lab::engine::ids::{EpochMs, Name, PhysicalOffset, QueueOffset, VirtualTime};

use offset_lab::engine::ordered_map::OrderedMap;
use offset_lab::player::Player;
use offset_lab::projection::{boards, broker_view};
use offset_lab::sim::Journal;
use offset_lab::sim::command::{Command, QueueChoice, ResetTarget};
use offset_lab::ui::state::context::View;
use offset_lab::ui::state::files::Again;
use offset_lab::ui::state::{Dialog, Question, ResetDraft, Selection, UiAction};
use offset_lab::ui::text::{Language, Text};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlSelectElement};

/// What the journal of everything has no more of at its end, and what it never had: a group of each kind,
/// consumers that fail and that died, messages that wait, a reset that nobody has taken up.
const MORE: &str = r#"
{"at_us":60000000,"command":{"create_group":{"group":"pops"}}}
{"at_us":60000000,"command":{"set_group":{"group":"pops","protocol":"pop","invisible_ms":60000}}}
{"at_us":60000000,"command":{"create_group":{"group":"steps","consume_from":"first_offset"}}}
{"at_us":60000000,"command":{"set_group":{"group":"steps","orderly":true}}}
{"at_us":60000000,"command":{"create_group":{"group":"news"}}}
{"at_us":60000000,"command":{"set_group":{"group":"news","broadcasting":true}}}
{"at_us":60000000,"command":{"create_group":{"group":"nobody"}}}
{"at_us":60000000,"command":{"add_consumer":{"consumer":"pops-1","group":"pops","topic":"orders","processing_us":900000}}}
{"at_us":60000000,"command":{"add_consumer":{"consumer":"steps-1","group":"steps","topic":"orders","processing_us":2000}}}
{"at_us":60000000,"command":{"add_consumer":{"consumer":"steps-2","group":"steps","topic":"orders","processing_us":2000}}}
{"at_us":60000000,"command":{"add_consumer":{"consumer":"news-1","group":"news","topic":"orders","processing_us":2000}}}
{"at_us":60000000,"command":{"add_consumer":{"consumer":"billing-3","group":"billing","topic":"orders","processing_us":3000}}}
{"at_us":60000000,"command":{"set_failures":{"consumer":"steps-1","failures":{"fail_permille":30,"suspend_ms":400}}}}
{"at_us":60000000,"command":{"set_failures":{"consumer":"billing-3","failures":{"fail_permille":200,"max_reconsume_times":1}}}}
{"at_us":62000000,"command":{"send_message":{"topic":"orders","queue":0,"body":"later","delay_level":9}}}
{"at_us":66000000,"command":{"remove_consumer":{"consumer":"steps-2","crash":true}}}
{"at_us":69000000,"command":{"reset_offset":{"group":"audit","topic":"orders","queues":"all","to":"min"}}}
"#;
const NOW: VirtualTime = VirtualTime(70_000_000);
const LANGUAGES: [Language; 2] = Language::ALL;

/// The lab that uses everything, by the rules of a profile.
fn everything(profile: Profile) -> Player {
    let text = if profile == Profile::RocketMq53 {
        include_str!("../journals/everything-5.3.jsonl")
    } else {
        include_str!("../journals/everything.jsonl")
    };
    let mut journal = Journal::parse(&format!("{text}{}", MORE.trim_start())).expect("a journal");
    journal.header.profile = profile;
    let mut player = Player::open("Everything".to_string(), journal);
    player.seek(NOW);
    player
}

fn name(text: &str) -> Name {
    Name::from(text)
}

fn some(text: &str) -> Option<Name> {
    Some(name(text))
}

fn draft(to: ResetTarget, queues: QueueChoice) -> Dialog {
    let undo = matches!(to, ResetTarget::Each(_)).then(OrderedMap::new);
    Dialog::Reset(ResetDraft { group: name("billing"), topic: name("orders"), queues, to, undo })
}

/// Dialogs of the kind that comes after this one, none after the last. A new kind is put between two of them.
fn dialogs_after(kind: Option<&Dialog>) -> Vec<Dialog> {
    match kind {
        None => vec![Dialog::Topic { existing: None }, Dialog::Topic { existing: some("orders") }],
        Some(Dialog::Topic { .. }) => {
            vec![Dialog::Producer { existing: None }, Dialog::Producer { existing: some("shop") }]
        }
        Some(Dialog::Producer { .. }) => [None, some("billing"), some("steps"), some("pops"), some("news")]
            .map(|existing| Dialog::Group { existing })
            .into(),
        Some(Dialog::Group { .. }) => [
            ("billing", None),
            ("billing", some("billing-3")),
            ("steps", some("steps-1")),
            ("pops", some("pops-1")),
            ("news", None),
        ]
        .map(|(group, existing)| Dialog::Consumer { group: name(group), existing })
        .into(),
        Some(Dialog::Consumer { .. }) => vec![Dialog::Send { topic: name("orders"), queue: 1 }],
        Some(Dialog::Send { .. }) => vec![Dialog::Retention],
        Some(Dialog::Retention) => vec![Dialog::Broker],
        Some(Dialog::Broker) => vec![Dialog::Memory],
        Some(Dialog::Memory) => vec![
            draft(ResetTarget::Min, QueueChoice::All),
            draft(ResetTarget::Max, QueueChoice::Some(vec![0, 2])),
            draft(ResetTarget::Offset(QueueOffset(3)), QueueChoice::Some(vec![1])),
            draft(ResetTarget::TimeMs(EpochMs(1_735_689_630_000)), QueueChoice::All),
            draft(
                ResetTarget::Each(OrderedMap::from_iter([(1, QueueOffset(7))])),
                QueueChoice::Some(vec![1]),
            ),
        ],
        Some(Dialog::Reset(_)) => questions().into_iter().map(Dialog::Ask).collect(),
        Some(Dialog::Ask(_)) => vec![Dialog::Open],
        Some(Dialog::Open) => vec![Dialog::Labs],
        Some(Dialog::Labs) => vec![Dialog::Profile],
        Some(Dialog::Profile) => vec![Dialog::Download],
        Some(Dialog::Download) => {
            let again = |question| {
                let texts = vec![(String::new(), "pasted".to_string())];
                let given = offset_lab::import::Given::default();
                Some(std::rc::Rc::new(Again { texts, given, written: None, question }))
            };
            let asked = Some((offset_lab::import::Wanted::Group, vec!["billing".to_string()]));
            let problem =
                |again| Dialog::Problem { name: "a.json".to_string(), problem: "no".to_string(), again };
            vec![problem(None), problem(again(None)), problem(again(asked))]
        }
        Some(Dialog::Problem { .. }) => Vec::new(),
    }
}

/// The question that comes after this one.
fn question_after(question: Option<&Question>) -> Option<Question> {
    match question {
        None => Some(Question::DeleteTopic(name("orders"))),
        Some(Question::DeleteTopic(_)) => Some(Question::DeleteGroup(name("billing"))),
        Some(Question::DeleteGroup(_)) => Some(Question::RemoveProducer(name("shop"))),
        Some(Question::RemoveProducer(_)) => {
            Some(Question::RemoveOffsets { group: name("billing"), topic: name("orders") })
        }
        Some(Question::RemoveOffsets { .. }) => Some(Question::Rewind(
            vec![Command::PauseProducer { producer: name("shop"), paused: true }].into(),
        )),
        Some(Question::Rewind(_)) => None,
    }
}

fn questions() -> Vec<Question> {
    std::iter::successors(question_after(None), |question| question_after(Some(question))).collect()
}

fn dialogs() -> Vec<Dialog> {
    let kinds = std::iter::successors(Some(dialogs_after(None)), |kind| Some(dialogs_after(kind.first())));
    kinds.take_while(|kind| !kind.is_empty()).flatten().collect()
}

/// What stands above a dialog.
fn title(dialog: &Dialog, text: &Text) -> String {
    let (form, control) = (&text.form, &text.control);
    match dialog {
        Dialog::Topic { existing: None } => form.new_topic.to_string(),
        Dialog::Topic { existing: Some(topic) } => (text.common.change_topic)(topic),
        Dialog::Producer { existing: None } => form.new_producer.to_string(),
        Dialog::Producer { existing: Some(name) } => (form.change_producer)(name),
        Dialog::Group { existing: None } => form.new_group.to_string(),
        Dialog::Group { existing: Some(group) } => (control.change_group)(group),
        Dialog::Consumer { group, existing: None } => (form.new_consumer)(group),
        Dialog::Consumer { existing: Some(name), .. } => (form.change_consumer)(name),
        Dialog::Send { topic, .. } => format!("{} – {topic}", form.send_title),
        Dialog::Retention => text.retention.title.to_string(),
        Dialog::Broker => control.broker_title.to_string(),
        Dialog::Memory => control.memory_title.to_string(),
        Dialog::Reset(draft) if draft.undo.is_some() => (text.reset.undo_title)(&draft.group, &draft.topic),
        Dialog::Reset(draft) => (text.reset.title)(&draft.group, &draft.topic),
        Dialog::Ask(Question::DeleteTopic(topic)) => (text.common.delete_topic)(topic),
        Dialog::Ask(Question::DeleteGroup(group)) => (text.ask.delete_group)(group),
        Dialog::Ask(Question::RemoveProducer(name)) => (text.ask.remove_producer)(name),
        Dialog::Ask(Question::RemoveOffsets { group, topic }) => (text.ask.remove_offsets)(group, topic),
        Dialog::Ask(Question::Rewind(_)) => text.ask.rewind_plan.to_string(),
        Dialog::Open => text.open.title.to_string(),
        Dialog::Labs => text.labs.title.to_string(),
        Dialog::Profile => text.top.profile.to_string(),
        Dialog::Download => text.top.download.to_string(),
        Dialog::Problem { name, .. } => (text.open.problem)(name),
    }
}

/// Selections of the kind that comes after this one, none after the last, each with what its panel's heading
/// says.
fn selections_after(kind: Option<&Selection>, player: &Player) -> Vec<(Selection, String)> {
    let topic = name("orders");
    let lane = boards(player.world()).into_iter().find(|board| board.topic == topic).expect("orders");
    let (min, max) = (lane.lanes[0].min.0, lane.lanes[0].max.0);
    assert!(min > 0 && min < max, "something was deleted and something is stored");
    match kind {
        None => vec![(Selection::Auto, String::new())],
        Some(Selection::Auto) => {
            vec![(Selection::Queue { topic: topic.clone(), queue: 0 }, "orders / 0".to_string())]
        }
        Some(Selection::Queue { .. }) => [0, min, max - 1, max + 3]
            .map(|offset| {
                let offset = QueueOffset(offset);
                (Selection::Message { topic: topic.clone(), queue: 0, offset }, "orders / 0 · ".to_string())
            })
            .into(),
        Some(Selection::Message { .. }) => {
            let groups = ["billing", "audit", "pops", "steps", "news", "nobody"];
            let of = |group: &str, on| (Selection::Group { group: name(group), on }, group.to_string());
            let on = Some((topic.clone(), 0));
            groups.iter().flat_map(|group| [of(group, None), of(group, on.clone())]).collect()
        }
        Some(Selection::Group { .. }) => vec![(Selection::Producer(name("shop")), "shop".to_string())],
        Some(Selection::Producer(_)) => {
            let segments = broker_view(player.world()).segments;
            let bases = [segments.first(), segments.last()].into_iter().flatten().map(|segment| segment.base);
            bases.map(|base| (Selection::Segment(base), String::new())).collect()
        }
        Some(Selection::Segment(_)) => vec![(Selection::Broker, String::new())],
        Some(Selection::Broker) => Vec::new(),
    }
}

fn selections(player: &Player) -> Vec<(Selection, String)> {
    let first = Some(selections_after(None, player));
    let next = |kind: &Vec<(Selection, String)>| {
        Some(selections_after(kind.first().map(|(selection, _)| selection), player))
    };
    std::iter::successors(first, next).take_while(|kind| !kind.is_empty()).flatten().collect()
}

/// The page of everything.
struct Walk {
    page: Mounted,
    about: String,
}

impl Walk {
    async fn tell(&self, action: UiAction) {
        self.page.lab.tell(action);
        yew::scheduler::flush().await;
    }

    fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.page.host.query_selector_all(selector).unwrap();
        (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect()
    }

    /// What stands in the heading there.
    fn heading(&self, selector: &str, what: &str) -> String {
        let found = self.page.host.query_selector(selector).unwrap();
        let found = found.unwrap_or_else(|| panic!("{}: {what} has no heading", self.about));
        plain(&found.text_content().unwrap_or_default())
    }

    /// Opens a dialog, and makes each of its choices.
    async fn open(&self, dialog: &Dialog, text: &Text) {
        let what = format!("{dialog:?}");
        let expected: Vec<String> = match dialog {
            // Its topic is one of its choices.
            Dialog::Reset(draft) => {
                let topics = boards(self.page.player.borrow().world()).into_iter().map(|board| board.topic);
                let of = |topic| Dialog::Reset(ResetDraft { topic, ..draft.clone() });
                topics.map(|topic| plain(&title(&of(topic), text))).collect()
            }
            other => vec![plain(&title(other, text))],
        };
        self.tell(UiAction::Open(dialog.clone())).await;
        let check = || {
            let heading = self.heading("dialog[open] h2", &what);
            assert!(expected.contains(&heading), "{}: {what}: {heading} is none of {expected:?}", self.about);
            assert!(self.page.count("dialog button") > 0, "{}: {what} has no button", self.about);
        };
        check();
        for selector in ["dialog input[type=radio]", "dialog input[type=checkbox]"] {
            for i in 0..self.all(selector).len() {
                // A choice may take others away.
                if let Some(input) = self.all(selector).into_iter().nth(i) {
                    input.unchecked_into::<HtmlElement>().click();
                    yew::scheduler::flush().await;
                    check();
                }
            }
        }
        for i in 0..self.all("dialog select").len() {
            for place in 0..self.select(i).map_or(0, |select| select.length()) {
                let Some(select) = self.select(i) else { continue };
                select.set_selected_index(place as i32);
                let event = web_sys::Event::new("change").unwrap();
                event.init_event_with_bubbles("change", true);
                select.dispatch_event(&event).unwrap();
                yew::scheduler::flush().await;
                check();
            }
        }
        self.tell(UiAction::Close).await;
        assert_eq!(self.page.count("dialog"), 0, "{}: {what} closes", self.about);
    }

    fn select(&self, i: usize) -> Option<HtmlSelectElement> {
        self.all("dialog select").into_iter().nth(i)?.dyn_into().ok()
    }

    /// Shows the details of a selection.
    async fn show(&self, selection: &Selection, expected: &str) {
        let what = format!("{selection:?}");
        self.tell(UiAction::Select(selection.clone())).await;
        let said = self.heading(".inspect h2", &what);
        assert!(!said.trim().is_empty() && said.contains(expected), "{}: {what} says {said}", self.about);
    }
}

/// Walks under a profile in both languages.
async fn walk(profile: Profile) {
    let mut walk = Walk { page: Mounted::new(everything(profile), View::Page).await, about: String::new() };
    let selections = selections(&walk.page.player.borrow());
    for language in LANGUAGES {
        walk.about = format!("{} in {}", profile.id(), language.tag());
        walk.tell(UiAction::Language(language)).await;
        for dialog in dialogs() {
            walk.open(&dialog, language.text()).await;
        }
        for (selection, expected) in &selections {
            walk.show(selection, expected).await;
        }
        walk.tell(UiAction::Select(Selection::Segment(PhysicalOffset(0)))).await;
        let said = walk.page.says(".inspect");
        assert!(said.contains(language.text().message.segment_gone), "{}: {said}", walk.about);
    }
}

#[wasm_bindgen_test]
async fn every_dialog_and_panel_opens_under_every_profile_in_both_languages() {
    for profile in Profile::ALL {
        walk(profile).await;
    }
}
