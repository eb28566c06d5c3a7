//! Items inside the sentences of an amendment: `将第4项修改为：“4.加快轨道交通产业园建设。（A牵头）”` is item 4 of the text
//! that it amends.

use std::ops::Range;

use super::super::mark;
use super::pieces::Piece;
use super::{Extractor, Place, heading};
use crate::domain::word_list;

word_list!(
    /// Words by which an item is taken out.
    DELETED = "删去 删除 取消 废止"
);

impl Extractor<'_, '_> {
    /// Reads the item that an amending paragraph quotes, if it quotes one with its number; true when it did, and when
    /// the paragraph only takes an item out.
    pub(super) fn amended(&mut self, block: usize, place: &Place) -> bool {
        let Some(paragraph) = self.paragraph(block) else {
            return false;
        };
        let words = paragraph.after_mark();
        let part = words.contains(['项', '条', '款']);
        let deletes = DELETED.beginning(words).is_some() && part && words.chars().count() <= 40;
        // `将《方案》中“市农牧业局”统一修改为“市农牧局”`: a name, and no work.
        let renames = [
            "统一修改为",
            "统一改为",
            "统一调整为",
            "统一表述为",
            "统一规范为",
        ];
        if deletes || renames.iter().any(|word| words.contains(word)) {
            return true;
        }
        let text = paragraph.text();
        let Some(quoted) = quoted(text) else {
            return false;
        };
        let Some(mark) = mark::read(&text[quoted.clone()]) else {
            return false;
        };
        let start = quoted.start + mark.length;
        let label = paragraph.reading.original(self.stored, quoted.start..start);
        let words = &text[start..quoted.end];
        let title = start..start + heading::short_title(words);
        let title = paragraph.reading.original(self.stored, title);
        let piece = Piece {
            block,
            range: start..quoted.end,
        };
        let first = paragraph.reading.span(quoted).start;
        let index = self.add(&[piece], place, place.goals, label, title, true);
        self.items[index].span.start = first;
        true
    }
}

/// What an amending sentence quotes: `修改为：“…”`, `增加一项：“…”`.
fn quoted(text: &str) -> Option<Range<usize>> {
    let amends = ["修改为", "调整为", "变更为", "增加", "新增"]
        .iter()
        .any(|word| text.contains(word));
    let start = text.rfind("：“").filter(|_| amends)? + "：“".len();
    let end = start + text[start..].rfind('”')?;
    (start < end).then_some(start..end)
}
