//! Two things at once.

use std::thread::{Builder, scope};

/// Does one thing on a thread of its own while the other is done here. Where the system gives no thread it is done first: what is done here
/// may wait for it.
/// (Not on `rayon`'s threads: they may be busy for seconds, and whoever records holds the turn to write.)
fn beside<A: Send, B>(there: impl Fn() -> A + Sync, here: impl FnOnce() -> B) -> (A, B) {
    scope(|scope| {
        let Ok(thread) = Builder::new().spawn_scoped(scope, &there) else {
            return (there(), here());
        };
        let done_here = here();
        let done_there = thread.join();
        (
            done_there.unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            done_here,
        )
    })
}

/// The same where it is worth a thread; else one after the other.
pub(crate) fn both<A: Send, B>(
    worth_a_thread: bool,
    there: impl Fn() -> A + Sync,
    here: impl FnOnce() -> B,
) -> (A, B) {
    match worth_a_thread {
        true => beside(there, here),
        false => (there(), here()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::thread::current;

    #[test]
    fn both_run_at_once() {
        let (send, receive) = mpsc::channel();
        // This one waits for the other.
        let (there, here) = beside(
            || send.send(current().id()).is_ok(),
            || receive.recv().unwrap() != current().id(),
        );
        assert!(there && here);
    }
}
