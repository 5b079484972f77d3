//! From sums to measures.

use super::catalogue::Measure;
use super::quantile::{Quantile, quantile};
use super::slot::{Binned, Count, SLOTS, flag_slot};
use super::sums::Sums;
use super::value::Value;
use crate::checks::{Check, Family, Severity};
use crate::coverage::Summary;
use crate::flag::Status;
use crate::peers::{Basis, SizeClass};

/// Everything that the measures of one area (or person) and period are worked out from.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Coverage.
    pub summary: Summary,
    /// What was counted of interviews and flags.
    pub sums: Sums,
    /// Days of the plan ahead: see [`crate::cube::Cube::days_ahead`].
    pub days_ahead: Option<i32>,
    /// Households completed in the last seven days, and in the seven before; `None` outside areas.
    pub weeks: Option<(u64, u64)>,
    /// Deployed enumerators nobody has heard of, of those deployed; `None` where no roster says who is.
    pub silent: Option<(u64, u64)>,
}

impl Figures {
    /// The value of a measure; `None` where there is nothing to measure it of.
    pub fn value(&self, measure: Measure) -> Option<Value> {
        use Measure as M;
        let count = |count: Count| self.sums.count(count);
        let of_summary = &self.summary;
        let complete = u64::from(of_summary.counts.complete);
        match measure {
            M::Target => of_summary.target.map(Value::Count),
            M::Complete => Some(Value::Count(complete)),
            M::Coverage => share(complete, of_summary.target?),
            M::Expected => of_summary.expected.map(Value::Count),
            M::Schedule => share(complete, of_summary.expected?),
            M::Ahead => of_summary.ahead().map(Value::Difference),
            M::DaysAhead => self
                .days_ahead
                .map(|days| Value::Difference(i64::from(days))),
            M::Week => self.weeks.map(|(this, _)| Value::Count(this)),
            M::WeekChange => self.weeks.map(|(this, before)| {
                let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
                Value::Difference(signed(this).saturating_sub(signed(before)))
            }),
            M::Active => share(
                u64::from(of_summary.active_enumerators),
                u64::from(of_summary.deployed?),
            ),
            M::Silent => self.silent.and_then(|(silent, of)| share(silent, of)),
            M::SevereOpen => Some(Value::Count(self.flags(|_, severity, status| {
                severity == Severity::Severe && status.is_waiting()
            }))),
            M::GpsExceptions => Some(Value::Count(self.flags(|check, severity, status| {
                check.about().family == Family::Place
                    && severity > Severity::Info
                    && status.is_waiting()
            }))),
            M::FlagRate => share(
                self.flags(|_, severity, status| {
                    severity > Severity::Info && status != Status::Dismissed
                }),
                count(Count::Interviews),
            ),
            M::ConfirmRate => {
                let (confirmed, decided) = self.decided(None);
                share(confirmed, decided)
            }
            M::TimeToClose => self.amount(Binned::TimeToClose, 0.5),
            M::ValidGps => share(count(Count::WithFix), count(Count::Interviews)),
            M::InsideClaimed => share(count(Count::Inside), count(Count::JudgedFix)),
            M::AccuracyMedian => self.amount(Binned::Accuracy, 0.5),
            M::AccuracyP90 => self.amount(Binned::Accuracy, 0.9),
            M::ClockCorrected => share(count(Count::ClockCorrected), count(Count::Interviews)),
            M::DurationMedian => {
                let (basis, bins) = self.durations(&SizeClass::ALL);
                amount(basis, &bins, 0.5)
            }
            M::DurationIqr => self.duration_iqr(),
            M::Completeness => share(count(Count::ItemsAnswered), count(Count::ItemsRequired)),
            M::DontKnow => share(count(Count::DontKnow), count(Count::DontKnowOf)),
            M::ItemRefusal => share(count(Count::Refused), count(Count::RefusedOf)),
            M::Nonresponse => share(count(Count::WithoutInterview), count(Count::VisitsToHomes)),
            M::Declined => share(count(Count::Declined), count(Count::VisitsToHomes)),
            M::InterviewsADay => {
                let days: u64 = self.sums.bins(Binned::DaySize).iter().sum();
                let part = count(Count::Interviews);
                (days > 0).then_some(Value::Mean { part, whole: days })
            }
            M::Repeated => share(count(Count::Repeated), count(Count::Interviews)),
            M::NearDuplicates => share(
                self.flags(|check, _, status| {
                    check == Check::NearDuplicate && status != Status::Dismissed
                }),
                count(Count::Interviews),
            ),
            M::LagMedian => self.amount(Binned::Lag, 0.5),
            M::LagP90 => self.amount(Binned::Lag, 0.9),
        }
    }

    /// How many flags there are of which `wanted` says so.
    pub fn flags(&self, wanted: impl Fn(Check, Severity, Status) -> bool) -> u64 {
        let mut sum = 0;
        for check in Check::ALL {
            for severity in Severity::ALL {
                for status in Status::ALL {
                    if wanted(*check, severity, status) {
                        sum += flag_slot(*check, severity, status)
                            .map_or(0, |slot| self.sums.slot(slot));
                    }
                }
            }
        }
        sum
    }

    /// Flags confirmed, and flags confirmed or dismissed, of one check or of all.
    pub fn decided(&self, of: Option<Check>) -> (u64, u64) {
        let with = |status: Status| {
            self.flags(|check, _, s| s == status && of.is_none_or(|of| of == check))
        };
        let confirmed = with(Status::Confirmed);
        (confirmed, confirmed + with(Status::Dismissed))
    }

    /// Durations of households of some sizes: by active time where most interviews have it, else from start to end.
    pub fn durations(&self, classes: &[SizeClass]) -> (Basis, Vec<u64>) {
        let all = |of: fn(SizeClass) -> Binned| -> u64 {
            self.sums.bins_of(SizeClass::ALL.map(of)).iter().sum()
        };
        let of_some =
            |of: fn(SizeClass) -> Binned| self.sums.bins_of(classes.iter().copied().map(of));
        match all(Binned::Active) >= all(Binned::Elapsed) {
            true => (Basis::Active, of_some(Binned::Active)),
            false => (Basis::Elapsed, of_some(Binned::Elapsed)),
        }
    }

    fn duration_iqr(&self) -> Option<Value> {
        let (basis, bins) = self.durations(&SizeClass::ALL);
        let binned = binned_of(basis);
        let (low, high) = (
            quantile(binned, &bins, 0.25)?,
            quantile(binned, &bins, 0.75)?,
        );
        Some(Value::Amount {
            value: high.value - low.value,
            at_least: high.at_least,
            of: bins.iter().sum(),
        })
    }

    fn amount(&self, binned: Binned, at: f64) -> Option<Value> {
        of_quantile(
            quantile(binned, self.sums.bins(binned), at)?,
            self.sums.bins(binned),
        )
    }
}

/// The bins that a basis is counted in, of whatever size of household.
fn binned_of(basis: Basis) -> Binned {
    match basis {
        Basis::Active => Binned::Active(SizeClass::Unknown),
        Basis::Elapsed => Binned::Elapsed(SizeClass::Unknown),
    }
}

/// A quantile of durations, in minutes, with how many there are.
pub fn amount(basis: Basis, bins: &[u64], at: f64) -> Option<Value> {
    of_quantile(quantile(binned_of(basis), bins, at)?, bins)
}

fn of_quantile(quantile: Quantile, bins: &[u64]) -> Option<Value> {
    Some(Value::Amount {
        value: quantile.value,
        at_least: quantile.at_least,
        of: bins.iter().sum(),
    })
}

fn share(part: u64, whole: u64) -> Option<Value> {
    (whole > 0).then_some(Value::Share { part, whole })
}

impl Measure {
    /// The last slot that the measure asks for: what lies behind it need not be summed.
    pub fn last_slot(self) -> u16 {
        use Measure as M;
        let end = |binned: Binned| binned.first_slot() + binned.edges().len() as u16 - 1;
        let last_count = Count::ALL.len() as u16 - 1;
        match self {
            M::ValidGps | M::InsideClaimed | M::ClockCorrected | M::Completeness | M::DontKnow => {
                last_count
            }
            M::ItemRefusal | M::Nonresponse | M::Declined | M::Repeated => last_count,
            M::AccuracyMedian | M::AccuracyP90 => end(Binned::Accuracy),
            M::LagMedian | M::LagP90 => end(Binned::Lag),
            M::InterviewsADay => end(Binned::DaySize),
            M::TimeToClose => end(Binned::TimeToClose),
            M::DurationMedian | M::DurationIqr => end(Binned::Elapsed(SizeClass::Unknown)),
            _ => SLOTS as u16 - 1,
        }
    }
}
