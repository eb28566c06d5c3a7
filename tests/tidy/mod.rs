//! The rules of the house, each with its reason, kept by a machine.
//!
//! Rules about what the compiler sees are lints in `Cargo.toml` and `.clippy.toml`; here stand those about files,
//! rooms and templates.

mod files;
mod project;
mod rooms;
mod source;
mod templates;

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the project.
struct File {
    /// From the root of the project: `src/web/mod.rs`.
    path: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file.
fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file below a folder with this ending, in order. There are always some.
fn files(folder: &str, ending: &str) -> Vec<File> {
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    paths.sort();
    let files: Vec<File> = paths
        .into_iter()
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .map(|path| {
            let relative = path.strip_prefix(root()).expect("below the root");
            let path = relative.to_string_lossy().into_owned();
            File {
                text: read(&path),
                path,
            }
        })
        .collect();
    assert!(!files.is_empty(), "no {ending} in {folder}");
    files
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    for entry in entries {
        let path = entry.expect("the folder is readable").path();
        match path.is_dir() {
            true => walk(&path, found),
            false => found.push(path),
        }
    }
}

/// Fails with every fault, one a line, below the rule that they break.
#[track_caller]
fn none(rule: &str, faults: Vec<String>) {
    assert!(faults.is_empty(), "{rule}\n  {}\n", faults.join("\n  "));
}
