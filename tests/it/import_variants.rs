//! One night's tables in whatever shape they reach a chat: prompts, containers, pages, mail, terminals of any
//! width. Not here: what people really pasted (`import_cases`), and files of brokers (`import`).
//!
//! Invariant: a shape gives the same numbers, or something is said to be missing; never a wrong lab without a
//! word.

use offset_lab::engine::profile::Profile;
use offset_lab::engine::{EpochMs, VirtualTime};
use offset_lab::import::{Cluster, Given, Source, read_cluster};
use offset_lab::projection::table::csv;
use offset_lab::projection::{boards, name_queues};
use offset_lab::sim::{Command, Timeline};

const STATUS: &str = "\
#Broker Name                      #QID  #Min Offset           #Max Offset             #Last Updated
broker-a                          0     100                   1500                    2026-11-04 10:00:00,120
broker-a                          1     101                   1512                    2026-11-04 10:00:01,007
broker-b                          0     0                     930                     2026-11-04 10:00:02,300
";

fn progress() -> String {
    let column = |words: &[&str]| -> String {
        let widths = [66, 34, 6, 22, 22, 22, 22, 22];
        let padded = words.iter().zip(widths).map(|(word, width)| format!("{word:width$}"));
        padded.chain(words.last().map(ToString::to_string)).collect::<String>() + "\n"
    };
    let mut text = column(&[
        "#Topic",
        "#Broker Name",
        "#QID",
        "#Broker Offset",
        "#Consumer Offset",
        "#Client IP",
        "#Diff",
        "#Inflight",
        "#LastTime",
    ]);
    for row in [
        ["%RETRY%pay_group", "broker-a", "0", "3", "3", "10.1.1.7", "0", "0", "2026-11-04 09:58:00"],
        ["pay_orders", "broker-a", "0", "1500", "1490", "10.1.1.7", "10", "0", "2026-11-04 09:59:58"],
        ["pay_orders", "broker-a", "1", "1512", "1512", "10.1.1.8", "0", "0", "2026-11-04 10:00:01"],
        ["pay_orders", "broker-b", "0", "930", "900", "10.1.1.8", "30", "2", "2026-11-04 09:59:40"],
    ] {
        text += &column(&row);
    }
    text + "\nConsume TPS: 0.05\nConsume Diff Total: 40\nConsume Inflight Total: 2\n"
}

/// Both commands behind this prompt.
fn session(before: &str, tool: &str) -> String {
    format!(
        "{before}{tool} topicStatus -n ns:9876 -t pay_orders\n{STATUS}\n{before}{tool} consumerProgress -n ns:9876 -g \
         pay_group\n{}",
        progress()
    )
}

fn read(text: &str) -> Cluster {
    read_cluster(&[Source { name: "pasted", subject: None, text }], &Given::default())
}

fn rows(cluster: &mut Cluster) -> Vec<String> {
    let scenario = cluster.to_scenario("", Profile::RocketMq53, EpochMs(1_800_000_000_000));
    let mut timeline = Timeline::from_journal(scenario.to_journal());
    for outcome in timeline.run_until(VirtualTime(0), &mut ()) {
        outcome.expect("nothing of an imported lab is refused");
    }
    let mut boards = boards(timeline.world());
    name_queues(&mut boards, &scenario.to_journal().entries);
    csv(&boards).lines().skip(1).map(str::to_string).collect()
}

fn each_line(text: &str, change: impl Fn(&str) -> String) -> String {
    text.lines().map(|line| change(line) + "\n").collect()
}

/// A line's cells: what is between two blanks or more.
fn cells(line: &str) -> Vec<&str> {
    line.split("  ").map(|cell| cell.trim().trim_start_matches('#')).filter(|cell| !cell.is_empty()).collect()
}

fn markdown(table: &str) -> String {
    let table = table.split("\n\n").next().unwrap_or_default();
    let mut lines: Vec<String> =
        table.lines().map(|line| format!("| {} |", cells(line).join(" | "))).collect();
    lines.insert(1, "|---|:--|--:|".to_string());
    lines.join("\n") + "\n"
}

fn in_cells(text: &str, between: &str) -> String {
    each_line(text, |line| if line.contains("   ") { cells(line).join(between) } else { line.to_string() })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('>', "&gt;").replace('%', "&#37;").replace("  ", "&nbsp; ")
}

fn shapes() -> Vec<(&'static str, String)> {
    let base = session("[root@mq bin]# ", "sh mqadmin");
    let each = |before: &str| each_line(&base, |line| format!("{before}{line}"));
    let (status, progress) = (STATUS, progress());
    vec![
        ("PowerShell", session("PS C:\\rocketmq\\bin> ", ".\\mqadmin.cmd")),
        ("cmd", session("C:\\rocketmq\\bin>", "mqadmin.cmd").replace('\n', "\r\n")),
        ("crictl", session("root@node1:~# crictl exec -it 3f4c1d2a ", "./mqadmin")),
        ("docker compose", session("$ docker compose exec -T broker ", "sh mqadmin")),
        ("sudo", session("ops@mq1:~$ sudo -u rocketmq ", "/opt/rocketmq/bin/mqadmin")),
        ("an alias", session("$ ", "mqa")),
        (
            "within quotes",
            format!(
                "$ kubectl exec -it -n mq pay-0 -c broker -- sh -c './mqadmin topicStatus -n ns:9876 -t pay_orders'\n\
                 {status}$ ssh -t mq1 \"mqadmin consumerProgress -g pay_group -n ns:9876\"\n{progress}"
            ),
        ),
        (
            "quotation marks of a text program",
            session("", "mqadmin").replace("pay_orders\n", "“pay_orders”\n"),
        ),
        ("tabs", in_cells(&base, "\t")),
        ("commas", in_cells(&base, ",")),
        (
            "Markdown",
            format!(
                "topicStatus -t pay_orders\n\n{}\nconsumerProgress -g pay_group\n\n{}",
                markdown(status),
                markdown(&progress)
            ),
        ),
        ("HTML", escaped(&base)),
        ("blanks of a page", base.replace("  ", "\u{a0}\u{a0}")),
        ("a quotation", each("> ")),
        ("a quotation of one", each("> > ")),
        ("a tight quotation", each(">")),
        ("a change", each("+")),
        ("times of a container's log", each("2026-11-30T12:00:00.123Z ")),
        ("times in brackets", each("[12:00:01] ")),
        ("a logger's times", each("2026-11-30 12:00:00,123 INFO  ")),
        ("k9s", each_line(&base, |line| format!("│ {line:240} │"))),
        ("a box", each_line(&base, |line| format!("┃{line}┃"))),
        ("stern", each("pay-broker-0 › broker │ ")),
        ("a fence in the command's line", format!("alice  12:01 PM\n```{base}```\nwhat is the lag?\n")),
        ("a wiki", format!("{{code:bash}}\n{base}{{code}}\n")),
        ("indented", each("    ")),
        ("Chinese around it", format!("积压了，帮忙看下：\n{base}\n消费不动了 help!\n")),
    ]
}

#[test]
fn whatever_shape_a_table_comes_in_its_numbers_are_the_same() {
    let wanted = rows(&mut read(&session("[root@mq bin]# ", "sh mqadmin")));
    assert_eq!(wanted[1], "pay_orders,0,100,1500,pay_group,1490,,10,0,");
    for (shape, text) in shapes() {
        let mut cluster = read(&text);
        assert!(cluster.questions.is_empty(), "{shape}: {:#?}", cluster.remarks);
        assert_eq!(rows(&mut cluster), wanted, "{shape}: {:#?}\n{text}", cluster.remarks);
        assert!(cluster.remarks.iter().all(|remark| !remark.unread), "{shape}: {:#?}", cluster.remarks);
    }
}

#[test]
fn lines_that_any_terminal_has_broken_give_the_same_numbers_or_a_word() {
    let base = session("[root@mq bin]# ", "sh mqadmin");
    let wanted = rows(&mut read(&base));
    let mut whole = 0;
    for width in 40..=230 {
        for is_trimmed in [false, true] {
            let fold = |line: &str| {
                let letters: Vec<char> = line.chars().collect();
                let parts = letters.chunks(width).map(|part| part.iter().collect::<String>());
                parts
                    .map(|part| if is_trimmed { part.trim_end().into() } else { part })
                    .collect::<Vec<_>>()
                    .join("\n")
            };
            let mut cluster = read(&each_line(&base, fold));
            let is_said = !cluster.questions.is_empty() || cluster.remarks.iter().any(|remark| remark.unread);
            let is_same = rows(&mut cluster) == wanted;
            assert!(is_same || is_said, "{width}, trimmed: {is_trimmed}: {:#?}", cluster.remarks);
            whole += u32::from(is_same);
        }
    }
    assert!(whole > 360, "nearly all of 382 are whole: {whole}");
}

#[test]
fn a_text_that_breaks_off_anywhere_gives_no_number_that_is_not_in_it() {
    let base = session("", "mqadmin");
    let wanted = rows(&mut read(&base));
    let known = |row: &str| wanted.iter().any(|whole| whole == row);
    for end in (0..base.len()).rev().step_by(3) {
        let mut cluster = read(&base[..end]);
        if !cluster.questions.is_empty() || cluster.is_empty() {
            continue;
        }
        for row in rows(&mut cluster) {
            let cells: Vec<&str> = row.split(',').collect();
            let same = wanted.iter().find(|whole| whole.starts_with(&format!("{},{},", cells[0], cells[1])));
            let whole: Vec<&str> = same.map(|whole| whole.split(',').collect()).unwrap_or_default();
            // One broker so far has queues without its name.
            let is_part = cells[1].len() == 1
                || cells.iter().zip(&whole).all(|(cell, whole)| cell.is_empty() || cell == whole);
            assert!(known(&row) || is_part, "cut at {end}: {row}\n{:#?}", cluster.remarks);
        }
    }
}

#[test]
fn kafkas_tables_are_read_with_their_group_first_and_with_newer_columns() {
    let all = "\
GROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID     HOST            CLIENT-ID
audit           pay-orders      0          120             130             10              -               -               -
audit           pay-orders      1          -               44              -               -               -               -
";
    assert_eq!(
        rows(&mut read(all))[..2],
        ["pay-orders,0,,130,audit,120,,10,,", "pay-orders,1,,44,audit,,,,,"]
    );
    let newer = "\
kafka-consumer-groups --describe --group bill --offsets --verbose
TOPIC   PARTITION  CURRENT-OFFSET LEADER-EPOCH  LOG-END-OFFSET  LAG  CONSUMER-ID HOST CLIENT-ID
orders  0          130            -             135             5    -           -    -
";
    assert_eq!(rows(&mut read(newer)), ["orders,0,,135,bill,130,,5,,"]);
}

/// The times of each imported queue: milliseconds, from, to.
fn times(cluster: &mut Cluster) -> Vec<Vec<(i64, i64, i64)>> {
    let scenario = cluster.to_scenario("", Profile::RocketMq53, EpochMs(0));
    let of = |command: Command| {
        let Command::ImportQueue { times, .. } = command else { return None };
        Some(times.iter().map(|bound| (bound.at_ms.0, bound.from.0, bound.to.0)).collect())
    };
    scenario.journal.into_iter().filter_map(|entry| of(entry.command)).collect()
}

#[test]
fn store_times_are_kept_by_the_clock_that_printed_them() {
    /// 2026-11-04 10:00:00 UTC.
    const TEN: i64 = 1_793_786_400_000;
    let text = session("$ ", "mqadmin");
    let told =
        |cluster: &Cluster, words: &str| cluster.remarks.iter().any(|remark| remark.words.en.contains(words));
    let mut cluster = read(&text);
    assert!(told(&cluster, "taken to be of UTC+00:00"), "{:#?}", cluster.remarks);
    let found = times(&mut cluster);
    assert_eq!(found[0], [], "its Min is unknown");
    // The message before the consumer offset, to the second; the one before Max, to the millisecond.
    let expected = [
        (TEN - 2_000, 100, 1_489),
        (TEN - 1_000, 1_490, 1_500),
        (TEN + 120, 100, 1_499),
        (TEN + 121, 1_500, 1_500),
    ];
    assert_eq!(found[1], expected);
    let scenario = cluster.to_scenario("", Profile::RocketMq53, EpochMs(0));
    assert_eq!(scenario.start_ms, EpochMs(TEN + 2_301), "every message was stored by then");

    let reset = "rollback consumer offset by specified consumerGroup[g], topic[t], force[true], \
                 timestamp(string)[2022-12-21#10:00:00:000], timestamp(long)[1671588000000]\n";
    for (what, ahead) in [("UTC+08:00\n", 8.0), ("UTC-3\n", -3.0), ("GMT+05:30\n", 5.5), (reset, 8.0)] {
        let mut cluster = read(&[what, &text].concat());
        assert!(!told(&cluster, "taken to be of"), "{what}");
        assert_eq!(times(&mut cluster)[1][2].0, TEN + 120 - (ahead * 3_600_000.0) as i64, "{what}");
    }
    let given = Given { zone: Some(-60), ..Given::default() };
    let mut cluster = read_cluster(&[Source { name: "", subject: None, text: &text }], &given);
    assert!(told(&cluster, "taken to be of UTC-01:00"), "{:#?}", cluster.remarks);
    assert_eq!(times(&mut cluster)[1][2].0, TEN + 120 + 3_600_000);
}

#[test]
fn times_that_contradict_each_other_are_left_out_and_named() {
    let text = session("$ ", "mqadmin").replace("2026-11-04 09:59:58", "2026-11-04 10:07:00");
    let mut cluster = read(&text);
    let found = times(&mut cluster);
    assert_eq!((found[1].len(), found[2].len()), (0, 4));
    let remark = cluster.remarks.iter().find(|remark| remark.words.en.contains("contradict each other"));
    assert!(remark.is_some_and(|remark| remark.words.en.contains("broker-a/0")), "{:#?}", cluster.remarks);
}

#[test]
fn what_is_said_is_said_in_chinese_too() {
    let mut cluster = read(&session("$ ", "mqadmin").replace("1490 ", "9999 ").replace(" 10 ", " -8499 "));
    let scenario = cluster.to_scenario("", cluster.clone().choose_profile(None), EpochMs(0));
    assert!(cluster.remarks.len() > 3, "{:#?}", cluster.remarks);
    for remark in &cluster.remarks {
        let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        assert!(remark.words.zh.contains(is_chinese), "{remark}");
        assert!(!remark.words.en.contains(is_chinese), "{remark}");
        let digits = |text: &str| {
            let mut found: Vec<String> = text
                .split(|c: char| !c.is_ascii_digit())
                .filter(|part| !part.is_empty())
                .map(str::to_string)
                .collect();
            found.sort();
            found
        };
        assert_eq!(digits(&remark.words.en), digits(&remark.words.zh), "the same numbers: {remark}");
    }
    assert!(scenario.text["zh"].contains("个队列中部分消息的存储时间已知"), "{}", scenario.text["zh"]);
}
