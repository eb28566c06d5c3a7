//! What a workbook would change in the drafts of today, field by field. Pure.

use super::filled::{Filled, FilledRow, Place, Problem};
use super::made::{FIGURES, WORDS, form_part};
use super::tasks::UnitTask;
use crate::output::report_xlsx::Column;
use crate::web::extract::Fields;
use crate::web::reporting::conflict;
use crate::web::reporting::entry::Entry;
use crate::web::reporting::fields::said;
use crate::web::reporting::figure;
use crate::web::reporting::input::Input;
use crate::web::wording;

/// Items that are compared at once; the rest is said by count.
const ITEMS: usize = 200;

/// A field that the workbook would change.
#[derive(Debug, Clone)]
pub struct Change {
    /// The field of the form.
    pub field: String,
    /// Its label.
    pub label: String,
    /// What is saved, as people read it.
    pub old: String,
    /// What the workbook says, as people read it.
    pub new: String,
    /// What the workbook says, as the form spells it.
    pub value: String,
    /// Where.
    pub place: Place,
    /// Why it cannot be written.
    pub mistake: Option<String>,
    /// What will be asked when the draft is sent.
    pub question: Option<String>,
}

/// An item that the workbook would change.
#[derive(Debug)]
pub struct ItemChanges<'t> {
    /// The duty.
    pub task: &'t UnitTask,
    /// The draft has changed since the workbook was made.
    pub moved: bool,
    /// The fields.
    pub changes: Vec<Change>,
}

/// What a workbook would change.
#[derive(Debug)]
pub struct Comparison<'t> {
    /// The items.
    pub items: Vec<ItemChanges<'t>>,
    /// Items that are the same as what is saved.
    pub unchanged: usize,
    /// Items beyond the limit.
    pub more: usize,
    /// What is not read.
    pub problems: Vec<Problem>,
}

/// Why the workbook is not of this unit or not of its periods, if none of its rows is.
pub fn refusal(filled: &Filled, departments: &[i64], tasks: &[UnitTask]) -> Option<String> {
    let rows = &filled.rows;
    let first = rows.first()?;
    if rows
        .iter()
        .any(|row| row.key.department != first.key.department)
    {
        return Some("这份工作簿里有不止一个单位的行。请按单位分别下载和上传。".to_owned());
    }
    if !departments.contains(&first.key.department) {
        return Some(
            "这份工作簿是其他单位的，您不能替它填报。请下载本单位的填报工作簿。".to_owned(),
        );
    }
    let current = |row: &FilledRow| {
        tasks
            .iter()
            .any(|task| task.period.first == row.key.first_day)
    };
    if !tasks.is_empty() && !rows.iter().any(current) {
        return Some(format!(
            "这份工作簿的填报期从 {} 开始，已经不是本期。请重新下载本期的填报工作簿。",
            wording::date(first.key.first_day)
        ));
    }
    None
}

/// Compares a workbook with what is saved.
pub fn compare<'t>(filled: &Filled, tasks: &'t [UnitTask]) -> Comparison<'t> {
    let mut comparison = Comparison {
        items: Vec::new(),
        unchanged: 0,
        more: 0,
        problems: filled.problems.clone(),
    };
    comparison.strangers(filled, tasks);
    for task in tasks {
        let of_task = |row: &&FilledRow| belongs(row, task);
        let rows: Vec<&FilledRow> = filled.rows.iter().filter(of_task).collect();
        if rows.is_empty() {
            continue;
        }
        let changes = comparison.changes(task, &rows);
        let moved = rows
            .iter()
            .any(|row| (row.key.report, row.key.version) != task.draft());
        match (changes.is_empty(), comparison.items.len() < ITEMS) {
            (true, _) => comparison.unchanged += 1,
            (false, true) => comparison.items.push(ItemChanges {
                task,
                moved,
                changes,
            }),
            (false, false) => comparison.more += 1,
        }
    }
    comparison
        .problems
        .sort_by(|one, other| one.place.cmp(&other.place));
    comparison
}

fn belongs(row: &FilledRow, task: &UnitTask) -> bool {
    row.key.item == task.item.id && row.key.first_day == task.period.first
}

impl Comparison<'_> {
    fn problem(&mut self, place: &Place, sentence: impl Into<String>) {
        self.problems.push(Problem {
            place: place.clone(),
            sentence: sentence.into(),
        });
    }

    /// Names the rows of items, periods and targets that are not asked about, and rows that come twice.
    fn strangers(&mut self, filled: &Filled, tasks: &[UnitTask]) {
        let mut seen: Vec<(i64, Option<i64>)> = Vec::new();
        for row in &filled.rows {
            let key = (row.key.item, row.key.target);
            let task = tasks.iter().find(|task| belongs(row, task));
            let known = |task: &UnitTask| match row.key.target {
                Some(target) => task.targets.iter().any(|one| one.id == target),
                None => task.targets.is_empty(),
            };
            let sentence = match task {
                None if tasks.iter().any(|task| task.item.id == row.key.item) => {
                    "这一行是其他填报期的，没有读取。请重新下载本期的填报工作簿。"
                }
                None => {
                    "这项任务本期不需要填报，或者文件已有新版本，没有读取。请重新下载填报工作簿。"
                }
                Some(task) if !known(task) => {
                    "这项任务的指标已经调整，这一行没有读取。请重新下载填报工作簿。"
                }
                Some(_) if seen.contains(&key) => {
                    "这一行与前面的行重复。两行内容不同的，以前面一行为准；请核对。"
                }
                Some(_) => {
                    seen.push(key);
                    continue;
                }
            };
            self.problem(&row.place, sentence);
        }
    }

    fn changes(&mut self, task: &UnitTask, rows: &[&FilledRow]) -> Vec<Change> {
        let saved = task.saved();
        let given = self.given(task, rows);
        let spelled = given
            .iter()
            .filter_map(|one| Some((one.field.clone(), one.said.clone().ok()?)));
        let merged = merged(&saved, &spelled.collect::<Vec<_>>());
        let entry = task.read(&merged);
        let changed = given.iter().filter(|one| {
            !same(
                task,
                &one.field,
                saved.text(&one.field),
                one.said.as_deref(),
            )
        });
        changed
            .map(|one| change(task, one, &saved, &entry))
            .collect()
    }

    /// What the rows of an item say, field by field.
    fn given(&mut self, task: &UnitTask, rows: &[&FilledRow]) -> Vec<Given> {
        let mut given = Vec::new();
        for target in &task.targets {
            let row = rows.iter().find(|row| row.key.target == Some(target.id));
            for (column, part) in FIGURES {
                let label = match part {
                    "value" => target.target.name.clone(),
                    _ => format!("{}{}", target.target.name, column.label()),
                };
                if let Some((place, said)) = row.and_then(|row| row.given(column)) {
                    given.push(Given {
                        field: format!("{}-{}", form_part(target, part), target.id),
                        label,
                        place,
                        said: holds(task, target.id, column, said),
                    });
                }
            }
        }
        let first = task.targets.first().map(|target| target.id);
        for (column, field) in WORDS {
            let cells = rows
                .iter()
                .filter_map(|row| Some((row, row.given(column)?)));
            // What is said once stands on the first row; whoever fills another row means the same.
            let said: Vec<_> = cells
                .filter(|(row, (_, said))| row.key.target == first || said.as_deref() != Ok(""))
                .map(|(_, cell)| cell)
                .collect();
            let filled = said.iter().position(|(_, said)| said.as_deref() != Ok(""));
            let Some((place, words)) = said.get(filled.unwrap_or(0)) else {
                continue;
            };
            let other = said
                .iter()
                .find(|(_, said)| said.as_deref() != Ok("") && said != words);
            if let Some((place, _)) = other {
                let sentence = format!(
                    "同一任务填了两处不同的“{}”，以前面一处为准；请核对。",
                    column.label()
                );
                self.problem(place, sentence);
            }
            given.push(Given {
                field: field.to_owned(),
                label: column.label().to_owned(),
                place: place.clone(),
                said: words.clone(),
            });
        }
        given
    }
}

/// What a workbook says in a field.
struct Given {
    field: String,
    label: String,
    place: Place,
    /// In the spelling of the form, or why it is not read.
    said: Result<String, String>,
}

/// A target that holds or not takes no other word.
fn holds(
    task: &UnitTask,
    target: i64,
    column: Column,
    said: Result<String, String>,
) -> Result<String, String> {
    let row = task.targets.iter().find(|row| row.id == target);
    let is_choice = row.is_some_and(|row| Input::of(&row.target) == Input::Holds);
    match said {
        Ok(text) if is_choice && column == Column::Value => match text.as_str() {
            "" | "yes" | "no" => Ok(text),
            "是" => Ok("yes".to_owned()),
            "否" => Ok("no".to_owned()),
            _ => Err(format!(
                "“{text}”不是可选的内容。请从下拉列表中选择：符合要求、尚未达到。"
            )),
        },
        other => other,
    }
}

/// What is saved with what was ticked of the workbook.
pub fn merged(saved: &Fields, given: &[(String, String)]) -> Fields {
    let is_given = |name: &String| given.iter().any(|(field, _)| field == name);
    let kept = saved.0.iter().filter(|(name, _)| !is_given(name));
    Fields(kept.chain(given).cloned().collect())
}

/// True when the workbook says what is saved: of figures, the same number.
fn same(task: &UnitTask, field: &str, old: &str, new: Result<&str, &String>) -> bool {
    let Ok(new) = new else {
        return false;
    };
    let target = task
        .targets
        .iter()
        .find(|row| field == format!("value-{}", row.id));
    match target.filter(|row| Input::of(&row.target).is_figure()) {
        Some(row) => {
            let (old, new) = (
                figure::read(old, &row.target),
                figure::read(new, &row.target),
            );
            new.is_ok() && old == new
        }
        None => old == new,
    }
}

fn change(task: &UnitTask, given: &Given, saved: &Fields, entry: &Entry) -> Change {
    let words = |value: &str| conflict::spelled(&given.field, value);
    let old = saved.text(&given.field);
    let (value, mistake) = match &given.said {
        Ok(text) => (text.clone(), said(&entry.mistakes, &given.field)),
        Err(sentence) => (String::new(), Some(sentence.clone())),
    };
    // What is unusual about a figure is asked for at its explanation.
    let figure = given
        .field
        .strip_prefix("value-")
        .or_else(|| given.field.strip_prefix("holds-"));
    let explanation = figure.map_or_else(String::new, |id| format!("explanation-{id}"));
    let asks = figure.is_some() && mistake.is_none();
    Change {
        new: match given.said {
            Ok(_) => wording::shortened(&words(&value), 300),
            Err(_) => "（未读取）".to_owned(),
        },
        old: wording::shortened(&words(old), 300),
        question: said(&entry.questions, &explanation).filter(|_| asks),
        field: given.field.clone(),
        label: given.label.clone(),
        place: given.place.clone(),
        value,
        mistake,
    }
}
