//! What tests share.

pub(crate) mod expected;
pub(crate) mod reading;
pub(crate) mod score;
