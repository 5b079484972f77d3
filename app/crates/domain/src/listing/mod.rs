//! The household listing: which households there are, or which were drawn for a sample, and how far the interviews have come with them.
//!
//! A listing is of one wave. Its households meet interviews by reference within a union council and wave, as interviews of one household
//! meet each other; whatever an interview says, a household that the listing does not know is "not on the list".
//! Why it is kept as it is: docs/decisions/0115.

mod counts;
mod parse;

pub use counts::{Progress, Seen, progress};
pub use parse::{
    LISTING_COLUMNS, LONGEST_ADDRESS, LONGEST_REFERENCE, ListedHousehold, parse_listed,
};

/// What a listing lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ListingKind {
    /// Every household there is: an interview of another one was missed by the listing, or was made elsewhere.
    Census,
    /// The households that were drawn: interviews of others are outside of the sample.
    Sample,
}

impl ListingKind {
    /// Both.
    pub const ALL: [ListingKind; 2] = [ListingKind::Census, ListingKind::Sample];

    /// The number in the database: never changed.
    pub fn rank(self) -> i16 {
        match self {
            ListingKind::Census => 0,
            ListingKind::Sample => 1,
        }
    }

    /// Reads [`ListingKind::rank`] back.
    pub fn from_rank(rank: i16) -> Option<ListingKind> {
        ListingKind::ALL
            .into_iter()
            .find(|kind| kind.rank() == rank)
    }

    /// The word on the command line and in files.
    pub fn code(self) -> &'static str {
        match self {
            ListingKind::Census => "census",
            ListingKind::Sample => "sample",
        }
    }

    /// Reads [`ListingKind::code`] back.
    pub fn from_code(code: &str) -> Option<ListingKind> {
        ListingKind::ALL
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// How far somebody has come with a listed household.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reached {
    /// Nobody has visited it.
    #[default]
    Nobody,
    /// Somebody has, and no interview of it counts: nobody was at home, it was refused, begun, rejected.
    Attempted,
    /// An interview of it counts.
    Interviewed,
}

impl Reached {
    /// All, from the least on.
    pub const ALL: [Reached; 3] = [Reached::Nobody, Reached::Attempted, Reached::Interviewed];

    /// The number in the database: never changed.
    pub fn rank(self) -> i16 {
        match self {
            Reached::Nobody => 0,
            Reached::Attempted => 1,
            Reached::Interviewed => 2,
        }
    }

    /// Reads [`Reached::rank`] back.
    pub fn from_rank(rank: i16) -> Option<Reached> {
        Reached::ALL
            .into_iter()
            .find(|reached| reached.rank() == rank)
    }

    /// The word in files and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Reached::Nobody => "nobody_visited",
            Reached::Attempted => "attempted",
            Reached::Interviewed => "interviewed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_words_are_read_back() {
        for kind in ListingKind::ALL {
            assert_eq!(ListingKind::from_rank(kind.rank()), Some(kind));
            assert_eq!(ListingKind::from_code(kind.code()), Some(kind));
        }
        for reached in Reached::ALL {
            assert_eq!(Reached::from_rank(reached.rank()), Some(reached));
        }
        assert_eq!(ListingKind::from_code("all"), None);
        assert_eq!(Reached::from_rank(3), None);
    }
}
