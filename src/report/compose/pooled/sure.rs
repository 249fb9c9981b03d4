//! How sure the pooled answer is: what cost a grade, how much the studies differ, the mean without each of them, the checks, and what to do next.

use super::super::confidence::course;
use super::super::figures::p_words;
use super::super::say::say;
use super::super::threats;
use super::super::wording::enumerate;
use super::{DECIMALS, View};
use crate::checks::{check_cards, rule_of_pool};
use crate::estimate::{Finding, Verdict};
use crate::locale::{number, percent};
use crate::report::document::{Block, Callout, Cell, Column, Section, Table, Tone};
use crate::report::pool::{PoolWords, without_each};
use crate::study::Member;
use serde_json::Value;

impl View<'_> {
    fn asking(&self, verdict: Verdict) -> Vec<&Finding> {
        self.result.checks.iter().filter(|finding| finding.verdict == verdict).collect()
    }

    /// The grade and what cost a step, the spread between studies, the interval; the grades of the studies with their reasons.
    pub(super) fn confidence(&self) -> Section {
        let l = self.l;
        let mut blocks: Vec<Block> = course("grade".into(), &self.result.graded, l).map(Block::Table).into_iter().collect();
        let rule = rule_of_pool();
        let rule = rule.get(l);
        blocks.push(Block::Prose(say!(l, "Aturan penilaian: {rule}", "How the evidence is graded: {rule}")));
        let mut spread: Vec<String> = self.result.pooled.notes.iter().map(|note| note.text.get(l).to_owned()).collect();
        spread.extend(self.heterogeneity());
        spread.extend(self.spread_range());
        if !spread.is_empty() {
            blocks.push(Block::Heading(say!(l, "Seberapa berbeda hasil antarstudi", "How much the studies differ")));
            blocks.extend(spread.into_iter().map(Block::Prose));
        }
        blocks.push(Block::Heading(say!(l, "Kekuatan bukti setiap studi", "Strength of the evidence of every study")));
        blocks.push(Block::Table(self.grades()));
        Section { id: "confidence", title: say!(l, "Seberapa yakin", "How sure"), blocks }
    }

    /// The grade of every study with its reasons.
    fn grades(&self) -> Table {
        let l = self.l;
        let row = |member: &Member| {
            let graded = &member.answer.graded;
            let reasons: Vec<&str> = graded.reasons.iter().map(|reason| reason.get(l)).collect();
            vec![Cell::coded(member.place.get(l), &member.name), Cell::coded(graded.grade.word(l), graded.grade.code()), Cell::text(reasons.join(" "))]
        };
        Table {
            name: "grades".into(),
            caption: say!(l, "Kekuatan bukti setiap studi dan alasannya", "Strength of the evidence of every study, and why"),
            columns: vec![
                Column::words("study", say!(l, "Studi", "Study")),
                Column::words("grade", say!(l, "Kekuatan bukti", "Evidence")),
                Column::words("reasons", say!(l, "Alasan", "Reasons")),
            ],
            rows: self.result.members.iter().map(row).collect(),
            notes: Vec::new(),
        }
    }

    fn part(&self, key: &str) -> Option<f64> {
        self.result.pooled.parts.get("heterogeneity")?.get(key)?.as_f64()
    }

    fn heterogeneity(&self) -> Option<String> {
        let l = self.l;
        let (tau, q, df) = (self.part("tau2")?.sqrt(), self.part("q")?, self.part("df")?);
        let (tau, q, df) = (number(l, tau, DECIMALS), number(l, q, 1), number(l, df, 0));
        let p = p_words(l, self.part("p_value")?);
        Some(say!(
            l,
            "Dampak yang sebenarnya menyebar antarstudi dengan simpangan baku {tau} (τ; uji keragaman Q = {q} dengan {df} derajat bebas, {p}).",
            "The effects themselves differ between studies with a standard deviation of {tau} (τ; test of heterogeneity Q = {q} with {df} degrees of freedom, {p})."
        ))
    }

    /// How well the spread itself is known.
    fn spread_range(&self) -> Option<String> {
        let l = self.l;
        let level = self.level();
        let tau = self.range(self.part("tau2_conf_low")?.sqrt(), self.part("tau2_conf_high")?.sqrt());
        let (low, high) = (percent(l, self.part("i2_conf_low")? / 100.0, 0), percent(l, self.part("i2_conf_high")? / 100.0, 0));
        let count = self.result.members.len();
        Some(say!(
            l,
            "Dengan {count} studi, sebaran itu sendiri hanya diketahui secara kasar: selang kepercayaan {level} untuk τ {tau}, untuk I² {low} s.d. {high}.",
            "With {count} studies that spread is itself known only roughly: the {level} confidence interval of τ is {tau}, that of I² {low} to {high}."
        ))
    }

    /// The mean without each study.
    pub(super) fn without(&self) -> Section {
        let l = self.l;
        let rows = self.left_out();
        let value = |row: &Value, key: &str| row[key].as_f64();
        let name = |row: &Value| row["left_out"].as_str().map(|name| self.named(name)).unwrap_or_default();
        let holds_zero = |row: &&Value| value(row, "conf_low").is_some_and(|low| low <= 0.0) && value(row, "conf_high").is_some_and(|high| high >= 0.0);
        let turned: Vec<String> = rows.iter().filter(holds_zero).map(name).collect();
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
        let mut blocks = vec![Block::Prose(sentence)];
        let level = self.level();
        if !rows.is_empty() {
            let words = PoolWords {
                subtitle: say!(
                    l,
                    "Rata-rata efek acak tanpa setiap studi, dengan selang kepercayaan {level}",
                    "Random-effects mean without each study, with {level} confidence intervals"
                ),
                rows_title: say!(l, "Tanpa", "Without"),
                ..self.chart_words()
            };
            blocks.extend(without_each(&self.result.pooled, words, &|name| self.named(name), l).map(|figure| Block::Figure(Box::new(figure))));
            blocks.push(Block::Table(self.without_table(rows, &level)));
        }
        Section { id: "without", title: say!(l, "Tanpa salah satu studi", "Without one study"), blocks }
    }

    fn without_table(&self, rows: &[Value], level: &str) -> Table {
        let l = self.l;
        let value = |row: &Value, key: &str| row[key].as_f64();
        let cells = |row: &Value| {
            let name = row["left_out"].as_str().unwrap_or_default();
            vec![
                Cell::coded(self.named(name), name),
                Cell::number(l, value(row, "estimate"), DECIMALS),
                Cell::interval(l, value(row, "conf_low"), value(row, "conf_high"), DECIMALS),
                Cell::p(l, value(row, "p_value")),
                Cell::interval(l, value(row, "prediction_low"), value(row, "prediction_high"), DECIMALS),
                Cell::number(l, value(row, "std_residual"), 1),
            ]
        };
        Table {
            name: "leave-one-out".into(),
            caption: say!(l, "Dampak gabungan tanpa salah satu studi", "Pooled effect without one study"),
            columns: vec![
                Column::words("left_out", say!(l, "Tanpa studi", "Without")),
                Column::numbers("estimate", say!(l, "Dampak gabungan", "Pooled effect"), ""),
                Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""),
                Column::numbers("p_value", say!(l, "Nilai p", "p-value"), ""),
                Column::intervals("prediction_low", "prediction_high", say!(l, "Rentang prediksi", "Prediction interval"), ""),
                Column::numbers("std_residual", say!(l, "Jarak studi itu", "Distance of that study"), ""),
            ],
            rows: rows.iter().map(cells).collect(),
            notes: vec![say!(
                l,
                "Jarak studi yang dikeluarkan dari rata-rata studi lain, dalam simpangan baku jarak itu.",
                "The distance of the study that was left out from the mean of the others, in standard deviations of that distance."
            )],
        }
    }

    /// The checks of the pool, and what it cannot say.
    pub(super) fn threats(&self) -> Section {
        let l = self.l;
        let findings: Vec<&Finding> = self.result.checks.iter().collect();
        let caption = say!(l, "Pemeriksaan terhadap gabungan studi", "Checks of the pool");
        let mut blocks: Vec<Block> = threats::table("checks".into(), caption, &findings, l).map(Block::Table).into_iter().collect();
        blocks.push(Block::Callout(Callout {
            tone: Tone::Note,
            title: say!(l, "Batas gabungan ini", "Limits of this pool"),
            text: Vec::new(),
            items: vec![
                say!(
                    l,
                    "Program, hasil, dan cara mengukurnya berbeda antarstudi; rata-rata ini menjawab apakah program semacam ini umumnya memperbaiki layanan, bukan berapa dampak program tertentu.",
                    "Programs, outcomes and measurements differ between studies; the mean answers whether such programs improve service in general, and not how much a certain one does."
                ),
                say!(
                    l,
                    "Daerah-daerah ini tidak dipilih secara acak; rentang prediksi berlaku untuk daerah yang serupa dengannya.",
                    "The regions were not chosen at random; the prediction interval holds for regions like them."
                ),
                say!(
                    l,
                    "Simpangan baku bergantung pada apa yang dicatat (berkas, responden, rata-rata wilayah), sehingga perbandingan besarnya dampak antarstudi hanya kasar.",
                    "Standard deviations depend on what is recorded (documents, respondents, averages of regions), so that comparing the size of effects between studies is rough."
                ),
                say!(
                    l,
                    "Gabungan tidak memperbaiki kelemahan studi di dalamnya: dampak yang ditaksir keliru tetap keliru sesudah dirata-ratakan.",
                    "A pool does not mend the weaknesses of its studies: an effect that is estimated wrongly stays wrong in a mean."
                ),
            ],
        }));
        Section { id: "threats", title: say!(l, "Apa yang dapat membalikkan kesimpulan", "What could overturn it"), blocks }
    }

    /// What to do next: on the answer, and what each check that asks for attention advises.
    pub(super) fn next(&self) -> Section {
        let l = self.l;
        let better = self.mean().is_some_and(|(_, low, _)| low > 0.0);
        let everywhere = self.ahead().is_some_and(|(low, _)| low > 0.0);
        let first = if better && everywhere {
            say!(
                l,
                "Program semacam ini layak diperluas; ukur dampaknya di setiap daerah baru dengan pembanding sejak awal.",
                "Programs of this kind are worth extending; measure the effect in every new region against a comparison from the start."
            )
        } else if better {
            say!(
                l,
                "Perluas program secara bertahap dan ukur dampaknya di setiap daerah baru dengan pembanding: rata-ratanya baik, tetapi hasil di satu daerah belum dapat dipastikan.",
                "Extend the program in stages and measure the effect in every new region against a comparison: the mean is good, but the result in a single region is not certain."
            )
        } else {
            say!(
                l,
                "Jangan memperluas program atas dasar gabungan ini; tambahkan studi dengan pembanding lebih dahulu.",
                "Do not extend the program on the strength of this pool; add studies with a comparison first."
            )
        };
        let mut items = vec![first];
        let cards = check_cards();
        let open = self.asking(Verdict::Fail).into_iter().chain(self.asking(Verdict::Caution));
        let advice = |finding: &Finding| {
            let card = cards.iter().find(|card| card.name == finding.name)?;
            Some(format!("**{}**: {}", card.title.get(l), card.then.get(l)))
        };
        items.extend(open.filter_map(advice));
        Section { id: "next", title: say!(l, "Langkah berikutnya", "What to do next"), blocks: vec![Block::List { ordered: true, items }] }
    }
}
