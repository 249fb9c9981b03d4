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
            "1/√Σw dengan sebaran normal, atau Knapp–Hartung dengan sebaran t dan k − 1 derajat bebas. Selang prediksi memakai kuantil yang sama dengan selang kepercayaan.",
            "1/√Σw with the normal distribution, or Knapp–Hartung with t and k − 1 degrees of freedom. The prediction interval uses the same quantile as the confidence interval."
        ),
        edge_cases: vec![text!(
            "Perkiraan tanpa galat baku yang positif tidak digabung dan dihitung sebagai baris yang keluar.",
            "Estimates without a positive standard error are not pooled and are counted as rows that left."
        )],
        checked_against: "R metafor 3.8-1 (rma: DL, REML, EE; test = \"knha\"; predict)",
        references: &[
            "DerSimonian, R. and Laird, N. (1986). Meta-analysis in clinical trials. Controlled Clinical Trials 7, 177–188.",
            "Hartung, J. and Knapp, G. (2001). A refined method for the meta-analysis of controlled clinical trials with binary outcome. Statistics in Medicine 20, 3875–3889.",
            "IntHout, J., Ioannidis, J. P. A., Rovers, M. M. and Goeman, J. J. (2016). Plea for routinely presenting prediction intervals in meta-analysis. BMJ Open 6, e010247.",
        ],
    }
}
