//! An interrupt ends the program at once with status 130 and leaves nothing half-written.

use crate::error::Exit;
use crate::locale::Lang;
use crate::text;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

static WRITING: AtomicBool = AtomicBool::new(false);
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Installs the handler. While a folder is being written the writer is told and cleans up behind itself; else there is nothing to clean.
pub(super) fn watch(lang: Lang) {
    let words = text!("dihentikan; tidak ada yang ditulis\n", "interrupted; nothing was written\n");
    let installed = ctrlc::set_handler(move || {
        INTERRUPTED.store(true, Ordering::SeqCst);
        if !WRITING.load(Ordering::SeqCst) {
            crate::data::cancel_statements();
            crate::data::delete_temporary_copies();
            let _ = std::io::stderr().write_all(words.get(lang).as_bytes());
            std::process::exit(i32::from(Exit::Interrupted.status()));
        }
    });
    // Without a handler the system's own default ends the program, which is right as well.
    drop(installed);
}

/// Runs a writer that asks between files whether it should stop.
pub(super) fn while_writing<T>(write: impl FnOnce(&dyn Fn() -> bool) -> T) -> T {
    WRITING.store(true, Ordering::SeqCst);
    let result = write(&|| INTERRUPTED.load(Ordering::SeqCst));
    WRITING.store(false, Ordering::SeqCst);
    result
}
