//! The help of the command line in Indonesian. The English words stand with the arguments; one that has no Indonesian here is shown in English.

use clap::{Arg, Command};

/// The command with its help in Indonesian.
pub(super) fn translated(command: Command) -> Command {
    let about = command.get_about().and_then(|words| find(&words.to_string()));
    let mut command = command.mut_args(argument);
    if let Some(about) = about {
        command = command.about(about).long_about(about);
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, translated))
}

fn argument(argument: Arg) -> Arg {
    let words = argument.get_help().and_then(|english| find(&english.to_string()));
    let heading = argument.get_help_heading().and_then(find);
    let argument = match words {
        Some(words) => argument.help(words),
        None => argument,
    };
    match heading {
        Some(heading) => argument.help_heading(heading),
        None => argument,
    }
}

/// A page of help with the words that the parser itself puts into it.
pub(super) fn page(help: &clap::Error, styled: bool) -> String {
    let help = help.render();
    let text = if styled { help.ansi().to_string() } else { help.to_string() };
    FIXED.iter().fold(text, |text, (en, id)| text.replace(en, id))
}

fn find(english: &str) -> Option<&'static str> {
    WORDS.iter().find(|(en, _)| *en == english).map(|(_, id)| *id)
}

/// What the parser and the examples below a page say on every page.
const FIXED: [(&str, &str); 21] = [
    ("Usage:", "Pemakaian:"),
    ("Arguments:", "Masukan:"),
    ("Options:", "Pilihan:"),
    ("Commands:", "Perintah:"),
    ("Examples:", "Contoh:"),
    ("Possible values:", "Nilai yang dikenal:"),
    ("[possible values: ", "[nilai: "),
    ("[default: ", "[bawaan: "),
    ("[OPTIONS]", "[PILIHAN]"),
    ("<COMMAND>", "<PERINTAH>"),
    ("Print help (see a summary with '-h')", "Tampilkan bantuan (ringkasannya dengan '-h')"),
    ("Print help (see more with '--help')", "Tampilkan bantuan (selengkapnya dengan '--help')"),
    ("Print help", "Tampilkan bantuan"),
    ("Print version", "Tampilkan versi"),
    ("Print this message or the help of the given subcommand(s)", "Tampilkan bantuan ini atau bantuan suatu perintah"),
    ("Aligned tables for the terminal", "Tabel rata untuk terminal"),
    ("The result format dampak/result/1", "Format hasil dampak/result/1"),
    ("One row an effect", "Satu baris per dampak"),
    ("Tables for ", "Tabel untuk "),
    (
        "Exit status: 0 done, 1 a check failed and --strict was given, 2 the input or the command is wrong,",
        "Status akhir: 0 selesai, 1 ada pemeriksaan yang tidak lolos dengan --strict, 2 masukan atau perintah keliru,",
    ),
    ("3 the effect is not identified by these data, 130 interrupted.", "3 dampak tidak teridentifikasi dari data ini, 130 dihentikan."),
];

#[rustfmt::skip]
const WORDS: &[(&str, &str)] = &[
    // Commands.
    ("Did the program work? Before/after and difference-in-differences for public-service data", "Apakah programnya berhasil? Sebelum–sesudah dan difference-in-differences untuk data pelayanan publik"),
    ("Did the program work? Before/after and difference-in-differences for public-service data, with a report in Indonesian or English.", "Apakah programnya berhasil? Sebelum–sesudah dan difference-in-differences untuk data pelayanan publik, dengan laporan dalam bahasa Indonesia atau Inggris."),
    ("Run every analysis of a study file and write the whole report", "Jalankan semua analisis dalam berkas studi dan tulis laporan lengkapnya"),
    ("Look at data files and write a commented study file to start from", "Periksa berkas data dan tulis berkas studi awal beserta keterangannya"),
    ("List every problem of a study and its data at once; estimate nothing, write nothing", "Tampilkan semua masalah pada studi dan datanya sekaligus; tidak menaksir dan tidak menulis apa pun"),
    ("Before and after, paired or not, per region and pooled", "Sebelum dan sesudah, berpasangan atau tidak, per wilayah dan gabungan"),
    ("Difference-in-differences", "Difference-in-differences (selisih dari selisih)"),
    ("Interrupted time series, with or without a comparison series", "Deret waktu terputus, dengan atau tanpa deret pembanding"),
    ("Time to completion with unfinished cases, before and after", "Waktu sampai selesai dengan kasus yang belum selesai, sebelum dan sesudah"),
    ("Indonesian satisfaction index (SKM/IKM) of a survey", "Indeks Kepuasan Masyarakat (SKM/IKM) dari berkas survei"),
    ("Honest bounds for an event study: what holds where trends were not quite parallel", "Batas jujur bagi studi kejadian: apa yang tetap berlaku bila gerak kedua kelompok tidak benar-benar sejajar"),
    ("Random-effects pooling of estimates", "Gabungkan taksiran dengan efek acak"),
    ("Minimum detectable effect, sample size and power before anything is collected", "Dampak terkecil yang terdeteksi, ukuran sampel, dan kekuatan uji sebelum data dikumpulkan"),
    ("A synthetic data set with a known effect, and the truth beside it", "Data sintetis dengan dampak yang diketahui, beserta nilai sebenarnya"),
    ("A method, a column of a result or an error code in plain words", "Jelaskan suatu metode, kolom hasil, atau kode kesalahan dengan kata-kata sederhana"),
    ("Completions for a shell, on standard output", "Pelengkapan perintah untuk suatu shell, ke keluaran standar"),
    ("The manual page, on standard output", "Halaman manual, ke keluaran standar"),
    // Headings.
    ("Reading", "Membaca data"),
    ("Engine", "Mesin data"),
    ("Methods", "Metode"),
    // Everywhere.
    ("Language of messages, tables and reports [default: the environment's]", "Bahasa pesan, tabel, dan laporan [bawaan: menurut lingkungan]"),
    ("Number of threads; results do not depend on it", "Jumlah utas; hasil tidak bergantung padanya"),
    ("Print version", "Tampilkan versi"),
    ("Files, folders or globs: .csv (.gz), .parquet, .arrow, .xlsx, .ods, .dta, .sav; - is CSV on standard input", "Berkas, folder, atau pola nama: .csv (.gz), .parquet, .arrow, .xlsx, .ods, .dta, .sav; - berarti CSV dari masukan standar"),
    ("Format of the result", "Format hasil"),
    ("Write every format into this folder, replaced whole or not at all", "Tulis semua format ke folder ini; diganti seluruhnya atau tidak sama sekali"),
    ("Confidence level", "Tingkat kepercayaan"),
    ("Seed of everything random", "Benih semua yang acak"),
    ("Seed", "Benih"),
    ("The study file", "Berkas studi"),
    ("Output folder; replaced whole or not at all [default: the study's, else notebooks-output/<name>]", "Folder keluaran; diganti seluruhnya atau tidak sama sekali [bawaan: menurut studi, atau notebooks-output/<nama>]"),
    ("End with status 1 where a check fails", "Akhiri dengan status 1 bila ada pemeriksaan yang tidak lolos"),
    ("Write the report without names of units: they become Unit 1, Unit 2 …", "Tulis laporan tanpa nama unit: menjadi Unit 1, Unit 2 …"),
    ("Write the study file here instead of on standard output; never over an existing file", "Tulis berkas studi ke sini, bukan ke keluaran standar; berkas yang ada tidak pernah ditimpa"),
    ("Print the JSON Schema of study files instead", "Tampilkan JSON Schema berkas studi"),
    ("A method, a check, a column of a result, an error code, or `methods`, `checks`, `columns`, `codes` for a list", "Metode, pemeriksaan, kolom hasil, atau kode kesalahan; `methods`, `checks`, `columns`, `codes` untuk daftarnya"),
    ("The preset: gorontalo, jakarta or kendari", "Contoh: gorontalo, jakarta, atau kendari"),
    ("Folder to write into [default: the preset's name]", "Folder tujuan [bawaan: nama contohnya]"),
    ("The shell", "Shell"),
    // Reading.
    ("Field separator of text files [default: recognised]", "Pemisah kolom berkas teks [bawaan: dikenali sendiri]"),
    ("Decimal mark [default: recognised]", "Tanda desimal [bawaan: dikenali sendiri]"),
    ("Thousands mark, or none [default: recognised]", "Tanda ribuan, atau none [bawaan: dikenali sendiri]"),
    ("Encoding of text files: utf-8, windows-1252 … [default: recognised]", "Pengodean berkas teks: utf-8, windows-1252 … [bawaan: dikenali sendiri]"),
    ("Sheet of a workbook [default: the first with a table]", "Lembar buku kerja [bawaan: lembar pertama yang berisi tabel]"),
    ("Whether the first row is a header [default: recognised]", "Apakah baris pertama memuat judul kolom [bawaan: dikenali sendiri]"),
    ("Number of header rows [default: recognised]", "Jumlah baris judul [bawaan: dikenali sendiri]"),
    ("Rows to skip above the header", "Jumlah baris yang dilewati di atas judul"),
    ("Order of numeric dates: day-first (31/12/2024) or month-first (12/31/2024) [default: recognised from the column]", "Urutan tanggal angka: day-first (31/12/2024) atau month-first (12/31/2024) [bawaan: dikenali dari kolomnya]"),
    ("Further values that mean \"missing\", comma-separated", "Nilai lain yang berarti kosong, dipisah koma"),
    ("Rows with too many or too few fields: drop (counted) or fill [default: refused]", "Baris dengan kolom berlebih atau kurang: drop (dibuang dan dihitung) atau fill (diisi kosong) [bawaan: ditolak]"),
    ("Add a column of this name with the file of each record", "Tambahkan kolom dengan nama ini yang memuat berkas asal setiap catatan"),
    ("Read records where they are, instead of DATA: spark, sail, postgres, duckdb or flightsql", "Baca catatan di tempatnya, bukan dari DATA: spark, sail, postgres, duckdb, atau flightsql"),
    ("Address of the engine, without a password (of DuckDB a database file): postgresql://user@host:5432/database, sc://host:15002", "Alamat mesin tanpa kata sandi (untuk DuckDB: berkas basis data): postgresql://user@host:5432/database, sc://host:15002"),
    ("Table or view: requests, services.requests", "Tabel atau view: requests, services.requests"),
    ("Parquet files, by their path on the engine's machine", "Berkas Parquet, menurut letaknya pada mesin itu"),
    ("One SELECT; what it gives is the table", "Satu SELECT; hasilnya menjadi tabel"),
    ("Library of the ADBC driver [default: DAMPAK_ENGINE_DRIVER, the virtual environment, system folders]", "Pustaka penggerak ADBC [bawaan: DAMPAK_ENGINE_DRIVER, lingkungan virtual, folder sistem]"),
    ("File with the password, which only you may read [default: DAMPAK_ENGINE_PASSWORD or DAMPAK_ENGINE_TOKEN]", "Berkas kata sandi yang hanya boleh Anda baca [bawaan: DAMPAK_ENGINE_PASSWORD atau DAMPAK_ENGINE_TOKEN]"),
    ("Most cells that may come back", "Jumlah sel terbanyak yang boleh kembali"),
    // Outcome and design.
    ("The outcome column", "Kolom hasil yang diukur"),
    ("Make the outcome from two time columns; a date and a time of day in two columns are joined with +: date+time", "Buat hasil dari dua kolom waktu; tanggal dan jam dalam dua kolom digabung dengan +: tanggal+jam"),
    ("Clock of a duration: elapsed, calendar-days, working-days or working-hours", "Cara menghitung lama: elapsed, calendar-days (hari kalender), working-days (hari kerja), atau working-hours (jam kerja)"),
    ("Time zone of the working calendar: wib, wita or wit", "Zona waktu kalender kerja: wib, wita, atau wit"),
    ("The unit: office, clinic, person", "Unit: kantor, klinik, orang"),
    ("The period: integer, date, month (2024-03), quarter", "Periode: bilangan, tanggal, bulan (2024-03), triwulan"),
    ("Take dates together by day, week, month, quarter or year", "Gabungkan tanggal per hari, minggu, bulan, triwulan, atau tahun"),
    ("First treated period of the unit; empty, 0 or inf = never treated", "Periode pertama unit ikut program; kosong, 0, atau inf = tidak pernah ikut"),
    ("0/1: treated now", "0/1: sedang ikut program"),
    ("0/1: ever treated (with --post)", "0/1: pernah ikut program (dengan --post)"),
    ("0/1: after the start (with --group)", "0/1: sesudah program dimulai (dengan --group)"),
    ("0/1: after the start", "0/1: sesudah program dimulai"),
    ("0/1: eligible for the program where it runs (triple differences)", "0/1: berhak atas program di tempat program berjalan (selisih rangkap tiga)"),
    ("Method, or `all` for every one that fits, side by side; see `dampak explain methods`", "Metode, atau `all` untuk semua yang cocok, berdampingan; lihat `dampak explain methods`"),
    ("Comparison units: never or not-yet treated", "Unit pembanding: never (tidak pernah ikut) atau not-yet (belum ikut)"),
    ("Covariates, comma-separated", "Kovariat, dipisah koma"),
    ("How covariates enter: dr, ipw or regression", "Cara kovariat dipakai: dr, ipw, atau regression"),
    ("Base period: varying or universal [default: varying]", "Periode dasar: varying atau universal [bawaan: varying]"),
    ("Periods before the start in which an effect may show already", "Jumlah periode sebelum program dimulai yang mungkin sudah terdampak"),
    ("Further absorbed factors, comma-separated", "Faktor tetap lain yang diserap, dipisah koma"),
    ("Weight column", "Kolom bobot"),
    ("Weight column of the records", "Kolom bobot catatan"),
    ("Whether rows follow the same units over time [default: seen from the data]", "Apakah baris mengikuti unit yang sama dari waktu ke waktu [bawaan: dilihat dari data]"),
    ("One estimate a level of this column, and their random-effects pool", "Satu taksiran untuk setiap nilai kolom ini, dan gabungan efek acaknya"),
    ("Average over these event times", "Rata-rata atas waktu kejadian ini"),
    ("Event-time averages over the cohorts that are seen until this event time", "Rata-rata menurut waktu kejadian atas kelompok yang teramati sampai waktu ini"),
    ("Who took part: 0/1 of a record, or the share of a unit; gives the effect per participant (wald)", "Siapa yang ikut: 0/1 per catatan, atau porsi per unit; memberi dampak per peserta (wald)"),
    ("Dose of the unit, 0 = untreated; gives effects by dose (dose)", "Dosis unit, 0 = tidak ikut; memberi dampak menurut dosis (dose)"),
    ("Degree of the dose curve [default: 3, or as many as the doses carry]", "Derajat kurva dosis [bawaan: 3, atau sebanyak yang didukung data]"),
    ("Knots inside the dose curve", "Simpul di dalam kurva dosis"),
    ("Doses at which effects are given, comma-separated [default: all, or a grid over them]", "Dosis yang dampaknya disajikan, dipisah koma [bawaan: semua, atau kisi atasnya]"),
    ("Quantiles of changes-in-changes and quantile-did [default: 0.05, 0.10, … 0.95]", "Kuantil untuk changes-in-changes dan quantile-did [bawaan: 0.05, 0.10, … 0.95]"),
    ("A linear combination of effects as a row of its own: \"late: 0.5*[event-time 3] + 0.5*[event-time 4]\"; may be given several times", "Kombinasi linear dampak sebagai baris tersendiri: \"akhir: 0.5*[event-time 3] + 0.5*[event-time 4]\"; boleh beberapa kali"),
    ("Variance: iid, hc0–hc3, cr0–cr3 [default: cr1 by unit where there is a unit, else hc1]", "Ragam: iid, hc0–hc3, cr0–cr3 [bawaan: cr1 menurut unit bila ada, selain itu hc1]"),
    ("Cluster columns, one or two", "Kolom klaster, satu atau dua"),
    ("Wild cluster bootstrap with N draws (all of them where there are fewer)", "Bootstrap liar per klaster dengan N tarikan (semuanya bila lebih sedikit)"),
    ("Weights of the wild bootstrap: rademacher, webb or mammen", "Bobot bootstrap liar: rademacher, webb, atau mammen"),
    ("Simultaneous bands from N draws", "Pita serentak dari N tarikan"),
    ("Randomization inference with N assignments", "Uji penukaran acak dengan N penugasan"),
    ("Honest bounds, repeatable: relative:0.5,1,2 or smoothness:0,0.01; measures all effects against one base period unless --base is given", "Batas jujur, boleh berulang: relative:0.5,1,2 atau smoothness:0,0.01; semua dampak diukur terhadap satu periode dasar kecuali --base diberikan"),
    ("Errors of synthetic methods: placebo, jackknife or bootstrap [default: jackknife where every cohort has several units, else placebo]", "Galat metode sintetis: placebo, jackknife, atau bootstrap [bawaan: jackknife bila setiap kelompok awal memuat beberapa unit, selain itu placebo]"),
    ("Repetitions for the errors of synthetic methods", "Jumlah pengulangan untuk galat metode sintetis"),
    ("How synthetic methods find weights: frank-wolfe (as R's synthdid) or exact", "Cara metode sintetis mencari bobot: frank-wolfe (seperti synthdid di R) atau exact"),
    ("Add what two-way fixed effects is made of: each comparison of two starts with its weight, and the weights of treated units and periods", "Tambahkan penyusun efek tetap dua arah: setiap perbandingan dua kelompok awal dengan bobotnya, serta bobot unit dan periode peserta"),
    ("Add the covariance of the effects to the result", "Tambahkan kovarians dampak ke dalam hasil"),
    ("efficient: differences before the start with the best weight (efficient), whole (difference) or not at all (none)", "efficient: selisih sebelum program dengan bobot terbaik (efficient), penuh (difference), atau tanpa selisih (none)"),
    ("local-projections: every start unit counts the same, instead of starts by their variance", "local-projections: setiap unit peserta berbobot sama, bukan menurut ragam kelompok awalnya"),
    ("local-projections: measure changes from the mean of all or N periods before the start", "local-projections: ukur perubahan dari rata-rata semua atau N periode sebelum program"),
    ("switchers: changes of treatment that count: both, in (to more) or out (to less)", "switchers: perubahan status yang dihitung: both, in (bertambah), atau out (berkurang)"),
    ("extended-twfe: gaussian (linear), poisson (counts) or logit (outcomes between 0 and 1)", "extended-twfe: gaussian (linear), poisson (cacah), atau logit (hasil antara 0 dan 1)"),
    // Before and after.
    ("Instead: a date column, with --start", "Sebagai gantinya: kolom tanggal, dengan --start"),
    ("First date (or period) of \"after\"", "Tanggal (atau periode) pertama masa sesudah"),
    ("Same persons or offices before and after: the column that pairs them", "Orang atau kantor yang sama sebelum dan sesudah: kolom yang memasangkannya"),
    ("One comparison a level of this column", "Satu perbandingan untuk setiap nilai kolom ini"),
    ("Units that records belong to, for a clustered standard error", "Unit asal catatan, untuk galat baku per klaster"),
    ("Which direction is good", "Arah yang baik: lower (turun) atau higher (naik)"),
    ("Service standard: adds the share within it", "Standar layanan: menambahkan porsi yang memenuhinya"),
    ("Adjustment over the levels of --by: holm or bh (Benjamini–Hochberg)", "Penyesuaian nilai p atas nilai --by: holm atau bh (Benjamini–Hochberg)"),
    // Satisfaction.
    ("Columns of the elements in their order U1, U2, … [default: found by their labels]", "Kolom unsur dalam urutan U1, U2, … [bawaan: dikenali dari labelnya]"),
    ("Columns that say how important each element is, in the order of the elements: quadrants and CSI", "Kolom kepentingan setiap unsur, dalam urutan unsur: kuadran kepentingan–kinerja dan CSI"),
    ("Period of the survey: 0/1, date, quarter", "Periode survei: 0/1, tanggal, triwulan"),
    ("First date (or period) of \"after\", for a before/after difference over several periods", "Tanggal (atau periode) pertama masa sesudah, untuk selisih sebelum–sesudah atas beberapa periode"),
    ("One index a level of this column", "Satu indeks untuk setiap nilai kolom ini"),
    ("Units that respondents belong to, for clustered standard errors", "Unit asal responden, untuk galat baku per klaster"),
    ("Grade cut-offs: 2017 or 2004", "Batas mutu pelayanan: 2017 atau 2004"),
    ("What the numbers 8 and 9 mean where columns have no words: regulation (8 complaints, 9 facilities) or questionnaire (8 facilities, 9 complaints)", "Arti nomor 8 dan 9 bila kolom tidak bernama: regulation (8 pengaduan, 9 sarana) atau questionnaire (8 sarana, 9 pengaduan)"),
    ("Where periods asked different items: compare the common ones, or stop", "Bila unsur yang ditanyakan berbeda antarperiode: bandingkan yang sama (common) atau berhenti (stop)"),
    // Pooling.
    ("Column of the estimates", "Kolom taksiran"),
    ("Column of their standard errors", "Kolom galat bakunya"),
    ("Column of their labels", "Kolom labelnya"),
    ("Estimator of the variance between studies: dl, reml or fe", "Penaksir ragam antarstudi: dl, reml, atau fe"),
    ("Knapp–Hartung interval", "Selang Knapp–Hartung"),
    // Power.
    ("before-after, did or survey", "Rancangan: before-after, did, atau survey"),
    ("The effect that matters, in units of the outcome: how much of everything it takes", "Dampak yang berarti, dalam satuan hasil: berapa yang diperlukan"),
    ("Wanted power", "Kekuatan uji yang diinginkan"),
    ("Standard deviation of a record (of a region's mean, without --records), permanent differences of regions removed", "Simpangan baku catatan (rata-rata wilayah, tanpa --records), tanpa perbedaan tetap antarwilayah"),
    ("Records a region and period (survey: respondents a region)", "Catatan per wilayah dan periode (survey: responden per wilayah)"),
    ("Share of the variance that records of a region and period have in common [default: 0.05]", "Porsi ragam yang sama bagi catatan sewilayah dan seperiode [bawaan: 0.05]"),
    ("Correlation of a region's shocks between neighbouring periods [default: 0.5]", "Korelasi guncangan suatu wilayah antara periode berurutan [bawaan: 0.5]"),
    ("Regions, treated and comparison together", "Jumlah wilayah, peserta dan pembanding"),
    ("Share of regions that are treated", "Porsi wilayah peserta"),
    ("Periods before", "Periode sebelum program"),
    ("Periods after", "Periode sesudah program"),
    ("Waves of starts, evenly spaced over the periods after", "Gelombang mulai, tersebar merata pada periode sesudah"),
    ("before-after of people instead of regions: people in each of the two", "before-after atas orang, bukan wilayah: jumlah orang pada setiap masa"),
    ("The same people before and after, with this correlation", "Orang yang sama sebelum dan sesudah, dengan korelasi ini"),
    ("Respondents in each round of a survey", "Responden pada setiap putaran survei"),
    ("People that the survey is about", "Jumlah penduduk yang disurvei"),
    ("Past data: the outcome column", "Data lama: kolom hasil"),
    ("Past data: the region", "Data lama: wilayah"),
    ("Past data: the period", "Data lama: periode"),
    ("Past data: take dates together by day, week, month, quarter or year", "Data lama: gabungkan tanggal per hari, minggu, bulan, triwulan, atau tahun"),
    ("Past data: programs that never were", "Data lama: banyaknya program semu"),
    // Series, survival, honest bounds.
    ("How unequal the numbers of records of regions are: their standard deviation over their mean [default: 0]", "Ketimpangan jumlah catatan antarwilayah: simpangan bakunya dibagi rata-ratanya [bawaan: 0]"),
    ("Past data: the region (people: the person; survey: the region of the respondent, where respondents come by region)", "Data lama: wilayah (orang: orangnya; survey: wilayah responden, bila responden diambil per wilayah)"),
    ("Take dates together by day, week, month, quarter or year [default: as --start is written]", "Gabungkan tanggal per hari, minggu, bulan, triwulan, atau tahun [bawaan: seperti penulisan --start]"),
    ("First period of each interruption, comma-separated or repeated", "Periode pertama setiap perubahan, dipisah koma atau diulang"),
    ("0/1: the interrupted series (1) and a comparison series (0)", "0/1: deret yang diteliti (1) dan deret pembanding (0)"),
    ("Length of the season in periods: 12 for months, 52.18 for weeks", "Panjang musim dalam periode: 12 untuk bulan, 52.18 untuk minggu"),
    ("Draw the season with K pairs of sine and cosine instead of an indicator a season", "Gambarkan musim dengan K pasang sinus dan kosinus, bukan satu penanda per musim"),
    ("Numeric columns to adjust for (means of the period), comma-separated", "Kolom angka yang diperhitungkan (rata-rata per periode), dipisah koma"),
    ("Adjust for the share of the period's days in Ramadan", "Perhitungkan porsi hari Ramadan dalam setiap periode"),
    ("Only the level may change, not the slope", "Hanya taraf yang boleh berubah, kemiringan tidak"),
    ("Model the logarithm of the period's mean", "Modelkan logaritma rata-rata periode"),
    ("Whether periods count by their records or alike", "Periode berbobot menurut catatannya atau sama rata"),
    ("Errors: newey-west, prais-winsten, cochrane-orcutt, ar1, andrews or iid", "Galat: newey-west, prais-winsten, cochrane-orcutt, ar1, andrews, atau iid"),
    ("Lag of the Newey–West errors [default: automatic, after prewhitening]", "Lag galat Newey–West [bawaan: otomatis, sesudah prewhitening]"),
    ("Small-sample factor n/(n − k) of Newey–West errors", "Faktor sampel kecil n/(n − k) bagi galat Newey–West"),
    ("Columns of the start and the end of a case; an empty end is an unfinished case. A date and a time of day are joined with +: date+time", "Kolom mulai dan selesai suatu kasus; selesai yang kosong berarti belum selesai. Tanggal dan jam digabung dengan +: tanggal+jam"),
    ("When the data were taken: until then unfinished cases were seen [default: the last date in them]", "Saat data diambil: sampai saat itu kasus yang belum selesai teramati [bawaan: tanggal terakhir dalam data]"),
    ("Instead: a column of times, with --event", "Sebagai gantinya: kolom lama waktu, dengan --event"),
    ("0/1: the case ended at its time", "0/1: kasus selesai pada waktunya"),
    ("0/1: the case is from after the start", "0/1: kasus masuk sesudah program dimulai"),
    ("Instead: first date of \"after\", by when the case began", "Sebagai gantinya: tanggal pertama masa sesudah, menurut mulainya kasus"),
    ("0/1: treated and comparison", "0/1: peserta (1) dan pembanding (0)"),
    ("Units that cases belong to, for clustered errors", "Unit asal kasus, untuk galat per klaster"),
    ("Horizon of the restricted mean [default: the longest time that every group reaches]", "Batas waktu rata-rata [bawaan: waktu terlama yang dicapai setiap kelompok]"),
    ("Limits of the curves: plain, log or log-log", "Batas kurva: plain, log, atau log-log"),
    ("Ties of the hazard ratio: efron, breslow or exact", "Nilai kembar pada rasio laju: efron, breslow, atau exact"),
    ("A result of `did --covariance --format json`, or JSON with pre, post, estimates and covariance; - is standard input", "Hasil `did --covariance --format json`, atau JSON dengan pre, post, estimates, dan covariance; - berarti masukan standar"),
    ("Restriction with its M, repeatable: relative:0.5,1,2 or smoothness:0,0.01 [default: relative:0.5,1,1.5,2]", "Batasan dengan M-nya, boleh berulang: relative:0.5,1,2 atau smoothness:0,0.01 [bawaan: relative:0.5,1,1.5,2]"),
    ("The effect that bounds are for: first, average, or one weight a period since the start", "Dampak yang dibatasi: first, average, atau satu bobot per periode sejak program dimulai"),
    ("Interval: recommended (fixed length for smoothness) or conditional", "Selang: recommended (panjang tetap untuk smoothness) atau conditional"),
];

#[cfg(test)]
mod tests {
    use super::super::arguments::Cli;
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_help_of_the_main_commands_is_indonesian() {
        let command = translated(Cli::command());
        let (mut all, mut left) = (0, Vec::new());
        for name in ["run", "init", "check", "prepost", "did", "satisfaction", "pool", "explain", "simulate"] {
            let sub = command.find_subcommand(name).map(Command::get_arguments).into_iter().flatten();
            for argument in sub.filter(|argument| !argument.is_hide_set()) {
                let words = argument.get_help().map(ToString::to_string).unwrap_or_default();
                all += 1;
                if !WORDS.iter().any(|(_, id)| *id == words) {
                    left.push(format!("{name} {}: {words}", argument.get_id()));
                }
            }
        }
        assert!(all > 100 && left.len() * 12 < all, "{} of {all} in English:\n{}", left.len(), left.join("\n"));
    }

    #[test]
    fn the_translated_command_line_still_parses() {
        let command = translated(Cli::command());
        command.clone().debug_assert();
        let found = command.try_get_matches_from(["dampak", "did", "a.csv", "--outcome", "y", "--unit", "u", "--time", "t", "--lang", "id"]);
        assert!(found.is_ok_and(|found| found.subcommand_name() == Some("did")));
        let help = translated(Cli::command()).try_get_matches_from(["dampak", "did", "--help"]).map_err(|help| page(&help, false));
        let page = help.err().unwrap_or_default();
        assert!(page.contains("Pemakaian: dampak did [PILIHAN]") && page.contains("Pilihan:") && page.contains("Kolom hasil yang diukur"), "{page}");
        assert!(!page.contains("[default:") && !page.contains("Usage:"), "{page}");
    }
}
