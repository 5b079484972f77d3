//! `fieldwatch key seal`

use super::super::progress::Progress;
use super::super::{Database, Failure, Outcome, by, open};
use crate::clock;
use domain::number::grouped;
use std::sync::atomic::Ordering;
use store::{Db, WriteAnew};

/// After so many passes that each found something, somebody else goes on writing as before.
const PASSES: u32 = 5;

pub async fn run(database: &Database, write_anew: bool) -> Outcome {
    if database.keys()?.is_none() {
        return Err(Failure::new(
            "There is no key to seal under. Make one with `fieldwatch key new secrets.key` and give it with --secrets-key-file secrets.key. \
             Nothing was changed.",
        ));
    }
    let how = match write_anew {
        true => WriteAnew::OlderKeys,
        false => WriteAnew::Plain,
    };
    let db = open(database).await?;
    let begun = db.begin_sealing(clock::now(), &by()).await?;
    let is_on_the_way = db.answers_kept().await? == store::AnswersKept::BeingSealed;
    if begun {
        println!("From now on answers are written sealed; those that are there follow.");
    }
    let written = passes(&db, how).await?;
    let wipe = written > 0 || is_on_the_way;
    if wipe {
        eprintln!(
            "Writing the files anew, so that what stood there before cannot be found in them."
        );
    }
    let sealed = db.end_sealing(wipe, written, clock::now(), &by()).await?;
    println!("{} rows written anew.", grouped(written));
    for key in sealed.no_longer_needed {
        println!(
            "The key {key} is needed by this database no longer: it may be taken out of the key file, once no backup needs it."
        );
    }
    if let Some(why) = sealed.remains {
        println!(
            "Everything is sealed, but {why}. Run the same command again when nobody else works."
        );
        return Ok(1);
    }
    Ok(0)
}

/// Writes anew until a pass finds nothing; answers how many values.
async fn passes(db: &Db, how: WriteAnew) -> Result<u64, Failure> {
    let total = db.count_to_seal(how).await?;
    let progress = Progress::of_things("sealing", total);
    let counter = progress.counter();
    let mut written = 0;
    for _ in 0..PASSES {
        let before = written;
        let mut pass = db.pass(how);
        while let Some(some) = db.seal_some(&mut pass).await? {
            written += some;
            counter.store(written, Ordering::Relaxed);
        }
        if written == before {
            return Ok(written);
        }
    }
    Err(Failure::new(
        "Another program goes on writing under an older key: start the server again, so that it reads the key file, and run the same command \
         again. What was written anew stays so.",
    ))
}
