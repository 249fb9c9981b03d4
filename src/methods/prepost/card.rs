//! The card of the before/after comparison.

use crate::methods::Card;
use crate::text;

/// Before and after in plain words, for `dampak explain prepost` and for the report.
pub fn card() -> Card {
    Card {
        name: "prepost",
        title: text!("Perbandingan sebelum dan sesudah", "Before and after"),
        question: text!(
            "Seberapa besar hasil berubah dari sebelum ke sesudah program, pada rata-rata, median, persentase yang memenuhi standar, dan kuantil?",
            "How much did the outcome change from before to after the program: in the mean, the median, the share within the standard, and the quantiles?"
        ),
        equation: "Δ = ȳ(after) − ȳ(before);  HL = median of y_after,i − y_before,j (pairs: median of (d_i + d_j)/2);  p̂ = P(after > before) + ½ P(after = before)",
        assumptions: vec![
            text!(
                "Agar selisihnya dapat dibaca sebagai dampak: tanpa program, hasil tidak akan berubah. Ini jarang benar.",
                "For the difference to be the effect: without the program nothing would have changed. This is rarely true."
            ),
            text!(
                "Orang atau kasus sesudah sebanding dengan yang sebelum; bila orangnya sama, gunakan --pair.",
                "People or cases after are comparable with those before; where they are the same ones, use --pair."
            ),
            text!(
                "Catatan saling bebas; bila berasal dari kantor yang sama, baca baris berklaster.",
                "Records are independent of each other; where they come from the same offices, read the clustered row."
            ),
        ],
        not_when: vec![
            text!(
                "Ada kelompok pembanding: gunakan dampak did, yang mengurangkan perubahan yang terjadi di mana-mana.",
                "There is a comparison group: use dampak did, which takes away the change that happened everywhere."
            ),
            text!(
                "Ada deret waktu yang panjang dengan tren atau musim: gunakan dampak its.",
                "There is a long series with a trend or seasons: use dampak its."
            ),
            text!(
                "Banyak kasus belum selesai: rata-rata kasus selesai terlalu pendek.",
                "Many cases are unfinished: means of the finished ones are too short."
            ),
        ],
        errors: text!(
            "Rata-rata: Welch (db Satterthwaite), berpasangan: uji t selisih. Median: selang dari statistik urutan uji peringkat, tepat bila tanpa nilai sama dan n < 50. Persentase: Newcombe. Kuantil (tipe 7): Maritz–Jarrett, sampel dianggap bebas (pada data berpasangan biasanya terlalu lebar). Bootstrap BCa: penarikan ulang dalam tiap sisi, percepatan jackknife, benih tetap. Baris berklaster: CR1, db G − 1. Cliff's delta: varians tak bias, t dengan n₁ + n₂ − 2. Hedges' g memakai koreksi gamma yang tepat; hedges_g_approx memakai 1 − 3/(4 db − 1) seperti effsize.",
            "Means: Welch (Satterthwaite df), pairs: t test of the differences. Median: order statistics of the rank test, exact without ties and n < 50. Shares: Newcombe. Quantiles (type 7): Maritz–Jarrett, samples taken as independent (usually too wide for pairs). BCa bootstrap: resampled within each side, jackknife acceleration, fixed seed. Clustered row: CR1, G − 1 df. Cliff's delta: unbiased variance, t with n₁ + n₂ − 2. Hedges' g has the exact gamma correction; hedges_g_approx has 1 − 3/(4 df − 1) as effsize."
        ),
        edge_cases: vec![
            text!(
                "Nilai sama: uji Mann–Whitney dan Wilcoxon memakai pendekatan normal dengan koreksi, seperti R; nilai p tepat bersyarat diberikan di samping (…-conditional).",
                "Ties: Mann–Whitney and Wilcoxon use the corrected normal approximation, as R; the exact conditional p-value stands beside (…-conditional)."
            ),
            text!(
                "Pasangan yang tidak berubah tidak dihitung dalam uji peringkat bertanda dan median selisihnya, seperti R; median dengan pasangan itu ada pada estimate_with_zeros.",
                "Unchanged pairs are left out of the signed-rank test and its median, as in R; the median with them is in estimate_with_zeros."
            ),
            text!(
                "Pasangan tidak lengkap dikeluarkan dan dihitung; beberapa catatan pada satu sisi dirata-ratakan.",
                "Incomplete pairs are left out and counted; several records on one side are averaged."
            ),
            text!(
                "Kurang dari dua catatan pada satu sisi, atau semua nilai sama: kosong dengan catatan. Sampel yang tidak tumpang-tindih: Brunner–Munzel kosong.",
                "Fewer than two records on a side, or all values equal: null with a note. Samples that do not overlap: Brunner–Munzel is null."
            ),
            text!(
                "Kolmogorov–Smirnov tepat bila pasangan nilai kurang dari 10.000, juga dengan nilai sama; selebihnya limit Kolmogorov, dihitung lengkap (R 4.2 memotong deretnya).",
                "Kolmogorov–Smirnov is exact below 10,000 pairs of values, also with ties; above, Kolmogorov's limit, summed in full (R 4.2 cuts its series)."
            ),
        ],
        checked_against: "R 4.2.2 stats (t.test, wilcox.test, ks.test, prop.test, mcnemar.test, binom.test, p.adjust, quantile), coin 1.4-2, car 3.1-1, effsize 0.8.1, brunnermunzel 2.0",
        references: &[
            "Student (1908), The probable error of a mean, Biometrika 6",
            "Welch (1947), The generalization of Student's problem when several different population variances are involved, Biometrika 34",
            "Wilcoxon (1945), Individual comparisons by ranking methods, Biometrics Bulletin 1",
            "Mann & Whitney (1947), On a test of whether one of two random variables is stochastically larger than the other, AMS 18",
            "Hodges & Lehmann (1963), Estimates of location based on rank tests, AMS 34",
            "Brunner & Munzel (2000), The nonparametric Behrens–Fisher problem, Biometrical Journal 42",
            "Smirnov (1939), On the estimation of the discrepancy between empirical curves of distribution for two independent samples, Moscow University Bulletin 2",
            "Schröer & Trenkler (1995), Exact and randomization distributions of Kolmogorov–Smirnov tests two or three samples, CSDA 20",
            "Newcombe (1998), Interval estimation for the difference between independent (and: paired) proportions, Statistics in Medicine 17",
            "Maritz & Jarrett (1978), A note on estimating the variance of the sample median, JASA 73",
            "Efron (1987), Better bootstrap confidence intervals, JASA 82",
            "Hedges (1981), Distribution theory for Glass's estimator of effect size, Journal of Educational Statistics 6",
            "Cliff (1993), Dominance statistics, Psychological Bulletin 114; Feng & Cliff (2004), JMASM 3",
            "Holm (1979), Scandinavian Journal of Statistics 6; Benjamini & Hochberg (1995), JRSS B 57",
        ],
    }
}
