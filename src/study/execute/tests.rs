//! A run on a log with a known effect finds it, with everything that the report needs, the same again for the same seed.

use super::*;
use crate::checks::Grade;
use crate::estimate::{EffectKind, Verdict, to_json};
use crate::locale::Lang;
use crate::study::generated::{EFFECT, STUDY, log, study};

fn run(text: &str, records: &Records) -> StudyResult {
    execute_records(&study(text), records, &Quiet).unwrap_or_else(|error| panic!("{}", error.message(Lang::En)))
}

/// Fewer draws than a study has, to keep the test short.
fn quick(text: &str) -> String {
    text.replace("[analysis]", "[analysis]\nwild = 499\nbootstrap = 99")
}

#[test]
fn the_effect_that_was_put_in_is_found() {
    let result = run(&quick(STUDY), &log(6, 4));
    let main = &result.outcomes[0];
    let effect = main.did[0].headline().cloned().unwrap_or_else(|| panic!("no effect"));
    let (low, high) = (effect.conf_low.unwrap_or(f64::NAN), effect.conf_high.unwrap_or(f64::NAN));
    assert!(low < EFFECT && EFFECT < high && high < EFFECT + 2.0, "{low} to {high}");
    assert!(effect.extra.contains_key("wild_p_value"), "{:?}", main.did[0].notes);
    // Before and after alone has the trend of 0.1 a month in it.
    let naive = main.prepost.as_ref().and_then(|prepost| prepost.headline()).and_then(|effect| effect.estimate).unwrap_or_default();
    assert!((naive - (EFFECT + 1.2)).abs() < 0.5, "{naive}");

    let event = main.event_study.as_ref().unwrap_or_else(|| panic!("no event study"));
    assert_eq!(event.effects.iter().filter(|effect| effect.key.kind == EffectKind::EventTime).count(), 24);
    let documents = &main.by[0].estimate;
    assert_eq!(documents.effects.iter().filter(|effect| effect.key.kind == EffectKind::Region).count(), 3);
    assert!(documents.effects.iter().filter(|effect| effect.key.kind == EffectKind::Region).all(|effect| effect.extra.contains_key("p_adjusted")));
    assert_eq!(documents.effects.last().map(|effect| (effect.key.kind, effect.estimate)), Some((EffectKind::Overall, effect.estimate)));

    let trends = main.trends.as_ref().unwrap_or_else(|| panic!("no trends"));
    assert_eq!((trends.series.len(), trends.series[0].points.len(), trends.series[0].treated), (2, 24, true));
    assert_eq!(trends.series[0].label.id, "Kendari");
    assert_eq!(trends.ramadan.len(), 2, "April 2023 and March 2024");
    let spread = main.distribution.as_ref().unwrap_or_else(|| panic!("no distribution"));
    assert_eq!(spread.sides.iter().map(|side| (side.treated, side.after)).collect::<Vec<_>>(), [(true, false), (true, true), (false, false), (false, true)]);
    assert!(spread.sides[1].median < spread.sides[0].median);
    assert!(spread.sides[1].within_target > spread.sides[0].within_target);

    let verdict = |name: &str| main.checks.iter().find(|check| check.name == name).map(|check| check.verdict);
    assert_eq!(verdict("few-clusters"), Some(Verdict::Caution));
    assert_eq!(verdict("composition"), Some(Verdict::Pass));
    assert_eq!(verdict("leave-one-out"), Some(Verdict::Pass));
    assert_eq!(verdict("missing-data"), Some(Verdict::Pass));
    assert!(main.graded.grade >= Grade::Moderate, "{:?}", main.graded);
    assert!(main.full_participation.is_some_and(|(effect, ..)| effect < EFFECT));
    let worth = result.worth.as_ref().unwrap_or_else(|| panic!("no cost"));
    let own = &worth.outcomes[0];
    let price = own.price.as_ref().unwrap_or_else(|| panic!("no price"));
    assert!(price.low < price.estimate && price.estimate < price.high && price.low > Some(0.0), "{price:?}");
    // Records of the treated from the start on, as the distribution counts them by itself.
    let after = spread.sides.iter().find(|side| side.treated && side.after).map(|side| side.records);
    assert_eq!((own.times, main.reached.map(|reached| reached.records)), (after, after));
    assert_eq!(main.reached.and_then(|reached| reached.periods), Some(12));
    let total = own.total.as_ref().unwrap_or_else(|| panic!("no total"));
    let effect = main.did[0].headline().and_then(|effect| effect.estimate).unwrap_or(f64::NAN);
    assert!((total.estimate + effect * after.unwrap_or(0) as f64).abs() < 1e-6, "{total:?}");
    assert!(price.estimate.zip(worth.cost).is_some_and(|(price, cost)| (price * total.estimate / cost - 1.0).abs() < 1e-9));
    assert_eq!(result.account.rows_read, 4 * 6 * 24 * 4);
    assert_eq!(result.outcomes[1].better, crate::measure::target::Better::Higher);
    assert!(result.outcomes[1].did[0].headline().and_then(|effect| effect.estimate).is_some_and(|share| share > 0.0));
}

#[test]
fn the_same_seed_gives_the_same_result() {
    let text = quick(STUDY);
    let documents = |result: &StudyResult| {
        let all = result.outcomes.iter().flat_map(|outcome| outcome.did.iter().chain(&outcome.prepost).chain(&outcome.event_study));
        all.map(|estimate| to_json(estimate, Lang::Id).to_string()).collect::<Vec<_>>()
    };
    let records = log(3, 3);
    assert_eq!(documents(&run(&text, &records)), documents(&run(&text, &records)));
}

#[test]
fn without_a_comparison_group_there_is_before_and_after_and_a_weak_grade() {
    let text = quick(STUDY).replace("treated = { column = \"kota\", values = [\"Kendari\"] }\n", "");
    let result = run(&text, &log(3, 4));
    let main = &result.outcomes[0];
    assert!(main.did.is_empty() && main.event_study.is_none() && main.prepost.is_some());
    assert_eq!(main.trends.as_ref().map(|trends| trends.series.len()), Some(1));
    assert!(main.graded.grade <= Grade::Weak);
    assert_eq!(main.by.len(), 1);
    assert!(result.program.comparison.id.is_empty());
}

#[test]
fn arms_are_taken_apart_in_one_regression() {
    let text = quick(STUDY)
        .replace("[analysis]", "[analysis]\narms = [{ column = \"loket\", values = [\"Kendari 1\", \"Kendari 0\"], names = { \"Kendari 0\" = \"nol\" } }]");
    let result = run(&text, &log(6, 4));
    let group = result.outcomes[0].by.iter().find(|group| group.by.id == "loket").unwrap_or_else(|| panic!("no arms: {:?}", result.outcomes[0].notes));
    let row = |name: &str| group.estimate.effects.iter().find(|effect| effect.key.region.as_deref() == Some(name)).unwrap_or_else(|| panic!("no {name}"));
    let value = |name: &str| row(name).estimate.unwrap_or(f64::NAN);
    let difference = row("Kendari 1 − Kendari 0");
    assert!((value("Kendari 1") - value("Kendari 0") - value("Kendari 1 − Kendari 0")).abs() < 1e-9);
    assert!((value("Kendari 0") - EFFECT).abs() < 2.0 && row("Kendari 0").records.is_some_and(|records| records < 100), "{:?}", row("Kendari 0"));
    assert_eq!(difference.extra["arm"], "Kendari 1");
    assert!(difference.extra.contains_key("p_adjusted"));
    assert_eq!(group.estimate.effects.iter().filter(|effect| effect.key.kind == EffectKind::Overall).count(), 1);
    // A column that differs within units says of no unit which kind it got.
    let text = quick(STUDY).replace("[analysis]", "[analysis]\narms = [\"dokumen\"]");
    assert!(run(&text, &log(2, 4)).outcomes[0].notes.iter().any(|note| note.code == "arms-vary"));
}

#[test]
fn the_step_down_covers_groups_and_outcomes_and_says_where_it_cannot() {
    let by = |result: &StudyResult| -> Vec<(Option<f64>, Option<f64>)> {
        let rows = result.outcomes[0].by[0].estimate.effects.iter().filter(|effect| effect.key.kind == EffectKind::Region);
        rows.map(|effect| (effect.p_value, effect.extra["p_adjusted"].as_f64())).collect()
    };
    let text = quick(STUDY).replace("[analysis]", "[analysis]\nmultiplicity = \"romano-wolf\"");
    let records = log(6, 4);
    let (holm, found) = (run(&quick(STUDY), &records), run(&text, &records));
    assert_eq!((holm.multiplicity, found.multiplicity), ("holm", "romano-wolf"));
    assert_eq!(found.outcomes[0].by[0].estimate.settings["multiplicity"], "romano-wolf");
    for ((p, adjusted), (_, by_holm)) in by(&found).into_iter().zip(by(&holm)) {
        // Draws give no p-value under one in ten thousand.
        assert!(adjusted >= p.map(|p| p.max(1e-4)) && adjusted.is_some_and(|p| p <= 1.0) && by_holm >= p, "{p:?} {adjusted:?} {by_holm:?}");
    }
    assert!(found.outcomes.iter().all(|outcome| outcome.p_among_outcomes >= Some(1e-4)));
    // Errors without clusters have no influence by cluster: Holm, and a note.
    let plain = run(&text.replace("[analysis]", "[analysis]\nvcov = \"hc1\""), &records);
    assert_eq!((plain.multiplicity, plain.outcomes[0].by[0].estimate.settings["multiplicity"].as_str()), ("holm", Some("holm")));
    assert!(plain.outcomes[0].notes.iter().any(|note| note.code == "romano-wolf-unavailable"));
}
