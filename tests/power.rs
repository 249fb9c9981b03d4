//! Power: formulas against statsmodels and against simulated panels, and the command from the shell.

use super::command::{file, json};
use super::golden::{CLOSED_FORM, Case, close, number};
use dampak::inference::power::{detectable_shift, t_power};
use dampak::inference::random::Stream;
use dampak::methods::power::{PowerDesign, PowerSettings, power};

/// statsmodels takes the noncentral t of its library, which has about this many digits.
const LIBRARY: f64 = 1e-7;

fn of(settings: &PowerSettings, term: &str) -> f64 {
    let found = power(settings, None).expect("a plan");
    found.effect(term).and_then(|row| row.estimate).unwrap_or_else(|| panic!("no {term}"))
}

#[test]
fn t_tests_of_statsmodels() {
    let Some(case) = Case::load("power") else { return };
    for entry in case.analyses() {
        let (name, wanted) = (entry["name"].as_str().expect("a name"), &entry["result"]);
        let (effect, n) = (number(&wanted["effect"]), number(&wanted["n"]));
        close(name, t_power(effect * (n / 2.0).sqrt(), Some(2.0 * n - 2.0), 0.95), number(&wanted["two_sample"]), LIBRARY);
        close(name, t_power(effect * n.sqrt(), Some(n - 1.0), 0.95), number(&wanted["one_sample"]), LIBRARY);
        let shift = detectable_shift(0.8, Some(2.0 * n - 2.0), 0.95).expect("a shift");
        close(name, shift * (2.0 / n).sqrt(), number(&wanted["two_sample_effect"]), 1e-6);
        // The same through the plan: two rounds with different respondents.
        let mut settings = PowerSettings::new(PowerDesign::Survey);
        (settings.sd, settings.respondents, settings.effect) = (Some(1.0), Some(n as u64), Some(effect));
        close(name, of(&settings, "power"), number(&wanted["two_sample"]), LIBRARY);
        close(name, of(&settings, "respondents-needed"), number(&wanted["two_sample_n"]).ceil(), CLOSED_FORM);
    }
}

/// Changes of regions with autocorrelated shocks: the share of rejections is the power of the formula.
#[test]
fn serially_correlated_panels_reject_as_often_as_the_formula_says() {
    const DRAWS: u64 = 4000;
    let (regions, treated, before, after, gamma, sd, effect) = (16_usize, 6_usize, 5_usize, 3_usize, 0.6_f64, 2.0_f64, 3.0_f64);
    let mut settings = PowerSettings::new(PowerDesign::Did);
    (settings.sd, settings.regions, settings.treated_share) = (Some(sd), Some(regions as u64), treated as f64 / regions as f64);
    (settings.before, settings.after, settings.autocorrelation, settings.effect) = (before as u32, after as u32, Some(gamma), Some(effect));
    let wanted = of(&settings, "power");
    let critical = dampak::inference::distributions::critical_value(0.95, Some(regions as f64 - 2.0));
    let rejected = (0..DRAWS).filter(|draw| {
        let mut stream = Stream::new(11, "power-test", *draw);
        let changes: Vec<f64> = (0..regions)
            .map(|region| {
                let mut shock = sd * stream.normal();
                let values: Vec<f64> = (0..before + after)
                    .map(|t| {
                        let now = shock;
                        shock = gamma * shock + sd * (1.0 - gamma * gamma).sqrt() * stream.normal();
                        now + if region < treated && t >= before { effect } else { 0.0 }
                    })
                    .collect();
                values[before..].iter().sum::<f64>() / after as f64 - values[..before].iter().sum::<f64>() / before as f64
            })
            .collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let squares = |values: &[f64]| values.iter().map(|value| (value - mean(values)).powi(2)).sum::<f64>();
        let (with, without) = changes.split_at(treated);
        let pooled = (squares(with) + squares(without)) / (regions as f64 - 2.0);
        let error = (pooled * (1.0 / with.len() as f64 + 1.0 / without.len() as f64)).sqrt();
        (mean(with) - mean(without)).abs() > critical * error
    });
    let share = rejected.count() as f64 / DRAWS as f64;
    let error = (wanted * (1.0 - wanted) / DRAWS as f64).sqrt();
    assert!((share - wanted).abs() < 4.0 * error, "{share} against {wanted} ({error})");
}

#[test]
fn more_of_everything_helps_and_dependence_hurts() {
    let mut settings = PowerSettings::new(PowerDesign::Did);
    (settings.sd, settings.regions, settings.effect) = (Some(4.0), Some(20), Some(2.0));
    let plain = of(&settings, "minimum-detectable-effect");
    let with = |change: &dyn Fn(&mut PowerSettings)| {
        let mut other = settings.clone();
        change(&mut other);
        of(&other, "minimum-detectable-effect")
    };
    assert!(with(&|other| other.regions = Some(40)) < plain);
    assert!(with(&|other| other.treated_share = 0.2) > plain);
    assert!(with(&|other| other.autocorrelation = Some(0.0)) < plain);
    assert!(with(&|other| other.before = 12) < plain);
    assert!(with(&|other| (other.records, other.icc) = (Some(50.0), Some(0.1))) < plain);
    // At the number of regions that it takes the power is there, with one less it is not.
    let needed = of(&settings, "regions-needed") as u64;
    let at = |regions: u64| {
        let mut other = settings.clone();
        other.regions = Some(regions);
        of(&other, "power")
    };
    assert!(at(needed) >= 0.8 && at(needed - 1) < 0.8, "{needed}");
}

#[test]
fn the_command_plans_and_draws() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("plan");
    let written = out.display().to_string();
    let result = json(&[
        "power",
        "--design",
        "survey",
        "--sd",
        "12",
        "--effect",
        "3",
        "--respondents",
        "200",
        "--population",
        "5000",
        "--format",
        "json",
        "--out",
        &written,
    ]);
    assert_eq!((&result["command"], &result["krejcie_morgan"]["respondents"]), (&"power".into(), &357.into()));
    let row = |term: &str| result["effects"].as_array().expect("rows").iter().find(|row| row["term"] == term).expect("the row is there")["estimate"].clone();
    assert!(row("respondents-needed").as_f64().is_some_and(|needed| needed > 200.0));
    for file in
        ["charts/power-by-effect.svg", "charts/power-by-effect.png", "charts/power-by-size.svg", "result.txt", "effects.csv", "result.md", "result.html"]
    {
        assert!(out.join(file).is_file(), "{file}");
    }
    // Past data without the program: fewer false positives than one in ten, and a detectable effect near the formula's.
    let mut stream = Stream::new(3, "power-past", 0);
    let mut csv = "office,month,hours\n".to_owned();
    for office in 0..24 {
        let level = 5.0 * stream.normal();
        for month in 1..=30 {
            csv.push_str(&format!("{office},{month},{}\n", level + 2.0 * stream.normal()));
        }
    }
    let past = file(folder.path(), "past.csv", csv);
    let result = json(&[
        "power",
        &past,
        "--outcome",
        "hours",
        "--unit",
        "office",
        "--time",
        "month",
        "--sd",
        "2",
        "--autocorrelation",
        "0",
        "--regions",
        "24",
        "--format",
        "json",
    ]);
    let row = |term: &str| {
        let rows = result["effects"].as_array().expect("rows");
        rows.iter().find(|row| row["term"] == term).unwrap_or_else(|| panic!("no {term}"))["estimate"].as_f64().expect("a number")
    };
    assert!(row("false-positives-in-past-data") < 0.1);
    let (simulated, formula) = (row("minimum-detectable-effect-in-past-data"), row("minimum-detectable-effect"));
    assert!((simulated / formula - 1.0).abs() < 0.15, "{simulated} {formula}");
}
