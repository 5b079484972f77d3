//! sqlx writes statements to the log, and the key is part of one: it is not written.

use super::{database_keys, open, small};
use std::fmt::Write;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps everything that is logged, of every importance.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<String>>);

impl Visit for Kept {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        writeln!(self.0.lock().unwrap(), "{field}={value:?}").unwrap();
    }
}

impl Subscriber for Kept {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn the_key_is_in_no_line_of_the_log_and_in_no_error() {
    let kept = Kept::default();
    // Of all threads: sqlx has some of its own.
    tracing::subscriber::set_global_default(kept.clone()).unwrap();
    let (_plain, _, plain) = small("").await;
    plain.close().await;
    let (_folder, path, db) = small("9").await;
    db.close().await;
    let wrong = open(&path, "8").await.unwrap_err();
    let again = open(&path, "89").await.unwrap();
    let shown = format!("{wrong} {wrong:?} {again:?} {:?}", database_keys("89"));
    let log = kept.0.lock().unwrap().clone();
    // That a plain file's statements are logged shows that this would find a key.
    assert!(log.contains("journal_mode"), "nothing was logged");
    for digit in ["9", "8"] {
        let part = digit.repeat(16);
        assert!(!log.contains(&part), "the key is in the log");
        assert!(!shown.contains(&part), "{shown}");
    }
}
