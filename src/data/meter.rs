//! How far a reading has come, for whoever shows it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

/// Counts bytes while a text file is looked at, and rows while records are grouped. Shared by its clones.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    done: AtomicU64,
    total: AtomicU64,
    counted: AtomicU8,
}

/// What a meter counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Bytes.
    Bytes,
    /// Rows.
    Rows,
    /// Rows of which it is not yet known how many there are: the total is a guess.
    RowsOfAbout,
}

/// Two meters are no different choice of how to read.
impl PartialEq for Meter {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Meter {}

impl Meter {
    /// Starts anew: so many in all.
    pub(super) fn start(&self, total: u64, counted: Counted) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
        self.0.counted.store(counted as u8, Ordering::Relaxed);
    }

    /// So many more are done.
    pub(super) fn add(&self, more: u64) {
        self.0.done.fetch_add(more, Ordering::Relaxed);
    }

    /// Done, of how many in all, and what these are; none while nothing is counted.
    pub fn read(&self) -> Option<(u64, u64, Counted)> {
        let total = self.0.total.load(Ordering::Relaxed);
        let counted = match self.0.counted.load(Ordering::Relaxed) {
            0 => Counted::Bytes,
            1 => Counted::Rows,
            _ => Counted::RowsOfAbout,
        };
        (total > 0).then(|| (self.0.done.load(Ordering::Relaxed).min(total), total, counted))
    }
}
