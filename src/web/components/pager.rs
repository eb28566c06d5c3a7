//! Pages of a list.

use crate::web::error::Error;
use crate::web::extract::Fields;

/// Rows of a page, where nothing else is asked.
const USUAL: i64 = 50;
/// The sizes that a person may choose.
const SIZES: &[i64] = &[20, 50, 200];

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// The page, from 1.
    pub page: i64,
    /// Rows of a page.
    pub size: i64,
}

impl Default for Slice {
    fn default() -> Self {
        Self {
            page: 1,
            size: USUAL,
        }
    }
}

impl Slice {
    /// The slice that an address asks for.
    ///
    /// # Errors
    ///
    /// When the page or its size is no number.
    pub fn asked(fields: &Fields) -> Result<Self, Error> {
        let page = fields.parsed("page")?.unwrap_or(1);
        let size = fields
            .parsed("size")?
            .filter(|size| SIZES.contains(size))
            .unwrap_or(USUAL);
        // Nobody turns a million pages; a larger number is a typing mistake.
        Ok(Self {
            page: i64::clamp(page, 1, 1_000_000),
            size,
        })
    }

    /// Rows to leave out.
    pub fn offset(&self) -> i64 {
        (self.page - 1) * self.size
    }
}

/// The foot of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager {
    /// Rows in all.
    pub total: i64,
    /// This page.
    pub page: i64,
    /// How many there are.
    pub pages: i64,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

impl Pager {
    /// The foot of a list of `total` rows. `address` spells the address of a page.
    pub fn new(slice: Slice, total: i64, address: impl Fn(i64) -> String) -> Self {
        let pages = ((total + slice.size - 1) / slice.size).max(1);
        Self {
            total,
            page: slice.page,
            pages,
            previous: (slice.page > 1).then(|| address((slice.page - 1).min(pages))),
            next: (slice.page < pages).then(|| address(slice.page + 1)),
        }
    }

    /// What the title adds on later pages: `（第 2 页，共 9 页）`.
    pub fn title(&self) -> String {
        match self.page {
            1 => String::new(),
            page => format!("（第 {page} 页，共 {} 页）", self.pages),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_has_no_next() {
        let pager = |page, total| {
            Pager::new(Slice { page, size: 50 }, total, |page| {
                format!("?page={page}")
            })
        };
        assert_eq!(pager(1, 0).pages, 1);
        assert_eq!(
            (pager(1, 51).previous, pager(1, 51).next.as_deref()),
            (None, Some("?page=2"))
        );
        assert_eq!(
            (pager(2, 51).previous.as_deref(), pager(2, 51).next),
            (Some("?page=1"), None)
        );
        assert_eq!(pager(9, 51).previous.as_deref(), Some("?page=2"));
        assert_eq!(pager(2, 51).title(), "（第 2 页，共 2 页）");
    }
}
