//! Splitting an item of a text under review.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::document::Places;
use crate::domain::Calendar;
use crate::web::error::Error;
use crate::web::extract::{Asked, Db, Path};
use crate::web::page::{Page, Shell};
use crate::web::reviewing::place::Place;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "imports/split.html")]
struct SplitPage {
    shell: Shell,
    action: String,
    back: String,
    from: usize,
    to: usize,
    part: usize,
    seen: i64,
    sentences: Vec<(usize, String)>,
}

/// `GET /imports/{import}/split`: the sentences of an item, one of which begins the second half.
pub async fn new(
    shell: Shell,
    calendar: Calendar,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let place = Place::load(&mut db, id, &asked, calendar).await?;
    let entry = place
        .open
        .sheet
        .entries
        .iter()
        .find(|entry| entry.card.anchor == place.anchor);
    entry.ok_or(Error::NotFound)?;
    let [from, to] = place.anchor;
    Ok(Page(SplitPage {
        shell: shell
            .titled("拆分事项")
            .under(paths::IMPORTS, "导入")
            .under(
                place.back(),
                wording::shortened(&place.open.import.name, 20),
            ),
        action: paths::import_decisions(id),
        back: place.back(),
        from,
        to,
        part: place.part,
        seen: place.seen(false),
        sentences: sentences(&place.quote(), from),
    })
    .into_response())
}

/// The sentences of a text with the characters at which they begin.
fn sentences(text: &str, from: usize) -> Vec<(usize, String)> {
    let places = Places::new(text);
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '。' | '；' | '\n') {
            let end = at + c.len_utf8();
            let sentence = text[start..end].trim();
            if !sentence.is_empty() {
                let skipped = text[start..end].len() - text[start..end].trim_start().len();
                sentences.push((from + places.chars(start + skipped), sentence.to_owned()));
            }
            start = end;
        }
    }
    let rest = text[start..].trim();
    if !rest.is_empty() {
        sentences.push((from + places.chars(start), rest.to_owned()));
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_keep_their_place() {
        let found = sentences("培育名牌。 完善机制；\n加强监管", 10);
        assert_eq!(
            found,
            [
                (10, "培育名牌。".to_owned()),
                (16, "完善机制；".to_owned()),
                (22, "加强监管".to_owned())
            ]
        );
    }
}
