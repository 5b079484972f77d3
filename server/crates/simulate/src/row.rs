//! A submission as text: the cells of a row of the canonical format.

use crate::answers::answers;
use crate::draw::{Draw, Purpose};
use crate::gazetteer::gazetteer;
use crate::survey::{Survey, device_id, enumerator_code};
use crate::workday::Visit;
use domain::outcome::{Outcome, ReviewState};
use domain::submission::{Cells, Column};

/// One row, all columns in the order of [`Column::ALL`], blank where nothing is recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CanonicalRow {
    text: String,
    ends: [u32; Column::COUNT],
    filled: usize,
}

/// Codes that are written again and again.
#[derive(Debug)]
pub(crate) struct Codes {
    enumerators: Vec<(String, String)>,
}

impl Codes {
    pub fn new(survey: &Survey) -> Codes {
        let seed = survey.scenario.seed;
        Codes {
            enumerators: survey
                .enumerators
                .iter()
                .enumerate()
                .map(|(index, enumerator)| {
                    (
                        enumerator_code(enumerator),
                        device_id(seed, index as u32, false),
                    )
                })
                .collect(),
        }
    }
}

impl CanonicalRow {
    /// The text of a column, `""` where blank.
    pub fn get(&self, column: Column) -> &str {
        let index = column as usize;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text
            .get(start as usize..self.ends[index] as usize)
            .unwrap_or("")
    }

    /// The row as [`domain::parse::parse_submission`] takes it.
    pub fn cells(&self) -> Cells<'_> {
        Cells(Column::ALL.map(|column| self.get(column)))
    }

    /// Ends the cell that was being written.
    fn end(&mut self) {
        if let Some(end) = self.ends.get_mut(self.filled) {
            *end = self.text.len() as u32;
        }
        self.filled += 1;
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.end();
    }

    /// A number, blank where `known` is false.
    fn put_number(&mut self, value: u64, known: bool) {
        if known {
            number(value, &mut self.text);
        }
        self.end();
    }

    fn put_time(&mut self, survey: &Survey, wall_s: i64) {
        survey.calendar.write(wall_s, &mut self.text);
        self.end();
    }

    /// Writes a visit, in the order of [`Column::ALL`].
    pub(crate) fn fill(&mut self, survey: &Survey, codes: &Codes, visit: &Visit) {
        self.text.clear();
        self.filled = 0;
        let seed = survey.scenario.seed;
        let enumerator = &survey.enumerators[visit.enumerator as usize];
        let uc = &gazetteer().ucs[usize::from(visit.uc)];
        write_submission_id(seed, visit.enumerator, visit.number, &mut self.text);
        self.end();
        self.put("PSER-HH");
        self.put(if visit.form_version == 4 { "4" } else { "3" });
        self.put(survey.tehsils[usize::from(enumerator.tehsil)].wave.code());
        let (code, device) = &codes.enumerators[visit.enumerator as usize];
        self.put(code);
        if visit.number >= enumerator.second_device_from {
            self.put(&device_id(seed, visit.enumerator, true));
        } else {
            self.put(device);
        }
        write_household_ref(seed, visit.uc, visit.household, &mut self.text);
        self.end();
        self.put(&uc.code);
        self.put(""); // block_code
        self.put(visit.outcome.code());
        self.put_time(survey, visit.started_s);
        self.put_time(survey, visit.ended_s);
        self.put_time(survey, visit.received_s);
        match &visit.fix {
            Some(fix) => {
                degrees(fix.lat_e6, &mut self.text);
                self.end();
                degrees(fix.lon_e6, &mut self.text);
                self.end();
                number(u64::from(fix.accuracy_dm / 10), &mut self.text);
                self.text.push('.');
                number(u64::from(fix.accuracy_dm % 10), &mut self.text);
                self.end();
                self.put_number(u64::from(fix.altitude_m.unsigned_abs()), true);
                self.put_time(survey, fix.at_s);
                self.put(if visit.mock { "true" } else { "false" });
            }
            None => (0..6).for_each(|_| self.end()),
        }
        self.put_number(u64::from(visit.active_s), visit.active_s > 0);
        self.put_number(u64::from(visit.household_size), visit.household_size > 0);
        for count in visit.items {
            self.put_number(u64::from(count), visit.items[0] > 0);
        }
        if visit.outcome == Outcome::Complete {
            answers(survey, visit, &mut self.text);
        }
        self.end();
        self.put(match visit.review {
            ReviewState::Received => "",
            other => other.code(),
        });
        // No listing is simulated.
        (0..2).for_each(|_| self.end());
    }
}

/// The reference of a household. Opaque: it tells neither the union council nor the order.
pub(crate) fn write_household_ref(seed: u64, uc: u16, household: u32, text: &mut String) {
    text.push('H');
    let key = 1 << 32 | u64::from(uc);
    let mut draw = Draw::keyed(seed, Purpose::Id, key, u64::from(household));
    hex(draw.bits() >> 8, 14, text);
}

/// The id of an enumerator's visit: `uuid:` and a random (version 4) UUID.
pub(crate) fn submission_id(seed: u64, enumerator: u32, visit: u32) -> String {
    let mut text = String::with_capacity(41);
    write_submission_id(seed, enumerator, visit, &mut text);
    text
}

fn write_submission_id(seed: u64, enumerator: u32, visit: u32, text: &mut String) {
    let mut draw = Draw::keyed(seed, Purpose::Id, u64::from(enumerator), u64::from(visit));
    let (high, low) = (draw.bits(), draw.bits());
    text.push_str("uuid:");
    hex(high >> 32, 8, text);
    text.push('-');
    hex(high >> 16 & 0xFFFF, 4, text);
    text.push('-');
    hex(high & 0x0FFF | 0x4000, 4, text);
    text.push('-');
    hex(low >> 48 & 0x3FFF | 0x8000, 4, text);
    text.push('-');
    hex(low & 0xFFFF_FFFF_FFFF, 12, text);
}

#[inline]
pub(crate) fn number(mut value: u64, text: &mut String) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    text.extend(digits[at..].iter().map(|digit| *digit as char));
}

/// Millionths of a degree as degrees with six decimals.
fn degrees(value_e6: i32, text: &mut String) {
    if value_e6 < 0 {
        text.push('-');
    }
    let value = value_e6.unsigned_abs();
    number(u64::from(value / 1_000_000), text);
    text.push('.');
    let mut place = 100_000;
    while place > 0 {
        text.push((b'0' + (value / place % 10) as u8) as char);
        place /= 10;
    }
}

fn hex(value: u64, digits: u32, text: &mut String) {
    for place in (0..digits).rev() {
        text.push(b"0123456789abcdef"[(value >> (4 * place) & 15) as usize] as char);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_and_numbers_are_written_in_full() {
        let write = |value| {
            let mut text = String::new();
            degrees(value, &mut text);
            text
        };
        assert_eq!(write(31_520_400), "31.520400");
        assert_eq!(write(-7), "-0.000007");
        let mut text = String::new();
        number(0, &mut text);
        number(20_146, &mut text);
        assert_eq!(text, "020146");
    }

    #[test]
    fn an_id_is_a_random_uuid_of_version_4() {
        let id = submission_id(1, 2, 3);
        assert_eq!(id.len(), 41);
        assert!(id.starts_with("uuid:"));
        assert_eq!(&id[19..20], "4");
        assert!("89ab".contains(&id[24..25]));
        assert_ne!(id, submission_id(1, 2, 4));
    }
}
