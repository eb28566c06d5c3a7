//! Changing and adding an item of a text under review.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::domain::{Calendar, Comparator, ItemKind, Role, TargetKind, Trend};
use crate::review::{Anchor, Decision};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db, Fields, Now, Path, Typed};
use crate::web::page::{Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::reporting::entry::Mistake;
use crate::web::reviewing::deciding::decide;
use crate::web::reviewing::forms;
use crate::web::reviewing::place::Place;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "imports/item.html")]
struct ItemPage {
    shell: Shell,
    action: String,
    back: String,
    quote: String,
    adding: bool,
    extract: String,
    seen: i64,
    kinds: Vec<(&'static str, &'static str, bool)>,
    title: String,
    roles: Vec<RoleField>,
    deadline: String,
    last: String,
    lines: Vec<TargetLine>,
    mistakes: Vec<Mistake>,
}

struct RoleField {
    code: &'static str,
    label: &'static str,
    value: String,
}

type Choices = Vec<(&'static str, &'static str, bool)>;

struct TargetLine {
    index: usize,
    name: String,
    value: String,
    upper: String,
    unit: String,
    comparators: Choices,
    kinds: Choices,
    trends: Choices,
    soft: bool,
    maintain: bool,
}

/// `GET /imports/{import}/item`.
pub async fn edit(
    shell: Shell,
    calendar: Calendar,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let place = Place::load(&mut db, id, &asked, calendar).await?;
    let fields = place.fields();
    let adding = fields.is_none();
    Ok(Page(ItemPage::new(
        shell,
        &place,
        &fields.unwrap_or_default(),
        adding,
        Vec::new(),
    ))
    .into_response())
}

/// `POST /imports/{import}/item`.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn update(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    Now(now): Now,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let place = Place::load(&mut db, id, &asked, calendar).await?;
    let existing = place
        .open
        .sheet
        .entries
        .iter()
        .find(|entry| entry.card.anchor == place.anchor);
    // What a person added is changed by adding it again; what was read is edited.
    let adding = existing.is_none_or(|entry| entry.card.added);
    let words = forms::item_words(&typed.fields);
    let span = if adding && existing.is_none() {
        extract(&place, typed.text("extract"))
    } else {
        Ok(place.anchor)
    };
    let (words, anchor) = match (words, span) {
        (Ok(words), Ok(anchor)) => (words, anchor),
        (words, span) => {
            let mut mistakes = words.err().unwrap_or_default();
            mistakes.extend(span.err());
            let mut page = ItemPage::new(shell, &place, &typed.fields, adding, mistakes);
            page.shell.invalid = true;
            return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
        }
    };
    let decision = if adding {
        Decision::Add(words)
    } else {
        Decision::Edit(words)
    };
    decide(
        &mut db,
        id,
        anchor,
        decision,
        typed.parsed("seen")?,
        &person,
        now,
    )
    .await?;
    Ok(see_other(&place.back()))
}

/// The characters of a quotation within its paragraph: what is added must stand in the text.
fn extract(place: &Place, typed: &str) -> Result<Anchor, Mistake> {
    let quote = place.quote();
    let wanted = typed.trim();
    let found = quote
        .find(wanted)
        .filter(|_| !wanted.is_empty())
        .map(|at| quote[..at].chars().count());
    match found {
        Some(at) => Ok([
            place.anchor[0] + at,
            place.anchor[0] + at + wanted.chars().count(),
        ]),
        None => Err(Mistake {
            field: "extract".to_owned(),
            sentence: "摘录要与上面这段原文一字不差，请从原文复制。".to_owned(),
        }),
    }
}

impl ItemPage {
    fn new(
        shell: Shell,
        place: &Place,
        fields: &Fields,
        adding: bool,
        mistakes: Vec<Mistake>,
    ) -> Self {
        let text = |name: &str| fields.raw(name).unwrap_or("").to_owned();
        let kind = fields.text("kind");
        let quote = place.quote();
        let title = if adding {
            "从本段新增事项"
        } else {
            "修改事项"
        };
        Self {
            shell: shell.titled(title).under(paths::IMPORTS, "导入").under(
                place.back(),
                wording::shortened(&place.open.import.name, 20),
            ),
            action: paths::import_item(place.open.import.id, place.anchor),
            back: place.back(),
            adding,
            extract: fields
                .raw("extract")
                .map_or_else(|| quote.trim().to_owned(), str::to_owned),
            quote,
            seen: place.seen(adding),
            kinds: ItemKind::ALL
                .iter()
                .map(|one| {
                    (
                        one.code(),
                        one.label(),
                        one.code() == kind || (kind.is_empty() && *one == ItemKind::Task),
                    )
                })
                .collect(),
            title: text("title"),
            roles: Role::ALL
                .iter()
                .map(|role| RoleField {
                    code: role.code(),
                    label: role.label(),
                    value: text(role.code()),
                })
                .collect(),
            deadline: text("deadline"),
            last: text("last"),
            lines: (0..forms::target_lines(fields))
                .map(|index| TargetLine::new(index, fields))
                .collect(),
            mistakes,
        }
    }
}

impl TargetLine {
    fn new(index: usize, fields: &Fields) -> Self {
        let part = |name: &str| fields.text(&format!("target-{index}-{name}"));
        let choices = |all: Vec<(&'static str, &'static str)>, chosen: &str| -> Choices {
            all.into_iter()
                .map(|(code, label)| (code, label, code == chosen))
                .collect()
        };
        Self {
            index,
            name: part("name").to_owned(),
            value: part("value").to_owned(),
            upper: part("upper").to_owned(),
            unit: part("unit").to_owned(),
            comparators: choices(
                Comparator::ALL
                    .iter()
                    .map(|one| (one.code(), one.label()))
                    .collect(),
                part("comparator"),
            ),
            kinds: choices(
                TargetKind::ALL
                    .iter()
                    .map(|one| (one.code(), one.label()))
                    .collect(),
                part("kind"),
            ),
            trends: choices(
                Trend::ALL
                    .iter()
                    .map(|one| (one.code(), one.label()))
                    .collect(),
                part("trend"),
            ),
            soft: !part("soft").is_empty(),
            maintain: !part("maintain").is_empty(),
        }
    }
}
