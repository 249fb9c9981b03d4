//! What all values of one column have in common: counted in one pass, merged over chunks and files, then decided once.

use super::dates::{self, Layout, Stamp};
use super::missing::Missing;
use super::nik;
use super::numbers::{self, Decimal};
use super::options::DateOrder;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Examples kept of a column.
pub(super) const EXAMPLES: usize = 5;
/// Rows kept that do not fit a reading.
const SHOWN: usize = 5;
/// Different values that are counted; beyond it is "more".
const DISTINCT: usize = 1000;

/// A quick hash of short texts, the same in every run (multiply and rotate, eight bytes at a time).
#[derive(Debug, Clone, Copy, Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..part.len()].copy_from_slice(part);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

/// The readings that a column may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Family {
    Point,
    Comma,
    DayFirst,
    MonthFirst,
    Month,
    Quarter,
    Time,
    Boolean,
}

const FAMILIES: usize = 8;

/// Values that fit a reading, the first that do not, and the range of those that do.
#[derive(Debug, Clone, Default)]
pub(super) struct Fit {
    pub(super) fits: u64,
    pub(super) others: Vec<(u64, String)>,
    pub(super) least: Option<f64>,
    pub(super) most: Option<f64>,
}

impl Fit {
    fn range(&mut self, value: f64) {
        self.least = Some(self.least.map_or(value, |least| least.min(value)));
        self.most = Some(self.most.map_or(value, |most| most.max(value)));
    }
}

/// Facts of the values of a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Profile {
    pub(super) rows: u64,
    pub(super) missing: u64,
    /// Values with white space around them.
    pub(super) padded: u64,
    fits: [Fit; FAMILIES],
    /// Numbers that are not written plainly (marks of thousands, currency, a decimal comma …), by convention.
    pub(super) dressed: [u64; 2],
    /// Numbers with a decimal mark or exponent, by convention.
    pub(super) decimals: [u64; 2],
    /// Numbers with a fraction that is not zero, by convention.
    pub(super) fractions: [u64; 2],
    /// Numbers that differ between the conventions (`1.234`): by the mark they have.
    pub(super) either: [u64; 2],
    /// Whole numbers of four digits or more without a mark.
    pub(super) long_plain: u64,
    pub(super) leading_zero: u64,
    pub(super) most_digits: usize,
    /// Whole numbers of eight digits that are dates, `20240312`, and their range in days.
    pub(super) compact: Fit,
    pub(super) timed: u64,
    pub(super) numeric_dates: u64,
    pub(super) day_above_12: [u64; 2],
    pub(super) offsets: Option<(i32, i32)>,
    pub(super) without_offset: u64,
    pub(super) nik: u64,
    seen: HashMap<Box<str>, Seen, BuildHasherDefault<Quick>>,
    pub(super) capped: bool,
    examples: Vec<(u64, Box<str>)>,
}

/// A value that was counted but not yet looked at.
#[derive(Debug, Clone, Copy)]
struct Seen {
    first: u64,
    times: u64,
}

impl Profile {
    /// Adds a value of a row (numbered as in the file).
    pub(super) fn add(&mut self, raw: &str, row: u64, missing: &Missing) {
        self.rows += 1;
        let value = raw.trim();
        self.padded += u64::from(value.len() != raw.len());
        if missing.is(value) {
            self.missing += 1;
            return;
        }
        // Few different values: each is looked at once, at the end.
        if !self.capped {
            if let Some(known) = self.seen.get_mut(value) {
                known.times += 1;
                return;
            }
            if self.seen.len() < DISTINCT {
                self.seen.insert(value.into(), Seen { first: row, times: 1 });
                return;
            }
            self.capped = true;
            self.settle();
        }
        self.look(value, row, 1);
    }

    /// Looks at the values that were only counted. They stay as the known different ones.
    fn settle(&mut self) {
        let mut counted: Vec<(Box<str>, Seen)> = self.seen.iter().map(|(value, seen)| (value.clone(), *seen)).collect();
        counted.sort_by_key(|(_, seen)| seen.first);
        for (value, seen) in counted.iter().filter(|(_, seen)| seen.times > 0) {
            self.look(value, seen.first, seen.times);
        }
        self.examples = counted.into_iter().take(EXAMPLES).map(|(value, seen)| (seen.first, value)).collect();
        for seen in self.seen.values_mut() {
            seen.times = 0;
        }
    }

    /// Ends the pass over a chunk.
    pub(super) fn finish(&mut self) {
        if !self.capped {
            self.settle();
        }
    }

    /// The number of different values, at most the cap.
    pub(super) fn distinct(&self) -> u64 {
        self.seen.len() as u64
    }

    /// The first few different values.
    pub(super) fn examples(&self) -> Vec<String> {
        self.examples.iter().map(|(_, value)| value.to_string()).collect()
    }

    /// What fits a reading.
    pub(super) fn fit(&self, family: Family) -> &Fit {
        &self.fits[family as usize]
    }

    /// Whether no value reads as a number, a date or a truth value.
    pub(super) fn nothing_but_labels(&self) -> bool {
        self.present() > 0 && self.fits.iter().all(|fit| fit.fits == 0)
    }

    /// Values that are not missing.
    pub(super) fn present(&self) -> u64 {
        self.rows - self.missing
    }

    fn note(&mut self, family: Family, fits: bool, value: &str, row: u64, times: u64) {
        let fit = &mut self.fits[family as usize];
        if fits {
            fit.fits += times;
        } else if fit.others.len() < SHOWN {
            fit.others.push((row, value.to_owned()));
        }
    }

    fn look(&mut self, value: &str, row: u64, times: u64) {
        let point = numbers::parse(value, Decimal::Point);
        let plain_whole = point.is_some_and(|n| n.plain && !n.decimals);
        let comma = if plain_whole { point } else { numbers::parse(value, Decimal::Comma) };
        for (at, (family, number)) in [(Family::Point, point), (Family::Comma, comma)].into_iter().enumerate() {
            self.note(family, number.is_some(), value, row, times);
            let Some(number) = number else { continue };
            self.dressed[at] += u64::from(!number.plain) * times;
            self.decimals[at] += u64::from(number.decimals) * times;
            self.fractions[at] += u64::from(number.value.fract() != 0.0 || !number.value.is_finite()) * times;
            if number.value.is_finite() {
                self.fits[family as usize].range(number.value);
            }
        }
        if let (Some(point), Some(comma)) = (point, comma) {
            if point.value != comma.value {
                self.either[usize::from(point.grouped)] += times;
            }
            if !point.decimals && !point.grouped {
                self.leading_zero += u64::from(point.leading_zero) * times;
                self.long_plain += u64::from(point.digits >= 4) * times;
                self.most_digits = self.most_digits.max(point.digits);
            }
        }
        if plain_whole {
            self.nik += u64::from(nik::looks(value)) * times;
            if let Some(days) = dates::compact(value).and_then(|stamp| stamp.days(DateOrder::DayFirst)) {
                self.compact.fits += times;
                self.compact.range(f64::from(days));
            } else if self.compact.others.len() < SHOWN {
                self.compact.others.push((row, value.to_owned()));
            }
        }
        let stamp = if point.is_some() { None } else { dates::parse(value) };
        self.dates(stamp, value, row, times);
        let time = if point.is_some() || stamp.is_some() || !value.contains(':') { None } else { dates::parse_time(value, ':') };
        self.note(Family::Time, time.is_some(), value, row, times);
        if let Some((micros, _)) = time {
            self.fits[Family::Time as usize].range(micros as f64);
        }
        let boolean = value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false");
        self.note(Family::Boolean, boolean, value, row, times);
    }

    fn dates(&mut self, stamp: Option<Stamp>, value: &str, row: u64, times: u64) {
        let layout = stamp.map(|stamp| stamp.layout);
        let whole_day = matches!(layout, Some(Layout::Certain | Layout::Numeric));
        for (family, order) in [(Family::DayFirst, DateOrder::DayFirst), (Family::MonthFirst, DateOrder::MonthFirst)] {
            let micros = if whole_day { stamp.and_then(|stamp| stamp.micros(order, false)) } else { None };
            self.note(family, micros.is_some(), value, row, times);
            if let Some(micros) = micros {
                self.fits[family as usize].range(micros as f64);
            }
        }
        for (family, wanted) in [(Family::Month, Layout::Month), (Family::Quarter, Layout::Quarter)] {
            self.note(family, layout == Some(wanted), value, row, times);
            if let Some(days) = stamp.filter(|stamp| stamp.layout == wanted).and_then(|stamp| stamp.days(DateOrder::DayFirst)) {
                self.fits[family as usize].range(f64::from(days));
            }
        }
        let Some(stamp) = stamp.filter(|_| whole_day) else { return };
        self.timed += u64::from(stamp.time.is_some()) * times;
        if stamp.layout == Layout::Numeric {
            self.numeric_dates += times;
            self.day_above_12[0] += u64::from(stamp.a > 12) * times;
            self.day_above_12[1] += u64::from(stamp.b > 12) * times;
        }
        match stamp.offset {
            Some(offset) => self.offsets = Some(self.offsets.map_or((offset, offset), |(least, most)| (least.min(offset), most.max(offset)))),
            None => self.without_offset += times,
        }
    }

    /// Adds the facts of a later chunk or file.
    pub(super) fn merge(&mut self, later: Profile) {
        self.rows += later.rows;
        self.missing += later.missing;
        self.padded += later.padded;
        for (mine, theirs) in self.fits.iter_mut().chain([&mut self.compact]).zip(later.fits.into_iter().chain([later.compact])) {
            mine.fits += theirs.fits;
            mine.others.extend(theirs.others);
            mine.others.truncate(SHOWN);
            for value in [theirs.least, theirs.most].into_iter().flatten() {
                mine.range(value);
            }
        }
        let pairs = [
            (&mut self.dressed, later.dressed),
            (&mut self.decimals, later.decimals),
            (&mut self.fractions, later.fractions),
            (&mut self.either, later.either),
            (&mut self.day_above_12, later.day_above_12),
        ];
        for (mine, theirs) in pairs {
            mine[0] += theirs[0];
            mine[1] += theirs[1];
        }
        self.long_plain += later.long_plain;
        self.leading_zero += later.leading_zero;
        self.most_digits = self.most_digits.max(later.most_digits);
        self.timed += later.timed;
        self.numeric_dates += later.numeric_dates;
        self.without_offset += later.without_offset;
        self.nik += later.nik;
        if let Some((least, most)) = later.offsets {
            self.offsets = Some(self.offsets.map_or((least, most), |(a, b)| (a.min(least), b.max(most))));
        }
        self.capped |= later.capped;
        for (value, seen) in later.seen {
            self.seen.entry(value).or_insert(seen);
        }
        if self.capped || self.seen.len() > DISTINCT {
            self.capped = true;
            // Which of them stay does not matter: beyond the cap only their number is told.
            self.seen.clear();
        }
        for (row, value) in later.examples {
            if self.examples.len() < EXAMPLES && !self.examples.iter().any(|(_, known)| *known == value) {
                self.examples.push((row, value));
            }
        }
    }

    /// Shifts the rows that are named, where a chunk did not know its place in the file.
    pub(super) fn shift(&mut self, rows: impl Fn(u64) -> u64) {
        for fit in self.fits.iter_mut().chain([&mut self.compact]) {
            for (row, _) in &mut fit.others {
                *row = rows(*row);
            }
        }
    }
}

/// The cap of different values, for what is told of a column.
pub(super) const DISTINCT_CAP: u64 = DISTINCT as u64;
