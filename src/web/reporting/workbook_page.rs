//! The page on which a workbook that came back is compared with the drafts of today. Pure.

use askama::Template;

use super::workbook::compared::{Change, Comparison, ItemChanges};
use super::workbook::filled::Problem;
use super::workbook::write::tick;
use crate::store::workbook_uploads::Upload;
use crate::web::page::{Link, Shell};
use crate::web::{paths, wording};

/// Problems that a page lists.
const LISTED: usize = 200;

/// Items without a row that it names.
const NAMED: usize = 20;

/// The page.
#[derive(Debug, Template)]
#[template(path = "workbooks/show.html")]
pub struct WorkbookPage {
    shell: Shell,
    action: String,
    lede: String,
    applied: Option<String>,
    sentence: String,
    problems: Vec<(String, String)>,
    problem_count: usize,
    more_problems: usize,
    /// What has no row in the workbook.
    absent: Vec<String>,
    more_absent: usize,
    items: Vec<ItemRows>,
    more_items: usize,
    /// Something can be ticked.
    writes: bool,
}

/// An item with the lines that would change it.
#[derive(Debug)]
struct ItemRows {
    item: Link,
    source: String,
    /// Why its lines are not ticked, or cannot be.
    remark: Option<String>,
    /// What else the report needs before it can be sent.
    wanting: String,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    id: String,
    label: String,
    old: String,
    new: String,
    place: String,
    /// The value of the box; nothing where it cannot be written.
    tick: Option<String>,
    ticked: bool,
    mistake: Option<String>,
    question: Option<String>,
}

impl WorkbookPage {
    /// The page of an upload.
    pub fn new(shell: Shell, upload: &Upload, comparison: &Comparison<'_>) -> Self {
        let closed = upload.applied_at.is_some();
        let items: Vec<ItemRows> = comparison
            .items
            .iter()
            .map(|item| ItemRows::new(item, closed))
            .collect();
        let problems = &comparison.problems;
        Self {
            shell: shell
                .titled("核对工作簿")
                .under(paths::TODO, "我的待办")
                .under(paths::WORKBOOK, "用工作簿填报"),
            action: paths::workbook(upload.id),
            lede: format!(
                "{}，{}，{} 于 {} 上传",
                upload.department,
                upload.name,
                upload.by,
                wording::moment(upload.at)
            ),
            applied: upload.applied_at.map(wording::moment),
            sentence: sentence(comparison),
            problem_count: problems.len(),
            more_problems: problems.len().saturating_sub(LISTED),
            problems: problems.iter().take(LISTED).map(said).collect(),
            absent: comparison.absent.iter().take(NAMED).cloned().collect(),
            more_absent: comparison.absent.len().saturating_sub(NAMED),
            writes: items
                .iter()
                .any(|item| item.lines.iter().any(|line| line.tick.is_some())),
            items,
            more_items: comparison.more,
        }
    }
}

fn said(problem: &Problem) -> (String, String) {
    (problem.place.words(), problem.sentence.clone())
}

fn sentence(comparison: &Comparison<'_>) -> String {
    let lines: usize = comparison.items.iter().map(|item| item.changes.len()).sum();
    let wrong = comparison
        .items
        .iter()
        .flat_map(|item| &item.changes)
        .filter(|change| change.mistake.is_some())
        .count();
    let moved = comparison.items.iter().filter(|item| item.moved).count();
    let mut parts = vec![format!(
        "{} 项任务有 {lines} 处与现有草稿不同",
        comparison.items.len() + comparison.more
    )];
    if wrong > 0 {
        parts.push(format!("其中 {wrong} 处有误，不能写入"));
    }
    if moved > 0 {
        parts.push(format!(
            "{moved} 项在下载工作簿以后有人在网上改过，默认不勾选"
        ));
    }
    parts.push(format!("{} 项没有变化", comparison.unchanged));
    format!("{}。", parts.join("；"))
}

impl ItemRows {
    fn new(item: &ItemChanges<'_>, closed: bool) -> Self {
        let task = item.task;
        let sent = task.sent();
        let saved = task.current.as_ref().map(|(report, _)| report);
        let remark = match (sent, saved) {
            (Some(_), _) => Some("已送审或报送，不能写入。需要修改的，请先撤回或取回。".to_owned()),
            (None, Some(report)) if item.moved => Some(format!(
                "下载工作簿以后，{} 在 {} 改过草稿。勾选的，以工作簿为准。",
                report.saved_by,
                wording::moment(report.saved_at)
            )),
            (None, None) if item.moved => {
                Some("下载工作簿以后，这项的草稿有变化。请核对后勾选。".to_owned())
            }
            _ => None,
        };
        let line = |change: &Change| Line {
            id: format!("{}-{}", task.item.id, change.field),
            label: change.label.clone(),
            old: change.old.clone(),
            new: change.new.clone(),
            place: change.place.words(),
            tick: (change.mistake.is_none() && sent.is_none() && !closed)
                .then(|| tick(item, &change.field)),
            ticked: !item.moved,
            mistake: change.mistake.clone(),
            question: change.question.clone(),
        };
        Self {
            item: Link::new(paths::item(task.item.id), task.item.title.clone()),
            source: format!(
                "{} {} · {}",
                task.item.document,
                task.item.locus,
                task.round.name()
            ),
            remark,
            wanting: item.wanting.concat(),
            lines: item.changes.iter().map(line).collect(),
        }
    }
}
