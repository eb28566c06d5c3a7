//! When an item is reported on, as its page shows it. Pure.

use super::rule::rule;
use crate::domain::{Action, Calendar};
use crate::store::items::Item;
use crate::web::paths;
use crate::web::person::Person;

/// When the item is reported on.
pub(crate) struct SchedulePart {
    pub(crate) name: String,
    pub(crate) rule: String,
    /// It is not that of the document.
    pub(crate) own: bool,
    /// Where another one is chosen.
    pub(crate) choose: Option<String>,
}

impl SchedulePart {
    pub(crate) fn new(person: &Person, item: &Item, calendar: &Calendar) -> Self {
        let schedule = calendar.schedule(item.schedule_id);
        Self {
            name: schedule.map_or_else(String::new, |one| one.name.clone()),
            rule: schedule.map_or_else(String::new, rule),
            own: item.own_schedule,
            choose: (person.may(Action::Administer) && !item.served)
                .then(|| paths::item_schedule(item.id)),
        }
    }
}
