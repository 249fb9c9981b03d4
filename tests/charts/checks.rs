//! Figures of checks that are hard to draw: many comparisons close together, bounds that run out of the chart, ninety specifications.

use super::cases::{hours, noise, pick};
use dampak::locale::Lang;
use dampak::report::charts::*;

pub(super) fn decomposition(lang: Lang) -> Decomposition {
    let kind = |id: &str, en: &str, forbidden: bool| ComparisonKind { label: pick(lang, id, en), forbidden };
    let starts = ["Mar 2023", "Jul 2023", "Jan 2024"];
    let mut points = Vec::new();
    for (place, start) in starts.iter().enumerate() {
        let never = pick(lang, "belum pernah", "never");
        points.push(ComparisonPoint { label: format!("{start} – {never}"), kind: 0, weight: 14.0 + 9.0 * place as f64, estimate: -6.0 - place as f64 });
        for (at, other) in starts.iter().enumerate().filter(|(at, _)| *at != place) {
            let kind = if at > place { 1 } else { 2 };
            let estimate = if kind == 1 { -6.4 } else { 3.0 } + 2.0 * noise(place * 3 + at);
            points.push(ComparisonPoint { label: format!("{start} – {other}"), kind, weight: 5.0 + 3.0 * noise(at * 7 + place), estimate });
        }
    }
    Decomposition {
        effect: hours(lang),
        weight_title: pick(lang, "Bobot (%)", "Weight (%)"),
        kinds: vec![
            kind("Peserta lawan yang tidak pernah ikut (bobot 69 %, rata-rata −7,1)", "Treated against never treated (weight 69 %, mean −7.1)", false),
            kind("Lebih awal lawan yang belum ikut (bobot 16 %, rata-rata −5,6)", "Earlier against not yet treated (weight 16 %, mean −5.6)", false),
            kind(
                "Terlarang: lebih akhir lawan yang sudah ikut (bobot 15 %, rata-rata 4,1)",
                "Forbidden: later against already treated (weight 15 %, mean 4.1)",
                true,
            ),
        ],
        points,
        mean: (-5.2, pick(lang, "Efek tetap dua arah: −5,2", "Two-way fixed effects: −5.2")),
    }
}

pub(super) fn sensitivity(lang: Lang, breakdown: Option<f64>) -> Sensitivity {
    let rows = [0.5, 1.0, 1.5, 2.0].map(|m| (m, Some(-6.0 - 5.0 * m), Some(-3.0 + 5.0 * m)));
    Sensitivity {
        effect: hours(lang),
        m_title: pick(
            lang,
            "M: penyimpangan terbesar sesudah program, dalam kelipatan yang terbesar sebelumnya",
            "M: largest departure after the start, in multiples of the largest before it",
        ),
        original: (-4.6, -6.1, -3.1, pick(lang, "tanpa penyimpangan", "no departure")),
        rows: rows.to_vec(),
        breakdown: breakdown.map(|m| (m, pick(lang, "Titik runtuh: M = 0,62", "Breakdown: M = 0.62"))),
    }
}

pub(super) fn specifications(lang: Lang, count: usize) -> SpecificationCurve {
    let choice = |title: (&str, &str), options: &[(&str, &str)]| Choice {
        title: pick(lang, title.0, title.1),
        options: options.iter().map(|(id, en)| pick(lang, id, en)).collect(),
    };
    let choices = vec![
        choice(
            ("Metode", "Method"),
            &[
                ("Callaway–Sant’Anna", "Callaway–Sant’Anna"),
                ("Imputasi (Borusyak–Jaravel–Spiess)", "Imputation (Borusyak–Jaravel–Spiess)"),
                ("Efek tetap dua arah", "Two-way fixed effects"),
            ],
        ),
        choice(("Pembanding", "Comparison"), &[("tidak pernah ikut", "never treated"), ("belum ikut", "not yet treated")]),
        choice(("Jendela", "Window"), &[("semua bulan", "all months"), ("12 bulan sebelum dan sesudah", "12 months before and after")]),
    ];
    let specifications = (0..count)
        .map(|k| {
            let estimate = -6.0 + 4.0 * noise(k);
            let width = 1.0 + noise(k + 5);
            Specification { options: vec![k % 3, k / 3 % 2, k / 6 % 2], estimate, low: Some(estimate - width), high: Some(estimate + width), main: k == 0 }
        })
        .collect();
    SpecificationCurve { effect: hours(lang), choices, specifications, main: pick(lang, "dalam laporan ini", "in this report") }
}

/// Effects of pretended programs: many that lie close together, or a few with long names.
pub(super) fn placebos(lang: Lang, count: usize, named: bool) -> Placebos {
    let name = |k: usize| if named { format!("Kabupaten {} Selatan", ["Konawe", "Kolaka", "Buton", "Muna"][k % 4]) } else { (k + 1).to_string() };
    Placebos {
        effect: hours(lang),
        places_title: pick(lang, "Wilayah", "Region"),
        places: (0..count).map(|k| (name(k), 1.6 * (noise(k) - 0.5))).collect(),
        named,
        real: (-5.3, pick(lang, "Program: −5,3 jam kerja", "Program: −5.3 working hours")),
    }
}
