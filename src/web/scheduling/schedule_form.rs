//! The form of a schedule: new, or as it is; and what it would ask, round by round.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::{Calendar, Cycle, Holidays, Milestone, Period, Schedule, Shift};
use crate::registry::exchange;
use crate::web::extract::Fields;
use crate::web::keeping::field::{Clash, Field, Reader, Select, Wrong, options_of};
use crate::web::wording;

/// The fields and their labels, in order.
const LABELS: &[(&str, &str)] = &[
    ("name", "名称"),
    ("cycle", "周期"),
    ("due-day", "截止日"),
    ("due-month", "截止月"),
    ("shift", "遇周末和节假日"),
    ("opens", "提前几天开放"),
    ("dates", "日期"),
];

/// The most days of a list.
const MOST_DATES: usize = 100;

/// The form as a page shows it.
#[derive(Debug)]
pub struct ScheduleForm {
    /// What people call it.
    pub name: Field,
    /// How often.
    pub cycle: Select,
    /// The day of the month.
    pub due_day: Field,
    /// Which month.
    pub due_month: Select,
    /// Weekends and holidays.
    pub shift: Select,
    /// So many days before.
    pub opens: Field,
    /// The days of 一次性 and 按节点, one a line.
    pub dates: String,
    /// What is wrong with them.
    pub dates_wrong: Option<Wrong>,
}

impl ScheduleForm {
    /// The form with what stands in it.
    pub fn new(fields: &Fields, wrong: &[Wrong]) -> Self {
        let number = |name, label, hint| {
            let field = Field {
                kind: "number",
                ..Field::text(name, label, hint, 3)
            };
            field.filled(fields, wrong)
        };
        let months = [
            ("this", "周期的最后一个月"),
            ("next", "周期结束后的下一个月"),
        ]
        .map(|(code, words)| (code.to_owned(), words.to_owned()));
        let cycles = Cycle::ALL
            .iter()
            .map(|one| (one.code().to_owned(), one.wording().to_owned()));
        Self {
            name: Field::text(
                "name",
                "名称",
                "填报单位看到的叫法，如 每季度次月15日前。",
                40,
            )
            .filled(fields, wrong),
            cycle: Select::new("cycle", "周期", "多久报一次。", cycles).filled(fields, wrong),
            due_day: number(
                "due-day",
                "截止日",
                "1 至 31；当月没有这一天的，为当月最后一天。一次性和按节点的不用填。",
            ),
            due_month: Select::new("due-month", "截止日在哪个月", "", months).filled(fields, wrong),
            shift: Select::new("shift", "遇周末和节假日", "", options_of!(Shift))
                .filled(fields, wrong),
            opens: number(
                "opens",
                "截止前几天开始填报",
                "不填为周期第一天；一次性和按节点的必填。",
            ),
            dates: fields.raw("dates").unwrap_or("").to_owned(),
            dates_wrong: wrong.iter().find(|one| one.field == "dates").cloned(),
        }
    }
}

/// A schedule in the fields of its form.
pub fn fields_of(schedule: &Schedule) -> Fields {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    let month = match schedule.due_next_month {
        true => "next",
        false => "this",
    };
    let days = schedule.opens_days;
    let line = |one: &Milestone| format!("{} {}", one.day, one.title);
    let lines: Vec<String> = schedule.milestones.iter().map(line).collect();
    Fields(vec![
        pair("name", schedule.name.clone()),
        pair("cycle", schedule.cycle.code().to_owned()),
        pair("due-day", schedule.due_day.to_string()),
        pair("due-month", month.to_owned()),
        pair("shift", schedule.shift.code().to_owned()),
        pair(
            "opens",
            days.map_or_else(String::new, |days| days.to_string()),
        ),
        pair("dates", lines.join("\n")),
    ])
}

/// Reads the form.
pub fn read(fields: &Fields, id: i64) -> (Schedule, Vec<Wrong>) {
    let mut reader = Reader::new(fields);
    let name = reader.needed("name", 40, "名称，如 每季度次月15日前");
    let cycle: Option<Cycle> = reader.word("cycle", "周期");
    let cycle = cycle.unwrap_or(Cycle::Quarter);
    let due_day = match cycle.is_dated() {
        true => crate::domain::DUE_DAY,
        false => day_of_month(&mut reader, fields.text("due-day")),
    };
    let shift: Option<Shift> = reader.word("shift", "遇周末和节假日怎么办");
    let opens_days = opens(&mut reader, fields.text("opens"), cycle);
    let milestones = match cycle.is_dated() {
        true => milestones(&mut reader, fields.raw("dates").unwrap_or(""), cycle),
        false => Vec::new(),
    };
    let schedule = Schedule {
        id,
        name,
        cycle,
        due_day,
        due_next_month: !cycle.is_dated() && fields.text("due-month") == "next",
        shift: shift.unwrap_or(Shift::Later),
        opens_days,
        milestones,
    };
    (schedule, reader.wrong)
}

fn day_of_month(reader: &mut Reader<'_>, typed: &str) -> u32 {
    let day = typed.parse().ok().filter(|day| (1..=31).contains(day));
    if day.is_none() {
        reader.fault("due-day", "请填写 1 至 31 的整数，如 15。");
    }
    day.unwrap_or(crate::domain::DUE_DAY)
}

fn opens(reader: &mut Reader<'_>, typed: &str, cycle: Cycle) -> Option<u32> {
    if typed.is_empty() {
        if cycle.is_dated() {
            reader.fault(
                "opens",
                "一次性和按节点的，请填写截止前几天开始填报，如 30。",
            );
        }
        return None;
    }
    let days = typed.parse().ok().filter(|days| (1..=366).contains(days));
    if days.is_none() {
        reader.fault("opens", "请填写 1 至 366 的整数，如 20；不填为周期第一天。");
    }
    days
}

/// Days with what they are about, one a line: `2018-06-30 完成方案`.
fn milestones(reader: &mut Reader<'_>, typed: &str, cycle: Cycle) -> Vec<Milestone> {
    let (mut found, mut known, mut faults) = (Vec::new(), BTreeSet::new(), Vec::new());
    let lines = typed.lines().enumerate();
    for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let number = number + 1;
        let (day, title) = line
            .trim()
            .split_once([' ', '\t', '　', '，', ','])
            .unwrap_or((line.trim(), ""));
        let title = title.trim();
        match exchange::day(day) {
            None => faults.push(format!(
                "第 {number} 行：“{day}”不是日期，写作 2018-06-30 完成方案 这样的形式"
            )),
            Some(day) if !known.insert(day) => {
                faults.push(format!("第 {number} 行：{day} 前面已经有了"))
            }
            Some(_) if title.is_empty() => {
                faults.push(format!("第 {number} 行：请在日期后写明报什么，如 完成方案"))
            }
            Some(_) if title.chars().count() > 40 => {
                faults.push(format!("第 {number} 行：最多 40 字，请缩短"))
            }
            Some(day) => found.push(Milestone {
                day,
                title: title.to_owned(),
            }),
        }
    }
    let count = found.len();
    let wanting = match cycle {
        _ if !faults.is_empty() => Some(format!(
            "{}。",
            faults
                .iter()
                .take(5)
                .cloned()
                .collect::<Vec<_>>()
                .join("；")
        )),
        _ if count == 0 => Some("请至少填写一个日期，如 2018-06-30 完成方案。".to_owned()),
        Cycle::Once if count > 1 => {
            Some("一次性填报只有一个日期；有几个日期的，周期请选按节点。".to_owned())
        }
        _ if count > MOST_DATES => Some(format!("最多 {MOST_DATES} 个日期，请分成几个安排。")),
        _ => None,
    };
    if let Some(sentence) = wanting {
        reader.fault("dates", sentence);
    }
    found.sort_by_key(|one| one.day);
    found
}

/// What somebody else changed while the form was open.
pub fn clash(typed: &Fields, there: &Schedule) -> Clash {
    Clash::of(LABELS, typed, &fields_of(there))
}

/// What an event keeps of a schedule.
pub fn told(schedule: &Schedule) -> serde_json::Value {
    serde_json::json!({
        "name": schedule.name,
        "rule": super::rule::rule(schedule),
        "dates": schedule.milestones.iter().map(|one| format!("{} {}", one.day, one.title)).collect::<Vec<_>>().join("；"),
    })
}

/// A round as a schedule would have it.
#[derive(Debug)]
pub struct PlannedRow {
    /// The period, or the milestone.
    pub round: String,
    /// When reporting opens.
    pub opens: String,
    /// The due day with its weekday.
    pub due: String,
    /// Why it is another day than the rule's.
    pub why: String,
}

/// So many rounds are shown.
const SHOWN: usize = 6;

/// The next rounds under a schedule, from the one that is not over.
pub fn planned(schedule: &Schedule, calendar: &Calendar) -> Vec<PlannedRow> {
    let (today, holidays) = (calendar.today, calendar.holidays());
    let ahead = |period: &Period| schedule.due(*period, holidays).on >= today;
    let Some(mut first) = schedule.period(today) else {
        return Vec::new();
    };
    while let Some(before) = schedule.previous(first).filter(ahead) {
        first = before;
    }
    schedule
        .periods(first.first)
        .filter(ahead)
        .take(SHOWN)
        .map(|period| PlannedRow::new(schedule, period, holidays, today))
        .collect()
}

impl PlannedRow {
    fn new(schedule: &Schedule, period: Period, holidays: &Holidays, today: NaiveDate) -> Self {
        let due = schedule.due(period, holidays);
        let opens = schedule.opens(period, due.on);
        let title = schedule.title(period);
        Self {
            round: title.map_or_else(
                || period.name(),
                |title| format!("{title}（{}）", period.name()),
            ),
            opens: wording::day(opens, today),
            due: wording::day(due.on, today),
            why: due.moved.map_or_else(String::new, |(ruled, reason)| {
                moved(ruled, &reason, schedule.shift, today)
            }),
        }
    }
}

/// `原为 10月5日（周五），国庆节，顺延`.
pub fn moved(ruled: NaiveDate, reason: &str, shift: Shift, today: NaiveDate) -> String {
    let verb = match shift {
        Shift::Earlier => "提前",
        Shift::Later | Shift::Stay => "顺延",
    };
    match reason {
        "周六" | "周日" => format!("原为 {}，{verb}", wording::day(ruled, today)),
        reason => format!("原为 {}，{reason}，{verb}", wording::day(ruled, today)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Holiday, HolidayKind};

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        let pairs = pairs.iter();
        Fields(
            pairs
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

    fn wrong(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let (_, wrong) = read(&fields(pairs), 0);
        wrong
            .into_iter()
            .map(|one| (one.field, one.sentence))
            .collect()
    }

    #[test]
    fn a_schedule_survives_its_form() {
        let schedule = Schedule {
            id: 4,
            name: "按节点".to_owned(),
            cycle: Cycle::Milestones,
            opens_days: Some(30),
            milestones: vec![Milestone {
                day: "2018-06-30".parse().expect("a date"),
                title: "完成方案".to_owned(),
            }],
            ..Schedule::standard()
        };
        assert_eq!(read(&fields_of(&schedule), 4), (schedule, Vec::new()));
        let standard = Schedule::standard();
        assert_eq!(read(&fields_of(&standard), 0), (standard, Vec::new()));
    }

    #[test]
    fn every_mistake_has_its_sentence() {
        let found = wrong(&[("cycle", "week"), ("due-day", "32"), ("shift", "")]);
        let names: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(names, ["name", "cycle", "due-day", "shift"]);
        let dated = |cycle, dates| {
            let all = [
                ("name", "节点"),
                ("cycle", cycle),
                ("shift", "none"),
                ("opens", "30"),
                ("dates", dates),
            ];
            wrong(&all).pop().map_or(String::new(), |(_, said)| said)
        };
        assert!(dated("milestones", "").contains("至少填写一个日期"));
        assert!(dated("milestones", "六月底 方案").contains("第 1 行：“六月底”不是日期"));
        assert!(dated("milestones", "2018-06-30").contains("第 1 行：请在日期后写明"));
        assert!(dated("milestones", "2018-06-30 甲\n\n2018-06-30 乙").contains("第 3 行"));
        assert!(dated("once", "2018-06-30 甲\n2018-07-30 乙").contains("只有一个日期"));
        assert_eq!(dated("milestones", "2018年6月30日 甲"), "");
    }

    #[test]
    fn the_next_rounds_say_why_a_day_is_moved() {
        let schedule = Schedule {
            id: 1,
            due_day: 5,
            due_next_month: true,
            ..Schedule::standard()
        };
        let festival = |day: u32| Holiday {
            day: NaiveDate::from_ymd_opt(2018, 10, day).expect("a date"),
            kind: HolidayKind::Off,
            name: "国庆节".to_owned(),
        };
        let calendar = Calendar::new(
            "2018-07-02".parse().expect("a date"),
            vec![schedule.clone()],
            (1..=7).map(festival).collect(),
            Vec::new(),
        );
        let rows = planned(&schedule, &calendar);
        let told = |row: &PlannedRow| [row.round.clone(), row.due.clone(), row.why.clone()];
        assert_eq!(rows.len(), 6);
        assert_eq!(told(&rows[0]), ["2018年第二季度", "7月5日（周四）", ""]);
        assert_eq!(
            told(&rows[1]),
            [
                "2018年第三季度",
                "10月8日（周一）",
                "原为 10月5日（周五），国庆节，顺延"
            ]
        );
    }
}
