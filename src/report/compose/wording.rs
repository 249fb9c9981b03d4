//! How an effect is put into words: direction, size, certainty. A number that cannot be told from zero reads so, and a fall is never called a rise.

use super::say::say;
use crate::estimate::Effect;
use crate::locale::{Lang, interval, number, percent};
use crate::measure::target::Better;
use crate::study::OutcomeResult;

/// What an effect says about zero and about good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// The interval lies wholly on the good side.
    Improved,
    /// The interval lies wholly on the bad side.
    Worsened,
    /// The interval holds zero.
    Unclear,
    /// There is no interval to say.
    Undefined,
}

/// The words for one outcome in one language.
#[derive(Debug, Clone)]
pub struct Wording {
    /// Language.
    pub lang: Lang,
    /// The outcome's name as it begins a sentence.
    pub label: String,
    /// Its unit for tables and axes, empty where there is none.
    pub unit: String,
    short_unit: String,
    /// Decimals.
    pub decimals: usize,
    /// Which direction is good.
    pub better: Better,
    /// Confidence level.
    pub level: f64,
    duration: bool,
}

impl Wording {
    /// The words for an outcome.
    pub fn new(outcome: &OutcomeResult, lang: Lang, level: f64) -> Self {
        // Durations have their own verbs; the Indonesian unit tells them apart, as study files and defaults both write it.
        let duration = outcome.better == Better::Lower && ["menit", "jam", "hari"].iter().any(|word| outcome.unit.id.to_lowercase().starts_with(word));
        Self {
            lang,
            label: outcome.label.get(lang).to_owned(),
            unit: plain_unit(outcome.unit.get(lang)),
            short_unit: outcome.unit.get(lang).split(" (").next().unwrap_or_default().to_owned(),
            decimals: outcome.decimals,
            better: outcome.better,
            level,
            duration,
        }
    }

    /// The unit of a difference: percentages differ by percentage points.
    pub fn change_unit(&self) -> String {
        if self.unit == "%" { say!(self.lang, "poin persen", "percentage points") } else { self.unit.clone() }
    }

    /// `95 %`.
    pub fn level(&self) -> String {
        let decimals = usize::from((self.level * 100.0).fract().abs() > 1e-9);
        percent(self.lang, self.level, decimals)
    }

    /// The label inside a sentence: `waktu penyelesaian`, but `IKM`.
    pub fn label_inside(&self) -> String {
        inside(&self.label)
    }

    /// A value of the outcome with its unit: `19,8 jam kerja`.
    pub fn value(&self, value: f64) -> String {
        if self.unit == "%" {
            return percent(self.lang, value / 100.0, self.decimals);
        }
        with_unit(number(self.lang, value, self.decimals), &self.short_unit)
    }

    /// A standard as it is set, without decimals that say nothing: `24 jam kerja`.
    pub fn threshold(&self, value: f64) -> String {
        let shortest = format!("{value}");
        let decimals = shortest.split_once('.').map_or(0, |(_, fraction)| fraction.len()).min(self.decimals.max(2));
        with_unit(number(self.lang, value, decimals), &self.short_unit)
    }

    /// The size of a change without its sign: `6,1 jam kerja`. More decimals where it would read as zero.
    pub fn size(&self, change: f64) -> String {
        let unit = if self.unit == "%" { self.change_unit() } else { self.short_unit.clone() };
        with_unit(self.bare(change), &unit)
    }

    /// The size alone, without its unit.
    pub(crate) fn bare(&self, change: f64) -> String {
        let size = change.abs();
        let mut decimals = self.decimals;
        while size > 0.0 && decimals < self.decimals + 3 && size < 0.5 * 10f64.powi(-(decimals as i32)) {
            decimals += 1;
        }
        number(self.lang, size, decimals)
    }

    /// `turun 6,1 jam kerja`, `rose by 0.31 points`.
    pub fn change(&self, change: f64) -> String {
        let size = self.size(change);
        if change < 0.0 { say!(self.lang, "turun {size}", "fell by {size}") } else { say!(self.lang, "naik {size}", "rose by {size}") }
    }

    /// As a noun: `penurunan 6,1 jam kerja`, `a rise of 0.31 points`.
    pub fn change_noun(&self, change: f64) -> String {
        let size = self.size(change);
        if change < 0.0 { say!(self.lang, "penurunan {size}", "a fall of {size}") } else { say!(self.lang, "kenaikan {size}", "a rise of {size}") }
    }

    /// What the interval says.
    pub fn reading(&self, effect: &Effect) -> Reading {
        let (Some(estimate), Some(low), Some(high)) = (effect.estimate, effect.conf_low, effect.conf_high) else { return Reading::Undefined };
        // An interval without width is a standard error of zero, that is: one cluster, nothing known.
        if low >= high {
            return Reading::Undefined;
        }
        if low > 0.0 || high < 0.0 { if self.good(estimate) { Reading::Improved } else { Reading::Worsened } } else { Reading::Unclear }
    }

    /// Whether a change goes in the good direction.
    pub fn good(&self, change: f64) -> bool {
        match self.better {
            Better::Lower => change < 0.0,
            Better::Higher => change > 0.0,
        }
    }

    /// The interval in words, for an effect that has one: `penurunan 4,6 s.d. 7,5 jam kerja`, or from a fall to a rise where it holds zero.
    pub fn range(&self, low: f64, high: f64) -> String {
        let l = self.lang;
        if low > 0.0 || high < 0.0 {
            let (near, far) = if high < 0.0 { (high, low) } else { (low, high) };
            let (from, to) = (self.bare(near), self.size(far));
            if high < 0.0 {
                say!(l, "penurunan {from} s.d. {to}", "a fall of {from} to {to}")
            } else {
                say!(l, "kenaikan {from} s.d. {to}", "a rise of {from} to {to}")
            }
        } else {
            let (from, to) = (self.change_noun(low), self.change_noun(high));
            say!(l, "dari {from} sampai dengan {to}", "from {from} to {to}")
        }
    }

    /// Several changes in one direction, from the smallest to the largest: `turun 5,6 s.d. 6,2 jam kerja`.
    pub fn between(&self, near: f64, far: f64) -> String {
        let (from, to) = (self.bare(near), self.size(far));
        match (near < 0.0, from == self.bare(far)) {
            (_, true) => self.change(far),
            (true, false) => say!(self.lang, "turun {from} s.d. {to}", "fell by {from} to {to}"),
            (false, false) => say!(self.lang, "naik {from} s.d. {to}", "rose by {from} to {to}"),
        }
    }

    /// The words beside zero on an axis of effects: left of it and right of it.
    pub fn directions(&self) -> (String, String) {
        let l = self.lang;
        match (self.duration, self.better) {
            (true, _) => (say!(l, "lebih cepat", "faster"), say!(l, "lebih lambat", "slower")),
            (false, Better::Lower) => (say!(l, "turun (membaik)", "lower (better)"), say!(l, "naik (memburuk)", "higher (worse)")),
            (false, Better::Higher) => (say!(l, "turun (memburuk)", "lower (worse)"), say!(l, "naik (membaik)", "higher (better)")),
        }
    }

    /// The verdict on an effect in a few words, for tables: `lebih cepat`, `tidak dapat dibedakan dari nol`.
    pub fn verdict(&self, effect: &Effect) -> String {
        let l = self.lang;
        let fell = effect.estimate.is_some_and(|estimate| estimate < 0.0);
        match self.reading(effect) {
            Reading::Undefined if effect.estimate.is_none() => say!(l, "tidak dapat dihitung", "cannot be computed"),
            Reading::Undefined => say!(l, "ketidakpastian tidak diketahui", "uncertainty unknown"),
            Reading::Unclear => self.unclear(),
            Reading::Improved | Reading::Worsened => {
                let (lower, higher) = self.directions();
                if fell { lower } else { higher }
            }
        }
    }

    /// The verdict on an effect whose interval holds zero.
    pub(crate) fn unclear(&self) -> String {
        say!(self.lang, "tidak dapat dibedakan dari nol", "cannot be told from zero")
    }

    /// One sentence with one number and one interval. `place`: who changed; `against`: the comparison, where there is one.
    pub fn sentence(&self, effect: &Effect, place: &str, against: Option<&str>) -> String {
        let l = self.lang;
        let (label, inside, level) = (&self.label, self.label_inside(), self.level());
        let (place, against) = (placed(l, place), against.map(group_inside));
        let Some(estimate) = effect.estimate else {
            return say!(
                l,
                "Perubahan {inside} {place} tidak dapat dihitung dari data ini.",
                "The change in {inside} {place} cannot be computed from these data."
            );
        };
        let change = self.change(estimate);
        let compared = against.map_or_else(String::new, |group| say!(l, " dibandingkan dengan {group}", " relative to {group}"));
        match (self.reading(effect), effect.conf_low, effect.conf_high) {
            (Reading::Improved | Reading::Worsened, Some(low), Some(high)) => {
                let range = self.range(low, high);
                let worse = if self.good(estimate) { String::new() } else { self.unfavourable(estimate) };
                say!(
                    l,
                    "{label} {place} {change}{compared} (selang kepercayaan {level}: {range}).{worse}",
                    "{label} {place} {change}{compared} ({level} confidence interval: {range}).{worse}"
                )
            }
            (Reading::Unclear, Some(low), Some(high)) => {
                let (noun, range) = (self.change_noun(estimate), self.range(low, high));
                say!(
                    l,
                    "Perubahan {inside} {place}{compared} tidak dapat dibedakan dari nol: taksirannya {noun}, dengan selang kepercayaan {level} {range}.",
                    "The change in {inside} {place}{compared} cannot be told from zero: the estimate is {noun}, with a {level} confidence interval {range}."
                )
            }
            _ => say!(
                l,
                "{label} {place} {change}{compared}; ketidakpastiannya tidak dapat dihitung dari data ini.",
                "{label} {place} {change}{compared}; its uncertainty cannot be computed from these data."
            ),
        }
    }

    /// Says that a change is one for the worse.
    fn unfavourable(&self, change: f64) -> String {
        if change < 0.0 {
            say!(self.lang, " Untuk ukuran ini, penurunan berarti memburuk.", " For this measure, a fall is a change for the worse.")
        } else {
            say!(self.lang, " Untuk ukuran ini, kenaikan berarti memburuk.", " For this measure, a rise is a change for the worse.")
        }
    }

    /// A change with its interval in few words, for lists: `naik 28,1 poin persen (23,2 s.d. 33,0)`.
    pub fn brief(&self, effect: &Effect) -> String {
        let l = self.lang;
        let Some(estimate) = effect.estimate else { return say!(l, "tidak dapat dihitung", "cannot be computed") };
        let change = self.change(estimate);
        let limits = effect.conf_low.zip(effect.conf_high);
        match (self.reading(effect), limits) {
            (Reading::Improved | Reading::Worsened, Some((low, high))) => {
                let (near, far) = if high < 0.0 { (high, low) } else { (low, high) };
                let (near, far) = (self.bare(near), self.bare(far));
                say!(l, "{change} ({near} s.d. {far})", "{change} ({near} to {far})")
            }
            (Reading::Unclear, Some((low, high))) => {
                let range = interval(l, low, high, self.decimals);
                say!(l, "tidak dapat dibedakan dari nol ({range})", "cannot be told from zero ({range})")
            }
            _ => say!(l, "{change}; ketidakpastiannya tidak diketahui", "{change}; uncertainty unknown"),
        }
    }

    /// The finding as a title without an interval: `Waktu proses turun 6,1 jam kerja di Kendari`.
    pub fn finding(&self, effect: &Effect, reading: Reading, place: &str) -> String {
        let l = self.lang;
        let (label, inside, place) = (&self.label, self.label_inside(), placed(l, place));
        match (effect.estimate, reading) {
            (Some(estimate), Reading::Improved | Reading::Worsened | Reading::Undefined) => {
                let change = self.change(estimate);
                say!(l, "{label} {change} {place}", "{label} {change} {place}")
            }
            (Some(_), Reading::Unclear) => {
                say!(l, "Perubahan {inside} {place} tidak dapat dibedakan dari nol", "The change in {inside} {place} cannot be told from zero")
            }
            (None, _) => say!(l, "Perubahan {inside} {place} tidak dapat dihitung", "The change in {inside} {place} cannot be computed"),
        }
    }
}

/// A unit that can stand in parentheses: `poin (skala 1–4)` becomes `poin, skala 1–4`.
fn plain_unit(unit: &str) -> String {
    unit.replace(" (", ", ").replace(['(', ')'], "")
}

/// A number with its unit; nothing after it where there is none.
pub(crate) fn with_unit(number: String, unit: &str) -> String {
    if unit.is_empty() { number } else { format!("{number}\u{a0}{unit}") }
}

/// A name inside a sentence: the first letter small, unless it is an abbreviation or a proper name of several words (`Indeks Kepuasan Masyarakat`).
pub(crate) fn inside(label: &str) -> String {
    if label.split_whitespace().nth(1).is_some_and(|word| word.starts_with(char::is_uppercase)) {
        return label.to_owned();
    }
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => label.to_owned(),
    }
}

/// A group inside a sentence: `High earners` becomes `high earners`, names of places stay.
pub(crate) fn group_inside(group: &str) -> String {
    let plain = group.split_whitespace().nth(1).is_some_and(|word| word.starts_with(char::is_lowercase));
    if plain && !group.contains(',') { inside(group) } else { group.to_owned() }
}

/// Where a change took place: places take `di`, groups of people or firms, which are written small, take `pada`.
pub(crate) fn placed(lang: Lang, group: &str) -> String {
    let group = group_inside(group);
    if group.starts_with(char::is_lowercase) { say!(lang, "pada {group}", "among {group}") } else { say!(lang, "di {group}", "in {group}") }
}

/// A phrase at the beginning of a sentence: the first letter large.
pub(crate) fn beginning(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `a, b dan c`; `a, b and c`.
pub(crate) fn enumerate(lang: Lang, items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first, last] => say!(lang, "{first} dan {last}", "{first} and {last}"),
        [many @ .., last] => {
            let many = many.join(", ");
            say!(lang, "{many}, dan {last}", "{many} and {last}")
        }
    }
}
