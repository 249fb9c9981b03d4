//! Problems of the study file and of commands.

use super::{Exit, Problem, nearest};
use crate::locale::{Lang, Text, number};
use crate::text;

/// What a value in a study file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// Text.
    Text,
    /// Whole number.
    Whole,
    /// Number with decimals.
    Number,
    /// True or false.
    Boolean,
    /// List.
    List,
    /// Table.
    Table,
    /// A number that cannot be held (too large, not finite).
    Unreadable,
}

impl ValueKind {
    fn text(self) -> Text {
        match self {
            ValueKind::Text => text!("teks dalam tanda kutip", "text in quotes"),
            ValueKind::Whole => text!("bilangan bulat", "a whole number"),
            ValueKind::Number => text!("bilangan", "a number"),
            ValueKind::Boolean => text!("true atau false", "true or false"),
            ValueKind::List => text!("daftar dalam [ ]", "a list in [ ]"),
            ValueKind::Table => text!("tabel dalam {{ }}", "a table in {{ }}"),
            ValueKind::Unreadable => text!("bilangan yang terlalu besar", "a number that is too large"),
        }
    }
}

/// `a, b atau c`.
fn alternatives(items: &[Text]) -> Text {
    Text::by(|lang| {
        let words: Vec<&str> = items.iter().map(|item| item.get(lang)).collect();
        let or = match lang {
            Lang::Id => " atau ",
            Lang::En => " or ",
        };
        match words.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{}{or}{last}", rest.join(", ")),
            Some((last, _)) => (*last).to_owned(),
            None => String::new(),
        }
    })
}

fn at(file: &str, line: usize) -> Text {
    if line == 0 {
        // What was named on the command line has no line.
        return Text::same(file);
    }
    text!("{file}, baris {line}", "{file}, line {line}")
}

/// A problem of the study file: place, then what is wrong there.
fn here(code: &'static str, file: &str, line: usize, what: &Text, hint: Text) -> Problem {
    let place = at(file, line);
    Problem { code, exit: Exit::Input, what: Text::by(|lang| format!("{}: {}", place.get(lang), what.get(lang))), hint }
}

/// The file cannot be read from disk.
pub fn unreadable(file: &str, cause: &str) -> Problem {
    Problem {
        code: "study::unreadable",
        exit: Exit::Input,
        what: text!("{file}: berkas studi tidak dapat dibaca ({cause})", "{file}: the study file cannot be read ({cause})"),
        hint: text!(
            "Periksa letak berkas; `dampak init DATA` menulis berkas studi untuk memulai.",
            "Check the path; `dampak init DATA` writes a study file to start from."
        ),
    }
}

/// The file is not UTF-8 text.
pub fn not_text(file: &str) -> Problem {
    Problem {
        code: "study::unreadable",
        exit: Exit::Input,
        what: text!("{file}: bukan berkas teks UTF-8", "{file}: not a text file in UTF-8"),
        hint: text!("Simpan berkas studi sebagai teks biasa dengan pengodean UTF-8.", "Save the study file as plain text in UTF-8."),
    }
}

/// A section whose values a type refuses, in the words of the type.
pub fn refused(file: &str, line: usize, section: &str, message: &str) -> Problem {
    here(
        "study::wrong-type",
        file,
        line,
        &text!("bagian [{section}] tidak dapat dibaca ({message})", "the section [{section}] cannot be read ({message})"),
        Text::default(),
    )
}

/// The text is not TOML.
pub fn syntax(file: &str, line: usize, message: &str) -> Problem {
    let message = message.lines().next().unwrap_or_default();
    here(
        "study::syntax",
        file,
        line,
        &text!("bukan TOML yang sah ({message})", "not valid TOML ({message})"),
        text!(
            "Teks ditulis dalam tanda kutip, daftar dalam [ ], dan setiap kunci pada barisnya sendiri.",
            "Texts stand in quotes, lists in [ ], and each key on its own line."
        ),
    )
}

/// A key that the section does not have.
pub fn unknown_key(file: &str, line: usize, section: &str, key: &str, known: &[&str]) -> Problem {
    let list = known.join(", ");
    let hint = match nearest(key, known.iter().copied()) {
        Some(near) => text!("Mungkin maksudnya `{near}`.", "Did you mean `{near}`?"),
        None => text!("Kunci yang ada: {list}.", "Keys there are: {list}."),
    };
    let what = if section.is_empty() {
        text!("bagian [{key}] tidak dikenal", "there is no section [{key}]")
    } else {
        text!("tidak ada kunci `{key}` dalam [{section}]", "there is no key `{key}` in [{section}]")
    };
    here("study::unknown-key", file, line, &what, hint)
}

/// A key that must be there.
pub fn missing_key(file: &str, line: usize, section: &str, key: &str) -> Problem {
    let what = if section.is_empty() {
        text!("bagian [{key}] belum ada", "the section [{key}] is missing")
    } else {
        text!("`{key}` belum diisi dalam [{section}]", "`{key}` is missing in [{section}]")
    };
    let hint = match example(section, key) {
        Some(example) => text!("Contoh: {example}", "Example: {example}"),
        None => Text::default(),
    };
    here("study::missing-key", file, line, &what, hint)
}

/// How a key that must be there may be written.
fn example(section: &str, key: &str) -> Option<&'static str> {
    Some(match (section.split('[').next().unwrap_or_default(), key) {
        ("", "study") => "[study] name = \"kendari\", title = \"…\"",
        ("", "data") => "[data] files = \"data.csv\"",
        ("", "outcome") => "[[outcome]] name = \"waktu\", column = \"…\"",
        ("", "program") => "[program] name = \"…\"",
        ("study", "name") => "name = \"kendari\"",
        ("study", "title") => "title = { id = \"…\", en = \"…\" }",
        ("data", "files") => "files = [\"data.csv\"]",
        ("outcome", "name") => "name = \"waktu\"",
        ("outcome", _) => "duration = { start = \"tanggal_masuk\", end = \"tanggal_selesai\", clock = \"working-hours\" }",
        ("program", "name") => "name = \"Pelatihan manajemen pelayanan\"",
        ("program", "column" | "values") => "treated = { column = \"kota\", values = [\"Kendari\"] }",
        _ => return None,
    })
}

/// A value of another type than the key takes.
pub fn wrong_type(file: &str, line: usize, path: &str, expected: &[ValueKind], given: ValueKind) -> Problem {
    let expected = alternatives(&expected.iter().map(|kind| kind.text()).collect::<Vec<_>>());
    let given = given.text();
    here(
        "study::wrong-type",
        file,
        line,
        &Text { id: format!("`{path}` seharusnya {}, bukan {}", expected.id, given.id), en: format!("`{path}` should be {}, not {}", expected.en, given.en) },
        Text::default(),
    )
}

/// A word that is not among those that the key takes.
pub fn unknown_value(file: &str, line: usize, path: &str, given: &str, known: &[String]) -> Problem {
    let list = known.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
    let hint = match nearest(given, known.iter().map(String::as_str)) {
        Some(near) => text!("Mungkin maksudnya \"{near}\". Pilihan: {list}.", "Did you mean \"{near}\"? Choices: {list}."),
        None => text!("Pilihan: {list}.", "Choices: {list}."),
    };
    here("study::unknown-value", file, line, &text!("`{path}` tidak mengenal \"{given}\"", "`{path}` does not know \"{given}\""), hint)
}

/// A short name with other characters than small letters, digits and hyphens.
pub fn bad_name(file: &str, line: usize, path: &str, given: &str) -> Problem {
    here(
        "study::bad-name",
        file,
        line,
        &text!("`{path}` = \"{given}\" bukan nama pendek", "`{path}` = \"{given}\" is not a short name"),
        text!("Gunakan huruf kecil, angka, dan tanda hubung, misalnya \"waktu-layanan\".", "Use small letters, digits and hyphens, such as \"service-time\"."),
    )
}

/// A list of the wrong length.
pub fn wrong_length(file: &str, line: usize, path: &str, expected: u64, given: usize) -> Problem {
    here(
        "study::wrong-length",
        file,
        line,
        &text!("`{path}` seharusnya berisi {expected} nilai, bukan {given}", "`{path}` should hold {expected} values, not {given}"),
        Text::default(),
    )
}

/// A number outside its range.
pub fn out_of_range(file: &str, line: usize, path: &str, given: f64, low: Option<f64>, high: Option<f64>) -> Problem {
    let plain = |value: f64| value.to_string();
    let hint = match (low, high) {
        (Some(low), Some(high)) => {
            text!(|l| format!("Antara {} dan {}.", number(l, low, decimals(low)), number(l, high, decimals(high))), format!("Between {low} and {high}."))
        }
        (Some(low), None) => text!("Paling kecil {low}.", "At least {low}."),
        (None, Some(high)) => text!("Paling besar {high}.", "At most {high}."),
        (None, None) => Text::default(),
    };
    let given = plain(given);
    here("study::out-of-range", file, line, &text!("`{path}` = {given} di luar batas", "`{path}` = {given} is out of range"), hint)
}

fn decimals(value: f64) -> usize {
    value.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len())
}

/// Two keys that exclude each other, or one that needs another.
pub fn contradiction(file: &str, line: usize, what: &Text, hint: Text) -> Problem {
    here("study::contradiction", file, line, what, hint)
}

/// A study that stands twice in a pool: its effect would count twice.
pub fn pooled_twice(file: &str, line: usize, study: &str) -> Problem {
    let what = text!(
        "studi \"{study}\" disebut dua kali, sehingga dampaknya dihitung dua kali",
        "the study \"{study}\" is named twice, so that its effect would count twice"
    );
    contradiction(file, line, &what, text!("Hapus salah satunya.", "Remove one of them."))
}

/// A pool among the studies of a pool.
pub fn pool_in_a_pool(file: &str, line: usize, study: &str) -> Problem {
    let what = text!("\"{study}\" sendiri adalah gabungan studi", "\"{study}\" is a pool of studies itself");
    contradiction(file, line, &what, text!("Sebutkan studi-studi di dalamnya satu per satu.", "Name the studies in it one by one."))
}

/// Two studies of a pool with one name: results go by it.
pub fn same_name(file: &str, line: usize, study: &str, name: &str) -> Problem {
    let what = text!(
        "studi \"{study}\" bernama \"{name}\", sama dengan studi lain dalam gabungan ini",
        "the study \"{study}\" is called \"{name}\", as another study of this pool is"
    );
    let hint = text!(
        "Beri setiap studi nama sendiri ([study] name), dan pastikan keduanya bukan studi yang sama.",
        "Give each study a name of its own ([study] name), and make sure that they are not the same study."
    );
    contradiction(file, line, &what, hint)
}

/// Something that is planned and not there yet, refused by name.
pub fn not_supported(file: &str, line: usize, what: &Text) -> Problem {
    here(
        "study::not-supported",
        file,
        line,
        what,
        text!(
            "Versi ini belum mendukungnya; hapus baris itu atau lihat CHANGELOG.",
            "This version does not support it yet; remove the line or see the CHANGELOG."
        ),
    )
}

/// A problem of the data behind a line of the study file.
pub fn in_data(file: &str, line: usize, problem: &Problem) -> Problem {
    let place = at(file, line);
    Problem {
        code: problem.code,
        exit: problem.exit,
        what: Text::by(|lang| format!("{}: {}", place.get(lang), problem.what.get(lang))),
        hint: problem.hint.clone(),
    }
}

/// A column that looks like identity numbers in a place where its values would be shown.
pub fn identity_numbers(column: &str) -> Problem {
    Problem {
        code: "study::identity-numbers",
        exit: Exit::Input,
        what: text!("kolom \"{column}\" menyerupai NIK", "the column \"{column}\" looks like identity numbers"),
        hint: text!(
            "Isinya tidak boleh tampil dalam laporan (UU 27/2022). Pilih kolom lain untuk kelompok.",
            "Its values must not appear in a report (Law 27/2022). Choose another column for groups."
        ),
    }
}

/// A value of a group that does not occur in its column.
pub fn value_not_in_data(file: &str, line: usize, column: &str, value: &str, known: &[String]) -> Problem {
    let some = known.iter().take(12).map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
    let hint = match nearest(value, known.iter().map(String::as_str)) {
        Some(near) => text!("Mungkin maksudnya \"{near}\".", "Did you mean \"{near}\"?"),
        None => text!("Nilai yang ada antara lain: {some}.", "Values there are, among others: {some}."),
    };
    here(
        "study::value-not-in-data",
        file,
        line,
        &text!("tidak ada \"{value}\" dalam kolom \"{column}\"", "there is no \"{value}\" in the column \"{column}\""),
        hint,
    )
}

/// An index without columns.
pub fn no_elements() -> Problem {
    Problem {
        code: "study::no-elements",
        exit: Exit::Input,
        what: text!("unsur kepuasan tidak ditemukan pada nama kolom", "no elements of satisfaction were found among the columns"),
        hint: text!(
            "Sebutkan kolomnya: index = {{ elements = [\"…\", …] }}, urut U1 sampai U9.",
            "Name the columns: index = {{ elements = [\"…\", …] }}, in the order U1 to U9."
        ),
    }
}

/// An outcome that nothing makes.
pub fn no_outcome(name: &str) -> Problem {
    Problem {
        code: "study::contradiction",
        exit: Exit::Input,
        what: text!("outcome \"{name}\" tidak dapat dibuat", "the outcome \"{name}\" cannot be made"),
        hint: text!("Isi salah satu dari duration, column, index, within_target, atau gain.", "Fill in one of duration, column, index, within_target or gain."),
    }
}

/// People with several rows (or several scores of one item and time).
pub fn people_twice(id: &str, people: u64) -> Problem {
    Problem {
        code: "study::people-twice",
        exit: Exit::Input,
        what: text!(
            "{people} orang (kolom \"{id}\") mempunyai lebih dari satu baris untuk nilai yang sama",
            "{people} people (column \"{id}\") have more than one row for the same score"
        ),
        hint: text!(
            "Bila barisnya sama persis, tulis deduplicate = true dalam [people]; bila tidak, perbaiki berkasnya.",
            "Where the rows are exact copies, write deduplicate = true in [people]; else mend the file."
        ),
    }
}

/// People with two values of a column of subgroups.
pub fn people_in_two_groups(column: &str, people: u64) -> Problem {
    Problem {
        code: "study::people-in-two-groups",
        exit: Exit::Input,
        what: text!(
            "{people} orang mempunyai lebih dari satu nilai dalam kolom kelompok \"{column}\"",
            "{people} people have more than one value in the column of groups \"{column}\""
        ),
        hint: text!("Satu orang satu kelompok: perbaiki berkasnya atau pilih kolom lain.", "One person, one group: mend the file or choose another column."),
    }
}

/// Scores above the highest possible one.
pub fn score_above_maximum(item: &str, max: f64, scores: u64) -> Problem {
    Problem {
        code: "study::score-above-maximum",
        exit: Exit::Input,
        what: text!(
            |l| format!("{scores} nilai \"{item}\" di atas nilai tertinggi {}", number(l, max, decimals(max))),
            format!("{scores} scores of \"{item}\" are above the maximum {max}")
        ),
        hint: text!("Periksa `max` dalam [people], atau perbaiki nilainya.", "Look at `max` in [people], or mend the scores."),
    }
}
