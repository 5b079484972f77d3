//! A simulated survey in a database, by the program itself, and people who are signed in to it.

#[path = "../key/mod.rs"]
mod key;

pub use key::keyed;

use domain::audit::By;
use domain::time::EpochMs;
use server::clock::Clock;
use server::secret::{Token, token_hash};
use std::error::Error;
use std::process::Command;
use store::{Db, NewSession};

type Any = Box<dyn Error + Send + Sync>;

/// The simulated present.
pub const TODAY: &str = "2026-11-20";
/// Longer than any benchmark.
const SESSION_MS: i64 = 6 * 3_600_000;

/// The program, with the key.
pub fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_fieldwatch"));
    program.env("FIELDWATCH_SECRETS_KEY", key::KEY);
    program
}

/// What a command says; or why it failed.
pub fn said(command: &mut Command) -> Result<String, Any> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Fills a new database with so many visits.
pub fn seed(url: &str, visits: u64) -> Result<(), Any> {
    let visits = visits.to_string();
    let mut demo = program();
    demo.args(["--database", url, "demo", "--seed-only"])
        .args(["--listen", "127.0.0.1:0", "--today", TODAY])
        .args(["--interviews", &visits, "--seed", "1"]);
    said(&mut demo).map(drop)
}

/// Signs somebody in; answers the header line that their browser sends.
pub async fn signed_in(db: &Db, clock: &Clock, user_id: i32) -> Result<String, Any> {
    let token = Token::draw()?;
    let now = clock.now();
    let ends = EpochMs(now.0 + SESSION_MS);
    let session = NewSession::new(&token_hash(token.as_str()), user_id, now, ends);
    db.create_session(&session, &By::program()).await?;
    let name = server::web::session::SESSION_COOKIE;
    Ok(format!("Cookie: {name}={}\r\n", token.as_str()))
}
