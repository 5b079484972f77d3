//! Longitude and latitude written the wrong way round: noticed by the boundaries on file.
//!
//! The country's exchanged coordinates are on Earth too (in the Arctic Ocean), so a file by itself cannot tell. An area
//! counts as exchanged if it lies apart from the boundaries of every level on file and would lie among those of one of them
//! with the two exchanged. Where levels contradict each other, or none is on file, nothing is said.

use super::areas::AreaSource;
use crate::ground::{GroundError, load_level};
use domain::area::Level;
use domain::number::grouped;
use geo::{BoundingRect, Rect};
use spatial::boxes::joined;
use spatial::geojson_in::exchanged_would_fit;
use store::Db;

/// A sentence if some of the file's areas have longitude and latitude exchanged: which, where they lie, what to do.
pub async fn exchanged(db: &Db, source: &AreaSource) -> Result<Option<String>, GroundError> {
    if source.boxes.is_empty() {
        return Ok(None);
    }
    let mut on_file = Vec::new();
    for level in Level::ALL {
        let boundaries = load_level(db, level).await?;
        let boxes = boundaries
            .iter()
            .filter_map(|(_, boundary)| boundary.bounding_rect());
        on_file.extend(boxes.reduce(joined));
    }
    Ok(sentence(&source.boxes, &on_file))
}

/// `found`: the file's areas by their codes; `on_file`: the box around each level.
fn sentence(found: &[(String, Rect<f64>)], on_file: &[Rect<f64>]) -> Option<String> {
    let noticed: Vec<_> = found
        .iter()
        .filter(|(_, area)| exchanged_would_fit(*area, on_file))
        .collect();
    let around = noticed.iter().map(|(_, area)| *area).reduce(joined)?;
    const NAMED: usize = 5;
    let codes: Vec<&str> = noticed
        .iter()
        .take(NAMED)
        .map(|(code, _)| code.as_str())
        .collect();
    let more = if noticed.len() > NAMED { ", …" } else { "" };
    Some(format!(
        "{} of the {} boundaries in the file ({}{more}) have longitude and latitude exchanged, it seems: they lie at longitude \
         {} and latitude {}, far from every boundary on file, and would lie among those with the two exchanged. GeoJSON writes \
         longitude first. Export the areas again; nothing was imported. If the boundaries on file are the wrong ones, \
         add --as-given, and import those again afterwards.",
        grouped(noticed.len() as u64),
        grouped(found.len() as u64),
        codes.join(", "),
        range(around.min().x, around.max().x),
        range(around.min().y, around.max().y),
    ))
}

fn range(low: f64, high: f64) -> String {
    format!("{low:.2} to {high:.2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(west: f64, south: f64) -> Rect<f64> {
        Rect::new((west, south), (west + 1.0, south + 1.0))
    }

    fn file(boxes: &[Rect<f64>]) -> Vec<(String, Rect<f64>)> {
        let named = |(at, area): (usize, &Rect<f64>)| (format!("U{at}"), *area);
        boxes.iter().enumerate().map(named).collect()
    }

    #[test]
    fn the_exchanged_areas_of_a_file_are_named_and_the_others_are_not() {
        let areas = file(&[square(74.0, 31.0), square(31.0, 74.0), square(31.5, 74.5)]);
        let said = sentence(&areas, &[square(74.0, 31.0)]).unwrap();
        assert!(
            said.starts_with(
                "2 of the 3 boundaries in the file (U1, U2) have longitude and latitude exchanged"
            ),
            "{said}"
        );
        assert!(
            said.contains("longitude 31.00 to 32.50 and latitude 74.00 to 75.50"),
            "{said}"
        );
    }

    #[test]
    fn many_areas_are_counted_and_the_first_are_named() {
        let areas = file(&[square(31.0, 74.0); 7]);
        let said = sentence(&areas, &[square(74.0, 31.0)]).unwrap();
        assert!(
            said.starts_with("7 of the 7 boundaries in the file (U0, U1, U2, U3, U4, …)"),
            "{said}"
        );
    }

    #[test]
    fn nothing_is_said_where_nothing_is_on_file_or_the_levels_contradict_each_other() {
        let areas = file(&[square(31.0, 74.0)]);
        assert_eq!(sentence(&areas, &[]), None);
        let both_ways = [square(74.0, 31.0), square(31.0, 74.0)];
        assert_eq!(sentence(&areas, &both_ways), None);
    }

    #[test]
    fn an_area_that_is_elsewhere_either_way_is_not_called_exchanged() {
        let areas = file(&[square(10.0, 50.0)]);
        assert_eq!(sentence(&areas, &[square(74.0, 31.0)]), None);
    }
}
