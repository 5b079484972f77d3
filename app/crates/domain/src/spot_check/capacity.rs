//! How many doors the monitors of a tehsil can knock on in a week.

use serde::{Deserialize, Serialize};

/// What the monitors of a tehsil can do in a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capacity {
    /// Visits that one monitor makes on a day spent in one union council.
    pub visits_a_day: u32,
    /// Monitors.
    pub monitors: u32,
    /// Field days of the week.
    pub days: u32,
    /// Visits that are lost when a day leads on into another union council.
    pub visits_lost_by_moving: u32,
}

impl Capacity {
    /// The usual: eight visits a day, and one lost by moving.
    pub fn usual(monitors: u32, days: u32) -> Capacity {
        Capacity {
            visits_a_day: 8,
            monitors,
            days,
            visits_lost_by_moving: 1,
        }
    }

    /// Days of all monitors together.
    pub fn monitor_days(&self) -> u32 {
        self.monitors.saturating_mul(self.days)
    }

    /// The monitor-days that so many visits in so many union councils take at most: `⌈(visits + lost · (union councils − 1)) / visits a day⌉`.
    /// `None` where nobody visits anything.
    pub fn days_for(&self, visits: u32, union_councils: usize) -> Option<u64> {
        let a_day = u64::from(self.visits_a_day);
        let councils = (visits as usize).min(union_councils) as u64;
        let lost = u64::from(self.visits_lost_by_moving) * councils.saturating_sub(1);
        (a_day > 0).then(|| (u64::from(visits) + lost).div_ceil(a_day))
    }

    /// The most visits that fit into the monitors' days wherever they are drawn, when the frame spreads over so many union councils:
    /// the largest n with `n + lost · (min(n, union councils) − 1) ≤ visits a day · monitor-days`. That so many fit is shown in
    /// docs/decisions/0109; it holds before it is known which are drawn, so that nothing has to be left out afterwards.
    pub fn most_visits(&self, union_councils: usize) -> u32 {
        let all = u64::from(self.visits_a_day) * u64::from(self.monitor_days());
        let lost = u64::from(self.visits_lost_by_moving);
        let councils = union_councils.max(1) as u64;
        let spread_everywhere = all.saturating_sub(lost * (councils - 1));
        let most = if spread_everywhere >= councils {
            spread_everywhere
        } else if all == 0 {
            0
        } else {
            (all + lost) / (1 + lost)
        };
        u32::try_from(most).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_between_union_councils_costs_visits() {
        let two_for_six_days = Capacity::usual(2, 6);
        assert_eq!(two_for_six_days.most_visits(1), 96);
        assert_eq!(two_for_six_days.most_visits(27), 96 - 26);
        // One in each of 48 and the way between them: 48 + 47 ≤ 96; in each of 49 it would be 97.
        assert_eq!(two_for_six_days.most_visits(48), 49);
        assert_eq!(two_for_six_days.most_visits(49), 48);
        assert_eq!(two_for_six_days.most_visits(1_000), 48);
        for councils in [1, 5, 27, 48, 49, 1_000] {
            let most = two_for_six_days.most_visits(councils);
            assert!(two_for_six_days.days_for(most, councils) <= Some(12));
            assert!(
                two_for_six_days.days_for(most + 1, councils) > Some(12),
                "{councils}"
            );
        }
        assert_eq!(Capacity::usual(0, 6).most_visits(27), 0);
        assert_eq!(Capacity::usual(1, 0).most_visits(1), 0);
    }
}
