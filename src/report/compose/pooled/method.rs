//! How a pool was computed, from what, and how to run it again.

use super::super::say::say;
use super::super::wording::beginning;
use super::View;
use crate::report::cards::title as title_of;
use crate::report::document::{Block, Cell, Column, Section, Table};
use crate::study::Member;
use serde_json::Value;

impl View<'_> {
    /// The section.
    pub(super) fn computed(&self) -> Section {
        let l = self.l;
        let path = &self.result.study_path;
        let blocks = vec![
            Block::Prose(say!(
                l,
                "Setiap studi dijalankan dari berkas dan datanya, bukan dibaca dari laporan yang mungkin usang; dampak utamanya (hasil pertama, metode pertama) dibagi simpangan baku hasil itu antarcatatan sebelum program.",
                "Every study is run from its file and data and not read from a report that may be out of date; its main effect (first outcome, first method) is divided by the standard deviation of that outcome between records before the program."
            )),
            Block::Prose(self.formulas()),
            Block::Table(self.methods()),
            Block::Code { language: "sh", text: self.commands() },
            Block::Details {
                summary: say!(l, "Data yang dipakai dan sidik berkasnya (SHA-256)", "Data used and their hashes (SHA-256)"),
                blocks: vec![Block::Table(self.sources())],
            },
            Block::Details {
                summary: say!(l, "Berkas studi {path}", "Study file {path}"),
                blocks: vec![Block::Code { language: "toml", text: self.result.study_file.clone() }],
            },
            Block::References(vec![
                "DerSimonian & Laird (1986), Controlled Clinical Trials 7(3)".into(),
                "Hartung & Knapp (2001), Statistics in Medicine 20(24)".into(),
                "IntHout, Ioannidis, Rovers & Goeman (2016), BMJ Open 6(7)".into(),
                "Viechtbauer (2005), Journal of Educational and Behavioral Statistics 30(3)".into(),
                "Viechtbauer (2007), Statistics in Medicine 26(1)".into(),
                "Viechtbauer & Cheung (2010), Research Synthesis Methods 1(2)".into(),
            ]),
        ];
        Section { id: "method", title: say!(l, "Cara menghitung", "How it was computed"), blocks }
    }

    /// The estimator of the spread, the interval, and the prediction interval, as they were chosen.
    fn formulas(&self) -> String {
        let l = self.l;
        let settings = &self.result.pooled.settings;
        let between = match settings.get("pool_method").and_then(Value::as_str) {
            Some("reml") => say!(l, "ditaksir dengan kemungkinan maksimum terbatas (REML)", "is estimated by restricted maximum likelihood (REML)"),
            Some("fe") => say!(l, "dianggap nol (efek tetap)", "is taken to be zero (fixed effect)"),
            _ => say!(l, "ditaksir menurut DerSimonian dan Laird", "is estimated by DerSimonian and Laird"),
        };
        let knapp = settings.get("knapp_hartung").and_then(Value::as_bool).unwrap_or_default();
        let interval = if knapp {
            say!(
                l,
                "Selang kepercayaannya menurut Knapp–Hartung (sebaran t dengan banyaknya studi kurang satu derajat bebas), begitu pula rentang prediksi, yang menunjukkan tempat dampak program serupa di daerah lain.",
                "Its confidence interval is that of Knapp and Hartung (t with the number of studies less one degrees of freedom), and so is the prediction interval, which shows where the effect of a like program in another region would lie."
            )
        } else {
            say!(
                l,
                "Selang kepercayaannya memakai sebaran normal, begitu pula rentang prediksi, yang menunjukkan tempat dampak program serupa di daerah lain; dengan sedikit studi keduanya terlalu sempit.",
                "Its confidence interval uses the normal distribution, and so does the prediction interval, which shows where the effect of a like program in another region would lie; with few studies both are too narrow."
            )
        };
        say!(
            l,
            "Rata-ratanya menimbang setiap studi dengan satu per jumlah ragamnya dan ragam antarstudi (τ²), yang {between}. {interval}",
            "The mean weighs every study by one over the sum of its own variance and the variance between studies (τ²), which {between}. {interval}"
        )
    }

    fn methods(&self) -> Table {
        let l = self.l;
        let row = |member: &Member| {
            vec![
                Cell::coded(member.place.get(l), &member.name),
                Cell::coded(beginning(&title_of(&member.command, &member.method, l)), &member.method),
                Cell::text(&member.study_path),
            ]
        };
        Table {
            name: "methods".into(),
            caption: say!(l, "Metode dampak utama setiap studi", "Method of the main effect of every study"),
            columns: vec![
                Column::words("study", say!(l, "Studi", "Study")),
                Column::words("method", say!(l, "Metode", "Method")),
                Column::words("study_file", say!(l, "Berkas studi", "Study file")),
            ],
            rows: self.result.members.iter().map(row).collect(),
            notes: Vec::new(),
        }
    }

    /// The pool, then every study for its own report.
    fn commands(&self) -> String {
        let mut lines = vec![format!("dampak run {}", self.result.study_path)];
        lines.extend(self.result.members.iter().map(|member| format!("dampak run {}", member.study_path)));
        lines.join("\n")
    }

    fn sources(&self) -> Table {
        let l = self.l;
        let of = |member: &Member| {
            let place = Cell::coded(member.place.get(l), &member.name);
            member
                .sources
                .iter()
                .map(move |(path, hash)| vec![place.clone(), Cell::text(path), Cell::text(hash.clone().unwrap_or_default())])
                .collect::<Vec<_>>()
        };
        Table {
            name: "sources".into(),
            caption: say!(l, "Data setiap studi", "Data of every study"),
            columns: vec![
                Column::words("study", say!(l, "Studi", "Study")),
                Column::words("path", say!(l, "Berkas", "File")),
                Column::words("sha256", "SHA-256"),
            ],
            rows: self.result.members.iter().flat_map(of).collect(),
            notes: Vec::new(),
        }
    }
}
