//! Keys to cell numbers: a dictionary for each key, shared by the threads that prepare chunks.
//!
//! The number that a cell gets depends on which thread met it first; nothing that leaves this folder does, because cells are sorted by
//! their keys at the end.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// No code, no cell.
pub(super) const NONE: u32 = u32::MAX;

/// Tables of at most this many entries are addressed directly (16 MiB).
const DENSE_LIMIT: usize = 1 << 22;

/// A multiplicative hash: the keys are the user's own columns, not an attack surface.
#[derive(Default)]
pub(in crate::data) struct Fold(u64);

const ODD: u64 = 0x9E37_79B9_7F4A_7C15;

impl Hasher for Fold {
    fn finish(&self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed ^ (mixed >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..part.len()].copy_from_slice(part);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(ODD);
    }

    fn write_i64(&mut self, value: i64) {
        self.write_u64(value as u64);
    }
}

/// A hash map on [`Fold`].
pub(in crate::data) type FoldMap<K, V> = HashMap<K, V, BuildHasherDefault<Fold>>;

/// Values of one key in a chunk, nothing missing.
pub(in crate::data) enum KeyValues {
    /// Whole numbers, days, truth values.
    Whole(Vec<i64>),
    /// Numbers.
    Real(Vec<f64>),
    /// Labels.
    Text(polars::prelude::StringChunked),
}

impl KeyValues {
    /// Which of two rows comes first.
    pub(super) fn compare(&self, a: usize, b: usize) -> Ordering {
        match self {
            KeyValues::Whole(values) => values[a].cmp(&values[b]),
            KeyValues::Real(values) => values[a].total_cmp(&values[b]),
            KeyValues::Text(values) => values.get(a).cmp(&values.get(b)),
        }
    }
}

/// A value of a key as it stands in the data.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::data) enum Raw {
    /// Whole number, or days since 1970-01-01.
    Whole(i64),
    /// Number that is not whole.
    Real(f64),
    /// Label.
    Text(String),
}

impl Raw {
    /// Numbers in their order, then labels.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Raw::Whole(a), Raw::Whole(b)) => a.cmp(b),
            (Raw::Real(a), Raw::Real(b)) => a.total_cmp(b),
            (Raw::Text(a), Raw::Text(b)) => a.cmp(b),
            (Raw::Whole(a), Raw::Real(b)) => (*a as f64).total_cmp(b),
            (Raw::Real(a), Raw::Whole(b)) => a.total_cmp(&(*b as f64)),
            (Raw::Text(_), _) => Ordering::Greater,
            (_, Raw::Text(_)) => Ordering::Less,
        }
    }
}

/// The dictionary of one key.
#[derive(Default)]
pub(super) struct Dictionary {
    /// Code → value.
    pub(super) levels: Vec<Raw>,
    base: i64,
    window: Vec<u32>,
    whole: FoldMap<i64, u32>,
    real: FoldMap<u64, u32>,
    text: FoldMap<Box<str>, u32>,
}

impl Dictionary {
    fn whole(&self, value: i64) -> u32 {
        let at = value.wrapping_sub(self.base) as usize;
        match self.window.get(at) {
            Some(code) => *code,
            None => self.whole.get(&value).copied().unwrap_or(NONE),
        }
    }

    fn insert_whole(&mut self, value: i64) -> u32 {
        let known = self.whole(value);
        if known != NONE {
            return known;
        }
        let code = self.levels.len() as u32;
        self.levels.push(Raw::Whole(value));
        if !self.widen(value) {
            self.whole.insert(value, code);
            return code;
        }
        let at = value.wrapping_sub(self.base) as usize;
        self.window[at] = code;
        code
    }

    /// Makes the window hold a value; false where it would become too large.
    fn widen(&mut self, value: i64) -> bool {
        // A margin on both sides, so that ascending keys do not move the window each time.
        let low = if self.window.is_empty() { value } else { self.base.min(value) };
        let high = if self.window.is_empty() { value } else { (self.base + self.window.len() as i64 - 1).max(value) };
        if !self.window.is_empty() && low == self.base && high < self.base + self.window.len() as i64 {
            return true;
        }
        let limit = DENSE_LIMIT.max(SLACK * self.levels.len()) as i64;
        let Some(span) = high.checked_sub(low).filter(|span| *span < limit / 2) else { return false };
        let margin = (span / 2).max(64);
        let (Some(base), length) = (low.checked_sub(margin), (span + 1 + 2 * margin) as usize) else { return false };
        if base.checked_add(length as i64).is_none() {
            return false;
        }
        let mut window = vec![NONE; length];
        let shift = (self.base.wrapping_sub(base)) as usize;
        for (at, code) in self.window.iter().enumerate() {
            window[at + shift] = *code;
        }
        // Values that were outside of the old window may lie inside the new one.
        self.whole.retain(|value, code| {
            let at = value.wrapping_sub(base) as usize;
            match window.get_mut(at) {
                Some(place) => {
                    *place = *code;
                    false
                }
                None => true,
            }
        });
        self.base = base;
        self.window = window;
        true
    }

    fn insert_real(&mut self, value: f64) -> u32 {
        if let Some(whole) = as_whole(value) {
            return self.insert_whole(whole);
        }
        let next = self.levels.len() as u32;
        let code = *self.real.entry(value.to_bits()).or_insert(next);
        if code == next {
            self.levels.push(Raw::Real(value));
        }
        code
    }

    fn insert_text(&mut self, value: &str) -> u32 {
        if let Some(code) = self.text.get(value) {
            return *code;
        }
        let code = self.levels.len() as u32;
        self.levels.push(Raw::Text(value.to_owned()));
        self.text.insert(value.into(), code);
        code
    }

    /// Codes of a chunk; [`NONE`] where the value is new.
    fn codes(&self, values: &KeyValues) -> Vec<u32> {
        match values {
            KeyValues::Whole(values) => values.iter().map(|value| self.whole(*value)).collect(),
            KeyValues::Real(values) => values
                .iter()
                .map(|value| match as_whole(*value) {
                    Some(whole) => self.whole(whole),
                    None => self.real.get(&value.to_bits()).copied().unwrap_or(NONE),
                })
                .collect(),
            KeyValues::Text(values) => {
                // Files are often sorted by a key: a run of the same label is looked up once.
                let mut last: Option<(&str, u32)> = None;
                values
                    .iter()
                    .map(|value| {
                        let value = value.unwrap_or("");
                        match last {
                            Some((label, code)) if label == value => code,
                            _ => {
                                let code = self.text.get(value).copied().unwrap_or(NONE);
                                last = Some((value, code));
                                code
                            }
                        }
                    })
                    .collect()
            }
        }
    }

    fn insert(&mut self, values: &KeyValues, row: usize) -> u32 {
        match values {
            KeyValues::Whole(values) => self.insert_whole(values[row]),
            KeyValues::Real(values) => self.insert_real(values[row]),
            KeyValues::Text(values) => self.insert_text(values.get(row).unwrap_or("")),
        }
    }
}

/// A whole number that a float holds exactly.
fn as_whole(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() < 9.0e15).then_some(value as i64)
}

/// A number for each pair of codes. The first partner of each code stands beside it, so that a key that another one decides (a unit's region) costs
/// eight bytes a code; further partners are in a table, or in a map where the table would be mostly empty.
#[derive(Default)]
struct PairIndex {
    first: Vec<(u32, u32)>,
    shift: u32,
    dense: Vec<u32>,
    sparse: Option<FoldMap<u64, u32>>,
    length: u32,
}

/// Entries of the table for each pair that is known, beyond [`DENSE_LIMIT`].
const SLACK: usize = 8;

impl PairIndex {
    fn get(&self, a: u32, b: u32) -> u32 {
        // A code that is not known is no place in `first`.
        let Some((partner, number)) = self.first.get(a as usize) else { return NONE };
        if *partner == b && b != NONE {
            return *number;
        }
        match &self.sparse {
            Some(map) => map.get(&(u64::from(a) << 32 | u64::from(b))).copied().unwrap_or(NONE),
            None if b >> self.shift != 0 => NONE,
            None => self.dense.get((a as usize) << self.shift | b as usize).copied().unwrap_or(NONE),
        }
    }

    fn insert(&mut self, a: u32, b: u32) -> u32 {
        let known = self.get(a, b);
        if known != NONE {
            return known;
        }
        let number = self.length;
        self.length += 1;
        if self.first.len() <= a as usize {
            self.first.resize(a as usize + 1, (NONE, NONE));
        }
        if self.first[a as usize].0 == NONE {
            self.first[a as usize] = (b, number);
            return number;
        }
        self.make_room(a, b);
        match &mut self.sparse {
            Some(map) => {
                map.insert(u64::from(a) << 32 | u64::from(b), number);
            }
            None => self.dense[(a as usize) << self.shift | b as usize] = number,
        }
        number
    }

    fn make_room(&mut self, a: u32, b: u32) {
        if self.sparse.is_some() {
            return;
        }
        let limit = DENSE_LIMIT.max(SLACK * self.length as usize);
        let shift = self.shift.max(u32::BITS - b.leading_zeros());
        let rows = (a as usize + 1).max(self.dense.len() >> self.shift);
        let needed = rows.checked_shl(shift).unwrap_or(usize::MAX);
        if shift > 22 || needed > limit {
            let mask = (1usize << self.shift) - 1;
            let filled = self.dense.iter().enumerate().filter(|(_, number)| **number != NONE);
            self.sparse = Some(filled.map(|(at, number)| (((at >> self.shift) as u64) << 32 | (at & mask) as u64, *number)).collect());
            self.dense = Vec::new();
        } else if shift > self.shift {
            let mut dense = vec![NONE; needed];
            let mask = (1usize << self.shift) - 1;
            for (at, number) in self.dense.iter().enumerate().filter(|(_, number)| **number != NONE) {
                dense[(at >> self.shift) << shift | (at & mask)] = *number;
            }
            self.dense = dense;
            self.shift = shift;
        } else if needed > self.dense.len() {
            // Half as much again: a table that doubles would hold three times what it needs while it moves.
            self.dense.resize((needed + needed / 2).min(limit), NONE);
        }
    }
}

/// Numbers of cells by their keys.
pub(super) struct CellIndex {
    pub(super) dictionaries: Vec<Dictionary>,
    /// Places of the keys in the order in which they are paired: periods last, since other keys mostly follow from the unit.
    order: Vec<usize>,
    pairs: Vec<PairIndex>,
    /// Codes of the keys, `keys` entries a cell.
    pub(super) codes: Vec<u32>,
    /// How many cells there are.
    pub(super) cells: usize,
}

impl CellIndex {
    /// An index of keys; those of `last` (periods) are paired last.
    pub(super) fn new(keys: usize, last: impl Fn(usize) -> bool) -> Self {
        let (early, late): (Vec<usize>, Vec<usize>) = (0..keys).partition(|key| !last(*key));
        Self {
            order: early.into_iter().chain(late).collect(),
            dictionaries: (0..keys).map(|_| Dictionary::default()).collect(),
            pairs: (1..keys).map(|_| PairIndex::default()).collect(),
            codes: Vec::new(),
            cells: usize::from(keys == 0),
        }
    }

    /// Cells of the rows of a chunk; [`NONE`] where a row's cell is new.
    pub(super) fn find(&self, keys: &[KeyValues], rows: usize) -> Vec<u32> {
        let Some((first, rest)) = self.order.split_first() else { return vec![0; rows] };
        let mut numbers = self.dictionaries[*first].codes(&keys[*first]);
        for (key, pair) in rest.iter().zip(&self.pairs) {
            let codes = self.dictionaries[*key].codes(&keys[*key]);
            for (number, code) in numbers.iter_mut().zip(codes) {
                *number = pair.get(*number, code);
            }
        }
        numbers
    }

    /// Codes of the keys of a chunk in their dictionaries; [`NONE`] where a value is new.
    pub(super) fn codes(&self, keys: &[KeyValues]) -> Vec<Vec<u32>> {
        keys.iter().zip(&self.dictionaries).map(|(values, dictionary)| dictionary.codes(values)).collect()
    }

    /// Puts new values into the dictionaries and their codes in place.
    pub(super) fn learn(&mut self, keys: &[KeyValues], codes: &mut [Vec<u32>]) {
        for ((dictionary, values), codes) in self.dictionaries.iter_mut().zip(keys).zip(codes) {
            codes.iter_mut().enumerate().filter(|(_, code)| **code == NONE).for_each(|(row, code)| *code = dictionary.insert(values, row));
        }
    }

    /// The cell of a row, made where it is new.
    pub(super) fn insert(&mut self, keys: &[KeyValues], row: usize) -> u32 {
        let codes: Vec<u32> = self.dictionaries.iter_mut().zip(keys).map(|(dictionary, values)| dictionary.insert(values, row)).collect();
        self.cell(&codes)
    }

    /// The cells of rows with known codes, one vector a key, made where they are new.
    pub(super) fn cells_of<C: AsRef<[u32]>>(&mut self, codes: &[C]) -> Vec<u32> {
        let rows = codes.first().map_or(0, |codes| codes.as_ref().len());
        let mut own = vec![0; codes.len()];
        let cell = |row: usize| {
            own.iter_mut().zip(codes).for_each(|(code, all)| *code = all.as_ref()[row]);
            self.cell(&own)
        };
        (0..rows).map(cell).collect()
    }

    /// The cell of known codes, made where it is new.
    pub(super) fn cell(&mut self, codes: &[u32]) -> u32 {
        let mut number = 0;
        for (step, key) in self.order.iter().enumerate() {
            number = if step == 0 { codes[*key] } else { self.pairs[step - 1].insert(number, codes[*key]) };
        }
        if !codes.is_empty() && number as usize >= self.cells {
            self.codes.extend_from_slice(codes);
            self.cells += 1;
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_for_the_same_keys_whatever_their_range() {
        let mut index = CellIndex::new(2, |key| key == 0);
        let a: Vec<i64> = (0..4000).map(|i| [i % 7, i64::MAX - i % 3, i64::MIN + i % 5, 1_000_000 * (i % 11)][i as usize % 4]).collect();
        let b: Vec<f64> = (0..4000).map(|i| f64::from(i % 13) / if i % 2 == 0 { 1.0 } else { 8.0 }).collect();
        let keys = [KeyValues::Whole(a.clone()), KeyValues::Real(b.clone())];
        let numbers: Vec<u32> = (0..4000).map(|row| index.insert(&keys, row)).collect();
        assert_eq!(index.find(&keys, 4000), numbers);
        let mut known = std::collections::HashMap::new();
        for row in 0..4000 {
            assert_eq!(*known.entry((a[row], b[row].to_bits())).or_insert(numbers[row]), numbers[row]);
        }
        assert_eq!(known.len(), index.cells);
        assert_eq!(index.codes.len(), 2 * index.cells);
    }
}
