//! Figures that are hard to draw: long labels, many rows, one period before, huge and small numbers, wide and missing intervals, several methods.

use super::checks::{decomposition, placebos, sensitivity, specifications};
use super::series::{control, dose, interrupted, survival};
use dampak::locale::Lang;
use dampak::panel::TimeScale;
use dampak::report::charts::*;

pub(super) fn pick(lang: Lang, id: &str, en: &str) -> String {
    match lang {
        Lang::Id => id.into(),
        Lang::En => en.into(),
    }
}

fn figure(lang: Lang, name: &str, title: (&str, &str), subtitle: (&str, &str), kind: FigureKind) -> Figure {
    Figure {
        name: name.into(),
        title: pick(lang, title.0, title.1),
        subtitle: pick(lang, subtitle.0, subtitle.1),
        source: pick(lang, "Sumber: studi Kendari, data sha256 3f9a1c0b, dampak 0.1.0", "Source: Kendari study, data sha256 3f9a1c0b, dampak 0.1.0"),
        alt: pick(lang, "Waktu proses turun 6,1 jam kerja (7,5 s.d. 4,6).", "Processing time fell by 6.1 working hours (7.5 to 4.6)."),
        lang,
        kind,
    }
}

pub(super) fn hours(lang: Lang) -> Quantity {
    Quantity { name: pick(lang, "Waktu proses", "Processing time"), unit: pick(lang, "jam kerja", "working hours"), decimals: 1 }
}

/// A number between 0 and 1 that looks irregular and is the same everywhere.
pub(super) fn noise(k: usize) -> f64 {
    (k as f64 * 0.618_033_988_75).fract()
}

fn wide(lang: Lang) -> Trends {
    let start = 2024 * 12 + 4;
    let series = |label: (&str, &str), role: Role, value: &dyn Fn(i64, f64) -> Option<f64>, width: f64| Series {
        label: pick(lang, label.0, label.1),
        role,
        points: (0..24)
            .map(|k| {
                let period = 2023 * 12 + k;
                let value = value(period, noise(k as usize + label.0.len()));
                TrendPoint { period, value, low: value.map(|v| v - width), high: value.map(|v| v + width), n: Some(420) }
            })
            .collect(),
    };
    let treated = |period: i64, noise: f64| Some(if period >= start { 22.0 } else { 28.5 } + 2.0 * noise);
    let comparison = |_: i64, noise: f64| Some(27.0 + 1.6 * noise);
    let without = |period: i64, noise: f64| (period >= start - 1).then_some(27.4 + noise);
    Trends {
        outcome: hours(lang),
        scale: TimeScale::Month,
        time_title: pick(lang, "Bulan", "Month"),
        series: vec![
            series(("Kendari (program)", "Kendari (program)"), Role::Treated, &treated, 1.1),
            series(("Pembanding", "Comparison"), Role::Comparison, &comparison, 0.9),
            series(("Perkiraan tanpa program", "Expected without the program"), Role::Counterfactual, &without, 1.4),
        ],
        start: Some(StartMark { period: start, label: pick(lang, "Pelatihan dimulai, Mei 2024", "Training starts, May 2024") }),
        bands: vec![TimeBand { from: 24278.2, to: 24279.2, label: "Ramadan".into() }, TimeBand { from: 24289.8, to: 24290.8, label: "Ramadan".into() }],
    }
}

fn density(center: f64, width: f64) -> Vec<(f64, f64)> {
    (0..=120)
        .map(|k| {
            let x = f64::from(k) * 0.6;
            let (a, b) = ((x - center) / width, (x - center - 14.0) / (2.5 * width));
            (x, ((-0.5 * a * a).exp() + 0.25 * (-0.5 * b * b).exp()) / (2.5 * width * 1.6))
        })
        .collect()
}

fn spread(lang: Lang, after: bool, center: f64, shape: Shape) -> Spread {
    let bars = matches!(shape, Shape::Bars(_));
    Spread {
        label: if after { pick(lang, "Sesudah", "After") } else { pick(lang, "Sebelum", "Before") },
        n: if after { 5_312 } else { 4_987 },
        shape,
        median: Some(center + 2.0),
        p90: Some(center + 19.0),
        within: Some(if after { 0.71 } else { 0.46 }),
        beyond: if bars { pick(lang, "2 % di atas 72 jam", "2% above 72 hours") } else { String::new() },
    }
}

fn distribution(lang: Lang, bars: bool) -> Distribution {
    let shape = |center: f64, width: f64| {
        if bars {
            Shape::Bars((0..24).map(|k| (f64::from(k) * 3.0, f64::from(k) * 3.0 + 3.0, density(center, width)[k as usize * 5 + 2].1 * 3.0)).collect())
        } else {
            Shape::Curve(density(center, width))
        }
    };
    let panel = |label: (&str, &str), role: Role, before: f64, after: f64| DistributionPanel {
        label: pick(lang, label.0, label.1),
        role,
        before: Some(spread(lang, false, before, shape(before, 6.0))),
        after: Some(spread(lang, true, after, shape(after, 4.5))),
    };
    Distribution {
        outcome: hours(lang),
        panels: vec![
            panel(("Kantor yang mengikuti program", "Offices in the program"), Role::Treated, 25.0, 17.0),
            panel(("Kantor pembanding", "Comparison offices"), Role::Comparison, 24.0, 23.5),
        ],
        target: Some(TargetLine { value: 24.0, label: pick(lang, "Standar 24 jam", "Standard 24 hours"), within: pick(lang, "dalam standar", "within") }),
    }
}

fn cohorts(lang: Lang, count: i64, months: i64, scale: f64) -> CohortPeriods {
    let first = 2023 * 12;
    let panel = |at: i64| {
        let start = first + (at + 1) * months / (count + 1);
        let point = |month: i64| {
            let value = scale * (f64::from(i32::try_from(-(month - start).max(-1)).unwrap_or(0)) * 0.3 + noise((at * 31 + month) as usize));
            let half = scale * (0.5 + 3.0 * f64::from(u8::from(month % 7 == 0)));
            TrendPoint { period: month, value: (month % 11 != 3).then_some(value), low: Some(value - half), high: Some(value + half), n: Some(40) }
        };
        let label = pick(lang, "Mulai September 2024 (30 puskesmas)", "From September 2024 (30 clinics)");
        CohortPanel { label, start, points: (first..first + months).map(point).collect() }
    };
    CohortPeriods { effect: hours(lang), scale: TimeScale::Month, time_title: pick(lang, "Bulan", "Month"), panels: (0..count).map(panel).collect() }
}

fn synthetic(lang: Lang, periods: bool, scale: f64) -> SyntheticPath {
    let (first, start) = (2021 * 4, 2023 * 4 + 1);
    let point = |period: i64| {
        let treated = scale * (78.0 + 0.2 * (period - first) as f64 + noise(period as usize) + if period >= start { 6.0 } else { 0.0 });
        let gap = scale * (noise(period as usize * 7) - 0.5 + if period >= start { 6.0 } else { 0.0 });
        let half = scale * 1.4;
        PathPoint {
            period,
            treated: Some(treated),
            synthetic: Some(treated - gap),
            gap: Some(gap),
            low: Some(gap - half),
            high: Some(gap + half),
            weight: (periods && period < start).then_some(if period % 3 == 0 { 0.4 } else { 0.02 }),
        }
    };
    SyntheticPath {
        outcome: hours(lang),
        gap: Quantity { name: pick(lang, "Selisih program − sintetis", "Gap, treated − synthetic"), ..hours(lang) },
        scale: TimeScale::Quarter,
        time_title: pick(lang, "Triwulan", "Quarter"),
        start: Some(StartMark { period: start, label: pick(lang, "Program dimulai (triwulan II 2023)", "Program starts (Q2 2023)") }),
        labels: [pick(lang, "Kota Sorong", "Kota Sorong"), pick(lang, "Sintetis", "Synthetic"), pick(lang, "Selisih", "Gap")],
        points: (first..first + 20).map(point).collect(),
        units_title: pick(lang, "Bobot unit pembanding", "Weights of comparison units"),
        units: REGIONS[..8].iter().enumerate().map(|(at, label)| UnitWeight { label: (*label).into(), weight: 0.4 / (at * at + 1) as f64 }).collect(),
        periods_title: pick(lang, "Bobot triwulan sebelum program", "Weights of the quarters before the start"),
    }
}

fn event(lang: Lang, first: i64, last: i64, methods: &[&str], scale: f64) -> EventStudy {
    let methods = methods
        .iter()
        .enumerate()
        .map(|(place, label)| EventSeries {
            label: (*label).into(),
            points: (first..=last)
                .map(|e| {
                    let shake = (noise((e + 40) as usize * (place + 3)) - 0.5) * 1.2;
                    let estimate = scale * (shake + if e >= 0 { -4.0 - 0.3 * e as f64 } else { 0.0 });
                    let half = scale * (1.1 + 0.15 * e.unsigned_abs() as f64);
                    EventPoint {
                        event_time: e,
                        estimate: Some(if e == -1 { 0.0 } else { estimate }),
                        low: (e != -1).then_some(estimate - half),
                        high: (e != -1).then_some(estimate + half),
                        band_low: (e != -1).then_some(estimate - 1.5 * half),
                        band_high: (e != -1).then_some(estimate + 1.5 * half),
                        units: Some(44 - e.unsigned_abs().min(40)),
                    }
                })
                .collect(),
        })
        .collect();
    EventStudy {
        effect: Quantity { name: pick(lang, "Dampak pada waktu proses", "Effect on processing time"), ..hours(lang) },
        time_title: pick(lang, "Bulan sejak pelatihan dimulai", "Months since the training began"),
        reference: Some((-1, pick(lang, "acuan", "reference"))),
        before: pick(lang, "Sebelum program", "Before the program"),
        after: pick(lang, "Sesudah program", "After the program"),
        units: pick(lang, "Jumlah kantor", "Offices"),
        methods,
    }
}

const REGIONS: [&str; 11] = [
    "Kota Kendari",
    "Kabupaten Konawe Selatan",
    "Kota Baubau",
    "Kabupaten Kolaka Timur",
    "Kabupaten Pangkajene dan Kepulauan (Pangkep)",
    "Kota Administrasi Jakarta Selatan",
    "Kabupaten Gorontalo",
    "Kota Gorontalo",
    "Kota Sorong",
    "Kota Palangka Raya",
    "Kabupaten Administrasi Kepulauan Seribu",
];

fn forest(lang: Lang, count: usize, scale: f64) -> Forest {
    let rows = (0..count)
        .map(|k| {
            let estimate = scale * (-5.0 + 6.0 * (noise(k + 1) - 0.5));
            let half = scale * (1.0 + 3.0 * noise(k * 3 + 2));
            let named = if k < REGIONS.len() { REGIONS[k].to_owned() } else { format!("{} {}", REGIONS[k % REGIONS.len()], k / REGIONS.len() + 1) };
            ForestRow {
                label: named,
                estimate: (k != 4).then_some(estimate),
                low: (k != 4 && k != 6).then_some(estimate - half),
                high: (k != 4 && k != 6).then_some(estimate + half),
                weight: (k != 4).then_some(1.0 / (half * half)),
                n: Some(120 + 977 * k as u64),
                reason: if k == 4 { pick(lang, "hanya satu kantor", "one office only") } else { String::new() },
            }
        })
        .collect();
    Forest {
        effect: Quantity { name: pick(lang, "Dampak pada waktu proses", "Effect on processing time"), ..hours(lang) },
        rows_title: pick(lang, "Wilayah", "Region"),
        n_title: Some("n".into()),
        estimate_title: pick(lang, "Dampak (95 %)", "Effect (95%)"),
        rows,
        pooled: vec![PooledRow {
            label: pick(lang, "Gabungan (efek acak)", "Pooled (random effects)"),
            estimate: -5.1 * scale,
            low: -6.0 * scale,
            high: -4.2 * scale,
            prediction: Some(Prediction { label: pick(lang, "Rentang prediksi", "Prediction interval"), low: -8.9 * scale, high: -1.3 * scale }),
            n: Some(61_200),
        }],
        directions: Some((pick(lang, "lebih cepat", "faster"), pick(lang, "lebih lambat", "slower"))),
    }
}

const ELEMENTS: [(&str, &str); 9] = [
    ("U1 Persyaratan", "U1 Requirements"),
    ("U2 Sistem, Mekanisme, dan Prosedur", "U2 System, mechanism and procedure"),
    ("U3 Waktu Penyelesaian", "U3 Completion time"),
    ("U4 Biaya/Tarif", "U4 Cost"),
    ("U5 Produk Spesifikasi Jenis Pelayanan", "U5 Product specification of the service"),
    ("U6 Kompetensi Pelaksana", "U6 Staff competence"),
    ("U7 Perilaku Pelaksana", "U7 Staff conduct"),
    ("U8 Penanganan Pengaduan, Saran dan Masukan", "U8 Handling of complaints and suggestions"),
    ("U9 Sarana dan Prasarana", "U9 Facilities"),
];

fn dumbbell(lang: Lang) -> Dumbbell {
    let rows = ELEMENTS
        .iter()
        .enumerate()
        .map(|(k, label)| {
            let before = 2.9 + 0.5 * noise(k + 5);
            let after = before + 0.45 * noise(k * 2 + 1) - 0.08;
            DumbbellRow {
                label: pick(lang, label.0, label.1),
                before: Some(before),
                after: (k != 3).then_some(after),
                low: (k != 5).then_some(after - before - 0.07),
                high: (k != 5).then_some(after - before + 0.07),
                before_ends: Some((before - 0.05, before + 0.05)),
                after_ends: (k != 3).then_some((after - 0.05, after + 0.05)),
            }
        })
        .collect();
    let grade = |label: (&str, &str), low: f64, high: f64| GradeBand { label: pick(lang, label.0, label.1), low, high };
    Dumbbell {
        outcome: Quantity { name: pick(lang, "Nilai rata-rata", "Mean score"), unit: "1–4".into(), decimals: 2 },
        rows_title: pick(lang, "Unsur", "Element"),
        before: pick(lang, "Sebelum", "Before"),
        after: pick(lang, "Sesudah", "After"),
        change: pick(lang, "Selisih", "Change"),
        rows,
        range: Some((1.0, 4.0)),
        index: Some(IndexStrip {
            label: pick(lang, "Indeks Kepuasan Masyarakat", "Satisfaction index"),
            decimals: 2,
            before: Some((79.4, Some(78.6), Some(80.2))),
            after: Some((84.12, Some(83.1), Some(85.1))),
            grades: vec![
                grade(("D Tidak Baik", "D Poor"), 25.0, 64.99),
                grade(("C Kurang Baik", "C Fair"), 65.0, 76.6),
                grade(("B Baik", "B Good"), 76.61, 88.3),
                grade(("A Sangat Baik", "A Very good"), 88.31, 100.0),
            ],
        }),
        bands: vec![
            grade(("D Tidak Baik", "D Poor"), 1.0, 2.6),
            grade(("C Kurang Baik", "C Fair"), 2.6, 3.0644),
            grade(("B Baik", "B Good"), 3.0644, 3.5324),
            grade(("A Sangat Baik", "A Very good"), 3.5324, 4.0),
        ],
    }
}

fn scores(lang: Lang) -> Scores {
    Scores {
        rows_title: pick(lang, "Unsur", "Element"),
        scores: if lang == Lang::Id {
            ["1 Tidak baik".into(), "2 Kurang baik".into(), "3 Baik".into(), "4 Sangat baik".into()]
        } else {
            ["1 Poor".into(), "2 Fair".into(), "3 Good".into(), "4 Very good".into()]
        },
        rows: ELEMENTS
            .iter()
            .enumerate()
            .map(|(k, label)| {
                let low = 0.02 + 0.05 * noise(k);
                let fair = 0.05 + 0.2 * noise(k + 3);
                let best = 0.15 + 0.3 * noise(k + 7);
                ScoreRow { label: pick(lang, label.0, label.1), shares: [low, fair, 1.0 - low - fair - best, best], n: Some(380 + k as u64) }
            })
            .collect(),
    }
}

fn quadrants(lang: Lang) -> Quadrants {
    let quantity = |id: &str, en: &str| Quantity { name: pick(lang, id, en), unit: "1–4".into(), decimals: 2 };
    Quadrants {
        performance: quantity("Kinerja", "Performance"),
        importance: quantity("Kepentingan", "Importance"),
        points: (0..9)
            .map(|k| QuadrantPoint { label: format!("U{}", k + 1), performance: 3.0 + 0.4 * noise(k * k), importance: 3.3 + 0.3 * noise(k / 2 + 2) })
            .collect(),
        names: if lang == Lang::Id {
            ["Prioritas Utama".into(), "Pertahankan Prestasi".into(), "Prioritas Rendah".into(), "Berlebihan".into()]
        } else {
            ["Concentrate here".into(), "Keep up the good work".into(), "Low priority".into(), "Possible overkill".into()]
        },
    }
}

fn power(lang: Lang, curves: usize) -> PowerCurves {
    let quantity = |id: &str, en: &str, unit: &str| Quantity { name: pick(lang, id, en), unit: unit.into(), decimals: 1 };
    let curve = |at: usize| PowerCurve {
        label: pick(lang, ["Rumus", "Data lama"][at], ["Formula", "Past data"][at]),
        points: (0..=20).map(|k| (f64::from(k) * 0.15, 100.0 * (1.0 - (-(f64::from(k) * 0.15 + 0.1 * at as f64)).exp()))).collect(),
    };
    PowerCurves {
        size: quantity("Dampak", "Effect", "jam"),
        power: quantity("Kekuatan uji", "Power", "%"),
        curves: (0..curves).map(curve).collect(),
        target: 80.0,
        mark: Some(1.6),
    }
}

/// Every case in a language.
pub(super) fn cases(lang: Lang) -> Vec<Figure> {
    let long = (
        "Waktu proses dokumen kependudukan turun 6,1 jam kerja di Kendari setelah pelatihan, sedangkan di kota pembanding hampir tidak berubah",
        "Processing time for civil documents fell by 6.1 working hours in Kendari after the training, while comparison cities hardly moved",
    );
    let drawn = (
        "Rata-rata per bulan dengan selang 95 %; 61.200 berkas, 44 kantor, Januari 2023 – Desember 2024",
        "Mean a month with 95% intervals; 61,200 records, 44 offices, January 2023 – December 2024",
    );
    let short = ("Dampak muncul sejak bulan pertama", "The effect appears in the first month");
    let mut years = wide(lang);
    years.scale = TimeScale::Year;
    years.bands.clear();
    for series in &mut years.series {
        for point in &mut series.points {
            point.period -= 2023 * 12 - 1995;
            point.value = point.value.map(|v| v * 1.0e6);
            (point.low, point.high) = (None, None);
        }
        series.points.retain(|p| p.period != 2001 && p.period != 2002);
    }
    years.start = Some(StartMark { period: 2018, label: pick(lang, "Perubahan undang-undang tahun 2018", "Change of the law in 2018") });
    let mut close = wide(lang);
    for series in &mut close.series {
        for (k, point) in series.points.iter_mut().enumerate() {
            point.value = Some(27.0 + 0.2 * noise(k));
        }
        series.points.truncate(4);
    }
    close.start = Some(StartMark {
        period: 2023 * 12 + 1,
        label: pick(lang, "Pelatihan petugas loket dimulai, Februari 2023", "Training of counter staff starts, February 2023"),
    });
    let mut odd = event(lang, -1, 9, &["callaway-santanna"], 1.0);
    for point in &mut odd.methods[0].points {
        (point.band_low, point.band_high) = (None, None);
        if point.event_time == 7 {
            (point.low, point.high) = (Some(-240.0), Some(180.0));
        }
        if point.event_time == 5 {
            point.estimate = None;
        }
    }
    let mut one_panel = distribution(lang, false);
    one_panel.panels.truncate(1);
    one_panel.panels[0].after = None;
    one_panel.target = None;
    let mut wild = forest(lang, 6, 1.0);
    wild.rows[1].low = Some(-300.0);
    wild.rows[1].high = Some(250.0);
    wild.pooled[0].prediction = None;
    wild.directions = None;
    wild.n_title = None;
    let mut bare = dumbbell(lang);
    (bare.index, bare.range) = (None, None);
    vec![
        figure(lang, "trends", long, drawn, FigureKind::Trends(wide(lang))),
        figure(lang, "trends-years", short, drawn, FigureKind::Trends(years)),
        figure(lang, "trends-close", short, ("", ""), FigureKind::Trends(close)),
        figure(lang, "distribution", long, drawn, FigureKind::Distribution(distribution(lang, false))),
        figure(lang, "distribution-bars", short, drawn, FigureKind::Distribution(distribution(lang, true))),
        figure(lang, "distribution-one", short, drawn, FigureKind::Distribution(one_panel)),
        figure(lang, "event-study", short, drawn, FigureKind::EventStudy(event(lang, -6, 12, &["callaway-santanna"], 1.0))),
        figure(lang, "event-study-small", short, drawn, FigureKind::EventStudy(event(lang, -24, 36, &["twfe"], 0.0003))),
        figure(lang, "event-study-one-before", short, drawn, FigureKind::EventStudy(odd)),
        figure(
            lang,
            "methods",
            short,
            drawn,
            FigureKind::EventStudy(event(lang, -4, 5, &["Callaway–Sant’Anna", "Sun–Abraham", "Imputation (Borusyak–Jaravel–Spiess)"], 1.0)),
        ),
        figure(lang, "cohorts", long, drawn, FigureKind::CohortPeriods(cohorts(lang, 3, 24, 1.0))),
        figure(lang, "cohorts-many", short, drawn, FigureKind::CohortPeriods(cohorts(lang, 7, 9, 40_000.0))),
        figure(lang, "synthetic", long, drawn, FigureKind::SyntheticPath(synthetic(lang, true, 1.0))),
        figure(lang, "synthetic-control", short, drawn, FigureKind::SyntheticPath(synthetic(lang, false, 30_000.0))),
        figure(lang, "forest", long, drawn, FigureKind::Forest(forest(lang, 8, 1.0))),
        figure(lang, "forest-many", short, drawn, FigureKind::Forest(forest(lang, 44, 1.0))),
        figure(lang, "forest-huge", short, drawn, FigureKind::Forest(forest(lang, 5, 250_000.0))),
        figure(lang, "forest-wild", short, drawn, FigureKind::Forest(wild)),
        figure(lang, "dumbbell", short, drawn, FigureKind::Dumbbell(dumbbell(lang))),
        figure(lang, "dumbbell-bare", short, drawn, FigureKind::Dumbbell(bare)),
        figure(lang, "scores", short, drawn, FigureKind::Scores(scores(lang))),
        figure(lang, "quadrants", short, drawn, FigureKind::Quadrants(quadrants(lang))),
        figure(lang, "decomposition", short, drawn, FigureKind::Decomposition(decomposition(lang))),
        figure(lang, "sensitivity", long, drawn, FigureKind::Sensitivity(sensitivity(lang, Some(0.62)))),
        figure(lang, "sensitivity-holds", short, drawn, FigureKind::Sensitivity(sensitivity(lang, Some(7.0)))),
        figure(lang, "specifications", short, drawn, FigureKind::SpecificationCurve(specifications(lang, 12))),
        figure(lang, "specifications-many", short, drawn, FigureKind::SpecificationCurve(specifications(lang, 96))),
        figure(lang, "placebos", long, drawn, FigureKind::Placebos(placebos(lang, 39, false))),
        figure(lang, "placebos-three", short, drawn, FigureKind::Placebos(placebos(lang, 3, true))),
        figure(lang, "placebos-named", short, drawn, FigureKind::Placebos(placebos(lang, 12, true))),
        figure(lang, "power", short, drawn, FigureKind::Power(power(lang, 2))),
        figure(lang, "interrupted", long, drawn, FigureKind::InterruptedSeries(interrupted(lang, false))),
        figure(lang, "interrupted-twice", short, drawn, FigureKind::InterruptedSeries(interrupted(lang, true))),
        figure(lang, "control", short, drawn, FigureKind::ControlChart(control(lang))),
        figure(lang, "survival", long, drawn, FigureKind::Survival(survival(lang, 2))),
        figure(lang, "dose", long, drawn, FigureKind::DoseResponse(dose(lang))),
        figure(lang, "survival-four", short, drawn, FigureKind::Survival(survival(lang, 4))),
    ]
}

/// One figure a kind with nothing to draw.
pub(super) fn empty(lang: Lang) -> Vec<Figure> {
    let mut trends = wide(lang);
    trends.series.iter_mut().flat_map(|s| &mut s.points).for_each(|p| p.value = None);
    let mut distribution = distribution(lang, false);
    distribution.panels.iter_mut().for_each(|p| (p.before, p.after) = (None, None));
    let event = event(lang, 0, 0, &[], 1.0);
    let mut synthetic = synthetic(lang, true, 1.0);
    synthetic.points.clear();
    let mut forest = forest(lang, 0, 1.0);
    forest.pooled.clear();
    let mut dumbbell = dumbbell(lang);
    dumbbell.rows.clear();
    let mut scores = scores(lang);
    scores.rows.clear();
    let mut quadrants = quadrants(lang);
    quadrants.points.clear();
    let mut decomposition = decomposition(lang);
    decomposition.points.clear();
    let mut sensitivity = sensitivity(lang, None);
    sensitivity.rows.clear();
    [
        FigureKind::Trends(trends),
        FigureKind::Distribution(distribution),
        FigureKind::EventStudy(event),
        FigureKind::CohortPeriods(cohorts(lang, 0, 0, 1.0)),
        FigureKind::SyntheticPath(synthetic),
        FigureKind::Forest(forest),
        FigureKind::Dumbbell(dumbbell),
        FigureKind::Scores(scores),
        FigureKind::Quadrants(quadrants),
        FigureKind::Decomposition(decomposition),
        FigureKind::Sensitivity(sensitivity),
        FigureKind::SpecificationCurve(specifications(lang, 0)),
        FigureKind::Placebos(placebos(lang, 0, true)),
        FigureKind::Power(power(lang, 0)),
        FigureKind::DoseResponse(DoseResponse { points: Vec::new(), ..dose(lang) }),
    ]
    .into_iter()
    .map(|kind| figure(lang, "empty", ("", ""), ("", ""), kind))
    .collect()
}
