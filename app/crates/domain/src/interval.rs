//! Wilson's interval of a share.

/// Standard deviations that a 95 % interval reaches to both sides.
pub const DEVIATIONS_OF_95: f64 = 1.959_964;

/// Wilson's interval (Wilson 1927, JASA 22), 0 to 1, of a share that was seen in `n` independent units: unlike the plain one it is of use at
/// 0 and at 1. `n` need not be whole: of a survey it is the effective size of the sample. `deviations` is 1.96 for 95 %.
/// For an infinite `n` it is the share itself; for an `n` of 0 it is everything, 0 to 1.
pub fn wilson(share: f64, n: f64, deviations: f64) -> (f64, f64) {
    if n.is_infinite() {
        return (share, share);
    }
    if n <= 0.0 {
        return (0.0, 1.0);
    }
    let z2 = deviations * deviations;
    let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half =
        deviations / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    // At the ends it is the end itself, and not the last bit beside it.
    let low = if share <= 0.0 { 0.0 } else { middle - half };
    let high = if share >= 1.0 { 1.0 } else { middle + half };
    (low.max(0.0), high.min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_that_of_the_tables_and_has_sensible_ends() {
        let (low, high) = wilson(0.95, 20.0, DEVIATIONS_OF_95);
        assert!(
            (low - 0.7639).abs() < 1e-4 && (high - 0.9911).abs() < 1e-4,
            "{low} {high}"
        );
        assert_eq!(wilson(0.3, f64::INFINITY, DEVIATIONS_OF_95), (0.3, 0.3));
        assert_eq!(wilson(0.0, 23.7, 2.1).0, 0.0);
        assert_eq!(wilson(1.0, 23.7, 2.1).1, 1.0);
        assert_eq!(wilson(0.0, 0.0, DEVIATIONS_OF_95), (0.0, 1.0));
    }
}
