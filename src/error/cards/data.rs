//! Codes of files, records and columns.

use super::CodeCard;
use crate::text;

/// In alphabetical order.
pub(super) const CODES: &[CodeCard] = &[
    CodeCard {
        code: "data::ambiguous-dates",
        meaning: || {
            text!(
                "Hari dan bulan pada kolom tanggal tidak dapat dibedakan karena tidak ada hari di atas 12. Nyatakan urutannya dengan --date-order day-first atau month-first.",
                "Day and month of a date column cannot be told apart because no day is above 12. Say the order with --date-order day-first or month-first."
            )
        },
    },
    CodeCard {
        code: "data::bad-encoding",
        meaning: || {
            text!(
                "Teks tidak sah dalam pengodean yang disebut. Nyatakan pengodean yang benar dengan --encoding.",
                "The text is not valid in the encoding that was named. Name the right one with --encoding."
            )
        },
    },
    CodeCard {
        code: "data::bad-option",
        meaning: || text!("Pilihan baca memiliki nilai yang tidak dikenal.", "A reading option has a value that it does not take."),
    },
    CodeCard {
        code: "data::binary-file",
        meaning: || {
            text!(
                "Berkas yang dinamai teks ternyata bukan teks. Simpan datanya dalam format yang dikenal.",
                "A file named as text is not text. Save the data in a format that is known."
            )
        },
    },
    CodeCard {
        code: "data::cohort-scale",
        meaning: || {
            text!(
                "Periode awal program ditulis pada skala lain daripada kolom periode, misalnya tahun di samping bulan. Tulis keduanya dengan cara yang sama.",
                "First treated periods are on another scale than the period column, years beside months for instance. Write both in the same way."
            )
        },
    },
    CodeCard {
        code: "data::columns-differ",
        meaning: || {
            text!("Beberapa berkas yang dibaca sebagai satu tabel memiliki kolom yang berbeda.", "Files that are read as one table have different columns.")
        },
    },
    CodeCard {
        code: "data::damaged-file",
        meaning: || text!("Berkas terpotong atau rusak. Salin atau unduh ulang.", "The file is cut off or damaged. Copy or download it again."),
    },
    CodeCard {
        code: "data::duplicate-cell",
        meaning: || {
            text!(
                "Satu unit muncul lebih dari sekali pada satu periode, padahal datanya tampak seperti panel. Hapus baris ganda atau gunakan --panel no.",
                "A unit appears more than once in a period although the data look like a panel. Remove the duplicates or use --panel no."
            )
        },
    },
    CodeCard {
        code: "data::duplicate-header",
        meaning: || {
            text!(
                "Kolom yang disebut ada lebih dari satu dalam judul kolom. Ubah nama salah satunya.",
                "The column that was named stands more than once in the header. Rename one of them."
            )
        },
    },
    CodeCard { code: "data::empty-file", meaning: || text!("Berkas tidak berisi apa pun.", "The file holds nothing.") },
    CodeCard {
        code: "data::file-not-found",
        meaning: || {
            text!(
                "Berkas yang disebut tidak ada; nama yang paling mirip di foldernya disebutkan dalam pesan.",
                "The file that was named is not there; the message names the nearest one in its folder."
            )
        },
    },
    CodeCard {
        code: "data::filter-value",
        meaning: || {
            text!(
                "Nilai dalam saringan tidak sesuai dengan jenis kolomnya. Tulis angka sebagai angka dan tanggal sebagai 2024-03-12.",
                "The value of a filter does not fit the kind of its column. Write numbers as numbers and dates as 2024-03-12."
            )
        },
    },
    CodeCard {
        code: "data::html-workbook",
        meaning: || {
            text!(
                "Halaman web yang disimpan dengan akhiran buku kerja. Simpan ulang sebagai .xlsx atau CSV.",
                "A web page saved under the ending of a workbook. Save it again as .xlsx or CSV."
            )
        },
    },
    CodeCard {
        code: "data::missing-column",
        meaning: || {
            text!(
                "Kolom yang disebut tidak ada dalam data. Periksa ejaan; nama kolom yang paling mirip disebutkan dalam pesan.",
                "A column that was named is not in the data. Check the spelling; the message names the nearest column."
            )
        },
    },
    CodeCard {
        code: "data::name-taken",
        meaning: || {
            text!(
                "Kolom yang dibuat memakai nama kolom yang sudah ada. Beri nama lain.",
                "A derived column has the name of a column that is there already. Give it another name."
            )
        },
    },
    CodeCard {
        code: "data::no-data-files",
        meaning: || text!("Folder atau pola nama tidak memuat berkas data yang dikenal.", "The folder or pattern holds no data files that are known."),
    },
    CodeCard { code: "data::no-records", meaning: || text!("Berkas hanya berisi judul kolom.", "The file holds a header but no records.") },
    CodeCard {
        code: "data::not-a-date",
        meaning: || {
            text!(
                "Kolom yang dipakai sebagai tanggal memuat nilai yang tidak terbaca sebagai tanggal; baris pertamanya disebutkan dalam pesan.",
                "A column that is used as a date holds values that cannot be read as dates; the message names the first rows."
            )
        },
    },
    CodeCard {
        code: "data::not-a-period",
        meaning: || {
            text!(
                "Kolom periode berisi nilai yang bukan bilangan bulat, bulan, triwulan, atau tanggal, atau ditulis dengan lebih dari satu cara.",
                "A period column has values that are no whole numbers, months, quarters or dates, or that are written in more than one way."
            )
        },
    },
    CodeCard {
        code: "data::not-a-time",
        meaning: || text!("Kolom yang dipakai sebagai jam tidak berisi jam.", "A column that is used as times of day does not hold times."),
    },
    CodeCard {
        code: "data::not-binary",
        meaning: || {
            text!(
                "Kolom yang harus berisi 0/1 juga berisi nilai lain. Yang dikenal: 0/1, ya/tidak, true/false.",
                "A column that must be 0/1 has other values. Known are 0/1, ya/tidak, yes/no, true/false."
            )
        },
    },
    CodeCard {
        code: "data::not-numeric",
        meaning: || {
            text!(
                "Kolom yang dipakai sebagai angka memuat teks; baris pertamanya disebutkan dalam pesan. Perbaiki, atau nyatakan nilai itu sebagai kosong dengan --missing.",
                "A column that is used as a number holds text; the message names the first rows. Correct them, or say with --missing that the value means missing."
            )
        },
    },
    CodeCard {
        code: "data::pass-failed",
        meaning: || {
            text!(
                "Pembacaan data terhenti di tengah jalan, misalnya karena berkas berubah atau terpotong.",
                "Reading the data stopped midway, because the file changed or is cut off, say."
            )
        },
    },
    CodeCard {
        code: "data::password",
        meaning: || {
            text!("Buku kerja dilindungi kata sandi. Simpan salinan tanpa kata sandi.", "The workbook is protected by a password. Save a copy without one.")
        },
    },
    CodeCard {
        code: "data::ragged-rows",
        meaning: || {
            text!(
                "Ada baris dengan jumlah isian yang berbeda dari judul kolom. Perbaiki tanda kutip atau pemisah, atau gunakan --ragged.",
                "Some rows have more or fewer fields than the header. Correct quotes or the separator, or use --ragged."
            )
        },
    },
    CodeCard {
        code: "data::sheet-not-found",
        meaning: || {
            text!(
                "Lembar yang disebut tidak ada dalam buku kerja; lembar yang ada disebutkan dalam pesan.",
                "The sheet that was named is not in the workbook; the message lists those that are."
            )
        },
    },
    CodeCard {
        code: "data::unreadable-file",
        meaning: || {
            text!("Berkas tidak dapat dibaca karena hak akses, disk, atau koneksi.", "The file cannot be read, for reasons of permission, disk or connection.")
        },
    },
    CodeCard {
        code: "data::wrong-format",
        meaning: || text!("Isi berkas tidak sesuai dengan akhiran namanya.", "The content of the file does not fit its ending."),
    },
];
