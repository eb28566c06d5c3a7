//! The versions of an item on its page, each with what it changed in the one before. Pure.

use super::comparison::{PieceView, pieces};
use super::page::Link;
use super::{paths, wording};
use crate::domain::Role;
use crate::review::difference;
use crate::store::versions::ItemVersion;

/// A version.
#[derive(Debug)]
pub(crate) struct VersionPart {
    pub(crate) link: Link,
    /// It is the one whose page this is.
    pub(crate) own: bool,
    /// `2018-03-01 至 2018-06-01`, `2018-06-01 起，现行`.
    pub(crate) time: String,
    /// Against the version before; nothing where the words stayed.
    pub(crate) wording: Vec<PieceView>,
    /// What else changed.
    pub(crate) changes: Vec<String>,
}

/// The versions of an item, the newest first; none where there is only one.
pub(crate) fn versions(all: &[ItemVersion], own: i64) -> Vec<VersionPart> {
    if all.len() < 2 {
        return Vec::new();
    }
    let before = std::iter::once(None).chain(all.iter().map(Some));
    let mut parts: Vec<VersionPart> = all
        .iter()
        .zip(before)
        .map(|(version, before)| part(version, before, own))
        .collect();
    parts.reverse();
    parts
}

fn part(version: &ItemVersion, before: Option<&ItemVersion>, own: i64) -> VersionPart {
    let number = version.doc_number.as_ref();
    let number = number.map_or_else(String::new, |number| format!("（{number}）"));
    let from = wording::date(version.from);
    let reworded = before.filter(|before| before.body != version.body);
    VersionPart {
        link: Link::new(
            paths::item(version.id),
            format!("《{}》{number}{}", version.document, version.locus),
        ),
        own: version.id == own,
        time: match version.closed_on {
            Some(day) => format!("{from} 至 {}", wording::date(day)),
            None => format!("{from} 起，现行"),
        },
        wording: reworded.map_or_else(Vec::new, |before| {
            pieces(difference(&before.body, &version.body))
        }),
        changes: before.map_or_else(Vec::new, |before| changes(before, version)),
    }
}

fn changes(before: &ItemVersion, after: &ItemVersion) -> Vec<String> {
    let mut changes = Vec::new();
    if before.locus != after.locus {
        changes.push(format!("编号：{} → {}", before.locus, after.locus));
    }
    if before.departments != after.departments {
        changes.push(format!(
            "责任单位：{} → {}",
            departments(&before.departments),
            departments(&after.departments)
        ));
    }
    if before.deadline_last != after.deadline_last {
        let day = |one: &ItemVersion| {
            let printed = one.deadline_printed.clone();
            one.deadline_last
                .map(wording::date)
                .or(printed)
                .unwrap_or_else(|| "未写明".to_owned())
        };
        changes.push(format!("时限：{} → {}", day(before), day(after)));
    }
    changes
}

/// `牵头：自治区质监局；配合：自治区财政局`.
fn departments(each: &[String]) -> String {
    let of = |role: &Role| {
        let names: Vec<&str> = each
            .iter()
            .filter_map(|one| one.split_once(' '))
            .filter(|(code, _)| *code == role.code())
            .map(|(_, name)| name)
            .collect();
        (!names.is_empty()).then(|| format!("{}：{}", role.label(), names.join("、")))
    };
    let all: Vec<String> = Role::ALL.iter().filter_map(of).collect();
    match all.is_empty() {
        true => "未明确".to_owned(),
        false => all.join("；"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(id: i64, body: &str, departments: &[&str], closed: Option<&str>) -> ItemVersion {
        ItemVersion {
            id,
            locus: format!("一.{id}"),
            title: "培育名牌".to_owned(),
            body: body.to_owned(),
            document: "任务分工".to_owned(),
            doc_number: None,
            from: "2018-03-01".parse().expect("a date"),
            closed_on: closed.map(|day| day.parse().expect("a date")),
            deadline_printed: None,
            deadline_last: None,
            departments: departments.iter().map(|one| (*one).to_owned()).collect(),
        }
    }

    #[test]
    fn each_version_says_what_it_changed_in_the_one_before() {
        let all = [
            version(1, "培育名牌30个", &["lead 质监局"], Some("2018-06-01")),
            version(2, "培育名牌50个", &["lead 市场监管局"], None),
        ];
        let parts = versions(&all, 1);
        assert_eq!(parts[0].time, "2018-03-01 起，现行");
        assert_eq!(
            parts[0].changes,
            [
                "编号：一.1 → 一.2",
                "责任单位：牵头：质监局 → 牵头：市场监管局"
            ]
        );
        let told: String = parts[0]
            .wording
            .iter()
            .filter(|piece| piece.kind != "same")
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(told, "3050");
        assert!(parts[1].own && parts[1].wording.is_empty());
        assert_eq!(parts[1].time, "2018-03-01 至 2018-06-01");
        assert!(versions(&all[..1], 1).is_empty());
    }
}
