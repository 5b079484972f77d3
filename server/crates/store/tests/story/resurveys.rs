//! Fabrications were found: work is made again, and counts no longer while an acceptance stands.

use crate::common::{NOON_MS, arrival, by, fact, record};
use domain::evaluate::Part;
use domain::outcome::Outcome;
use domain::spot_check::{Resurvey, Scope, Verdict, histories};
use domain::time::{EpochMs, SurveyDay};
use store::resurveys::{NewResurvey, ResurveyRefusal};
use store::{Db, FactInput};

const DAY: SurveyDay = SurveyDay(20_900);
const UNION_COUNCIL: i32 = 6;
const NOW: EpochMs = EpochMs(NOON_MS + 5);

/// An interview of a household by its enumerator's number, in a wave of its own.
fn made(enumerator: i32, household: i64, completed_at_ms: i64) -> FactInput {
    FactInput {
        enumerator_code: format!("R{enumerator}"),
        wave_code: Some("RW".to_owned()),
        area_id: UNION_COUNCIL,
        located_area_id: Some(UNION_COUNCIL),
        survey_day: DAY,
        household_key: Some(900_000 + household),
        completed_at: EpochMs(completed_at_ms),
        ..fact()
    }
}

pub async fn tell(db: &Db) {
    what_was_told_is_read(db).await;
    // One after the other, so that they have the same keys on both databases.
    for (id, input) in [("re-1", made(1, 1, 100)), ("re-other", made(2, 5, 100))] {
        record(db, vec![arrival(id, "1", 0, input)]).await;
    }
    let batch = vec![
        arrival("re-2", "1", 0, made(1, 2, 100)),
        // They made household 2 twice themselves, and somebody else made household 3 after them.
        arrival("re-2-again", "1", 0, made(1, 2, 200)),
        arrival("re-3", "1", 0, made(1, 3, 100)),
        arrival("re-3-other", "1", 0, made(2, 3, 300)),
        arrival(
            "re-nobody",
            "1",
            0,
            FactInput {
                household_key: None,
                ..made(1, 0, 100)
            },
        ),
        arrival(
            "re-partial",
            "1",
            0,
            FactInput {
                outcome: Outcome::Partial,
                ..made(1, 4, 100)
            },
        ),
    ];
    record(db, batch).await;
    db.roll_up().await.unwrap();
    let (wave, enumerator) = (wave(db).await, enumerator(db).await);
    let before = content(db).await;
    assert_eq!(counts(db, wave).await, [5, 2, 1, 0]);

    let work = db.work_of(wave, enumerator).await.unwrap();
    assert_eq!(work.len(), 1);
    assert_eq!((work[0].interviews, work[0].counted), (5, 4));
    let proposed = Resurvey {
        enumerator,
        union_council: UNION_COUNCIL,
        scope: Scope::Everything,
        interviews: 5,
        counted: 4,
        fabricated_here: Part { part: 2, of: 3 },
        fabricated: Part { part: 2, of: 4 },
    };
    let new = |accepts, proposed| NewResurvey {
        wave_id: wave,
        proposed,
        accepts,
        reason: "Two at the door.".to_owned(),
        user_id: 1,
        at: NOW,
    };

    // What was seen is not what there is: nothing is decided.
    let other = Resurvey {
        counted: 3,
        ..proposed
    };
    let refused = db.decide_resurvey(&new(true, other), &by()).await.unwrap();
    assert_eq!(refused, Err(ResurveyRefusal::Changed));
    assert_eq!(db.list_resurveys().await.unwrap(), []);

    // Declined: nothing changes.
    let declined = db.decide_resurvey(&new(false, proposed), &by()).await;
    let declined = declined.unwrap().unwrap();
    assert_eq!(content(db).await, before);
    let back = db
        .take_resurvey_back(declined, "No.", (1, NOW), &by())
        .await;
    assert_eq!(back.unwrap(), Some(Err(ResurveyRefusal::NotStanding)));

    // Accepted: the list counts no longer, and whoever made a household too does now.
    let noted = db.note(&[]).await.unwrap();
    let accepted = db.decide_resurvey(&new(true, proposed), &by()).await;
    let accepted = accepted.unwrap().unwrap();
    assert_eq!(db.note(&[]).await.unwrap(), noted + 1);
    db.roll_up().await.unwrap();
    assert_eq!(counts(db, wave).await, [2, 0, 1, 5]);
    same_as_summed_anew(db).await;
    let listed: Vec<_> = db
        .resurvey_interviews(accepted)
        .await
        .unwrap()
        .into_iter()
        .map(|one| (one.submission_id, one.day, one.counted))
        .collect();
    let day = Some(DAY);
    let mut expected = [
        ("re-1".to_owned(), day, true),
        ("re-2".to_owned(), day, true),
        ("re-2-again".to_owned(), day, false),
        ("re-3".to_owned(), day, true),
        ("re-nobody".to_owned(), day, true),
    ];
    let mut listed = listed;
    listed.sort();
    expected.sort();
    assert_eq!(listed, expected);
    assert_eq!(db.work_of(wave, enumerator).await.unwrap(), []);
    let row = db.find_resurvey(accepted).await.unwrap().unwrap();
    assert!(row.stands() && row.is_accepted && row.taken_back.is_none());
    assert_eq!((row.interviews, row.counted, row.gone), (5, 4, 0));
    let again: i64 = db
        .made_again()
        .await
        .unwrap()
        .iter()
        .filter(|one| (one.wave_id, one.area_id) == (wave, UNION_COUNCIL))
        .map(|one| i64::from(one.interviews))
        .sum();
    assert_eq!(again, 5);

    it_stays_whatever_is_recorded(db, wave).await;

    // Taken back: everything counts as if it had never been.
    let back = db
        .take_resurvey_back(accepted, "A mistake.", (1, NOW), &by())
        .await;
    assert_eq!(back.unwrap(), Some(Ok(())));
    let twice = db
        .take_resurvey_back(accepted, "Again.", (1, NOW), &by())
        .await;
    assert_eq!(twice.unwrap(), Some(Err(ResurveyRefusal::NotStanding)));
    assert_eq!(
        db.take_resurvey_back(9_999, "x", (1, NOW), &by())
            .await
            .unwrap(),
        None
    );
    db.roll_up().await.unwrap();
    // What has come meanwhile, the other revision and the new interview, is there as well; the new one is a repeat now.
    assert_eq!(counts(db, wave).await, [5, 3, 1, 0]);
    same_as_summed_anew(db).await;
    let gone: Vec<String> = content(db)
        .await
        .into_iter()
        .filter(|line| !line.contains("re-new") && !line.contains("_day|"))
        .collect();
    let expected: Vec<String> = before
        .into_iter()
        .filter(|line| !line.contains("_day|"))
        .collect();
    assert_eq!(gone, expected);
    let row = db.find_resurvey(accepted).await.unwrap().unwrap();
    assert!(!row.stands());
    assert_eq!(row.taken_back.unwrap().2, "A mistake.");
}

/// A row that comes again, another revision of it, and facts that are derived anew stand aside as before; a new interview counts.
async fn it_stays_whatever_is_recorded(db: &Db, wave: i32) {
    record(db, vec![arrival("re-1", "1", 0, made(1, 1, 100))]).await;
    record(db, vec![arrival("re-1", "2", 0, made(1, 1, 100))]).await;
    db.roll_up().await.unwrap();
    assert_eq!(counts(db, wave).await, [2, 0, 1, 5]);

    let rows = db.raw_current(0, 10_000).await.unwrap();
    let facts: Vec<(i64, FactInput)> = rows
        .into_iter()
        .filter_map(|row| {
            let household = match row.submission_id.as_str() {
                "re-1" => 1,
                "re-2" => 2,
                "re-3" => 3,
                _ => return None,
            };
            Some((row.raw_id, made(1, household, 100)))
        })
        .collect();
    assert_eq!(facts.len(), 3);
    db.replace_facts(facts).await.unwrap();
    db.roll_up().await.unwrap();
    assert_eq!(counts(db, wave).await, [2, 0, 1, 5]);

    // Household 1 is made again, later and by the same enumerator.
    record(db, vec![arrival("re-new", "1", 9, made(1, 1, 900))]).await;
    db.roll_up().await.unwrap();
    assert_eq!(counts(db, wave).await, [3, 0, 1, 5]);
    same_as_summed_anew(db).await;
}

/// The check that was closed as fabricated is told, and only of weeks before when it is asked so.
async fn what_was_told_is_read(db: &Db) {
    let told = db.told_checks(None).await.unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].told.verdict, Verdict::Fabricated);
    let by = histories(&told);
    let history = by[&told[0].told.enumerator];
    assert_eq!((history.told, history.fabricated), (1, 1));
    let monday = super::spot_checks::MONDAY;
    assert_eq!(db.told_checks(Some(monday)).await.unwrap(), []);
    let next = db.told_checks(Some(monday.plus(7))).await.unwrap();
    assert_eq!(next, told);
}

async fn wave(db: &Db) -> i32 {
    let waves = db.load_cube().await.unwrap().waves;
    waves.iter().find(|(_, code)| code == "RW").unwrap().0
}

async fn enumerator(db: &Db) -> i32 {
    let codes = db.enumerator_codes().await.unwrap();
    codes.iter().find(|(_, code)| code == "R1").unwrap().0
}

/// Complete, repeated, partial and rejected of the wave.
async fn counts(db: &Db, wave: i32) -> [u32; 4] {
    let mut sums = [0; 4];
    for cell in db.load_cube().await.unwrap().cells {
        if cell.1 == wave {
            let counts = cell.3;
            for (sum, count) in sums.iter_mut().zip([
                counts.complete,
                counts.repeated,
                counts.partial,
                counts.rejected,
            ]) {
                *sum += count;
            }
        }
    }
    sums
}

/// Facts and sums.
async fn content(db: &Db) -> Vec<String> {
    let content = db.dump_content().await.unwrap();
    let is_sum = |line: &String| {
        ["fact|", "enumerator_day|", "area_day|"]
            .iter()
            .any(|kind| line.starts_with(kind))
    };
    content.into_iter().filter(is_sum).collect()
}

async fn same_as_summed_anew(db: &Db) {
    let before = content(db).await;
    db.roll_up_all().await.unwrap();
    assert_eq!(content(db).await, before);
}
