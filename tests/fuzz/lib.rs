//! What the fuzz targets do: each `look` gives the lab bytes from outside, as the page or the command line
//! would, and each `seeds` gives good ones to begin with, made of the files of this repository. Not here:
//! running them (`scripts/fuzz.sh`).
//!
//! Invariant: a `look` ends after a bounded amount of work and never fails: what the lab refuses is refused
//! in words, what it takes holds the World's promises.

pub mod host_message;
pub mod importer;
pub mod journal;
pub mod lab_file;
pub mod lesson;
pub mod link;
pub mod recording;
pub mod remoting;
pub mod run;
pub mod scenario;

use std::path::{Path, PathBuf};

/// Where seeds are written to; absent: nowhere.
const SEEDS: &str = "FUZZ_SEEDS";

/// Writes the seeds, where it is asked for.
pub fn begin(seeds: fn() -> Vec<Vec<u8>>) {
    let Some(folder) = std::env::var_os(SEEDS).map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).expect("the folder for seeds can be made");
    for (i, seed) in seeds().into_iter().enumerate() {
        std::fs::write(folder.join(format!("seed-{i:03}")), seed).expect("a seed can be written");
    }
}

/// The files of a folder of this repository that end so, in order.
pub fn files(folder: &str, ends: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(&folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.is_file() && path.to_string_lossy().ends_with(ends))
        .map(|path| {
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("it can be read"))
        })
        .collect();
    files.sort();
    files
}

/// Their bytes, of those that a fuzzer can turn over often: at most so many.
pub fn small(folder: &str, ends: &str, bytes_max: usize) -> Vec<Vec<u8>> {
    files(folder, ends).into_iter().map(|(_, bytes)| bytes).filter(|bytes| bytes.len() <= bytes_max).collect()
}

/// The text that a browser or a terminal would make of the bytes.
pub fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}
