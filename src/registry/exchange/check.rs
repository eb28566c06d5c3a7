//! The rules that rows must keep among themselves and with what is there: keys, codes, days, circles.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::super::{DepartmentKind, Lifetime, RosterMember, Rows};
use super::Problem;
use super::lines::{Line, Lines};
use super::names;
use super::row::Exchanged;

/// Everything that is known once the files are laid over what is there.
struct Known<'k> {
    regions: HashMap<&'k str, &'k str>,
    departments: HashMap<&'k str, &'k super::super::Department>,
    merged: HashMap<&'k str, &'k str>,
}

impl<'k> Known<'k> {
    fn new(lines: &'k Lines, known: &'k Rows, merged: &'k [(String, String)]) -> Self {
        let regions = known.jurisdictions.iter();
        let regions = regions.chain(lines.jurisdictions.iter().map(|line| &line.row));
        let departments = known.departments.iter();
        let departments = departments.chain(lines.departments.iter().map(|line| &line.row));
        Self {
            regions: regions
                .map(|row| (row.code.as_str(), row.parent.as_str()))
                .collect(),
            departments: departments.map(|row| (row.code.as_str(), row)).collect(),
            merged: merged
                .iter()
                .map(|(wrong, right)| (wrong.as_str(), right.as_str()))
                .collect(),
        }
    }

    /// Why a code names no department.
    fn no_department(&self, code: &str) -> Option<String> {
        if let Some(right) = self.merged.get(code) {
            return Some(format!("单位“{code}”已并入“{right}”，请改用后者。"));
        }
        (!self.departments.contains_key(code))
            .then(|| format!("没有代码为“{code}”的单位，单位表中也没有新增。"))
    }
}

/// Checks lines against each other and against what is there.
pub(super) fn check(
    lines: &Lines,
    rows: &Rows,
    merged: &[(String, String)],
    problems: &mut Vec<Problem>,
) {
    let known = Known::new(lines, rows, merged);
    doubles(&lines.jurisdictions, problems);
    doubles(&lines.departments, problems);
    doubles(&lines.aliases, problems);
    doubles(&lines.successions, problems);
    doubles(&lines.rosters, problems);
    regions(lines, &known, problems);
    departments(lines, &known, problems);
    successions(lines, rows, &known, problems);
    rosters(lines, rows, &known, problems);
    for line in &lines.aliases {
        if let Some(sentence) = known.no_department(&line.row.department) {
            problems.push(about(line, "department", sentence));
        }
        days(line, line.row.valid_from, line.row.valid_to, problems);
    }
    names::check(lines, rows, &known.departments, problems);
}

/// A problem in a column, which is named as people know it.
fn about<T: Exchanged>(line: &Line<T>, column: &str, sentence: impl Into<String>) -> Problem {
    let label = T::TABLE
        .columns()
        .iter()
        .find(|one| one.code == column)
        .map_or("", |one| one.label);
    Problem {
        place: line.place.clone(),
        line: line.line,
        column: label.to_owned(),
        sentence: sentence.into(),
    }
}

fn doubles<T: Exchanged>(lines: &[Line<T>], problems: &mut Vec<Problem>) {
    let mut seen: HashMap<Vec<String>, (&str, u32)> = HashMap::new();
    for line in lines {
        let key = line.row.key();
        match seen.get(&key) {
            Some((place, first)) => {
                let there = match *place == line.place {
                    true => format!("第 {first} 行"),
                    false => format!("{place}第 {first} 行"),
                };
                problems.push(Problem {
                    place: line.place.clone(),
                    line: line.line,
                    column: String::new(),
                    sentence: format!(
                        "与{there}重复（{}）。",
                        key.into_iter()
                            .filter(|part| !part.is_empty())
                            .collect::<Vec<_>>()
                            .join("，")
                    ),
                });
            }
            None => {
                seen.insert(key, (&line.place, line.line));
            }
        }
    }
}

fn days<T: Exchanged>(
    line: &Line<T>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    problems: &mut Vec<Problem>,
) {
    if !Lifetime::new(from, to).is_possible() {
        let sentence = "终止日应晚于起始日。终止日是不再使用的第一天。";
        problems.push(about(line, "valid_to", sentence));
    }
}

fn regions(lines: &Lines, known: &Known<'_>, problems: &mut Vec<Problem>) {
    for line in &lines.jurisdictions {
        let row = &line.row;
        let digits = row.code.chars().all(|c| c.is_ascii_digit());
        if !digits || !(2..=12).contains(&row.code.len()) {
            problems.push(about(
                line,
                "code",
                "行政区代码是 2 至 12 位数字（GB/T 2260）。",
            ));
        }
        if row.parent.is_empty() {
            continue;
        }
        if !known.regions.contains_key(row.parent.as_str()) {
            problems.push(about(
                line,
                "parent",
                format!("没有代码为“{}”的行政区。", row.parent),
            ));
        } else if goes_round(&row.code, |code| known.regions.get(code).copied()) {
            problems.push(about(line, "parent", "上下级关系绕成了一圈。"));
        }
    }
}

/// True when going up from `start` leads back to it.
fn goes_round<'s>(start: &'s str, up: impl Fn(&str) -> Option<&'s str>) -> bool {
    let mut seen = HashSet::new();
    let mut at = start;
    while let Some(next) = up(at).filter(|next| !next.is_empty()) {
        if next == start {
            return true;
        }
        if !seen.insert(next) {
            return false;
        }
        at = next;
    }
    false
}

fn departments(lines: &Lines, known: &Known<'_>, problems: &mut Vec<Problem>) {
    for line in &lines.departments {
        let row = &line.row;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if !row.code.chars().all(plain) || row.code.len() > 40 {
            problems.push(about(
                line,
                "code",
                "单位代码只用字母、数字、点和横线，不超过 40 个字符。",
            ));
        }
        if let Some(right) = known.merged.get(row.code.as_str()) {
            problems.push(about(
                line,
                "code",
                format!("单位“{}”已并入“{right}”，不能再用这个代码。", row.code),
            ));
        }
        if !known.regions.contains_key(row.jurisdiction.as_str()) {
            problems.push(about(
                line,
                "jurisdiction",
                format!("没有代码为“{}”的行政区。", row.jurisdiction),
            ));
        }
        days(line, row.valid_from, row.valid_to, problems);
    }
}

fn successions(lines: &Lines, rows: &Rows, known: &Known<'_>, problems: &mut Vec<Problem>) {
    let mut onward: HashMap<&str, Vec<&str>> = HashMap::new();
    let all = rows.successions.iter();
    for row in all.chain(lines.successions.iter().map(|line| &line.row)) {
        onward.entry(&row.from).or_default().push(&row.to);
    }
    for line in &lines.successions {
        let row = &line.row;
        for (column, code) in [("from", &row.from), ("to", &row.to)] {
            if let Some(sentence) = known.no_department(code) {
                problems.push(about(line, column, sentence));
            }
        }
        if row.from == row.to {
            problems.push(about(line, "to", "承接单位不能是原单位自己。"));
        } else if leads_back(&row.from, &onward) {
            problems.push(about(line, "to", "承接关系绕成了一圈。"));
        }
        let dead = |code: &str| {
            let department = known.departments.get(code)?;
            Lifetime::new(department.valid_from, department.valid_to)
                .to
                .filter(|to| *to <= row.on)
        };
        if let Some(to) = dead(&row.to) {
            let sentence = format!("承接单位在 {to} 已经终止，不能在 {} 承接。", row.on);
            problems.push(about(line, "on", sentence));
        }
        let born = known
            .departments
            .get(row.from.as_str())
            .and_then(|one| one.valid_from)
            .filter(|from| *from >= row.on);
        if let Some(from) = born {
            let sentence = format!("原单位从 {from} 才开始，不能在 {} 被承接。", row.on);
            problems.push(about(line, "on", sentence));
        }
    }
}

/// True when following successors from `start` leads back to it.
fn leads_back(start: &str, onward: &HashMap<&str, Vec<&str>>) -> bool {
    let mut seen = HashSet::new();
    let mut waiting: Vec<&str> = onward.get(start).cloned().unwrap_or_default();
    while let Some(next) = waiting.pop() {
        if next == start {
            return true;
        }
        if seen.insert(next) {
            waiting.extend(onward.get(next).into_iter().flatten());
        }
    }
    false
}

/// From when to when somebody is a member, and the line that says so, if a file does.
type Membership<'l> = (Lifetime, Option<&'l Line<RosterMember>>);

fn rosters(lines: &Lines, rows: &Rows, known: &Known<'_>, problems: &mut Vec<Problem>) {
    for line in &lines.rosters {
        let row = &line.row;
        for (column, code) in [("collective", &row.collective), ("member", &row.member)] {
            if let Some(sentence) = known.no_department(code) {
                problems.push(about(line, column, sentence));
            }
        }
        let body = known.departments.get(row.collective.as_str());
        if body.is_some_and(|body| body.kind != DepartmentKind::Collective) {
            problems.push(about(
                line,
                "collective",
                format!("“{}”的性质不是集合单位。", row.collective),
            ));
        }
        if row.collective == row.member {
            problems.push(about(line, "member", "集合单位不能是自己的成员。"));
        }
        days(line, row.valid_from, row.valid_to, problems);
    }
    let mut places: HashMap<(&str, &str), Vec<Membership<'_>>> = HashMap::new();
    for line in &lines.rosters {
        let row = &line.row;
        let life = Lifetime::new(row.valid_from, row.valid_to);
        let place = places.entry((&row.collective, &row.member)).or_default();
        place.push((life, Some(line)));
    }
    let keys: HashSet<Vec<String>> = lines.rosters.iter().map(|line| line.row.key()).collect();
    for row in rows.rosters.iter().filter(|row| !keys.contains(&row.key())) {
        if let Some(place) = places.get_mut(&(row.collective.as_str(), row.member.as_str())) {
            place.push((Lifetime::new(row.valid_from, row.valid_to), None));
        }
    }
    for place in places.values() {
        for (index, (life, line)) in place.iter().enumerate() {
            let Some(line) = line else { continue };
            let twice = place
                .iter()
                .enumerate()
                .any(|(other, (that, _))| other != index && life.overlaps(*that));
            if twice {
                problems.push(about(
                    line,
                    "valid_from",
                    "同一成员在名册中的起止日期有重叠。",
                ));
            }
        }
    }
}
