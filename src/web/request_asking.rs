//! 提出申请: what the form depends on, and what was typed, read.

use chrono::NaiveDate;

use super::error::Error;
use super::extract::{Db, Fields};
use super::paths;
use super::person::Person;
use super::reporting::entry::Mistake;
use super::reporting::steps::sight;
use crate::domain::{Calendar, RequestKind, extended, may_extend};
use crate::store::items::{self, Item};
use crate::store::reports::{self, Report};
use crate::store::requests::NewRequest;
use crate::store::{departments, duties};

/// The longest text of a field, in characters.
const TEXT: usize = 1000;
/// Reports that one can object to.
const REPORTS: i64 = 20;

/// What the form depends on.
pub(crate) struct Asking {
    pub(crate) item: Item,
    pub(crate) department: departments::Named,
    pub(crate) reports: Vec<Report>,
    today: NaiveDate,
    pub(crate) kind: Option<RequestKind>,
}

impl Asking {
    /// Loads what the form of a department and an item needs.
    pub(crate) async fn load(
        db: &mut Db,
        person: &Person,
        calendar: &Calendar,
        item: i64,
        asked: &Fields,
    ) -> Result<Self, Error> {
        let own = person.departments();
        let wanted: Option<i64> = asked.parsed("department")?;
        let id = own
            .iter()
            .copied()
            .find(|one| wanted.is_none_or(|wanted| *one == wanted))
            .ok_or(Error::NotFound)?;
        let item = items::find(db, &person.reach(), item)
            .await?
            .ok_or(Error::NotFound)?;
        if !duties::exists(db, item.id, id).await? {
            return Err(Error::NotFound);
        }
        let reports = reports::of_item(db, item.id, &sight(person), REPORTS).await?;
        Ok(Self {
            department: departments::named(db, &[id])
                .await?
                .pop()
                .ok_or(Error::NotFound)?,
            reports: reports
                .into_iter()
                .filter(|report| report.department_id == id && report.reviewed_at.is_some())
                .collect(),
            item,
            today: calendar.today,
            kind: asked.parsed("kind")?,
        })
    }

    /// Why this kind cannot be asked for today.
    pub(crate) fn obstacle(&self) -> Option<String> {
        let closed = "这一事项已由新版本接续或废止，不能再提出申请。";
        if self.item.closed_on.is_some() {
            return Some(closed.to_owned());
        }
        match self.kind {
            Some(RequestKind::Extension) => may_extend(self.item.deadline_last, self.today)
                .err()
                .map(|problem| problem.sentence()),
            _ => None,
        }
    }

    /// What was typed, and what of it must be mended.
    pub(crate) fn read(&self, kind: RequestKind, typed: &Fields) -> (NewRequest, Vec<Mistake>) {
        let mut mistakes = Vec::new();
        let mut text = |field: &str, needed: bool, sentence: &str| {
            let value = typed.text(field).to_owned();
            let length = value.chars().count();
            if needed && length < 4 {
                mistakes.push(mistake(field, sentence));
            } else if length > TEXT {
                let sentence = format!("最多 {TEXT} 字，现在是 {length} 字，请精简。");
                mistakes.push(mistake(field, &sentence));
            }
            value
        };
        let extension = kind == RequestKind::Extension;
        let proposes = matches!(kind, RequestKind::Department | RequestKind::Interpretation);
        let proposal = text("proposal", proposes, "写明您的建议。");
        let reason = text("reason", true, "写明申请的理由，至少 4 个字。");
        let progress_text = text("progress", extension, "写明目前的进展，至少 4 个字。");
        let proposed_on = match (extension, self.item.deadline_last) {
            (true, Some(deadline)) => proposed(typed, deadline).map_err(|sentence| {
                mistakes.push(mistake("proposed-on", &sentence));
            }),
            _ => Ok(None),
        };
        let report = typed
            .text("report")
            .parse()
            .ok()
            .filter(|id| self.reports.iter().any(|report| report.id == *id));
        let new = NewRequest {
            item: self.item.id,
            department: self.department.id,
            kind,
            report: report.filter(|_| kind == RequestKind::Objection),
            reason,
            progress_text,
            deadline: self.item.deadline_last.filter(|_| extension),
            proposed_on: proposed_on.unwrap_or(None),
            proposal,
        };
        (new, mistakes)
    }

    /// The form of a kind, or the choice of kinds.
    pub(crate) fn address(&self, kind: Option<RequestKind>) -> String {
        paths::request_form(
            self.item.id,
            self.department.id,
            kind.map(RequestKind::code),
        )
    }
}

fn mistake(field: &str, sentence: &str) -> Mistake {
    Mistake {
        field: field.to_owned(),
        sentence: sentence.to_owned(),
    }
}

fn proposed(typed: &Fields, deadline: NaiveDate) -> Result<Option<NaiveDate>, String> {
    let day: NaiveDate = typed
        .text("proposed-on")
        .parse()
        .map_err(|_| "填写拟延至的日期，写作 2018-12-31 这样的形式。".to_owned())?;
    extended(deadline, day)
        .map(Some)
        .map_err(|problem| problem.sentence())
}
