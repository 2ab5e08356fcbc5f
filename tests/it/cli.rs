//! The command line as a process: words, exit codes, files that are wrong. Not here: what the library
//! computes.
//!
//! Invariant: the exit code is 0 only when everything asked for was done, and results go to stdout alone.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Exit code, stdout and stderr of a run in the package's root.
pub(crate) fn run(arguments: &[&str]) -> (i32, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_offset-lab"))
        .args(arguments)
        .current_dir(crate::root())
        .output()
        .expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (done.status.code().expect("an exit code"), text(done.stdout), text(done.stderr))
}

/// A file of this test run with this content.
pub(crate) fn file(name: &str, content: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).expect("the target folder can be written");
    path
}

#[test]
fn conform_says_how_many_answers_agree_and_whose_rules_it_took() {
    let names = ["offsets", "time_search", "expiry", "commits"];
    let paths = names.map(|name| format!("tests/conformance/5.3.3/{name}.jsonl"));
    let arguments: Vec<&str> = ["conform"].into_iter().chain(paths.iter().map(String::as_str)).collect();
    let (code, out, _) = run(&arguments);
    assert_eq!(code, 0, "{out}");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 8, "two of each file: {out}");
    for (said, path) in lines.chunks(2).zip(&paths) {
        let line = said[0];
        assert_eq!(said[1], "  5.3.3 under rocketmq-5.3: measured on it");
        let (file, counts) = line.split_once(": ").expect("FILE: N of M answers agree, K skipped");
        let words: Vec<&str> = counts.split(' ').collect();
        assert_eq!(file, path);
        assert!(words[0] == words[2] && words[0].parse::<u32>().unwrap() > 10, "{line}");
        assert_eq!(
            words[1..2].iter().chain(&words[3..]).copied().collect::<Vec<_>>().join(" "),
            "of answers agree, 0 skipped"
        );
    }
    // What was recorded of 5.3.3 is taken for other versions, in their words.
    let text = std::fs::read_to_string(crate::root().join(&paths[0])).unwrap();
    for (version, says) in [("5.3.1", "the same rules"), ("5.2.0", "5.2 was not measured; ")] {
        let named = file(&format!("of-{version}.jsonl"), &text.replacen("5.3.3", version, 1));
        let (_, out, _) = run(&["conform", named.to_str().unwrap()]);
        assert!(out.contains(&format!("\n  {version} under rocketmq-5.3: {says}")), "{out}");
    }
}

#[test]
fn conform_shows_the_first_difference_in_full_and_fails() {
    let text = std::fs::read_to_string(crate::root().join("tests/conformance/5.3.3/offsets.jsonl"));
    let text = text.unwrap().replacen(
        r#""expect":{"code":0,"offset":0}"#,
        r#""expect":{"code":0,"offset":4711}"#,
        1,
    );
    let line = text.lines().position(|line| line.contains("4711")).expect("one answer is altered") + 1;
    let altered = file("altered.jsonl", &text);
    let (code, out, _) = run(&["conform", altered.to_str().unwrap()]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains(&format!("line {line}:")) && out.contains("4711") && out.contains("lab"), "{out}");
    // A file that is wrong fails too, and the others are still compared.
    let cut = file("cut.jsonl", &text[..text.len() / 2]);
    let (code, out, _) = run(&["conform", cut.to_str().unwrap(), "tests/conformance/5.3.3/commits.jsonl"]);
    assert_eq!(code, 1);
    assert!(
        out.contains("cut.jsonl: line ") && out.contains("column") && out.contains("commits.jsonl: "),
        "{out}"
    );
}

#[test]
fn digest_prints_the_digest_of_the_library() {
    let table = std::fs::read_to_string(crate::root().join("tests/journals/digests.txt")).unwrap();
    for row in table.lines().filter(|row| row.starts_with("everything")) {
        let fields: Vec<&str> = row.split(' ').collect();
        let journal = format!("tests/journals/{}.jsonl", fields[0]);
        let (code, out, err) = run(&["digest", &journal, "--until", &format!("{}us", fields[1])]);
        assert_eq!((code, out.trim(), err.as_str()), (0, fields[2], ""), "{row}");
    }
    let (code, out, _) = run(&["digest", "www/scenarios/story.json"]);
    assert!(code == 0 && out.trim().len() == 16, "a scenario has a digest too: {out}");
}

#[test]
fn run_prints_a_table_or_the_same_numbers_as_json() {
    let (code, table, err) = run(&["run", "www/scenarios/story.json", "--until", "60s"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let (code, json, _) = run(&["run", "www/scenarios/story.json", "--until", "1m", "--json"]);
    assert_eq!(code, 0);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["now_us"], 60_000_000);
    let queues = json["topics"][0]["queues"].as_array().expect("queues");
    assert_eq!(queues.len(), 4);
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    for queue in queues {
        for group in queue["groups"].as_array().expect("groups") {
            let number = |value: &serde_json::Value| value.to_string();
            let lag = group["lag"].as_i64().unwrap();
            assert_eq!(
                lag,
                queue["max_offset"].as_i64().unwrap() - group["consumer_offset"].as_i64().unwrap()
            );
            let (name, min, max) = (
                group["group"].as_str().unwrap(),
                number(&queue["min_offset"]),
                number(&queue["max_offset"]),
            );
            let row =
                ["orders", &number(&queue["queue"]), &min, &max, name, &number(&group["consumer_offset"])];
            assert!(rows.iter().any(|printed| printed.starts_with(&row)), "{row:?} is not in\n{table}");
        }
    }
}

/// What became of each group's messages, and what waits: the same in both forms.
#[test]
fn run_prints_the_counts_of_each_group_and_what_lies_aside() {
    let (code, table, _) = run(&["run", "www/scenarios/again.json", "--until", "30s"]);
    assert_eq!(code, 0);
    let (_, json, _) = run(&["run", "www/scenarios/again.json", "--until", "30s", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let groups = json["groups"].as_array().expect("groups");
    assert_eq!(
        (&groups[0]["group"], &groups[0]["sent_back"], &groups[0]["in_retry"]),
        (&"billing".into(), &3.into(), &1.into())
    );
    assert_eq!(groups[0]["retrying"]["count"], 1);
    let lines: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    let header = lines.iter().find(|line| line.contains(&"delivered")).expect("a table of counts");
    for group in groups {
        let name = group["group"].as_str().unwrap();
        let row = lines.iter().rev().find(|line| line.first() == Some(&name)).expect("a row");
        for (field, shown) in header.iter().zip(row).skip(1) {
            assert_eq!(group[field].to_string(), **shown, "{field} of {name}");
        }
    }
    let (_, later, _) = run(&["run", "tests/journals/later.jsonl", "--until", "3s"]);
    assert!(later.contains("scheduled for "), "{later}");
}

#[test]
fn run_says_which_commands_were_refused() {
    let (code, _, err) = run(&["run", "tests/journals/everything.jsonl", "--until", "60s"]);
    assert_eq!(code, 0, "a refusal is a result");
    assert!(err.contains("refused: ") && err.contains("65"), "{err}");
}

#[test]
fn the_schema_in_docs_is_the_one_that_is_printed() {
    let (code, out, _) = run(&["schema"]);
    assert_eq!(code, 0);
    let path = crate::root().join("docs/offset-lab.schema.json");
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == out,
        "docs/offset-lab.schema.json is not current: offset-lab schema > docs/offset-lab.schema.json"
    );
    let schema: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

#[test]
fn a_wrong_file_or_argument_fails_with_its_place() {
    let scenario = r#"{"format":"offset-lab-scenario/1","title":{},"journal":[],"colour":1}"#;
    let bad = file("bad.json", scenario);
    let (code, out, err) = run(&["run", bad.to_str().unwrap(), "--until", "1s"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("bad.json: line 1, column ") && err.contains("colour"), "{err}");
    let large = file("large.json", &" ".repeat(2_000_000));
    let (code, _, err) = run(&["digest", large.to_str().unwrap()]);
    assert!(code == 1 && err.contains("2000000 bytes"), "{err}");
    let (code, _, err) = run(&["digest", "no/such/file.jsonl"]);
    assert!(code == 1 && err.contains("no/such/file.jsonl"), "{err}");
    for until in ["60", "1d", "-1s", "99999999999999999999s", ""] {
        let (code, _, err) = run(&["run", "www/scenarios/story.json", &format!("--until={until}")]);
        assert!(code == 2 && err.contains("--until"), "{until}: {err}");
    }
    assert_eq!(run(&["conform"]).0, 2);
    assert_eq!(run(&[]).0, 2);
}

#[test]
fn docs_list_what_each_profile_does_as_the_rules_say_it() {
    let (code, out, _) = run(&["profiles", "--markdown"]);
    let page = std::fs::read_to_string(crate::root().join("docs/profiles.md")).unwrap();
    assert_eq!(code, 0);
    assert!(out == page, "run `offset-lab profiles --markdown > docs/profiles.md`");
    let (code, out, _) = run(&["profiles"]);
    assert!(code == 0 && out.contains("rocketmq-4.8  measured on 4.8.0"), "{out}");
}

#[test]
fn import_obeys_the_rules_of_the_brokers_version() {
    let offsets = |more: &str| format!("{{\"offsetTable\":{{\"orders@billing\":{{0:4}}}}{more}}}");
    let plain = file("plain.json", &offsets(""));
    let with_pulls = file("pulls.json", &offsets(",\"pullOffsetTable\":{\"orders@billing\":{0:9}}"));
    let list =
        "#Cluster Name #Broker Name #BID #Addr #Version #InTPS(LOAD)\nc b 0 127.0.0.1:10911 V4_9_3 0.00\n";
    let list = file("clusterList.txt", list);
    let (plain, with_pulls, list) =
        (plain.to_str().unwrap(), with_pulls.to_str().unwrap(), list.to_str().unwrap());
    for (arguments, profile) in [
        (vec!["import", plain], "rocketmq-5.3"),
        (vec!["import", with_pulls], "rocketmq-5.5"),
        (vec!["import", plain, list], "rocketmq-4.8 (4.9.3 differs as 4.9.2 does"),
        (vec!["import", with_pulls, list], "rocketmq-4.8"),
        (vec!["import", plain, "--broker-version", "4.9.5"], "rocketmq-4.9 (the same rules)"),
    ] {
        let (code, _, err) = run(&arguments);
        assert_eq!(code, 0, "{arguments:?}: {err}");
        assert!(err.contains(&format!("the lab obeys the rules of {profile}")), "{arguments:?}: {err}");
    }
    assert_eq!(run(&["import", plain, "--broker-version", "5.3"]).0, 2);
}

#[test]
fn import_prints_the_lab_and_writes_a_scenario_that_runs() {
    let folder = "tests/import/5.3.3";
    let status = format!("TopicOrders={folder}/06-topicStatus.txt");
    let (offsets, topics) = (format!("{folder}/consumerOffset.json"), format!("{folder}/topics.json"));
    let lab = Path::new(env!("CARGO_TARGET_TMPDIR")).join("imported.json");
    let lab = lab.to_str().unwrap();
    let (code, out, err) = run(&["import", &status, &offsets, &topics, "-o", lab]);
    assert_eq!(code, 0, "{err}");
    let row = |line: &str| line.split_whitespace().map(str::to_string).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = out.lines().map(row).collect();
    assert!(rows.contains(&row("TopicOrders 0 0 60 GroupBilling 67 - -7 0")), "{out}");
    assert!(rows.contains(&row("TopicPayments 3 unknown unknown GroupAudit 20 - unknown unknown")), "{out}");
    assert!(err.lines().all(|line| line.starts_with("note: ")), "{err}");

    let (code, ran, err) = run(&["run", lab, "--until", "0ms"]);
    assert_eq!((code, ran, err.as_str()), (0, out, ""), "the file holds the lab that was shown");
}

#[test]
fn import_says_what_it_could_not_read_and_fails() {
    let text = "#Broker Name #QID #Min Offset #Max Offset #Last Updated\nb 0 3 9 x\nb 1 9 3.5 x\n";
    let status = file("topicStatus-orders.txt", text);
    let (code, out, err) = run(&["import", status.to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(out.contains("orders  0      3    9"), "what could be read is shown: {out}");
    assert!(err.contains("not read: ") && err.contains("line 3: no row"), "{err}");
    let (code, out, err) = run(&["import", "Cargo.toml"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("nothing to import in these files"), "{err}");
    let (code, _, err) = run(&["import", "no-such-file"]);
    assert!(code == 1 && err.contains("no-such-file"), "{err}");
}

#[test]
fn diff_explains_where_two_profiles_part() {
    let trap = "tests/journals/traps/T-3.jsonl";
    let (code, out, err) = run(&["diff", trap, "--profile", "docs-5.0", "--profile", "rocketmq-5.3"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    for words in [
        "The first difference is at 20 s, at the command add_consumer (entry 13 of the journal)",
        "billing starts on orders/0 at 10, which is Max when it first receives, and the broker saves that at once.",
        "SD-15: a new group starts at Max when it first receives",
        "billing starts on orders/0 at 0, since the queue still begins at 0",
        "R-INIT-1: a queue that still begins at 0",
        "At the end, 100 s:",
    ] {
        assert!(out.contains(words), "{words}\n{out}");
    }
    let state: Vec<&str> = out.lines().filter(|line| line.contains(" orders  0 ")).collect();
    assert!(
        state[0].contains("10   billing  10        0") && state[1].contains("10   billing  -         -"),
        "{out}"
    );

    let (code, out, _) = run(&["diff", trap, "--profile", "rocketmq-5.3", "--profile", "rocketmq-5.1"]);
    assert!(code == 0 && out.contains("No difference up to 100 s"), "{out}");
    let (code, out, err) = run(&["diff", trap, "--profile", "docs-5.0"]);
    assert!(code == 1 && out.is_empty() && err.contains("diff needs two profiles"), "{err}");
    let (code, _, err) = run(&["diff", trap, "--profile", "docs-5.0", "--profile", "rocketmq-9"]);
    assert!(code == 2 && err.contains("rocketmq-3.2"), "the profiles are named: {err}");
}

#[test]
fn diff_has_a_sentence_for_the_rule_of_every_trap() {
    let folder = crate::root().join("tests/journals/traps");
    for number in 1..=25 {
        let Ok(text) = std::fs::read_to_string(folder.join(format!("T-{number}.json"))) else { continue };
        let trap: serde_json::Value = serde_json::from_str(&text).unwrap();
        let journal = folder.join(format!("T-{number}.jsonl"));
        let between = [0, 1].map(|i| trap["between"][i].as_str().unwrap().to_string());
        let (journal, [here, beside]) = (journal.to_str().unwrap(), &between);
        let (code, out, err) = run(&["diff", journal, "--profile", here, "--profile", beside]);
        assert_eq!(code, 0, "{err}");
        assert_eq!(out.contains("No difference up to"), trap["parting"].is_null(), "T-{number}: {out}");
        for rule in trap["parting"]["rules"].as_array().into_iter().flatten() {
            let rule = format!("    {}: ", rule.as_str().expect("every parting has a rule"));
            assert!(out.contains(&rule), "T-{number}: {rule}\n{out}");
        }
        assert!(!out.contains(" {"), "no deed is shown as data: {out}");
    }
}
