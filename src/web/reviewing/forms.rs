//! Forms of a review: what a person typed becomes a decision, and an item becomes the fields to change it. Pure.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::document::Item;
use crate::domain::{Comparator, ItemKind, Role, TargetKind};
use crate::review::{Anchor, DeadlineWords, Decision, Facts, ItemWords, NameMeaning, TargetWords};
use crate::web::extract::Fields;
use crate::web::reporting::entry::Mistake;

/// So many empty lines for further targets.
const SPARE: usize = 2;

/// The decision that a button of the sheet asks for, with the characters it is about.
///
/// # Errors
///
/// A sentence that says what is missing.
pub fn decision(fields: &Fields) -> Result<(Anchor, Decision), String> {
    let note = limited(fields.text("note"), 300);
    let decision = match fields.text("do") {
        "accept" => Decision::Accept,
        "reject" if note.chars().count() < 2 => {
            return Err("驳回请写明理由，例如“属于工作要求，不是任务”。".to_owned());
        }
        "reject" => Decision::Reject { reason: note },
        "ask" if note.chars().count() < 2 => return Err("存疑请写明要弄清什么。".to_owned()),
        "ask" => Decision::Ask { note },
        "merge" => Decision::Merge,
        "nothing" => Decision::Nothing,
        "split" => Decision::Split {
            at: number(fields, "at")?,
        },
        "rule" => {
            let rule = fields
                .text("rule")
                .parse()
                .map_err(|_| "请选择责任单位的读法。".to_owned())?;
            return Ok(([0, 0], Decision::Rule { rule }));
        }
        "name" => return Ok(([0, 0], name(fields)?)),
        "facts" => return Ok(([0, 0], Decision::Facts(facts(fields)?))),
        _ => return Err("没有这种操作，请从页面上的按钮重新选择。".to_owned()),
    };
    Ok((anchor(fields)?, decision))
}

/// The characters that a form is about.
///
/// # Errors
///
/// When they are not told.
pub fn anchor(fields: &Fields) -> Result<Anchor, String> {
    let (from, to) = (number(fields, "from")?, number(fields, "to")?);
    match from <= to {
        true => Ok([from, to]),
        false => Err("没有指明原文位置，请从页面上重新选择。".to_owned()),
    }
}

fn number(fields: &Fields, name: &str) -> Result<usize, String> {
    let read = fields
        .text(name)
        .parse::<usize>()
        .ok()
        .filter(|at| i32::try_from(*at).is_ok());
    read.ok_or_else(|| "没有指明原文位置，请从页面上重新选择。".to_owned())
}

fn name(fields: &Fields) -> Result<Decision, String> {
    let name = fields.text("name").to_owned();
    let chosen = Some(fields.text("department"))
        .filter(|code| !code.is_empty())
        .unwrap_or(fields.text("candidate"));
    let means = match (fields.text("means"), chosen) {
        ("create", _) => NameMeaning::Create,
        (_, "") => return Err(format!("请为“{name}”选择单位，或选择新建。")),
        ("alias", code) => NameMeaning::Alias(code.to_owned()),
        (_, code) => NameMeaning::Department(code.to_owned()),
    };
    Ok(Decision::Name { name, means })
}

fn facts(fields: &Fields) -> Result<Facts, String> {
    let issued_on = match fields.text("issued-on") {
        "" => None,
        text => Some(
            text.parse()
                .map_err(|_| "成文日期写作 2018-06-20 这样的形式。".to_owned())?,
        ),
    };
    let title = limited(fields.text("title"), 200);
    if title.is_empty() {
        return Err("请填写文件标题。".to_owned());
    }
    if fields.text("jurisdiction").is_empty() {
        return Err("请选择文件所属的行政区。".to_owned());
    }
    Ok(Facts {
        title,
        doc_number: limited(fields.text("doc-number"), 60),
        issuer: limited(fields.text("issuer"), 100),
        issued_on,
        jurisdiction: fields.text("jurisdiction").to_owned(),
    })
}

fn limited(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}

/// The fields of an item, to change it.
pub fn item_fields(item: &Item, names: impl Fn(&str) -> String) -> Fields {
    let mut fields = vec![
        ("kind".to_owned(), item.kind.code().to_owned()),
        ("title".to_owned(), item.title.clone()),
    ];
    for role in Role::ALL {
        let of_role = item.responsibilities.iter().filter(|one| one.role == *role);
        let list: Vec<String> = of_role.map(|one| names(&one.name)).collect();
        fields.push((role.code().to_owned(), list.join("、")));
    }
    if let Some((deadline, _)) = &item.deadline {
        fields.push(("deadline".to_owned(), deadline.printed.clone()));
        fields.push((
            "last".to_owned(),
            deadline.last.map(|day| day.to_string()).unwrap_or_default(),
        ));
    }
    for (index, found) in item.targets.iter().enumerate() {
        let target = &found.target;
        let number = |value: Option<Decimal>| {
            value
                .map(|value| value.normalize().to_string())
                .unwrap_or_default()
        };
        let flag = |on: bool| if on { "1" } else { "" }.to_owned();
        let parts = [
            ("name", target.name.clone()),
            ("comparator", target.comparator.code().to_owned()),
            (
                "value",
                target.grade.clone().unwrap_or_else(|| number(target.value)),
            ),
            ("upper", number(target.upper)),
            ("unit", target.unit.clone()),
            ("kind", target.kind.code().to_owned()),
            ("soft", flag(target.soft)),
            ("maintain", flag(target.maintain)),
            (
                "trend",
                target
                    .trend
                    .map_or("", crate::domain::Trend::code)
                    .to_owned(),
            ),
        ];
        fields.extend(parts.map(|(part, value)| (format!("target-{index}-{part}"), value)));
    }
    Fields(fields)
}

/// How many lines of targets a form has: those that are filled and some to spare.
pub fn target_lines(fields: &Fields) -> usize {
    let filled = |index: &usize| !fields.text(&format!("target-{index}-name")).is_empty();
    (0..100).rev().find(filled).map_or(0, |last| last + 1) + SPARE
}

/// An item as a person typed it, or what must be mended.
pub fn item_words(fields: &Fields) -> Result<ItemWords, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let mut mistake = |field: &str, sentence: &str| {
        mistakes.push(Mistake {
            field: field.to_owned(),
            sentence: sentence.to_owned(),
        });
    };
    let title = limited(fields.text("title"), 200);
    if title.is_empty() {
        mistake("title", "填写事项名称。");
    }
    let last = match fields.text("last") {
        "" => None,
        text => text.parse::<NaiveDate>().map(Some).unwrap_or_else(|_| {
            mistake("last", "时限日期写作 2020-12-31 这样的形式。");
            None
        }),
    };
    let printed = limited(fields.text("deadline"), 100);
    let deadline = (!printed.is_empty() || last.is_some()).then(|| DeadlineWords {
        printed: if printed.is_empty() {
            last.map(|day| day.to_string()).unwrap_or_default()
        } else {
            printed
        },
        last,
    });
    let mut targets = Vec::new();
    for index in 0..target_lines(fields) {
        match target(fields, index) {
            Ok(found) => targets.extend(found),
            Err((part, sentence)) => mistake(&format!("target-{index}-{part}"), &sentence),
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    Ok(ItemWords {
        kind: fields.text("kind").parse().unwrap_or(ItemKind::Task),
        title,
        departments: departments(fields),
        deadline,
        targets,
    })
}

fn departments(fields: &Fields) -> Vec<(Role, String)> {
    let of_role = |role: &Role| {
        let role = *role;
        fields
            .text(role.code())
            .split(['、', '，', ',', ';', '；', '\n'])
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .map(move |name| (role, limited(&name, 60)))
            .collect::<Vec<_>>()
    };
    Role::ALL.iter().flat_map(of_role).collect()
}

fn target(fields: &Fields, index: usize) -> Result<Option<TargetWords>, (&'static str, String)> {
    let part = |name: &str| fields.text(&format!("target-{index}-{name}"));
    let name = limited(part("name"), 100);
    if name.is_empty() {
        return Ok(None);
    }
    let comparator: Comparator = part("comparator").parse().unwrap_or(Comparator::AtLeast);
    let kind: TargetKind = part("kind").parse().unwrap_or(TargetKind::Level);
    let number = |field: &'static str| match part(field) {
        "" => Ok(None),
        text => text
            .parse::<Decimal>()
            .map(Some)
            .map_err(|_| (field, format!("“{text}”不是数字，请只填数字。"))),
    };
    let graded = comparator == Comparator::Grade;
    let value = if graded { None } else { number("value")? };
    let needs_number = matches!(
        comparator,
        Comparator::AtLeast
            | Comparator::AtMost
            | Comparator::Equal
            | Comparator::Between
            | Comparator::About
    );
    if needs_number && value.is_none() {
        return Err(("value", format!("填写“{name}”的数值，或改选比较方式。")));
    }
    Ok(Some(TargetWords {
        name,
        comparator,
        value,
        upper: number("upper")?,
        grade: graded
            .then(|| part("value").to_owned())
            .filter(|grade| !grade.is_empty()),
        trend: part("trend").parse().ok(),
        unit: limited(part("unit"), 20),
        kind,
        soft: !part("soft").is_empty(),
        maintain: !part("maintain").is_empty(),
        last: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields(
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn an_item_survives_its_form() {
        let text = "杭州市重点工作分工\n一、提升质量\n（一）培育名牌。到2020年培育名牌30个。（市质监局牵头，市财政局配合）\n";
        let parsed = crate::document::parse(text);
        let words = item_words(&item_fields(&parsed.items[0], str::to_owned)).expect("read");
        assert_eq!(words.title, "培育名牌");
        assert_eq!(
            words.departments,
            [
                (Role::Lead, "市质监局".to_owned()),
                (Role::Support, "市财政局".to_owned())
            ]
        );
        assert_eq!(words.targets[0].target(), parsed.items[0].targets[0].target);
        assert_eq!(
            words.deadline.map(|one| one.printed),
            Some("到2020年".to_owned())
        );
    }

    #[test]
    fn what_is_missing_is_said() {
        let base = [("from", "3"), ("to", "9")];
        let asked = |more: &[(&str, &str)]| decision(&fields(&[base.as_slice(), more].concat()));
        assert!(asked(&[("do", "reject")]).is_err());
        assert_eq!(asked(&[("do", "accept")]), Ok(([3, 9], Decision::Accept)));
        assert!(asked(&[("do", "burn")]).is_err());
        assert!(decision(&fields(&[("do", "accept"), ("from", "9"), ("to", "3")])).is_err());
        assert!(
            decision(&fields(&[
                ("do", "name"),
                ("name", "市文旅局"),
                ("means", "alias")
            ]))
            .is_err()
        );
        let mistakes = item_words(&fields(&[
            ("target-0-name", "合格率"),
            ("target-0-value", "九成"),
        ]))
        .expect_err("refused");
        let named: Vec<&str> = mistakes.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(named, ["title", "target-0-value"]);
    }
}
