//! 关联: an administrator joins two documents by hand: chooses the other and how they belong together, sees what
//! would be matched, and confirms.

use askama::Template;
use axum::response::{IntoResponse, Response};
use sqlx::{Acquire, PgConnection};

use super::comparisons;
use crate::domain::DocumentLinkKind::{self, Amends, Assigns, Cites, Implements};
use crate::import::{Foreseen, NotAmended, Place, foresee, join_by_hand};
use crate::store::documents::{self, Document};
use crate::store::joins;
use crate::store::versions;
use crate::web::comparison::ComparisonView;
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Fields, Now, Path, Typed};
use crate::web::page::{Link, Page, Shell, see_other};
use crate::web::paths;
use crate::web::person::Person;
use crate::web::reviewing::version_form::named;

/// How a document may belong to another, from its own side: code, kind, whether it is the one that does it, words.
const RELATIONS: &[(&str, DocumentLinkKind, bool, &str)] = &[
    ("assigns", Assigns, true, "本文件为它的事项明确责任单位"),
    ("assigned", Assigns, false, "它为本文件的事项明确责任单位"),
    ("implements", Implements, true, "本文件落实它"),
    ("implemented", Implements, false, "它落实本文件"),
    ("amends", Amends, true, "本文件是它的新版本"),
    ("amended", Amends, false, "它是本文件的新版本"),
    ("cites", Cites, true, "本文件引用它"),
    ("cited", Cites, false, "它引用本文件"),
];

#[derive(Template)]
#[template(path = "joinings/new.html")]
struct JoiningPage {
    shell: Shell,
    action: String,
    back: String,
    documents: Vec<(i64, String, bool)>,
    relations: Vec<(&'static str, &'static str, bool)>,
    foreseen: Option<ForeseenView>,
    obstacle: Option<&'static str>,
    view: Option<ComparisonView>,
    other: i64,
    relation: &'static str,
}

/// What joining would do.
struct ForeseenView {
    sentence: String,
    pairs: Vec<(Link, Link, String, bool)>,
    supplies: Vec<(Link, String, String)>,
}

/// Two documents and how they would belong together.
struct Asking {
    other: i64,
    relation: &'static str,
    kind: DocumentLinkKind,
    ours: bool,
}

impl Asking {
    fn of(fields: &Fields) -> Result<Option<Self>, Error> {
        let Some(other) = fields.parsed::<i64>("other")? else {
            return Ok(None);
        };
        let asked = fields.text("relation");
        let found = RELATIONS.iter().find(|one| one.0 == asked);
        let (relation, kind, ours, _) = found.ok_or(Error::BadRequest("请选择两份文件的关系。"))?;
        Ok(Some(Self {
            other,
            relation,
            kind: *kind,
            ours: *ours,
        }))
    }

    /// The document that does something to the other, and the other.
    fn pair(&self, document: i64) -> (i64, i64) {
        match self.ours {
            true => (document, self.other),
            false => (self.other, document),
        }
    }
}

/// `GET /documents/{document}/joining`: the choice, and what it would do.
pub async fn new(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let document = find(&mut db, &person, id).await?;
    let asking = Asking::of(&asked)?;
    let others = versions::in_force(&mut db, &person.reach()).await?;
    let chosen = |one: i64| asking.as_ref().is_some_and(|asking| asking.other == one);
    let mut page = JoiningPage {
        shell: shell
            .titled("关联文件")
            .under(paths::DOCUMENTS, "文件")
            .under(paths::document(id), &document.title),
        action: paths::joining(id),
        back: paths::document(id),
        documents: others
            .iter()
            .filter(|one| one.id != id)
            .map(|one| {
                (
                    one.id,
                    named(&one.title, one.doc_number.as_deref()),
                    chosen(one.id),
                )
            })
            .collect(),
        relations: RELATIONS
            .iter()
            .map(|one| {
                let chosen = asking
                    .as_ref()
                    .is_some_and(|asking| asking.relation == one.0);
                (one.0, one.3, chosen)
            })
            .collect(),
        foreseen: None,
        obstacle: None,
        view: None,
        other: asking.as_ref().map_or(0, |asking| asking.other),
        relation: asking.as_ref().map_or("", |asking| asking.relation),
    };
    if let Some(asking) = &asking {
        show(&mut db, &person, &mut page, &document, asking).await?;
    }
    Ok(Page(page).into_response())
}

async fn find(db: &mut PgConnection, person: &Person, id: i64) -> Result<Document, Error> {
    documents::find(db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)
}

/// What joining would do, or why it cannot be done.
async fn show(
    db: &mut PgConnection,
    person: &Person,
    page: &mut JoiningPage,
    document: &Document,
    asking: &Asking,
) -> Result<(), Error> {
    let other = find(db, person, asking.other).await?;
    let (from, to) = match asking.ours {
        true => (document, &other),
        false => (&other, document),
    };
    page.obstacle = obstacle(db, from, to, asking.kind).await?;
    if page.obstacle.is_some() {
        return Ok(());
    }
    match asking.kind {
        Amends => page.view = Some(comparisons::between(db, to, from).await?),
        kind => {
            let foreseen = foresee(db, from.id, to.id).await?;
            page.foreseen = Some(ForeseenView::new(kind, foreseen));
        }
    }
    Ok(())
}

/// Why two documents cannot be joined.
async fn obstacle(
    db: &mut PgConnection,
    from: &Document,
    to: &Document,
    kind: DocumentLinkKind,
) -> Result<Option<&'static str>, Error> {
    if from.id == to.id {
        return Ok(Some("不能与自己关联，请选择另一份文件。"));
    }
    if joins::are_linked(db, from.id, to.id).await? {
        return Ok(Some(
            "这两份文件已经关联。要改变关系，请先在逐项对照页面解除关联。",
        ));
    }
    if kind != Amends {
        return Ok(None);
    }
    Ok(
        match (from.jurisdiction_id == to.jurisdiction_id, from.id > to.id) {
            (false, _) => Some("两份文件不在同一行政区，不能是同一文件的两个版本。"),
            (true, false) => Some("后导入的文件才能作为新版本。请调换两份文件的关系。"),
            (true, true) => None,
        },
    )
}

impl ForeseenView {
    fn new(kind: DocumentLinkKind, foreseen: Foreseen) -> Self {
        let place = |one: &Place| Link::new(paths::item(one.0), one.1.clone());
        let matched = kind == Assigns;
        let effect = match kind {
            Assigns => "对应的事项只在分工文件中跟踪，不重复计数；没有数值的目标取用原文件的指标",
            Implements | Cites | Amends => "只记录关联，两份文件各自跟踪",
        };
        Self {
            sentence: format!(
                "文字相同或相近的事项 {} 项，可取用的指标 {} 个；没有对应的，一方 {} 项，另一方 {} 项。{effect}。",
                foreseen.pairs.len(),
                foreseen.supplies.len(),
                foreseen.unmatched_from,
                foreseen.unmatched_to
            ),
            pairs: foreseen
                .pairs
                .iter()
                .map(|(from, to, same)| (place(from), place(to), from.2.clone(), *same))
                .collect(),
            supplies: match matched {
                true => foreseen
                    .supplies
                    .iter()
                    .map(|(goal, name)| (place(goal), goal.2.clone(), name.clone()))
                    .collect(),
                false => Vec::new(),
            },
        }
    }
}

/// `POST /documents/{document}/joining`.
pub async fn create(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let asking = Asking::of(&typed)?.ok_or(Error::BadRequest("请选择另一份文件。"))?;
    let document = find(&mut db, &person, id).await?;
    let other = find(&mut db, &person, asking.other).await?;
    let (from, to) = match asking.ours {
        true => (&document, &other),
        false => (&other, &document),
    };
    let mut tx = db.begin().await?;
    if let Some(sentence) = obstacle(&mut tx, from, to, asking.kind).await? {
        return Err(Error::Conflict(sentence));
    }
    let (from, to) = asking.pair(id);
    join_by_hand(&mut tx, from, to, asking.kind, Some(person.id), now)
        .await
        .map_err(unjoined)?;
    tx.commit().await?;
    session
        .leave(
            &mut db,
            &format!(
                "已与《{}》关联：{}。如需撤销，可在逐项对照页面解除关联。",
                other.title,
                asking.kind.label()
            ),
        )
        .await?;
    Ok(see_other(&paths::document_panel(id, "links")))
}

/// Why two documents were not joined, for a person.
pub(super) fn unjoined(error: NotAmended) -> Error {
    match error {
        NotAmended::Database(error) => error.into(),
        NotAmended::Replaced(_) => Error::Conflict(
            "其中一份文件已有更新的版本，没有写入。请返回文件页面查看各个版本后再定。",
        ),
        NotAmended::Unfit => Error::Conflict("两份文件不在同一行政区，没有写入。"),
        NotAmended::Order => {
            Error::Conflict("后导入、且还不是其他文件新版本的文件才能作为新版本，没有写入。")
        }
    }
}
