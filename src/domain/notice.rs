//! 消息: what people are told, and how it is put.

use super::words::words;

words! {
    /// Why somebody is told something.
    NoticeKind {
        /// A report was sent back.
        Returned = "returned", "退回";
        /// A report was handed to the unit's reviewers.
        HandedIn = "handed_in", "待审核";
        /// A report was verified.
        Accepted = "accepted", "核实";
        /// A document with items for the unit was published.
        Published = "published", "新任务";
        /// A department asks the office for something.
        Asked = "asked", "申请";
        /// The office decided on a request.
        Decided = "decided", "申请结果";
        /// Something is due soon.
        Reminder = "reminder", "到期提醒";
        /// Something is overdue.
        Overdue = "overdue", "逾期提醒";
    }
}

impl NoticeKind {
    /// What it is about, beside its switch in 消息设置.
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Returned => "填报被退回，需要修改",
            Self::HandedIn => "有填报等待本单位审核",
            Self::Accepted => "填报已核实",
            Self::Published => "新发布的文件中有本单位的事项",
            Self::Asked => "有单位提出申请，等待决定",
            Self::Decided => "提出的申请已有结果",
            Self::Reminder => "填报或事项临近截止日期",
            Self::Overdue => "填报或事项已过截止日期",
        }
    }
}

/// What a notice is about, by name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Subject<'a> {
    /// Title of the item.
    pub item: &'a str,
    /// Title of the document.
    pub document: &'a str,
    /// Short name of the department.
    pub department: &'a str,
    /// Name of the period.
    pub period: &'a str,
    /// How many things it stands for.
    pub count: i32,
}

impl NoticeKind {
    /// The notice in one line, without what anybody wrote.
    pub fn sentence(self, about: &Subject<'_>) -> String {
        let Subject {
            item,
            document,
            department,
            period,
            count,
        } = about;
        match self {
            Self::Returned => format!("{period}填报被退回：{item}"),
            Self::Accepted => format!("{period}填报已核实：{item}"),
            Self::HandedIn if *count > 1 => format!("{department}有 {count} 项填报等待审核"),
            Self::HandedIn => format!("{period}填报等待审核：{item}"),
            Self::Published => format!("新发布《{document}》，{department} {count} 项"),
            Self::Asked => format!("{department}提出申请：{item}"),
            Self::Decided => format!("申请已有结果：{item}"),
            Self::Reminder | Self::Overdue => self.label().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_says_what_happened_to_what() {
        let about = Subject {
            item: "制定地方标准",
            document: "标准化工作任务分工",
            department: "自治区质监局",
            period: "2018年第二季度",
            count: 1,
        };
        let table = [
            (
                NoticeKind::Returned,
                "2018年第二季度填报被退回：制定地方标准",
            ),
            (
                NoticeKind::HandedIn,
                "2018年第二季度填报等待审核：制定地方标准",
            ),
            (
                NoticeKind::Published,
                "新发布《标准化工作任务分工》，自治区质监局 1 项",
            ),
        ];
        for (kind, sentence) in table {
            assert_eq!(kind.sentence(&about), sentence);
        }
        let many = Subject { count: 14, ..about };
        assert_eq!(
            NoticeKind::HandedIn.sentence(&many),
            "自治区质监局有 14 项填报等待审核"
        );
    }
}
