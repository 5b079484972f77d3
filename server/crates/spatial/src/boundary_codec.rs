//! A boundary as bytes for a database: exact, and small.
//!
//! Byte 0 is the version (1). Byte 1 says how coordinates are written: `0..=9` as that many
//! decimals, or 255 as the 8 bytes of each number. Then the number of polygons; for each, the
//! number of rings; for each, the number of points (the closing point is not written) and the
//! points. Counts are LEB128; decimal coordinates are LEB128 zigzag differences from the point
//! before, so that a vertex of a file with 5 decimals takes about 5 bytes instead of 16.

use geo::{Coord, LineString, MultiPolygon, Polygon};

const VERSION: u8 = 1;
const RAW: u8 = 255;
const MOST_DECIMALS: u8 = 9;

/// Why bytes are not a boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BoundaryError {
    /// Written by a version that this one does not know.
    #[error(
        "The stored boundary has version {0}, and this program reads version 1. Update the program."
    )]
    Version(u8),
    /// The bytes end too early, go on too long, or say something impossible.
    #[error("The stored boundary is damaged at byte {0}. Import the area's boundary again.")]
    Damaged(usize),
}

/// Writes a boundary as bytes. [`decode_boundary`] gives back the same numbers, bit for bit
/// (an unclosed ring comes back closed, as [`geo::Polygon`] holds it).
pub fn encode_boundary(boundary: &MultiPolygon<f64>) -> Vec<u8> {
    let decimals = shared_decimals(boundary);
    let mut bytes = vec![VERSION, decimals.unwrap_or(RAW)];
    write_count(&mut bytes, boundary.0.len());
    let mut before = (0_i64, 0_i64);
    for polygon in &boundary.0 {
        write_count(&mut bytes, 1 + polygon.interiors().len());
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            let points = &ring.0[..ring.0.len().saturating_sub(1)];
            write_count(&mut bytes, points.len());
            for point in points {
                match decimals {
                    Some(decimals) => {
                        let now = (scaled(point.x, decimals), scaled(point.y, decimals));
                        write_signed(&mut bytes, now.0 - before.0);
                        write_signed(&mut bytes, now.1 - before.1);
                        before = now;
                    }
                    None => {
                        bytes.extend_from_slice(&point.x.to_le_bytes());
                        bytes.extend_from_slice(&point.y.to_le_bytes());
                    }
                }
            }
        }
    }
    bytes
}

/// Reads what [`encode_boundary`] wrote.
///
/// # Errors
/// [`BoundaryError`] when the bytes are of another version, cut, or damaged; never a panic, and
/// never more memory than the bytes can justify.
pub fn decode_boundary(bytes: &[u8]) -> Result<MultiPolygon<f64>, BoundaryError> {
    let mut reader = Reader { bytes, at: 0 };
    let version = reader.byte()?;
    if version != VERSION {
        return Err(BoundaryError::Version(version));
    }
    let decimals = reader.byte()?;
    if decimals != RAW && decimals > MOST_DECIMALS {
        return Err(BoundaryError::Damaged(1));
    }
    let mut before = (0_i64, 0_i64);
    let polygon_count = reader.count(1)?;
    let mut polygons = Vec::with_capacity(polygon_count);
    for _ in 0..polygon_count {
        let ring_count = reader.count(1)?;
        if ring_count == 0 {
            return Err(BoundaryError::Damaged(reader.at));
        }
        let mut rings = Vec::with_capacity(ring_count);
        for _ in 0..ring_count {
            rings.push(reader.ring(decimals, &mut before)?);
        }
        let exterior = rings.remove(0);
        polygons.push(Polygon::new(exterior, rings));
    }
    if reader.at != bytes.len() {
        return Err(BoundaryError::Damaged(reader.at));
    }
    Ok(MultiPolygon::new(polygons))
}

/// The fewest decimals that write every coordinate exactly, if any do.
fn shared_decimals(boundary: &MultiPolygon<f64>) -> Option<u8> {
    let mut decimals = 0;
    for polygon in &boundary.0 {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            for value in ring.0.iter().flat_map(|point| [point.x, point.y]) {
                while !is_exact(value, decimals) {
                    decimals += 1;
                    if decimals > MOST_DECIMALS {
                        return None;
                    }
                }
            }
        }
    }
    // A coordinate may be exact with few decimals and not with more: then the plain form is used.
    let all_exact = boundary
        .0
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .flat_map(|ring| &ring.0)
        .all(|point| is_exact(point.x, decimals) && is_exact(point.y, decimals));
    all_exact.then_some(decimals)
}

fn is_exact(value: f64, decimals: u8) -> bool {
    value.abs() < 1e6 && unscaled(scaled(value, decimals), decimals).to_bits() == value.to_bits()
}

fn scaled(value: f64, decimals: u8) -> i64 {
    (value * 10_f64.powi(i32::from(decimals))).round() as i64
}

fn unscaled(value: i64, decimals: u8) -> f64 {
    value as f64 / 10_f64.powi(i32::from(decimals))
}

fn write_count(bytes: &mut Vec<u8>, count: usize) {
    write_unsigned(bytes, count as u64);
}

fn write_signed(bytes: &mut Vec<u8>, value: i64) {
    write_unsigned(bytes, ((value << 1) ^ (value >> 63)) as u64);
}

fn write_unsigned(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8, BoundaryError> {
        let byte = *self
            .bytes
            .get(self.at)
            .ok_or(BoundaryError::Damaged(self.at))?;
        self.at += 1;
        Ok(byte)
    }

    fn unsigned(&mut self) -> Result<u64, BoundaryError> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            if shift == 63 && byte > 1 {
                break;
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(BoundaryError::Damaged(self.at))
    }

    fn signed(&mut self) -> Result<i64, BoundaryError> {
        let value = self.unsigned()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// A number of things that take at least `bytes_each` bytes each: more cannot follow.
    fn count(&mut self, bytes_each: usize) -> Result<usize, BoundaryError> {
        let count = self.unsigned()?;
        let room = (self.bytes.len() - self.at) / bytes_each;
        match usize::try_from(count) {
            Ok(count) if count <= room => Ok(count),
            _ => Err(BoundaryError::Damaged(self.at)),
        }
    }

    fn ring(
        &mut self,
        decimals: u8,
        before: &mut (i64, i64),
    ) -> Result<LineString<f64>, BoundaryError> {
        let count = self.count(if decimals == RAW { 16 } else { 2 })?;
        let mut points = Vec::with_capacity(count + 1);
        for _ in 0..count {
            points.push(if decimals == RAW {
                Coord {
                    x: self.number()?,
                    y: self.number()?,
                }
            } else {
                let (x, y) = (self.signed()?, self.signed()?);
                *before = (before.0.wrapping_add(x), before.1.wrapping_add(y));
                Coord {
                    x: unscaled(before.0, decimals),
                    y: unscaled(before.1, decimals),
                }
            });
        }
        if let Some(first) = points.first().copied() {
            points.push(first);
        }
        Ok(LineString::new(points))
    }

    fn number(&mut self) -> Result<f64, BoundaryError> {
        let mut bytes = [0; 8];
        for byte in &mut bytes {
            *byte = self.byte()?;
        }
        Ok(f64::from_le_bytes(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bits(boundary: &MultiPolygon<f64>) -> Vec<Vec<Vec<(u64, u64)>>> {
        let ring = |r: &LineString<f64>| {
            r.0.iter()
                .map(|p| (p.x.to_bits(), p.y.to_bits()))
                .collect::<Vec<_>>()
        };
        boundary
            .0
            .iter()
            .map(|p| {
                std::iter::once(p.exterior())
                    .chain(p.interiors())
                    .map(ring)
                    .collect()
            })
            .collect()
    }

    fn boundary_of(numbers: &[Vec<(f64, f64)>]) -> MultiPolygon<f64> {
        MultiPolygon::new(
            numbers
                .iter()
                .map(|ring| {
                    let hole: Vec<(f64, f64)> = ring.iter().take(3).copied().collect();
                    Polygon::new(LineString::from(ring.clone()), vec![LineString::from(hole)])
                })
                .collect(),
        )
    }

    #[test]
    fn five_decimals_take_a_third_of_the_plain_numbers() {
        let ring: Vec<(f64, f64)> = (0..1000)
            .map(|i| {
                (
                    f64::from(7_200_000 + 37 * i) / 1e5,
                    f64::from(3_100_000 - 53 * i) / 1e5,
                )
            })
            .collect();
        let boundary = MultiPolygon::new(vec![Polygon::new(LineString::from(ring), vec![])]);
        let bytes = encode_boundary(&boundary);
        assert_eq!(bytes[..2], [1, 5]);
        assert!(bytes.len() < 5_000, "{} bytes", bytes.len());
        assert_eq!(bits(&decode_boundary(&bytes).unwrap()), bits(&boundary));
    }

    #[test]
    fn another_version_is_named() {
        assert_eq!(decode_boundary(&[2, 0, 0]), Err(BoundaryError::Version(2)));
    }

    #[test]
    fn a_huge_count_in_damaged_bytes_asks_for_no_memory() {
        let bytes = [1, 255, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f];
        assert!(matches!(
            decode_boundary(&bytes),
            Err(BoundaryError::Damaged(_))
        ));
    }

    proptest! {
        #[test]
        fn any_boundary_comes_back_bit_for_bit(
            numbers in prop::collection::vec(prop::collection::vec((any::<f64>(), -90.0..90.0), 3..8), 0..4),
        ) {
            let boundary = boundary_of(&numbers);
            prop_assert_eq!(bits(&decode_boundary(&encode_boundary(&boundary)).unwrap()), bits(&boundary));
        }

        #[test]
        fn decimal_boundaries_come_back_bit_for_bit(
            decimals in 0..9_i32,
            numbers in prop::collection::vec(prop::collection::vec((-18_000_i32..18_000, -9_000_i32..9_000), 3..8), 0..4),
        ) {
            let scale = 10_f64.powi(decimals);
            let numbers: Vec<Vec<(f64, f64)>> = numbers
                .iter()
                .map(|ring| ring.iter().map(|&(x, y)| (f64::from(x) / scale, f64::from(y) / scale)).collect())
                .collect();
            let boundary = boundary_of(&numbers);
            prop_assert_eq!(bits(&decode_boundary(&encode_boundary(&boundary)).unwrap()), bits(&boundary));
        }

        #[test]
        fn cut_or_changed_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut bytes = bytes;
            let _ = decode_boundary(&bytes);
            if bytes.len() > 1 {
                bytes[0] = 1;
                bytes[1] %= 10;
                let _ = decode_boundary(&bytes);
            }
        }
    }
}
