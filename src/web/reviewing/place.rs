//! A place in a text under review: the characters of an item or of a paragraph.

use super::forms;
use super::open::Open;
use crate::domain::Calendar;
use crate::review::Anchor;
use crate::web::error::Error;
use crate::web::extract::{Db, Fields};
use crate::web::paths;

/// A place and the review that it is in.
#[derive(Debug)]
pub struct Place {
    /// The review.
    pub open: Open,
    /// The characters.
    pub anchor: Anchor,
    /// The part of the sheet in which they stand.
    pub part: usize,
}

impl Place {
    /// Loads the review and the place that an address names in it.
    ///
    /// # Errors
    ///
    /// When there is no such place.
    pub async fn load(
        db: &mut Db,
        id: i64,
        asked: &Fields,
        calendar: Calendar,
    ) -> Result<Self, Error> {
        let open = Open::view(db, id, calendar.today).await?;
        let anchor = forms::anchor(asked).map_err(|_| Error::NotFound)?;
        let part = open.sheet.group_of(anchor[0]);
        match anchor[1] <= open.import.body.chars().count() {
            true => Ok(Self { open, anchor, part }),
            false => Err(Error::NotFound),
        }
    }

    /// The characters themselves.
    pub fn quote(&self) -> String {
        self.open
            .import
            .body
            .chars()
            .skip(self.anchor[0])
            .take(self.anchor[1] - self.anchor[0])
            .collect()
    }

    /// The sheet at this place.
    pub fn back(&self) -> String {
        paths::import_place(self.open.import.id, self.part, self.anchor[0])
    }

    /// The item at the anchor as it stands, in the fields of its form; nothing where one is to be added.
    pub fn fields(&self) -> Option<Fields> {
        let entry = self
            .open
            .sheet
            .entries
            .iter()
            .find(|entry| entry.card.anchor == self.anchor)?;
        let item = match entry.card.item {
            Some(index) => self.open.applied.parsed.items.get(index),
            None => entry.card.read.as_ref(),
        };
        Some(forms::item_fields(item?, str::to_owned))
    }

    /// The newest decision on it that the page knows of.
    pub fn seen(&self, adding: bool) -> i64 {
        self.open
            .seen(if adding { "add" } else { "item" }, self.anchor)
    }
}
