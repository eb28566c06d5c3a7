//! The steps that people take with a report that is written: who is asking, whether they may, and taking the step with
//! what follows from it and its event, in one transaction.

use chrono::{DateTime, Duration, Utc};
use serde_json::json;
use sqlx::{Acquire, PgConnection};

use crate::domain::{
    Action, NoticeKind, Passage, Period, Post, Recipient, ReportState, ReportStep, ReturnStage,
    Seat, WITHDRAWAL_MINUTES,
};
use crate::store::report_passage::{self, Doing, Seen};
use crate::store::reports::{self, Report, Sight};
use crate::store::{contributions, events, notices, standing};
use crate::web::error::Error;
use crate::web::extract::Fields;
use crate::web::person::Person;

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

/// A report before somebody who may see it.
#[derive(Debug)]
pub struct Case {
    /// The report.
    pub report: Report,
    /// What the person is to it.
    pub seats: Vec<Seat>,
    /// What decides on the steps.
    pub passage: Passage,
}

impl Case {
    /// Finds the report.
    ///
    /// # Errors
    ///
    /// When there is none that this person may see.
    pub async fn find(
        db: &mut PgConnection,
        person: &Person,
        id: i64,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let report = reports::find(db, &person.reach(), id, &sight(person))
            .await?
            .ok_or(Error::NotFound)?;
        let seats = seats(db, person, &report).await?;
        let reviewers = report_passage::reviewers(db, &[report.department_id]).await?;
        let writers = [person.id, report.author_id, report.saved_by_id];
        let limit = Duration::minutes(WITHDRAWAL_MINUTES);
        let passage = Passage {
            state: report.state,
            recipient: report.recipient,
            own: report.is_by(person.id),
            reviewer: reviewers.iter().any(|one| !writers.contains(&one.user_id)),
            fresh: report.submitted_at.is_some_and(|sent| now - sent <= limit),
        };
        Ok(Self {
            report,
            seats,
            passage,
        })
    }

    /// True when the person may take the step in one of their seats.
    pub fn may(&self, step: ReportStep) -> bool {
        self.passage.allows_any(&self.seats, step)
    }

    /// The seat in which the person can decide on it.
    pub fn judge(&self) -> Option<Seat> {
        let judges = [Seat::Reviewer, Seat::Lead, Seat::Office].into_iter();
        judges
            .filter(|seat| self.seats.contains(seat))
            .find(|seat| self.passage.allows(*seat, ReportStep::Return))
    }
}

async fn seats(db: &mut PgConnection, person: &Person, report: &Report) -> sqlx::Result<Vec<Seat>> {
    let member = |post| person.departments_as(post).contains(&report.department_id);
    let collects = contributions::collects(db, report.item_id, &person.departments()).await?;
    let held = [
        (Seat::Clerk, member(Post::Clerk)),
        (Seat::Reviewer, member(Post::Reviewer)),
        (Seat::Lead, collects),
        (Seat::Office, person.may(Action::ReviewReports)),
    ];
    let held = held.into_iter().filter(|(_, held)| *held);
    Ok(held.map(|(seat, _)| seat).collect())
}

/// What a reviewer of the unit, a collector or the office decides on a report.
#[derive(Debug, Clone)]
pub struct Decision {
    /// In which seat.
    pub seat: Seat,
    /// Sends it back with this reason; else lets it pass.
    pub reason: Option<String>,
}

impl Decision {
    /// Lets a report pass.
    pub fn pass(seat: Seat) -> Self {
        Self { seat, reason: None }
    }

    /// Sends a report back with the reason that was typed.
    ///
    /// # Errors
    ///
    /// When no reason was given.
    pub fn send_back(seat: Seat, typed: &Fields) -> Result<Self, Error> {
        let reason: String = typed.text("reason").chars().take(500).collect();
        if reason.chars().count() < 4 {
            return Err(Error::BadRequest(
                "退回时请写明理由，让填报单位知道要改什么。请返回上一页填写后重新提交。",
            ));
        }
        Ok(Self {
            seat,
            reason: Some(reason),
        })
    }

    fn step(&self) -> ReportStep {
        match (self.seat, &self.reason) {
            (_, Some(_)) => ReportStep::Return,
            (Seat::Reviewer, None) => ReportStep::Submit,
            (_, None) => ReportStep::Accept,
        }
    }

    fn action(&self) -> &'static str {
        match (self.seat, &self.reason) {
            (Seat::Reviewer, Some(_)) => "report.unit_return",
            (Seat::Reviewer, None) => "report.submit",
            (Seat::Lead, None) => "report.adopt",
            (_, None) => "report.accept",
            (_, Some(_)) => "report.return",
        }
    }

    /// What was done, in words.
    pub fn done(&self) -> &'static str {
        match (self.seat, &self.reason) {
            (_, Some(_)) => "已退回",
            (Seat::Reviewer, None) => "已通过并报送",
            (Seat::Lead, None) => "已采用",
            (_, None) => "已核实",
        }
    }
}

/// Takes a decision on the version of a report that was looked at; gives the report as it was.
///
/// # Errors
///
/// When the report is none of this person's, or has changed, or is the person's own.
pub async fn decide(
    db: &mut PgConnection,
    person: &Person,
    id: i64,
    typed: &Fields,
    decision: &Decision,
    doing: Doing,
) -> Result<Report, Error> {
    let case = Case::find(db, person, id, doing.at).await?;
    let report = &case.report;
    if !case.seats.contains(&decision.seat) {
        return Err(Error::NotFound);
    }
    let seen: Option<i32> = typed.parsed("version")?;
    if seen.is_some_and(|seen| seen != report.version) {
        return Err(Error::Conflict(
            "这份填报在您打开之后有了变化，这次没有处理。请重新打开后再审核。",
        ));
    }
    if !case.passage.allows(decision.seat, decision.step()) {
        return Err(Error::Conflict(refusal(&case)));
    }
    let mut tx = db.begin().await?;
    if !take(&mut tx, report, decision, doing).await? {
        return Err(Error::Conflict(
            "这份填报已经由别人审核或被填报单位撤回，这次没有处理。",
        ));
    }
    standing::refresh(&mut tx, report.item_id, report.department_id).await?;
    let after = report.state.after(decision.step()).unwrap_or(report.state);
    let mut event = step_event(report, decision.action(), after, doing.by);
    if let (Some(reason), Some(after)) = (&decision.reason, event.after.as_mut()) {
        after["reason"] = json!(reason);
    }
    events::record(&mut tx, doing.at, event).await?;
    tell(&mut tx, &[report.id], after, doing).await?;
    tx.commit().await?;
    Ok(case.report)
}

/// Why a decision is not taken.
fn refusal(case: &Case) -> &'static str {
    let waits = matches!(
        case.report.state,
        ReportState::HandedIn | ReportState::Submitted
    );
    match (waits, case.passage.own) {
        (true, true) => "这份填报由您本人填写、送审或报送，须由其他人审核，这次没有处理。",
        _ => "这份填报已经由别人审核或被填报单位撤回，这次没有处理。",
    }
}

async fn take(
    db: &mut PgConnection,
    report: &Report,
    decision: &Decision,
    doing: Doing,
) -> sqlx::Result<bool> {
    let seen = Seen {
        report: report.id,
        version: report.version,
        warnings: Vec::new(),
    };
    let (stage, recipient) = match decision.seat {
        Seat::Clerk | Seat::Reviewer => (ReturnStage::Unit, Recipient::Office),
        Seat::Lead => (ReturnStage::Lead, Recipient::Lead),
        Seat::Office => (ReturnStage::Office, Recipient::Office),
    };
    if let Some(reason) = &decision.reason {
        return report_passage::send_back(db, &seen, stage, reason, doing).await;
    }
    let taken = match decision.seat {
        Seat::Reviewer => report_passage::endorse(db, &[seen], doing).await?,
        _ => report_passage::accept(db, &[seen], recipient, false, doing).await?,
    };
    Ok(!taken.is_empty())
}

/// The event of a step that moves a report to another state.
pub fn step_event(
    report: &Report,
    action: &'static str,
    after: ReportState,
    by: i64,
) -> events::Event {
    let period = Period {
        first: report.first_day,
        last: report.last_day,
        cycle: report.cycle,
    };
    events::Event {
        actor: Some(by),
        action,
        document: None,
        item: Some(report.item_id),
        department: Some(report.department_id),
        report: Some(report.id),
        before: Some(json!({ "state": report.state })),
        after: Some(json!({ "state": after, "period": period.name() })),
    }
}

/// Takes the same step with several reports at once: those that were ticked, each with the version that was looked at.
/// Gives them as they were looked up and what was ticked.
pub fn ticked(typed: &Fields) -> Vec<(i64, i32)> {
    let boxes = typed.0.iter().filter(|(name, _)| name == "report");
    let keys = boxes.filter_map(|(_, value)| {
        let (report, version) = value.split_once('-')?;
        Some((report.parse().ok()?, version.parse().ok()?))
    });
    keys.take(200).collect()
}

/// What follows from a step that was taken with several reports: where their items stand, and an event for each.
///
/// # Errors
///
/// When the database refuses.
pub async fn follow(
    tx: &mut PgConnection,
    taken: &[&Report],
    action: &'static str,
    after: ReportState,
    doing: Doing,
) -> sqlx::Result<()> {
    let items: Vec<i64> = taken.iter().map(|report| report.item_id).collect();
    let departments: Vec<i64> = taken.iter().map(|report| report.department_id).collect();
    standing::refresh_reported(&mut *tx, &items, &departments).await?;
    let events: Vec<events::Event> = taken
        .iter()
        .map(|report| step_event(report, action, after, doing.by))
        .collect();
    events::record_all(&mut *tx, doing.at, &events).await?;
    let keys: Vec<i64> = taken.iter().map(|report| report.id).collect();
    tell(tx, &keys, after, doing).await
}

/// Tells those whom it concerns that reports have reached a state: reviewers of what waits for them, writers of what
/// became of theirs; of what was returned the unit's reviewers hear as well.
///
/// # Errors
///
/// When the database refuses.
pub async fn tell(
    tx: &mut PgConnection,
    reports: &[i64],
    after: ReportState,
    doing: Doing,
) -> sqlx::Result<()> {
    let (kind, posts): (_, &[Post]) = match after {
        ReportState::HandedIn => {
            return notices::tell_of_handing_in(tx, reports, doing.by, doing.at).await;
        }
        ReportState::Returned => (NoticeKind::Returned, &[Post::Reviewer]),
        ReportState::Accepted => (NoticeKind::Accepted, &[]),
        ReportState::Draft | ReportState::Submitted => return Ok(()),
    };
    notices::tell_of_reports(tx, kind, reports, posts, doing.by, doing.at).await
}
