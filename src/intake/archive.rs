//! A zip opened within limits. Parts are read one by one, by name, and all count against one budget of unpacked
//! bytes; what a part claims to be its size is never believed.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use super::Refusal;
use super::limit::{self, Excess};

/// An open archive.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    names: BTreeSet<String>,
    /// Bytes that may still be unpacked.
    left: usize,
}

const FORMAT: &str = "文件";

impl<'b> Archive<'b> {
    /// Reads the directory of an archive.
    ///
    /// # Errors
    ///
    /// When it is damaged or lists too many parts.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        // The directory is parsed once for each end record that a file pretends to have.
        let count = |magic: &[u8], most: usize| {
            memmem::find_iter(bytes, magic).take(most + 1).count() > most
        };
        if count(b"PK\x01\x02", limit::ENTRIES) || count(b"PK\x05\x06", 64) {
            return Err(Refusal::Excess(Excess::Entries));
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(refusal)?;
        if zip.len() > limit::ENTRIES {
            return Err(Refusal::Excess(Excess::Entries));
        }
        let names = zip
            .file_names()
            .filter_map(|name| Some(name.ok()?.into_owned()))
            .collect();
        Ok(Self {
            zip,
            names,
            left: limit::UNPACKED,
        })
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// The parts below a folder, in order.
    pub(super) fn below(&self, folder: &str) -> Vec<String> {
        let below = self.names.range(folder.to_owned()..);
        below
            .take_while(|name| name.starts_with(folder))
            .cloned()
            .collect()
    }

    /// Whether a document of another name than usual stands in this folder.
    pub(super) fn main_part_below(&self, folder: &str) -> bool {
        self.has("[Content_Types].xml") && !self.below(folder).is_empty()
    }

    /// Unpacks a part; `None` when there is none of this name.
    ///
    /// # Errors
    ///
    /// When it is damaged, or the budget of unpacked bytes is used up.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        if !self.has(name) {
            return Ok(None);
        }
        let part = self.zip.by_name(name).map_err(refusal)?;
        let mut bytes = Vec::new();
        part.take(self.left as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| Refusal::Broken { format: FORMAT })?;
        self.left = self
            .left
            .checked_sub(bytes.len())
            .ok_or(Refusal::Excess(Excess::Unpacked))?;
        Ok(Some(bytes))
    }
}

fn refusal(error: ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refusal::Encrypted {
            format: "压缩文件",
        },
        _ => Refusal::Broken { format: FORMAT },
    }
}
