//! Decisions on a text under review: each is a row; the newest holds; undoing takes one back.

use axum::response::Response;
use chrono::{DateTime, Utc};
use sqlx::{Acquire, PgConnection};

use crate::domain::Calendar;
use crate::review::{Anchor, Decision, NameMeaning, UnknownName};
use crate::store::import_decisions::{self, NewDecision};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Fields, Now, Path, Typed};
use crate::web::page::see_other;
use crate::web::paths;
use crate::web::person::Person;
use crate::web::reviewing::deciding::{decide, record, row};
use crate::web::reviewing::forms;
use crate::web::reviewing::open::Open;

/// `POST /imports/{import}/decisions`.
pub async fn create(
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let fields = &typed.fields;
    if let Some(batch) = Batch::asked(fields.text("do")) {
        let count = decide_all(&mut db, id, batch, &person, calendar, now).await?;
        let message = format!("{} {count} 个，可以一次撤销。", batch.label());
        session.leave(&mut db, &message).await?;
        return Ok(see_other(&paths::import_part(id, part(fields))));
    }
    let (anchor, decision) = match forms::decision(fields) {
        Ok(decided) => decided,
        Err(sentence) => {
            session.leave(&mut db, &sentence).await?;
            return Ok(see_other(&back(id, fields)));
        }
    };
    let seen = fields.parsed::<i64>("seen")?;
    decide(&mut db, id, anchor, decision, seen, &person, now).await?;
    Ok(see_other(&back(id, fields)))
}

fn part(fields: &Fields) -> usize {
    fields.text("part").parse().unwrap_or(0)
}

/// Where the person was.
fn back(id: i64, fields: &Fields) -> String {
    match fields.text("from").parse::<usize>() {
        Ok(at) => paths::import_place(id, part(fields), at),
        Err(_) => paths::import_part(id, part(fields)),
    }
}

/// Decisions that are made together and undone together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Batch {
    /// Every item that nobody decided and nothing asks about is taken.
    Items,
    /// Every name that no department carries becomes a new one.
    Names,
}

impl Batch {
    fn asked(code: &str) -> Option<Self> {
        match code {
            "batch" => Some(Self::Items),
            "create-all" => Some(Self::Names),
            _ => None,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Items => "批量采纳事项",
            Self::Names => "批量新建单位",
        }
    }

    fn decisions(self, open: &Open) -> Vec<(Anchor, Decision)> {
        let create = |name: &UnknownName| Decision::Name {
            name: name.name.clone(),
            means: NameMeaning::Create,
        };
        match self {
            Self::Items => open
                .sheet
                .clear()
                .map(|entry| (entry.card.anchor, Decision::Accept))
                .collect(),
            Self::Names => open
                .sheet
                .nameless()
                .map(|name| ([0, 0], create(name)))
                .collect(),
        }
    }
}

/// Makes the decisions of a batch; gives how many those are.
async fn decide_all(
    db: &mut PgConnection,
    id: i64,
    batch: Batch,
    person: &Person,
    calendar: Calendar,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let mut tx = db.begin().await?;
    import_decisions::lock_open(&mut tx, id)
        .await?
        .ok_or(Error::Conflict("这份文字已经发布或放弃，不能再改。"))?;
    let open = Open::load(&mut tx, id, calendar.today).await?;
    let rows: Vec<NewDecision> = batch
        .decisions(&open)
        .iter()
        .map(|(anchor, decision)| row(*anchor, decision))
        .collect::<Result<_, _>>()?;
    import_decisions::decide(&mut tx, id, &rows, person.id, now).await?;
    record(&mut tx, id, "import.decide", batch.label(), person, now).await?;
    tx.commit().await?;
    Ok(rows.len())
}

/// `POST /imports/{import}/undoing`.
pub async fn undo(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let decision = typed
        .parsed::<i64>("decision")?
        .ok_or(Error::BadRequest("请从页面上选择要撤销的决定。"))?;
    let mut tx = db.begin().await?;
    import_decisions::lock_open(&mut tx, id)
        .await?
        .ok_or(Error::Conflict("这份文字已经发布或放弃，不能再改。"))?;
    let undone = import_decisions::undo(&mut tx, id, decision, person.id, now).await?;
    record(&mut tx, id, "import.undo", "撤销", &person, now).await?;
    tx.commit().await?;
    let message = match undone {
        0 => "这个决定已经撤销过。".to_owned(),
        count => format!("已撤销 {count} 个决定。"),
    };
    session.leave(&mut db, &message).await?;
    Ok(see_other(&back(id, &typed.fields)))
}
