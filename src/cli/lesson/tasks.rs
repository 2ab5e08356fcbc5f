//! A task and the tries at it: its solution, each of its commands left out, nothing at all, the traps. Not
//! here: how a try is judged (`lesson::play`).
//!
//! Invariant: after it the lab is where the solution has brought it.

use crate::cli::lesson::Complaints;
use crate::engine::profile::Profile;
use crate::lesson::StepBody;
use crate::lesson::play::{Try, copy_of, name_of};
use crate::lesson::score::challenge_score;
use crate::lesson::step::Timed;
use crate::sim::Timeline;

/// Complains of a task that can't be solved as it says, or in other ways too.
pub(super) fn check(task: &StepBody, lab: &mut Timeline, stars: bool, complaints: &mut Complaints) {
    let began = lab.now();
    let tried = |commands: &[Timed], lab: &Timeline| task.attempt_everywhere(&mut copy_of(lab), commands);
    complaints.unless(!task.solution.is_empty(), "it has no solution");
    complaints.unless(tried(&[], lab).solved.is_none(), "it is solved by doing nothing");
    for Timed { command, .. } in &task.solution {
        complaints.unless(task.allows(command), format!("its solution's {} is locked", name_of(command)));
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
        complaints.unless(!spare, format!("its solution does not need {} ({})", name_of(command), k + 1));
    }
    for (k, trap) in task.traps.iter().enumerate() {
        complaints.unless(tried(&trap.script, lab).solved.is_none(), format!("trap {} solves it", k + 1));
    }
    for profile in Profile::ALL.iter().filter(|profile| task.profiles.contains(profile)) {
        let mut other = crate::lesson::play::under(lab, *profile);
        let solved = task.attempt(&mut other, &task.solution).solved;
        complaints.unless(solved.is_some(), format!("its solution does not solve it in {}", profile.id()));
    }
    let solution = task.attempt(lab, &task.solution);
    explain(task, lab, &solution, complaints);
    if let Some(par) = task.par.as_ref().filter(|_| stars) {
        let score = challenge_score(par, &solution, began, false);
        complaints.unless(
            score.stars == 3 && score.points == 100,
            format!("its solution gets {} points and {} stars: {solution:?}", score.points, score.stars),
        );
    }
}

fn explain(task: &StepBody, lab: &Timeline, solution: &Try, complaints: &mut Complaints) {
    complaints.unless(
        solution.refused == task.refused as usize,
        format!("{} refused, not {}", solution.refused, task.refused),
    );
    if solution.solved.is_some() {
        return;
    }
    let scene =
        crate::lesson::goal::Scene { used: solution.used, ..crate::lesson::goal::Scene::of(lab.world()) };
    let open: Vec<String> = task
        .goals
        .iter()
        .filter(|goal| !goal.holds(&scene))
        .map(crate::sim::formats::journal::to_json)
        .collect();
    let most = task.max_commands.map_or(String::new(), |most| format!(", of {most} commands"));
    complaints.say(format!(
        "its solution does not solve it: {} given{most}, broken {}, still open {}",
        solution.used,
        solution.broken,
        open.join(" ")
    ));
}
