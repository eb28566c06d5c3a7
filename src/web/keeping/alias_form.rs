//! The names of a department: the form to add one, and to say from when to when one holds.

use super::field::{Field, Reader, Wrong};
use crate::registry::Lifetime;
use crate::store::kept_aliases::{KeptAlias, NewAlias};
use crate::web::extract::Fields;
use crate::web::{paths, wording};

/// The form for another name.
#[derive(Debug)]
pub struct AliasForm {
    /// The name.
    pub alias: Field,
    /// First day.
    pub from: Field,
    /// First day after it.
    pub to: Field,
    /// Remark.
    pub note: Field,
}

impl AliasForm {
    /// The form with what stands in it.
    pub fn new(fields: &Fields, wrong: &[Wrong]) -> Self {
        Self {
            alias: Field::text("alias", "名称", "文件中的写法，如 自治区质监局。", 100)
                .filled(fields, wrong),
            from: Field::day("alias-from", "起始日", "").filled(fields, wrong),
            to: Field::day(
                "alias-to",
                "终止日",
                "一般都不填；同一写法先后指两个单位的才填。",
            )
            .filled(fields, wrong),
            note: Field::text("alias-note", "备注", "", 100).filled(fields, wrong),
        }
    }
}

/// Reads the form for another name of a department.
pub fn read(fields: &Fields, department_id: i64) -> (NewAlias, Vec<Wrong>) {
    let mut reader = Reader::new(fields);
    let alias = reader.needed("alias", 100, "名称，如 自治区质监局");
    let life = Lifetime::new(reader.day("alias-from"), reader.day("alias-to"));
    if !life.is_possible() {
        reader.fault("alias-to", "终止日应晚于起始日。");
    }
    let note = reader.text("alias-note", 100);
    let new = NewAlias {
        department_id,
        alias,
        valid_from: life.from,
        valid_to: life.to,
        note,
    };
    (new, reader.wrong)
}

/// A name in the list of them, with the form that dates it.
#[derive(Debug)]
pub struct AliasRow {
    /// The name.
    pub alias: String,
    /// From when to when.
    pub life: String,
    /// Remark.
    pub note: String,
    /// Counts up with every change.
    pub version: i32,
    /// First day.
    pub from: Field,
    /// First day after it.
    pub to: Field,
    /// Where the days are sent.
    pub days: String,
    /// Where it is taken away.
    pub removal: String,
    /// The form is open, because something in it is wrong.
    pub open: bool,
}

impl AliasRow {
    /// A name, with what was typed for it if that is this one.
    pub fn new(alias: &KeptAlias, typed: Option<(&Fields, &[Wrong])>) -> Self {
        let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, wording::date);
        let there = Fields(vec![
            ("from".to_owned(), day(alias.valid_from)),
            ("to".to_owned(), day(alias.valid_to)),
        ]);
        let (fields, wrong) = typed.unwrap_or((&there, &[]));
        let field = |name: &'static str, label| {
            Field::day(name, label, "")
                .identified(format!("alias-{}-{name}", alias.id))
                .filled(fields, wrong)
        };
        Self {
            life: life(alias.valid_from, alias.valid_to),
            from: field("from", "起始日"),
            to: field("to", "终止日"),
            days: paths::registry_alias_days(alias.id),
            removal: paths::registry_alias_removal(alias.id),
            open: typed.is_some(),
            version: alias.version,
            note: alias.note.clone(),
            alias: alias.alias.clone(),
        }
    }
}

/// `2015-04-12 起`, `2018-11-28 前`, or nothing where it holds on every day.
pub fn life(from: Option<chrono::NaiveDate>, to: Option<chrono::NaiveDate>) -> String {
    match (from.map(wording::date), to.map(wording::date)) {
        (None, None) => String::new(),
        (Some(from), None) => format!("{from} 起"),
        (None, Some(to)) => format!("{to} 前"),
        (Some(from), Some(to)) => format!("{from} 起，{to} 前"),
    }
}

/// The same in a table, where nothing would be read as forgotten.
pub fn stated_life(from: Option<chrono::NaiveDate>, to: Option<chrono::NaiveDate>) -> String {
    let life = life(from, to);
    if life.is_empty() {
        "未注明".to_owned()
    } else {
        life
    }
}

/// Reads the days of the name with this key.
pub fn days(fields: &Fields, id: i64) -> (Lifetime, Vec<Wrong>) {
    let mut reader = Reader::new(fields);
    let life = Lifetime::new(reader.day("from"), reader.day("to"));
    if !life.is_possible() {
        reader.fault("to", "终止日应晚于起始日。");
    }
    let mut wrong = reader.wrong;
    for one in &mut wrong {
        one.field = format!("alias-{id}-{}", one.field);
    }
    (life, wrong)
}
