//! What to simulate.

use crate::mix::Mix;
use domain::time::SurveyDay;
use jiff::tz::TimeZone;

/// How much of each interview's answers to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answers {
    /// None: the column stays blank and files stay small.
    #[default]
    Blank,
    /// A JSON object of seven answers with every complete interview.
    Small,
    /// A JSON object of 24 answers, enough to compare interviews by.
    Full,
}

/// A survey to simulate. Equal scenarios give equal bytes.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Everything drawn is drawn from this.
    pub seed: u64,
    /// Submissions to make, exactly: completed interviews and every other visit together. At most 200 million.
    pub interviews: u64,
    /// The simulated present: its working day is over, and nothing is received after 21:00 on it.
    pub today: SurveyDay,
    /// The survey's zone; times are written with its offset.
    pub zone: TimeZone,
    /// How much of the answers to write.
    pub answers: Answers,
    /// What is planted.
    pub mix: Mix,
}

impl Scenario {
    /// Most submissions that a scenario makes.
    pub const MOST_INTERVIEWS: u64 = 200_000_000;

    /// A scenario without answers and with the demonstration's mix.
    pub fn new(seed: u64, interviews: u64, today: SurveyDay, zone: TimeZone) -> Scenario {
        Scenario {
            seed,
            interviews,
            today,
            zone,
            answers: Answers::Blank,
            mix: Mix::demo(),
        }
    }
}
