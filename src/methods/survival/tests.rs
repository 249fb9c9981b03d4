use super::*;

/// Cases with times 1, 2, …, `n`, every `open`-th unfinished.
fn side(n: usize, shift: f64, open: usize) -> (Vec<f64>, Vec<bool>) {
    (0..n).map(|i| ((i % 10 + 1) as f64 + shift, (i + 1) % open != 0)).unzip()
}

fn sample() -> SurvivalSample {
    let (mut out, mut after, mut treated, mut clusters) = (SurvivalSample::default(), Vec::new(), Vec::new(), Vec::new());
    for (is_treated, is_after, shift) in [(true, false, 3.0), (true, true, 0.0), (false, false, 2.0), (false, true, 1.0)] {
        let (times, events) = side(60, shift, 7);
        clusters.extend((0..60).map(|i| i % 6 + 6 * usize::from(is_treated)));
        after.extend(vec![is_after; 60]);
        treated.extend(vec![is_treated; 60]);
        out.times.extend(times);
        out.events.extend(events);
    }
    SurvivalSample { after: Some(after), treated: Some(treated), clusters: Some(clusters), ..out }
}

fn of(estimate: &Estimate, term: &str, region: Option<&str>) -> f64 {
    let found = estimate.effects.iter().find(|effect| effect.key.term == term && effect.key.region.as_deref() == region);
    found.and_then(|effect| effect.estimate).unwrap_or_else(|| panic!("no {term} {region:?}"))
}

#[test]
fn the_difference_is_that_of_the_four_means() {
    let settings = SurvivalSettings { until: Some(9.0), ..SurvivalSettings::new("days") };
    let found = survival(&sample(), &settings).unwrap();
    let mean = |group| of(&found, "restricted-mean", Some(group));
    let wanted = (mean("treated-after") - mean("treated-before")) - (mean("comparison-after") - mean("comparison-before"));
    assert!((of(&found, "restricted-mean-difference", None) - wanted).abs() < 1e-12);
    assert_eq!(found.effects[0].clusters, Some(12));
    assert!(found.effects[0].df == Some(11.0) && found.notes.iter().any(|note| note.code == "unfinished-cases-used"));
    assert!(found.tests.iter().any(|test| test.name == "log-rank" && test.extra["stratified"] == true));
    assert!(found.effect("log-hazard-ratio").unwrap().estimate.unwrap() > 0.0);
}

#[test]
fn without_unfinished_cases_the_mean_is_the_mean() {
    let (times, _) = side(50, 0.0, 7);
    let mean = times.iter().sum::<f64>() / 50.0;
    let all = SurvivalSample { events: vec![true; 50], times, ..SurvivalSample::default() };
    let found = survival(&all, &SurvivalSettings::new("days")).unwrap();
    assert!((of(&found, "restricted-mean", Some("all")) - mean).abs() < 1e-12);
    assert_eq!(found.effects.len(), 1);
}

#[test]
fn a_side_without_cases_is_said_and_a_group_without_events_has_no_ratio() {
    let mut one = sample();
    one.after = Some(vec![true; 240]);
    assert_eq!(survival(&one, &SurvivalSettings::new("days")).unwrap_err().problems[0].code, "design::no-period-before");
    let mut none = sample();
    let after = none.after.clone().unwrap();
    none.treated = None;
    none.events = after.clone();
    let found = survival(&none, &SurvivalSettings::new("days")).unwrap();
    assert!(found.effect("log-hazard-ratio").unwrap().estimate.is_none() && found.notes.iter().any(|note| note.code == "no-events"));
    assert!(survival(&SurvivalSample::default(), &SurvivalSettings::new("days")).is_err());
}
