//! Sums of slots: packed as they are kept, open as they are added and read.

use super::slot::{Binned, Count, SLOTS};

/// A few slots with their numbers, in as many bytes as they need: what is kept of an enumerator's day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    bytes: Box<[u8]>,
}

impl Packed {
    /// Packs numbers by slot. Slots may come in any order and more than once; zeros are left out.
    pub fn of(slots: impl IntoIterator<Item = (u16, u32)>) -> Packed {
        let mut slots: Vec<(u16, u32)> = slots.into_iter().collect();
        slots.sort_unstable();
        let mut bytes = Vec::new();
        let mut last = 0;
        for of_slot in slots.chunk_by(|a, b| a.0 == b.0) {
            let sum = of_slot
                .iter()
                .fold(0_u32, |sum, (_, number)| sum.saturating_add(*number));
            if sum > 0 {
                push_number(&mut bytes, u32::from(of_slot[0].0 - last));
                push_number(&mut bytes, sum);
                last = of_slot[0].0;
            }
        }
        Packed {
            bytes: bytes.into(),
        }
    }

    /// The slots and their numbers, in the order of the slots.
    pub fn slots(&self) -> impl Iterator<Item = (u16, u32)> + '_ {
        let mut rest = &self.bytes[..];
        let mut slot = 0_u16;
        std::iter::from_fn(move || {
            slot = slot.saturating_add(u16::try_from(take_number(&mut rest)?).ok()?);
            Some((slot, take_number(&mut rest)?))
        })
    }
}

/// Appends a number: seven bits a byte, the lowest first; the highest bit says that more follow.
pub(super) fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number from the front; `None` where there is no whole one.
pub(super) fn take_number(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for shift in (0..35).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// The packed days of one enumerator or one area, as bytes: each day in front of its slots.
pub(super) fn push_packed(bytes: &mut Vec<u8>, packed: &Packed) {
    push_number(bytes, packed.bytes.len() as u32);
    bytes.extend_from_slice(&packed.bytes);
}

/// Takes what [`push_packed`] appended. What cannot be read is `None`.
pub(super) fn take_packed(bytes: &mut &[u8]) -> Option<Packed> {
    let length = take_number(bytes)? as usize;
    let (packed, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    let packed = Packed {
        bytes: packed.into(),
    };
    let mut rest = &packed.bytes[..];
    let mut slot = 0_u32;
    while !rest.is_empty() {
        slot = slot.checked_add(take_number(&mut rest)?)?;
        take_number(&mut rest)?;
        if slot as usize >= SLOTS {
            return None;
        }
    }
    Some(packed)
}

/// Every slot with its number: what measures are worked out from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    slots: Box<[u64]>,
}

impl Default for Sums {
    fn default() -> Sums {
        Sums {
            slots: vec![0; SLOTS].into(),
        }
    }
}

impl Sums {
    /// Adds a day, or whatever else was packed.
    pub fn add(&mut self, packed: &Packed) {
        self.add_up_to(packed, u16::MAX);
    }

    /// Begins anew with the slots up to `last`; those beyond must be empty.
    pub fn clear(&mut self, last: u16) {
        let end = self.slots.len().min(usize::from(last) + 1);
        self.slots[..end].fill(0);
    }

    /// Adds what was packed of the slots up to `last`.
    pub fn add_up_to(&mut self, packed: &Packed, last: u16) {
        for (slot, number) in packed.slots().take_while(|(slot, _)| *slot <= last) {
            if let Some(sum) = self.slots.get_mut(usize::from(slot)) {
                *sum += u64::from(number);
            }
        }
    }

    /// Adds one slot.
    pub fn add_slot(&mut self, slot: u16, number: u64) {
        if let Some(sum) = self.slots.get_mut(usize::from(slot)) {
            *sum += number;
        }
    }

    /// The number in a slot; 0 of a slot that does not exist.
    pub fn slot(&self, slot: u16) -> u64 {
        self.slots.get(usize::from(slot)).copied().unwrap_or(0)
    }

    /// A count.
    pub fn count(&self, count: Count) -> u64 {
        self.slot(count.slot())
    }

    /// The bins of a spread, by the order of its edges.
    pub fn bins(&self, binned: Binned) -> &[u64] {
        let first = usize::from(binned.first_slot());
        &self.slots[first..first + binned.edges().len()]
    }

    /// The slots that have any, in their order.
    pub fn filled(&self) -> impl Iterator<Item = (u16, u64)> + '_ {
        let slots = self.slots.iter().enumerate();
        slots
            .filter(|(_, number)| **number > 0)
            .map(|(slot, number)| (slot as u16, *number))
    }

    /// Packs the sums again. Numbers beyond 32 bits stay at their most.
    pub fn pack(&self) -> Packed {
        Packed::of(
            self.filled()
                .map(|(slot, number)| (slot, u32::try_from(number).unwrap_or(u32::MAX))),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_packed_twice_is_added() {
        let packed = Packed::of([(700, 300), (3, 1), (3, 2), (9, 0)]);
        assert_eq!(packed.slots().collect::<Vec<_>>(), [(3, 3), (700, 300)]);
    }

    #[test]
    fn bytes_that_are_no_sums_are_refused() {
        for bytes in [&[5, 1][..], &[2, 0x80, 0x80], &[3, 0xff, 0xff, 0x7f], &[]] {
            assert_eq!(take_packed(&mut &*bytes), None, "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn packing_loses_nothing(slots in proptest::collection::vec((0..SLOTS as u16, 0..100_000_u32), 0..60)) {
            let packed = Packed::of(slots.iter().copied());
            let mut sums = Sums::default();
            sums.add(&packed);
            let mut expected = Sums::default();
            for (slot, number) in slots {
                expected.add_slot(slot, u64::from(number));
            }
            prop_assert_eq!(&sums, &expected);
            prop_assert_eq!(sums.pack(), packed.clone());
            let mut bytes = Vec::new();
            push_packed(&mut bytes, &packed);
            prop_assert_eq!(take_packed(&mut &bytes[..]), Some(packed));
        }
    }
}
