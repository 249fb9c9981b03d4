//! Dates, months, quarters and times of day as people write them, in Indonesian and English.

use super::options::DateOrder;
use chrono::{Datelike, NaiveDate};

/// What a written date says before the order of day and month is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Year, month and day are certain: `a` is the month, `b` the day.
    Certain,
    /// `a` and `b` are day and month in an order that the column must tell.
    Numeric,
    /// `a` is the month.
    Month,
    /// `a` is the quarter.
    Quarter,
}

/// A date as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) layout: Layout,
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) year: i32,
    /// Microseconds since midnight, where a time of day is written.
    pub(super) time: Option<i64>,
    /// Minutes east of Greenwich, where an offset is written.
    pub(super) offset: Option<i32>,
}

pub(super) const DAY_MICROS: i64 = 86_400_000_000;
const MINUTE_MICROS: i64 = 60_000_000;

const MONTHS: [&[&str]; 12] = [
    &["jan", "januari", "january"],
    &["feb", "peb", "februari", "pebruari", "february"],
    &["mar", "mrt", "maret", "march"],
    &["apr", "april"],
    &["mei", "may"],
    &["jun", "juni", "june"],
    &["jul", "juli", "july"],
    &["agu", "agt", "ags", "agst", "aug", "agustus", "august"],
    &["sep", "sept", "september"],
    &["okt", "oct", "oktober", "october"],
    &["nov", "nop", "november", "nopember"],
    &["des", "dec", "desember", "december"],
];

const WEEKDAYS: [&str; 29] = [
    "senin",
    "selasa",
    "rabu",
    "kamis",
    "jumat",
    "sabtu",
    "minggu",
    "ahad",
    "sen",
    "sel",
    "rab",
    "kam",
    "jum",
    "sab",
    "min",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
];

fn month_of(word: &str) -> Option<u32> {
    let folded = word.to_lowercase();
    MONTHS.iter().position(|names| names.contains(&folded.as_str())).map(|at| at as u32 + 1)
}

fn quarter_of(word: &str) -> Option<u32> {
    ["1", "2", "3", "4"]
        .iter()
        .position(|n| *n == word)
        .or_else(|| ["I", "II", "III", "IV"].iter().position(|n| n.eq_ignore_ascii_case(word)))
        .map(|at| at as u32 + 1)
}

impl Stamp {
    /// The day (the first of a month or quarter) under an order; none where it does not exist.
    pub(super) fn day(&self, order: DateOrder) -> Option<NaiveDate> {
        let (month, day) = match (self.layout, order) {
            (Layout::Certain, _) | (Layout::Numeric, DateOrder::MonthFirst) => (self.a, self.b),
            (Layout::Numeric, DateOrder::DayFirst) => (self.b, self.a),
            (Layout::Month, _) => (self.a, 1),
            (Layout::Quarter, _) => (self.a * 3 - 2, 1),
        };
        NaiveDate::from_ymd_opt(self.year, month, day)
    }

    /// Days since 1970-01-01.
    pub(super) fn days(&self, order: DateOrder) -> Option<i32> {
        self.day(order).map(|day| day.num_days_from_ce() - EPOCH_FROM_CE)
    }

    /// Microseconds since 1970-01-01, wall-clock time as written, or in UTC where offsets are to be applied.
    pub(super) fn micros(&self, order: DateOrder, utc: bool) -> Option<i64> {
        let wall = i64::from(self.days(order)?) * DAY_MICROS + self.time.unwrap_or(0);
        Some(if utc { wall - i64::from(self.offset.unwrap_or(0)) * MINUTE_MICROS } else { wall })
    }
}

/// 1970-01-01 counted from the first day of the common era.
const EPOCH_FROM_CE: i32 = 719_163;

/// Days since 1970-01-01 of an Excel serial number (days since 1899-12-30), and the microseconds of its fraction.
pub(super) fn excel_serial(value: f64) -> Option<(i32, i64)> {
    if !(1.0..2_958_466.0).contains(&value) {
        return None;
    }
    // Excel keeps milliseconds; finer parts are rounding.
    let millis = (value * 86_400_000.0).round() as i64;
    Some(((millis.div_euclid(86_400_000) - 25_569) as i32, millis.rem_euclid(86_400_000) * 1000))
}

/// A date of eight digits, `20240312`.
pub(super) fn compact(value: &str) -> Option<Stamp> {
    if value.len() != 8 || !value.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    certain(value[..4].parse().ok()?, value[4..6].parse().ok()?, value[6..].parse().ok()?)
}

fn certain(year: i32, month: u32, day: u32) -> Option<Stamp> {
    let stamp = Stamp { layout: Layout::Certain, a: month, b: day, year, time: None, offset: None };
    ((1900..=2100).contains(&year) && stamp.day(DateOrder::DayFirst).is_some()).then_some(stamp)
}

/// Reads a trimmed value as a date, month or quarter, with or without a time of day.
pub(super) fn parse(value: &str) -> Option<Stamp> {
    let bytes = value.as_bytes();
    if !(5..=48).contains(&bytes.len()) || !bytes.iter().any(u8::is_ascii_digit) || bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (date, time) = split_time(value)?;
    let mut stamp = parse_date(date)?;
    if let Some((time, offset)) = time {
        if matches!(stamp.layout, Layout::Month | Layout::Quarter) {
            return None;
        }
        (stamp.time, stamp.offset) = (Some(time), offset);
    }
    Some(stamp)
}

type Clock = (i64, Option<i32>);

/// Cuts the time of day off; the outer none means that what stands there is no time.
fn split_time(value: &str) -> Option<(&str, Option<Clock>)> {
    if let Some(colon) = value.find(':') {
        let start = value[..colon].rfind(|c: char| !c.is_ascii_digit())?;
        let cut = value[start..].chars().next()?;
        if !matches!(cut, 'T' | 't' | ' ' | ',') {
            return None;
        }
        return Some((before_clock(&value[..start]), Some(parse_time(value[start + cut.len_utf8()..].trim_start(), ':')?)));
    }
    // `31/12/2024 14.05`, `31/12/2024 pukul 14.05 WIB`: a time with points, behind a date that is whole without it.
    let zone = value.rfind(' ').filter(|at| matches!(&value[at + 1..], "WIB" | "WITA" | "WIT" | "wib" | "wita" | "wit"));
    let clock = zone.map_or(value, |at| value[..at].trim_end());
    if let Some((date, tail)) = clock.rsplit_once(' ')
        && tail.contains('.')
        && date.contains(|c: char| c.is_ascii_digit())
        && let Some(time) = parse_time(tail, '.')
    {
        return Some((before_clock(date), Some(time)));
    }
    Some((value, None))
}

/// The date in front of a time of day, without the word that leads to it.
fn before_clock(date: &str) -> &str {
    let date = date.trim_end_matches([' ', ',']);
    let date = ["pukul", "Pukul", "jam", "Jam", "pkl", "Pkl"].iter().find_map(|word| date.strip_suffix(word)).unwrap_or(date);
    date.trim_end_matches([' ', ','])
}

/// A time of day with its zone: `14:05`, `2:05 PM`, `14:05:30.5Z`, `08:00 WITA`.
pub(super) fn parse_time(value: &str, mark: char) -> Option<Clock> {
    let end = value.find(|c: char| !(c.is_ascii_digit() || c == mark || c == '.' || c == ',')).unwrap_or(value.len());
    let (clock, mut zone) = (&value[..end], value[end..].trim_start());
    let mut parts = clock.split(mark);
    let whole = |part: Option<&str>, width: std::ops::RangeInclusive<usize>| {
        part.filter(|part| width.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())).and_then(|part| part.parse::<i64>().ok())
    };
    let mut hour = whole(parts.next(), 1..=2)?;
    let minute = whole(parts.next(), 2..=2)?;
    let mut micros = 0;
    if let Some(seconds) = parts.next() {
        let (seconds, fraction) = seconds.split_once(['.', ',']).map_or((seconds, ""), |(s, f)| (s, f));
        let seconds = whole(Some(seconds), 2..=2)?;
        if seconds > 59 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let padded: String = fraction.chars().chain("000000".chars()).take(6).collect();
        micros = seconds * 1_000_000 + padded.parse::<i64>().ok()?;
    }
    if parts.next().is_some() {
        return None;
    }
    let folded = zone.to_ascii_lowercase();
    if let Some(rest) = folded.strip_prefix("am").or_else(|| folded.strip_prefix("pm")) {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if folded.starts_with("pm") { 12 } else { 0 };
        zone = zone[zone.len() - rest.len()..].trim_start();
    }
    if hour > 23 || minute > 59 {
        return None;
    }
    let offset = match zone.to_ascii_uppercase().as_str() {
        // Indonesian zones name the wall clock of the place, which is what is wanted.
        "" | "WIB" | "WITA" | "WIT" => None,
        "Z" | "UTC" | "GMT" => Some(0),
        signed => Some(parse_offset(signed)?),
    };
    Some((hour * 3_600_000_000 + minute * MINUTE_MICROS + micros, offset))
}

fn parse_offset(zone: &str) -> Option<i32> {
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = zone[1..].chars().filter(|c| *c != ':').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let hours: i32 = digits[..2].parse().ok()?;
    let minutes: i32 = digits.get(2..4).map_or(Some(0), |m| m.parse().ok())?;
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// Splits into runs of digits and of letters, and tells the separators.
fn tokens(value: &str) -> Option<(Vec<&str>, Vec<char>)> {
    let mut found: Vec<&str> = Vec::with_capacity(4);
    let mut separators = Vec::with_capacity(4);
    let mut start = None;
    let mut digits = false;
    for (at, c) in value.char_indices() {
        if c.is_ascii_digit() || c.is_alphabetic() {
            if let Some(from) = start
                && digits != c.is_ascii_digit()
            {
                found.push(&value[from..at]);
                start = Some(at);
            }
            start = start.or(Some(at));
            digits = c.is_ascii_digit();
        } else if matches!(c, '-' | '/' | '.' | ' ' | ',' | '\'') {
            if let Some(from) = start.take() {
                found.push(&value[from..at]);
            }
            separators.push(c);
        } else {
            return None;
        }
        if found.len() > 6 {
            return None;
        }
    }
    if let Some(from) = start {
        found.push(&value[from..]);
    }
    Some((found, separators))
}

/// A year of four digits, or of two (00–68 are 2000–2068).
fn year_of(token: &str) -> Option<i32> {
    let year: i32 = token.parse().ok()?;
    match token.len() {
        4 => (1900..=2100).contains(&year).then_some(year),
        2 => Some(if year <= 68 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

fn small(token: &str, most: u32) -> Option<u32> {
    if token.len() > 2 {
        return None;
    }
    token.parse().ok().filter(|n| (1..=most).contains(n))
}

/// A date without the day of the week in front of it: `Jum'at, 16 Agustus 2024`.
fn without_weekday(date: &str) -> &str {
    let end = date.find(|c: char| !(c.is_alphabetic() || matches!(c, '\'' | '’' | '`'))).unwrap_or(date.len());
    let word: String = date[..end].chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let rest = date[end..].trim_start_matches([' ', ',', '/', '.']);
    if WEEKDAYS.contains(&word.as_str()) && rest.starts_with(|c: char| c.is_alphanumeric()) { rest } else { date }
}

fn parse_date(date: &str) -> Option<Stamp> {
    let date = without_weekday(date);
    let (parts, separators) = tokens(date)?;
    let is_number = |part: &&str| part.as_bytes()[0].is_ascii_digit();
    let of = |layout, a, b, year| Some(Stamp { layout, a, b, year, time: None, offset: None });
    match parts.as_slice() {
        [a, b, c] if [a, b, c].into_iter().all(is_number) => {
            let mark = *separators.first()?;
            if separators.len() != 2 || separators[1] != mark || !matches!(mark, '-' | '/' | '.') {
                return None;
            }
            if a.len() == 4 {
                return certain(year_of(a)?, small(b, 12)?, small(c, 31)?);
            }
            // Codes such as 74.71.01 are no dates: with points the year has four digits.
            if mark == '.' && c.len() != 4 {
                return None;
            }
            let stamp = of(Layout::Numeric, small(a, 31)?, small(b, 31)?, year_of(c)?)?;
            (stamp.day(DateOrder::DayFirst).is_some() || stamp.day(DateOrder::MonthFirst).is_some()).then_some(stamp)
        }
        [a, b] if is_number(a) && is_number(b) => {
            if !matches!(separators.as_slice(), ['-' | '/']) {
                return None;
            }
            if a.len() == 4 {
                of(Layout::Month, small(b, 12)?, 1, year_of(a)?)
            } else if b.len() == 4 {
                of(Layout::Month, small(a, 12)?, 1, year_of(b)?)
            } else {
                None
            }
        }
        [y, word, n] | [word, n, y] if is_quarter_word(word) && year_of(y).is_some_and(|_| y.len() == 4) => of(Layout::Quarter, quarter_of(n)?, 1, year_of(y)?),
        [y, m, n] if m.eq_ignore_ascii_case("m") => of(Layout::Month, small(n, 12)?, 1, year_of(y)?),
        [d, name, y] if is_number(d) && is_number(y) => {
            let month = month_of(name)?;
            if d.len() == 4 { certain(year_of(d)?, month, small(y, 31)?) } else { certain(year_of(y)?, month, small(d, 31)?) }
        }
        [name, d, y] if is_number(d) && is_number(y) => certain(year_of(y)?, month_of(name)?, small(d, 31)?),
        [name, y] if is_number(y) => of(Layout::Month, month_of(name)?, 1, year_of(y)?),
        [y, name] if is_number(y) && y.len() == 4 => of(Layout::Month, month_of(name)?, 1, year_of(y)?),
        _ => None,
    }
}

fn is_quarter_word(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "q" | "tw" | "triwulan" | "kuartal" | "quarter" | "t" | "k")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(value: &str, order: DateOrder) -> Option<String> {
        let stamp = parse(value)?;
        let time = stamp.time.map(|t| format!(" {:02}:{:02}", t / 3_600_000_000, t / MINUTE_MICROS % 60)).unwrap_or_default();
        Some(format!("{}{time}", stamp.day(order)?))
    }

    #[test]
    fn dates_as_people_write_them() {
        for (written, meant) in [
            ("2024-03-12", "2024-03-12"),
            ("2024/3/12", "2024-03-12"),
            ("2024-03-12T14:05:09Z", "2024-03-12 14:05"),
            ("2024-03-12 14:05:09.123+07:00", "2024-03-12 14:05"),
            ("31/12/2024 14:05", "2024-12-31 14:05"),
            ("31/12/2024 14.05", "2024-12-31 14:05"),
            ("31-12-24", "2024-12-31"),
            ("31.12.2024", "2024-12-31"),
            ("12 Maret 2024", "2024-03-12"),
            ("12 Mar 2024", "2024-03-12"),
            ("12-Mei-2024", "2024-05-12"),
            ("12-agt-24", "2024-08-12"),
            ("Senin, 12 Agustus 2024 08:00 WITA", "2024-08-12 08:00"),
            ("Jum'at, 16 Agustus 2024", "2024-08-16"),
            ("Senin 12-08-2024", "2024-08-12"),
            ("12/03/2024 pukul 14.05 WITA", "2024-03-12 14:05"),
            ("12 Mei 2024 Pukul 08:00", "2024-05-12 08:00"),
            ("March 12, 2024 2:05 PM", "2024-03-12 14:05"),
            ("2024-03", "2024-03-01"),
            ("03/2024", "2024-03-01"),
            ("Maret 2024", "2024-03-01"),
            ("Nop-23", "2023-11-01"),
            ("2024Q1", "2024-01-01"),
            ("2024-Q3", "2024-07-01"),
            ("Triwulan IV 2024", "2024-10-01"),
            ("TW II 2024", "2024-04-01"),
        ] {
            assert_eq!(day(written, DateOrder::DayFirst).as_deref(), Some(meant), "{written}");
        }
        assert_eq!(day("1/18/2013", DateOrder::MonthFirst).as_deref(), Some("2013-01-18"));
        assert_eq!(day("1/18/2013", DateOrder::DayFirst), None);
        for text in [
            "74.71.01",
            "2020-2021",
            "12:30",
            "31 Februari 2024",
            "0812-3456-7890",
            "marah 2024",
            "1.2.3",
            "12/24",
            "Ward 17",
            "2024-13-01",
            "2024-03-12 25:00",
            "U1-2024x",
        ] {
            assert_eq!(day(text, DateOrder::DayFirst), None, "{text}");
        }
        assert_eq!(parse_time("0:05", ':'), Some((300_000_000, None)));
        assert_eq!(parse_time("24:00", ':'), None);
        assert_eq!(excel_serial(45_363.5), Some((19_794, 43_200_000_000)), "12 March 2024 12:00");
    }
}
