//! Choosing a department by typing its code or any of its names.

use sqlx::PgConnection;

use crate::store::Reach;
use crate::store::kept_departments::{self, KeptDepartment};

/// The id of the list of suggestions.
pub const LIST: &str = "known-departments";

/// So many suggestions are listed.
const SUGGESTED: i64 = 1000;

/// The suggestions of a page: value and words.
pub async fn suggestions(
    db: &mut PgConnection,
    reach: &Reach,
) -> sqlx::Result<Vec<(String, String)>> {
    kept_departments::suggestions(db, reach, SUGGESTED).await
}

/// The department that was typed.
///
/// # Errors
///
/// A sentence that says why it is none, or which could be meant; the database's own errors stand outside.
pub async fn chosen(
    db: &mut PgConnection,
    reach: &Reach,
    typed: &str,
) -> sqlx::Result<Result<KeptDepartment, String>> {
    if typed.is_empty() {
        return Ok(Err("请填写单位，可以填代码、全称、简称或别名。".to_owned()));
    }
    let mut found = kept_departments::named(db, reach, typed).await?;
    if found.first().is_some_and(|one| one.code == typed) {
        return Ok(Ok(found.remove(0)));
    }
    Ok(match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(format!(
            "没有找到单位“{typed}”。请填单位库中已有的代码、全称、简称或别名。"
        )),
        _ => {
            let several: Vec<String> = found
                .iter()
                .map(|one| format!("{}（{}）", one.name, one.code))
                .collect();
            Err(format!(
                "“{typed}”指好几个单位：{}。请填其中一个的代码。",
                several.join("、")
            ))
        }
    })
}
