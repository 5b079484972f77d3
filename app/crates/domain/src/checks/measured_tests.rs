//! What holds for the figure of every finding.

use super::*;

#[test]
fn how_far_a_mean_lies_below_is_said_in_per_cent_of_the_usual_one() {
    let measured = Measured {
        value: 50.0,
        unit: Unit::Percent,
        threshold: 25.0,
    };
    assert_eq!(Measured::below(6.0, 3.0, 4.5), Some(measured));
    assert_eq!(Measured::below(0.0, 0.0, 0.0), None);
}

/// Checks that compare with nothing. One interview without a fix has no figure either, beside the wave's share.
pub(super) const WITHOUT_FIGURE: [Check; 11] = [
    Check::GpsInvalid,
    Check::GpsMock,
    Check::GpsOutsideSurvey,
    Check::TimeOrder,
    Check::OutsideWave,
    Check::SpansDays,
    Check::DeviceShared,
    Check::DuplicateHousehold,
    Check::NotOnRoster,
    Check::NotCertified,
    Check::OutsideDeployment,
];

/// Asserts that a finding has a finite figure beyond a finite limit, on the side that the check looks at, or none if its
/// check has none.
pub(super) fn is_beyond_its_limit(finding: &Finding, limits: &Limits) {
    let Some(measured) = finding.evidence.measured(limits) else {
        let without = WITHOUT_FIGURE.contains(&finding.check()) || is_one_without_fix(finding);
        return assert!(without, "{finding:?}");
    };
    assert!(!WITHOUT_FIGURE.contains(&finding.check()), "{finding:?}");
    assert!(
        measured.value.is_finite() && measured.threshold.is_finite(),
        "{finding:?}: {measured:?}"
    );
    let beyond = if is_of_too_little(&finding.evidence) {
        measured.value <= measured.threshold
    } else {
        measured.value >= measured.threshold
    };
    assert!(beyond, "{finding:?}: {measured:?}");
}

fn is_one_without_fix(finding: &Finding) -> bool {
    matches!(
        finding.evidence,
        Evidence::GpsMissing(gps_missing::Evidence::Interview {})
    )
}

fn is_of_too_little(evidence: &Evidence) -> bool {
    match evidence {
        Evidence::GapShort(_) | Evidence::DurationShort(_) | Evidence::GpsRounded(_) => true,
        Evidence::OddHours(evidence) => evidence.minute_of_day < 12 * 60,
        Evidence::Nonresponse(evidence) => !evidence.compared.is_high(),
        Evidence::DontKnow(evidence) => !evidence.compared.is_high(),
        Evidence::Refusal(evidence) => !evidence.compared.is_high(),
        _ => false,
    }
}
