//! What is asked of the 台账: an address, a form, a question to the store and a count's link are one struct, so that
//! a number and the rows behind it cannot disagree.

use super::components::Slice;
use super::error::Error;
use super::extract::Fields;
use super::paths;
use crate::domain::{Calendar, ItemKind, Progress, Role};
use crate::store::Reach;
use crate::store::ledger::{Ask, Order, Unreported};

/// Conditions and order of the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerFilter {
    /// Only this document.
    pub document: Option<i64>,
    /// Only this department's.
    pub department: Option<i64>,
    /// Only this role.
    pub role: Option<Role>,
    /// Only goals or only tasks.
    pub kind: Option<ItemKind>,
    /// Only this progress.
    pub progress: Option<Progress>,
    /// Only past the deadline and not done.
    pub overdue: bool,
    /// Only due within so many days.
    pub due_within: Option<i32>,
    /// Only where somebody owes a report of the last round due.
    pub unreported: Option<Unreported>,
    /// Only where nobody answers.
    pub unassigned: bool,
    /// Only with these words.
    pub words: String,
    /// In which order.
    pub order: Order,
}

/// The longest words that are searched for, in characters.
const WORDS: usize = 50;

impl LedgerFilter {
    /// The filter that an address asks for.
    ///
    /// # Errors
    ///
    /// When a condition names nothing that exists.
    pub fn asked(fields: &Fields) -> Result<Self, Error> {
        let order = match fields.text("sort") {
            "" => Order::default(),
            code => Order::ALL
                .iter()
                .copied()
                .find(|order| order.code() == code)
                .ok_or(Error::BadRequest("没有这种排序方式。请从表头重新选择。"))?,
        };
        Ok(Self {
            document: fields.parsed("document")?,
            department: fields.parsed("department")?,
            role: fields.parsed("role")?,
            kind: fields.parsed("kind")?,
            progress: fields.parsed("progress")?,
            overdue: !fields.text("overdue").is_empty(),
            due_within: fields.parsed("due")?,
            unreported: fields.parsed("unreported")?,
            unassigned: !fields.text("unassigned").is_empty(),
            words: fields.text("words").chars().take(WORDS).collect(),
            order,
        })
    }

    /// The address of the rows.
    pub fn href(&self) -> String {
        self.spelled(paths::ITEMS, Slice::default())
    }

    /// The address of a page of them.
    pub fn page_href(&self, slice: Slice) -> String {
        self.spelled(paths::ITEMS, slice)
    }

    /// The address of all of them as CSV.
    pub fn csv_href(&self) -> String {
        self.spelled(paths::ITEMS_CSV, Slice::default())
    }

    /// The same rows in another order.
    pub fn sorted(&self, order: Order) -> Self {
        Self {
            order,
            ..self.clone()
        }
    }

    /// The question to the store.
    pub fn ask(&self, reach: Reach, calendar: &Calendar) -> Ask {
        Ask {
            reach,
            document: self.document,
            department: self.department,
            role: self.role.map(|role| role.code().to_owned()),
            kind: self.kind.map(|kind| kind.code().to_owned()),
            progress: self.progress.map(|progress| progress.code().to_owned()),
            overdue: self.overdue,
            due_within: self.due_within,
            unreported: self.unreported,
            words: (!self.words.is_empty()).then(|| escaped(&self.words)),
            unassigned: self.unassigned,
            calendar: calendar.clone(),
        }
    }

    fn spelled(&self, path: &str, slice: Slice) -> String {
        let usual = Slice::default();
        let flag = |on: bool| on.then(|| "1".to_owned());
        let pairs = [
            ("document", self.document.map(|id| id.to_string())),
            ("department", self.department.map(|id| id.to_string())),
            ("role", self.role.map(|role| role.code().to_owned())),
            ("kind", self.kind.map(|kind| kind.code().to_owned())),
            (
                "progress",
                self.progress.map(|progress| progress.code().to_owned()),
            ),
            ("overdue", flag(self.overdue)),
            ("due", self.due_within.map(|days| days.to_string())),
            (
                "unreported",
                self.unreported.map(|which| which.code().to_owned()),
            ),
            ("unassigned", flag(self.unassigned)),
            (
                "words",
                (!self.words.is_empty()).then(|| self.words.clone()),
            ),
            (
                "sort",
                (self.order != Order::default()).then(|| self.order.code().to_owned()),
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
        paths::with_query(path, &pairs)
    }
}

/// Words as `like` takes them literally.
fn escaped(words: &str) -> String {
    words
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_asks_for_what_it_was_spelled_from() {
        let filter = LedgerFilter {
            document: Some(3),
            department: Some(7),
            role: Some(Role::Joint),
            kind: Some(ItemKind::Task),
            progress: Some(Progress::Behind),
            overdue: true,
            due_within: Some(30),
            unreported: Some(Unreported::Missing),
            unassigned: true,
            words: "质量 & 100%".to_owned(),
            order: Order::Deadline,
        };
        let href = filter.href();
        let query = href.split_once('?').expect("a query").1;
        let fields = Fields(
            form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        );
        assert_eq!(LedgerFilter::asked(&fields).expect("read"), filter);
        assert_eq!(LedgerFilter::default().href(), "/items");
    }

    #[test]
    fn words_are_searched_literally() {
        assert_eq!(escaped("100%_\\"), "100\\%\\_\\\\");
    }
}
