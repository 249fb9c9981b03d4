//! What the studies of a pool did and found.

use super::super::say::say;
use super::super::wording::beginning;
use super::{DECIMALS, View};
use crate::estimate::EffectKind;
use crate::report::document::{Block, Cell, Column, Section, Table};
use crate::study::Member;
use serde_json::Value;

impl View<'_> {
    /// What was done and to whom.
    pub(super) fn programs(&self) -> Section {
        let l = self.l;
        let row = |member: &Member| {
            let program = &member.program;
            let staged =
                member.answer.main_estimate().is_some_and(|main| main.settings.get("treatment").is_some_and(|treatment| treatment["cohort"].is_string()));
            let start = match program.start {
                Some((scale, start)) => Cell::coded(scale.label(start, l), scale.code(start)),
                None if staged => Cell::text(say!(l, "bertahap", "in stages")),
                None => Cell::text("–"),
            };
            let comparison = Some(program.comparison.get(l)).filter(|words| !words.is_empty());
            vec![
                Cell::coded(member.place.get(l), &member.name),
                Cell::text(program.name.get(l)),
                start,
                Cell::text(beginning(program.treated.get(l))),
                Cell::text(comparison.map_or_else(|| say!(l, "tidak ada: sebelum dan sesudah", "none: before and after"), beginning)),
                Cell::count(l, Some(member.records)),
            ]
        };
        let table = Table {
            name: "programs".into(),
            caption: say!(l, "Program dan pembandingnya di setiap studi", "Programs and their comparisons in every study"),
            columns: vec![
                Column::words("study", say!(l, "Studi", "Study")),
                Column::words("program", say!(l, "Program", "Program")),
                Column::words("start", say!(l, "Mulai", "Start")),
                Column::words("treated", say!(l, "Peserta", "Participants")),
                Column::words("comparison", say!(l, "Pembanding", "Comparison")),
                Column::numbers("records", say!(l, "Catatan", "Records"), ""),
            ],
            rows: self.result.members.iter().map(row).collect(),
            notes: Vec::new(),
        };
        let count = self.result.members.len();
        let said = say!(
            l,
            "Laporan ini menggabungkan dampak utama {count} studi. Setiap studi dijalankan dari berkas dan datanya sendiri, dan laporannya sendiri memuat rinciannya.",
            "This report pools the main effects of {count} studies. Each is run from its own file and data, and its own report has the details."
        );
        Section {
            id: "program",
            title: say!(l, "Apa yang dilakukan dan kepada siapa", "What was done and to whom"),
            blocks: vec![Block::Prose(said), Block::Table(table)],
        }
    }

    /// What changed in every study, in its unit and in standard deviations.
    pub(super) fn effects(&self) -> Section {
        let l = self.l;
        let items = self.result.members.iter().map(|member| self.in_words(member)).collect();
        let said = say!(l, "Dampak utama setiap studi dalam satuannya sendiri:", "The main effect of every study, in its own unit:");
        let blocks = vec![
            Block::Prose(said),
            Block::List { ordered: false, items },
            Block::Table(self.natural()),
            Block::Prose(say!(
                l,
                "Jam, menit, hari, dan poin tidak dapat dirata-ratakan. Karena itu setiap dampak dibagi simpangan baku hasilnya sebelum program, lalu diarahkan sehingga positif berarti membaik, juga bila hasil yang lebih kecil lebih baik.",
                "Hours, minutes, days and points cannot be averaged. Every effect is therefore divided by the standard deviation of its outcome before the program, and turned so that positive is better, also where less is better."
            )),
            Block::Table(self.standardized()),
        ];
        Section { id: "change", title: say!(l, "Apa yang berubah di setiap studi", "What changed in every study"), blocks }
    }

    /// `Kendari: waktu proses turun 5,3 jam kerja (4,1 s.d. 6,5); bukti kuat.`
    fn in_words(&self, member: &Member) -> String {
        let l = self.l;
        let words = self.words(member);
        let (place, inside, grade) = (member.place.get(l), words.label_inside(), member.answer.graded.grade.word(l));
        let brief = words.brief(&member.at_level(self.result.level));
        say!(l, "**{place}**: {inside} {brief}; kekuatan bukti: {grade}.", "**{place}**: {inside} {brief}; strength of the evidence: {grade}.")
    }

    fn natural(&self) -> Table {
        let l = self.l;
        let level = self.level();
        let row = |member: &Member| {
            let (answer, effect) = (&member.answer, member.at_level(self.result.level));
            vec![
                Cell::coded(member.place.get(l), &member.name),
                Cell::text(answer.label.get(l)),
                Cell::text(answer.unit.get(l)),
                Cell::number(l, effect.estimate, answer.decimals),
                Cell::interval(l, effect.conf_low, effect.conf_high, answer.decimals),
                Cell::coded(answer.graded.grade.word(l), answer.graded.grade.code()),
            ]
        };
        Table {
            name: "studies".into(),
            caption: say!(l, "Dampak utama setiap studi dalam satuannya", "Main effect of every study in its unit"),
            columns: vec![
                Column::words("study", say!(l, "Studi", "Study")),
                Column::words("outcome", say!(l, "Hasil yang diukur", "Outcome")),
                Column::words("unit", say!(l, "Satuan", "Unit")),
                Column::numbers("estimate", say!(l, "Dampak", "Effect"), ""),
                Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""),
                Column::words("grade", say!(l, "Kekuatan bukti", "Evidence")),
            ],
            rows: self.result.members.iter().map(row).collect(),
            notes: Vec::new(),
        }
    }

    fn standardized(&self) -> Table {
        let l = self.l;
        let level = self.level();
        let row = |member: &Member| {
            let own = |effect: &&crate::estimate::Effect| effect.key.kind == EffectKind::Region && effect.key.region.as_deref() == Some(&member.name);
            let effect = self.result.pooled.effects.iter().find(own);
            let extra = |key: &str| effect.and_then(|effect| effect.extra.get(key)).and_then(Value::as_f64);
            vec![
                Cell::coded(member.place.get(l), &member.name),
                Cell::number(l, member.before_sd, member.answer.decimals.max(2)),
                Cell::number(l, effect.and_then(|effect| effect.estimate), DECIMALS),
                Cell::interval(l, effect.and_then(|effect| effect.conf_low), effect.and_then(|effect| effect.conf_high), DECIMALS),
                Cell::number(l, extra("weight"), 1),
                Cell::p(l, effect.and_then(|effect| effect.p_value)),
                Cell::p(l, extra("p_adjusted")),
            ]
        };
        Table {
            name: "standardized".into(),
            caption: say!(l, "Dampak baku setiap studi dan bobotnya dalam rata-rata", "Standardized effect of every study and its weight in the mean"),
            columns: vec![
                Column::words("study", say!(l, "Studi", "Study")),
                Column::numbers("before_sd", say!(l, "Simpangan baku sebelumnya", "Standard deviation before"), ""),
                Column::numbers("standardized", say!(l, "Dampak baku", "Standardized effect"), ""),
                Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""),
                Column::numbers("weight", say!(l, "Bobot", "Weight"), "%"),
                Column::numbers("p_value", say!(l, "Nilai p", "p-value"), ""),
                Column::numbers("p_adjusted", say!(l, "Nilai p disesuaikan", "Adjusted p-value"), ""),
            ],
            rows: self.result.members.iter().map(row).collect(),
            notes: vec![
                say!(
                    l,
                    "Simpangan baku dalam satuan hasil, antarcatatan sebelum program, semua kelompok bersama.",
                    "Standard deviations are in the unit of the outcome, between records before the program, all groups together."
                ),
                say!(
                    l,
                    "Karena beberapa studi diuji sekaligus, nilai p juga diberikan setelah penyesuaian Holm.",
                    "Because several studies are tested at once, p-values are also given adjusted by Holm's method."
                ),
            ],
        }
    }
}
