//! Pooling in words.

use crate::methods::Card;
use crate::text;

/// The card of pooling.
pub fn card() -> Card {
    Card {
        name: "pool",
        title: text!("Penggabungan perkiraan (efek acak)", "Pooling of estimates (random effects)"),
        question: text!(
            "Berapa efek rata-rata beberapa wilayah atau studi, seberapa berbeda efek mereka, dan berapa efek yang dapat diharapkan di wilayah berikutnya?",
            "What is the mean effect over regions or studies, how much do they differ, and what effect can be expected in a further one?"
        ),
        equation: "y[i] = μ + u[i] + e[i],  u ~ (0, τ²),  e[i] ~ (0, se[i]²);  μ̂ = Σ w y / Σ w,  w = 1 / (se² + τ̂²)",
        assumptions: vec![
            text!("Perkiraan-perkiraan itu saling bebas dan galat bakunya benar.", "The estimates are independent and their standard errors are right."),
            text!("Semua mengukur hal yang sama dalam satuan yang sama.", "All of them measure the same thing in the same unit."),
        ],
        not_when: vec![text!(
            "Bila hanya ada dua atau tiga perkiraan: ragam antarstudi hampir tidak dapat ditaksir; laporkan satu per satu.",
            "With two or three estimates the variance between them is hardly known: report them one by one."
        )],
        errors: text!(
            "1/√Σw dengan sebaran normal, atau Knapp–Hartung dengan sebaran t dan k − 1 derajat bebas. Rentang prediksi μ̂ ± c √(se² + τ̂²) memakai kuantil c yang sama dengan selang kepercayaan, seperti metafor: normal, atau t dengan k − 1 derajat bebas pada Knapp–Hartung (IntHout dkk. 2016); Higgins, Thompson dan Spiegelhalter (2009) memakai k − 2, yang lebih lebar. Selang τ², I² dan H² menurut profil Q (Viechtbauer 2007).",
            "1/√Σw with the normal distribution, or Knapp–Hartung with t and k − 1 degrees of freedom. The prediction interval μ̂ ± c √(se² + τ̂²) uses the same quantile c as the confidence interval, as metafor does: the normal, or t with k − 1 degrees of freedom under Knapp–Hartung (IntHout et al. 2016); Higgins, Thompson and Spiegelhalter (2009) use k − 2, which is wider. Intervals of τ², I² and H² by the Q-profile (Viechtbauer 2007)."
        ),
        edge_cases: vec![
            text!(
                "Perkiraan tanpa galat baku yang positif tidak digabung, dihitung sebagai baris yang keluar, dan disebut namanya dalam catatan.",
                "Estimates without a positive standard error are not pooled, are counted as rows that left, and are named in a note."
            ),
            text!(
                "Satu perkiraan: rata-ratanya adalah perkiraan itu; τ², I² dan rentang prediksi kosong. Efek tetap: rentang prediksi kosong.",
                "A single estimate: the mean is that estimate; τ², I² and the prediction interval are empty. Fixed effect: the prediction interval is empty."
            ),
            text!(
                "Semua perkiraan sama persis: galat Knapp–Hartung akan nol, jadi galat, selang dan nilai p kosong. Bila perbedaannya lebih kecil daripada galatnya, selang Knapp–Hartung lebih sempit daripada selang biasa; catatan menyebut keduanya.",
                "All estimates exactly alike: the Knapp–Hartung error would be zero, so error, interval and p-value are empty. Where they differ by less than their errors the Knapp–Hartung interval is narrower than the plain one; a note gives both."
            ),
            text!(
                "REML dengan skor Fisher di antara tempat kemungkinan naik dan turun, sehingga selalu sampai; τ² = 0 bila kemungkinan di sana lebih besar. Selang τ² kosong bila perkiraan lebih seragam daripada yang mungkin untuk τ² mana pun.",
                "REML by Fisher scoring kept between where the likelihood rises and where it falls, so that it always arrives; τ² = 0 where the likelihood is larger there. The interval of τ² is empty where the estimates are more alike than any τ² would allow."
            ),
            text!(
                "Hasil dengan keluaran yang berbeda tidak digabung: angkanya tidak dalam satuan yang sama. Berkas studi dengan bagian [pool] membakukan dampaknya dan memutar arahnya agar positif berarti membaik.",
                "Results on different outcomes are not pooled: their numbers are not in one unit. A study file with a section [pool] standardizes the effects and turns them so that positive is better."
            ),
        ],
        checked_against: "R metafor 3.8-1 (rma: DL, REML, EE; test = \"knha\"; predict; confint; leave1out)",
        references: &[
            "DerSimonian, R. and Laird, N. (1986). Meta-analysis in clinical trials. Controlled Clinical Trials 7, 177–188.",
            "Hartung, J. and Knapp, G. (2001). A refined method for the meta-analysis of controlled clinical trials with binary outcome. Statistics in Medicine 20, 3875–3889.",
            "Viechtbauer, W. (2007). Confidence intervals for the amount of heterogeneity in meta-analysis. Statistics in Medicine 26, 37–52.",
            "Higgins, J. P. T., Thompson, S. G. and Spiegelhalter, D. J. (2009). A re-evaluation of random-effects meta-analysis. Journal of the Royal Statistical Society A 172, 137–159.",
            "IntHout, J., Ioannidis, J. P. A., Rovers, M. M. and Goeman, J. J. (2016). Plea for routinely presenting prediction intervals in meta-analysis. BMJ Open 6, e010247.",
        ],
    }
}
