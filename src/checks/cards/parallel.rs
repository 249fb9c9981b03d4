//! Checks of parallel movement.

use super::CheckCard;
use crate::text;

#[allow(clippy::too_many_lines)] // one card after the other
pub(super) fn cards() -> Vec<CheckCard> {
    vec![
        CheckCard {
            name: "pre-trends",
            title: text!("Gerak sejajar sebelum program", "Parallel movement before the program"),
            asks: text!("Apakah kedua kelompok bergerak sejajar sebelum program?", "Did the groups move alike before the program?"),
            how: text!(
                "Uji bersama bahwa dampak pada semua periode sebelum program nol, dan uji kecenderungannya. Pada metode sintetis: seberapa dekat paduan pembanding mengikuti peserta.",
                "Joint test that the effects of all periods before the start are zero, and a test of the drift in them. For synthetic methods: how closely the mix follows the treated."
            ),
            verdicts: text!(
                "Tidak lolos bila keduanya memberi p < 0,05, hati-hati bila salah satu. Bila tidak dapat diuji, penilaian paling tinggi sedang.",
                "Fails where both have p < 0.05, takes care where one has. Where it cannot be tested, the grade is at most moderate."
            ),
            then: text!(
                "Lihat grafik dampak per periode; sesuaikan dengan peubah penyerta, atau pakai synthetic-did.",
                "Look at the chart of effects by period; adjust for covariates, or use synthetic-did."
            ),
            references: &["Angrist & Pischke 2009", "Roth 2022"],
        },
        CheckCard {
            name: "pre-trends-power",
            title: text!("Daya uji sebelum program", "Power of the test before the program"),
            asks: text!("Penyimpangan sebesar apa yang akan luput dari uji gerak sejajar?", "What departure would the test of parallel movement have missed?"),
            how: text!(
                "Kemiringan yang ditemukan uji bersama dengan daya 80 % (simulasi dari kovarians), dan bias yang ditimbulkannya.",
                "The slope that the joint test finds with 80% power (simulated from the covariance), and the bias that it would cause."
            ),
            verdicts: text!(
                "Lolos bila bias itu kurang dari setengah dampak; selebihnya hati-hati, yang disebut tetapi tidak menurunkan penilaian.",
                "Passes where that bias is less than half the effect; takes care otherwise, which is said and costs no grade."
            ),
            then: text!(
                "Tambah periode sebelum program, atau laporkan batas Rambachan–Roth.",
                "Add periods before the program, or report the bounds of Rambachan and Roth."
            ),
            references: &["Roth 2022"],
        },
        CheckCard {
            name: "pre-trends-equivalence",
            title: text!("Kesetaraan sebelum program", "Equivalence before the program"),
            asks: text!(
                "Dapatkah perbedaan gerak sebesar dampak disingkirkan untuk masa sebelum program?",
                "Can differences in movement as large as the effect be ruled out before it?"
            ),
            how: text!(
                "Ukuran terkecil yang ditolak pada taraf 5 %: pada setiap periode (maksimum), sebagai akar rata-rata kuadrat, dan secara rata-rata.",
                "The smallest size that is rejected at the 5% level: in every period (maximum), as a root mean square, and on average."
            ),
            verdicts: text!(
                "Lolos bila batas maksimum lebih kecil daripada dampak; selebihnya hati-hati, yang tidak menurunkan penilaian.",
                "Passes where the threshold of the maximum is smaller than the effect; takes care otherwise, which costs no grade."
            ),
            then: text!(
                "Yang diperlukan data lebih banyak, bukan uji lain: ukur periode sebelum program lebih teliti.",
                "More data help, not another test: measure the time before more precisely."
            ),
            references: &["Hartman & Hidalgo 2018", "Dette & Schumann 2024"],
        },
        CheckCard {
            name: "placebo-time",
            title: text!("Program semu pada masa sebelum program", "Pretended program in the time before"),
            asks: text!(
                "Apakah program yang dianggap mulai lebih awal juga menunjukkan dampak?",
                "Would a program that pretends to start earlier show an effect?"
            ),
            how: text!(
                "Paruh akhir masa sebelum program dikurangi paruh awalnya, dari dampak per periode dan kovariansnya.",
                "The later half of the time before minus the earlier one, from effects by period and their covariance."
            ),
            verdicts: text!(
                "Tidak lolos bila p < 0,05 dan besarnya sedikitnya setengah dampak; hati-hati bila salah satu.",
                "Fails where p < 0.05 and the size is at least half the effect; takes care where it is one of them."
            ),
            then: text!(
                "Cari apa yang berubah saat itu, dan keluarkan masa itu bila sebabnya jelas.",
                "Find out what changed then, and leave that time out where the cause is clear."
            ),
            references: &["Bertrand, Duflo & Mullainathan 2004"],
        },
        CheckCard {
            name: "placebo-place",
            title: text!("Program semu di tempat lain", "Pretended program elsewhere"),
            asks: text!("Apakah tempat tanpa program juga menunjukkan dampak sebesar ini?", "Do places without the program show an effect of this size?"),
            how: text!(
                "Setiap wilayah pembanding bergantian dianggap ikut program dan dibandingkan dengan yang lain; bila wilayahnya kurang dari tiga, kelompok unit pembanding yang diundi. Dampak yang sebenarnya diberi peringkat di antaranya.",
                "Each comparison region in turn pretends to be treated and is compared with the others; where there are fewer than three, groups of comparison units that are drawn. The real effect is ranked among them."
            ),
            verdicts: text!(
                "Lolos bila tidak satu pun sebesar itu (atau kurang dari sepersepuluh); tidak lolos bila seperlima atau lebih; di antaranya hati-hati.",
                "Passes where none is as large (or fewer than a tenth); fails where a fifth or more are; takes care in between."
            ),
            then: text!(
                "Goncangan antarwilayah sebesar dampak itu: cari pembanding lebih banyak atau sebabnya.",
                "Regions are shaken by as much as the effect: find more of them, or the cause."
            ),
            references: &["Abadie, Diamond & Hainmueller 2010", "Conley & Taber 2011"],
        },
        CheckCard {
            name: "placebo-group",
            title: text!("Program semu pada kelompok pembanding", "Pretended program in the comparison group"),
            asks: text!(
                "Pada metode sintetis: apakah unit pembanding juga menunjukkan perubahan sebesar ini?",
                "For synthetic methods: do comparison units show changes of this size?"
            ),
            how: text!(
                "Setiap unit pembanding dianggap ikut program dengan paduannya sendiri; peringkat dampak yang sebenarnya memberi p.",
                "Each comparison unit pretends to be treated, with a mix of its own; the rank of the real effect gives p."
            ),
            verdicts: text!(
                "Lolos bila p < 0,05; hati-hati bila p < 0,10 atau unit terlalu sedikit; selebihnya tidak lolos.",
                "Passes where p < 0.05; takes care where p < 0.10 or units are too few; fails otherwise."
            ),
            then: text!("Tambah unit pembanding, atau laporkan dampak sebagai dugaan.", "Add comparison units, or report the effect as a conjecture."),
            references: &["Abadie, Diamond & Hainmueller 2010"],
        },
        CheckCard {
            name: "placebo-outcome",
            title: text!("Hasil yang tidak seharusnya berubah", "An outcome that should not change"),
            asks: text!("Apakah hasil yang tidak disentuh program ikut berubah?", "Does an outcome that the program does not touch change as well?"),
            how: text!(
                "Metode yang sama pada hasil yang ditandai placebo = true dalam berkas studi.",
                "The same method on an outcome that the study marks with placebo = true."
            ),
            verdicts: text!(
                "Tidak lolos bila dampaknya memberi p < 0,05 (dikalikan banyaknya hasil semacam itu); hati-hati di bawah 0,10.",
                "Fails where the effect on it has p < 0.05 (times the number of such outcomes); takes care under 0.10."
            ),
            then: text!(
                "Cari apa yang berubah bersamaan dengan program pada peserta: sistem, beban kerja, cara mencatat.",
                "Look for what changed together with the program among the treated: systems, case load, how things are noted."
            ),
            references: &["Lipsitch, Tchetgen Tchetgen & Cohen 2010"],
        },
        CheckCard {
            name: "honest",
            title: text!("Penyimpangan dari gerak sejajar", "Departures from parallel movement"),
            asks: text!(
                "Seberapa jauh kedua kelompok boleh menyimpang sebelum kesimpulan berubah?",
                "How far may the groups part before the conclusion changes?"
            ),
            how: text!(
                "Batas Rambachan dan Roth: penyimpangan sesudah program paling banyak M kali yang terbesar sebelumnya; titik runtuh M.",
                "Bounds of Rambachan and Roth: departures after the start of at most M times the largest before; the M where the conclusion breaks down."
            ),
            verdicts: text!(
                "Lolos bila kesimpulan bertahan sampai M = 1; hati-hati di bawahnya, yang tidak menurunkan penilaian; tidak lolos bila dampak yang jelas dari nol runtuh di bawah M = 0,1.",
                "Passes where the conclusion holds up to M = 1; takes care below, which costs no grade; fails where an effect that is clear of zero breaks down under M = 0.1."
            ),
            then: text!("Laporkan titik runtuh di samping dampak.", "Report the breakdown value beside the effect."),
            references: &["Rambachan & Roth 2023"],
        },
    ]
}
