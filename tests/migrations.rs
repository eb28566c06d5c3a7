//! The schema: from nothing, twice, and the offline description of every question to it.

use std::fs;
use std::path::Path;

use fengong::store::MIGRATOR;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, Either, Executor, PgConnection, SqlSafeStr};

use crate::support::House;
use crate::support::server::{Database, Template};

/// Tables and columns with their types, indexes, constraints and triggers.
async fn schema(db: &mut PgConnection) -> Vec<String> {
    let question = "
        select concat_ws(' ', 'column', table_name, column_name, data_type, is_nullable, column_default)
            from information_schema.columns where table_schema = 'public'
        union all select concat_ws(' ', 'index', indexdef) from pg_indexes where schemaname = 'public'
        union all select concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
            from pg_constraint where connamespace = 'public'::regnamespace
        union all select concat_ws(' ', 'trigger', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
        order by 1";
    sqlx::query_scalar(question)
        .fetch_all(db)
        .await
        .expect("the catalogue")
}

#[tokio::test]
async fn migrations_make_the_schema_from_nothing_and_change_nothing_when_run_again() {
    let database = Database::new(Template::Bare).await;
    let mut db = PgConnection::connect(database.url()).await.unwrap();
    assert_eq!(schema(&mut db).await, [""; 0]);
    MIGRATOR.run(&mut db).await.unwrap();
    let made = schema(&mut db).await;
    assert!(made.len() > 100, "{made:?}");
    MIGRATOR.run(&mut db).await.unwrap();
    assert_eq!(schema(&mut db).await, made);
}

#[tokio::test]
async fn migrations_that_run_at_once_wait_for_each_other() {
    let database = Database::new(Template::Bare).await;
    let migrate = async || {
        let mut db = PgConnection::connect(database.url()).await.unwrap();
        MIGRATOR.run(&mut db).await
    };
    let outcomes = tokio::join!(migrate(), migrate(), migrate());
    assert!(
        outcomes.0.is_ok() && outcomes.1.is_ok() && outcomes.2.is_ok(),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn migrations_run_on_a_database_with_data_in_it_and_keep_it() {
    let house = House::new().await;
    let before: i64 = house.value("select count(*) from responsibility").await;
    let mut db = PgConnection::connect(house.url()).await.unwrap();
    MIGRATOR.run(&mut db).await.unwrap();
    let after: i64 = house.value("select count(*) from responsibility").await;
    assert_eq!((before, after), (583, 583));
}

#[tokio::test]
async fn the_schema_uses_no_extension() {
    let house = House::over(Template::Registry).await;
    let extensions: Vec<String> = house
        .values("select extname::text from pg_extension where extname <> 'plpgsql'")
        .await;
    assert_eq!(extensions, [""; 0]);
}

#[tokio::test]
async fn every_table_has_a_key() {
    let house = House::over(Template::Registry).await;
    let keyless = "
        select relname::text from pg_class c
        where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> '_sqlx_migrations'
          and not exists (select 1 from pg_constraint where conrelid = c.oid and contype = 'p')";
    assert_eq!(house.values::<String>(keyless).await, [""; 0]);
}

#[tokio::test]
async fn every_constraint_that_a_person_can_break_has_a_name_of_ours() {
    let house = House::over(Template::Registry).await;
    // PostgreSQL numbers what it has to name itself: item_check1.
    let unnamed = "
        select conname::text from pg_constraint
        where connamespace = 'public'::regnamespace and contype in ('u', 'c') and conname ~ '_check[0-9]*$'
           or connamespace = 'public'::regnamespace and contype = 'u' and conname ~ '_key[0-9]+$'";
    assert_eq!(house.values::<String>(unnamed).await, [""; 0]);
}

/// A file of `.sqlx`: a question and what the database said about it when the program was last prepared.
struct Prepared {
    name: String,
    question: String,
    described: Value,
}

fn prepared() -> Vec<Prepared> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".sqlx");
    let entries = fs::read_dir(folder).expect("the offline data is committed");
    let files = entries.map(|entry| entry.expect("the folder is readable").path());
    files
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a file of .sqlx");
            let data: Value = serde_json::from_str(&text).expect("JSON");
            Prepared {
                name: path
                    .file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned(),
                question: data["query"].as_str().expect("a question").to_owned(),
                described: comparable(data["describe"].clone()),
            }
        })
        .collect()
}

/// What the database says about a question, in the words of `.sqlx`.
async fn describe(db: &mut PgConnection, question: &str) -> Value {
    let question = AssertSqlSafe(question.to_owned()).into_sql_str();
    let described = db
        .describe(question)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    let parameters = match described.parameters() {
        Some(Either::Left(types)) => json!({ "Left": types }),
        Some(Either::Right(count)) => json!({ "Right": count }),
        None => Value::Null,
    };
    comparable(json!({
        "columns": described.columns,
        "parameters": parameters,
        "nullable": described.nullable,
    }))
}

/// Leaves out whether a column may be null where the question itself says so (`name!`, `name?`): of outer joins the
/// database tells it from a plan, and plans differ.
fn comparable(mut described: Value) -> Value {
    let names: Vec<String> = described["columns"]
        .as_array()
        .expect("columns")
        .iter()
        .map(|column| column["name"].as_str().unwrap_or_default().to_owned())
        .collect();
    for (index, name) in names.iter().enumerate() {
        let name = name.split(':').next().unwrap_or_default();
        if name.ends_with(['!', '?']) {
            described["nullable"][index] = Value::Null;
        }
    }
    described
}

/// The program is built without a database from `.sqlx`; a file that is missing there fails the build, one that is
/// out of date would not.
#[tokio::test]
async fn the_offline_data_says_what_the_schema_says() {
    // Without data: what may be null is read from a plan, and plans follow the data.
    let database = Database::new(Template::Bare).await;
    let mut db = PgConnection::connect(database.url()).await.unwrap();
    MIGRATOR.run(&mut db).await.unwrap();
    let prepared = prepared();
    assert!(prepared.len() > 50);
    for one in prepared {
        let described = describe(&mut db, &one.question).await;
        for part in ["columns", "parameters", "nullable"] {
            let (was, is) = (&one.described[part], &described[part]);
            assert_eq!(was, is, "{} is out of date:\n{}", one.name, one.question);
        }
    }
}

#[test]
fn the_offline_data_holds_no_question_that_is_not_asked() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let sources: Vec<String> = fs::read_dir(src)
        .expect("the store")
        .map(|entry| fs::read_to_string(entry.expect("a file").path()).expect("Rust"))
        .collect();
    let plain = |text: &str| -> String { text.replace('\\', "").split_whitespace().collect() };
    let asked: String = sources.iter().map(|source| plain(source)).collect();
    // Some questions are put together from two literals by a macro; the seam is anywhere in a line.
    let put_together = |line: &str| {
        let seams = line.char_indices().map(|(seam, _)| line.split_at(seam));
        line.is_empty()
            || seams
                .into_iter()
                .any(|(a, b)| asked.contains(a) && asked.contains(b))
    };
    for one in prepared() {
        let lines = one.question.lines().map(plain);
        let missing: Vec<String> = lines.filter(|line| !put_together(line)).collect();
        assert!(missing.is_empty(), "{} is not asked: {missing:?}", one.name);
    }
}
