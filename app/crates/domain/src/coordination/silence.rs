//! Silence: nothing is heard from where work should be going on. What to do about it differs by whether work ever began there.

use crate::time::SurveyDay;

/// How a union council, an enumerator or a tablet is silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// Nothing has ever come from there.
    NeverBegan {
        /// The day on which it should have begun; `None` where none is planned.
        planned_on: Option<SurveyDay>,
    },
    /// Something came, and nothing since.
    FellSilent {
        /// The last day on which something came; `None` where all that came is without a time.
        last_on: Option<SurveyDay>,
    },
}

impl Silence {
    /// The last day on which something came, when it should have begun, and whether something came without a time.
    pub fn of(
        last_on: Option<SurveyDay>,
        planned_on: Option<SurveyDay>,
        has_undated: bool,
    ) -> Silence {
        match last_on.is_some() || has_undated {
            true => Silence::FellSilent { last_on },
            false => Silence::NeverBegan { planned_on },
        }
    }

    /// The kind of silence.
    pub fn state(self) -> SilenceState {
        match self {
            Silence::NeverBegan { planned_on: None } => SilenceState::NotPlanned,
            Silence::NeverBegan { .. } => SilenceState::NeverBegan,
            Silence::FellSilent { .. } => SilenceState::FellSilent,
        }
    }

    /// The last day on which something came, if it is known.
    pub fn last_on(self) -> Option<SurveyDay> {
        match self {
            Silence::FellSilent { last_on } => last_on,
            Silence::NeverBegan { .. } => None,
        }
    }

    /// The day on which work that never began should have begun.
    pub fn planned_on(self) -> Option<SurveyDay> {
        match self {
            Silence::NeverBegan { planned_on } => planned_on,
            Silence::FellSilent { .. } => None,
        }
    }

    /// Days that have passed since work that never began should have begun. `None` on that day itself and before it, where no day is
    /// planned, and for work that began.
    pub fn overdue_days(self, today: SurveyDay) -> Option<u32> {
        let days = today.0.checked_sub(self.planned_on()?.0)?;
        u32::try_from(days).ok().filter(|days| *days > 0)
    }
}

/// The kinds of silence, to choose and to count by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SilenceState {
    /// Never began, although a start is planned.
    NeverBegan,
    /// Began, and nothing came since.
    FellSilent,
    /// Never began, and no start is planned.
    NotPlanned,
}

impl SilenceState {
    /// Every kind, in the order in which pages count them.
    pub const ALL: [SilenceState; 3] = [
        SilenceState::NeverBegan,
        SilenceState::FellSilent,
        SilenceState::NotPlanned,
    ];

    /// The word in addresses and files.
    pub fn code(self) -> &'static str {
        match self {
            SilenceState::NeverBegan => "never_began",
            SilenceState::FellSilent => "fell_silent",
            SilenceState::NotPlanned => "not_planned",
        }
    }

    /// Reads [`SilenceState::code`] back.
    pub fn from_code(code: &str) -> Option<SilenceState> {
        SilenceState::ALL
            .into_iter()
            .find(|state| state.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_began_is_told_from_what_fell_silent() {
        let day = |day| Some(SurveyDay(day));
        let table = [
            // Last heard, planned, state, days overdue on day 100.
            (None, day(99), SilenceState::NeverBegan, Some(1)),
            (None, day(100), SilenceState::NeverBegan, None),
            (None, day(101), SilenceState::NeverBegan, None),
            (None, None, SilenceState::NotPlanned, None),
            (day(90), day(80), SilenceState::FellSilent, None),
            (day(90), None, SilenceState::FellSilent, None),
        ];
        for (last_on, planned_on, state, overdue) in table {
            let silence = Silence::of(last_on, planned_on, false);
            assert_eq!(silence.state(), state, "{silence:?}");
            assert_eq!(silence.last_on(), last_on);
            assert_eq!(silence.overdue_days(SurveyDay(100)), overdue, "{silence:?}");
        }
        let undated = Silence::of(None, day(80), true);
        assert_eq!(undated.state(), SilenceState::FellSilent);
        assert_eq!(undated.last_on(), None);
        for state in SilenceState::ALL {
            assert_eq!(SilenceState::from_code(state.code()), Some(state));
        }
    }
}
