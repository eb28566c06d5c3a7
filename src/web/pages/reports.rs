//! 填报: one report, whole, with what may be done with it; and taking it back.

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use sqlx::Acquire;

use crate::domain::{Filing, Period, Recipient, ReportState, ReportStep, Seat};
use crate::store::compared_values::{self, ComparedValue};
use crate::store::contributions::{self, Contribution};
use crate::store::evidence::{self, ReportEvidence};
use crate::store::items::{self, Item};
use crate::store::reports::Report;
use crate::store::{events, report_lists, report_passage, standing};
use crate::web::components::{Statement, ValueLine, filing_tone};
use crate::web::error::Error;
use crate::web::evidence_parts::EvidencePart;
use crate::web::extract::{CurrentSession, Db, Now, Path};
use crate::web::page::{Link, Page, Shell, see_other};
use crate::web::person::Person;
use crate::web::reporting::steps::{Case, REASONS, sight, step_event};
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "reports/show.html")]
struct ReportPage {
    shell: Shell,
    period: String,
    department: Link,
    item: Link,
    clause: Link,
    state: &'static str,
    tone: &'static str,
    said: Statement,
    demonstration: bool,
    return_reason: Option<String>,
    values: Vec<ValueLine>,
    progress: String,
    problems: String,
    next_step: String,
    evidence: Vec<EvidencePart>,
    steps: Vec<String>,
    /// To whom it goes or went.
    recipient: &'static str,
    warnings: Vec<String>,
    compare: String,
    /// It corrects another one, or is corrected by another one.
    revisions: Vec<Link>,
    correction_reason: Option<String>,
    contributions: Vec<(String, Option<Link>, String)>,
    edit: Option<String>,
    withdraw: Option<String>,
    retrieve: Option<String>,
    correct: Option<String>,
    review: Option<ReviewForm>,
}

/// Where a reviewer of the unit, a collector or the office decides.
struct ReviewForm {
    pass: &'static str,
    accept: String,
    send_back: String,
    version: i32,
    reasons: &'static [&'static str],
}

/// What stands around a report.
struct Around {
    values: Vec<ComparedValue>,
    contributions: Vec<Contribution>,
    evidence: Vec<ReportEvidence>,
    corrected: Option<i64>,
    correction: Option<i64>,
}

/// `GET /reports/{report}`.
pub async fn show(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    mut db: Db,
) -> Result<Response, Error> {
    let case = Case::find(&mut db, &person, id, now).await?;
    let report = &case.report;
    let item = items::find(&mut db, &person.reach(), report.item_id)
        .await?
        .ok_or(Error::NotFound)?;
    let (unit, period) = (report.department_id, period(report));
    let around = Around {
        values: compared_values::of_reports(&mut db, &[id]).await?,
        contributions: contributions::to_report(&mut db, item.id, unit, period).await?,
        evidence: evidence::of_reports(&mut db, &[id]).await?,
        corrected: report_lists::corrected(&mut db, id).await?,
        correction: report_lists::correction(&mut db, id, &sight(&person)).await?,
    };
    Ok(Page(ReportPage::new(shell, case, &item, &around)).into_response())
}

fn period(report: &Report) -> Period {
    Period {
        first: report.first_day,
        last: report.last_day,
        cycle: report.cycle,
    }
}

impl ReportPage {
    fn new(shell: Shell, case: Case, item: &Item, around: &Around) -> Self {
        let form = |step, href: fn(i64) -> String| case.may(step).then(|| href(case.report.id));
        let (withdraw, retrieve, correct) = (
            form(ReportStep::Withdraw, paths::withdrawal),
            form(ReportStep::TakeBack, paths::retrieval),
            form(ReportStep::Correct, paths::correction).filter(|_| around.correction.is_none()),
        );
        let (edits, review) = (case.may(ReportStep::Save), review_form(&case));
        let report = case.report;
        let filing = Filing::of(Some(report.state), false);
        Self {
            shell: shell
                .titled(format!("填报记录：{}", item.title))
                .under(paths::ITEMS, "台账")
                .under(paths::item(item.id), wording::shortened(&item.title, 16)),
            period: period(&report).name(),
            department: Link::new(
                paths::department(report.department_id),
                report.department.clone(),
            ),
            item: Link::new(paths::item(item.id), item.title.clone()),
            clause: Link::new(
                paths::clause(item.document_id, item.id),
                format!("《{}》{}", item.document, item.locus),
            ),
            state: filing.label(),
            tone: filing_tone(filing),
            said: Statement::of(&report.words()),
            demonstration: report.demonstration,
            return_reason: report.return_words(),
            values: around.values.iter().map(ValueLine::of).collect(),
            evidence: around
                .evidence
                .iter()
                .map(EvidencePart::of_report)
                .collect(),
            steps: steps(&report),
            recipient: report.recipient.label(),
            warnings: warnings(&report),
            revisions: revisions(around),
            compare: paths::report_comparison(report.id, None),
            correction_reason: report.correction_reason.clone(),
            contributions: around.contributions.iter().map(contribution).collect(),
            edit: edits.then(|| {
                paths::report_form_for(report.item_id, report.department_id, report.first_day)
            }),
            withdraw,
            retrieve,
            correct,
            review,
            progress: report.progress_text,
            problems: report.problems,
            next_step: report.next_step,
        }
    }
}

/// Where the person decides on it, in their seat.
fn review_form(case: &Case) -> Option<ReviewForm> {
    let id = case.report.id;
    let (pass, accept, send_back) = match case.judge()? {
        Seat::Reviewer => ("通过并报送", paths::endorsement(id), paths::unit_return(id)),
        Seat::Lead => ("采用", paths::adoption(id), paths::lead_return(id)),
        Seat::Clerk | Seat::Office => ("核实通过", paths::acceptance(id), paths::return_(id)),
    };
    Some(ReviewForm {
        pass,
        accept,
        send_back,
        version: case.report.version,
        reasons: REASONS,
    })
}

/// What whoever reviews it should look at.
fn warnings(report: &Report) -> Vec<String> {
    let labels = report.warnings.iter().map(|one| one.label().to_owned());
    let missing = report.missing_reason.as_ref();
    let missing = missing.map(|reason| format!("配合单位缺报说明：{reason}"));
    labels.chain(missing).collect()
}

fn revisions(around: &Around) -> Vec<Link> {
    let before = around
        .corrected
        .map(|id| Link::new(paths::report(id), "更正前的填报"));
    let after = around
        .correction
        .map(|id| Link::new(paths::report(id), "对它的更正"));
    [before, after].into_iter().flatten().collect()
}

/// The unit, its report and where that stands.
fn contribution(one: &Contribution) -> (String, Option<Link>, String) {
    let id = one.report_id.filter(|_| one.is_there());
    let state = match one.state.filter(|_| one.is_there()) {
        Some(ReportState::Accepted) => "已采用",
        Some(_) => "已报，未采用",
        None => "未报",
    };
    let text = one.progress_text.as_deref().unwrap_or_default();
    let link = id.map(|id| Link::new(paths::report(id), wording::shortened(text, 80)));
    (one.department.clone(), link, state.to_owned())
}

/// Who did what, in the order in which it happened.
fn steps(report: &Report) -> Vec<String> {
    let saved = format!(
        "{} {} 保存",
        wording::moment(report.saved_at),
        report.saved_by
    );
    let step = |at: Option<DateTime<Utc>>, by: &Option<String>, verb: &str| {
        at.map(|at| {
            format!(
                "{} {} {verb}",
                wording::moment(at),
                by.as_deref().unwrap_or("系统")
            )
        })
    };
    let handed_in = step(report.handed_in_at, &report.handed_in_by, "送审");
    let sent = step(report.submitted_at, &report.submitted_by, "报送");
    let verb = match (report.state, report.recipient) {
        (ReportState::Accepted, Recipient::Lead) => Some("采用"),
        (ReportState::Accepted, Recipient::Office) => Some("核实"),
        (ReportState::Returned, _) => Some("退回"),
        _ => None,
    };
    let judged = verb.and_then(|verb| step(report.reviewed_at, &report.reviewed_by, verb));
    let steps = [Some(saved), handed_in, sent, judged].into_iter();
    steps.flatten().collect()
}

/// `POST /reports/{report}/withdrawal`.
pub async fn withdraw(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    session: CurrentSession,
    db: Db,
) -> Result<Response, Error> {
    reopen(person, id, now, session, db, ReportStep::Withdraw).await
}

/// `POST /reports/{report}/retrieval`.
pub async fn retrieve(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    session: CurrentSession,
    db: Db,
) -> Result<Response, Error> {
    reopen(person, id, now, session, db, ReportStep::TakeBack).await
}

/// Makes a draft again of what was handed in or sent.
async fn reopen(
    person: Person,
    id: i64,
    now: DateTime<Utc>,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    step: ReportStep,
) -> Result<Response, Error> {
    let case = Case::find(&mut db, &person, id, now).await?;
    let report = &case.report;
    if !person.departments().contains(&report.department_id) {
        return Err(Error::NotFound);
    }
    let (action, words, late) = match step {
        ReportStep::TakeBack => (
            "report.take_back",
            "已取回，可以修改后重新送审。",
            "这份填报已由本单位审核人处理，不能取回。请重新打开查看结果。",
        ),
        _ => (
            "report.withdraw",
            "已撤回，可以修改后重新报送。",
            "这份填报已超过 10 分钟或已被审核，不能撤回。需要更正的，核实后可以更正，或请审核方退回后修改。",
        ),
    };
    if !case.may(step) {
        return Err(Error::Conflict(late));
    }
    let mut tx = db.begin().await?;
    let taken = match step {
        ReportStep::TakeBack => report_passage::take_back(&mut tx, id).await?,
        _ => report_passage::withdraw(&mut tx, id, now).await?,
    };
    if !taken {
        return Err(Error::Conflict(late));
    }
    standing::refresh(&mut tx, report.item_id, report.department_id).await?;
    let event = step_event(report, action, ReportState::Draft, person.id);
    events::record(&mut tx, now, event).await?;
    tx.commit().await?;
    session.leave(&mut db, words).await?;
    Ok(see_other(&paths::report_form_for(
        report.item_id,
        report.department_id,
        report.first_day,
    )))
}
