//! An interrupt ends the program at once with status 130 and leaves nothing half-written.

use crate::error::Exit;
use crate::locale::Lang;
use crate::text;
use std::io::Write;

/// Installs the handler. What is being written lies in a temporary folder beside its target, which is removed here.
pub(super) fn watch(lang: Lang) {
    let words = text!("dihentikan; tidak ada yang ditulis\n", "interrupted; nothing was written\n");
    let installed = ctrlc::set_handler(move || {
        crate::report::write::abandon();
        let _ = std::io::stderr().write_all(words.get(lang).as_bytes());
        std::process::exit(i32::from(Exit::Interrupted.status()));
    });
    // Without a handler the system's own default ends the program, which is right as well.
    drop(installed);
}
