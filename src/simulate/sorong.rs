//! `sorong`: training and internships for the civil servants of Kota Sorong, 2021–2025.
//!
//! A panel of the satisfaction index (IKM) of thirteen regions by quarter, and a workbook with competence scores of the same people before and after.
//! Satisfaction follows two common movements with loadings of each region; Kota Sorong is a mix of four others, and plain differences in
//! means mistake its movement for the program's. True effect: +6 points of the index from the first quarter of 2024. Communication is the largest gap
//! before the program and after it; those who were on an internship gained more.

use super::stata::{Values, Variable, dta};
use super::{Generated, GeneratedFile, autoregressive};
use crate::error::{Error, cli};
use crate::inference::random::Stream;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use serde_json::json;

/// Effect on the satisfaction index, in points.
pub const EFFECT: f64 = 6.0;
/// What an internship adds to the gain of every competence, in points.
pub const INTERNSHIP: f64 = 3.0;
/// Score that the work asks for.
pub const STANDARD: f64 = 75.0;

const QUARTERS: usize = 20;
const FIRST_TREATED_QUARTER: usize = 12;
/// Kota Sorong and Kabupaten Sorong have their code under Papua Barat Daya from this quarter on (the fourth of 2022).
const NEW_PROVINCE: usize = 7;
const PEOPLE: usize = 240;

/// Name, code of the home ministry until the third quarter of 2022, and from then on.
const REGIONS: [(&str, &str, &str); 13] = [
    ("Kota Sorong", "92.71", "96.71"),
    ("Kota Ambon", "81.71", "81.71"),
    ("Kota Tual", "81.72", "81.72"),
    ("Kota Ternate", "82.71", "82.71"),
    ("Kota Tidore Kepulauan", "82.72", "82.72"),
    ("Kota Jayapura", "91.71", "91.71"),
    ("Kabupaten Biak Numfor", "91.06", "91.06"),
    ("Kabupaten Manokwari", "92.02", "92.02"),
    ("Kabupaten Fakfak", "92.03", "92.03"),
    ("Kabupaten Sorong", "92.01", "96.01"),
    ("Kota Manado", "71.71", "71.71"),
    ("Kota Bitung", "71.72", "71.72"),
    ("Kota Tomohon", "71.73", "71.73"),
];

/// The comparison regions that Kota Sorong is a mix of, and their shares.
const MIX: [(usize, f64); 4] = [(1, 0.30), (3, 0.20), (5, 0.30), (10, 0.20)];

/// Competence, mean before, mean gain of those without an internship.
const COMPETENCES: [(&str, f64, f64); 8] = [
    ("Integritas", 70.0, 4.0),
    ("Kerja sama", 66.0, 6.0),
    ("Komunikasi", 54.0, 6.0),
    ("Orientasi pada hasil", 64.0, 7.0),
    ("Pelayanan publik", 62.0, 9.0),
    ("Pengembangan diri dan orang lain", 61.0, 5.0),
    ("Mengelola perubahan", 60.0, 6.0),
    ("Pengambilan keputusan", 63.0, 5.0),
];
/// Share of those who were on an internship.
const INTERNS: f64 = 0.3;

/// The index of every region by quarter.
pub fn panel(seed: u64) -> Vec<Vec<f64>> {
    let mut common = Stream::new(seed, "sorong-common", 0);
    // A slow rise that differs by region, and a wave.
    let shocks = autoregressive(&mut common, QUARTERS, 0.7, 0.8);
    let rise: Vec<f64> = (0..QUARTERS).map(|quarter| 0.02 * (quarter * quarter) as f64 + shocks[quarter]).collect();
    let wave: Vec<f64> = (0..QUARTERS).map(|quarter| 1.5 * (quarter as f64 * 0.7).sin()).collect();
    let mut own: Vec<[f64; 3]> = (0..REGIONS.len())
        .map(|region| {
            let mut stream = Stream::new(seed, "sorong-regions", region as u64);
            // Regions of the mix rise more than the others.
            let lift = if MIX.iter().any(|(at, _)| *at == region) { 0.7 } else { 0.0 };
            [76.0 + 4.0 * (2.0 * stream.uniform() - 1.0), 0.2 + 0.5 * stream.uniform() + lift, 2.0 * stream.uniform() - 1.0]
        })
        .collect();
    own[0] = std::array::from_fn(|part| MIX.iter().map(|(at, share)| share * own[*at][part]).sum());
    own.iter()
        .enumerate()
        .map(|(region, [level, first, second])| {
            let mut stream = Stream::new(seed, "sorong-noise", region as u64);
            (0..QUARTERS)
                .map(|quarter| {
                    let effect = if region == 0 && quarter >= FIRST_TREATED_QUARTER { EFFECT } else { 0.0 };
                    level + first * rise[quarter] + second * wave[quarter] + 0.5 * stream.normal() + effect
                })
                .map(|index| (index * 100.0).round() / 100.0)
                .collect()
        })
        .collect()
}

/// The files of the study: a Stata panel and a workbook of scores.
pub fn generate(seed: u64) -> Result<Generated, Error> {
    let index = panel(seed);
    let (bytes, absent) = workbook(seed).map_err(|error| cli::cannot_write("kompetensi.xlsx", &std::io::Error::other(error)))?;
    let interns: f64 = INTERNS * INTERNSHIP;
    let gaps: serde_json::Map<String, serde_json::Value> = COMPETENCES
        .iter()
        .map(|(name, before, gain)| ((*name).to_owned(), json!({ "before": STANDARD - before, "after": STANDARD - before - gain - interns })))
        .collect();
    let truth = json!({
        "preset": "sorong",
        "seed": seed,
        "synthetic": true,
        "outcome": "satisfaction index (IKM), 25-100",
        "start": "2024-Q1",
        "att": EFFECT,
        "mix": MIX.iter().map(|(at, share)| (REGIONS[*at].0.to_owned(), json!(share))).collect::<serde_json::Map<_, _>>(),
        "largest_gap": "Komunikasi",
        "standard": STANDARD,
        "gaps": gaps,
        "internship": INTERNSHIP,
        "people": PEOPLE,
        "without_score_after": absent,
    });
    Ok(Generated { files: vec![GeneratedFile { name: "panel.dta", bytes: stata(seed, &index) }, GeneratedFile { name: "kompetensi.xlsx", bytes }], truth })
}

fn stata(seed: u64, index: &[Vec<f64>]) -> Vec<u8> {
    let cells: Vec<(usize, usize)> = (0..REGIONS.len()).flat_map(|region| (0..QUARTERS).map(move |quarter| (region, quarter))).collect();
    let mut stream = Stream::new(seed, "sorong-respondents", 0);
    let code = |(region, quarter): &(usize, usize)| if *quarter < NEW_PROVINCE { REGIONS[*region].1 } else { REGIONS[*region].2 };
    let treated = |(region, quarter): &(usize, usize)| f64::from(u8::from(*region == 0 && *quarter >= FIRST_TREATED_QUARTER));
    let variables = [
        Variable { name: "kode_wilayah", label: "Kode wilayah Kemendagri", values: Values::Text(5, cells.iter().map(|cell| code(cell).to_owned()).collect()) },
        Variable {
            name: "kabupaten_kota",
            label: "Kabupaten/kota",
            values: Values::Text(32, cells.iter().map(|(region, _)| REGIONS[*region].0.to_owned()).collect()),
        },
        // Quarters of Stata count from the first of 1960.
        Variable {
            name: "triwulan",
            label: "Triwulan",
            values: Values::Quarter(cells.iter().map(|(_, quarter)| 4 * (2021 - 1960) + *quarter as i32).collect()),
        },
        Variable {
            name: "ikm",
            label: "Indeks Kepuasan Masyarakat",
            values: Values::Double(cells.iter().map(|(region, quarter)| Some(index[*region][*quarter])).collect()),
        },
        Variable {
            name: "responden",
            label: "Banyaknya responden",
            values: Values::Double(cells.iter().map(|_| Some((180 + stream.below(220)) as f64)).collect()),
        },
        Variable { name: "program", label: "Program berjalan (1 = ya)", values: Values::Double(cells.iter().map(|cell| Some(treated(cell))).collect()) },
    ];
    dta("IKM 13 kabupaten/kota 2021-2025 (data sintetis)", &variables)
}

fn workbook(seed: u64) -> Result<(Vec<u8>, u64), XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2025, 6, 30)?;
    book.set_properties(&DocProperties::new().set_title("Penilaian kompetensi ASN Kota Sorong (data sintetis)").set_creation_datetime(&created));
    let sheet = book.add_worksheet().set_name("Skor")?;
    let bold = Format::new().set_bold();
    sheet.merge_range(0, 0, 0, 8, "PENILAIAN KOMPETENSI PEGAWAI PELAYANAN KOTA SORONG", &bold)?;
    sheet.write(1, 0, "Sebelum: November 2023; sesudah: Mei 2025. Standar jabatan 75 (data sintetis, bukan hasil penilaian sebenarnya)")?;
    for (column, title) in ["No", "Nomor Peserta", "Unit Kerja", "Magang"].iter().enumerate() {
        sheet.write_with_format(3, column as u16, *title, &bold)?;
    }
    for (at, (name, _, _)) in COMPETENCES.iter().enumerate() {
        sheet.write_with_format(3, 4 + 2 * at as u16, format!("{name} sebelum"), &bold)?;
        sheet.write_with_format(3, 5 + 2 * at as u16, format!("{name} sesudah"), &bold)?;
    }
    // Exactly this share was on an internship, whoever it was.
    let mut interns: Vec<bool> = (0..PEOPLE).map(|person| (person as f64) < INTERNS * PEOPLE as f64).collect();
    Stream::new(seed, "sorong-interns", 0).shuffle(&mut interns);
    let mut absent = 0;
    for (person, intern) in interns.into_iter().enumerate() {
        let mut stream = Stream::new(seed, "sorong-people", person as u64);
        let row = 4 + person as u32;
        let talent = 4.0 * stream.normal().clamp(-2.0, 2.0);
        // Moved to another office before the second test.
        let moved = stream.uniform() < 0.06;
        absent += u64::from(moved);
        sheet.write(row, 0, person as u32 + 1)?;
        sheet.write(row, 1, format!("P{:04}", 1000 + person))?;
        sheet.write(row, 2, ["Dukcapil", "DPMPTSP", "Dinas Kesehatan", "Kecamatan", "Dinas Sosial"][stream.below(5)])?;
        sheet.write(row, 3, if intern { "ya" } else { "tidak" })?;
        for (at, (_, before, gain)) in COMPETENCES.iter().enumerate() {
            let first = before + talent + 5.0 * stream.normal().clamp(-2.2, 2.2);
            let second = before + gain + if intern { INTERNSHIP } else { 0.0 } + talent + 5.0 * stream.normal().clamp(-2.2, 2.2);
            sheet.write(row, 4 + 2 * at as u16, first.round())?;
            if !moved {
                sheet.write(row, 5 + 2 * at as u16, second.round())?;
            }
        }
    }
    Ok((book.save_to_buffer()?, absent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn communication_is_the_largest_gap_before_and_after() {
        let largest = |gap: &dyn Fn(&(&str, f64, f64)) -> f64| COMPETENCES.iter().max_by(|a, b| gap(a).total_cmp(&gap(b))).map(|found| found.0);
        assert_eq!(largest(&|(_, before, _)| -before), Some("Komunikasi"));
        assert_eq!(largest(&|(_, before, gain)| -(before + gain)), Some("Komunikasi"));
        assert!((MIX.iter().map(|(_, share)| share).sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
