//! What a person is reminded of on a day, in words: one notice, however much there is.

use chrono::{Datelike, NaiveDate};

use super::{NoticeKind, Period, days_left};

/// Things that are due on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestLine {
    /// The period whose reports are missing; `None` for items at their deadline.
    pub round: Option<Period>,
    /// When they are due.
    pub due_on: NaiveDate,
    /// Of how many departments.
    pub departments: i32,
    /// The department, where it is one.
    pub department: String,
    /// How many reports or items.
    pub open: i32,
    /// The item, where it is one.
    pub item: String,
}

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// 到期提醒, or 逾期提醒 when something is overdue.
    pub kind: NoticeKind,
    /// What weighs most.
    pub title: String,
    /// Everything else, one a line.
    pub note: String,
}

impl Digest {
    /// The notice of some lines: what is overdue first, the longest first, then what comes next. `None` without lines.
    pub fn new(mut lines: Vec<DigestLine>, today: NaiveDate) -> Option<Self> {
        lines.sort_by_key(|line| line.due_on);
        let overdue = lines.first()?.due_on < today;
        let mut words = lines.iter().map(|line| line.words(today));
        Some(Self {
            kind: match overdue {
                true => NoticeKind::Overdue,
                false => NoticeKind::Reminder,
            },
            title: words.next()?,
            note: words.collect::<Vec<_>>().join("\n"),
        })
    }
}

impl DigestLine {
    fn words(&self, today: NaiveDate) -> String {
        let who = match self.departments {
            1 => self.department.clone(),
            several => format!("{several} 个单位"),
        };
        let what = match &self.round {
            Some(period) => format!("{}填报还有 {} 项未报", period.name(), self.open),
            None if self.open == 1 => format!("事项“{}”未完成", self.item),
            None => format!("{} 项事项未完成", self.open),
        };
        let day = format!("{}月{}日", self.due_on.month(), self.due_on.day());
        let when = match days_left(self.due_on, today) {
            0 => "今天到期".to_owned(),
            days if days > 0 => format!("{day}到期，还有 {days} 天"),
            days => format!("{day}到期，已逾期 {} 天", -days),
        };
        format!("{who}：{what}，{when}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Cycle;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn round(on: &str) -> DigestLine {
        let period = Period::containing(Cycle::Quarter, day(on));
        DigestLine {
            round: Some(period),
            due_on: period.due_on(),
            departments: 1,
            department: "自治区质监局".to_owned(),
            open: 18,
            item: String::new(),
        }
    }

    #[test]
    fn what_is_overdue_comes_first() {
        let item = DigestLine {
            round: None,
            due_on: day("2018-06-21"),
            open: 1,
            item: "制定地方标准".to_owned(),
            ..round("2018-06-20")
        };
        let lines = vec![round("2018-06-20"), item.clone(), round("2018-03-01")];
        let digest = Digest::new(lines, day("2018-06-20")).expect("lines");
        assert_eq!(digest.kind, NoticeKind::Overdue);
        assert_eq!(
            digest.title,
            "自治区质监局：2018年第一季度填报还有 18 项未报，3月25日到期，已逾期 87 天"
        );
        assert_eq!(
            digest.note,
            "自治区质监局：事项“制定地方标准”未完成，6月21日到期，还有 1 天\n\
             自治区质监局：2018年第二季度填报还有 18 项未报，6月25日到期，还有 5 天"
        );
        let digest = Digest::new(vec![item], day("2018-06-21")).expect("lines");
        assert_eq!(digest.kind, NoticeKind::Reminder);
        assert!(digest.title.ends_with("今天到期"), "{}", digest.title);
    }

    #[test]
    fn many_units_are_counted() {
        let office = DigestLine {
            departments: 12,
            open: 40,
            ..round("2018-03-01")
        };
        let digest = Digest::new(vec![office], day("2018-04-02")).expect("lines");
        assert!(
            digest
                .title
                .starts_with("12 个单位：2018年第一季度填报还有 40 项未报")
        );
        assert_eq!(Digest::new(Vec::new(), day("2018-04-02")), None);
    }
}
