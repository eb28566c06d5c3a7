//! The files below a folder, in an order that does not change.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

/// Every file below a folder, by its path; what programs leave beside their files is not listed, and links to folders
/// are not followed, because they may lead back.
pub(super) fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    walk(folder, &mut found)
        .map_err(|error| anyhow::anyhow!("无法列出 {} 中的文件：{error}", folder.display()))?;
    found.sort();
    Ok(found)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if is_debris(&entry) {
            continue;
        }
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            walk(&path, found)?;
        } else if path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

/// Hidden files, and those by which an office program says that a document is open.
fn is_debris(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let name = name.to_string_lossy();
    name.starts_with('.') || name.starts_with("~$") || matches!(&*name, "Thumbs.db" | "desktop.ini")
}
