//! Progress on long work: a bar on a terminal, a plain line now and then otherwise.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Shows how a counter grows until it is dropped.
pub struct Progress {
    counter: Arc<AtomicU64>,
    task: tokio::task::JoinHandle<()>,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Begins to show `what`; `total` is the counter's end, if known. The counter counts bytes.
    pub fn begin(what: &str, total: Option<u64>) -> Progress {
        let template = match total {
            Some(_) => "{msg} {bar:30} {bytes}/{total_bytes} · {eta} left",
            None => "{msg} {spinner} {bytes}",
        };
        Progress::shown(what, total, template, (1_000_000, " MB"))
    }

    /// The same for a counter of things whose number is known, which `what` names.
    pub fn of_things(what: &str, total: u64) -> Progress {
        let template = "{msg} {bar:30} {pos}/{len} · {eta} left";
        Progress::shown(what, Some(total), template, (1, ""))
    }

    fn shown(
        what: &str,
        total: Option<u64>,
        template: &str,
        (unit, symbol): (u64, &'static str),
    ) -> Progress {
        let counter = Arc::new(AtomicU64::new(0));
        let seen = counter.clone();
        if std::io::stderr().is_terminal() {
            let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar.set_message(what.to_owned());
            let shown = bar.clone();
            let task = tokio::spawn(async move {
                loop {
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    shown.set_position(seen.load(Ordering::Relaxed));
                }
            });
            return Progress {
                counter,
                task,
                bar: Some(bar),
            };
        }
        let what = what.to_owned();
        let task = tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(10)).await;
                let done = seen.load(Ordering::Relaxed) / unit;
                match total {
                    Some(total) => eprintln!("{what}: {done} of {}{symbol}", total / unit),
                    None => eprintln!("{what}: {done}{symbol}"),
                }
            }
        });
        Progress {
            counter,
            task,
            bar: None,
        }
    }

    /// The counter to add bytes to.
    pub fn counter(&self) -> Arc<AtomicU64> {
        self.counter.clone()
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.task.abort();
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
