//! What changes rarely, in memory as long as nobody has changed it: reading a nation's departments takes longer than
//! making a page from them, and every page asks what day it is under every schedule.
//!
//! Nothing depends on it: whatever instance answers asks the database first which registry, and which calendar, it is.

use std::sync::{Arc, RwLock};

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::domain::Calendar;
use crate::registry::Registry;
use crate::store::{calendars, registry};

/// What was read last, under the number of the change that left it.
#[derive(Debug, Default)]
pub struct Known {
    registry: RwLock<Option<(i64, Arc<Registry>)>>,
    calendar: RwLock<Option<(i64, Calendar)>>,
}

impl Known {
    /// The registry as it stands. Not for a transaction that changes it: what that sees is nobody else's yet.
    ///
    /// # Errors
    ///
    /// When the database refuses.
    pub async fn registry(&self, db: &mut PgConnection) -> sqlx::Result<Arc<Registry>> {
        let version = registry::version(db).await?;
        if let Some(known) = read(&self.registry, version) {
            return Ok(known);
        }
        // Changed between the two questions, it is newer than its number, and is read again the next time.
        let registry = Arc::new(registry::load(db).await?);
        write(&self.registry, version, registry.clone());
        Ok(registry)
    }

    /// A day under the schedules as they stand.
    ///
    /// # Errors
    ///
    /// When the database refuses.
    pub async fn calendar(
        &self,
        db: &mut PgConnection,
        today: NaiveDate,
    ) -> sqlx::Result<Calendar> {
        let version = calendars::version(db).await?;
        let known = read(&self.calendar, version).filter(|known| known.today == today);
        if let Some(known) = known {
            return Ok(known);
        }
        let calendar = calendars::load(db, today).await?;
        write(&self.calendar, version, calendar.clone());
        Ok(calendar)
    }
}

fn read<T: Clone>(known: &RwLock<Option<(i64, T)>>, version: i64) -> Option<T> {
    let known = known.read().ok()?;
    let (number, value) = known.as_ref()?;
    (*number == version).then(|| value.clone())
}

fn write<T>(known: &RwLock<Option<(i64, T)>>, version: i64, value: T) {
    if let Ok(mut known) = known.write() {
        *known = Some((version, value));
    }
}
