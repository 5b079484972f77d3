//! When the certificate ends: whoever renews it by a program learns here that the program has stopped doing so.

use domain::time::{EpochMs, MS_PER_DAY};
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

/// Fewer days than this are announced. Certificates of 90 days are renewed when 30 are left, so that 21 mean that it failed for nine days.
pub const SOON_DAYS: i64 = 21;

/// When a chain of certificates ends: with the first of them that does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiry(EpochMs);

impl Expiry {
    /// Of a chain. `None` if one of them cannot be read.
    pub fn of(chain: &[CertificateDer<'_>]) -> Option<Expiry> {
        let ends = chain.iter().map(|certificate| {
            let (_, read) = x509_parser::parse_x509_certificate(certificate).ok()?;
            let seconds = read.validity().not_after.timestamp();
            Some(EpochMs(seconds.saturating_mul(1_000)))
        });
        let ends: Option<Vec<EpochMs>> = ends.collect();
        ends?.into_iter().min().map(Expiry)
    }

    /// Of a file (PEM). `None` if it holds no certificates that can be read.
    pub fn of_file(path: &Path) -> Option<Expiry> {
        let chain: Result<Vec<_>, _> =
            CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
        Expiry::of(&chain.ok()?)
    }

    /// How it stands at an instant.
    pub fn at(self, now: EpochMs) -> Standing {
        let left_ms = self.0.0.saturating_sub(now.0);
        Standing {
            ends: self.0,
            days: left_ms.div_euclid(MS_PER_DAY),
        }
    }
}

/// How a certificate's end stands at an instant. Shown, it is the rest of a sentence about the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    ends: EpochMs,
    /// Whole days that are left; below zero when it has ended.
    pub days: i64,
}

impl Standing {
    /// Whether whoever runs the server should be told.
    pub fn is_soon(&self) -> bool {
        self.days < SOON_DAYS
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ends = self.ends.to_rfc3339();
        let ends = ends.unwrap_or_else(|| "a time that no calendar has".to_owned());
        match self.days {
            days if days < 0 => write!(
                f,
                "ended at {ends}: browsers refuse it. Renew it; the server reads the new files by itself"
            ),
            days if self.is_soon() => write!(
                f,
                "ends at {ends}, in {days} days: see why it has not been renewed. The server reads the new files by itself"
            ),
            days => write!(f, "ends at {ends}, in {days} days"),
        }
    }
}

/// The end of the certificate that is in use, for the metrics. Shared between the listener, which reads files, and whoever shows it.
#[derive(Debug)]
pub struct InUse(AtomicI64);

/// Stands for an end that could not be read.
const UNKNOWN: i64 = i64::MIN;

impl InUse {
    /// Nothing is known yet.
    pub fn new(expiry: Option<Expiry>) -> InUse {
        let in_use = InUse(AtomicI64::new(UNKNOWN));
        in_use.set(expiry);
        in_use
    }

    /// Another certificate is in use now.
    pub fn set(&self, expiry: Option<Expiry>) {
        let ends = expiry.map_or(UNKNOWN, |expiry| expiry.0.0);
        self.0.store(ends, Ordering::Relaxed);
    }

    /// The one that is in use; `None` where its end could not be read.
    pub fn get(&self) -> Option<Expiry> {
        let ends = self.0.load(Ordering::Relaxed);
        (ends != UNKNOWN).then_some(Expiry(EpochMs(ends)))
    }

    /// Seconds until it ends, below zero when it has; NaN where that is not known.
    pub fn seconds_left(&self, now: EpochMs) -> f64 {
        self.get()
            .map_or(f64::NAN, |Expiry(ends)| (ends.0 - now.0) as f64 / 1_000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_announced_from_three_weeks_before() {
        let now = EpochMs(1_790_000_000_000);
        let standing = |left_ms: i64| Expiry(EpochMs(now.0 + left_ms)).at(now);
        let soon = |left_ms| (standing(left_ms).days, standing(left_ms).is_soon());
        assert_eq!(soon(22 * MS_PER_DAY), (22, false));
        assert_eq!(soon(21 * MS_PER_DAY), (21, false));
        assert_eq!(soon(21 * MS_PER_DAY - 1), (20, true));
        assert_eq!(soon(0), (0, true));
        assert_eq!(soon(-1), (-1, true));
        let said = standing(5 * MS_PER_DAY + 1).to_string();
        assert!(said.contains("in 5 days: see why"), "{said}");
        assert!(standing(-1).to_string().contains("browsers refuse it"));
        assert!(
            standing(90 * MS_PER_DAY)
                .to_string()
                .ends_with("in 90 days")
        );
    }

    #[test]
    fn what_is_in_use_is_shown_in_seconds_and_what_cannot_be_read_is_not_known() {
        let in_use = InUse::new(None);
        assert!(in_use.seconds_left(EpochMs(0)).is_nan());
        in_use.set(Some(Expiry(EpochMs(90_000))));
        assert_eq!(in_use.seconds_left(EpochMs(30_000)), 60.0);
        assert_eq!(in_use.seconds_left(EpochMs(91_500)), -1.5);
        let nonsense = CertificateDer::from(vec![1, 2, 3]);
        assert_eq!(Expiry::of(&[nonsense]), None);
        assert_eq!(Expiry::of(&[]), None);
    }
}
