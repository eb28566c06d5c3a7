//! For the machine that watches this one.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::store;
use crate::web::state::AppState;

/// `GET /health`: 200 while the database answers, 503 while it does not.
pub async fn show(State(app): State<AppState>) -> Response {
    let answer = async {
        let mut db = app.pool.acquire().await?;
        store::ping(&mut db).await
    };
    match answer.await {
        Ok(()) => (StatusCode::OK, "ok\n").into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "database unavailable\n").into_response(),
    }
}
