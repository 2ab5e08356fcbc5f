//! What an upgrade changes, as the command line says it: the page's English sentences, with numbers that a
//! program can read. Not here: the sentences (`ui::text::upgrade`), the report's order, its JSON (`upgrade`).
//!
//! Invariant: every number is the report's; queues of one group and topic are added up and named.

use crate::cli::words;
use crate::engine::profile::Profile;
use crate::projection::upgrade::lines::{lines, start_lines};
use crate::projection::upgrade::starts::FirstStart;
use crate::projection::upgrade::{Effect, Upgrade};
use crate::ui::text::en::REPORTS;

/// Without the page's spaces within numbers.
fn plain(words: &str) -> String {
    words.replace('\u{202f}', "")
}

/// The first lines: how much changes.
pub(super) fn summary(report: &Upgrade) -> String {
    let end = words::instant(report.until);
    if report.acts.is_empty() && report.not_attributed.is_none() {
        return (REPORTS.upgrade.nothing)(&end);
    }
    let rules = match report.acts.len() {
        1 => "1 rule acts".to_string(),
        count => format!("{count} rules act"),
    };
    format!(
        "{rules} differently in this lab. {}",
        plain(&(REPORTS.upgrade.about)(&end, &affected(report.whole.affected())))
    )
}

/// `4210 messages are affected`.
pub(super) fn affected(count: u64) -> String {
    plain(&(REPORTS.upgrade.affected)(count))
}

/// `a, b and c`.
pub(super) fn list<T: ToString>(items: &[T]) -> String {
    REPORTS.upgrade.phrases.list(items)
}

/// A sentence for each group and topic, and for each topic that stores more or less.
pub(super) fn effect(effect: &Effect) -> Vec<String> {
    lines(effect).iter().map(|line| plain(&REPORTS.upgrade.phrases.line(line))).collect()
}

/// What the page says of such an upgrade, and what this lab's groups do.
pub(super) fn compatibility(report: &Upgrade) -> String {
    let mut text = format!("Version compatibility (SD-20)\n   {}\n", REPORTS.upgrade.page);
    text.push_str("   Before an upgrade, check the groups that start for the first time:\n");
    let different: Vec<&FirstStart> = report.starts.iter().filter(|start| start.differs()).collect();
    let same = report.starts.len() - different.len();
    for line in start_lines(different) {
        text.push_str(&format!("   {}\n", plain(&REPORTS.upgrade.phrases.start(&line))));
    }
    text.push_str(&match (report.starts.len(), same) {
        (0, _) => "   no group starts for the first time in this lab\n".to_string(),
        (_, 0) => String::new(),
        (all, same) if all == same => format!("   all {all} first starts on queues are at the same offset\n"),
        (_, same) => format!("   {same} first starts on queues are at the same offset\n"),
    });
    if report.to != Profile::Docs50 && report.to.version() >= (5, 0, 0) {
        text.push_str(&format!(
            "   Only the page says so of 5.x: brokers like {} were measured, and still decide by the state of the \
             queue (T-3).\n",
            report.to.id()
        ));
    }
    text
}
