//! Results as tables: effects, tests, further parts of the result format, the account of rows. They choose columns by what is there, not by the method.

use super::compose::say::say;
use super::document::{Cell, Column, Table, UNDEFINED};
use super::words;
use crate::estimate::{Effect, EffectKey, EffectKind, Estimate, TestResult};
use crate::locale::{Lang, number, percent};
use crate::panel::{Cohort, SampleAccount, TimeScale};
use serde_json::{Map, Value};

/// The effects of an estimate with errors, intervals and numbers of records.
pub fn estimate_table(estimate: &Estimate, lang: Lang) -> Table {
    if estimate.command == "power" {
        return super::power::plan_table(estimate, lang);
    }
    let effects = &estimate.effects;
    let decimals = decimals_for(effects);
    let level = percent(lang, level_of(estimate), 0);
    let has = |get: fn(&Effect) -> bool| effects.iter().any(get);
    let (df, bands) = (has(|e| e.df.is_some()), has(|e| e.band_low.is_some()));
    let (records, clusters) = (has(|e| e.records.is_some()), has(|e| e.clusters.is_some()));
    let mut columns = vec![Column {
        title: say!(lang, "Besaran", "Quantity"),
        unit: String::new(),
        numeric: false,
        fields: ["kind", "term", "cohort", "period", "event_time", "region"].map(String::from).to_vec(),
    }];
    let heading = |code: &str| words::field(code, lang);
    columns.push(Column::numbers("estimate", heading("estimate"), ""));
    columns.push(Column::numbers("std_error", heading("std_error"), ""));
    columns.push(Column::numbers("statistic", heading("statistic"), ""));
    if df {
        columns.push(Column::numbers("df", heading("df"), ""));
    }
    columns.push(Column::numbers("p_value", heading("p_value"), ""));
    columns.push(Column::intervals("conf_low", "conf_high", say!(lang, "Selang kepercayaan {level}", "{level} confidence interval"), ""));
    if bands {
        columns.push(Column::intervals("band_low", "band_high", say!(lang, "Pita serentak {level}", "{level} simultaneous band"), ""));
    }
    if records {
        columns.push(Column::numbers("records", heading("records"), ""));
    }
    if clusters {
        columns.push(Column::numbers("clusters", heading("clusters"), ""));
    }
    let rows = effects
        .iter()
        .map(|effect| {
            let mut row = vec![key_cell(&effect.key, estimate.scale, lang)];
            row.push(Cell::number(lang, effect.estimate, decimals));
            row.push(Cell::number(lang, effect.std_error, decimals + 1));
            row.push(Cell::number(lang, effect.statistic, statistic_decimals(effect.statistic, 2)));
            if df {
                row.push(Cell::number(lang, effect.df, usize::from(effect.df.is_some_and(|df| df.fract() != 0.0))));
            }
            row.push(Cell::p(lang, effect.p_value));
            row.push(Cell::interval(lang, effect.conf_low, effect.conf_high, decimals));
            if bands {
                row.push(Cell::interval(lang, effect.band_low, effect.band_high, decimals));
            }
            if records {
                row.push(Cell::count(lang, effect.records));
            }
            if clusters {
                row.push(Cell::count(lang, effect.clusters));
            }
            row
        })
        .collect();
    let (method, outcome) = (&estimate.method, &estimate.outcome);
    Table {
        name: format!("{}-{}", estimate.command, estimate.method),
        caption: match estimate.command.as_str() {
            "did" => say!(lang, "Dampak terhadap `{outcome}` menurut metode `{method}`", "Effects on `{outcome}` by the method `{method}`"),
            "pool" => say!(lang, "Gabungan perkiraan", "Pooled estimates"),
            "survival" => say!(lang, "Lama sampai selesai, kasus belum selesai ikut dihitung", "Time to completion, unfinished cases counted"),
            "its" => say!(lang, "Perubahan deret `{outcome}` sejak program dimulai", "How the series of `{outcome}` changed from the start on"),
            // Before and after is a change and not an effect.
            _ => say!(lang, "Perubahan `{outcome}`: sesudah dikurangi sebelum", "Change of `{outcome}`: after minus before"),
        },
        columns,
        rows,
        notes: Vec::new(),
    }
}

/// What an effect is the effect of, in words.
pub fn key_label(key: &EffectKey, scale: TimeScale, lang: Lang) -> String {
    let term = words::term(&key.term, lang);
    let period = key.period.map(|period| scale.label(period, lang));
    let start = match key.cohort {
        Some(Cohort::TreatedFrom(start)) => Some(scale.label(start, lang)),
        Some(Cohort::NeverTreated) | None => None,
    };
    let base = match (key.kind, key.event_time, start, period) {
        (EffectKind::EventTime, Some(time), ..) => event_time(time.0, scale, lang),
        (EffectKind::Cohort, _, Some(start), _) => say!(lang, "mulai {start}", "start {start}"),
        (EffectKind::Period, _, _, Some(period)) => period,
        (EffectKind::CohortPeriod, _, Some(start), Some(period)) => say!(lang, "mulai {start}, pada {period}", "start {start}, in {period}"),
        _ => term.clone(),
    };
    match &key.region {
        Some(region) if base == term && key.term == "att" => region.clone(),
        Some(region) => format!("{region}: {base}"),
        None => base,
    }
}

/// `+3 bulan`, `−1 month`: time since the start.
pub fn event_time(time: i64, scale: TimeScale, lang: Lang) -> String {
    let sign = if time > 0 { "+" } else { "" };
    let plural = if lang == Lang::En && time.abs() != 1 { "s" } else { "" };
    format!("{sign}{} {}{plural}", number(lang, time as f64, 0), scale.unit(lang))
}

fn key_cell(key: &EffectKey, scale: TimeScale, lang: Lang) -> Cell {
    let cohort = match key.cohort {
        Some(Cohort::TreatedFrom(start)) => scale.code(start),
        Some(Cohort::NeverTreated) | None => String::new(),
    };
    Cell {
        shown: key_label(key, scale, lang),
        machine: vec![
            key.kind.code().into(),
            key.term.clone(),
            cohort,
            key.period.map_or_else(String::new, |period| scale.code(period)),
            key.event_time.map_or_else(String::new, |time| time.0.to_string()),
            key.region.clone().unwrap_or_default(),
        ],
    }
}

/// Decimals at which the typical standard error still has two digits; where there is none, at which the largest estimate has four.
pub fn decimals_for(effects: &[Effect]) -> usize {
    let mut errors: Vec<f64> = effects.iter().filter_map(|effect| effect.std_error).filter(|error| *error > 0.0 && error.is_finite()).collect();
    errors.sort_by(f64::total_cmp);
    let digits = |size: f64, wanted: i32| (wanted - 1 - size.log10().floor() as i32).clamp(0, 6) as usize;
    match errors.get(errors.len() / 2) {
        Some(typical) => digits(*typical, 2),
        None => effects
            .iter()
            .filter_map(|effect| effect.estimate)
            .map(f64::abs)
            .filter(|size| *size > 0.0)
            .max_by(f64::total_cmp)
            .map_or(2, |size| digits(size, 4)),
    }
}

/// The confidence level in the settings, 0.95 where they do not say.
pub fn level_of(estimate: &Estimate) -> f64 {
    estimate.settings.get("level").and_then(Value::as_f64).unwrap_or(0.95)
}

/// Sums of ranks run into millions and need no decimals.
fn statistic_decimals(statistic: Option<f64>, usual: usize) -> usize {
    if statistic.is_some_and(|value| value.abs() >= 1000.0) { 0 } else { usual }
}

/// Tests; none where there are none.
pub fn tests_table(name: &str, tests: &[TestResult], lang: Lang) -> Option<Table> {
    if tests.is_empty() {
        return None;
    }
    let heading = |code: &str| words::field(code, lang);
    let regions = tests.iter().any(|test| test.region.is_some());
    let mut columns = vec![Column::words("name", say!(lang, "Uji", "Test"))];
    if regions {
        columns.push(Column::words("region", heading("region")));
    }
    columns.push(Column::numbers("statistic", heading("statistic"), ""));
    columns.push(Column::numbers("df", heading("df"), ""));
    columns.push(Column::numbers("p_value", heading("p_value"), ""));
    columns.push(Column::words("exact", say!(lang, "Sebaran", "Distribution")));
    let rows = tests
        .iter()
        .map(|test| {
            let mut row = vec![Cell::coded(words::test(&test.name, lang), test.name.clone())];
            if regions {
                row.push(Cell::text(test.region.clone().unwrap_or_default()));
            }
            row.push(Cell::number(lang, test.statistic, statistic_decimals(test.statistic, 3)));
            let shown: Vec<String> = test.df.iter().map(|df| number(lang, *df, usize::from(df.fract() != 0.0))).collect();
            let machine: Vec<String> = test.df.iter().map(f64::to_string).collect();
            row.push(Cell::coded(if shown.is_empty() { UNDEFINED.into() } else { shown.join("; ") }, machine.join(";")));
            row.push(Cell::p(lang, test.p_value));
            row.push(match test.exact {
                Some(true) => Cell::coded(say!(lang, "eksak", "exact"), "true"),
                Some(false) => Cell::coded(say!(lang, "pendekatan", "approximate"), "false"),
                None => Cell::coded(UNDEFINED, ""),
            });
            row
        })
        .collect();
    Some(Table { name: name.into(), caption: say!(lang, "Uji statistik", "Statistical tests"), columns, rows, notes: Vec::new() })
}

/// A further part with the lists inside it as tables of their own.
pub fn part_tables(name: &str, key: &str, part: &Value, lang: Lang) -> Vec<Table> {
    let is_list = |value: &Value| value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_object));
    let Some(object) = part.as_object().filter(|object| object.values().any(is_list)) else { return part_table(name, key, part, lang).into_iter().collect() };
    let (lists, plain): (Vec<_>, Vec<_>) = object.iter().partition(|(_, value)| is_list(value));
    let plain: Map<String, Value> = plain.into_iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    let lists = lists.into_iter().filter_map(|(inner, value)| part_table(&format!("{name}-{}", inner.replace('_', "-")), inner, value, lang));
    part_table(name, key, &Value::Object(plain), lang).into_iter().chain(lists).collect()
}

/// A further part of the result format as a table, whatever it holds: a list of objects gives rows, an object gives names and values.
pub fn part_table(name: &str, key: &str, part: &Value, lang: Lang) -> Option<Table> {
    let caption = words::field(key, lang);
    let (columns, rows) = match part {
        Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_object) => {
            let objects: Vec<&Map<String, Value>> = items.iter().filter_map(Value::as_object).collect();
            let mut keys: Vec<&String> = Vec::new();
            for key in objects.iter().flat_map(|object| object.keys()) {
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
            // A column in which nothing is defined says nothing.
            let empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            keys.retain(|key| objects.iter().any(|object| object.get(*key).is_some_and(|value| !empty(value))));
            // A code beside its name is for machines.
            let named: Vec<String> = keys.iter().filter_map(|key| key.strip_suffix("_name").map(str::to_owned)).collect();
            keys.retain(|key| !named.contains(*key));
            let columns = keys
                .iter()
                .map(|key| Column {
                    title: words::field(key, lang),
                    unit: String::new(),
                    numeric: objects.iter().any(|object| object.get(*key).is_some_and(Value::is_number)),
                    fields: vec![(*key).clone()],
                })
                .collect();
            let rows = objects.iter().map(|object| keys.iter().map(|key| part_cell(key, object.get(*key).unwrap_or(&Value::Null), lang)).collect()).collect();
            (columns, rows)
        }
        Value::Object(object) if !object.is_empty() => {
            let columns = vec![Column::words("name", words::field("name", lang)), Column::numbers("value", words::field("value", lang), "")];
            let rows = object.iter().map(|(key, value)| vec![Cell::coded(words::field(key, lang), key.clone()), part_cell(key, value, lang)]).collect();
            (columns, rows)
        }
        Value::Number(_) | Value::String(_) | Value::Bool(_) => {
            let columns = vec![Column::words("name", words::field("name", lang)), Column::numbers("value", words::field("value", lang), "")];
            (columns, vec![vec![Cell::coded(words::field(key, lang), key), json_cell(part, lang)]])
        }
        _ => return None,
    };
    Some(Table { name: name.into(), caption, columns, rows, notes: Vec::new() })
}

/// A value under its name: counts have a thousands mark, years and p-values are written as such.
pub(crate) fn part_cell(key: &str, value: &Value, lang: Lang) -> Cell {
    match value.as_i64() {
        Some(count) if !["period", "cohort", "year", "start", "date", "reference", "seed"].contains(&key) => {
            Cell { shown: number(lang, count as f64, 0), machine: vec![count.to_string()] }
        }
        _ if key.ends_with("p_value") => Cell::p(lang, value.as_f64()),
        _ => json_cell(value, lang),
    }
}

/// A value of JSON as a cell.
pub fn json_cell(value: &Value, lang: Lang) -> Cell {
    match value {
        Value::Null => Cell::coded(UNDEFINED, ""),
        Value::Bool(flag) => Cell::coded(words::value(if *flag { "true" } else { "false" }, lang).unwrap_or_default(), flag.to_string()),
        Value::Number(known) => {
            let shown = match (known.as_i64(), known.as_f64()) {
                // Years and counts below ten thousand stand without a thousands mark, as people write years.
                (Some(whole), _) if whole.abs() < 10_000 => whole.to_string().replace('-', "−"),
                (Some(whole), _) => number(lang, whole as f64, 0),
                (None, Some(real)) => short(lang, real),
                (None, None) => known.to_string(),
            };
            Cell::coded(shown, known.to_string())
        }
        Value::String(text) => Cell::coded(words::value(text, lang).map_or_else(|| text.clone(), str::to_owned), text.clone()),
        Value::Array(items) if items.is_empty() => Cell::coded(UNDEFINED, ""),
        Value::Array(items) => {
            let cells: Vec<Cell> = items.iter().map(|item| json_cell(item, lang)).collect();
            let join = |get: fn(&Cell) -> String| cells.iter().map(get).collect::<Vec<_>>().join("; ");
            Cell::coded(join(|cell| cell.shown.clone()), join(|cell| cell.machine.concat()))
        }
        Value::Object(object) => {
            let parts: Vec<String> = object.iter().map(|(key, value)| format!("{}: {}", words::field(key, lang), json_cell(value, lang).shown)).collect();
            Cell::coded(parts.join("; "), value.to_string())
        }
    }
}

/// About four significant digits, without zeros at the end that nobody computed.
fn short(lang: Lang, value: f64) -> String {
    let shortest = format!("{value}");
    let own = shortest.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let wanted = if value == 0.0 { 0 } else { (3 - value.abs().log10().floor() as i32).clamp(0, 12) as usize };
    number(lang, value, own.min(wanted))
}

/// The account of rows: read, left by reason, used.
pub fn account_table(name: &str, account: &SampleAccount, lang: Lang) -> Table {
    let columns = vec![Column::words("step", say!(lang, "Langkah", "Step")), Column::numbers("rows", say!(lang, "Baris", "Rows"), "")];
    let mut rows = vec![vec![Cell::coded(say!(lang, "Dibaca dari berkas", "Read from the files"), "rows-read"), Cell::count(lang, Some(account.rows_read))]];
    for dropped in &account.dropped {
        let reason = dropped.reason.text();
        let words = reason.get(lang);
        let mut cell = Cell::count(lang, Some(dropped.rows));
        cell.shown = format!("−{}", cell.shown);
        rows.push(vec![Cell::coded(say!(lang, "Keluar: {words}", "Dropped: {words}"), dropped.reason.code()), cell]);
    }
    rows.push(vec![Cell::coded(say!(lang, "Dipakai dalam analisis", "Used in the analysis"), "rows-used"), Cell::count(lang, Some(account.rows_used))]);
    Table {
        name: name.into(),
        caption: say!(lang, "Dari baris yang dibaca ke baris yang dipakai", "From rows read to rows used"),
        columns,
        rows,
        notes: Vec::new(),
    }
}

/// A setting: names of columns and the like stand as code, since they are no words of the report.
fn setting_cell(value: &Value, lang: Lang) -> Cell {
    let coded = |text: &str| words::value(text, lang).map_or_else(|| format!("`{text}`"), str::to_owned);
    let mut cell = json_cell(value, lang);
    match value {
        Value::String(text) => cell.shown = coded(text),
        Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_string) => {
            cell.shown = items.iter().filter_map(Value::as_str).map(coded).collect::<Vec<_>>().join(", ");
        }
        Value::Array(items) if items.is_empty() => cell.shown = UNDEFINED.into(),
        Value::Object(map) => {
            let parts: Vec<String> = map.iter().map(|(key, value)| format!("{}: {}", words::field(key, lang), setting_cell(value, lang).shown)).collect();
            cell.shown = parts.join("; ");
        }
        _ => {}
    }
    cell
}

/// Settings by name.
pub fn settings_table(name: &str, settings: &Map<String, Value>, lang: Lang) -> Option<Table> {
    if settings.is_empty() {
        return None;
    }
    let columns = vec![Column::words("setting", say!(lang, "Pengaturan", "Setting")), Column::words("value", words::field("value", lang))];
    let rows = settings.iter().map(|(key, value)| vec![Cell::coded(words::field(key, lang), key.clone()), setting_cell(value, lang)]).collect();
    Some(Table {
        name: name.into(),
        caption: say!(lang, "Pengaturan yang dipakai, termasuk nilai bawaan", "Settings in use, defaults included"),
        columns,
        rows,
        notes: Vec::new(),
    })
}
