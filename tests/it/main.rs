//! The native tests, one program. Not here: what needs a browser (`tests/web`, `tests/e2e`).
//!
//! Invariant: no test sleeps, reads a wall clock, or depends on another.

/// The repository. Asked when the tests run: a program built in one clone may run in another that shares its
/// cache.
fn root() -> std::path::PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo runs the tests").into()
}

/// The cases of a random test: so many, or with `SOAK=50` (`make soak`) fifty times as many.
fn cases(usual: u32) -> u32 {
    let times = std::env::var("SOAK").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    usual.saturating_mul(times)
}

#[cfg(feature = "web")]
mod address;
mod arrivals;
mod bad_input;
#[cfg(feature = "web")]
mod beside;
mod broker_versions;
mod cells;
mod checker;
mod checker_log;
mod checker_pop;
mod checker_says;
mod checker_waits;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod cli_picture;
mod clients;
#[cfg(feature = "web")]
mod cold_reads;
mod command_read;
mod conformance;
#[cfg(feature = "web")]
mod copies;
mod counted;
#[cfg(feature = "web")]
mod course;
#[cfg(feature = "web")]
mod export;
mod failures;
#[cfg(feature = "web")]
mod following;
#[cfg(feature = "web")]
mod hostile_file;
mod import;
#[cfg(feature = "cli")]
mod import_cases;
mod import_forms;
mod import_queue;
mod import_times;
mod import_variants;
mod in_hand;
mod in_segments;
#[cfg(feature = "web")]
mod inspected;
mod journals;
mod lab;
mod lag_metrics;
#[cfg(feature = "cli")]
mod lesson_check;
mod lesson_values;
mod lesson_walk;
mod lessons;
#[cfg(feature = "web")]
mod line_width;
#[cfg(feature = "cli")]
mod link;
mod log_filter;
mod losses;
mod message;
mod model;
mod model_admin;
mod model_calls;
mod model_naive;
mod model_old;
#[cfg(feature = "web")]
mod moments;
mod numbers;
mod ordered_map;
mod orderly;
#[cfg(feature = "web")]
mod picture;
#[cfg(feature = "web")]
mod picture_style;
#[cfg(feature = "web")]
mod player;
#[cfg(feature = "web")]
mod player_saving;
mod pockets;
mod pop_clients;
mod preview;
mod projected;
mod questions;
mod random_failures;
mod random_lab;
mod recorded_clients;
#[cfg(feature = "web")]
mod recovery;
mod replay;
mod rules;
mod rules_boot;
mod rules_doc;
mod rules_later;
mod rules_pop;
mod rules_reset;
mod rules_versions;
#[cfg(feature = "web")]
mod runbook;
mod sd;
mod sd_progress;
mod sd_reset;
mod sd_versions;
#[cfg(feature = "web")]
mod segment;
#[cfg(feature = "web")]
mod segment_writer;
#[cfg(feature = "web")]
mod silent_store;
#[cfg(feature = "cli")]
mod snapshot;
mod standing;
#[cfg(feature = "web")]
mod storage;
#[cfg(feature = "web")]
mod store_faults;
#[cfg(feature = "web")]
mod stored_forms;
#[cfg(feature = "web")]
mod stored_index;
#[cfg(feature = "web")]
mod stored_lab;
mod tallies;
mod tallies_pop;
mod terminal;
mod terminal_lines;
mod threads;
mod tidy;
mod traps;
#[cfg(feature = "web")]
mod ui;
mod upgrade;
mod upgrade_counts;
mod upgrade_imported;
mod variants;
mod vectors;
mod vectors_clients;
mod vectors_pop;
#[cfg(feature = "web")]
mod within_instant;
mod workbench;
