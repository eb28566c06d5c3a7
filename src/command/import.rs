//! `fengong import`: documents become rows, each file in a transaction of its own.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use super::bulk::Bulk;
use super::database::{Database, clock};
use super::terminal::{say, warn};
use super::{file, folder};
use crate::config::Config;
use crate::domain::DocumentLinkKind;
use crate::import::{
    Amended, Amounts, File, FileImport, ImportError, Imported, Joined, NotImported, Occasion,
    import_file,
};
use crate::review::{Choices, Resemblance};
use crate::store::{self, databases, documents, registry};

#[derive(Debug, Args)]
pub(super) struct Import {
    /// Files, each one document; or folders, of which every file below is one. Of folders, what needs a person becomes
    /// an open review; the exit code is 0 when all is imported, 3 when some wait for review, 1 when some failed.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The title, where the text has none or a better one is known; for a single file.
    #[arg(long)]
    title: Option<String>,
    /// The name of the region, where the text does not tell.
    #[arg(long)]
    jurisdiction: Option<String>,
    /// Create departments that the registry does not know.
    #[arg(long)]
    create_unknown: bool,
    /// It takes the place of the document whose number or title it carries, or that says nearly the same.
    #[arg(long, conflicts_with = "separate")]
    as_new_version: bool,
    /// It is a document of its own, whatever it resembles.
    #[arg(long)]
    separate: bool,
    /// Say what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        let folders = self.files.iter().any(|path| path.is_dir());
        if self.title.is_some() && (folders || self.files.len() > 1) {
            anyhow::bail!("--title 只能用于一个文件。请每次导入一个文件，或者去掉 --title");
        }
        let database = Database::open(config).await?;
        let mut db = database.connect().await?;
        if registry::is_empty(&mut db).await? {
            anyhow::bail!(
                "单位库还是空的。请先运行 fengong registry load 载入内置的单位库，再导入文件"
            );
        }
        let code = match folders {
            true => self.bulk(&mut db).await,
            false => self.each(&mut db).await,
        };
        databases::disconnect(db).await?;
        database.close().await?;
        code
    }

    /// Every file below the folders.
    async fn bulk(&self, db: &mut PgConnection) -> anyhow::Result<ExitCode> {
        let mut files = Vec::new();
        for path in &self.files {
            match path.is_dir() {
                true => files.extend(folder::files(path)?),
                false => files.push(path.clone()),
            }
        }
        if files.is_empty() {
            anyhow::bail!("文件夹中没有文件。请核对文件夹。");
        }
        let bulk = Bulk {
            files,
            choices: &self.choices(),
            registry: registry::load(db).await?,
            dry_run: self.dry_run,
            clock: clock(db).await?,
        };
        bulk.run(db).await
    }

    /// The files that were named.
    async fn each(&self, db: &mut PgConnection) -> anyhow::Result<ExitCode> {
        let now = clock(db).await?;
        let occasion = Occasion {
            by: None,
            at: now.now(),
            today: now.today(),
        };
        let mut failed = 0;
        for path in &self.files {
            if let Err(error) = self.file(db, path, occasion).await {
                failed += 1;
                warn(format!("{}：未导入。{}", path.display(), failure(&error)));
            }
        }
        match failed {
            0 => Ok(ExitCode::SUCCESS),
            _ => anyhow::bail!("{} 个文件中有 {failed} 个未导入", self.files.len()),
        }
    }

    async fn file(
        &self,
        db: &mut PgConnection,
        path: &Path,
        occasion: Occasion,
    ) -> anyhow::Result<()> {
        let bytes = file::read(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let file = File {
            name: &name,
            bytes: &bytes,
        };
        let mut tx = db.begin().await?;
        let done = import_file(&mut tx, file, &self.choices(), occasion).await?;
        let joined = joined_lines(&mut tx, &done).await?;
        if self.dry_run {
            tx.rollback().await?;
        } else {
            tx.commit().await?;
        }
        say(format!("{}：{}", path.display(), self.sentence(&done)))?;
        let remarks = done.remarks.iter().map(|one| format!("  提示：{one}"));
        remarks.chain(joined).try_for_each(say)
    }

    fn choices(&self) -> Choices {
        Choices {
            title: self.title.clone(),
            jurisdiction: self.jurisdiction.clone(),
            create_unknown: self.create_unknown,
            resemblance: match (self.as_new_version, self.separate) {
                (true, _) => Resemblance::NewVersion,
                (false, true) => Resemblance::Separate,
                (false, false) => Resemblance::Unsaid,
            },
            ..Choices::default()
        }
    }

    fn sentence(&self, done: &FileImport) -> String {
        let title = &done.title;
        match &done.imported {
            Imported::Already { .. } => format!("已导入过，是《{title}》，没有重复写入。"),
            Imported::New { .. } if self.dry_run => {
                format!(
                    "可以导入（试运行，没有写入）。《{title}》，{}",
                    contents(&done.amounts)
                )
            }
            Imported::New { .. } => format!("已导入《{title}》，{}", contents(&done.amounts)),
        }
    }
}

/// `目标 14 个、任务 33 项、指标 7 个、职责 313 条，应报单位·事项 458 对。`
pub(super) fn contents(amounts: &Amounts) -> String {
    let mut sentence = format!(
        "目标 {} 个、任务 {} 项、指标 {} 个、职责 {} 条，按单位分解为 {} 条应报事项。",
        amounts.goals, amounts.tasks, amounts.targets, amounts.responsibilities, amounts.duties
    );
    if amounts.questions > 0 {
        sentence.push_str(&format!("有 {} 处请在文件页面核对。", amounts.questions));
    }
    sentence
}

/// One line for each document that the new one was joined with.
async fn joined_lines(db: &mut PgConnection, done: &FileImport) -> sqlx::Result<Vec<String>> {
    let Imported::New {
        document,
        joined,
        amended,
    } = &done.imported
    else {
        return Ok(Vec::new());
    };
    let other = |one: &Joined| {
        if one.from == *document {
            one.to
        } else {
            one.from
        }
    };
    let ids: Vec<i64> = joined.iter().map(other).collect();
    let titles = documents::titles(db, &ids).await?;
    let line = |one: &Joined| {
        let (_, title, number) = titles.iter().find(|(id, _, _)| *id == other(one))?;
        let number = number.as_ref().map(|number| format!("（{number}）"));
        let relation = relation(one, one.from == *document);
        Some(format!(
            "  与《{title}》{}关联：{relation}",
            number.unwrap_or_default()
        ))
    };
    let joined = joined.iter().filter_map(line);
    Ok(amended.iter().map(amendment).chain(joined).collect())
}

/// What a new version did to the old one.
fn amendment(amended: &Amended) -> String {
    let counts = &amended.counts;
    format!(
        "  作为《{}》的新版本：新增 {} 项、变更 {} 项、废止 {} 项，只改编号 {} 项，未变 {} 项。",
        amended.title,
        counts.added,
        counts.changed,
        counts.removed,
        counts.renumbered,
        counts.unchanged
    )
}

/// How two documents belong together; `ours` when the new one is the one that names the other.
fn relation(joined: &Joined, ours: bool) -> String {
    let (this, that) = if ours {
        ("本文件", "该文件")
    } else {
        ("该文件", "本文件")
    };
    match joined.kind {
        DocumentLinkKind::Assigns => {
            let mut sentence = format!(
                "{this}为{that}明确责任单位，对应事项 {} 项，目标取得指标 {} 个",
                joined.items, joined.supplied
            );
            if joined.unmatched_targets > 0 {
                sentence.push_str(&format!(
                    "，另有 {} 个指标没有对应的目标",
                    joined.unmatched_targets
                ));
            }
            sentence + "。"
        }
        kind => format!("{this}{}{that}。", kind.label()),
    }
}

/// Why a file was not imported, an obstacle a line.
pub(super) fn failure(error: &anyhow::Error) -> String {
    match error.downcast_ref::<NotImported>() {
        Some(NotImported::Alike(_)) => format!(
            "{error}。作为新版本导入请加 --as-new-version；确实是另一份文件的，请加 --separate。"
        ),
        Some(NotImported::Obstacles(obstacles)) => {
            let lines = obstacles.iter().map(|one| format!("\n  {one}"));
            format!("{error}：{}", lines.collect::<String>())
        }
        Some(NotImported::Unwritten(ImportError::Database(cause))) => database_failure(cause),
        _ => match error.downcast_ref::<sqlx::Error>() {
            Some(cause) => database_failure(cause),
            None => error.to_string(),
        },
    }
}

fn database_failure(error: &sqlx::Error) -> String {
    if store::constraint(error) == Some("document_source_body_key") {
        return "同一文件刚刚由别人导入，没有重复写入。".to_owned();
    }
    if store::is_unreachable(error) {
        return format!("数据库连接中断，没有写入，请稍后重新导入。原因：{error}");
    }
    format!("数据库拒绝写入，没有写入任何内容。原因：{error}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{Obstacle, ObstacleKind};

    #[test]
    fn obstacles_stand_one_a_line() {
        let unknown = |line, name: &str| Obstacle {
            line,
            column: 3,
            at: 0,
            kind: ObstacleKind::UnknownDepartment {
                name: name.to_owned(),
                jurisdiction: "新疆".to_owned(),
            },
        };
        let error = NotImported::Obstacles(vec![unknown(7, "自治区数据局"), unknown(9, "某局")]);
        let text = failure(&error.into());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "有 2 处需要先处理：");
        assert!(lines[1].starts_with("  第 7 行第 3 字：") && lines[1].contains("自治区数据局"));
        assert_eq!(lines.len(), 3);
    }

    #[test]
    fn a_relation_is_told_from_the_side_of_the_file() {
        let joined = Joined {
            from: 1,
            to: 2,
            kind: DocumentLinkKind::Assigns,
            items: 33,
            supplied: 17,
            unmatched_targets: 1,
        };
        assert!(relation(&joined, true).starts_with("本文件为该文件明确责任单位，对应事项 33 项"));
        assert!(relation(&joined, false).starts_with("该文件为本文件明确"));
        assert!(relation(&joined, true).ends_with("另有 1 个指标没有对应的目标。"));
    }
}
