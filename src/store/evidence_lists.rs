//! 本单位材料: the evidence of a department, searched, with what each piece proves.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::evidence::EvidenceLine;
use crate::domain::{Cycle, EvidenceFormat, EvidenceKind, ReportState};

/// What is asked of a department's evidence.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// Of these departments.
    pub departments: Vec<i64>,
    /// Words in the title, the name of the file or the 文号.
    pub words: Option<String>,
    /// Only this kind.
    pub kind: Option<EvidenceKind>,
    /// Not what proves this report already; what proves the same item stands first.
    pub beside: Option<i64>,
}

macro_rules! own_evidence {
    ($query:ident!($($record:ty)?), $select:literal, $tail:literal, $ask:expr $(, $more:expr)*) => {
        sqlx::$query!(
            $($record,)?
            $select + r#"
            from evidence e
            join evidence_file f on f.id = e.file_id
            join user_account u on u.id = e.created_by
            where e.department_id = any($1)
              and ($2::text is null or strpos(e.title, $2) > 0 or strpos(e.file_name, $2) > 0 or strpos(e.doc_number, $2) > 0)
              and ($3::text is null or e.kind = $3)
              and ($4::bigint is null
                   or not exists (select 1 from report_evidence x where x.evidence_id = e.id and x.report_id = $4)) "#
            + $tail,
            &$ask.departments,
            $ask.words,
            $ask.kind.map(EvidenceKind::code),
            $ask.beside
            $(, $more)*
        )
    };
}

/// The evidence asked for, newest first, `limit` pieces from `offset` on.
pub async fn list(
    db: &mut PgConnection,
    ask: &Ask,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<EvidenceLine>> {
    own_evidence!(
        query_as!(EvidenceLine),
        r#"select e.id, e.title, e.kind as "kind: EvidenceKind", e.doc_number, e.formed_on, e.file_name,
                  f.format as "format!: EvidenceFormat", f.length, u.display_name as created_by, e.created_at"#,
        r#"order by exists (select 1 from report_evidence x join report r on r.id = x.report_id
                            join report b on b.item_id = r.item_id
                            where x.evidence_id = e.id and b.id = $4) desc, e.id desc limit $5 offset $6"#,
        ask,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many pieces are asked for.
pub async fn count(db: &mut PgConnection, ask: &Ask) -> sqlx::Result<i64> {
    own_evidence!(query_scalar!(), r#"select count(*) as "count!""#, "", ask)
        .fetch_one(db)
        .await
}

/// What a piece of evidence proves.
#[derive(Debug, Clone)]
pub struct Use {
    /// The piece.
    pub evidence_id: i64,
    /// The report.
    pub report_id: i64,
    /// State of the report.
    pub state: ReportState,
    /// Cycle of its period.
    pub cycle: Cycle,
    /// First day of its period.
    pub first_day: NaiveDate,
    /// As people cite its item.
    pub locus: String,
    /// Title of its item.
    pub title: String,
}

/// What these pieces of evidence of a department prove, newest first, at most ten reports each.
pub async fn uses(db: &mut PgConnection, evidence: &[i64]) -> sqlx::Result<Vec<Use>> {
    sqlx::query_as!(
        Use,
        r#"select w.id as "evidence_id!", x.report_id as "report_id!", x.state as "state!: ReportState",
                  x.cycle as "cycle!: Cycle", x.first_day as "first_day!", x.locus as "locus!", x.title as "title!"
           from unnest($1::bigint[]) as w (id)
           cross join lateral (
               select x.report_id, r.state, p.cycle, p.first_day, i.locus, i.title
               from report_evidence x join report r on r.id = x.report_id
               join period p on p.id = r.period_id join item i on i.id = r.item_id
               where x.evidence_id = w.id order by p.first_day desc, r.id desc limit 10) x
           order by w.id, x.first_day desc, x.report_id desc"#,
        evidence
    )
    .fetch_all(db)
    .await
}
