//! From what was named (files, folders, patterns, `-`) to files in a fixed order.

use crate::error::{Problem, nearest, reading as problems};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Endings of data files that are taken from folders.
const ENDINGS: [&str; 16] = ["csv", "tsv", "tab", "txt", "parquet", "pq", "arrow", "feather", "ipc", "xlsx", "xlsm", "xls", "ods", "dta", "sav", "zsav"];

/// Standard input.
pub(super) const STDIN: &str = "-";

/// The files of all sources, each once, folders and patterns sorted by name; problems are added to `problems`.
pub(super) fn expand(sources: &[String], found: &mut Vec<Problem>) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    for source in sources {
        let more = one(source, found);
        for file in more {
            if !files.contains(&file) {
                files.push(file);
            }
        }
    }
    files
}

fn one(source: &str, found: &mut Vec<Problem>) -> Vec<PathBuf> {
    let path = Path::new(source);
    if source == STDIN {
        return vec![path.to_owned()];
    }
    match fs::metadata(path) {
        Ok(facts) if facts.is_dir() => match folder(path) {
            Ok(files) if files.is_empty() => found.push(problems::no_data_files(source)),
            Ok(files) => return files,
            Err(error) => found.push(problems::unreadable_file(path, &error)),
        },
        Ok(_) => return vec![path.to_owned()],
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if source.contains(['*', '?', '[']) {
                // A file that vanishes between listing and reading is reported by its reader.
                let mut files: Vec<PathBuf> =
                    glob::glob(source).map(|paths| paths.filter_map(Result::ok).filter(|path| path.is_file()).collect()).unwrap_or_default();
                files.sort();
                if files.is_empty() {
                    found.push(problems::no_data_files(source));
                }
                return files;
            }
            found.push(problems::file_not_found(path, near(path).as_deref()));
        }
        Err(error) => found.push(problems::unreadable_file(path, &error)),
    }
    Vec::new()
}

/// Data files directly in a folder, sorted by name; hidden ones and Excel's lock files are not data.
fn folder(path: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?.path();
        let name = entry.file_name().and_then(|name| name.to_str()).unwrap_or("").to_lowercase();
        let stem = name.strip_suffix(".gz").unwrap_or(&name);
        let known = ENDINGS.iter().any(|ending| stem.strip_suffix(ending).is_some_and(|rest| rest.ends_with('.')));
        // A text that tells about the data is not data.
        let about = ["readme", "license", "lisensi", "baca"].iter().any(|word| name.starts_with(word)) && stem.strip_suffix(".txt").is_some();
        if entry.is_file() && known && !about && !name.starts_with(['.', '~', '_']) {
            files.push(entry);
        }
    }
    files.sort();
    Ok(files)
}

/// The nearest file name in the folder of a file that is not there.
fn near(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut names: Vec<String> = fs::read_dir(folder).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    let name = path.file_name()?.to_str()?;
    let near = nearest(name, names.iter().map(String::as_str))?;
    Some(path.with_file_name(near).display().to_string())
}

/// SHA-256 of a file, in hexadecimal.
pub(super) fn sha256(path: &Path) -> io::Result<String> {
    digest(path, &[], u64::MAX)
}

/// Another hash, of what a file begins with.
pub(super) fn secret(path: &Path) -> io::Result<String> {
    const ENOUGH: u64 = 16 << 20;
    digest(path, b"dampak: names of units", ENOUGH)
}

fn digest(path: &Path, before: &[u8], most: u64) -> io::Result<String> {
    let mut file = fs::File::open(path)?.take(most);
    let mut hash = Sha256::new();
    hash.update(before);
    let mut block = vec![0; 1 << 20];
    loop {
        match file.read(&mut block)? {
            0 => break,
            n => hash.update(&block[..n]),
        }
    }
    Ok(hex(&hash.finalize()))
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}
