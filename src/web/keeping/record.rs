//! Writing what was done to the registry, in the transaction of the change itself.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use crate::store::events::{self, Event};
use crate::web::person::Person;

/// What was before and what is after.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Before.
    pub before: Option<Value>,
    /// After.
    pub after: Option<Value>,
}

impl Told {
    /// Something that was not there before.
    pub fn new(after: Value) -> Self {
        Self {
            before: None,
            after: Some(after),
        }
    }

    /// Something that was changed.
    pub fn changed(before: Value, after: Value) -> Self {
        Self {
            before: Some(before),
            after: Some(after),
        }
    }
}

/// Writes what was done; `department` is the one that it was done to, if it was one.
///
/// # Errors
///
/// When the database refuses.
pub async fn record(
    db: &mut PgConnection,
    action: &'static str,
    department: Option<i64>,
    told: Told,
    person: &Person,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let event = Event {
        actor: Some(person.id),
        action,
        department,
        before: told.before,
        after: told.after,
        ..Event::default()
    };
    events::record(db, now, event).await
}
