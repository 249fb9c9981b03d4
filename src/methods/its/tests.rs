use super::*;
use crate::panel::{Factor, Levels, TimeScale};

const N: usize = 48;
const START: i64 = 30;

/// A series in months of 2021–2024 with what `value` gives for (row, period since January 2021, treated).
fn cells(series: &[bool], keep: &dyn Fn(usize) -> bool, value: &dyn Fn(usize, bool) -> f64) -> Cells {
    let first = 2021 * 12;
    let rows: Vec<(usize, bool)> = series.iter().flat_map(|treated| (0..N).filter(|t| keep(*t)).map(|t| (t, *treated))).collect();
    let levels = Levels::Period(TimeScale::Month, (0..N as i64).map(|t| Period(first + t)).collect());
    let mut keys = vec![Factor { name: "month".into(), codes: rows.iter().map(|(t, _)| *t as u32).collect(), levels }];
    if series.len() > 1 {
        keys.push(Factor { name: "program".into(), codes: rows.iter().map(|(_, treated)| u32::from(*treated)).collect(), levels: Levels::Integer(vec![0, 1]) });
    }
    Cells::from_records(keys, &[("days".into(), rows.iter().map(|(t, treated)| value(*t, *treated)).collect())], None)
}

fn noise(t: usize) -> f64 {
    ((t * 37 % 23) as f64 - 11.0) / 20.0
}

fn step(t: usize, at: i64) -> (f64, f64) {
    let since = t as i64 - at;
    if since >= 0 { (1.0, since as f64) } else { (0.0, 0.0) }
}

fn start(at: i64) -> Period {
    Period(2021 * 12 + at)
}

fn run(cells: &Cells, starts: &[Period], settings: &ItsSettings) -> Estimate {
    its(cells, starts, settings).unwrap_or_else(|error| panic!("{}", error.message(crate::locale::Lang::En)))
}

#[track_caller]
fn near(estimate: &Estimate, term: &str, wanted: f64) {
    let found = estimate.effect(term).and_then(|effect| effect.estimate);
    assert!(found.is_some_and(|found| (found - wanted).abs() < 1e-9), "{term}: {found:?} instead of {wanted}");
}

#[test]
fn noise_free_series_give_the_truth_with_every_error() {
    let data = cells(&[true], &|_| true, &|t, _| {
        let (level, since) = step(t, START);
        let (second, later) = step(t, 40);
        12.0 - 0.1 * t as f64 - 2.0 * level - 0.05 * since + 1.0 * second + 0.2 * later + [0.0, 0.5, -0.3, 0.1][t % 4]
    });
    for errors in [Errors::NeweyWest, Errors::Iid] {
        let settings = ItsSettings { season: Some(4.0), errors, ..ItsSettings::new("days", "month") };
        let found = run(&data, &[start(40), start(START)], &settings);
        near(&found, "pre-slope", -0.1);
        near(&found, "level-change-1", -2.0);
        near(&found, "slope-change-1", -0.05);
        near(&found, "level-change-2", 1.0);
        near(&found, "slope-change-2", 0.2);
        near(&found, "post-slope-2", -0.1 - 0.05 + 0.2);
        near(&found, "effect-at-end", -2.0 - 0.05 * 17.0 + 1.0 + 0.2 * 7.0);
        assert_eq!(found.headline().map(|effect| effect.key.term.as_str()), Some("average-effect"));
        let path = found.parts["path"].as_array().unwrap();
        let last = path.last().unwrap();
        let gap = last["fitted"].as_f64().unwrap() - last["counterfactual"].as_f64().unwrap();
        assert!((gap - (-2.0 - 0.85 + 1.0 + 1.4)).abs() < 1e-9 && last["period"] == "2024-12", "{last}");
        assert!(path[0]["effect"].is_null() && (path[0]["fitted"].as_f64().unwrap() - path[0]["observed"].as_f64().unwrap()).abs() < 1e-9);
    }
}

#[test]
fn a_comparison_series_takes_out_what_both_share() {
    let data = cells(&[true, false], &|_| true, &|t, treated| {
        let (level, since) = step(t, START);
        let own = f64::from(u8::from(treated));
        10.0 + 0.2 * t as f64 + level - 0.1 * since + own * (3.0 - 0.05 * t as f64 - 4.0 * level + 0.3 * since)
    });
    let settings = ItsSettings { group: Some("program".into()), ..ItsSettings::new("days", "month") };
    let found = run(&data, &[start(START)], &settings);
    for (term, wanted) in [
        ("pre-slope", 0.2),
        ("level-change", 1.0),
        ("slope-change", -0.1),
        ("difference-level", 3.0),
        ("difference-pre-slope", -0.05),
        ("difference-level-change", -4.0),
        ("difference-slope-change", 0.3),
        ("effect-at-end", -4.0 + 0.3 * 17.0),
    ] {
        near(&found, term, wanted);
    }
    let comparison = &found.parts["path"].as_array().unwrap()[0];
    assert!(comparison["group"] == 0 && comparison["counterfactual"].is_null());
    let alone = cells(&[true, true], &|_| true, &|t, _| t as f64);
    assert_eq!(its(&alone, &[start(START)], &settings).unwrap_err().problems[0].code, "its::no-comparison-series");
}

#[test]
fn missing_periods_keep_their_distance_and_are_said() {
    let value = |t: usize, _: bool| 5.0 + 0.3 * t as f64 - 2.0 * step(t, START).0 + noise(t);
    let settings = ItsSettings { lag: Some(3), ..ItsSettings::new("days", "month") };
    let gaps = run(&cells(&[true], &|t| ![5, 6, 35].contains(&t), &value), &[start(START)], &settings);
    assert!(gaps.notes.iter().any(|note| note.code == "gaps-in-series" && note.text.en.starts_with("3 periods")));
    let exact = run(&cells(&[true], &|t| ![5, 6, 35].contains(&t), &|t, _| 5.0 + 0.3 * t as f64 - 2.0 * step(t, START).0), &[start(START)], &settings);
    near(&exact, "level-change", -2.0);
    near(&exact, "pre-slope", 0.3);
    assert_eq!(gaps.sample.periods, Some(45));
}

#[test]
fn shifts_and_scales_of_the_outcome() {
    let value = |t: usize, _: bool| 5.0 + 0.3 * t as f64 - 2.0 * step(t, START).0 + noise(t);
    for errors in [Errors::NeweyWest, Errors::PraisWinsten, Errors::Ar1, Errors::Andrews] {
        let settings = ItsSettings { errors, ..ItsSettings::new("days", "month") };
        let plain = run(&cells(&[true], &|_| true, &value), &[start(START)], &settings);
        let moved = run(&cells(&[true], &|_| true, &|t, treated| 7.0 + 10.0 * value(t, treated)), &[start(START)], &settings);
        for (a, b) in plain.effects.iter().zip(&moved.effects) {
            for (a, b) in [(a.estimate, b.estimate), (a.std_error, b.std_error)] {
                assert!((10.0 * a.unwrap() - b.unwrap()).abs() < 1e-5 * b.unwrap().abs().max(1.0), "{errors:?} {a:?} {b:?}");
            }
        }
    }
}

#[test]
fn what_cannot_be_is_refused_or_undefined() {
    let value = |t: usize, _: bool| t as f64 + noise(t);
    let data = cells(&[true], &|_| true, &value);
    let code = |starts: &[Period], settings: ItsSettings| its(&data, starts, &settings).unwrap_err().problems.iter().map(|p| p.code).collect::<Vec<_>>();
    let plain = ItsSettings::new("days", "month");
    assert_eq!(code(&[start(0)], plain.clone()), ["design::no-period-before"]);
    assert_eq!(code(&[start(48)], plain.clone()), ["design::no-period-after"]);
    assert_eq!(code(&[start(30), start(50)], plain.clone()), ["its::start-after-the-end"]);
    let wrong = ItsSettings { harmonics: 2, lag: Some(2), errors: Errors::Ar1, by_records: true, ..plain.clone() };
    assert_eq!(code(&[start(30)], wrong), ["its::harmonics-without-season", "its::weights-with-autoregression", "its::lag-unused"]);
    assert_eq!(code(&[start(30)], ItsSettings { season: Some(1.5), ..plain.clone() }), ["its::bad-season"]);
    assert_eq!(code(&[start(30)], ItsSettings { season: Some(60.0), ..plain.clone() }), ["its::too-few-periods"]);
    // One period after: the slope cannot change within it.
    let short = run(&data, &[start(47)], &plain);
    let slope = short.effect("slope-change").unwrap();
    assert!(
        slope.estimate.is_none() && short.notes.iter().any(|note| note.code == "not-told-apart") && short.effect("level-change").unwrap().estimate.is_some()
    );
}

#[test]
fn covariance_of_the_effects_is_that_of_their_combinations() {
    let data = cells(&[true], &|_| true, &|t, _| 5.0 - step(t, START).0 + noise(t));
    let settings = ItsSettings { covariance: true, lag: Some(2), ..ItsSettings::new("days", "month") };
    let found = run(&data, &[start(START)], &settings);
    let covariance = found.covariance.as_ref().unwrap();
    for (at, row) in covariance.rows.iter().enumerate() {
        let error = found.effects[*row].std_error.unwrap();
        assert!((covariance.matrix[[at, at]].sqrt() - error).abs() < 1e-12);
    }
}
