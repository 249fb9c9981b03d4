//! `dampak pool` on tables, results and study files, and pools of studies.

use super::command::{Run, dampak, file, json, root};
use serde_json::{Value, json as value};

fn refused(run: &Run, codes: &[&str], words: &[&str]) {
    assert_eq!(run.status, 2, "{}", run.err);
    assert!(run.out.is_empty(), "something was printed: {}", run.out);
    for code in codes {
        assert!(run.err.contains(&format!("[{code}]")), "{code}: {}", run.err);
    }
    for word in words {
        assert!(run.err.contains(word), "\"{word}\" is not in: {}", run.err);
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn notes(result: &Value) -> Vec<&str> {
    result["notes"].as_array().expect("notes").iter().filter_map(|note| note["code"].as_str()).collect()
}

/// A result of another run with one overall effect.
fn result(outcome: &str, estimate: f64, std_error: f64) -> String {
    let row = value!({ "kind": "overall", "term": "att", "estimate": estimate, "std_error": std_error, "df": 20.0 });
    value!({ "schema": "dampak/result/1", "outcome": outcome, "effects": [row] }).to_string()
}

#[test]
fn a_table_with_gaps_names_what_is_left_out() {
    let folder = folder();
    let path = file(folder.path(), "effects.csv", "region,effect,se\nA,1.0,0.2\nB,1.4,0.3\nC,0.9,\nD,,0.1\nE,1.1,0\nF,0.7,0.25\n");
    let of = |more: &[&str]| {
        let mut arguments = vec!["pool", &path, "--estimate", "effect", "--std-error", "se", "--label", "region", "--format", "json"];
        arguments.extend(more);
        json(&arguments)
    };
    let found = of(&["--pool-method", "reml", "--knapp-hartung"]);
    assert_eq!((found["sample"]["rows_read"].as_u64(), found["sample"]["rows_used"].as_u64()), (Some(6), Some(3)));
    assert!(notes(&found).contains(&"not-pooled"));
    let said = found["notes"].as_array().expect("notes").iter().find(|note| note["code"] == "not-pooled").expect("a note")["text"].to_string();
    assert!(["C", "D", "E"].iter().all(|name| said.contains(name)), "{said}");
    let terms: Vec<&str> =
        found["effects"].as_array().expect("effects").iter().filter(|row| row["kind"] == "overall").filter_map(|row| row["term"].as_str()).collect();
    assert_eq!(terms, ["random-effects", "fixed-effect", "prediction"]);
    for key in ["tau2", "i2", "h2", "q", "df", "p_value", "tau2_conf_low", "tau2_conf_high"] {
        assert!(found["heterogeneity"].get(key).is_some(), "{key}");
    }
    assert_eq!(found["leave_one_out"].as_array().map(Vec::len), Some(3));
    // The fixed effect has nothing to say of a further study.
    let fixed = of(&["--pool-method", "fe"]);
    assert!(fixed["effects"][2]["conf_low"].is_null() && notes(&fixed).contains(&"no-prediction"));
}

#[test]
fn results_of_runs_are_pooled_from_files_folders_and_patterns() {
    let folder = folder();
    let paths: Vec<String> =
        [("a.json", 1.0), ("b.json", 1.4), ("c.json", 0.8)].iter().map(|(name, effect)| file(folder.path(), name, result("hours", *effect, 0.2))).collect();
    let one = json(&["pool", &paths[0], &paths[1], &paths[2], "--format", "json"]);
    let pattern = folder.path().join("*.json").display().to_string();
    let other = json(&["pool", &pattern, "--format", "json"]);
    assert_eq!(one["effects"][0], other["effects"][0]);
    assert_eq!(one["outcome"], "hours");
    // Each row keeps the degrees of freedom of its own run.
    assert_eq!(one["effects"][3]["df"], 20.0);
    let inside = folder.path().join("run");
    std::fs::create_dir(&inside).expect("a folder");
    file(&inside, "result.json", result("hours", 2.0, 0.3));
    let with = json(&["pool", &paths[0], &inside.display().to_string(), "--format", "json"]);
    assert_eq!(with["effects"][4]["estimate"], 2.0);
}

#[test]
fn every_problem_of_every_result_at_once() {
    let folder = folder();
    let good = file(folder.path(), "good.json", result("hours", 1.0, 0.2));
    let same = file(folder.path(), "same.json", result("hours", 1.0, 0.2));
    let points = file(folder.path(), "points.json", result("points", 1.0, 0.3));
    let broken = file(folder.path(), "broken.json", "{\"effects\": []}");
    let missing = folder.path().join("missing.json").display().to_string();
    let run = dampak(&["pool", &good, &same, &points, &broken, &missing]);
    refused(
        &run,
        &["cli::same-result-twice", "cli::different-outcomes", "cli::not-a-result", "data::file-not-found"],
        &["same.json", "points.json", "broken.json", "missing.json", "--same-outcome"],
    );
    // Where only the names differ the reader says so.
    assert_eq!(dampak(&["pool", &good, &points, "--same-outcome"]).status, 0);
    refused(&dampak(&["pool", &good, &good]), &["cli::same-result-twice"], &["good.json"]);
    // One alone is its own mean, and nothing is known of how much results differ.
    let alone = json(&["pool", &good, "--format", "json"]);
    assert!(notes(&alone).contains(&"single-estimate") && alone["heterogeneity"]["tau2"].is_null() && alone["effects"][2]["conf_low"].is_null());
}

#[test]
fn a_table_needs_its_columns() {
    let folder = folder();
    let path = file(folder.path(), "effects.csv", "effect,se\n1.0,0.2\n");
    refused(&dampak(&["pool", &path]), &["cli::pool-columns"], &["--std-error"]);
    refused(&dampak(&["pool", &path, "--estimate", "effect"]), &["cli::pool-columns"], &[]);
    let nothing = file(folder.path(), "zero.csv", "effect,se\n1.0,0\n2.0,\n");
    let run = dampak(&["pool", &nothing, "--estimate", "effect", "--std-error", "se"]);
    assert_eq!(run.status, 3, "{}", run.err);
}

#[test]
fn studies_are_standardized_and_their_checks_count() {
    let studies = ["datasets/public/kielmc/study.toml", "datasets/public/jtrain/study.toml", "datasets/public/injury/study.toml"];
    let run = |more: &[&str]| {
        let mut arguments = vec!["pool"];
        arguments.extend(studies);
        arguments.extend(["--pool-method", "reml", "--knapp-hartung", "--format", "json"]);
        arguments.extend(more);
        json(&arguments)
    };
    let found = run(&[]);
    assert_eq!(found["outcome"], "standardized-effect");
    assert_eq!(found["effects"].as_array().expect("effects").iter().filter(|row| row["kind"] == "region").count(), 3);
    let names: Vec<&str> = found["checks"].as_array().expect("checks").iter().filter_map(|check| check["name"].as_str()).collect();
    assert_eq!(names, ["leave-one-study-out", "distant-study", "prediction", "one-scale", "studies"]);
    // Several studies at a time, or one after the other: the same bytes.
    assert_eq!(found, run(&["--threads", "1"]));
    refused(&dampak(&["pool", studies[0], studies[0]]), &["study::contradiction"], &["kielmc"]);
}

#[test]
fn every_problem_of_a_pool_at_once_and_nothing_is_written() {
    let folder = folder();
    let at = |name: &str| root().join(name).display().to_string().replace('\\', "/");
    let other = at("datasets/public/kielmc/study.toml");
    let copy = file(folder.path(), "copy.toml", std::fs::read_to_string(&other).expect("a study"));
    let pool = at("datasets/lima-kota/study.toml");
    let text = format!("[study]\nname = \"two\"\ntitle = \"Two\"\n\n[pool]\nstudies = [\"{other}\", \"{other}\", \"{copy}\", \"{pool}\", \"nowhere.toml\"]\n");
    let path = file(folder.path(), "pool.toml", text);
    let out = folder.path().join("out");
    let run = dampak(&["run", &path, "--out", &out.display().to_string()]);
    refused(&run, &["study::contradiction", "study::unreadable"], &["twice", "pool of studies itself", "kielmc", "nowhere.toml"]);
    assert!(!out.exists());
}

/// A pool grades its studies on fewer computations than their own reports; effects and grades are those of the reports all the same.
#[test]
fn studies_have_the_effects_and_grades_of_their_own_reports() {
    let read = |name: &str| -> Value {
        let path = root().join("notebooks-output").join(name).join("results.json");
        serde_json::from_slice(&std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))).expect("JSON")
    };
    let pool = read("lima-kota");
    let studies = pool["studies"].as_array().expect("studies");
    assert_eq!(studies.len(), 5);
    for study in studies {
        let name = study["study"].as_str().expect("a name");
        let own = read(name);
        assert_eq!(study["grade"], own["outcomes"][0]["grade"], "{name}");
        let rows = own["effects"].as_array().expect("effects");
        let headline = rows.iter().find(|row| row["kind"] == "overall").expect("a headline");
        for key in ["estimate", "std_error", "conf_low", "conf_high"] {
            assert_eq!(study[key], headline[key], "{name}: {key}");
        }
    }
}
