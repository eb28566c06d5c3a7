//! What a document says of itself. What it does not say but was taken from elsewhere is said to be so.

use crate::domain::{Calendar, RoleRule};
use crate::store::documents::{Document, FindingLine};
use crate::web::page::Link;
use crate::web::text_units::{Unit, quote};
use crate::web::{paths, wording};

/// A term and what holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    /// The term.
    pub(super) term: &'static str,
    /// What holds.
    pub(super) value: String,
    /// How it came to be known, where the text does not say it.
    pub(super) note: &'static str,
    /// The sentences that it was read from, with their places.
    pub(super) quotes: Vec<Link>,
}

/// The longest quote, in characters.
const QUOTE: usize = 120;

/// The facts of a document, in the order of its head.
pub(super) fn facts(
    document: &Document,
    units: &[Unit<'_>],
    findings: &[FindingLine],
    calendar: &Calendar,
) -> Vec<Fact> {
    let unwritten = || "文中未写明".to_owned();
    let text = |value: &Option<String>| value.clone().unwrap_or_else(unwritten);
    let day = |value: Option<chrono::NaiveDate>| value.map_or_else(unwritten, wording::date);
    let mut facts = vec![
        fact("文号", text(&document.doc_number), ""),
        fact("发文机关", text(&document.issuer), ""),
        fact(
            "文种",
            Some(document.kind.clone())
                .filter(|kind| !kind.is_empty())
                .unwrap_or_else(unwritten),
            "",
        ),
        fact("成文日期", day(document.issued_on), ""),
        fact("印发日期", day(document.printed_on), ""),
        fact("行政区", document.jurisdiction.clone(), ""),
    ];
    if !document.title_printed {
        facts.insert(
            0,
            fact(
                "标题",
                document.title.clone(),
                "正文没有标题，以文件名代替。",
            ),
        );
    }
    let optional = [("主送", &document.addressee), ("抄送", &document.copied_to)];
    facts.extend(
        optional
            .into_iter()
            .filter_map(|(term, value)| value.clone().map(|value| fact(term, value, ""))),
    );
    facts.push(role_rule(document, units, findings));
    facts.push(schedule(document, calendar));
    facts.push(imported(document));
    facts
}

fn fact(term: &'static str, value: String, note: &'static str) -> Fact {
    Fact {
        term,
        value,
        note,
        quotes: Vec::new(),
    }
}

/// The rule, and the sentences that declare it.
fn role_rule(document: &Document, units: &[Unit<'_>], findings: &[FindingLine]) -> Fact {
    let declared = findings
        .iter()
        .filter(|finding| finding.kind == "rule_declared");
    let quotes = declared.map(|finding| {
        let (start, end) = (place(finding.span_start), place(finding.span_end));
        Link::new(
            paths::place(document.id, finding.span_start),
            format!("“{}”", quote(units, start, end, QUOTE)),
        )
    });
    let (value, note) = match document.role_rule {
        RoleRule::ExplicitOnly => (
            RoleRule::ExplicitOnly.label().to_owned(),
            "文中没有声明名单怎么读；没有写明牵头的，按分工负责处理。",
        ),
        rule => (rule.label().to_owned(), ""),
    };
    Fact {
        quotes: quotes.collect(),
        ..fact("责任单位的读法", value, note)
    }
}

fn schedule(document: &Document, calendar: &Calendar) -> Fact {
    let from = wording::date(document.reported_from);
    let dated = document.issued_on.or(document.printed_on);
    let note = if dated == Some(document.reported_from) {
        "填报安排由管理员选定；起始日取文件日期。"
    } else {
        "文中没有日期，起始日取导入当日；填报安排由管理员选定。"
    };
    let rule = calendar.schedule(document.schedule_id);
    let name = rule.map_or("", |rule| rule.name.as_str());
    fact("填报", format!("{name}，{from} 起"), note)
}

fn imported(document: &Document) -> Fact {
    let by = document.imported_by.as_deref().unwrap_or("系统");
    let value = format!(
        "{}，{by}导入，原文件“{}”",
        wording::moment(document.imported_at),
        document.original_name
    );
    fact("来源", value, "")
}

/// Spans are stored as `integer` and never negative.
pub(super) fn place(character: i32) -> usize {
    usize::try_from(character).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Holidays, Schedule};
    use crate::web::text_units::units;

    fn document() -> Document {
        let day = |text: &str| text.parse().expect("a date");
        Document {
            id: 4,
            jurisdiction_id: 1,
            jurisdiction: "新疆维吾尔自治区".to_owned(),
            title: "任务分工".to_owned(),
            title_printed: false,
            doc_number: None,
            issuer: None,
            kind: "任务分工".to_owned(),
            issued_on: Some(day("2017-05-09")),
            printed_on: None,
            addressee: None,
            copied_to: None,
            role_rule: RoleRule::AdminOrderJoint,
            schedule_id: 1,
            reported_from: day("2017-05-09"),
            imported_at: "2018-06-20T02:00:00Z".parse().expect("a moment"),
            imported_by: None,
            original_name: "任务分工.txt".to_owned(),
        }
    }

    fn calendar() -> Calendar {
        let standard = Schedule {
            id: 1,
            ..Schedule::standard()
        };
        let today = "2018-06-20".parse().expect("a date");
        Calendar::new(today, vec![standard], Holidays::default(), Vec::new())
    }

    fn of<'f>(facts: &'f [Fact], term: &str) -> &'f Fact {
        facts
            .iter()
            .find(|fact| fact.term == term)
            .expect("the fact is there")
    }

    #[test]
    fn what_is_not_in_the_text_is_said_to_be_inferred() {
        let facts = facts(&document(), &[], &[], &calendar());
        assert_eq!(of(&facts, "标题").note, "正文没有标题，以文件名代替。");
        assert_eq!(of(&facts, "文号").value, "文中未写明");
        assert!(of(&facts, "填报").note.contains("取文件日期"));
        let undated = Document {
            issued_on: None,
            ..document()
        };
        let facts = super::facts(&undated, &[], &[], &calendar());
        assert!(of(&facts, "填报").note.contains("取导入当日"));
    }

    #[test]
    fn a_declared_rule_shows_its_sentence() {
        let text = "目标（多部门负责的，各部门按照职责分工负责，下同）。";
        let finding = FindingLine {
            kind: "rule_declared".to_owned(),
            message: String::new(),
            asks: false,
            line: 1,
            span_start: 3,
            span_end: 24,
        };
        let facts = facts(&document(), &units(text), &[finding], &calendar());
        let rule = of(&facts, "责任单位的读法");
        assert_eq!(
            rule.quotes[0].text,
            "“多部门负责的，各部门按照职责分工负责，下同”"
        );
        assert_eq!(rule.quotes[0].href, "/documents/4/text?at=3#at");
    }
}
