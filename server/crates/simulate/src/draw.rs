//! Drawing numbers from a seed: the same on every machine and for ever.
//!
//! SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), keyed by what the
//! numbers are for, so that any enumerator's any day can be made without making the days before it.
//! Only additions, multiplications, divisions and square roots are used: these are exact by IEEE 754, where `ln` and
//! `cos` may differ in the last digit from one system to the next. See docs/decisions/0040.

/// What a stream of numbers is for; two purposes never share a stream.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub(crate) enum Purpose {
    Attendance = 1,
    Block,
    Device,
    Home,
    Household,
    Id,
    Name,
    Person,
    Plan,
    Settlement,
    Share,
    Visit,
    Workday,
    Planting,
    Chosen,
    Act,
    Trait,
    Answers,
    Course,
    Listing,
}

/// A stream of numbers.
#[derive(Clone, Debug)]
pub(crate) struct Draw(u64);

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Draw {
    /// The stream of a seed, a purpose and two numbers that say which of its things.
    pub fn keyed(seed: u64, purpose: Purpose, a: u64, b: u64) -> Draw {
        let mut state = mix(seed.wrapping_add(STEP));
        for word in [purpose as u64, a, b] {
            state = mix(state.wrapping_add(STEP) ^ mix(word.wrapping_add(STEP)));
        }
        Draw(state)
    }

    /// 64 even bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// Evenly in 0 ≤ x < 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Evenly one of 0 … n − 1 (0 if n is 0).
    pub fn below(&mut self, n: u32) -> u32 {
        (((self.bits() >> 32) * u64::from(n)) >> 32) as u32
    }

    /// Evenly one of `from` … `to`, both included.
    pub fn between(&mut self, from: u32, to: u32) -> u32 {
        from + self.below(to.saturating_sub(from) + 1)
    }

    /// True with probability `share`.
    pub fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// Bell-shaped with mean 0 and standard deviation 1, within ±3.46: the sum of four even draws (Irwin–Hall).
    pub fn bell(&mut self) -> f64 {
        let bits = self.bits();
        let sum: u64 = (0..4).map(|i| (bits >> (16 * i)) & 0xFFFF).sum();
        ((sum as f64 + 2.0) / 65_536.0 - 2.0) * 1.732_050_807_568_877_2
    }

    /// A factor with median 1 and a long tail upwards, close to log-normal with deviation `sigma`.
    pub fn skewed(&mut self, sigma: f64) -> f64 {
        // (1 + x/64)^64 is e^x within 2 % here, and needs no exponential function.
        let mut factor = 1.0 + sigma * self.bell() / 64.0;
        for _ in 0..6 {
            factor *= factor;
        }
        factor
    }

    /// Puts `items` into a drawn order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last as u32 + 1) as usize;
            items.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_depends_on_every_part_of_its_key() {
        let first = |seed, purpose, a, b| Draw::keyed(seed, purpose, a, b).bits();
        let base = first(1, Purpose::Visit, 2, 3);
        assert_eq!(base, first(1, Purpose::Visit, 2, 3));
        assert_ne!(base, first(2, Purpose::Visit, 2, 3));
        assert_ne!(base, first(1, Purpose::Block, 2, 3));
        assert_ne!(base, first(1, Purpose::Visit, 3, 2));
        assert_ne!(base, first(1, Purpose::Visit, 2, 4));
    }

    #[test]
    fn draws_have_the_mean_and_spread_they_promise() {
        let mut draw = Draw::keyed(5, Purpose::Visit, 0, 0);
        let n = 100_000;
        let bells: Vec<f64> = (0..n).map(|_| draw.bell()).collect();
        let mean = bells.iter().sum::<f64>() / f64::from(n);
        let variance = bells.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / f64::from(n);
        assert!(
            mean.abs() < 0.02 && (variance - 1.0).abs() < 0.03,
            "{mean} {variance}"
        );
        let ones = (0..n).filter(|_| draw.chance(0.25)).count();
        assert!((24_000..26_000).contains(&ones), "{ones}");
        assert!((0..n).all(|_| draw.below(7) < 7));
        let longer = (0..n).filter(|_| draw.skewed(0.4) > 1.0).count();
        assert!((49_000..51_000).contains(&longer), "{longer}");
    }

    #[test]
    fn a_shuffle_keeps_every_item() {
        let mut items: Vec<u32> = (0..50).collect();
        Draw::keyed(1, Purpose::Block, 0, 0).shuffle(&mut items);
        assert_ne!(items, (0..50).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..50).collect::<Vec<_>>());
    }
}
