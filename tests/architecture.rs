//! The house rules that a test can hold: imports run one way, each heavy crate has one home, files stay small, no drawers.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The rooms from bottom to top; a room imports only from rooms before it.
const ROOMS: [&str; 15] =
    ["locale", "error", "panel", "design", "linalg", "inference", "estimate", "measure", "data", "methods", "checks", "simulate", "study", "report", "cli"];

/// Crates with one home: a path prefix under src/, or several.
const HOMES: [(&str, &[&str]); 20] = [
    ("polars", &["data/"]),
    ("polars_readstat_rs", &["data/"]),
    ("calamine", &["data/"]),
    ("encoding_rs", &["data/"]),
    ("flate2", &["data/", "report/charts/raster.rs"]),
    ("glob", &["data/"]),
    ("adbc_core", &["data/remote/"]),
    ("adbc_driver_manager", &["data/remote/"]),
    ("arrow_array", &["data/remote/"]),
    ("arrow_schema", &["data/remote/"]),
    ("statrs", &["inference/distributions.rs"]),
    ("faer", &["linalg/"]),
    ("plotters", &["report/charts/"]),
    ("resvg", &["report/charts/"]),
    ("maud", &["report/render/"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("indicatif", &["cli/"]),
    ("comfy_table", &["cli/"]),
    ("rust_xlsxwriter", &["simulate/"]),
];

const LONGEST: usize = 500;

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file under a folder, with its path relative to src/ and its text without test modules, in a fixed order.
fn files() -> Vec<(String, String)> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("src can be listed").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                out.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    walk(&source(), &mut paths);
    paths.sort();
    let relative = |path: &Path| path.strip_prefix(source()).expect("below src").display().to_string();
    paths.iter().map(|path| (relative(path), std::fs::read_to_string(path).expect("UTF-8"))).collect()
}

/// The part of a file that is compiled into the program: what stands before its test module.
fn program_part(text: &str) -> &str {
    text.find("#[cfg(test)]").map_or(text, |at| &text[..at])
}

fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// Names that follow `crate::` in code (not in comments).
fn imports(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in text.lines().map(str::trim_start).filter(|line| !line.starts_with("//")) {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.insert(name);
        }
    }
    found
}

#[test]
fn imports_run_one_way() {
    let mut wrong = Vec::new();
    for (path, text) in files() {
        let room = path.split(['/', '.']).next().unwrap_or("");
        let Some(level) = ROOMS.iter().position(|name| *name == room) else {
            assert!(["lib", "main"].contains(&room), "{path}: no such room in the order");
            continue;
        };
        let text = if is_test_file(&path) { continue } else { program_part(&text) };
        for name in imports(text) {
            if let Some(other) = ROOMS.iter().position(|known| *known == name)
                && other > level
            {
                wrong.push(format!("{path} imports {name}, which lies above {room}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn heavy_crates_have_one_home() {
    let mut wrong = Vec::new();
    for (path, text) in files() {
        if is_test_file(&path) {
            continue;
        }
        let code: String = program_part(&text).lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for (name, homes) in HOMES {
            let used = code.match_indices(&format!("{name}::")).any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'));
            if used && !homes.iter().any(|home| path.starts_with(home)) {
                wrong.push(format!("{path} uses {name}, whose home is {}", homes.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_clock_and_the_environment_are_read_at_the_command_line_only() {
    let wrong: Vec<String> = files()
        .into_iter()
        .filter(|(path, _)| !path.starts_with("cli/") && !is_test_file(path))
        .filter(|(_, text)| {
            let code = program_part(text);
            ["std::env::", "SystemTime::now", "Instant::now", "Local::now", "Utc::now", "println!", "eprintln!"]
                .iter()
                .any(|word| code.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(word)))
        })
        .map(|(path, _)| path)
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_stay_small_and_rooms_are_no_drawers() {
    let mut wrong = Vec::new();
    for (path, text) in files() {
        let lines = text.lines().count();
        if lines > LONGEST {
            wrong.push(format!("{path} has {lines} lines, more than {LONGEST}"));
        }
        let drawers = ["util", "utils", "helper", "helpers", "common", "misc"];
        if path.split(['/', '.']).any(|part| drawers.contains(&part)) {
            wrong.push(format!("{path} is a drawer, not a room"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_error_code_is_explained_and_every_explanation_is_used() {
    let known: BTreeSet<&str> = dampak::error::codes().map(|card| card.code).collect();
    assert_eq!(known.len(), dampak::error::codes().count(), "a code is explained twice");
    let mut used = BTreeSet::new();
    for (path, text) in files() {
        if !path.starts_with("error/") || path.starts_with("error/cards/") {
            continue;
        }
        let code = |word: &&str| {
            word.split_once("::").is_some_and(|(room, name)| {
                !room.is_empty() && !name.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-:".contains(&b))
            })
        };
        used.extend(text.split('"').filter(code).map(str::to_owned));
    }
    let unexplained: Vec<_> = used.iter().filter(|code| !known.contains(code.as_str())).collect();
    let unused: Vec<_> = known.iter().filter(|code| !used.contains(**code)).collect();
    assert!(unexplained.is_empty(), "not explained: {unexplained:?}");
    assert!(unused.is_empty(), "never raised: {unused:?}");
}
