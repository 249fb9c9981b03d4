//! Who was chosen for the program? Levels and slopes of the units before it, and whether participation followed them.

use super::{finding, p_shown};
use crate::estimate::{Finding, Verdict};
use crate::inference::distributions::f_sf;
use crate::inference::wald::wald;
use crate::locale::{Text, number};
use crate::text;
use ndarray::Array2;
use serde_json::Value;

/// A unit before the program.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitBefore {
    /// Whether it was chosen.
    pub treated: bool,
    /// Mean of its periods.
    pub level: f64,
    /// Slope a period; none with fewer than three periods.
    pub slope: Option<f64>,
    /// Share of its staff that took part, where known.
    pub participation: Option<f64>,
}

/// Difference of two sides in units of the common standard deviation.
fn standardized(sides: [&[f64]; 2]) -> Option<f64> {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let means = sides.map(mean);
    let squares: f64 = sides.iter().zip(means).flat_map(|(values, mean)| values.iter().map(move |value| (value - mean).powi(2))).sum();
    let df = sides[0].len() + sides[1].len() - 2;
    let sd = (squares / df as f64).sqrt();
    (sd > 0.0).then(|| (means[0] - means[1]) / sd)
}

/// Hotelling's T² of two groups as an F test: p-value of equal means of all columns. Exact for normal values with one covariance.
fn hotelling(sides: [&[Vec<f64>]; 2]) -> Option<f64> {
    let width = sides[0].first()?.len();
    let [n, m] = sides.map(<[Vec<f64>]>::len);
    let df = (n + m).checked_sub(width + 1).filter(|df| *df >= 3)?;
    let mean = |rows: &[Vec<f64>]| -> Vec<f64> { (0..width).map(|j| rows.iter().map(|row| row[j]).sum::<f64>() / rows.len() as f64).collect() };
    let means = sides.map(mean);
    let scale = (1.0 / n as f64 + 1.0 / m as f64) / df as f64;
    let covariance = Array2::from_shape_fn((width, width), |(j, k)| {
        let sum: f64 = sides.iter().zip(&means).flat_map(|(rows, mean)| rows.iter().map(move |row| (row[j] - mean[j]) * (row[k] - mean[k]))).sum();
        sum * scale
    });
    let difference: Vec<f64> = (0..width).map(|j| means[0][j] - means[1][j]).collect();
    wald(&difference, &covariance, Some(df as f64)).map(|test| test.p_value)
}

/// p-value of a regression of participation on level and slope, among units of the program.
fn followed(units: &[UnitBefore]) -> Option<f64> {
    let rows: Vec<(f64, f64, f64)> = units.iter().filter(|unit| unit.treated).filter_map(|unit| Some((unit.participation?, unit.level, unit.slope?))).collect();
    if rows.len() < 8 {
        return None;
    }
    let n = rows.len() as f64;
    let correlation = |a: fn(&(f64, f64, f64)) -> f64, b: fn(&(f64, f64, f64)) -> f64| {
        let (ma, mb) = (rows.iter().map(a).sum::<f64>() / n, rows.iter().map(b).sum::<f64>() / n);
        let product: f64 = rows.iter().map(|row| (a(row) - ma) * (b(row) - mb)).sum();
        let squares = |value: fn(&(f64, f64, f64)) -> f64, mean: f64| rows.iter().map(|row| (value(row) - mean).powi(2)).sum::<f64>();
        product / (squares(a, ma) * squares(b, mb)).sqrt()
    };
    let (first, second, both) = (correlation(|row| row.0, |row| row.1), correlation(|row| row.0, |row| row.2), correlation(|row| row.1, |row| row.2));
    let explained = (first * first + second * second - 2.0 * first * second * both) / (1.0 - both * both);
    explained.is_finite().then(|| f_sf(explained / 2.0 / ((1.0 - explained).max(f64::MIN_POSITIVE) / (n - 3.0)), 2.0, n - 3.0))
}

/// Compares chosen units with the others by level and slope before the program. Passes where the joint test has p ≥ 0.05 and participation did not follow them
/// either; takes care otherwise. It never fails: a choice by level is no bias where groups move alike, but it makes chance fall back towards the mean.
pub fn selection(units: &[UnitBefore]) -> Option<Finding> {
    let side = |treated: bool| -> Vec<&UnitBefore> { units.iter().filter(|unit| unit.treated == treated).collect() };
    let (chosen, others) = (side(true), side(false));
    if chosen.is_empty() || others.len() < 3 || chosen.len() + others.len() < 6 {
        return None;
    }
    let sloped = units.iter().all(|unit| unit.slope.is_some());
    let rows = |side: &[&UnitBefore]| -> Vec<Vec<f64>> {
        side.iter().map(|unit| if sloped { vec![unit.level, unit.slope.unwrap_or(0.0)] } else { vec![unit.level] }).collect()
    };
    let column = |side: &[&UnitBefore], at: usize| -> Vec<f64> { rows(side).into_iter().map(|row| row[at]).collect() };
    let level = standardized([&column(&chosen, 0), &column(&others, 0)])?;
    let slope = sloped.then(|| standardized([&column(&chosen, 1), &column(&others, 1)])).flatten();
    let p = hotelling([&rows(&chosen), &rows(&others)])?;
    let followed = followed(units);
    let verdict = if p >= 0.05 && followed.is_none_or(|p| p >= 0.05) { Verdict::Pass } else { Verdict::Caution };
    let or_null = |value: Option<f64>| value.map_or(Value::Null, Value::from);
    let evidence = [
        ("units_treated", chosen.len().into()),
        ("units_comparison", others.len().into()),
        ("level_difference", level.into()),
        ("slope_difference", or_null(slope)),
        ("p_value", p.into()),
        ("participation_p_value", or_null(followed)),
    ];
    let differences = text!(
        |l| format!(
            "selisih tingkat {} simpangan baku{}; uji bersama {}",
            number(l, level, 2),
            slope.map_or_else(String::new, |slope| format!(", selisih kecenderungan {}", number(l, slope, 2))),
            p_shown(l, p)
        ),
        format!(
            "levels differ by {} standard deviations{}; joint test {}",
            number(l, level, 2),
            slope.map_or_else(String::new, |slope| format!(", slopes by {}", number(l, slope, 2))),
            p_shown(l, p)
        ),
    );
    let took_part = followed.filter(|p| *p < 0.05);
    let part = text!(
        |l| took_part.map_or_else(String::new, |p| format!(" Porsi pegawai yang ikut berhubungan dengan hasil unit sebelum program ({}).", p_shown(l, p))),
        took_part.map_or_else(String::new, |p| format!(" The share of staff that took part goes along with the unit's results before it ({}).", p_shown(l, p))),
    );
    let (id, en) = (differences.id, differences.en);
    let mut sentence = if p >= 0.05 {
        text!(
            "Unit yang dipilih tidak berbeda jelas dari unit pembanding sebelum program ({id}).",
            "The units that were chosen do not differ clearly from the others before the program ({en})."
        )
    } else {
        text!(
            "Unit yang dipilih sudah berbeda sebelum program ({id}); sebagian perubahan dapat berupa gerak kembali ke rata-rata.",
            "The units that were chosen differed before the program ({en}); part of the change may be a return to the mean."
        )
    };
    sentence.id += &part.id;
    sentence.en += &part.en;
    Some(finding("selection", verdict, &evidence, sentence))
}

/// A column of subgroups of participants, and their scores before the training.
pub struct Subgroups<'a> {
    /// Names of the subgroups.
    pub names: Vec<Text>,
    /// Labels of the subgroups in the data.
    pub labels: &'a [String],
    /// Subgroup of each person.
    pub codes: &'a [Option<usize>],
    /// Each item in words, with the score of each person before.
    pub items: Vec<(Text, &'a [Option<f64>])>,
}

/// Compares each subgroup of participants with the others by their scores before the training (people with all of them): Hotelling's joint test, adjusted for
/// several subgroups (Bonferroni). Passes where no p is below 0.05; takes care otherwise. None where subgroups are too small for the test.
pub fn selection_of_participants(groups: &Subgroups) -> Option<Finding> {
    let people = groups.items.iter().map(|(_, scores)| scores.len()).min()?;
    let rows: Vec<(usize, Vec<f64>)> = (0..people)
        .filter_map(|person| {
            let code = groups.codes.get(person).copied().flatten()?;
            Some((code, groups.items.iter().map(|(_, scores)| scores[person]).collect::<Option<Vec<f64>>>()?))
        })
        .collect();
    // Of two subgroups one comparison says all.
    let compared = if groups.labels.len() == 2 { 1 } else { groups.labels.len() };
    let mut worst: Option<(f64, usize, f64, usize)> = None;
    let mut evidence = Vec::new();
    for code in 0..compared {
        let side = |own: bool| rows.iter().filter(|(of, _)| (*of == code) == own).map(|(_, row)| row.clone()).collect::<Vec<_>>();
        let (own, others) = (side(true), side(false));
        let Some(p) = hotelling([&own, &others]).map(|p| (p * compared as f64).min(1.0)) else { continue };
        let column = |side: &[Vec<f64>], at: usize| side.iter().map(|row| row[at]).collect::<Vec<f64>>();
        let differences = (0..groups.items.len()).filter_map(|at| Some((standardized([&column(&own, at), &column(&others, at)])?, at)));
        let (difference, item) = differences.max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()))?;
        evidence.push(
            serde_json::json!({ "region": groups.labels[code], "n": own.len(), "others": others.len(), "largest_difference": difference, "p_adjusted": p }),
        );
        if worst.is_none_or(|(least, ..)| p < least) {
            worst = Some((p, code, difference, item));
        }
    }
    let (p, code, difference, item) = worst?;
    let verdict = if p >= 0.05 { Verdict::Pass } else { Verdict::Caution };
    let (one, what) = (&groups.names[code], &groups.items[item].0);
    let several = groups.items.len() > 1;
    let sentence = text!(
        |l| {
            let other = if groups.names.len() == 2 { groups.names[1].get(l) } else { "peserta lain" };
            let (one, what, size, p_words) = (one.get(l), what.get(l), number(l, difference, 2), p_shown(l, p));
            let most =
                if several { format!("selisih terbesar {size} simpangan baku pada {what}; uji bersama") } else { format!("selisih {size} simpangan baku;") };
            if p >= 0.05 {
                format!("Sebelum pelatihan, kelompok {one} tidak berbeda jelas dari {other} ({most} {p_words}).")
            } else {
                format!("Kelompok {one} sudah berbeda dari {other} sebelum pelatihan ({most} {p_words}): selisih sesudahnya belum tentu karena pelatihan.")
            }
        },
        {
            let other = if groups.names.len() == 2 { groups.names[1].get(l) } else { "the other participants" };
            let (one, what, size, p_words) = (one.get(l), what.get(l), number(l, difference, 2), p_shown(l, p));
            let most = if several {
                format!("largest difference {size} standard deviations, in {what}; joint test")
            } else {
                format!("a difference of {size} standard deviations;")
            };
            if p >= 0.05 {
                format!("Before the training the group {one} did not differ clearly from {other} ({most} {p_words}).")
            } else {
                format!(
                    "The group {one} differed from {other} before the training already ({most} {p_words}): differences after it need not be due to the training."
                )
            }
        },
    );
    Some(finding("selection-of-participants", verdict, &[("p_value", p.into()), ("groups", evidence.into())], sentence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::random::Stream;

    fn units(shift: f64, follow: f64) -> Vec<UnitBefore> {
        let mut stream = Stream::new(11, "selection", 0);
        (0..40)
            .map(|at| {
                let treated = at < 15;
                let level = 20.0 + 2.0 * stream.normal() + if treated { shift } else { 0.0 };
                let participation = treated.then(|| 0.5 + follow * (level - 20.0) + 0.05 * stream.normal());
                UnitBefore { treated, level, slope: Some(0.1 * stream.normal()), participation }
            })
            .collect()
    }

    #[test]
    fn chosen_by_lot_passes_and_chosen_by_level_takes_care() {
        let verdict = |shift, follow| selection(&units(shift, follow)).map(|found| found.verdict);
        assert_eq!(verdict(0.0, 0.0), Some(Verdict::Pass));
        assert_eq!(verdict(4.0, 0.0), Some(Verdict::Caution));
        assert_eq!(verdict(0.0, 0.1), Some(Verdict::Caution));
        assert!(selection(&units(0.0, 0.0)[..4]).is_none());
    }

    #[test]
    fn one_column_is_the_t_test_of_student() {
        // Student's t of (1, 2, 3) against (2, 4, 6, 8): difference −3, pooled variance (2 + 20)/5 = 4.4, t² = 9/(4.4 · 7/12) = 3.5065, df 5.
        let rows = |values: &[f64]| values.iter().map(|value| vec![*value]).collect::<Vec<_>>();
        let p = hotelling([&rows(&[1.0, 2.0, 3.0]), &rows(&[2.0, 4.0, 6.0, 8.0])]).unwrap_or(f64::NAN);
        let t = 3.0 / (4.4_f64 * 7.0 / 12.0).sqrt();
        assert!((p - crate::inference::distributions::p_two_sided(t, Some(5.0))).abs() < 1e-12, "{p}");
    }

    #[test]
    fn participants_who_differed_before_are_found() {
        let labels = ["ya".to_owned(), "tidak".to_owned()];
        let codes: Vec<Option<usize>> = (0..60).map(|at| if at == 0 { None } else { Some(usize::from(at % 3 > 0)) }).collect();
        let found = |shift: f64| {
            let mut stream = Stream::new(3, "selection-of-participants", 0);
            let mut item =
                |shift: f64| -> Vec<Option<f64>> { (0..60).map(|at| Some(60.0 + stream.normal() + if at % 3 == 0 { shift } else { 0.0 })).collect() };
            let (one, other) = (item(0.0), item(shift));
            let items = vec![(Text::same("Satu"), one.as_slice()), (Text::same("Dua"), other.as_slice())];
            selection_of_participants(&Subgroups { names: vec![Text::same("magang"), Text::same("tanpa")], labels: &labels, codes: &codes, items }).unwrap()
        };
        assert_eq!((found(0.0).verdict, found(2.0).verdict), (Verdict::Pass, Verdict::Caution));
        assert!(found(2.0).sentence.id.contains("Dua") && found(2.0).sentence.en.contains("magang"));
        assert_eq!(found(0.0).evidence["groups"][0]["n"], 19);
    }

    #[test]
    fn a_subgroup_of_one_is_not_tested() {
        let labels = ["ya".to_owned(), "tidak".to_owned()];
        let codes = [Some(0), Some(1), Some(1)];
        let scores = [Some(1.0), Some(2.0), Some(3.0)];
        let items = vec![(Text::same("Satu"), &scores[..])];
        assert!(selection_of_participants(&Subgroups { names: vec![Text::same("a"), Text::same("b")], labels: &labels, codes: &codes, items }).is_none());
    }
}
