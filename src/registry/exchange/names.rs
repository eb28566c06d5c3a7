//! Names in exchanged tables: within a region a name means one department on any day.

use std::collections::{HashMap, HashSet};

use super::super::{Department, Lifetime, Rows};
use super::Problem;
use super::lines::{Line, Lines};
use super::row::Exchanged;

/// A use of a name: whose, when, and where it stands in the files.
struct Use<'u> {
    department: &'u str,
    life: Lifetime,
    at: Option<(&'u str, u32, &'static str)>,
}

/// Within a region a name means one department on any day. Official names hold on every day, unless an alias of the
/// same department and wording dates them.
pub(super) fn check(
    lines: &Lines,
    rows: &Rows,
    known: &HashMap<&str, &Department>,
    problems: &mut Vec<Problem>,
) {
    let mut uses: HashMap<(&str, &str), Vec<Use<'_>>> = HashMap::new();
    let region = |code: &str| {
        let department = known.get(code)?;
        Some(department.jurisdiction.as_str())
    };
    let keys: HashSet<Vec<String>> = lines.aliases.iter().map(|line| line.row.key()).collect();
    let from_files = lines
        .aliases
        .iter()
        .map(|line| (&line.row, Some((line.place.as_str(), line.line, "名称"))));
    let there = rows.aliases.iter().filter(|row| !keys.contains(&row.key()));
    let mut dated: HashSet<(&str, &str)> = HashSet::new();
    for (row, at) in from_files.chain(there.map(|row| (row, None))) {
        let Some(region) = region(&row.department) else {
            continue;
        };
        dated.insert((row.department.as_str(), row.alias.as_str()));
        uses.entry((region, row.alias.as_str()))
            .or_default()
            .push(Use {
                department: &row.department,
                life: Lifetime::new(row.valid_from, row.valid_to),
                at,
            });
    }
    let codes: HashMap<&str, &Line<_>> = lines
        .departments
        .iter()
        .map(|line| (line.row.code.as_str(), line))
        .collect();
    for (code, department) in known {
        let line = codes.get(code);
        let official = [
            (department.name.as_str(), "全称"),
            (department.short_name.as_str(), "简称"),
        ];
        for (name, column) in official {
            if !dated.insert((code, name)) {
                continue;
            }
            uses.entry((department.jurisdiction.as_str(), name))
                .or_default()
                .push(Use {
                    department: code,
                    life: Lifetime::default(),
                    at: line.map(|line| (line.place.as_str(), line.line, column)),
                });
        }
    }
    for ((_, name), uses) in &uses {
        for one in uses {
            let Some((place, line, column)) = one.at else {
                continue;
            };
            let other = uses
                .iter()
                .find(|other| other.department != one.department && other.life.overlaps(one.life));
            if let Some(other) = other {
                problems.push(Problem {
                    place: place.to_owned(),
                    line,
                    column: column.to_owned(),
                    sentence: format!(
                        "“{name}”在重叠的日期里也指单位“{}”。同一地区的一个名称同一天只能指一个单位。",
                        other.department
                    ),
                });
            }
        }
    }
}
