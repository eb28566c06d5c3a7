//! The names in the directory of a zip, read from the end of the file alone.

use memchr::memmem;

/// What the directory lists.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// The names of its parts.
    Of(Vec<String>),
    /// More than anybody asked for, or more than the end of the file holds.
    TooMany,
    /// There is no directory: it is no zip, or was cut off.
    None,
}

const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";

/// The names in the directory that ends in `tail`, at most `most`.
pub(super) fn read(tail: &[u8], most: usize) -> Names {
    let Some(end) = memmem::rfind(tail, END) else {
        return Names::None;
    };
    let number = |at: usize, bytes: usize| {
        let field = tail.get(at..at + bytes)?;
        Some(
            field
                .iter()
                .rev()
                .fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
        )
    };
    let (Some(count), Some(size)) = (number(end + 10, 2), number(end + 12, 4)) else {
        return Names::None;
    };
    if count > most {
        return Names::TooMany;
    }
    // What a program wrote before the archive moves it, so its place is counted from its end.
    let Some(mut at) = end.checked_sub(size) else {
        return Names::TooMany;
    };
    let mut names = Vec::with_capacity(count);
    for _ in 0..count {
        let (Some(name), Some(extra), Some(comment)) =
            (number(at + 28, 2), number(at + 30, 2), number(at + 32, 2))
        else {
            return Names::None;
        };
        let known = tail.get(at..at + 4) == Some(ENTRY);
        let Some(text) = tail.get(at + 46..at + 46 + name).filter(|_| known) else {
            return Names::None;
        };
        names.push(String::from_utf8_lossy(text).into_owned());
        at += 46 + name + extra + comment;
    }
    Names::Of(names)
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// A zip with these parts in it.
    pub(in crate::intake) fn zip(parts: &[&str]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for part in parts {
            writer
                .start_file(*part, SimpleFileOptions::default())
                .expect("a part");
            writer.write_all(b"<a/>").expect("its bytes");
        }
        writer.finish().expect("a zip").into_inner()
    }

    #[test]
    fn the_directory_is_read_and_nothing_that_only_looks_like_one() {
        let whole = zip(&["OFD.xml", "文档/1.xml"]);
        let names = |names: &[&str]| Names::Of(names.iter().map(|&n| n.to_owned()).collect());
        assert_eq!(read(&whole, 10), names(&["OFD.xml", "文档/1.xml"]));
        assert_eq!(read(&whole, 1), Names::TooMany);
        assert_eq!(read(&whole[..whole.len() - 23], 10), Names::None);
        // An archive inside another counts for nothing.
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let stored =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file("里面.docx", stored).expect("a part");
        writer
            .write_all(&zip(&["word/document.xml"]))
            .expect("bytes");
        let outer = writer.finish().expect("a zip").into_inner();
        assert_eq!(read(&outer, 10), names(&["里面.docx"]));
        for end in 0..whole.len() {
            let _ = read(&whole[..end], 10);
        }
    }
}
