//! What planted behaviour changes in a day's work, in four steps: at the door, in the record, on the tablet, in sending.

use crate::behaviour::Behaviour;
use crate::calendar::DAY_S;
use crate::draw::{Draw, Purpose};
use crate::gazetteer::gazetteer;
use crate::interview::finish;
use crate::places::{BlockPlace, somewhere};
use crate::plane::Point;
use crate::plant::Planted;
use crate::sending::send_in_batches;
use crate::survey::Survey;
use crate::workday::{HOUR_S, Stop, Visit, VisitFix, stops};
use domain::outcome::Outcome;
use std::ops::Range;

/// One enumerator's planted behaviour on one day.
pub(crate) struct Act<'a> {
    survey: &'a Survey,
    index: usize,
    day: i32,
    planted: Planted,
    draw: Draw,
    /// Where the day's interviews are made up, once that is known.
    spot: Option<Point>,
    /// On a tour: visits until the next jump, and whether they are far away.
    until_jump: u32,
    away: bool,
    /// The day's first fix.
    cached: Option<VisitFix>,
}

impl<'a> Act<'a> {
    /// What the enumerator does on the day of these visits, if it is not plain work.
    pub fn of_day(
        survey: &'a Survey,
        index: usize,
        day: i32,
        visits: &Range<u32>,
    ) -> Option<Act<'a>> {
        let seed = survey.scenario.seed;
        let planted = survey.enumerators[index].planted?;
        planted.on_day(seed, index, day, visits).then(|| Act {
            survey,
            index,
            day,
            planted,
            draw: Draw::keyed(seed, Purpose::Act, index as u64, day as u64),
            spot: None,
            until_jump: 0,
            away: true,
            cached: None,
        })
    }

    /// Whether this visit is one of those that show it. Forms left open are found when the day is over.
    fn takes(&mut self, number: u32, block_from: u32, stop: &Stop) -> bool {
        let asked = stop.knock.outcome == Outcome::Complete;
        // Who takes care does some interviews properly.
        let chosen = self.draw.chance(0.6 + 0.4 * self.planted.strength);
        match self.planted.behaviour {
            Behaviour::SlowClock
            | Behaviour::FastClock
            | Behaviour::ChangedClock
            | Behaviour::BatchSync => self.planted.covers(number),
            Behaviour::ApartmentBlock => self.planted.covers(block_from),
            Behaviour::HalfFaked => asked && chosen && self.planted.covers(number),
            Behaviour::CopiedAnswers => {
                asked
                    && chosen
                    && self.planted.covers(number)
                    && template(self.survey, self.index, number).is_some()
            }
            Behaviour::FormLeftOpen => false,
            Behaviour::CachedFix
            | Behaviour::InventorAtHome
            | Behaviour::OneSpot
            | Behaviour::MockLocation
            | Behaviour::ImpossibleTour
            | Behaviour::PaddedDays => true,
        }
    }

    /// At the door: where it is, how long it takes and how soon it follows.
    ///
    /// `block_from` is the number of the enumerator's first visit to the block, which is at `place`.
    pub fn shape(&mut self, number: u32, block_from: u32, place: &BlockPlace, stop: &mut Stop) {
        if !self.takes(number, block_from, stop) {
            return;
        }
        stop.behaviour = Some(self.planted.behaviour);
        let strength = self.planted.strength;
        let asked = matches!(stop.knock.outcome, Outcome::Complete | Outcome::Partial);
        let draw = &mut self.draw;
        match self.planted.behaviour {
            Behaviour::ApartmentBlock => stop.door = place.flat(stop.knock.household),
            Behaviour::InventorAtHome => {
                let longest = 900 - (420.0 * strength) as u32;
                stop.duration_s = f64::from(draw.between(longest / 2 - 30, longest));
                stop.gap_s = f64::from(draw.between(40, 1_200 - (1_000.0 * strength) as u32));
                let jitter = [4.0 * draw.bell(), 4.0 * draw.bell()];
                let home = *self
                    .spot
                    .get_or_insert_with(|| home_of(self.survey, self.index));
                stop.door = home.moved(jitter[0], jitter[1]);
            }
            Behaviour::HalfFaked => {
                let few = stop.household_size.min(draw.between(1, 3) as u8);
                // A small household would have taken less time: short is short even for it.
                let length = |persons: u8| 9.0 + f64::from(persons);
                let share = 0.34 - 0.2 * strength + 0.06 * draw.unit();
                stop.duration_s *= share * length(few) / length(stop.household_size);
                stop.duration_s = stop.duration_s.max(75.0 + 40.0 * draw.unit());
                stop.household_size = few;
            }
            Behaviour::CopiedAnswers => {
                let share = 0.8 - 0.5 * strength + 0.2 * draw.unit();
                stop.duration_s = (stop.duration_s * share).max(150.0);
            }
            Behaviour::OneSpot => {
                if asked {
                    stop.duration_s *= 0.9 - 0.4 * strength + 0.2 * draw.unit();
                }
                // As if there were a way to go, and tea.
                stop.gap_s += f64::from(draw.between(60, 1_200));
                let aside = [
                    300.0 * strength * draw.bell(),
                    300.0 * strength * draw.bell(),
                ];
                let door = stop.door;
                stop.door = *self.spot.get_or_insert(door.moved(aside[0], aside[1]));
            }
            Behaviour::MockLocation if asked => {
                stop.duration_s = (stop.duration_s * (0.9 - 0.4 * strength)).max(200.0);
            }
            Behaviour::ImpossibleTour => self.tour(stop),
            Behaviour::PaddedDays => {
                if asked {
                    let share = 0.55 - 0.25 * strength + 0.1 * draw.unit();
                    stop.duration_s = (stop.duration_s * share).max(170.0);
                }
                stop.gap_s *= 0.7;
            }
            _ => {}
        }
    }

    /// Two to five interviews where they should be, two to five far away, and so on, with no time to travel.
    fn tour(&mut self, stop: &mut Stop) {
        if self.until_jump == 0 {
            self.until_jump = self.draw.between(2, 5);
            self.away = !self.away;
        }
        self.until_jump -= 1;
        stop.gap_s += f64::from(self.draw.between(60, 400));
        if self.away {
            let door = stop.door;
            let far = *self
                .spot
                .get_or_insert_with(|| far_from(door, &mut self.draw));
            stop.door = far.moved(60.0 * self.draw.bell(), 60.0 * self.draw.bell());
        }
    }

    /// In the record: what was answered, and where the tablet believes it is.
    pub fn record(&mut self, visit: &mut Visit, door: Point) {
        if visit.behaviour.is_none() {
            return;
        }
        let strength = self.planted.strength;
        let draw = &mut self.draw;
        match self.planted.behaviour {
            Behaviour::CachedFix => {
                visit.fix = self.cached.or(visit.fix);
                self.cached = visit.fix;
            }
            Behaviour::InventorAtHome => {
                // Inventors know everything.
                let [required, answered, dont_know, refused] = visit.items;
                if !draw.chance(0.3) {
                    visit.items = [required, answered + dont_know + refused, 0, 0];
                }
            }
            Behaviour::CopiedAnswers => {
                if let Some((number, stop)) = template(self.survey, self.index, visit.number) {
                    // Only its size and items are used: the day does not matter.
                    let copied = finish(self.survey, self.index, number, self.day, &stop, 0);
                    visit.household_size = copied.household_size;
                    visit.items = copied.items;
                }
            }
            Behaviour::HalfFaked => {
                visit.active_s = (f64::from(visit.active_s) * (0.5 + 0.4 * draw.unit())) as u16;
                let required = f64::from(visit.items[0]);
                let skipped = required * (0.12 + 0.3 * strength + 0.15 * draw.unit());
                let refused = skipped * 0.3 * draw.unit();
                let [skipped, refused] = [skipped, refused].map(|n| n as u8);
                visit.items[1] = visit.items[0] - skipped;
                visit.items[2] = skipped - refused;
                visit.items[3] = refused;
            }
            Behaviour::OneSpot => {
                if let Some(fix) = &mut visit.fix {
                    let seen = door.moved(1.5 * draw.bell(), 1.5 * draw.bell());
                    (fix.lat_e6, fix.lon_e6) = seen.rounded();
                    fix.accuracy_dm = 30 + draw.below(60) as u16;
                }
            }
            Behaviour::MockLocation => {
                if let Some(fix) = &mut visit.fix {
                    (fix.lat_e6, fix.lon_e6) = door.rounded();
                    // Some tools tell, others state an impossible accuracy.
                    if !visit.mock {
                        fix.accuracy_dm = 0;
                    }
                }
            }
            _ => {}
        }
    }

    /// After the day: forms that are still open, the tablet's clock, and when it is online.
    pub fn close(&mut self, visits: &mut [Visit]) {
        match self.planted.behaviour {
            Behaviour::FormLeftOpen => self.leave_open(visits),
            Behaviour::BatchSync => {
                send_in_batches(self.survey, self.index, self.day, &self.planted, visits);
            }
            _ => {}
        }
        for visit in visits.iter_mut().filter(|v| v.behaviour.is_some()) {
            visit.started_s += i64::from(self.planted.clock_s);
            visit.ended_s += i64::from(self.planted.clock_s);
        }
    }

    /// Ends one of the day's complete interviews, not the last, after the last or next morning.
    fn leave_open(&mut self, visits: &mut [Visit]) {
        let Some((last, others)) = visits.split_last_mut() else {
            return;
        };
        let mut complete: Vec<&mut Visit> = others
            .iter_mut()
            .filter(|visit| visit.outcome == Outcome::Complete)
            .collect();
        let pick = self.draw.below(complete.len() as u32) as usize;
        let now_s = self.survey.now_s();
        let midnight = i64::from(self.day) * DAY_S;
        let mut ended_s =
            last.ended_s.max(midnight + 15 * HOUR_S) + i64::from(self.draw.between(300, 5_400));
        if self.day < self.survey.scenario.today.0 && self.draw.chance(0.4) {
            ended_s = midnight + DAY_S + 7 * HOUR_S + i64::from(self.draw.between(600, 3_600));
        }
        let sent_s = ended_s + i64::from(self.draw.between(30, 600));
        if let Some(visit) = complete.get_mut(pick) {
            visit.behaviour = Some(Behaviour::FormLeftOpen);
            visit.ended_s = ended_s.min(now_s);
            visit.received_s = visit.received_s.max(sent_s.min(now_s));
        }
    }
}

/// The interview that a copier's interview is copied from, with its number: an honest and complete one of theirs, one of
/// the last few before the copying began.
pub(crate) fn template(survey: &Survey, index: usize, number: u32) -> Option<(u32, Stop)> {
    let planted = survey.enumerators[index].planted?;
    let mut draw = Draw::keyed(
        survey.scenario.seed,
        Purpose::Act,
        index as u64,
        1 << 34 | u64::from(number),
    );
    let few = 1 + (4.0 * (1.0 - planted.strength)) as u32;
    let latest = planted
        .from
        .checked_sub(1)?
        .saturating_sub(2 * draw.below(few));
    let earliest = latest.saturating_sub(20);
    let mut earlier = stops(survey, index, earliest..latest + 1, None);
    let place = earlier
        .iter()
        .rposition(|stop| stop.knock.outcome == Outcome::Complete)?;
    Some((earliest + place as u32, earlier.swap_remove(place)))
}

/// Where the enumerator lives: in another union council of the tehsil than the one they begin in, where there is one.
fn home_of(survey: &Survey, index: usize) -> Point {
    let seed = survey.scenario.seed;
    let plan = &survey.tehsils[usize::from(survey.enumerators[index].tehsil)];
    let pick = Draw::keyed(seed, Purpose::Home, index as u64, 0).below(plan.route.len() as u32);
    let uc = plan.route.get(pick as usize).copied().unwrap_or(0);
    somewhere(
        seed,
        Purpose::Home,
        index as u64,
        &gazetteer().ucs[usize::from(uc)],
    )
}

/// The middle of a union council 15 to 60 km away; failing that, 30 km towards the middle of the province.
fn far_from(door: Point, draw: &mut Draw) -> Point {
    let all = gazetteer();
    for _ in 0..400 {
        let pick = draw.below(all.ucs.len() as u32) as usize;
        let there = all.ucs[pick].ground.middle();
        if (15_000.0..60_000.0).contains(&door.distance_m(there)) {
            return there;
        }
    }
    let middle = Point {
        lon: 72.7,
        lat: 31.2,
    };
    let share = 30_000.0 / door.distance_m(middle).max(30_000.0);
    Point {
        lon: door.lon + share * (middle.lon - door.lon),
        lat: door.lat + share * (middle.lat - door.lat),
    }
}
