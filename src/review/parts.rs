//! A sheet in parts that fit a page, and what stands before its publication. Pure.

use super::apply::Applied;
use super::obstacle::{Obstacle, ObstacleKind};
use super::questions::is_name;
use super::sheet::{Blocker, Entry, Group, Sheet, SheetRow, Standing};
use crate::document::Span;

/// So many paragraphs at most stand on one page.
const PAGE: usize = 60;

/// The text in parts: a part a section of the first level, long ones in pieces.
pub(super) fn groups(
    text: &str,
    applied: &Applied,
    rows: &[SheetRow],
    entries: &[Entry],
) -> Vec<Group> {
    let parsed = &applied.parsed;
    let top = |index: usize| {
        let heading = parsed.paragraphs[index].heading?;
        let section = parsed.sections.get(heading)?;
        (section.parent.is_none()).then(|| format!("{}{}", section.label, section.title))
    };
    let mut groups: Vec<Group> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let heading = top(index);
        let full = groups
            .last()
            .is_some_and(|group| index - group.first >= PAGE);
        if heading.is_some() || groups.is_empty() || full {
            let continued = groups
                .last()
                .map(|group| group.title.trim_end_matches("（续）").to_owned());
            let title = match (heading, continued) {
                (Some(heading), _) => heading,
                (None, Some(title)) => format!("{title}（续）"),
                (None, None) => opening(text, parsed.paragraphs.first().map(|one| one.span)),
            };
            groups.push(Group {
                title,
                first: index,
                end: index,
                open: 0,
                items: 0,
            });
        }
        if let Some(group) = groups.last_mut() {
            group.end = index + 1;
            group.items += row.entries.len();
            let open = |entry: &&usize| {
                matches!(entries[**entry].standing, Standing::Open | Standing::Asked)
            };
            group.open += row.entries.iter().filter(open).count();
        }
    }
    groups
}

pub(super) fn opening(text: &str, span: Option<Span>) -> String {
    let words = span.map_or("", |span| span.of(text));
    words.trim().chars().take(16).collect()
}

pub(super) fn blockers(sheet: &Sheet, obstacles: &[Obstacle]) -> Vec<Blocker> {
    let mut blockers = Vec::new();
    for obstacle in obstacles.iter().filter(|one| !is_name(&one.kind)) {
        let at = matches!(obstacle.kind, ObstacleKind::RowCut).then_some(obstacle.at);
        blockers.push(Blocker {
            sentence: whole(&obstacle.kind),
            at,
        });
    }
    if sheet.rule_matters && sheet.rule_confirmed.is_none() {
        blockers.push(Blocker {
            sentence: "责任单位的读法还没有确认。".to_owned(),
            at: None,
        });
    }
    if !sheet.names.is_empty() {
        blockers.push(Blocker {
            sentence: format!("有 {} 个单位名称还没有确认。", sheet.names.len()),
            at: None,
        });
    }
    let mut count = |standing, words: &str| {
        let mut found = sheet
            .entries
            .iter()
            .filter(|entry| entry.standing == standing);
        if let Some(first) = found.next() {
            let sentence = words.replace('N', &(1 + found.count()).to_string());
            blockers.push(Blocker {
                sentence,
                at: Some(first.card.anchor[0]),
            });
        }
    };
    count(Standing::Asked, "有 N 项存疑，需要弄清后再定。");
    count(Standing::Open, "有 N 项还没有核对。");
    blockers
}

/// An obstacle in the words of the page, where nothing is typed on a command line.
pub(super) fn whole(kind: &ObstacleKind) -> String {
    match kind {
        ObstacleKind::NoJurisdiction => "看不出文件属于哪个行政区，请在文件信息中选择。".to_owned(),
        ObstacleKind::NoItems => "还没有任何事项，请从原文段落新增，或放弃这次导入。".to_owned(),
        other => other.to_string(),
    }
}
