//! Where a table starts: titles, header rows (one or several, with merged cells), or no header at all.
//!
//! A row is a header where it differs from what stands below it: text above numbers, years above values, a word that does not come back in its
//! column. A row whose cells are like those below is the first record.

use super::dates;
use super::missing::Missing;
use super::numbers::{self, Decimal};
use super::options::ReadOptions;
use std::collections::HashSet;

/// A merged range of cells: first row, first column, last row, last column, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merge {
    pub(super) top: usize,
    pub(super) left: usize,
    pub(super) bottom: usize,
    pub(super) right: usize,
}

/// The start of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// Rows before the first record.
    pub(super) data: usize,
    /// Rows of the header among them.
    pub(super) rows: usize,
    /// Titles, notes and numbering rows among them that hold something.
    pub(super) junk: usize,
    /// One unique name a column.
    pub(super) names: Vec<String>,
    /// Columns whose name comes back in the header.
    pub(super) duplicated: Vec<bool>,
    /// Columns without a name in the file.
    pub(super) unnamed: Vec<bool>,
}

/// Rows below a row that are compared with it.
const BODY: usize = 200;
/// Rows among which the header is sought.
const SEARCH: usize = 40;

/// Finds the header of a table of `width` columns in its first rows.
pub(super) fn find(rows: &[Vec<String>], width: usize, merges: &[Merge], options: &ReadOptions) -> Header {
    let table = Head { rows, width, missing: Missing::of(options) };
    let from = options.skip_rows.unwrap_or(0).min(rows.len());
    let blank = |row: &usize| table.filled(*row) == 0;
    let first = (from..rows.len()).find(|row| !blank(row)).unwrap_or(rows.len());
    let junk = |until: usize| (0..until.min(rows.len())).filter(|row| !blank(row)).count();
    if options.header == Some(false) || options.header_rows == Some(0) {
        return table.named(&[], merges, first, junk(first));
    }
    if let Some(count) = options.header_rows {
        let last = (first + count).min(rows.len());
        return table.named(&(first..last).collect::<Vec<_>>(), merges, last, junk(first));
    }
    let dense = |row: &usize| table.filled(*row) * 2 >= width.max(1);
    let search = first..rows.len().min(first + SEARCH);
    let Some(top) = search.clone().find(dense).or_else(|| search.max_by_key(|row| (table.filled(*row), std::cmp::Reverse(*row)))) else {
        return table.named(&[], merges, first, 0);
    };
    if table.score(top) < 0 && options.header.is_none() {
        return table.named(&[], merges, top, junk(top));
    }
    let mut last = top;
    while last + 1 < rows.len() && dense(&(last + 1)) && table.continues(last + 1) {
        last += 1;
    }
    let mut header: Vec<usize> = (top..=last).collect();
    // Rows above are part of the header where the lowest row alone does not name the columns.
    let mut names: HashSet<&str> = HashSet::new();
    let lowest_names_all = (0..width).all(|j| !table.cell(last, j).is_empty() && names.insert(table.cell(last, j)));
    if !lowest_names_all {
        let mut above = top;
        while above > first && table.filled(above - 1) > 0 {
            above -= 1;
            header.insert(0, above);
        }
    }
    let mut data = last + 1;
    let mut extra = 0;
    while data < rows.len() && (table.filled(data) == 0 || table.numbering(data)) {
        extra += usize::from(table.filled(data) > 0);
        data += 1;
    }
    let start = header.first().copied().unwrap_or(top);
    table.named(&header, merges, data, junk(start) + extra)
}

struct Head<'a> {
    rows: &'a [Vec<String>],
    width: usize,
    missing: Missing,
}

impl Head<'_> {
    fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|cells| cells.get(column)).map_or("", |cell| cell.trim())
    }

    fn filled(&self, row: usize) -> usize {
        (0..self.width).filter(|column| !self.cell(row, *column).is_empty()).count()
    }

    /// Above 0: a header; below: a record.
    fn score(&self, row: usize) -> i64 {
        (0..self.width).map(|column| self.vote(row, column)).sum()
    }

    fn vote(&self, row: usize, column: usize) -> i64 {
        let cell = self.cell(row, column);
        if self.missing.is(cell) {
            return 0;
        }
        let below: Vec<&str> =
            (row + 1..self.rows.len().min(row + 1 + BODY)).map(|row| self.cell(row, column)).filter(|below| !self.missing.is(below)).collect();
        if below.is_empty() {
            return i64::from(!is_value(cell));
        }
        let values = below.iter().filter(|below| is_value(below)).count();
        let years = below.iter().filter(|below| is_year(below)).count();
        if values * 5 >= below.len() * 4 {
            return match (is_value(cell), is_year(cell) && years * 2 < below.len()) {
                (true, true) => 1,
                (true, false) => -2,
                (false, _) => 2,
            };
        }
        if is_value(cell) {
            return if is_year(cell) { 1 } else { -1 };
        }
        if below.contains(&cell) {
            return -2;
        }
        let different: HashSet<&&str> = below.iter().collect();
        let named = cell.contains('_') && !cell.contains(' ');
        i64::from(named || (below.len() >= 4 && different.len() * 2 <= below.len()))
    }

    /// Whether a row below the first header row is one more: years above values, or no name in the first column.
    fn continues(&self, row: usize) -> bool {
        let votes: Vec<i64> = (0..self.width).map(|column| self.vote(row, column)).collect();
        let years = (0..self.width).filter(|column| is_year(self.cell(row, *column)) && votes[*column] > 0).count();
        votes.iter().sum::<i64>() > 0 && !votes.contains(&-2) && (years >= 2 || self.cell(row, 0).is_empty())
    }

    /// A row that numbers the columns: `(1) (2) (3)`.
    fn numbering(&self, row: usize) -> bool {
        let cells: Vec<&str> = (0..self.width).map(|column| self.cell(row, column)).filter(|cell| !cell.is_empty()).collect();
        let bare = |cell: &str| cell.trim_matches(['(', ')', '[', ']']).parse::<usize>().ok();
        cells.len() >= 3
            && cells.len() + 1 >= self.width
            && (cells.iter().all(|cell| cell.starts_with(['(', '['])) || (0..self.width).any(|column| self.vote(row, column) == -1))
            && cells.iter().enumerate().all(|(at, cell)| bare(cell) == Some(at + 1))
            && (0..self.width).all(|column| !is_sequence(self, row, column))
    }

    fn named(&self, header: &[usize], merges: &[Merge], data: usize, junk: usize) -> Header {
        let labels = self.labels(header, merges);
        let mut names: Vec<String> = Vec::with_capacity(self.width);
        let mut duplicated = vec![false; self.width];
        let mut unnamed = vec![false; self.width];
        for (column, label) in labels.iter().enumerate() {
            let label: String = label.split_whitespace().collect::<Vec<_>>().join(" ");
            unnamed[column] = label.is_empty();
            let base = if label.is_empty() { format!("kolom_{}", column + 1) } else { label };
            let mut name = base.clone();
            let mut copy = 2;
            while let Some(at) = names.iter().position(|known| *known == name) {
                duplicated[at] |= names[at] == base;
                name = format!("{base}_{copy}");
                copy += 1;
            }
            names.push(name);
        }
        Header { data, rows: header.len(), junk, names, duplicated, unnamed }
    }

    /// The joined label of each column.
    fn labels(&self, header: &[usize], merges: &[Merge]) -> Vec<String> {
        let Some((last, upper)) = header.split_last() else { return vec![String::new(); self.width] };
        let merged: Vec<&Merge> = merges.iter().filter(|merge| header.contains(&merge.top)).collect();
        let mut levels: Vec<Vec<String>> = Vec::new();
        for row in upper.iter().chain([last]) {
            let mut level: Vec<String> = (0..self.width).map(|column| self.cell(*row, column).to_owned()).collect();
            for merge in &merged {
                if (merge.top..=merge.bottom).contains(row) {
                    let label = self.cell(merge.top, merge.left);
                    level.iter_mut().enumerate().filter(|(column, _)| (merge.left..=merge.right).contains(column)).for_each(|(_, cell)| label.clone_into(cell));
                }
            }
            // Text files keep nothing of merged cells but blanks to the right of the label.
            if merged.is_empty() && row != last {
                for column in 1..self.width {
                    if level[column].is_empty() {
                        let label = level[column - 1].clone();
                        level[column] = label;
                    }
                }
            }
            levels.push(level);
        }
        let count = levels.len();
        let others =
            |at: usize, column: usize| (0..count).any(|other| other != at && !levels[other][column].is_empty() && levels[other][column] != levels[at][column]);
        let spanning: Vec<bool> = (0..count)
            .map(|at| {
                let labels: HashSet<&str> = (0..self.width).filter(|column| others(at, *column)).map(|column| levels[at][column].as_str()).collect();
                at + 1 < count && self.width > 1 && labels.len() == 1
            })
            .collect();
        (0..self.width)
            .map(|column| {
                let mut parts: Vec<&str> = Vec::new();
                for at in 0..count {
                    let label = levels[at][column].as_str();
                    if !label.is_empty() && parts.last() != Some(&label) && !(spanning[at] && others(at, column)) {
                        parts.push(label);
                    }
                }
                parts.join(" ")
            })
            .collect()
    }
}

/// A column that goes on counting below is an index, not a numbered header.
fn is_sequence(head: &Head<'_>, row: usize, column: usize) -> bool {
    let at = |row: usize| head.cell(row, column).parse::<i64>().ok();
    matches!((at(row), at(row + 1), at(row + 2)), (Some(a), Some(b), Some(c)) if b == a + 1 && c == b + 1)
}

fn is_value(cell: &str) -> bool {
    numbers::parse(cell, Decimal::Point).is_some()
        || numbers::parse(cell, Decimal::Comma).is_some()
        || dates::parse(cell).is_some()
        || (cell.contains(':') && dates::parse_time(cell, ':').is_some())
}

fn is_year(cell: &str) -> bool {
    let cell = cell.trim_end_matches('*');
    cell.len() == 4 && cell.parse::<u32>().is_ok_and(|year| (1900..=2100).contains(&year))
}

/// How footnotes start.
const STARTS: [&str; 19] = [
    "sumber",
    "source",
    "catatan",
    "note",
    "keterangan",
    "ket.",
    "ket:",
    "access time",
    "waktu akses",
    "http",
    "www.",
    "*",
    "data ",
    "diolah",
    "dicetak",
    "printed",
    "last update",
    "url",
    "r ",
];

/// Whether a lone cell below a table is a footnote.
pub(super) fn is_note(cell: &str) -> bool {
    let folded = cell.trim().to_lowercase();
    STARTS.iter().any(|start| folded.starts_with(start)) || folded.contains("http") || folded.chars().count() > 60
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Vec<Vec<String>> {
        text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect()
    }

    fn found(text: &str, width: usize) -> Header {
        find(&table(text), width, &[], &ReadOptions::default())
    }

    #[test]
    fn one_header_row() {
        let header = found("id;nilai\n1;2\n2;3", 2);
        assert_eq!((header.data, header.names), (1, vec!["id".to_owned(), "nilai".into()]));
    }

    #[test]
    fn years_above_values_are_a_header() {
        assert_eq!(found(";;;\nNama Wilayah;2020;2019;2018\nJAWA BARAT;410988;386198;367755", 4).names, ["Nama Wilayah", "2020", "2019", "2018"]);
    }

    #[test]
    fn the_first_respondent_stays() {
        let header = found("1;Puas;Ada\n2;Tidak Puas;Tidak Ada\n3;Puas;Ada\n4;Puas;Tidak Ada", 3);
        assert_eq!((header.data, header.names), (0, vec!["kolom_1".to_owned(), "kolom_2".into(), "kolom_3".into()]));
        assert_eq!(found("1;total;total\n2;Biaya;Ada\n3;Biaya;Tidak Ada\n4;Sikap;Baik\n5;Sikap;Kurang", 3).data, 0);
    }

    #[test]
    fn three_header_rows_with_blanks_of_merged_cells() {
        let header = found("Kota;IPM;;;\n;Harapan hidup;;Lama sekolah;\n;2020;2021;2020;2021\nA;74.3;74.4;12.7;12.8\nB;73.7;73.9;12.5;12.6", 5);
        assert_eq!(header.names, ["Kota", "Harapan hidup 2020", "Harapan hidup 2021", "Lama sekolah 2020", "Lama sekolah 2021"]);
        assert_eq!(header.data, 3);
    }

    #[test]
    fn titles_numbering_and_duplicates() {
        let header = found("Tabel 1. Jumlah;;\n;;\nno;nama;nama\n(1);(2);(3)\n1;a;b\n2;c;d", 3);
        assert_eq!((header.data, header.junk), (4, 2));
        assert_eq!(header.names, ["no", "nama", "nama_2"]);
        assert_eq!(header.duplicated, [false, true, false]);
    }
}
