//! Making a workbook of what a unit reports on. Pure.

use super::tasks::UnitTask;
use crate::domain::{Forecast, Progress, Reported, judge};
use crate::output::report_xlsx::{Column, Entering, Filling, FillingCell, FillingRow, Key};
use crate::store::items::TargetRow;
use crate::web::components::Reading;
use crate::web::extract::Fields;
use crate::web::reporting::entry::pace;
use crate::web::reporting::input::Input;
use crate::web::wording;

/// What a person can state, in the order of the form.
const STATED: [Progress; 5] = [
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
pub const WORDS: [(Column, &str); 9] = [
    (Column::Stated, "stated"),
    (Column::Progress, "progress"),
    (Column::Problems, "problems"),
    (Column::NextStep, "next-step"),
    (Column::Forecast, "forecast"),
    (Column::ForecastReason, "forecast-reason"),
    (Column::Coordination, "coordination"),
    (Column::CoordinationWith, "coordination-with"),
    (Column::MissingReason, "missing-reason"),
];
/// The columns of what is said for a target, with the beginnings of the fields of the form.
pub const FIGURES: [(Column, &str); 10] = [
    (Column::Value, "value"),
    (Column::Numerator, "numerator"),
    (Column::Denominator, "denominator"),
    (Column::Holds, "holds"),
    (Column::Reference, "reference"),
    (Column::ReferenceFloor, "reference-floor"),
    (Column::ReferenceSource, "reference-source"),
    (Column::AsOf, "as-of"),
    (Column::Source, "source"),
    (Column::Explanation, "explanation"),
];

/// The words to choose from in a column, each with its code in the form; none where it is filled freely.
pub fn choices(column: Column) -> Vec<(&'static str, &'static str)> {
    match column {
        Column::Stated => STATED.map(|one| (one.label(), one.code())).to_vec(),
        Column::Forecast => {
            let forecasts = Forecast::ALL.iter();
            forecasts.map(|one| (one.label(), one.code())).collect()
        }
        Column::Holds => vec![("符合要求", "yes"), ("尚未达到", "no")],
        Column::ReferenceFloor => vec![("不超过", ""), ("不低于", "yes")],
        _ => Vec::new(),
    }
}

/// True where a column is filled for a target that is entered so.
pub fn is_asked(input: Input, column: Column) -> bool {
    match column {
        Column::Value => input != Input::Holds,
        Column::Numerator | Column::Denominator => input == Input::Share,
        Column::Holds => input.is_answer(),
        Column::Reference | Column::ReferenceSource => input.is_referred(),
        Column::ReferenceFloor => input == Input::HandedDown,
        _ => true,
    }
}

/// The workbook of a department: what is not on its way or verified, filled with the drafts that are there.
pub fn filling(department: i64, unit: &str, tasks: &[UnitTask], made: String) -> Filling {
    let open: Vec<&UnitTask> = tasks.iter().filter(|task| task.sent().is_none()).collect();
    let mut names: Vec<String> = tasks.iter().map(|task| task.round.name()).collect();
    names.sort();
    names.dedup();
    let due = tasks.iter().map(|task| task.round.due_on).min();
    Filling {
        unit: unit.to_owned(),
        period: names.join("、"),
        due: due.map(wording::date).unwrap_or_default(),
        made,
        sent: tasks.len() - open.len(),
        rows: open
            .iter()
            .flat_map(|task| rows(department, task))
            .collect(),
    }
}

fn rows(department: i64, task: &UnitTask) -> Vec<FillingRow> {
    let opened = task.opened();
    if task.targets.is_empty() {
        return vec![row(department, task, None, &opened, true)];
    }
    let rows = task.targets.iter().enumerate();
    rows.map(|(place, target)| row(department, task, Some(target), &opened, place == 0))
        .collect()
}

fn row(
    department: i64,
    task: &UnitTask,
    target: Option<&TargetRow>,
    opened: &Fields,
    first: bool,
) -> FillingRow {
    let (report, version) = task.draft();
    let source = format!("{} {}", task.item.document, task.item.locus);
    let mut context = vec![
        (Column::Item, task.item.title.clone()),
        (Column::Clause, source),
        (Column::Period, task.round.name()),
    ];
    let mut cells = Vec::new();
    if let Some(row) = target {
        context.extend(of_target(task, row));
        let input = Input::of(&row.target);
        let asked = FIGURES
            .iter()
            .filter(|(column, _)| is_asked(input, *column));
        cells.extend(asked.map(|(column, part)| figure_cell(row, *column, part, opened)));
    }
    if first {
        let asked = |column: Column| column != Column::MissingReason || task.asks_why_missing();
        let words = WORDS.iter().filter(|(column, _)| asked(*column));
        cells.extend(words.map(|(column, name)| words_cell(task, *column, opened.text(name))));
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
        cells,
    }
}

/// A value of the form as a cell shows it: codes become words.
fn shown(column: Column, value: &str) -> String {
    let choices = choices(column);
    let word = choices.iter().find(|(_, code)| *code == value);
    word.map_or(value, |(word, _)| word).to_owned()
}

fn words_of(column: Column) -> Vec<String> {
    let choices = choices(column).into_iter();
    choices.map(|(word, _)| word.to_owned()).collect()
}

fn figure_cell(row: &TargetRow, column: Column, part: &str, opened: &Fields) -> FillingCell {
    let field = |part: &str| opened.text(&format!("{part}-{}", row.id));
    let text = match column {
        // Without a number there is nothing to be kept within.
        Column::ReferenceFloor if field("reference").is_empty() => match field(part) {
            "" => String::new(),
            code => shown(column, code),
        },
        _ => shown(column, field(part)),
    };
    let entering = match column {
        Column::Value if Input::of(&row.target) == Input::Grade => {
            Entering::Suggestion(scale(row).iter().map(|one| (*one).to_owned()).collect())
        }
        Column::Holds | Column::ReferenceFloor => Entering::Choice(words_of(column)),
        Column::AsOf => Entering::Day,
        column if column.is_number() => Entering::Figure,
        _ => Entering::Words,
    };
    FillingCell {
        column,
        entering,
        hint: figure_hint(row, column),
        text,
    }
}

fn figure_hint(row: &TargetRow, column: Column) -> String {
    let target = &row.target;
    let input = Input::of(target);
    let number = match target.unit.as_str() {
        "" => "只填数字。".to_owned(),
        unit => format!("只填数字，单位是{unit}。"),
    };
    match column {
        Column::Value if input == Input::Grade => {
            "从下拉列表中选择；另有等级的可以直接填写。".to_owned()
        }
        Column::Value => {
            let more = match input {
                Input::Share => "也可以只填分子、分母，由系统计算。",
                _ if input.is_referred() => "没有数值的，只选择是否符合要求。",
                _ if target.counts_up() => "填累计数。",
                _ => "",
            };
            format!("{number}{more}")
        }
        Column::Numerator | Column::Denominator => {
            "分子、分母一起填，由系统计算比率；或只填本期值。".to_owned()
        }
        Column::Holds => "从下拉列表中选择。".to_owned(),
        Column::Reference => format!("{}。{number}", input.reference_label()),
        Column::ReferenceFloor => {
            "下达的要求是不超过这个数，还是不低于这个数；不选为不超过。".to_owned()
        }
        Column::ReferenceSource if input == Input::HandedDown => {
            "下达指标的文件或通知。".to_owned()
        }
        Column::ReferenceSource => "上年同期数从哪里来。".to_owned(),
        Column::AsOf => "数据截至哪一天，如 2018-06-20。".to_owned(),
        Column::Source => "数据从哪里来，如统计报表、业务系统。".to_owned(),
        _ => "数值下降、变化较大、超过目标较多或没有数据的，说明原因。".to_owned(),
    }
}

fn words_cell(task: &UnitTask, column: Column, text: &str) -> FillingCell {
    let entering = match column {
        Column::Stated | Column::Forecast => Entering::Choice(words_of(column)),
        Column::CoordinationWith => Entering::Suggestion(task.partners.clone()),
        _ => Entering::Words,
    };
    let hint = match column {
        Column::Stated => "从下拉列表中选择。",
        Column::Progress => "做了什么、结果如何。没有新进展的，写明“本期无新进展”及原因。",
        Column::Problems => "自评为欠进度的必填：差在哪里，为什么。",
        Column::NextStep => "准备怎么做，何时完成。",
        Column::Forecast => "预计能否按期完成，从下拉列表中选择。",
        Column::ForecastReason => "有风险或不能按期的必填：卡在哪里，预计何时完成。",
        Column::Coordination => "需要协调什么，没有可不填。写清要办的事和希望何时解决。",
        Column::CoordinationWith => "需要协调的单位，写单位名称。",
        _ => "配合单位还没有报送、需要先行报送的，说明原因。",
    };
    FillingCell {
        column,
        entering,
        hint: hint.to_owned(),
        text: shown(column, text),
    }
}

/// The grades to choose from: the scale that the one asked for is of.
fn scale(row: &TargetRow) -> &'static [&'static str] {
    let asked = row.target.grade.as_deref().unwrap_or("");
    let plain = |grade: &str| grade.trim_end_matches('级').to_owned();
    let scale = SCALES
        .into_iter()
        .find(|scale| scale.iter().any(|one| plain(one) == plain(asked)));
    scale.unwrap_or(SCALES[0])
}

fn of_target(task: &UnitTask, row: &TargetRow) -> [(Column, String); 5] {
    let target = &row.target;
    let soft = if target.soft { "（力争）" } else { "" };
    let values = task.values_before();
    let last = values.iter().find(|value| value.target_id == row.id);
    let last = last.map(|value| Reading::latest(target, &value.reported()));
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
    let expected = judgement.expected.filter(|_| target.counts_up());
    expected.map_or_else(String::new, |expected| {
        wording::quantity(expected, &target.unit)
    })
}
