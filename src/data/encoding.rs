//! Bytes to UTF-8 text: gzip, byte-order marks, encodings. Files that are not plain UTF-8 are rewritten once into a temporary file.

use super::temporary::{self, Temporary};
use encoding_rs::Encoding;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// A temporary copy of a file.
pub(super) struct Spooled {
    /// The file that it was made from.
    pub(super) source: PathBuf,
    /// The copy; deleted when it is dropped.
    pub(super) file: Temporary,
    /// Whether it holds the very bytes of the source (standard input), not a rewritten form.
    pub(super) original: bool,
}

const BLOCK: usize = 1 << 20;

/// What the first bytes of a file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Byte-order mark of UTF-8 (three bytes).
    Utf8,
    /// Of UTF-16, little end first.
    Utf16Le,
    /// Of UTF-16, big end first.
    Utf16Be,
    /// No mark.
    None,
}

/// The byte-order mark at the start.
pub(super) fn mark(head: &[u8]) -> Mark {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => Mark::Utf8,
        [0xFF, 0xFE, ..] => Mark::Utf16Le,
        [0xFE, 0xFF, ..] => Mark::Utf16Be,
        _ => Mark::None,
    }
}

/// Whether the bytes are a gzip stream.
pub(super) fn is_gzip(head: &[u8]) -> bool {
    head.starts_with(&[0x1F, 0x8B])
}

/// Copies standard input, or any reader, into a temporary file.
pub(super) fn spool(source: &Path, mut reader: impl Read, original: bool) -> io::Result<Spooled> {
    let mut file = temporary::file()?;
    {
        let mut out = BufWriter::with_capacity(BLOCK, file.as_file_mut());
        io::copy(&mut reader, &mut out)?;
        out.flush()?;
    }
    Ok(Spooled { source: source.to_owned(), file: Temporary::keep(file), original })
}

/// Unpacks a gzip file into a temporary one.
pub(super) fn gunzip(source: &Path, file: &Path) -> io::Result<Spooled> {
    spool(source, MultiGzDecoder::new(BufReader::with_capacity(BLOCK, File::open(file)?)), false)
}

/// Rewrites a file of an encoding as UTF-8 without a byte-order mark; the flag tells whether some bytes were not valid in it.
pub(super) fn transcode(source: &Path, file: &Path, encoding: &'static Encoding) -> io::Result<(Spooled, bool)> {
    let mut reader = File::open(file)?;
    let mut copy = temporary::file()?;
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut bytes = vec![0; BLOCK];
    // Every byte becomes at most three bytes of UTF-8.
    let mut text = vec![0; 3 * BLOCK + 64];
    let mut invalid = false;
    {
        let mut out = BufWriter::with_capacity(BLOCK, copy.as_file_mut());
        loop {
            let n = reader.read(&mut bytes)?;
            let (_, _, written, bad) = decoder.decode_to_utf8(&bytes[..n], &mut text, n == 0);
            invalid |= bad;
            out.write_all(&text[..written])?;
            if n == 0 {
                break;
            }
        }
        out.flush()?;
    }
    Ok((Spooled { source: source.to_owned(), file: Temporary::keep(copy), original: false }, invalid))
}

/// UTF-16 without a mark: text in Latin letters has a zero in every other byte.
pub(super) fn unmarked_utf16(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(4096) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count() * 2;
    match (zeros(0), zeros(1)) {
        _ if head.len() < 8 => None,
        (even, odd) if odd * 10 >= head.len() * 8 && even * 10 < head.len() => Some(encoding_rs::UTF_16LE),
        (even, odd) if even * 10 >= head.len() * 8 && odd * 10 < head.len() => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}
