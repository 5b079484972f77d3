//! Numbers that are told or held back together, because one of them could be worked out from the others, and where each of them is held.

use domain::area::AreaId;
use domain::checks::{Check, Severity};
use domain::coverage::Counts;
use domain::cube::{Cube, Period};
use domain::disclosure::{Part, held_parts};
use domain::flag::Status;
use domain::measures::{Count, Figures, Measure, Quality, flag_slot};
use domain::peers::SizeClass;
use std::collections::{HashMap, HashSet};

/// Numbers that are told or held back together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Block {
    /// How doors were answered: every outcome but complete, repeats, rejections; nonresponse and declined visits.
    Outcomes,
    /// With a position, inside the claimed area.
    Fixes,
    /// Clocks corrected.
    Clock,
    /// Items answered, not known, refused.
    Answers,
    /// Interviews by household size.
    Sizes,
    /// Severe flags that wait.
    SevereOpen,
    /// Flags of places that wait.
    GpsExceptions,
    /// Flags of all interviews.
    FlagRate,
    /// Flags that were decided.
    Decisions,
    /// Interviews that are much alike.
    NearDuplicates,
    /// Flags by check: all of the above in parts.
    Checks,
}

impl Block {
    /// Every block; what is in parts of others comes last.
    const ALL: [Block; 11] = [
        Block::Outcomes,
        Block::Fixes,
        Block::Clock,
        Block::Answers,
        Block::Sizes,
        Block::SevereOpen,
        Block::GpsExceptions,
        Block::FlagRate,
        Block::Decisions,
        Block::NearDuplicates,
        Block::Checks,
    ];

    /// Whether it is of flags, which those count who see them one by one.
    pub fn is_of_flags(self) -> bool {
        matches!(
            self,
            Block::SevereOpen
                | Block::GpsExceptions
                | Block::FlagRate
                | Block::Decisions
                | Block::NearDuplicates
                | Block::Checks
        )
    }

    /// The block that a measure is in. `None`: it splits no households — plans, completes, people and their days, how long interviews take,
    /// how exact positions are and when they arrive.
    pub fn of(measure: Measure) -> Option<Block> {
        use Measure as M;
        match measure {
            M::Nonresponse | M::Declined | M::Repeated => Some(Block::Outcomes),
            M::ValidGps | M::InsideClaimed => Some(Block::Fixes),
            M::ClockCorrected => Some(Block::Clock),
            M::Completeness | M::DontKnow | M::ItemRefusal => Some(Block::Answers),
            M::SevereOpen => Some(Block::SevereOpen),
            M::GpsExceptions => Some(Block::GpsExceptions),
            M::FlagRate => Some(Block::FlagRate),
            M::ConfirmRate | M::TimeToClose => Some(Block::Decisions),
            M::NearDuplicates => Some(Block::NearDuplicates),
            M::Target
            | M::Complete
            | M::Coverage
            | M::Expected
            | M::Schedule
            | M::Ahead
            | M::DaysAhead
            | M::Week
            | M::WeekChange
            | M::Active
            | M::Silent
            | M::AccuracyMedian
            | M::AccuracyP90
            | M::DurationMedian
            | M::DurationIqr
            | M::InterviewsADay
            | M::LagMedian
            | M::LagP90 => None,
        }
    }

    /// Its numbers in an area, with what they leave of what is told.
    fn numbers(self, counts: &Counts, figures: &Figures) -> Vec<u64> {
        let sum = |count: Count| figures.sums.count(count);
        let part = |part: Count, whole: Count| [sum(part), sum(whole).saturating_sub(sum(part))];
        let value = |measure: Measure| match figures.value(measure) {
            Some(domain::measures::Value::Count(count)) => count,
            Some(domain::measures::Value::Share { part, .. }) => part,
            _ => 0,
        };
        match self {
            Block::Outcomes => {
                let outcomes = [
                    counts.refused,
                    counts.not_at_home,
                    counts.partial,
                    counts.vacant,
                    counts.not_found,
                    counts.other,
                    counts.repeated,
                    counts.rejected,
                ];
                let mut all: Vec<u64> = outcomes.into_iter().map(u64::from).collect();
                all.extend(part(Count::Declined, Count::VisitsToHomes));
                all.push(sum(Count::WithoutInterview));
                all.push(sum(Count::Repeated));
                all.push(sum(Count::Visits).saturating_sub(sum(Count::Interviews)));
                all
            }
            Block::Fixes => {
                let outside = counts.judged_fix.saturating_sub(counts.inside_claimed);
                let of_coverage = [counts.inside_claimed, outside].map(u64::from);
                let mut all = of_coverage.to_vec();
                all.extend(part(Count::WithFix, Count::Interviews));
                all.extend(part(Count::JudgedFix, Count::WithFix));
                all.extend(part(Count::Inside, Count::JudgedFix));
                all
            }
            Block::Clock => part(Count::ClockCorrected, Count::Interviews).to_vec(),
            Block::Answers => [
                part(Count::ItemsAnswered, Count::ItemsRequired),
                part(Count::DontKnow, Count::DontKnowOf),
                part(Count::Refused, Count::RefusedOf),
            ]
            .concat(),
            Block::Sizes => {
                let sizes = SizeClass::ALL.into_iter();
                sizes
                    .map(|class| figures.durations(&[class]).1.iter().sum())
                    .collect()
            }
            Block::SevereOpen => vec![value(Measure::SevereOpen)],
            Block::GpsExceptions => vec![value(Measure::GpsExceptions)],
            Block::FlagRate => vec![value(Measure::FlagRate)],
            Block::NearDuplicates => vec![value(Measure::NearDuplicates)],
            Block::Decisions => {
                let (confirmed, decided) = figures.decided(None);
                vec![confirmed, decided - confirmed, decided]
            }
            Block::Checks => by_check(figures),
        }
    }
}

/// Of every check what the page says of it: waiting, severe, confirmed, dismissed.
fn by_check(figures: &Figures) -> Vec<u64> {
    let mut all = Vec::with_capacity(4 * Check::ALL.len());
    for check in Check::ALL {
        let mut of_check = [0; 4];
        for severity in Severity::ALL {
            for status in Status::ALL {
                let slot = flag_slot(*check, severity, status);
                let flags = slot.map_or(0, |slot| figures.sums.slot(slot));
                let is_severe = severity == Severity::Severe && status.is_waiting();
                of_check[0] += flags * u64::from(status.is_waiting());
                of_check[1] += flags * u64::from(is_severe);
                of_check[2] += flags * u64::from(status == Status::Confirmed);
                of_check[3] += flags * u64::from(status == Status::Dismissed);
            }
        }
        all.extend(of_check);
    }
    all
}

/// The areas in which each block is held back.
#[derive(Debug, Default)]
pub struct HeldAreas {
    areas: HashMap<Block, HashSet<AreaId>>,
    rests: HashMap<Block, HashSet<AreaId>>,
}

impl HeldAreas {
    /// Worked out of every area of the survey at once: the same whatever page, file or person asks, so that no two answers together tell
    /// more than each.
    pub fn of(cube: &Cube, quality: &Quality, period: &Period) -> HeldAreas {
        let ids: Vec<AreaId> = cube
            .root()
            .into_iter()
            .flat_map(|root| cube.below(root.id))
            .collect();
        let places: HashMap<AreaId, usize> =
            ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let parents: Vec<Option<usize>> = ids
            .iter()
            .map(|id| places.get(&cube.by_id(*id)?.parent?).copied())
            .collect();
        let mut parts: HashMap<Block, Vec<Part>> = HashMap::new();
        for (id, parent) in ids.iter().zip(&parents) {
            let counts = cube.summary(*id, period).counts;
            let figures = Figures {
                sums: quality.area(*id, period),
                ..Figures::default()
            };
            for block in Block::ALL {
                parts.entry(block).or_default().push(Part {
                    parent: *parent,
                    numbers: block.numbers(&counts, &figures),
                });
            }
        }
        let mut held = HeldAreas::default();
        for block in Block::ALL {
            let also = |at: usize| {
                let wholes = Block::ALL.into_iter();
                block == Block::Checks
                    && wholes
                        .filter(|whole| whole.is_of_flags() && *whole != Block::Checks)
                        .any(|whole| held.holds(whole, ids[at]))
            };
            let (of_areas, of_rests) = held_parts(&parts[&block], also);
            let among = |held: Vec<bool>| -> HashSet<AreaId> {
                let held = ids.iter().zip(held).filter(|(_, is_held)| *is_held);
                held.map(|(id, _)| *id).collect()
            };
            let (of_areas, of_rests) = (among(of_areas), among(of_rests));
            held.areas.insert(block, of_areas);
            held.rests.insert(block, of_rests);
        }
        held
    }

    /// Whether it is held back in an area.
    pub fn holds(&self, block: Block, area: AreaId) -> bool {
        self.areas
            .get(&block)
            .is_some_and(|held| held.contains(&area))
    }

    /// Whether it is of what belongs to an area and to none of those below it.
    pub fn holds_rest(&self, block: Block, area: AreaId) -> bool {
        self.rests
            .get(&block)
            .is_some_and(|held| held.contains(&area))
    }
}
