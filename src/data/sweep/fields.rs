//! Where the fields of a piece of text are: its structure is checked and found in one go.

use memchr::{memchr, memchr_iter, memchr3_iter};
use std::borrow::Cow;

/// The fields of a piece of whole rows.
pub(super) struct Fields<'a> {
    text: &'a str,
    /// The end of every field, row by row.
    ends: &'a [u32],
    width: usize,
    /// Whether rows end with a carriage return before the line feed.
    returns: bool,
    quotes: bool,
}

impl<'a> Fields<'a> {
    /// The fields of a piece whose rows all end with a line feed. None where anything is not as simple as it seemed: bytes that are no UTF-8, rows with
    /// another number of fields, rows without any value, bare carriage returns, quotes inside fields, line breaks between quotes. `ends` is scratch space.
    pub(super) fn of(bytes: &'a [u8], delimiter: u8, width: usize, ends: &'a mut Vec<u32>) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let quotes = memchr(b'"', bytes).is_some();
        let returns = memchr(b'\r', bytes).is_some();
        if returns && !memchr_iter(b'\r', bytes).all(|at| bytes.get(at + 1) == Some(&b'\n')) {
            return None;
        }
        ends.clear();
        if quotes {
            quoted(bytes, delimiter, ends)?;
        } else {
            plain(bytes, delimiter, ends);
        }
        let rows = memchr_iter(b'\n', bytes).count();
        let mut start = 0;
        // As many line feeds as rows, each at the end of a row: all others are separators.
        if ends.len() != rows * width {
            return None;
        }
        for row in ends.chunks_exact(width) {
            let end = row[width - 1] as usize;
            let first = bytes[start];
            let blank =
                (first == delimiter || first.is_ascii_whitespace()) && bytes[start..end].iter().all(|byte| *byte == delimiter || byte.is_ascii_whitespace());
            if bytes[end] != b'\n' || blank || (first == b'"' && empty(&bytes[start..end], delimiter)) {
                return None;
            }
            start = end + 1;
        }
        Some(Self { text, ends, width, returns, quotes })
    }

    /// Number of rows.
    pub(super) fn rows(&self) -> usize {
        self.ends.len() / self.width
    }

    /// The bytes that the places of values count in.
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// Whether some fields are quoted.
    pub(super) fn quotes(&self) -> bool {
        self.quotes
    }

    /// Start and end of the values of a column, quotes around them left out.
    pub(super) fn places(&self, column: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let (bytes, width) = (self.text.as_bytes(), self.width);
        let last = column + 1 == width && self.returns;
        (0..self.rows()).map(move |row| {
            let at = row * width + column;
            let mut start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize + 1);
            let mut end = self.ends[at] as usize;
            if last && end > start && bytes[end - 1] == b'\r' {
                end -= 1;
            }
            if self.quotes && end >= start + 2 && bytes[start] == b'"' {
                (start, end) = (start + 1, end - 1);
            }
            (start, end)
        })
    }

    /// A value as text; doubled quotes become one.
    pub(super) fn value(&self, start: usize, end: usize) -> Cow<'a, str> {
        let value = self.text.get(start..end).unwrap_or_default();
        if self.quotes && memchr(b'"', value.as_bytes()).is_some() { Cow::Owned(value.replace("\"\"", "\"")) } else { Cow::Borrowed(value) }
    }
}

/// Whether a row that starts with a quote has no value: empty quotes, separators and blanks alone.
fn empty(row: &[u8], delimiter: u8) -> bool {
    row.iter().all(|byte| *byte == b'"' || *byte == delimiter || byte.is_ascii_whitespace())
}

/// Ends of fields where nothing is quoted.
fn plain(bytes: &[u8], delimiter: u8, ends: &mut Vec<u32>) {
    let (blocks, rest) = bytes.as_chunks::<64>();
    ends.reserve(bytes.len() / 3);
    for (at, block) in blocks.iter().enumerate() {
        let mut marks = marks(block, delimiter);
        let before = (at * 64) as u32;
        while marks != 0 {
            ends.push(before + marks.trailing_zeros());
            marks &= marks - 1;
        }
    }
    let before = blocks.len() * 64;
    ends.extend(rest.iter().enumerate().filter(|(_, byte)| **byte == delimiter || **byte == b'\n').map(|(at, _)| (before + at) as u32));
}

/// A bit for each byte that ends a field. Written so that the compiler compares many bytes at once.
fn marks(block: &[u8; 64], delimiter: u8) -> u64 {
    let mut hits = [0_u8; 64];
    for (hit, byte) in hits.iter_mut().zip(block) {
        *hit = u8::from(*byte == delimiter) | u8::from(*byte == b'\n');
    }
    let mut marks = 0;
    for (at, eight) in hits.as_chunks::<8>().0.iter().enumerate() {
        // The product gathers the lowest bits of eight bytes in its highest byte.
        marks |= (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * at);
    }
    marks
}

/// Ends of fields where every quote opens a field, closes one, or stands doubled inside one; none where it is otherwise.
fn quoted(bytes: &[u8], delimiter: u8, ends: &mut Vec<u32>) -> Option<()> {
    let (mut inside, mut start, mut skip) = (false, 0, usize::MAX);
    for at in memchr3_iter(delimiter, b'\n', b'"', bytes) {
        match bytes[at] {
            _ if at == skip => {}
            b'"' if !inside => {
                if at != start {
                    return None;
                }
                inside = true;
            }
            b'"' => match bytes.get(at + 1) {
                Some(b'"') => skip = at + 1,
                Some(next) if *next == delimiter || matches!(next, b'\n' | b'\r') => inside = false,
                _ => return None,
            },
            b'\n' if inside => return None,
            _ if inside => {}
            _ => {
                ends.push(at as u32);
                start = at + 1;
            }
        }
    }
    (!inside).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, width: usize) -> Option<Vec<Vec<String>>> {
        let mut ends = Vec::new();
        let fields = Fields::of(text.as_bytes(), b';', width, &mut ends)?;
        let column = |at: usize| fields.places(at).map(|(start, end)| fields.value(start, end).into_owned()).collect::<Vec<_>>();
        let columns: Vec<Vec<String>> = (0..width).map(column).collect();
        Some((0..fields.rows()).map(|row| columns.iter().map(|column| column[row].clone()).collect()).collect())
    }

    #[test]
    fn fields_are_those_of_a_reader_of_csv() {
        let long = "x".repeat(70);
        for text in ["1;2;3\n", "1;;3\r\n;b;\n", "a;\"b;c\";d\n\"\";\"e \"\"f\"\"\";g\r\n", &format!("{long};2;{long}\n1;{long};ü\n")] {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(b';').from_reader(text.as_bytes());
            let expected: Vec<Vec<String>> = reader.records().map(|row| row.map(|row| row.iter().map(str::to_owned).collect()).unwrap_or_default()).collect();
            assert_eq!(rows(text, 3), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn what_is_not_simple_is_refused() {
        for odd in [
            "1;2\n",
            "1;2;3;4\n",
            "1;2;3\n\n",
            "1;2;3;4\n5;6\n",
            "1;2\r;3\n",
            "1;2;3\n;;\n",
            " ; ;\n",
            "1;a\"b;3\n",
            "1;\"a\nb\";3\n",
            "1;\"a\"b;3\n",
            "1;\"a;3\n",
            "\"\";\"\";\n",
        ] {
            assert_eq!(rows(odd, 3), None, "{odd:?}");
        }
        assert!(Fields::of(&[b'1', b';', 0xff, b'\n'], b';', 2, &mut Vec::new()).is_none());
    }

    #[test]
    fn marks_are_where_fields_end() {
        let mut block = [b'a'; 64];
        for at in [0, 1, 7, 8, 31, 32, 62, 63] {
            block[at] = if at % 2 == 0 { b';' } else { b'\n' };
        }
        let expected = (0..64).filter(|at| block[*at] != b'a').fold(0_u64, |bits, at| bits | 1 << at);
        assert_eq!(marks(&block, b';'), expected);
    }
}
