//! What can go wrong for a visitor, and the words for it. Logged once, here.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use super::paths;
use crate::domain::{Action, Post};
use crate::store;

/// Why a request is not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is nothing here, or nothing that this person may know of.
    #[error("not found")]
    NotFound,
    /// The person can see that it exists, and may not do it.
    #[error("forbidden")]
    Forbidden(Action),
    /// Nobody is signed in, or the session is over.
    #[error("not signed in")]
    SignInNeeded,
    /// The request makes no sense; the sentence says what to do.
    #[error("bad request: {0}")]
    BadRequest(&'static str),
    /// Somebody else was faster; the sentence says what happened.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// The database cannot be reached.
    #[error("database unavailable")]
    Unavailable(sqlx::Error),
    /// Our own mistake.
    #[error("internal error")]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        // The round was locked between the look at it and the write.
        if store::constraint(&error) == Some("report_round_stays") {
            return Self::Conflict(
                "本轮填报刚刚锁定，没有写入任何内容。确需补报的，请联系管理员解除锁定。",
            );
        }
        match store::is_unreachable(&error) {
            true => Self::Unavailable(error),
            false => Self::Internal(error.into()),
        }
    }
}

/// What an error page says. Carried in the response to the guard, which puts the shell around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The status of the answer.
    pub status: StatusCode,
    /// Heading.
    pub title: &'static str,
    /// What happened and what to do.
    pub sentence: String,
    /// Where to go on: address and words.
    pub ways: Vec<(&'static str, &'static str)>,
    /// Under which number it stands in the log.
    pub reference: Option<String>,
    /// The same request may succeed later, so that what was typed is offered to be sent again.
    pub again: bool,
}

impl Failure {
    fn new(status: StatusCode, title: &'static str, sentence: impl Into<String>) -> Self {
        let ways = vec![(paths::ROOT, "回到首页")];
        Self {
            status,
            title,
            sentence: sentence.into(),
            ways,
            reference: None,
            again: false,
        }
    }

    /// The failure of an answer that is no page yet: what a handler returned, or a layer refused.
    pub fn undressed(response: &Response) -> Option<Self> {
        let status = response.status();
        let is_page = response
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        let bare = (status.is_client_error() || status.is_server_error()) && !is_page;
        let said = response.extensions().get::<Self>().cloned();
        bare.then(|| said.unwrap_or_else(|| Self::of_status(status)))
    }

    /// What to say where only the status of an answer is known.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Error::NotFound.into(),
            StatusCode::METHOD_NOT_ALLOWED => Self::new(
                status,
                "不能这样打开",
                "这个地址只接受表单提交，不能直接打开。请从页面上的按钮进入。",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(
                status,
                "内容太大",
                "提交的内容超过 1 MB。请返回上一页，缩短文字后再提交。",
            ),
            StatusCode::FORBIDDEN => Self::new(
                status,
                "已拒绝跨站提交",
                "这次提交不是从本系统的页面发出的，为保护账号没有执行。请在本系统的页面上重新操作。",
            ),
            StatusCode::GATEWAY_TIMEOUT | StatusCode::REQUEST_TIMEOUT => Self {
                again: true,
                ..Self::new(status, "处理超时", "系统繁忙，这次没有处理完。请稍后重试。")
            },
            StatusCode::INTERNAL_SERVER_ERROR => Error::Internal(anyhow::anyhow!("panic")).into(),
            _ => Self::new(status, "无法处理这次请求", "请返回上一页检查后重试。"),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self {
                ways: vec![(paths::ITEMS, "在台账中查找"), (paths::ROOT, "回到首页")],
                ..Self::new(
                    StatusCode::NOT_FOUND,
                    "没有找到",
                    "这个地址没有内容，或者不在您的查看范围内。请核对地址，或从台账中查找。",
                )
            },
            Error::Forbidden(action) => {
                Self::new(StatusCode::FORBIDDEN, "没有权限", forbidden(action))
            }
            Error::SignInNeeded => {
                Self::new(StatusCode::UNAUTHORIZED, "请先登录", "请登录后继续。")
            }
            Error::BadRequest(sentence) => {
                Self::new(StatusCode::BAD_REQUEST, "无法处理这次请求", sentence)
            }
            Error::Conflict(sentence) => Self::new(StatusCode::CONFLICT, "已有变化", sentence),
            Error::Unavailable(error) => {
                tracing::error!(%error, "the database cannot be reached");
                Self {
                    again: true,
                    ..Self::new(
                        StatusCode::SERVICE_UNAVAILABLE,
                        "暂时无法使用",
                        "数据库暂时连接不上，这次操作没有执行，已有数据不受影响。请稍等片刻后重试；持续出现时请联系技术支持。",
                    )
                }
            }
            Error::Internal(error) => {
                let reference = format!("{:08x}", rand::random::<u32>());
                tracing::error!(%reference, error = format!("{error:#}"), "a request failed");
                Self {
                    again: true,
                    reference: Some(reference),
                    ..Self::new(
                        StatusCode::INTERNAL_SERVER_ERROR,
                        "系统出错",
                        "系统出现错误，这次操作没有执行，已有数据不受影响。请稍后重试；持续出现时请把下面的编号告诉技术支持。",
                    )
                }
            }
        }
    }
}

/// Which post is needed, and who grants it.
fn forbidden(action: Action) -> String {
    let posts: Vec<&str> = Post::ALL
        .iter()
        .filter(|post| post.may(action))
        .map(|post| post.label())
        .collect();
    format!(
        "这个页面需要“{}”岗位。如工作需要，请联系管理员授予。",
        posts.join("”或“")
    )
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        Failure::from(self).into_response()
    }
}
