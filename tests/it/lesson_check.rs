//! The shipped course is as it says, and a course that is not is found out. Not here: the lessons' numbers.
//!
//! Invariant: each test changes one thing of the shipped course and wants the complaint about that.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Exit code and stdout of `lesson check` on a folder.
fn check(folder: &Path) -> (i32, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_offset-lab"))
        .args(["lesson", "check"])
        .arg(folder)
        .output()
        .expect("the program starts");
    (done.status.code().expect("an exit code"), String::from_utf8(done.stdout).expect("UTF-8"))
}

/// One file of the shipped course and the course around it in a folder of its own, with `from` of that file
/// made `to`. To see what all lessons cover together, all of them are there.
fn changed(name: &str, file: &str, from: &str, to: &str) -> PathBuf {
    let all = to.is_empty();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lessons").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    for entry in std::fs::read_dir(crate::root().join("lessons")).unwrap() {
        let path = entry.unwrap().path();
        let mut text = std::fs::read_to_string(&path).unwrap();
        let is_it = path.file_stem().is_some_and(|stem| stem == file);
        if !all && !is_it && path.file_stem().is_some_and(|stem| stem != "course") {
            continue;
        }
        assert!(!is_it || text.contains(from), "{file} has no {from}");
        if is_it {
            text = text.replacen(from, to, 1);
        }
        std::fs::write(folder.join(path.file_name().unwrap()), text).unwrap();
    }
    folder
}

/// What is said of the course with one thing changed.
fn complaint(name: &str, file: &str, from: &str, to: &str) -> String {
    let (code, out) = check(&changed(name, file, from, to));
    assert_eq!(code, 1, "{name} is not found out: {out}");
    out
}

#[test]
fn the_shipped_course_is_as_it_says() {
    let (code, out) = check(&crate::root().join("lessons"));
    assert_eq!(code, 0, "{out}");
    assert!(out.ends_with("lessons and 1 courses are as they say\n"), "{out}");
}

#[test]
fn a_wrong_number_in_a_choice_is_found_out() {
    let right = complaint("right", "address", r#""value": {"number": 4}"#, r#""value": {"number": 3}"#);
    assert!(right.contains("address step 2") && right.contains("the lab says 4"), "{right}");
    // A wrong choice that has become the right number.
    let wrong = complaint("wrong", "address", r#""value": {"number": 6}"#, r#""value": {"number": 4}"#);
    assert!(wrong.contains("address step 2: choice 2 is wrong with 4"), "{wrong}");
    let words = complaint("words", "reset-waits", r#"{"number": 16000}"#, r#"{"number": 14001}"#);
    assert!(words.contains("what choice 3 says holds: false; it is right: true"), "{words}");
    let said =
        complaint("command", "which-command", r#""value": {"number": 24}"#, r#""value": {"number": 23}"#);
    assert!(said.contains("choice 2 comes to 24, not 23"), "{said}");
}

#[test]
fn a_missing_sentence_is_found_out() {
    let gone = complaint("zh", "address", r#", "zh": "两个队列"}"#, "}");
    assert!(gone.contains("address: /steps/1/explore/title: there is no text in zh"), "{gone}");
    let latin =
        complaint("latin", "course", "年轻的队列从 0 开始，每个队列单独决定。", "Each queue by itself.");
    assert!(latin.contains("the zh text is not Chinese"), "{latin}");
}

#[test]
fn a_solution_of_one_command_too_many_is_found_out() {
    let pause = r#"{"command": {"pause_consumer": {"consumer": "billing-1", "paused": true}}}"#;
    let spare = complaint("spare", "max-is-next", r#""solution": ["#, &format!(r#""solution": [{pause}, "#));
    assert!(spare.contains("max-is-next") && spare.contains("does not need pause_consumer"), "{spare}");
    let over = complaint("over", "new-group", r#""max_commands": 1"#, r#""max_commands": 0"#);
    assert!(over.contains("of 0 commands"), "{over}");
    let par = complaint("par", "first-aid", r#""commands": 1"#, r#""commands": 0"#);
    assert!(par.contains("85 points and 2 stars"), "{par}");
}

#[test]
fn a_sentence_or_trap_without_a_lesson_is_found_out() {
    let page = complaint("page", "new-group", r#""SD-15", "#, "");
    assert!(page.contains("no lesson covers SD-15"), "{page}");
    let trap = complaint("trap", "pin-the-start", r#""T-25", "#, "");
    assert!(trap.contains("no lesson covers T-25"), "{trap}");
    let none = complaint("none", "pin-the-start", r#""T-25", "#, r#""Q-1", "#);
    assert!(none.contains("covers Q-1, which no rule is called"), "{none}");
}

#[test]
fn a_task_that_is_no_task_is_found_out() {
    let idle = complaint(
        "idle",
        "mark-is-next",
        r#""queue": 0}}, {"number": 15}"#,
        r#""queue": 0}}, {"number": 10}"#,
    );
    assert!(idle.contains("it is solved by doing nothing"), "{idle}");
    let locked = complaint("locked", "new-group", r#""names": ["late"]"#, r#""names": ["early"]"#);
    assert!(locked.contains("its solution's reset_offset is locked"), "{locked}");
    let trap = complaint("solves", "first-aid", r#"{"after_us": 11000000"#, r#"{"after_us": 2000000"#);
    assert!(trap.contains("trap 1 solves it"), "{trap}");
    let refused = complaint("refused", "max-is-next", r#""refused": 1"#, r#""refused": 2"#);
    assert!(refused.contains("1 refused, not 2"), "{refused}");
}

#[test]
fn what_a_step_does_nothing_with_is_found_out() {
    let more = complaint("more", "address", r#""explore": {"#, r#""explore": {"for_us": 1, "#);
    assert!(more.contains("address: step 1: explore does nothing with for_us"), "{more}");
    let idea = complaint("idea", "address", r#""one-numbering""#, r#""one-nmubering""#);
    assert!(idea.contains("names one-nmubering"), "{idea}");
    let order = complaint("order", "address", r#""minutes": 4"#, r#""minutes": 5"#);
    assert!(order.contains("address says its kind, minutes, needs or title otherwise"), "{order}");
}
