//! A household listing of one district, as it went round before the interviews: a little older than the ground, as listings are.

use crate::draw::{Draw, Purpose};
use crate::gazetteer::gazetteer;
use crate::places::block_place;
use crate::row::write_household_ref;
use crate::survey::Survey;
use crate::visits::{BLOCK_COMPLETES, BLOCK_HOUSEHOLDS};
use domain::listing::{LISTING_COLUMNS, ListedHousehold};
use domain::place::ListingPoint;
use std::io::{self, Write};

/// Households that the listing has beyond those that the target needs: there are always some whom nobody reaches.
const MORE: f64 = 1.02;
/// Of households that were built or moved in since, or overlooked: their interviews are not on the list.
const OVERLOOKED: f64 = 0.012;
/// Households whose address, and whose point, was not written down.
const NO_ADDRESS: f64 = 0.04;
const NO_POINT: f64 = 0.03;

impl Survey {
    /// The listed households of a district, union council by union council, door by door; none for a code that is not a district's.
    pub fn listing(&self, district_code: &str) -> impl Iterator<Item = ListedHousehold> + '_ {
        let all = gazetteer();
        let seed = self.scenario.seed;
        let district = all
            .districts
            .iter()
            .position(|district| district.code == district_code);
        let councils = all.ucs.iter().enumerate().filter(move |(_, uc)| {
            let of = all.tehsils[usize::from(uc.tehsil)].district;
            district == Some(usize::from(of))
        });
        councils.flat_map(move |(index, uc)| {
            // What the target needs, in doors.
            let target = self.target(index).map_or(0.0, f64::from);
            let doors = target * f64::from(BLOCK_HOUSEHOLDS) / BLOCK_COMPLETES * MORE;
            let uc_number = index as u16;
            (0..doors.ceil() as u32).filter_map(move |household| {
                let mut draw = Draw::keyed(
                    seed,
                    Purpose::Listing,
                    u64::from(uc_number),
                    u64::from(household),
                );
                if draw.chance(OVERLOOKED) {
                    return None;
                }
                let (block, door) = (household / BLOCK_HOUSEHOLDS, household % BLOCK_HOUSEHOLDS);
                let point = block_place(seed, uc_number, uc, block).door(door as u8);
                let mut reference = String::new();
                write_household_ref(seed, uc_number, household, &mut reference);
                let (street, house) = (door / 11 + 1, door % 11 + 1);
                let address = format!("House {house}, Street {street}, Block {}", block + 1);
                Some(ListedHousehold {
                    reference,
                    area_code: uc.code.clone(),
                    address: (!draw.chance(NO_ADDRESS)).then_some(address),
                    point: (!draw.chance(NO_POINT))
                        .then(|| ListingPoint::at(rounded(point.lat), rounded(point.lon)))
                        .flatten(),
                    enumerator_code: None,
                })
            })
        })
    }

    /// Writes a district's listing as CSV. Errors are the writer's.
    pub fn write_listing_csv(&self, district_code: &str, out: impl Write) -> io::Result<()> {
        let mut file = csv::Writer::from_writer(out);
        file.write_record(LISTING_COLUMNS)?;
        for row in self.listing(district_code) {
            let degrees = |value: f64| format!("{value:.6}");
            file.write_record([
                row.reference,
                row.area_code,
                row.point
                    .map_or(String::new(), |point| degrees(point.latitude)),
                row.point
                    .map_or(String::new(), |point| degrees(point.longitude)),
                row.address.unwrap_or_default(),
                row.enumerator_code.unwrap_or_default(),
            ])?;
        }
        file.flush()
    }
}

/// To a millionth of a degree, as it is written.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use crate::{Scenario, Survey};
    use domain::submission::Column;
    use domain::time::SurveyDay;
    use jiff::tz::offset;
    use std::collections::HashSet;

    #[test]
    fn most_interviews_of_the_district_are_on_its_list_and_some_on_the_list_were_made_by_nobody() {
        let day = SurveyDay::parse("2026-11-20").unwrap();
        let scenario = Scenario::new(1, 40_000, day, offset(5).to_time_zone());
        let survey = Survey::new(&scenario);
        let listed: HashSet<(String, String)> = survey
            .listing("PB01")
            .map(|row| (row.area_code, row.reference))
            .collect();
        assert!(listed.len() > 200, "{}", listed.len());
        let mut visited = HashSet::new();
        for row in survey.submissions() {
            let area = row.get(Column::AreaCode);
            if area.starts_with("PB01") {
                visited.insert((area.to_owned(), row.get(Column::HouseholdRef).to_owned()));
            }
        }
        let both = visited.intersection(&listed).count();
        assert!(both * 10 > visited.len() * 9, "{both} of {}", visited.len());
        assert!(both < visited.len(), "some are not on the list");
        assert!(both < listed.len(), "some were visited by nobody");
        assert_eq!(survey.listing("nowhere").count(), 0);
    }
}
