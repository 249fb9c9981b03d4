//! `jakarta`: training in excellent service (pelayanan prima) at the 44 kecamatan Puskesmas, 2022–2024.
//!
//! Quarterly surveys of patients with the nine elements of Permenpan RB 14/2017. At 22 clinics the staff were trained from the third quarter of
//! 2023, by workshop or by seminar as a coin falls. True effect on the mean score of U1–U6: +0.30 workshop, +0.20 seminar, +0.25 on average; none on
//! U7–U9. All clinics improve a little anyway.

use super::{Generated, GeneratedFile, rounded};
use crate::error::{Error, cli};
use crate::inference::random::Stream;
use crate::measure::satisfaction::Element;
use chrono::{Datelike, Days, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use serde_json::json;

/// Effect of a workshop on U1–U6, points of the score 1–4.
pub const WORKSHOP: f64 = 0.30;
/// Effect of a seminar on U1–U6.
pub const SEMINAR: f64 = 0.20;
/// Quarters, from the first of 2022.
pub const QUARTERS: usize = 12;
/// First quarter after the training: the third of 2023.
pub const FIRST_TREATED_QUARTER: usize = 6;
const TREND: f64 = 0.012;
const CLINICS: usize = 44;

const CITIES: [(&str, &[&str]); 6] = [
    ("Jakarta Pusat", &["Cempaka Putih", "Gambir", "Johar Baru", "Kemayoran", "Menteng", "Sawah Besar", "Senen", "Tanah Abang"]),
    ("Jakarta Utara", &["Cilincing", "Kelapa Gading", "Koja", "Pademangan", "Penjaringan", "Tanjung Priok"]),
    ("Jakarta Barat", &["Cengkareng", "Grogol Petamburan", "Kalideres", "Kebon Jeruk", "Kembangan", "Palmerah", "Taman Sari", "Tambora"]),
    (
        "Jakarta Selatan",
        &["Cilandak", "Jagakarsa", "Kebayoran Baru", "Kebayoran Lama", "Mampang Prapatan", "Pancoran", "Pasar Minggu", "Pesanggrahan", "Setiabudi", "Tebet"],
    ),
    ("Jakarta Timur", &["Cakung", "Cipayung", "Ciracas", "Duren Sawit", "Jatinegara", "Kramat Jati", "Makasar", "Matraman", "Pasar Rebo", "Pulo Gadung"]),
    ("Kepulauan Seribu", &["Kepulauan Seribu Utara", "Kepulauan Seribu Selatan"]),
];
/// Mean score of each element before the program.
const LEVELS: [f64; 9] = [2.85, 2.80, 2.65, 2.85, 2.82, 2.80, 2.70, 2.55, 2.75];
/// Kind of training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Training {
    /// None: comparison.
    None,
    /// A workshop.
    Workshop,
    /// A seminar.
    Seminar,
}

/// One respondent.
#[derive(Debug, Clone)]
pub struct Respondent {
    /// Clinic, 0–43.
    pub clinic: usize,
    /// Quarter since the first of 2022, 0–11.
    pub quarter: usize,
    /// Training of the clinic.
    pub training: Training,
    /// Scores of U1–U9, 1–4.
    pub scores: [i64; 9],
}

/// The training of each clinic: every second one, by workshop or by seminar as a coin falls. Drawn with every seed: an interval clustered by clinic is
/// about clinics like these.
fn training(seed: u64, clinic: usize) -> Training {
    if clinic % 2 == 1 {
        Training::None
    } else if Stream::new(seed, "jakarta-program", clinic as u64).uniform() < 0.5 {
        Training::Workshop
    } else {
        Training::Seminar
    }
}

/// The mean effect on the index of the trained clinics over all programs that can be drawn: U1–U6 of nine elements, 25 points a point.
pub fn expected_effect() -> f64 {
    f64::midpoint(WORKSHOP, SEMINAR) * 6.0 / 9.0 * 25.0
}

/// The respondents under a seed, sorted by clinic and quarter.
pub fn respondents(seed: u64) -> Vec<Respondent> {
    let mut out = Vec::new();
    for clinic in 0..CLINICS {
        let training = training(seed, clinic);
        let mut stream = Stream::new(seed, "jakarta", clinic as u64);
        let own = (stream.normal() * 0.07).clamp(-0.15, 0.15);
        let tilt: Vec<f64> = (0..9).map(|_| (stream.normal() * 0.04).clamp(-0.08, 0.08)).collect();
        for quarter in 0..QUARTERS {
            let shock = (stream.normal() * 0.04).clamp(-0.08, 0.08);
            let after = quarter >= FIRST_TREATED_QUARTER;
            let effect = match training {
                Training::Workshop if after => WORKSHOP,
                Training::Seminar if after => SEMINAR,
                _ => 0.0,
            };
            for _ in 0..rounded(&mut stream, 19.0) {
                let taste = (stream.uniform() - 0.5) * 0.6;
                let mut scores = [0; 9];
                for (element, score) in scores.iter_mut().enumerate() {
                    let lift = if element < 6 { effect } else { 0.0 };
                    let mean = LEVELS[element] + own + tilt[element] + shock + TREND * quarter as f64 + taste + lift;
                    // The parts above never take the mean out of 1–4, so that nothing is cut and the effect is exact.
                    *score = rounded(&mut stream, mean);
                }
                out.push(Respondent { clinic, quarter, training, scores });
            }
        }
    }
    out
}

fn place(clinic: usize) -> (&'static str, &'static str) {
    let mut left = clinic;
    for (city, clinics) in CITIES {
        if let Some(name) = clinics.get(left) {
            return (city, name);
        }
        left -= clinics.len();
    }
    ("", "")
}

/// Order of the elements in the questionnaire: facilities (U9) are asked before complaints (U8).
const ASKED: [usize; 9] = [0, 1, 2, 3, 4, 5, 6, 8, 7];

/// Mean importance of each element, 1–4: communication and complaints (U7, U8) matter most, the fee least.
const IMPORTANCE: [f64; 9] = [3.1, 3.2, 3.5, 2.6, 3.0, 3.4, 3.6, 3.5, 2.9];

/// The files of the study: one workbook with title rows above the header, one row a respondent.
pub fn generate(seed: u64) -> Result<Generated, Error> {
    let respondents = respondents(seed);
    let (bytes, missing) = workbook(seed, &respondents).map_err(|error| cli::cannot_write("survei.xlsx", &std::io::Error::other(error)))?;
    let truth = json!({
        "preset": "jakarta",
        "seed": seed,
        "synthetic": true,
        "outcome": "mean score of the nine elements, 1-4, and the index (IKM), 25-100",
        "start": "2023-Q3",
        "workshop": WORKSHOP,
        "seminar": SEMINAR,
        "elements": { "U1": 0.25, "U2": 0.25, "U3": 0.25, "U4": 0.25, "U5": 0.25, "U6": 0.25, "U7": 0.0, "U8": 0.0, "U9": 0.0 },
        "index": expected_effect(),
        "trend_per_quarter_everywhere": TREND,
        "respondents": respondents.len(),
        "missing_scores": missing,
        "importance": Element::ALL.iter().zip(IMPORTANCE).map(|(element, mean)| (element.code().to_owned(), json!(mean))).collect::<serde_json::Map<_, _>>(),
    });
    Ok(Generated { files: vec![GeneratedFile { name: "survei.xlsx", bytes }], truth })
}

fn workbook(seed: u64, respondents: &[Respondent]) -> Result<(Vec<u8>, u64), XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2025, 1, 15)?;
    book.set_properties(&DocProperties::new().set_title("Survei Kepuasan Masyarakat Puskesmas (data sintetis)").set_creation_datetime(&created));
    let sheet = book.add_worksheet().set_name("Responden")?;
    let bold = Format::new().set_bold();
    let dates = Format::new().set_num_format("dd/mm/yyyy");
    sheet.merge_range(0, 0, 0, 9, "SURVEI KEPUASAN MASYARAKAT PUSKESMAS KECAMATAN SE-PROVINSI DKI JAKARTA", &bold)?;
    sheet.write(1, 0, "Periode: Triwulan I 2022 s.d. Triwulan IV 2024 (data sintetis, bukan hasil survei sebenarnya)")?;
    let fixed = [
        "No",
        "Tanggal Survei",
        "Triwulan",
        "Kota Administrasi",
        "Puskesmas Kecamatan",
        "Pelatihan",
        "Mulai Pelatihan",
        "Jenis Kelamin",
        "Usia",
        "Pendidikan",
        "Jenis Layanan",
    ];
    for (column, title) in fixed.iter().enumerate() {
        sheet.write_with_format(3, column as u16, *title, &bold)?;
    }
    for (at, element) in ASKED.iter().enumerate() {
        let element = Element::ALL[*element];
        let title = format!("{} {}", element.code(), element.name().id);
        sheet.write_with_format(3, (fixed.len() + at) as u16, title, &bold)?;
    }
    for (at, element) in ASKED.iter().enumerate() {
        let title = format!("Kepentingan {}", Element::ALL[*element].code());
        sheet.write_with_format(3, (fixed.len() + ASKED.len() + at) as u16, title, &bold)?;
    }
    let mut missing = 0;
    for (index, respondent) in respondents.iter().enumerate() {
        let mut stream = Stream::new(seed, "jakarta-file", index as u64);
        let row = index as u32 + 4;
        let (city, clinic) = place(respondent.clinic);
        let (year, quarter) = (2022 + respondent.quarter / 4, respondent.quarter % 4);
        let first = NaiveDate::from_ymd_opt(year as i32, quarter as u32 * 3 + 1, 1).unwrap_or_default();
        let day = first.checked_add_days(Days::new(stream.below(88) as u64)).unwrap_or(first);
        sheet.write(row, 0, index as u32 + 1)?;
        sheet.write_with_format(row, 1, &ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?, &dates)?;
        sheet.write(row, 2, format!("{year}Q{}", quarter + 1))?;
        sheet.write(row, 3, city)?;
        sheet.write(row, 4, clinic)?;
        let (training, start) = match respondent.training {
            Training::None => ("tidak ada", ""),
            Training::Workshop => ("lokakarya", "2023Q3"),
            Training::Seminar => ("seminar", "2023Q3"),
        };
        sheet.write(row, 5, training)?;
        sheet.write(row, 6, start)?;
        sheet.write(row, 7, if stream.uniform() < 0.58 { "Perempuan" } else { "Laki-laki" })?;
        sheet.write(row, 8, 17 + stream.below(58) as u32)?;
        sheet.write(row, 9, ["SD", "SMP", "SMA", "D3", "S1", "S2"][stream.below(6)])?;
        sheet.write(row, 10, ["Poli Umum", "KIA", "Gigi", "Imunisasi", "Farmasi"][stream.below(5)])?;
        for (at, element) in ASKED.iter().enumerate() {
            // An answer left blank now and then, whatever it would have been.
            if stream.uniform() < 0.004 {
                missing += 1;
            } else {
                sheet.write(row, (fixed.len() + at) as u16, respondent.scores[*element])?;
            }
        }
        // A stream of its own: the scores are those of the file before it had these questions.
        let mut stream = Stream::new(seed, "jakarta-importance", index as u64);
        for (at, element) in ASKED.iter().enumerate() {
            let mean = IMPORTANCE[*element] + (stream.uniform() - 0.5) * 0.6;
            sheet.write(row, (fixed.len() + ASKED.len() + at) as u16, rounded(&mut stream, mean))?;
        }
    }
    Ok((book.save_to_buffer()?, missing))
}
