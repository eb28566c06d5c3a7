//! 申请: what a department asks of the office about an item.

use chrono::{Months, NaiveDate};

use super::words::words;

words! {
    /// What is asked for.
    RequestKind {
        /// A later deadline; before the present one is over (DOMAIN §1.2).
        Extension = "extension", "延期";
        /// That another department answers.
        Department = "department", "调整责任单位";
        /// That a clause, a target or a deadline is read differently.
        Interpretation = "interpretation", "更正解读";
        /// That a conclusion of the office be looked at again.
        Objection = "objection", "异议";
    }
}

words! {
    /// Where a request stands.
    RequestState {
        /// The office has not decided.
        Open = "open", "待决定";
        /// Granted; an extension with a date.
        Granted = "granted", "同意";
        /// Declined, with a reason.
        Declined = "declined", "不同意";
        /// Taken back by the department.
        Withdrawn = "withdrawn", "已撤回";
    }
}

/// The longest extension that is taken for meant (years).
const YEARS: u32 = 10;

/// Why a deadline cannot be moved to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExtensionProblem {
    /// The document sets no date.
    NoDeadline,
    /// It is over already.
    Over(NaiveDate),
    /// The day is not later than the present one.
    NotLater(NaiveDate),
    /// The day is absurdly far.
    Absurd,
}

impl ExtensionProblem {
    /// What to do.
    pub fn sentence(self) -> String {
        match self {
            Self::NoDeadline => "文件没有为这一事项写明可推算的时限，不需要申请延期。".to_owned(),
            Self::Over(day) => format!(
                "时限 {day} 已过，不能再申请延期。请在填报中写明未按期完成的原因和下一步措施。"
            ),
            Self::NotLater(day) => format!("拟延至的日期要晚于现在的时限 {day}。"),
            Self::Absurd => format!("拟延至的日期超过现在的时限 {YEARS} 年，请核对年份。"),
        }
    }
}

/// Whether an extension can be asked for at all on a day.
///
/// # Errors
///
/// Where there is no deadline, or it is over.
pub fn may_extend(
    deadline: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<NaiveDate, ExtensionProblem> {
    let deadline = deadline.ok_or(ExtensionProblem::NoDeadline)?;
    if today > deadline {
        return Err(ExtensionProblem::Over(deadline));
    }
    Ok(deadline)
}

/// Whether a deadline can be moved to a day.
///
/// # Errors
///
/// Where the day is not later, or absurdly far.
pub fn extended(deadline: NaiveDate, to: NaiveDate) -> Result<NaiveDate, ExtensionProblem> {
    let far = deadline.checked_add_months(Months::new(12 * YEARS));
    if to <= deadline {
        Err(ExtensionProblem::NotLater(deadline))
    } else if far.is_some_and(|far| to > far) {
        Err(ExtensionProblem::Absurd)
    } else {
        Ok(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn an_extension_is_asked_for_in_time_and_leads_forward() {
        let due = day("2018-06-30");
        assert_eq!(may_extend(Some(due), due), Ok(due));
        assert_eq!(
            may_extend(Some(due), day("2018-07-01")),
            Err(ExtensionProblem::Over(due))
        );
        assert_eq!(may_extend(None, due), Err(ExtensionProblem::NoDeadline));
        assert_eq!(extended(due, day("2018-09-30")), Ok(day("2018-09-30")));
        assert_eq!(extended(due, due), Err(ExtensionProblem::NotLater(due)));
        // 2108 for 2018: a slip of two digits.
        assert_eq!(
            extended(due, day("2108-09-30")),
            Err(ExtensionProblem::Absurd)
        );
    }
}
