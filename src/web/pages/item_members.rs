//! 事项 · 成员: the members of the bodies of many that an item names, and which of them have reported.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::domain::Calendar;
use crate::store::duties::{self, DutyLine};
use crate::store::items::{self, Item};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db, Path};
use crate::web::item_parts::{DutyPart, MemberState};
use crate::web::page::{Page, Shell};
use crate::web::person::Person;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "items/members.html")]
struct MembersPage {
    shell: Shell,
    caption: String,
    rows: Vec<Row>,
    item: String,
}

struct Row {
    duty: DutyPart,
    state: &'static str,
    tone: &'static str,
}

/// `GET /items/{item}/members`.
pub async fn index(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let item = items::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let body: Option<i64> = asked.parsed("body")?;
    let duties = duties::of_item(&mut db, id).await?;
    let members: Vec<DutyLine> = duties
        .into_iter()
        .filter(|duty| match body {
            Some(body) => duty.member_of_id == Some(body),
            None => duty.member_of_id.is_some(),
        })
        .collect();
    let which = asked.text("which").to_owned();
    Ok(Page(MembersPage::new(shell, &item, &members, &which, &calendar)).into_response())
}

impl MembersPage {
    fn new(
        shell: Shell,
        item: &Item,
        members: &[DutyLine],
        which: &str,
        calendar: &Calendar,
    ) -> Self {
        let row = |duty: &DutyLine| {
            let state = MemberState::of(duty, item, calendar);
            state.is_among(which).then(|| Row {
                duty: DutyPart::new(duty),
                state: state.label(),
                tone: state.tone(),
            })
        };
        let rows: Vec<Row> = members.iter().filter_map(row).collect();
        let what = match which {
            "reported" => "已报的成员",
            "missing" => "未报的成员",
            _ => "成员",
        };
        let period = wording::round(calendar.current(item.schedule_id));
        Self {
            shell: shell
                .titled(format!("{what}：{}", wording::shortened(&item.title, 30)))
                .under(paths::ITEMS, "台账")
                .under(paths::item(item.id), wording::shortened(&item.title, 20)),
            caption: format!("{period} {what} {} 个", rows.len()),
            rows,
            item: paths::item(item.id),
        }
    }
}
