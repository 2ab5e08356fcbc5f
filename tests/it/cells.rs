//! Messages in cells of their own say what the same lane says in bands; new is what came since the picture
//! before, and nothing where the clock leapt. Not here: how the page eases their changes (`tests/e2e`).
//!
//! Invariant: both pictures are of the same instant, for every instant of a run with resets, retention and a
//! consumer that crashes.

use crate::lab::{Lab, name};
use offset_lab::engine::VirtualTime;
use offset_lab::engine::profile::Profile;
use offset_lab::player::Player;
use offset_lab::projection::lanes::{QueueLane, board};
use offset_lab::sim::{ResetTarget, Scenario};
use offset_lab::ui::draw::letters::text_width;
use offset_lab::ui::draw::primitives::Shape;
use offset_lab::ui::picture::Density;
use offset_lab::ui::picture::cells::{LEAPT, cell_numbers, cells, lane_class};
use offset_lab::ui::picture::lane::{LanePicture, shapes};
use offset_lab::ui::picture::marks::{GroupMark, group_marks, marks};
use offset_lab::ui::picture::topic::topic_axis;
use offset_lab::ui::state::board::Board;
use offset_lab::ui::text::Language;

const WIDTH: u32 = 1_200;

/// Calls `then` with a picture of the only lane.
fn pictured<T>(lab: &Lab, since: Option<i64>, density: Density, then: impl FnOnce(&LanePicture) -> T) -> T {
    let whole = board(lab.world(), &name("orders"));
    let lane: QueueLane = whole.lanes[0].clone();
    let focus = name("billing");
    let marks: Vec<GroupMark> = group_marks(&lane, (&name("orders"), None), |_| None, Some(&focus));
    then(&LanePicture {
        topic: &name("orders"),
        lane: &lane,
        axis: topic_axis(&Board::from(whole), None, WIDTH, density),
        width: WIDTH,
        density,
        marks: &marks,
        senders: "",
        aside: None,
        fast: &[],
        picked: None,
        guess: None,
        spots: &[],
        selected: false,
        since,
        playing: true,
        handles: false,
        beside: None,
        start_ms: lab.world().header().start_ms,
        text: Language::En.text(),
        text_width,
    })
}

/// Class, from, to and height of each box that has this class, also inside of groups.
fn boxes(shapes: &[Shape], class: &str, found: &mut Vec<(String, [f64; 3])>) {
    for shape in shapes {
        match shape {
            Shape::Group { inside, .. } => boxes(inside, class, found),
            Shape::Polygon { class: own, points, .. } if own.split(' ').any(|one| one == class) => {
                let at: Vec<f64> = points.split(' ').map(|number| number.parse().unwrap()).collect();
                found.push((own.to_string(), [at[0], at[2], at[5] - at[1]]));
            }
            _ => {}
        }
    }
}

fn boxes_of(shapes: &[Shape], class: &str) -> Vec<(String, [f64; 3])> {
    let mut found = Vec::new();
    boxes(shapes, class, &mut found);
    found
}

/// From where to where boxes of this class that can be seen reach, without a gap, and how high they are.
fn reach(shapes: &[Shape], class: &str) -> Option<[f64; 3]> {
    let seen = boxes_of(shapes, class).into_iter().filter(|(own, _)| !own.contains("is-gone"));
    let mut found: Vec<[f64; 3]> = seen.map(|(_, place)| place).collect();
    found.retain(|[from, to, _]| to > from);
    for pair in found.windows(2) {
        assert!((pair[0][1] - pair[1][0]).abs() < 0.11, "a gap in {class}: {found:?}");
    }
    Some([found.first()?[0], found.last()?[1], found[0][2]])
}

/// At most 40 messages come, one by one; most are consumed, some purged, the group is reset ahead and back.
fn run(mut look: impl FnMut(&Lab)) {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.small_segments();
    lab.tell_json(r#"{"add_consumer":{"consumer":"billing-1","group":"billing","topic":"orders","processing_us":700000}}"#);
    for step in 0..120 {
        match step {
            _ if step % 4 == 0 && step < 104 => drop(lab.send("orders", 0, 1)),
            50 | 90 => lab.expire(3),
            61 => drop(lab.reset("billing", "orders", ResetTarget::Max)),
            79 => drop(lab.reset("billing", "orders", ResetTarget::Min)),
            97 => lab.remove_consumer("billing-1", true),
            105 => lab.add_consumer("billing-2", "billing", "orders"),
            _ => {}
        }
        lab.run_ms(350);
        look(&lab);
    }
}

#[test]
fn cells_say_what_bands_say() {
    let (mut handed_out, mut finished) = (0, 0);
    run(|lab| {
        let at = lab.world().now().0;
        let bands = pictured(lab, None, Density::Large, shapes);
        let (one_by_one, over) =
            pictured(lab, Some(0), Density::Large, |picture| (cells(picture), marks(picture)));
        assert!(boxes_of(&bands, "cell").is_empty(), "a file has bands");
        for class in ["behind", "inflight"] {
            let (band, cells) = (reach(&bands, class), reach(&one_by_one, class));
            assert!(boxes_of(&over, class).is_empty(), "not both, at {at}");
            // In one cell there is only one tint: what is in hand again hides that the offset is past it.
            let in_hand = class == "behind"
                && reach(&one_by_one, "inflight")
                    .is_some_and(|hand| band.is_some_and(|[from, to, _]| from < hand[1] && hand[0] < to));
            if !in_hand {
                let same = |(band, cells): ([f64; 3], [f64; 3])| {
                    band.iter().zip(cells).all(|(band, cell)| (band - cell).abs() < 0.11)
                };
                let alike = band.zip(cells).map_or(band == cells, same);
                assert!(alike, "{class} at {at}: {band:?}, in cells {cells:?}");
            }
        }
        handed_out += boxes_of(&one_by_one, "inflight").len();
        finished += boxes_of(&one_by_one, "is-done").len();
    });
    assert!(handed_out > 40 && finished > 20, "{handed_out} handed out, {finished} finished");
}

#[test]
fn what_is_purged_falls_and_only_what_came_since_is_new() {
    let mut fallen = 0;
    run(|lab| {
        let lane = board(lab.world(), &name("orders")).lanes[0].clone();
        let of = |since: i64, class: &str| {
            pictured(lab, Some(since), Density::Large, |picture| {
                boxes_of(&cells(picture), class).len() as i64
            })
        };
        let (max, purged) = (lane.max.0, lane.min.0 - lane.first.0);
        // Where nearly all is purged, the axis begins later.
        assert!(of(LEAPT, "is-gone") <= purged && (purged == 0 || of(LEAPT, "is-gone") > 0));
        fallen = fallen.max(of(LEAPT, "is-gone"));
        assert_eq!(of(max - 1, "is-new"), i64::from(lane.min < lane.max));
        assert_eq!((of(max, "is-new"), of(LEAPT, "is-new")), (0, 0));
    });
    assert!(fallen >= 4, "{fallen}");
    let moves = |since| lane_class(since).ends_with("moves");
    assert!(moves(Some(7)) && !moves(Some(LEAPT)) && !moves(None));
}

#[test]
fn a_compact_lane_and_one_of_many_messages_have_no_cells() {
    let mut lab = Lab::docs(1);
    lab.add_consumer("billing-1", "billing", "orders");
    lab.send("orders", 0, 20);
    lab.run_ms(6_000);
    let count = |lab: &Lab, density: Density| {
        pictured(lab, Some(0), density, |picture| cells(picture).len() + cell_numbers(picture).len())
    };
    assert_eq!((count(&lab, Density::Compact), count(&lab, Density::Medium)), (0, 40));
    lab.send("orders", 0, 980);
    assert_eq!(count(&lab, Density::Large), 0);
}

/// What the picture eases has gone on; what it does not has leapt.
#[test]
fn a_clock_that_runs_or_steps_goes_on_and_one_that_is_moved_leaps() {
    let text = std::fs::read_to_string(crate::root().join("www/scenarios/story.json")).unwrap();
    let mut player = Player::open("A lab".to_string(), Scenario::parse(&text).unwrap().to_journal());
    let mut leaps = player.leaps();
    let mut has_leapt = |player: &Player| core::mem::replace(&mut leaps, player.leaps()) != player.leaps();
    player.play();
    (0..60).for_each(|frame| player.frame(frame * 16_000));
    player.step();
    assert!(!has_leapt(&player) && player.now() > VirtualTime(900_000));
    player.seek(VirtualTime(500_000));
    assert!(has_leapt(&player));
    player.travel_to(VirtualTime(2_000_000));
    assert!(has_leapt(&player));
    player.restart();
    assert!(has_leapt(&player));
}
