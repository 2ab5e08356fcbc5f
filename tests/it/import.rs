//! What real brokers and `mqadmin` wrote, read as a lab. Not here: what an imported queue then does
//! (`import_queue`).
//!
//! Invariant: the files of `tests/import` are as they were written by 4.9.7 and 5.3.3; those made up here say
//! what is wrong.

use offset_lab::engine::profile::Profile;
use offset_lab::engine::{EpochMs, VirtualTime};
use offset_lab::import::{Cluster, Given, Source, read_cluster};
use offset_lab::projection::boards;
use offset_lab::projection::table::csv;
use offset_lab::sim::{Scenario, Timeline};

fn real(version: &str, file: &str) -> String {
    let path = crate::root().join("tests/import").join(version).join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads texts with their file names.
fn read(files: &[(&str, &str)]) -> Cluster {
    let sources: Vec<Source<'_>> =
        files.iter().map(|&(name, text)| Source { name, subject: None, text }).collect();
    read_cluster(&sources, &Given::default())
}

/// The lab's table at its first instant, one line a group and queue.
fn table(cluster: &mut Cluster) -> Vec<String> {
    let scenario = cluster.to_scenario("a cluster", Profile::RocketMq53, EpochMs(1_800_000_000_000));
    let again =
        Scenario::parse(&serde_json::to_string(&scenario).unwrap()).expect("what is written can be read");
    let mut timeline = Timeline::from_journal(again.to_journal());
    for outcome in timeline.run_until(VirtualTime(0), &mut ()) {
        outcome.expect("nothing of an imported lab is refused");
    }
    timeline.world().check();
    csv(&boards(timeline.world())).lines().skip(1).map(str::to_string).collect()
}

fn remarks(cluster: &Cluster) -> Vec<String> {
    // Whose clock printed times is the matter of `import_variants`.
    let told = cluster.remarks.iter().map(ToString::to_string);
    told.filter(|words| !words.starts_with("times are taken to be of")).collect()
}

#[test]
fn the_real_files_of_both_versions_become_exactly_their_offsets() {
    for version in ["4.9.7", "5.3.3"] {
        let mut cluster = read(&[
            ("consumerProgress-GroupBilling.txt", &real(version, "09-consumerProgress-group-offline.txt")),
            ("progress.txt", &real(version, "10-consumerProgress-group-offline-audit.txt")),
            ("topicStatus-TopicPayments.txt", &real(version, "14-topicStatus-payments.txt")),
            ("topics.json", &real(version, "topics.json")),
        ]);
        assert_eq!(cluster.broker.as_deref(), Some("b"));
        let audit = if version == "4.9.7" {
            ["30,,37", "30,,27", "30,,17", "29,,8"]
        } else {
            ["60,,7", "50,,7", "40,,7", "30,,7"]
        };
        let orders = |queue: usize, max: i64, billing: &str| {
            [
                format!("TopicOrders,{queue},,{max},GroupAudit,{},,", audit[queue]),
                format!("TopicOrders,{queue},,{max},GroupBilling,{billing},,"),
            ]
        };
        let payments = |queue: usize, max: i64, progress: &str| {
            ["GroupAudit", "GroupBilling"]
                .map(|group| format!("TopicPayments,{queue},0,{max},{group},{progress},0,"))
        };
        let expected: Vec<String> = [
            [
                "%RETRY%GroupAudit,0,,4,GroupAudit,4,,0,,".to_string(),
                "%RETRY%GroupBilling,0,,4,GroupBilling,4,,0,,".to_string(),
            ],
            orders(0, 67, "60,,7"),
            orders(1, 57, "50,,7"),
            orders(2, 47, "40,,7"),
            orders(3, 37, "30,,7"),
            payments(0, 26, "24,,2"),
            payments(1, 22, "20,,2"),
            payments(2, 22, "20,,2"),
            payments(3, 21, "20,,1"),
        ]
        .into_iter()
        .flatten()
        .collect();
        assert_eq!(table(&mut cluster), expected, "{version}");
        assert!(cluster.remarks.iter().all(|remark| !remark.unread), "{:?}", remarks(&cluster));
    }
}

#[test]
fn a_brokers_own_file_alone_leaves_min_and_max_unknown() {
    for version in ["4.9.7", "5.3.3"] {
        let mut cluster = read(&[
            ("consumerOffset.json", &real(version, "consumerOffset.json")),
            ("topics.json", &real(version, "topics.json")),
        ]);
        let rows = table(&mut cluster);
        assert!(rows.contains(&"TopicOrders,0,,,GroupBilling,67,,,,".to_string()), "{rows:#?}");
        assert!(
            rows.iter().all(|row| row.split(',').nth(2) == Some("") && row.split(',').nth(3) == Some(""))
        );
        assert_eq!(rows.iter().any(|row| row.contains("GroupIdle,31")), version == "5.3.3");
        let text = cluster.to_scenario("", Profile::RocketMq53, EpochMs(0));
        assert!(text.text_in("en").contains("Min or Max of 11 queues is unknown"), "{}", text.text_in("en"));
        let beyond =
            remarks(&cluster).iter().any(|words| words.contains("offset 3 in queue 9 of TopicOrders"));
        assert_eq!(beyond, version == "5.3.3", "an offset of a queue that the topic does not have");
    }
}

#[test]
fn a_pasted_session_names_its_own_topics_and_groups() {
    let session = format!(
        "$ sh bin/mqadmin topicStatus -n ns:9876 -t TopicOrders\nRocketMQLog:WARN No appenders could be found\n{}\n\
         $ sh bin/mqadmin topicStatus -t TopicAlerts -n ns:9876\n{}\n\
         $ sh bin/mqadmin consumerProgress -g GroupFilter -n ns:9876\n{}",
        real("5.3.3", "06-topicStatus.txt"),
        real("5.3.3", "12-topicStatus-empty.txt"),
        real("5.3.3", "03-consumerProgress-group-clientip-online.txt"),
    );
    let mut cluster = read(&[("pasted text", &session)]);
    let rows = table(&mut cluster);
    assert!(rows.contains(&"TopicOrders,0,0,60,GroupFilter,60,,0,0,".to_string()), "{rows:#?}");
    assert!(rows.contains(&"TopicAlerts,0,0,0,,,,,,".to_string()), "{rows:#?}");
    assert!(cluster.remarks.iter().all(|remark| !remark.unread), "{:?}", remarks(&cluster));
}

#[test]
fn all_groups_at_once_come_from_broker_consume_stats() {
    let mut cluster = read(&[("stats.txt", &real("5.3.3", "43-brokerConsumeStats.txt"))]);
    let rows = table(&mut cluster);
    assert!(rows.contains(&"TopicOrders,3,,37,GroupFilter,30,,7,,".to_string()), "{rows:#?}");
    assert!(cluster.remarks.iter().all(|remark| !remark.unread), "{:?}", remarks(&cluster));
}

#[test]
fn whose_a_table_is_is_not_guessed() {
    let status = real("5.3.3", "06-topicStatus.txt");
    let cluster = read(&[("06-topicStatus.txt", &status)]);
    assert!(cluster.is_empty());
    assert!(remarks(&cluster)[0].starts_with("06-topicStatus.txt: line 1: whose status is this?"));
    // Without a retry topic in it, a progress has no group; its Max is still known.
    let progress = real("4.9.7", "09-consumerProgress-group-offline.txt").replace("%RETRY%", "X-RETRY-");
    let mut cluster = read(&[("progress.txt", &progress)]);
    assert!(table(&mut cluster).contains(&"TopicOrders,0,,67,,,,,,".to_string()));
    assert!(remarks(&cluster)[0].contains("whose progress is this?"), "{:?}", remarks(&cluster));
}

const STATUS: &str = "\
#Broker Name                      #QID  #Min Offset           #Max Offset             #Last Updated
b                                 0     5000000000            9000000000              2026-11-22 15:48:25,251
b                                 1     9223372036854775806   9223372036854775807     2026-11-22 15:48:24,700
";

#[test]
fn offsets_are_64_bits_wide_and_not_one_more() {
    let mut cluster = read(&[
        ("topicStatus-orders.txt", STATUS),
        (
            "consumerOffset.json",
            r#"{"offsetTable":{"orders@billing":{"0":8999999999,1:9223372036854775807}}}"#,
        ),
    ]);
    assert_eq!(
        table(&mut cluster),
        [
            "orders,0,5000000000,9000000000,billing,8999999999,,1,0,",
            "orders,1,9223372036854775806,9223372036854775807,billing,9223372036854775807,,0,0,",
        ]
    );
    let too_large = STATUS.replace("9223372036854775807", "9223372036854775808");
    let json = "{\"offsetTable\":{\n\"orders@billing\":{0:9223372036854775808,\n1:-1,64:5}}}";
    let cluster = read(&[("topicStatus-orders.txt", &too_large), ("consumerOffset.json", json)]);
    let words = remarks(&cluster);
    assert!(words[0].starts_with("topicStatus-orders.txt: line 3: no row"), "{words:#?}");
    assert!(
        words[1].starts_with("consumerOffset.json: line 2: 9223372036854775808 of orders@billing"),
        "{words:#?}"
    );
    assert!(words[2].starts_with("consumerOffset.json: line 3: -1 of orders@billing"), "{words:#?}");
    assert_eq!(words[3], "consumerOffset.json: line 3: queue 64 of orders: a lab has queues 0 to 63");
    assert_eq!(words.len(), 4, "{words:#?}");
}

#[test]
fn a_file_that_breaks_off_is_not_taken_for_a_whole_one() {
    let whole = real("5.3.3", "consumerOffset.json");
    for cut in [whole.len() - 1, whole.len() / 2, 40, 1] {
        let cluster = read(&[("consumerOffset.json", &whole[..cut])]);
        let line = whole[..cut].matches('\n').count() + 1;
        assert!(cluster.is_empty(), "cut at {cut}");
        let words = &remarks(&cluster)[0];
        assert!(words.starts_with(&format!("consumerOffset.json: line {line}: ")), "{cut}: {words}");
        assert!(words.contains("copy it again"), "{words}");
    }
    // A number at the very end of a text may have lost digits.
    let status =
        "$ mqadmin topicStatus -t orders\n#Broker Name #QID #Min Offset #Max Offset #Last Updated\nb 0 0 6";
    assert!(remarks(&read(&[("a", status)]))[0].contains("line 3: no row"));
    let mut cluster = read(&[("a", &format!("{status}\n"))]);
    assert_eq!(table(&mut cluster), ["orders,0,0,6,,,,,,"]);
}

#[test]
fn what_is_no_row_is_listed_with_its_line() {
    let text = STATUS.replace(
        "b                                 1 ",
        "some words\nand more of them\nb                                 1 ",
    );
    let cluster = read(&[("topicStatus-orders.txt", &text)]);
    assert_eq!(remarks(&cluster).len(), 1);
    assert_eq!(remarks(&cluster), ["topicStatus-orders.txt: 2 lines without numbers of queues passed over"]);
    let text = text.replace("some words\nand more of them", "b 0 7 7.5\nb 3 x");
    let words = remarks(&read(&[("topicStatus-orders.txt", &text)]));
    assert!(words[0].starts_with("topicStatus-orders.txt: line 3: no row"), "{words:?}");
    assert!(words[0].ends_with(" (and the lines to 4)"), "{words:?}");

    let wrong_diff = real("5.3.3", "10-consumerProgress-group-offline-audit.txt").replacen("67 ", "68 ", 1);
    let words = remarks(&read(&[("p", &wrong_diff)]));
    assert!(words[0].starts_with("p: line 3: no row"), "Diff tells that a number is wrong: {words:?}");

    let error = real("5.3.3", "13-topicStatus-missing.stderr.txt");
    let words = remarks(&read(&[("e", &error)]));
    assert!(words[0].contains("code 17: the name server knows no such topic"), "{words:?}");
    let words = remarks(&read(&[("all", &real("5.3.3", "04-consumerProgress-all-online.txt"))]));
    assert!(words.iter().any(|words| words.contains("this is all groups at once")), "{words:?}");
    for version in ["4.9.7", "5.3.3"] {
        let words = remarks(&read(&[("delayOffset.json", &real(version, "delayOffset.json"))]));
        assert!(words.iter().all(|words| words.contains("delayOffset.json? It isn't needed")), "{words:?}");
    }
    let words = remarks(&read(&[("x.json", "{\"a\":[1,{\"b\":null}]}")]));
    assert!(words[0].contains("neither an offsetTable"), "{words:?}");
    let words = remarks(&read(&[("deep.json", &"{\"a\":".repeat(5_000))]));
    assert!(words[0].contains("nests too deep"), "{words:?}");
    let broadcast = r#"{"offsetTable":{"T@G@broadcast":{0:7},"T@G":{0:7}}}"#;
    let mut cluster = read(&[("b", broadcast)]);
    assert!(remarks(&cluster)[0].contains("1 with @broadcast left out"), "{:?}", remarks(&cluster));
    assert_eq!(table(&mut cluster), ["T,0,,,G,7,,,,"]);
}

#[test]
fn a_file_of_two_megabytes_is_refused_before_it_is_read() {
    let large = STATUS.repeat(2 * 1_048_576 / STATUS.len() + 1);
    let cluster = read(&[("topicStatus-orders.txt", &large)]);
    assert!(cluster.is_empty());
    assert!(remarks(&cluster)[0].contains("bytes; at most 1048576 are read"), "{:?}", remarks(&cluster));
    // As many wrong lines as fit are no avalanche of remarks.
    let lines = "x\n\n".repeat(300_000);
    assert!(remarks(&read(&[("x", &lines)])).len() <= 201);
}

#[test]
fn a_lab_is_one_broker_and_no_larger_than_a_lab() {
    let two = format!("{STATUS}b-2 0 10 20 2026-11-22\n");
    let source = Source { name: "topicStatus-orders.txt", subject: None, text: &two };
    let mut first = read_cluster(&[source], &Given::default());
    assert!(remarks(&first)[0].starts_with("brokers b, b-2 are one lab here"), "{:?}", remarks(&first));
    assert_eq!(first.broker.as_deref(), Some("b, b-2"));
    assert_eq!(table(&mut first)[2], "orders,2,10,20,,,,,,");
    assert!(first.remarks.iter().all(|remark| !remark.unread), "{:?}", remarks(&first));
    let mut second = read_cluster(&[source], &Given { broker: Some("b-2".to_string()), ..Given::default() });
    assert_eq!(table(&mut second), ["orders,0,10,20,,,,,,"]);
    assert!(second.remarks.iter().all(|remark| !remark.unread), "{:?}", remarks(&second));

    let offsets: String = (0..70).map(|i| format!(r#","T{i}@g":{{0:1}}"#)).collect();
    let topics: String = (0..70).map(|i| format!(r#","T{i}":{{"readQueueNums":{}}}"#, 60 + i)).collect();
    let json = format!(r#"{{"offsetTable":{{{}}},"topicConfigTable":{{{}}}}}"#, &offsets[1..], &topics[1..]);
    let mut cluster = read(&[("both.json", &json)]);
    cluster.to_scenario("", Profile::RocketMq53, EpochMs(0));
    let words = remarks(&cluster);
    assert!(
        words.iter().any(|words| words.starts_with("6 topics left out: a lab has at most 64")),
        "{words:#?}"
    );
    assert!(words.iter().any(|words| words == "T20 has 80 queues: the lab has the first 64"), "{words:#?}");
}

#[test]
fn files_of_different_moments_are_put_together_and_said() {
    let older = STATUS.replace("9000000000", "8000000000");
    let progress = "#Topic #Broker Name #QID #Broker Offset #Consumer Offset #Diff #LastTime\n\
                    orders b 0 9000000000 0 9000000000 N/A\n";
    let json = r#"{"offsetTable":{"orders@billing":{1:9223372036854775806}}}"#;
    let mut cluster = read(&[
        ("topicStatus-orders.txt", STATUS),
        ("topicStatus-orders.txt", &older),
        ("consumerProgress-billing.txt", progress),
    ]);
    assert_eq!(table(&mut cluster)[0], "orders,0,5000000000,9000000000,billing,0,,9000000000,5000000000,");
    let words = remarks(&cluster);
    assert!(words[0].contains("consumerProgress prints 0 also for a group without an offset"), "{words:#?}");
    assert!(words[1].starts_with("Max of 1 queue differs"), "{words:#?}");
    // The broker's own file says that there is none.
    let mut cluster = read(&[("consumerProgress-billing.txt", progress), ("consumerOffset.json", json)]);
    assert_eq!(table(&mut cluster)[0], "orders,0,,9000000000,billing,,,,,");
}

/// Found by fuzzing: one more than the last queue is no number.
#[test]
fn a_queue_that_no_topic_can_have_is_said() {
    let text =
        "#Broker Name  #QID  #Min Offset  #Max Offset  #Last Updated\nb  9223372036854775807  0  7  -\n";
    let cluster = read(&[("topicStatus-orders.txt", text)]);
    assert!(
        remarks(&cluster).iter().any(|remark| remark.contains("9223372036854775807")),
        "{:?}",
        cluster.remarks
    );
}
