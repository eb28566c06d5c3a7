//! Whole or not at all, and once.

use fengong::import::{ImportError, Imported, NotImported, Source, import, judge};
use fengong::review::{Choices, DepartmentChoice};
use sqlx::Connection;

use super::{TABLES, contents};
use crate::support::server::Template;
use crate::support::{House, TODAY, seeds};

async fn import_seed(house: &House, tag: &str) -> Result<Imported, NotImported> {
    let text = seeds::text(tag);
    let mut db = house.db().await;
    let done = seeds::import(&mut db, seeds::file_name(tag), text.as_bytes()).await;
    done.map(|done| done.imported)
}

#[tokio::test]
async fn the_same_text_twice_writes_once() {
    let house = House::new().await;
    let before = contents(&house).await;
    for tag in ["000", "001", "002", "003", "004"] {
        let again = import_seed(&house, tag).await.unwrap();
        assert!(matches!(again, Imported::Already { .. }), "{again:?}");
    }
    assert_eq!(contents(&house).await, before);
}

#[tokio::test]
async fn the_same_text_under_another_name_and_encoding_writes_once() {
    let house = House::new().await;
    let before = contents(&house).await;
    let text = seeds::text("003");
    let (gbk, _, lossy) = encoding_rs::GB18030.encode(&text);
    assert!(!lossy);
    let mut db = house.db().await;
    let again = seeds::import(&mut db, "另一个名字.txt", &gbk)
        .await
        .unwrap();
    assert!(
        matches!(again.imported, Imported::Already { .. }),
        "{again:?}"
    );
    drop(db);
    assert_eq!(contents(&house).await, before);
}

#[tokio::test]
async fn two_imports_of_one_text_at_once_write_once() {
    let house = House::over(Template::Registry).await;
    let both = tokio::join!(import_seed(&house, "003"), import_seed(&house, "003"));
    let written = [&both.0, &both.1]
        .iter()
        .filter(|done| matches!(done, Ok(Imported::New { .. })))
        .count();
    assert_eq!(written, 1, "{both:?}");
    let documents: i64 = house.value("select count(*) from document").await;
    assert_eq!(documents, 1);
}

#[tokio::test]
async fn a_row_that_fails_in_any_table_leaves_nothing_in_any() {
    let house = House::over(Template::Registry).await;
    import_seed(&house, "002").await.unwrap();
    let fail = "create function fail() returns trigger language plpgsql as
                $$ begin raise exception 'no room'; end; $$";
    house.run(fail).await;
    let before = contents(&house).await;
    for table in TABLES {
        let trap = format!(
            "create trigger trap after insert on {table} for each statement execute function fail()"
        );
        house.run(trap).await;
        let failed = import_seed(&house, "000").await;
        assert!(
            matches!(
                failed,
                Err(NotImported::Unwritten(ImportError::Database(_)))
            ),
            "{table}: {failed:?}"
        );
        assert_eq!(contents(&house).await, before, "{table}");
        let release = format!("drop trigger trap on {table}");
        house.run(release).await;
    }
    // Nothing stands in the way of the next attempt.
    let done = import_seed(&house, "000").await.unwrap();
    assert!(matches!(done, Imported::New { .. }), "{done:?}");
}

#[tokio::test]
async fn a_department_that_left_the_registry_after_the_review_leaves_nothing() {
    let house = House::over(Template::Registry).await;
    let text = seeds::text("003");
    let mut db = house.db().await;
    let known = fengong::store::registry::load(&mut db).await.unwrap();
    let judged = judge(&text, "003", &known, &Choices::default(), TODAY);
    let mut proposal = judged.proposal().unwrap();
    let last = proposal.items.last_mut().unwrap();
    last.responsibilities[0].department = DepartmentChoice::Known("xj.nobody".to_owned());
    let before = contents(&house).await;

    let mut tx = db.begin().await.unwrap();
    let source = Source {
        body: &text,
        original: text.as_bytes(),
        name: "003.txt",
        media_type: "text/plain; charset=utf-8",
    };
    let failed = import(&mut tx, &proposal, &source, None, None, seeds::moment()).await;
    let ImportError::NoDepartment(code) = failed.unwrap_err() else {
        panic!("another mistake");
    };
    assert_eq!(code, "xj.nobody");
    drop(tx);
    drop(db);
    assert_eq!(contents(&house).await, before);
}

#[tokio::test]
async fn a_text_with_open_questions_writes_nothing() {
    let house = House::over(Template::Registry).await;
    let before = contents(&house).await;
    let text = seeds::text("003").replace("质监局", "质量监察局");
    let mut db = house.db().await;
    let refused = seeds::import(&mut db, "003.txt", text.as_bytes()).await;
    let Err(NotImported::Obstacles(obstacles)) = refused else {
        panic!("{refused:?}");
    };
    let sentences: Vec<String> = obstacles.iter().map(ToString::to_string).collect();
    assert!(
        sentences
            .iter()
            .any(|one| one.contains("质量监察局") && one.contains("行")),
        "{sentences:?}"
    );
    drop(db);
    assert_eq!(contents(&house).await, before);
}
