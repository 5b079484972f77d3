//! The log: sentences with fields, one line each, on standard error.

use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs: one JSON object a line.
    Json,
}

/// From which importance on lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Level {
    /// What failed.
    Error,
    /// … and what may need somebody.
    Warn,
    /// … and each request.
    Info,
    /// … and details.
    Debug,
    /// Everything.
    Trace,
}

/// Begins to write the log. `RUST_LOG` goes before `level`: it names parts of the program.
pub fn begin(format: Format, level: Level) {
    let of_others = EnvFilter::try_from_default_env();
    let filter = of_others.unwrap_or_else(|_| EnvFilter::new(directives(level)));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match format {
        Format::Text => log.with_ansi(std::io::stderr().is_terminal()).init(),
        Format::Json => {
            log.json()
                .flatten_event(true)
                .with_current_span(true)
                .with_span_list(false)
                .init();
            // The usual words about a panic are several lines that no reader of JSON understands.
            std::panic::set_hook(Box::new(|panic| {
                let at = panic.location().map(ToString::to_string);
                let words = panic.payload_as_str().unwrap_or("no message");
                tracing::error!(at, words, "a fault of the program");
            }));
        }
    }
}

/// Libraries say much that only matters to whoever works on them.
fn directives(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warn",
        Level::Info => "info,sqlx=warn",
        Level::Debug => "debug,sqlx=warn,hyper=warn,hyper_util=warn,h2=warn,rustls=warn",
        Level::Trace => "trace",
    }
}
