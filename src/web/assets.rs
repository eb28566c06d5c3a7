//! Style sheet, script and icon: built into the program, named by their content, kept by browsers for ever.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::error::Error;
use super::extract::Path;
use super::state::AppState;

/// In the order of the cascade.
const CSS: &str = concat!(
    include_str!("../../static/css/tokens.css"),
    include_str!("../../static/css/base.css"),
    include_str!("../../static/css/layout.css"),
    include_str!("../../static/css/components.css"),
    include_str!("../../static/css/pages.css"),
    include_str!("../../static/css/documents.css"),
    include_str!("../../static/css/imports.css"),
    include_str!("../../static/css/registry.css"),
    include_str!("../../static/css/print.css"),
);
const JS: &str = include_str!("../../static/js/app.js");
const ICON: &str = include_str!("../../static/icon.svg");

/// The files and their names.
#[derive(Debug)]
pub struct Assets {
    files: Vec<Asset>,
}

#[derive(Debug)]
struct Asset {
    name: String,
    kind: &'static str,
    body: &'static str,
}

impl Default for Assets {
    fn default() -> Self {
        let asset = |stem: &str, extension: &str, kind, body: &'static str| {
            let hash = Sha256::digest(body);
            let short: String = hash
                .iter()
                .take(6)
                .map(|byte| format!("{byte:02x}"))
                .collect();
            Asset {
                name: format!("{stem}.{short}.{extension}"),
                kind,
                body,
            }
        };
        Self {
            files: vec![
                asset("app", "css", "text/css; charset=utf-8", CSS),
                asset("app", "js", "text/javascript; charset=utf-8", JS),
                asset("icon", "svg", "image/svg+xml", ICON),
            ],
        }
    }
}

impl Assets {
    /// Address of the style sheet.
    pub fn stylesheet(&self) -> String {
        self.address("text/css")
    }

    /// Address of the script.
    pub fn script(&self) -> String {
        self.address("text/javascript")
    }

    /// Address of the icon.
    pub fn icon(&self) -> String {
        self.address("image/")
    }

    fn address(&self, kind: &str) -> String {
        let found = self.files.iter().find(|asset| asset.kind.starts_with(kind));
        found.map_or_else(String::new, |asset| format!("/static/{}", asset.name))
    }
}

/// `GET /static/{file}`.
pub async fn show(
    State(app): State<AppState>,
    Path(file): Path<String>,
) -> Result<Response, Error> {
    let found = app
        .assets
        .files
        .iter()
        .find(|asset| asset.name == file)
        .ok_or(Error::NotFound)?;
    let headers = [
        (CONTENT_TYPE, found.kind),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, found.body).into_response())
}
