use super::*;
use crate::estimate::EffectKey;
use serde_json::json;

fn row(region: &str, records: u64, n_after: u64) -> Effect {
    let mut effect = Effect::undefined(EffectKey { region: Some(region.into()), ..EffectKey::new(EffectKind::Region, "att") });
    effect.estimate = Some(1.0);
    effect.records = Some(records);
    effect.extra.insert("n_before".into(), (records - n_after).into());
    effect.extra.insert("n_after".into(), n_after.into());
    effect
}

fn suppressed(mut estimate: Estimate) -> Estimate {
    let mut hidden = Hidden::new();
    groups(&estimate, &mut hidden, 5);
    suppress_estimate(&mut estimate, &hidden, 5);
    estimate
}

#[test]
fn small_groups_leave_no_number_behind_and_no_total_gives_them_away() {
    let mut estimate = Estimate::new("did", "twfe", "y");
    estimate.effects = vec![row("A", 4, 2), row("B", 60, 30), row("C", 40, 20), row("A − B", 64, 32), row("C − B", 100, 50)];
    estimate.parts.insert("index".into(), json!([{ "region": "A", "value": 80.0, "respondents": 40 }, { "region": "B", "value": 81.0, "respondents": 50 }]));
    let found = suppressed(estimate);
    let hidden: Vec<bool> = found.effects.iter().map(is_suppressed).collect();
    assert_eq!(hidden, [true, false, true, true, true], "C, the smaller of the others, goes with A, and differences with them");
    assert!(found.effects[0].estimate.is_none() && found.effects[0].records.is_none() && found.effects[0].extra.len() == 1);
    assert_eq!(found.effects[1].estimate, Some(1.0));
    assert_eq!(found.parts["index"][0], json!({ "region": "A", "value": null, "respondents": null, "suppressed": true }));
    assert_eq!(found.parts["index"][1]["value"], 81.0);
}

#[test]
fn few_before_or_after_are_few() {
    let mut estimate = Estimate::new("prepost", "welch", "y");
    estimate.effects = vec![row("A", 43, 3), row("B", 60, 30), row("C", 50, 20)];
    assert_eq!(suppressed(estimate).effects.iter().map(is_suppressed).collect::<Vec<_>>(), [true, false, true]);
}

#[test]
fn rows_and_columns_of_a_table_give_no_cell_away() {
    let cell = |region: Option<&str>, period: &str, n: u64| json!({ "region": region, "period": period, "n": n, "mean": 1.0 });
    let mut rows = Vec::new();
    for (region, before, after) in [("A", 3, 30), ("B", 40, 20), ("C", 60, 50)] {
        rows.extend([cell(Some(region), "before", before), cell(Some(region), "after", after)]);
    }
    rows.extend([cell(None, "before", 103), cell(None, "after", 100)]);
    complement(&mut rows, 5);
    let hidden =
        |region: Option<&str>, period: &str| rows.iter().any(|row| row["region"].as_str() == region && row["period"] == period && row.get(MARK).is_some());
    // The cell, another one of its row and of its column, and the fourth corner, without which rows and columns would solve for them.
    assert!(hidden(Some("A"), "before") && hidden(Some("A"), "after") && hidden(Some("B"), "before") && hidden(Some("B"), "after"));
    assert!(!hidden(Some("C"), "before") && !hidden(Some("C"), "after"));
}

#[test]
fn steps_of_curves_are_of_several_and_end_while_enough_are_left() {
    let step = |time: f64, at_risk: u64, events: u64, censored: u64| json!({ "time": time, "at_risk": at_risk, "events": events, "censored": censored });
    let steps = [step(1.0, 30, 1, 0), step(2.0, 29, 6, 0), step(3.0, 23, 2, 4), step(4.0, 17, 5, 0), step(5.0, 12, 8, 0), step(6.0, 4, 1, 0)];
    let mut curves = json!([{ "group": "before", "steps": steps }]);
    suppress_curves(&mut curves, 5);
    let found: Vec<(f64, u64, Option<u64>, Option<u64>)> = curves[0]["steps"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|step| (step["time"].as_f64().unwrap_or(0.0), step["at_risk"].as_u64().unwrap_or(0), step["events"].as_u64(), step["censored"].as_u64()))
        .collect();
    // The first two together; of the third's parts both are few; after the fifth fewer than five are left.
    assert_eq!(found, [(2.0, 30, Some(7), Some(0)), (3.0, 23, None, None), (4.0, 17, Some(5), Some(0))]);
}

#[test]
fn few_without_a_group_are_no_difference_of_totals() {
    let mut estimate = Estimate::new("prepost", "welch", "y");
    let mut all = row("A", 103, 50);
    all.key = EffectKey::new(EffectKind::Overall, "att");
    estimate.effects = vec![row("A", 60, 30), row("B", 40, 20), all.clone()];
    assert_eq!(suppressed(estimate.clone()).effects.iter().map(is_suppressed).collect::<Vec<_>>(), [false, true, false], "103 - 60 - 40 are three people");
    estimate.effects[2].records = Some(110);
    assert!(!suppressed(estimate).effects.iter().any(is_suppressed));
}
