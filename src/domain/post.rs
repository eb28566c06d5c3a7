//! 岗位: what a person may do. One table, read by the routes and by the pages.

use super::words::words;
use super::{DepartmentId, JurisdictionId};

words! {
    /// What a person is to the ledger.
    Post {
        /// Writes a department's reports.
        Clerk = "clerk", "经办人";
        /// Answers within the department for what is sent.
        Reviewer = "reviewer", "单位审核人";
        /// Reviews and chases.
        Office = "office", "督查室";
        /// Reads and decides.
        Leader = "leader", "领导";
        /// Brings documents in and keeps the registry.
        Admin = "admin", "管理员";
        /// Reads what was done by whom.
        Auditor = "auditor", "审计员";
    }
}

/// Something that needs a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Read documents, items, departments and accepted figures.
    Read,
    /// See one's own department's work and write its reports.
    Report,
    /// Answer within one's own department for what is sent: let it go out or give it back.
    ReviewUnit,
    /// Verify reports or send them back.
    ReviewReports,
    /// See the overview of a region.
    Oversee,
    /// Bring documents in, keep the registry, see accounts.
    Administer,
    /// Read the event log.
    Audit,
}

impl Post {
    /// What this post may do. Those who keep accounts or read the log take no part in the business itself
    /// (三员分立, GB/T 22239-2019 8.1.5).
    pub const fn may(self, action: Action) -> bool {
        match self {
            Self::Clerk => matches!(action, Action::Read | Action::Report),
            Self::Reviewer => {
                matches!(action, Action::Read | Action::Report | Action::ReviewUnit)
            }
            Self::Office => matches!(
                action,
                Action::Read | Action::Oversee | Action::ReviewReports
            ),
            Self::Leader => matches!(action, Action::Read | Action::Oversee),
            Self::Admin => matches!(action, Action::Read | Action::Administer),
            Self::Auditor => matches!(action, Action::Read | Action::Audit),
        }
    }
}

/// A post and how far it reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// The post.
    pub post: Post,
    /// The region it covers; `None` is every region.
    pub jurisdiction: Option<JurisdictionId>,
    /// The department it belongs to, for those who report.
    pub department: Option<DepartmentId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_both_reports_and_reviews() {
        for post in Post::ALL {
            assert!(
                !(post.may(Action::Report) && post.may(Action::ReviewReports)),
                "{post:?}"
            );
            assert!(
                !(post.may(Action::Administer) && post.may(Action::Audit)),
                "{post:?}"
            );
        }
    }
}
