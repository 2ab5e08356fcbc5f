//! `picture` as a process: looks, languages, moments, and many pictures in one go. Not here: what is drawn
//! (`picture`).
//!
//! Invariant: pictures of one lab in other looks are the same picture.

use crate::cli::{file, run};
use crate::picture::{elements, stands_alone, words_of};
use offset_lab::ui::draw::paint::COLORS;

const STORY: &str = "www/scenarios/story.json";

fn drawn(arguments: &[&str]) -> String {
    let (code, out, err) = run(&[&["picture"], arguments].concat());
    assert_eq!(code, 0, "{arguments:?}: {err}");
    out
}

/// A picture without its style element, and what that says.
fn without_style(text: &str) -> (String, &str) {
    let (before, rest) = text.split_once("<style>").expect("a style");
    let (style, after) = rest.split_once("</style>").expect("its end");
    assert!(!after.contains("<style"));
    ([before, after].concat(), style)
}

#[test]
fn picture_draws_a_lab_at_an_instant() {
    let at_its_opening = drawn(&[STORY]);
    for at in ["75s", "01:15", "0:01:15"] {
        assert_eq!(drawn(&[STORY, "--at", at]), at_its_opening, "{at}");
    }
    let out = file("story.svg", "");
    let path = out.to_str().unwrap();
    let said =
        drawn(&[STORY, "--at", "10s", "--theme", "dark", "--lang", "zh", "--width", "400", "-o", path]);
    assert_eq!(said, "");
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(
        text.contains("width=\"400\"") && text.contains("队列 0") && text.contains("00:00:10.000"),
        "{text}"
    );
    assert_eq!(drawn(&[STORY, "--lang", "zh-CN"]), drawn(&[STORY, "--lang", "zh"]));
    let lesson = drawn(&["lessons/overtaken.json"]);
    assert!(lesson.contains("The group stopped. Retention did not."), "{lesson}");
    for wrong in [["--at", "1:75"], ["--at", "soon"], ["--width", "20"], ["--theme", "blue"]] {
        assert_eq!(run(&[&["picture", STORY], &wrong[..]].concat()).0, 2, "{wrong:?}");
    }
    assert_eq!(run(&["picture", "no-such-file.json"]).0, 1);
    assert_eq!(run(&["picture"]).0, 2);
}

#[test]
fn the_pictures_of_the_documents_are_what_the_command_draws() {
    let jobs = std::fs::read_to_string("docs/pictures.tsv").unwrap();
    assert!(jobs.lines().count() > 10);
    for line in jobs.lines() {
        let (arguments, out) = line.split_once("\t-o\t").expect("a place");
        let drawn = drawn(&arguments.split('\t').collect::<Vec<_>>());
        let kept = std::fs::read_to_string(out).unwrap();
        assert!(drawn.trim_end() == kept.trim_end(), "{out} is old: scripts/gallery.sh board");
    }
}

#[test]
fn a_picture_for_any_theme_is_the_light_one_and_what_is_dark_in_it() {
    for of in [STORY, "www/scenarios/marked.json", "lessons/pop-group.json"] {
        for width in ["725", "364"] {
            let look = |theme| drawn(&[of, "--width", width, "--theme", theme]);
            let (auto, light, dark) = (look("auto"), look("light"), look("dark"));
            let (rest, style) = without_style(&auto);
            assert_eq!(rest, light, "{of}");
            let found = elements(&light);
            stands_alone(&found, width.parse().unwrap());
            // What the style says, done by hand, makes the dark one.
            let body = style.strip_prefix("@media (prefers-color-scheme:dark){").unwrap();
            let mut turned = light.clone();
            let rules = body.trim_end_matches('}').split('}').filter(|rule| !rule.is_empty());
            for (selector, set) in rules.map(|rule| rule.split_once('{').expect(rule)) {
                let selector = selector.trim_matches(['[', ']']);
                let (attribute, to) = set.split_once(':').unwrap();
                assert!(selector.starts_with(attribute), "{selector} {set}");
                turned = turned.replace(&format!(" {selector}"), &format!(" {attribute}=\"done:{to}\""));
            }
            assert_eq!(turned.replace("done:", ""), dark, "{of}");
            assert!(COLORS.iter().all(|(_, light, _)| light.starts_with('#')), "colours are plain");
        }
    }
}

#[test]
fn a_picture_says_its_figures_in_words() {
    let found = elements(&drawn(&[STORY]));
    let (title, desc) = (words_of(&found, "title").remove(0), words_of(&found, "desc").remove(0));
    assert_eq!(title, "Consumer progress, the whole story – RocketMQ 5.0 docs, at 00:01:15.000");
    let (code, table, _) = run(&["run", STORY, "--until", "75s", "--json"]);
    assert_eq!(code, 0);
    let told: serde_json::Value = serde_json::from_str(&table).unwrap();
    for queue in 0..4 {
        let line = desc.split(". ").nth(queue).unwrap();
        let of = told.to_string();
        for word in line.split([' ', ',', ';']).filter(|word| word.parse::<i64>().is_ok()) {
            assert!(of.contains(word), "{word} of {line} in {of}");
        }
        let says = |words: &str| assert!(line.contains(words), "{words} in {line}");
        ["orders/", "Min ", "Max ", "audit ", "billing ", "lag "].into_iter().for_each(says);
    }
}

#[test]
fn a_lesson_is_drawn_after_its_first_run() {
    let at = |more: &[&str]| {
        let found = elements(&drawn(&[&["lessons/overtaken.json"], more].concat()));
        words_of(&found, "title").remove(0).rsplit(' ').next().unwrap().to_string()
    };
    assert!(at(&["--first-run"]) > at(&[]), "{} {}", at(&["--first-run"]), at(&[]));
    assert_eq!(run(&["picture", STORY, "--first-run", "--at", "1s"]).0, 2);
    // Where there is no Run, or a task comes first, it is the beginning.
    let own = drawn(&["lessons/first-aid.json"]);
    assert_eq!(drawn(&["lessons/first-aid.json", "--first-run"]), own);
}

#[test]
fn many_pictures_are_drawn_in_one_go_each_as_if_alone() {
    let out = |name: &str| file(name, "").to_str().unwrap().to_string();
    let [one, two, three] = ["job-1.svg", "job-2.svg", "job-3.svg"].map(out);
    let lines = format!(
        "{STORY}\t-o\t{one}\n{STORY}\t--theme\tdark\t--lang\tzh\t-o\t{two}\n\n{STORY}\t--at\t10s\t-o\t{three}\n"
    );
    let jobs = file("jobs", &lines);
    assert_eq!(drawn(&["--jobs", jobs.to_str().unwrap()]), "");
    let read = |path: &str| std::fs::read_to_string(path).unwrap();
    assert_eq!(read(&one), drawn(&[STORY]));
    assert_eq!(read(&two), drawn(&[STORY, "--theme", "dark", "--lang", "zh"]));
    assert_eq!(read(&three), drawn(&[STORY, "--at", "10s"]));
    let wrong = file("wrong-jobs", &format!("{STORY}\n{STORY}\t--theme\tblue\n"));
    let (code, _, err) = run(&["picture", "--jobs", wrong.to_str().unwrap()]);
    assert!(code == 1 && err.contains("line 2") && err.contains("blue"), "{err}");
}
