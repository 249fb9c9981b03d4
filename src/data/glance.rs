//! Large text files of which a few columns are used: some chunks are looked at value by value, the others only for their structure. What the values
//! of those turn out to be is watched while they are read, and a surprise means that everything is looked at after all.

use super::meter::Meter;
use super::pass::{Layout, Pass};
use memchr::{memchr, memchr2_iter};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Chunks at the start whose values are looked at.
const START: usize = 2;
/// Of the later chunks, every how manyeth is.
const EVERY: usize = 32;

/// How closely a file is looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    /// Columns that are used, by their place; all where none.
    pub(super) wanted: Option<Vec<bool>>,
    /// Whether chunks may be glanced at.
    pub(super) sampled: bool,
    /// Counts the bytes.
    pub(super) meter: Meter,
}

impl Look {
    /// Whether the values of a chunk are looked at. The last one may end in footnotes.
    pub(super) fn closely(&self, chunk: usize, last: bool) -> bool {
        !self.sampled || last || chunk < START || chunk.is_multiple_of(EVERY)
    }

    /// Whether the values of a column are used.
    pub(super) fn wants(&self, column: usize) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| wanted.get(column).copied().unwrap_or(false))
    }
}

/// The structure of a chunk of plain rows with the right number of fields; none where anything in it needs a closer look.
pub(super) fn glance(chunk: &[u8], layout: &Layout) -> Option<Pass> {
    if std::str::from_utf8(chunk).is_err() || memchr(b'"', chunk).is_some() || layout.width < 2 {
        return None;
    }
    let carriage = memchr(b'\r', chunk).is_some();
    let mut zeros = vec![false; layout.width];
    let (mut rows, mut field, mut row_start, mut start) = (0, 0, 0, 0);
    let end = chunk.last().is_some_and(|last| *last != b'\n').then_some(chunk.len());
    for at in memchr2_iter(layout.delimiter, b'\n', chunk).chain(end) {
        if start + 1 < at && chunk[start] == b'0' && chunk[start + 1].is_ascii_digit() {
            zeros[field] = true;
        }
        start = at + 1;
        if at < chunk.len() && chunk[at] == layout.delimiter {
            field += 1;
            if field >= layout.width {
                return None;
            }
            continue;
        }
        let mut row = &chunk[row_start..at];
        if carriage {
            row = row.strip_suffix(b"\r").unwrap_or(row);
            if memchr(b'\r', row).is_some() {
                return None;
            }
        }
        // Short rows, empty ones, and those of nothing but separators and blanks.
        if field + 1 != layout.width || row.iter().take(2 * layout.width).all(|byte| *byte == layout.delimiter || byte.is_ascii_whitespace()) {
            return None;
        }
        (rows, field, row_start) = (rows + 1, 0, at + 1);
    }
    Some(Pass { rows, zeros, solid: true, sampled: true, ..Pass::default() })
}

/// Tells whether values were met that the looked-at chunks did not announce.
#[derive(Debug, Clone, Default)]
pub(super) struct Watch(Arc<AtomicBool>);

impl Watch {
    /// Something unannounced.
    pub(super) fn surprise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether there was none.
    pub(super) fn calm(&self) -> bool {
        !self.0.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_rows_pass_at_a_glance() {
        let layout = Layout { skip: 0, mark: false, delimiter: b';', width: 3 };
        let found = glance(b"1;007;a\n2;;b\r\n3;1,5;c", &layout).map(|pass| (pass.rows, pass.zeros));
        assert_eq!(found, Some((3, vec![false, true, false])));
        for odd in ["1;2\n", "1;2;3;4\n", "1;2;3\n\n", "1;\"2\";3\n", "1;2;3\n ; ;\n", "1;2\r;3\n", "1;2;3\n;;\n"] {
            assert!(glance(odd.as_bytes(), &layout).is_none(), "{odd:?}");
        }
        assert!(glance(&[b'1', b';', 0xff, b';', b'\n'], &layout).is_none());
    }
}
