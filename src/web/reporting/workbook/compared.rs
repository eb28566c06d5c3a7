//! What a workbook would change in the drafts of today, field by field. Pure.

use super::filled::{Filled, FilledRow, Place, Problem};
use super::given::{Given, given};
use super::tasks::UnitTask;
use crate::web::extract::Fields;
use crate::web::reporting::conflict;
use crate::web::reporting::entry::{Entry, Mistake};
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
    /// What else must be mended or answered before the report can be sent.
    pub wanting: Vec<String>,
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
    /// What is to be reported on and has no row: the item, and the target where others of it have one.
    pub absent: Vec<String>,
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
        absent: Vec::new(),
        problems: filled.problems.clone(),
    };
    comparison.strangers(filled, tasks);
    for task in tasks {
        let of_task = |row: &&FilledRow| belongs(row, task);
        let rows: Vec<&FilledRow> = filled.rows.iter().filter(of_task).collect();
        comparison.absent.extend(absent(task, &rows));
        if !rows.is_empty() {
            comparison.take(task, &rows);
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

/// What of a task that can be written has no row.
fn absent(task: &UnitTask, rows: &[&FilledRow]) -> Vec<String> {
    let title = &task.item.title;
    match rows {
        _ if task.sent().is_some() => Vec::new(),
        [] => vec![title.clone()],
        rows => {
            let there = |target: i64| rows.iter().any(|row| row.key.target == Some(target));
            let missing = task.targets.iter().filter(|row| !there(row.id));
            missing
                .map(|row| format!("{title}（{}）", row.target.name))
                .collect()
        }
    }
}

impl<'t> Comparison<'t> {
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
            self.problems.push(Problem {
                place: row.place.clone(),
                sentence: sentence.to_owned(),
            });
        }
    }

    /// Compares the rows of a task with what is saved.
    fn take(&mut self, task: &'t UnitTask, rows: &[&FilledRow]) {
        let item = ItemChanges::of(task, rows, &mut self.problems);
        match (item.changes.is_empty(), self.items.len() < ITEMS) {
            (true, _) => self.unchanged += 1,
            (false, true) => self.items.push(item),
            (false, false) => self.more += 1,
        }
    }
}

impl<'t> ItemChanges<'t> {
    fn of(task: &'t UnitTask, rows: &[&FilledRow], problems: &mut Vec<Problem>) -> Self {
        let saved = task.saved();
        let given = given(task, rows, problems);
        let differs = |one: &&Given, fields: &Fields| {
            let old = fields.text(&one.field);
            !same(task, &one.field, old, one.said.as_deref())
        };
        // What a workbook was filled with for a report that nobody has begun begins none by itself.
        let opened = task.opened();
        let untouched = !given.iter().any(|one| differs(&one, &opened));
        let changed = given.iter().filter(|one| differs(one, &saved));
        let mut item = Self {
            task,
            moved: rows
                .iter()
                .any(|row| (row.key.report, row.key.version) != task.draft()),
            changes: match untouched && task.current.is_none() {
                true => Vec::new(),
                false => changed.map(|one| change(one, &saved)).collect(),
            },
            wanting: Vec::new(),
        };
        if !item.changes.is_empty() && task.sent().is_none() {
            let said = given
                .iter()
                .filter_map(|one| Some((one.field.clone(), one.said.clone().ok()?)));
            item.judge(&merged(&saved, &said.collect::<Vec<_>>()));
        }
        item
    }

    /// Says what is wrong or unusual with what the draft would be, each at its line; the rest for the whole.
    fn judge(&mut self, merged: &Fields) {
        let draft: Entry = self.task.read(merged, false);
        for mistake in &draft.mistakes {
            // It may quote a whole cell.
            let sentence = wording::shortened(&mistake.sentence, 200);
            match self.line(&mistake.field) {
                Some(line) if line.mistake.is_none() => line.mistake = Some(sentence),
                _ => self.wanting.push(sentence),
            }
        }
        let sent = self.task.read(merged, true);
        let is_new = |one: &&Mistake| !draft.mistakes.contains(one);
        let questions = sent.questions.iter();
        for asked in sent.mistakes.iter().filter(is_new).chain(questions) {
            match self.line(&asked.field) {
                // Once it is mended, it is answered.
                Some(line) if line.mistake.is_some() && line.field == asked.field => {}
                Some(line) if line.mistake.is_none() && line.question.is_none() => {
                    line.question = Some(asked.sentence.clone());
                }
                _ => self.wanting.push(self.named(asked)),
            }
        }
    }

    /// The line of a field; of one that does not change, the first of its target.
    fn line(&mut self, field: &str) -> Option<&mut Change> {
        let lines = &mut self.changes;
        let own = lines.iter().position(|line| line.field == field);
        let target = || {
            let (_, id) = part(field)?;
            let of_target = |line: &Change| part(&line.field).is_some_and(|(_, one)| one == id);
            lines.iter().position(of_target)
        };
        let at = own.or_else(target)?;
        lines.get_mut(at)
    }

    /// A sentence with the target that it is about, where the item has several.
    fn named(&self, asked: &Mistake) -> String {
        let targets = &self.task.targets;
        let id = part(&asked.field).map(|(_, id)| id);
        let target = targets.iter().find(|row| Some(row.id) == id);
        match target.filter(|_| targets.len() > 1) {
            Some(row) => format!("{}：{}", row.target.name, asked.sentence),
            None => asked.sentence.clone(),
        }
    }
}

/// What is saved with what was ticked of the workbook.
pub fn merged(saved: &Fields, given: &[(String, String)]) -> Fields {
    let is_given = |name: &String| given.iter().any(|(field, _)| field == name);
    let kept = saved.0.iter().filter(|(name, _)| !is_given(name));
    Fields(kept.chain(given).cloned().collect())
}

/// The part and the target of a field that belongs to one: `value-7`.
fn part(field: &str) -> Option<(&str, i64)> {
    let (part, id) = field.rsplit_once('-')?;
    Some((part, id.parse().ok()?))
}

/// True when the workbook says what is saved: of figures, the same number.
fn same(task: &UnitTask, field: &str, old: &str, new: Result<&str, &String>) -> bool {
    let Ok(new) = new else {
        return false;
    };
    let target = |id: i64| task.targets.iter().find(|row| row.id == id);
    let read = |text: &str| match part(field) {
        Some(("value" | "reference", id)) => {
            let row = target(id).filter(|row| Input::of(&row.target).is_figure())?;
            figure::read(text, &row.target).ok()
        }
        Some(("numerator" | "denominator", _)) => figure::part(text).ok(),
        _ => None,
    };
    match (read(old), read(new)) {
        (Some(old), Some(new)) => old == new,
        _ => old == new,
    }
}

fn change(given: &Given, saved: &Fields) -> Change {
    let words = |value: &str| {
        let words = conflict::spelled(&given.field, value);
        wording::shortened(&words, 300)
    };
    let (new, value, mistake) = match &given.said {
        Ok(text) => (words(text), text.clone(), None),
        Err(sentence) => (
            "（未读取）".to_owned(),
            String::new(),
            Some(sentence.clone()),
        ),
    };
    Change {
        old: words(saved.text(&given.field)),
        field: given.field.clone(),
        label: given.label.clone(),
        place: given.place.clone(),
        question: None,
        new,
        value,
        mistake,
    }
}
