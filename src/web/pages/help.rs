//! 使用与无障碍说明: what the words and lamps mean, with the numbers that the rules themselves use.

use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;

use super::sessions::{ATTEMPTS, PAUSE_MINUTES};
use crate::domain::{
    Calendar, Filing, Lamp, NEAR_DAYS, Progress, RED_MISSED, RED_POINTS, Schedule,
    WITHDRAWAL_MINUTES,
};
use crate::web::components::{LampMark, filing_tone, progress_tone};
use crate::web::error::Error;
use crate::web::page::{Page, Shell};
use crate::web::scheduling::rule::rule;
use crate::web::session::{IDLE_HOURS, LIFETIME_HOURS};
use crate::web::state::AppState;
use crate::web::wording;

#[derive(Template)]
#[template(path = "help/show.html")]
struct HelpPage {
    shell: Shell,
    lamps: Vec<LampRule>,
    progress: Vec<Meaning>,
    filings: Vec<Meaning>,
    schedules: Vec<ScheduleRow>,
    holidays: Option<i32>,
    withdrawal: i64,
    idle: i64,
    lifetime: i64,
    attempts: i64,
    pause: i64,
}

/// A lamp and when it is lit.
struct LampRule {
    lamp: LampMark,
    rules: Vec<String>,
}

/// A word and what it means.
struct Meaning {
    word: &'static str,
    tone: &'static str,
    sentence: &'static str,
}

/// The most schedules that the page lists.
const SCHEDULES: usize = 20;

/// A schedule, its rule, and where it stands.
struct ScheduleRow {
    name: String,
    rule: String,
    current: String,
    due: String,
    late: String,
}

/// `GET /help`; without a database it tells everything but the schedules.
pub async fn show(
    State(app): State<AppState>,
    shell: Shell,
    calendar: Result<Calendar, Error>,
) -> impl IntoResponse {
    let calendar = calendar.unwrap_or_else(|_| Calendar::on(app.clock.today()));
    Page(HelpPage::new(shell, &calendar))
}

impl HelpPage {
    fn new(shell: Shell, calendar: &Calendar) -> Self {
        let progress = |one: &Progress| Meaning {
            word: one.label(),
            tone: progress_tone(*one),
            sentence: progress_means(*one),
        };
        let filing = |one: &Filing| Meaning {
            word: one.label(),
            tone: filing_tone(*one),
            sentence: filing_means(*one),
        };
        Self {
            shell: shell.titled("使用与无障碍说明"),
            lamps: Lamp::ALL.iter().copied().map(LampRule::new).collect(),
            progress: Progress::ALL.iter().map(progress).collect(),
            filings: Filing::ALL.iter().map(filing).collect(),
            schedules: calendar
                .schedules()
                .take(SCHEDULES)
                .map(|schedule| ScheduleRow::new(schedule, calendar))
                .collect(),
            holidays: calendar.holidays().years().first().copied(),
            withdrawal: WITHDRAWAL_MINUTES,
            idle: IDLE_HOURS,
            lifetime: LIFETIME_HOURS,
            attempts: ATTEMPTS,
            pause: PAUSE_MINUTES,
        }
    }
}

impl LampRule {
    fn new(lamp: Lamp) -> Self {
        let rules = match lamp {
            Lamp::Red => vec![
                "已过时限，尚未完成；".to_owned(),
                format!(
                    "欠序时进度超过 {RED_POINTS} 个百分点，或比率与要求相差超过 {RED_POINTS} 个百分点（指标都是“力争”的，只亮黄灯）；"
                ),
                format!("连续 {RED_MISSED} 期及以上应报未报。"),
            ],
            Lamp::Yellow => vec![
                format!("欠进度，但没有超过 {RED_POINTS} 个百分点；"),
                format!("距时限 {NEAR_DAYS} 天以内；"),
                "上一期应报未报。".to_owned(),
            ],
            Lamp::Green => vec!["达进度或超进度，且没有上面的情形。".to_owned()],
            Lamp::Grey => vec!["尚未填报进展，或未明确责任单位、暂时无法判断。".to_owned()],
            Lamp::Off => vec!["已经完成，不亮灯。".to_owned()],
        };
        Self {
            lamp: LampMark {
                code: lamp.code(),
                word: lamp.label(),
                reason: String::new(),
            },
            rules,
        }
    }
}

fn progress_means(progress: Progress) -> &'static str {
    match progress {
        Progress::Behind => "比现在应该做到的少。",
        Progress::OnTrack => "做到了现在应该做到的。",
        Progress::Ahead => "比现在应该做到的多。",
        Progress::Done => "全部做完，达到要求。",
        Progress::NotStarted => "还没有单位报送进展，或者报送为未启动。",
        Progress::Other => "没有单位负责，或者无法判断。",
    }
}

fn filing_means(filing: Filing) -> &'static str {
    match filing {
        Filing::Returned => {
            "单位审核人、牵头或汇总单位或督查室退回并写明了理由，请修改后重新提交。"
        }
        Filing::Overdue => "已过报送截止日，还没有报送；现在仍可补报，记为迟报。",
        Filing::Missing => "直到本轮锁定也没有报送，不能再补报。",
        Filing::Draft => "已经开始填写，还没有报送；只有本单位看得到。",
        Filing::Pending => "还没有开始填写，没有到截止日。",
        Filing::HandedIn => "经办人已经送审，等本单位审核人通过后报送；只有本单位看得到。",
        Filing::Submitted => "已经报送，等督查室核实（配合单位的等牵头或汇总单位采用）；计入进度。",
        Filing::Accepted => "已经核实或采用；此后不能改动，更正要写明原因另报一版。",
    }
}

impl ScheduleRow {
    fn new(schedule: &Schedule, calendar: &Calendar) -> Self {
        let current = calendar.current(schedule.id);
        Self {
            name: schedule.name.clone(),
            rule: rule(schedule),
            current: wording::round(current),
            due: current.map_or_else(String::new, |round| {
                wording::day(round.due_on, calendar.today)
            }),
            late: wording::round(calendar.due(schedule.id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Holidays;

    #[test]
    fn the_rules_name_the_numbers_that_the_lamps_use() {
        let rules = |lamp| LampRule::new(lamp).rules.concat();
        assert!(rules(Lamp::Red).contains(&format!("超过 {RED_POINTS} 个百分点")));
        assert!(rules(Lamp::Red).contains(&format!("连续 {RED_MISSED} 期")));
        assert!(rules(Lamp::Yellow).contains(&format!("{NEAR_DAYS} 天以内")));
    }

    #[test]
    fn the_schedules_are_told_as_they_stand_on_the_day() {
        let standard = Schedule {
            id: 1,
            ..Schedule::standard()
        };
        let day = "2018-06-20".parse().expect("a date");
        let rules = vec![standard.clone()];
        let calendar = Calendar::new(day, rules, Holidays::default(), Vec::new());
        let row = ScheduleRow::new(&standard, &calendar);
        assert_eq!(
            row.rule,
            "每季度最后一个月25日前，遇周末和节假日顺延；周期第一天开始填报"
        );
        assert_eq!(
            (row.current.as_str(), row.due.as_str(), row.late.as_str()),
            ("2018年第二季度", "6月25日（周一）", "2018年第一季度")
        );
    }
}
