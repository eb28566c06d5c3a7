//! 关联: two documents item by item, with what differs, what one supplies to the other, and what is left over.

use askama::Template;
use axum::response::{IntoResponse, Response};

use super::comparisons;
use crate::domain::{Action, DocumentLinkKind};
use crate::review::{Piece, PieceKind, difference};
use crate::store::documents;
use crate::store::links::{self, LinkCounts, PairLine, Remainder, SupplyLine};
use crate::web::components::{Count, Pager, Slice};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db, Path};
use crate::web::page::{Link, Page, Shell};
use crate::web::paths;
use crate::web::person::Person;

#[derive(Template)]
#[template(path = "links/show.html")]
struct LinkPage {
    shell: Shell,
    /// The document that names the other, and the one that is named.
    from: Link,
    to: Link,
    /// Short words for the two.
    names: (String, String),
    relation: String,
    /// True when their items were matched.
    matched: bool,
    headline: Headline,
    reworded: Vec<Wording>,
    pager: Pager,
    identical: Vec<Same>,
    /// More pairs in the same words than are listed.
    more: i64,
    supplies: Vec<Supply>,
    left_over: Vec<LeftOver>,
    /// Where an administrator takes the link back.
    removal: Option<String>,
}

/// The counts of the headline sentence.
struct Headline {
    from_items: i64,
    to_items: i64,
    pairs: i64,
    identical: Count,
    reworded: Count,
    supplies: Count,
    left_over: Count,
}

/// A pair in different words.
struct Wording {
    /// Anchor, by the key of the notice's item.
    id: i64,
    title: String,
    from: Link,
    to: Link,
    agreement: String,
    pieces: Vec<Shown>,
}

/// A piece of two wordings.
struct Shown {
    kind: &'static str,
    text: String,
}

/// A pair in the same words.
struct Same {
    id: i64,
    title: String,
    from: Link,
    to: Link,
}

/// A goal line and a number that it takes from the other document.
struct Supply {
    goal: Link,
    goal_title: String,
    target: Link,
    wording: String,
    source: Link,
}

/// What has no counterpart, on one side.
struct LeftOver {
    id: &'static str,
    heading: String,
    hint: &'static str,
    rows: Vec<(Link, String)>,
}

/// Pairs in the same words are only listed; as many as this.
const LISTED: i64 = 500;

/// `GET /links/{link}`.
pub async fn show(
    Path(id): Path<i64>,
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let slice = Slice::asked(&asked)?;
    let link = links::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let removal = person
        .may(Action::Administer)
        .then(|| paths::link_removal(id));
    if link.kind == DocumentLinkKind::Amends {
        return versions(&mut db, shell, &person, &link, removal).await;
    }
    let record = Record {
        counts: links::counts(&mut db, id).await?,
        reworded: links::pairs(&mut db, id, false, slice.size, slice.offset()).await?,
        identical: links::pairs(&mut db, id, true, LISTED, 0).await?,
        supplies: links::supplies(&mut db, id).await?,
        left_over: match link.kind {
            DocumentLinkKind::Assigns => links::remainders(&mut db, id).await?,
            _ => Vec::new(),
        },
        link,
    };
    let page = LinkPage {
        removal,
        ..LinkPage::new(shell, id, slice, record)
    };
    Ok(Page(page).into_response())
}

/// Two versions of one document are shown by what the new one changed.
async fn versions(
    db: &mut Db,
    shell: Shell,
    person: &Person,
    link: &links::Link,
    removal: Option<String>,
) -> Result<Response, Error> {
    let (new, old) = (
        documents::find(db, &person.reach(), link.from_id).await?,
        documents::find(db, &person.reach(), link.to_id).await?,
    );
    let (Some(new), Some(old)) = (new, old) else {
        return Err(Error::NotFound);
    };
    let actions = removal.into_iter().map(|href| Link::new(href, "解除关联"));
    comparisons::published(db, shell, &old, &new, actions.collect()).await
}

/// Everything that the page is made from.
struct Record {
    link: links::Link,
    counts: LinkCounts,
    reworded: Vec<PairLine>,
    identical: Vec<PairLine>,
    supplies: Vec<SupplyLine>,
    left_over: Vec<Remainder>,
}

impl LinkPage {
    fn new(shell: Shell, id: i64, slice: Slice, record: Record) -> Self {
        let Record { link, counts, .. } = &record;
        let pager = Pager::new(slice, counts.reworded, |page| {
            let usual = Slice::default();
            let pairs = [
                ("page", (page != 1).then(|| page.to_string())),
                (
                    "size",
                    (slice.size != usual.size).then(|| slice.size.to_string()),
                ),
            ];
            paths::with_query(&paths::link(id), &pairs)
        });
        let headline = Headline::new(&record);
        Self {
            shell: shell
                .titled(format!("逐项对照{}", pager.title()))
                .under(paths::DOCUMENTS, "文件")
                .under(paths::document(link.from_id), &link.from),
            relation: relation(link),
            names: names(link),
            matched: headline.pairs > 0 || !record.supplies.is_empty(),
            from: Link::new(paths::document(link.from_id), &link.from),
            to: Link::new(paths::document(link.to_id), &link.to),
            more: (counts.identical - LISTED).max(0),
            headline,
            removal: None,
            left_over: left_over(&record.link, record.left_over),
            reworded: record.reworded.into_iter().map(Wording::new).collect(),
            identical: record.identical.into_iter().map(Same::new).collect(),
            supplies: record.supplies.into_iter().map(Supply::new).collect(),
            pager,
        }
    }
}

/// What the two are called on the page: 任务分工 and 决定, or, where that tells nothing, 前者 and 后者.
fn names(link: &links::Link) -> (String, String) {
    let (from, to) = (&link.from_kind, &link.to_kind);
    match from.is_empty() || to.is_empty() || from == to {
        true => ("前者".to_owned(), "后者".to_owned()),
        false => (from.clone(), to.clone()),
    }
}

/// How the two belong together, in a sentence.
fn relation(link: &links::Link) -> String {
    let (from, to) = (&link.from, &link.to);
    match link.kind {
        DocumentLinkKind::Assigns => {
            format!("《{from}》为《{to}》的事项明确责任单位；相同的事项只在前者跟踪，不重复计数。")
        }
        DocumentLinkKind::Implements => format!("《{from}》落实《{to}》，各自跟踪。"),
        DocumentLinkKind::Amends => format!("《{from}》修订《{to}》。"),
        DocumentLinkKind::Cites => format!("《{from}》引用《{to}》，事项不对应，各自跟踪。"),
    }
}

impl Headline {
    fn new(record: &Record) -> Self {
        let counts = &record.counts;
        let rows = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        Self {
            from_items: counts.from_items,
            to_items: counts.to_items,
            pairs: counts.identical + counts.reworded,
            identical: Count::new(counts.identical, "#identical", "项文字一致"),
            reworded: Count::new(counts.reworded, "#reworded", "项文字有差异"),
            supplies: Count::new(rows(record.supplies.len()), "#supplies", "项指标"),
            left_over: Count::new(rows(record.left_over.len()), "#left-over", "项没有对应"),
        }
    }
}

fn item(id: i64, locus: &str) -> Link {
    Link::new(paths::item(id), locus)
}

impl Wording {
    fn new(line: PairLine) -> Self {
        let percent = (line.similarity * rust_decimal::Decimal::ONE_HUNDRED).round();
        Self {
            id: line.from_id,
            from: item(line.from_id, &line.from_locus),
            to: item(line.to_id, &line.to_locus),
            agreement: format!("文字相同 {}%", percent.normalize()),
            pieces: pieces(difference(&line.to_body, &line.from_body)),
            title: line.title,
        }
    }
}

fn pieces(pieces: Vec<Piece>) -> Vec<Shown> {
    let shown = |piece: Piece| Shown {
        kind: match piece.kind {
            PieceKind::Same => "same",
            PieceKind::Removed => "removed",
            PieceKind::Added => "added",
        },
        text: piece.text,
    };
    pieces.into_iter().map(shown).collect()
}

impl Same {
    fn new(line: PairLine) -> Self {
        Self {
            id: line.from_id,
            from: item(line.from_id, &line.from_locus),
            to: item(line.to_id, &line.to_locus),
            title: line.title,
        }
    }
}

impl Supply {
    fn new(line: SupplyLine) -> Self {
        Self {
            goal: item(line.item_id, &line.locus),
            goal_title: line.title,
            wording: line.target.wording(),
            target: Link::new(paths::target(line.target_id), line.target.name),
            source: item(line.source_id, &line.source_locus),
        }
    }
}

/// What has no counterpart, by side; a side with nothing left is left out.
fn left_over(link: &links::Link, remainders: Vec<Remainder>) -> Vec<LeftOver> {
    let sides = [
        (
            "notice",
            format!("《{}》有、《{}》没有的事项", link.from, link.to),
            "照常在本系统跟踪。",
        ),
        (
            "decision",
            format!("《{}》有、《{}》没有的事项", link.to, link.from),
            "没有单位承接，仍在原文件下跟踪；请核对是否需要补充分工。",
        ),
        (
            "target",
            format!("《{}》有、《{}》没有列出的指标", link.to, link.from),
            "没有单位承接，也没有人填报；请核对是否需要补充分工。",
        ),
    ];
    let mut remainders = remainders;
    let mut left = Vec::new();
    for (id, heading, hint) in sides {
        let (here, others): (Vec<Remainder>, Vec<Remainder>) =
            remainders.into_iter().partition(|one| one.side == id);
        remainders = others;
        if !here.is_empty() {
            let rows = here
                .into_iter()
                .map(|one| (item(one.item_id, &one.locus), one.title));
            left.push(LeftOver {
                id,
                heading,
                hint,
                rows: rows.collect(),
            });
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> links::Link {
        links::Link {
            from_id: 4,
            from: "任务分工".to_owned(),
            from_kind: "任务分工".to_owned(),
            to_id: 3,
            to: "决定".to_owned(),
            to_kind: "决定".to_owned(),
            kind: DocumentLinkKind::Assigns,
        }
    }

    #[test]
    fn what_is_left_over_stands_on_its_side() {
        let one = |side: &str, title: &str| Remainder {
            item_id: 1,
            locus: "一（二）".to_owned(),
            title: title.to_owned(),
            side: side.to_owned(),
        };
        let left = left_over(
            &link(),
            vec![
                one("decision", "指导思想"),
                one("target", "服务行业培育新疆名牌"),
            ],
        );
        let shown: Vec<(&str, &str)> = left
            .iter()
            .map(|side| (side.id, side.rows[0].1.as_str()))
            .collect();
        assert_eq!(
            shown,
            [("decision", "指导思想"), ("target", "服务行业培育新疆名牌")]
        );
        assert_eq!(left[0].heading, "《决定》有、《任务分工》没有的事项");
        assert!(left_over(&link(), Vec::new()).is_empty());
    }

    #[test]
    fn two_documents_of_one_kind_are_told_apart() {
        assert_eq!(names(&link()).1, "决定");
        let alike = links::Link {
            from_kind: "决定".to_owned(),
            ..link()
        };
        assert_eq!(names(&alike), ("前者".to_owned(), "后者".to_owned()));
    }

    #[test]
    fn the_notice_is_shown_as_a_change_of_the_decision() {
        let wording = Wording::new(PairLine {
            from_id: 70,
            from_locus: "三.7".to_owned(),
            from_body: "叫响新疆品牌".to_owned(),
            to_id: 12,
            to_locus: "三（十二）".to_owned(),
            to_body: "打响新疆品牌".to_owned(),
            title: "品牌".to_owned(),
            similarity: "0.8333".parse().expect("a number"),
            identical: false,
        });
        let shown: Vec<(&str, &str)> = wording
            .pieces
            .iter()
            .map(|piece| (piece.kind, piece.text.as_str()))
            .collect();
        assert_eq!(
            shown,
            [("removed", "打"), ("added", "叫"), ("same", "响新疆品牌")]
        );
        assert_eq!(wording.agreement, "文字相同 83%");
    }
}
