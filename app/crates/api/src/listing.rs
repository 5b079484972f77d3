//! Household listings as pages show them: how far the interviews have come by area, and the households of one union council.

use crate::coordination::Freshness;
use crate::coverage::AreaRef;
use crate::query::percent_encoded;
use domain::disclosure::Disclosed;
use domain::listing::{ListingKind, Reached};
use domain::place::ListingPoint;

/// Lines a page shows.
pub const LINES_A_PAGE: u32 = 100;

/// A page of listings, which the server hands over whole: what it shows of households stands in no cache.
#[derive(Clone, Debug, PartialEq)]
pub enum ListingPage {
    /// By area.
    Areas(Box<AreasView>),
    /// The households of one area.
    Households(Box<HouseholdsView>),
}

/// A listing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingItem {
    /// Its name.
    pub name: String,
    /// What it lists.
    pub kind: ListingKind,
    /// The wave's code; empty: the interviews that name none.
    pub wave: String,
    /// When it was read, in the survey's zone; `None`: it is being read, or reading was cut short.
    pub read_at_local: Option<String>,
    /// Rows of its file that were not taken.
    pub refused: u64,
    /// Whether some of it waits to be counted again.
    pub is_due: bool,
}

/// How far the interviews have come. What says how doors were answered is told to those who see households.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Households on the list.
    pub listed: u64,
    /// … that are interviewed.
    pub interviewed: u64,
    /// … that were visited without an interview that counts.
    pub attempted: Disclosed<u64>,
    /// … that nobody visited.
    pub nobody: Disclosed<u64>,
    /// Interviews of households that are not on the list.
    pub not_listed: u64,
    /// Interviews that name no household.
    pub unnamed: u64,
}

/// What `/listing` is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreasQuery {
    /// The listing's name; `None`: the first.
    pub listing: Option<String>,
    /// The area's code; `None`: all that may be seen.
    pub area: Option<String>,
    /// So many lines are left out before the first.
    pub from: u32,
}

impl AreasQuery {
    /// Reads an address's parameters; what is none of them is left out.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> AreasQuery {
        let mut query = AreasQuery::default();
        for (name, value) in pairs.filter(|(_, value)| !value.is_empty()) {
            match name {
                "listing" => query.listing = Some(value.to_owned()),
                "area" => query.area = Some(value.to_owned()),
                "from" => query.from = value.parse().unwrap_or(0),
                _ => {}
            }
        }
        query
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let named = [("listing", &self.listing), ("area", &self.area)];
        let named = named.into_iter();
        named
            .filter_map(|(name, value)| Some((name, value.clone()?)))
            .collect()
    }

    /// The address of the page.
    pub fn href(&self) -> String {
        let mut pairs = self.pairs();
        if self.from > 0 {
            pairs.push(("from", self.from.to_string()));
        }
        address("/listing", &pairs)
    }

    /// The address of the same table as a file.
    pub fn csv_href(&self) -> String {
        address("/listing.csv", &self.pairs())
    }
}

/// How far the interviews have come with a listing, area by area.
#[derive(Clone, Debug, PartialEq)]
pub struct AreasView {
    /// What was asked for.
    pub query: AreasQuery,
    /// Listings to choose from.
    pub listings: Vec<ListingItem>,
    /// The one that is shown; `None`: none was read in.
    pub chosen: Option<ListingItem>,
    /// The areas from the top of what may be seen to the one that is shown.
    pub path: Vec<AreaRef>,
    /// The area.
    pub area: AreaRef,
    /// All of it.
    pub total: Told,
    /// What was listed for the area and for none below it.
    pub itself: Option<Told>,
    /// Areas below it.
    pub rows: Vec<AreaLine>,
    /// Where the next lines begin.
    pub next: Option<u32>,
    /// Whether the reader may see households.
    pub sees_households: bool,
    /// How old the figures are.
    pub freshness: Freshness,
}

/// A line: an area.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaLine {
    /// The area.
    pub area: AreaRef,
    /// Whether there are areas below it.
    pub has_below: bool,
    /// How far it has come.
    pub told: Told,
}

/// What `/listing/{code}` is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HouseholdsQuery {
    /// The listing's name; `None`: the first.
    pub listing: Option<String>,
    /// How far somebody has come with them; `None`: all.
    pub reached: Option<Reached>,
    /// The code of the enumerator whom they are given to; `Some(None)`: given to nobody.
    pub enumerator: Option<Option<String>>,
    /// Those behind this number.
    pub after: i64,
}

/// The word in addresses for households that are given to nobody.
pub const GIVEN_TO_NOBODY: &str = "-";
/// The word in addresses for households whatever came of them.
pub const WHATEVER_CAME: &str = "all";

impl HouseholdsQuery {
    /// Reads an address's parameters. Without a word those that nobody visited are meant.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> HouseholdsQuery {
        let mut query = HouseholdsQuery {
            reached: Some(Reached::Nobody),
            ..HouseholdsQuery::default()
        };
        for (name, value) in pairs.filter(|(_, value)| !value.is_empty()) {
            match name {
                "listing" => query.listing = Some(value.to_owned()),
                "reached" if value == WHATEVER_CAME => query.reached = None,
                "reached" => {
                    let known = Reached::ALL.into_iter().find(|one| one.code() == value);
                    query.reached = Some(known.unwrap_or_default());
                }
                "enumerator" if value == GIVEN_TO_NOBODY => query.enumerator = Some(None),
                "enumerator" => query.enumerator = Some(Some(value.to_owned())),
                "after" => query.after = value.parse().unwrap_or(0),
                _ => {}
            }
        }
        query
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        pairs.extend(self.listing.clone().map(|name| ("listing", name)));
        let reached = self.reached.map_or(WHATEVER_CAME, Reached::code);
        if self.reached != Some(Reached::Nobody) {
            pairs.push(("reached", reached.to_owned()));
        }
        if let Some(enumerator) = &self.enumerator {
            let code = enumerator.as_deref().unwrap_or(GIVEN_TO_NOBODY);
            pairs.push(("enumerator", code.to_owned()));
        }
        pairs
    }

    /// The address of the page of an area.
    pub fn href(&self, area: &str) -> String {
        let mut pairs = self.pairs();
        if self.after > 0 {
            pairs.push(("after", self.after.to_string()));
        }
        address(&format!("/listing/{}", percent_encoded(area)), &pairs)
    }

    /// The address of the same households as a file.
    pub fn csv_href(&self, area: &str) -> String {
        let path = format!("/listing/{}/households.csv", percent_encoded(area));
        address(&path, &self.pairs())
    }
}

/// The households of one area. References and addresses are in no address of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdsView {
    /// What was asked for.
    pub query: HouseholdsQuery,
    /// The listing.
    pub listing: ListingItem,
    /// Listings to choose from.
    pub listings: Vec<ListingItem>,
    /// The areas from the top of what may be seen to this one.
    pub path: Vec<AreaRef>,
    /// The area.
    pub area: AreaRef,
    /// How far it has come.
    pub told: Told,
    /// By enumerator; empty where no household is given to anybody.
    pub enumerators: Vec<EnumeratorLine>,
    /// The households that are meant.
    pub households: Vec<HouseholdLine>,
    /// The number behind which there are more.
    pub next: Option<i64>,
    /// How old the figures are.
    pub freshness: Freshness,
}

/// Households that one enumerator was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumeratorLine {
    /// Their code; `None`: given to nobody.
    pub enumerator: Option<String>,
    /// How many.
    pub listed: u64,
    /// … that are interviewed.
    pub interviewed: u64,
    /// … that were visited without an interview that counts.
    pub attempted: u64,
    /// … that nobody visited.
    pub nobody: u64,
}

/// A household.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdLine {
    /// Its reference.
    pub reference: String,
    /// How it is found.
    pub address: Option<String>,
    /// Where it is.
    pub point: Option<ListingPoint>,
    /// Whom it is given to.
    pub enumerator: Option<String>,
    /// How far somebody has come with it.
    pub reached: Reached,
}

fn address(path: &str, pairs: &[(&str, String)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", percent_encoded(value)))
        .collect();
    match pairs.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", pairs.join("&")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::decoded_pairs;

    fn pairs(href: &str) -> Vec<(String, String)> {
        decoded_pairs(href.split_once('?').map_or("", |(_, query)| query))
    }

    fn told(pairs: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
        pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }

    #[test]
    fn an_address_is_read_back() {
        let query = AreasQuery {
            listing: Some("Listing 2026 & more".to_owned()),
            area: Some("PB01".to_owned()),
            from: 100,
        };
        assert_eq!(AreasQuery::parse(told(&pairs(&query.href()))), query);
        for (reached, enumerator) in [
            (Some(Reached::Nobody), None),
            (None, Some(None)),
            (Some(Reached::Attempted), Some(Some("E 1".to_owned()))),
        ] {
            let query = HouseholdsQuery {
                listing: Some("L".to_owned()),
                reached,
                enumerator,
                after: 7,
            };
            assert_eq!(
                HouseholdsQuery::parse(told(&pairs(&query.href("PB0101-001")))),
                query
            );
        }
    }

    #[test]
    fn without_a_word_households_that_nobody_visited_are_meant() {
        let asked = HouseholdsQuery::parse([("reached", "what")].into_iter());
        assert_eq!(asked.reached, Some(Reached::Nobody));
        assert_eq!(asked.href("U"), "/listing/U");
    }
}
