//! What a person reads in the terminal: words in the chosen language, aligned, and help with examples.

use super::command::{dampak, file};

/// Two groups before and after, with a covariate.
fn csv() -> String {
    let mut text = String::from("unit,group,after,y,x\n");
    for row in 0..80 {
        let (unit, group, after) = (row % 20, row % 2, (row / 20) % 2);
        let y = (row * 7 % 13) + 3 * after + 2 * group * after;
        text.push_str(&format!("u{unit:02},{group},{after},{y},{}\n", row * 5 % 7));
    }
    text
}

#[test]
fn tables_have_words_and_no_codes_in_both_languages() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = file(folder.path(), "data.csv", csv());
    let calls: [&[&str]; 3] = [
        &["prepost", &path, "--outcome", "y", "--period", "after", "--target", "6", "--cluster", "unit"],
        &["prepost", &path, "--outcome", "y", "--period", "after", "--pair", "unit", "--target", "6"],
        &["did", &path, "--outcome", "y", "--group", "group", "--post", "after", "--cluster", "unit", "--wild", "99", "--permute", "99"],
    ];
    for call in calls {
        for lang in ["id", "en"] {
            let run = dampak(&[call, &["--lang", lang]].concat());
            assert_eq!(run.status, 0, "{call:?}: {}", run.err);
            // A code without words is shown between backticks; names of the user's columns are, too.
            let unknown: Vec<&str> = run.out.split('`').skip(1).step_by(2).filter(|code| !["y", "paired", "unpaired", "2x2"].contains(code)).collect();
            assert!(unknown.is_empty(), "{call:?} {lang}: no words for {unknown:?}\n{}", run.out);
            let foreign = if lang == "id" { "rows used" } else { "baris dipakai" };
            assert!(!run.out.contains(foreign), "{}", run.out);
        }
    }
}

#[test]
fn numbers_follow_the_language() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = file(folder.path(), "data.csv", csv());
    let call = ["prepost", &path, "--outcome", "y", "--period", "after"];
    let (id, en) = (dampak(&[&call[..], &["--lang", "id"]].concat()), dampak(&[&call[..], &["--lang", "en"]].concat()));
    assert!(id.out.contains("95 %") || id.out.contains("95\u{a0}%"), "{}", id.out);
    assert!(en.out.contains("95%"), "{}", en.out);
    assert!(id.out.contains(" s.d. ") && en.out.contains(" to "));
}

#[test]
fn help_has_examples_and_every_command() {
    let help = dampak(&["--help"]);
    assert_eq!(help.status, 0);
    for word in ["run", "init", "check", "prepost", "did", "satisfaction", "pool", "simulate", "explain", "Examples:", "Exit status"] {
        assert!(help.out.contains(word), "{word} is not in the help");
    }
    for command in ["run", "init", "prepost", "did", "satisfaction", "pool"] {
        let help = dampak(&[command, "--help"]);
        assert!(help.status == 0 && help.out.contains("Examples:"), "{command}: {}", help.out);
    }
}

#[test]
fn wrong_usage_ends_with_2() {
    for call in [&["nonsense"][..], &["did"], &["did", "x.csv", "--outcome", "y", "--level", "95"], &["did", "x.csv", "--outcome", "y", "--vcov", "hc9"]] {
        let run = dampak(call);
        assert!(run.status == 2 && run.out.is_empty() && !run.err.is_empty(), "{call:?}: {}", run.err);
    }
}

#[test]
fn explain_knows_methods_checks_columns_and_codes() {
    for topic in [
        "twfe",
        "event-study",
        "2x2",
        "prepost",
        "std_error",
        "data::missing-column",
        "pre-trends",
        "few-clusters",
        "spillover",
        "methods",
        "checks",
        "columns",
        "codes",
    ] {
        for lang in ["id", "en"] {
            let run = dampak(&["explain", topic, "--lang", lang]);
            assert!(run.status == 0 && run.out.len() > 20, "{topic}: {}", run.err);
        }
    }
    let run = dampak(&["explain", "twfee"]);
    assert!(run.status == 2 && run.err.contains("twfe"), "{}", run.err);
}

#[test]
fn completions_and_the_manual_are_printed() {
    for shell in ["bash", "zsh", "fish"] {
        let run = dampak(&["completions", shell]);
        assert!(run.status == 0 && run.out.contains("dampak"));
    }
    let man = dampak(&["man"]);
    assert!(man.status == 0 && man.out.contains(".TH") && man.out.contains("prepost"));
}

#[test]
fn formats_and_threads_give_the_same_numbers() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = file(folder.path(), "data.csv", csv());
    let call = ["did", &path, "--outcome", "y", "--group", "group", "--post", "after", "--cluster", "unit", "--wild", "199"];
    let json = |threads: &str| dampak(&[&call[..], &["--format", "json", "--threads", threads]].concat());
    let (one, two) = (json("1"), json("2"));
    assert_eq!(one.status, 0, "{}", one.err);
    assert_eq!(one.out, two.out);
    let result: serde_json::Value = serde_json::from_str(&one.out).expect("JSON");
    let estimate = result["effects"][0]["estimate"].as_f64().expect("a number");
    let csv = dampak(&[&call[..], &["--format", "csv"]].concat()).out;
    let mut lines = csv.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let at = header.iter().position(|name| *name == "estimate").expect("a column");
    let first: f64 = lines.next().and_then(|line| line.split(',').nth(at)).and_then(|cell| cell.parse().ok()).expect("a number");
    assert_eq!(first, estimate);
    for format in ["markdown", "latex", "html", "text"] {
        let run = dampak(&[&call[..], &["--format", format]].concat());
        assert!(run.status == 0 && run.out.lines().count() > 3, "{format}");
    }
}
