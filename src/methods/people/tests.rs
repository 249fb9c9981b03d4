use super::*;

fn close(found: Option<f64>, wanted: f64) {
    assert!(found.is_some_and(|found| (found - wanted).abs() < 1e-9), "{found:?} is not {wanted}");
}

fn sample() -> PeopleSample {
    let some = |values: &[f64]| values.iter().map(|value| (!value.is_nan()).then_some(*value)).collect::<Vec<_>>();
    let item = |code: &str, before: &[f64], after: &[f64]| PeopleItem {
        code: code.into(),
        max: Some(100.0),
        standard: Some(80.0),
        averaged: true,
        before: some(before),
        after: some(after),
        importance: Vec::new(),
    };
    PeopleSample {
        items: vec![
            item("talk", &[40.0, 50.0, 60.0, 100.0, f64::NAN], &[70.0, 60.0, 70.0, 100.0, 90.0]),
            item("law", &[50.0, 50.0, 60.0, 80.0, 70.0], &[80.0, 75.0, 90.0, 90.0, 85.0]),
        ],
        groups: vec![Subgroups { by: "form".into(), codes: vec![Some(0), Some(0), Some(1), Some(1), None], levels: vec!["class".into(), "online".into()] }],
        reaction: vec![("q1".into(), vec![Some(3.0), Some(4.0), None, Some(4.0), Some(3.0)])],
    }
}

#[test]
fn means_gains_and_gaps_by_hand() {
    let results = people(&sample(), 0.95);
    let change = results.change.unwrap();
    let talk = change.effect("talk").unwrap();
    close(talk.estimate, (30.0 + 10.0 + 10.0 + 0.0) / 4.0);
    // Standard deviation of 30, 10, 10, 0.
    close(talk.std_error, (475.0_f64 / 3.0).sqrt() / 2.0);
    assert_eq!(talk.extra["incomplete"], 1);
    let gain = results.gain.unwrap();
    let talk = gain.effect("talk").unwrap();
    close(talk.estimate, (0.5 + 0.2 + 0.25) / 3.0);
    assert_eq!((talk.records, &talk.extra["at_maximum"], &talk.extra["missing"]), (Some(3), &json!(1), &json!(1)));
    // Of all five people the fourth is at the maximum of one item and still has a gain of the mean.
    assert_eq!(gain.effect(ALL_ITEMS).unwrap().records, Some(4));
}

#[test]
fn gaps_are_ranked_and_use_everybody_with_a_score_after() {
    let gap = people(&sample(), 0.95).gap.unwrap();
    let ranks: Vec<(&str, u64)> = gap.effects.iter().filter_map(|effect| Some((effect.key.term.as_str(), effect.extra.get("rank")?.as_u64()?))).collect();
    assert_eq!(ranks, [("talk", 1), ("law", 2)]);
    close(gap.effects[0].estimate, 80.0 - 390.0 / 5.0);
    assert_eq!(gap.effects[0].extra["below_standard"], 3);
    assert!(gap.effects[0].extra["p_adjusted"].as_f64() >= gap.effects[0].p_value);
}

#[test]
fn two_subgroups_are_compared() {
    let gain = people(&sample(), 0.95).gain.unwrap();
    let row = |region: &str| gain.effects.iter().find(|effect| effect.key.term == "law" && effect.key.region.as_deref() == Some(region)).unwrap();
    let (class, online, difference) = (row("class"), row("online"), row("class − online"));
    close(difference.estimate, class.estimate.unwrap() - online.estimate.unwrap());
    assert!(difference.p_value.is_some() && difference.records == Some(2));
}

#[test]
fn nothing_is_made_up_where_nobody_has_a_score() {
    let mut sample = sample();
    sample.items[0].before = vec![None; 5];
    let results = people(&sample, 0.95);
    let (change, gain) = (results.change.unwrap(), results.gain.unwrap());
    assert_eq!((change.effect("talk").unwrap().estimate, gain.effect("talk").unwrap().estimate), (None, None));
    assert_eq!(change.effect("talk").unwrap().records, Some(0));
    assert_eq!(people(&PeopleSample::default(), 0.95), PeopleResults::default());
}

#[test]
fn needs_are_importance_minus_mastery_of_the_same_people() {
    let some = |values: &[f64]| values.iter().map(|value| (!value.is_nan()).then_some(*value)).collect::<Vec<_>>();
    let item = |code: &str, importance: &[f64], after: &[f64]| PeopleItem {
        code: code.into(),
        max: Some(5.0),
        standard: None,
        averaged: true,
        before: Vec::new(),
        after: some(after),
        importance: some(importance),
    };
    let items = vec![item("law", &[4.0, 4.0, 5.0, f64::NAN], &[4.0, 3.0, 4.0, 1.0]), item("talk", &[5.0, 5.0, 4.0, 5.0], &[2.0, 2.0, 2.0, 1.0])];
    let results = people(&PeopleSample { items, ..PeopleSample::default() }, 0.95);
    assert_eq!((results.change, results.gain), (None, None), "nobody was asked twice");
    let gap = results.gap.unwrap();
    let (talk, law) = (&gap.effects[0], &gap.effects[1]);
    assert_eq!((talk.key.term.as_str(), &talk.extra["rank"], law.key.term.as_str()), ("talk", &json!(1), "law"));
    close(talk.estimate, 12.0 / 4.0);
    close(law.estimate, 2.0 / 3.0);
    assert_eq!(
        (law.records, &law.extra["importance"], &law.extra["mean_after"], &law.extra["below_standard"]),
        (Some(3), &json!(13.0 / 3.0), &json!(11.0 / 3.0), &json!(2))
    );
    // Four people do not tell them apart.
    assert_eq!((&talk.extra["rank_low"], &talk.extra["rank_high"]), (&json!(1), &json!(2)));
}
