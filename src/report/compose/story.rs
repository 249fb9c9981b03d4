//! What all sections share: the study in one language, and each outcome with its words and its main number.

use super::figures::p_words;
use super::say::say;
use super::wording::{Reading, Wording, enumerate, inside};
use crate::checks::Grade;
use crate::estimate::{Effect, Estimate, Finding, Verdict};
use crate::locale::Lang;
use crate::report::charts::Figure;
use crate::report::document::Block;
use crate::report::words;
use crate::study::{OutcomeResult, StudyResult};

/// A study in one language.
pub(crate) struct Story<'a> {
    /// What was found.
    pub result: &'a StudyResult,
    /// Language.
    pub lang: Lang,
    /// Names of the treated.
    pub treated: String,
    /// Names of the comparison.
    pub comparison: String,
    /// The outcomes, the main one first.
    pub outcomes: Vec<OutcomeStory<'a>>,
}

/// An outcome with its words.
pub(crate) struct OutcomeStory<'a> {
    /// What was found.
    pub outcome: &'a OutcomeResult,
    /// How it is put.
    pub words: Wording,
    main: bool,
}

impl<'a> Story<'a> {
    /// A study in a language.
    pub(crate) fn new(result: &'a StudyResult, lang: Lang) -> Self {
        let outcomes = result
            .outcomes
            .iter()
            .enumerate()
            .map(|(place, outcome)| OutcomeStory { outcome, words: Wording::new(outcome, lang, result.level), main: place == 0 })
            .collect();
        Self { result, lang, treated: result.program.treated.get(lang).to_owned(), comparison: result.program.comparison.get(lang).to_owned(), outcomes }
    }

    /// The source line of charts: study, data, version.
    pub(crate) fn source_line(&self) -> String {
        let (name, version) = (&self.result.name, env!("CARGO_PKG_VERSION"));
        let hashes: Vec<&str> = self.result.sources.iter().filter_map(|source| source.sha256.as_ref()?.get(..10)).collect();
        let data = match hashes.as_slice() {
            [] => String::new(),
            [one] => say!(self.lang, "; data {one}", "; data {one}"),
            [first, rest @ ..] => {
                let more = rest.len();
                say!(self.lang, "; data {first} dan {more} berkas lain", "; data {first} and {more} more files")
            }
        };
        let synthetic = if self.result.synthetic { say!(self.lang, " (sintetis)", " (synthetic)") } else { String::new() };
        say!(self.lang, "Sumber: studi {name}{data}{synthetic}; dampak {version}", "Source: study {name}{data}{synthetic}; dampak {version}")
    }
}

impl OutcomeStory<'_> {
    /// File stem of a table or chart of this outcome; the main outcome's carry no name.
    pub(crate) fn file(&self, what: &str) -> String {
        if self.main { what.into() } else { format!("{}-{what}", slug(&self.outcome.name)) }
    }

    /// Whether it is the outcome that the study asks about first.
    pub(crate) fn is_main(&self) -> bool {
        self.main
    }

    /// The estimate that answers: against the comparison where there is one, else before and after, else the index.
    pub(crate) fn main_estimate(&self) -> Option<&Estimate> {
        self.outcome.main_estimate()
    }

    /// The one number.
    pub(crate) fn main_effect(&self) -> Option<&Effect> {
        self.main_estimate()?.headline()
    }

    /// Whether the main number is against a comparison group.
    pub(crate) fn has_comparison(&self) -> bool {
        !self.outcome.did.is_empty()
    }

    /// What the main number says, with the p-value that the grade starts from: where few clusters make the interval too narrow, the bootstrap decides.
    pub(crate) fn reading(&self) -> Reading {
        if self.chance_after_all().is_some() {
            return Reading::Unclear;
        }
        self.main_effect().map_or(Reading::Undefined, |effect| self.words.reading(effect))
    }

    /// The same in a few words, for tables.
    pub(crate) fn verdict(&self) -> String {
        match self.main_effect() {
            Some(_) if self.chance_after_all().is_some() => self.words.unclear(),
            Some(effect) => self.words.verdict(effect),
            None => String::new(),
        }
    }

    /// The p-value of the grade where it does not bear out an interval that lies on one side of zero.
    pub(crate) fn chance_after_all(&self) -> Option<f64> {
        let reading = self.words.reading(self.main_effect()?);
        let p = self.outcome.graded.p_value?;
        (matches!(reading, Reading::Improved | Reading::Worsened) && p >= 1.0 - self.words.level).then_some(p)
    }

    /// Why the evidence is graded as it is; nobody has to look up what nothing was said about.
    pub(crate) fn reasons(&self, l: Lang) -> Vec<String> {
        let mut out: Vec<String> = self.outcome.graded.reasons.iter().map(|reason| reason.get(l).to_owned()).collect();
        let passed = self.outcome.checks.iter().filter(|finding| finding.verdict == Verdict::Pass).count();
        let judged = self.outcome.checks.iter().filter(|finding| finding.verdict != Verdict::NotApplicable).count();
        if judged > 0 {
            out.push(match (passed, judged) {
                (1, 1) => say!(l, "Satu pemeriksaan dapat dijalankan, dan lolos.", "One check could be run, and it passed."),
                _ if passed == judged => say!(l, "Semua pemeriksaan ({judged}) lolos.", "All {judged} checks passed."),
                _ => say!(l, "{passed} dari {judged} pemeriksaan lolos.", "{passed} of {judged} checks passed."),
            });
        }
        out
    }

    /// The same for a reader of the first screen: what cost the grade in full, what asks for care by name; the sentences stand under "How sure".
    pub(crate) fn reasons_in_brief(&self, l: Lang) -> Vec<String> {
        let checks = &self.outcome.checks;
        let careful: Vec<&Finding> = checks.iter().filter(|finding| finding.verdict == Verdict::Caution).collect();
        let said = |sentence: &String| careful.iter().any(|finding| finding.sentence.get(l) == sentence);
        let mut out: Vec<String> = self.reasons(l).into_iter().filter(|reason| !said(reason)).collect();
        let names: Vec<String> = careful.iter().map(|finding| inside(&words::check(&finding.name, l))).collect();
        if self.outcome.graded.grade != Grade::None && !names.is_empty() {
            let list = enumerate(l, &names);
            out.push(say!(l, "Perlu hati-hati: {list}.", "With caution: {list}."));
        }
        out
    }

    /// One sentence, one number, one interval.
    pub(crate) fn sentence(&self, story: &Story) -> String {
        let against = self.against(story);
        let against = Some(against.as_str()).filter(|group| !group.is_empty());
        let Some(effect) = self.main_effect() else {
            let inside = self.words.label_inside();
            return say!(story.lang, "Perubahan {inside} tidak dapat dihitung dari data ini.", "The change in {inside} cannot be computed from these data.");
        };
        let plain = self.words.sentence(effect, &story.treated, against);
        let doubt = self.chance_after_all().map_or_else(String::new, |p| {
            let p = p_words(story.lang, p);
            say!(
                story.lang,
                " Namun, dengan klaster sesedikit ini perubahan itu tidak dapat dibedakan dari nol ({p}).",
                " With so few clusters, however, that change cannot be told from zero ({p})."
            )
        });
        format!("{plain}{doubt}")
    }

    /// What the main number is a difference from: the comparison, the course of the series, or the time before. Who reads one sentence shall not take the last two for the first.
    fn against(&self, story: &Story) -> String {
        let l = story.lang;
        let outcome = self.outcome;
        if self.has_comparison() {
            // The names of the comparison are said once, with the main outcome.
            return if self.main { story.comparison.clone() } else { say!(l, "kelompok pembanding", "the comparison group") };
        }
        match (&outcome.its, &outcome.prepost) {
            (Some(_), _) => say!(l, "kelanjutan geraknya sebelum program", "its course before the program"),
            (None, Some(_)) => say!(l, "masa sebelum program", "the time before the program"),
            (None, None) => String::new(),
        }
    }

    /// A further outcome in one line: `Kepuasan pemohon: naik 0,30 poin (0,23 s.d. 0,37); bukti sedang`.
    pub(crate) fn brief(&self) -> String {
        let l = self.words.lang;
        let (label, grade) = (&self.words.label, self.outcome.graded.grade.word(l));
        let found = match (self.main_effect(), self.chance_after_all()) {
            (None, _) => say!(l, "tidak dapat dihitung", "cannot be computed"),
            (Some(_), Some(p)) => {
                let p = p_words(l, p);
                say!(l, "tidak dapat dibedakan dari nol ({p})", "cannot be told from zero ({p})")
            }
            (Some(effect), None) => self.words.brief(effect),
        };
        if self.outcome.graded.grade == Grade::None {
            format!("{label}: {found}.")
        } else {
            say!(l, "{label}: {found}; bukti {grade}.", "{label}: {found}; {grade} evidence.")
        }
    }

    /// The finding as a title.
    pub(crate) fn finding(&self, story: &Story) -> String {
        match self.main_effect() {
            Some(effect) => self.words.finding(effect, self.reading(), &story.treated),
            None => self.words.label.clone(),
        }
    }

    /// The joint test of the periods before, wherever a method left it.
    pub(crate) fn pre_trends(&self) -> Option<f64> {
        let outcome = self.outcome;
        let estimates = outcome.event_study.iter().chain(&outcome.did);
        estimates.flat_map(|estimate| &estimate.tests).find(|test| test.name == "pre-trends").and_then(|test| test.p_value)
    }
}

/// A figure as a block.
pub(crate) fn shown(figure: Option<Figure>) -> Option<Block> {
    figure.map(|figure| Block::Figure(Box::new(figure)))
}

/// A name made safe for files: small letters, digits and hyphens.
pub(crate) fn slug(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            out.push(letter.to_ascii_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}
