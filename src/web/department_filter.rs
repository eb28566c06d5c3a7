//! What is asked of the list of departments: address, form, question and link of a count are one struct.

use super::components::Slice;
use super::error::Error;
use super::extract::Fields;
use super::paths;
use crate::domain::Calendar;
use crate::store::Reach;
use crate::store::departments::{Ask, Which};

/// Conditions of the list of departments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentFilter {
    /// Which of them.
    pub which: Which,
    /// Only the work on this document.
    pub document: Option<i64>,
    /// Only with these words in a name.
    pub words: String,
}

impl Default for DepartmentFilter {
    fn default() -> Self {
        Self {
            which: Which::All,
            document: None,
            words: String::new(),
        }
    }
}

/// The longest words that are searched for, in characters.
const WORDS: usize = 50;

impl DepartmentFilter {
    /// The filter that an address asks for.
    ///
    /// # Errors
    ///
    /// When a condition names nothing that exists.
    pub fn asked(fields: &Fields) -> Result<Self, Error> {
        Ok(Self {
            which: fields.parsed("which")?.unwrap_or(Which::All),
            document: fields.parsed("document")?,
            words: fields.text("words").chars().take(WORDS).collect(),
        })
    }

    /// The same conditions for other departments.
    pub fn with(&self, which: Which) -> Self {
        Self {
            which,
            ..self.clone()
        }
    }

    /// The question to the store.
    pub fn ask(&self, reach: Reach, calendar: &Calendar) -> Ask {
        Ask {
            reach,
            which: self.which,
            document: self.document,
            words: (!self.words.is_empty()).then(|| self.words.clone()),
            calendar: calendar.clone(),
        }
    }

    /// The address of the departments.
    pub fn href(&self) -> String {
        self.page_href(Slice::default())
    }

    /// The address of a page of them.
    pub fn page_href(&self, slice: Slice) -> String {
        let usual = Slice::default();
        let pairs = [
            (
                "which",
                (self.which != Which::All).then(|| self.which.code().to_owned()),
            ),
            ("document", self.document.map(|id| id.to_string())),
            (
                "words",
                (!self.words.is_empty()).then(|| self.words.clone()),
            ),
            (
                "page",
                (slice.page != usual.page).then(|| slice.page.to_string()),
            ),
            (
                "size",
                (slice.size != usual.size).then(|| slice.size.to_string()),
            ),
        ];
        paths::with_query(paths::DEPARTMENTS, &pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_asks_for_what_it_was_spelled_from() {
        let filter = DepartmentFilter {
            which: Which::Silent,
            document: Some(4),
            words: "发展 & 改革".to_owned(),
        };
        let href = filter.href();
        let query = href.split_once('?').expect("a query").1;
        let fields = Fields(
            form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        );
        assert_eq!(DepartmentFilter::asked(&fields).expect("read"), filter);
        assert_eq!(DepartmentFilter::default().href(), "/departments");
        let unknown = Fields(vec![("which".to_owned(), "busy".to_owned())]);
        assert!(DepartmentFilter::asked(&unknown).is_err());
    }
}
