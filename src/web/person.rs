//! Who is asking, and what they may see and do.

use crate::domain::{Action, Grant, Post};
use crate::store::Reach;

/// The person who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Key.
    pub id: i64,
    /// Name on pages: unit and role.
    pub name: String,
    /// Posts.
    pub grants: Vec<Grant>,
}

impl Person {
    /// True when one of the posts allows it.
    pub fn may(&self, action: Action) -> bool {
        self.grants.iter().any(|grant| grant.post.may(action))
    }

    /// True when one of the posts is this one.
    pub fn is(&self, post: Post) -> bool {
        self.grants.iter().any(|grant| grant.post == post)
    }

    /// True when one of the posts is of those who are told of things: they report, or decide on reports.
    pub fn is_told(&self) -> bool {
        self.may(Action::Report) || self.may(Action::ReviewReports)
    }

    /// The regions whose documents this person sees.
    pub fn reach(&self) -> Reach {
        let regions: Option<Vec<i64>> = self
            .grants
            .iter()
            .map(|grant| grant.jurisdiction.map(|region| region.0))
            .collect();
        Reach(regions)
    }

    /// The departments for which this person reports.
    pub fn departments(&self) -> Vec<i64> {
        let reporting = self
            .grants
            .iter()
            .filter(|grant| grant.post.may(Action::Report));
        reporting
            .filter_map(|grant| grant.department.map(|department| department.0))
            .collect()
    }

    /// The departments in which this person holds a post.
    pub fn departments_as(&self, post: Post) -> Vec<i64> {
        let held = self.grants.iter().filter(|grant| grant.post == post);
        held.filter_map(|grant| grant.department.map(|department| department.0))
            .collect()
    }

    /// The posts in words: `经办人`, `督查室、领导`.
    pub fn posts(&self) -> String {
        let mut posts: Vec<&str> = self.grants.iter().map(|grant| grant.post.label()).collect();
        posts.dedup();
        posts.join("、")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DepartmentId, JurisdictionId};

    fn grant(post: Post, jurisdiction: Option<i64>, department: Option<i64>) -> Grant {
        Grant {
            post,
            jurisdiction: jurisdiction.map(JurisdictionId),
            department: department.map(DepartmentId),
        }
    }

    #[test]
    fn one_post_without_region_reaches_everywhere() {
        let person = |grants| Person {
            id: 1,
            name: String::new(),
            grants,
        };
        let clerk = person(vec![grant(Post::Clerk, Some(65), Some(7))]);
        assert_eq!(clerk.reach(), Reach(Some(vec![65])));
        assert_eq!(clerk.departments(), [7]);
        assert!(clerk.may(Action::Report) && !clerk.may(Action::Oversee));
        let both = person(vec![
            grant(Post::Office, Some(65), None),
            grant(Post::Leader, None, None),
        ]);
        assert_eq!(both.reach(), Reach(None));
        assert_eq!(both.departments(), Vec::<i64>::new());
        // Nobody without a post sees anything.
        assert_eq!(person(Vec::new()).reach(), Reach(Some(Vec::new())));
    }
}
