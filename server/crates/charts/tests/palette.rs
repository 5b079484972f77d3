//! Whether what the style sheets paint can be seen and told apart: contrast against the ground by WCAG 2.2, and differences as
//! people without one kind of cones see them.

#![allow(clippy::unwrap_used)] // A failed unwrap here is a failed test.

use std::collections::{BTreeMap, BTreeSet};

const TOKENS: &str = include_str!("../../../../style/tokens.css");
const PRINT: &str = include_str!("../../../../style/print.css");
const CHARTS: &str = include_str!("../../../../style/charts.css");
const MAIN: &str = include_str!("../../../../style/main.css");

type Theme = BTreeMap<String, String>;

/// The custom properties of the `:root` after a mark, over those of another theme.
fn theme(base: &Theme, sheet: &str, mark: &str) -> Theme {
    let from = sheet.find(mark).unwrap();
    let from = from + sheet[from..].find(":root {").unwrap() + ":root {".len();
    let block = &sheet[from..from + sheet[from..].find('}').unwrap()];
    let mut theme = base.clone();
    for declaration in block.split(';') {
        // A comment stands before what it speaks of.
        let declaration = declaration.rsplit("*/").next().unwrap();
        if let Some((name, value)) = declaration.split_once(':') {
            theme.insert(name.trim().to_owned(), value.trim().to_owned());
        }
    }
    theme
}

fn themes() -> [(&'static str, Theme); 3] {
    let light = theme(&Theme::new(), TOKENS, "Every colour");
    let dark = theme(&light, TOKENS, "prefers-color-scheme: dark");
    let print = theme(&light, PRINT, "@media print");
    [("light", light), ("dark", dark), ("print", print)]
}

/// Red, green and blue as light, 0 to 1.
type Light = [f64; 3];

fn light(theme: &Theme, token: &str) -> Light {
    let value = theme
        .get(token)
        .unwrap_or_else(|| panic!("no token {token}"));
    let hex = value
        .strip_prefix('#')
        .unwrap_or_else(|| panic!("{token}: {value}"));
    assert!(hex.len() == 6, "{token} must be an opaque colour: {value}");
    [0, 2, 4].map(|at| {
        let part = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn luminance([red, green, blue]: Light) -> f64 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// WCAG 2.2's contrast ratio.
fn contrast(a: Light, b: Light) -> f64 {
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    if a > b { a / b } else { b / a }
}

type Matrix = [[f64; 3]; 3];

/// Machado, Oliveira and Fernandes 2009, severity 1: what a missing kind of cones leaves of a colour.
const SIGHTS: [(&str, Matrix); 4] = [
    (
        "all cones",
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ),
    (
        "protanopia",
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ),
];

fn seen(matrix: &Matrix, colour: Light) -> Light {
    matrix.map(|row| {
        let sum: f64 = row
            .iter()
            .zip(colour)
            .map(|(part, light)| part * light)
            .sum();
        sum.clamp(0.0, 1.0)
    })
}

/// CIE L*a*b* under D65.
fn lab([red, green, blue]: Light) -> [f64; 3] {
    let f = |t: f64| {
        if t > 216.0 / 24_389.0 {
            t.cbrt()
        } else {
            (24_389.0 / 27.0 * t + 16.0) / 116.0
        }
    };
    let x = f((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
    let y = f(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue);
    let z = f((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// ΔE of 1976: 2 is just seen side by side; marks apart from each other need far more.
fn difference(a: Light, b: Light) -> f64 {
    let (a, b) = (lab(a), lab(b));
    let squares: f64 = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum();
    squares.sqrt()
}

const MARK: f64 = 3.0;
const TEXT: f64 = 4.5;

/// What must be seen on what: a token, its ground, and the least contrast. Tokens of words have that of text, also where they
/// paint marks as well.
const CONTRASTS: [(&str, &str, f64); 21] = [
    ("--chart-axis", "--surface", TEXT),
    ("--ink", "--surface", TEXT),
    ("--chart-complete", "--surface", TEXT),
    ("--chart-plan", "--surface", TEXT),
    ("--chart-likely", "--surface", TEXT),
    ("--chart-mark", "--surface", TEXT),
    ("--chart-beyond-998", "--surface", TEXT),
    ("--chart-threshold", "--surface", TEXT),
    ("--chart-inside", "--surface", MARK),
    ("--chart-beyond-95", "--surface", MARK),
    ("--chart-edge", "--surface", MARK),
    ("--line-strong", "--surface", MARK),
    ("--tone-edge", "--surface", MARK),
    // Lines that cross a bar or a bin.
    ("--chart-mark", "--chart-fill", MARK),
    ("--chart-threshold", "--chart-fill", MARK),
    // Figures on the tones of a heat map.
    ("--tone-ink-low", "--surface", TEXT),
    ("--tone-ink-low", "--tone-1", TEXT),
    ("--tone-ink-low", "--tone-2", TEXT),
    ("--tone-ink-low", "--tone-3", TEXT),
    ("--tone-ink-high", "--tone-4", TEXT),
    ("--tone-ink-high", "--tone-5", TEXT),
];

/// What must be told apart by anybody, with the least difference: lines and points by 15, neighbours on the tones of a heat map,
/// which also carry figures or grow, by 9; the classes of coverage, whose patterns differ, by half of what lines need.
const APART: [(&str, &str, f64); 17] = [
    ("--chart-complete", "--chart-plan", 15.0),
    ("--chart-likely", "--chart-plan", 15.0),
    ("--chart-inside", "--chart-beyond-95", 15.0),
    ("--chart-inside", "--chart-beyond-998", 15.0),
    ("--chart-beyond-95", "--chart-beyond-998", 15.0),
    ("--chart-threshold", "--chart-mark", 15.0),
    ("--surface", "--tone-1", 9.0),
    ("--tone-1", "--tone-2", 9.0),
    ("--tone-2", "--tone-3", 9.0),
    ("--tone-3", "--tone-4", 9.0),
    ("--tone-4", "--tone-5", 9.0),
    ("--class-none", "--class-low", 7.5),
    ("--class-low", "--class-middle", 7.5),
    ("--class-middle", "--class-high", 7.5),
    ("--class-high", "--class-full", 7.5),
    ("--class-full", "--class-over", 9.0),
    ("--class-high", "--class-over", 9.0),
];

/// Everything that cannot be seen or told apart.
fn faults(themes: &[(&str, Theme)]) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, theme) in themes {
        for (token, ground, least) in CONTRASTS {
            let ratio = contrast(light(theme, token), light(theme, ground));
            if ratio < least {
                faults.push(format!(
                    "{name}: {token} on {ground} is {ratio:.2} of {least}"
                ));
            }
        }
        for (a, b, least) in APART {
            for (sight, matrix) in &SIGHTS {
                let [first, second] = [a, b].map(|token| seen(matrix, light(theme, token)));
                let apart = difference(first, second);
                if apart < least {
                    faults.push(format!(
                        "{name}, {sight}: {a} and {b} are {apart:.1} apart of {least}"
                    ));
                }
            }
        }
    }
    faults
}

#[test]
fn everything_is_seen_and_told_apart_in_every_theme_by_everybody() {
    let faults = faults(&themes());
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn a_wrong_colour_is_found() {
    // Too pale on white, too dim on nearly black.
    let mut pale = themes();
    pale[0]
        .1
        .insert("--chart-plan".to_owned(), "#e0b060".to_owned());
    assert!(faults(&pale)[0].starts_with("light: --chart-plan on --surface"));
    let mut dim = themes();
    dim[1]
        .1
        .insert("--chart-edge".to_owned(), "#3f4a48".to_owned());
    let found = faults(&dim);
    assert!(
        found[0].starts_with("dark: --chart-edge on --surface"),
        "{found:?}"
    );
    let mut alike = themes();
    alike[2]
        .1
        .insert("--tone-2".to_owned(), "#dfeada".to_owned());
    assert!(faults(&alike)[0].starts_with("print, all cones: --tone-1 and --tone-2"));
    // As a red and a green of one lightness, which most of the colour-blind cannot tell.
    let mut red_and_green = themes();
    red_and_green[0]
        .1
        .insert("--chart-beyond-95".to_owned(), "#b0533c".to_owned());
    red_and_green[0]
        .1
        .insert("--chart-inside".to_owned(), "#6d7438".to_owned());
    let found = faults(&red_and_green);
    assert!(
        found.iter().all(|fault| !fault.contains("all cones")),
        "{found:?}"
    );
    assert!(
        found.iter().any(|fault| fault.contains("deuteranopia")),
        "{found:?}"
    );
}

#[test]
fn contrast_and_difference_are_reckoned_as_published() {
    let mut theme = Theme::new();
    for (token, value) in [
        ("--white", "#ffffff"),
        ("--black", "#000000"),
        ("--grey", "#767676"),
        ("--red", "#ff0000"),
    ] {
        theme.insert(token.to_owned(), value.to_owned());
    }
    let [white, black, grey, red] =
        ["--white", "--black", "--grey", "--red"].map(|token| light(&theme, token));
    assert!((contrast(white, black) - 21.0).abs() < 1e-9);
    // The lightest grey that is text on white.
    assert!((contrast(grey, white) - 4.54).abs() < 0.005);
    assert!((difference(white, black) - 100.0).abs() < 0.01);
    let [l, a, b] = lab(red);
    assert!((l - 53.24).abs() < 0.02 && (a - 80.09).abs() < 0.05 && (b - 67.2).abs() < 0.05);
    // White and black look the same to everybody.
    for (sight, matrix) in &SIGHTS {
        assert!(difference(seen(matrix, white), white) < 0.1, "{sight}");
    }
}

/// Selectors and declarations of the charts' sheet.
fn rules() -> Vec<(&'static str, &'static str)> {
    CHARTS
        .split('}')
        .filter_map(|rule| rule.split_once('{'))
        .map(|(selector, body)| (selector.rsplit("*/").next().unwrap().trim(), body.trim()))
        .collect()
}

#[test]
fn every_class_of_a_chart_is_painted_and_every_paint_is_reckoned() {
    assert!(MAIN.contains("@import \"./charts.css\" layer(charts);"));
    let rules = rules();
    // These are words as all words are.
    let plain = ["chart-label", "chart-today-label"];
    for class in charts::classes().filter(|class| !plain.contains(class)) {
        let is_painted = rules.iter().any(|(selector, body)| {
            let names = selector.split([',', ' ', '\n']);
            let is_named = names.into_iter().any(|name| name == format!(".{class}"));
            is_named && (body.contains("fill:") || body.contains("stroke:"))
        });
        assert!(is_painted, "style/charts.css says nothing of {class}");
    }
    let reckoned: BTreeSet<&str> = CONTRASTS
        .iter()
        .chain(&APART)
        .flat_map(|(a, b, _)| [*a, *b])
        // A line to count by, and a shade within an edge that is reckoned.
        .chain(["--chart-grid", "--chart-band"])
        .collect();
    for (selector, body) in &rules {
        assert!(
            !body.contains('#') && !body.contains("rgb"),
            "{selector}: colours are tokens"
        );
        for declaration in body.split(';') {
            let Some((property, value)) = declaration.trim().split_once(':') else {
                continue;
            };
            if let ("fill" | "stroke", Some(token)) = (property, value.trim().strip_prefix("var("))
            {
                let token = token.trim_end_matches(')');
                assert!(
                    reckoned.contains(token),
                    "{selector}: {token} is not reckoned"
                );
            }
        }
    }
}
