//! Every span that is stored is a slice of the stored text, and says what its row says.

use crate::support::House;

/// What a row says, and the slice of the text that its span names.
#[derive(sqlx::FromRow)]
struct Slice {
    said: String,
    slice: String,
    inside: bool,
}

async fn slices(house: &House, question: &'static str) -> Vec<Slice> {
    let slices: Vec<Slice> = house.rows(question).await;
    assert!(!slices.is_empty());
    for one in &slices {
        assert!(one.inside, "“{}” points outside its text", one.said);
    }
    slices
}

/// Letters and digits only: indents, line breaks of a scan and half-width punctuation are not what is said.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[tokio::test]
async fn a_responsibility_points_to_the_name_as_printed() {
    let house = House::new().await;
    let all = slices(
        &house,
        "select r.printed as said, substr(s.body, r.span_start + 1, r.span_end - r.span_start) as slice,
                r.span_start >= 0 and r.span_end <= char_length(s.body) as inside
         from responsibility r join item i on i.id = r.item_id join document_source s using (document_id)",
    )
    .await;
    assert_eq!(all.len(), 313 + 118 + 152);
    for one in all {
        assert_eq!(one.slice, one.said);
    }
}

#[tokio::test]
async fn an_item_points_to_its_clause() {
    let house = House::new().await;
    let all = slices(
        &house,
        "select i.label || i.body as said, substr(s.body, i.span_start + 1, i.span_end - i.span_start) as slice,
                i.span_start >= 0 and i.span_end <= char_length(s.body) as inside
         from item i join document_source s using (document_id)",
    )
    .await;
    assert_eq!(all.len(), 47 + 39 + 35 + 18 + 57);
    for one in all {
        let (said, slice) = (plain(&one.said), plain(&one.slice));
        let mut rest = slice.chars();
        // Between its words stand the departments and, in a scan, numbers of pages.
        let in_order = said.chars().all(|c| rest.any(|other| other == c));
        assert!(
            in_order,
            "“{}” is not what stands there:\n{}",
            one.said, one.slice
        );
        let begins: String = said.chars().take(8).collect();
        assert!(
            slice.contains(&begins),
            "“{}” does not begin there:\n{}",
            one.said,
            one.slice
        );
    }
}

#[tokio::test]
async fn a_section_points_to_its_heading() {
    let house = House::new().await;
    let all = slices(
        &house,
        "select x.label || x.title as said, substr(s.body, x.span_start + 1, x.span_end - x.span_start) as slice,
                x.span_start >= 0 and x.span_end <= char_length(s.body) as inside
         from section x join document_source s using (document_id)",
    )
    .await;
    for one in all {
        assert!(
            plain(&one.slice).starts_with(&plain(&one.said)),
            "{}: {}",
            one.said,
            one.slice
        );
    }
}

#[tokio::test]
async fn a_target_points_to_its_number_and_unit() {
    let house = House::new().await;
    let all = slices(
        &house,
        "select concat(trim_scale(t.value), t.unit) as said,
                substr(s.body, t.span_start + 1, t.span_end - t.span_start) as slice,
                t.span_start >= i.span_start and t.span_end <= i.span_end as inside
         from target t join item i on i.id = t.item_id join document_source s using (document_id)
         where t.value is not null",
    )
    .await;
    for one in all {
        let slice: String = one.slice.split_whitespace().collect();
        assert!(slice.contains(&one.said), "{}: {}", one.said, one.slice);
    }
}

#[tokio::test]
async fn a_deadline_points_to_its_words() {
    let house = House::new().await;
    let all = slices(
        &house,
        "select i.deadline_printed as said,
                substr(s.body, i.deadline_start + 1, i.deadline_end - i.deadline_start) as slice,
                i.deadline_start >= 0 and i.deadline_end <= char_length(s.body) as inside
         from item i join document_source s using (document_id) where i.deadline_start is not null",
    )
    .await;
    for one in all {
        let words: String = one.slice.split_whitespace().collect();
        let said: String = one.said.split_whitespace().collect();
        assert_eq!(words, said);
    }
}

#[tokio::test]
async fn a_remark_points_into_the_text_and_names_its_line() {
    let house = House::new().await;
    let all: Vec<(String, i32, i32, i32, String)> = house
        .rows(
            "select f.message, f.line, f.span_start, f.span_end, s.body
         from document_finding f join document_source s using (document_id)",
        )
        .await;
    for (message, line, start, end, body) in all {
        let length = i32::try_from(body.chars().count()).unwrap();
        assert!(0 <= start && start <= end && end <= length, "{message}");
        let before = body.chars().take(usize::try_from(start).unwrap());
        let lines = before.filter(|c| *c == '\n').count() + 1;
        assert_eq!(i32::try_from(lines).unwrap(), line, "{message}");
    }
}

#[tokio::test]
async fn the_stored_text_is_the_file_and_its_hash_is_right() {
    let house = House::new().await;
    let wrong: i64 = house
        .value(
            "select count(*) from document_source
         where sha256(convert_to(body, 'UTF8')) <> body_sha256
            or convert_from(original, 'UTF8') not in (body, U&'\\FEFF' || body)",
        )
        .await;
    assert_eq!(wrong, 0);
}
