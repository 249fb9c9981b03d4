//! How far a reading has come, for whoever shows it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts bytes while a text file is looked at, and rows while records are grouped. Shared by its clones.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    done: AtomicU64,
    total: AtomicU64,
    rows: AtomicU64,
}

/// Two meters are no different choice of how to read.
impl PartialEq for Meter {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Meter {}

impl Meter {
    /// Starts anew: so many bytes, or rows.
    pub(super) fn start(&self, total: u64, rows: bool) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
        self.0.rows.store(u64::from(rows), Ordering::Relaxed);
    }

    /// So many more are done.
    pub(super) fn add(&self, more: u64) {
        self.0.done.fetch_add(more, Ordering::Relaxed);
    }

    /// Done, of how many in all, and whether these are rows (bytes otherwise); none while nothing is counted.
    pub fn read(&self) -> Option<(u64, u64, bool)> {
        let total = self.0.total.load(Ordering::Relaxed);
        (total > 0).then(|| (self.0.done.load(Ordering::Relaxed).min(total), total, self.0.rows.load(Ordering::Relaxed) > 0))
    }
}
