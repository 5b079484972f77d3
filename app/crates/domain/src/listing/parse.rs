//! Reading a row of a listing.

use crate::place::ListingPoint;

/// Columns of a listing, in the order [`parse_listed`] takes its cells. The first two are needed.
pub const LISTING_COLUMNS: [&str; 6] = [
    "household_ref",
    "area_code",
    "latitude",
    "longitude",
    "address",
    "enumerator_code",
];

/// The longest address that is kept, in characters: longer ones are another column's.
pub const LONGEST_ADDRESS: usize = 500;
/// The longest reference, in characters.
pub const LONGEST_REFERENCE: usize = 200;

/// A household as a listing gives it, codes not yet looked up.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedHousehold {
    /// Its reference, unique within its union council.
    pub reference: String,
    /// The code of its union council.
    pub area_code: String,
    /// Where it is.
    pub point: Option<ListingPoint>,
    /// How it is found, in the words of whoever listed it.
    pub address: Option<String>,
    /// The code of the enumerator whom it is given to.
    pub enumerator_code: Option<String>,
}

/// Reads the trimmed cells of a row, in the order of [`LISTING_COLUMNS`]; or says everything that is wrong with it. No sentence quotes an
/// address or a reference: both are a household's.
pub fn parse_listed(cells: &[&str; 6]) -> Result<ListedHousehold, Vec<String>> {
    let [
        reference,
        area_code,
        latitude,
        longitude,
        address,
        enumerator,
    ] = *cells;
    let mut problems = Vec::new();
    for (name, cell) in [("household_ref", reference), ("area_code", area_code)] {
        if cell.is_empty() {
            problems.push(format!("{name} is blank; every row needs it."));
        }
    }
    let mut short = |name: &str, text: &str, most: usize| {
        let length = text.chars().count();
        if length > most {
            problems.push(format!(
                "{name} has {length} characters, and at most {most} are kept. Is it in the right column?"
            ));
        }
        // Never read by a person: it would break the lines of lists and files.
        if text
            .chars()
            .any(|c| c.is_control() && c != '\n' && c != '\t')
        {
            problems.push(format!(
                "{name} holds characters that cannot be shown. Save the file as plain UTF-8 text."
            ));
        }
    };
    short("household_ref", reference, LONGEST_REFERENCE);
    short("address", address, LONGEST_ADDRESS);
    let point = point(latitude, longitude, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let filled = |text: &str| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    };
    Ok(ListedHousehold {
        reference: reference.to_owned(),
        area_code: area_code.to_owned(),
        point,
        address: filled(address),
        enumerator_code: (!enumerator.is_empty()).then(|| enumerator.to_owned()),
    })
}

fn point(latitude: &str, longitude: &str, problems: &mut Vec<String>) -> Option<ListingPoint> {
    let pair = [("latitude", latitude), ("longitude", longitude)];
    match (latitude.is_empty(), longitude.is_empty()) {
        (true, true) => return None,
        (false, false) => {}
        (is_blank, _) => {
            let name = if is_blank { "latitude" } else { "longitude" };
            problems.push(format!(
                "{name} is blank while its partner is given; a point needs both, no point neither."
            ));
            return None;
        }
    }
    let mut numbers = pair.iter().map(|(name, text)| {
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            problems.push(format!(
                "{name} is not a number; write decimal degrees like 33.7712."
            ));
        }
        number
    });
    let (latitude, longitude) = (numbers.next().flatten(), numbers.next().flatten());
    let point = ListingPoint::at(latitude?, longitude?);
    if point.is_none() {
        problems.push(
            "The point is no place: latitudes end at ±90 degrees, longitudes at ±180, and 0, 0 is what tools write for none. \
             Leave both blank where the place is not known."
                .to_owned(),
        );
    }
    point
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_needs_reference_and_area_and_everything_else_may_be_blank() {
        let row = parse_listed(&["H-1", "PB0101-001", "", "", "", ""]).unwrap();
        assert_eq!(
            (row.point, row.address, row.enumerator_code),
            (None, None, None)
        );
        let full =
            parse_listed(&["H-1", "U", "33.5", "72.5", " Street 4,\n  house 7 ", "E1"]).unwrap();
        assert_eq!(full.address.as_deref(), Some("Street 4, house 7"));
        assert_eq!(full.point, ListingPoint::at(33.5, 72.5));
        assert_eq!(full.enumerator_code.as_deref(), Some("E1"));
    }

    #[test]
    fn everything_that_is_wrong_is_said_and_nothing_of_the_household() {
        let long = "x".repeat(501);
        let problems = parse_listed(&["", "", "33.5", "", &long, ""]).unwrap_err();
        assert_eq!(
            problems,
            [
                "household_ref is blank; every row needs it.",
                "area_code is blank; every row needs it.",
                "address has 501 characters, and at most 500 are kept. Is it in the right column?",
                "longitude is blank while its partner is given; a point needs both, no point neither.",
            ]
        );
        for (latitude, longitude, said) in [
            (
                "north",
                "72",
                "latitude is not a number; write decimal degrees like 33.7712.",
            ),
            ("91", "72", "The point is no place"),
            ("0", "0", "The point is no place"),
            ("NaN", "72", "latitude is not a number"),
        ] {
            let problems = parse_listed(&["H", "U", latitude, longitude, "", ""]).unwrap_err();
            assert_eq!(problems.len(), 1);
            assert!(problems[0].starts_with(said), "{problems:?}");
        }
        assert!(
            parse_listed(&["H\u{1}secret", "U", "", "", "", ""])
                .is_err_and(|said| !said.concat().contains("secret"))
        );
        let most = "x".repeat(LONGEST_ADDRESS);
        assert!(parse_listed(&["H", "U", "", "", &most, ""]).is_ok());
    }
}
