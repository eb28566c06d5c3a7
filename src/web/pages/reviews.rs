//! Stub.

use crate::web::error::Error;

/// Stub.
pub async fn index() -> Error {
    Error::NotFound
}

/// Stub.
pub async fn accept() -> Error {
    Error::NotFound
}

/// Stub.
pub async fn send_back() -> Error {
    Error::NotFound
}
