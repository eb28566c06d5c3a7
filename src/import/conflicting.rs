//! Keeps in step where documents of one region set different values for one indicator and year.

use sqlx::PgConnection;

use crate::review::{Stated, conflicts, indicator};
use crate::store::conflicts::{self as stored, StatedRow};

/// Finds the conflicts of a document's targets with those of others and writes them; those that were there go.
///
/// # Errors
///
/// When the database refuses.
pub(super) async fn settle(tx: &mut PgConnection, document: i64) -> sqlx::Result<()> {
    name(tx, document).await?;
    let stated: Vec<Stated> = stored::stated_with(tx, document)
        .await?
        .into_iter()
        .map(stated)
        .collect();
    let own = |id: i64| {
        let one = stated.binary_search_by_key(&id, |one| one.id);
        one.is_ok_and(|place| stated[place].document == document)
    };
    let found = conflicts(&stated);
    let found = found.iter().filter(|one| own(one.one) || own(one.other));
    let (mut one, mut other, mut years) = (Vec::new(), Vec::new(), Vec::new());
    for conflict in found {
        one.push(conflict.one);
        other.push(conflict.other);
        years.push(conflict.year);
    }
    stored::replace(tx, document, &one, &other, &years).await
}

fn stated(row: StatedRow) -> Stated {
    Stated {
        id: row.id,
        document: row.document_id,
        indicator: row.indicator,
        year: row.year,
        target: row.target,
    }
}

/// Settles under which name the targets of a document are compared.
async fn name(tx: &mut PgConnection, document: i64) -> sqlx::Result<()> {
    let mut keys = Vec::new();
    let mut names = Vec::new();
    for (id, name, region, short) in stored::unsettled(tx, document).await? {
        keys.push(id);
        names.push(indicator(&name, &[&region, &short]));
    }
    stored::settle(tx, &keys, &names).await
}
