//! The card of Sun and Abraham.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "sun-abraham",
        title: text!("Studi kejadian berbobot interaksi (Sun–Abraham)", "Interaction-weighted event study (Sun–Abraham)"),
        question: text!(
            "Bagaimana dampak berkembang sejak program dimulai bila waktu mulai berbeda-beda dan dampak boleh berbeda antar kelompok?",
            "How does the effect develop after the start where starts differ and effects may differ between cohorts?"
        ),
        equation: "y[i,t] = α[i] + λ[t] + Σ_g Σ_{e ≠ −1} δ[g,e]·1{G[i] = g}·1{t − g = e} + x[i,t]'γ + ε[i,t];  β[e] = Σ_g share(g | e)·δ[g,e]",
        assumptions: vec![
            text!(
                "Tren sejajar antara setiap kelompok dan unit yang tidak pernah (atau paling akhir) mengikuti program.",
                "Parallel trends between each cohort and the units that are never (or last) treated."
            ),
            text!("Tidak ada dampak sebelum program, kecuali dalam masa antisipasi.", "No effect before the start, except in the periods of anticipation."),
            text!("Kovariat berpengaruh linear dan tidak terpengaruh program.", "Covariates enter linearly and are not affected by the program."),
        ],
        not_when: vec![
            text!(
                "Tren sejajar hanya masuk akal setelah pembobotan menurut kovariat: gunakan callaway-santanna.",
                "Parallel trends are plausible only after weighting by covariates: use callaway-santanna."
            ),
            text!("Semua unit memulai pada waktu yang sama: gunakan event-study.", "All units start at the same time: use event-study."),
        ],
        errors: text!(
            "Seperti twfe, dari regresi penuh; porsi kelompok dalam rata-rata dianggap tetap, seperti fixest::sunab. Uji \"pre-trends\" adalah uji F bersama atas rata-rata waktu kejadian sebelum program.",
            "As for twfe, from the full regression; shares of cohorts in averages count as fixed, as in fixest::sunab. The test \"pre-trends\" is the joint F test of the event-time averages before the start."
        ),
        edge_cases: vec![
            text!(
                "Unit yang sudah mengikuti program sejak periode pertama dikeluarkan dan dihitung.",
                "Units treated since the first period leave and are counted."
            ),
            text!(
                "Tanpa unit yang tidak pernah mengikuti program, kelompok terakhir menjadi pembanding dan periode sejak kelompok itu memulai tidak dipakai.",
                "Where no unit is never treated, the last cohort is the comparison and the periods from its start on are not used."
            ),
            text!(
                "Acuan setiap kelompok adalah periode terakhir sebelum awal program (dan antisipasinya), juga bila ada tahun yang kosong.",
                "The reference of each cohort is its last period before the start (and its anticipation), also where years are missing."
            ),
        ],
        checked_against: "fixest 0.14.2 feols with sunab()",
        references: &["Sun & Abraham (2021), Journal of Econometrics 225(2)"],
    }
}
