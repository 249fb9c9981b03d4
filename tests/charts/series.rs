//! Figures in time that are hard to draw: a series with two interruptions and seasons, limits that the values leave, curves that cross.

use super::cases::{hours, noise, pick};
use dampak::locale::Lang;
use dampak::panel::TimeScale;
use dampak::report::charts::*;

/// The first month of 2022 as a period.
const FIRST: i64 = 2022 * 12;

fn start(lang: Lang, months: i64, label: (&str, &str)) -> StartMark {
    StartMark { period: FIRST + months, label: pick(lang, label.0, label.1) }
}

pub(super) fn interrupted(lang: Lang, several: bool) -> InterruptedSeries {
    let fitted = |k: i64| 30.0 - 0.1 * k as f64 - if k >= 18 { 6.0 } else { 0.0 } - if several && k >= 30 { 3.0 } else { 0.0 };
    let points = (0..40).map(|k| {
        let after = k >= 18;
        let without = 30.0 - 0.1 * k as f64;
        InterruptedPoint {
            period: FIRST + k,
            // A month without records, and one far from the others.
            observed: (k != 9).then(|| fitted(k) + 3.0 * (noise(k as usize) - 0.5) + if k == 25 { 9.0 } else { 0.0 }),
            fitted: Some(fitted(k)),
            counterfactual: after.then_some(without),
            low: after.then_some(without - 0.08 * (k - 16) as f64),
            high: after.then_some(without + 0.08 * (k - 16) as f64),
        }
    });
    let mut starts = vec![start(lang, 18, ("Pendampingan di seluruh loket dimulai (Juli 2023)", "Mentoring at every counter begins (July 2023)"))];
    if several {
        starts.push(start(lang, 30, ("Aplikasi antrean", "Queue app")));
    }
    InterruptedSeries {
        outcome: hours(lang),
        scale: TimeScale::Month,
        time_title: pick(lang, "Bulan", "Month"),
        starts,
        observed: pick(lang, "Teramati", "Observed"),
        fitted: pick(lang, "Menurut model", "Fitted"),
        counterfactual: pick(lang, "Tanpa program", "Without the program"),
        points: points.collect(),
        bands: vec![TimeBand { from: (FIRST + 15) as f64 - 0.3, to: (FIRST + 15) as f64 + 0.7, label: "Ramadan".into() }],
    }
}

pub(super) fn control(lang: Lang) -> ControlChart {
    let value = |k: i64| if k < 15 { 28.0 } else { 21.0 } + 4.0 * (noise(k as usize) - 0.5) + if k == 7 { 9.0 } else { 0.0 };
    let stretch = |from: i64, to: i64, mean: f64| Stretch { from: FIRST + from, to: FIRST + to, mean, low: mean - 4.5, high: mean + 4.5 };
    let labels =
        [("Rata-rata sebulan", "Monthly mean"), ("Rata-rata", "Mean"), ("Batas atas", "Upper limit"), ("Batas bawah", "Lower limit"), ("Isyarat", "Signal")];
    ControlChart {
        outcome: hours(lang),
        scale: TimeScale::Month,
        time_title: pick(lang, "Bulan", "Month"),
        start: Some(start(lang, 15, ("Pelatihan dimulai", "Training begins"))),
        labels: labels.map(|(id, en)| pick(lang, id, en)),
        points: (0..30).map(|k| (FIRST + k, value(k), k == 7 || k > 26)).collect(),
        stretches: vec![stretch(0, 14, 28.0), stretch(15, 29, 21.0)],
    }
}

pub(super) fn survival(lang: Lang, curves: usize) -> Survival {
    let names = [
        ("Kendari, sebelum program", "Kendari, before the program"),
        ("Kendari, sesudah program", "Kendari, after the program"),
        ("Pembanding, sebelum program", "Comparison, before the program"),
        ("Pembanding, sesudah program", "Comparison, after the program"),
    ];
    let curve = |(at, name): (usize, &(&str, &str))| {
        let pace = [9.0, 5.5, 8.6, 8.2][at];
        let steps: Vec<(f64, f64)> = (0..60).map(|k| 0.5 * f64::from(k)).map(|week| (week, (-week / pace).exp())).collect();
        SurvivalCurve {
            label: pick(lang, name.0, name.1),
            role: if at < 2 { Role::Treated } else { Role::Comparison },
            before: at % 2 == 0,
            at_risk: steps.iter().map(|(time, share)| (*time, (12_400.0 * share) as u64)).collect(),
            mean: Some(pace),
            steps,
        }
    };
    Survival {
        time: Quantity { name: pick(lang, "Waktu sejak permohonan", "Time since application"), unit: pick(lang, "hari kerja", "working days"), decimals: 1 },
        share_title: pick(lang, "Berkas belum selesai (%)", "Cases not finished (%)"),
        risk_title: pick(lang, "Belum selesai", "Open"),
        until: 30.0,
        curves: names.iter().take(curves).enumerate().map(curve).collect(),
    }
}

/// A curve by dose with a band behind its interval, a dose without one, and one whose interval leaves the chart.
pub(super) fn dose(lang: Lang) -> DoseResponse {
    let points = (0..21).map(|k| {
        let dose = 8.0 + 3.5 * f64::from(k);
        let estimate = -9.0 * (1.0 - (-dose / 25.0).exp()) + noise(k as usize) - 0.5;
        let half = if k == 20 { 60.0 } else { 1.2 + 0.1 * f64::from(k) };
        let known = k != 4;
        DosePoint {
            dose,
            estimate: Some(estimate),
            low: known.then_some(estimate - half),
            high: known.then_some(estimate + half),
            band_low: known.then_some(estimate - 1.5 * half),
            band_high: known.then_some(estimate + 1.5 * half),
        }
    });
    DoseResponse {
        effect: hours(lang),
        dose: Quantity { name: pick(lang, "Pegawai yang dilatih", "Staff trained"), unit: "%".into(), decimals: 1 },
        points: points.collect(),
    }
}
