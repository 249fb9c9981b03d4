//! A small log of an office, made by rule: counters in four cities, two years, a known effect on Kendari from January 2024.

use super::{Study, parse};
use crate::data::{ArrayColumn, Records};
use crate::inference::random::Stream;
use crate::locale::Lang;
use chrono::NaiveDate;

/// Working hours that the program saves.
pub(super) const EFFECT: f64 = -6.0;

pub(super) const STUDY: &str = r#"[study]
name = "kendari"
title = { id = "Pelatihan di Kendari", en = "Training in Kendari" }
language = ["id", "en"]
synthetic = true
seed = 7

[data]
files = "permohonan.csv"

[roles]
unit = "loket"
time = { column = "masuk", every = "month" }
region = "kota"

[program]
name = { id = "Pelatihan", en = "Training" }
start = "2024-01"
treated = { column = "kota", values = ["Kendari"] }
participation = 0.6
cost = 450000000

[[outcome]]
name = "waktu"
label = { id = "Waktu penyelesaian", en = "Service time" }
duration = { start = "masuk", end = "selesai", clock = "elapsed" }
target = 24

[[outcome]]
name = "tepat-waktu"
within_target = "waktu"

[analysis]
by = ["dokumen", "kota"]
"#;

pub(super) fn study(text: &str) -> Study {
    parse("studi.toml", text).unwrap_or_else(|error| panic!("{}", error.message(Lang::En)))
}

/// Four cities, `counters` counters each, 24 months, `cases` cases a counter and month. Every 50th case is unfinished.
pub(super) fn log(counters: usize, cases: usize) -> Records {
    let mut stream = Stream::new(11, "office log", 0);
    let (mut city, mut counter, mut document) = (Vec::new(), Vec::new(), Vec::new());
    let (mut start, mut end) = (Vec::new(), Vec::new());
    let mut number = 0;
    for (at, name) in ["Kendari", "Baubau", "Konawe", "Konawe Selatan"].into_iter().enumerate() {
        for desk in 0..counters {
            let level = 26.0 + 2.0 * at as f64 + 1.5 * stream.normal();
            for month in 0..24 {
                for case in 0..cases {
                    let day = NaiveDate::from_ymd_opt(2023 + month / 12, month as u32 % 12 + 1, 1 + (case as u32 * 7) % 26).unwrap();
                    let opened = i64::from(day.to_epoch_days()) * 86_400 + 8 * 3_600;
                    let treated = at == 0 && month >= 12;
                    let kind = ["KTP-el", "KK", "Akta kelahiran"][(case + month as usize) % 3];
                    let hours = level + 0.1 * f64::from(month) + if treated { EFFECT } else { 0.0 } + 2.0 * stream.normal();
                    number += 1;
                    city.push(Some(name.to_owned()));
                    counter.push(Some(format!("{name} {desk}")));
                    document.push(Some(kind.to_owned()));
                    start.push(Some(opened));
                    end.push((number % 50 != 0).then_some(opened + (hours.max(0.5) * 3_600.0) as i64));
                }
            }
        }
    }
    Records::from_arrays(vec![
        ("kota".into(), ArrayColumn::Text(city)),
        ("loket".into(), ArrayColumn::Text(counter)),
        ("dokumen".into(), ArrayColumn::Text(document)),
        ("masuk".into(), ArrayColumn::Datetime(start)),
        ("selesai".into(), ArrayColumn::Datetime(end)),
    ])
    .unwrap_or_else(|error| panic!("{}", error.message(Lang::En)))
}
