//! Problems of files, their text, and the columns that are read from them.

use super::{Exit, Problem, nearest};
use crate::locale::Text;
use crate::text;
use std::path::Path;

/// A column that was asked for stands twice in the header.
pub fn duplicate_header(file: &str, column: &str) -> Problem {
    Problem {
        code: "data::duplicate-header",
        exit: Exit::Input,
        what: text!("{file}: kolom \"{column}\" ada lebih dari satu", "{file}: there is more than one column \"{column}\""),
        hint: text!(
            "Ubah nama salah satu kolom itu di berkas; yang kedua dan seterusnya dapat disebut \"{column}_2\", \"{column}_3\".",
            "Rename one of them in the file; the second and later ones can be named as \"{column}_2\", \"{column}_3\"."
        ),
    }
}

/// Values of a column that do not fit its use.
pub struct BadValues {
    /// The column.
    pub column: String,
    /// How many values.
    pub count: u64,
    /// The first of them: row in the file (from 1, header included) and value.
    pub rows: Vec<(u64, String)>,
}

impl BadValues {
    fn listed(&self, row_word: &str) -> String {
        let rows: Vec<String> = self.rows.iter().map(|(row, value)| format!("{row_word} {row}: \"{value}\"")).collect();
        if rows.is_empty() { String::new() } else { format!(" ({}{})", rows.join("; "), if self.count > rows.len() as u64 { "; …" } else { "" }) }
    }

    fn missing_hint(&self) -> Text {
        match self.rows.first() {
            Some((_, value)) if value != "…" => text!(
                "Perbaiki nilai itu, atau jika artinya kosong, nyatakan dengan --missing \"{value}\" (studi: [data] missing = [\"{value}\"]).",
                "Correct these values, or, where they mean \"missing\", say so with --missing \"{value}\" (study: [data] missing = [\"{value}\"])."
            ),
            _ => text!("Pilih kolom lain.", "Choose another column."),
        }
    }
}

/// A column that is used as a number holds text.
pub fn not_numeric(file: &str, bad: &BadValues) -> Problem {
    let (column, count) = (&bad.column, bad.count);
    let (id, en) = (bad.listed("baris"), bad.listed("row"));
    Problem {
        code: "data::not-numeric",
        exit: Exit::Input,
        what: if count == 0 {
            text!("{file}: kolom \"{column}\" tidak berisi angka", "{file}: column \"{column}\" does not hold numbers")
        } else {
            text!(
                "{file}: kolom \"{column}\" harus berisi angka, tetapi {count} nilai bukan angka{id}",
                "{file}: column \"{column}\" must hold numbers, but {count} of its values are not numbers{en}"
            )
        },
        hint: bad.missing_hint(),
    }
}

/// A column that is used as a date holds something else.
pub fn not_a_date(file: &str, bad: &BadValues) -> Problem {
    let (column, count) = (&bad.column, bad.count);
    let (id, en) = (bad.listed("baris"), bad.listed("row"));
    Problem {
        code: "data::not-a-date",
        exit: Exit::Input,
        what: if count == 0 {
            text!("{file}: kolom \"{column}\" tidak berisi tanggal", "{file}: column \"{column}\" does not hold dates")
        } else {
            text!(
                "{file}: kolom \"{column}\" harus berisi tanggal, tetapi {count} nilai tidak terbaca sebagai tanggal{id}",
                "{file}: column \"{column}\" must hold dates, but {count} of its values cannot be read as dates{en}"
            )
        },
        hint: bad.missing_hint(),
    }
}

/// Day and month of a column cannot be told apart.
pub fn ambiguous_dates(file: &str, column: &str, examples: &[String]) -> Problem {
    let shown = examples.first().cloned().unwrap_or_default();
    Problem {
        code: "data::ambiguous-dates",
        exit: Exit::Input,
        what: text!(
            "{file}: tanggal pada kolom \"{column}\" (misalnya \"{shown}\") dapat dibaca hari/bulan maupun bulan/hari; tidak ada nilai yang memastikan",
            "{file}: the dates of column \"{column}\" (\"{shown}\", say) can be read as day/month or month/day; no value decides it"
        ),
        hint: text!(
            "Nyatakan urutannya dengan --date-order day-first atau --date-order month-first (studi: [data] date_order = \"day-first\").",
            "Say which with --date-order day-first or --date-order month-first (study: [data] date_order = \"day-first\")."
        ),
    }
}

/// A file that was named is not there.
pub fn file_not_found(path: &Path, near: Option<&str>) -> Problem {
    let path = path.display();
    Problem {
        code: "data::file-not-found",
        exit: Exit::Input,
        what: text!("tidak ada berkas \"{path}\"", "there is no file \"{path}\""),
        hint: match near {
            Some(near) => text!("Mungkin maksudnya \"{near}\".", "Did you mean \"{near}\"?"),
            None => text!("Periksa nama dan foldernya.", "Check its name and folder."),
        },
    }
}

/// A folder or pattern without data files.
pub fn no_data_files(source: &str) -> Problem {
    Problem {
        code: "data::no-data-files",
        exit: Exit::Input,
        what: text!("tidak ada berkas data di \"{source}\"", "there are no data files in \"{source}\""),
        hint: text!(
            "Yang dibaca: .csv, .tsv, .txt (juga .gz), .parquet, .arrow, .feather, .xlsx, .xls, .ods, .dta, .sav.",
            "What is read: .csv, .tsv, .txt (also .gz), .parquet, .arrow, .feather, .xlsx, .xls, .ods, .dta, .sav."
        ),
    }
}

/// A file that the system does not let us read.
pub fn unreadable_file(path: &Path, error: &std::io::Error) -> Problem {
    let path = path.display();
    let (what, hint) = match error.kind() {
        std::io::ErrorKind::PermissionDenied => (
            text!("berkas \"{path}\" tidak boleh dibaca", "file \"{path}\" may not be read"),
            text!("Periksa hak akses berkas dan foldernya.", "Check the permissions of the file and its folder."),
        ),
        std::io::ErrorKind::StorageFull => (
            text!("ruang disk habis saat membaca \"{path}\"", "the disk is full while \"{path}\" is read"),
            text!(
                "Sediakan ruang di folder sementara, atau arahkan TMPDIR ke disk lain.",
                "Make room in the temporary folder, or point TMPDIR to another disk."
            ),
        ),
        _ => (
            text!("berkas \"{path}\" tidak dapat dibaca: {error}", "file \"{path}\" cannot be read: {error}"),
            text!("Periksa disk dan koneksinya, lalu ulangi.", "Check the disk and the connection, then try again."),
        ),
    };
    Problem { code: "data::unreadable-file", exit: Exit::Input, what, hint }
}

/// A file of zero bytes, or of nothing but blank lines.
pub fn empty_file(path: &Path) -> Problem {
    let path = path.display();
    Problem {
        code: "data::empty-file",
        exit: Exit::Input,
        what: text!("berkas \"{path}\" kosong", "file \"{path}\" is empty"),
        hint: text!("Periksa apakah pengunduhan atau ekspornya selesai.", "Check that its download or export was finished."),
    }
}

/// A header without records.
pub fn no_records(path: &Path) -> Problem {
    let path = path.display();
    Problem {
        code: "data::no-records",
        exit: Exit::Input,
        what: text!("berkas \"{path}\" hanya berisi judul kolom, tanpa baris data", "file \"{path}\" has a header but no records"),
        hint: text!(
            "Periksa ekspornya; jika baris pertama adalah data, gunakan --header no (studi: [data] header = false).",
            "Check its export; where the first row is data, use --header no (study: [data] header = false)."
        ),
    }
}

/// A file that is named as text but is not text.
pub fn binary_file(path: &Path, really: Option<&str>) -> Problem {
    let path = path.display();
    Problem {
        code: "data::binary-file",
        exit: Exit::Input,
        what: match really {
            Some(really) => text!("berkas \"{path}\" bukan teks; isinya tampak seperti {really}", "file \"{path}\" is not text; it looks like {really}"),
            None => text!("berkas \"{path}\" bukan teks atau tabel yang dikenal", "file \"{path}\" is neither text nor a table that is known"),
        },
        hint: text!(
            "Simpan datanya sebagai CSV, .xlsx, .ods, Parquet, Arrow, .dta, atau .sav.",
            "Save the data as CSV, .xlsx, .ods, Parquet, Arrow, .dta or .sav."
        ),
    }
}

/// A Parquet, Arrow, workbook, Stata, SPSS or gzip file that is cut off or damaged.
pub fn damaged_file(path: &Path, format: &str, detail: &str) -> Problem {
    let path = path.display();
    let detail: String = detail.lines().next().unwrap_or("").chars().take(160).collect();
    Problem {
        code: "data::damaged-file",
        exit: Exit::Input,
        what: text!(
            "berkas \"{path}\" terpotong atau rusak dan tidak dapat dibaca sebagai {format}: {detail}",
            "file \"{path}\" is cut off or damaged and cannot be read as {format}: {detail}"
        ),
        hint: text!("Salin atau unduh ulang berkas itu.", "Copy or download the file again."),
    }
}

/// A file whose ending promises one format and whose content is not of it.
pub fn wrong_format(path: &Path, format: &str) -> Problem {
    let path = path.display();
    Problem {
        code: "data::wrong-format",
        exit: Exit::Input,
        what: text!("isi berkas \"{path}\" bukan {format}", "the content of file \"{path}\" is not {format}"),
        hint: text!("Periksa berkasnya, atau beri akhiran nama yang sesuai dengan isinya.", "Check the file, or give it the ending that fits its content."),
    }
}

/// A workbook that is encrypted.
pub fn password(path: &Path) -> Problem {
    let path = path.display();
    Problem {
        code: "data::password",
        exit: Exit::Input,
        what: text!("buku kerja \"{path}\" dilindungi kata sandi", "workbook \"{path}\" is protected by a password"),
        hint: text!(
            "Buka di Excel atau LibreOffice, lalu simpan salinannya tanpa kata sandi.",
            "Open it in Excel or LibreOffice and save a copy without a password."
        ),
    }
}

/// A sheet that was named is not in the workbook.
pub fn sheet_not_found(path: &Path, sheet: &str, sheets: &[String]) -> Problem {
    let path = path.display();
    let list = sheets.join("\", \"");
    let hint = match nearest(sheet, sheets.iter().map(String::as_str)) {
        Some(near) => text!("Mungkin maksudnya \"{near}\". Lembar yang ada: \"{list}\".", "Did you mean \"{near}\"? Sheets there are: \"{list}\"."),
        None => text!("Lembar yang ada: \"{list}\".", "Sheets there are: \"{list}\"."),
    };
    Problem {
        code: "data::sheet-not-found",
        exit: Exit::Input,
        what: text!("buku kerja \"{path}\" tidak memiliki lembar \"{sheet}\"", "workbook \"{path}\" has no sheet \"{sheet}\""),
        hint,
    }
}

/// Rows with more or fewer fields than the header.
pub fn ragged_rows(path: &Path, expected: usize, count: u64, rows: &[(u64, usize)]) -> Problem {
    let path = path.display();
    let list = |row_word: &str, field_word: &str| {
        let shown: Vec<String> = rows.iter().map(|(row, fields)| format!("{row_word} {row}: {fields} {field_word}")).collect();
        format!("{}{}", shown.join("; "), if count > rows.len() as u64 { "; …" } else { "" })
    };
    let (id, en) = (list("baris", "isian"), list("row", "fields"));
    Problem {
        code: "data::ragged-rows",
        exit: Exit::Input,
        what: text!(
            "berkas \"{path}\": {count} baris tidak memiliki {expected} isian seperti judul kolomnya ({id})",
            "file \"{path}\": {count} rows do not have the {expected} fields of the header ({en})"
        ),
        hint: text!(
            "Beri tanda kutip pada teks yang memuat pemisah, periksa --delimiter, atau gunakan --ragged drop (baris dikeluarkan dan dihitung) atau --ragged fill (studi: [data] ragged).",
            "Quote texts that hold the separator, check --delimiter, or use --ragged drop (rows leave and are counted) or --ragged fill (study: [data] ragged)."
        ),
    }
}

/// Text that is not in the encoding that was named.
pub fn bad_encoding(path: &Path, encoding: &str, row: u64) -> Problem {
    let path = path.display();
    Problem {
        code: "data::bad-encoding",
        exit: Exit::Input,
        what: text!("berkas \"{path}\" bukan teks {encoding} yang sah (sekitar baris {row})", "file \"{path}\" is not valid {encoding} (near row {row})"),
        hint: text!(
            "Nyatakan pengodeannya dengan --encoding, misalnya windows-1252 atau utf-16le (studi: [data] encoding).",
            "Name its encoding with --encoding, windows-1252 or utf-16le, say (study: [data] encoding)."
        ),
    }
}

/// A reading option with a value that it does not take.
pub fn bad_option(option: &str, value: &str, takes: &str) -> Problem {
    Problem {
        code: "data::bad-option",
        exit: Exit::Input,
        what: text!("pilihan baca \"{option}\" tidak mengenal \"{value}\"", "the reading option \"{option}\" does not take \"{value}\""),
        hint: text!("Yang dikenal: {takes}.", "It takes: {takes}."),
    }
}

/// A web page saved under the ending of a workbook, from which no table can be read.
pub fn html_workbook(path: &Path) -> Problem {
    let path = path.display();
    Problem {
        code: "data::html-workbook",
        exit: Exit::Input,
        what: text!(
            "berkas \"{path}\" adalah halaman web (HTML) yang disimpan dengan nama buku kerja, bukan Excel",
            "file \"{path}\" is a web page (HTML) saved under the name of a workbook, not Excel"
        ),
        hint: text!("Buka di Excel atau LibreOffice, lalu simpan sebagai .xlsx atau CSV.", "Open it in Excel or LibreOffice and save it as .xlsx or CSV."),
    }
}

/// Files of one table with different columns.
pub fn columns_differ(path: &Path, first: &Path, lacking: &[String], extra: &[String]) -> Problem {
    let (path, first) = (path.display(), first.display());
    let quoted = |names: &[String]| names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let part = |word: &str, names: &[String]| if names.is_empty() { String::new() } else { format!("; {word}: {}", quoted(names)) };
    let id = part("tidak ada", lacking) + &part("berlebih", extra);
    let en = part("lacking", lacking) + &part("extra", extra);
    Problem {
        code: "data::columns-differ",
        exit: Exit::Input,
        what: text!("kolom berkas \"{path}\" berbeda dari \"{first}\"{id}", "the columns of file \"{path}\" differ from those of \"{first}\"{en}"),
        hint: text!(
            "Samakan nama kolomnya, atau sebutkan hanya berkas yang kolomnya sama.",
            "Give the columns the same names, or name only files that have the same columns."
        ),
    }
}

/// The table engine could not carry out a pass over the records.
pub fn pass_failed(source: &str, detail: &str) -> Problem {
    let detail: String = detail.lines().next().unwrap_or("").chars().take(200).collect();
    Problem {
        code: "data::pass-failed",
        exit: Exit::Input,
        what: text!("{source}: pembacaan data terhenti: {detail}", "{source}: reading the data stopped: {detail}"),
        hint: text!(
            "Jika berkasnya berubah atau terpotong saat dibaca, salin ulang dan jalankan lagi.",
            "Where the file changed or was cut off meanwhile, copy it again and rerun."
        ),
    }
}
