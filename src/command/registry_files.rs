//! Tables of the registry as files: written for people to keep, and judged line by line before they are taken back.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use super::file;
use super::terminal::{say, warn};
use crate::output::{registry_csv, registry_xlsx};
use crate::registry::exchange::{self, Difference, ExchangeFile, Table, TableDifference};
use crate::store::{events, registry, registry_overlay};

/// Writes the registry into a folder, or into a workbook.
pub(super) async fn export(db: &mut PgConnection, target: &Path) -> anyhow::Result<()> {
    let rows = registry::rows(db).await?;
    let unwritable = |path: &Path| format!("无法写入 {}", path.display());
    if target.extension().is_some_and(|end| end == "xlsx") {
        let bytes = registry_xlsx::workbook(&rows)?;
        fs::write(target, bytes).with_context(|| unwritable(target))?;
        return say(format!("已导出到 {}。", target.display()));
    }
    fs::create_dir_all(target).with_context(|| unwritable(target))?;
    for table in Table::ALL {
        let path = target.join(table.file_name());
        let text = registry_csv::table(&rows, *table);
        fs::write(&path, text).with_context(|| unwritable(&path))?;
    }
    say(format!(
        "已导出到 {} 中的 {} 张表。",
        target.display(),
        Table::ALL.len()
    ))
}

/// Takes tables from files, whole or not at all.
pub(super) async fn load(
    db: &mut PgConnection,
    paths: &[PathBuf],
    dry_run: bool,
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut files = Vec::new();
    for path in paths {
        let name = path.file_name().map_or_else(
            || path.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        );
        files.push((name, file::read(path)?));
    }
    let given: Vec<ExchangeFile<'_>> = files
        .iter()
        .map(|(name, bytes)| ExchangeFile { name, bytes })
        .collect();
    let mut tx = db.begin().await?;
    registry_overlay::lock(&mut tx).await?;
    let known = registry::rows(&mut tx).await?;
    let merged = registry_overlay::merged_codes(&mut tx).await?;
    let judged = exchange::judge(&given, &known, &merged);
    for problem in &judged.problems {
        let line = match (problem.line, problem.column.as_str()) {
            (0, _) => String::new(),
            (line, "") => format!("第 {line} 行"),
            (line, column) => format!("第 {line} 行“{column}”列"),
        };
        warn(format!("{}{line}：{}", problem.place, problem.sentence));
    }
    if !judged.problems.is_empty() {
        anyhow::bail!("有 {} 处需要改正，没有写入任何内容", judged.problems.len());
    }
    let difference = exchange::difference(&judged.lines, &known);
    if difference.is_empty() {
        return say("与库中完全相同，没有要写入的。");
    }
    if dry_run {
        return say(format!(
            "可以载入（试运行，没有写入）：{}。",
            told(&difference)
        ));
    }
    registry_overlay::write(&mut tx, &difference.rows).await?;
    let sum = |of: fn(&TableDifference) -> usize| difference.tables.iter().map(of).sum::<usize>();
    let after = json!({
        "added": sum(|table| table.added.len()),
        "changed": sum(|table| table.changed.len()),
    });
    let event = events::Event {
        action: "registry.import",
        after: Some(after),
        ..events::Event::default()
    };
    events::record(&mut tx, at, event).await?;
    tx.commit().await?;
    say(format!("已载入：{}。", told(&difference)))
}

/// What would be written, table by table.
fn told(difference: &Difference) -> String {
    let tables: Vec<String> = difference
        .tables
        .iter()
        .map(|table| {
            format!(
                "{}新增 {}、修改 {}、不变 {}",
                table.table.label(),
                table.added.len(),
                table.changed.len(),
                table.unchanged
            )
        })
        .collect();
    tables.join("；")
}
