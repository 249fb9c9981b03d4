//! Honest bounds against R's HonestDiD and, for fixed-length intervals, against the accurate optimum.

use super::{CLOSED_FORM, Case, close, number};
use dampak::inference::honest::{Draws, Effects, Interval, Kind, Target, bound, fixed_length, original};
use ndarray::Array2;
use serde_json::Value;

/// The interior-point optimum of the reference: 1e-7 by its notes.
const OPTIMUM: f64 = 1e-6;
/// Limits move with the weights along a flat optimum: 1e-4 standard errors by the notes of the reference, and a little for its own stopping.
const FLAT: f64 = 5e-4;
/// The least-favorable value is the quantile of a thousand draws in the reference: its error moves a limit by some hundredths of a standard error.
const DRAWS: f64 = 0.05;

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

fn effects(case: &Case, pre: usize) -> Effects {
    let input = case.result("es/input");
    let rows: Vec<Vec<f64>> = input["sigma"].as_array().expect("a matrix").iter().map(numbers).collect();
    Effects { estimates: numbers(&input["betahat"]), covariance: Array2::from_shape_fn((rows.len(), rows.len()), |(i, j)| rows[i][j]), pre }
}

fn target(case: &Case, which: &str) -> Target {
    let weights = numbers(&case.result(&format!("es/{which}/original"))["l_vec"]);
    Target { weights, level: 0.95, interval: Interval::Recommended, draws: Draws::new(10_000, 1) }
}

const SETS: [(&str, usize); 3] = [("honest_bc", 4), ("honest_lw", 9), ("honest_mpdta", 3)];

#[test]
fn intervals_without_departures() {
    for (name, pre) in SETS {
        let Some(case) = Case::load(name) else { continue };
        for which in ["first", "average"] {
            let found = original(&effects(&case, pre), &target(&case, which));
            let wanted = case.result(&format!("es/{which}/original"));
            close(&format!("{name} {which} low"), found.low, number(&wanted["lb"]), CLOSED_FORM);
            close(&format!("{name} {which} high"), found.high, number(&wanted["ub"]), CLOSED_FORM);
        }
    }
}

#[test]
fn fixed_length_intervals() {
    for (name, pre) in SETS {
        let Some(case) = Case::load(name) else { continue };
        let effects = effects(&case, pre);
        for which in ["first", "average"] {
            let target = target(&case, which);
            let wanted = case.result(&format!("es/{which}/smoothness_flci_exact"));
            let column = |key: &str| numbers(&wanted[key]);
            for (at, m) in column("m").into_iter().enumerate() {
                let found = fixed_length(&effects, &target.weights, m, 0.05).expect("an interval");
                let what = format!("{name} {which} M = {m}");
                close(&what, found.half_length, column("half_length")[at], OPTIMUM);
                let se = column("se")[at];
                assert!((found.estimate - column("estimate")[at]).abs() < FLAT * se, "{what}: {} instead of {}", found.estimate, column("estimate")[at]);
                assert!(found.half_length <= column("half_length")[at] * (1.0 + 1e-9), "{what}: no longer than the reference");
                let bound = bound(&effects, &target, Kind::Smoothness, m).expect("an interval");
                assert!((bound.low - column("lb")[at]).abs() < FLAT * se && (bound.high - column("ub")[at]).abs() < FLAT * se, "{what}");
            }
        }
    }
}

/// Limits that the reference gives as the outermost accepted points of a grid.
fn on_a_grid(case: &Case, name: &str, pre: usize, analysis: &str, kind: Kind, key: &str, step: impl Fn(&Value, f64) -> f64) {
    let effects = effects(case, pre);
    for which in ["first", "average"] {
        if case.analyses().all(|entry| entry["name"] != format!("es/{which}/{analysis}")) {
            continue;
        }
        let mut target = target(case, which);
        target.interval = Interval::Conditional;
        let unit = dampak::inference::honest::estimate(&effects, &target.weights).1;
        let wanted = case.result(&format!("es/{which}/{analysis}"));
        let (low, high) = (numbers(&wanted["lb"]), numbers(&wanted["ub"]));
        for (at, m) in numbers(&wanted[key]).into_iter().enumerate() {
            let found = bound(&effects, &target, kind, m).expect("an interval");
            let allowed = step(wanted, unit) + DRAWS * unit;
            let what = format!("{name} {which} {key} = {m}: {found:?}, reference {} to {}, allowed {allowed}", low[at], high[at]);
            assert!((found.low - low[at]).abs() < allowed && (found.high - high[at]).abs() < allowed, "{what}");
        }
    }
}

#[test]
fn relative_magnitudes() {
    for (name, pre) in SETS {
        let Some(case) = Case::load(name) else { continue };
        if case.analyses().any(|entry| entry["name"] == "es/first/relative_magnitudes") {
            on_a_grid(&case, name, pre, "relative_magnitudes", Kind::Relative, "mbar", |wanted, _| number(&wanted["grid_step"]));
        }
    }
}

#[test]
fn smoothness_by_the_conditional_test() {
    for (name, pre) in SETS {
        let Some(case) = Case::load(name) else { continue };
        if case.analyses().any(|entry| entry["name"] == "es/first/smoothness_c_lf") {
            // A thousand points over the identified set and twenty standard errors on either side.
            on_a_grid(&case, name, pre, "smoothness_c_lf", Kind::Smoothness, "m", |_, unit| 0.045 * unit + 0.002);
        }
    }
}
