//! What the product is built of: licences, bans and sources as `deny.toml` has them.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn rules() -> toml::Table {
    let text = std::fs::read_to_string(root().join("deny.toml")).expect("deny.toml is there");
    text.parse().expect("deny.toml is TOML")
}

fn packages() -> Vec<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root())
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages").clone();
    // Ours have no source.
    packages
        .into_iter()
        .filter(|one| one["source"].is_string())
        .collect()
}

fn texts(list: &toml::Value) -> BTreeSet<String> {
    let list = list.as_array().expect("a list").iter();
    list.map(|one| one.as_str().expect("a text").to_owned())
        .collect()
}

#[test]
fn every_package_has_a_licence_that_is_allowed() {
    let rules = rules();
    let allowed = texts(&rules["licenses"]["allow"]);
    let exceptions = rules["licenses"]["exceptions"].as_array().expect("a list");
    let packages = packages();
    assert!(packages.len() > 300, "{}", packages.len());
    let mut used = BTreeSet::new();
    for package in &packages {
        let name = package["name"].as_str().expect("a name");
        let mut allowed = allowed.clone();
        for exception in exceptions
            .iter()
            .filter(|one| one["crate"].as_str() == Some(name))
        {
            allowed.extend(texts(&exception["allow"]));
            used.insert(name);
        }
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(
            is_allowed(licence, &allowed),
            "{name}: “{licence}” is not allowed in deny.toml: add it there with the reason, or do without the package"
        );
    }
    assert_eq!(
        used.len(),
        exceptions.len(),
        "an exception that nothing needs: {used:?}"
    );
}

/// The packages of other people's that may depend on one.
fn dependants<'p>(packages: &'p [Value], name: Option<&'p str>) -> impl Iterator<Item = &'p str> {
    let depends = move |package: &&Value| {
        let on = package["dependencies"].as_array();
        on.is_some_and(|on| {
            on.iter().any(|one| {
                one["name"].as_str() == name && one["optional"] == false && one["kind"].is_null()
            })
        })
    };
    packages
        .iter()
        .filter(depends)
        .filter_map(|package| package["name"].as_str())
}

#[test]
fn nothing_banned_and_nothing_from_elsewhere_is_in_the_build() {
    let rules = rules();
    let banned = rules["bans"]["deny"].as_array().expect("a list");
    let registries = texts(&rules["sources"]["allow-registry"]);
    let packages = packages();
    for package in &packages {
        let (name, source) = (package["name"].as_str(), package["source"].as_str());
        if let Some(rule) = banned.iter().find(|rule| rule["crate"].as_str() == name) {
            // Those that may bring it.
            let wrappers = rule.get("wrappers").map(texts).unwrap_or_default();
            let others: Vec<&str> = dependants(&packages, name)
                .filter(|other| !wrappers.contains(*other))
                .collect();
            assert!(
                !wrappers.is_empty() && others.is_empty(),
                "{name:?}, brought by {others:?}: {rule:?}"
            );
        }
        let registry = source.and_then(|source| source.strip_prefix("registry+"));
        assert!(
            registry.is_some_and(|registry| registries.contains(registry)),
            "{name:?} comes from {source:?}"
        );
    }
}

/// Whether an SPDX expression can be met with the licences that are allowed: `A OR B`, `A AND B`, brackets, `A WITH B`. Older
/// packages write `A/B` for `A OR B`.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = &words[..];
    let met = either(&mut rest, allowed);
    met && rest.is_empty()
}

fn either(rest: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let mut met = both(rest, allowed);
    while let ["OR", after @ ..] = *rest {
        *rest = after;
        // Read in any case: the other side of a met one has to be passed over too.
        met |= both(rest, allowed);
    }
    met
}

fn both(rest: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let mut met = one(rest, allowed);
    while let ["AND", after @ ..] = *rest {
        *rest = after;
        met &= one(rest, allowed);
    }
    met
}

fn one(rest: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    match *rest {
        ["(", after @ ..] => {
            *rest = after;
            let met = either(rest, allowed);
            match *rest {
                [")", after @ ..] => {
                    *rest = after;
                    met
                }
                _ => false,
            }
        }
        [licence, "WITH", exception, after @ ..] => {
            *rest = after;
            allowed.contains(&format!("{licence} WITH {exception}"))
        }
        [licence, after @ ..] => {
            *rest = after;
            allowed.contains(*licence)
        }
        [] => false,
    }
}

#[test]
fn expressions_of_licences_are_understood() {
    let allowed: BTreeSet<String> = ["MIT", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"]
        .map(str::to_owned)
        .into();
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("GPL-3.0-only OR MIT", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0-only AND MIT", false),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("(MIT OR Apache-2.0) AND GPL-3.0-only", false),
        ("Apache-2.0", false),
        ("Apache-2.0 WITH LLVM-exception OR GPL-3.0-only", true),
        ("none", false),
        ("", false),
        ("(MIT", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }
}
