//! The registry and the documents of `seed-data`, brought in by the same steps as `fengong import`.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use fengong::import::{File, FileImport, Imported, NotImported, Occasion, import_file};
use fengong::registry::{Rows, Tables};
use fengong::review::Choices;
use fengong::store::registry;
use sqlx::{AssertSqlSafe, Connection, PgConnection, raw_sql};

use super::TODAY;

/// The name of a document's file, by the tag that the README of `seed-data` gives it.
pub(crate) fn file_name(tag: &str) -> &'static str {
    match tag {
        "000" => "新疆-2017-05-实施质量强区战略任务分工.txt",
        "001" => "新疆-日期不详-开展质量提升行动的实施意见.txt",
        "002" => "新疆-2017-02-关于实施质量强区战略的决定.txt",
        "003" => "新疆-2015-05-贯彻质量发展纲要2015年行动计划实施方案.txt",
        "004" => "宁夏-2014-省级政府质量工作考核分工方案.txt",
        _ => panic!("no seed document has the tag {tag}"),
    }
}

/// The text of a document, by its tag.
pub(crate) fn text(tag: &str) -> String {
    let path = folder().join("documents").join(file_name(tag));
    fs::read_to_string(path).expect("a seed document")
}

/// When everything in a template happened.
pub(crate) fn moment() -> DateTime<Utc> {
    TODAY
        .and_hms_opt(1, 0, 0)
        .expect("an hour of the day")
        .and_utc()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seed-data")
}

/// Every file that a template is made from, by name.
pub(super) fn files() -> Vec<(String, Vec<u8>)> {
    let tables = [
        "jurisdictions",
        "departments",
        "aliases",
        "successions",
        "rosters",
        "holidays",
    ];
    let tables = tables
        .iter()
        .map(|table| folder().join(format!("{table}.csv")));
    tables
        .chain(documents())
        .map(|path| {
            let name = path.display().to_string();
            let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, bytes)
        })
        .collect()
}

/// The documents in the order in which they are imported: that of their names.
fn documents() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder().join("documents")).expect("the seed documents");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder is readable").path())
        .collect();
    paths.sort();
    paths
}

/// Moves the keys of every table apart, so that the key of one table is never that of another by luck.
pub(super) async fn part_sequences(db: &mut PgConnection) {
    let names: Vec<String> =
        sqlx::query_scalar("select sequencename::text from pg_sequences order by sequencename")
            .fetch_all(&mut *db)
            .await
            .expect("the sequences");
    for (index, name) in names.iter().enumerate() {
        let first = (index + 1) * 100_000;
        raw_sql(AssertSqlSafe(format!(
            "alter sequence {name} restart with {first}"
        )))
        .execute(&mut *db)
        .await
        .expect("a sequence starts where it is told to");
    }
}

/// The rows of the registry's tables.
pub(crate) fn registry_rows() -> Rows {
    let table = |name: &str| {
        fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    Tables {
        jurisdictions: &table("jurisdictions.csv"),
        departments: &table("departments.csv"),
        aliases: &table("aliases.csv"),
        successions: &table("successions.csv"),
        rosters: &table("rosters.csv"),
    }
    .rows()
    .expect("the registry of seed-data reads")
}

pub(super) async fn add_registry(db: &mut PgConnection) {
    registry::add(db, &registry_rows())
        .await
        .expect("the registry");
    let text = fs::read_to_string(folder().join("holidays.csv")).expect("the holidays");
    let days = fengong::registry::holidays(&text).expect("the holidays read");
    fengong::store::holidays::add(db, &days)
        .await
        .expect("the holidays");
}

pub(super) async fn import_documents(db: &mut PgConnection) {
    for path in documents() {
        let bytes = fs::read(&path).expect("a seed document");
        let name = path.file_name().expect("a file has a name");
        let name = name.to_string_lossy();
        let done = import(db, &name, &bytes).await;
        let new = matches!(&done, Ok(done) if matches!(done.imported, Imported::New { .. }));
        assert!(new, "{name}: {done:?}");
    }
}

/// Imports a file as the program does.
pub(crate) async fn import(
    db: &mut PgConnection,
    name: &str,
    bytes: &[u8],
) -> Result<FileImport, NotImported> {
    let mut tx = db.begin().await?;
    let file = File { name, bytes };
    let done = import_file(&mut tx, file, &Choices::default(), occasion()).await?;
    tx.commit().await?;
    Ok(done)
}

/// The program itself, on the day of the tests.
pub(crate) fn occasion() -> Occasion {
    Occasion {
        by: None,
        at: moment(),
        today: TODAY,
    }
}
