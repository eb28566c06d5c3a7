//! Expectation files: what a person read in a document, one block an item.
//!
//! ```text
//! [document]
//! title: …
//!
//! [task] 二.1 | 强化政府主导责任
//! starts: …            first characters as printed
//! ends: …              last characters of the text, before its bracket
//! lead: 甲             joint: 乙、丙        collective support: 丁
//! open: yes
//! target: name | comparator | value | unit | last day | soft, maintain
//! deadline: printed | first | last
//! ```

/// One `[kind] label | title` block with its `key: value` lines.
#[derive(Debug, Default, Clone)]
pub(crate) struct Block {
    pub(crate) kind: String,
    pub(crate) label: String,
    pub(crate) title: String,
    lines: Vec<(String, String)>,
}

impl Block {
    /// The value of a key that stands at most once.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.all(key).last()
    }

    /// Every value of a key, in order.
    pub(crate) fn all<'b>(&'b self, key: &str) -> impl Iterator<Item = &'b str> {
        self.lines
            .iter()
            .filter(move |(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    }

    /// The responsibilities as `role|collective|name`, in the order of names within each role.
    pub(crate) fn responsibilities(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (key, value) in &self.lines {
            let (collective, role) = key
                .strip_prefix("collective ")
                .map_or((false, key.as_str()), |role| (true, role));
            if matches!(role, "lead" | "joint" | "support" | "consolidator") {
                all.extend(
                    split_names(value)
                        .into_iter()
                        .map(|name| format!("{role}|{collective}|{name}")),
                );
            }
        }
        all.sort();
        all
    }
}

/// Names of one line; `、` inside brackets does not part them (`各市、县（市、区）人民政府` is written with `,`).
fn split_names(value: &str) -> Vec<String> {
    value
        .split('、')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| {
            name.replace(',', "、")
                .replace('(', "（")
                .replace(')', "）")
        })
        .collect()
}

/// Reads an expectation file.
pub(crate) fn read(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        if let Some((kind, head)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            let (label, title) = head.split_once('|').unwrap_or(("", head));
            let (label, title) = (label.trim().to_owned(), title.trim().to_owned());
            blocks.push(Block {
                kind: kind.to_owned(),
                label,
                title,
                lines: Vec::new(),
            });
        } else if let (Some(block), Some((key, value))) = (blocks.last_mut(), line.split_once(':'))
        {
            block
                .lines
                .push((key.trim().to_owned(), value.trim().to_owned()));
        }
    }
    blocks
}
