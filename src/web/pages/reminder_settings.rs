//! 提醒设置: how many days from a due day people are reminded, and how often at most.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use sqlx::Acquire;

use crate::domain::ReminderRules;
use crate::store::{events, settings};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Fields, Now, Typed};
use crate::web::page::{Page, Shell, see_other, with_status};
use crate::web::paths;
use crate::web::person::Person;

/// A reminder that is farther from its day than this is none.
const FARTHEST: i32 = 90;

/// Steps on one side of a due day.
const STEPS: usize = 10;

#[derive(Template)]
#[template(path = "settings/reminders.html")]
struct RemindersPage {
    shell: Shell,
    fields: Vec<Field>,
}

struct Field {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: String,
    mistake: Option<&'static str>,
}

/// The fields of the form, in its order.
const FIELDS: [(&str, &str, &str); 4] = [
    (
        "before",
        "截止前几天提醒",
        "可以写几个数，用逗号隔开，例如 7、3、1。先提醒经办人；全部送审后提醒单位审核人。",
    ),
    (
        "after",
        "截止后几天催报",
        "可以写几个数，例如 1、7。经办人和单位审核人都会收到。",
    ),
    (
        "office",
        "逾期几天后告诉督查室",
        "从这一天起，督查室也会收到逾期提醒。",
    ),
    (
        "gap",
        "两次提醒至少隔几天",
        "同一个人一天最多一条提醒；这里可以让间隔更长。",
    ),
];

impl RemindersPage {
    fn new(shell: Shell, values: [String; 4], mistakes: [Option<&'static str>; 4]) -> Self {
        let rows = FIELDS.into_iter().zip(values).zip(mistakes);
        let mut shell = shell.titled("提醒设置").under(paths::SETTINGS, "设置");
        shell.invalid = mistakes.iter().any(Option::is_some);
        Self {
            shell,
            fields: rows
                .map(|(((name, label, hint), value), mistake)| Field {
                    name,
                    label,
                    hint,
                    value,
                    mistake,
                })
                .collect(),
        }
    }
}

/// `GET /settings/reminders`.
pub async fn edit(shell: Shell, mut db: Db) -> Result<Response, Error> {
    let rules = settings::reminder_rules(&mut db).await?;
    Ok(Page(RemindersPage::new(shell, typed_of(&rules), [None; 4])).into_response())
}

/// `POST /settings/reminders`.
pub async fn update(
    shell: Shell,
    person: Person,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let rules = match rules_of(&typed) {
        Ok(rules) => rules,
        Err(mistakes) => {
            let values = FIELDS.map(|(name, ..)| typed.text(name).to_owned());
            let page = RemindersPage::new(shell, values, mistakes);
            return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
        }
    };
    let mut tx = db.begin().await?;
    let before = settings::reminder_rules(&mut tx).await?;
    settings::set_reminder_rules(&mut tx, &rules).await?;
    let event = events::Event {
        actor: Some(person.id),
        action: "setting.change",
        before: Some(told(&before)),
        after: Some(told(&rules)),
        ..events::Event::default()
    };
    events::record(&mut tx, now, event).await?;
    tx.commit().await?;
    session
        .leave(&mut db, "提醒设置已保存，从下一次提醒起生效。")
        .await?;
    Ok(see_other(paths::REMINDER_SETTINGS))
}

fn told(rules: &ReminderRules) -> serde_json::Value {
    let [before, after, office, gap] = typed_of(rules);
    json!({ "remind_before": before, "remind_after": after, "remind_office": office, "remind_gap": gap })
}

/// Rules as the form shows them.
fn typed_of(rules: &ReminderRules) -> [String; 4] {
    let list = |days: &[i32]| {
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        days.join("、")
    };
    [
        list(&rules.before),
        list(&rules.after),
        rules.office.to_string(),
        rules.gap.to_string(),
    ]
}

/// What was typed as rules, or what is wrong with each field.
fn rules_of(typed: &Fields) -> Result<ReminderRules, [Option<&'static str>; 4]> {
    let values = FIELDS.map(|(name, ..)| days(typed.text(name)));
    let single = |days: &Option<Vec<i32>>| days.as_ref().is_some_and(|days| days.len() == 1);
    if let [Some(before), Some(after), Some(office), Some(gap)] = &values
        && single(&values[2])
        && single(&values[3])
    {
        return Ok(ReminderRules {
            before: before.clone(),
            after: after.clone(),
            office: office[0],
            gap: i64::from(gap[0]),
        });
    }
    let list = "填写 1 到 90 的整数，用逗号隔开，最多 10 个，例如 7、3、1";
    let one = "填写一个 1 到 90 的整数，例如 7";
    Err([
        values[0].is_none().then_some(list),
        values[1].is_none().then_some(list),
        (!single(&values[2])).then_some(one),
        (!single(&values[3])).then_some(one),
    ])
}

/// Days, apart by whatever people put between numbers.
fn days(text: &str) -> Option<Vec<i32>> {
    let parts = text.split([',', '，', '、', ' ', ';', '；']);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let mut days = Vec::new();
    for part in &parts {
        let day: i32 = part.parse().ok()?;
        (1..=FARTHEST).contains(&day).then(|| days.push(day))?;
    }
    days.dedup();
    (!days.is_empty() && days.len() <= STEPS).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(values: [&str; 4]) -> Fields {
        let names = FIELDS.map(|(name, ..)| name.to_owned());
        let values = values.map(str::to_owned);
        Fields(names.into_iter().zip(values).collect())
    }

    #[test]
    fn what_is_shown_is_what_is_read() {
        let usual = ReminderRules::default();
        let shown = typed_of(&usual);
        let shown = [&shown[0], &shown[1], &shown[2], &shown[3]].map(String::as_str);
        assert_eq!(rules_of(&typed(shown)), Ok(usual));
        let rules = rules_of(&typed(["5，2", "1 3", "10", "2"])).expect("understood");
        assert_eq!((rules.before, rules.after), (vec![5, 2], vec![1, 3]));
        assert_eq!((rules.office, rules.gap), (10, 2));
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let wrong = rules_of(&typed(["七天", "1", "7、8", "0"])).expect_err("wrong");
        let wrong: Vec<bool> = wrong.iter().map(Option::is_some).collect();
        assert_eq!(wrong, [true, false, true, true]);
    }
}
