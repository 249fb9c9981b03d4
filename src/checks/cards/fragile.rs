//! Checks of timing and fragility.

use super::CheckCard;
use crate::text;

#[allow(clippy::too_many_lines)] // one card after the other
pub(super) fn cards() -> Vec<CheckCard> {
    vec![
        CheckCard {
            name: "decomposition",
            title: text!("Susunan efek tetap dua arah", "What two-way fixed effects is made of"),
            asks: text!(
                "Berapa bobot perbandingan dengan unit yang sudah ikut, dan berapa dampak yang berbobot negatif?",
                "What weight do comparisons with units that are treated already have, and how many effects count negatively?"
            ),
            how: text!(
                "Penguraian Goodman-Bacon ke dalam perbandingan dua gelombang, dan bobot de Chaisemartin–D'Haultfœuille untuk setiap unit dan periode.",
                "Goodman-Bacon's decomposition into comparisons of two starts, and the weights of de Chaisemartin and D'Haultfœuille of units and periods."
            ),
            verdicts: text!(
                "Lolos bila hasil utama tidak memakainya atau bobotnya di bawah 5 %; hati-hati bila berpengaruh; tidak lolos bila menggeser hasil lebih dari seperempat.",
                "Passes where the main result does not use it or its weight is under 5%; takes care where it counts; fails where it moves the result by more than a quarter."
            ),
            then: text!("Pakai callaway-santanna, sun-abraham, imputation, atau two-stage.", "Use callaway-santanna, sun-abraham, imputation or two-stage."),
            references: &["Goodman-Bacon 2021", "de Chaisemartin & D'Haultfœuille 2020"],
        },
        CheckCard {
            name: "specifications",
            title: text!("Pilihan analisis lain", "Other choices of analysis"),
            asks: text!("Apakah pilihan lain yang wajar memberi jawaban yang sama?", "Do other reasonable choices lead to the same answer?"),
            how: text!(
                "Dampak untuk setiap gabungan metode, pembanding, antisipasi, peubah penyerta, masa data, dan skala; skala lain ditulis kembali dalam satuan asal melalui rata-rata sebelum program.",
                "The effect for every combination of method, comparison, anticipation, covariates, time and scale; other scales are written back in the unit of the outcome by the mean before."
            ),
            verdicts: text!(
                "Lolos bila semuanya searah; hati-hati bila ada yang berbeda arah; tidak lolos bila seperempatnya, atau satu di antaranya nyata berlawanan.",
                "Passes where all have one direction; takes care where some differ; fails where a quarter do, or one is significant the other way."
            ),
            then: text!(
                "Jelaskan pilihan mana yang menentukan, dan mengapa pilihan laporan ini yang benar.",
                "Say which choice decides, and why that of the report is right."
            ),
            references: &["Simonsohn, Simmons & Nelson 2020"],
        },
        CheckCard {
            name: "transformations",
            title: text!("Jam hitung dan skala lain", "Other clocks and scales"),
            asks: text!(
                "Apakah hasilnya sama dengan jam hitung lain, logaritma, nilai ekstrem dibatasi, dan porsi sesuai standar?",
                "Is the answer the same with another clock, the logarithm, extremes limited, and the share within the standard?"
            ),
            how: text!(
                "Metode utama pada setiap skala; dampak relatif terhadap rata-rata peserta sebelum program.",
                "The main method on each scale; effects relative to the treated's mean before."
            ),
            verdicts: text!(
                "Lolos bila searah dan tetap nyata; hati-hati bila tidak lagi nyata atau berbeda arah; tidak lolos bila nyata berlawanan.",
                "Passes where the direction is the same and the effect stays significant; takes care where it does not or the direction differs; fails where it is significant the other way."
            ),
            then: text!(
                "Gerak sejajar berlaku pada satu skala saja: pilih skala yang bermakna bagi kebijakan dan katakan alasannya.",
                "Parallel movement holds on one scale: choose the one that matters for policy and say why."
            ),
            references: &["Roth & Sant'Anna 2023 (when is parallel trends sensitive to functional form)"],
        },
        CheckCard {
            name: "other-comparisons",
            title: text!("Pembanding lain", "Other comparison groups"),
            asks: text!("Apakah pembanding lain memberi jawaban lain?", "Would another comparison group lead to another answer?"),
            how: text!(
                "Dampak terhadap setiap wilayah pembanding sendiri-sendiri, dan terhadap yang belum ikut sebagai ganti yang tidak pernah ikut (atau sebaliknya).",
                "The effect against each comparison region alone, and against those not yet treated in place of those never treated (or the other way round)."
            ),
            verdicts: text!(
                "Lolos bila semuanya searah; hati-hati bila satu berbeda arah; tidak lolos bila itu nyata.",
                "Passes where all have one direction; takes care where one differs; fails where that is significant."
            ),
            then: text!("Periksa apa yang terjadi di wilayah yang berbeda arah.", "Look at what happened in the region that differs."),
            references: &["Rosenbaum 1987"],
        },
        CheckCard {
            name: "leave-one-out",
            title: text!("Tanpa salah satu wilayah pembanding", "Without one comparison region at a time"),
            asks: text!("Apakah satu wilayah pembanding menentukan hasil?", "Does one comparison region carry the result?"),
            how: text!("Dampak ditaksir ulang tanpa setiap wilayah pembanding.", "The effect again without each comparison region."),
            verdicts: text!(
                "Lolos bila arahnya tetap dan selisihnya paling banyak setengah; hati-hati bila lebih; tidak lolos bila arahnya berubah.",
                "Passes where the direction stays and it moves by at most a half; takes care beyond; fails where its direction changes."
            ),
            then: text!("Sebutkan wilayah itu, dan periksa datanya.", "Name that region, and look at its data."),
            references: &["Abadie 2021"],
        },
        CheckCard {
            name: "leave-one-cohort-out",
            title: text!("Tanpa salah satu gelombang", "Without one wave at a time"),
            asks: text!("Apakah satu gelombang program menentukan hasil?", "Does one wave of the program carry the result?"),
            how: text!("Dampak ditaksir ulang tanpa setiap gelombang mulai.", "The effect again without each start."),
            verdicts: text!("Seperti tanpa salah satu wilayah.", "As without one region."),
            then: text!("Laporkan dampak per gelombang, dan pelajari apa yang berbeda.", "Report effects by wave, and find out what was different."),
            references: &["Callaway & Sant'Anna 2021"],
        },
        CheckCard {
            name: "leave-one-period-out",
            title: text!("Tanpa salah satu periode", "Without one period at a time"),
            asks: text!("Apakah satu periode menentukan hasil?", "Does one period carry the result?"),
            how: text!(
                "Dampak ditaksir ulang tanpa setiap periode (empat sampai enam puluh periode).",
                "The effect again without each period (four to sixty of them)."
            ),
            verdicts: text!("Seperti tanpa salah satu wilayah.", "As without one region."),
            then: text!(
                "Cari apa yang terjadi pada periode itu: bencana, perpindahan kantor, data ganda.",
                "Find out what happened in that period: a disaster, a move, doubled data."
            ),
            references: &[],
        },
        CheckCard {
            name: "spillover",
            title: text!("Imbas ke tetangga", "Spillover to neighbours"),
            asks: text!("Apakah unit pembanding di sebelah peserta ikut berubah?", "Do comparison units next to the treated change as well?"),
            how: text!(
                "Unit yang ditandai neighbours dikeluarkan dari pembanding, lalu dibandingkan sendiri dengan pembanding yang jauh sejak awal program.",
                "Units that the study marks as neighbours are left out of the comparison and compared on their own with the far ones since the start."
            ),
            verdicts: text!(
                "Lolos bila tidak nyata atau kurang dari sepersepuluh dampak; selebihnya hati-hati. Tidak pernah gagal, karena tetangga tidak ikut dibandingkan; satu ancaman dengan pilihan pembanding.",
                "Passes where it is not significant or under a tenth of the effect; takes care otherwise. It never fails, because neighbours are not compared with; one threat with the choice of comparison."
            ),
            then: text!(
                "Dampak seluruhnya lebih besar daripada pada peserta saja: hitung pula imbasnya.",
                "The whole effect is larger than that on the treated: count the spillover, too."
            ),
            references: &["Butts 2021"],
        },
        CheckCard {
            name: "few-clusters",
            title: text!("Jumlah klaster", "Number of clusters"),
            asks: text!(
                "Cukupkah klaster untuk menghitung ketidakpastian, seberapa timpang, dan apa kata uji yang tahan terhadapnya?",
                "Are there enough clusters for the uncertainty, how unequal are they, and what do tests say that withstand it?"
            ),
            how: text!(
                "Banyaknya klaster G; nilai efektif G* = G/(1 + Γ) dari bagian setiap klaster dalam variasi perlakuan; bootstrap liar; penukaran acak peserta dan pembanding pada perubahan setiap unit.",
                "Number of clusters G; effective number G* = G/(1 + Γ) from each cluster's part of the variation of the treatment; wild bootstrap; exchanging treated and comparison units by their changes."
            ),
            verdicts: text!(
                "Lolos mulai 50 klaster dengan G* sedikitnya 20; selebihnya bootstrap liar menentukan: hati-hati bila sejalan, tidak lolos bila tidak, atau bila tidak ada pada kurang dari 10 klaster.",
                "Passes from 50 clusters on with G* of at least 20; below, the wild bootstrap decides: care where it agrees, failure where it does not, or where it is missing under 10 clusters."
            ),
            then: text!(
                "Pakai p dari bootstrap liar atau pengacakan; tambah unit, bukan catatan.",
                "Use the p-value of the wild bootstrap or of randomization; add units and not records."
            ),
            references: &["Carter, Schnepel & Steigerwald 2017", "Cameron, Gelbach & Miller 2008", "MacKinnon, Nielsen & Webb 2023"],
        },
    ]
}
