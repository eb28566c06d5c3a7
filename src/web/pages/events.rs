//! Stub.

use crate::web::error::Error;

/// Stub.
pub async fn index() -> Error {
    Error::NotFound
}
