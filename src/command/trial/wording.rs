//! What a made-up report says, in the sober words of such reports and out of the item's own measures. It names no
//! person and no fact that could be taken for one. Pure, and the same in every run.

use chrono::{Datelike, NaiveDate};

use super::clauses::{measures, short_title};
use super::dice::Dice;
use crate::domain::{ItemKind, Progress, TargetKind};
use crate::store::reports::Words;

/// What a report is about.
#[derive(Debug, Clone)]
pub(super) struct Topic<'a> {
    /// Goal or task.
    pub(super) kind: ItemKind,
    /// Title of the item.
    pub(super) title: &'a str,
    /// Its text.
    pub(super) body: &'a str,
    /// The kind of its first target.
    pub(super) target: Option<TargetKind>,
    /// The first report on it.
    pub(super) first: bool,
    /// 自评.
    pub(super) stated: Progress,
    /// The figures, each in a sentence: `截至3月底，新疆名牌产品累计96个`.
    pub(super) figures: Vec<String>,
    /// What is missing, in a sentence, where a figure lags.
    pub(super) shortfall: Option<String>,
    /// The dice of the item, the department and the period.
    pub(super) dice: Dice,
}

const BEGINNINGS: &[&str] = &[
    "对照文件要求，将“{}”列入年度重点工作，明确了责任处室、工作步骤和完成时限。",
    "研究制定“{}”的落实方案，细化分解任务，责任到处室。",
    "建立“{}”工作台账，明确年度任务，实行按季调度。",
    "梳理“{}”涉及的工作事项，明确年度任务和分工，有关工作已启动。",
];

const PROCEEDINGS: &[&str] = &[
    "围绕“{}”，本季度主要开展以下工作：",
    "按照工作台账推进“{}”：",
    "持续推进“{}”，重点抓好以下工作：",
    "落实“{}”分工任务，本季度开展了以下工作：",
];

/// Measures for items whose text names none: tasks, and goals, whose text is an indicator.
const MEASURES_FOR_TASKS: &[&str] = &[
    "细化工作任务，明确责任处室",
    "加强与有关单位的会商和协调",
    "组织开展督促检查，推动问题整改",
    "梳理工作进展，完善工作台账",
    "总结经验做法，完善配套措施",
];
const MEASURES_FOR_COUNTS: &[&str] = &[
    "完善培育和申报工作机制",
    "加强对申报主体的指导和服务",
    "组织开展申报材料的审核和推荐",
    "建立培育对象名录并实行动态管理",
    "加强政策宣传和业务培训",
];
const MEASURES_FOR_SHARES: &[&str] = &[
    "加强监测分析和部门会商",
    "组织开展监督检查，督促问题整改",
    "加强重点环节的帮扶和指导",
    "健全数据报送和审核制度",
    "逐级落实工作责任",
];

const ON_TRACK: &[&str] = &[
    "各项工作按计划推进。",
    "总体达到时序进度要求。",
    "阶段性任务已按期完成。",
    "进展符合年度工作安排。",
];
const AHEAD: &[&str] = &[
    "部分工作提前完成，进度快于计划。",
    "主要任务较计划提前完成。",
];
const BEHIND: &[&str] = &[
    "部分工作进度慢于计划。",
    "有关工作已启动，但进展慢于时序进度要求。",
    "阶段性任务未能按期完成。",
];
const DONE: &[&str] = &[
    "“{}”分工任务已全部落实，有关制度和工作机制已建立并运行，申请办结。",
    "“{}”涉及的工作已按要求完成，转入日常管理，申请办结。",
    "已完成“{}”各项任务，工作成果已在日常工作中运用，申请办结。",
];

const PROBLEMS: &[&str] = &[
    "涉及单位较多，协调环节多，部分工作启动偏晚。",
    "专业技术力量不足，基层工作基础薄弱，“{}”推进较慢。",
    "各地工作进展不平衡，个别环节落实不到位。",
    "资金安排晚于计划，影响了后续工作。",
    "配套制度仍在征求意见，出台时间晚于计划。",
];
const SMALL_PROBLEMS: &[&str] = &[
    "基层工作力量仍显不足。",
    "部门之间的数据共享不够及时。",
    "个别地区进展偏慢，需加强指导。",
];

const CATCHING_UP: &[&str] = &[
    "倒排时间节点，逐项明确责任处室和完成时间，下季度补齐进度。",
    "加强与有关单位会商，每月调度一次，重点抓好：{}。",
    "安排专人跟进，对进展慢的环节开展实地督促，力争下季度达到时序进度。",
];
const GOING_ON: &[&str] = &[
    "继续按计划推进，重点抓好：{}。",
    "下季度重点抓好：{}。",
    "加强调度和指导，抓好：{}。",
];
const AFTERWARDS: &[&str] = &["转入日常管理，巩固工作成果。", "做好日常维护和跟踪评估。"];

/// The words of a report.
pub(super) fn words(topic: &Topic<'_>) -> Words {
    Words {
        progress: topic.progress(),
        problems: topic.problems(),
        next_step: topic.next_step(),
        stated: Some(topic.stated),
        ..Words::default()
    }
}

impl Topic<'_> {
    fn progress(&self) -> String {
        let title = short_title(self.title);
        if self.stated == Progress::Done {
            let done = self.dice.pick("done", DONE).replace("{}", &title);
            return done + &self.figures();
        }
        if self.is_idle() {
            return "本期无新进展，有关工作按年度安排在下季度开展。".to_owned();
        }
        let opening = if self.first {
            self.dice
                .pick("beginning", BEGINNINGS)
                .replace("{}", &title)
        } else {
            let proceeding = self
                .dice
                .pick("proceeding", PROCEEDINGS)
                .replace("{}", &title);
            proceeding + &self.enumerated() + "。"
        };
        let closing = match self.stated {
            Progress::Behind => self.dice.pick("behind", BEHIND),
            Progress::Ahead if !self.first => self.dice.pick("ahead", AHEAD),
            _ => self.dice.pick("on track", ON_TRACK),
        };
        opening + &self.figures() + closing
    }

    /// A quiet quarter, where nothing but words is reported.
    fn is_idle(&self) -> bool {
        self.stated == Progress::OnTrack
            && !self.first
            && self.target.is_none()
            && self.dice.chance("idle", 3)
    }

    fn figures(&self) -> String {
        match self.figures.as_slice() {
            [] => String::new(),
            figures => figures.join("；") + "。",
        }
    }

    /// The measures to speak of, which are those of the text or, for a goal, those of its kind.
    fn measures(&self) -> Vec<&str> {
        let title = short_title(self.title);
        let mut own = measures(self.body);
        own.retain(|measure| *measure != title);
        match (self.kind, self.target) {
            _ if own.len() >= 2 => own,
            (ItemKind::Task, _) => MEASURES_FOR_TASKS.to_vec(),
            (ItemKind::Goal, Some(TargetKind::Flow)) => MEASURES_FOR_COUNTS.to_vec(),
            (ItemKind::Goal, _) => MEASURES_FOR_SHARES.to_vec(),
        }
    }

    /// One measure for a question, another for the next.
    fn measure(&self, question: &str, skip: usize) -> String {
        let measures = self.measures();
        let start = self.dice.throw(question, measures.len());
        measures[(start + skip) % measures.len()].to_owned()
    }

    fn enumerated(&self) -> String {
        match self.dice.throw("measures", 3) {
            0 => self.measure("measure", 0),
            1 => format!(
                "一是{}；二是{}",
                self.measure("measure", 0),
                self.measure("measure", 1)
            ),
            _ => format!(
                "{}，{}",
                self.measure("measure", 0),
                self.measure("measure", 1)
            ),
        }
    }

    fn problems(&self) -> String {
        match self.stated {
            Progress::Behind => {
                let general = self.dice.pick("problem", PROBLEMS);
                let general = general.replace("{}", &self.measure("problem of", 0));
                match &self.shortfall {
                    Some(shortfall) => format!("{shortfall}。{general}"),
                    None => general,
                }
            }
            Progress::Done => String::new(),
            _ if self.dice.chance("small problem", 12) => {
                (*self.dice.pick("which small problem", SMALL_PROBLEMS)).to_owned()
            }
            _ => String::new(),
        }
    }

    fn next_step(&self) -> String {
        let among = match self.stated {
            Progress::Behind => CATCHING_UP,
            Progress::Done => AFTERWARDS,
            _ => GOING_ON,
        };
        let step = self.dice.pick("next step", among);
        step.replace("{}", &self.measure("measure", 2))
    }
}

/// `截至3月底`, for a figure of that day.
pub(super) fn as_of(day: NaiveDate) -> String {
    format!("截至{}月底", day.month())
}

/// Why an office sends a report back.
pub(super) fn return_reason(has_figures: bool, dice: Dice) -> String {
    const FOR_WORDS: &[&str] = &[
        "进展情况过于笼统，请补充本季度实际开展的工作和取得的结果。",
        "填写内容与上季度基本相同，请补充本季度的新进展；没有新进展的，请写明原因。",
        "下一步措施没有时间安排，请补充完成时间和责任处室。",
    ];
    const FOR_FIGURES: &[&str] = &[
        "请核对指标数据的统计口径和数据日期，并补充数据来源。",
        "指标数据与文字说明不一致，请核对后重新报送。",
    ];
    let among = if has_figures { FOR_FIGURES } else { FOR_WORDS };
    (*dice.pick("return", among)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "推进质量法治建设。加强质量安全执法部门间的协作，推进信息共享，形成质量安全监管合力。研究建立质量安全监管责任清单。";

    fn topic(stated: Progress, first: bool, seed: usize) -> Topic<'static> {
        Topic {
            kind: ItemKind::Task,
            title: "推进质量法治建设",
            body: BODY,
            target: None,
            first,
            stated,
            figures: Vec::new(),
            shortfall: None,
            dice: Dice::of(&[&seed.to_string()]),
        }
    }

    #[test]
    fn a_report_speaks_of_its_item_and_is_complete() {
        for seed in 0..300 {
            for stated in [
                Progress::OnTrack,
                Progress::Behind,
                Progress::Ahead,
                Progress::Done,
            ] {
                let words = words(&topic(stated, seed % 2 == 0, seed));
                let all = [words.progress.as_str(), &words.problems, &words.next_step].concat();
                assert!(
                    !all.contains("{}") && !all.contains("。。") && !all.contains("，。"),
                    "{all}"
                );
                assert!(
                    words.progress.ends_with('。') && words.next_step.ends_with('。'),
                    "{all}"
                );
                assert!((5..400).contains(&words.progress.chars().count()), "{all}");
                assert!(stated != Progress::Behind || !words.problems.is_empty());
                let idle = words.progress.starts_with("本期无新进展");
                assert!(idle || words.progress.contains("推进质量法治建设"), "{all}");
            }
        }
    }

    #[test]
    fn reports_of_one_item_differ() {
        let texts: std::collections::BTreeSet<String> = (0..40)
            .map(|seed| words(&topic(Progress::OnTrack, false, seed)).progress)
            .collect();
        assert!(texts.len() > 15, "{}", texts.len());
    }

    #[test]
    fn a_lagging_count_says_by_how_much() {
        let words = words(&Topic {
            shortfall: Some("累计6个，距时序进度要求差5个".to_owned()),
            figures: vec!["截至3月底，地理标志产品累计6个".to_owned()],
            ..topic(Progress::Behind, false, 1)
        });
        assert!(words.problems.starts_with("累计6个，距时序进度要求差5个。"));
        assert!(words.progress.contains("截至3月底，地理标志产品累计6个。"));
    }
}
