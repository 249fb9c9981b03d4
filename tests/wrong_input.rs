//! Wrong input: one clear message, the right exit status, nothing half-written.

use super::command::{Run, dampak, file, program};
use std::fmt::Write;
use std::path::Path;

/// A panel of `units` × `periods` in which the first `treated` units are treated from period 3.
fn panel(units: usize, periods: usize, treated: usize) -> String {
    let mut csv = String::from("unit,time,cohort,d,y\n");
    for unit in 0..units {
        for time in 1..=periods {
            let cohort = if unit < treated { "3" } else { "" };
            let now = unit < treated && time >= 3;
            let y = (unit * 7 + time * 3) % 11 + time + if now { 2 } else { 0 };
            let _ = writeln!(csv, "u{unit},{time},{cohort},{},{y}", u8::from(now));
        }
    }
    csv
}

fn did(path: &str, more: &[&str]) -> Run {
    let mut arguments = vec!["did", path, "--outcome", "y", "--unit", "unit", "--time", "time", "--method", "twfe"];
    arguments.extend(more);
    dampak(&arguments)
}

/// The message has the code, each of the words, and a hint; standard output is empty.
fn refused(run: &Run, status: i32, code: &str, words: &[&str]) {
    assert_eq!(run.status, status, "{}", run.err);
    assert!(run.out.is_empty(), "something was printed: {}", run.out);
    assert!(run.err.contains(&format!("[{code}]")), "{}", run.err);
    assert!(run.err.contains("  → "), "no hint: {}", run.err);
    for word in words {
        assert!(run.err.contains(word), "\"{word}\" is not in: {}", run.err);
    }
    assert!(!run.err.contains("panicked"), "{}", run.err);
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn a_missing_column_names_the_nearest() {
    let folder = folder();
    let path = file(folder.path(), "p.csv", panel(6, 4, 3));
    let run = dampak(&["did", &path, "--outcome", "y", "--unit", "unti", "--time", "time", "--treated", "d"]);
    refused(&run, 2, "data::missing-column", &["unti", "\"unit\"", "p.csv"]);
}

#[test]
fn the_same_message_comes_in_indonesian() {
    let folder = folder();
    let path = file(folder.path(), "p.csv", panel(6, 4, 3));
    let run = dampak(&["did", &path, "--outcome", "y", "--unit", "unti", "--time", "time", "--treated", "d", "--lang", "id"]);
    refused(&run, 2, "data::missing-column", &["tidak ada kolom \"unti\"", "Mungkin maksudnya"]);
}

#[test]
fn text_in_a_numeric_column_names_the_first_rows() {
    let folder = folder();
    let text = panel(6, 4, 3).replacen("u1,2,3,0,", "u1,2,3,0,rusak", 1);
    let path = file(folder.path(), "p.csv", text);
    refused(&did(&path, &["--treated", "d"]), 2, "data::not-numeric", &["\"y\"", "rusak"]);
}

#[test]
fn a_unit_twice_in_a_period_is_named() {
    let folder = folder();
    let path = file(folder.path(), "p.csv", panel(6, 4, 3) + "u2,3,3,1,9\n");
    refused(&did(&path, &["--cohort", "cohort"]), 2, "data::duplicate-cell", &["u2", "3"]);
}

#[test]
fn no_comparison_group_is_not_identified() {
    let folder = folder();
    let path = file(folder.path(), "p.csv", panel(6, 4, 6));
    let run = did(&path, &["--cohort", "cohort"]);
    assert_eq!(run.status, 3, "{}", run.err);
    assert!(run.err.contains("[design::"), "{}", run.err);
}

#[test]
fn no_period_before_is_not_identified() {
    let folder = folder();
    let rows: String = panel(6, 6, 3).lines().filter(|line| line.starts_with("unit") || line.split(',').nth(1).is_some_and(|time| time >= "3")).fold(
        String::new(),
        |mut all, line| {
            all.push_str(line);
            all.push('\n');
            all
        },
    );
    let path = file(folder.path(), "p.csv", rows);
    let run = did(&path, &["--cohort", "cohort"]);
    assert_eq!(run.status, 3, "{}", run.err);
    assert!(run.err.contains("[design::"), "{}", run.err);
}

#[test]
fn one_cluster_gives_no_standard_error() {
    let folder = folder();
    let csv: String = panel(6, 4, 3).lines().enumerate().fold(String::new(), |mut all, (at, line)| {
        let _ = writeln!(all, "{line},{}", if at == 0 { "g" } else { "one" });
        all
    });
    let path = file(folder.path(), "p.csv", csv);
    refused(&did(&path, &["--cohort", "cohort", "--cluster", "g"]), 2, "design::one-cluster", &["g"]);
}

#[test]
fn a_treatment_that_switches_off_is_named() {
    let folder = folder();
    let path = file(folder.path(), "p.csv", panel(6, 5, 3).replace("u1,5,3,1,", "u1,5,3,0,"));
    refused(&did(&path, &["--treated", "d"]), 2, "design::treatment-switches-off", &["u1", "5"]);
}

#[test]
fn ends_before_starts_are_counted_not_hidden() {
    let folder = folder();
    let mut csv = String::from("after,opened,closed\n");
    for day in 1..=20 {
        let _ = writeln!(csv, "{},2024-03-{day:02} 08:00,2024-03-{:02} 09:00", u8::from(day > 10), day + 1);
    }
    csv.push_str("1,2024-03-25 08:00,2024-03-24 08:00\n1,2024-03-26 08:00,\n");
    let path = file(folder.path(), "p.csv", csv);
    let run = dampak(&["prepost", &path, "--duration", "opened,closed", "--period", "after", "--format", "json"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let result: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(result["sample"]["rows_read"], 22);
    assert_eq!(result["sample"]["rows_used"], 20);
    let dropped = result["sample"]["dropped"].to_string();
    assert!(dropped.contains("end-before-start") && dropped.contains("unfinished"), "{dropped}");
}

#[test]
fn files_that_are_no_tables_are_refused() {
    let folder = folder();
    let cases: [(&str, Vec<u8>); 5] = [
        ("empty.csv", Vec::new()),
        ("binary.csv", vec![0x7f, b'E', b'L', b'F', 0, 1, 2, 3, 0, 0, 0, 255, 254, 7]),
        ("cut.parquet", b"PAR1\x15\x04\x15\x10 and then nothing".to_vec()),
        ("page.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>".to_vec()),
        ("not.xlsx", b"PK\x03\x04 but not a workbook".to_vec()),
    ];
    for (name, bytes) in cases {
        let path = file(folder.path(), name, bytes);
        let run = dampak(&["prepost", &path, "--outcome", "y", "--period", "p"]);
        assert_eq!(run.status, 2, "{name}: {}", run.err);
        assert!(run.err.contains("[data::") && run.err.contains(name) && run.err.contains("  → "), "{name}: {}", run.err);
        assert!(!run.err.contains("panicked"), "{name}: {}", run.err);
    }
}

#[test]
fn a_missing_file_names_one_that_is_there() {
    let folder = folder();
    file(folder.path(), "permohonan.csv", "a,b\n1,2\n");
    let run = dampak(&["prepost", &folder.path().join("permohonn.csv").display().to_string(), "--outcome", "a", "--period", "b"]);
    assert_eq!(run.status, 2, "{}", run.err);
    assert!(run.err.contains("permohonan.csv"), "{}", run.err);
}

/// What is left in a folder.
fn listing(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder).expect("folder").flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn a_disk_without_room_leaves_nothing_behind() {
    let folder = folder();
    let path = file(folder.path(), "p.csv", panel(8, 4, 4));
    // A limit of 512 bytes a file stands for a full disk.
    let script = format!(
        "trap '' XFSZ; ulimit -f 1; exec '{}' did '{path}' --outcome y --unit unit --time time --cohort cohort --method twfe --out '{}'",
        env!("CARGO_BIN_EXE_dampak"),
        folder.path().join("out").display()
    );
    let run: Run = std::process::Command::new("sh").args(["-c", &script]).output().expect("sh").into();
    assert_eq!(run.status, 2, "{}", run.err);
    assert!(run.err.contains("[report::") || run.err.contains("[cli::"), "{}", run.err);
    assert_eq!(listing(folder.path()), ["p.csv"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_said() {
    let folder = folder();
    let path = file(folder.path(), "p.csv", panel(8, 4, 4));
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let output = program()
        .args(["did", &path, "--outcome", "y", "--unit", "unit", "--time", "time", "--cohort", "cohort", "--method", "twfe", "--format", "json"])
        .stdout(full)
        .output()
        .expect("runs");
    let run = Run::from(output);
    assert_eq!(run.status, 2, "{}", run.err);
    assert!(run.err.contains("[cli::cannot-write]"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_with_130_and_nothing_written() {
    let folder = folder();
    // Standard input that never ends keeps the program reading.
    let mut child = program()
        .args(["did", "-", "--outcome", "y", "--unit", "unit", "--time", "time", "--cohort", "cohort", "--out"])
        .arg(folder.path().join("out"))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("starts");
    // Waiting closes the input that the child still owns: an end of the data could then come before the interrupt.
    let input = child.stdin.take();
    std::thread::sleep(std::time::Duration::from_millis(500));
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    let status = child.wait().expect("ends");
    drop(input);
    assert_eq!(status.code(), Some(130));
    assert!(listing(folder.path()).is_empty());
}
