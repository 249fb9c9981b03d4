//! A folder written whole or not at all.
//!
//! Everything goes into a new folder beside the target, is flushed to disk, and takes the target's place by renaming. What fails on the way leaves the
//! target as it was. A folder that is there already is replaced only where all of it came from this program, as its `run.json` says.

use super::results::RUN_SCHEMA;
use super::set::ReportSet;
use crate::error::{Problem, Result, report as problem};
use serde_json::Value;
use std::collections::{BTreeSet, VecDeque};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The folder.
    pub folder: PathBuf,
    /// Paths inside it.
    pub files: Vec<String>,
}

/// Files that are written, or removed, at a time.
const TOGETHER: usize = 16;

/// Left by file managers and Jupyter; they do not keep a folder from being replaced.
const TRACES: [&str; 3] = [".ipynb_checkpoints", ".DS_Store", "desktop.ini"];

/// Writes the files into the folder, whole or not at all. `interrupted` is asked between files.
pub fn write(set: &ReportSet, folder: &Path, interrupted: &dyn Fn() -> bool) -> Result<Written> {
    // Through a link, so that the folder that it names is replaced and not the link.
    let target = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    let shown = folder.display().to_string();
    let there = replaceable(&target, &shown)?;
    let broken = |error: io::Error| crate::error::Error::from(describe(&error, &shown));
    let parent = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    fs::create_dir_all(&parent).map_err(broken)?;
    // Removed with all that is in it when this function ends, whatever the reason.
    let workshop = tempfile::Builder::new().prefix(".dampak-").tempdir_in(&parent).map_err(broken)?;
    let fresh = workshop.path().join("new");
    fs::create_dir(&fresh).map_err(broken)?;
    if !put_all(set, &fresh, interrupted).map_err(broken)? {
        return Err(problem::interrupted(&shown).into());
    }
    flush_folders(&fresh).map_err(broken)?;
    if interrupted() {
        return Err(problem::interrupted(&shown).into());
    }
    let old = workshop.path().join("old");
    swap(&fresh, &target, &old, there).map_err(broken)?;
    flush(&parent).map_err(broken)?;
    remove_all(&old);
    Ok(Written { folder: folder.to_path_buf(), files: set.files.keys().cloned().collect() })
}

/// Whether a folder is there; refuses one that holds anything that this program did not write.
fn replaceable(target: &Path, shown: &str) -> Result<bool> {
    let broken = |error: io::Error| crate::error::Error::from(describe(&error, shown));
    match fs::metadata(target) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(broken(error)),
        Ok(found) if !found.is_dir() => return Err(problem::not_a_folder(shown).into()),
        Ok(_) => {}
    }
    let known = own_files(target);
    let mut found = Vec::new();
    list(target, "", &mut found).map_err(broken)?;
    match found.iter().find(|path| !known.contains(*path)) {
        Some(foreign) => Err(problem::folder_in_use(shown, foreign).into()),
        None => Ok(true),
    }
}

/// The files that a folder's `run.json` says are ours; nothing where there is none.
fn own_files(target: &Path) -> BTreeSet<String> {
    let run: Option<Value> = fs::read(target.join("run.json")).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let Some(run) = run.filter(|run| run.get("schema").and_then(Value::as_str) == Some(RUN_SCHEMA)) else { return BTreeSet::new() };
    let files = run.get("files").and_then(Value::as_array).into_iter().flatten();
    files.filter_map(|file| file.get("path")?.as_str().map(str::to_owned)).chain(["run.json".to_owned()]).collect()
}

fn list(folder: &Path, under: &str, out: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if TRACES.contains(&name.as_str()) {
            continue;
        }
        let path = if under.is_empty() { name } else { format!("{under}/{name}") };
        if entry.file_type()?.is_dir() { list(&entry.path(), &path, out)? } else { out.push(path) }
    }
    out.sort();
    Ok(())
}

/// Writes every file; whether nothing interrupted. Flushing waits for the disk, once a file, and files that wait together are flushed together.
fn put_all(set: &ReportSet, folder: &Path, interrupted: &dyn Fn() -> bool) -> io::Result<bool> {
    type Waiting<'a> = std::thread::ScopedJoinHandle<'a, io::Result<()>>;
    let done = |one: Waiting<'_>| one.join().unwrap_or_else(|_| Err(io::Error::other("a thread ended early")));
    std::thread::scope(|scope| {
        let mut waiting: VecDeque<Waiting<'_>> = VecDeque::new();
        for (path, bytes) in &set.files {
            if interrupted() {
                return Ok(false);
            }
            if waiting.len() == TOGETHER {
                waiting.pop_front().map_or(Ok(()), done)?;
            }
            let path = folder.join(path);
            waiting.push_back(scope.spawn(move || put(&path, bytes)));
        }
        waiting.into_iter().try_for_each(done).map(|()| true)
    })
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Removes what was replaced: each removal waits for the disk, so they wait together. What cannot be removed is left to the end of the workshop.
fn remove_all(old: &Path) {
    let mut files = Vec::new();
    if list(old, "", &mut files).is_err() {
        return;
    }
    let share = files.len().div_ceil(TOGETHER).max(1);
    std::thread::scope(|scope| {
        for some in files.chunks(share) {
            scope.spawn(move || some.iter().for_each(|file| drop(fs::remove_file(old.join(file)))));
        }
    });
}

/// The new folder takes the target's place; where that fails, the old one goes back.
fn swap(fresh: &Path, target: &Path, old: &Path, there: bool) -> io::Result<()> {
    if !there {
        return fs::rename(fresh, target);
    }
    fs::rename(target, old)?;
    fs::rename(fresh, target).or_else(|error| {
        fs::rename(old, target)?;
        Err(error)
    })
}

fn flush_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            flush_folders(&entry.path())?;
        }
    }
    flush(folder)
}

/// Folders can be flushed on Unix alone.
#[cfg(unix)]
fn flush(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn flush(_folder: &Path) -> io::Result<()> {
    Ok(())
}

fn describe(error: &io::Error, folder: &str) -> Problem {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => problem::disk_full(folder),
        _ => problem::cannot_write(folder, &error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(files: &[(&str, &str)]) -> ReportSet {
        let mut files: std::collections::BTreeMap<String, Vec<u8>> = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        let listed: Vec<Value> = files.keys().map(|path| serde_json::json!({ "path": path })).collect();
        files.insert("run.json".into(), serde_json::json!({ "schema": RUN_SCHEMA, "files": listed }).to_string().into_bytes());
        ReportSet { files }
    }

    fn entries(folder: &Path) -> Vec<String> {
        let mut out = Vec::new();
        list(folder, "", &mut out).unwrap();
        out
    }

    #[test]
    fn an_own_folder_is_replaced_whole() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("a/out");
        write(&set(&[("report.md", "one"), ("charts/id/old.svg", "x")]), &out, &|| false).unwrap();
        write(&set(&[("report.md", "two")]), &out, &|| false).unwrap();
        assert_eq!(entries(&out), ["report.md", "run.json"]);
        assert_eq!(fs::read_to_string(out.join("report.md")).unwrap(), "two");
        assert_eq!(fs::read_dir(place.path().join("a")).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn what_others_wrote_stays() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        write(&set(&[("report.md", "one")]), &out, &|| false).unwrap();
        fs::write(out.join("my-notes.txt"), "mine").unwrap();
        let error = write(&set(&[("report.md", "two")]), &out, &|| false).unwrap_err();
        assert_eq!(error.problems[0].code, "report::folder-in-use");
        assert_eq!(fs::read_to_string(out.join("report.md")).unwrap(), "one");
        let file = place.path().join("file");
        fs::write(&file, "x").unwrap();
        assert_eq!(write(&set(&[]), &file, &|| false).unwrap_err().problems[0].code, "report::not-a-folder");
    }

    #[test]
    fn an_interrupt_leaves_what_was_there() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        write(&set(&[("report.md", "one")]), &out, &|| false).unwrap();
        let asked = std::cell::Cell::new(0);
        let error = write(&set(&[("a", "1"), ("b", "2"), ("report.md", "two")]), &out, &|| {
            asked.set(asked.get() + 1);
            asked.get() > 2
        })
        .unwrap_err();
        assert_eq!(error.exit().status(), 130);
        assert_eq!(entries(&out), ["report.md", "run.json"]);
        assert_eq!(fs::read_to_string(out.join("report.md")).unwrap(), "one");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }
}
