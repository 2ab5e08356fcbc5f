//! Forms in which somebody has progress that are not in `tests/import/cases`: what a terminal, a log or a
//! page puts around a table, other tools' tables, a broker's other files. Not here: those cases
//! (`import_cases`).
//!
//! Invariant: whatever stands around a table, its numbers are the same.

use offset_lab::engine::profile::Profile;
use offset_lab::engine::{EpochMs, VirtualTime};
use offset_lab::import::{Cluster, Given, Source, Wanted, decode, read_cluster};
use offset_lab::projection::table::csv;
use offset_lab::projection::{actors, boards, name_queues};
use offset_lab::sim::Timeline;

fn read(texts: &[&str], given: &Given) -> Cluster {
    let sources: Vec<Source<'_>> =
        texts.iter().map(|&text| Source { name: "pasted", subject: None, text }).collect();
    read_cluster(&sources, given)
}

fn lab(cluster: &mut Cluster) -> Timeline {
    let scenario = cluster.to_scenario("", Profile::RocketMq53, EpochMs(1_800_000_000_000));
    let mut timeline = Timeline::from_journal(scenario.to_journal());
    for outcome in timeline.run_until(VirtualTime(0), &mut ()) {
        outcome.expect("nothing of an imported lab is refused");
    }
    timeline
}

fn rows(cluster: &mut Cluster) -> Vec<String> {
    csv(&boards(lab(cluster).world())).lines().skip(1).map(str::to_string).collect()
}

fn said(cluster: &Cluster, words: &str) -> bool {
    cluster.remarks.iter().any(|remark| remark.words.en.contains(words))
}

fn case(name: &str) -> String {
    decode(&std::fs::read(crate::root().join("tests/import/cases").join(name)).unwrap())
}

/// Each line of a text, changed.
fn each_line(text: &str, change: impl Fn(&str) -> String) -> String {
    text.lines().map(|line| change(line) + "\n").collect()
}

/// A terminal's lines of this width.
fn folded(text: &str, width: usize) -> String {
    let fold = |line: &str| {
        let letters: Vec<char> = line.chars().collect();
        letters.chunks(width).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
    };
    each_line(text, fold)
}

#[test]
fn what_stands_before_or_within_the_lines_changes_no_number() {
    let text = case("35c-markdown-fence.md");
    let wanted = rows(&mut read(&[&text], &Given::default()));
    assert_eq!(wanted[1], "sms_tasks,1,,612212,sms_group,605001,,7211,,");
    let without_heading =
        each_line(&text, |line| if line.starts_with('#') { String::new() } else { line.to_string() });
    let forms = [
        ("a container's log", each_line(&text, |line| format!("app_1  | {line}"))),
        ("numbers", each_line(&text, |line| format!("  12  {line}"))),
        ("grep -n", each_line(&text, |line| format!("12:{line}"))),
        ("a quotation", each_line(&text, |line| format!("> {line}"))),
        ("80 letters", folded(&text, 80)),
        ("100 letters", folded(&text, 100)),
        ("120 letters, trimmed", each_line(&folded(&text, 120), |line| line.trim_end().to_string())),
        ("no #", text.replace('#', "")),
        ("grep without the heading", without_heading),
        ("line ends of Windows", text.replace('\n', "\r\n")),
        ("NULs", text.replace("\n\n", "\n\0\0\n")),
        ("colours without their escape", case("35b-ansi-grep-colour.txt").replace('\u{1b}', "")),
        ("colours", case("35b-ansi-grep-colour.txt")),
    ];
    for (what, text) in forms {
        let mut cluster = read(&[&text], &Given::default());
        assert_eq!(rows(&mut cluster), wanted, "{what}: {:#?}", cluster.remarks);
        assert!(cluster.remarks.iter().all(|remark| !remark.unread), "{what}: {:#?}", cluster.remarks);
    }
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(decode(&[&[0xFE, 0xFF][..], &wide].concat()), text);
    let wide: Vec<u8> = "b 0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(decode(&wide), "b 0", "as a shell of Windows writes it without a mark");
}

#[test]
fn a_name_that_no_text_has_is_asked_for_table_by_table() {
    let status = case("04b-topicStatus-ExpiredTopic1.txt");
    let two = format!("{status}\n{}", status.replace("240 ", "250 "));
    let asked = read(&[&two], &Given::default());
    assert_eq!(asked.questions.iter().map(|q| q.wanted).collect::<Vec<_>>(), [Wanted::Topic, Wanted::Topic]);
    let given = |topics: &[&str]| Given {
        topics: topics.iter().map(ToString::to_string).collect(),
        ..Given::default()
    };
    assert_eq!(read(&[&two], &given(&["a"])).questions.len(), 1, "one answer is for one table");
    let mut cluster = read(&[&two], &given(&["a", "b"]));
    let rows = rows(&mut cluster);
    assert_eq!((rows[0].as_str(), rows[4].as_str()), ("a,0,240,240,,,,,,", "b,0,250,250,,,,,,"));
    let of_shell = format!("for t in a b; do mqadmin topicStatus -t $t; done\n{status}");
    assert_eq!(read(&[&of_shell], &Given::default()).questions.len(), 1, "$t is no name");
    let beside = read(&[&status, &case("35h-cat-json-with-prompt.txt")], &Given::default());
    assert_eq!(beside.questions[0].candidates, ["stock"]);
    let guessed = read(
        &[&case("06-session-reset-then-progress.txt").replace("-g refund_group\n", "\n")],
        &Given::default(),
    );
    assert!(guessed.questions.is_empty() && said(&guessed, "the group is taken to be refund_group"));
}

#[test]
fn the_tables_of_other_tools_are_read() {
    let kafka = "GROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID\n\
                 my.g            a.b             0          4               9               5               c-1\n";
    let mut cluster = read(&[kafka], &Given::default());
    assert_eq!(rows(&mut cluster), ["a_b,0,,9,my_g,4,,5,,"]);
    assert!(said(&cluster, "a . in Kafka's names is _ here"));
    let status = "queue\tminOffset\tmaxOffset\tlastUpdateTimeStamp\n\
                  MessageQueue [topic=T1, brokerName=b-a, queueId=0]\t3\t250\t2024-01-01 10:00:00\n\
                  MessageQueue [topic=T1, brokerName=b-a, queueId=1]\t0\t20\t\n";
    let mut cluster = read(&[status], &Given::default());
    assert_eq!(rows(&mut cluster), ["T1,0,3,250,,,,,,", "T1,1,0,20,,,,,,"]);
}

#[test]
fn a_groups_settings_are_those_of_its_broker() {
    let settings = r#"{"subscriptionGroupTable":{"stock_group":{"groupName":"stock_group","consumeEnable":false,
        "retryQueueNums":2,"retryMaxTimes":3,"consumeBroadcastEnable":true},"other":{"consumeEnable":false}}}"#;
    let mut cluster = read(&[settings, &case("35h-cat-json-with-prompt.txt")], &Given::default());
    assert!(said(&cluster, "stock_group: consumeEnable is false"), "{:#?}", cluster.remarks);
    assert!(!said(&cluster, "other"), "a group without offsets is not in the lab");
    let journal = cluster.to_scenario("", Profile::RocketMq53, EpochMs(0)).to_journal();
    let text = serde_json::to_string(&journal.entries).unwrap();
    assert!(
        text.contains(r#""set_group":{"group":"stock_group","retry_queues":2,"retry_max_times":3}"#),
        "{text}"
    );
}

#[test]
fn queues_of_several_brokers_keep_their_names() {
    let mut cluster = read(&[&case("21a-two-brokers-narrow.txt")], &Given::default());
    let timeline = lab(&mut cluster);
    let mut boards = boards(timeline.world());
    assert!(boards[0].lanes.iter().all(|lane| lane.name.is_none()), "a World does not know them");
    name_queues(&mut boards, &timeline.journal().entries);
    let names: Vec<String> = boards[0].lanes.iter().map(|lane| lane.label()).collect();
    assert_eq!(names, ["k7/0", "k7/1", "k7/2", "k9/0", "k9/1", "k9/2"]);
    let long = r#"{"import_queue":{"topic":"T","queue":0,"name":"NAME"}}"#.replace("NAME", &"n".repeat(256));
    let mut timeline = timeline;
    let refused = timeline.submit(serde_json::from_str(&long).unwrap(), &mut ());
    assert!(refused.is_err_and(|rejected| rejected.remark().contains("nnn")));
}

#[test]
fn a_lag_that_is_known_in_part_is_said_in_part() {
    let mut cluster = read(&[&case("33-status-and-progress.txt")], &Given::default());
    let group = actors(lab(&mut cluster).world()).groups.remove(0);
    assert_eq!((group.lag, group.known_lag), (None, Some((10, 2))));
    let mut cluster = read(&[&case("11-huge-lag.txt")], &Given::default());
    let group = actors(lab(&mut cluster).world()).groups.remove(0);
    assert_eq!(group.lag, Some(i64::MAX), "it stands for all that are greater, and never wraps");
}
