//! Areas arrive level by level, all or none.

use crate::common::{area, stamp, with_areas};
use domain::area::{BoundarySource, Level};
use domain::setting::Setting;
use store::{AreaImport, AreaImportError, AreaInput, BoundaryChange, Db};

pub async fn tell(db: &Db) {
    assert_eq!(with_areas(db).await, [1, 2, 3, 4, 5, 6]);
    let version = db.data_version().await.unwrap();

    // The same file twice changes nothing.
    let councils = ["U1", "U2", "U3"].map(|code| area(code, Some("T")));
    let again = db
        .import_areas(Level::UnionCouncil, &councils, None, &stamp())
        .await
        .unwrap();
    assert_eq!(
        again,
        AreaImport {
            unchanged: 3,
            ..AreaImport::default()
        }
    );
    assert_eq!(db.data_version().await.unwrap(), version);

    refusals(db).await;
    assert_eq!(db.data_version().await.unwrap(), version);

    boundaries(db).await;
    districts_move(db).await;
}

async fn refusals(db: &Db) {
    let error = db
        .import_areas(
            Level::UnionCouncil,
            &[area("U9", Some("T")), area("U8", Some("nowhere"))],
            None,
            &stamp(),
        )
        .await
        .unwrap_err();
    assert!(
        matches!(&error, AreaImportError::UnknownParents { codes } if codes == &["nowhere"]),
        "{error}"
    );
    let error = db
        .import_areas(Level::Tehsil, &[area("T2", Some("U1"))], None, &stamp())
        .await
        .unwrap_err();
    assert!(matches!(&error, AreaImportError::ParentsNotAbove { codes } if codes == &["U1"]));
    let error = db
        .import_areas(Level::Tehsil, &[area("D", Some("P"))], None, &stamp())
        .await
        .unwrap_err();
    assert!(matches!(&error, AreaImportError::CodesOfOtherLevels { codes } if codes == &["D"]));
    let error = db
        .import_areas(
            Level::Tehsil,
            &[area("T2", Some("D")), area("T2", Some("D"))],
            None,
            &stamp(),
        )
        .await
        .unwrap_err();
    assert!(matches!(&error, AreaImportError::RepeatedCodes { codes } if codes == &["T2"]));
    // All or none: U9 was good, and is not there.
    assert_eq!(db.load_areas().await.unwrap().len(), 6);
}

async fn boundaries(db: &Db) {
    let source = BoundarySource {
        level: Level::UnionCouncil,
        source: "Drawn for the test".to_owned(),
        dated: Some("2026-01-01".to_owned()),
        tolerance_m: Some(250),
        licence: None,
        approximate: true,
    };
    let drawn = AreaInput {
        boundary: BoundaryChange::Set(vec![1, 2, 3]),
        name_ur: Some("یو ۱".to_owned()),
        ..area("U1", Some("T"))
    };
    let import = |input: AreaInput| {
        let source = source.clone();
        async move {
            db.import_areas(Level::UnionCouncil, &[input], Some(&source), &stamp())
                .await
                .unwrap()
        }
    };
    assert_eq!(import(drawn.clone()).await.updated, 1);
    let version = db.data_version().await.unwrap();
    assert_eq!(import(drawn.clone()).await.unchanged, 1);
    assert_eq!(db.data_version().await.unwrap(), version);
    assert_eq!(
        db.load_boundaries(Level::UnionCouncil).await.unwrap(),
        [(4, vec![1, 2, 3])]
    );
    assert_eq!(
        db.boundary_sources().await.unwrap(),
        std::slice::from_ref(&source)
    );

    // A file that only corrects a name keeps the boundary and the Urdu name.
    let renamed = AreaInput {
        name: "Union council one".to_owned(),
        ..area("U1", Some("T"))
    };
    assert_eq!(import(renamed).await.updated, 1);
    let areas = db.load_areas().await.unwrap();
    let first = areas.iter().find(|area| area.code == "U1").unwrap();
    assert!(first.has_boundary);
    assert_eq!(first.name, "Union council one");
    assert_eq!(first.name_ur.as_deref(), Some("یو ۱"));
    assert!(
        areas
            .iter()
            .any(|area| area.code == "U2" && !area.has_boundary)
    );

    // Town or country: kept by a file that says nothing of it.
    let urban = AreaInput {
        setting: Some(Setting::Urban),
        ..area("U1", Some("T"))
    };
    assert_eq!(import(urban.clone()).await.updated, 1);
    assert_eq!(import(urban).await.unchanged, 1);
    import(drawn.clone()).await;
    assert_eq!(
        db.area_settings().await.unwrap(),
        [(first.id, Setting::Urban)]
    );

    let erased = AreaInput {
        boundary: BoundaryChange::None,
        ..drawn
    };
    assert_eq!(import(erased).await.updated, 1);
    assert!(
        db.load_boundaries(Level::UnionCouncil)
            .await
            .unwrap()
            .is_empty()
    );
}

/// Without a parent code a new area lies in the only province; a known one stays where it is.
async fn districts_move(db: &Db) {
    db.import_areas(Level::District, &[area("D2", None)], None, &stamp())
        .await
        .unwrap();
    let areas = db.load_areas().await.unwrap();
    let of = |code: &str| areas.iter().find(|area| area.code == code).unwrap();
    assert_eq!(of("D2").parent, Some(of("P").id));
    let again = db
        .import_areas(Level::Tehsil, &[area("T", None)], None, &stamp())
        .await
        .unwrap();
    assert_eq!(again.unchanged, 1);
}
