//! From a file to rows: what is written, that it is written once, whole or not at all, and with its events.

mod amounts;
mod joining;
mod once;
mod records;
mod spans;

use crate::support::{House, seeds};

/// Key of a seed document, by the tag that the README of `seed-data` gives it.
async fn document(house: &House, tag: &str) -> i64 {
    let name = seeds::file_name(tag);
    house
        .value(format!(
            "select document_id from document_source where original_name = '{name}'"
        ))
        .await
}

/// A question about a seed document: `$1` stands for its key.
async fn about(house: &House, tag: &str, question: &str) -> String {
    question.replace("$1", &document(house, tag).await.to_string())
}

/// Tables that an import writes to, in the order in which it does.
const TABLES: [&str; 14] = [
    "document",
    "document_source",
    "document_finding",
    "citation",
    "section",
    "item",
    "target",
    "item_target",
    "responsibility",
    "duty",
    "event",
    "document_link",
    "item_link",
    "target_conflict",
];

/// Everything in the database, table by table: how many rows and a hash of them all.
async fn contents(house: &House) -> Vec<(String, i64, String)> {
    let tables: Vec<String> = house
        .values(
            "select tablename::text from pg_tables where schemaname = 'public' order by tablename",
        )
        .await;
    let mut contents = Vec::new();
    for table in tables {
        let hash = "coalesce(md5(string_agg(row::text, '|' order by row::text)), '')";
        let question = format!("select count(*), {hash} from {table} row");
        let (count, hash) = house.rows(question).await.remove(0);
        contents.push((table, count, hash));
    }
    contents
}
