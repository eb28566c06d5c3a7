//! An open review: the text, the decisions on it, and what follows from both today.

use std::sync::Arc;

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::document;
use crate::domain::ImportState;
use crate::registry::Registry;
use crate::review::{
    Applied, Choices, Decided, Decision, Decisions, Obstacle, Proposal, Review, Sheet, apply,
    review, sheet,
};
use crate::store::import_decisions::{self, DecisionRow};
use crate::store::imports::{self, Import};
use crate::store::registry;
use crate::web::error::Error;
use crate::web::extract::Db;
use crate::web::wording;

/// Everything that the pages of a review are made from.
#[derive(Debug)]
pub struct Open {
    /// The text with its file.
    pub import: Import,
    /// What people decided.
    pub decisions: Decisions,
    /// The newest decision, for undoing by key.
    pub newest: Option<Decided>,
    /// The reading after decisions.
    pub applied: Applied,
    /// What would be written, as far as names are known.
    pub draft: Option<Proposal>,
    /// What stands in the way.
    pub obstacles: Vec<Obstacle>,
    /// The sheet.
    pub sheet: Sheet,
    /// Departments and regions.
    pub registry: Arc<Registry>,
}

impl Open {
    /// Loads a review to look at it.
    ///
    /// # Errors
    ///
    /// When there is none, or it cannot be read.
    pub async fn view(db: &mut Db, id: i64, today: NaiveDate) -> Result<Self, Error> {
        let import = imports::find(db, id).await?.ok_or(Error::NotFound)?;
        let rows = import_decisions::decisions(db, id).await?;
        let registry = db.registry().await?;
        Self::of(import, rows, registry, today)
    }

    /// Loads a review in a transaction that goes on to change something, and reads its text under the decisions on
    /// it.
    ///
    /// # Errors
    ///
    /// When there is none, or it cannot be read.
    pub async fn load(db: &mut PgConnection, id: i64, today: NaiveDate) -> Result<Self, Error> {
        let import = imports::find(db, id).await?.ok_or(Error::NotFound)?;
        let rows = import_decisions::decisions(db, id).await?;
        let registry = Arc::new(registry::load(db).await?);
        Self::of(import, rows, registry, today)
    }

    /// Reads the text of a review under the decisions on it.
    ///
    /// # Errors
    ///
    /// When a decision cannot be read.
    pub fn of(
        import: Import,
        rows: Vec<DecisionRow>,
        registry: Arc<Registry>,
        today: NaiveDate,
    ) -> Result<Self, Error> {
        let all = rows
            .into_iter()
            .map(decided)
            .collect::<Result<Vec<Decided>, Error>>()?;
        let newest = all.last().cloned();
        let decisions = Decisions::new(all);
        let parsed = match decisions.rule() {
            Some((rule, _)) => document::parse_under(&import.body, rule),
            None => document::parse(&import.body),
        };
        let applied = apply(&import.body, parsed, &decisions);
        let choices = Choices::of(&decisions);
        let Review { draft, obstacles } = review(
            &import.body,
            &applied.parsed,
            &registry,
            &choices,
            &import.name,
            today,
        );
        let sheet = sheet(&import.body, &applied, &decisions, &obstacles);
        Ok(Self {
            import,
            decisions,
            newest,
            applied,
            draft,
            obstacles,
            sheet,
            registry,
        })
    }

    /// True while decisions can be made.
    pub fn is_open(&self) -> bool {
        self.import.state == ImportState::Open
    }

    /// The newest decision on an item, paragraph or other subject; 0 where there is none.
    pub fn seen(&self, subject: &str, anchor: [usize; 2]) -> i64 {
        let on = |one: &&Decided| one.decision.subject() == subject && one.anchor == anchor;
        self.decisions
            .iter()
            .filter(on)
            .map(|one| one.id)
            .max()
            .unwrap_or(0)
    }
}

fn decided(row: DecisionRow) -> Result<Decided, Error> {
    let place = |at: i32| usize::try_from(at).unwrap_or(0);
    let decision: Decision = serde_json::from_value(row.body)
        .map_err(|error| anyhow::anyhow!("reading decision {}: {error}", row.id))?;
    Ok(Decided {
        id: row.id,
        anchor: [place(row.anchor_start), place(row.anchor_end)],
        decision,
        by: row.by,
        at: wording::moment(row.at),
    })
}
