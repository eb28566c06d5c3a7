//! 账号: who may sign in, what each post may do, and how an account is made.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::domain::{Action, Post};
use crate::store::users::{self, AccountLine};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db};
use crate::web::page::{Page, Shell};
use crate::web::person::Person;
use crate::web::{paths, wording};

/// Accounts of a page.
const ROWS: usize = 100;

#[derive(Template)]
#[template(path = "users/index.html")]
struct UsersPage {
    shell: Shell,
    rows: Vec<Row>,
    /// The page is not the first.
    later: bool,
    next: Option<String>,
    posts: Vec<&'static str>,
    rights: Vec<Right>,
    codes: Vec<(&'static str, &'static str, &'static str)>,
}

struct Row {
    login: String,
    name: String,
    posts: String,
    department: String,
    region: String,
    signed_in: String,
    disabled: bool,
}

/// Something that needs a right, and which posts have it.
struct Right {
    words: &'static str,
    may: Vec<bool>,
}

/// Everything that needs a right, in the order of the work.
const ACTIONS: [Action; 7] = [
    Action::Read,
    Action::Report,
    Action::ReviewUnit,
    Action::ReviewReports,
    Action::Oversee,
    Action::Administer,
    Action::Audit,
];

/// `GET /users`.
pub async fn index(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let after = asked.text("after").to_owned();
    // One more than is shown tells whether there is another page.
    let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let lines = users::list(&mut db, &person.reach(), &after, limit).await?;
    Ok(Page(UsersPage::new(shell, !after.is_empty(), lines)).into_response())
}

impl UsersPage {
    fn new(shell: Shell, later: bool, mut lines: Vec<AccountLine>) -> Self {
        let more = lines.len() > ROWS;
        lines.truncate(ROWS);
        let last = lines.last().filter(|_| more);
        let next = last.map(|last| {
            let pairs = [("after", Some(last.login.clone()))];
            paths::with_query(paths::USERS, &pairs)
        });
        Self {
            shell: shell.titled("账号"),
            later,
            next,
            rows: lines.into_iter().map(Row::new).collect(),
            posts: Post::ALL.iter().map(|post| post.label()).collect(),
            rights: ACTIONS.into_iter().map(Right::new).collect(),
            codes: Post::ALL
                .iter()
                .map(|post| (post.code(), post.label(), belongs(*post)))
                .collect(),
        }
    }
}

impl Row {
    fn new(line: AccountLine) -> Self {
        let mut posts: Vec<&str> = line
            .posts
            .iter()
            .map(|code| {
                code.parse()
                    .map_or(code.as_str(), |post: Post| post.label())
            })
            .collect();
        posts.dedup();
        let dash = || "—".to_owned();
        Self {
            posts: match posts.as_slice() {
                [] => "没有岗位，不能使用".to_owned(),
                posts => posts.join("、"),
            },
            department: line.department.unwrap_or_else(dash),
            region: line.jurisdiction.unwrap_or_else(dash),
            signed_in: line
                .last_signed_in_at
                .map_or_else(|| "从未登录".to_owned(), wording::moment),
            disabled: line.disabled,
            login: line.login,
            name: line.display_name,
        }
    }
}

impl Right {
    fn new(action: Action) -> Self {
        let words = match action {
            Action::Read => "查看台账、目标、文件、单位和已核实的数据",
            Action::Report => "查看本单位待办，填写和报送进展",
            Action::ReviewUnit => "审核本单位送审的填报，通过并报送或退回",
            Action::ReviewReports => "核实或退回各单位的填报",
            Action::Oversee => "查看督办总览",
            Action::Administer => "导入文件，维护单位库，查看账号",
            Action::Audit => "查看操作日志",
        };
        Self {
            words,
            may: Post::ALL.iter().map(|post| post.may(action)).collect(),
        }
    }
}

/// What an account of a post is bound to, as the command asks for it.
fn belongs(post: Post) -> &'static str {
    match post.may(Action::Report) {
        true => "要写明单位：--department 单位代码",
        false => "可以限定地区：--region 行政区代码；不写为全部地区",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_rights_is_that_of_the_domain() {
        let rights: Vec<Right> = ACTIONS.into_iter().map(Right::new).collect();
        for (action, right) in ACTIONS.iter().zip(&rights) {
            for (post, may) in Post::ALL.iter().zip(&right.may) {
                assert_eq!(post.may(*action), *may, "{post:?} {action:?}");
            }
        }
        // Every post may do something, and what is listed twice would hide something.
        let words: std::collections::HashSet<&str> = rights.iter().map(|one| one.words).collect();
        assert_eq!(words.len(), ACTIONS.len());
        for index in 0..Post::ALL.len() {
            assert!(rights.iter().any(|right| right.may[index]));
        }
    }

    #[test]
    fn an_account_without_a_post_is_told_so() {
        let line = AccountLine {
            login: "xj-zjj".to_owned(),
            display_name: "自治区质监局经办人".to_owned(),
            posts: vec![
                "clerk".to_owned(),
                "clerk".to_owned(),
                "reviewer".to_owned(),
            ],
            department: Some("自治区质监局".to_owned()),
            jurisdiction: Some("新疆".to_owned()),
            last_signed_in_at: None,
            disabled: false,
        };
        let row = Row::new(line.clone());
        assert_eq!(
            (row.posts.as_str(), row.signed_in.as_str()),
            ("经办人、单位审核人", "从未登录")
        );
        let row = Row::new(AccountLine {
            posts: Vec::new(),
            ..line
        });
        assert_eq!(row.posts, "没有岗位，不能使用");
    }
}
