//! Files that a browser saves.

use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
};
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use axum::response::{IntoResponse, Response};
use sqlx::PgPool;

use crate::store::evidence_files::{self, EvidenceFile};

/// The header that gives a file its name: in Chinese for browsers of this century (RFC 6266, RFC 5987), in ASCII for
/// others.
pub fn attachment(name: &str) -> String {
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect();
    let ascii: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') {
                c
            } else {
                '_'
            }
        })
        .collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

/// A file as it is, so that its length is known and nothing is packed twice.
#[derive(Debug, Clone, Copy)]
struct AsItIs;

/// Whether an answer may be compressed on its way.
pub fn may_compress(_: StatusCode, _: Version, _: &HeaderMap, more: &Extensions) -> bool {
    more.get::<AsItIs>().is_none()
}

/// A file of evidence, streamed: always saved and never shown in the page, under its own name. Browsers keep it and
/// ask each time whether they may still show it.
pub fn evidence(pool: PgPool, file: EvidenceFile, asked: &HeaderMap) -> Response {
    let hash: String = file
        .sha256
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let tag = format!("\"{hash}\"");
    let known = asked
        .get(IF_NONE_MATCH)
        .and_then(|tags| tags.to_str().ok())
        .is_some_and(|tags| {
            tags.split(',')
                .any(|one| one.trim().trim_start_matches("W/") == tag)
        });
    let kept = [(ETAG, tag), (CACHE_CONTROL, "private, no-cache".to_owned())];
    if known {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    let key = file.file;
    // A piece takes a connection for as long as it takes to read it, however slow the line of the reader is.
    let pieces = futures_util::stream::try_unfold(0, move |ordinal| {
        let pool = pool.clone();
        async move {
            let mut db = pool.acquire().await?;
            let piece = evidence_files::piece(&mut db, key, ordinal).await?;
            Ok::<_, sqlx::Error>(piece.map(|piece| (piece, ordinal + 1)))
        }
    });
    let headers = [
        (CONTENT_TYPE, file.format.media_type().to_owned()),
        (CONTENT_DISPOSITION, attachment(&file.file_name)),
        (CONTENT_LENGTH, file.length.to_string()),
    ];
    let mut response = (kept, headers, Body::from_stream(pieces)).into_response();
    response.extensions_mut().insert(AsItIs);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_name_survives() {
        assert_eq!(
            attachment("台账 1\".csv"),
            "attachment; filename=\"___1_.csv\"; filename*=UTF-8''%E5%8F%B0%E8%B4%A6%201%22.csv"
        );
    }
}
