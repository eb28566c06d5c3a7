//! Making a workbook of what a unit reports on. Pure.

use super::tasks::UnitTask;
use crate::domain::{Progress, Reported, TargetKind, judge};
use crate::output::report_xlsx::{Column, Entering, Filling, FillingRow, HOLDS, Key};
use crate::store::items::TargetRow;
use crate::web::components::Reading;
use crate::web::extract::Fields;
use crate::web::reporting::entry::pace;
use crate::web::reporting::input::Input;
use crate::web::wording;

/// What a person can state, in the order of the form.
pub const STATED: [Progress; 5] = [
    Progress::OnTrack,
    Progress::Ahead,
    Progress::Behind,
    Progress::Done,
    Progress::NotStarted,
];
/// The scales of grades that documents use.
const SCALES: [&[&str]; 2] = [
    &["A级", "B级", "C级", "D级"],
    &["优秀", "良好", "合格", "不合格"],
];

/// The columns of what is said once for an item, with the fields of the form.
pub const WORDS: [(Column, &str); 4] = [
    (Column::Stated, "stated"),
    (Column::Progress, "progress"),
    (Column::Problems, "problems"),
    (Column::NextStep, "next-step"),
];
/// The columns of what is said for a target, with the beginnings of the fields of the form.
pub const FIGURES: [(Column, &str); 4] = [
    (Column::Value, "value"),
    (Column::AsOf, "as-of"),
    (Column::Source, "source"),
    (Column::Explanation, "explanation"),
];

/// The workbook of a department: what is not on its way or verified, filled with the drafts that are there.
pub fn filling(department: i64, unit: &str, tasks: &[UnitTask], made: String) -> Filling {
    let open: Vec<&UnitTask> = tasks.iter().filter(|task| task.sent().is_none()).collect();
    let mut periods: Vec<_> = tasks.iter().map(|task| task.period).collect();
    periods.sort();
    periods.dedup();
    let names: Vec<String> = periods.iter().map(|period| period.name()).collect();
    let due = periods.iter().map(|period| period.due_on()).min();
    Filling {
        unit: unit.to_owned(),
        period: names.join("、"),
        due: due.map(wording::date).unwrap_or_default(),
        made,
        sent: tasks.len() - open.len(),
        stated: STATED.map(Progress::label).to_vec(),
        rows: open
            .iter()
            .flat_map(|task| rows(department, task))
            .collect(),
    }
}

fn rows(department: i64, task: &UnitTask) -> Vec<FillingRow> {
    let saved = task.saved();
    if task.targets.is_empty() {
        return vec![row(department, task, None, &saved, true)];
    }
    let rows = task.targets.iter().enumerate();
    rows.map(|(place, target)| row(department, task, Some(target), &saved, place == 0))
        .collect()
}

fn row(
    department: i64,
    task: &UnitTask,
    target: Option<&TargetRow>,
    saved: &Fields,
    first: bool,
) -> FillingRow {
    let (report, version) = task.draft();
    let mut context = vec![
        (Column::Item, task.item.title.clone()),
        (
            Column::Clause,
            format!("{} {}", task.item.document, task.item.locus),
        ),
        (Column::Period, task.period.name()),
    ];
    let mut filled = Vec::new();
    if let Some(row) = target {
        context.extend(of_target(task, row));
        let field = |part: &str| saved.text(&format!("{part}-{}", row.id)).to_owned();
        filled.extend(FIGURES.map(|(column, part)| {
            let part = form_part(row, part);
            (column, shown(part, &field(part)))
        }));
    }
    if first {
        filled.extend(WORDS.map(|(column, name)| (column, shown(name, saved.text(name)))));
    }
    FillingRow {
        key: Key {
            department,
            item: task.item.id,
            target: target.map(|row| row.id),
            first_day: task.period.first,
            report,
            version,
        },
        context,
        entering: target.map_or(Entering::Nothing, entering),
        filled,
        first,
    }
}

/// The field of the form behind a column: a target that holds or not has one of its own.
pub fn form_part(row: &TargetRow, part: &'static str) -> &'static str {
    match part {
        "value" if Input::of(&row.target) == Input::Holds => "holds",
        part => part,
    }
}

/// A value of the form as a cell shows it: codes become words.
fn shown(part: &str, value: &str) -> String {
    match (part, value) {
        ("stated", code) => {
            let stated = code.parse().ok();
            stated.map_or_else(String::new, |one: Progress| one.label().to_owned())
        }
        ("holds", "yes") => HOLDS[0].to_owned(),
        ("holds", "no") => HOLDS[1].to_owned(),
        (_, text) => text.to_owned(),
    }
}

fn entering(row: &TargetRow) -> Entering {
    match Input::of(&row.target) {
        Input::Figure | Input::Share | Input::HandedDown | Input::Change => Entering::Figure,
        Input::Holds => Entering::Holds,
        Input::Grade => {
            let asked = row.target.grade.as_deref().unwrap_or("");
            let plain = |grade: &str| grade.trim_end_matches('级').to_owned();
            let scale = SCALES
                .into_iter()
                .find(|scale| scale.iter().any(|one| plain(one) == plain(asked)));
            Entering::Grade(scale.unwrap_or(SCALES[0]))
        }
    }
}

fn of_target(task: &UnitTask, row: &TargetRow) -> [(Column, String); 5] {
    let target = &row.target;
    let soft = if target.soft { "（力争）" } else { "" };
    let last = task.before.iter().find(|value| value.target_id == row.id);
    let last = last.map(|value| Reading::latest(target, &value.reported()).to_string());
    [
        (Column::Target, target.name.clone()),
        (Column::Goal, format!("{}{soft}", target.wording())),
        (Column::Measure, target.unit.clone()),
        (Column::Last, last.unwrap_or_default()),
        (Column::Expected, expected(task, row)),
    ]
}

/// What should be reached by the end of the period, of what accumulates.
fn expected(task: &UnitTask, row: &TargetRow) -> String {
    let target = &row.target;
    let nothing = Reported {
        value: Some(rust_decimal::Decimal::ZERO),
        ..Reported::default()
    };
    let judgement = judge(target, &nothing, pace(row, task.times()));
    match (target.kind, judgement.expected) {
        (TargetKind::Flow, Some(expected)) => wording::quantity(expected, &target.unit),
        _ => String::new(),
    }
}
