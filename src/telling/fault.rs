//! How a run can end other than well.

/// Why a run did not end.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// It may end well at another time.
    #[error("{0:#}")]
    Passing(anyhow::Error),
    /// It will not end well until somebody changes something.
    #[error("{0:#}")]
    Lasting(anyhow::Error),
    /// Another instance has taken it over, because this one was silent for too long.
    #[error("taken over by another instance")]
    Lost,
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        Self::Passing(error.into())
    }
}
