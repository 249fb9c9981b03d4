//! `[data]`: files or an engine, and what belongs to which.

use super::Sense;
use crate::data::{Engine, ReadOptions, holds_secret};
use crate::error::{engine as engines, study as problems};
use crate::text;

impl Sense<'_> {
    pub(super) fn data(&mut self) {
        match self.study.file.data.remote() {
            Some(engine) => self.engine(engine),
            None => self.files(),
        }
        for (index, filter) in self.study.file.data.filter.iter().enumerate() {
            if filter.keep.is_none() && filter.drop.is_none() && filter.from.is_none() && filter.to.is_none() {
                let column = &filter.column;
                self.say(
                    &format!("data.filter[{index}]"),
                    &text!("saringan atas \"{column}\" tidak menyaring apa pun", "the filter on \"{column}\" filters nothing"),
                    text!("Tambahkan keep, drop, from, atau to.", "Add keep, drop, from or to."),
                );
            }
        }
    }

    fn files(&mut self) {
        let data = &self.study.file.data;
        if data.files.as_ref().is_none_or(|files| files.items().iter().all(|file| file.trim().is_empty())) {
            let path = if data.files.is_some() { "data.files" } else { "data" };
            self.say(
                path,
                &text!("tidak ada berkas data", "there is no data file"),
                text!("Contoh: files = [\"data.csv\"]", "Example: files = [\"data.csv\"]"),
            );
        }
        for key in ["uri", "table", "path", "query", "driver", "password_file", "most_cells"] {
            if self.study.lines.has(&format!("data.{key}")) {
                self.say(
                    &format!("data.{key}"),
                    &text!("`{key}` hanya berlaku bersama `engine`", "`{key}` goes with an `engine` only"),
                    text!(
                        "Tambahkan engine = \"postgres\" (atau spark, sail, duckdb, flightsql), atau hapus baris itu.",
                        "Add engine = \"postgres\" (or spark, sail, duckdb, flightsql), or remove the line."
                    ),
                );
            }
        }
    }

    fn engine(&mut self, engine: Engine) {
        let data = &self.study.file.data;
        let (name, code) = (engine.name(), engine.code());
        if data.files.is_some() {
            self.say(
                "data.files",
                &text!("`files` dan `engine = \"{code}\"` tidak dapat dipakai bersama", "`files` and `engine = \"{code}\"` exclude each other"),
                text!("Sisakan satu: berkas pada mesin ini, atau catatan di {name}.", "Keep one: files of this machine, or records on {name}."),
            );
        }
        match data.engine_sources().len() {
            0 => self.say(
                "data.engine",
                &text!("belum disebut apa yang dibaca di {name}", "nothing says what is read on {name}"),
                text!(
                    "Tambahkan table = \"layanan.permohonan\", path = \"/data/permohonan\" (Parquet di server), atau query = \"SELECT …\".",
                    "Add table = \"services.requests\", path = \"/data/requests\" (Parquet on the server) or query = \"SELECT …\"."
                ),
            ),
            1 => {}
            _ => self.say(
                "data.engine",
                &text!("`table`, `path`, dan `query` saling meniadakan", "`table`, `path` and `query` exclude each other"),
                text!("Sisakan satu.", "Keep one."),
            ),
        }
        if data.path.is_some() && engine == Engine::Postgres {
            let problem = engines::no_paths(name, data.path.as_deref().unwrap_or(""));
            self.found.push((self.line("data.path"), self.study.at("data.path", &problem)));
        }
        match data.uri.as_deref().map(str::trim).filter(|uri| !uri.is_empty()) {
            None if engine != Engine::DuckDb => {
                let problem = engines::no_address(name, engine.example());
                self.found.push((self.line("data.engine"), self.study.at("data.engine", &problem)));
            }
            Some(uri) if holds_secret(uri) => self.found.push((self.line("data.uri"), self.study.at("data.uri", &engines::secret_in_address()))),
            _ => {}
        }
        for key in reading_options(&data.reading) {
            let line = self.line(&format!("data.{key}"));
            let what = text!("`{key}` hanya berlaku untuk berkas, bukan untuk {name}", "`{key}` is for files and not for {name}");
            self.found.push((line, problems::not_supported(&self.study.shown_path(), line, &what)));
        }
    }
}

/// Keys of reading options that are given.
fn reading_options(reading: &ReadOptions) -> Vec<String> {
    match serde_json::to_value(reading) {
        Ok(serde_json::Value::Object(given)) => given.into_iter().map(|(key, _)| key).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::study::parse;

    fn codes(data: &str) -> Vec<(&'static str, bool)> {
        let rest = "[study]\nname = \"a\"\ntitle = \"A\"\n[roles]\nunit = \"kantor\"\ntime = \"bulan\"\n[[outcome]]\nname = \"jam\"\ncolumn = \"jam\"\nbetter = \"lower\"\n[program]\nname = \"P\"\nstatus = \"program\"\n[data]\n";
        let lines = rest.lines().count();
        match parse("a.toml", &format!("{rest}{data}")) {
            Ok(_) => Vec::new(),
            Err(error) => {
                let placed = |what: &str| what.split("line ").nth(1).and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<usize>().ok());
                error.problems.iter().map(|problem| (problem.code, placed(&problem.what.en).is_some_and(|line| line >= lines))).collect()
            }
        }
    }

    #[test]
    fn an_engine_says_what_is_read_where_and_nothing_else() {
        assert_eq!(codes("engine = \"postgres\"\nuri = \"postgresql://u@h/db\"\ntable = \"layanan.t\"\n"), []);
        assert_eq!(codes("engine = \"duckdb\"\npath = \"data\"\n"), []);
        assert_eq!(codes("files = \"a.csv\"\nengine = \"local\"\n"), []);
        let contradiction = ("study::contradiction", true);
        assert_eq!(codes("deduplicate = true\n"), [contradiction]);
        assert_eq!(codes("files = \"a.csv\"\nuri = \"x\"\ntable = \"t\"\n"), [contradiction, contradiction]);
        assert_eq!(codes("engine = \"spark\"\nuri = \"sc://h\"\nfiles = \"a.csv\"\ntable = \"t\"\n"), [contradiction]);
        assert_eq!(codes("engine = \"spark\"\nuri = \"sc://h\"\n"), [contradiction]);
        assert_eq!(codes("engine = \"spark\"\nuri = \"sc://h\"\ntable = \"t\"\nquery = \"SELECT 1\"\n"), [contradiction]);
        assert_eq!(codes("engine = \"spark\"\ntable = \"t\"\n"), [("engine::no-address", true)]);
        assert_eq!(codes("engine = \"postgres\"\nuri = \"postgresql://u:rahasia@h/db\"\ntable = \"t\"\n"), [("engine::secret-in-address", true)]);
        assert_eq!(codes("engine = \"postgres\"\nuri = \"postgresql://u@h/db\"\npath = \"/x\"\n"), [("engine::no-paths", true)]);
        assert_eq!(codes("engine = \"sail\"\nuri = \"sc://h\"\ntable = \"t\"\ndecimal = \",\"\n"), [("study::not-supported", true)]);
    }
}
