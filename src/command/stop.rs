//! What ends the program in order: Ctrl-C at the terminal, SIGTERM from whoever keeps services.

use tokio::signal::unix::{SignalKind, signal};

/// Returns when the program is asked to end. A system that does not tell never asks.
pub(super) async fn asked() {
    tokio::select! {
        () = arrival(SignalKind::interrupt()) => {}
        () = arrival(SignalKind::terminate()) => {}
    }
}

async fn arrival(kind: SignalKind) {
    match signal(kind) {
        Ok(mut signals) => {
            signals.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "signals cannot be heard");
            std::future::pending::<()>().await;
        }
    }
}
