//! `gorontalo`: performance-based development of staff in three waves at 90 Puskesmas of Provinsi Gorontalo, 2023–2024.
//!
//! Visits with waiting minutes. Which Puskesmas starts in which wave is drawn with every seed. The effect on waiting grows with every month of exposure
//! and is larger in earlier waves, so two-way fixed effects, which take Puskesmas that changed already as comparison, find far less than there is. Some that
//! never take part border on one that does and wait a little less as well (spillover). All get faster by a fifth of a minute a month anyway.

use super::{Generated, GeneratedFile, autoregressive, gamma, rounded};
use crate::data::{ArrayColumn, parquet};
use crate::error::Error;
use crate::inference::random::Stream;
use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Value, json};

/// Months of the data: January 2023 to December 2024.
pub const MONTHS: usize = 24;

/// A wave: first month, Puskesmas in it, effect in the first month and its growth a month, in minutes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wave {
    /// Month since January 2023.
    pub start: usize,
    /// Puskesmas that start.
    pub clinics: usize,
    /// Effect on waiting minutes in the month of the start.
    pub at_once: f64,
    /// Further effect with every month.
    pub growth: f64,
}

impl Wave {
    /// The effect in a month; none before the start.
    pub fn effect(&self, month: usize) -> f64 {
        if month < self.start { 0.0 } else { self.at_once + self.growth * (month - self.start) as f64 }
    }
}

/// The three waves: July 2023, January 2024, July 2024.
pub const WAVES: [Wave; 3] = [
    Wave { start: 6, clinics: 24, at_once: -2.0, growth: -1.1 },
    Wave { start: 12, clinics: 24, at_once: -1.5, growth: -0.7 },
    Wave { start: 18, clinics: 18, at_once: -1.0, growth: -0.4 },
];
/// Puskesmas that never take part but border on one of the first wave.
const NEIGHBOURS: usize = 8;
/// Effect on waiting at those from the first wave on, in minutes.
pub const SPILLOVER: f64 = -1.5;
/// Effect on the score of satisfaction (1–4).
pub const SATISFACTION: f64 = 0.20;
/// Effect on the share of referrals that are settled together with other agencies.
pub const COOPERATION: f64 = 0.08;
const TREND: f64 = -0.2;

/// Regions: name, code of the Ministry of Home Affairs, code of Statistics Indonesia, kecamatan; those in the last list have a second Puskesmas.
type Region = (&'static str, &'static str, &'static str, &'static [&'static str], &'static [&'static str]);
const REGIONS: [Region; 6] = [
    (
        "Kabupaten Gorontalo",
        "75.01",
        "7502",
        &[
            "Asparaga",
            "Batudaa",
            "Batudaa Pantai",
            "Bilato",
            "Biluhu",
            "Boliyohuto",
            "Bongomeme",
            "Dungaliyo",
            "Limboto",
            "Limboto Barat",
            "Mootilango",
            "Pulubala",
            "Tabongo",
            "Telaga",
            "Telaga Biru",
            "Telaga Jaya",
            "Tibawa",
            "Tilango",
            "Tolangohula",
        ],
        &["Limboto", "Telaga", "Tibawa"],
    ),
    (
        "Kabupaten Boalemo",
        "75.02",
        "7501",
        &["Botumoito", "Dulupi", "Mananggu", "Paguyaman", "Paguyaman Pantai", "Tilamuta", "Wonosari"],
        &["Mananggu", "Paguyaman", "Tilamuta", "Wonosari"],
    ),
    (
        "Kabupaten Bone Bolango",
        "75.03",
        "7504",
        &[
            "Bone",
            "Bone Pantai",
            "Bone Raya",
            "Botupingge",
            "Bulango Selatan",
            "Bulango Timur",
            "Bulango Ulu",
            "Bulango Utara",
            "Bulawa",
            "Kabila",
            "Kabila Bone",
            "Pinogu",
            "Suwawa",
            "Suwawa Selatan",
            "Suwawa Tengah",
            "Suwawa Timur",
            "Tapa",
            "Tilongkabila",
        ],
        &["Kabila"],
    ),
    (
        "Kabupaten Pohuwato",
        "75.04",
        "7503",
        &[
            "Buntulia",
            "Dengilo",
            "Duhiadaa",
            "Lemito",
            "Marisa",
            "Paguat",
            "Patilanggio",
            "Popayato",
            "Popayato Barat",
            "Popayato Timur",
            "Randangan",
            "Taluditi",
            "Wanggarasi",
        ],
        &["Marisa", "Randangan"],
    ),
    (
        "Kabupaten Gorontalo Utara",
        "75.05",
        "7505",
        &["Anggrek", "Atinggola", "Biau", "Gentuma Raya", "Kwandang", "Monano", "Ponelo Kepulauan", "Sumalata", "Sumalata Timur", "Tolinggula", "Tomilito"],
        &["Anggrek", "Kwandang"],
    ),
    (
        "Kota Gorontalo",
        "75.71",
        "7571",
        &["Dumbo Raya", "Dungingi", "Hulonthalangi", "Kota Barat", "Kota Selatan", "Kota Tengah", "Kota Timur", "Kota Utara", "Sipatana"],
        &["Kota Tengah"],
    ),
];

/// A Puskesmas: its region and its name.
fn clinics() -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for (region, (_, _, _, places, twice)) in REGIONS.iter().enumerate() {
        for place in *places {
            out.push((region, format!("Puskesmas {place}")));
            if twice.contains(place) {
                out.push((region, format!("Puskesmas {place} II")));
            }
        }
    }
    out
}

/// What a Puskesmas gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It starts in this wave.
    Wave(usize),
    /// It never takes part and borders on one of the first wave.
    Neighbour,
    /// It never takes part.
    Never,
}

impl Part {
    /// Effect on the waiting minutes of a month.
    pub fn effect(self, month: usize) -> f64 {
        match self {
            Part::Wave(wave) => WAVES[wave].effect(month),
            Part::Neighbour if month >= WAVES[0].start => SPILLOVER,
            Part::Neighbour | Part::Never => 0.0,
        }
    }

    /// Whether the program has started.
    pub fn treated(self, month: usize) -> bool {
        matches!(self, Part::Wave(wave) if month >= WAVES[wave].start)
    }
}

/// Who takes part when: drawn with the seed.
pub fn parts(seed: u64) -> Vec<Part> {
    let count = clinics().len();
    let mut parts: Vec<Part> = WAVES.iter().enumerate().flat_map(|(at, wave)| vec![Part::Wave(at); wave.clinics]).collect();
    parts.extend(vec![Part::Neighbour; NEIGHBOURS]);
    parts.resize(count, Part::Never);
    Stream::new(seed, "gorontalo-waves", 0).shuffle(&mut parts);
    parts
}

/// One visit.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Puskesmas, 0–89.
    pub clinic: usize,
    /// Month since January 2023.
    pub month: usize,
    /// Minutes from registration to being seen.
    pub minutes: f64,
    /// What its Puskesmas gets.
    pub part: Part,
    /// Satisfaction of those who answered, 1–4.
    pub satisfaction: Option<i64>,
    /// For those who were referred: whether agencies settled it together.
    pub together: Option<bool>,
}

/// The visits under a seed, sorted by Puskesmas and month.
pub fn visits(seed: u64) -> Vec<Visit> {
    let season = |month: usize| 2.0 * (std::f64::consts::TAU * (month as f64 + 1.0) / 12.0).sin();
    let mut out = Vec::new();
    for (clinic, part) in parts(seed).into_iter().enumerate() {
        let mut stream = Stream::new(seed, "gorontalo", clinic as u64);
        let own = (stream.normal() * 5.0).clamp(-12.0, 12.0);
        let mood = (stream.normal() * 0.10).clamp(-0.25, 0.25);
        let habit = (stream.normal() * 0.06).clamp(-0.15, 0.15);
        let volume = 18.0 + 16.0 * stream.uniform();
        let shocks = autoregressive(&mut stream, MONTHS, 0.4, 1.4);
        for (month, shock) in shocks.iter().enumerate() {
            let lift = f64::from(u8::from(part.treated(month)));
            for _ in 0..rounded(&mut stream, volume) {
                // The least possible value stays above a minute, so that nothing is cut and the effect is exact.
                let noise = (gamma(&mut stream, 3, 5.0) - 15.0).min(70.0);
                let minutes = 68.0 + own + TREND * month as f64 + season(month) + shock.clamp(-4.0, 4.0) + noise + part.effect(month);
                let satisfaction = (stream.uniform() < 0.30).then(|| {
                    let taste = (stream.uniform() - 0.5) * 1.2;
                    rounded(&mut stream, 2.80 + mood + 0.004 * month as f64 + taste + SATISFACTION * lift)
                });
                let together = (stream.uniform() < 0.25).then(|| stream.uniform() < 0.46 + habit + 0.002 * month as f64 + COOPERATION * lift);
                out.push(Visit { clinic, month, minutes, part, satisfaction, together });
            }
        }
    }
    out
}

/// The mean effect over the months of all waves that a Puskesmas of the program is treated in, each month of each counted once.
pub fn expected_effect() -> f64 {
    let months = || WAVES.iter().flat_map(|wave| (wave.start..MONTHS).map(move |month| (wave.clinics as f64, wave.effect(month))));
    months().map(|(clinics, effect)| clinics * effect).sum::<f64>() / months().map(|(clinics, _)| clinics).sum::<f64>()
}

/// The mean true effect on these treated visits.
pub fn effect_on_treated(visits: &[Visit]) -> f64 {
    let effects: Vec<f64> = visits.iter().filter(|visit| visit.part.treated(visit.month)).map(|visit| visit.part.effect(visit.month)).collect();
    effects.iter().sum::<f64>() / effects.len() as f64
}

/// First day of a month since January 2023.
fn first_day(month: usize) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023 + (month / 12) as i32, (month % 12) as u32 + 1, 1).unwrap_or_default()
}

/// `2023-07`.
fn month_code(month: usize) -> String {
    first_day(month).format("%Y-%m").to_string()
}

/// A day of the month on which a Puskesmas is open: Monday to Saturday.
fn open_day(stream: &mut Stream, month: usize) -> NaiveDate {
    let first = first_day(month);
    let days: Vec<NaiveDate> = (0..31)
        .filter_map(|day| first.checked_add_days(Days::new(day)))
        .filter(|day| day.month() == first.month() && day.weekday().num_days_from_monday() < 6)
        .collect();
    days[stream.below(days.len())]
}

/// The columns of the file as they fill up.
#[derive(Default)]
struct Columns {
    number: Vec<Option<i64>>,
    code: Vec<Option<String>>,
    region: Vec<Option<String>>,
    clinic: Vec<Option<String>>,
    day: Vec<Option<i32>>,
    minutes: Vec<Option<f64>>,
    start: Vec<Option<String>>,
    wave: Vec<Option<String>>,
    neighbour: Vec<Option<String>>,
    satisfaction: Vec<Option<i64>>,
    together: Vec<Option<i64>>,
}

impl Columns {
    /// The last row once more.
    fn again(&mut self) {
        fn twice<T: Clone>(values: &mut Vec<T>) {
            values.extend(values.last().cloned());
        }
        twice(&mut self.number);
        twice(&mut self.code);
        twice(&mut self.region);
        twice(&mut self.clinic);
        twice(&mut self.day);
        twice(&mut self.minutes);
        twice(&mut self.start);
        twice(&mut self.wave);
        twice(&mut self.neighbour);
        twice(&mut self.satisfaction);
        twice(&mut self.together);
    }

    fn named(self) -> Vec<(String, ArrayColumn)> {
        let named = [
            ("no_kunjungan", ArrayColumn::Whole(self.number)),
            ("kode_kemendagri", ArrayColumn::Text(self.code)),
            ("kabupaten_kota", ArrayColumn::Text(self.region)),
            ("puskesmas", ArrayColumn::Text(self.clinic)),
            ("tanggal_kunjungan", ArrayColumn::Date(self.day)),
            ("menit_tunggu", ArrayColumn::Number(self.minutes)),
            ("mulai_program", ArrayColumn::Text(self.start)),
            ("gelombang", ArrayColumn::Text(self.wave)),
            ("berbatasan", ArrayColumn::Text(self.neighbour)),
            ("kepuasan", ArrayColumn::Whole(self.satisfaction)),
            ("rujukan_terpadu", ArrayColumn::Whole(self.together)),
        ];
        named.into_iter().map(|(name, values)| (name.to_owned(), values)).collect()
    }
}

/// The file of the study: visits as Parquet, with dates and numbers typed; a few waiting times are missing and a few rows stand twice.
pub fn generate(seed: u64) -> Result<Generated, Error> {
    let visits = visits(seed);
    let clinics = clinics();
    let (mut columns, mut missing, mut duplicates) = (Columns::default(), 0, 0);
    for (index, visit) in visits.iter().enumerate() {
        let mut stream = Stream::new(seed, "gorontalo-file", index as u64);
        let (region, name) = &clinics[visit.clinic];
        let day = open_day(&mut stream, visit.month);
        // A ticket that was lost, whatever the wait.
        let lost = stream.uniform() < 0.004;
        missing += u64::from(lost);
        columns.number.push(Some(index as i64 + 1));
        columns.code.push(Some(REGIONS[*region].1.into()));
        columns.region.push(Some(REGIONS[*region].0.into()));
        columns.clinic.push(Some(name.clone()));
        columns.day.push(Some((day - NaiveDate::default()).num_days() as i32));
        columns.minutes.push((!lost).then(|| (visit.minutes * 2.0).round() / 2.0));
        columns.start.push(match visit.part {
            Part::Wave(wave) => Some(month_code(WAVES[wave].start)),
            Part::Neighbour | Part::Never => None,
        });
        columns.wave.push(Some(match visit.part {
            Part::Wave(wave) => format!("gelombang {}", wave + 1),
            Part::Neighbour | Part::Never => "tidak ikut".into(),
        }));
        columns.neighbour.push(Some(if visit.part == Part::Neighbour { "ya" } else { "tidak" }.into()));
        columns.satisfaction.push(visit.satisfaction);
        columns.together.push(visit.together.map(i64::from));
        if stream.uniform() < 0.001 {
            duplicates += 1;
            columns.again();
        }
    }
    let waves: Vec<Value> = WAVES
        .iter()
        .map(|wave| {
            let months: Vec<f64> = (wave.start..MONTHS).map(|month| wave.effect(month)).collect();
            json!({ "start": month_code(wave.start), "puskesmas": wave.clinics, "at_once": wave.at_once, "growth_per_month": wave.growth,
                    "att": months.iter().sum::<f64>() / months.len() as f64 })
        })
        .collect();
    let truth = json!({
        "preset": "gorontalo",
        "seed": seed,
        "synthetic": true,
        "outcome": "waiting minutes",
        "att": expected_effect(),
        "att_in_these_data": effect_on_treated(&visits),
        "waves": waves,
        "spillover_to_neighbours": SPILLOVER,
        "satisfaction": SATISFACTION,
        "cooperation": COOPERATION,
        "common_trend_per_month": TREND,
        "visits": visits.len(),
        "missing_waiting": missing,
        "duplicates": duplicates,
        "codes": REGIONS.iter().map(|(name, home, statistics, ..)| json!({ "name": name, "kemendagri": home, "bps": statistics })).collect::<Vec<_>>(),
    });
    Ok(Generated { files: vec![GeneratedFile { name: "kunjungan.parquet", bytes: parquet(columns.named())? }], truth })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ninety_clinics_with_their_own_names_in_six_regions() {
        let clinics = clinics();
        let names: std::collections::BTreeSet<&str> = clinics.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!((clinics.len(), names.len()), (90, 90));
        let parts = parts(1);
        for (at, wave) in WAVES.iter().enumerate() {
            assert_eq!(parts.iter().filter(|part| **part == Part::Wave(at)).count(), wave.clinics);
        }
        assert_eq!(parts.iter().filter(|part| **part == Part::Neighbour).count(), NEIGHBOURS);
    }

    #[test]
    fn nothing_is_cut_so_that_effects_are_exact() {
        assert!(visits(3).iter().all(|visit| visit.minutes > 1.0));
        let truth = expected_effect();
        assert!((effect_on_treated(&visits(3)) - truth).abs() < 0.02 * truth.abs());
    }

    #[test]
    fn names_that_are_the_same_have_codes_that_are_not() {
        // The code 7501 of one office is Boalemo in the other's list.
        let of = |name: &str| REGIONS.iter().find(|region| region.0 == name).map(|region| (region.1, region.2));
        assert_eq!(of("Kabupaten Gorontalo"), Some(("75.01", "7502")));
        assert_eq!(of("Kabupaten Boalemo"), Some(("75.02", "7501")));
    }
}
