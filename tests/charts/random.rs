//! Figures made at random, worse than people would make them: long and unbroken labels, empty ones, values missing, infinite, huge, tiny or all equal.

use dampak::locale::Lang;
use dampak::panel::TimeScale;
use dampak::report::charts::*;

/// A small linear congruential generator: the same figures on every machine.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most.max(1)
    }

    fn share(&mut self) -> f64 {
        self.below(1_000_001) as f64 / 1.0e6
    }

    fn words(&mut self) -> String {
        const PARTS: [&str; 12] = [
            "Kabupaten",
            "Pangkajene dan Kepulauan",
            "U8",
            "Penanganan Pengaduan, Saran dan Masukan",
            "Kedutaan<Besar>&Co",
            "Disdukcapil",
            "“tanda kutip”",
            "sangatpanjangsekalitanpaspasisehinggaharusdipotong",
            "a",
            "WWWWWWWWWW",
            "2024",
            "(program)",
        ];
        let count = self.below(5);
        (0..count).map(|_| PARTS[self.below(PARTS.len())]).collect::<Vec<_>>().join(" ")
    }

    fn label(&mut self) -> String {
        format!("{} {}", ["Kota", "Kantor", "Unsur"][self.below(3)], self.words()).trim().to_owned()
    }

    fn value(&mut self, scale: f64) -> Option<f64> {
        match self.below(40) {
            0 => None,
            1 => Some(f64::NAN),
            2 => Some(f64::INFINITY),
            3 => Some(0.0),
            4 => Some(scale * 1000.0 * (self.share() - 0.5)),
            _ => Some(scale * (self.share() - 0.4)),
        }
    }

    fn scale(&mut self) -> f64 {
        [1.0e-4, 0.1, 1.0, 30.0, 5000.0, 2.0e7][self.below(6)]
    }

    fn interval(&mut self, value: Option<f64>, scale: f64) -> (Option<f64>, Option<f64>) {
        let half = scale * self.share() * if self.below(12) == 0 { 200.0 } else { 0.5 };
        if self.below(8) == 0 { (None, None) } else { (value.map(|v| v - half), value.map(|v| v + half)) }
    }

    fn count(&mut self) -> Option<u64> {
        (self.below(6) > 0).then(|| [3, 48, 977, 61_200, 12_345_678][self.below(5)])
    }

    fn quantity(&mut self) -> Quantity {
        Quantity { name: self.words(), unit: ["", "%", "jam kerja", "rupiah per berkas per bulan"][self.below(4)].into(), decimals: self.below(4) }
    }

    fn trends(&mut self) -> FigureKind {
        let scales = [TimeScale::Month, TimeScale::Year, TimeScale::Quarter, TimeScale::Week, TimeScale::Day, TimeScale::Integer];
        let scale = scales[self.below(scales.len())];
        let first = [24_000, 1990, 8090, 2800, 19_800, -3][scales.iter().position(|s| *s == scale).unwrap_or(0)];
        let (length, size) = (1 + self.below(60) as i64, self.scale());
        let roles = [Role::Treated, Role::Comparison, Role::Counterfactual, Role::Other(0), Role::Other(1), Role::Other(2)];
        let flat = self.below(10) == 0;
        let series = roles[..=self.below(6)]
            .iter()
            .map(|role| Series {
                label: self.label(),
                role: *role,
                points: (0..length)
                    .map(|k| {
                        let value = if flat { Some(3.0) } else { self.value(size) };
                        let (low, high) = self.interval(value, size);
                        TrendPoint { period: first + k, value, low, high, n: self.count() }
                    })
                    .collect(),
            })
            .collect();
        let start = (self.below(3) > 0).then(|| StartMark { period: first + self.below(length as usize + 2) as i64, label: self.label() });
        let bands = (0..self.below(4))
            .map(|k| TimeBand { from: first as f64 + 12.0 * k as f64, to: first as f64 + 12.0 * k as f64 + 1.0, label: "Ramadan".into() })
            .collect();
        FigureKind::Trends(Trends { outcome: self.quantity(), scale, time_title: self.words(), series, start, bands })
    }

    fn spread(&mut self, size: f64) -> Option<Spread> {
        if self.below(6) == 0 {
            return None;
        }
        let count = self.below(30);
        let shape = if self.below(2) == 0 {
            Shape::Curve((0..count).map(|k| (size * k as f64 / 20.0, self.share() / size)).collect())
        } else {
            Shape::Bars((0..count).map(|k| (size * k as f64 / 20.0, size * (k as f64 + 1.0) / 20.0, self.share())).collect())
        };
        let label = ["Sebelum", "Sesudah pelatihan"][self.below(2)].into();
        let within = (self.below(3) > 0).then(|| self.share());
        Some(Spread { label, n: self.count().unwrap_or(0), shape, median: self.value(size), p90: self.value(size), within, beyond: self.label() })
    }

    fn distribution(&mut self) -> FigureKind {
        let size = self.scale();
        let panels = (0..=self.below(3))
            .map(|k| DistributionPanel {
                label: self.label(),
                role: [Role::Treated, Role::Comparison, Role::Other(0)][k],
                before: self.spread(size),
                after: self.spread(size),
            })
            .collect();
        let target = (self.below(3) > 0).then(|| TargetLine { value: size * self.share(), label: self.label(), within: "dalam standar pelayanan".into() });
        FigureKind::Distribution(Distribution { outcome: self.quantity(), panels, target })
    }

    fn event_study(&mut self) -> FigureKind {
        let (first, last, size) = (-(self.below(20) as i64), self.below(40) as i64, self.scale());
        let methods = (0..=self.below(6))
            .map(|_| EventSeries {
                label: self.label(),
                points: (first..=last)
                    .map(|event_time| {
                        let estimate = self.value(size);
                        let (low, high) = self.interval(estimate, size);
                        let (band_low, band_high) = self.interval(estimate, 2.0 * size);
                        EventPoint { event_time, estimate, low, high, band_low, band_high, units: self.count() }
                    })
                    .collect(),
            })
            .collect();
        FigureKind::EventStudy(EventStudy {
            effect: self.quantity(),
            time_title: self.words(),
            reference: (self.below(4) > 0).then(|| (-1, "acuan".into())),
            before: "Sebelum program".into(),
            after: "Sesudah program".into(),
            units: "Jumlah kantor".into(),
            methods,
        })
    }

    fn forest(&mut self) -> FigureKind {
        let size = self.scale();
        let rows = (0..self.below(30))
            .map(|_| {
                let estimate = self.value(size);
                let (low, high) = self.interval(estimate, size);
                ForestRow { label: self.label(), estimate, low, high, weight: self.value(1.0), n: self.count(), reason: self.words() }
            })
            .collect();
        let pooled = (0..self.below(3))
            .map(|_| {
                let estimate = size * (self.share() - 0.5);
                let prediction = (self.below(2) == 0).then(|| Prediction { label: self.label(), low: estimate - size, high: estimate + size });
                PooledRow { label: self.label(), estimate, low: estimate - 0.2 * size, high: estimate + 0.3 * size, prediction, n: self.count() }
            })
            .collect();
        FigureKind::Forest(Forest {
            effect: self.quantity(),
            rows_title: "Wilayah".into(),
            n_title: (self.below(2) == 0).then(|| "Jumlah berkas".into()),
            estimate_title: "Dampak (95 %)".into(),
            rows,
            pooled,
            directions: (self.below(2) == 0).then(|| ("lebih cepat".into(), "lebih lambat".into())),
        })
    }

    fn dumbbell(&mut self) -> FigureKind {
        let rows = (0..self.below(16))
            .map(|_| {
                let before = self.value(3.0).filter(|v| v.abs() < 4.0);
                let (low, high) = self.interval(before, 0.3);
                let ends = before.map(|before| (before - 0.1, before + 0.1)).filter(|_| self.below(2) == 0);
                DumbbellRow { label: self.label(), before, after: self.value(3.0).filter(|v| v.abs() < 4.0), low, high, before_ends: ends, after_ends: None }
            })
            .collect();
        let index = (self.below(2) == 0).then(|| {
            let value = 26.0 + 73.0 * self.share();
            let after = 26.0 + 73.0 * self.share();
            let grade = |label: &str, low: f64, high: f64| GradeBand { label: label.into(), low, high };
            IndexStrip {
                label: self.label(),
                decimals: 2,
                before: Some((value, Some(value - 0.8), Some(value + 0.8))),
                after: (self.below(4) > 0).then_some((after, Some(after - 0.8), Some(after + 0.8))),
                grades: vec![
                    grade("D Tidak Baik", 25.0, 64.99),
                    grade("C Kurang Baik", 65.0, 76.6),
                    grade("B Baik", 76.61, 88.3),
                    grade("A Sangat Baik", 88.31, 100.0),
                ],
            }
        });
        FigureKind::Dumbbell(Dumbbell {
            outcome: self.quantity(),
            rows_title: "Unsur".into(),
            before: "Sebelum pelatihan".into(),
            after: "Sesudah pelatihan".into(),
            change: "Selisih".into(),
            rows,
            range: (self.below(2) == 0).then_some((1.0, 4.0)),
            index,
            bands: Vec::new(),
        })
    }

    fn scores(&mut self) -> FigureKind {
        let rows = (0..=self.below(12))
            .map(|_| {
                let raw = [self.share(), self.share(), self.share(), self.share() + 0.01];
                let total: f64 = raw.iter().sum();
                ScoreRow { label: self.label(), shares: raw.map(|share| share / total), n: self.count() }
            })
            .collect();
        let scores = ["1 Tidak baik".into(), "2 Kurang baik".into(), "3 Baik".into(), "4 Sangat baik".into()];
        FigureKind::Scores(Scores { rows_title: "Unsur".into(), scores, rows })
    }

    fn quadrants(&mut self) -> FigureKind {
        let points = (0..=self.below(14))
            .map(|k| QuadrantPoint { label: format!("U{}", k + 1), performance: 3.0 + self.share(), importance: 3.0 + self.share() })
            .collect();
        FigureKind::Quadrants(Quadrants {
            performance: Quantity { name: "Kinerja".into(), unit: "1–4".into(), decimals: 2 },
            importance: Quantity { name: "Kepentingan".into(), unit: "1–4".into(), decimals: 2 },
            points,
            names: ["Prioritas Utama".into(), "Pertahankan Prestasi".into(), "Prioritas Rendah".into(), "Berlebihan".into()],
        })
    }

    fn interrupted(&mut self) -> FigureKind {
        let (length, size) = (2 + self.below(60) as i64, self.scale());
        let first = 24_000;
        let points = (0..length)
            .map(|k| {
                let counterfactual = self.value(size);
                let (low, high) = self.interval(counterfactual, size);
                InterruptedPoint { period: first + k, observed: self.value(size), fitted: self.value(size), counterfactual, low, high }
            })
            .collect();
        let starts = (0..self.below(3)).map(|_| StartMark { period: first + self.below(length as usize) as i64, label: self.label() }).collect();
        FigureKind::InterruptedSeries(InterruptedSeries {
            outcome: self.quantity(),
            scale: TimeScale::Month,
            time_title: self.words(),
            starts,
            observed: self.label(),
            fitted: self.label(),
            counterfactual: self.label(),
            points,
            bands: Vec::new(),
        })
    }

    fn control(&mut self) -> FigureKind {
        let (length, size) = (2 + self.below(60) as i64, self.scale());
        let first = 24_000;
        let points = (0..length).map(|k| (first + k, size * (self.share() - 0.5), self.below(5) == 0)).collect();
        let middle = first + length / 2;
        let mut stretch = |from: i64, to: i64| {
            let mean = size * (self.share() - 0.5);
            Stretch { from, to, mean, low: mean - 0.4 * size, high: mean + 0.4 * size }
        };
        let stretches = vec![stretch(first, middle - 1), stretch(middle, first + length - 1)];
        let labels = std::array::from_fn(|_| self.label());
        let start = (self.below(2) == 0).then(|| StartMark { period: middle, label: self.label() });
        FigureKind::ControlChart(ControlChart { outcome: self.quantity(), scale: TimeScale::Month, time_title: self.words(), start, labels, points, stretches })
    }

    fn survival(&mut self) -> FigureKind {
        let until = self.scale().abs().max(1.0);
        let curves = (0..=self.below(4))
            .map(|at| {
                let pace = until * (0.1 + self.share());
                let times: Vec<f64> = (0..self.below(40)).map(|k| until * k as f64 / 30.0).collect();
                SurvivalCurve {
                    label: self.label(),
                    role: if at < 2 { Role::Treated } else { Role::Comparison },
                    before: at % 2 == 0,
                    at_risk: times.iter().map(|time| (*time, (12_000.0 * (-time / pace).exp()) as u64)).collect(),
                    steps: times.iter().map(|time| (*time, (-time / pace).exp())).collect(),
                    mean: self.value(until),
                }
            })
            .collect();
        FigureKind::Survival(Survival { time: self.quantity(), share_title: self.words(), risk_title: "Belum selesai".into(), until, curves })
    }

    fn dose(&mut self) -> FigureKind {
        let (doses, size) = (self.scale(), self.scale());
        let points = (0..self.below(25))
            .map(|k| {
                let estimate = self.value(size);
                let (low, high) = self.interval(estimate, size);
                let (band_low, band_high) = self.interval(estimate, 2.0 * size);
                DosePoint { dose: doses * k as f64 / 10.0, estimate, low, high, band_low, band_high }
            })
            .collect();
        FigureKind::DoseResponse(DoseResponse { effect: self.quantity(), dose: self.quantity(), points })
    }

    /// Kinds that came later, so that the figures of a seed stay what they are.
    pub(super) fn later(&mut self, name: String) -> Figure {
        let kind = match self.below(4) {
            0 => self.interrupted(),
            1 => self.control(),
            2 => self.survival(),
            _ => self.dose(),
        };
        let lang = Lang::ALL[self.below(2)];
        Figure { name, title: self.label(), subtitle: self.words(), source: self.words(), alt: "12,3".into(), lang, kind }
    }

    pub(super) fn figure(&mut self, name: String) -> Figure {
        let kind = match self.below(7) {
            0 => self.trends(),
            1 => self.distribution(),
            2 => self.event_study(),
            3 => self.forest(),
            4 => self.dumbbell(),
            5 => self.scores(),
            _ => self.quadrants(),
        };
        let lang = Lang::ALL[self.below(2)];
        Figure { name, title: self.label(), subtitle: self.words(), source: self.words(), alt: "12,3".into(), lang, kind }
    }
}
