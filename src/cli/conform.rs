//! `conform`: replays recordings of real brokers and says where the lab answers differently. Not here: the
//! comparison (`sim::formats::recording::compare`).
//!
//! Invariant: each file has a line of its answers and one of its profile, then the first difference in full,
//! and any difference is a failure. What is skipped is counted and its reason said; it is no difference.

use crate::cli::profiles::why;
use crate::cli::{Failure, read};
use crate::engine::broker_version::ProfileOfBroker;
use crate::engine::profile::Profile;
use crate::sim::formats::recording::compare::Judgement;
use crate::sim::formats::recording::line::Op;
use crate::sim::formats::recording::{RecordedStep, Recording};
use std::path::{Path, PathBuf};

pub(super) fn conform(files: &[PathBuf]) -> Result<(), Failure> {
    let mut all_agree = true;
    for file in files {
        match conform_one(file) {
            Ok(agrees) => all_agree &= agrees,
            Err(failure) => {
                println!("{failure}");
                all_agree = false;
            }
        }
    }
    if all_agree { Ok(()) } else { Err(Failure::Said) }
}

fn conform_one(file: &Path) -> Result<bool, Failure> {
    let recording =
        Recording::parse(&read(file)?).map_err(|error| Failure::Parse(file.to_path_buf(), error))?;
    let judgements = recording.replay();
    let answers = judgements.iter().filter(|judgement| judgement.agrees.is_some()).count();
    let agreeing = judgements.iter().filter(|judgement| judgement.agrees == Some(true)).count();
    let skipped = judgements.iter().filter(|judgement| judgement.skipped).count();
    println!("{}: {agreeing} of {answers} answers agree, {skipped} skipped", file.display());
    say_profile(&recording.header.broker);
    let first = recording.steps.iter().zip(&judgements).find(|(_, judgement)| judgement.skipped);
    if let Some((step, _)) = first {
        println!("  skipped from line {} on: {} not in the lab yet", step.line, missing(step));
    }
    let differs =
        recording.steps.iter().zip(&judgements).find(|(_, judgement)| judgement.agrees == Some(false));
    if let Some((step, judgement)) = differs {
        print_difference(step, judgement);
    }
    Ok(agreeing == answers)
}

/// Whose rules were taken for this broker, and why.
fn say_profile(version: &str) {
    if let Some(ProfileOfBroker { profile, fit }) = Profile::standing_for(version) {
        println!("  {version} under {}: {}", profile.id(), why(fit));
    }
}

/// What the lab would need.
fn missing(step: &RecordedStep) -> &'static str {
    match step.recorded.op {
        Op::Send => "delayed messages are",
        Op::SendBack => "messages sent back for a retry are",
        _ => "POP is",
    }
}

fn print_difference(step: &RecordedStep, judgement: &Judgement) {
    let broker = serde_json::to_string(&step.recorded.expect).unwrap_or_default();
    let lab = serde_json::to_string(&judgement.lab).unwrap_or_default();
    println!("  line {}: {:?} at {}", step.line, step.recorded.op, step.recorded.at.0);
    println!("    broker {broker}");
    println!("    lab    {lab}");
}
