//! The traps of practice, and the standard error against formulas that hold where they can be written by hand.

use super::*;

const NAMES: [&str; 9] = ["U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9"];

type Column = Vec<Option<f64>>;

fn slices(columns: &[Column]) -> Vec<&[Option<f64>]> {
    columns.iter().map(Vec::as_slice).collect()
}

/// Scores that vary without a random generator: item j of respondent i.
fn answers(items: usize, respondents: usize) -> Vec<Column> {
    (0..items).map(|j| (0..respondents).map(|i| Some(((i * 7 + j * 5 + i * j) % 4 + 1) as f64)).collect()).collect()
}

/// 29 respondents with a sum of 955 points, spread over nine elements.
fn worksheet() -> Vec<Column> {
    let mut missing = 29 * 9 * 4 - 955;
    let mut columns = vec![vec![Some(4.0); 29]; 9];
    for i in 0..29 {
        for column in &mut columns {
            if missing > 0 && i % 2 == 0 {
                column[i] = Some(3.0);
                missing -= 1;
            }
        }
    }
    assert_eq!(missing, 0);
    columns
}

fn all(respondents: usize) -> Vec<usize> {
    (0..respondents).collect()
}

#[test]
fn the_worksheet_of_955_points_is_91_48() {
    let columns = worksheet();
    let scores = slices(&columns);
    let survey = Survey { names: &NAMES, scores: &scores, units: None, weights: None };
    let found = index(&survey, &all(29), IndexOptions::default()).unwrap();
    assert_eq!(rounded(found.value), 91.48);
    assert!((found.value - 955.0 / 29.0 / 9.0 * 25.0).abs() < 1e-12);
    assert_eq!((found.grade, found.respondents), (Grade::A, 29));
    let worksheet = |weight: f64| rounded(found.items.iter().map(|item| item.mean * weight).sum::<f64>() * 25.0);
    assert_eq!((worksheet(0.111), worksheet(0.11)), (91.38, 90.56));
}

#[test]
fn complete_answers_give_the_variance_of_a_mean() {
    let columns = answers(9, 40);
    let scores = slices(&columns);
    let survey = Survey { names: &NAMES, scores: &scores, units: None, weights: None };
    let found = index(&survey, &all(40), IndexOptions::default()).unwrap();
    let own: Vec<f64> = (0..40).map(|i| columns.iter().filter_map(|column| column[i]).sum::<f64>() / 9.0 * 25.0).collect();
    let mean = own.iter().sum::<f64>() / 40.0;
    let variance = own.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 39.0 / 40.0;
    assert!((found.value - mean).abs() < 1e-12);
    assert!((found.std_error.unwrap() - variance.sqrt()).abs() < 1e-12);
    assert_eq!((found.df, found.clustering), (Some(39.0), Clustering::Respondents(40)));
    // t with 39 degrees of freedom at 97.5 %: 2.0226909…
    assert!((found.conf_high.unwrap() - mean - 2.022_690_920_036_762 * variance.sqrt()).abs() < 1e-9);
}

#[test]
fn units_of_equal_size_give_the_variance_of_their_means() {
    let columns = answers(9, 40);
    let scores = slices(&columns);
    let units: Vec<u32> = (0..40).map(|i| i / 8 + 7).collect();
    let survey = Survey { names: &NAMES, scores: &scores, units: Some(&units), weights: None };
    let found = index(&survey, &all(40), IndexOptions::default()).unwrap();
    let means: Vec<f64> = (0..5)
        .map(|g| {
            let rows: Vec<usize> = (g * 8..g * 8 + 8).collect();
            index(&survey, &rows, IndexOptions::default()).unwrap().value
        })
        .collect();
    let mean = means.iter().sum::<f64>() / 5.0;
    let variance = means.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 4.0 / 5.0;
    assert!((found.std_error.unwrap() - variance.sqrt()).abs() < 1e-12);
    assert_eq!((found.df, found.clustering), (Some(4.0), Clustering::Units(5)));
    // One unit alone: respondents are the sample.
    let one = index(&survey, &(0..8).collect::<Vec<_>>(), IndexOptions::default()).unwrap();
    assert_eq!(one.clustering, Clustering::RespondentsOfOneUnit(8));
    // One respondent: no standard error, and not zero.
    let single = index(&survey, &[3], IndexOptions::default()).unwrap();
    assert_eq!((single.std_error, single.conf_low, single.df), (None, None, None));
}

#[test]
fn with_gaps_the_influence_is_the_derivative_by_weight() {
    let mut columns = answers(9, 30);
    for (j, column) in columns.iter_mut().enumerate() {
        for (i, score) in column.iter_mut().enumerate() {
            if (i + 2 * j) % 5 == 0 {
                *score = None;
            }
        }
    }
    for column in &mut columns {
        column[11] = None;
    }
    let scores = slices(&columns);
    let units: Vec<u32> = (0..30).map(|i| i % 6).collect();
    let value = |weights: &[f64]| {
        let survey = Survey { names: &NAMES, scores: &scores, units: Some(&units), weights: Some(weights) };
        index(&survey, &all(30), IndexOptions::default()).unwrap()
    };
    let ones = vec![1.0; 30];
    let plain = value(&ones);
    assert_eq!((plain.respondents, plain.without_answer), (29, 1));
    assert_eq!(plain.items[0].answered, 23);
    let step = 1e-5;
    let sum_of_squares: f64 = (0..6)
        .map(|unit| {
            let moved = |by: f64| -> Vec<f64> { (0..30).map(|i| if i % 6 == unit { 1.0 + by } else { 1.0 }).collect() };
            let slope = (value(&moved(step)).value - value(&moved(-step)).value) / (2.0 * step);
            slope * slope
        })
        .sum();
    let expected = (6.0 / 5.0 * sum_of_squares).sqrt();
    assert!((plain.std_error.unwrap() - expected).abs() < 1e-7 * expected);
    // A weight of two is a row twice.
    let mut twice = ones.clone();
    twice[4] = 2.0;
    let mut rows = all(30);
    rows.push(4);
    let survey = Survey { names: &NAMES, scores: &scores, units: Some(&units), weights: None };
    let doubled = index(&survey, &rows, IndexOptions::default()).unwrap();
    assert!((value(&twice).value - doubled.value).abs() < 1e-12);
    assert!((value(&twice).std_error.unwrap() - doubled.std_error.unwrap()).abs() < 1e-12);
}

#[test]
fn a_change_counts_a_unit_of_both_periods_once() {
    // The same 5 units before and after: the change is the mean of the units' changes.
    let columns = answers(9, 80);
    let scores = slices(&columns);
    let units: Vec<u32> = (0..80).map(|i| i % 40 / 8).collect();
    let survey = Survey { names: &NAMES, scores: &scores, units: Some(&units), weights: None };
    let (before, after): (Vec<usize>, Vec<usize>) = (all(40), (40..80).collect());
    let found = change(&survey, &before, &after, IndexOptions::default()).unwrap();
    let of = |rows: &[usize]| index(&survey, rows, IndexOptions::default()).unwrap().value;
    let changes: Vec<f64> = (0..5)
        .map(|g| {
            let rows: Vec<usize> = (g * 8..g * 8 + 8).collect();
            let later: Vec<usize> = rows.iter().map(|row| row + 40).collect();
            of(&later) - of(&rows)
        })
        .collect();
    let mean = changes.iter().sum::<f64>() / 5.0;
    let variance = changes.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 20.0;
    assert!((found.estimate - mean).abs() < 1e-12);
    assert!((found.std_error.unwrap() - variance.sqrt()).abs() < 1e-12);
    assert_eq!((found.df, found.items.len()), (Some(4.0), 9));

    // Without units: Welch.
    let survey = Survey { units: None, ..survey };
    let found = change(&survey, &before, &after[..25], IndexOptions::default()).unwrap();
    let (first, second) = *found.periods.unwrap();
    let (v, w) = (first.std_error.unwrap().powi(2), second.std_error.unwrap().powi(2));
    assert!((found.std_error.unwrap() - (v + w).sqrt()).abs() < 1e-12);
    assert!((found.df.unwrap() - (v + w).powi(2) / (v * v / 39.0 + w * w / 24.0)).abs() < 1e-9);
}

#[test]
fn a_new_grade_may_be_noise() {
    // 76.39 is C, 77.78 is B; four respondents say nothing about such a step, four thousand alike do.
    let low = [3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.5];
    let high = [3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 4.0];
    let survey_of = |n: usize| -> Vec<Column> {
        (0..9)
            .map(|j| {
                let noise = |i: usize| if j == 8 { 0.0 } else { [-1.0, 1.0][i % 2] };
                (0..2 * n).map(|i| Some(if i < n { low[j] } else { high[j] } + noise(i))).collect()
            })
            .collect()
    };
    for (n, beyond_noise) in [(4, false), (4000, true)] {
        let columns = survey_of(n);
        let scores = slices(&columns);
        let survey = Survey { names: &NAMES, scores: &scores, units: None, weights: None };
        let found = change(&survey, &all(n), &(n..2 * n).collect::<Vec<_>>(), IndexOptions::default()).unwrap();
        assert_eq!(found.grade, Some(GradeChange { from: Grade::C, to: Grade::B, beyond_noise }), "{n}");
    }
}

#[test]
fn different_items_across_periods_are_a_fact() {
    let mut columns = answers(4, 10);
    columns[1][5..].fill(None);
    columns[3][..5].fill(None);
    let scores = slices(&columns);
    let survey = Survey { names: &NAMES[..4], scores: &scores, units: None, weights: None };
    let (before, after): (Vec<usize>, Vec<usize>) = ((0..5).collect(), (5..10).collect());
    let expected = ItemSets::Different { common: vec![0, 2], only_before: vec![1], only_after: vec![3] };
    assert_eq!(item_sets(&survey, &before, &after), expected);
    assert_eq!(change(&survey, &before, &after, IndexOptions::default()).unwrap_err().code, "measure::scores-missing");
    let common = [scores[0], scores[2]];
    let survey = Survey { names: &["U1", "U3"], scores: &common, ..survey };
    assert_eq!(item_sets(&survey, &before, &after), ItemSets::Same);
    assert!(change(&survey, &before, &after, IndexOptions::default()).is_ok());
}

#[test]
fn scores_outside_the_scale_are_refused_with_their_row() {
    let mut columns = answers(2, 5);
    columns[1][3] = Some(5.0);
    let scores = slices(&columns);
    let survey = Survey { names: &NAMES[..2], scores: &scores, units: None, weights: None };
    let problem = index(&survey, &all(5), IndexOptions::default()).unwrap_err();
    assert_eq!(problem.code, "measure::score-outside-scale");
    assert!(problem.what.en.contains("U2") && problem.what.en.contains("row 4"));
    columns[1][3] = Some(f64::NAN);
    let scores = slices(&columns);
    let survey = Survey { names: &NAMES[..2], scores: &scores, units: None, weights: None };
    assert!(index(&survey, &all(5), IndexOptions::default()).is_err());
}

/// The court's survey: real answers in words, four vocabularies, no header.
#[test]
fn the_court_survey_reads_as_its_note_says() {
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
    let column = |at: usize| -> Vec<&str> { text.lines().filter_map(|line| line.trim().split(';').nth(at)).collect() };
    let kinds = [ItemKind::Quality, ItemKind::ExtraCost, ItemKind::Quality, ItemKind::Quality];
    let mut columns: Vec<Column> = Vec::new();
    for (at, kind) in (1..=4).zip(kinds) {
        let vocabulary = Vocabulary::infer("q", kind, column(at)).unwrap();
        columns.push(column(at).iter().map(|answer| vocabulary.score(answer).map(f64::from)).collect());
    }
    let count = |at: usize, score: f64| columns[at].iter().filter(|&&given| given == Some(score)).count();
    assert_eq!([4.0, 3.0, 2.0, 1.0].map(|score| count(0, score)), [36, 38, 15, 11]);
    assert_eq!(columns.iter().map(Vec::len).collect::<Vec<_>>(), [100; 4]);
    assert!(columns.iter().flatten().all(Option::is_some));
    let scores = slices(&columns);
    let survey = Survey { names: &["Pelayanan", "Biaya", "Kemampuan", "Sikap"], scores: &scores, units: None, weights: None };
    let found = index(&survey, &all(100), IndexOptions::default()).unwrap();
    assert!((found.items[0].mean - (36.0 * 4.0 + 38.0 * 3.0 + 15.0 * 2.0 + 11.0) / 100.0).abs() < 1e-12);
}
