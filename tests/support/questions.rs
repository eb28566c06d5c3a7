//! Counting what a page asks the database.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Hears every statement that the driver reports of this thread, and nothing else.
struct Counter(Arc<AtomicUsize>);

impl Subscriber for Counter {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn event(&self, _: &Event<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// How many questions some work asks. A test runs on a thread of its own, and so do its pages.
pub(crate) async fn count<T>(work: impl Future<Output = T>) -> (T, usize) {
    let heard = Arc::new(AtomicUsize::new(0));
    // Of a single listener the library asks whichever thread comes first, which may be one that hears nothing; of two
    // it asks both.
    let _second = tracing::Dispatch::new(Counter(Arc::default()));
    let guard = tracing::subscriber::set_default(Counter(heard.clone()));
    let done = work.await;
    drop(guard);
    (done, heard.load(Ordering::Relaxed))
}
