//! `kendari`: management training and mentoring at the civil registry of Kota Kendari, 2023–2024.
//!
//! Applications for documents at 47 service points of four regions. The training starts on 1 January 2024 at the service points of Kendari. True
//! effect on working hours per document: −10 times the share of staff who took part (mean 0.60), −1.5 more where staff were mentored, none on
//! death certificates. All regions get faster by a quarter of an hour a month anyway, which a plain before/after counts as the program's.

use super::{Generated, GeneratedFile, autoregressive, gamma, rounded};
use crate::error::Error;
use crate::inference::random::Stream;
use crate::measure::calendar::{CalendarSettings, WorkingCalendar, Zone};
use crate::measure::clock::{Clock, duration};
use chrono::{Datelike, Days, NaiveDate};
use serde_json::json;
use std::fmt::Write;

/// Effect at full participation, in working hours.
pub const FULL_PARTICIPATION: f64 = -10.0;
/// Further effect of mentoring, in working hours.
pub const MENTORING: f64 = -1.5;
/// Effect on the score of satisfaction (1–4).
pub const SATISFACTION: f64 = 0.30;
/// Effect on the score of trust (1–4).
pub const TRUST: f64 = 0.20;
/// Change a month in all regions, in working hours.
const TREND: f64 = -0.25;
const MONTHS: usize = 24;
const FIRST_TREATED_MONTH: usize = 12;
const HOUR: i64 = 3600;

const REGIONS: [(&str, &[&str]); 4] = [
    ("Kota Kendari", &["Abeli", "Baruga", "Kadia", "Kambu", "Kendari", "Kendari Barat", "Mandonga", "Nambo", "Poasia", "Puuwatu", "Wua-Wua"]),
    ("Kota Baubau", &["Batupoaro", "Betoambari", "Bungi", "Kokalukuna", "Lea-Lea", "Murhum", "Sorawolio", "Wolio"]),
    (
        "Kabupaten Konawe",
        &[
            "Abuki",
            "Amonggedo",
            "Anggaberi",
            "Besulutu",
            "Bondoala",
            "Lambuya",
            "Meluhu",
            "Pondidaha",
            "Sampara",
            "Soropia",
            "Tongauna",
            "Uepai",
            "Unaaha",
            "Wawotobi",
        ],
    ),
    (
        "Kabupaten Konawe Selatan",
        &["Andoolo", "Angata", "Baito", "Basala", "Benua", "Buke", "Konda", "Laeya", "Lainea", "Landono", "Moramo", "Palangga", "Ranomeeto", "Tinanggea"],
    ),
];

/// Share of staff who took part at a service point of Kendari, in percent: from 45 to 75, 60 on average.
const PARTICIPATION: std::ops::RangeInclusive<usize> = 45..=75;
/// Chance of a service point of Kendari to be mentored as well.
const MENTORED: f64 = 5.0 / 11.0;

/// What a service point of Kendari got.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Program {
    /// Share of its staff who took part.
    pub participation: f64,
    /// Whether they were mentored.
    pub mentored: bool,
}

impl Program {
    /// The program at a place of Kendari. Places are drawn with every seed: an interval clustered by service point is about service points like these.
    /// Under the seed of the files that are shipped five places are mentored and 60 percent of the staff take part.
    pub fn at(seed: u64, place: usize) -> Self {
        let mut stream = Stream::new(seed, "kendari-places", place as u64);
        let percent = PARTICIPATION.start() + stream.below(PARTICIPATION.clone().count());
        Self { participation: percent as f64 / 100.0, mentored: stream.uniform() < MENTORED }
    }

    /// Its effect on a document that it can reach, in working hours.
    fn effect(self) -> f64 {
        FULL_PARTICIPATION * self.participation + if self.mentored { MENTORING } else { 0.0 }
    }
}

/// Competences of the survey of training needs: column, mean importance, mean mastery, both 1–5.
const COMPETENCES: [(&str, f64, f64); 7] = [
    ("komunikasi", 4.5, 2.9),
    ("pengelolaan_antrean", 4.2, 2.9),
    ("aturan_adminduk", 4.6, 3.9),
    ("aplikasi_siak", 4.4, 3.7),
    ("penanganan_pengaduan", 4.1, 2.9),
    ("kerja_sama", 3.8, 3.5),
    ("bahasa_isyarat", 2.9, 1.9),
];
/// Staff who were asked.
const STAFF: usize = 118;

/// The survey of training needs among the staff of Kendari: importance and mastery of each competence, one row a person.
fn needs(seed: u64) -> String {
    let columns: Vec<String> = COMPETENCES.iter().map(|(name, ..)| format!("kepentingan_{name};penguasaan_{name}")).collect();
    let mut csv = format!("nomor_pegawai;ikut_pelatihan;{}\n", columns.join(";"));
    for person in 0..STAFF {
        let mut stream = Stream::new(seed, "kendari-needs", person as u64);
        let took_part = stream.uniform() < 0.6;
        let taste = (stream.uniform() - 0.5) * 0.5;
        let cells: Vec<String> = COMPETENCES
            .iter()
            .map(|(_, importance, mastery)| {
                let asked = rounded(&mut stream, importance + taste);
                let own = 0.8 * (stream.uniform() - 0.5);
                let able = rounded(&mut stream, mastery + taste + own);
                // A question left out now and then.
                if stream.uniform() < 0.02 { format!("{asked};") } else { format!("{asked};{able}") }
            })
            .collect();
        csv.push_str(&format!("K{:03};{};{}\n", person + 1, if took_part { "ya" } else { "tidak" }, cells.join(";")));
    }
    csv
}

/// The mean effect on the treated over all programs that can be drawn.
pub fn expected_effect() -> f64 {
    let share: f64 = DOCUMENTS.iter().enumerate().filter(|(document, _)| *document != DEATH).map(|(_, (_, _, share))| share).sum();
    share * (FULL_PARTICIPATION * 0.60 + MENTORING * MENTORED)
}

/// Documents: name, mean working hours before the program, share of the applications.
const DOCUMENTS: [(&str, f64, f64); 6] = [
    ("KTP-el", 30.0, 0.30),
    ("Kartu Keluarga", 32.0, 0.24),
    ("Akta Kelahiran", 38.0, 0.18),
    ("KIA", 33.0, 0.11),
    ("Surat Pindah", 29.0, 0.10),
    ("Akta Kematian", 34.0, 0.07),
];
const DEATH: usize = 5;

/// One application.
#[derive(Debug, Clone)]
pub struct Application {
    /// Region, index into the four regions; 0 is Kendari.
    pub region: usize,
    /// Service point, 0–46.
    pub unit: usize,
    /// Month since January 2023, 0–23.
    pub month: usize,
    /// Document, index.
    pub document: usize,
    /// Working hours that it took.
    pub hours: f64,
    /// True effect of the program on these hours.
    pub effect: f64,
    /// Satisfaction and trust, 1–4, of those who answered.
    pub scores: Option<(i64, i64)>,
}

impl Application {
    /// Whether it was handed in after the start.
    pub fn after(&self) -> bool {
        self.month >= FIRST_TREATED_MONTH
    }

    /// Whether the program had reached its service point.
    pub fn treated(&self) -> bool {
        self.region == 0 && self.after()
    }
}

/// The applications under a seed, sorted by service point and month.
pub fn applications(seed: u64) -> Vec<Application> {
    let mut out = Vec::new();
    let mut unit = 0;
    let season = |month: usize| 1.2 * (std::f64::consts::TAU * (month as f64 + 2.0) / 12.0).sin();
    for (region, (_, points)) in REGIONS.iter().enumerate() {
        let level = [1.5, 0.0, -1.0, 0.5][region];
        for place in 0..points.len() {
            let program = Program::at(seed, place);
            let mut stream = Stream::new(seed, "kendari", unit as u64);
            let own = level + (stream.normal() * 1.8).clamp(-4.0, 4.0);
            let mood = (stream.normal() * 0.10).clamp(-0.25, 0.25);
            let volume = 12.0 + 12.0 * stream.uniform();
            let shocks = autoregressive(&mut stream, MONTHS, 0.5, 0.9);
            for (month, shock) in shocks.iter().enumerate() {
                for _ in 0..rounded(&mut stream, volume) {
                    let document = pick(&mut stream);
                    let treated = region == 0 && month >= FIRST_TREATED_MONTH;
                    let effect = if treated && document != DEATH { program.effect() } else { 0.0 };
                    // The smallest possible value stays above a quarter of an hour, so that nothing is cut and the effect is exact.
                    let noise = gamma(&mut stream, 2, 5.0) - 10.0;
                    let hours = DOCUMENTS[document].1 + own + TREND * month as f64 + season(month) + shock.clamp(-2.5, 2.5) + noise.min(60.0) + effect;
                    let scores = (stream.uniform() < 0.35).then(|| {
                        let lift = f64::from(u8::from(treated));
                        let taste = (stream.uniform() - 0.5) * 1.2;
                        let base = 2.75 + mood + 0.006 * month as f64 + taste;
                        (rounded(&mut stream, base + SATISFACTION * lift), rounded(&mut stream, base - 0.1 + TRUST * lift))
                    });
                    out.push(Application { region, unit, month, document, hours: hours.max(0.25), effect, scores });
                }
            }
            unit += 1;
        }
    }
    out
}

fn pick(stream: &mut Stream) -> usize {
    let mut left = stream.uniform();
    for (index, (_, _, share)) in DOCUMENTS.iter().enumerate() {
        left -= share;
        if left < 0.0 {
            return index;
        }
    }
    0
}

/// The mean true effect on the treated, over these applications.
pub fn effect_on_treated(applications: &[Application]) -> f64 {
    let effects: Vec<f64> = applications.iter().filter(|application| application.treated()).map(|application| application.effect).collect();
    effects.iter().sum::<f64>() / effects.len() as f64
}

/// The last working second that leaves `hours` between `start` and it, by bisection on the clock itself.
fn finish(calendar: &WorkingCalendar, start: i64, hours: f64) -> i64 {
    let (mut low, mut high) = (start, start + 120 * 24 * HOUR);
    while high - low > 60 {
        let middle = i64::midpoint(low, high);
        if duration(Clock::WorkingHours, calendar, Some(start), Some(middle)).value().unwrap_or(0.0) < hours {
            low = middle;
        } else {
            high = middle;
        }
    }
    // Logs are kept by the minute.
    (high + 59).div_euclid(60) * 60
}

/// A moment within the hours of a working day of the month, in seconds of local time.
fn handed_in(calendar: &WorkingCalendar, stream: &mut Stream, month: usize) -> i64 {
    let first = NaiveDate::from_ymd_opt(2023 + (month / 12) as i32, (month % 12) as u32 + 1, 1).unwrap_or_default();
    let days: Vec<NaiveDate> = (0..31)
        .filter_map(|day| first.checked_add_days(Days::new(day)))
        .filter(|day| day.month() == first.month() && calendar.working_minutes(*day).unwrap_or(0) > 0)
        .collect();
    let day = days[stream.below(days.len())];
    let midnight = (day - NaiveDate::default()).num_days() * 24 * HOUR;
    midnight + 8 * HOUR + (stream.uniform() * 6.5 * 60.0).floor() as i64 * 60
}

fn moment(seconds: i64) -> String {
    let day = NaiveDate::default() + chrono::TimeDelta::days(seconds.div_euclid(24 * HOUR));
    let second = seconds.rem_euclid(24 * HOUR);
    format!("{:02}/{:02}/{} {:02}:{:02}", day.day(), day.month(), day.year(), second / HOUR, second % HOUR / 60)
}

/// The files of the study: one CSV with semicolons, decimal commas and Indonesian dates.
pub fn generate(seed: u64) -> Result<Generated, Error> {
    let applications = applications(seed);
    let settings = CalendarSettings { zone: Zone::Wita, ..CalendarSettings::default() };
    let calendar = WorkingCalendar::new(&settings)?;
    let mut csv = String::from(
        "no_permohonan;nik_pemohon;kabupaten_kota;titik_layanan;jenis_dokumen;tanggal_masuk;tanggal_selesai;pendampingan;partisipasi_pelatihan;kepuasan;kepercayaan\n",
    );
    let (mut unfinished, mut reversed, mut duplicates, mut missing) = (0, 0, 0, 0);
    for (index, application) in applications.iter().enumerate() {
        let mut stream = Stream::new(seed, "kendari-file", index as u64);
        let start = handed_in(&calendar, &mut stream, application.month);
        let end = finish(&calendar, start, application.hours);
        let place = REGIONS[..application.region].iter().map(|(_, points)| points.len()).sum::<usize>();
        let place = application.unit - place;
        let ended = match stream.uniform() {
            // Waiting for a requirement when the log was taken: independent of how long it takes.
            u if u < 0.015 => {
                unfinished += 1;
                String::new()
            }
            // A clock that was set wrong.
            u if u < 0.0155 => {
                reversed += 1;
                moment(start - 26 * HOUR)
            }
            _ => moment(end),
        };
        let document = if stream.uniform() < 0.002 {
            missing += 1;
            ""
        } else {
            DOCUMENTS[application.document].0
        };
        let in_program = application.region == 0;
        let program = Program::at(seed, place);
        let line = format!(
            "{}-{}-{:06};99{:014};{};{};{};{};{};{};{};{};{}\n",
            ["KDI", "BAU", "KNW", "KNS"][application.region],
            2023 + application.month / 12,
            index + 1,
            (stream.bits() % 100_000_000_000_000),
            REGIONS[application.region].0,
            REGIONS[application.region].1[place],
            document,
            moment(start),
            ended,
            if in_program && program.mentored { "ya" } else { "tidak" },
            if in_program { format!("{:.2}", program.participation).replace('.', ",") } else { "0".into() },
            application.scores.map_or(String::new(), |(satisfaction, _)| satisfaction.to_string()),
            application.scores.map_or(String::new(), |(_, trust)| trust.to_string()),
        );
        csv.push_str(&line);
        // Typed in twice.
        if stream.uniform() < 0.001 {
            duplicates += 1;
            let _ = write!(csv, "{line}");
        }
    }
    let truth = json!({
        "preset": "kendari",
        "seed": seed,
        "synthetic": true,
        "outcome": "working hours from hand-in to completion",
        "start": "2024-01",
        "att": expected_effect(),
        "att_in_these_data": effect_on_treated(&applications),
        "att_at_average_participation": FULL_PARTICIPATION * 0.60,
        "att_at_full_participation": FULL_PARTICIPATION,
        "mentoring": MENTORING,
        "akta_kematian": 0.0,
        "trend_per_month_everywhere": TREND,
        "satisfaction": SATISFACTION,
        "trust": TRUST,
        "unfinished": unfinished,
        "end_before_start": reversed,
        "duplicates": duplicates,
        "missing_document": missing,
        "needs": COMPETENCES.iter().map(|(name, importance, mastery)| ((*name).to_owned(), json!(importance - mastery))).collect::<serde_json::Map<_, _>>(),
        "staff_asked": STAFF,
    });
    let needs = GeneratedFile { name: "kebutuhan.csv", bytes: needs(seed).into_bytes() };
    Ok(Generated { files: vec![GeneratedFile { name: "permohonan.csv", bytes: csv.into_bytes() }, needs], truth })
}
