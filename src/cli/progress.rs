//! Progress on standard error, on a terminal only.

use crate::data::{Counted, Meter};
use crate::locale::{Lang, Text, integer};
use crate::study::Progress;
use crate::text;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A line that says what is being done, how far it is and how long it will take; silent where standard error is not a terminal.
pub(super) struct Terminal {
    bar: ProgressBar,
    lang: Lang,
    meter: Meter,
}

impl Terminal {
    /// A new line of progress.
    pub(super) fn new(lang: Lang) -> Self {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        let meter = Meter::default();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed}{far})") {
            let (meter, since) = (meter.clone(), Arc::new(Mutex::new(None)));
            let far = move |_: &ProgressState, out: &mut dyn Write| {
                let words = far(&meter, &since, lang);
                // A line of progress that cannot be written is no loss.
                let _ = out.write_str(&words);
            };
            bar.set_style(style.with_key("far", far));
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar, lang, meter }
    }

    /// What counts the reading for this line.
    pub(super) fn meter(&self) -> Meter {
        self.meter.clone()
    }
}

/// What is counted since when: its total, and what these are.
type Since = Arc<Mutex<Option<(u64, Counted, Instant)>>>;

/// `; 12,000,000 of 50,000,000 rows, 8 s left`; empty while nothing is counted.
fn far(meter: &Meter, since: &Since, lang: Lang) -> String {
    let Some((done, total, counted)) = meter.read() else { return String::new() };
    let mut since = since.lock().unwrap_or_else(PoisonError::into_inner);
    let begun = match *since {
        Some((of, what, begun)) if of == total && what == counted && done > 0 => begun,
        _ => since.insert((total, counted, Instant::now())).2,
    };
    if done >= total {
        return String::new();
    }
    let left = begun.elapsed().as_secs_f64() * (total - done) as f64 / (done.max(1)) as f64;
    words(done, total, counted, (done > 0).then_some(left), lang)
}

fn words(done: u64, total: u64, counted: Counted, left: Option<f64>, lang: Lang) -> String {
    let (rows, of) = (integer(lang, done), integer(lang, total));
    let far = match counted {
        Counted::Rows => text!("; {rows} dari {of} baris", "; {rows} of {of} rows"),
        Counted::RowsOfAbout => text!("; {rows} dari sekitar {of} baris", "; {rows} of about {of} rows"),
        Counted::Bytes => {
            let (done, total) = (integer(lang, done >> 20), integer(lang, total.div_ceil(1 << 20)));
            text!("; {done} dari {total} MiB", "; {done} of {total} MiB")
        }
    };
    let left = left.map(|seconds| {
        let seconds = integer(lang, seconds.ceil() as u64);
        text!(", sisa {seconds} detik", ", {seconds} s left")
    });
    format!("{}{}", far.get(lang), left.as_ref().map_or("", |left| left.get(lang)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_time_left_are_said_in_both_languages() {
        assert_eq!(words(12_000_000, 50_000_000, Counted::Rows, Some(7.2), Lang::En), "; 12,000,000 of 50,000,000 rows, 8 s left");
        assert_eq!(words(12_000_000, 50_000_000, Counted::RowsOfAbout, Some(7.2), Lang::Id), "; 12.000.000 dari sekitar 50.000.000 baris, sisa 8 detik");
        assert_eq!(words(3 << 20, 10 << 20, Counted::Bytes, None, Lang::En), "; 3 of 10 MiB");
    }
}
