//! Through the public function: what the contract promises of its form, and what must not depend on the order of rows.

use super::*;
use crate::estimate::{EffectKind, to_json};
use crate::inference::random::Stream;
use crate::locale::Lang;
use crate::measure::target::Better;

fn example() -> PrePostSample {
    let before = [5.0, 7.0, 8.0, 8.0, 12.0, 3.0];
    let after = [4.0, 4.0, 6.0, 5.0, 11.0];
    let outcome: Vec<f64> = before.iter().chain(&after).copied().collect();
    let later = (0..outcome.len()).map(|i| i >= before.len()).collect();
    PrePostSample::new(outcome, later)
}

fn settings() -> PrePostSettings {
    PrePostSettings { target: Some(6.0), draws: 200, ..PrePostSettings::new("days") }
}

fn value(estimate: &Estimate, term: &str) -> f64 {
    estimate.effect(term).and_then(|row| row.estimate).unwrap_or(f64::NAN)
}

#[test]
fn effects_are_after_minus_before() {
    let out = prepost(&example(), &settings()).expect("both sides are there");
    assert!((value(&out, "mean-difference") - (6.0 - 43.0 / 6.0)).abs() < 1e-12);
    assert!((value(&out, "share-within-target") - (4.0 / 5.0 - 2.0 / 6.0)).abs() < 1e-12);
    assert_eq!(value(&out, "quantile-50"), 5.0 - 7.5);
    let side = |wanted: bool| example().outcome.into_iter().zip(example().after).filter(move |(_, after)| *after == wanted).map(|(value, _)| value);
    let mut differences: Vec<f64> = side(true).flat_map(|a| side(false).map(move |b| a - b)).collect();
    differences.sort_by(f64::total_cmp);
    assert_eq!(value(&out, "median-shift"), 0.5 * (differences[14] + differences[15]));
    let better = PrePostSettings { better: Better::Higher, ..settings() };
    let higher = prepost(&example(), &better).expect("both sides are there");
    assert!((value(&higher, "share-within-target") - (2.0 / 5.0 - 4.0 / 6.0)).abs() < 1e-12);
    assert_eq!(out.notes[0].code, "before-after-only");
}

#[test]
fn every_test_of_the_contract_has_its_row() {
    let names = |out: &Estimate| out.tests.iter().map(|test| (test.name.clone(), test.exact.is_some())).collect::<Vec<_>>();
    let out = prepost(&example(), &settings()).expect("both sides are there");
    for name in ["welch-t", "student-t", "mann-whitney", "brunner-munzel", "kolmogorov-smirnov"] {
        assert!(names(&out).contains(&(name.to_owned(), true)), "{name}");
    }
    for name in ["hedges_g", "cohens_d", "cliffs_delta", "probability_of_superiority"] {
        assert!(out.parts["effect_sizes"][name].is_f64(), "{name}");
    }
    let mut paired = example();
    paired.pair = Some([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4].map(Some).to_vec());
    let out = prepost(&paired, &settings()).expect("both sides are there");
    for name in ["paired-t", "wilcoxon-signed-rank"] {
        assert!(names(&out).contains(&(name.to_owned(), true)), "{name}");
    }
    assert_eq!(out.sample.rows_used, 10);
    assert_eq!(out.sample.dropped[0].reason.code(), "incomplete-pair");
    assert!((value(&out, "mean-difference") - (30.0 - 40.0) / 5.0).abs() < 1e-12);
}

#[test]
fn order_of_rows_changes_no_byte() {
    let sample = example();
    let mut order: Vec<usize> = (0..sample.outcome.len()).collect();
    Stream::new(1, "rows", 0).shuffle(&mut order);
    let mut shuffled = PrePostSample::new(order.iter().map(|i| sample.outcome[*i]).collect(), order.iter().map(|i| sample.after[*i]).collect());
    let one = prepost(&sample, &settings()).expect("defined");
    assert_eq!(to_json(&one, Lang::Id), to_json(&prepost(&shuffled, &settings()).expect("defined"), Lang::Id));
    let pairs = [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4].map(Some).to_vec();
    shuffled.pair = Some(order.iter().map(|i| pairs[*i]).collect());
    let paired = PrePostSample { pair: Some(pairs), ..sample };
    let one = prepost(&paired, &settings()).expect("defined");
    assert_eq!(to_json(&one, Lang::En), to_json(&prepost(&shuffled, &settings()).expect("defined"), Lang::En));
}

#[test]
fn shifting_and_scaling_the_outcome() {
    let sample = example();
    let moved = PrePostSample { outcome: sample.outcome.iter().map(|value| 3.0 * value + 40.0).collect(), ..sample.clone() };
    let (one, two) = (prepost(&sample, &settings()).expect("defined"), prepost(&moved, &settings()).expect("defined"));
    for (a, b) in one.effects.iter().zip(&two.effects).filter(|(a, _)| a.key.term != "share-within-target") {
        for (x, y) in [(a.estimate, b.estimate), (a.std_error, b.std_error), (a.conf_low, b.conf_low), (a.conf_high, b.conf_high)] {
            let (x, y) = (x.unwrap_or_default(), y.unwrap_or_default());
            assert!((3.0 * x - y).abs() < 1e-9 * (1.0 + y.abs()), "{} {x} {y}", a.key.term);
        }
    }
}

#[test]
fn regions_are_adjusted_over_each_other() {
    let mut sample = example();
    let codes = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 2].map(Some).to_vec();
    sample.region = Some(Labels { codes, names: vec!["Poasia".into(), "Abeli".into(), "Kambu".into()] });
    let out = prepost(&sample, &settings()).expect("defined");
    let rows: Vec<_> = out.effects.iter().filter(|row| row.key.kind == EffectKind::Region && row.key.term == "mean-difference").collect();
    let names: Vec<_> = rows.iter().filter_map(|row| row.key.region.as_deref()).collect();
    assert_eq!(names, ["Abeli", "Kambu", "Poasia"]);
    assert_eq!(rows[1].estimate, None, "Kambu has no record before");
    assert_eq!(rows[1].extra["p_adjusted"], Value::Null);
    let p: Vec<_> = rows.iter().map(|row| row.p_value).collect();
    let adjusted: Vec<_> = rows.iter().map(|row| row.extra["p_adjusted"].as_f64()).collect();
    assert_eq!(adjusted, settings().adjust.adjust(&p));
    assert!(out.notes.iter().any(|note| note.code == "too-few-records" && note.text.en.contains("Kambu")));
    assert!(out.effects.iter().filter(|row| row.key.kind == EffectKind::Overall).all(|row| !row.extra.contains_key("p_adjusted")));
}

#[test]
fn undefined_is_null_and_said() {
    let constant = PrePostSample::new(vec![4.0; 6], vec![false, true, false, true, false, true]);
    let out = prepost(&constant, &settings()).expect("both sides are there");
    let mean = out.effect("mean-difference").expect("there");
    assert_eq!((mean.estimate, mean.std_error, mean.p_value), (Some(0.0), None, None));
    assert!(out.notes.iter().any(|note| note.code == "no-variation"));
    let single = PrePostSample::new(vec![4.0, 5.0], vec![false, true]);
    let out = prepost(&single, &settings()).expect("both sides are there");
    assert_eq!(out.effect("mean-difference").and_then(|row| row.p_value), None);
    assert!(out.notes.iter().any(|note| note.code == "too-few-records"));
    let document = to_json(&out, Lang::Id).to_string();
    assert!(!document.contains("NaN") && !document.contains("inf"));
}

#[test]
fn a_side_without_records_ends_with_its_error() {
    let code = |outcome: Vec<f64>, after: Vec<bool>| prepost(&PrePostSample::new(outcome, after), &settings()).expect_err("refused").problems[0].code;
    assert_eq!(code(vec![1.0, 2.0], vec![true, true]), "design::no-period-before");
    assert_eq!(code(vec![1.0, f64::NAN], vec![false, true]), "design::no-period-after");
    assert_eq!(code(vec![], vec![]), "design::no-records");
}

#[test]
fn equal_weights_are_no_weights_and_clusters_of_one_are_hc1() {
    let plain = example();
    let n = plain.outcome.len();
    let weighted = PrePostSample { weight: Some(vec![2.0; n]), ..plain.clone() };
    let out = prepost(&weighted, &settings()).expect("defined");
    let hc1 = out.effect("mean-difference").cloned().expect("there");
    assert!((hc1.estimate.unwrap_or_default() - (6.0 - 43.0 / 6.0)).abs() < 1e-12);
    assert_eq!(out.effect("median-shift").and_then(|row| row.estimate), None);
    assert!(out.notes.iter().any(|note| note.code == "weights-no-ranks"));
    // CR1 over single records is n/(n − 1) · (n − 1)/(n − 2) = n/(n − 2), the factor of HC1.
    let single = PrePostSample { cluster: Some((0..n as u32).map(Some).collect()), ..plain };
    let out = prepost(&single, &settings()).expect("defined");
    let cr1 = out.effect("mean-difference-clustered").expect("there");
    assert!((cr1.std_error.unwrap_or_default() - hc1.std_error.unwrap_or(1.0)).abs() < 1e-12);
    assert_eq!((cr1.clusters, cr1.df), (Some(n as u64), Some(n as f64 - 1.0)));
    assert_eq!(out.sample.clusters, Some(n as u64));
}

#[test]
fn several_records_of_a_pair_are_averaged() {
    let pair = [0, 0, 1, 2, 0, 1, 2].map(Some).to_vec();
    let sample =
        PrePostSample { pair: Some(pair), ..PrePostSample::new(vec![4.0, 8.0, 5.0, 9.0, 5.0, 3.0, 8.5], vec![false, false, false, false, true, true, true]) };
    let out = prepost(&sample, &settings()).expect("defined");
    assert!((value(&out, "mean-difference") - (-1.0 - 2.0 - 0.5) / 3.0).abs() < 1e-12);
    assert_eq!(out.sample.units, Some(3));
    assert!(out.notes.iter().any(|note| note.code == "pairs-averaged"));
}

#[test]
fn the_account_adds_up() {
    let mut sample = example();
    sample.outcome[3] = f64::NAN;
    sample.cluster = Some((0..11).map(|i| (i != 7).then_some(i % 4)).collect());
    let out = prepost(&sample, &settings()).expect("defined");
    let dropped: u64 = out.sample.dropped.iter().map(|dropped| dropped.rows).sum();
    assert_eq!((out.sample.rows_read, out.sample.rows_used, dropped), (11, 9, 2));
}
