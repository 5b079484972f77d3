//! Whether a place is urban or rural: doors lie closer, hours are later and households smaller in town, so that thresholds may differ.

use serde::{Deserialize, Serialize};

/// The setting of an area. An area of which it is not known has none, and what is set for either does not hold there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// Town.
    Urban,
    /// Country.
    Rural,
}

impl Setting {
    /// Both.
    pub const ALL: [Setting; 2] = [Setting::Urban, Setting::Rural];

    /// The word in files, addresses and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Setting::Urban => "urban",
            Setting::Rural => "rural",
        }
    }

    /// Reads [`Setting::code`] back. Case and spaces around it do not matter.
    pub fn from_code(text: &str) -> Option<Setting> {
        let text = text.trim();
        Setting::ALL
            .into_iter()
            .find(|setting| setting.code().eq_ignore_ascii_case(text))
    }

    /// The number in the database.
    pub fn rank(self) -> i16 {
        match self {
            Setting::Urban => 1,
            Setting::Rural => 2,
        }
    }

    /// Reads [`Setting::rank`] back.
    pub fn from_rank(rank: i16) -> Option<Setting> {
        Setting::ALL
            .into_iter()
            .find(|setting| setting.rank() == rank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_reads_its_own_code_and_rank_back() {
        for setting in Setting::ALL {
            assert_eq!(Setting::from_code(setting.code()), Some(setting));
            assert_eq!(Setting::from_rank(setting.rank()), Some(setting));
        }
        assert_eq!(Setting::from_code(" URBAN "), Some(Setting::Urban));
        assert_eq!(Setting::from_code("suburban"), None);
        assert_eq!(Setting::from_rank(0), None);
    }
}
