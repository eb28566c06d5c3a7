//! What ends the program in order: Ctrl-C at the terminal, SIGTERM from whoever keeps services.

use anyhow::Context;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// An ear for the wish that the program end. Before it is there, such a wish ends the program at once, which loses
/// nothing either.
#[derive(Debug)]
pub(super) struct Stop {
    interrupt: Signal,
    terminate: Signal,
}

impl Stop {
    /// Listens from this moment on.
    pub(super) fn listen() -> anyhow::Result<Self> {
        let ear = |kind| signal(kind).context("listening for signals");
        Ok(Self {
            interrupt: ear(SignalKind::interrupt())?,
            terminate: ear(SignalKind::terminate())?,
        })
    }

    /// Returns when the program is asked to end.
    pub(super) async fn asked(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
