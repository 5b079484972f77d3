//! The arrows between the packages, and the rules that every source file keeps.
//!
//! Stated as absences: the browser has no database, the pure crates have no clock, no page has an unescaped text area.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Who may name whom, within the workspace. `xtask` names nobody: it only calls cargo.
const ALLOWED_EDGES: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("api", &["domain"]),
    ("app", &["api", "domain"]),
    ("store", &["domain"]),
    ("spatial", &["domain"]),
    ("charts", &["domain"]),
    ("simulate", &["domain"]),
    (
        "server",
        &[
            "app", "api", "domain", "store", "spatial", "charts", "simulate",
        ],
    ),
    (
        "tests",
        &[
            "server", "app", "api", "domain", "store", "spatial", "charts", "simulate",
        ],
    ),
    ("xtask", &[]),
];

/// Crates that give the same answer every time: their clippy.toml forbids clock, chance, environment and files.
const PURE_CRATES: &[&str] = &[
    "app/crates/domain",
    "app/crates/api",
    "server/crates/spatial",
    "server/crates/charts",
    "server/crates/simulate",
];

/// What must never reach a browser.
const SERVER_ONLY: &[&str] = &[
    "axum",
    "charts",
    "geo",
    "leptos_axum",
    "mio",
    "plotters",
    "rstar",
    "rusqlite",
    "server",
    "simulate",
    "spatial",
    "sqlx",
    "sqlx-core",
    "store",
    "tokio-rustls",
];

/// Words that must not stand in the product's source text, and why. Tests name them to show that they are harmless.
const HAZARDS: &[Forbidden] = &[
    Forbidden {
        words: &["#[server"],
        below: &["app/src", "server/src"],
        except: &[],
        why: "a server function that fails answers 500 with its error's text: forms post to doors of our own",
    },
    Forbidden {
        words: &["<textarea", "textarea("],
        below: &["app/src"],
        except: &["app/src/components/text_area.rs"],
        why: "the framework does not escape the children of a text area: use the TextArea component",
    },
    Forbidden {
        words: &["GetUrl"],
        below: &["app/src", "server/src"],
        except: &[],
        why: "a write by GET is done by every link that someone is made to follow",
    },
    Forbidden {
        words: &["leptos_axum::redirect"],
        below: &["app/src", "server/src"],
        except: &[],
        why: "it does not stop the function: guards are values used with `?`",
    },
    Forbidden {
        words: &[".route(", ".nest(", ".route_service(", ".nest_service("],
        below: &["server/src"],
        // Metrics have a listener of their own, which asks for itself.
        except: &["server/src/web/doors.rs", "server/src/metrics/listen.rs"],
        why: "an address without a door is one that nobody asked who may enter: add it by Doors",
    },
    Forbidden {
        words: &[".commit()"],
        below: &["server/crates/store/src"],
        // The two ways themselves, and the bulk paths of each database, which append to the trail in their own words.
        except: &[
            "server/crates/store/src/audit/mod.rs",
            "server/crates/store/src/forks/mod.rs",
            "server/crates/store/src/forks/postgres_backup.rs",
            "server/crates/store/src/forks/postgres_reprocess.rs",
            "server/crates/store/src/forks/postgres_revisions.rs",
            "server/crates/store/src/forks/sqlite_inbox.rs",
            "server/crates/store/src/forks/sqlite_record.rs",
            "server/crates/store/src/forks/sqlite_reprocess.rs",
            "server/crates/store/src/forks/sqlite_rollup.rs",
        ],
        why: "no write commits without its entry in the audit trail: commit_noted, or commit_derived for what nobody decides",
    },
    Forbidden {
        words: &[
            "Connection::open(",
            "Connection::open_with",
            "SqliteConnectOptions",
            "SqlitePool::connect",
            "SqliteConnection",
            "ATTACH ",
        ],
        below: &["server/crates/store/src", "server/src"],
        except: &["server/crates/store/src/forks/sqlite_door.rs"],
        why: "a SQLite file that may be encrypted is opened, made and attached in one place, which gives it its key first (decision 0106)",
    },
    Forbidden {
        words: &["Db::open"],
        below: &["server/src"],
        // Invented surveys in a folder that goes again, and a test.
        except: &[
            "server/src/cli/opening.rs",
            "server/src/cli/evaluate.rs",
            "server/src/audit/noting.rs",
        ],
        why: "without the key of its file a database is refused, and a new one is not encrypted: Database::open and its like in cli/opening.rs",
    },
    Forbidden {
        words: &["\"__err\"", "__err="],
        below: &["app/src", "server/src"],
        except: &[],
        why: "anyone can write it into a link: its text is never shown",
    },
];

/// Words that must not stand anywhere.
const UNFINISHED: &[Forbidden] = &[
    Forbidden {
        words: &["#[ignore"],
        below: &["app", "server", "tests", "xtask"],
        except: &[],
        why: "a test that is not run is skipped in silence",
    },
    Forbidden {
        words: &["todo!(", "unimplemented!("],
        below: &["app", "server", "tests", "xtask"],
        except: &[],
        why: "unfinished work is an issue, not a panic",
    },
];

/// A file that no longer fits on a few screens is two files.
const LONGEST_FILE_LINES: usize = 600;

struct Forbidden {
    words: &'static [&'static str],
    below: &'static [&'static str],
    except: &'static [&'static str],
    why: &'static str,
}

#[test]
fn packages_name_only_those_below_them() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> = ALLOWED_EDGES
        .iter()
        .map(|(from, to)| (*from, to.iter().copied().collect()))
        .collect();
    let packages = workspace_edges();
    assert_eq!(
        packages.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        allowed.keys().copied().collect::<BTreeSet<_>>(),
        "every member of the workspace has its line in ALLOWED_EDGES"
    );
    let forbidden: Vec<String> = packages
        .iter()
        .flat_map(|(from, to)| to.iter().map(move |to| (from, to)))
        .filter(|(from, to)| !allowed[from.as_str()].contains(to.as_str()))
        .map(|(from, to)| format!("{from} → {to}"))
        .collect();
    assert!(
        forbidden.is_empty(),
        "edges against the layout in ARCHITECTURE.md: {forbidden:?}"
    );
}

#[test]
fn nothing_of_the_server_reaches_the_browser() {
    let tree = browser_tree();
    assert!(tree.contains("leptos"), "the tree was read: {tree:?}");
    let leaked: Vec<&&str> = SERVER_ONLY
        .iter()
        .filter(|name| tree.contains(**name))
        .collect();
    assert!(
        leaked.is_empty(),
        "in the browser half's dependencies: {leaked:?}"
    );
}

#[test]
fn the_browser_half_opens_no_sockets_of_its_own() {
    // tokio's channels may come along; its network would bring mio or socket2.
    let tree = browser_tree();
    for name in ["mio", "socket2"] {
        assert!(
            !tree.contains(name),
            "{name} in the browser half's dependencies"
        );
    }
}

#[test]
fn every_pure_crate_forbids_clock_chance_environment_and_files() {
    for folder in PURE_CRATES {
        let path = root().join(folder).join("clippy.toml");
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for word in [
            "std::time::SystemTime::now",
            "std::time::Instant::now",
            "jiff::Timestamp::now",
            "rand::rng",
            "std::env::var",
            "std::fs::read",
            "allow-unwrap-in-tests = true",
        ] {
            assert!(
                text.contains(word),
                "{} says nothing about {word}",
                path.display()
            );
        }
    }
}

#[test]
fn unsafe_code_is_forbidden_in_every_package() {
    for manifest in manifests() {
        let text = read(&manifest);
        assert!(
            text.contains("[lints]\nworkspace = true"),
            "{} does not take the workspace's lints",
            manifest.display()
        );
    }
    assert!(read(&root().join("Cargo.toml")).contains("unsafe_code = \"forbid\""));
}

#[test]
fn the_product_steps_on_none_of_the_frameworks_hazards() {
    let found: Vec<String> = HAZARDS
        .iter()
        .flat_map(|rule| offences(rule, |file| !is_test(file)))
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn nothing_is_left_unfinished_or_untested_in_silence() {
    let found: Vec<String> = UNFINISHED
        .iter()
        .flat_map(|rule| offences(rule, |file| file != "tests/it/architecture.rs"))
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// Where a rule is broken, as `file:line: word: why`.
fn offences(rule: &Forbidden, looked_at: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for file in rule
        .below
        .iter()
        .flat_map(|folder| rust_files(&root().join(folder)))
    {
        let relative = relative(&file);
        if rule.except.contains(&relative.as_str()) || !looked_at(&relative) {
            continue;
        }
        for (number, line) in read(&file)
            .lines()
            .enumerate()
            .filter(|(_, line)| !is_comment(line))
        {
            for word in rule.words.iter().filter(|word| line.contains(**word)) {
                found.push(format!("{relative}:{}: `{word}`: {}", number + 1, rule.why));
            }
        }
    }
    found
}

fn is_test(file: &str) -> bool {
    file.contains("/tests/") || file.ends_with("_tests.rs") || file.ends_with("/tests.rs")
}

#[test]
fn every_file_fits_on_a_few_screens() {
    let long: Vec<String> = ["app", "server", "tests", "xtask"]
        .iter()
        .flat_map(|folder| rust_files(&root().join(folder)))
        .map(|file| (relative(&file), read(&file).lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE_LINES)
        .map(|(file, lines)| format!("{file}: {lines} lines of {LONGEST_FILE_LINES}"))
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// Each package of the workspace with those it names, tests and build scripts included.
fn workspace_edges() -> BTreeMap<String, BTreeSet<String>> {
    let text = cargo(&["metadata", "--no-deps", "--format-version=1"]);
    let metadata: serde_json::Value = serde_json::from_str(&text).expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let name = |value: &serde_json::Value| value["name"].as_str().expect("a name").to_owned();
    let members: BTreeSet<String> = packages.iter().map(name).collect();
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().expect("dependencies");
            (
                name(package),
                dependencies
                    .iter()
                    .map(name)
                    .filter(|to| members.contains(to))
                    .collect(),
            )
        })
        .collect()
}

/// The names of all packages that are linked into the WebAssembly.
fn browser_tree() -> BTreeSet<String> {
    let text = cargo(&[
        "tree",
        "--package=app",
        "--no-default-features",
        "--features=hydrate",
        "--target=wasm32-unknown-unknown",
        "--edges=normal,no-proc-macro",
        "--prefix=none",
        "--format={p}",
    ]);
    text.lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

fn cargo(args: &[&str]) -> String {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program)
        .args(args)
        .current_dir(root())
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "cargo {args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("cargo prints UTF-8")
}

fn manifests() -> Vec<PathBuf> {
    let root_manifest = read(&root().join("Cargo.toml"));
    let members = root_manifest
        .split_once("members = [")
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(members, _)| members)
        .expect("the workspace lists its members");
    members
        .split('"')
        .skip(1)
        .step_by(2)
        .map(|folder| root().join(folder).join("Cargo.toml"))
        .collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn relative(file: &Path) -> String {
    file.strip_prefix(root())
        .unwrap_or(file)
        .to_string_lossy()
        .into_owned()
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ lies in the workspace")
        .to_path_buf()
}
