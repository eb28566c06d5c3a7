//! 佐证材料: what a department has, and which reports each piece proves.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::domain::{EvidenceFormat, EvidenceKind, ReportState};

/// A piece of evidence to be kept.
#[derive(Debug, Clone)]
pub struct NewEvidence {
    /// The department that brings it.
    pub department: i64,
    /// Key of its bytes.
    pub file: i64,
    /// What people call it.
    pub title: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// 文号, or empty.
    pub doc_number: String,
    /// 形成日期.
    pub formed_on: Option<NaiveDate>,
    /// What the file was called.
    pub file_name: String,
}

/// How a piece of evidence was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It was not there before.
    New(i64),
    /// The department had the same bytes, and nothing sent rests on them: they are called as was said last.
    Renamed(i64),
    /// The department has the same bytes under this title, and something sent rests on it: it stays as it is.
    Known(i64, String),
}

impl Kept {
    /// Its key.
    pub fn id(&self) -> i64 {
        match self {
            Self::New(id) | Self::Renamed(id) | Self::Known(id, _) => *id,
        }
    }
}

/// Keeps a piece of evidence, once for each content that a department has.
pub async fn keep(
    db: &mut PgConnection,
    new: &NewEvidence,
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<Kept> {
    let known = sqlx::query!(
        r#"select e.id, e.title, exists (select 1 from report_evidence x join report r on r.id = x.report_id
                                         where x.evidence_id = e.id and r.state in ('handed_in', 'submitted', 'accepted')) as "sent!"
           from evidence e where e.department_id = $1 and e.file_id = $2 for update"#,
        new.department,
        new.file
    )
    .fetch_optional(&mut *db)
    .await?;
    match known {
        Some(known) if known.sent => Ok(Kept::Known(known.id, known.title)),
        Some(known) => {
            sqlx::query!(
                r#"update evidence set title = $2, kind = $3, doc_number = $4, formed_on = $5, file_name = $6
                   where id = $1"#,
                known.id,
                new.title,
                new.kind.code(),
                new.doc_number,
                new.formed_on,
                new.file_name
            )
            .execute(db)
            .await?;
            Ok(Kept::Renamed(known.id))
        }
        None => {
            let id = sqlx::query_scalar!(
                r#"insert into evidence (department_id, file_id, title, kind, doc_number, formed_on, file_name, created_by,
                                         created_at)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id"#,
                new.department,
                new.file,
                new.title,
                new.kind.code(),
                new.doc_number,
                new.formed_on,
                new.file_name,
                by,
                at
            )
            .fetch_one(db)
            .await?;
            Ok(Kept::New(id))
        }
    }
}

/// Holds a report until the transaction ends, so that it is neither sent nor proved by more than it may be meanwhile;
/// gives its state and how many pieces of evidence it has.
pub async fn hold(db: &mut PgConnection, report: i64) -> sqlx::Result<Option<(ReportState, i64)>> {
    let state = sqlx::query_scalar!(
        r#"select state as "state: ReportState" from report where id = $1 for update"#,
        report
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(state) = state else {
        return Ok(None);
    };
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from report_evidence where report_id = $1"#,
        report
    )
    .fetch_one(db)
    .await?;
    Ok(Some((state, count)))
}

/// Lets evidence of its department prove a report; gives the titles of those that did not before.
pub async fn attach(
    db: &mut PgConnection,
    report: i64,
    evidence: &[i64],
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"with added as (
               insert into report_evidence (report_id, evidence_id, added_by, added_at)
               select r.id, e.id, $3, $4 from report r join evidence e on e.department_id = r.department_id
               where r.id = $1 and e.id = any($2)
               on conflict do nothing returning evidence_id)
           select e.title from added a join evidence e on e.id = a.evidence_id order by e.id"#,
        report,
        evidence,
        by,
        at
    )
    .fetch_all(db)
    .await
}

/// Takes evidence from a report; gives its title. The department keeps it.
pub async fn detach(
    db: &mut PgConnection,
    report: i64,
    evidence: i64,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"with removed as (delete from report_evidence where report_id = $1 and evidence_id = $2 returning evidence_id)
           select e.title from removed d join evidence e on e.id = d.evidence_id"#,
        report,
        evidence
    )
    .fetch_optional(db)
    .await
}

/// Lets what proves a report prove another of its department as well: a correction begins with the evidence of what
/// it corrects.
pub async fn carry(
    db: &mut PgConnection,
    from: i64,
    to: i64,
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into report_evidence (report_id, evidence_id, added_by, added_at)
           select $2, evidence_id, $3, $4 from report_evidence where report_id = $1
           on conflict do nothing"#,
        from,
        to,
        by,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A piece of evidence as a list shows it.
#[derive(Debug, Clone)]
pub struct EvidenceLine {
    /// Key.
    pub id: i64,
    /// What people call it.
    pub title: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// 文号, or empty.
    pub doc_number: String,
    /// 形成日期.
    pub formed_on: Option<NaiveDate>,
    /// What the file was called.
    pub file_name: String,
    /// What the file is.
    pub format: EvidenceFormat,
    /// Bytes.
    pub length: i64,
    /// Who brought it.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A piece of evidence of one of several reports.
#[derive(Debug, Clone)]
pub struct ReportEvidence {
    /// The report.
    pub report_id: i64,
    /// What proves it.
    pub line: EvidenceLine,
}

/// What proves these reports, in the order in which it was added.
pub async fn of_reports(
    db: &mut PgConnection,
    reports: &[i64],
) -> sqlx::Result<Vec<ReportEvidence>> {
    let rows = sqlx::query!(
        r#"select x.report_id, e.id, e.title, e.kind as "kind: EvidenceKind", e.doc_number, e.formed_on, e.file_name,
                  f.format as "format!: EvidenceFormat", f.length, u.display_name as created_by, e.created_at
           from report_evidence x
           join evidence e on e.id = x.evidence_id
           join evidence_file f on f.id = e.file_id
           join user_account u on u.id = e.created_by
           where x.report_id = any($1) order by x.added_at, e.id limit 500"#,
        reports
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ReportEvidence {
            report_id: row.report_id,
            line: EvidenceLine {
                id: row.id,
                title: row.title,
                kind: row.kind,
                doc_number: row.doc_number,
                formed_on: row.formed_on,
                file_name: row.file_name,
                format: row.format,
                length: row.length,
                created_by: row.created_by,
                created_at: row.created_at,
            },
        })
        .collect())
}

/// How many pieces of evidence each of these reports has; those without any are not among them.
pub async fn counts(db: &mut PgConnection, reports: &[i64]) -> sqlx::Result<Vec<(i64, i64)>> {
    let rows = sqlx::query!(
        r#"select report_id, count(*) as "count!" from report_evidence where report_id = any($1) group by report_id"#,
        reports
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.report_id, row.count))
        .collect())
}
