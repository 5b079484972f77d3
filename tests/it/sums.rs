//! The sum of what lies below an area and of what names the area itself is the area's total, at every level, from raw rows
//! through either database to the exported figures.

use crate::support::Place;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// Each area under its parent; `T3` has no union council on file, and the division `V1` stands above one district only.
const AREAS: [(&str, &str, &str); 12] = [
    ("province", "P", ""),
    ("division", "V1", "P"),
    ("district", "D1", "V1"),
    ("district", "D2", "P"),
    ("tehsil", "T1", "D1"),
    ("tehsil", "T2", "D1"),
    ("tehsil", "T3", "D2"),
    ("tehsil", "T4", "D2"),
    ("uc", "U1", "T1"),
    ("uc", "U2", "T1"),
    ("uc", "U3", "T2"),
    ("uc", "U4", "T4"),
];

const OUTCOMES: [&str; 4] = ["complete", "complete", "refused", "not_at_home"];

/// Rows that claim areas of every level, as enumerators do who know no smaller one; each household once.
fn rows(seed: u64) -> Vec<(&'static str, &'static str)> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    (0..400)
        .filter_map(|_| Some((AREAS.choose(&mut chance)?.1, *OUTCOMES.choose(&mut chance)?)))
        .collect()
}

/// The areas above one, with itself.
fn upwards(code: &'static str) -> impl Iterator<Item = &'static str> {
    std::iter::successors(Some(code), |code| {
        let (.., parent) = AREAS.iter().find(|(_, other, _)| other == code)?;
        (!parent.is_empty()).then_some(*parent)
    })
}

#[tokio::test]
async fn what_lies_below_and_what_names_the_area_itself_sum_to_its_total_at_every_level() {
    for seed in 0..3 {
        for place in Place::both().await {
            for level in ["province", "division", "district", "tehsil", "uc"] {
                let lines: String = AREAS
                    .iter()
                    .filter(|(of, ..)| *of == level)
                    .map(|(_, code, parent)| format!("{code},{code},{parent}\n"))
                    .collect();
                place.add_areas(level, &format!("code,name,parent\n{lines}"));
            }
            let rows = rows(seed);
            let mut file =
                "submission_id,enumerator_code,area_code,outcome,started_at\n".to_owned();
            let mut expected: BTreeMap<(&str, &str), u32> = BTreeMap::new();
            for (number, (area, outcome)) in rows.iter().enumerate() {
                let day = 1 + number % 20;
                file.push_str(&format!(
                    "s{number},E{},{area},{outcome},2026-11-{day:02}T05:00:00Z\n",
                    number % 9
                ));
                for above in upwards(area) {
                    *expected.entry((above, *outcome)).or_default() += 1;
                }
            }
            // In two pieces, so that sums are made anew over what is there.
            let (first, second) =
                file.split_at(file.len() / 2 + file[file.len() / 2..].find('\n').unwrap_or(0) + 1);
            let header = file.lines().next().unwrap_or_default();
            for piece in [first.to_owned(), format!("{header}\n{second}")] {
                let said = place.import(&place.file("rows.csv", piece));
                assert_eq!(said.code, 0, "{}", said.all());
            }
            let exported = place.must(&["export", "coverage"]).out;
            for (_, code, _) in AREAS {
                let line = exported
                    .lines()
                    .find(|line| line.starts_with(&format!("{code},")))
                    .unwrap_or_else(|| panic!("no {code} in {exported}"));
                let cells: Vec<&str> = line.split(',').collect();
                let figure = |outcome| expected.get(&(code, outcome)).copied().unwrap_or(0);
                let wanted = ["complete", "refused", "not_at_home"].map(|o| figure(o).to_string());
                assert_eq!(cells[5..8], wanted, "{code}, seed {seed}, {}", place.url());
            }
        }
    }
}
