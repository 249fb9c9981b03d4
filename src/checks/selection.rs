//! Who was chosen for the program? Levels and slopes of the units before it, and whether participation followed them.

use super::{finding, p_shown};
use crate::estimate::{Finding, Verdict};
use crate::inference::distributions::f_sf;
use crate::inference::wald::wald;
use crate::locale::number;
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
}
