//! 试一句: what becomes of a phrase that assigns, step by step, as an import would read it. Pure.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::alias_form::life;
use crate::document::{self, Responsibility};
use crate::domain::RoleRule;
use crate::registry::{
    Department, How, Jurisdiction, Lifetime, Region, Registry, Resolution, nearest, restore,
};
use crate::web::wording;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// The phrase.
    pub text: &'q str,
    /// The region of the document in which it stands.
    pub region: &'q Jurisdiction,
    /// The day of that document.
    pub day: NaiveDate,
    /// What its bare lists mean.
    pub rule: RoleRule,
    /// Today.
    pub today: NaiveDate,
}

/// What a name becomes.
#[derive(Debug, PartialEq, Eq)]
pub struct Trace {
    /// The name as printed.
    pub printed: String,
    /// Its role, and why.
    pub role: String,
    /// The name with its prefix.
    pub restored: String,
    /// How it came about.
    pub how: String,
    /// Which department carries it.
    pub found: Found,
}

/// Which department carries a name.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// One.
    One(Box<Carried>),
    /// Several could be meant, by code.
    Several(Vec<(String, String)>),
    /// None; these are nearest, by code.
    None(Vec<(String, String)>),
}

/// The department that carries a name.
#[derive(Debug, PartialEq, Eq)]
pub struct Carried {
    /// Its code.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// By which of its names it was known.
    pub by: String,
    /// Whether it lived on the day.
    pub life: String,
    /// Who answers today, step by step.
    pub onward: Vec<String>,
    /// Members on the day, if it is a body of many.
    pub members: Vec<String>,
}

/// What becomes of every name of a phrase, in order.
pub fn trace(question: Question<'_>, registry: &Registry) -> Vec<Trace> {
    let region = Region::named(&question.region.name);
    let mut traces = Vec::new();
    for list in names(question).chunk_by(|a, b| a.list == b.list && a.indicator == b.indicator) {
        let printed: Vec<&str> = list.iter().map(|one| one.name.as_str()).collect();
        for (one, restored) in list.iter().zip(restore(&printed, region.as_ref())) {
            traces.push(Trace {
                printed: one.printed.clone(),
                role: format!("{}，{}", one.role.label(), one.basis.label()),
                how: how(&restored.how),
                found: found(question, registry, &restored.name, &one.name),
                restored: restored.name,
            });
        }
    }
    traces
}

/// The names of a phrase, read by the front door of all documents: as the bracket of a task, as a line of its own, or
/// behind a label.
fn names(question: Question<'_>) -> Vec<Responsibility> {
    let text = question.text.trim();
    let bracketed = text.starts_with(['（', '(', '【', '〔', '[']);
    let bare = text.trim_end_matches('。');
    let tries = [
        match bracketed {
            true => format!("完善推进机制。{text}"),
            false => format!("完善推进机制。（{bare}）"),
        },
        format!("完善推进机制。\n{text}"),
        format!("完善推进机制。\n责任单位：{bare}"),
    ];
    let read = |body: &String| {
        let region = &question.region.name;
        let whole = format!(
            "{region}人民政府关于完善工作机制的实施方案\n\n一、重点任务\n（一）健全工作机制。{body}\n"
        );
        let parsed = document::parse_under(&whole, question.rule);
        let items = parsed.items.into_iter();
        items
            .flat_map(|item| item.responsibilities)
            .collect::<Vec<Responsibility>>()
    };
    tries
        .iter()
        .map(read)
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

fn how(how: &How) -> String {
    match how {
        How::AsPrinted => "按原文".to_owned(),
        How::Prefix(prefix) => format!("补上名单的前缀“{prefix}”"),
        How::Central => "中央驻地方单位，冠以地名".to_owned(),
        How::Government => "补全政府名称".to_owned(),
        How::Ending(ending) => format!("补上后面写出的“{ending}”"),
    }
}

/// By the name with its prefix, else by the bare name, else by either on any day; as an import does it.
fn found(question: Question<'_>, registry: &Registry, restored: &str, bare: &str) -> Found {
    let region = question.region.code.as_str();
    let coded = |some: Vec<&Department>| {
        some.into_iter()
            .map(|one| (one.code.clone(), one.short_name.clone()))
            .collect()
    };
    let tries = [
        (restored, Some(question.day)),
        (bare, Some(question.day)),
        (restored, None),
    ];
    for (name, day) in tries {
        match registry.resolve(name, region, day) {
            Resolution::Found(department) => {
                let carried = carried(question, registry, department, name, day.is_some());
                return Found::One(Box::new(carried));
            }
            Resolution::Ambiguous(several) if day.is_some() => {
                return Found::Several(coded(several));
            }
            Resolution::Ambiguous(_) | Resolution::Unknown => {}
        }
    }
    Found::None(coded(nearest(registry, restored, region)))
}

fn carried(
    question: Question<'_>,
    registry: &Registry,
    department: &Department,
    name: &str,
    dated: bool,
) -> Carried {
    let by = if department.name == name {
        "全称"
    } else if department.short_name == name {
        "简称"
    } else {
        "别名"
    };
    let by = match dated {
        true => format!("{by}“{name}”"),
        false => format!("{by}“{name}”，当日这个名称还不指它或已不指它"),
    };
    let alive = Lifetime::new(department.valid_from, department.valid_to);
    let when = life(department.valid_from, department.valid_to);
    let day = wording::date(question.day);
    let state = match (alive.has(question.day), when.is_empty()) {
        (true, true) => format!("{day} 存续（起止不详）"),
        (true, false) => format!("{day} 存续（{when}）"),
        (false, _) => format!("{day} 不在存续期内（{when}）"),
    };
    let members = registry.members(&department.code, Some(question.day));
    Carried {
        code: department.code.clone(),
        name: department.name.clone(),
        by,
        life: state,
        onward: onward(registry, &department.code, question.today),
        members: members
            .into_iter()
            .map(|member| member.short_name.clone())
            .collect(),
    }
}

/// Who followed a department up to today, each step a sentence. Follows every branch once.
fn onward(registry: &Registry, code: &str, today: NaiveDate) -> Vec<String> {
    let mut steps = Vec::new();
    let mut seen: HashMap<&str, ()> = HashMap::new();
    let mut waiting = vec![code];
    while let Some(at) = waiting.pop() {
        for one in registry.successors(at, today) {
            let Some(to) = registry.department(&one.to) else {
                continue;
            };
            let scope = match one.scope.as_str() {
                "" => String::new(),
                scope => format!("，{scope}"),
            };
            steps.push(format!(
                "{} {} {}{scope}",
                wording::date(one.on),
                one.kind.label(),
                to.short_name
            ));
            if seen.insert(to.code.as_str(), ()).is_none() {
                waiting.push(&to.code);
            }
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Tables;

    fn registry() -> Registry {
        let tables = Tables {
            jurisdictions: include_str!("../../../seed-data/jurisdictions.csv"),
            departments: include_str!("../../../seed-data/departments.csv"),
            aliases: include_str!("../../../seed-data/aliases.csv"),
            successions: include_str!("../../../seed-data/successions.csv"),
            rosters: include_str!("../../../seed-data/rosters.csv"),
        };
        tables.registry().expect("readable")
    }

    fn traced(text: &str, day: &str, today: &str) -> Vec<Trace> {
        let registry = registry();
        let region = registry.jurisdiction_named("新疆").expect("a region");
        let question = Question {
            text,
            region,
            day: day.parse().expect("a date"),
            rule: RoleRule::ExplicitOnly,
            today: today.parse().expect("a date"),
        };
        trace(question, &registry)
    }

    fn code(trace: &Trace) -> &str {
        match &trace.found {
            Found::One(one) => &one.code,
            other => panic!("{}: {other:?}", trace.printed),
        }
    }

    #[test]
    fn each_name_of_a_phrase_is_restored_and_found() {
        let phrase = "（自治区质监局牵头，经信委、农业厅，新疆保监局配合）";
        let traces = traced(phrase, "2017-05-09", "2019-01-01");
        let read: Vec<(&str, &str, &str)> = traces
            .iter()
            .map(|one| (one.printed.as_str(), one.restored.as_str(), code(one)))
            .collect();
        assert_eq!(
            read,
            [
                ("自治区质监局", "自治区质监局", "xj.zjj"),
                ("经信委", "自治区经信委", "xj.jxw"),
                ("农业厅", "自治区农业厅", "xj.nyt"),
                ("新疆保监局", "新疆保监局", "xj.bjj"),
            ]
        );
        assert!(traces[0].role.starts_with("牵头") && traces[3].role.starts_with("配合"));
        assert_eq!(traces[1].how, "补上名单的前缀“自治区”");
        let Found::One(bureau) = &traces[0].found else {
            panic!("found")
        };
        assert_eq!(bureau.onward, ["2018-11-28 并入 自治区市场监管局"]);
    }

    #[test]
    fn a_phrase_is_read_with_and_without_its_bracket_and_behind_a_label() {
        for phrase in [
            "自治区质监局、工商局按职责分工负责",
            "责任单位：自治区质监局、工商局",
            "（自治区质监局、工商局按职责分工负责）。",
        ] {
            let traces = traced(phrase, "2017-05-09", "2018-06-20");
            let codes: Vec<&str> = traces.iter().map(code).collect();
            assert_eq!(codes, ["xj.zjj", "xj.gsj"], "{phrase}");
        }
    }

    #[test]
    fn a_body_shows_its_members_and_an_unknown_name_what_is_nearest() {
        let traces = traced(
            "各地区行政公署、自治区市场监督局负责",
            "2017-05-09",
            "2018-06-20",
        );
        let Found::One(body) = &traces[0].found else {
            panic!("{:?}", traces[0])
        };
        assert_eq!(body.members.len(), 5, "{:?}", body.members);
        let Found::None(near) = &traces[1].found else {
            panic!("{:?}", traces[1])
        };
        assert_eq!(near.first().map(|one| one.0.as_str()), Some("xj.scj"));
    }
}
