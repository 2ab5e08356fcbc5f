//! `offset-lab snapshot` against what real brokers answered (`tests/it/snapshot`, recorded by `make
//! test-cluster`): servers here say it again, byte for byte, to exactly the same questions. Not here: the
//! brokers themselves.
//!
//! Invariant: a question that is asked otherwise than it was recorded has no answer.

use offset_lab::engine::ids::{EpochMs, Name, VirtualTime};
use offset_lab::projection::preview_reset;
use offset_lab::sim::formats::journal::{Scenario, parse_json};
use offset_lab::sim::timeline::Timeline;
use offset_lab::sim::{QueueChoice, ResetTarget};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

/// What was said, in order; the first line says what came of it.
struct Recording {
    result: Value,
    said: Vec<Value>,
}

fn recording(version: &str) -> Recording {
    let path = crate::root().join(format!("tests/it/snapshot/{version}.jsonl"));
    let text = std::fs::read_to_string(path).expect("the recording is there");
    let mut lines = text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON"));
    let result = lines.next().expect("a first line");
    Recording { result, said: lines.collect() }
}

#[expect(clippy::disallowed_methods, reason = "a server waits for the program that is tested")]
fn beside(work: impl FnOnce() + Send + 'static) {
    std::thread::spawn(work);
}

/// The servers, each on a port of its own; gives the name server's address.
fn serve(recording: &Recording) -> String {
    let names = ["namesrv", "broker-a", "broker-b"];
    let listeners = names.map(|_| TcpListener::bind("127.0.0.1:0").expect("a port is free"));
    let address = |i: usize| listeners[i].local_addr().expect("it is bound").to_string();
    let moved: Vec<(String, String)> = (1..names.len())
        .map(|i| (format!("127.0.0.1:{}", recording.result["ports"][names[i]]), address(i)))
        .collect();
    let namesrv = address(0);
    let said = Arc::new(Mutex::new(recording.said.clone().into_iter()));
    for (name, listener) in names.into_iter().zip(listeners) {
        let (said, moved) = (said.clone(), moved.clone());
        beside(move || {
            for stream in listener.incoming() {
                let _ = answer(&mut stream.expect("a client"), name, &said, &moved);
            }
        });
    }
    namesrv
}

/// Ends, and with it the connection, at the first question that was not recorded.
fn answer(
    stream: &mut TcpStream,
    name: &str,
    said: &Mutex<std::vec::IntoIter<Value>>,
    moved: &[(String, String)],
) -> std::io::Result<()> {
    loop {
        let mut lengths = [0; 8];
        stream.read_exact(&mut lengths)?;
        let header = u32::from_be_bytes([lengths[4], lengths[5], lengths[6], lengths[7]]) as usize;
        assert_eq!(u32::from_be_bytes([lengths[0], lengths[1], lengths[2], lengths[3]]) as usize, header + 4);
        let mut asked = vec![0; header];
        stream.read_exact(&mut asked)?;
        let next = said.lock().expect("no server broke").next().expect("there was such a question");
        assert_eq!(next["server"], name);
        assert_eq!(String::from_utf8(asked).expect("UTF-8"), next["asked"].as_str().expect("a text"));
        let mut body = next["body"].as_str().expect("a text").to_string();
        for (from, to) in moved {
            body = body.replace(from, to);
        }
        let header = next["header"].as_str().expect("a text");
        let length = (4 + header.len() + body.len()) as u32;
        stream.write_all(&length.to_be_bytes())?;
        stream.write_all(&(header.len() as u32).to_be_bytes())?;
        stream.write_all(header.as_bytes())?;
        stream.write_all(body.as_bytes())?;
    }
}

fn snapshot(namesrv: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_offset-lab"))
        .args(["snapshot", "--namesrv", namesrv, "--group", "billing"])
        .args(more)
        .output()
        .expect("the program starts");
    let [out, err] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
    (status.code(), out, err)
}

/// A table's rows: queue, Min, Max, consumer offset.
fn rows(table: &str) -> Vec<(String, u64, u64, u64)> {
    let of_line = |line: &str| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let number = |i: usize| cells.get(i)?.parse().ok();
        (cells.first() == Some(&"orders")).then_some(())?;
        Some((cells[1].to_string(), number(2)?, number(3)?, number(5)?))
    };
    table.lines().filter_map(of_line).collect()
}

fn agrees(version: &str, profile: &str) {
    let recording = recording(version);
    let namesrv = serve(&recording);
    let time = recording.result["time"].to_string();
    let (code, out, err) = snapshot(&namesrv, &["--samples", "0", "--time", &time]);
    assert_eq!(code, Some(0), "{err}");
    let of_result = recording.result["rows"].as_object().expect("the rows");
    let offset = |row: &Value, name: &str| row[name].as_u64().expect("a number");
    let expected: Vec<(String, u64, u64, u64)> = of_result
        .iter()
        .map(|(queue, row)| (queue.clone(), offset(row, "min"), offset(row, "max"), offset(row, "offset")))
        .collect();
    assert_eq!(rows(&out), expected, "{out}");
    for (queue, offset) in recording.result["found"].as_object().expect("where the time was found") {
        let line = format!("{}: orders {queue} at {offset}", recording.result["time"]);
        assert!(out.lines().any(|found| found == line), "{line}\n{out}");
    }
    assert!(err.contains(&format!("the lab obeys the rules of {profile}")), "{err}");
    assert!(err.contains("note: billing has no client now"), "{err}");
    assert!(err.contains("asked: GET_MIN_OFFSET, 4 times"), "{err}");
}

#[test]
fn two_masters_of_4_9_7() {
    agrees("4.9.7", "rocketmq-4.9");
}

#[test]
fn two_masters_of_5_3_3() {
    agrees("5.3.3", "rocketmq-5.3");
}

#[test]
fn two_masters_of_5_5_0() {
    agrees("5.5.0", "rocketmq-5.5");
}

/// A server that answers every question with these bytes.
fn serve_bytes(bytes: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound").to_string();
    beside(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a client");
            let mut some = [0; 64];
            let _ = stream.read(&mut some);
            let _ = stream.write_all(bytes);
        }
    });
    address
}

#[test]
fn what_is_no_answer_is_said_and_never_waited_for() {
    for (bytes, words) in [
        (&b"HTTP/1.1 400 Bad Request\r\n\r\n"[..], "did not answer as RocketMQ does"),
        // A frame of two gigabytes is refused before any room is made for it.
        (&[0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 2, b'{', b'}'][..], "a frame of 2147483647 bytes"),
        (&[0, 0, 0, 6, 0, 0, 0, 9, b'{', b'}'][..], "with 9 of header"),
        (&[0, 0, 0, 6, 1, 0, 0, 2, b'{', b'}'][..], "of kind 1, not JSON"),
        (&[0, 0, 0, 6, 0, 0, 0, 2, b'{', b'}'][..], "missing field `code`"),
        (&[0, 0][..], "can't be reached"),
    ] {
        let (code, out, err) = snapshot(&serve_bytes(bytes), &[]);
        assert_eq!((code, out.as_str()), (Some(1), ""), "{err}");
        assert!(err.contains(words), "{words}\n{err}");
    }
}

#[test]
fn a_name_server_that_is_not_there_is_passed_over() {
    let gone = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        listener.local_addr().expect("it is bound").to_string()
    };
    let (code, _, err) = snapshot(&gone, &[]);
    assert_eq!(code, Some(1));
    assert!(err.contains("run this where clients run"), "{err}");
    let recording = recording("5.3.3");
    let both = format!("{gone};{}", serve(&recording));
    let (code, _, err) =
        snapshot(&both, &["--samples", "0", "--time", &recording.result["time"].to_string()]);
    assert_eq!(code, Some(0), "{err}");
}

/// The lab of a snapshot with times: a reset by time goes where the broker's own search went.
fn rehearses(version: &str) {
    let recording = recording(&format!("{version}-times"));
    let namesrv = serve(&recording);
    let lab = std::env::temp_dir().join(format!("offset-lab-{version}-{}.json", std::process::id()));
    let path = lab.to_str().expect("a path of letters");
    let time = &recording.result["time"];
    let options = ["--samples", "16", "--time", &time.to_string(), "-o", path];
    let (code, _, err) = snapshot(&namesrv, &options);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("asked: GET_EARLIEST_MSG_STORETIME, 4 times"), "{err}");
    let scenario: Scenario =
        parse_json(&std::fs::read_to_string(&lab).expect("it was written")).expect("a lab");
    std::fs::remove_file(&lab).expect("it was written");
    let mut timeline = Timeline::from_journal(scenario.to_journal());
    timeline.run_until(VirtualTime(0), &mut ());
    let (group, topic) = (Name::from("billing"), Name::from("orders"));
    let to = ResetTarget::TimeMs(EpochMs(time.as_i64().expect("milliseconds")));
    let preview = preview_reset(timeline.world(), &group, &topic, &QueueChoice::All, &to).expect("a preview");
    let found = recording.result["found"].as_object().expect("where the time was found");
    for (row, offset) in preview.rows.iter().zip(found.values()) {
        let offset = offset.as_i64().expect("an offset");
        assert!((row.target.0..=row.target_to.0).contains(&offset), "{offset} {row:?}");
        assert!(row.target_to.0 - row.target.0 <= 1, "sixteen samples of eight messages: {row:?}");
    }
    let early = ResetTarget::TimeMs(EpochMs(1));
    let preview =
        preview_reset(timeline.world(), &group, &topic, &QueueChoice::All, &early).expect("a preview");
    assert!(preview.rows.iter().all(|row| (row.target.0, row.target_to.0) == (0, 0)), "{preview:?}");
}

#[test]
fn a_reset_by_time_is_rehearsed_on_sampled_times() {
    ["4.9.7", "5.3.3"].iter().for_each(|version| rehearses(version));
}
