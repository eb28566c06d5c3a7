//! A number that leads to the rows it counts.

/// A number; a link unless it is zero, because nothing stands behind a zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub value: i64,
    /// Address of the rows.
    pub href: Option<String>,
    /// What is counted, for those who hear the link without its table.
    pub label: String,
}

impl Count {
    /// A number with the address of its rows.
    pub fn new(value: i64, href: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value,
            href: (value != 0).then(|| href.into()),
            label: label.into(),
        }
    }
}
