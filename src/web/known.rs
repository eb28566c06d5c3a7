//! The registry in memory, as long as nobody has changed it: reading a nation's departments takes longer than making
//! a page from them.
//!
//! Nothing depends on it: whatever instance answers asks the database first which registry it is.

use std::sync::{Arc, RwLock};

use sqlx::PgConnection;

use crate::registry::Registry;
use crate::store::registry;

/// The registry that was read last, under the number of the change that left it.
#[derive(Debug, Default)]
pub struct Known(RwLock<Option<(i64, Arc<Registry>)>>);

impl Known {
    /// The registry as it stands. Not for a transaction that changes it: what that sees is nobody else's yet.
    ///
    /// # Errors
    ///
    /// When the database refuses.
    pub async fn registry(&self, db: &mut PgConnection) -> sqlx::Result<Arc<Registry>> {
        let version = registry::version(db).await?;
        if let Some(known) = self.read(version) {
            return Ok(known);
        }
        // Changed between the two questions, it is newer than its number, and is read again the next time.
        let registry = Arc::new(registry::load(db).await?);
        if let Ok(mut known) = self.0.write() {
            *known = Some((version, registry.clone()));
        }
        Ok(registry)
    }

    fn read(&self, version: i64) -> Option<Arc<Registry>> {
        let known = self.0.read().ok()?;
        let (number, registry) = known.as_ref()?;
        (*number == version).then(|| registry.clone())
    }
}
