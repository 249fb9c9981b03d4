//! What is committed under notebooks-output/ is what the program writes today.
//!
//! Words must be the same to the letter; numbers at full precision may differ in their last digits between processors, because vector units round
//! sums in another order.

use super::command::{dampak, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Relative difference that a number at full precision may have: sums of some ten thousand terms in another order.
const LAST_DIGITS: f64 = 1e-9;

fn files(folder: &Path) -> BTreeSet<PathBuf> {
    fn walk(at: &Path, top: &Path, out: &mut BTreeSet<PathBuf>) {
        for entry in std::fs::read_dir(at).expect("folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, top, out);
            } else {
                out.insert(path.strip_prefix(top).expect("below").to_path_buf());
            }
        }
    }
    let mut out = BTreeSet::new();
    walk(folder, folder, &mut out);
    out
}

fn alike(a: f64, b: f64) -> bool {
    (a - b).abs() <= LAST_DIGITS * a.abs().max(b.abs()).max(1e-6)
}

fn same_json(a: &Value, b: &Value, at: &str, out: &mut Vec<String>) {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) if x.as_f64().zip(y.as_f64()).is_some_and(|(x, y)| alike(x, y)) => {}
        (Value::Array(x), Value::Array(y)) if x.len() == y.len() => {
            x.iter().zip(y).enumerate().for_each(|(place, (x, y))| same_json(x, y, &format!("{at}/{place}"), out));
        }
        (Value::Object(x), Value::Object(y)) if x.len() == y.len() && x.keys().eq(y.keys()) => {
            x.iter().zip(y.values()).for_each(|((key, x), y)| same_json(x, y, &format!("{at}/{key}"), out));
        }
        _ if a == b => {}
        _ => out.push(format!("{at}: {a} is committed, {b} is written")),
    }
}

fn same_csv(a: &str, b: &str) -> bool {
    let cells = |text: &str| text.split(['\n', ',']).map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (cells(a), cells(b));
    a.len() == b.len() && a.iter().zip(&b).all(|(x, y)| x == y || matches!((x.parse::<f64>(), y.parse::<f64>()), (Ok(x), Ok(y)) if alike(x, y)))
}

fn compare(study: &str, name: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join(name);
    let run = dampak(&["run", study, "--out", &out.display().to_string()]);
    assert_eq!(run.status, 0, "{}", run.err);
    let committed = root().join("notebooks-output").join(name);
    assert_eq!(files(&committed), files(&out), "{name}: the list of files");
    let mut wrong = Vec::new();
    for file in files(&out) {
        let (old, new) = (std::fs::read(committed.join(&file)).expect("read"), std::fs::read(out.join(&file)).expect("read"));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let shown = file.display().to_string();
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("md") if old != new => wrong.push(format!("{shown}: other words")),
            Some("csv") if !same_csv(&text(&old), &text(&new)) => wrong.push(format!("{shown}: other numbers")),
            Some("json") if shown == "results.json" => {
                let read = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).expect("JSON");
                same_json(&read(&old), &read(&new), &shown, &mut wrong);
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{name}: run the studies again and look at what changed\n{}", wrong.join("\n"));
}

#[test]
fn kendari_is_what_is_committed() {
    compare("datasets/kendari/study.toml", "kendari");
}

#[test]
fn gorontalo_is_what_is_committed() {
    compare("datasets/gorontalo/study.toml", "gorontalo");
}

#[test]
fn palangkaraya_is_what_is_committed() {
    compare("datasets/palangkaraya/study.toml", "palangkaraya");
}

#[test]
fn jakarta_is_what_is_committed() {
    compare("datasets/jakarta/study.toml", "jakarta");
}

#[test]
fn sorong_is_what_is_committed() {
    compare("datasets/sorong/study.toml", "sorong");
}

#[test]
fn the_pool_of_the_studies_is_what_is_committed() {
    compare("datasets/lima-kota/study.toml", "lima-kota");
}

#[test]
fn the_public_studies_are_what_is_committed() {
    for name in ["injury", "jtrain", "kielmc"] {
        compare(&format!("datasets/public/{name}/study.toml"), name);
    }
}

#[test]
fn the_data_of_presets_are_what_simulate_writes() {
    for name in ["kendari", "jakarta", "gorontalo", "palangkaraya", "sorong"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let run = dampak(&["simulate", name, "--out", &folder.path().display().to_string()]);
        assert_eq!(run.status, 0, "{}", run.err);
        for file in files(folder.path()) {
            let (written, committed) = (std::fs::read(folder.path().join(&file)), std::fs::read(root().join("datasets").join(name).join(&file)));
            assert!(written.expect("written") == committed.expect("committed"), "{name}/{} differs", file.display());
        }
    }
}
