//! `fengong registry hand-over`: what is due passes to the departments that follow, without anybody at a page; for a
//! nightly run.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use super::terminal::say;
use crate::store::duty_changes::Act;
use crate::store::handovers::{self, DuePredecessor};
use crate::store::passages::{self, Passage};
use crate::store::{Reach, events};

/// Passes on everything that goes whole to one successor; what was split waits for a person.
pub(super) async fn run(
    db: &mut PgConnection,
    dry_run: bool,
    today: NaiveDate,
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut tx = db.begin().await?;
    // A later predecessor may be an earlier successor, so that passing on makes more due; each passes on once.
    let mut passed = Vec::new();
    loop {
        let due = handovers::due(&mut tx, &Reach(None), today).await?;
        let next = due
            .iter()
            .find(|one| one.whole && !passed.contains(&one.id));
        let Some(one) = next else {
            for one in due.iter().filter(|one| !one.whole) {
                say(told("待逐项指定", one))?;
            }
            break;
        };
        say(told("移交", one))?;
        pass_on(&mut tx, one, today, at).await?;
        passed.push(one.id);
    }
    let count = passed.len();
    match (dry_run, count) {
        (_, 0) => say("没有到期可以整体移交的。"),
        (true, _) => say(format!("试运行，没有写入：{count} 个单位可以整体移交。")),
        (false, _) => {
            tx.commit().await?;
            say(format!("已移交 {count} 个单位。"))
        }
    }
}

fn told(what: &str, one: &DuePredecessor) -> String {
    format!(
        "{what}：{}{} → {}，{} 起，在办 {} 项",
        one.region,
        one.short_name,
        one.successors.join("、"),
        one.on_date,
        one.items
    )
}

async fn pass_on(
    db: &mut PgConnection,
    one: &DuePredecessor,
    today: NaiveDate,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    handovers::lock(db, one.id).await?;
    let successors = handovers::successors(db, one.id, today).await?;
    let items = handovers::open_keys(db, one.id).await?;
    let all: Vec<Passage> = successors
        .iter()
        .flat_map(|to| {
            items.iter().map(|item| Passage {
                item: *item,
                to: to.id,
                on: to.on_date,
            })
        })
        .collect();
    passages::pass_on(db, one.id, &all, Act { by: None, at }).await?;
    let event = events::Event {
        action: "registry.succession.apply",
        department: Some(one.id),
        after: Some(json!({ "items": items.len(), "on": one.on_date })),
        ..events::Event::default()
    };
    events::record(db, at, event).await
}
