//! 核对并提交: all drafts of a unit on one page, sent at once; and what was sent lately, with the way back.

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Duration, Utc};
use sqlx::Acquire;

use crate::domain::{Calendar, Period, ReportState, WITHDRAWAL_MINUTES};
use crate::store::compared_values::{self, ComparedValue};
use crate::store::departments::{self, Named};
use crate::store::report_passage::{self, Doing, Seen};
use crate::store::reports::Report;
use crate::store::{duties, evidence, report_lists};
use crate::web::components::{ValueLine, progress_tone};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Now, Typed};
use crate::web::page::{Link, Page, Shell, see_other};
use crate::web::person::Person;
use crate::web::reporting::batch::{self, Draft};
use crate::web::reporting::order;
use crate::web::reporting::steps::{self, ticked};
use crate::web::{evidence_parts, paths, wording};

#[derive(Template)]
#[template(path = "submissions/new.html")]
struct SubmissionPage {
    shell: Shell,
    units: Vec<Unit>,
}

/// The drafts of one department.
struct Unit {
    name: String,
    rows: Vec<Row>,
    /// `送审 3 项`, nothing where no draft is complete.
    button: Option<String>,
    /// The same with `#` for the count, where it is one count.
    counts: String,
    sentence: String,
    incomplete: usize,
}

struct Row {
    id: i64,
    version: i32,
    edit: String,
    item: Link,
    source: String,
    period: String,
    values: Vec<ValueLine>,
    progress: String,
    evidence: i64,
    stated: Option<(&'static str, &'static str)>,
    wanting: Vec<String>,
    warnings: Vec<&'static str>,
    to: &'static str,
}

/// `GET /todo/submission`.
pub async fn new(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    mut db: Db,
) -> Result<Response, Error> {
    let mut units = Vec::new();
    // A person reports for one department, in rare cases for two or three.
    for unit in departments::named(&mut db, &person.departments()).await? {
        let drafts = batch::drafts(&mut db, person.id, unit.id, &calendar).await?;
        let keys: Vec<i64> = drafts.iter().map(|draft| draft.report.id).collect();
        let values = compared_values::of_reports(&mut db, &keys).await?;
        let pieces = evidence::counts(&mut db, &keys).await?;
        units.push(Unit::new(unit, &drafts, &values, &pieces));
    }
    Ok(Page(SubmissionPage {
        shell: shell.titled("核对并提交").under(paths::TODO, "我的待办"),
        units,
    })
    .into_response())
}

impl Unit {
    fn new(unit: Named, drafts: &[Draft], values: &[ComparedValue], pieces: &[(i64, i64)]) -> Self {
        let complete: Vec<&Draft> = drafts.iter().filter(|one| one.wanting.is_empty()).collect();
        let reviewed = complete.iter().filter(|one| one.way.is_reviewed()).count();
        let direct = complete.len() - reviewed;
        let (button, counts) = match (reviewed, direct) {
            (0, 0) => (None, String::new()),
            (reviewed, 0) => (Some(format!("送审 {reviewed} 项")), "送审 # 项".to_owned()),
            (0, direct) => (Some(format!("报送 {direct} 项")), "报送 # 项".to_owned()),
            (reviewed, direct) => (
                Some(format!("送审 {reviewed} 项，报送 {direct} 项")),
                String::new(),
            ),
        };
        Self {
            rows: drafts
                .iter()
                .map(|one| Row::new(one, values, pieces))
                .collect(),
            sentence: complete
                .first()
                .map_or_else(String::new, |one| one.way.sentence()),
            incomplete: drafts.len() - complete.len(),
            button,
            counts,
            name: unit.short_name,
        }
    }
}

impl Row {
    fn new(draft: &Draft, values: &[ComparedValue], pieces: &[(i64, i64)]) -> Self {
        let report = &draft.report;
        let own = values.iter().filter(|value| value.report_id == report.id);
        let (item, unit) = (report.item_id, report.department_id);
        Self {
            id: report.id,
            evidence: evidence_parts::count(pieces, report.id),
            version: report.version,
            edit: paths::report_form_for(item, unit, report.first_day),
            item: Link::new(paths::item(item), draft.item.title.clone()),
            source: format!("{} {}", draft.item.document, draft.item.locus),
            period: period(report),
            values: own.map(ValueLine::of).collect(),
            progress: wording::shortened(&report.progress_text, 80),
            stated: report
                .stated_progress
                .map(|one| (one.label(), progress_tone(one))),
            wanting: draft.wanting.clone(),
            warnings: draft.warnings.iter().map(|one| one.label()).collect(),
            to: draft.way.button(),
        }
    }
}

fn period(report: &Report) -> String {
    Period::containing(report.cycle, report.first_day).name()
}

/// `POST /todo/submission`: sends what was ticked and is complete; what has changed meanwhile stays as it is.
pub async fn create(
    person: Person,
    calendar: Calendar,
    Now(at): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let ticked = ticked(&typed);
    if ticked.is_empty() {
        return Err(Error::BadRequest(
            "没有勾选填报。请返回上一页勾选后重新提交。",
        ));
    }
    let doing = Doing {
        by: person.id,
        at,
        today: calendar.today,
    };
    let (mut handed_in, mut sent) = (0, 0);
    let mut tx = db.begin().await?;
    for unit in person.departments() {
        let drafts = batch::drafts(&mut tx, person.id, unit, &calendar).await?;
        let chosen = |draft: &&Draft| {
            let key = (draft.report.id, draft.report.version);
            draft.wanting.is_empty() && ticked.contains(&key)
        };
        let chosen: Vec<&Draft> = drafts.iter().filter(chosen).collect();
        let (reviewed, direct): (Vec<&Draft>, Vec<&Draft>) =
            chosen.into_iter().partition(|one| one.way.is_reviewed());
        let taken = report_passage::hand_in(&mut tx, &seen(&reviewed), doing).await?;
        let taken = reports(&reviewed, &taken);
        steps::follow(
            &mut tx,
            &taken,
            "report.hand_in",
            ReportState::HandedIn,
            doing,
        )
        .await?;
        handed_in += taken.len();
        let taken = report_passage::submit(&mut tx, &seen(&direct), doing).await?;
        let taken = reports(&direct, &taken);
        steps::follow(
            &mut tx,
            &taken,
            "report.submit",
            ReportState::Submitted,
            doing,
        )
        .await?;
        sent += taken.len();
    }
    tx.commit().await?;
    let done = [("已送审", handed_in), ("已报送", sent)];
    let done = done.iter().filter(|(_, count)| *count > 0);
    let mut words: Vec<String> = done
        .map(|(verb, count)| format!("{verb} {count} 项"))
        .collect();
    match ticked.len() - handed_in - sent {
        0 => {}
        left => words.push(format!("{left} 项已有变化或已经提交，没有处理")),
    }
    session
        .leave(&mut db, &format!("{}。", words.join("，")))
        .await?;
    Ok(see_other(paths::SENT))
}

fn seen(drafts: &[&Draft]) -> Vec<Seen> {
    let seen = |draft: &&Draft| Seen {
        report: draft.report.id,
        version: draft.report.version,
        warnings: draft.warnings.clone(),
    };
    drafts.iter().map(seen).collect()
}

fn reports<'d>(drafts: &[&'d Draft], taken: &[i64]) -> Vec<&'d Report> {
    let reports = drafts.iter().map(|draft| &draft.report);
    reports
        .filter(|report| taken.contains(&report.id))
        .collect()
}

#[derive(Template)]
#[template(path = "submissions/sent.html")]
struct SentPage {
    shell: Shell,
    units: Vec<SentUnit>,
    minutes: i64,
}

struct SentUnit {
    name: String,
    reviewers: String,
    rows: Vec<SentRow>,
    drafts: usize,
    open: usize,
}

struct SentRow {
    report: Link,
    period: String,
    state: String,
    back: String,
    verb: &'static str,
    item: i64,
}

/// `GET /todo/sent`: what the unit handed in or sent in the last minutes, who has it, and what is left to do.
pub async fn index(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Now(now): Now,
    mut db: Db,
) -> Result<Response, Error> {
    let since = now - Duration::minutes(WITHDRAWAL_MINUTES);
    let mut units = Vec::new();
    for unit in departments::named(&mut db, &person.departments()).await? {
        units.push(sent_unit(&mut db, unit, &calendar, since).await?);
    }
    Ok(Page(SentPage {
        shell: shell.titled("刚提交的填报").under(paths::TODO, "我的待办"),
        units,
        minutes: WITHDRAWAL_MINUTES,
    })
    .into_response())
}

async fn sent_unit(
    db: &mut Db,
    unit: Named,
    calendar: &Calendar,
    since: DateTime<Utc>,
) -> Result<SentUnit, Error> {
    let sent = report_lists::sent_since(db, &[unit.id], since).await?;
    let lines = duties::todo(db, unit.id, calendar).await?;
    let title = |item: i64| {
        let line = lines.iter().find(|line| line.item_id == item);
        line.map_or_else(|| "填报".to_owned(), |line| line.title.clone())
    };
    let reviewers = report_passage::reviewers(db, &[unit.id]).await?;
    let names: Vec<&str> = reviewers.iter().map(|one| one.name.as_str()).collect();
    let row = |report: &Report| {
        let waits = report.state == ReportState::HandedIn;
        let (verb, back) = match waits {
            true => ("取回", paths::retrieval(report.id)),
            false => ("撤回", paths::withdrawal(report.id)),
        };
        SentRow {
            report: Link::new(paths::report(report.id), title(report.item_id)),
            period: period(report),
            state: match waits {
                true => "已送审，待本单位审核".to_owned(),
                false => format!("已报送{}", report.recipient.label()),
            },
            back,
            verb,
            item: report.item_id,
        }
    };
    let rows: Vec<SentRow> = sent.iter().map(row).collect();
    let drafts = lines
        .iter()
        .filter(|line| line.state == Some(ReportState::Draft));
    let open = |line: &&duties::TodoLine| {
        let waits = line.state == Some(ReportState::HandedIn);
        !order::is_sent(line) && !waits && rows.iter().all(|row| row.item != line.item_id)
    };
    Ok(SentUnit {
        drafts: drafts.count(),
        open: lines.iter().filter(open).count(),
        reviewers: names.join("、"),
        rows,
        name: unit.short_name,
    })
}
