//! The few things of the normal distribution and its relatives that the limits need.

/// The standard deviations of which chance goes beyond, on one side, with probability `tail`; 0 for a half and more.
/// Abramowitz and Stegun 26.2.23, off by less than 0.0005.
pub fn deviations_of_tail(tail: f64) -> f64 {
    if tail >= 0.5 {
        return 0.0;
    }
    let t = (-2.0 * tail.max(f64::MIN_POSITIVE).ln()).sqrt();
    let deviations = t
        - (2.515_517 + 0.802_853 * t + 0.010_328 * t * t)
            / (1.0 + 1.432_788 * t + 0.189_269 * t * t + 0.001_308 * t * t * t);
    // Close to a half the formula's error is larger than what it gives.
    deviations.max(0.0)
}

/// The density of the standard normal distribution.
pub fn density(z: f64) -> f64 {
    (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt()
}

/// A Student's t of `freedom` degrees as the normal deviate of the same tail (Wallace 1959): how odd `t` is, when the spread
/// it was divided by is itself only an estimate from that few peers.
pub fn normal_of_t(t: f64, freedom: f64) -> f64 {
    let z = (freedom * (t * t / freedom).ln_1p()).sqrt() * (8.0 * freedom + 1.0)
        / (8.0 * freedom + 3.0);
    z.copysign(t)
}

/// Reads [`normal_of_t`] back.
pub fn t_of_normal(z: f64, freedom: f64) -> f64 {
    let wide = z * (8.0 * freedom + 3.0) / (8.0 * freedom + 1.0);
    (freedom * (wide * wide / freedom).exp_m1())
        .sqrt()
        .copysign(z)
}

/// The most expected cases for which a binomial tail is summed. Beyond, the normal approximation is good, and below, the
/// probability of no case at all does not underflow.
pub const MOST_EXPECTED: f64 = 200.0;

/// The probability of at most `cases` among `n` when each has the probability `p`; summed from no case at all. Meant for
/// `n * p` up to [`MOST_EXPECTED`].
pub fn binomial_at_most(cases: u64, n: u64, p: f64) -> f64 {
    if cases >= n {
        return 1.0;
    }
    if p <= 0.0 {
        return 1.0;
    }
    if p >= 1.0 {
        return 0.0;
    }
    let mut term = (n as f64 * (-p).ln_1p()).exp();
    let mut sum = term;
    let odds = p / (1.0 - p);
    for k in 0..cases {
        term *= odds * (n - k) as f64 / (k + 1) as f64;
        sum += term;
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_are_those_of_the_tables() {
        for (tail, deviations) in [(0.158_655, 1.0), (0.022_750, 2.0), (0.001_350, 3.0)] {
            let found = deviations_of_tail(tail);
            assert!((found - deviations).abs() < 1e-3, "{tail}: {found}");
        }
        assert_eq!(deviations_of_tail(0.7), 0.0);
        assert_eq!(deviations_of_tail(0.5 - 1e-9), 0.0);
        assert!(deviations_of_tail(0.0).is_finite());
    }

    #[test]
    fn three_deviations_from_ten_peers_take_four() {
        // The 0.99865 quantile of Student's t with 9 degrees of freedom is 4.094.
        let t = t_of_normal(3.0, 9.0);
        assert!((t - 4.094).abs() < 0.02, "{t}");
        assert!((normal_of_t(t, 9.0) - 3.0).abs() < 1e-9);
        assert!((normal_of_t(-t, 9.0) + 3.0).abs() < 1e-9);
        assert!((t_of_normal(3.0, 1e6) - 3.0).abs() < 1e-4);
    }

    #[test]
    fn binomial_tails_are_those_worked_by_hand() {
        // Four coins: none or one head, 5 of 16.
        assert!((binomial_at_most(1, 4, 0.5) - 0.312_5).abs() < 1e-12);
        // No case among 60 at 10 %: 0.9^60.
        assert!((binomial_at_most(0, 60, 0.1) - 0.9_f64.powi(60)).abs() < 1e-12);
        assert_eq!(binomial_at_most(4, 4, 0.5), 1.0);
        assert_eq!(binomial_at_most(0, 9, 0.0), 1.0);
        assert_eq!(binomial_at_most(3, 9, 1.0), 0.0);
    }
}
