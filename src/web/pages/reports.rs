//! 填报: one report, whole, with what may be done with it; and taking it back.

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Duration, Utc};
use sqlx::Acquire;

use crate::domain::{Action, Filing, Period, ReportState, ReportStep};
use crate::store::compared_values::{self, ComparedValue};
use crate::store::items::{self, Item};
use crate::store::reports::{self, Report, Sight};
use crate::store::{events, evidence, report_steps, standing};
use crate::web::components::{ValueLine, filing_tone, progress_tone};
use crate::web::error::Error;
use crate::web::evidence_parts::EvidencePart;
use crate::web::extract::{CurrentSession, Db, Now, Path};
use crate::web::page::{Link, Page, Shell, see_other};
use crate::web::person::Person;
use crate::web::{paths, wording};

/// What was sent can be taken back for so many minutes, while nobody has reviewed it.
pub(super) const WITHDRAWAL_MINUTES: i64 = 10;

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
    stated: Option<(&'static str, &'static str)>,
    demonstration: bool,
    return_reason: Option<String>,
    values: Vec<ValueLine>,
    progress: String,
    problems: String,
    next_step: String,
    evidence: Vec<EvidencePart>,
    steps: Vec<String>,
    edit: Option<String>,
    withdraw: Option<String>,
    review: Option<ReviewForm>,
}

/// Where the office decides.
struct ReviewForm {
    accept: String,
    send_back: String,
    version: i32,
    reasons: &'static [&'static str],
}

/// Reasons that a report is commonly sent back for, to choose from or to change.
pub const REASONS: &[&str] = &[
    "未填写指标数值，请补充。",
    "数值与上期相比变化较大，请核实并说明。",
    "进展情况过于笼统，请写明做了什么、结果如何。",
    "欠进度但未说明原因和下一步措施，请补充。",
    "填报内容与本事项要求不符，请对照原文重新填写。",
];

/// Which reports a person may see.
pub fn sight(person: &Person) -> Sight {
    Sight {
        own: person.departments(),
        returned: person.may(Action::Oversee),
    }
}

/// `GET /reports/{report}`.
pub async fn show(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    mut db: Db,
) -> Result<Response, Error> {
    let report = find(&mut db, &person, id).await?;
    let item = items::find(&mut db, &person.reach(), report.item_id)
        .await?
        .ok_or(Error::NotFound)?;
    let values = compared_values::of_reports(&mut db, &[report.id]).await?;
    let pieces = evidence::of_reports(&mut db, &[report.id]).await?;
    let mut page = ReportPage::new(shell, &person, report, &item, &values, now);
    page.evidence = pieces.iter().map(EvidencePart::of_report).collect();
    Ok(Page(page).into_response())
}

async fn find(db: &mut Db, person: &Person, id: i64) -> Result<Report, Error> {
    reports::find(db, &person.reach(), id, &sight(person))
        .await?
        .ok_or(Error::NotFound)
}

impl ReportPage {
    fn new(
        shell: Shell,
        person: &Person,
        report: Report,
        item: &Item,
        values: &[ComparedValue],
        now: DateTime<Utc>,
    ) -> Self {
        let period = Period {
            first: report.first_day,
            last: report.last_day,
            cycle: report.cycle,
        };
        let own = person.departments().contains(&report.department_id);
        let open = report.state.after(ReportStep::Save).is_some();
        let filing = Filing::of(Some(report.state), false);
        Self {
            shell: shell
                .titled(format!("填报记录：{}", item.title))
                .under(paths::ITEMS, "台账")
                .under(paths::item(item.id), wording::shortened(&item.title, 16)),
            period: period.name(),
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
            stated: report
                .stated_progress
                .map(|one| (one.label(), progress_tone(one))),
            demonstration: report.demonstration,
            return_reason: report.return_reason.clone(),
            values: values.iter().map(ValueLine::of).collect(),
            evidence: Vec::new(),
            steps: steps(&report),
            edit: (own && open).then(|| {
                paths::report_form_for(report.item_id, report.department_id, report.first_day)
            }),
            withdraw: (own && may_withdraw(&report, now)).then(|| paths::withdrawal(report.id)),
            review: (person.may(Action::ReviewReports) && report.state == ReportState::Submitted)
                .then(|| ReviewForm {
                    accept: paths::acceptance(report.id),
                    send_back: paths::return_(report.id),
                    version: report.version,
                    reasons: REASONS,
                }),
            progress: report.progress_text,
            problems: report.problems,
            next_step: report.next_step,
        }
    }
}

fn may_withdraw(report: &Report, now: DateTime<Utc>) -> bool {
    let limit = Duration::minutes(WITHDRAWAL_MINUTES);
    report.state == ReportState::Submitted
        && report.submitted_at.is_some_and(|sent| now - sent <= limit)
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
    let sent = step(report.submitted_at, &report.submitted_by, "报送");
    let judged = match report.state {
        ReportState::Accepted => step(report.reviewed_at, &report.reviewed_by, "核实"),
        ReportState::Returned => step(report.reviewed_at, &report.reviewed_by, "退回"),
        _ => None,
    };
    [Some(saved), sent, judged].into_iter().flatten().collect()
}

/// `POST /reports/{report}/withdrawal`.
pub async fn withdraw(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
) -> Result<Response, Error> {
    let report = find(&mut db, &person, id).await?;
    if !person.departments().contains(&report.department_id) {
        return Err(Error::NotFound);
    }
    if !may_withdraw(&report, now) {
        return Err(Error::Conflict(
            "这份填报已超过 10 分钟或已被审核，不能撤回。需要更正的，请联系督查室退回后修改。",
        ));
    }
    let mut tx = db.begin().await?;
    if !report_steps::withdraw(&mut tx, id, person.id, now).await? {
        return Err(Error::Conflict(
            "督查室刚刚审核了这份填报，不能撤回。请重新打开查看结果。",
        ));
    }
    standing::refresh(&mut tx, report.item_id, report.department_id).await?;
    events::record(
        &mut tx,
        now,
        step_event(&report, "report.withdraw", ReportState::Draft, &person),
    )
    .await?;
    tx.commit().await?;
    session
        .leave(&mut db, "已撤回，可以修改后重新报送。")
        .await?;
    Ok(see_other(&paths::report_form_for(
        report.item_id,
        report.department_id,
        report.first_day,
    )))
}

/// The event of a step that moves a report to another state.
pub fn step_event(
    report: &Report,
    action: &'static str,
    after: ReportState,
    person: &Person,
) -> events::Event {
    let period = Period {
        first: report.first_day,
        last: report.last_day,
        cycle: report.cycle,
    };
    events::Event {
        actor: Some(person.id),
        action,
        document: None,
        item: Some(report.item_id),
        department: Some(report.department_id),
        report: Some(report.id),
        before: Some(serde_json::json!({ "state": report.state })),
        after: Some(serde_json::json!({ "state": after, "period": period.name() })),
    }
}
