//! `dampak its` from a file to JSON, against R on the British road casualties.

use super::command::{dampak, file, json};
use super::golden::{CLOSED_FORM, Case, close};
use serde_json::Value;
use std::fmt::Write;

/// The set with the logarithm of drivers, as the reference models it.
fn roads(folder: &std::path::Path, case: &Case) -> String {
    let data = case.data();
    let mut csv = "date,t,ldrivers,drivers\n".to_owned();
    for (at, (date, drivers)) in data.text("date").iter().zip(data.numbers("drivers")).enumerate() {
        writeln!(csv, "{date},{},{},{drivers}", at + 1, drivers.ln()).unwrap();
    }
    file(folder, "roads.csv", csv)
}

fn row<'a>(result: &'a Value, term: &str) -> &'a Value {
    result["effects"].as_array().unwrap().iter().find(|row| row["term"] == term).unwrap_or_else(|| panic!("no {term}"))
}

fn agrees(result: &Value, expected: &Value) {
    for (own, theirs) in [("pre-slope", "t"), ("level-change", "lawv"), ("slope-change", "since")] {
        let at = expected["terms"].as_array().unwrap().iter().position(|term| term == theirs).unwrap();
        let row = row(result, own);
        for (field, of) in [("estimate", "coef"), ("std_error", "se"), ("p_value", "p"), ("conf_low", "ci_low"), ("conf_high", "ci_high")] {
            close(&format!("{own} {field}"), row[field].as_f64().unwrap(), expected[of][at].as_f64().unwrap(), CLOSED_FORM);
        }
        close(own, row["df"].as_f64().unwrap(), expected["df"].as_f64().unwrap(), CLOSED_FORM);
    }
}

#[test]
fn roads_with_every_kind_of_error() {
    let Some(case) = Case::load("seatbelts") else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = roads(folder.path(), &case);
    let run = |more: &[&str]| {
        let mut arguments = vec!["its", &path, "--outcome", "ldrivers", "--time", "date", "--start", "1983-02", "--format", "json"];
        arguments.extend(more);
        json(&arguments)
    };
    let fixed = run(&["--lag", "12"]);
    agrees(&fixed, case.result("drivers/level_trend/nw12_adj"));
    let end = case.result("drivers/level_trend/effect_at_end");
    close("end", row(&fixed, "effect-at-end")["estimate"].as_f64().unwrap(), end["effect"].as_f64().unwrap(), CLOSED_FORM);
    close("end", row(&fixed, "effect-at-end")["std_error"].as_f64().unwrap(), end["se"].as_f64().unwrap(), CLOSED_FORM);
    agrees(&run(&["--lag", "4", "--adjust", "no"]), case.result("drivers/level_trend/nw4"));
    agrees(&run(&["--adjust", "no"]), case.result("drivers/level_trend/nw_prewhite_auto"));
    agrees(&run(&["--errors", "iid"]), case.result("drivers/level_trend/ols"));
    agrees(&run(&["--errors", "prais-winsten"]), case.result("drivers/level_trend/prais_winsten_own"));
    agrees(&run(&["--errors", "cochrane-orcutt"]), case.result("drivers/level_trend/cochrane_orcutt_own"));
    agrees(&run(&["--season", "12", "--lag", "12"]), case.result("drivers/months/nw12_adj"));
    agrees(&run(&["--season", "12", "--harmonics", "2", "--lag", "1"]), case.result("drivers/harmonics/nw1_adj"));
    // The same by number of the month, and with the logarithm taken here.
    let by_number = json(&["its", &path, "--outcome", "drivers", "--log", "--time", "t", "--start", "170", "--lag", "12", "--format", "json"]);
    agrees(&by_number, case.result("drivers/level_trend/nw12_adj"));
    close("percent", row(&by_number, "effect-at-end")["percent_change"].as_f64().unwrap(), end["pct_change"].as_f64().unwrap(), CLOSED_FORM);
    let path = fixed["path"].as_array().unwrap();
    assert_eq!((path.len(), path[169]["period"].as_str(), path[191]["period"].as_str()), (192, Some("1983-02"), Some("1984-12")));
    assert!(path[168]["effect"].is_null() && path[169]["effect"].is_number() && fixed["settings"]["lag_used"] == 12);
    let diagnostics = case.result("drivers/level_trend/diagnostics");
    let tests = fixed["tests"].as_array().unwrap();
    let of = |name: &str, lag: u64| tests.iter().find(|test| test["name"] == name && (lag == 0 || test["lag"] == lag)).unwrap()["statistic"].as_f64().unwrap();
    close("dw", of("durbin-watson", 0), diagnostics["dw"].as_f64().unwrap(), CLOSED_FORM);
    close("bg", of("breusch-godfrey", 12), diagnostics["bg_12"]["statistic"].as_f64().unwrap(), CLOSED_FORM);
    close("lb", of("ljung-box", 12), diagnostics["ljung_box_12"]["statistic"].as_f64().unwrap(), CLOSED_FORM);
}

#[test]
fn records_are_averaged_by_period_and_two_interruptions_are_numbered() {
    let folder = tempfile::tempdir().unwrap();
    let mut csv = "masuk;hari;program\n".to_owned();
    for month in 0..36 {
        for case in 0..5 {
            for program in [0, 1] {
                let own = f64::from(program) * (f64::from(u8::from(month >= 12)) * -2.0 + -f64::from(u8::from(month >= 24)));
                let days = 10.0 + 0.1 * f64::from(month) + own + f64::from(case) - 2.0;
                writeln!(csv, "{:02}/{:02}/{};{};{program}", case + 13, month % 12 + 1, 2022 + month / 12, format!("{days:.2}").replace('.', ",")).unwrap();
            }
        }
    }
    let path = file(folder.path(), "log.csv", csv);
    let base = ["its", &path, "--outcome", "hari", "--time", "masuk", "--start", "2023-01,2024-01", "--group", "program", "--lag", "2", "--format", "json"];
    let result = json(&base);
    assert_eq!(result["sample"]["rows_used"], 360);
    for (term, wanted) in [("pre-slope", 0.1), ("level-change-1", 0.0), ("difference-level-change-1", -2.0), ("difference-level-change-2", -1.0)] {
        assert!((row(&result, term)["estimate"].as_f64().unwrap() - wanted).abs() < 1e-9, "{term}");
    }
    let swapped = json(&[&base[..6], &["--start", "2024-01", "--start", "2023-01"], &base[8..]].concat());
    assert_eq!(swapped["effects"], result["effects"]);
}

#[test]
fn wrong_choices_are_said_together_with_status_two() {
    let folder = tempfile::tempdir().unwrap();
    let csv: String = std::iter::once("t,y\n".to_owned()).chain((0..20).map(|t| format!("{t},{}\n", (t * 7) % 5))).collect();
    let path = file(folder.path(), "y.csv", csv);
    let run = |more: &[&str]| dampak(&[&["its", &path, "--outcome", "y", "--time", "t", "--lang", "en"], more].concat());
    let wrong = run(&["--start", "ten,x"]);
    assert!(wrong.status == 2 && wrong.err.matches("its::start-not-a-period").count() == 2, "{}", wrong.err);
    assert_eq!(run(&["--start", "0"]).status, 3);
    let text = run(&["--start", "10"]);
    assert!(text.status == 0 && text.out.contains("change in level"), "{}{}", text.out, text.err);
    assert!(run(&["--start", "10", "--season", "1"]).err.contains("its::bad-season"));
}
