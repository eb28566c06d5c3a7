//! Who writes, sends and reviews the reports of a trial.

use std::collections::HashMap;

use sqlx::postgres::PgConnection;

use super::accounts::{ACCOUNTS, NARRATOR};
use super::moments::Moments;
use crate::domain::Post;
use crate::store::demonstrations::Step;
use crate::store::users;

/// Who writes, sends and reviews.
#[derive(Debug)]
pub(super) struct People {
    accounts: HashMap<&'static str, i64>,
    /// Stands for whoever has no account.
    narrator: i64,
}

impl People {
    pub(super) async fn read(db: &mut PgConnection) -> anyhow::Result<Self> {
        let mut accounts = HashMap::new();
        // A handful, known beforehand.
        for account in ACCOUNTS {
            if let Some(user) = users::by_login(db, account.login).await? {
                accounts.insert(account.login, user.id);
            }
        }
        let narrator = users::by_login(db, NARRATOR).await?;
        let narrator =
            narrator.ok_or_else(|| anyhow::anyhow!("the account {NARRATOR} is missing"))?;
        Ok(Self {
            accounts,
            narrator: narrator.id,
        })
    }

    /// Who takes the steps of a report of a department, and when; `lead`: the department that collects it.
    pub(super) fn steps(
        &self,
        department: &str,
        region: &str,
        lead: Option<&str>,
        moments: &Moments,
    ) -> Steps {
        let clerk = self.who(Post::Clerk, Some(department), None);
        let reviewer = self.who(Post::Reviewer, Some(department), None);
        let office = self.who(Post::Office, None, Some(region));
        let collector = lead.and_then(|lead| self.who(Post::Clerk, Some(lead), None));
        let step = |by: Option<i64>, at| Step {
            by: by.unwrap_or(self.narrator),
            at,
        };
        Steps {
            begun: step(clerk, moments.begun),
            handed_in: reviewer.map(|_| step(clerk, moments.handed_in())),
            submitted: step(reviewer.or(clerk), moments.submitted),
            given_back: step(reviewer, moments.reviewed),
            reviewed: step(collector.or(office), moments.reviewed),
        }
    }

    fn who(&self, post: Post, department: Option<&str>, region: Option<&str>) -> Option<i64> {
        let account = ACCOUNTS.iter().find(|account| {
            account.post == post && account.department == department && account.region == region
        })?;
        self.accounts.get(account.login).copied()
    }
}

/// The steps of one report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Steps {
    /// Begun by the clerk.
    pub(super) begun: Step,
    /// Given to the reviewer of the department, where it has one.
    pub(super) handed_in: Option<Step>,
    /// Sent by that reviewer, else by the clerk.
    pub(super) submitted: Step,
    /// Given back by that reviewer.
    pub(super) given_back: Step,
    /// Reviewed by whoever collects, else by the office of the region.
    pub(super) reviewed: Step,
}

/// True when a reviewer of the department can sign in.
pub(super) fn has_reviewer(department: &str) -> bool {
    ACCOUNTS
        .iter()
        .any(|one| one.department == Some(department) && one.post == Post::Reviewer)
}

/// True when somebody of the department can sign in.
pub(super) fn has_account(department: &str) -> bool {
    ACCOUNTS
        .iter()
        .any(|account| account.department == Some(department))
}
