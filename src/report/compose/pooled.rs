//! The report of a pool of studies: one effect a study in standard deviations, their mean, and what it would be without each of them.

use super::say::say;
use super::threats;
use super::wording::{beginning, enumerate};
use super::worth;
use crate::checks::Graded;
use crate::estimate::{Effect, EffectKind};
use crate::locale::{Lang, interval, number, percent};
use crate::report::cards::title as title_of;
use crate::report::charts::Quantity;
use crate::report::document::{Block, Callout, Cell, Column, Report, Section, Table, Tone};
use crate::report::pool::{PoolWords, forest};
use crate::study::{Member, PoolResult};
use serde_json::Value;

/// Decimals of standardized effects.
const DECIMALS: usize = 2;

/// The report of a pool in one language.
pub fn compose_pool(result: &PoolResult, lang: Lang) -> Report {
    let view = View { result, l: lang };
    let version = env!("CARGO_PKG_VERSION");
    Report {
        lang,
        name: result.name.clone(),
        title: result.title.get(lang).to_owned(),
        subtitle: say!(lang, "Gabungan beberapa studi, disusun dengan dampak {version}", "Several studies pooled, made with dampak {version}"),
        sections: [
            Some(view.summary()),
            Some(view.confidence()),
            Some(view.studies()),
            Some(view.chart()),
            Some(view.without()),
            worth::of_pool(result, lang),
            Some(view.computed()),
        ]
        .into_iter()
        .flatten()
        .collect(),
    }
}

struct View<'a> {
    result: &'a PoolResult,
    l: Lang,
}

impl View<'_> {
    fn overall(&self, term: &str) -> Option<&Effect> {
        self.result.pooled.effects.iter().find(|effect| effect.key.kind == EffectKind::Overall && effect.key.term == term)
    }

    /// A study as people call it.
    fn named(&self, name: &str) -> String {
        self.result.members.iter().find(|member| member.name == name).map_or(name, |member| member.place.get(self.l)).to_owned()
    }

    fn level(&self) -> String {
        percent(self.l, self.result.level, 0)
    }

    fn range(&self, low: f64, high: f64) -> String {
        interval(self.l, low, high, DECIMALS)
    }

    fn summary(&self) -> Section {
        let l = self.l;
        let mut blocks = vec![Block::Callout(Callout {
            tone: Tone::Question,
            title: say!(l, "Pertanyaan", "Question"),
            text: vec![self.result.question.get(l).to_owned()],
            items: Vec::new(),
        })];
        blocks.push(Block::Callout(Callout { tone: Tone::Answer, title: say!(l, "Jawaban", "Answer"), text: vec![self.answer()], items: Vec::new() }));
        let word = beginning(self.result.graded.grade.word(l));
        blocks.push(Block::Callout(Callout {
            tone: Tone::Grade,
            title: say!(l, "Kekuatan bukti: {word}", "Strength of the evidence: {word}"),
            text: Vec::new(),
            items: self.result.graded.reasons.iter().map(|reason| reason.get(l).to_owned()).collect(),
        }));
        if self.result.synthetic {
            blocks.push(Block::Callout(Callout {
                tone: Tone::Warning,
                title: say!(l, "Data sintetis", "Synthetic data"),
                text: vec![say!(
                    l,
                    "Data studi-studi ini buatan: angkanya menunjukkan cara kerja program ini, bukan keadaan daerah mana pun.",
                    "The data of these studies are made up: the numbers show how this program works, not how any region is."
                )],
                items: Vec::new(),
            }));
        }
        Section { id: "summary", title: say!(l, "Ringkasan", "Summary"), blocks }
    }

    /// The checks of the pool and the rule of the grade.
    fn confidence(&self) -> Section {
        let l = self.l;
        let rule = Graded::rule();
        let rule = rule.get(l);
        let mut blocks = vec![Block::Prose(say!(l, "Aturan penilaian: {rule}", "How the evidence is graded: {rule}"))];
        let findings: Vec<_> = self.result.checks.iter().collect();
        let caption = say!(l, "Pemeriksaan terhadap gabungan studi", "Checks of the pool");
        blocks.extend(threats::table("checks".into(), caption, &findings, l).map(Block::Table));
        Section { id: "confidence", title: say!(l, "Seberapa yakin", "How sure"), blocks }
    }

    /// One sentence on the mean, one on where a further program would lie.
    fn answer(&self) -> String {
        let l = self.l;
        let count = self.result.members.len();
        let known = self.overall("random-effects").and_then(|mean| Some((mean.estimate?, mean.conf_low?, mean.conf_high?)));
        let Some((estimate, low, high)) = known else {
            return say!(l, "Dampak gabungan tidak dapat dihitung.", "The pooled effect cannot be computed.");
        };
        let (level, range) = (self.level(), self.range(low, high));
        let size = number(l, estimate.abs(), DECIMALS);
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
            let signed = number(l, estimate, DECIMALS);
            say!(
                l,
                "Belum dapat dipastikan: rata-rata {count} studi ini {signed} simpangan baku, dan selang kepercayaannya memuat nol ({level}: {range}).",
                "It cannot be said yet: the mean of these {count} studies is {signed} standard deviations, and its confidence interval holds zero ({level}: {range})."
            )
        };
        let ahead = self.overall("prediction").and_then(|found| Some((found.conf_low?, found.conf_high?))).map(|(low, high)| {
            let range = self.range(low, high);
            if low > 0.0 || high < 0.0 {
                say!(l, " Program serupa di daerah lain diperkirakan berdampak {range}.", " A like program in another region would be expected to have an effect of {range}.")
            } else {
                say!(
                    l,
                    " Namun program serupa di daerah lain dapat berdampak {range}: hasilnya berbeda-beda antardaerah, dan dampak nol tidak dapat dikesampingkan.",
                    " But a like program in another region may have an effect of {range}: results differ between regions, and no effect at all cannot be ruled out."
                )
            }
        });
        mean + &ahead.unwrap_or_default()
    }

    fn studies(&self) -> Section {
        let l = self.l;
        let row = |member: &Member| {
            let effect = &member.effect;
            let (standardized, error) = member.standardized();
            vec![
                Cell::coded(member.place.get(l), &member.name),
                Cell::text(member.outcome.get(l)),
                Cell::text(member.unit.get(l)),
                Cell::number(l, effect.estimate, member.decimals),
                Cell::interval(l, effect.conf_low, effect.conf_high, member.decimals),
                Cell::number(l, member.before_sd, member.decimals.max(2)),
                Cell::number(l, standardized, DECIMALS),
                Cell::number(l, error, 3),
                Cell::coded(beginning(&title_of(&member.command, &member.method, l)), &member.method),
                Cell::coded(member.graded.grade.word(l), member.graded.grade.code()),
            ]
        };
        let level = self.level();
        let table = Table {
            name: "studies".into(),
            caption: say!(
                l,
                "Dampak utama setiap studi, dalam satuannya dan dalam simpangan baku",
                "Main effect of every study, in its unit and in standard deviations"
            ),
            columns: vec![
                Column::words("study", say!(l, "Studi", "Study")),
                Column::words("outcome", say!(l, "Hasil yang diukur", "Outcome")),
                Column::words("unit", say!(l, "Satuan", "Unit")),
                Column::numbers("estimate", say!(l, "Dampak", "Effect"), ""),
                Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""),
                Column::numbers("before_sd", say!(l, "Simpangan baku sebelum program", "Standard deviation before"), ""),
                Column::numbers("standardized", say!(l, "Dampak baku", "Standardized effect"), ""),
                Column::numbers("standardized_std_error", say!(l, "Galat baku", "Standard error"), ""),
                Column::words("method", say!(l, "Metode", "Method")),
                Column::words("grade", say!(l, "Kekuatan bukti", "Evidence")),
            ],
            rows: self.result.members.iter().map(row).collect(),
            notes: vec![say!(
                l,
                "Dampak baku adalah dampak dibagi simpangan baku hasil antarcatatan sebelum program; positif berarti membaik, juga bila hasil yang lebih kecil lebih baik.",
                "A standardized effect is the effect over the standard deviation of the outcome between records before the program; positive is better, also where less is better."
            )],
        };
        Section { id: "studies", title: say!(l, "Studi yang digabung", "The studies"), blocks: vec![Block::Table(table)] }
    }

    fn chart(&self) -> Section {
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
            source: self.source(),
            effect: Quantity {
                name: say!(l, "Dampak baku", "Standardized effect"),
                unit: say!(l, "simpangan baku", "standard deviations"),
                decimals: DECIMALS,
            },
            rows_title: say!(l, "Studi", "Study"),
            directions: Some((say!(l, "memburuk", "worse"), say!(l, "membaik", "better"))),
        };
        let figure = forest(&self.result.pooled, words, &|name| self.named(name), l);
        let mut blocks = vec![Block::Figure(Box::new(figure))];
        blocks.extend(self.result.pooled.notes.iter().map(|note| Block::Prose(note.text.get(l).to_owned())));
        blocks.extend(self.heterogeneity().map(Block::Prose));
        Section { id: "charts", title: say!(l, "Dampak setiap studi dan gabungannya", "Effects of the studies and their mean"), blocks }
    }

    fn source(&self) -> String {
        let (l, name, version) = (self.l, &self.result.name, env!("CARGO_PKG_VERSION"));
        let made = if self.result.synthetic { say!(l, " (sintetis)", " (synthetic)") } else { String::new() };
        say!(l, "Sumber: studi {name}{made}; dampak {version}", "Source: study {name}{made}; dampak {version}")
    }

    fn heterogeneity(&self) -> Option<String> {
        let l = self.l;
        let part = self.result.pooled.parts.get("heterogeneity")?;
        let value = |key: &str| part.get(key).and_then(Value::as_f64);
        let (tau, share, q, df, p) = (value("tau2")?.sqrt(), value("i2")?, value("q")?, value("df")?, value("p_value")?);
        let (tau, share, q, df) = (number(l, tau, DECIMALS), percent(l, share / 100.0, 0), number(l, q, 1), number(l, df, 0));
        let p = crate::locale::p_value(l, p);
        let p = if p.starts_with(['<', '>']) { format!("p {p}") } else { format!("p = {p}") };
        Some(say!(
            l,
            "Dampak antarstudi menyebar dengan simpangan baku {tau} (τ); {share} dari keragaman taksiran berasal dari perbedaan antarstudi (I²), dan sisanya dari ketidakpastian masing-masing (Q = {q} dengan {df} derajat bebas, {p}).",
            "Effects differ between studies with a standard deviation of {tau} (τ); {share} of the variation of the estimates is between studies (I²), the rest their own uncertainty (Q = {q} with {df} degrees of freedom, {p})."
        ))
    }

    fn without(&self) -> Section {
        let l = self.l;
        let rows = self.result.pooled.parts.get("leave_one_out").and_then(Value::as_array).cloned().unwrap_or_default();
        let value = |row: &Value, key: &str| row.get(key).and_then(Value::as_f64);
        let turned: Vec<String> = rows
            .iter()
            .filter(|row| value(row, "conf_low").is_some_and(|low| low <= 0.0) && value(row, "conf_high").is_some_and(|high| high >= 0.0))
            .filter_map(|row| row.get("left_out").and_then(Value::as_str).map(|name| self.named(name)))
            .collect();
        let sentence = if rows.is_empty() {
            say!(l, "Dengan kurang dari tiga studi, tidak ada yang dapat dikeluarkan.", "With fewer than three studies none can be left out.")
        } else if turned.is_empty() {
            say!(
                l,
                "Tidak satu studi pun menentukan sendirian: tanpa studi mana pun, selang kepercayaannya tetap di satu sisi nol.",
                "No study decides alone: without any one of them the confidence interval stays on one side of zero."
            )
        } else {
            let names = enumerate(l, &turned);
            let names = if turned.len() > 1 { say!(l, "salah satu dari {names}", "one of {names}") } else { names };
            say!(
                l,
                "Tanpa {names}, selang kepercayaannya memuat nol: dengan sesedikit ini studi, rata-ratanya mudah bergeser.",
                "Without {names} the confidence interval holds zero: with so few studies the mean moves easily."
            )
        };
        let level = self.level();
        let cells = |row: &Value| {
            vec![
                Cell::coded(
                    row.get("left_out").and_then(Value::as_str).map(|name| self.named(name)).unwrap_or_default(),
                    row.get("left_out").and_then(Value::as_str).unwrap_or_default(),
                ),
                Cell::number(l, value(row, "estimate"), DECIMALS),
                Cell::interval(l, value(row, "conf_low"), value(row, "conf_high"), DECIMALS),
                Cell::p(l, value(row, "p_value")),
            ]
        };
        let table = Table {
            name: "leave-one-out".into(),
            caption: say!(l, "Dampak gabungan tanpa salah satu studi", "Pooled effect without one study"),
            columns: vec![
                Column::words("left_out", say!(l, "Tanpa studi", "Without")),
                Column::numbers("estimate", say!(l, "Dampak gabungan", "Pooled effect"), ""),
                Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""),
                Column::numbers("p_value", say!(l, "Nilai p", "p-value"), ""),
            ],
            rows: rows.iter().map(cells).collect(),
            notes: Vec::new(),
        };
        let mut blocks = vec![Block::Prose(sentence)];
        blocks.extend((!table.rows.is_empty()).then_some(Block::Table(table)));
        Section { id: "without", title: say!(l, "Tanpa salah satu studi", "Without one study"), blocks }
    }

    fn computed(&self) -> Section {
        let l = self.l;
        let path = &self.result.study_path;
        let blocks = vec![
            Block::Prose(say!(
                l,
                "Setiap studi dijalankan dari berkasnya; dampak utamanya (hasil pertama, metode pertama) dibagi simpangan baku hasil itu antarcatatan sebelum program. Rata-ratanya adalah rata-rata efek acak dengan selang Knapp–Hartung; rentang prediksi menunjukkan tempat dampak program serupa di daerah lain. Simpangan baku antarcatatan bergantung pada apa yang dicatat (berkas, responden, daerah), jadi perbandingan antarstudi hanya kasar.",
                "Every study is run from its file; its main effect (first outcome, first method) is divided by the standard deviation of that outcome between records before the program. The mean is a random-effects mean with the Knapp–Hartung interval; the prediction interval shows where the effect of a like program in another region would lie. Standard deviations between records depend on what is recorded (documents, respondents, regions), so comparisons between studies are rough."
            )),
            Block::Code { language: "sh", text: format!("dampak run {path}") },
            Block::Code { language: "toml", text: self.result.study_file.clone() },
            Block::References(vec![
                "Hartung & Knapp (2001), Statistics in Medicine 20(24)".into(),
                "IntHout, Ioannidis, Rovers & Goeman (2016), BMJ Open 6(7)".into(),
                "Viechtbauer (2005), Journal of Educational and Behavioral Statistics 30(3)".into(),
            ]),
        ];
        Section { id: "method", title: say!(l, "Cara menghitung", "How it was computed"), blocks }
    }
}
