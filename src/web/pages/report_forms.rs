//! Stub.

use crate::web::error::Error;

/// Stub.
pub async fn edit() -> Error {
    Error::NotFound
}

/// Stub.
pub async fn update() -> Error {
    Error::NotFound
}
