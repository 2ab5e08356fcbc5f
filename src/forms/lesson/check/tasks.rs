//! A task and the tries at it: its solution, each of its commands left out, nothing at all, the traps. Not
//! here: how a try is judged (`lesson::play`).
//!
//! Invariant: after it the lab is where the solution has brought it.

use crate::engine::profile::Profile;
use crate::lesson::StepBody;
use crate::lesson::check::{Findings, both};
use crate::lesson::goal::Scene;
use crate::lesson::play::{Try, copy_of, name_of};
use crate::lesson::score::challenge_score;
use crate::lesson::step::Timed;
use crate::sim::Timeline;
use crate::sim::formats::journal::to_json;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Complains of a task that can't be solved as it says, or in other ways too.
pub(super) fn check(task: &StepBody, lab: &mut Timeline, stars: bool, found: &mut Findings) {
    let began = lab.now();
    let tried = |commands: &[Timed], lab: &Timeline| task.attempt_everywhere(&mut copy_of(lab), commands);
    found.unless(!task.solution.is_empty(), both!("it has no solution", "没有 solution（解法）"));
    found.unless(
        tried(&[], lab).solved.is_none(),
        both!("it is solved by doing nothing", "什么都不做就完成了"),
    );
    for Timed { command, .. } in &task.solution {
        let name = name_of(command);
        found.unless(
            task.allows(command),
            both!("its solution's {name} is locked", "解法用的 {name} 不在 allow 里"),
        );
    }
    for (k, Timed { command, .. }) in task.solution.iter().enumerate() {
        let others: Vec<Timed> = task
            .solution
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != k)
            .map(|(_, timed)| timed.clone())
            .collect();
        let spare = !others.is_empty() && tried(&others, lab).solved.is_some();
        let (name, at) = (name_of(command), k + 1);
        found.unless(
            !spare,
            both!("its solution does not need {name} ({at})", "解法不需要第 {at} 条命令 {name}"),
        );
    }
    for (k, trap) in task.traps.iter().enumerate() {
        let at = k + 1;
        found.unless(
            tried(&trap.script, lab).solved.is_none(),
            both!("trap {at} solves it", "第 {at} 个 trap 也能完成任务"),
        );
    }
    for profile in Profile::ALL.iter().filter(|profile| task.profiles.contains(profile)) {
        let mut other = crate::lesson::play::under(lab, *profile);
        let solved = task.attempt(&mut other, &task.solution).solved;
        let id = profile.id();
        found.unless(
            solved.is_some(),
            both!("its solution does not solve it in {id}", "解法在 {id} 下不能完成任务"),
        );
    }
    let solution = task.attempt(lab, &task.solution);
    explain(task, lab, &solution, found);
    if let Some(par) = task.par.as_ref().filter(|_| stars) {
        let score = challenge_score(par, &solution, began, false);
        found.unless(
            score.stars == 3 && score.points == 100,
            both!(
                "its solution gets {} points and {} stars: {solution:?}",
                "解法只得 {} 分、{} 颗星：{solution:?}",
                score.points,
                score.stars
            ),
        );
    }
}

fn explain(task: &StepBody, lab: &Timeline, solution: &Try, found: &mut Findings) {
    found.unless(
        solution.refused == task.refused as usize,
        both!("{} refused, not {}", "有 {} 条被拒绝，不是 {} 条", solution.refused, task.refused),
    );
    if solution.solved.is_some() {
        return;
    }
    let scene = Scene { used: solution.used, ..Scene::of(lab.world()) };
    let open: Vec<String> = task.goals.iter().filter(|goal| !goal.holds(&scene)).map(to_json).collect();
    let most = task.max_commands.map_or(String::new(), |most| format!(", of {most} commands"));
    let (used, broken, open) = (solution.used, solution.broken, open.join(" "));
    found.say(both!(
        "its solution does not solve it: {used} given{most}, broken {broken}, still open {open}",
        "解法不能完成任务：给出 {used} 条{most}，broken {broken}，未达成的目标 {open}"
    ));
}
