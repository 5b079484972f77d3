//! What most tests begin with: a demonstration, or a small survey. Making one takes seconds and two hundred tests ask for it, so each is
//! made once and copied.

use super::databases::Databases;
use super::{KEY, Place, SQLITE_FILE, program};
use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

impl Place {
    /// Seeds a demonstration of so many visits, on a database that nothing was written to yet.
    pub async fn demonstration(&self, visits: u64) {
        grown(self, Survey::Demo(visits)).await;
    }

    /// A province with one district, one tehsil, and two union councils: one square of 0.1°, one without a boundary. On a database that
    /// nothing was written to yet.
    pub async fn small_survey(&self) {
        grown(self, Survey::Small).await;
    }
}

/// Makes the database a copy of the seed, which whichever test comes first makes.
async fn grown(place: &Place, survey: Survey) {
    let seed = Seed::of(place, survey);
    match &place.databases {
        Some(databases) => {
            seed.made_on(databases).await;
            let (database, seed) = (place.database(), seed.name());
            for statement in [
                format!("DROP DATABASE {database}"),
                format!("CREATE DATABASE {database} TEMPLATE {seed}"),
            ] {
                databases.execute(statement).await;
            }
        }
        None => {
            let database = place.path(SQLITE_FILE);
            assert!(!database.exists(), "{} is not new", database.display());
            fs::copy(seed.made_as_file().await, database).expect("the seed is copied");
        }
    }
}

/// What tells seeds apart.
struct Seed {
    survey: Survey,
    /// When the program that makes it was built.
    program: SystemTime,
    /// The key its answers are sealed under.
    key: Option<String>,
}

enum Survey {
    /// A demonstration of so many visits.
    Demo(u64),
    Small,
}

impl Seed {
    fn of(place: &Place, survey: Survey) -> Seed {
        let key = place.key.clone();
        assert!(
            key.as_deref().is_none_or(|key| key == KEY),
            "seeds are sealed under the tests' key or not at all"
        );
        let program = fs::metadata(program())
            .and_then(|program| program.modified())
            .expect("the program was built at some time");
        Seed {
            survey,
            program,
            key,
        }
    }

    /// What the program's seeds end in, by which they are known.
    fn stamp(&self) -> String {
        let built = self.program.duration_since(UNIX_EPOCH).unwrap_or_default();
        built.as_nanos().to_string()
    }

    fn name(&self) -> String {
        let kept = self.key.as_ref().map_or("plain", |_| "sealed");
        let survey = match self.survey {
            Survey::Demo(visits) => format!("demo_{visits}"),
            Survey::Small => "small".to_owned(),
        };
        format!("seed_{survey}_{kept}_{}", self.stamp())
    }

    async fn made_on(&self, databases: &Databases) {
        let _lock = lock();
        if databases.has(&self.name()).await {
            return;
        }
        let place = Place::on_postgres(databases.clone()).await;
        let place = self.by_program(place);
        let (made, name) = (place.database(), self.name());
        databases
            .execute(format!("ALTER DATABASE {made} RENAME TO {name}"))
            .await;
    }

    async fn made_as_file(&self) -> PathBuf {
        let _lock = lock();
        let file = folder().join(self.name());
        if !file.exists() {
            let place = self.by_program(Place::sqlite());
            // What the program left in its log has to be in the file, which alone is copied.
            place.execute("PRAGMA wal_checkpoint(TRUNCATE)").await;
            // Named when it is whole: what a killed test leaves is not taken for a seed.
            let half = folder().join("half");
            fs::copy(place.path(SQLITE_FILE), &half).expect("the seed is copied");
            fs::rename(half, &file).expect("the seed is named");
            self.clear_others();
        }
        file
    }

    /// Removes what programs that were built before have left.
    fn clear_others(&self) {
        let files = fs::read_dir(folder()).expect("the seeds can be listed");
        for file in files.flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if name.starts_with("seed_") && !name.ends_with(&self.stamp()) {
                fs::remove_file(file.path()).expect("an old seed can be removed");
            }
        }
    }

    fn by_program(&self, empty: Place) -> Place {
        let place = Place {
            key: self.key.clone(),
            ..empty
        };
        match self.survey {
            Survey::Demo(visits) => demonstrate(&place, visits),
            Survey::Small => add_small_survey(&place),
        }
        place
    }
}

/// One makes a seed, in whatever process; others wait until it is there.
fn lock() -> File {
    let lock = File::create(folder().join("lock")).expect("a lock");
    lock.lock().expect("the lock is waited for");
    lock
}

fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("seeds");
    fs::create_dir_all(&folder).expect("the folder for seeds can be made");
    folder
}

fn demonstrate(place: &Place, visits: u64) {
    let visits = visits.to_string();
    place.must(&[
        "demo",
        "--seed-only",
        "--interviews",
        &visits,
        "--seed",
        "7",
        "--today",
        "2026-11-20",
        "--listen",
        "127.0.0.1:0",
        "--password",
        "a demo password",
    ]);
}

/// Adds the areas of the small survey, whatever was done to the database before.
pub fn add_small_survey(place: &Place) {
    let square = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"U1","name":"Square","parent":"T1"},
            "geometry":{"type":"Polygon","coordinates":[[[74.0,31.0],[74.1,31.0],[74.1,31.1],[74.0,31.1],[74.0,31.0]]]}}]}"#;
    let levels = [
        ("province", "code,name,parent\nP,Province,\n"),
        ("district", "code,name,parent\nD1,District,P\n"),
        ("tehsil", "code,name,parent\nT1,Tehsil,D1\n"),
        ("uc", "code,name,parent\nU1,Square,T1\nU2,Nowhere,T1\n"),
    ];
    for (level, csv) in levels {
        place.add_areas(level, csv);
    }
    place.import_areas("uc", &place.file("square.geojson", square));
}
