//! 使用与无障碍说明.

use askama::Template;
use axum::response::IntoResponse;

use crate::domain::{Filing, Lamp, Progress};
use crate::web::page::{Page, Shell};

#[derive(Template)]
#[template(path = "help/show.html")]
struct HelpPage {
    shell: Shell,
    progress: &'static [Progress],
    filings: &'static [Filing],
    lamps: &'static [Lamp],
}

/// `GET /help`.
pub async fn show(shell: Shell) -> impl IntoResponse {
    Page(HelpPage {
        shell: shell.titled("使用与无障碍说明"),
        progress: Progress::ALL,
        filings: Filing::ALL,
        lamps: Lamp::ALL,
    })
}
