//! `dampak survival` from a file to JSON, against R on lung cancer, and on a log with open cases.

use super::command::{dampak, file, json};
use super::golden::{CLOSED_FORM, Case, close};
use serde_json::Value;
use std::fmt::Write;

fn row<'a>(result: &'a Value, term: &str, region: Option<&str>) -> &'a Value {
    let rows = result["effects"].as_array().unwrap();
    rows.iter().find(|row| row["term"] == term && row["region"].as_str() == region).unwrap_or_else(|| panic!("no {term} {region:?}"))
}

#[test]
fn lung_by_sex() {
    let Some(case) = Case::load("lung") else { return };
    let data = case.data();
    let mut csv = "days,dead,woman\n".to_owned();
    for ((time, status), sex) in data.numbers("time").iter().zip(data.numbers("status")).zip(data.numbers("sex")) {
        writeln!(csv, "{time},{},{}", status - 1.0, sex - 1.0).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), "lung.csv", csv);
    let found = json(&["survival", &path, "--time", "days", "--event", "dead", "--group", "woman", "--tau", "1022", "--format", "json"]);
    let expected = case.result("km/by_sex");
    for (region, at) in [("comparison", 0), ("treated", 1)] {
        let row = row(&found, "restricted-mean", Some(region));
        close(region, row["estimate"].as_f64().unwrap(), expected["rmean_common"][at].as_f64().unwrap(), CLOSED_FORM);
        close(region, row["std_error"].as_f64().unwrap(), expected["se_rmean_common"][at].as_f64().unwrap(), CLOSED_FORM);
        let curve = found["curves"].as_array().unwrap().iter().find(|curve| curve["group"] == region).unwrap();
        for (own, theirs) in [("median", "median"), ("median_low", "lower"), ("median_high", "upper"), ("cases", "records"), ("finished", "events")] {
            close(own, curve[own].as_f64().unwrap(), expected[theirs][at].as_f64().unwrap(), CLOSED_FORM);
        }
    }
    let rank = found["tests"].as_array().unwrap().iter().find(|test| test["name"] == "log-rank").unwrap();
    close("log-rank", rank["statistic"].as_f64().unwrap(), case.result("logrank")["chisq"].as_f64().unwrap(), CLOSED_FORM);
    let ratio = row(&found, "log-hazard-ratio", None);
    close("cox", ratio["estimate"].as_f64().unwrap(), case.result("cox/group")["coef"][0].as_f64().unwrap(), 1e-7);
    close("cox", ratio["std_error"].as_f64().unwrap(), case.result("cox/group")["se"][0].as_f64().unwrap(), 1e-7);
}

#[test]
fn open_cases_count_until_the_data_were_taken() {
    let folder = tempfile::tempdir().unwrap();
    let mut csv = "masuk;selesai;loket\n".to_owned();
    for i in 0..80 {
        let (day, took) = (1 + i % 28, if i < 40 { 6 } else { 3 } + i % 3);
        let month = if i < 40 { 3 } else { 4 };
        let end = if i % 10 == 9 {
            String::new()
        } else {
            format!("2024-{:02}-{:02}", month + (day + took) / 31, (day + took) % 31 + u32::from((day + took) / 31 > 0))
        };
        writeln!(csv, "2024-{month:02}-{day:02};{end};L{}", i % 8).unwrap();
    }
    let path = file(folder.path(), "log.csv", csv);
    let base = ["survival", &path, "--duration", "masuk,selesai", "--clock", "calendar-days", "--start", "2024-04-01", "--format", "json"];
    let found = json(&base);
    assert_eq!(found["sample"]["rows_used"], 80);
    let unfinished: u64 = found["curves"].as_array().unwrap().iter().map(|curve| curve["unfinished"].as_u64().unwrap()).sum();
    assert_eq!(unfinished, 8);
    let effect = row(&found, "restricted-mean-difference", None);
    assert!(effect["estimate"].as_f64().unwrap() < -1.0, "{effect}");
    let clustered = json(&[&base[..], &["--cluster", "loket", "--until", "2024-06-30", "--tau", "10"]].concat());
    let effect = row(&clustered, "restricted-mean-difference", None);
    assert_eq!((effect["clusters"].as_u64(), effect["df"].as_f64(), effect["until"].as_f64()), (Some(8), Some(7.0), Some(10.0)));
    assert!(effect["estimate"].as_f64().unwrap() < -1.5 && effect["p_value"].as_f64().unwrap() < 0.01, "{effect}");
    assert!(dampak(&[&base[..], &["--until", "kemarin"]].concat()).err.contains("its::until-not-a-date"));
    assert_eq!(dampak(&["survival", &path, "--duration", "masuk"]).status, 2);
}
