//! The real boundaries of Punjab, where they stand beside the checkout: they are no part of the product.

use crate::support::Place;
use std::path::{Path, PathBuf};

/// A line each: level, file, properties that hold code, name and the parent's code, number of areas.
const FILES: &str = include_str!("../fixtures/real_boundaries.txt");

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/punjab");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!(
        "the real boundaries do not stand beside this checkout; the test over them did not run"
    );
    None
}

#[tokio::test]
async fn the_real_districts_tehsils_and_union_councils_are_imported_and_a_simulated_day_lands_in_them()
 {
    let Some(folder) = folder() else { return };
    let place = Place::sqlite();
    place.demonstration(0).await;
    for line in FILES.lines() {
        let cells: Vec<&str> = line.split(' ').collect();
        let [level, file, code, name, parent, count] = cells[..] else {
            panic!("six cells a line: {line}");
        };
        let path = folder.join(file).display().to_string();
        let arguments = [
            "import",
            "areas",
            "--level",
            level,
            "--code",
            code,
            "--name",
            name,
            "--parent",
            parent,
            "--source",
            "OCHA COD-AB",
            "--dated",
            "2022-09-02",
            "--tolerance-m",
            "500",
            &path,
        ];
        let said = place.must(&arguments);
        assert!(
            said.out.contains(&format!("read {count} · added 0")),
            "{file}: {}",
            said.all()
        );
    }
    let db = crate::support::open(place.url())
        .await
        .expect("the database opens");
    let councils = db.load_areas().await.expect("areas can be read");
    let councils: Vec<_> = councils
        .iter()
        .filter(|area| area.level == domain::area::Level::UnionCouncil)
        .collect();
    assert_eq!(councils.len(), 4_015);
    let source = db.boundary_sources().await.expect("sources can be read");
    assert!(
        source
            .iter()
            .any(|source| source.source == "OCHA COD-AB" && source.tolerance_m == Some(500))
    );
    db.close().await;

    let simulated = crate::support::simulated(&place, 2_000);
    let said = place.import(&simulated.join("submissions.csv"));
    assert_eq!(
        said.summary(),
        "read 2,000 · accepted 2,000 · unchanged 0 · updated 0 · quarantined 0",
        "{}",
        said.all()
    );
}
