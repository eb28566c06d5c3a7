//! `fengong import FOLDER`: many files in one go, each in a transaction of its own. What needs a person becomes an
//! open review, so that nobody has to upload it again; what is there already is passed over by its hash, so that an
//! import that was broken off goes on where it was.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sha2::{Digest, Sha256};
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use super::file;
use super::import::{contents, failure};
use super::progress::Progress;
use super::terminal::say;
use crate::document::{self, FindingKind};
use crate::import::{
    File, FileImport, Imported, NotImported, Occasion, begin_review, import_taken,
};
use crate::intake::{self, Intake};
use crate::registry::Registry;
use crate::review::Choices;
use crate::store::{self, documents, imports};
use crate::web::clock::Clock;

/// Everything is there, but some texts wait for a person.
const WAITING: u8 = 3;

/// Many files to be imported.
pub(super) struct Bulk<'b> {
    pub(super) files: Vec<PathBuf>,
    pub(super) choices: &'b Choices,
    pub(super) registry: Registry,
    pub(super) dry_run: bool,
    pub(super) clock: Clock,
}

/// What became of one file.
enum Outcome {
    /// It is a document; what stands in it.
    Written(Box<FileImport>),
    /// It was there.
    There(String),
    /// It is under review; why.
    Waiting(String),
    /// It was put aside before.
    Abandoned,
    /// It is no text that can be imported; why.
    Refused(String),
}

/// How many files became what, and those that a person has to look at.
#[derive(Default)]
struct Tally {
    written: usize,
    there: usize,
    abandoned: usize,
    waiting: Vec<(PathBuf, String)>,
    refused: Vec<(PathBuf, String)>,
}

impl Bulk<'_> {
    pub(super) async fn run(&self, db: &mut PgConnection) -> anyhow::Result<ExitCode> {
        let mut progress = Progress::new(self.files.len(), self.clock.machine());
        let mut tally = Tally::default();
        for path in &self.files {
            let outcome = self.file(db, path).await.inspect_err(|_| progress.end())?;
            let line = format!("{}：{}", path.display(), outcome.sentence(self.dry_run));
            tally.add(path, outcome);
            progress.step(&line, &tally.counts(), self.clock.machine())?;
        }
        progress.end();
        tally.report(&progress, self.clock)?;
        Ok(tally.code())
    }

    async fn file(&self, db: &mut PgConnection, path: &Path) -> anyhow::Result<Outcome> {
        let bytes = match file::read(path) {
            Ok(bytes) => bytes,
            Err(error) => return Ok(Outcome::Refused(error.to_string())),
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let file = File {
            name: &name,
            bytes: &bytes,
        };
        let taken = match intake::read(&name, &bytes) {
            Ok(taken) => taken,
            Err(refusal) => return Ok(Outcome::Refused(refusal.to_string())),
        };
        if let Some(known) = known(db, &taken.text).await? {
            return Ok(known);
        }
        let mut tx = db.begin().await?;
        let done = import_taken(
            &mut tx,
            file,
            taken.clone(),
            &self.registry,
            self.choices,
            self.occasion(),
        )
        .await;
        let stuck = match done {
            Ok(done) if self.dry_run => {
                tx.rollback().await?;
                return Ok(Outcome::Written(Box::new(done)));
            }
            Ok(done) => {
                tx.commit().await?;
                return Ok(Outcome::Written(Box::new(done)));
            }
            Err(stuck) => stuck,
        };
        tx.rollback().await?;
        self.stuck(db, file, &taken, stuck).await
    }

    fn occasion(&self) -> Occasion {
        Occasion {
            by: None,
            at: self.clock.now(),
            today: self.clock.today(),
        }
    }

    /// What a person has to settle is put under review; what nobody can settle is refused.
    async fn stuck(
        &self,
        db: &mut PgConnection,
        file: File<'_>,
        taken: &Intake,
        stuck: NotImported,
    ) -> anyhow::Result<Outcome> {
        if let NotImported::Unwritten(error) = &stuck
            && let crate::import::ImportError::Database(cause) = error
            && store::is_unreachable(cause)
        {
            anyhow::bail!(
                "{}已导入的文件不会重复写入，恢复后重新运行同一条命令即可继续。",
                failure(&stuck.into())
            );
        }
        if let Some(reason) = hopeless(&taken.text, &stuck) {
            return Ok(Outcome::Refused(reason));
        }
        let reason = failure(&stuck.into());
        if !self.dry_run {
            let mut tx = db.begin().await?;
            begin_review(&mut tx, file, taken, None, self.clock.now()).await?;
            tx.commit().await?;
        }
        Ok(Outcome::Waiting(reason))
    }
}

/// What is known of a text by its hash alone.
async fn known(db: &mut PgConnection, text: &str) -> sqlx::Result<Option<Outcome>> {
    let hash = Sha256::digest(text.as_bytes());
    if let Some((_, title)) = documents::by_body(db, &hash).await? {
        return Ok(Some(Outcome::There(title)));
    }
    use crate::domain::ImportState::{Abandoned, Open, Published};
    Ok(match imports::state_by_body(db, &hash).await? {
        Some(Open) => Some(Outcome::Waiting("此前已经待复核。".to_owned())),
        Some(Abandoned) => Some(Outcome::Abandoned),
        Some(Published) | None => None,
    })
}

/// Why no review would help: it carries a classification mark and is not kept, or it gives nobody work.
fn hopeless(text: &str, stuck: &NotImported) -> Option<String> {
    let findings = document::parse(text).findings;
    let told = findings.iter().find(|finding| {
        matches!(
            finding.kind,
            FindingKind::Classified { .. } | FindingKind::NotDirective { .. }
        )
    });
    match (told, stuck) {
        (Some(finding), _) => Some(finding.kind.to_string()),
        (None, NotImported::Refused(refusal)) => Some(refusal.to_string()),
        (None, _) => None,
    }
}

impl Outcome {
    fn sentence(&self, dry_run: bool) -> String {
        match self {
            Self::Written(done) => match &done.imported {
                Imported::New { .. } if dry_run => {
                    format!(
                        "可以导入（试运行，没有写入）。《{}》，{}",
                        done.title,
                        contents(&done.amounts)
                    )
                }
                Imported::New { .. } => {
                    format!("已导入《{}》，{}", done.title, contents(&done.amounts))
                }
                Imported::Already { title, .. } => there(title),
            },
            Self::There(title) => there(title),
            Self::Waiting(reason) => format!("待复核。{reason}"),
            Self::Abandoned => "曾经导入并被放弃，没有再导入。".to_owned(),
            Self::Refused(reason) => format!("未导入。{reason}"),
        }
    }
}

fn there(title: &str) -> String {
    format!("已导入过，是《{title}》，没有重复写入。")
}

impl Tally {
    fn add(&mut self, path: &Path, outcome: Outcome) {
        match outcome {
            Outcome::Written(done) if matches!(done.imported, Imported::New { .. }) => {
                self.written += 1;
            }
            Outcome::Written(_) | Outcome::There(_) => self.there += 1,
            Outcome::Abandoned => self.abandoned += 1,
            Outcome::Waiting(reason) => self.waiting.push((path.to_owned(), reason)),
            Outcome::Refused(reason) => self.refused.push((path.to_owned(), reason)),
        }
    }

    /// `已导入 950，已有 20，待复核 25，未导入 5`.
    fn counts(&self) -> String {
        format!(
            "已导入 {}，已有 {}，待复核 {}，未导入 {}",
            self.written,
            self.there,
            self.waiting.len(),
            self.refused.len() + self.abandoned
        )
    }

    fn report(&self, progress: &Progress, clock: Clock) -> anyhow::Result<()> {
        say(format!(
            "{}。{:.1} 份/秒。",
            self.counts(),
            progress.rate(clock.machine())
        ))?;
        let lists = [
            (&self.waiting, "待复核，请在网页“导入”中逐份处理："),
            (&self.refused, "没有导入："),
        ];
        for (list, heading) in lists {
            if !list.is_empty() {
                say(heading)?;
            }
            for (path, reason) in list {
                say(format!("  {}：{reason}", path.display()))?;
            }
        }
        Ok(())
    }

    fn code(&self) -> ExitCode {
        match (self.refused.is_empty(), self.waiting.is_empty()) {
            (false, _) => ExitCode::FAILURE,
            (true, false) => ExitCode::from(WAITING),
            (true, true) => ExitCode::SUCCESS,
        }
    }
}
