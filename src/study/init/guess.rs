//! Which column may play which role: by what it holds first, by its name second.

use crate::data::{Column, ColumnKind, OrderFrom};
use crate::measure::satisfaction::{NumberOrder, match_columns};

/// Roles that columns may play.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Guess {
    /// When a case came in and when it was finished.
    pub(super) duration: Option<(String, String)>,
    /// A date column with two times of day: the date, when a case came in, when it was finished.
    pub(super) times_of_day: Option<(String, String, String)>,
    /// Columns that are years: one row holds several periods.
    pub(super) years: Vec<String>,
    /// When.
    pub(super) time: Option<String>,
    /// Whether the time column holds dates.
    pub(super) time_is_date: bool,
    /// Unit.
    pub(super) unit: Option<String>,
    /// Region.
    pub(super) region: Option<String>,
    /// Kinds of cases.
    pub(super) kinds: Vec<String>,
    /// Elements of satisfaction, U1 to U9 as far as they are there.
    pub(super) elements: Vec<String>,
    /// Scores before and after.
    pub(super) gain: Option<(String, String)>,
    /// First treated period of the unit.
    pub(super) cohort: Option<String>,
    /// 0/1: treated now, or of the treated group.
    pub(super) treated: Option<String>,
    /// 0/1: after the start.
    pub(super) post: Option<String>,
    /// Numeric columns that may be outcomes.
    pub(super) measures: Vec<String>,
    /// Columns of dates whose order of day and month cannot be told.
    pub(super) ambiguous: Vec<String>,
    /// Columns that look like identity numbers.
    pub(super) hidden: Vec<String>,
}

const START: &[&str] = &[
    "masuk",
    "mulai",
    "daftar",
    "pendaftaran",
    "terima",
    "diterima",
    "permohonan",
    "pengajuan",
    "ajuan",
    "registrasi",
    "lapor",
    "informasi",
    "open",
    "opened",
    "created",
    "start",
    "received",
    "submitted",
    "request",
    "requested",
];
const END: &[&str] =
    &["selesai", "tutup", "terbit", "cetak", "jadi", "keluar", "respon", "closed", "close", "end", "finish", "finished", "completed", "issued", "resolved"];
const NOT_AN_END: &[&str] = &["target", "due", "batas", "tenggat", "lahir", "birth"];
const TIME: &[&str] = &["tanggal", "tgl", "bulan", "periode", "triwulan", "tahun", "date", "month", "period", "quarter", "year", "time"];
const UNIT: &[&str] = &[
    "kantor",
    "loket",
    "puskesmas",
    "unit",
    "klinik",
    "instansi",
    "opd",
    "dinas",
    "uptd",
    "sekolah",
    "office",
    "clinic",
    "school",
    "firm",
    "facility",
    "department",
];
const UNIT_KEY: &[&str] = &["id", "kode", "code", "fcode", "nomor", "no"];
const REGION: &[&str] =
    &["kota", "kabupaten", "kab", "kabkota", "wilayah", "kecamatan", "provinsi", "region", "city", "district", "county", "province", "state", "neighborhood"];
const KIND: &[&str] = &["dokumen", "layanan", "jenis", "kategori", "pelayanan", "document", "service", "type", "category", "kind"];
const BEFORE: &[&str] = &["pre", "pretest", "sebelum", "awal", "before"];
const AFTER: &[&str] = &["post", "posttest", "sesudah", "setelah", "akhir", "after"];
const COHORT: &[&str] = &["cohort", "kohort", "gelombang", "wave", "treat", "angkatan"];
const TREATED: &[&str] = &["treated", "treat", "program", "perlakuan", "dilatih", "pelatihan", "peserta", "intervensi", "grant"];
/// Columns that count something are no names of units.
const COUNT: &[&str] = &["jumlah", "total", "banyak", "number"];
const MEASURE: &[&str] = &[
    "respon", "respons", "response", "durasi", "lama", "waktu", "menit", "jam", "hari", "nilai", "skor", "score", "ikm", "indeks", "index", "duration", "wait",
    "waiting", "minutes", "hours", "days", "rate", "persen", "price",
];
const NOT_A_MEASURE: &[&str] =
    &["id", "kode", "code", "no", "nomor", "nik", "rt", "rw", "lat", "lon", "latitude", "longitude", "zip", "tahun", "year", "bulan", "month"];

/// The words of a column's name, in small letters.
fn words(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut last = ' ';
    for letter in name.chars() {
        if letter.is_alphanumeric() {
            let starts = !last.is_alphanumeric() || (last.is_lowercase() && letter.is_uppercase()) || (last.is_alphabetic() && letter.is_numeric());
            if starts {
                out.push(String::new());
            }
            if let Some(word) = out.last_mut() {
                word.extend(letter.to_lowercase());
            }
        }
        last = letter;
    }
    out
}

/// Place of the first word of the list that the name has; the list is in the order of preference.
fn rank(name: &str, list: &[&str]) -> Option<usize> {
    let words = words(name);
    list.iter().position(|wanted| words.iter().any(|word| word == wanted || (wanted.len() >= 5 && word.starts_with(wanted))))
}

fn number(text: Option<&String>) -> Option<f64> {
    text?.parse().ok()
}

struct Columns<'a> {
    all: Vec<&'a Column>,
    rows: u64,
}

impl<'a> Columns<'a> {
    /// The column that fits best by its name, among those that hold what is needed.
    fn best(&self, list: &[&str], fits: impl Fn(&Column) -> bool) -> Option<&'a Column> {
        self.all
            .iter()
            .copied()
            .filter(|column| fits(column))
            .filter_map(|column| Some((rank(&column.name, list)?, column)))
            .min_by_key(|(rank, _)| *rank)
            .map(|(_, column)| column)
    }

    fn groups(&self, column: &Column, most: u64) -> bool {
        // Large columnar files are not counted on opening: then the name alone decides.
        let repeats = !column.counted || (!column.distinct.capped && column.distinct.count < self.rows.max(3) && (2..=most).contains(&column.distinct.count));
        matches!(column.kind, ColumnKind::Text | ColumnKind::Integer) && repeats
    }
}

/// 0/1, or true and false.
fn is_binary(column: &Column) -> bool {
    column.kind == ColumnKind::Boolean
        || (column.kind == ColumnKind::Integer
            && column.distinct.count == 2
            && number(column.min.as_ref()) == Some(0.0)
            && number(column.max.as_ref()) == Some(1.0))
}

impl Guess {
    /// Guesses from the facts of all columns.
    pub(super) fn of(columns: &[Column], rows: u64) -> Self {
        let hidden: Vec<String> = columns.iter().filter(|column| column.nik_like).map(|column| column.name.clone()).collect();
        let seen = Columns { all: columns.iter().filter(|column| !column.nik_like && !column.duplicated && column.kind != ColumnKind::Empty).collect(), rows };
        let name = |column: &Column| column.name.clone();
        let mut guess = Guess { hidden, ..Guess::default() };
        guess.ambiguous =
            seen.all.iter().filter(|column| matches!(column.reading.date_order, Some((_, OrderFrom::Ambiguous)))).map(|column| name(column)).collect();
        guess.dates(&seen);
        guess.survey(&seen);
        guess.program(&seen);
        let most_units = (rows / 2).clamp(2, 5_000);
        // Names say more than codes.
        guess.region = seen
            .best(REGION, |column| seen.groups(column, 600) && column.kind == ColumnKind::Text && rank(&column.name, COUNT).is_none())
            .or_else(|| seen.best(REGION, |column| seen.groups(column, 600) && rank(&column.name, COUNT).is_none()))
            .map(name);
        let free = |column: &Column| {
            Some(&column.name) != guess.region.as_ref() && rank(&column.name, COUNT).is_none() && !guess.elements.contains(&column.name) && !is_binary(column)
        };
        guess.unit = seen
            .best(UNIT, |column| free(column) && seen.groups(column, most_units))
            .map(name)
            // A table of regions over the years: the regions are the units.
            .or_else(|| guess.region.clone().filter(|_| guess.time.is_some() && guess.duration.is_none()))
            .or_else(|| seen.best(UNIT_KEY, |column| free(column) && seen.groups(column, most_units) && column.kind == ColumnKind::Integer).map(name));
        let kinds = seen
            .all
            .iter()
            .filter(|column| free(column) && Some(&column.name) != guess.unit.as_ref() && seen.groups(column, 40) && column.kind == ColumnKind::Text);
        guess.kinds = kinds.filter(|column| rank(&column.name, KIND).is_some()).map(|column| name(column)).take(3).collect();
        guess.measures(&seen);
        guess
    }

    fn dates(&mut self, seen: &Columns) {
        let is_instant = |column: &Column| matches!(column.kind, ColumnKind::Date | ColumnKind::Datetime) && rank(&column.name, NOT_AN_END).is_none();
        let start = seen.best(START, is_instant);
        let end = seen.best(END, |column| is_instant(column) && start.is_none_or(|start| start.name != column.name));
        if let (Some(start), Some(end)) = (start, end) {
            self.duration = Some((start.name.clone(), end.name.clone()));
        }
        let clock = |list: &[&str], other: Option<&Column>| {
            seen.best(list, |column| column.kind == ColumnKind::Time && other.is_none_or(|other| other.name != column.name))
        };
        let (opened, closed) = (clock(START, None), clock(END, clock(START, None)));
        if let (None, Some(day), Some(opened), Some(closed)) = (&self.duration, seen.all.iter().find(|column| column.kind == ColumnKind::Date), opened, closed)
        {
            self.times_of_day = Some((day.name.clone(), opened.name.clone(), closed.name.clone()));
        }
        self.years = seen
            .all
            .iter()
            .filter(|column| column.name.parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year)))
            .map(|column| column.name.clone())
            .collect();
        let other_date = |fits: &dyn Fn(&Column) -> bool| {
            seen.all.iter().copied().find(|column| column.kind.is_date() && rank(&column.name, NOT_AN_END).is_none() && fits(column))
        };
        let date = start
            .or_else(|| seen.best(TIME, |column| column.kind.is_date() && rank(&column.name, NOT_AN_END).is_none()))
            // A date that some records lack is the start of a program or an end rather than the time of the record.
            .or_else(|| other_date(&|column: &Column| column.missing == 0));
        let number = || seen.best(TIME, |column| column.kind == ColumnKind::Integer && (!column.counted || column.distinct.count >= 2));
        let time = date.or_else(number).or_else(|| other_date(&|_| true));
        self.time_is_date = time.is_some_and(|column| column.kind.is_date());
        self.time = time.map(|column| column.name.clone());
    }

    fn survey(&mut self, seen: &Columns) {
        let scores: Vec<&Column> = seen
            .all
            .iter()
            .copied()
            .filter(|column| {
                let on_scale = column.kind.is_numeric()
                    && number(column.min.as_ref()).is_some_and(|low| low >= 1.0)
                    && number(column.max.as_ref()).is_some_and(|high| high <= 4.0);
                on_scale || (column.kind == ColumnKind::Text && (2..=5).contains(&column.distinct.count))
            })
            .collect();
        let labels: Vec<&str> = scores.iter().map(|column| column.label.as_deref().unwrap_or(&column.name)).collect();
        let matching = match_columns(&labels, NumberOrder::default());
        // Fewer than five are more likely other columns with words of the survey in their names.
        if let Some(complete) = matching.complete() {
            self.elements = complete.iter().map(|at| scores[*at].name.clone()).collect();
        }
        let before = seen.best(BEFORE, |column| column.kind.is_numeric() && !is_binary(column));
        let after = seen.best(AFTER, |column| column.kind.is_numeric() && !is_binary(column));
        if let (Some(before), Some(after)) = (before, after) {
            self.gain = Some((before.name.clone(), after.name.clone()));
        }
    }

    fn program(&mut self, seen: &Columns) {
        self.post = seen.best(AFTER, is_binary).map(|column| column.name.clone());
        self.treated = seen.best(TREATED, is_binary).map(|column| column.name.clone());
        let has_time = self.time.is_some();
        let cohort = seen.best(COHORT, |column| {
            has_time && !is_binary(column) && (column.kind.is_numeric() || column.kind.is_date()) && (2..=60).contains(&column.distinct.count)
        });
        self.cohort = cohort.map(|column| column.name.clone()).filter(|name| Some(name) != self.time.as_ref());
    }

    fn measures(&mut self, seen: &Columns) {
        let taken: Vec<&String> =
            [&self.time, &self.unit, &self.region, &self.cohort, &self.treated, &self.post].into_iter().flatten().chain(&self.elements).collect();
        let mut found: Vec<(usize, &Column)> = seen
            .all
            .iter()
            .copied()
            .filter(|column| {
                matches!(column.kind, ColumnKind::Float | ColumnKind::Integer)
                    && !is_binary(column)
                    && column.distinct.count > 2
                    && !taken.contains(&&column.name)
            })
            .filter(|column| rank(&column.name, NOT_A_MEASURE).is_none())
            .map(|column| (rank(&column.name, MEASURE).unwrap_or(MEASURE.len() + usize::from(column.kind == ColumnKind::Integer)), column))
            .collect();
        found.sort_by_key(|(rank, _)| *rank);
        self.measures = found.into_iter().map(|(_, column)| column.name.clone()).take(8).collect();
    }
}
