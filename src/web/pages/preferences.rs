//! 长者模式 on and off, remembered by the browser.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use crate::web::extract::Typed;
use crate::web::page::{VIEW_COOKIE, see_other};
use crate::web::paths;
use crate::web::state::AppState;

/// `POST /preferences`.
pub async fn create(State(app): State<AppState>, jar: CookieJar, typed: Typed) -> Response {
    let cookie = Cookie::build((VIEW_COOKIE, "large"))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax);
    let mut cookie = cookie.secure(app.site.secure).permanent().build();
    if typed.text("view") != "large" {
        cookie.make_removal();
    }
    let back = typed.text("back");
    let back = if back.starts_with('/') && !back.starts_with("//") {
        back
    } else {
        paths::ROOT
    };
    (jar.add(cookie), see_other(back)).into_response()
}
