//! The studies that come with the project: each is valid, runs, and finds what is known of it.

use dampak::error::Error;
use dampak::estimate::{Effect, Estimate};
use dampak::locale::Lang;
use dampak::study::{PriceLimits, Quiet, RecordKind, Study, StudyResult, check, execute, load};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("datasets")
}

fn sound<T>(what: &Path, result: Result<T, Error>) -> T {
    result.unwrap_or_else(|error| panic!("{}:\n{}", what.display(), error.message(Lang::En)))
}

fn study(name: &str) -> Study {
    let path = root().join(name).join("study.toml");
    sound(&path, load(&path))
}

fn run(name: &str) -> StudyResult {
    let study = study(name);
    sound(&study.path, execute(&study, &Quiet))
}

fn effect(estimate: &Estimate) -> &Effect {
    estimate.headline().unwrap_or_else(|| panic!("{} has no effect", estimate.method))
}

/// Published numbers are rounded to the digits that are given.
fn published(effect: &Effect, estimate: f64, std_error: f64, digits: i32) {
    let unit = 10f64.powi(-digits);
    let near = |found: Option<f64>, wanted: f64| found.is_some_and(|found| (found - wanted).abs() <= 0.5 * unit + 1e-9);
    assert!(near(effect.estimate, estimate) && near(effect.std_error, std_error), "{:?} ({:?})", effect.estimate, effect.std_error);
}

#[test]
fn every_study_file_is_valid_and_fits_its_data() {
    let mut found = 0;
    for name in ["kendari", "jakarta", "palangkaraya", "gorontalo", "sorong", "public/injury", "public/jtrain", "public/kielmc"] {
        let study = study(name);
        // Data of synthetic studies are written by `dampak simulate`.
        if study.sources().iter().any(|source| !Path::new(source).exists()) {
            eprintln!("{name}: the data are not there, only the study file was checked");
            continue;
        }
        let report = sound(&study.path, check(&study));
        assert!(report.rows > 0 && report.rows_kept > 0, "{name}: {report:?}");
        found += 1;
    }
    assert!(found >= 3, "the public data sets come with the project");
}

#[test]
fn injury_gives_the_published_effect() {
    // Meyer, Viscusi and Durbin (1995), Kentucky: 0.191 (0.069).
    let result = run("public/injury");
    published(effect(&result.outcomes[0].did[0]), 0.191, 0.069, 3);
}

#[test]
fn kielmc_gives_the_published_effect() {
    // Kiel and McClain (1995) as in Wooldridge: −11,863.9 (7,456.6).
    let result = run("public/kielmc");
    published(effect(&result.outcomes[0].did[0]), -11_863.9, 7_456.6, 1);
}

#[test]
fn jtrain_gives_an_effect_on_hours_of_training() {
    let result = run("public/jtrain");
    let hours = effect(&result.outcomes[0].did[0]);
    assert!(hours.estimate.is_some_and(|hours| hours > 20.0) && hours.p_value.is_some_and(|p| p < 0.05), "{hours:?}");
    assert!(result.outcomes[0].prepost.is_some());
}

/// The difference between two arms of the program.
fn arm_difference<'a>(result: &'a StudyResult, outcome: usize, name: &str) -> &'a Effect {
    let rows = result.outcomes[outcome].by.iter().flat_map(|group| &group.estimate.effects);
    rows.into_iter().find(|effect| effect.key.region.as_deref() == Some(name)).unwrap_or_else(|| panic!("no {name}"))
}

/// Rows of the arms and of their difference come from one regression: they add up.
fn adds_up(result: &StudyResult, one: &str, other: &str) {
    let of = |name: &str| arm_difference(result, 0, name).estimate.unwrap_or_else(|| panic!("{name} is not defined"));
    let difference = arm_difference(result, 0, &format!("{one} − {other}"));
    assert!((of(one) - of(other) - difference.estimate.unwrap_or(f64::NAN)).abs() < 1e-9, "{difference:?}");
    assert!(difference.std_error > Some(0.0) && difference.extra.contains_key("p_adjusted"), "{difference:?}");
}

/// What is true in a synthetic study.
fn truth(name: &str) -> serde_json::Value {
    let path = root().join(name).join("truth.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn holds(effect: &Effect, truth: f64) -> bool {
    effect.conf_low.zip(effect.conf_high).is_some_and(|(low, high)| low <= truth && truth <= high)
}

/// The price of the main outcome holds that of the true improvement, taken so many times.
fn costs_what_is_true(result: &StudyResult, gain: f64, times: f64) {
    let worth = result.worth.as_ref().unwrap_or_else(|| panic!("no cost"));
    let price = worth.outcomes[0].price.as_ref().unwrap_or_else(|| panic!("no price"));
    let truly = worth.cost.unwrap_or(f64::NAN) / (gain * times);
    assert_eq!(price.limits, PriceLimits::Closed);
    assert!(price.low < Some(truly) && Some(truly) < price.high && price.low < price.estimate && price.estimate < price.high, "{price:?} {truly}");
}

fn outcome<'a>(result: &'a StudyResult, name: &str) -> &'a dampak::study::OutcomeResult {
    result.outcomes.iter().find(|outcome| outcome.name == name).unwrap_or_else(|| panic!("no outcome {name}"))
}

#[test]
fn kendari_holds_the_truth_and_before_and_after_alone_does_not() {
    let (result, truth) = (run("kendari"), truth("kendari"));
    let number = |key: &str| truth[key].as_f64().unwrap_or_else(|| panic!("no {key}"));
    let hours = outcome(&result, "waktu-proses");
    for estimate in &hours.did {
        assert!(holds(effect(estimate), number("att")), "{}: {:?}", estimate.method, effect(estimate));
    }
    let naive = hours.prepost.as_ref().map_or_else(|| panic!("no before and after"), effect);
    assert!(!holds(naive, number("att")), "{naive:?}");
    let documents = &hours.by[0].estimate;
    let deaths = documents.effects.iter().find(|effect| effect.key.region.as_deref() == Some("Akta Kematian"));
    assert!(deaths.is_some_and(|deaths| holds(deaths, number("akta_kematian"))), "{deaths:?}");
    for (name, key) in [("kepuasan", "satisfaction"), ("kepercayaan", "trust")] {
        assert!(holds(effect(&outcome(&result, name).did[0]), number(key)), "{name}");
    }
    let mentoring = arm_difference(&result, 0, "ya − tidak");
    assert!(holds(mentoring, number("mentoring")), "{mentoring:?}");
    adds_up(&result, "ya", "tidak");
    let dropped = |code: &str| result.account.dropped.iter().find(|dropped| dropped.reason.code() == code).map(|dropped| dropped.rows);
    assert_eq!(dropped("unfinished"), truth["unfinished"].as_u64());
    assert_eq!(dropped("duplicate-row"), truth["duplicates"].as_u64());
    assert_eq!(dropped("end-before-start"), truth["end_before_start"].as_u64());
    let own = &result.worth.as_ref().unwrap_or_else(|| panic!("no cost")).outcomes[0];
    assert!(own.kind == RecordKind::Cases && own.times.is_some_and(|times| times > 1000), "{own:?}");
    costs_what_is_true(&result, -number("att"), own.times.unwrap_or(0) as f64);
}

#[test]
fn jakarta_holds_the_truth_for_the_index_and_its_elements() {
    let (result, truth) = (run("jakarta"), truth("jakarta"));
    let index = outcome(&result, "ikm");
    assert!(holds(effect(&index.did[0]), truth["index"].as_f64().unwrap_or(f64::NAN)), "{:?}", effect(&index.did[0]));
    assert_eq!(result.worth.as_ref().map(|worth| (worth.outcomes[0].kind, worth.outcomes[0].times)), Some((RecordKind::Answers, None)));
    costs_what_is_true(&result, truth["index"].as_f64().unwrap_or(f64::NAN), 1.0);
    let kinds = truth["workshop"].as_f64().zip(truth["seminar"].as_f64()).map_or(f64::NAN, |(workshop, seminar)| (workshop - seminar) * 6.0 / 9.0 * 25.0);
    let difference = arm_difference(&result, 0, "lokakarya − seminar");
    assert!(holds(difference, kinds), "{difference:?}");
    adds_up(&result, "lokakarya", "seminar");
    let facts = index.index.as_ref().unwrap_or_else(|| panic!("no index"));
    let elements = facts.elements.as_ref().unwrap_or_else(|| panic!("no elements"));
    assert_eq!(elements.effects.len(), 9);
    // Nine intervals of 95 %: one that misses is no surprise.
    let held =
        elements.effects.iter().filter(|row| truth["elements"][row.key.region.as_deref().unwrap_or_default()].as_f64().is_some_and(|truth| holds(row, truth)));
    assert!(held.count() >= 8, "{:?}", elements.effects);
    assert_eq!(facts.estimate.parts["index"].as_array().map(Vec::len), Some(4));
    assert_eq!(facts.estimate.parts["elements"].as_array().map(Vec::len), Some(18));
}

#[test]
fn gorontalo_holds_the_truth_and_two_way_fixed_effects_do_not() {
    let (result, truth) = (run("gorontalo"), truth("gorontalo"));
    let number = |key: &str| truth[key].as_f64().unwrap_or_else(|| panic!("no {key}"));
    let waiting = outcome(&result, "menit-tunggu");
    assert_eq!(waiting.did[0].method, "callaway-santanna");
    for name in ["callaway-santanna", "sun-abraham", "imputation", "two-stage"] {
        let estimate = waiting.did.iter().find(|estimate| estimate.method == name).unwrap_or_else(|| panic!("no {name}"));
        assert!(holds(effect(estimate), number("att")), "{name}: {:?}", effect(estimate));
    }
    let plain = waiting.did.iter().find(|estimate| estimate.method == "twfe").unwrap_or_else(|| panic!("no twfe"));
    let off = effect(plain).estimate.map(|estimate| (estimate / number("att") - 1.0).abs());
    assert!(off > Some(0.3) && !holds(effect(plain), number("att")), "{:?}", effect(plain));
    // Each wave by itself.
    for wave in truth["waves"].as_array().unwrap_or_else(|| panic!("no waves")) {
        let of_wave = |row: &&Effect| row.key.kind.code() == "cohort" && row.estimate.is_some();
        let att = wave["att"].as_f64().unwrap_or(f64::NAN);
        assert!(waiting.did[0].effects.iter().filter(of_wave).any(|row| holds(row, att)), "{wave}");
    }
    for (name, key) in [("kepuasan", "satisfaction"), ("rujukan-terpadu", "cooperation")] {
        assert!(holds(effect(&outcome(&result, name).did[0]), number(key)), "{name}");
    }
    assert!(waiting.by_time().is_some_and(|found| found.method == "callaway-santanna"));
    // Three waves: who is treated counts from their own start on; minutes cost by the hour.
    let units: u64 = truth["waves"].as_array().into_iter().flatten().filter_map(|wave| wave["puskesmas"].as_u64()).sum();
    assert_eq!(waiting.reached.and_then(|reached| reached.units), Some(units));
    let visits = waiting.reached.map_or(0, |reached| reached.records);
    assert!(visits > 1000 && Some(visits) < truth["visits"].as_u64().map(|all| all / 2), "{visits}");
    costs_what_is_true(&result, -number("att"), visits as f64 / 60.0);
    let path = root().join("gorontalo/limpahan.toml");
    let neighbours = sound(&path, execute(&sound(&path, load(&path)), &Quiet));
    let spillover = effect(&neighbours.outcomes[0].did[0]);
    assert!(holds(spillover, number("spillover_to_neighbours")), "{spillover:?}");
}

#[test]
fn sorong_holds_the_truth_where_means_of_all_regions_do_not() {
    let (result, truth) = (run("sorong"), truth("sorong"));
    let att = truth["att"].as_f64().unwrap_or(f64::NAN);
    // A panel of means counts nobody: no sum over its rows.
    assert_eq!(result.worth.as_ref().map(|worth| (worth.outcomes[0].kind, worth.outcomes[0].times)), Some((RecordKind::Means, None)));
    let did = &result.outcomes[0].did;
    let methods: Vec<&str> = did.iter().map(|estimate| estimate.method.as_str()).collect();
    assert_eq!(methods, ["synthetic-did", "synthetic-control", "twfe"]);
    assert!(holds(effect(&did[0]), att) && holds(effect(&did[1]), att), "{:?} {:?}", effect(&did[0]), effect(&did[1]));
    // Kota Sorong rises with regions that rise faster than the others: the mean of all is no comparison.
    assert!(!holds(effect(&did[2]), att), "{:?}", effect(&did[2]));
    let weights: Vec<(&str, f64)> = did[1].parts["weights"]["units"]
        .as_array()
        .map_or_else(Vec::new, |units| units.iter().filter_map(|unit| Some((unit["unit"].as_str()?, unit["weight"].as_f64()?))).collect());
    let inside: f64 = weights.iter().filter(|(unit, _)| truth["mix"].get(unit).is_some()).map(|(_, weight)| weight).sum();
    assert!(weights.len() == 12 && inside > 0.8, "{weights:?}");
    assert!(did[0].tests.iter().any(|test| test.name == "placebo-in-space" && test.exact == Some(true)));
    let people = result.people.as_ref().unwrap_or_else(|| panic!("no people"));
    let gaps = people.gap.as_ref().map_or_else(|| panic!("no gaps"), |gap| &gap.effects);
    let named = |effect: &Effect, name: &str| format!("{:?}", effect.key).contains(name);
    assert!(named(&gaps[0], "komunikasi") && holds(&gaps[0], truth["gaps"]["Komunikasi"]["after"].as_f64().unwrap_or(f64::NAN)), "{:?}", gaps[0]);
    assert_eq!(Some(people.people), truth["people"].as_u64());
}

#[test]
fn a_code_that_changes_on_the_way_is_refused_by_name() {
    let text = std::fs::read_to_string(root().join("sorong/study.toml")).unwrap_or_default();
    let by_code = text.replace("unit = \"kabupaten_kota\"", "unit = \"kode_wilayah\"");
    let study = sound(Path::new("sorong"), dampak::study::parse(root().join("sorong/study.toml"), &by_code));
    let problem = execute(&study, &Quiet).err().map(|error| error.message(Lang::En)).unwrap_or_default();
    assert!(problem.contains("design::no-complete-unit") && problem.contains("92.71 (2022-Q4"), "{problem}");
}

#[test]
fn palangkaraya_holds_the_truth_of_its_series_and_of_its_participants() {
    let (result, truth) = (run("palangkaraya"), truth("palangkaraya"));
    let number = |key: &str| truth[key].as_f64().unwrap_or_else(|| panic!("no {key}"));
    let days = outcome(&result, "hari-layanan");
    let series = days.its.as_ref().expect("an interrupted series");
    for (term, key) in
        [("average-effect", "average_effect"), ("level-change", "level_change"), ("slope-change", "slope_change_per_week"), ("effect-at-end", "effect_at_end")]
    {
        let found = series.effect(term).unwrap_or_else(|| panic!("no {term}"));
        assert!(holds(found, number(key)), "{found:?}");
    }
    costs_what_is_true(&result, -number("average_effect"), days.reached.map_or(f64::NAN, |reached| reached.records as f64));
    let survival = days.survival.as_ref().expect("unfinished cases");
    assert!(effect(survival).conf_high.is_some_and(|high| high < -1.5));
    let people = result.people.as_ref().expect("participants");
    let gain = people.gain.as_ref().expect("an N-gain");
    let of = |region: Option<&str>| gain.effects.iter().find(|effect| effect.key.region.as_deref() == region).expect("a row");
    for (region, key) in [(None, "n_gain"), (Some("kelas"), "n_gain_classroom"), (Some("daring"), "n_gain_e_learning")] {
        assert!(holds(of(region), number(key)), "{region:?}");
    }
    // Who was absent after counts as missing, whatever the score before: what is undefined and what is missing add up.
    let count = |key: &str| of(None).extra[key].as_u64().unwrap_or(0);
    let all = of(None).records.unwrap_or(0) + count("at_maximum") + count("missing");
    assert!(count("at_maximum") > 0 && count("at_maximum") <= truth["at_maximum_before"].as_u64().unwrap_or(0));
    assert_eq!((Some(all), Some(count("missing"))), (truth["participants"].as_u64(), truth["without_test_after"].as_u64()));
}
