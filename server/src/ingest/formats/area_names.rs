//! Areas by name, for forms that hold names and no codes. A name counts only within the area above it, and only when it
//! fits one area; likeness is offered to the person as a hint and never decides.

use domain::area::{Area, AreaId};
use domain::problem::Problem;
use std::collections::HashMap;

/// How many names a hint lists.
const HINTS: usize = 3;

/// Areas by folded name.
#[derive(Clone, Debug, Default)]
pub struct AreaNames {
    areas: HashMap<AreaId, Named>,
    by_name: HashMap<String, Vec<AreaId>>,
    by_code: HashMap<String, AreaId>,
}

#[derive(Clone, Debug)]
struct Named {
    code: String,
    name: String,
    folded: String,
    parent: Option<AreaId>,
}

/// A name without case, spaces and punctuation: `Haji-Shah` and `HAJI SHAH` are one.
fn fold(name: &str) -> String {
    name.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

impl AreaNames {
    /// Takes all areas by code.
    pub fn of(areas: &HashMap<String, Area>) -> AreaNames {
        let mut names = AreaNames::default();
        for area in areas.values() {
            let folded = fold(&area.name);
            names
                .by_name
                .entry(folded.clone())
                .or_default()
                .push(area.id);
            names.by_code.insert(area.code.clone(), area.id);
            let named = Named {
                code: area.code.clone(),
                name: area.name.clone(),
                folded,
                parent: area.parent,
            };
            names.areas.insert(area.id, named);
        }
        names
    }

    /// The code of the area called `name` that lies, at any depth, in the one called (or coded) `parent`.
    pub fn find(&self, name: &str, parent: &str) -> Result<&str, Problem> {
        let parents = match self.by_code.get(parent) {
            Some(id) => vec![*id],
            None => self.called(parent),
        };
        if parents.is_empty() {
            return Err(self.unknown(parent, "on file", |_| true));
        }
        let lies_in = |id: AreaId| parents.iter().any(|parent| self.lies_in(id, *parent));
        let found: Vec<AreaId> = self
            .called(name)
            .into_iter()
            .filter(|id| lies_in(*id))
            .collect();
        match found.as_slice() {
            [only] => Ok(&self.areas[only].code),
            [] => Err(self.unknown(name, &format!("in {}", self.titles(&parents)), lies_in)),
            several => Err(Problem::AmbiguousAreaName {
                name: name.to_owned(),
                candidates: several.iter().map(|id| self.title(*id)).collect(),
            }),
        }
    }

    fn called(&self, name: &str) -> Vec<AreaId> {
        let folded = fold(name);
        let mut found = match folded.as_str() {
            // Nothing but punctuation is no name.
            "" => Vec::new(),
            folded => self.by_name.get(folded).cloned().unwrap_or_default(),
        };
        found.sort_unstable_by_key(|id| &self.areas[id].code);
        found
    }

    /// The code of an area.
    pub fn code(&self, id: AreaId) -> &str {
        self.areas.get(&id).map_or("?", |area| &area.code)
    }

    /// Whether an area lies in another, at any depth. None lies in itself.
    pub fn lies_in(&self, id: AreaId, above: AreaId) -> bool {
        let mut at = self.areas.get(&id).and_then(|area| area.parent);
        // There are five levels; a damaged hierarchy must not turn this into a circle.
        for _ in 0..8 {
            match at {
                Some(parent) if parent == above => return true,
                Some(parent) => at = self.areas.get(&parent).and_then(|area| area.parent),
                None => return false,
            }
        }
        false
    }

    fn title(&self, id: AreaId) -> String {
        let area = &self.areas[&id];
        format!("{} ({})", area.name, area.code)
    }

    fn titles(&self, ids: &[AreaId]) -> String {
        ids.iter()
            .map(|id| self.title(*id))
            .collect::<Vec<_>>()
            .join(" or ")
    }

    fn unknown(&self, name: &str, within: &str, among: impl Fn(AreaId) -> bool) -> Problem {
        let folded = fold(name);
        let mut near: Vec<(usize, &str, AreaId)> = self
            .areas
            .iter()
            .filter(|(id, _)| among(**id))
            .map(|(id, area)| (distance(&folded, &area.folded), area.code.as_str(), *id))
            // More than half of the letters wrong is another name.
            .filter(|(letters, ..)| *letters * 2 <= folded.chars().count())
            .collect();
        near.sort_unstable();
        Problem::UnknownAreaName {
            name: name.to_owned(),
            within: within.to_owned(),
            nearest: near
                .into_iter()
                .take(HINTS)
                .map(|(.., id)| self.title(id))
                .collect(),
        }
    }
}

/// Levenshtein's distance: letters to insert, remove or exchange.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let exchanged = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = exchanged.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::area::Level;

    fn names() -> AreaNames {
        let area = |id, code: &str, name: &str, level, parent| {
            let area = Area {
                id,
                code: code.to_owned(),
                level,
                name: name.to_owned(),
                name_ur: None,
                parent,
                has_boundary: false,
            };
            (code.to_owned(), area)
        };
        let uc = Level::UnionCouncil;
        AreaNames::of(&HashMap::from([
            area(1, "T1", "Attock", Level::Tehsil, None),
            area(2, "T2", "Hazro", Level::Tehsil, None),
            area(3, "U1", "Haji Shah", uc, Some(1)),
            area(4, "U2", "Haji Shah", uc, Some(2)),
            area(5, "U3", "Akhori", uc, Some(1)),
            area(6, "U4", "Gondal", uc, Some(2)),
            area(7, "U5", "GONDAL.", uc, Some(2)),
        ]))
    }

    fn find(name: &str, parent: &str) -> Result<String, String> {
        names()
            .find(name, parent)
            .map(str::to_owned)
            .map_err(|problem| problem.to_string())
    }

    #[test]
    fn a_name_is_found_within_its_parent_whatever_its_case_spaces_and_punctuation() {
        assert_eq!(find("HAJI-SHAH", "attock"), Ok("U1".to_owned()));
        assert_eq!(find("haji  shah", "T2"), Ok("U2".to_owned()));
    }

    #[test]
    fn a_name_that_is_not_there_is_a_problem_with_the_nearest_as_a_hint() {
        assert_eq!(
            find("Akhory", "Attock").unwrap_err(),
            "No area in Attock (T1) is called “Akhory”; spelt most like it: Akhori (U3). Names never decide by likeness: correct \
             the name, or give the code."
        );
        assert_eq!(
            find("Akhori", "Atock").unwrap_err(),
            "No area on file is called “Atock”; spelt most like it: Attock (T1). Names never decide by likeness: correct the \
             name, or give the code."
        );
        assert!(find("Akhori", "Hazro").is_err(), "it lies elsewhere");
    }

    #[test]
    fn a_name_that_fits_two_is_a_problem_that_names_both() {
        assert_eq!(
            find("Gondal", "Hazro").unwrap_err(),
            "Several areas are called “Gondal”: Gondal (U4), GONDAL. (U5); give the code."
        );
    }

    #[test]
    fn distances_are_counted_in_letters() {
        for (a, b, letters) in [
            ("", "abc", 3),
            ("abc", "abc", 0),
            ("kitten", "sitting", 3),
            ("شاہ", "شہ", 1),
        ] {
            assert_eq!(distance(a, b), letters, "{a} {b}");
        }
    }
}
