//! Checks before estimating.

use super::CheckCard;
use crate::text;

#[allow(clippy::too_many_lines)] // one card after the other
pub(super) fn cards() -> Vec<CheckCard> {
    vec![
        CheckCard {
            name: "comparisons",
            title: text!("Siapa dibandingkan dengan siapa", "Who is compared with whom"),
            asks: text!(
                "Berapa unit dan catatan yang dimiliki peserta (menurut waktu mulai) dan pembanding, sebelum dan sesudah?",
                "How many units and records do the treated (by start) and the comparison have, before and after?"
            ),
            how: text!("Unit dan catatan dihitung per gelombang mulai dan untuk pembanding.", "Units and records are counted by start and for the comparison."),
            verdicts: text!(
                "Lolos bila setiap kelompok memiliki sedikitnya lima unit dan catatan pada kedua waktu; hati-hati bila ada yang lebih kecil; tidak lolos bila ada kelompok tanpa catatan sebelum atau sesudah.",
                "Passes where every group has five units and records at both times; takes care where one is smaller; fails where one has no records before or after."
            ),
            then: text!(
                "Gabungkan gelombang yang kecil, perpanjang masa data, atau cari pembanding lain.",
                "Join small waves, extend the time of the data, or look for another comparison."
            ),
            references: &[],
        },
        CheckCard {
            name: "balance",
            title: text!("Keseimbangan sebelum program", "Balance before the program"),
            asks: text!("Apakah kedua kelompok mirip sebelum program?", "Did the groups look alike before the program?"),
            how: text!(
                "Selisih rata-rata dibagi akar rata-rata kedua variansi catatan, untuk hasil yang diukur dan setiap peubah penyerta.",
                "Difference of the means over the root of the mean of both variances of the records, for the outcome and each covariate."
            ),
            verdicts: text!(
                "Lolos sampai 0,25 simpangan baku; selebihnya hati-hati. Tidak pernah gagal: kelompok pada tingkat berbeda dapat bergerak sejajar.",
                "Passes up to 0.25 standard deviations; takes care beyond. It never fails: groups on different levels may move alike."
            ),
            then: text!(
                "Sesuaikan dengan peubah penyerta (covariates), atau pilih pembanding yang lebih mirip.",
                "Adjust for covariates, or choose a comparison that is more alike."
            ),
            references: &["Imbens & Rubin 2015, ch. 14"],
        },
        CheckCard {
            name: "selection",
            title: text!("Siapa yang dipilih ikut program", "Who was chosen for the program"),
            asks: text!(
                "Apakah kantor yang dilatih sudah berbeda sebelumnya, pada tingkat atau kecenderungannya? Apakah porsi pegawai yang ikut mengikuti hasil sebelumnya?",
                "Did the offices that were trained differ before, in level or slope? Did the share of staff that took part follow earlier results?"
            ),
            how: text!(
                "Rata-rata dan kemiringan setiap unit sebelum program; selisih dalam simpangan baku antarunit, uji bersama T² Hotelling, dan regresi keikutsertaan pada keduanya.",
                "Mean and slope of each unit before the program; differences in standard deviations between units, Hotelling's joint T² test, and a regression of participation on both."
            ),
            verdicts: text!(
                "Lolos bila kedua uji memberi p ≥ 0,05; selebihnya hati-hati. Dihitung sebagai satu ancaman bersama keseimbangan.",
                "Passes where both tests have p ≥ 0.05; takes care otherwise. Counts as one threat together with balance."
            ),
            then: text!(
                "Waspadai gerak kembali ke rata-rata: lihat pula gerak sejajar, dan bandingkan dengan unit yang setara pada tingkat awalnya.",
                "Beware of a return to the mean: look at parallel movement as well, and compare with units of the same level."
            ),
            references: &["Hotelling 1931", "Ashenfelter 1978", "Chabé-Ferret 2015"],
        },
        CheckCard {
            name: "selection-of-participants",
            title: text!("Kelompok peserta sebelum pelatihan", "Groups of participants before the training"),
            asks: text!(
                "Apakah peserta yang mendapat satu bentuk pelatihan (kelas, magang) sudah berbeda dari yang lain sebelum pelatihan?",
                "Did participants of one form of training (classroom, internship) differ from the others before it?"
            ),
            how: text!(
                "Nilai sebelum pelatihan pada semua butir, orang yang mempunyai semuanya: selisih terbesar dalam simpangan baku dan uji bersama T² Hotelling; beberapa kelompok disesuaikan menurut Bonferroni.",
                "Scores before the training on all items, of people who have all of them: the largest difference in standard deviations and Hotelling's joint T² test; several groups adjusted by Bonferroni."
            ),
            verdicts: text!(
                "Lolos bila p ≥ 0,05; selebihnya hati-hati. Tidak mengurangi penilaian: jawaban utama tidak bersandar pada selisih antarkelompok peserta.",
                "Passes where p ≥ 0.05; takes care otherwise. It costs no grade: the main answer does not rest on differences between groups of participants."
            ),
            then: text!(
                "Bacalah selisih antarkelompok sebagai perbandingan, bukan dampak bentuk pelatihan; undi siapa yang mendapat bentuk yang mana.",
                "Read differences between groups as comparisons, not as effects of the form; draw lots for who gets which form."
            ),
            references: &["Hotelling 1931"],
        },
        CheckCard {
            name: "composition",
            title: text!("Susunan berkas layanan", "Mix of records"),
            asks: text!(
                "Apakah susunan dokumen, layanan, atau responden berubah sehingga rata-rata bergeser dengan sendirinya?",
                "Did the mix of documents, services or respondents change, so that the mean moves by itself?"
            ),
            how: text!(
                "Perubahan porsi setiap jenis dikalikan rata-ratanya sebelum program, peserta dikurangi pembanding, dibandingkan dengan dampak.",
                "Changes of the share of each kind times its mean before, treated minus comparison, against the effect."
            ),
            verdicts: text!(
                "Lolos sampai seperempat dampak, dan bila pergeserannya masih dapat muncul karena kebetulan; hati-hati sampai setengah, selebihnya tidak lolos. Bila dampaknya tidak dapat dibedakan dari nol, ukurannya setengah lebar selang kepercayaan.",
                "Passes up to a quarter of the effect, and where chance may give such a shift; takes care up to a half, fails beyond. Where the effect cannot be told from zero, half the width of its interval is the measure."
            ),
            then: text!(
                "Perhitungkan jenisnya sebagai efek tetap, atau laporkan dampak per jenis.",
                "Absorb the kind as a fixed effect, or report the effect by kind."
            ),
            references: &["Oaxaca 1973"],
        },
        CheckCard {
            name: "instrument",
            title: text!("Perubahan cara bertanya", "Change of the instrument"),
            asks: text!(
                "Apakah survei menanyakan hal yang sama dengan cara yang sama sebelum dan sesudah, di kedua kelompok?",
                "Did the survey ask the same things in the same way before and after, in both groups?"
            ),
            how: text!(
                "Untuk setiap unsur: porsi yang menjawab dan nilai skala yang dipakai; untuk setiap responden: jumlah jawaban dan jawaban yang sama semua (lurus).",
                "For each element: the share that answered and the points of the scale in use; for each respondent: the number of answers, and whether all are the same."
            ),
            verdicts: text!(
                "Tidak lolos bila satu unsur hanya ditanyakan pada satu waktu; hati-hati bila porsi jawaban atau jawaban lurus berubah lebih dari sepuluh poin lebih banyak pada peserta, atau satu nilai skala muncul atau hilang.",
                "Fails where an element was asked at one time only; takes care where the share of answers or of straight lines changes by more than ten points more among the treated, or a point of the scale comes or goes."
            ),
            then: text!(
                "Bandingkan hanya unsur yang ditanyakan pada kedua waktu, dan catat kapan kuesioner diganti.",
                "Compare only elements that were asked at both times, and note when the questionnaire changed."
            ),
            references: &["Meade & Craig 2012", "Shadish, Cook & Campbell 2002"],
        },
        CheckCard {
            name: "anticipation",
            title: text!("Perubahan mendahului program", "Change ahead of the program"),
            asks: text!(
                "Apakah hasil sudah bergeser pada satu atau dua periode terakhir sebelum program?",
                "Did the outcome move in the last period or two before the start already?"
            ),
            how: text!(
                "Periode terakhir (dan dua terakhir) dibandingkan dengan periode sebelumnya pada dampak menurut waktu, dengan kovariansnya; nilai p dikalikan banyaknya.",
                "The last period (and the last two) against the earlier ones among effects by time, with their covariance; p-values times their number."
            ),
            verdicts: text!(
                "Tidak lolos bila p < 0,05 dan besarnya sedikitnya setengah dampak; hati-hati bila salah satu; satu ancaman dengan gerak sejajar.",
                "Fails where p < 0.05 and the size is at least half the effect; takes care where it is one of them; one threat with parallel movement."
            ),
            then: text!(
                "Tetapkan anticipation = 1 (atau lebih) agar periode itu tidak menjadi acuan.",
                "Set anticipation = 1 (or more), so that the period is no reference."
            ),
            references: &["Ashenfelter 1978", "Callaway & Sant'Anna 2021"],
        },
        CheckCard {
            name: "ramadan",
            title: text!("Pengaruh Ramadan", "Effect of Ramadan"),
            asks: text!("Apakah Ramadan sama beratnya sebelum dan sesudah?", "Does Ramadan weigh the same before and after?"),
            how: text!(
                "Porsi catatan peserta pada periode Ramadan, sebelum dan sesudah.",
                "Share of the treated's records in periods of Ramadan, before and after."
            ),
            verdicts: text!(
                "Lolos sampai selisih sepuluh poin; selebihnya hati-hati, dan tidak lolos tanpa pembanding.",
                "Passes up to ten points; takes care beyond, and fails without a comparison."
            ),
            then: text!(
                "Pakai masa data setahun penuh di kedua sisi, atau perhitungkan Ramadan dalam model.",
                "Use whole years on both sides, or put Ramadan into the model."
            ),
            references: &["SKB tiga menteri (hari libur dan cuti bersama)"],
        },
        CheckCard {
            name: "holidays",
            title: text!("Hari libur dan Idulfitri", "Days off and Idulfitri"),
            asks: text!(
                "Apakah hari libur, cuti bersama, dan minggu-minggu Idulfitri sama beratnya sebelum dan sesudah?",
                "Do holidays, joint leave and the weeks around Idulfitri weigh the same before and after?"
            ),
            how: text!(
                "Porsi hari kerja yang libur dan porsi hari dalam dua minggu di sekitar Idulfitri per periode, ditimbang dengan catatan peserta.",
                "Share of the working days that are off and of the days within two weeks of Idulfitri by period, weighted by the treated's records."
            ),
            verdicts: text!(
                "Lolos bila berselisih paling banyak tiga dan enam poin, atau bila jam hitungnya melewati hari libur; selebihnya hati-hati, dan tidak lolos tanpa pembanding. Satu ancaman dengan Ramadan.",
                "Passes where they differ by at most three and six points, or where the clock leaves days off out; takes care otherwise, and fails without a comparison. One threat with Ramadan."
            ),
            then: text!(
                "Pakai jam working-days atau working-hours, atau masa data setahun penuh di kedua sisi.",
                "Use the clock working-days or working-hours, or whole years on both sides."
            ),
            references: &["SKB tiga menteri (hari libur dan cuti bersama)"],
        },
        CheckCard {
            name: "outliers",
            title: text!("Nilai ekstrem dan mustahil", "Extreme and impossible values"),
            asks: text!(
                "Apakah beberapa nilai ekstrem menentukan hasil, dan adakah nilai yang tidak mungkin?",
                "Do a few extreme values carry the result, and are there values that cannot be?"
            ),
            how: text!(
                "Dampak ditaksir ulang dengan nilai di bawah persentil ke-1 dan di atas ke-99 dibatasi pada persentil itu; dihitung pula nilai di luar tiga kali jarak kuartil dan di luar range.",
                "The effect again with values under the 1st and above the 99th percentile put to these; values beyond three times the distance of the quartiles and outside range are counted."
            ),
            verdicts: text!(
                "Tidak lolos bila arahnya berubah atau lebih dari 1 % nilai mustahil; hati-hati bila dampak berubah lebih dari seperempat, tidak lagi nyata, atau ada nilai mustahil.",
                "Fails where its direction changes or more than 1% of the values are impossible; takes care where the effect moves by more than a quarter, is no longer significant, or a value is impossible."
            ),
            then: text!(
                "Periksa berkas dengan nilai terbesar; laporkan median atau bagian sesuai standar di samping rata-rata.",
                "Look at the cases with the largest values; report medians or the share within the standard beside the mean."
            ),
            references: &["Tukey 1977", "Wilcox 2012"],
        },
        CheckCard {
            name: "heaping",
            title: text!("Penumpukan pada angka bulat", "Heaping on round numbers"),
            asks: text!(
                "Apakah nilai menumpuk pada angka bulat, dan apakah itu berubah bersama program?",
                "Do values heap on round numbers, and does that change with the program?"
            ),
            how: text!(
                "Porsi pada kelipatan 5, 7, 10, dan 30 (dan jam penuh atau setengah jam) menurut kelompok dan waktu; perubahannya pada peserta dikurangi pembanding.",
                "Shares of multiples of 5, 7, 10 and 30 (and of the full and half hour) by group and time; their change among the treated minus the comparison."
            ),
            verdicts: text!(
                "Lolos bila perubahan itu paling banyak lima poin; hati-hati sampai lima belas; selebihnya tidak lolos. Satu ancaman dengan jam catatan dan cara bertanya.",
                "Passes where the change is at most five points; takes care up to fifteen; fails beyond. One threat with clocks and the instrument."
            ),
            then: text!(
                "Tanyakan apakah waktu dicatat sistem atau ditulis tangan, dan sejak kapan.",
                "Ask whether times are noted by a system or by hand, and since when."
            ),
            references: &["Heitjan & Rubin 1990", "Roberts & Brewer 2001"],
        },
        CheckCard {
            name: "clock",
            title: text!("Jam yang tidak masuk akal", "Clocks that make no sense"),
            asks: text!(
                "Adakah kasus yang selesai sebelum mulai, tanpa lama waktu, tepat tengah malam, atau di luar jam kantor, dan berubahkah porsinya?",
                "Are there cases that end before they start, take no time, lie at midnight or outside office hours, and does their share change?"
            ),
            how: text!(
                "Porsi kasus dengan setiap tanda menurut kelompok dan waktu, menurut kalender kerja studi.",
                "Share of the cases with each sign by group and time, by the study's working calendar."
            ),
            verdicts: text!(
                "Tidak lolos bila lebih dari 5 % selesai sebelum mulai atau tanpa lama waktu; hati-hati di atas 1 %, bila satu tanda berubah lebih dari lima poin, atau seperlima kasus tepat tengah malam.",
                "Fails where more than 5% end before they start or take no time; takes care above 1%, where a sign changes by more than five points, or a fifth of the cases are at midnight."
            ),
            then: text!(
                "Perbaiki dari sumbernya; kasus yang selesai sebelum mulai tidak dihitung.",
                "Repair it at the source; cases that end before they start are not used."
            ),
            references: &[],
        },
        CheckCard {
            name: "missing-data",
            title: text!("Data kosong", "Missing data"),
            asks: text!("Berapa banyak baris yang tidak masuk hitungan?", "How many rows are not in the result?"),
            how: text!(
                "Baris yang keluar karena kosong, tidak terbaca, atau belum selesai, dibagi semua baris studi; saringan dan baris ganda tidak dihitung.",
                "Rows that left because they are empty, unreadable or unfinished, over all rows of the study; filters and exact copies do not count."
            ),
            verdicts: text!("Lolos sampai 5 %, hati-hati sampai 20 %, selebihnya tidak lolos.", "Passes up to 5%, takes care up to 20%, fails beyond."),
            then: text!(
                "Lengkapi data, atau pakai waktu penyelesaian dengan kasus belum selesai (survival).",
                "Complete the data, or use time to completion with unfinished cases (survival)."
            ),
            references: &["Little & Rubin 2019"],
        },
        CheckCard {
            name: "missing-by-group",
            title: text!("Data kosong menurut kelompok", "Missing data by group"),
            asks: text!("Apakah baris tanpa nilai bertambah di satu pihak saja?", "Did rows without a value become more common on one side only?"),
            how: text!(
                "Porsi baris tanpa nilai menurut kelompok dan waktu (dan per periode); perubahannya pada peserta dikurangi pembanding.",
                "Share of rows without a value by group and time (and by period); its change among the treated minus the comparison."
            ),
            verdicts: text!(
                "Lolos bila perubahan itu paling banyak dua poin atau dalam batas kebetulan; hati-hati sampai sepuluh; selebihnya tidak lolos. Satu ancaman dengan data kosong.",
                "Passes where that change is at most two points or within its chance; takes care up to ten; fails beyond. One threat with missing data."
            ),
            then: text!(
                "Cari sebab hilangnya data, dan hitung batas dampak bila kasus yang hilang semuanya cepat atau semuanya lambat.",
                "Find out why data went missing, and bound the effect with all missing cases fast or all slow."
            ),
            references: &["Lee 2009"],
        },
    ]
}
