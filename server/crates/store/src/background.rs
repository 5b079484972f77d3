//! Work that is done ahead of its time or can wait, on threads that give way to all others where processors are short: reading ahead, folding a
//! log, freeing memory. A thread that is started from one of them gives way as well: what may be the first to use threads that the whole process
//! shares does not belong here.

use std::io;
use std::thread::{Builder, JoinHandle};

/// By how much such a thread is nicer (`setpriority(2)`): of a processor that both want it gets about a tenth.
const NICER_BY: i32 = 10;

/// Does work on a thread of its own. Fails where the system has no thread to give; the work is dropped then.
pub fn spawn<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<JoinHandle<T>> {
    Builder::new().spawn(|| {
        give_way();
        work()
    })
}

/// On Linux threads have priorities of their own; elsewhere the whole process would give way.
fn give_way() {
    #[cfg(target_os = "linux")]
    // Where it is refused the work is done all the same.
    let _ = rustix::process::nice(NICER_BY);
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use rustix::process::getpriority_process;

    #[test]
    fn what_is_done_in_the_background_gives_way_and_nothing_else_does() {
        let before = getpriority_process(None).unwrap();
        let there = spawn(|| getpriority_process(None).unwrap()).unwrap();
        assert_eq!(there.join().unwrap(), (before + NICER_BY).min(19));
        assert_eq!(getpriority_process(None).unwrap(), before);
    }
}
