//! What the form of one report shows: blank, filled, with mistakes, or with two versions side by side.

use askama::Template;
use chrono::NaiveDate;

use super::conflict::Conflict;
use super::entry::{Entry, Mistake};
use super::fields::{StatedChoice, carried, forecasts, lasting, said, saved_fields, stated};
use super::last::Last;
use super::sending::{Collected, Sending, collected, gathered};
use super::target_field::TargetField;
use super::task::Task;
use super::way::Way;
use crate::domain::{Lock, Round};
use crate::store::reports::{Report, Value};
use crate::web::evidence_parts::EvidencePart;
use crate::web::extract::Fields;
use crate::web::page::{Link, Shell};
use crate::web::{paths, wording};

/// The page of the form.
#[derive(Debug, Template)]
#[template(path = "report_forms/edit.html")]
pub struct ReportFormPage {
    shell: Shell,
    action: String,
    version: i32,
    department: String,
    period: String,
    due: String,
    lock: Option<String>,
    rounds: Vec<RoundChoice>,
    card: Card,
    returned: Option<String>,
    correction: Option<String>,
    sending: Sending,
    collected: Option<Collected>,
    targets: Vec<TargetField>,
    texts: [TextField; 3],
    stated: Vec<StatedChoice>,
    stated_mistake: Option<String>,
    forecast: ForecastField,
    coordination: CoordinationField,
    suggestion: Option<String>,
    last: Option<Last>,
    evidence: Vec<EvidencePart>,
    mistakes: Vec<Mistake>,
    asks: bool,
    conflict: Option<Conflict>,
}

/// A round that can be reported on instead.
#[derive(Debug)]
struct RoundChoice {
    href: String,
    words: String,
    current: bool,
}

/// The item beside the form.
#[derive(Debug)]
struct Card {
    item: Link,
    clause: Link,
    quote: String,
    deadline: String,
}

/// 预计能否按期.
#[derive(Debug)]
struct ForecastField {
    choices: Vec<StatedChoice>,
    mistake: Option<String>,
    reason: String,
    reason_mistake: Option<String>,
}

/// 需协调事项, folded away until there is something.
#[derive(Debug)]
struct CoordinationField {
    open: bool,
    text: String,
    mistake: Option<String>,
    with: String,
    partners: Vec<String>,
}

#[derive(Debug)]
struct TextField {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: String,
    mistake: Option<String>,
}

impl ReportFormPage {
    /// A form in which nothing stands but what holds from period to period.
    pub fn blank(shell: Shell, task: &Task, way: &Way) -> Self {
        Self::new(
            shell,
            task,
            way,
            &lasting(task.earlier()),
            &Entry::default(),
        )
    }

    /// A form with what was saved.
    pub fn filled(shell: Shell, task: &Task, way: &Way, report: &Report, values: &[Value]) -> Self {
        Self::new(
            shell,
            task,
            way,
            &saved_fields(report, values),
            &Entry::default(),
        )
    }

    /// A form with the words and figures of the last report; the day of its data is not taken over.
    pub fn reused(shell: Shell, task: &Task, way: &Way, report: &Report, values: &[Value]) -> Self {
        let fields = carried(task.earlier(), report, values);
        Self::new(shell, task, way, &fields, &Entry::default())
    }

    /// A form with what others contributed below what is there, each paragraph headed by the unit that wrote it.
    pub fn gathered(shell: Shell, task: &Task, way: &Way) -> Self {
        let saved = task.current.as_ref();
        let mut fields = saved.map_or_else(Fields::default, |(report, values)| {
            saved_fields(report, values)
        });
        for (name, text) in gathered(&task.contributions).0 {
            let own = fields.text(&name).to_owned();
            let parts = [own, text].into_iter().filter(|part| !part.is_empty());
            let joined = parts.collect::<Vec<_>>().join("\n");
            fields.0.retain(|(field, _)| *field != name);
            fields.0.push((name, joined));
        }
        Self::new(shell, task, way, &fields, &Entry::default())
    }

    /// A form that could not be taken, with what was typed.
    pub fn mistaken(shell: Shell, task: &Task, way: &Way, typed: &Fields, entry: &Entry) -> Self {
        let mut page = Self::new(shell, task, way, typed, entry);
        page.shell.invalid = true;
        page
    }

    /// A form on which somebody else saved meanwhile, with both versions.
    pub fn conflicting(
        shell: Shell,
        task: &Task,
        way: &Way,
        typed: &Fields,
        conflict: Conflict,
    ) -> Self {
        let mut page = Self::mistaken(shell, task, way, typed, &Entry::default());
        page.conflict = Some(conflict);
        page
    }

    fn new(shell: Shell, task: &Task, way: &Way, fields: &Fields, entry: &Entry) -> Self {
        let title = format!("填报：{}", task.item.title);
        let calendar = &task.calendar;
        let mistake = |field: &str| said(&entry.mistakes, field);
        let text = |name, label, hint| TextField {
            name,
            label,
            hint,
            value: fields.raw(name).unwrap_or("").to_owned(),
            mistake: mistake(name),
        };
        let suggestion = task
            .suggested(&entry.values)
            .or_else(|| task.suggested(&kept(task)));
        let current = task.current.as_ref().map(|(report, _)| report);
        let returned = current.and_then(Report::return_words);
        let correction = current.and_then(|report| report.correction_reason.clone());
        Self {
            action: paths::report_form_for(task.item.id, task.department.id, task.period.first),
            version: task.version(),
            department: task.department.short_name.clone(),
            period: task.round.name(),
            due: due(&task.round, calendar.today),
            lock: task.round.lock.as_ref().map(lock),
            rounds: rounds(task),
            card: Card::new(task),
            returned,
            correction,
            sending: Sending::new(way, fields, entry),
            collected: collected(task),
            targets: task
                .targets
                .iter()
                .map(|row| TargetField::new(row, task, fields, entry))
                .collect(),
            texts: [
                text(
                    "progress",
                    "进展情况",
                    "做了什么、结果如何、有何佐证。没有新进展的，写明原因。最多 2000 字。",
                ),
                text(
                    "problems",
                    "存在的问题",
                    "自评为欠进度的必填：差在哪里，为什么。",
                ),
                text("next-step", "下一步措施", "准备怎么做，何时完成。"),
            ],
            stated: stated(fields, suggestion),
            stated_mistake: mistake("stated"),
            forecast: ForecastField {
                choices: forecasts(fields),
                mistake: mistake("forecast"),
                reason: fields.text("forecast-reason").to_owned(),
                reason_mistake: mistake("forecast-reason"),
            },
            coordination: CoordinationField {
                open: !fields.text("coordination").is_empty()
                    || !fields.text("coordination-with").is_empty(),
                text: fields.raw("coordination").unwrap_or("").to_owned(),
                mistake: mistake("coordination"),
                with: fields.text("coordination-with").to_owned(),
                partners: task.partners.clone(),
            },
            suggestion: suggestion
                .map(|progress| format!("按已填数值推算为“{}”，可以改选。", progress.label())),
            last: Last::of(task),
            evidence: task.evidence.iter().map(EvidencePart::of_report).collect(),
            mistakes: entry
                .mistakes
                .iter()
                .chain(&entry.questions)
                .cloned()
                .collect(),
            asks: entry.mistakes.is_empty() && !entry.questions.is_empty(),
            conflict: None,
            shell: shell.titled(title).under(paths::TODO, "我的待办").under(
                paths::item(task.item.id),
                wording::shortened(&task.item.title, 16),
            ),
        }
    }
}

/// `6月25日（周一）前报送，还有 5 天`; what is later than that says so beforehand.
fn due(round: &Round, today: NaiveDate) -> String {
    let (day, left) = (
        wording::day(round.due_on, today),
        wording::left(round.due_on, today),
    );
    match (round.opens_on > today, round.is_over(today)) {
        (true, _) => format!(
            "{}开始填报，{day}前报送",
            wording::day(round.opens_on, today)
        ),
        (false, true) => format!("{day}截止，{left}；现在报送记为迟报"),
        (false, false) => format!("{day}前报送，{left}"),
    }
}

/// Who locked a round, when and why.
fn lock(lock: &Lock) -> String {
    format!(
        "{} 由 {} 锁定，不再接收填报。理由：{}。确需补报的，请联系管理员解除锁定。",
        wording::moment(lock.at),
        lock.by,
        lock.reason.trim_end_matches('。')
    )
}

/// The rounds that can be chosen from, where there is more than one.
fn rounds(task: &Task) -> Vec<RoundChoice> {
    let today = task.calendar.today;
    let choice = |round: &Round| {
        let state = match (&round.lock, round.is_over(today)) {
            (Some(_), _) => "已锁定",
            (None, true) => "已截止",
            (None, false) => "本期",
        };
        RoundChoice {
            href: paths::report_form_for(task.item.id, task.department.id, round.period.first),
            words: format!("{}（{state}）", round.name()),
            current: round.period == task.period,
        }
    };
    match task.rounds.len() {
        0 | 1 => Vec::new(),
        _ => task.rounds.iter().map(choice).collect(),
    }
}

fn kept(task: &Task) -> Vec<Value> {
    task.current
        .as_ref()
        .map(|(_, values)| values.clone())
        .unwrap_or_default()
}

impl Card {
    fn new(task: &Task) -> Self {
        let item = &task.item;
        let deadline = match (item.deadline_last, &item.deadline_printed) {
            (Some(day), Some(printed)) => {
                let left = wording::left(day, task.calendar.today);
                format!("{}（原文“{printed}”），{left}", wording::date(day))
            }
            (Some(day), None) => wording::date(day),
            (None, Some(printed)) => format!("原文“{printed}”"),
            (None, None) => "文件未写明".to_owned(),
        };
        Self {
            item: Link::new(paths::item(item.id), item.title.clone()),
            clause: Link::new(
                paths::clause(item.document_id, item.id),
                format!("《{}》{}", item.document, item.locus),
            ),
            quote: wording::shortened(&item.body, 400),
            deadline,
        }
    }
}
