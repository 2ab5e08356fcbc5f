//! What people paste: every file of `tests/import/cases` through the command line. Not here: files as real
//! brokers wrote them (`import`).
//!
//! Invariant: each case says its exit code, the whole table, and words that must be said; nothing is said
//! twice.

use std::process::Command;

/// Files in `tests/import/cases` and options, exit code, rows of the table, words on stderr.
type Case = (&'static [&'static str], i32, &'static [&'static str], &'static [&'static str]);

/// The same three queues in every wrapping.
const SMS: &[&str] = &[
    "sms_tasks 0 unknown 612400 sms_group 612400 - 0 unknown",
    "sms_tasks 1 unknown 612212 sms_group 605001 - 7211 unknown",
    "sms_tasks 2 unknown 612500 sms_group 612500 - 0 unknown",
];
const STOCK: &[&str] = &[
    "%RETRY%stock_group 0 unknown unknown stock_group 3 - unknown unknown",
    "stock 0 unknown unknown stock_group 1500 - unknown unknown",
    "stock 1 unknown unknown stock_group 1512 - unknown unknown",
];
const PARCELS: &[&str] = &[
    "parcelTopic 0 0 50 parcelGroup 40 - 10 0",
    "parcelTopic 1 100 151 parcelGroup 140 - 11 0",
    "parcelTopic 2 200 252 parcelGroup 240 - 12 0",
    "parcelTopic 3 300 353 parcelGroup 340 - 13 0",
];
const SETTLEMENT: &[&str] = &[
    "%RETRY%settlement_reconciliation_daily_group 0 unknown 5 settlement_reconciliation_daily_group 5 - 0 unknown",
    "settlement_reconciliation_channe-1 0 unknown 1000 settlement_reconciliation_daily_group 990 - 10 unknown",
    "settlement_reconciliation_channe-1 1 unknown 1001 settlement_reconciliation_daily_group 1001 - 0 unknown",
    "settlement_reconciliation_channe-2 0 unknown 20 settlement_reconciliation_daily_group 3 - 17 unknown",
    "settlement_reconciliation_channe-2 1 unknown 22 settlement_reconciliation_daily_group 22 - 0 unknown",
];
const LOANS: &[&str] = &[
    "%RETRY%LoanPopGroup_LoanTopic 0 unknown 3 LoanPopGroup 3 - 0 unknown",
    "%RETRY%LoanPopGroup_LoanTopic2 0 unknown 3 LoanPopGroup 1 - 2 unknown",
    "LoanTopic 0 unknown 0 LoanPopGroup 0 - 0 unknown",
    "LoanTopic 1 unknown 0 LoanPopGroup 0 - 0 unknown",
    "LoanTopic 2 unknown 7 LoanPopGroup 5 - 2 unknown",
    "LoanTopic 3 unknown 1 LoanPopGroup 1 - 0 unknown",
    "LoanTopic2 0 unknown 4 LoanPopGroup 4 - 0 unknown",
    "LoanTopic2 1 unknown 0 LoanPopGroup 0 - 0 unknown",
];
const PUSH_LATER: &[&str] = &[
    "%RETRY%push_group 0 unknown unknown push_group 12 - unknown unknown",
    "push 0 unknown unknown push_group 43950 - unknown unknown",
    "push 1 unknown unknown push_group 43820 - unknown unknown",
];

#[rustfmt::skip]
const SESSIONS: &[Case] = &[
    (&["01-two-snapshots-3x.txt"], 0, &[
        "%RETRY%syncWalletConsumerGroup 0 unknown 0 syncWalletConsumerGroup 0 - 0 unknown",
        "syncWalletTopic 0 unknown 0 syncWalletConsumerGroup 0 - 0 unknown",
        "syncWalletTopic 1 unknown 0 syncWalletConsumerGroup 0 - 0 unknown",
        "syncWalletTopic 2 unknown 0 syncWalletConsumerGroup 0 - 0 unknown",
        "syncWalletTopic 3 unknown 0 syncWalletConsumerGroup 0 - 0 unknown",
    ], &["line 16: 1 table before of syncWalletConsumerGroup replaced", "3 lines without numbers of queues passed over", "mqadmin 3.x", "rocketmq-3.2"]),
    (&["06-session-reset-then-progress.txt"], 0, &[
        "%RETRY%refund_group 0 unknown 2 refund_group 2 - 0 unknown",
        "refund 0 unknown 40 refund_group 39 - 1 unknown", "refund 1 unknown 40 refund_group 39 - 1 unknown",
        "refund 2 unknown 41 refund_group 40 - 1 unknown", "refund 3 unknown 39 refund_group 38 - 1 unknown",
    ], &["1 table of another command passed over", "mqadmin 4.9.0 to 4.9.2"]),
    (&["06b-session-reset-now-5x.txt"], 0, &[
        "refund 0 unknown 40 refund_group 40 - 0 unknown", "refund 1 unknown 40 refund_group 40 - 0 unknown",
        "refund 2 unknown 41 refund_group 41 - 0 unknown", "refund 3 unknown 39 refund_group 39 - 0 unknown",
    ], &["1 table of another command passed over", "mqadmin 5.x", "rocketmq-5.3"]),
    (&["12a-pop-table-without-command.txt"], 2, &[], &["give --group LoanPopGroup\n"]),
    (&["12a-pop-table-without-command.txt", "--group", "LoanPopGroup"], 0, LOANS, &[]),
    (&["12b-pop-note-with-comments.txt"], 0, &[
        "%DLQ%LoanPopGroup 0 0 2", "%DLQ%LoanPopGroup 1 0 0",
        "%RETRY%LoanPopGroup_LoanTopic 0 unknown 3 LoanPopGroup 3 - 0 unknown",
        "%RETRY%LoanPopGroup_LoanTopic2 0 unknown 3 LoanPopGroup 1 - 2 unknown",
        "LoanTopic 0 0 0 LoanPopGroup 0 - 0 0", "LoanTopic 1 0 0 LoanPopGroup 0 - 0 0",
        "LoanTopic 2 0 7 LoanPopGroup 5 - 2 0", "LoanTopic 3 0 1 LoanPopGroup 1 - 0 0",
        "LoanTopic2 0 unknown 4 LoanPopGroup 4 - 0 unknown", "LoanTopic2 1 unknown 0 LoanPopGroup 0 - 0 unknown",
    ], &[]),
    (&["17-session-consumerStatus.txt"], 0, &[
        "%RETRY%push_ios_group 0 unknown 0 push_ios_group 0 - 0 unknown",
        "push_ios 0 unknown 700123 push_ios_group 700123 - 0 unknown",
        "push_ios 1 unknown 699981 push_ios_group 655002 - 44979 unknown",
        "push_ios 2 unknown 700400 push_ios_group 700400 - 0 unknown",
        "push_ios 3 unknown 700077 push_ios_group 700076 - 1 unknown",
    ], &["2 tables of another command passed over"]),
    (&["18a-names-cut-at-32.txt"], 0, SETTLEMENT, &["cut at 32 characters (mqadmin up to 4.9.2 at 32", "stands for 2 topics"]),
    (&["18b-names-cut-no-command.txt"], 2, &[], &["retry topic %RETRY%settlement_reconciliation is cut", "give --group NAME"]),
    (&["18b-names-cut-no-command.txt", "--group", "settlement_reconciliation_daily_group"], 0, SETTLEMENT, &["cut at 32"]),
    (&["19a-root-lowercase-comments.txt"], 0, PARCELS, &[]),
    (&["19b-root-prompt.txt"], 0, PARCELS, &[]),
    (&["20a-docker-exec-t.txt"], 0, &["Ledger-6 0 0 6006", "Ledger-6 1 0 0"], &[]),
    (&["20b-kubectl-continuation.txt"], 0, &["ledger-events 0 10 90 ledger-group 80 - 10 0", "ledger-events 1 11 91 ledger-group 91 - 0 0"], &[]),
    (&["24a-powershell-utf16le.txt"], 0, &["TopicWin 0 0 5", "TopicWin 1 0 6", "TopicWin 2 0 7", "TopicWin 3 0 8"], &[]),
    (&["35a-hard-wrapped-120.txt"], 0, SMS, &[]),
    (&["35b-ansi-grep-colour.txt"], 0, SMS, &[]),
    (&["35c-markdown-fence.md"], 0, SMS, &["2 lines without numbers of queues passed over"]),
    (&["35h-cat-json-with-prompt.txt"], 0, STOCK, &[]),
    (&["35k-stack-trace-only.txt"], 1, &[], &["code 17", "consumerProgress without -g"]),
    (&["35l-all-groups.txt"], 1, &[], &["consumerProgress -g GROUP", "sms_group, LoanPopGroup_LoanTopic"]),
    (&["37-reset-lines-from-tutorials.txt"], 1, &[], &[
        "-s -1: to Max", "-s 0: to Min", "-s -3600000: no time ago: 4.9 goes to the oldest message, 5.2 and later to Max",
        "-s 2024-01-01 00:00:00:000: does nothing at all", "-s 2024-01-01#00:00:00: does nothing at all",
        "-s 2024-01-01#00:00:00:000: 4.9 goes to the nearest", "-s now: to Max", "-o 0: does nothing at all",
    ]),
];

#[rustfmt::skip]
const TABLES: &[Case] = &[
    (&["02-negative-diff-4.8.txt"], 0, &[
        "%RETRY%canal_bill_group 0 unknown 0 canal_bill_group 0 - 0 unknown",
        "canal_bill 0 unknown 1204533 canal_bill_group 216954077 - -215749544 unknown",
        "canal_bill 1 unknown 1198820 canal_bill_group 216801995 - -215603175 unknown",
        "canal_bill 2 unknown 1201402 canal_bill_group 216909930 - -215708528 unknown",
    ], &["3 offsets of consumers are beyond Max", "4.0 to 4.9.3 at 0 where Min is 0", "mqadmin 4.2 to 4.8", "rocketmq-4.8"]),
    (&["03-topicStatus-invoice_event.txt", "03-consumerOffset.json"], 0, &[
        "%RETRY%ledger_group 0 unknown unknown ledger_group 14 - unknown unknown",
        "invoice_event 0 0 48119 ledger_group 48120 - -1 0", "invoice_event 1 0 48122 ledger_group 48123 - -1 0",
        "invoice_event 2 0 48140 ledger_group 48141 - -1 0", "invoice_event 3 0 48133 ledger_group 48133 - 0 0",
    ], &["3 offsets of consumers are beyond Max"]),
    (&["04-topicStatus-ExpiredTopic1.txt"], 2, &[], &["whose status is this?", "give --topic NAME"]),
    (&["ExpiredTopic1=04-topicStatus-ExpiredTopic1.txt"], 0, &["ExpiredTopic1 0 0 240", "ExpiredTopic1 1 0 240", "ExpiredTopic1 2 0 240", "ExpiredTopic1 3 0 240"], &[]),
    (&["04b-topicStatus-ExpiredTopic1.txt", "--topic", "ExpiredTopic1"], 0, &["ExpiredTopic1 0 240 240", "ExpiredTopic1 1 240 240", "ExpiredTopic1 2 240 240", "ExpiredTopic1 3 240 240"], &[]),
    (&["05-min-above-max.txt"], 0, &["neverUsedBefore 0 0 0", "neverUsedBefore 1 unknown unknown", "neverUsedBefore 2 0 37", "neverUsedBefore 3 0 0"],
        &["Min is above Max in queue neverUsedBefore/1 (Min 1184, Max 0)", "truncated"]),
    (&["11-huge-lag.txt"], 0, &[
        "metering 0 unknown 931204477001230000 huge_delay_group 0 - 931204477001230000 unknown", "metering 1 unknown 931204477001230007 huge_delay_group 1 - 931204477001230006 unknown",
        "metering 2 unknown 931204477001230014 huge_delay_group 2 - 931204477001230012 unknown", "metering 3 unknown 931204477001230021 huge_delay_group 3 - 931204477001230018 unknown",
        "metering 4 unknown 931204477001230028 huge_delay_group 4 - 931204477001230024 unknown", "metering 5 unknown 931204477001230035 huge_delay_group 5 - 931204477001230030 unknown",
        "metering 6 unknown 931204477001230042 huge_delay_group 6 - 931204477001230036 unknown", "metering 7 unknown 931204477001230049 huge_delay_group 7 - 931204477001230042 unknown",
        "metering 8 unknown 931204477001230056 huge_delay_group 8 - 931204477001230048 unknown", "metering 9 unknown 931204477001230063 huge_delay_group 9 - 931204477001230054 unknown",
        "metering 10 unknown 931204477001230070 huge_delay_group 10 - 931204477001230060 unknown", "metering 11 unknown 931204477001230077 huge_delay_group 11 - 931204477001230066 unknown",
        "metering 12 unknown 9223372036854775807 huge_delay_group 0 - 9223372036854775807 unknown",
    ], &["2 offsets of consumers are 0"]),
    (&["14-broadcasting-zero.txt"], 0, &[
        "gps 0 unknown 1651200341 go_sim_group 0 - 1651200341 unknown", "gps 1 unknown 1651944820 go_sim_group 0 - 1651944820 unknown",
        "gps 2 unknown 1650017733 go_sim_group 0 - 1650017733 unknown", "gps 3 unknown 1652306112 go_sim_group 0 - 1652306112 unknown",
    ], &["4 offsets of consumers are 0", "broadcasting"]),
    (&["21a-two-brokers-narrow.txt"], 0, &["greetings k7/0 0 4", "greetings k7/1 0 5", "greetings k7/2 0 6", "greetings k9/0 0 11", "greetings k9/1 0 12", "greetings k9/2 0 13"],
        &["brokers k7, k9 are one lab here", "broker/queue"]),
    (&["21a-two-brokers-narrow.txt", "--broker", "k9"], 0, &["greetings 0 0 11", "greetings 1 0 12", "greetings 2 0 13"], &["3 rows of broker k7 left out"]),
    (&["21a-two-brokers-narrow.txt", "03-consumerOffset.json"], 2, &[], &["of which broker is this file?", "give --broker k7 or k9"]),
    (&["22-static-topic.txt"], 0, &[
        "%RETRY%static_sub 0 unknown 0 static_sub 0 - 0 unknown", "static_orders 0 unknown 2310 static_sub 2300 - 10 unknown",
        "static_orders 1 unknown 1990 static_sub 1990 - 0 unknown", "static_orders 2 unknown 2005 static_sub 0 - 2005 unknown",
    ], &["logical queues"]),
    (&["23a-dashboard-consume-detail.txt"], 0, &[
        "%RETRY%coupon_group 0 unknown 0 coupon_group 0 - 0 unknown", "coupon 0 unknown 520 coupon_group 515 - 5 unknown",
        "coupon 1 unknown 518 coupon_group 510 - 8 unknown", "coupon 2 unknown 530 coupon_group 530 - 0 unknown", "coupon 3 unknown 0 coupon_group 0 - 0 unknown",
    ], &[]),
    (&["25a-kafka-describe-old.txt"], 0, &["store-events 0 unknown 31877 indexer 31877 - 0 unknown", "store-events 1 unknown 310 indexer - - - unknown"],
        &["the rules stay RocketMQ's", "auto.offset.reset"]),
    (&["27-new-group-two-masters.txt"], 0, &[
        "trade_log broker-a/0 0 500000", "trade_log broker-a/1 0 500001", "trade_log broker-a/2 0 500002", "trade_log broker-a/3 0 500003",
        "trade_log broker-b/0 731 520000", "trade_log broker-b/1 731 520001", "trade_log broker-b/2 731 520002", "trade_log broker-b/3 731 520003",
    ], &["brokers broker-a, broker-b are one lab here", "begins at Max, but at 0 where the queue still begins at 0"]),
];

#[rustfmt::skip]
const FILES: &[Case] = &[
    (&["13-consumerOffset-pop-v2.json"], 0, &[
        "%RETRY%payGroup+orders 0 unknown unknown payGroup 41 - unknown unknown",
        "%RETRY%payGroup_orders 0 unknown unknown payGroup 7 - unknown unknown",
        "orders 0 unknown unknown payGroup 1203 - unknown unknown", "orders 1 unknown unknown payGroup 1198 - unknown unknown",
        "orders 2 unknown unknown payGroup 1201 - unknown unknown", "orders 3 unknown unknown payGroup 1200 - unknown unknown",
    ], &["1 with @broadcast left out", "1 of CID_RMQ_SYS_ groups left out"]),
    (&["15-lmqConsumerOffset.json"], 0, &["dev_parent 0 unknown unknown bridge_group 310 - unknown unknown", "dev_parent 1 unknown unknown bridge_group 305 - unknown unknown"],
        &["2 LMQ offsets left out"]),
    (&["16a-consumerOffset-old-tail.json"], 1, &[], &["end of an older and longer text", "consumerOffset.json.bak"]),
    (&["16b-consumerOffset-nul.json"], 1, &[], &["only NULs", "consumerOffset.json.bak"]),
    (&["16d-consumerOffset-empty.json"], 1, &[], &["empty", "consumerOffset.json.bak"]),
    (&["35h-cat-json-with-prompt.txt", "16d-consumerOffset-empty.json"], 1, STOCK, &["16d-consumerOffset-empty.json: this is empty"]),
    (&["24c-consumerOffset-bom-crlf.json"], 0, &[
        "TopicWin 0 unknown unknown GroupWin 5 - unknown unknown", "TopicWin 1 unknown unknown GroupWin 6 - unknown unknown",
        "TopicWin 2 unknown unknown GroupWin 7 - unknown unknown", "TopicWin 3 unknown unknown GroupWin 8 - unknown unknown",
    ], &[]),
    (&["26a-delayOffset.json"], 1, &[], &["It isn't needed: it says how far"]),
    (&["28-consumerOffset.json", "28-topicStatus-feed.txt"], 0, &[
        "%RETRY%feed_group 0 unknown unknown feed_group 0 - unknown unknown",
        "feed 0 0 9000 feed_group 8800 - 200 0", "feed 1 0 9001 feed_group 8801 - 200 0", "feed 2 0 9002 feed_group 8802 - 200 0", "feed 3 0 9003 feed_group 8803 - 200 0",
        "feed 4 120 4004 feed_group - - - 0", "feed 5 120 4005 feed_group - - - 0", "feed 6 120 4006 feed_group - - - 0", "feed 7 120 4007 feed_group - - - 0",
    ], &["feed_group in feed: 4 (Max), 5 (Max), 6 (Max), 7 (Max)"]),
    (&["29a-offsets.json"], 1, &[], &["a broadcasting client's own offsets.json, with 2 queues of digest"]),
    (&["30a-master-consumerOffset.json", "30b-slave-consumerOffset.json"], 0, PUSH_LATER, &["30a-master-consumerOffset.json: its offsets are left out", "5820 messages lie between"]),
    (&["30b-slave-consumerOffset.json", "30a-master-consumerOffset.json"], 0, PUSH_LATER, &["5820 messages lie between"]),
    (&["33-topics.json", "33-consumerOffset.json", "33-status-and-progress.txt"], 0, &[
        "draining 0 0 30 sorter 30 - 0 0", "draining 1 0 31 sorter 31 - 0 0", "draining 2 0 9 sorter 4 - 5 0", "draining 3 0 8 sorter 8 - 0 0",
        "shrinking 0 0 70 sorter 70 - 0 0", "shrinking 1 0 71 sorter 66 - 5 0",
    ], &["draining can be read in 4 queues and written in 2", "shrinking can be read in 2 queues and written in 4", "can't be pulled"]),
];

fn check((arguments, code, rows, words): &Case) {
    let done = Command::new(env!("CARGO_BIN_EXE_offset-lab"))
        .arg("import")
        .args(*arguments)
        .current_dir(crate::root().join("tests/import/cases"))
        .output()
        .expect("the program starts");
    let [out, err] = [done.stdout, done.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
    assert_eq!(done.status.code(), Some(*code), "{arguments:?}\n{err}");
    let of_line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let found: Vec<String> = out.lines().skip(1).map(of_line).collect();
    assert_eq!(found, *rows, "{arguments:?}\n{err}");
    for words in *words {
        assert!(err.contains(words), "{arguments:?} does not say {words:?}:\n{err}");
    }
    let said: Vec<&str> = err.lines().collect();
    assert!(said.iter().enumerate().all(|(i, line)| !said[..i].contains(line)), "{arguments:?}\n{err}");
    assert_eq!(
        *code == 1 && !rows.is_empty(),
        err.contains("not read: ") && *code != 2 && !out.is_empty(),
        "{err}"
    );
}

#[test]
fn what_terminals_and_notes_have_is_read_whatever_stands_around_it() {
    SESSIONS.iter().for_each(check);
}

#[test]
fn every_table_comes_out_with_its_numbers() {
    TABLES.iter().for_each(check);
}

#[test]
fn brokers_files_are_read_and_their_damage_is_named() {
    FILES.iter().for_each(check);
}

#[test]
fn every_file_of_the_cases_is_used() {
    let used: Vec<&str> = [SESSIONS, TABLES, FILES]
        .iter()
        .flat_map(|cases| cases.iter())
        .flat_map(|(arguments, ..)| arguments.iter())
        .map(|argument| argument.rsplit('=').next().unwrap_or(argument))
        .collect();
    for entry in std::fs::read_dir(crate::root().join("tests/import/cases")).unwrap() {
        let name = entry.unwrap().file_name();
        assert!(used.iter().any(|used| **used == name), "{name:?}");
    }
}
