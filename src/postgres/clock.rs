//! Waiting with an end.

use std::thread;
use std::time::{Duration, Instant};

/// How often something that is waited for is looked at.
const TICK: Duration = Duration::from_millis(20);

/// A point in time after which waiting is given up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(Instant);

impl Deadline {
    pub(super) fn after(wait: Duration) -> Self {
        Self(Instant::now() + wait)
    }

    pub(super) fn passed(self) -> bool {
        Instant::now() >= self.0
    }

    /// Waits a moment before the next look.
    pub(super) fn tick(self) {
        thread::sleep(TICK);
    }
}
