//! Stub.

use crate::web::error::Error;

/// Stub.
pub async fn index() -> Error {
    Error::NotFound
}

/// Stub.
pub async fn show() -> Error {
    Error::NotFound
}
