//! A report written by a clerk in the form, with believable words, so that a test states only what it is about.

use axum::http::StatusCode;

use super::page::Part;
use super::{Answer, Page, Visitor};

/// A report on one item for the current period.
#[must_use = "a report does nothing until it is saved or sent"]
pub(crate) struct Report<'v> {
    clerk: &'v Visitor,
    address: String,
    progress: String,
    problems: String,
    stated: String,
    forecast: &'static str,
    figure: String,
}

impl<'v> Report<'v> {
    /// By a clerk on an item.
    pub(crate) fn on(clerk: &'v Visitor, item: i64) -> Self {
        Self {
            clerk,
            address: format!("/items/{item}/report"),
            progress: "组织对重点企业走访两轮，按计划推进。".to_owned(),
            problems: String::new(),
            stated: "on_track".to_owned(),
            forecast: "on_time",
            figure: "60".to_owned(),
        }
    }

    /// 进展情况.
    pub(crate) fn progress(mut self, words: &str) -> Self {
        words.clone_into(&mut self.progress);
        self
    }

    /// 存在的问题.
    pub(crate) fn problems(mut self, words: &str) -> Self {
        words.clone_into(&mut self.problems);
        self
    }

    /// 本期自评, by its code.
    pub(crate) fn stated(mut self, code: &str) -> Self {
        code.clone_into(&mut self.stated);
        self
    }

    /// The figure for every target that takes one.
    pub(crate) fn figure(mut self, figure: &str) -> Self {
        figure.clone_into(&mut self.figure);
        self
    }

    /// 保存草稿.
    pub(crate) async fn save(self) -> Answer {
        self.press("保存草稿").await
    }

    /// Sends it as its form says (送审, 报送督查室, 报送牵头或汇总单位), which must succeed. Gives the key of the report.
    pub(crate) async fn send(self) -> i64 {
        let (clerk, address) = (self.clerk.clone(), self.address.clone());
        let answer = self.try_to_send().await;
        let answer = without_contributions(answer, &address).await;
        let _ = answer.location();
        // The form of a report that was sent leads to the report.
        let sent = clerk.ask(&address).await;
        let key = sent.location().trim_start_matches("/reports/").to_owned();
        key.parse()
            .unwrap_or_else(|error| panic!("{sent}: {error}"))
    }

    /// Sends it as its form says, however that ends.
    pub(crate) async fn try_to_send(self) -> Answer {
        let page = self.clerk.get(&self.address).await;
        let button = page.part("main button[value='submit']").text();
        self.filled(&page, &button).await
    }

    async fn press(self, button: &str) -> Answer {
        let page = self.clerk.get(&self.address).await;
        self.filled(&page, button).await
    }

    /// Fills in a form that is open already.
    pub(crate) async fn filled(self, page: &Page, button: &str) -> Answer {
        let mut form = page.form(self.address.as_str());
        let names = form.names();
        for name in &names {
            // What has no number, or one that the document does not state, is answered in a word.
            if name.starts_with("holds-") {
                form = form.fill(name, "yes");
            }
            let answered = |id: &str| names.contains(&format!("holds-{id}"));
            if let Some(id) = name.strip_prefix("value-").filter(|id| !answered(id)) {
                form = form.fill(&format!("value-{id}"), &self.figure);
            }
        }
        let form = form
            .fill("progress", &self.progress)
            .fill("problems", &self.problems)
            .fill("stated", &self.stated)
            .fill("forecast", self.forecast);
        form.press(button).await
    }
}

/// Where contributions are missing and nothing else is asked, gives the reason and sends it all the same.
async fn without_contributions(answer: Answer, address: &str) -> Answer {
    if answer.status != StatusCode::UNPROCESSABLE_ENTITY {
        return answer;
    }
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    let button = page.part("main button[value='submit']").text();
    let form = page.form(address);
    let form = form.fill("missing-reason", "配合单位尚未报送，已电话催报。");
    form.press(&button).await
}
