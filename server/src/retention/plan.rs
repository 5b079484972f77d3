//! What is due today.

use domain::retention::{Due, HOLDINGS, Keep, Since, deleted_from, kept_from, removed_from};
use domain::time::{EpochMs, SurveyDay, day_ends_at};
use jiff::tz::TimeZone;
use store::retention::due::Plain;
use store::retention::{ArchiveRow, LooseTable, WaveRow};
use store::{Db, StoreError};

/// Something that is due, with what is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// How it is told.
    pub due: Due,
    /// What is to be done.
    pub task: Task,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// An archive is whole, and a run was stopped before all of its rows were gone.
    Finish(ArchiveRow),
    /// Submissions of a wave move into an archive.
    Wave(WaveRow),
    /// Rows without a wave, last seen before, move into an archive.
    Loose(LooseTable, EpochMs),
    /// Rows, or words, are deleted.
    Plain(Plain),
    /// An archive's file is deleted.
    File(ArchiveRow),
}

/// The rule of a table, as the table of holdings has it.
fn rule_of(table: &str, fits: impl Fn(&Keep) -> bool) -> Keep {
    let mut rules = HOLDINGS.iter().filter(|one| one.table == table);
    rules
        .find(|one| fits(&one.keep))
        .map_or(Keep::ByHand, |one| one.keep)
}

/// What is due on a day, in the order in which it is done. Changes nothing.
pub async fn plan(db: &Db, today: SurveyDay, zone: &TimeZone) -> Result<Vec<Item>, StoreError> {
    let mut items = Vec::new();
    let archives = db.list_archives().await?;
    let waves = db.waves_of_retention().await?;
    for row in archives.iter().filter(|row| !row.emptied && !row.deleted) {
        items.push(Item {
            due: Due {
                table: LooseTable::from_table(&row.archive.holding)
                    .map_or("raw_submission", LooseTable::table),
                which: format!("what is left of archive {}", row.archive.name),
                rows: row.archive.rows,
                keep: Keep::Enrolled,
                since: SurveyDay::of(row.made_at, zone),
            },
            task: Task::Finish(row.clone()),
        });
    }
    for wave in &waves {
        let Some(until) = wave.enrolled_until else {
            continue;
        };
        if today >= removed_from(until) {
            items.push(Item {
                due: Due {
                    table: "raw_submission",
                    which: said(wave),
                    rows: db.count_kept(wave.wave_id).await?,
                    keep: Keep::Enrolled,
                    since: removed_from(until),
                },
                task: Task::Wave(wave.clone()),
            });
            let listed = Plain::Listed {
                wave_id: wave.wave_id,
            };
            items.push(Item {
                due: Due {
                    table: listed.table(),
                    which: format!("listed households of {}", said(wave)),
                    rows: db.count_plain(listed).await?,
                    keep: rule_of(listed.table(), |keep| matches!(keep, Keep::With(_))),
                    since: removed_from(until),
                },
                task: Task::Plain(listed),
            });
        }
    }
    for table in LooseTable::ALL {
        // Trails without a submission have the same time as rows that could not be taken.
        let keep = rule_of("quarantine", |keep| matches!(keep, Keep::ThenArchived(..)));
        let Keep::ThenArchived(years, _) = keep else {
            continue;
        };
        let before = kept_from(today, years);
        let Some(instant) = starts_at(before, zone) else {
            continue;
        };
        items.push(Item {
            due: Due {
                table: table.table(),
                which: match table {
                    LooseTable::Quarantine => "rows that could not be taken".to_owned(),
                    LooseTable::Trails => "trails whose submission never came".to_owned(),
                },
                rows: db.count_loose(table, instant).await?,
                keep,
                since: before,
            },
            task: Task::Loose(table, instant),
        });
    }
    for (plain, which, since) in plains(&waves, today, zone) {
        items.push(Item {
            due: Due {
                table: plain.table(),
                which,
                rows: db.count_plain(plain).await?,
                keep: rule_of(plain.table(), |keep| matches!(keep, Keep::Years(..))),
                since,
            },
            task: Task::Plain(plain),
        });
    }
    for row in archives {
        if row.emptied && !row.deleted && today >= row.archive.delete_on {
            items.push(Item {
                due: Due {
                    table: "retention_archive",
                    which: format!("archive {}", row.archive.name),
                    rows: row.archive.rows,
                    keep: Keep::Enrolled,
                    since: row.archive.delete_on,
                },
                task: Task::File(row),
            });
        }
    }
    items.retain(|item| item.due.rows > 0);
    Ok(items)
}

/// What is deleted without an archive: the thing, how it is told, and since when it is due.
fn plains(waves: &[WaveRow], today: SurveyDay, zone: &TimeZone) -> Vec<(Plain, String, SurveyDay)> {
    let mut plains = Vec::new();
    for wave in waves {
        let due = wave.enrolled_until.map(deleted_from);
        if let Some(due) = due.filter(|due| today >= *due) {
            let wave_id = wave.wave_id;
            plains.push((Plain::Flags { wave_id }, said(wave), due));
        }
    }
    let before = |table: &str, since: Since| {
        let keep = rule_of(
            table,
            |keep| matches!(keep, Keep::Years(_, of) if *of == since),
        );
        match keep {
            Keep::Years(years, _) => Some(kept_from(today, years)),
            _ => None,
        }
    };
    if let Some(day) = before("coordination_case", Since::LastStep)
        && let Some(before) = starts_at(day, zone)
    {
        plains.push((
            Plain::Cases { before },
            "words of closed cases".to_owned(),
            day,
        ));
    }
    if let Some(before) = before("enumerator", Since::LastWork) {
        let which = "names of enumerators who have left".to_owned();
        plains.push((Plain::Names { before }, which, before));
    }
    if let Some(day) = before("invitation", Since::Expiry)
        && let Some(before) = starts_at(day, zone)
    {
        let which = "links that have run out".to_owned();
        plains.push((Plain::Invitations { before }, which, day));
    }
    plains
}

fn said(wave: &WaveRow) -> String {
    match wave.code.as_str() {
        "" => "submissions that name no wave".to_owned(),
        code => format!("wave {code}"),
    }
}

/// The instant at which a day begins.
fn starts_at(day: SurveyDay, zone: &TimeZone) -> Option<EpochMs> {
    day_ends_at(day.plus(-1), zone)
}
