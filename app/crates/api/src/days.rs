//! A map's values day by day, two bytes a value: small enough for a weak network, quick to recolour from.
//!
//! Wire form: one line of JSON ([`DaysHead`]), a line feed, then `days × areas` little-endian `u16`, day by day.
//! A value holds the class in its upper three bits (index into [`Class::ALL`]) and the share in its lower thirteen
//! (per mille, rounded down, at most [`MOST_PERMILLE`]; [`NO_SHARE`] where there is no denominator). The class
//! travels with the share because it is decided on the exact ratio.

use domain::coverage::{Class, Measure};
use serde::{Deserialize, Serialize};

/// The largest share that travels; larger ones are cut to it.
pub const MOST_PERMILLE: u16 = 8_190;
/// Stands for "no denominator".
pub const NO_SHARE: u16 = 8_191;

/// What the values are about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaysHead {
    /// The measure's code.
    pub measure: String,
    /// Days, `YYYY-MM-DD`, ascending.
    pub days: Vec<String>,
    /// Codes of the areas, in the order of the values.
    pub areas: Vec<String>,
}

/// A map's values day by day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayValues {
    /// What they are about.
    pub head: DaysHead,
    /// `days × areas` packed values.
    pub values: Vec<u16>,
}

impl DayValues {
    /// The value of the `day`-th day and the `area`-th area: class, and share in per mille.
    pub fn get(&self, day: usize, area: usize) -> Option<(Class, Option<u32>)> {
        if area >= self.head.areas.len() {
            return None;
        }
        self.values
            .get(day * self.head.areas.len() + area)
            .map(|value| unpack(*value))
    }

    /// The values after the head, as they travel.
    pub fn body(&self) -> Vec<u8> {
        self.values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect()
    }

    /// Joins a head that was read with the bytes that followed it; `None` if their number does not fit.
    pub fn from_parts(head: DaysHead, body: &[u8]) -> Option<DayValues> {
        if body.len() != head.days.len() * head.areas.len() * 2 {
            return None;
        }
        let values = body
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        Some(DayValues { head, values })
    }
}

/// Packs the value of `part` of `whole`.
pub fn pack(measure: Measure, part: u64, whole: Option<u64>) -> u16 {
    let class = measure.class(part, whole);
    let index = Class::ALL.iter().position(|c| *c == class).unwrap_or(0) as u16;
    let share = whole
        .and_then(|whole| domain::number::permille(part, whole))
        .map_or(NO_SHARE, |permille| {
            u16::try_from(permille)
                .unwrap_or(u16::MAX)
                .min(MOST_PERMILLE)
        });
    index << 13 | share
}

/// Reads [`pack`] back: class, and share in per mille.
pub fn unpack(value: u16) -> (Class, Option<u32>) {
    let class = Class::ALL
        .get(usize::from(value >> 13))
        .copied()
        .unwrap_or(Class::Unknown);
    let share = value & 0x1fff;
    (class, (share != NO_SHARE).then_some(u32::from(share)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_carries_class_and_share() {
        let round = |part, whole| unpack(pack(Measure::Coverage, part, whole));
        assert_eq!(round(0, Some(10)), (Class::None, Some(0)));
        assert_eq!(round(1, Some(10_000)), (Class::Low, Some(0)));
        assert_eq!(round(10_501, Some(10_000)), (Class::Over, Some(1_050)));
        assert_eq!(round(5, None), (Class::Unknown, None));
        assert_eq!(
            round(1_000_000, Some(1)),
            (Class::Over, Some(u32::from(MOST_PERMILLE)))
        );
    }

    #[test]
    fn values_travel_and_a_truncated_body_is_noticed() {
        let head = DaysHead {
            measure: "coverage".to_owned(),
            days: vec!["2026-11-01".to_owned(), "2026-11-02".to_owned()],
            areas: vec!["A".to_owned(), "B".to_owned()],
        };
        let sent = DayValues {
            head: head.clone(),
            values: vec![1, 2, 3, 0xe000],
        };
        assert_eq!(
            DayValues::from_parts(head.clone(), &sent.body()),
            Some(sent.clone())
        );
        assert_eq!(DayValues::from_parts(head, &sent.body()[..7]), None);
        assert_eq!(sent.get(1, 0), Some(unpack(3)));
        assert_eq!(sent.get(1, 2), None);
        assert_eq!(sent.get(2, 0), None);
    }
}
