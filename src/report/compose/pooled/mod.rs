//! The report of a pool of studies: what each found, their mean in standard deviations, where a further program would lie, and what could overturn it.

mod method;
mod studies;
mod sure;

use super::say::say;
use super::wording::{Wording, beginning};
use super::worth;
use crate::estimate::{Effect, EffectKind};
use crate::inference::distributions::normal_cdf;
use crate::locale::{Lang, interval, number, percent};
use crate::report::charts::{Figure, Quantity};
use crate::report::document::{Block, Callout, Report, Section, Tone};
use crate::report::pool::{PoolWords, forest};
use crate::study::{Member, PoolResult};
use serde_json::Value;

/// Decimals of standardized effects.
const DECIMALS: usize = 2;

/// The report of a pool in one language.
pub fn compose_pool(result: &PoolResult, lang: Lang) -> Report {
    let view = View { result, l: lang };
    let version = env!("CARGO_PKG_VERSION");
    let sections = [
        Some(view.summary()),
        Some(view.programs()),
        Some(view.effects()),
        Some(view.confidence()),
        Some(view.without()),
        Some(view.threats()),
        worth::of_pool(result, lang),
        Some(view.next()),
        Some(view.computed()),
    ];
    Report {
        lang,
        name: result.name.clone(),
        title: result.title.get(lang).to_owned(),
        subtitle: say!(lang, "Gabungan beberapa studi, disusun dengan dampak {version}", "Several studies pooled, made with dampak {version}"),
        sections: sections.into_iter().flatten().collect(),
    }
}

/// A pool as it is told in one language.
struct View<'a> {
    result: &'a PoolResult,
    l: Lang,
}

impl View<'_> {
    fn overall(&self, term: &str) -> Option<&Effect> {
        self.result.pooled.effects.iter().find(|effect| effect.key.kind == EffectKind::Overall && effect.key.term == term)
    }

    /// The mean and its interval.
    fn mean(&self) -> Option<(f64, f64, f64)> {
        self.overall("random-effects").and_then(|mean| Some((mean.estimate?, mean.conf_low?, mean.conf_high?)))
    }

    /// Where a further program would lie.
    fn ahead(&self) -> Option<(f64, f64)> {
        self.overall("prediction").and_then(|found| found.conf_low.zip(found.conf_high))
    }

    /// A study as people call it.
    fn named(&self, name: &str) -> String {
        self.result.members.iter().find(|member| member.name == name).map_or(name, |member| member.place.get(self.l)).to_owned()
    }

    /// The words for the outcome of a study.
    fn words(&self, member: &Member) -> Wording {
        Wording::new(&member.answer, self.l, self.result.level)
    }

    /// Rows of the pool without each study.
    fn left_out(&self) -> &[Value] {
        self.result.pooled.parts.get("leave_one_out").and_then(Value::as_array).map_or(&[][..], Vec::as_slice)
    }

    fn level(&self) -> String {
        percent(self.l, self.result.level, 0)
    }

    fn range(&self, low: f64, high: f64) -> String {
        interval(self.l, low, high, DECIMALS)
    }

    fn number(&self, value: f64) -> String {
        number(self.l, value, DECIMALS)
    }

    fn summary(&self) -> Section {
        let l = self.l;
        let callout = |tone, title, text, items| Block::Callout(Callout { tone, title, text, items });
        let word = beginning(self.result.graded.grade.word(l));
        let reasons = self.result.graded.reasons.iter().map(|reason| reason.get(l).to_owned()).collect();
        let mut blocks = vec![
            callout(Tone::Question, say!(l, "Pertanyaan", "Question"), vec![self.result.question.get(l).to_owned()], Vec::new()),
            callout(Tone::Answer, say!(l, "Jawaban", "Answer"), self.answer(), Vec::new()),
            callout(Tone::Grade, say!(l, "Kekuatan bukti: {word}", "Strength of the evidence: {word}"), Vec::new(), reasons),
        ];
        if self.result.synthetic {
            let text = say!(
                l,
                "Data studi-studi ini buatan: angkanya menunjukkan cara kerja program ini, bukan keadaan daerah mana pun.",
                "The data of these studies are made up: the numbers show how this program works, not how any region is."
            );
            blocks.push(callout(Tone::Warning, say!(l, "Data sintetis", "Synthetic data"), vec![text], Vec::new()));
        }
        blocks.push(Block::Figure(Box::new(self.forest())));
        Section { id: "summary", title: say!(l, "Ringkasan", "Summary"), blocks }
    }

    /// One sentence on the mean; then what its size is, and where a further program would lie.
    fn answer(&self) -> Vec<String> {
        let l = self.l;
        let count = self.result.members.len();
        let Some((estimate, low, high)) = self.mean() else {
            return vec![say!(l, "Dampak gabungan tidak dapat dihitung.", "The pooled effect cannot be computed.")];
        };
        let (level, range) = (self.level(), self.range(low, high));
        let size = self.number(estimate.abs());
        let mean = if low > 0.0 {
            say!(
                l,
                "Ya: dalam {count} studi ini layanan membaik rata-rata {size} simpangan baku (selang kepercayaan {level}: {range}).",
                "Yes: in these {count} studies service improved by {size} standard deviations on average ({level} confidence interval: {range})."
            )
        } else if high < 0.0 {
            say!(
                l,
                "Tidak: dalam {count} studi ini layanan memburuk rata-rata {size} simpangan baku (selang kepercayaan {level}: {range}).",
                "No: in these {count} studies service got worse by {size} standard deviations on average ({level} confidence interval: {range})."
            )
        } else {
            let signed = self.number(estimate);
            say!(
                l,
                "Belum dapat dipastikan: rata-rata {count} studi ini {signed} simpangan baku, dan selang kepercayaannya memuat nol ({level}: {range}).",
                "It cannot be said yet: the mean of these {count} studies is {signed} standard deviations, and its confidence interval holds zero ({level}: {range})."
            )
        };
        [Some(mean), self.in_cases(), self.elsewhere()].into_iter().flatten().collect()
    }

    /// The mean as a share of cases (Cohen's U3), where it is told from zero.
    fn in_cases(&self) -> Option<String> {
        let l = self.l;
        let (estimate, low, high) = self.mean().filter(|(_, low, high)| *low > 0.0 || *high < 0.0)?;
        let of_hundred = |value: f64| number(l, 100.0 * normal_cdf(value.abs()), 0);
        let (share, ends) = (of_hundred(estimate), [of_hundred(low), of_hundred(high)]);
        let [near, far] = if low > 0.0 { ends } else { [ends[1].clone(), ends[0].clone()] };
        Some(if low > 0.0 {
            say!(
                l,
                "Artinya, layanan yang tergolong biasa setelah program kira-kira lebih baik daripada {share} dari 100 layanan sebelumnya (selang: {near} s.d. {far}); tanpa dampak angkanya 50.",
                "That is, a typical service with the program is better than about {share} of 100 services before it (interval: {near} to {far}); without an effect it would be 50."
            )
        } else {
            say!(
                l,
                "Artinya, layanan yang tergolong biasa setelah program kira-kira lebih buruk daripada {share} dari 100 layanan sebelumnya (selang: {near} s.d. {far}); tanpa dampak angkanya 50.",
                "That is, a typical service with the program is worse than about {share} of 100 services before it (interval: {near} to {far}); without an effect it would be 50."
            )
        })
    }

    /// The prediction interval in words.
    fn elsewhere(&self) -> Option<String> {
        let l = self.l;
        let (low, high) = self.ahead()?;
        let range = self.range(low, high);
        Some(if low > 0.0 || high < 0.0 {
            say!(
                l,
                "Program serupa di daerah lain diperkirakan berdampak {range} simpangan baku.",
                "A like program in another region would be expected to have an effect of {range} standard deviations."
            )
        } else {
            say!(
                l,
                "Namun program serupa di daerah lain dapat berdampak {range} simpangan baku: hasilnya berbeda-beda antardaerah, dan dampak nol tidak dapat dikesampingkan.",
                "But a like program in another region may have an effect of {range} standard deviations: results differ between regions, and no effect at all cannot be ruled out."
            )
        })
    }

    /// The studies, their mean as a diamond, and the prediction interval.
    fn forest(&self) -> Figure {
        let l = self.l;
        let level = self.level();
        let rows = self.result.pooled.effects.iter().filter(|effect| effect.key.kind == EffectKind::Region);
        let (count, better) = rows.fold((0, 0), |(count, better), effect| (count + 1, better + usize::from(effect.conf_low.is_some_and(|low| low > 0.0))));
        let words = PoolWords {
            title: say!(l, "{better} dari {count} studi menunjukkan layanan membaik", "{better} of {count} studies show better service"),
            subtitle: say!(
                l,
                "Dampak dalam simpangan baku dengan selang kepercayaan {level}; berlian: rata-rata efek acak; luas kotak: bobot",
                "Effects in standard deviations with {level} confidence intervals; diamond: random-effects mean; area of a square: weight"
            ),
            rows_title: say!(l, "Studi", "Study"),
            ..self.chart_words()
        };
        forest(&self.result.pooled, words, &|name| self.named(name), l)
    }

    /// What all charts of a pool say.
    fn chart_words(&self) -> PoolWords {
        let l = self.l;
        let (name, version) = (&self.result.name, env!("CARGO_PKG_VERSION"));
        let made = if self.result.synthetic { say!(l, " (sintetis)", " (synthetic)") } else { String::new() };
        PoolWords {
            title: String::new(),
            subtitle: String::new(),
            source: say!(l, "Sumber: studi {name}{made}; dampak {version}", "Source: study {name}{made}; dampak {version}"),
            effect: Quantity {
                name: say!(l, "Dampak baku", "Standardized effect"),
                unit: say!(l, "simpangan baku", "standard deviations"),
                decimals: DECIMALS,
            },
            rows_title: String::new(),
            directions: Some((say!(l, "memburuk", "worse"), say!(l, "membaik", "better"))),
        }
    }
}
