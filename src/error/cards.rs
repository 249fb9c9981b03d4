//! The list of every error code, for `dampak explain` and for the test that no code is missing from it.

use crate::locale::Text;
use crate::text;

/// A code and what it means in general.
pub struct CodeCard {
    /// Stable code.
    pub code: &'static str,
    /// What it means and what to do, in plain words.
    pub meaning: fn() -> Text,
}

/// Every code that the program can end with, in alphabetical order.
pub const CODES: &[CodeCard] = &[
    CodeCard {
        code: "cli::cannot-write",
        meaning: || {
            text!(
                "Keluaran tidak dapat ditulis: ruang habis atau izin tidak ada. Tidak ada yang ditulis setengah.",
                "The output cannot be written: no room or no permission. Nothing is written by halves."
            )
        },
    },
    CodeCard {
        code: "cli::already-there",
        meaning: || text!("Berkas keluaran sudah ada; init tidak pernah menimpa.", "The output file is there already; init never overwrites."),
    },
    CodeCard {
        code: "cli::no-period",
        meaning: || text!("prepost harus tahu mana sebelum dan mana sesudah.", "prepost must know what is before and what is after."),
    },
    CodeCard {
        code: "cli::duration-columns",
        meaning: || text!("--duration memerlukan dua kolom, awal dan akhir.", "--duration needs two columns, start and end."),
    },
    CodeCard {
        code: "cli::no-treatment",
        meaning: || {
            text!(
                "Perintah did harus tahu siapa yang mengikuti program dan sejak kapan: --cohort, --treated, atau --group bersama --post.",
                "The command did must know who is treated and since when: --cohort, --treated, or --group with --post."
            )
        },
    },
    CodeCard { code: "cli::not-a-result", meaning: || text!("Berkas itu bukan hasil dampak.", "The file is not a result of dampak.") },
    CodeCard {
        code: "cli::nothing-to-pool",
        meaning: || text!("Tidak ada perkiraan dengan galat baku positif.", "No estimate has a positive standard error."),
    },
    CodeCard {
        code: "cli::pool-columns",
        meaning: || {
            text!("pool memerlukan --estimate dan --std-error, atau berkas hasil .json.", "pool needs --estimate and --std-error, or results as .json files.")
        },
    },
    CodeCard { code: "cli::unknown-preset", meaning: || text!("Tidak ada contoh data dengan nama itu.", "There is no preset of that name.") },
    CodeCard { code: "cli::unknown-topic", meaning: || text!("Tidak ada penjelasan untuk topik itu.", "There is no explanation of that topic.") },
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
    CodeCard {
        code: "design::bad-level",
        meaning: || text!("Tingkat kepercayaan harus di antara 0 dan 1, misalnya 0.95.", "The confidence level must be between 0 and 1, for instance 0.95."),
    },
    CodeCard {
        code: "design::cluster-unused",
        meaning: || text!("Klaster hanya dipakai oleh ragam cr0 sampai cr3.", "Clusters are used by the variances cr0 to cr3 only."),
    },
    CodeCard {
        code: "design::cohort-varies",
        meaning: || text!("Awal program sebuah unit harus sama pada semua barisnya.", "The start of treatment of a unit must be the same on all its rows."),
    },
    CodeCard {
        code: "design::empty-cell",
        meaning: || {
            text!(
                "Perbandingan 2×2 memerlukan catatan pada keempat kelompok: program dan pembanding, sebelum dan sesudah.",
                "The 2×2 comparison needs records in all four groups: treated and comparison, before and after."
            )
        },
    },
    CodeCard {
        code: "design::method-not-available",
        meaning: || {
            text!(
                "Metode itu ada dalam daftar rencana tetapi belum tersedia dalam versi ini; program tidak menggantinya diam-diam dengan metode lain.",
                "The method is on the list but not in this version; the program does not silently replace it by another one."
            )
        },
    },
    CodeCard {
        code: "design::missing-role",
        meaning: || {
            text!(
                "Rancangan analisis memerlukan sebuah kolom yang belum disebut, misalnya unit atau periode.",
                "The design needs a column that was not named, for instance the unit or the period."
            )
        },
    },
    CodeCard {
        code: "design::no-control-group",
        meaning: || {
            text!(
                "Tanpa unit pembanding, perubahan lain pada waktu yang sama tidak dapat dipisahkan dari dampak program.",
                "Without comparison units, whatever else changed at the same time cannot be told apart from the program."
            )
        },
    },
    CodeCard {
        code: "design::no-period-after",
        meaning: || text!("Data tidak memuat masa sesudah program dimulai.", "The data have no time after the program starts."),
    },
    CodeCard {
        code: "design::no-period-before",
        meaning: || {
            text!(
                "Tanpa data sebelum program, tidak ada titik awal untuk dibandingkan.",
                "Without data from before the program there is nothing to compare with."
            )
        },
    },
    CodeCard {
        code: "design::no-records",
        meaning: || {
            text!(
                "Semua baris gugur karena nilai kosong, saringan, atau alasan lain yang tercatat.",
                "All rows left, because of missing values, filters or other reasons that are counted."
            )
        },
    },
    CodeCard { code: "design::no-treated-group", meaning: || text!("Kolom perlakuan tidak menandai satu unit pun.", "The treatment column marks no unit.") },
    CodeCard { code: "design::not-binary", meaning: || text!("Kolom penanda harus berisi 0 dan 1 saja.", "A marker column must hold 0 and 1 only.") },
    CodeCard {
        code: "design::not-identified",
        meaning: || {
            text!(
                "Efek tetap dan kovariat sudah menjelaskan seluruh variasi program, sehingga dampaknya tidak dapat dihitung.",
                "The fixed effects and covariates explain all variation of the treatment, so that its effect cannot be computed."
            )
        },
    },
    CodeCard {
        code: "design::one-cluster",
        meaning: || text!("Galat baku berklaster memerlukan sedikitnya dua klaster.", "Clustered standard errors need at least two clusters."),
    },
    CodeCard {
        code: "design::records-needed",
        meaning: || {
            text!(
                "Ragam ini memerlukan sisaan tiap catatan, jadi data harus dapat dibaca dua kali.",
                "This variance needs the residual of each record, so the data must be readable twice."
            )
        },
    },
    CodeCard {
        code: "design::too-few-records",
        meaning: || text!("Jumlah catatan harus melebihi jumlah koefisien.", "There must be more records than coefficients."),
    },
    CodeCard { code: "design::too-many-cluster-columns", meaning: || text!("Klaster paling banyak dua arah.", "Clusters go at most two ways.") },
    CodeCard {
        code: "design::too-many-levels",
        meaning: || {
            text!(
                "Perhitungan ini menulis efek tetap sebagai variabel boneka, dan jumlahnya terlalu besar.",
                "This computation writes fixed effects as dummy variables, and there are too many of them."
            )
        },
    },
    CodeCard {
        code: "design::treatment-switches-off",
        meaning: || {
            text!("Metode yang dipilih menganggap program tidak berhenti setelah dimulai.", "The chosen method takes a program that has started as staying on.")
        },
    },
    CodeCard {
        code: "design::two-periods-needed",
        meaning: || text!("Metode 2x2 membandingkan tepat dua masa.", "The method 2x2 compares exactly two times."),
    },
    CodeCard {
        code: "design::unusable-numbers",
        meaning: || text!("Ada nilai atau bobot yang bukan bilangan hingga.", "A value or weight is not a finite number."),
    },
    CodeCard {
        code: "design::variance-not-available",
        meaning: || text!("Ragam yang diminta tidak terdefinisi untuk rancangan ini.", "The variance that was asked for is not defined for this design."),
    },
    CodeCard {
        code: "measure::answers-not-ordered",
        meaning: || {
            text!(
                "Jawaban berupa kata tidak dapat diurutkan pada skala 1–4: ada kata yang tidak dikenal, ada lima tingkat, atau angka dan katanya bertentangan. Sebutkan skor tiap jawaban dalam berkas studi.",
                "Answers in words cannot be ordered on the scale 1–4: a word is not known, there are five levels, or number and words contradict each other. Give the score of each answer in the study file."
            )
        },
    },
    CodeCard {
        code: "measure::calendar-conflict",
        meaning: || {
            text!(
                "Satu tanggal ditulis sebagai hari tutup sendiri dan sekaligus hari buka tambahan. Hapus dari salah satunya.",
                "One date is written both as an own closure and as an extra open day. Remove it from one of them."
            )
        },
    },
    CodeCard {
        code: "measure::calendar-date",
        meaning: || {
            text!(
                "Tanggal pada tabel [calendar] tidak dapat dibaca. Tulis 2024-12-30, atau rentang \"2024-12-30/2025-01-02\".",
                "A date in the table [calendar] cannot be read. Write 2024-12-30, or a span \"2024-12-30/2025-01-02\"."
            )
        },
    },
    CodeCard {
        code: "measure::calendar-hours",
        meaning: || {
            text!(
                "Jam pada tabel [calendar] tidak dapat dibaca atau saling bertumpuk. Tulis \"07:30\" dan \"07:30-12:00\", urut dan dalam satu hari.",
                "Hours in the table [calendar] cannot be read or overlap. Write \"07:30\" and \"07:30-12:00\", in order and within one day."
            )
        },
    },
    CodeCard {
        code: "measure::calendar-week",
        meaning: || {
            text!(
                "Jumlah jam kerja seminggu tidak muat pada hari buka, atau hari buka tidak sah. Periksa days, week, opens, dan jam tiap hari.",
                "The weekly hours do not fit into the days open, or the days open are not valid. Check days, week, opens and the hours of each day."
            )
        },
    },
    CodeCard {
        code: "measure::element-column-missing",
        meaning: || {
            text!("Kolom yang disebut sebagai unsur kepuasan tidak ada dalam data.", "A column named as an element of satisfaction is not in the data.")
        },
    },
    CodeCard {
        code: "measure::elements-not-found",
        meaning: || {
            text!(
                "Tidak ada kolom yang labelnya dikenali sebagai unsur U1–U9. Sebutkan kolom unsur berurutan.",
                "No column has a label that is recognised as one of the elements U1–U9. Name the columns of the elements in their order."
            )
        },
    },
    CodeCard {
        code: "measure::items-differ",
        meaning: || {
            text!(
                "Periode yang dibandingkan menanyakan unsur yang berbeda, sehingga indeksnya tidak sebanding.",
                "The periods that are compared asked different items, so their indices do not compare."
            )
        },
    },
    CodeCard {
        code: "measure::periods-not-ordered",
        meaning: || {
            text!(
                "Label periode tidak dapat diurutkan menurut waktu. Tulis semua periode dengan cara yang sama.",
                "The labels of the periods cannot be put in the order of time. Write all periods in one way."
            )
        },
    },
    CodeCard {
        code: "measure::score-outside-scale",
        meaning: || {
            text!(
                "Skor kepuasan di luar skala 1–4 (Permenpan RB 14/2017). Skala lain harus diubah dahulu; nilai yang salah dikosongkan.",
                "A satisfaction score lies outside the scale 1–4 (Permenpan RB 14/2017). Another scale must be converted first; wrong values are to be emptied."
            )
        },
    },
    CodeCard {
        code: "measure::scores-missing",
        meaning: || {
            text!("Sebuah unsur kepuasan tidak mempunyai satu pun skor yang dapat dipakai.", "An element of satisfaction has no score that can be used.")
        },
    },
    CodeCard {
        code: "report::cannot-write",
        meaning: || {
            text!(
                "Folder keluaran tidak dapat ditulis. Tidak ada yang berubah; periksa hak akses atau pilih folder lain dengan --out.",
                "The output folder cannot be written. Nothing was changed; check the permissions or choose another folder with --out."
            )
        },
    },
    CodeCard {
        code: "report::disk-full",
        meaning: || {
            text!(
                "Ruang penyimpanan habis saat laporan ditulis. Laporan ditulis utuh atau tidak sama sekali, jadi keluaran lama masih ada.",
                "The disk filled up while the report was written. A report is written whole or not at all, so earlier output is still there."
            )
        },
    },
    CodeCard {
        code: "report::folder-in-use",
        meaning: || {
            text!(
                "Folder keluaran berisi berkas yang tidak ditulis oleh dampak. Folder hanya diganti bila seluruh isinya berasal dari dampak.",
                "The output folder holds files that dampak did not write. A folder is replaced only where all of it came from dampak."
            )
        },
    },
    CodeCard {
        code: "report::interrupted",
        meaning: || text!("Penulisan laporan dihentikan. Tidak ada yang tertulis sebagian.", "Writing the report was interrupted. Nothing is half-written."),
    },
    CodeCard { code: "report::not-a-folder", meaning: || text!("Jalur keluaran sudah ada dan bukan folder.", "The output path exists and is not a folder.") },
    CodeCard {
        code: "study::bad-name",
        meaning: || {
            text!(
                "Nama pendek (studi atau outcome) memuat huruf besar, spasi, atau tanda lain. Gunakan huruf kecil, angka, dan tanda hubung, karena nama itu menjadi nama berkas.",
                "A short name (of a study or an outcome) holds capitals, spaces or other signs. Use small letters, digits and hyphens: files are called after it."
            )
        },
    },
    CodeCard {
        code: "study::contradiction",
        meaning: || {
            text!(
                "Dua bagian berkas studi saling bertentangan, atau satu pilihan memerlukan pilihan lain. Pesan menyebut barisnya dan cara memperbaikinya.",
                "Two parts of the study file contradict each other, or one choice needs another. The message gives the line and what to do."
            )
        },
    },
    CodeCard {
        code: "study::identity-numbers",
        meaning: || {
            text!(
                "Kolom yang menyerupai NIK dipakai di tempat isinya akan tampil. Data pribadi tidak pernah ditampilkan (UU 27/2022).",
                "A column that looks like identity numbers was used where its values would be shown. Personal data are never shown (Law 27/2022)."
            )
        },
    },
    CodeCard {
        code: "study::missing-key",
        meaning: || {
            text!(
                "Kunci yang wajib belum diisi dalam berkas studi. Pesan memberi contoh penulisannya.",
                "A key that must be there is missing in the study file. The message shows how it may be written."
            )
        },
    },
    CodeCard {
        code: "study::no-elements",
        meaning: || {
            text!(
                "Indeks kepuasan diminta, tetapi kolom unsurnya tidak dikenali dari namanya. Sebutkan kolomnya dalam elements.",
                "A satisfaction index was asked for, but its columns were not recognised by their names. Name them in elements."
            )
        },
    },
    CodeCard {
        code: "study::not-supported",
        meaning: || text!("Fitur yang dikenal namanya tetapi belum ada dalam versi ini.", "A feature that is known by name but is not in this version yet."),
    },
    CodeCard {
        code: "study::out-of-range",
        meaning: || text!("Bilangan dalam berkas studi di luar batas yang masuk akal.", "A number in the study file lies outside its sensible range."),
    },
    CodeCard {
        code: "study::syntax",
        meaning: || {
            text!(
                "Berkas studi bukan TOML yang sah. Periksa tanda kutip, tanda kurung, dan tanda sama dengan pada baris yang disebut.",
                "The study file is not valid TOML. Check quotes, brackets and equals signs on the line given."
            )
        },
    },
    CodeCard {
        code: "study::unknown-key",
        meaning: || {
            text!(
                "Kunci atau bagian yang tidak dikenal dalam berkas studi, sering kali salah ketik. Pesan menyebut kunci yang paling mirip.",
                "A key or a section that is not known in the study file, often a slip of the keyboard. The message names the nearest key."
            )
        },
    },
    CodeCard {
        code: "study::unknown-value",
        meaning: || {
            text!("Nilai di luar pilihan yang ada. Pesan menyebut semua pilihan.", "A value outside the choices there are. The message lists them all.")
        },
    },
    CodeCard {
        code: "study::unreadable",
        meaning: || text!("Berkas studi tidak dapat dibuka atau bukan teks UTF-8.", "The study file cannot be opened or is not text in UTF-8."),
    },
    CodeCard {
        code: "study::value-not-in-data",
        meaning: || {
            text!(
                "Nilai peserta atau pembanding tidak ada dalam kolomnya, sering kali karena ejaan. Pesan menyebut nilai yang paling mirip.",
                "A value of the treated or the comparison does not occur in its column, often for its spelling. The message names the nearest one."
            )
        },
    },
    CodeCard {
        code: "study::wrong-length",
        meaning: || text!("Daftar berisi terlalu sedikit atau terlalu banyak nilai.", "A list holds too few or too many values."),
    },
    CodeCard {
        code: "study::wrong-type",
        meaning: || {
            text!(
                "Nilai berjenis lain dari yang diperlukan: teks di tempat bilangan, atau satu nilai di tempat tabel.",
                "A value is of another kind than needed: text where a number belongs, or one value where a table belongs."
            )
        },
    },
];
