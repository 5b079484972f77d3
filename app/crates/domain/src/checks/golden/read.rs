//! Reads golden days.

use super::case::{BASE, Case, DAY_0, in_survey};
use crate::checks::{AreaFacts, Deployment, Extent, LimitsBook, Roster, ThresholdId};
use crate::clock::{Certainty, Reading};
use crate::outcome::{Outcome, ReviewState};
use crate::place::{ClaimedEdge, Fix, ListingPoint, place_of};
use crate::setting::Setting;
use crate::testing::plain_visit;
use crate::time::{EpochMs, MS_PER_DAY, SurveyDay};
use crate::visit::Visit;
use std::collections::BTreeMap;

const METRES_PER_DEGREE: f64 = 6_371_008.8 * std::f64::consts::PI / 180.0;
/// Karachi is five hours ahead of UTC.
const ZONE_MS: i64 = 5 * 3_600_000;

type Read<T> = Result<T, String>;

/// The cases of a file, or what is wrong in which line.
pub(super) fn cases(text: &str) -> Read<Vec<Case>> {
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let read = match (word, cases.last_mut()) {
            ("case" | "innocent", _) => {
                cases.push(named(rest, word == "innocent"));
                Ok(())
            }
            (_, None) => Err("a file begins with a case".to_owned()),
            (_, Some(case)) => line_of(case, word, rest),
        };
        read.map_err(|problem| format!("line {}: {problem}: {line}", number + 1))?;
    }
    for case in &mut cases {
        case.expected.sort();
    }
    Ok(cases)
}

fn named(name: &str, innocent: bool) -> Case {
    Case {
        name: name.to_owned(),
        innocent,
        correct: false,
        visits: Vec::new(),
        areas: BTreeMap::new(),
        roster: Roster::NoneOnFile,
        limits: LimitsBook::default(),
        expected: Vec::new(),
    }
}

fn line_of(case: &mut Case, word: &str, rest: &str) -> Read<()> {
    match word {
        "correct" => case.correct = true,
        "expect" => case.expected.push(rest.to_owned()),
        "limit" => {
            let (name, value) = rest.split_once('=').ok_or("no value")?;
            let (check, threshold) = name.split_once('.').ok_or("no threshold")?;
            let (check, setting) = match check.split_once(' ') {
                Some((setting, check)) => (check, Some(known_setting(setting)?)),
                None => (check, None),
            };
            let extent = Extent {
                wave: None,
                setting,
            };
            let value = Some(number(value)?);
            let set = ThresholdId::find(check, threshold)
                .and_then(|id| case.limits.set(id, extent, value));
            set.map_err(|problem| problem.to_string())?;
        }
        "area" => {
            let (id, facts) = area(rest)?;
            case.areas.insert(id, facts);
        }
        "roster" => case.roster = roster(rest)?,
        key => visits(case, key, rest)?,
    }
    Ok(())
}

fn known_setting(word: &str) -> Read<Setting> {
    Setting::from_code(word).ok_or_else(|| format!("neither urban nor rural: {word}"))
}

fn area(rest: &str) -> Read<(i32, AreaFacts)> {
    let mut words = rest.split_whitespace();
    let id = number(words.next().unwrap_or_default())? as i32;
    let mut facts = AreaFacts::default();
    for (name, value) in words.filter_map(|word| word.split_once('=')) {
        match name {
            "tehsil" => facts.tehsil = number(value)? as i32,
            "tolerance" => facts.tolerance_m = number(value)?,
            "setting" => facts.setting = Some(known_setting(value)?),
            "opens" => facts.opens = Some(day(value)?),
            "closes" => facts.closes = Some(day(value)?),
            other => return Err(format!("no such fact of an area: {other}")),
        }
    }
    Ok((id, facts))
}

fn roster(rest: &str) -> Read<Roster> {
    if rest == "without" {
        return Ok(Roster::NotOnIt);
    }
    let mut deployment = Deployment::default();
    for (name, value) in rest
        .split_whitespace()
        .filter_map(|word| word.split_once('='))
    {
        match name {
            "certified" => deployment.certified = Some(value == "yes"),
            "tehsil" => deployment.tehsil = Some(number(value)? as i32),
            "from" => deployment.active_from = Some(day(value)?),
            "to" => deployment.active_to = Some(day(value)?),
            other => return Err(format!("no such fact of the roster: {other}")),
        }
    }
    Ok(Roster::On(deployment))
}

/// A line of visits: one, or `times=` so many, `every=` so many minutes, each 60 m north of the last.
fn visits(case: &mut Case, key: &str, rest: &str) -> Read<()> {
    let key = number(key)? as i64;
    let (mut times, mut every_min) = (1, 60.0);
    let mut facts: Vec<(&str, &str)> = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    for word in rest.split_whitespace() {
        match word.split_once('=') {
            Some(("times", value)) => times = number(value)? as i64,
            Some(("every", value)) => every_min = number(value)?,
            Some(fact) => facts.push(fact),
            None => words.push(word),
        }
    }
    for n in 0..times {
        let mut visit = plain(key + n, &words)?;
        let mut reading = Reading::default();
        let mut edge = ClaimedEdge::Inside(100.0);
        for (name, value) in &facts {
            fact(&mut visit, &mut reading, &mut edge, name, value)?;
        }
        later(&mut visit, n, (n as f64 * every_min * 60_000.0) as i64);
        locate(case, &mut visit, edge);
        case.visits.push((visit, reading));
    }
    Ok(())
}

fn plain(key: i64, words: &[&str]) -> Read<Visit> {
    let [times, fix, device, household, outcome @ ..] = words else {
        return Err("a visit has times, fix, device and household".to_owned());
    };
    let (start, end) = times.split_once("..").ok_or("times are START..END")?;
    let after = |word: &str, letter: char| -> Read<Option<f64>> {
        match word {
            "-" => Ok(None),
            word => word
                .strip_prefix(letter)
                .ok_or_else(|| format!("{word} begins with {letter}"))
                .and_then(number)
                .map(Some),
        }
    };
    let mut visit = plain_visit(key);
    visit.started_at = time(start)?;
    visit.ended_at = time(end)?;
    visit.fix = position(fix)?;
    visit.device = after(device, 't')?.map(|n| n as i32);
    visit.household = after(household, 'h')?.map(|n| n as i64);
    if let Some(code) = outcome.first() {
        visit.outcome = Outcome::from_code(code).ok_or("no such outcome")?;
    }
    Ok(visit)
}

fn fact(
    visit: &mut Visit,
    reading: &mut Reading,
    edge: &mut ClaimedEdge,
    name: &str,
    value: &str,
) -> Read<()> {
    match name {
        "by" => visit.enumerator = number(value)? as i32,
        "area" => visit.area = number(value)? as i32,
        "received" => visit.received_at = time(value)?,
        "fix_at" => visit.fix_at = time(value)?,
        "mock" => visit.mock_location = Some(value == "yes"),
        "active_min" => visit.active_s = Some((number(value)? * 60.0) as u32),
        "counted" => visit.counted = value == "yes",
        "review" => {
            visit.review_state = ReviewState::from_code(value).ok_or("no such review state")?;
        }
        "listed" => {
            visit.listing_point =
                position(value)?.and_then(|fix| ListingPoint::at(fix.latitude, fix.longitude));
        }
        "edge" => *edge = ClaimedEdge::Outside(number(value)?),
        "boundary" => *edge = ClaimedEdge::NoBoundary,
        "clock" => *reading = clock(value)?,
        other => return Err(format!("no such fact of a visit: {other}")),
    }
    Ok(())
}

/// `uncertain`, `likely:-720` or `measured:15`, in minutes.
fn clock(value: &str) -> Read<Reading> {
    let (certainty, minutes) = value.split_once(':').unwrap_or((value, "0"));
    let certainty = match certainty {
        "uncertain" => Certainty::Uncertain,
        "likely" => Certainty::Likely,
        "measured" => Certainty::Measured,
        _ => return Err("no such certainty".to_owned()),
    };
    Ok(Reading {
        offset_ms: (number(minutes)? * 60_000.0) as i64,
        certainty,
    })
}

/// Moves a visit on: the copy number `n` of its line.
fn later(visit: &mut Visit, n: i64, by_ms: i64) {
    let moved = |at: Option<EpochMs>| at.map(|at| EpochMs(at.0 + by_ms));
    visit.started_at = moved(visit.started_at);
    visit.ended_at = moved(visit.ended_at);
    visit.received_at = moved(visit.received_at);
    visit.fix_at = moved(visit.fix_at);
    visit.household = visit.household.map(|household| household + n);
    if let Some(fix) = &mut visit.fix {
        fix.latitude += n as f64 * 60.0 / METRES_PER_DEGREE;
    }
}

fn locate(case: &Case, visit: &mut Visit, edge: ClaimedEdge) {
    let facts = case.areas.get(&visit.area).copied().unwrap_or_default();
    let inside = visit.fix.as_ref().is_some_and(in_survey);
    // Positions outside the survey are outside the claimed area as well.
    let edge = match edge {
        ClaimedEdge::Inside(_) if !inside => ClaimedEdge::Outside(f64::INFINITY),
        edge => edge,
    };
    visit.place = place_of(visit.fix.as_ref(), edge, inside, facts.tolerance_m);
    visit.edge_distance_m = match edge {
        ClaimedEdge::NoBoundary => None,
        ClaimedEdge::Inside(m) | ClaimedEdge::Outside(m) => Some(m),
    };
}

fn position(word: &str) -> Read<Option<Fix>> {
    if word == "-" {
        return Ok(None);
    }
    let (point, accuracy) = word
        .split_once('~')
        .map_or((word, None), |(p, a)| (p, Some(a)));
    let accuracy_m = accuracy.map(number).transpose()?;
    let (degrees, pair) = point
        .strip_prefix('@')
        .map_or((false, point), |pair| (true, pair));
    let (a, b) = pair.split_once(',').ok_or("a fix is EAST,NORTH~ACCURACY")?;
    let (a, b) = (number(a)?, number(b)?);
    let (latitude, longitude) = if degrees {
        (a, b)
    } else {
        let east_degree = METRES_PER_DEGREE * BASE.0.to_radians().cos();
        (BASE.0 + b / METRES_PER_DEGREE, BASE.1 + a / east_degree)
    };
    Ok(Some(Fix {
        latitude,
        longitude,
        accuracy_m,
    }))
}

/// `09:00`, `09:00:30`, `d1.09:00`, or `?`.
fn time(word: &str) -> Read<Option<EpochMs>> {
    if word == "?" {
        return Ok(None);
    }
    let (on, clock) = word.split_once('.').unwrap_or(("d0", word));
    let mut parts = clock.split(':');
    let mut next = || parts.next().map_or(Ok(0.0), number);
    let (hours, minutes, seconds) = (next()?, next()?, next()?);
    let within = ((hours * 60.0 + minutes) * 60.0 + seconds) as i64 * 1_000;
    let midnight = i64::from(day(on)?.0) * MS_PER_DAY - ZONE_MS;
    Ok(Some(EpochMs(midnight + within)))
}

fn day(word: &str) -> Read<SurveyDay> {
    let number = word.strip_prefix('d').ok_or("a day begins with d")?;
    let number: i32 = number.parse().map_err(|_| format!("no day: {number}"))?;
    Ok(SurveyDay(DAY_0 + number))
}

fn number(word: &str) -> Read<f64> {
    word.parse().map_err(|_| format!("no number: {word}"))
}
