//! Writing decisions: each with its event, none over one that the person has not seen.

use chrono::{DateTime, Utc};
use sqlx::{Acquire, PgConnection};

use crate::review::{Anchor, Decision, NameMeaning};
use crate::store::events;
use crate::store::import_decisions::{self, NewDecision};
use crate::web::error::Error;
use crate::web::person::Person;

/// Writes a decision, unless somebody decided on the same subject since the page was made.
pub async fn decide(
    db: &mut PgConnection,
    id: i64,
    anchor: Anchor,
    decision: Decision,
    seen: Option<i64>,
    person: &Person,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    import_decisions::lock_open(&mut tx, id)
        .await?
        .ok_or(Error::Conflict("这份文字已经发布或放弃，不能再改。"))?;
    let new = row(anchor, &decision)?;
    if let Some(seen) = seen {
        let newest = import_decisions::newest(&mut tx, id, &new.subject, new.anchor).await?;
        if newest != seen {
            return Err(Error::Conflict(
                "在您打开页面之后，别人对同一处作了决定，您的这次决定没有写入。请返回复核页面查看后再定。",
            ));
        }
    }
    if let Decision::Name {
        name,
        means: NameMeaning::Alias(code),
    } = &decision
    {
        // An alias works at once, for this text and for later ones.
        import_decisions::add_alias(&mut tx, code, name, "导入复核时设定").await?;
    }
    import_decisions::decide(&mut tx, id, &[new], person.id, now).await?;
    record(&mut tx, id, "import.decide", decision.label(), person, now).await?;
    tx.commit().await?;
    Ok(())
}

/// A decision as a row.
///
/// # Errors
///
/// When it is about characters that no text has.
pub fn row(anchor: Anchor, decision: &Decision) -> Result<NewDecision, Error> {
    let place = |at: usize| i32::try_from(at).map_err(|error| anyhow::anyhow!(error));
    Ok(NewDecision {
        subject: decision.subject(),
        anchor: [place(anchor[0])?, place(anchor[1])?],
        body: serde_json::to_value(decision).map_err(anyhow::Error::from)?,
    })
}

/// Records what was done to a review.
pub async fn record(
    tx: &mut PgConnection,
    id: i64,
    action: &'static str,
    what: &str,
    person: &Person,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let event = events::Event {
        actor: Some(person.id),
        action,
        after: Some(serde_json::json!({ "import": id, "decision": what })),
        ..events::Event::default()
    };
    events::record(tx, now, event).await
}
