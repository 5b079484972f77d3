//! Every parser of what comes from outside, as a function of bytes that must not panic: what the fuzz targets and the tests
//! over the kept corpus call.

use domain::audit::{By, Stamp};
use domain::time::EpochMs;
use jiff::tz::TimeZone;
use server::ingest::formats::mapping::Mapping;
use server::ingest::formats::suggest::suggest;
use server::ingest::interpret::Context;
use server::ingest::opening::{Told, open_as};
use server::ingest::push::Reading;
use server::ingest::submissions::{Job, read_rows};
use server::ingest::{areas, push, small};
use server::pull::page;
use spatial::AreaProperties;
use std::io::Read;
use std::sync::{Arc, LazyLock};
use store::{Arrival, Db, PullForm};

mod archives;
mod trails;

/// A parser by its name, which is also the name of its fuzz target and of its folder in the corpus.
pub type Parser = (&'static str, fn(&[u8]));

/// Every parser.
pub const ALL: [Parser; 12] = [
    ("submissions", submissions),
    ("odk", odk),
    ("surveycto", surveycto),
    ("survey_solutions", survey_solutions),
    ("kobo", kobo),
    ("trails", trails::trail),
    ("archives", archives::archive),
    ("mapping", mapping),
    ("push", pushed),
    ("central_page", central_page),
    ("areas", area_file),
    ("small_files", small_files),
];

const NOW: EpochMs = EpochMs(1_795_224_600_000);

/// The bundled Punjab, from a database that goes with the process.
static READING: LazyLock<Reading> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let context = runtime.block_on(async {
        let url = format!("sqlite:{}", folder.path().join("areas.db").display());
        let db = Db::open_or_create(&url).await.expect("a database");
        db.migrate().await.expect("a schema");
        server::ingest::bundled::import(
            &db,
            &Stamp {
                by: By::program(),
                at: EpochMs(0),
            },
        )
        .await
        .expect("areas");
        let context = Context::load(&db, &TimeZone::UTC).await.expect("areas");
        db.close().await;
        context
    });
    Reading {
        areas_version: 0,
        context,
    }
});

/// What every arrival holds to, whatever came in.
fn check(arrival: &Arrival) {
    assert!(arrival.submission_id.len() <= arrival.body.len().max(1) * 4);
    if let Ok(fact) = &arrival.content {
        assert!(!arrival.submission_id.is_empty() && !fact.enumerator_code.is_empty());
        if let Some(fix) = fact.fix {
            assert!(fix.latitude.is_finite() && fix.longitude.is_finite());
        }
    }
}

fn read_as(bytes: &[u8], mapping: Option<&str>) {
    let mapping = mapping.map(|text| Arc::new(Mapping::parse(text).expect("a kept mapping")));
    for zone in [None, Some("Asia/Karachi")] {
        read_told(
            bytes,
            &Told {
                zone: zone.map(str::to_owned),
                mapping: mapping.clone(),
                ..Told::default()
            },
        );
    }
}

fn read_told(source: impl Read, told: &Told) {
    // A file that cannot be opened is an error with a sentence; anything but a panic is.
    let rows = open_as(source, told)
        .map(|opened| read_rows(opened, &READING.context, NOW, |row| check(&row)));
    match rows {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(read) => drop(read),
    }
}

fn submissions(bytes: &[u8]) {
    read_as(bytes, None);
}

fn odk(bytes: &[u8]) {
    read_as(bytes, Some(include_str!("../fixtures/formats/odk.toml")));
}

fn surveycto(bytes: &[u8]) {
    read_as(
        bytes,
        Some(include_str!("../fixtures/formats/surveycto.toml")),
    );
}

fn survey_solutions(bytes: &[u8]) {
    read_as(
        bytes,
        Some(include_str!("../fixtures/formats/survey-solutions.toml")),
    );
}

fn kobo(bytes: &[u8]) {
    read_as(bytes, Some(include_str!("../fixtures/formats/kobo.toml")));
}

fn mapping(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Err(said) = Mapping::parse(text)
    {
        assert!(!said.is_empty());
    }
    // A draft is a mapping file in form, if not yet in content.
    if let Ok(draft) = suggest(bytes) {
        assert!(!draft.is_empty());
    }
}

fn pushed(bytes: &[u8]) {
    let mut rows = 0;
    let read = push::read(&READING, 1, NOW, bytes, |batch| {
        batch.iter().for_each(check);
        rows += batch.len();
        true
    });
    assert!(rows <= push::MOST_ROWS);
    drop(read);
}

fn central_page(bytes: &[u8]) {
    let form = PullForm {
        url: "https://central.example.org".to_owned(),
        project: 7,
        form_id: "visit".to_owned(),
    };
    let own = "/v1/projects/7/forms/visit.svc/Submissions?";
    if let Ok(read) = page::Page::parse(bytes)
        && let Some(path) = read.next.and_then(|link| page::next(&form, &link))
    {
        assert!(path.starts_with(own), "{path}");
    }
    let link = String::from_utf8_lossy(bytes);
    if let Some(path) = page::next(&form, &link) {
        assert!(path.starts_with(own), "{path}");
    }
}

fn area_file(bytes: &[u8]) {
    let properties = AreaProperties {
        code: "code".to_owned(),
        name: "name".to_owned(),
        name_ur: Some("name_ur".to_owned()),
        parent: Some("parent".to_owned()),
        setting: Some("setting".to_owned()),
    };
    match areas::read_file(bytes, &properties) {
        Ok(read) => assert!(read.areas.iter().all(|area| !area.code.is_empty())),
        Err(refused) => assert!(!refused.to_string().is_empty()),
    }
}

fn small_files(bytes: &[u8]) {
    let job = || Job {
        source_name: "fuzz".to_owned(),
        by: By::machine("fuzz"),
        imported_at: NOW,
    };
    let _ = small::read_targets(bytes, job());
    let _ = small::read_roster(bytes, job());
}

/// Runs the parser of that name.
pub fn run(name: &str, bytes: &[u8]) {
    let parser = ALL.iter().find(|(of, _)| *of == name);
    parser
        .unwrap_or_else(|| panic!("there is no parser {name}"))
        .1(bytes);
}
