//! Made-up chance, for the forecast, the draws of spot checks and tests: the same seed, the same throws.

/// SplitMix64 (Steele, Lea and Flood 2014).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Evenly one of 0 … n − 1, of fewer than 2³²; 0 if n is 0.
    pub fn place(&mut self, n: usize) -> usize {
        (((self.next() >> 32) * n as u64) >> 32) as usize
    }

    /// Exactly evenly one of 0 … n − 1: what would favour some of them is thrown again. 0 if n is 0. A draw whose probabilities are stated
    /// needs it; [`Dice::place`] is off by up to n in 2³².
    pub fn exactly(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        // 2⁶⁴ − 1 less what is left over after the last whole n.
        let last = u64::MAX - (u64::MAX % n + 1) % n;
        loop {
            let bits = self.next();
            if bits <= last {
                return bits % n;
            }
        }
    }

    /// Bell-shaped with mean 0 and standard deviation 1, within ±3.46: the sum of four even throws (Irwin and Hall). Exact by
    /// IEEE 754, so the same on every machine.
    pub fn bell(&mut self) -> f64 {
        let bits = self.next();
        let sum: u64 = (0..4).map(|i| (bits >> (16 * i)) & 0xFFFF).sum();
        ((sum as f64 + 2.0) / 65_536.0 - 2.0) * 1.732_050_807_568_877_2
    }

    /// A factor with median 1, close to log-normal with deviation `sigma`, of the same operations.
    pub fn skewed(&mut self, sigma: f64) -> f64 {
        // (1 + x/64)^64 is e^x within a few per cent here.
        let mut factor = 1.0 + sigma * self.bell() / 64.0;
        for _ in 0..6 {
            factor *= factor;
        }
        factor
    }
}

/// What only tests throw.
#[cfg(test)]
impl Dice {
    /// From 0 to 1, without 0.
    pub fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub fn happens(&mut self, p: f64) -> bool {
        self.uniform() < p
    }

    pub fn binomial(&mut self, n: u64, p: f64) -> u64 {
        (0..n).filter(|_| self.happens(p)).count() as u64
    }

    /// Box and Muller.
    pub fn normal(&mut self) -> f64 {
        let (a, b) = (self.uniform(), self.uniform());
        (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
    }

    /// Knuth; for means of a few dozen at most.
    pub fn poisson(&mut self, mean: f64) -> u32 {
        let limit = (-mean).exp();
        let mut product = self.uniform();
        let mut count = 0;
        while product > limit {
            product *= self.uniform();
            count += 1;
        }
        count
    }

    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}
