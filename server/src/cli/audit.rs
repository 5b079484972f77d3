//! `fieldwatch audit`: looking the audit trail through.

use super::{Failure, Outcome};
use crate::clock::Clock;
use domain::audit::{Action, Entry};
use domain::hex::{from_hex, hex};
use domain::number::grouped;
use store::{AuditFault, Db, Fault};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Reads the whole trail and finds entries that were changed, removed, put in or moved.
    Verify {
        /// An entry that was written down elsewhere, as `fieldwatch audit head` prints it: NUMBER:HASH. Only such a note finds a trail that was
        /// written anew from its beginning. May be given several times.
        #[arg(long, value_name = "NUMBER:HASH", value_parser = noted)]
        noted: Vec<(i64, Vec<u8>)>,
    },
    /// Prints the newest entry's number and hash, to be written down elsewhere.
    Head,
}

fn noted(text: &str) -> Result<(i64, Vec<u8>), String> {
    let wrong = || "write NUMBER:HASH, the hash as 64 hexadecimal digits".to_owned();
    let (number, digits) = text.split_once(':').ok_or_else(wrong)?;
    let number = number.parse().map_err(|_| wrong())?;
    let hash = from_hex(digits).filter(|hash| hash.len() == 32);
    Ok((number, hash.ok_or_else(wrong)?))
}

pub async fn run(db: &Db, clock: &Clock, command: Command) -> Outcome {
    match command {
        Command::Head => {
            let (seq, hash) = db.audit_head().await?;
            println!("{seq}:{}", hex(&hash));
            Ok(0)
        }
        Command::Verify { noted } => verify(db, clock, &noted).await,
    }
}

async fn verify(db: &Db, clock: &Clock, noted: &[(i64, Vec<u8>)]) -> Outcome {
    let verdict = db.verify_audit(noted).await?;
    let entry = Entry::new(clock.now(), &super::by(), Action::AuditVerified).saying(format!(
        "entries={} faults={}",
        verdict.entries,
        verdict.faults.len()
    ));
    db.note(&[entry]).await?;
    println!(
        "read {} entries, up to {}:{}",
        grouped(verdict.entries),
        verdict.head.0,
        hex(&verdict.head.1)
    );
    if verdict.faults.is_empty() {
        println!("The trail is whole.");
        return Ok(0);
    }
    for fault in &verdict.faults {
        println!("{}", sentence(fault));
    }
    Err(Failure::new(
        "The audit trail is not as it was written. Keep this database as it is, compare it with a backup, and find out who could write to it."
            .to_owned(),
    ))
}

fn sentence(fault: &Fault) -> String {
    let seq = fault.seq;
    match fault.what {
        AuditFault::Changed => format!("Entry {seq} was changed."),
        AuditFault::Displaced => format!(
            "Entry {seq} does not follow on the one before it: something was removed, put in or moved there."
        ),
        AuditFault::MissingBefore => format!("Entries are missing before number {seq}."),
        AuditFault::MissingAtTheEnd => format!("Entries are missing after number {seq}."),
        AuditFault::TooMany => format!("There are entries after number {seq}, which was the last."),
        AuditFault::NotAsNoted => {
            format!("Entry {seq} is not the one that was noted elsewhere, or is not there.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_a_number_and_a_whole_hash() {
        let hash = "0f".repeat(32);
        assert_eq!(noted(&format!("7:{hash}")), Ok((7, vec![15; 32])));
        for wrong in [
            "7",
            "x:00",
            "7:0f",
            &format!("7:{}", "0g".repeat(32)),
            &format!("7:{}", "ض".repeat(32)),
        ] {
            assert!(noted(wrong).is_err(), "{wrong}");
        }
    }
}
