//! Power: formulas against statsmodels and against simulated panels, and the command from the shell.

use super::command::{file, json};
use super::golden::{CLOSED_FORM, Case, close, number};
use dampak::inference::power::{detectable_shift, t_power};
use dampak::inference::random::Stream;
use dampak::methods::power::past::{self, Columns};
use dampak::methods::power::{Past, PowerDesign, PowerSettings, Trial, power};
use dampak::panel::{Cells, Factor, Levels};

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
        "--draws",
        "600",
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

/// Least squares with every dummy, written out in numpy, and the noncentral t of scipy.
#[test]
fn plans_of_numpy_and_scipy() {
    let Some(case) = Case::load("power_plans") else { return };
    for entry in case.analyses() {
        let (name, given, wanted) = (entry["name"].as_str().expect("a name"), &entry["settings"], &entry["result"]);
        let design = match given["design"].as_str() {
            Some("did") => PowerDesign::Did,
            Some("survey") => PowerDesign::Survey,
            _ => PowerDesign::BeforeAfter,
        };
        let whole = |key: &str| given[key].as_u64();
        let mut settings = PowerSettings::new(design);
        (settings.sd, settings.effect, settings.autocorrelation) = (given["sd"].as_f64(), given["effect"].as_f64(), given["autocorrelation"].as_f64());
        (settings.records, settings.icc, settings.records_cv) = (given["records"].as_f64(), given["icc"].as_f64(), given["records_cv"].as_f64());
        (settings.regions, settings.respondents) = (whole("regions"), whole("respondents"));
        (settings.before, settings.after) = (whole("before").unwrap_or(1) as u32, whole("after").unwrap_or(1) as u32);
        settings.starts = whole("starts").unwrap_or(1) as u32;
        if let (Some(treated), Some(regions)) = (given["treated"].as_f64(), given["regions"].as_f64()) {
            settings.treated_share = treated / regions;
        }
        close(name, of(&settings, "standard-error"), number(&wanted["std_error"]), 1e-10);
        close(name, of(&settings, "power"), number(&wanted["power"]), LIBRARY);
    }
}

/// Cells of regions by period, or of answers by region.
fn cells(rows: &[(u32, u32, f64)], second: &str) -> Cells {
    let key = |name: &str, codes: Vec<u32>| {
        let most = codes.iter().max().copied().unwrap_or(0);
        Factor { name: name.into(), codes, levels: Levels::Integer((0..=i64::from(most)).collect()) }
    };
    let keys = vec![key("office", rows.iter().map(|row| row.0).collect()), key(second, rows.iter().map(|row| row.1).collect())];
    Cells::from_records(keys, &[("hours".into(), rows.iter().map(|row| row.2).collect())], None)
}

/// Regions with autocorrelated shocks, and what all of them have in common in a period.
fn panel(regions: u32, periods: u32, gamma: f64, sd: f64, common: f64, seed: u64) -> Cells {
    let mut all = Stream::new(seed, "power-common", 0);
    let of_period: Vec<f64> = (0..periods).map(|_| common * all.normal()).collect();
    let rows: Vec<_> = (0..regions)
        .flat_map(|region| {
            let mut stream = Stream::new(seed, "power-panel", u64::from(region));
            let (level, mut shock) = (10.0 * stream.normal(), sd * stream.normal());
            let of_period = of_period.clone();
            (0..periods).map(move |t| {
                let now = shock;
                shock = gamma * shock + sd * (1.0 - gamma * gamma).sqrt() * stream.normal();
                (region, t, level + now + of_period[t as usize])
            })
        })
        .collect();
    cells(&rows, "month")
}

fn tried(settings: &PowerSettings, cells: &Cells, time: Option<&str>) -> dampak::estimate::Estimate {
    let columns = Columns { outcome: Some("hours"), unit: Some("office"), time, every: None };
    past::plan(settings, &columns).expect("a plan of the pass");
    let past = Past::read(cells, settings, &columns).expect("past data");
    power(settings, Some(Trial { past: &past, draws: 1500, seed: 7 })).expect("a plan")
}

fn found(estimate: &dampak::estimate::Estimate, term: &str) -> f64 {
    estimate.effect(term).and_then(|row| row.estimate).unwrap_or_else(|| panic!("no {term}"))
}

/// Where the formula's assumptions hold, programs that never were say the same: staggered starts, whose components come from the data.
#[test]
fn simulation_and_formula_agree_where_starts_differ() {
    let mut settings = PowerSettings::new(PowerDesign::Did);
    (settings.before, settings.after, settings.starts, settings.regions, settings.effect) = (4, 6, 3, Some(30), Some(-1.5));
    let estimate = tried(&settings, &panel(60, 24, 0.5, 2.0, 3.0, 21), Some("month"));
    let (formula, simulated) = (found(&estimate, "minimum-detectable-effect"), found(&estimate, "minimum-detectable-effect-in-past-data"));
    assert!((simulated / formula - 1.0).abs() < 0.08, "{formula} {simulated}");
    let (formula, simulated) = (found(&estimate, "power"), found(&estimate, "power-in-past-data"));
    assert!((simulated - formula).abs() < 0.06, "{formula} {simulated}");
    let (formula, simulated) = (found(&estimate, "regions-needed"), found(&estimate, "regions-needed-in-past-data"));
    assert!((simulated / formula - 1.0).abs() < 0.15, "{formula} {simulated}");
    let chance = found(&estimate, "false-positives-in-past-data");
    assert!((0.03..0.07).contains(&chance), "{chance}");
    // The components that the panel was made with.
    assert!(estimate.settings["sd"].as_f64().is_some_and(|sd| (sd / 2.0 - 1.0).abs() < 0.06), "{:?}", estimate.settings);
    assert!(estimate.settings["autocorrelation"].as_f64().is_some_and(|gamma| (gamma - 0.5).abs() < 0.1), "{:?}", estimate.settings);
    assert!(estimate.parts["power_by_periods"].as_array().is_some_and(|rows| rows.iter().any(|row| row["power_in_past_data"].is_number())));
}

/// Before and after: what all regions go through together is no part of the formula, and the past shows it.
#[test]
fn past_data_tell_on_before_and_after_without_a_comparison() {
    let mut settings = PowerSettings::new(PowerDesign::BeforeAfter);
    (settings.before, settings.after) = (4, 4);
    let noted = |estimate: &dampak::estimate::Estimate| estimate.notes.iter().any(|note| note.code == "false-positives");
    let calm = tried(&settings, &panel(60, 24, 0.0, 2.0, 0.0, 5), Some("month"));
    let (formula, simulated) = (found(&calm, "minimum-detectable-effect"), found(&calm, "minimum-detectable-effect-in-past-data"));
    assert!((simulated / formula - 1.0).abs() < 0.25 && !noted(&calm), "{formula} {simulated} {:?}", calm.notes);
    let shaken = tried(&settings, &panel(60, 24, 0.0, 2.0, 1.0, 5), Some("month"));
    assert!(found(&shaken, "false-positives-in-past-data") > 0.3 && noted(&shaken));
    // The same data with a comparison are fine: shocks that all share cancel.
    let compared = tried(&PowerSettings { design: PowerDesign::Did, ..settings }, &panel(60, 24, 0.0, 2.0, 1.0, 5), Some("month"));
    assert!(found(&compared, "false-positives-in-past-data") < 0.07 && !noted(&compared));
}

#[test]
fn answers_by_region_say_what_the_design_effect_says() {
    let rows: Vec<_> = (0..80_u32)
        .flat_map(|office| {
            let mut stream = Stream::new(3, "power-answers", u64::from(office));
            let level = stream.normal();
            (0..20_u32).map(move |who| (office, who, 50.0 + level + 3.0 * stream.normal()))
        })
        .collect();
    let mut settings = PowerSettings::new(PowerDesign::Survey);
    (settings.respondents, settings.effect, settings.population) = (Some(400), Some(1.0), Some(8_000));
    let estimate = tried(&settings, &cells(&rows, "hours-key"), None);
    assert!(estimate.settings["icc"].as_f64().is_some_and(|icc| (icc - 0.1).abs() < 0.05), "{:?}", estimate.settings);
    let (formula, simulated) = (found(&estimate, "standard-error"), found(&estimate, "standard-error-in-past-data"));
    assert!((simulated / formula - 1.0).abs() < 0.08, "{formula} {simulated}");
    let (formula, simulated) = (found(&estimate, "respondents-needed"), found(&estimate, "respondents-needed-in-past-data"));
    assert!((simulated / formula - 1.0).abs() < 0.15, "{formula} {simulated}");
}

#[test]
fn numbers_that_mean_nothing_are_refused_together_and_idle_ones_named() {
    let mut settings = PowerSettings::new(PowerDesign::Did);
    (settings.sd, settings.power, settings.icc, settings.starts, settings.before) = (Some(-1.0), 1.2, Some(-0.1), 9, 0);
    let error = power(&settings, None).expect_err("nothing of this can be");
    assert_eq!(error.problems.len(), 5, "{error:?}");
    assert!(error.problems.iter().all(|problem| problem.code == "power::out-of-range"));
    let mut settings = PowerSettings::new(PowerDesign::Did);
    (settings.sd, settings.regions, settings.people, settings.population, settings.icc) = (Some(1.0), Some(10), Some(5), Some(100), Some(0.2));
    let plan = power(&settings, None).expect("a plan");
    let note = plan.notes.iter().find(|note| note.code == "not-used").expect("a note");
    assert!(["--people", "--population", "--icc"].iter().all(|option| note.text.en.contains(option)), "{note:?}");
    // Two regions leave no degree of freedom: null, and a note that says why.
    settings.regions = Some(2);
    let plan = power(&settings, None).expect("a plan");
    assert_eq!(plan.effect("minimum-detectable-effect").map(|row| row.estimate), Some(None));
    assert!(plan.notes.iter().any(|note| note.code == "too-few"));
    // The published table needs the population alone.
    let mut settings = PowerSettings::new(PowerDesign::Survey);
    settings.population = Some(10_000);
    assert_eq!(power(&settings, None).expect("a table").parts["krejcie_morgan"]["respondents"], 370);
    settings.respondents = Some(20_000);
    assert!(power(&settings, None).is_err(), "more respondents than people");
}

#[test]
fn records_help_until_what_a_region_shares_is_left() {
    let mut settings = PowerSettings::new(PowerDesign::Did);
    (settings.sd, settings.regions, settings.records, settings.icc, settings.effect) = (Some(8.0), Some(30), Some(20.0), Some(0.05), Some(2.0));
    let needed = of(&settings, "records-needed");
    let at = |records: f64| of(&PowerSettings { records: Some(records), ..settings.clone() }, "power");
    assert!(at(needed) >= 0.8 && at(needed - 1.0) < 0.8, "{needed}");
    settings.effect = Some(0.5);
    let plan = power(&settings, None).expect("a plan");
    assert_eq!(plan.effect("records-needed").map(|row| row.estimate), Some(None));
    assert!(plan.notes.iter().any(|note| note.code == "records-not-enough"));
}
