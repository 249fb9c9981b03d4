//! The study file as text.

use super::{Guess, Looked};
use crate::data::{Column, ColumnKind, EngineFrom, EngineSource};
use crate::locale::{Lang, Text, integer};
use crate::text;
use std::path::PathBuf;

/// A string as TOML writes it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => out.extend(format!("\\u{:04X}", control as u32).chars()),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

fn list(items: &[String]) -> String {
    format!("[{}]", items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", "))
}

/// A short name from a file name: `Permohonan 2024.csv` → `permohonan-2024`.
fn short_name(source: Option<&String>) -> String {
    let stem = source.map(|source| source.rsplit(['/', '\\']).next().unwrap_or(source)).unwrap_or_default();
    let stem = stem.split('.').next().unwrap_or_default();
    let mut out = String::new();
    for letter in stem.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            out.push(letter);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_matches('-').to_owned();
    if out.is_empty() { "studi".into() } else { out }
}

struct Writer {
    lang: Lang,
    out: String,
}

impl Writer {
    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn note(&mut self, text: &Text) {
        for line in text.get(self.lang).lines() {
            let line = format!("# {line}");
            self.line(line.trim_end());
        }
    }

    fn section(&mut self, name: &str) {
        self.line("");
        self.line(name);
    }

    /// A line that only people can fill in.
    fn fill_in(&mut self, what: &Text) {
        let line = text!(|l| format!("# >>> ISI: {}", what.get(l)), format!("# >>> FILL IN: {}", what.get(l)));
        let line = line.get(self.lang).to_owned();
        self.line(&line);
    }
}

/// What a column holds, in a few words; nothing of columns that look like identity numbers.
fn facts(column: &Column, lang: Lang) -> String {
    if column.nik_like {
        return text!("menyerupai NIK: isinya tidak ditampilkan", "looks like an identity number: never shown").get(lang).to_owned();
    }
    let kind = match column.kind {
        ColumnKind::Integer => text!("bilangan bulat", "whole number"),
        ColumnKind::Float => text!("bilangan", "number"),
        ColumnKind::Boolean => text!("ya/tidak", "yes/no"),
        ColumnKind::Text => text!("teks", "text"),
        ColumnKind::Date => text!("tanggal", "date"),
        ColumnKind::Datetime => text!("tanggal dan jam", "date and time"),
        ColumnKind::Month => text!("bulan", "month"),
        ColumnKind::Quarter => text!("triwulan", "quarter"),
        ColumnKind::Time => text!("jam", "time of day"),
        ColumnKind::Empty => text!("kosong", "empty"),
    };
    let mut out = kind.get(lang).to_owned();
    match (&column.min, &column.max) {
        (Some(min), Some(max)) if min != max => out.extend([", ", min, " … ", max]),
        _ if column.kind == ColumnKind::Text && column.distinct.count <= 12 && !column.examples.is_empty() => {
            let examples: Vec<String> = column.examples.iter().map(|example| example.chars().take(24).collect()).collect();
            out.extend([", ", &examples.join(" | ")]);
        }
        _ => {}
    }
    if column.missing > 0 {
        let missing = integer(lang, column.missing);
        out.push_str(text!(", {missing} kosong", ", {missing} missing").get(lang));
    }
    out.replace(['\n', '\r'], " ")
}

/// The file.
pub(super) fn write(looked: &Looked, guess: &Guess, lang: Lang) -> String {
    let mut w = Writer { lang, out: String::new() };
    let rows = integer(lang, looked.rows);
    let of_engine = looked.engine.map(|source| match &source.from {
        EngineFrom::Table(name) => name.rsplit('.').next().unwrap_or(name).to_owned(),
        EngineFrom::Path(path) => path.clone(),
        EngineFrom::Query(_) => source.engine.code().to_owned(),
    });
    let name = short_name(looked.sources.first().or(of_engine.as_ref()));
    w.line("#:schema ./study.schema.json");
    w.note(&text!(
        "Berkas studi untuk dampak. Baris yang diawali # adalah komentar.\nPeran kolom di bawah ini adalah tebakan dari {rows} baris data: periksa satu per satu.\nBaris bertanda >>> ISI hanya dapat diisi oleh orang yang mengenal programnya.\nPeriksa dengan:  dampak check {name}.toml    Jalankan dengan:  dampak run {name}.toml",
        "A study file for dampak. Lines that begin with # are comments.\nThe roles of columns below are guesses from {rows} rows: check each of them.\nLines marked >>> FILL IN are for somebody who knows the program.\nCheck with:  dampak check {name}.toml    Run with:  dampak run {name}.toml"
    ));
    study(&mut w, &name);
    data(&mut w, looked, guess);
    roles(&mut w, guess);
    program(&mut w, looked, guess);
    outcomes(&mut w, guess);
    analysis(&mut w, guess);
    w.out
}

fn study(w: &mut Writer, name: &str) {
    w.section("[study]");
    w.line(&format!("name = {}", quoted(name)));
    let title = text!("Apakah program ini berhasil?", "Did the program work?");
    let title = quoted(title.get(w.lang));
    w.line(&format!("title = {title}"));
    w.note(&text!("Bahasa laporan: \"id\", \"en\", atau [\"id\", \"en\"].", "Language of the report: \"id\", \"en\" or [\"id\", \"en\"]."));
    w.line(&format!("language = \"{}\"", w.lang.tag()));
}

/// Keys of an engine.
fn engine(w: &mut Writer, source: &EngineSource) {
    w.line(&format!("engine = {}", quoted(source.engine.code())));
    let (key, value) = match &source.from {
        EngineFrom::Table(name) => ("table", name),
        EngineFrom::Path(path) => ("path", path),
        EngineFrom::Query(query) => ("query", query),
    };
    let file = |path: &PathBuf| path.display().to_string();
    let given = [
        ("uri", source.uri.clone()),
        (key, Some(value.clone())),
        ("driver", source.driver.as_ref().map(file)),
        ("password_file", source.password_file.as_ref().map(file)),
    ];
    for (key, value) in given.iter().filter_map(|(key, value)| Some((key, value.as_ref()?))) {
        w.line(&format!("{key} = {}", quoted(value)));
    }
    w.note(&text!(
        "Kata sandi tidak ditulis di sini: DAMPAK_ENGINE_PASSWORD, atau password_file.",
        "No password stands here: DAMPAK_ENGINE_PASSWORD, or password_file."
    ));
}

fn data(w: &mut Writer, looked: &Looked, guess: &Guess) {
    w.section("[data]");
    match looked.engine {
        None => w.line(&format!("files = {}", list(looked.sources))),
        Some(source) => engine(w, source),
    }
    let lang = w.lang;
    for reading in looked.reading.iter().take(3).filter(|reading| !reading.get(lang).is_empty()) {
        w.note(&text!(|l| format!("Dibaca sebagai: {}", reading.get(l)), format!("Read as: {}", reading.get(l))));
    }
    if !guess.ambiguous.is_empty() {
        let columns = guess.ambiguous.join(", ");
        w.fill_in(&text!(
            "urutan hari dan bulan pada {columns} tidak dapat dipastikan dari datanya",
            "the order of day and month in {columns} cannot be told from the data"
        ));
        w.line("date_order = \"day-first\"");
    }
    w.note(&text!(
        "deduplicate = true membuang baris yang sama persis (dihitung dalam laporan).",
        "deduplicate = true drops exact copies of rows (they are counted in the report)."
    ));
    w.line("deduplicate = false");
    w.note(&text!("Hanya sebagian data? Contoh:", "Only part of the data? For example:"));
    w.line("# [[data.filter]]");
    w.line("# column = \"status\"");
    w.line("# keep = [\"selesai\", \"proses\"]");
    w.line("");
    w.note(&text!("Kolom yang ada:", "The columns there are:"));
    for column in looked.columns {
        let line = format!("#   {}: {}", column.name.replace(['\n', '\r'], " "), facts(column, w.lang));
        w.line(&line);
    }
}

fn roles(w: &mut Writer, guess: &Guess) {
    w.section("[roles]");
    w.note(&text!("Unit yang diikuti dari waktu ke waktu (kantor, loket, puskesmas).", "The unit that is followed over time (office, counter, clinic)."));
    match &guess.unit {
        Some(unit) => w.line(&format!("unit = {}", quoted(unit))),
        None => w.line("# unit = \"…\""),
    }
    w.note(&text!(
        "Waktu: every = \"day\", \"week\", \"month\", \"quarter\", atau \"year\".",
        "Time: every = \"day\", \"week\", \"month\", \"quarter\" or \"year\"."
    ));
    match &guess.time {
        Some(time) if guess.time_is_date => w.line(&format!("time = {{ column = {}, every = \"month\" }}", quoted(time))),
        Some(time) => w.line(&format!("time = {}", quoted(time))),
        None => w.line("# time = { column = \"…\", every = \"month\" }"),
    }
    if let Some(region) = &guess.region {
        w.line(&format!("region = {}", quoted(region)));
    }
    w.note(&text!("Klaster galat baku; bawaannya unit.", "Clusters of the standard error; the unit by default."));
    w.line("# cluster = \"…\"");
}

fn program(w: &mut Writer, looked: &Looked, guess: &Guess) {
    w.section("[program]");
    w.fill_in(&text!("nama program dan apa yang dilakukan", "the program's name and what was done"));
    w.line(&format!("name = {}", quoted(text!("Nama program", "Name of the program").get(w.lang))));
    w.line("# what = \"…\"");
    if let (Some(group), Some(post)) = (&guess.treated, &guess.post) {
        w.note(&text!(
            "Tebakan: dua kolom 0/1, kelompok program dan sesudah program dimulai.",
            "A guess: two 0/1 columns, the program's group and after its start."
        ));
        w.line(&format!("group = {}", quoted(group)));
        w.line(&format!("post = {}", quoted(post)));
    } else if let (Some(cohort), Some(_)) = (&guess.cohort, &guess.unit) {
        w.note(&text!(
            "Tebakan: periode pertama unit mengikuti program; kosong atau 0 = tidak pernah.",
            "A guess: the first period in which the unit takes part; empty or 0 = never."
        ));
        w.line(&format!("cohort = {}", quoted(cohort)));
    } else if let (Some(status), Some(_), Some(_)) = (&guess.treated, &guess.unit, &guess.time) {
        w.note(&text!("Tebakan: kolom 0/1, unit mengikuti program pada periode itu.", "A guess: a 0/1 column, the unit takes part in that period."));
        w.line(&format!("status = {}", quoted(status)));
    } else {
        w.fill_in(&text!("kapan program dimulai (hapus tanda # dan isi)", "when the program began (remove the # and fill in)"));
        w.line("# start = \"2024-01\"");
        w.fill_in(&text!("siapa yang mengikuti program; yang lain menjadi pembanding", "who took part; everybody else is the comparison"));
        let column = guess.region.as_ref().or(guess.unit.as_ref());
        let shown = column.map_or_else(|| "…".to_owned(), Clone::clone);
        w.line(&format!("# treated = {{ column = {}, values = [\"…\"] }}", quoted(&shown)));
        let values =
            column.and_then(|name| looked.columns.iter().find(|column| &column.name == name)).map(|column| column.examples.join(", ")).unwrap_or_default();
        if !values.is_empty() {
            w.note(&text!("Nilai yang ada antara lain: {values}", "Values there are, among others: {values}"));
        }
        w.note(&text!(
            "Tanpa kelompok pembanding: hapus baris treated; laporan hanya memuat sebelum–sesudah.",
            "Without a comparison group: leave treated out; the report then shows before and after only."
        ));
    }
    w.note(&text!(
        "Porsi pegawai yang ikut (0–1) dan biaya dalam rupiah, bila diketahui:",
        "Share of staff who took part (0–1) and cost in rupiah, where known:"
    ));
    w.line("# participation = 0.6");
    w.line("# cost = 450000000");
    w.note(&text!(
        "Sebutan orang yang dilayani (satu catatan satu orang), untuk jumlah yang dijangkau program:",
        "What to call those served (one a record), for how many the program reached:"
    ));
    w.line("# served = { id = \"pemohon\", en = \"applicants\" }");
}

fn outcomes(w: &mut Writer, guess: &Guess) {
    let mut any = false;
    if guess.years.len() > 1 {
        let years = guess.years.join(", ");
        w.line("");
        w.fill_in(&text!(
            "data ini melebar (satu kolom per tahun: {years}); susun ulang menjadi satu baris per unit dan tahun dengan kolom tahun dan nilai",
            "these data are wide (one column a year: {years}); rearrange them to one row a unit and year, with a column for the year and one for the value"
        ));
    }
    let instants = match (&guess.duration, &guess.times_of_day) {
        (Some((start, end)), _) => Some((quoted(start), quoted(end), "working-hours")),
        (None, Some((day, start, end))) => {
            let both = |time: &String| format!("{{ date = {}, time = {} }}", quoted(day), quoted(time));
            Some((both(start), both(end), "elapsed"))
        }
        (None, None) => None,
    };
    if let Some((start, end, clock)) = instants {
        any = true;
        w.section("[[outcome]]");
        w.note(&text!(
            "Lama layanan. clock: \"working-hours\", \"working-days\", \"calendar-days\", atau \"elapsed\".",
            "Service time. clock: \"working-hours\", \"working-days\", \"calendar-days\" or \"elapsed\"."
        ));
        w.line(if w.lang == Lang::Id { "name = \"waktu-layanan\"" } else { "name = \"service-time\"" });
        w.line("label = { id = \"Waktu penyelesaian\", en = \"Service time\" }");
        w.line(&format!("duration = {{ start = {start}, end = {end}, clock = \"{clock}\" }}"));
        w.note(&text!("Standar layanan dalam satuan itu, bila ada:", "Service standard in that unit, where there is one:"));
        w.line("# target = 24");
    }
    if !guess.elements.is_empty() {
        any = true;
        w.section("[[outcome]]");
        w.note(&text!(
            "Indeks kepuasan (Permenpan RB 14/2017). Urutan kolom: U1 sampai U9.",
            "Satisfaction index (Permenpan RB 14/2017). Columns in the order U1 to U9."
        ));
        w.line("name = \"ikm\"");
        w.line("label = { id = \"Indeks Kepuasan Masyarakat\", en = \"Satisfaction index\" }");
        w.line(&format!("index = {{ elements = {}, regime = \"2017\" }}", list(&guess.elements)));
    }
    if let Some((before, after)) = &guess.gain {
        any = true;
        w.section("[[outcome]]");
        w.line("name = \"n-gain\"");
        w.note(&text!("Nilai tertinggi tes:", "Highest score of the test:"));
        w.line(&format!("gain = {{ before = {}, after = {}, max = 100 }}", quoted(before), quoted(after)));
    }
    if !any {
        w.section("[[outcome]]");
        w.line(if w.lang == Lang::Id { "name = \"hasil\"" } else { "name = \"outcome\"" });
        match guess.measures.split_first() {
            Some((first, others)) => {
                w.note(&text!("Tebakan: kolom angka yang diukur.", "A guess: the numeric column that is measured."));
                w.line(&format!("column = {}", quoted(first)));
                if !others.is_empty() {
                    let others = others.join(", ");
                    w.note(&text!("Kolom angka lain: {others}", "Other numeric columns: {others}"));
                }
            }
            None => w.fill_in(&text!("kolom angka yang diukur: column = \"…\"", "the numeric column that is measured: column = \"…\"")),
        }
        w.fill_in(&text!(
            "arah yang baik: \"lower\" (makin kecil makin baik) atau \"higher\"",
            "which direction is good: \"lower\" (less is better) or \"higher\""
        ));
        w.line("better = \"higher\"");
    }
}

fn analysis(w: &mut Writer, guess: &Guess) {
    w.section("[analysis]");
    w.note(&text!("Dampak menurut kelompok (dokumen, wilayah):", "Effects by group (document, region):"));
    w.line(&format!("by = {}", list(&guess.kinds)));
    w.note(&text!(
        "Dampak menurut bentuk program, bila unit peserta mendapat bentuk yang berbeda (lokakarya, seminar):",
        "Effects by kind of program, where treated units got different kinds (workshop, seminar):"
    ));
    w.line("# arms = [\"pelatihan\"]");
    w.note(&text!(
        "Metode; bawaannya yang cocok dengan rancangan datanya. did = [] untuk sebelum–sesudah saja.",
        "Methods; by default those that fit the design. did = [] for before and after only."
    ));
    w.line("# did = [\"twfe\", \"event-study\"]");
    if guess.duration.is_some() {
        w.section("[calendar]");
        w.note(&text!(
            "Zona waktu kantor: \"wib\", \"wita\", atau \"wit\"; hari buka 5 atau 6.",
            "Time zone of the office: \"wib\", \"wita\" or \"wit\"; days open 5 or 6."
        ));
        w.line("zone = \"wib\"");
        w.line("days = 5");
        w.note(&text!("Penutupan sendiri:", "Own closures:"));
        w.line("# closures = [\"2024-12-30/2025-01-02\"]");
    }
}
