//! Progress on standard error, on a terminal only.

use crate::locale::{Lang, Text};
use crate::study::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;

/// A line that says what is being done; silent where standard error is not a terminal.
pub(super) struct Terminal {
    bar: ProgressBar,
    lang: Lang,
}

impl Terminal {
    /// A new line of progress.
    pub(super) fn new(lang: Lang) -> Self {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar, lang }
    }
}

impl Progress for Terminal {
    fn step(&self, what: &Text) {
        self.bar.set_message(what.get(self.lang).to_owned());
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
