//! `fieldwatch`: see `fieldwatch --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::main()
}
