//! The levels of the administration, one and many.

use super::{Text, texts};
use domain::area::Level;

texts! {
    /// One.
    PROVINCE: "Province", "صوبہ";
    /// One.
    DIVISION: "Division", "ڈویژن";
    /// One.
    DISTRICT: "District", "ضلع";
    /// One.
    TEHSIL: "Tehsil", "تحصیل";
    /// One.
    UNION_COUNCIL: "Union council", "یونین کونسل";
    /// Many.
    PROVINCES: "Provinces", "صوبے";
    /// Many.
    DIVISIONS: "Divisions", "ڈویژن";
    /// Many.
    DISTRICTS: "Districts", "اضلاع";
    /// Many.
    TEHSILS: "Tehsils", "تحصیلیں";
    /// Many.
    UNION_COUNCILS: "Union councils", "یونین کونسلیں";
}

/// The name of a level.
pub fn one(level: Level) -> Text {
    match level {
        Level::Province => PROVINCE,
        Level::Division => DIVISION,
        Level::District => DISTRICT,
        Level::Tehsil => TEHSIL,
        Level::UnionCouncil => UNION_COUNCIL,
    }
}

/// The name of a level's areas together.
pub fn many(level: Level) -> Text {
    match level {
        Level::Province => PROVINCES,
        Level::Division => DIVISIONS,
        Level::District => DISTRICTS,
        Level::Tehsil => TEHSILS,
        Level::UnionCouncil => UNION_COUNCILS,
    }
}
