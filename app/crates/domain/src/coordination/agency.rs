//! The agencies that have to act.

use serde::{Deserialize, Serialize};

/// An agency of the survey (METRICS.md, "CSU coordination").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agency {
    /// Punjab Social Protection Authority.
    Pspa,
    /// Bureau of Statistics.
    Bos,
    /// Punjab Information Technology Board.
    Pitb,
    /// The Urban Unit.
    UrbanUnit,
    /// District Administration.
    DistrictAdministration,
    /// Planning and Development Board.
    PAndD,
}

impl Agency {
    /// Every agency, in the order of the database's numbers.
    pub const ALL: [Agency; 6] = [
        Agency::Pspa,
        Agency::Bos,
        Agency::Pitb,
        Agency::UrbanUnit,
        Agency::DistrictAdministration,
        Agency::PAndD,
    ];

    /// The word in addresses, forms and files.
    pub fn code(self) -> &'static str {
        match self {
            Agency::Pspa => "pspa",
            Agency::Bos => "bos",
            Agency::Pitb => "pitb",
            Agency::UrbanUnit => "urban_unit",
            Agency::DistrictAdministration => "district_administration",
            Agency::PAndD => "p_and_d",
        }
    }

    /// Reads [`Agency::code`] back; from people's files also the usual names, whatever their case.
    pub fn from_code(text: &str) -> Option<Agency> {
        let text = text.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        Some(match text.as_str() {
            "punjab_social_protection_authority" => Agency::Pspa,
            "bureau_of_statistics" => Agency::Bos,
            "punjab_information_technology_board" => Agency::Pitb,
            "the_urban_unit" => Agency::UrbanUnit,
            "p&d" | "pnd" | "p&d_board" | "planning_and_development_board" => Agency::PAndD,
            text => return Agency::ALL.into_iter().find(|agency| agency.code() == text),
        })
    }

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`Agency::rank`] back.
    pub fn from_rank(rank: i16) -> Option<Agency> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| Agency::ALL.get(rank).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_agency_reads_its_own_code_and_rank_back_and_its_usual_names() {
        for agency in Agency::ALL {
            assert_eq!(Agency::from_code(agency.code()), Some(agency));
            assert_eq!(Agency::from_rank(agency.rank()), Some(agency));
        }
        for (text, agency) in [
            ("PSPA", Agency::Pspa),
            (" BoS ", Agency::Bos),
            ("Urban Unit", Agency::UrbanUnit),
            ("District Administration", Agency::DistrictAdministration),
            ("P&D", Agency::PAndD),
            ("Bureau of Statistics", Agency::Bos),
            ("The Urban Unit", Agency::UrbanUnit),
        ] {
            assert_eq!(Agency::from_code(text), Some(agency), "{text}");
        }
        assert_eq!(Agency::from_code("police"), None);
        assert_eq!(Agency::from_rank(6), None);
    }
}
