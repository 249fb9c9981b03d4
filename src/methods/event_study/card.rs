//! The card of the event study.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "event-study",
        title: text!("Studi kejadian dengan efek tetap dua arah", "Event study with two-way fixed effects"),
        question: text!(
            "Bagaimana dampak berkembang sejak program dimulai, dan apakah kedua kelompok sudah berbeda arah sebelumnya?",
            "How does the effect develop after the start, and did the groups drift apart before it?"
        ),
        equation: "y[i,t] = α[i] + λ[t] + Σ_{e ≠ −1} β[e]·1{t − start[i] = e} + x[i,t]'γ + ε[i,t]",
        assumptions: vec![
            text!(
                "Tren sejajar; koefisien sebelum program memeriksanya, tetapi tidak membuktikannya.",
                "Parallel trends; the coefficients before the start examine it but do not prove it."
            ),
            text!("Bila awal program berbeda: jalur dampak sama pada setiap gelombang.", "Where starts differ: the path of effects is the same in every wave."),
        ],
        not_when: vec![text!(
            "Awal program bertahap dengan dampak yang berbeda antar gelombang: koefisien tercampur antarwaktu; gunakan callaway-santanna atau sun-abraham.",
            "Staggered starts with effects that differ between waves: coefficients mix event times; use callaway-santanna or sun-abraham."
        )],
        errors: text!(
            "Seperti twfe. Uji \"pre-trends\" adalah uji Wald bersama atas semua koefisien sebelum program, F dengan derajat bebas galat bakunya. --bands memberi pita serentak (sup-t).",
            "As for twfe. The test \"pre-trends\" is the joint Wald test of all coefficients before the start, F with the degrees of freedom of the errors. --bands gives simultaneous (sup-t) bands."
        ),
        edge_cases: vec![
            text!(
                "Baris acuan (−1, atau −1 − antisipasi) bernilai 0 menurut definisi, tanpa galat baku.",
                "The reference row (−1, or −1 − anticipation) is 0 by definition and has no standard error."
            ),
            text!(
                "Tanpa unit yang tidak pernah mengikuti program, waktu kejadian terawal juga menjadi acuan.",
                "Where every unit is treated in the end, the earliest event time is a reference as well."
            ),
            text!(
                "Dampak keseluruhan adalah rata-rata sederhana waktu kejadian 0 dan sesudahnya, atau jendela --window.",
                "The overall effect is the simple average over event times from 0, or over --window."
            ),
        ],
        checked_against: "fixest 0.14.2 feols with i(), fixest::wald",
        references: &[
            "Borusyak, Jaravel & Spiess (2024), Review of Economic Studies 91(6)",
            "Sun & Abraham (2021), Journal of Econometrics 225(2)",
            "Montiel Olea & Plagborg-Møller (2019), Journal of Applied Econometrics 34(1)",
        ],
    }
}
