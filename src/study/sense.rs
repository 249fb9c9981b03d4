//! What keys and types cannot say: names that are used twice, choices that exclude each other, choices that need another.

mod data;
mod people;

use super::load::Study;
use super::schema::{ALL, Arms, By, OneOrMany, OutcomeSection, OutcomeSource, SOURCES, Words};
use crate::error::{Problem, study as problems};
use crate::estimate::LinearCombination;
use crate::locale::Text;
use crate::measure::calendar::WorkingCalendar;
use crate::methods::Method;
use crate::text;

struct Sense<'s> {
    study: &'s Study,
    found: Vec<(usize, Problem)>,
}

/// Every contradiction of a study, in the order of its lines.
pub(super) fn check(study: &Study) -> Vec<Problem> {
    let mut sense = Sense { study, found: Vec::new() };
    sense.study_section();
    sense.data();
    sense.calendar();
    sense.outcomes();
    sense.program();
    sense.people();
    sense.analysis();
    sense.found.sort_by_key(|(line, _)| *line);
    sense.found.into_iter().map(|(_, problem)| problem).collect()
}

impl Sense<'_> {
    fn line(&self, path: &str) -> usize {
        self.study.lines.of(path)
    }

    fn say(&mut self, path: &str, what: &Text, hint: Text) {
        let line = self.line(path);
        self.found.push((line, problems::contradiction(&self.study.shown_path(), line, what, hint)));
    }

    fn words(&mut self, path: &str, words: Option<&Words>) {
        if words.is_some_and(|words| words.text().id.trim().is_empty()) {
            self.say(
                path,
                &text!("`{path}` kosong", "`{path}` is empty"),
                text!("Tulis teks, atau {{ id = \"…\", en = \"…\" }}.", "Write a text, or {{ id = \"…\", en = \"…\" }}."),
            );
        }
    }

    fn study_section(&mut self) {
        let section = &self.study.file.study;
        if section.language.items().is_empty() {
            self.say(
                "study.language",
                &text!("`language` kosong", "`language` is empty"),
                text!("Pilih \"id\", \"en\", atau keduanya.", "Choose \"id\", \"en\", or both."),
            );
        }
        self.words("study.title", Some(&section.title));
        self.words("study.question", section.question.as_ref());
    }

    fn calendar(&mut self) {
        if let Err(error) = WorkingCalendar::new(&self.study.file.calendar) {
            let line = self.line("calendar");
            for problem in &error.problems {
                self.found.push((line, self.study.at("calendar", problem)));
            }
        }
    }

    fn outcomes(&mut self) {
        let outcomes = &self.study.file.outcome;
        if outcomes.is_empty() {
            self.say(
                "outcome",
                &text!("tidak ada outcome", "there is no outcome"),
                text!("Tambahkan [[outcome]] dengan name dan cara membuatnya.", "Add [[outcome]] with a name and how it is made."),
            );
        }
        if let Some(first) = outcomes.first().filter(|first| first.placebo) {
            let name = &first.name;
            self.say(
                "outcome[0].placebo",
                &text!(
                    "outcome \"{name}\" adalah hasil utama studi, tetapi ditandai `placebo = true` (tidak disentuh program)",
                    "the outcome \"{name}\" is the main one of the study, but is marked `placebo = true` (not touched by the program)"
                ),
                text!(
                    "Letakkan hasil yang hendak diubah program sebagai [[outcome]] pertama, atau hapus `placebo`.",
                    "Put the outcome that the program is meant to change first among the [[outcome]] sections, or remove `placebo`."
                ),
            );
        }
        for (index, outcome) in outcomes.iter().enumerate() {
            let path = format!("outcome[{index}]");
            let name = &outcome.name;
            if outcomes[..index].iter().any(|earlier| earlier.name == *name) {
                self.say(
                    &format!("{path}.name"),
                    &text!("nama outcome \"{name}\" dipakai dua kali", "the outcome name \"{name}\" is used twice"),
                    text!(
                        "Setiap outcome memerlukan nama sendiri; nama itu menjadi nama berkas.",
                        "Each outcome needs a name of its own; files are called after it."
                    ),
                );
            }
            self.outcome(outcome, &path);
        }
    }

    fn outcome(&mut self, outcome: &OutcomeSection, path: &str) {
        let name = &outcome.name;
        self.words(&format!("{path}.label"), outcome.label.as_ref());
        let ways = SOURCES.join(", ");
        match outcome.sources().as_slice() {
            [] => self.say(
                path,
                &text!("outcome \"{name}\": belum ada cara membuatnya", "outcome \"{name}\": nothing says how it is made"),
                text!("Isi salah satu dari: {ways}.", "Fill in one of: {ways}."),
            ),
            [source] => self.source(outcome, *source, path),
            _ => {
                let given = SOURCES.iter().filter(|key| self.study.lines.has(&format!("{path}.{key}"))).copied().collect::<Vec<_>>().join(", ");
                self.say(
                    path,
                    &text!("outcome \"{name}\" dibuat dengan lebih dari satu cara: {given}", "outcome \"{name}\" is made in more than one way: {given}"),
                    text!("Sisakan satu, atau tulis dua [[outcome]].", "Keep one, or write two [[outcome]] sections."),
                );
            }
        }
        self.methods(outcome.did.as_ref().map(OneOrMany::items), &format!("{path}.did"));
        self.by(&outcome.by.iter().flatten().map(By::column).collect::<Vec<_>>(), &format!("{path}.by"));
    }

    fn source(&mut self, outcome: &OutcomeSection, source: OutcomeSource<'_>, path: &str) {
        let name = &outcome.name;
        match source {
            OutcomeSource::Column(column) if outcome.better.is_none() => self.say(
                path,
                &text!(
                    "outcome \"{name}\": arah yang baik dari kolom \"{column}\" belum disebut",
                    "outcome \"{name}\": nothing says which direction of \"{column}\" is good"
                ),
                text!(
                    "Tambahkan better = \"lower\" (makin kecil makin baik) atau better = \"higher\".",
                    "Add better = \"lower\" (less is better) or better = \"higher\"."
                ),
            ),
            OutcomeSource::Duration(rule) if rule.start == rule.end => {
                let column = rule.start.date();
                self.say(
                    &format!("{path}.duration"),
                    &text!("mulai dan selesai adalah kolom yang sama, \"{column}\"", "start and end are the same column, \"{column}\""),
                    text!("Sebutkan dua kolom tanggal.", "Name two columns of dates."),
                );
            }
            OutcomeSource::Gain(rule) if rule.before == rule.after => {
                let column = &rule.before;
                self.say(
                    &format!("{path}.gain"),
                    &text!("before dan after adalah kolom yang sama, \"{column}\"", "before and after are the same column, \"{column}\""),
                    text!("Sebutkan dua kolom skor.", "Name two columns of scores."),
                );
            }
            OutcomeSource::Index(rule) if rule.elements.as_ref().is_some_and(|elements| elements.len() < 2) => self.say(
                &format!("{path}.index.elements"),
                &text!("indeks memerlukan setidaknya dua unsur", "an index needs at least two elements"),
                text!(
                    "Sebutkan kolom U1 sampai U9, atau hapus elements agar dicari dari nama kolom.",
                    "Name the columns U1 to U9, or remove elements to have them found by their names."
                ),
            ),
            OutcomeSource::WithinTarget(other) => self.within_target(other, path),
            _ => {}
        }
    }

    fn within_target(&mut self, other: &str, path: &str) {
        let path = format!("{path}.within_target");
        let outcomes = &self.study.file.outcome;
        match outcomes.iter().find(|outcome| outcome.name == other) {
            None => {
                let known = outcomes.iter().map(|outcome| outcome.name.clone()).collect::<Vec<_>>();
                let line = self.line(&path);
                self.found.push((line, problems::unknown_value(&self.study.shown_path(), line, &path, other, &known)));
            }
            Some(found) if matches!(found.source(), Some(OutcomeSource::WithinTarget(_) | OutcomeSource::Index(_))) => self.say(
                &path,
                &text!("\"{other}\" tidak dapat dinilai per catatan terhadap standar", "\"{other}\" cannot be held against a standard record by record"),
                text!("Sebutkan outcome yang dibuat dengan duration, column, atau gain.", "Name an outcome that is made by duration, column or gain."),
            ),
            Some(found) if found.target.is_none() => self.say(
                &path,
                &text!("outcome \"{other}\" belum mempunyai standar (`target`)", "outcome \"{other}\" has no service standard (`target`)"),
                text!("Tambahkan target, misalnya target = 24, pada outcome \"{other}\".", "Add a target, such as target = 24, to the outcome \"{other}\"."),
            ),
            Some(_) => {}
        }
    }

    fn program(&mut self) {
        let program = &self.study.file.program;
        self.words("program.name", Some(&program.name));
        self.words("program.what", program.what.as_ref());
        if let Some(start) = program.start.as_ref().filter(|start| start.day().is_none()) {
            self.say(
                "program.start",
                &text!("awal program \"{start}\" bukan tanggal atau periode", "the start of the program \"{start}\" is not a date or a period"),
                text!("Tulis 2024-01-15, \"2024-01\", \"2024-Q1\", atau 2024.", "Write 2024-01-15, \"2024-01\", \"2024-Q1\" or 2024."),
            );
        }
        let ways: Vec<&str> = [
            ("treated", program.treated.is_some()),
            ("cohort", program.cohort.is_some()),
            ("status", program.status.is_some()),
            ("group", program.group.is_some()),
        ]
        .into_iter()
        .filter_map(|(key, given)| given.then_some(key))
        .collect();
        if ways.len() > 1 {
            let given = ways.join(", ");
            self.say(
                "program",
                &text!("peserta program ditentukan dengan lebih dari satu cara: {given}", "who is treated is said in more than one way: {given}"),
                text!(
                    "Sisakan satu: treated (dengan start), cohort, status, atau group (dengan post).",
                    "Keep one: treated (with start), cohort, status, or group (with post)."
                ),
            );
        }
        if program.group.is_some() && program.post.is_none() {
            self.say(
                "program.group",
                &text!("`group` memerlukan `post`", "`group` needs `post`"),
                text!("Tambahkan kolom 0/1 yang bernilai 1 sesudah program dimulai.", "Add the 0/1 column that is 1 after the program began."),
            );
        }
        if program.treated.is_some() && program.start.is_none() && program.post.is_none() {
            self.say(
                "program.treated",
                &text!("`treated` memerlukan `start`", "`treated` needs `start`"),
                text!("Tambahkan awal program, misalnya start = \"2024-01\".", "Add the start of the program, such as start = \"2024-01\"."),
            );
        }
        if ways.is_empty() && program.start.is_none() && program.post.is_none() {
            self.say(
                "program",
                &text!("belum disebut siapa yang mengikuti program dan sejak kapan", "nothing says who took part and since when"),
                text!(
                    "Tambahkan start = \"2024-01\" dan treated = {{ column = \"kota\", values = [\"…\"] }}; tanpa kelompok pembanding cukup start.",
                    "Add start = \"2024-01\" and treated = {{ column = \"city\", values = [\"…\"] }}; without a comparison group start is enough."
                ),
            );
        }
        let needs_time = program.post.is_none() && (program.start.is_some() || program.cohort.is_some() || program.status.is_some());
        if needs_time && self.study.file.roles.time.is_none() {
            self.say(
                "roles",
                &text!("kolom waktu belum disebut", "the time column is not named"),
                text!(
                    "Tambahkan time = {{ column = \"tanggal\", every = \"month\" }} pada [roles].",
                    "Add time = {{ column = \"date\", every = \"month\" }} to [roles]."
                ),
            );
        }
        for (key, needs) in [("cohort", program.cohort.is_some()), ("status", program.status.is_some())] {
            if needs && self.study.file.roles.unit.is_none() {
                self.say(
                    &format!("program.{key}"),
                    &text!("`{key}` memerlukan kolom unit", "`{key}` needs a unit column"),
                    text!("Tambahkan unit = \"…\" pada [roles].", "Add unit = \"…\" to [roles]."),
                );
            }
        }
        for (key, members) in [("treated", &program.treated), ("comparison", &program.comparison), ("neighbours", &program.neighbours)] {
            if members.as_ref().is_some_and(|members| members.values.items().is_empty()) {
                self.say(
                    &format!("program.{key}"),
                    &text!("`{key}` tidak menyebut satu nilai pun", "`{key}` names no value"),
                    text!("Contoh: values = [\"Kendari\"]", "Example: values = [\"Kendari\"]"),
                );
            }
        }
        if let Some(comparison) = &program.comparison {
            match &program.treated {
                None => self.say(
                    "program.comparison",
                    &text!("`comparison` memerlukan `treated`", "`comparison` needs `treated`"),
                    text!(
                        "Sebutkan peserta dengan treated, atau pilih pembanding dengan [[data.filter]].",
                        "Say who is treated with treated, or choose the comparison with [[data.filter]]."
                    ),
                ),
                Some(treated) if treated.column != comparison.column => {
                    let (one, other) = (&treated.column, &comparison.column);
                    self.say(
                        "program.comparison",
                        &text!(
                            "peserta dan pembanding dipilih dari kolom berbeda, \"{one}\" dan \"{other}\"",
                            "treated and comparison are chosen from different columns, \"{one}\" and \"{other}\""
                        ),
                        text!(
                            "Pilih keduanya dari kolom yang sama, atau saring pembanding dengan [[data.filter]].",
                            "Choose both from one column, or filter the comparison with [[data.filter]]."
                        ),
                    );
                }
                Some(_) => {}
            }
        }
        if program.cost.as_ref().is_some_and(|cost| !(cost.total() > 0.0 && cost.total().is_finite())) {
            self.say(
                "program.cost",
                &text!("biaya harus lebih dari nol", "the cost must be above zero"),
                text!("Hapus `cost` jika biaya tidak diketahui.", "Remove `cost` where it is not known."),
            );
        }
    }

    fn analysis(&mut self) {
        let (analysis, roles) = (&self.study.file.analysis, &self.study.file.roles);
        self.methods(analysis.did.as_ref().map(OneOrMany::items), "analysis.did");
        self.by(&analysis.by.iter().map(By::column).collect::<Vec<_>>(), "analysis.by");
        self.by(&analysis.arms.iter().map(Arms::column).collect::<Vec<_>>(), "analysis.arms");
        if !analysis.arms.is_empty() && roles.unit.is_none() {
            self.say(
                "analysis.arms",
                &text!(
                    "bentuk program adalah sifat unit, dan studi ini tidak menyebut kolom unit",
                    "kinds of program are of units, and this study names no unit"
                ),
                text!("Isi `unit` di [roles], atau pakai `by`.", "Fill in `unit` in [roles], or use `by`."),
            );
        }
        let clusters = roles.cluster.as_ref().map_or(0, |cluster| cluster.items().len());
        if clusters > 2 {
            self.say(
                "roles.cluster",
                &text!("paling banyak dua kolom klaster", "at most two cluster columns"),
                text!("Sisakan satu atau dua.", "Keep one or two."),
            );
        }
        if analysis.vcov.as_ref().is_some_and(crate::design::VarianceKind::is_clustered) && clusters == 0 && roles.unit.is_none() {
            self.say(
                "analysis.vcov",
                &text!("variansi klaster memerlukan kolom klaster", "a clustered variance needs a cluster column"),
                text!("Tambahkan cluster atau unit pada [roles].", "Add cluster or unit to [roles]."),
            );
        }
        for (index, typed) in analysis.combine.iter().enumerate() {
            if LinearCombination::parse(typed).is_none() {
                let line = self.line(&format!("analysis.combine[{index}]"));
                self.found.push((line, crate::error::design::bad_combination(typed)));
            }
        }
        if analysis.window.is_some_and(|[first, last]| first > last) {
            self.say(
                "analysis.window",
                &text!("jendela berakhir sebelum mulai", "the window ends before it starts"),
                text!("Contoh: window = [0, 11]", "Example: window = [0, 11]"),
            );
        }
    }

    fn methods(&mut self, methods: Option<&[String]>, path: &str) {
        let Some(methods) = methods else { return };
        let program = &self.study.file.program;
        let compared = program.treated.is_some() || program.cohort.is_some() || program.status.is_some() || program.group.is_some();
        if !methods.is_empty() && !compared {
            self.say(
                path,
                &text!("difference-in-differences memerlukan kelompok pembanding", "difference-in-differences needs a comparison group"),
                text!(
                    "Sebutkan peserta pada [program] (treated, cohort, status, atau group), atau tulis did = [].",
                    "Say in [program] who is treated (treated, cohort, status or group), or write did = []."
                ),
            );
        }
        for (index, method) in methods.iter().enumerate() {
            if Method::parse(method).is_none() && method != ALL {
                let known: Vec<String> = Method::all().map(Method::name).chain([ALL]).map(str::to_owned).collect();
                let path = format!("{path}[{index}]");
                let line = self.line(&path);
                self.found.push((line, problems::unknown_value(&self.study.shown_path(), line, &path, method, &known)));
            }
        }
    }

    fn by(&mut self, columns: &[&str], path: &str) {
        for (index, name) in columns.iter().enumerate() {
            if columns[..index].contains(name) {
                self.say(
                    &format!("{path}[{index}]"),
                    &text!("kolom \"{name}\" disebut dua kali", "the column \"{name}\" is named twice"),
                    text!("Sisakan satu.", "Keep one."),
                );
            }
        }
    }
}
