//! The decomposition in words.

use crate::methods::Card;
use crate::text;

/// The card of the decomposition.
pub fn card() -> Card {
    Card {
        name: "decomposition",
        title: text!("Uraian efek tetap dua arah (Goodman-Bacon) dan bobotnya", "Decomposition of two-way fixed effects (Goodman-Bacon) and its weights"),
        question: text!(
            "Perbandingan apa saja yang membentuk taksiran efek tetap dua arah, dan berapa bobot perbandingan dengan unit yang sudah mengikuti program?",
            "Which comparisons make up the two-way fixed effects estimate, and what weight have those with units that are treated already?"
        ),
        equation: "β = Σ s[k,l] β[k,l];  s ∝ n[k] n[l] · Var(D within the pair);  w[g,t] = N[g,t] ε[g,t] / Σ over treated N ε, with ε from D on unit and period",
        assumptions: vec![text!(
            "Taksiran yang diuraikan adalah efek tetap dua arah tanpa kovariat.",
            "What is taken apart is two-way fixed effects without covariates."
        )],
        not_when: vec![text!(
            "Bila semua unit mulai pada waktu yang sama: hanya ada satu perbandingan.",
            "Where all units start at the same time: there is one comparison only."
        )],
        errors: text!("Uraian ini tidak mempunyai galat baku.", "The decomposition has no standard errors."),
        edge_cases: vec![
            text!(
                "Uraian memerlukan panel lengkap: unit yang tidak ada pada suatu periode tidak ikut dan dihitung (units_left_out). Bobot w dihitung dari semua data.",
                "The decomposition needs a complete panel: units that miss a period are left out and counted (units_left_out). The weights w are made from all data."
            ),
            text!(
                "Bila satu unit dan periode memuat beberapa catatan atau bobot yang berubah, yang diuraikan adalah panel rata-rata unit-periode yang berbobot sama (plain_panel: false), sehingga twfe di dalamnya dapat berbeda dari taksiran pada catatan.",
                "Where a unit and period hold several records, or weights that change, the panel of unit-period means that count alike is taken apart (plain_panel: false), so that its twfe can differ from the estimate on records."
            ),
            text!(
                "Unit yang sudah mengikuti program sejak periode pertama hanya menjadi pembanding (later-always), yang termasuk perbandingan terlarang.",
                "Units treated from the first period on serve for comparison only (later-always), which is a forbidden one."
            ),
        ],
        checked_against: "R bacondecomp 0.1.1 (mpdta, base_stagg: 1e-9); diff-diff 3.13.0 twowayfeweights (weights)",
        references: &[
            "Goodman-Bacon, A. (2021). Difference-in-differences with variation in treatment timing. Journal of Econometrics 225, 254–277.",
            "de Chaisemartin, C. and D'Haultfœuille, X. (2020). Two-way fixed effects estimators with heterogeneous treatment effects. American Economic Review 110, 2964–2996.",
        ],
    }
}
