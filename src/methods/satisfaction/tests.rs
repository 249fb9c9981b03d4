//! The traps of practice through the public function.

use super::*;
use crate::estimate::{Effect, EffectKind, to_json};
use crate::locale::Lang;
use crate::measure::satisfaction::{Element, NumberOrder, Regime, rounded};
use serde_json::Value;

fn survey_item(element: Element, scores: Vec<Option<f64>>) -> SurveyItem {
    SurveyItem { name: element.code().to_lowercase(), element: Some(element), scores, importance: None }
}

/// Nine elements from a rule; none where the rule says so.
fn nine(respondents: usize, rule: impl Fn(usize, usize) -> Option<f64>) -> Vec<SurveyItem> {
    Element::ALL.iter().enumerate().map(|(j, element)| survey_item(*element, (0..respondents).map(|i| rule(i, j)).collect())).collect()
}

fn varied(i: usize, j: usize) -> f64 {
    ((i * 7 + j * 5 + i * j) % 3 + 1) as f64
}

fn labels(of: impl Iterator<Item = String>) -> Vec<Option<String>> {
    of.map(Some).collect()
}

fn run(sample: &SatisfactionSample) -> Estimate {
    satisfaction(sample, &SatisfactionSettings::default()).unwrap()
}

fn codes(estimate: &Estimate) -> Vec<&str> {
    estimate.notes.iter().map(|note| note.code).collect()
}

fn of_kind(estimate: &Estimate, kind: EffectKind) -> Vec<&Effect> {
    estimate.effects.iter().filter(|effect| effect.key.kind == kind).collect()
}

#[test]
fn weights_of_one_ninth_exactly() {
    // 29 respondents, 955 points in all.
    let missing = 29 * 9 * 4 - 955;
    let items = nine(29, |i, j| Some(if i * 9 + j < missing { 3.0 } else { 4.0 }));
    let estimate = run(&SatisfactionSample::new(items));
    let row = &estimate.parts["index"][0];
    let value = row["value"].as_f64().unwrap();
    assert_eq!((rounded(value), row["grade"].as_str(), row["respondents"].as_u64()), (91.48, Some("A"), Some(29)));
    assert!((value - 955.0 / 29.0 / 9.0 * 25.0).abs() < 1e-12);
    let sum: f64 = estimate.parts["elements"].as_array().unwrap().iter().map(|row| row["mean"].as_f64().unwrap()).sum();
    assert_eq!((rounded(sum * 0.111 * 25.0), rounded(sum * 0.11 * 25.0)), (91.38, 90.56));
    assert_eq!(estimate.settings["weights"], "1/9");
    assert!(codes(&estimate).contains(&"exact-weights") && estimate.effects.is_empty());
    assert_eq!(row["period"], Value::Null);
}

#[test]
fn the_regime_is_a_choice() {
    // All 3.28: 82.00 is B by the regulation in force and A by that of 2004.
    let items = || nine(25, |i, _| Some(if i < 7 { 4.0 } else { 3.0 }));
    let grade = |regime| {
        let settings = SatisfactionSettings { regime, ..SatisfactionSettings::default() };
        let estimate = satisfaction(&SatisfactionSample::new(items()), &settings).unwrap();
        (estimate.parts["index"][0]["grade"].as_str().unwrap().to_owned(), estimate.settings["regime"].clone(), codes(&estimate).contains(&"grades-of-2004"))
    };
    assert_eq!(grade(Regime::Permenpan2017), ("B".into(), "2017".into(), false));
    assert_eq!(grade(Regime::Kepmenpan2004), ("A".into(), "2004".into(), true));
}

/// Six units before and after, half of them in each of two regions; respondents of "after" gain one point on U1 and U2.
fn two_periods() -> SatisfactionSample {
    let n = 120;
    let after = |i: usize| i >= 60;
    let items = nine(n, |i, j| Some(varied(i % 60, j) + f64::from(u8::from(after(i) && j < 2))));
    SatisfactionSample {
        periods: Some(Grouping::periods("masa", &labels((0..n).map(|i| if after(i) { "Sesudah" } else { "Sebelum" }.into()))).unwrap()),
        units: Some(Grouping::labels("unit", &labels((0..n).map(|i| format!("unit {}", i % 6))))),
        regions: Some(Grouping::labels("wilayah", &labels((0..n).map(|i| if i % 6 < 3 { "Barat" } else { "Timur" }.into())))),
        ..SatisfactionSample::new(items)
    }
}

#[test]
fn after_minus_before_with_elements_and_regions() {
    let mut sample = two_periods();
    // A little noise, so that standard errors are not zero.
    for (at, score) in sample.items[4].scores.iter_mut().enumerate() {
        if at >= 60 && at % 6 == 0 {
            *score = Some(1.0);
        }
    }
    let estimate = run(&sample);
    let overall = of_kind(&estimate, EffectKind::Overall)[0];
    assert_eq!((overall.key.term.as_str(), overall.df, overall.clusters), ("index-difference", Some(5.0), Some(6)));
    let rows = estimate.parts["index"].as_array().unwrap();
    let value =
        |period: i64, region: Value| rows.iter().find(|row| row["period"] == period && row["region"] == region).and_then(|row| row["value"].as_f64()).unwrap();
    assert_eq!(rows.len(), 6);
    assert!((overall.estimate.unwrap() - (value(1, Value::Null) - value(0, Value::Null))).abs() < 1e-12);
    let (t, p) = (overall.statistic.unwrap(), overall.p_value.unwrap());
    assert!((t - overall.estimate.unwrap() / overall.std_error.unwrap()).abs() < 1e-12 && p < 0.01);
    assert_eq!(overall.extra["beyond_noise"], true);
    let regions = of_kind(&estimate, EffectKind::Region);
    assert_eq!(regions.iter().map(|effect| effect.key.region.as_deref().unwrap()).collect::<Vec<_>>(), ["Barat", "Timur"]);
    assert!((regions[0].estimate.unwrap() - (value(1, "Barat".into()) - value(0, "Barat".into()))).abs() < 1e-12);
    let terms = of_kind(&estimate, EffectKind::Term);
    assert_eq!(terms.iter().map(|effect| effect.key.term.as_str()).collect::<Vec<_>>(), ["U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9"]);
    assert!((terms[0].estimate.unwrap() - 1.0).abs() < 1e-12);
    // Only U5 has noise: elsewhere the standard error is zero and the p-value undefined, not zero.
    assert!(terms[0].std_error.unwrap() < 1e-10 && terms[0].p_value.is_none());
    assert_eq!(terms[4].extra["p_adjusted"].as_f64(), terms[4].p_value);
    assert_eq!((estimate.sample.units, estimate.sample.periods, estimate.sample.clusters), (Some(6), Some(2), Some(6)));
    assert!(codes(&estimate).contains(&"few-clusters"));
    assert_eq!(estimate.parts["elements"].as_array().unwrap().len(), 18);
    let json = to_json(&estimate, Lang::Id);
    assert_eq!(json["effects"][0]["kind"], "overall");
    assert_eq!(json["elements"][0]["name"], "Persyaratan");
    let english = SatisfactionSettings { lang: Lang::En, ..SatisfactionSettings::default() };
    assert_eq!(satisfaction(&sample, &english).unwrap().parts["elements"][0]["name"], "Requirements");
}

#[test]
fn holm_over_elements_never_lowers_a_p_value() {
    let n = 90;
    let items = nine(n, |i, j| Some((((i * 13 + j * 7 + i * i * (j + 1)) % 4) + 1) as f64));
    let sample =
        SatisfactionSample { periods: Some(Grouping::periods("p", &labels((0..n).map(|i| (i % 2).to_string()))).unwrap()), ..SatisfactionSample::new(items) };
    let estimate = run(&sample);
    let terms = of_kind(&estimate, EffectKind::Term);
    let mut sorted: Vec<(f64, f64)> = terms.iter().map(|effect| (effect.p_value.unwrap(), effect.extra["p_adjusted"].as_f64().unwrap())).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!((sorted[0].1 - (sorted[0].0 * 9.0).min(1.0)).abs() < 1e-15);
    assert!(sorted.iter().all(|(p, adjusted)| adjusted >= p));
    // Respondents are the sample: Welch.
    assert!(estimate.effects[0].df.unwrap() > 40.0 && codes(&estimate).contains(&"respondents-independent"));
}

#[test]
fn a_start_joins_periods_into_before_and_after() {
    let n = 160;
    let quarter = |i: usize| format!("2023Q{}", i / 40 + 1);
    let items = nine(n, |i, j| Some(varied(i, j) + f64::from(u8::from(i >= 80 && i % 3 > 0))));
    let periods = Grouping::periods("triwulan", &labels((0..n).map(quarter))).unwrap();
    let after_from = periods.first_from("2023Q3");
    let sample = SatisfactionSample { periods: Some(periods), ..SatisfactionSample::new(items) };
    let estimate = satisfaction(&sample, &SatisfactionSettings { after_from, ..SatisfactionSettings::default() }).unwrap();
    assert_eq!((estimate.parts["index"].as_array().unwrap().len(), estimate.parts["trend"].as_array().unwrap().len()), (2, 4));
    assert_eq!((&estimate.parts["index"][1]["period"], &estimate.parts["trend"][2]["period"]), (&Value::from(1), &Value::from("2023-Q3")));
    assert_eq!(estimate.settings["start"], "2023-Q3");
    let all: f64 = (80..n).flat_map(|i| (0..9).map(move |j| (i, j))).map(|(i, j)| sample.items[j].scores[i].unwrap()).sum();
    assert!((estimate.parts["index"][1]["value"].as_f64().unwrap() - all / 80.0 / 9.0 * 25.0).abs() < 1e-9);

    // Without a start: last minus first, and each period against the one before.
    let estimate = run(&sample);
    let steps = of_kind(&estimate, EffectKind::Period);
    assert_eq!((steps.len(), estimate.parts["index"].as_array().unwrap().len()), (3, 4));
    let sum: f64 = steps.iter().map(|effect| effect.estimate.unwrap()).sum();
    assert!((estimate.effects[0].estimate.unwrap() - sum).abs() < 1e-9);
    assert!(codes(&estimate).contains(&"last-minus-first"));
    // A start outside the data leaves one side empty.
    let settings = SatisfactionSettings { after_from: Some(9), ..SatisfactionSettings::default() };
    assert_eq!(satisfaction(&sample, &settings).unwrap_err().problems[0].code, "design::no-period-after");
}

#[test]
fn periods_with_other_items_are_restricted_or_refused() {
    let mut sample = two_periods();
    sample.items[8].scores[..60].fill(None);
    let estimate = run(&sample);
    assert!(codes(&estimate).contains(&"items-differ") && codes(&estimate).contains(&"not-nine-elements"));
    let after = &estimate.parts["index"][1];
    assert_eq!((after["items"].as_u64(), after["own_items"].as_u64()), (Some(8), Some(9)));
    let own: f64 = sample.items.iter().map(|item| item.scores[60..].iter().flatten().sum::<f64>() / 60.0).sum::<f64>() / 9.0 * 25.0;
    assert!((after["own_value"].as_f64().unwrap() - own).abs() < 1e-9);
    assert_eq!(of_kind(&estimate, EffectKind::Term).len(), 8);
    let stop = SatisfactionSettings { different_items: DifferentItems::Stop, ..SatisfactionSettings::default() };
    assert_eq!(satisfaction(&sample, &stop).unwrap_err().problems[0].code, "measure::items-differ");
}

#[test]
fn who_does_not_count_is_counted() {
    let mut sample = two_periods();
    for item in &mut sample.items {
        item.scores[3] = None;
    }
    if let Some(periods) = &mut sample.periods {
        periods.codes[5] = None;
    }
    if let Some(units) = &mut sample.units {
        units.codes[7] = None;
    }
    if let Some(regions) = &mut sample.regions {
        regions.codes[9] = None;
    }
    sample.weights = Some((0..120).map(|i| if i == 11 { 0.0 } else { 1.5 }).collect());
    let estimate = run(&sample);
    let dropped: Vec<(String, u64)> = estimate.sample.dropped.iter().map(|dropped| (dropped.reason.code(), dropped.rows)).collect();
    let expected = ["no answer to any element", "missing:masa", "missing:unit", "non-positive-weight"].map(|reason| (reason.to_owned(), 1));
    assert_eq!(dropped, expected);
    assert_eq!((estimate.sample.rows_read, estimate.sample.rows_used), (120, 116));
    assert!(codes(&estimate).contains(&"region-missing"));
}

#[test]
fn a_region_without_a_period_is_undefined_and_said() {
    let mut sample = two_periods();
    if let Some(regions) = &mut sample.regions {
        for code in &mut regions.codes[60..] {
            *code = Some(0);
        }
    }
    let estimate = run(&sample);
    let east = of_kind(&estimate, EffectKind::Region)[1];
    assert_eq!((east.key.region.as_deref(), east.estimate, east.p_value), (Some("Timur"), None, None));
    assert!(estimate.notes.iter().any(|note| note.code == "regions-undefined" && note.text.id.contains("Timur")));
    let row = estimate.parts["index"].as_array().unwrap().iter().find(|row| row["region"] == "Timur" && row["period"] == 1).unwrap();
    assert_eq!((&row["value"], row["respondents"].as_u64()), (&Value::Null, Some(0)));
}

#[test]
fn importance_gives_the_csi() {
    let mut items = nine(10, |_, j| Some(if j < 4 { 4.0 } else { 3.0 }));
    for (j, item) in items.iter_mut().enumerate() {
        item.importance = Some(vec![Some((j % 4 + 1) as f64); 10]);
    }
    let estimate = run(&SatisfactionSample::new(items));
    let total: f64 = [1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0, 4.0, 1.0].iter().sum();
    let weighted = 10.0 * 4.0 + 11.0 * 3.0;
    let part = &estimate.parts["importance"];
    assert!((part["csi"].as_f64().unwrap() - weighted / total / 4.0 * 100.0).abs() < 1e-9);
    assert_eq!((part["items"][0]["quadrant"].as_str(), part["items"][7]["quadrant"].as_str()), (Some("possible-overkill"), Some("top-priority")));
}

#[test]
fn columns_are_matched_by_label_and_swaps_are_seen() {
    let labels: Vec<String> =
        ["No", "Usia", "U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8 Sarana dan Prasarana", "U9 Penanganan Pengaduan"].map(String::from).to_vec();
    let chosen = choose(&labels, &Elements::ByLabel(NumberOrder::Regulation)).unwrap();
    let columns: Vec<usize> = chosen.items.iter().flat_map(|item| item.columns.clone()).collect();
    assert_eq!(columns, [2, 3, 4, 5, 6, 7, 8, 10, 9]);
    assert!(chosen.notes.iter().any(|note| note.code == "number-contradicts-label"));
    let given: Vec<String> = labels[2..].to_vec();
    let chosen = choose(&labels, &Elements::InOrder(&given)).unwrap();
    assert_eq!(chosen.notes.iter().map(|note| note.code).collect::<Vec<_>>(), ["order-contradicts-labels"]);
    let plain: Vec<String> = (1..=9).map(|j| format!("u{j}")).collect();
    let chosen = choose(&plain, &Elements::ByLabel(NumberOrder::Questionnaire)).unwrap();
    assert_eq!((chosen.items[7].name.as_str(), chosen.notes[0].code), ("u9", "order-assumed"));
    assert_eq!(choose(&["a", "b"], &Elements::ByLabel(NumberOrder::Regulation)).unwrap_err().problems[0].code, "measure::elements-not-found");
    assert_eq!(choose(&plain, &Elements::InOrder(&["x".into(), "y".into()])).unwrap_err().problems.len(), 2);
}

#[test]
fn two_questions_of_one_element_keep_its_weight() {
    let labels = ["U1 persyaratan mudah", "U1 persyaratan jelas", "U2 prosedur"];
    let chosen = choose(&labels, &Elements::ByLabel(NumberOrder::Regulation)).unwrap();
    let values = [[4.0, 4.0], [2.0, 4.0], [1.0, 3.0]];
    let (items, notes) = score(&chosen, |column| Answers::Scores(values[column].map(Some).to_vec())).unwrap();
    assert_eq!(items.iter().map(|item| item.scores.clone()).collect::<Vec<_>>(), [[Some(3.0), Some(4.0)], [Some(1.0), Some(3.0)]]);
    assert_eq!(notes.iter().map(|note| note.code).collect::<Vec<_>>(), ["several-columns", "elements-missing"]);
}

#[test]
fn bad_words_are_reported_for_every_column() {
    let given: Vec<String> = ["a", "b"].map(String::from).to_vec();
    let chosen = choose(&given, &Elements::InOrder(&given)).unwrap();
    let error = score(&chosen, |_| Answers::Words(vec![Some("entah".into())])).unwrap_err();
    assert_eq!(error.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["measure::answers-not-ordered"; 2]);
}

/// A court's survey of a hundred visitors: real answers in words, four vocabularies, no header.
#[test]
fn the_court_survey_through_the_public_function() {
    let shared = std::env::var_os("DAMPAK_REFERENCE")
        .map_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), |reference| std::path::Path::new(&reference).join(".."));
    let path = shared.join("samples/id_survey_pengadilan_puas/Pelayanan Perkara.csv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("not present, skipped: {}", path.display());
        }
        return;
    };
    let names: Vec<String> = ["Pelayanan", "Biaya", "Kemampuan", "Sikap"].map(String::from).to_vec();
    let chosen = choose(&names, &Elements::ByLabel(NumberOrder::Regulation)).unwrap();
    // "Pelayanan" is no element: three remain, in the order of the regulation.
    assert_eq!(chosen.items.iter().map(|item| item.element.unwrap().code()).collect::<Vec<_>>(), ["U4", "U6", "U7"]);
    let column = |at: usize| -> Vec<Option<String>> { text.lines().map(|line| line.trim().split(';').nth(at + 1).map(String::from)).collect() };
    let (items, notes) = score(&chosen, |at| Answers::Words(column(at))).unwrap();
    let estimate = run(&SatisfactionSample { notes, ..SatisfactionSample::new(items) });
    assert_eq!((estimate.sample.rows_used, estimate.settings["weights"].as_str()), (100, Some("1/3")));
    assert!(codes(&estimate).contains(&"elements-missing") && codes(&estimate).contains(&"not-nine-elements"));
    let value = estimate.parts["index"][0]["value"].as_f64().unwrap();
    assert!((25.0..=100.0).contains(&value), "{value}");
}

#[test]
fn the_card_speaks_both_languages() {
    let card = card();
    let texts = [&card.title, &card.question, &card.errors].into_iter().chain(&card.assumptions).chain(&card.not_when).chain(&card.edge_cases);
    assert!(texts.into_iter().all(|text| !text.id.is_empty() && !text.en.is_empty()));
}
