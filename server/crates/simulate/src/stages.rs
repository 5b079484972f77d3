//! Where each district stands at the simulated present: its wave, and how the work goes.

use domain::time::SurveyDay;

/// A wave of field work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Wave {
    /// Over since two weeks.
    W1,
    /// Four fifths of its days are gone.
    W2,
    /// A quarter of its days is gone.
    W3,
}

impl Wave {
    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Wave::W1 => "W1",
            Wave::W2 => "W2",
            Wave::W3 => "W3",
        }
    }

    /// First and last planned day, relative to the present. Districts of a wave follow each other by up to
    /// three days (`stagger`).
    pub(crate) fn days(self, today: SurveyDay, stagger: i32) -> (SurveyDay, SurveyDay) {
        let (first, last) = match self {
            Wave::W1 => (-82, -16),
            Wave::W2 => (-54, 12),
            Wave::W3 => (-16, 50),
        };
        (today.plus(first + stagger), today.plus(last + stagger))
    }
}

/// How a district's work goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Done, within its plan.
    Finished,
    /// More households than planned: a target too low, or households counted twice.
    Over,
    /// Its wave is over and a seventh is missing; mop-up goes on.
    Lagging,
    /// A little ahead of plan.
    Ahead,
    /// As planned.
    OnSchedule,
    /// A quarter behind plan.
    Behind,
    /// Less than half of what was planned by now.
    FarBehind,
    /// Should have begun and has not.
    NotStarted,
}

impl Stage {
    /// Share of the whole target that is complete at the present, where `elapsed` is the share of planned days gone.
    pub(crate) fn progress(self, elapsed: f64) -> f64 {
        match self {
            Stage::Finished => 0.995,
            Stage::Over => 1.09,
            Stage::Lagging => 0.86,
            Stage::Ahead => elapsed * 1.1,
            Stage::OnSchedule => elapsed,
            Stage::Behind => elapsed * 0.75,
            Stage::FarBehind => elapsed * 0.42,
            Stage::NotStarted => 0.0,
        }
    }

    /// Last day on which anyone works, given the plan's and the present.
    pub(crate) fn last_day(self, ends_on: SurveyDay, today: SurveyDay) -> SurveyDay {
        match self {
            Stage::Lagging => today,
            _ => ends_on.min(today),
        }
    }
}

/// The wave and stage of a district by its code. Fixed, so that whoever shows the demonstration knows where to look.
pub(crate) fn stage_of(district_code: &str) -> (Wave, Stage) {
    use Stage::*;
    use Wave::*;
    match district_code {
        "PB09" => (W1, Finished), // Gujranwala
        "PB10" => (W1, Over),     // Gujrat
        "PB11" => (W1, Finished), // Hafizabad
        "PB13" => (W1, Finished), // Jhelum
        "PB14" => (W1, Finished), // Kasur
        "PB18" => (W1, Finished), // Lahore
        "PB23" => (W1, Lagging),  // Multan
        "PB24" => (W1, Finished), // Murree
        "PB26" => (W1, Finished), // Nankana Sahib
        "PB35" => (W1, Lagging),  // Sheikhupura
        "PB41" => (W1, Over),     // Wazirabad

        "PB02" => (W2, Behind),     // Bahawalnagar
        "PB03" => (W2, OnSchedule), // Bahawalpur
        "PB06" => (W2, OnSchedule), // Chiniot
        "PB08" => (W2, OnSchedule), // Faisalabad
        "PB12" => (W2, Behind),     // Jhang
        "PB15" => (W2, OnSchedule), // Khanewal
        "PB16" => (W2, OnSchedule), // Khushab
        "PB20" => (W2, Behind),     // Lodhran
        "PB21" => (W2, Ahead),      // Mandi Bahauddin
        "PB25" => (W2, FarBehind),  // Muzaffargarh
        "PB27" => (W2, FarBehind),  // Narowal
        "PB28" => (W2, Ahead),      // Okara
        "PB29" => (W2, OnSchedule), // Pakpattan
        "PB30" => (W2, OnSchedule), // Rahim Yar Khan
        "PB33" => (W2, OnSchedule), // Sahiwal
        "PB34" => (W2, Ahead),      // Sargodha
        "PB39" => (W2, OnSchedule), // Toba Tek Singh
        "PB40" => (W2, Ahead),      // Vehari

        "PB01" => (W3, OnSchedule), // Attock
        "PB04" => (W3, OnSchedule), // Bhakkar
        "PB05" => (W3, Behind),     // Chakwal
        "PB07" => (W3, NotStarted), // Dera Ghazi Khan
        "PB17" => (W3, OnSchedule), // Kot Addu
        "PB19" => (W3, Behind),     // Layyah
        "PB22" => (W3, Ahead),      // Mianwali
        "PB31" => (W3, NotStarted), // Rajanpur
        "PB32" => (W3, OnSchedule), // Rawalpindi
        "PB36" => (W3, Ahead),      // Sialkot
        "PB37" => (W3, OnSchedule), // Talagang
        "PB38" => (W3, NotStarted), // Taunsa
        _ => (W3, OnSchedule),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wave_has_begun_and_only_the_first_is_over() {
        let today = SurveyDay(20_000);
        for (wave, over) in [(Wave::W1, true), (Wave::W2, false), (Wave::W3, false)] {
            let (starts_on, ends_on) = wave.days(today, 3);
            assert!(starts_on < today);
            assert_eq!(ends_on < today, over);
        }
    }
}
