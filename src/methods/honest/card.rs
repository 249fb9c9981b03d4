//! Honest bounds in words.

use crate::methods::Card;
use crate::text;

/// The card of honest bounds.
pub fn card() -> Card {
    Card {
        name: "honest",
        title: text!("Batas jujur (Rambachan–Roth)", "Honest bounds (Rambachan–Roth)"),
        question: text!(
            "Seberapa jauh gerak kedua kelompok boleh menyimpang dari sejajar sebelum kesimpulan berubah?",
            "How far may the two groups depart from moving in parallel before the conclusion changes?"
        ),
        equation: "β = τ + δ;  relative: |δ[t+1] − δ[t]| ≤ M · max over steps before |δ[s+1] − δ[s]|;  smoothness: |(δ[t+1] − δ[t]) − (δ[t] − δ[t−1])| ≤ M;  θ = Σ l[t] τ[t]",
        assumptions: vec![
            text!(
                "Penyimpangan sesudah program dimulai dibatasi oleh yang terlihat sebelumnya (relative), atau kemiringannya berubah paling banyak M per periode (smoothness).",
                "Departures after the start are bounded by those seen before (relative), or their slope changes by at most M a period (smoothness)."
            ),
            text!(
                "Dampak menurut waktu kejadian kira-kira normal dengan kovarians yang diketahui, semuanya terhadap satu periode acuan dan berjarak sama.",
                "The effects by event time are about normal with a known covariance, all against one reference period and equally spaced."
            ),
        ],
        not_when: vec![
            text!(
                "Dengan satu atau dua periode sebelum program, yang terlihat sebelumnya hampir tidak membatasi apa pun.",
                "With one or two periods before the program, what was seen before bounds hardly anything."
            ),
            text!(
                "Bila dampak sebelum program dihitung terhadap periode sebelumnya masing-masing (--base varying) atau dengan regresi tersendiri (imputation).",
                "Where effects before the start are each against the period before (--base varying), or from a regression of their own (imputation)."
            ),
        ],
        errors: text!(
            "relative: uji bersyarat dengan hibrida paling tidak menguntungkan (C-LF), dibalik; nilai kritisnya adalah kuantil dari 1.000 sampai 10.000 tarikan acak dengan benih. smoothness: selang dengan panjang tetap yang optimal (FLCI), dihitung eksak; --interval conditional memakai C-LF. Batas selang dicari sampai ketelitian hitung, bukan pada kisi.",
            "relative: the conditional test with the least-favorable hybrid (C-LF), inverted; its critical value is a quantile of 1,000 to 10,000 seeded draws. smoothness: the optimal fixed-length interval (FLCI), computed exactly; --interval conditional uses C-LF. Limits are found to numerical precision and not on a grid."
        ),
        edge_cases: vec![
            text!(
                "breakdown adalah M terkecil yang selangnya memuat nol, dengan ketelitian 0,2 %: 0 bila selang sudah memuat nol tanpa penyimpangan, null bila tidak pernah sampai M = 1000.",
                "breakdown is the smallest M whose interval holds zero, to 0.2 %: 0 where it does without any departure, null where it never does up to M = 1000."
            ),
            text!(
                "Dampak yang tidak berurutan dengan periode acuan (ada waktu yang kosong di antaranya) tidak dipakai, dengan catatan.",
                "Effects that do not connect to the reference period (a time between them has none) are not used, with a note."
            ),
            text!(
                "Periode antisipasi berada sesudah acuan tetapi berbobot nol dalam first dan average.",
                "Periods of anticipation lie after the reference but have weight zero in first and average."
            ),
        ],
        checked_against: "R HonestDiD 0.2.6 (C-LF within a grid step and its Monte Carlo error; FLCI against its accurate optimum, 1e-6)",
        references: &[
            "Rambachan, A. and Roth, J. (2023). A more credible approach to parallel trends. Review of Economic Studies 90, 2555–2591.",
            "Andrews, I., Roth, J. and Pakes, A. (2023). Inference for linear conditional moment inequalities. Review of Economic Studies 90, 2763–2791.",
            "Armstrong, T. B. and Kolesár, M. (2018). Optimal inference in a class of regression models. Econometrica 86, 655–683.",
        ],
    }
}
