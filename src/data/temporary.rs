//! Temporary copies, known by name until they are gone, so that an interrupted run leaves none behind.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tempfile::{NamedTempFile, TempPath};

/// The copies that are there now.
static THERE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// A new temporary file for text.
pub(super) fn file() -> io::Result<NamedTempFile> {
    let file = tempfile::Builder::new().prefix("dampak-").suffix(".csv").tempfile()?;
    THERE.lock().unwrap_or_else(PoisonError::into_inner).insert(file.path().to_owned());
    Ok(file)
}

/// A copy that is complete; deleted when it is dropped.
pub(super) struct Temporary(TempPath);

impl Temporary {
    /// Keeps the file of [`file`] under this name.
    pub(super) fn keep(file: NamedTempFile) -> Self {
        Self(file.into_temp_path())
    }
}

impl std::ops::Deref for Temporary {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        THERE.lock().unwrap_or_else(PoisonError::into_inner).remove(&*self.0);
    }
}

/// Deletes every temporary copy: for a program that ends at once.
pub fn delete_temporary_copies() {
    for path in std::mem::take(&mut *THERE.lock().unwrap_or_else(PoisonError::into_inner)) {
        // It may be gone already; there is nobody left to tell.
        let _ = std::fs::remove_file(path);
    }
}
