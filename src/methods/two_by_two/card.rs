//! The card of the 2×2.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "2x2",
        title: text!("Selisih dari selisih dua kelompok, dua masa (2×2)", "Two-group, two-time difference-in-differences (2×2)"),
        question: text!(
            "Seberapa jauh kelompok program berubah melebihi perubahan kelompok pembanding?",
            "How much more did the treated change than the comparison group?"
        ),
        equation: "y = α + γ·group + λ·after + β·group·after + x'δ + ε,  β = (ȳ[1,1] − ȳ[1,0]) − (ȳ[0,1] − ȳ[0,0])",
        assumptions: vec![
            text!(
                "Tanpa program, kedua kelompok akan berubah sama besar (tren sejajar).",
                "Without the program both groups would have changed by the same amount (parallel trends)."
            ),
            text!("Tidak ada yang menyesuaikan diri sebelum program dimulai.", "Nobody adjusts before the program starts."),
            text!("Kelompok pembanding tidak ikut terkena dampak program.", "The program does not reach the comparison group."),
        ],
        not_when: vec![
            text!(
                "Awal program berbeda antarunit: gunakan metode untuk awal yang bertahap.",
                "Starts differ between units: use a method for staggered starts."
            ),
            text!(
                "Susunan orang atau layanan berubah antara kedua masa tanpa dapat dikendalikan dengan kovariat.",
                "Who is measured changes between the two times in ways that covariates do not capture."
            ),
        ],
        errors: text!(
            "Bawaan: berklaster pada unit (cr1) bila ada kolom unit, selain itu hc1. Parameter dihitung seperti regresi biasa; selang memakai t dengan G − 1 (klaster), derajat bebas Satterthwaite (cr2), atau n − K.",
            "By default clustered by unit (cr1) where there is a unit, else hc1. Parameters are counted as in an ordinary regression; intervals use t with G − 1 (clusters), Satterthwaite (cr2) or n − K degrees of freedom."
        ),
        edge_cases: vec![
            text!("Satu dari empat kelompok kosong: dampak tidak teridentifikasi (status 3).", "One of the four groups is empty: not identified (status 3)."),
            text!("Kovariat kolinear dikeluarkan dengan catatan.", "Collinear covariates are left out with a note."),
            text!("Bobot dianggap kebalikan ragam dalam cr2 dan cr3.", "Weights are taken as inverse variances in cr2 and cr3."),
        ],
        checked_against: "R stats::lm, sandwich 3.0-2, clubSandwich 0.6.0; fixest 0.14.2",
        references: &[
            "Card & Krueger (1994), American Economic Review 84(4)",
            "Angrist & Pischke (2009), Mostly Harmless Econometrics, ch. 5",
            "Bell & McCaffrey (2002), Survey Methodology 28(2)",
        ],
    }
}
