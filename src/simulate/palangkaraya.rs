//! `palangkaraya`: training of licensing staff in Kota Palangka Raya, in class and by e-learning, from 8 January 2024 on.
//!
//! Applications of 2022–2024 at one office, in working days; participants with tests, observed work and a reaction form. True effect on the weekly mean: a
//! step of −2.0 days and a slope of −0.02 days a week, beside a season, Ramadan, a slow trend and weekly shocks that depend on each other. True N-gain:
//! 0.50 in class, 0.40 by e-learning, half of the participants each.

use super::{Generated, GeneratedFile, autoregressive, gamma, rounded};
use crate::error::Error;
use crate::inference::random::Stream;
use crate::measure::calendar::{CalendarSettings, WorkingCalendar, Zone, ramadan_share};
use crate::panel::{Period, TimeScale};
use chrono::{Datelike, Days, NaiveDate};
use serde_json::json;
use std::fmt::Write;

/// Change of the level at the start, in working days.
pub const STEP: f64 = -2.0;
/// Change of the slope, in working days a week.
pub const SLOPE: f64 = -0.02;
/// Mean N-gain in class and by e-learning.
pub const GAINS: [f64; 2] = [0.50, 0.40];
/// Further working days in a week of Ramadan.
const RAMADAN: f64 = 1.2;
/// Change a week before the program and after it.
const TREND: f64 = -0.004;
/// Weeks before and after the start.
const BEFORE: usize = 105;
const AFTER: usize = 51;
const PARTICIPANTS: usize = 160;
/// Days after the last week until the log was taken.
const UNTIL_TAKEN: u64 = 19;

const SERVICES: [(&str, f64, f64); 4] =
    [("Izin Usaha", 0.0, 0.40), ("Izin Reklame", -1.0, 0.22), ("Persetujuan Bangunan Gedung", 2.0, 0.23), ("Izin Praktik", -0.6, 0.15)];
const JOBS: [&str; 4] = ["Petugas loket", "Verifikator", "Pengolah data", "Kepala seksi"];

fn first_monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 1, 3).unwrap_or_default()
}

/// The mean of the program's effect over the weeks since the start: what `average-effect` estimates.
pub fn average_effect() -> f64 {
    STEP + SLOPE * (AFTER as f64 - 1.0) / 2.0
}

/// The effect in the last week.
pub fn effect_at_end() -> f64 {
    STEP + SLOPE * (AFTER as f64 - 1.0)
}

fn date(day: NaiveDate) -> String {
    format!("{:02}-{:02}-{}", day.day(), day.month(), day.year())
}

fn works(calendar: &WorkingCalendar, day: NaiveDate) -> bool {
    calendar.working_minutes(day).unwrap_or(0) > 0
}

/// The day that is `count` working days after another.
fn later(calendar: &WorkingCalendar, day: NaiveDate, count: i64) -> NaiveDate {
    let (mut day, mut left) = (day, count);
    while left > 0 {
        day = day.checked_add_days(Days::new(1)).unwrap_or(day);
        left -= i64::from(works(calendar, day));
    }
    day
}

fn log(seed: u64, calendar: &WorkingCalendar, counts: &mut [u64; 3]) -> String {
    let mut stream = Stream::new(seed, "palangkaraya", 0);
    let shocks = autoregressive(&mut stream, BEFORE + AFTER, 0.5, 0.45);
    let season = |week: usize| 0.6 * (std::f64::consts::TAU * week as f64 / 52.18).sin() + 0.3 * (std::f64::consts::TAU * week as f64 / 52.18).cos();
    let taken = first_monday() + Days::new((BEFORE + AFTER) as u64 * 7 - 1 + UNTIL_TAKEN);
    let mut csv = String::from("no_berkas;loket;jenis_izin;tanggal_masuk;tanggal_selesai;biaya_retribusi\n");
    let mut number = 0;
    for (week, shock) in shocks.iter().enumerate() {
        let monday = first_monday() + Days::new(week as u64 * 7);
        let days: Vec<NaiveDate> = (0..7).map(|day| monday + Days::new(day)).filter(|day| works(calendar, *day)).collect();
        if days.is_empty() {
            continue;
        }
        let ramadan = ramadan_share(TimeScale::Week, Period(TimeScale::Week.period_of(monday).0));
        let since = (week + 1).saturating_sub(BEFORE + 1) as f64;
        let program = if week >= BEFORE { STEP + SLOPE * since } else { 0.0 };
        let level = 13.0 + TREND * week as f64 + season(week) + RAMADAN * ramadan + shock.clamp(-1.4, 1.4) + program;
        for _ in 0..(days.len() * 11 + stream.below(9)) {
            let mut left = stream.uniform();
            let service = SERVICES.iter().position(|(_, _, share)| {
                left -= share;
                left < 0.0
            });
            let (name, own, _) = SERVICES[service.unwrap_or(0)];
            // Levels of the services times their shares add to 0.15, which is taken off. The smallest value stays above a day, so that nothing is cut.
            let noise = gamma(&mut stream, 2, 1.9) - 3.8;
            let took = rounded(&mut stream, (level + own - 0.15 + noise.min(24.0)).max(1.0));
            let start = days[stream.below(days.len())];
            let end = later(calendar, start, took);
            number += 1;
            let open = end > taken || stream.uniform() < 0.012;
            counts[0] += u64::from(open);
            let kind = if stream.uniform() < 0.003 {
                counts[1] += 1;
                ""
            } else {
                name
            };
            let fee = 50.0 + (stream.uniform() * 900.0).round() / 2.0;
            let line = format!(
                "PKY-{}-{number:05};Loket {};{kind};{};{};{}\n",
                start.year(),
                stream.below(6) + 1,
                date(start),
                if open { String::new() } else { date(end) },
                format!("{fee:.2}").replace('.', ",")
            );
            csv.push_str(&line);
            if stream.uniform() < 0.001 {
                counts[2] += 1;
                let _ = write!(csv, "{line}");
            }
        }
    }
    csv
}

fn participants(seed: u64, counts: &mut [u64; 2]) -> String {
    let mut csv =
        String::from("id_peserta;jabatan;moda;nilai_pre;nilai_post;observasi_sebelum;observasi_sesudah;reaksi_materi;reaksi_pengajar;reaksi_manfaat\n");
    for person in 0..PARTICIPANTS {
        let mut stream = Stream::new(seed, "palangkaraya-peserta", person as u64);
        let class = person % 2 == 0;
        let gain = GAINS[usize::from(!class)];
        let top = stream.uniform() < 0.02;
        let before = if top { 100 } else { rounded(&mut stream, 52.0 + 14.0 * ability(seed, person)).clamp(20, 92) };
        let own = gain + (stream.uniform() - 0.5) * 0.5;
        let after = if top { 100 } else { rounded(&mut stream, before as f64 + own * (100.0 - before as f64)).clamp(0, 100) };
        counts[0] += u64::from(top);
        let absent = stream.uniform() < 0.04;
        counts[1] += u64::from(absent);
        let watched = 2.3 + 0.5 * stream.uniform();
        let seen = watched + 0.35 + (stream.uniform() - 0.5) * 0.6;
        let marks: Vec<String> = [3.3, 3.5, 3.2].iter().map(|mean| rounded(&mut stream, mean + liking(class)).clamp(1, 4).to_string()).collect();
        let _ = writeln!(
            csv,
            "PS-{:03};{};{};{before};{};{};{};{}",
            person + 1,
            JOBS[stream.below(JOBS.len())],
            if class { "kelas" } else { "daring" },
            if absent { String::new() } else { after.to_string() },
            format!("{watched:.1}").replace('.', ","),
            format!("{:.1}", seen.min(4.0)).replace('.', ","),
            marks.join(";"),
        );
    }
    csv
}

/// How strong a participant was before, apart from everything else that is drawn for them.
fn ability(seed: u64, person: usize) -> f64 {
    Stream::new(seed, "palangkaraya-kemampuan", person as u64).normal().clamp(-2.0, 2.0)
}

/// E-learning was liked a little less.
fn liking(class: bool) -> f64 {
    if class { 0.1 } else { -0.15 }
}

/// The files of the study: a log and the participants, both with semicolons and decimal commas.
pub fn generate(seed: u64) -> Result<Generated, Error> {
    let calendar = WorkingCalendar::new(&CalendarSettings { zone: Zone::Wib, ..CalendarSettings::default() })?;
    let (mut of_log, mut of_people) = ([0; 3], [0; 2]);
    let log = log(seed, &calendar, &mut of_log);
    let people = participants(seed, &mut of_people);
    let start = first_monday() + Days::new(BEFORE as u64 * 7);
    let truth = json!({
        "preset": "palangkaraya",
        "seed": seed,
        "synthetic": true,
        "outcome": "working days from hand-in to completion, weekly mean",
        "start": start.format("%Y-%m-%d").to_string(),
        "level_change": STEP,
        "slope_change_per_week": SLOPE,
        "average_effect": average_effect(),
        "effect_at_end": effect_at_end(),
        "ramadan_week": RAMADAN,
        "trend_per_week": TREND,
        "n_gain": f64::midpoint(GAINS[0], GAINS[1]),
        "n_gain_classroom": GAINS[0],
        "n_gain_e_learning": GAINS[1],
        "behaviour_change": 0.35,
        "participants": PARTICIPANTS,
        "unfinished": of_log[0],
        "missing_service": of_log[1],
        "duplicates": of_log[2],
        "at_maximum_before": of_people[0],
        "without_test_after": of_people[1],
    });
    let files = vec![GeneratedFile { name: "permohonan.csv", bytes: log.into_bytes() }, GeneratedFile { name: "peserta.csv", bytes: people.into_bytes() }];
    Ok(Generated { files, truth })
}
