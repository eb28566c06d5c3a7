//! The bytes of a file that was named on the command line.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::intake::{self, Refusal};

/// The bytes of a source, at most one more than is taken, so that a file without end is refused and not read on.
pub(super) fn up_to_limit(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source
        .take(intake::MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The bytes of a file, or a sentence that says why there are none.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let opened = File::open(path).and_then(|file| Ok((file.metadata()?, file)));
    let (metadata, file) = opened.map_err(|error| unreadable(path, &error))?;
    if metadata.is_dir() {
        anyhow::bail!(
            "{} 是文件夹。请写明其中的文件，例如 {}/*.txt。",
            path.display(),
            path.display()
        );
    }
    let size = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
    if size > intake::MAX_BYTES {
        return Err(Refusal::TooLarge { bytes: size }.into());
    }
    up_to_limit(file).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &io::Error) -> anyhow::Error {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => anyhow::anyhow!("没有文件 {path}。请核对文件名和所在文件夹。"),
        io::ErrorKind::PermissionDenied => {
            anyhow::anyhow!("没有权限读取 {path}。请调整文件权限后重试。")
        }
        _ => anyhow::anyhow!("无法读取 {path}：{error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        for (path, words) in [("/nowhere/文件.txt", "没有文件"), ("/", "文件夹")] {
            let sentence = read(Path::new(path)).expect_err(path).to_string();
            assert!(sentence.contains(words) && sentence.contains(path));
        }
    }
}
