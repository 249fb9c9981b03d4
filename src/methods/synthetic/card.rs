//! The cards of the synthetic methods.

use crate::locale::Text;
use crate::methods::Card;
use crate::text;

/// Errors, the same for both.
fn errors() -> Text {
    text!(
        "Estimasi diulang. placebo: unit pembanding seolah-olah mengikuti program; bila hanya satu unit program dan unit pembanding tidak lebih dari --draws, setiap unit pembanding mendapat giliran dengan bobot yang dicari dari awal, selain itu --draws undian dengan ridge tetap. jackknife: setiap unit dikeluarkan satu kali dengan bobot tetap; memberi fungsi pengaruh per unit. bootstrap: unit diambil ulang. Galat baku adalah simpangan baku (pembagi R) dari ulangan, tabel normal; t bila kurang dari 10 angka di belakangnya. Nilai p permutasi ada pada uji placebo-in-space (besarnya dampak) dan rmspe-ratio (penyimpangan sesudah dibagi sebelum program).",
        "The estimate is repeated. placebo: comparison units as if treated; with one treated unit and no more comparison units than --draws each takes its turn with weights searched from scratch, else --draws random draws with the ridge held. jackknife: every unit left out once with weights held; it gives influence functions by unit. bootstrap: units drawn with replacement. The error is the standard deviation (divisor R) of the repetitions, normal table; t with fewer than 10 numbers behind it. Permutation p-values are in the tests placebo-in-space (size of the effect) and rmspe-ratio (misfit after over misfit before the start)."
    )
}

/// Awkward data, the same for both.
fn edge_cases() -> Vec<Text> {
    vec![
        text!(
            "Hanya unit yang tidak pernah mengikuti program yang menjadi pembanding. Unit tanpa data pada sebagian periode dikeluarkan, disebut namanya, dan sisanya dihitung.",
            "Only never-treated units compare. Units without data in some periods leave, are named, and what is left is counted."
        ),
        text!(
            "Beberapa waktu mulai: satu estimasi per kelompok, dirata-ratakan menurut banyaknya unit-periode program (Clarke dkk.).",
            "Several starts: one estimate a cohort, averaged by treated unit-periods (Clarke and others)."
        ),
        text!(
            "Kovariat: dampaknya diduga dari unit pembanding dengan efek tetap unit dan periode lalu dikurangkan (Kranz 2022, projected pada sdid); tidak diduga lagi dalam ulangan.",
            "Covariates: their part is estimated on the comparison units with unit and period effects and taken out (Kranz 2022, projected in sdid); it is not estimated again in repetitions."
        ),
        text!(
            "--solver exact meneruskan bobot sampai minimum tepat; bawaan berhenti seperti synthdid, sehingga bobot dapat berbeda sampai beberapa persen.",
            "--solver exact goes on to the exact minimum; the default stops as synthdid does, so weights can differ by some percent."
        ),
    ]
}

pub(super) fn difference() -> Card {
    Card {
        name: "synthetic-did",
        title: text!("Difference-in-differences sintetis", "Synthetic difference-in-differences"),
        question: text!(
            "Berapa perubahan unit program dibandingkan dengan campuran unit pembanding yang sebelumnya bergerak sejajar, dari periode yang paling menyerupai masa sesudahnya?",
            "By how much did the treated change against a mix of comparison units that moved alike before, from the periods most like those after?"
        ),
        equation: "τ̂ = (ȳ[tr,post] − Σ ω[i] ȳ[i,post]) − Σ λ[t] (ȳ[tr,t] − Σ ω[i] y[i,t]);  ω = argmin Σ[t≤T0] (ω0 + Σ ω[i] y[i,t] − ȳ[tr,t])² + ζ² T0 ‖ω‖²,  ω ≥ 0, Σω = 1,  ζ = (N[tr] T[post])^¼ σ̂(Δy)",
        assumptions: vec![
            text!(
                "Campuran berbobot itu akan terus bergerak sejajar dengan unit program seandainya program tidak ada.",
                "The weighted mix would have gone on moving in parallel with the treated without the program."
            ),
            text!("Program tidak memengaruhi unit pembanding.", "The program does not touch the comparison units."),
            text!("Tidak ada dampak sebelum program, kecuali dalam masa antisipasi.", "No effect before the start, except in the periods of anticipation."),
        ],
        not_when: vec![
            text!(
                "Hanya ada satu atau dua periode sebelum program: bobot tidak dapat dipelajari; gunakan callaway-santanna.",
                "There are only one or two periods before the start: no weights can be learned; use callaway-santanna."
            ),
            text!(
                "Semua unit akhirnya mengikuti program: gunakan callaway-santanna dengan --control not-yet.",
                "Every unit is treated in the end: use callaway-santanna with --control not-yet."
            ),
        ],
        errors: errors(),
        edge_cases: edge_cases(),
        checked_against: "synthdid 0.0.9 (R), quadprog 1.5.8, synthdid 0.10.1 (Python)",
        references: &[
            "Arkhangelsky, Athey, Hirshberg, Imbens & Wager (2021), American Economic Review 111(12)",
            "Clarke, Pailañir, Athey & Imbens (2024), Stata Journal 24(4)",
            "Kranz (2022), Synthetic difference-in-differences with time-varying covariates",
        ],
    }
}

pub(super) fn control() -> Card {
    Card {
        name: "synthetic-control",
        title: text!("Kontrol sintetis", "Synthetic control"),
        question: text!(
            "Berapa selisih unit program dengan campuran unit pembanding yang sebelum program setinggi dan bergerak seperti unit itu?",
            "How far is the treated unit from a mix of comparison units that before the start had its level and its movements?"
        ),
        equation: "τ̂[t] = y[tr,t] − Σ ω[i] y[i,t];  ω = argmin Σ[t≤T0] (Σ ω[i] y[i,t] − y[tr,t])²,  ω ≥ 0, Σω = 1",
        assumptions: vec![
            text!(
                "Unit program berada di antara unit-unit pembanding, sehingga campurannya dapat menyamai tinggi dan gerak sebelum program.",
                "The treated unit lies among the comparison units, so that a mix can match its level and movements before the start."
            ),
            text!("Apa yang membuatnya serupa sebelum program tetap berlaku sesudahnya.", "What makes them alike before holds after."),
            text!("Program tidak memengaruhi unit pembanding.", "The program does not touch the comparison units."),
        ],
        not_when: vec![
            text!(
                "Jalur sintetis jauh dari jalur program sebelum program dimulai: gunakan synthetic-did, yang membolehkan selisih tetap.",
                "The synthetic path is far from the treated before the start: use synthetic-did, which allows a constant difference."
            ),
            text!(
                "Periode sebelum program sedikit dan unit pembanding banyak: campuran yang cocok mudah ditemukan secara kebetulan.",
                "Few periods before and many comparison units: a mix that fits is easily found by chance."
            ),
        ],
        errors: errors(),
        edge_cases: {
            let mut all = edge_cases();
            all.push(text!(
                "Bobot dicari dari hasil pada semua periode sebelum program; kovariat sebagai penduga dengan bobot V tidak dipakai.",
                "Weights come from the outcomes of all periods before the start; predictors with V weights are not used."
            ));
            all
        },
        checked_against: "synthdid 0.0.9 (R, sc_estimate), quadprog 1.5.8",
        references: &[
            "Abadie, Diamond & Hainmueller (2010), Journal of the American Statistical Association 105(490)",
            "Abadie (2021), Journal of Economic Literature 59(2)",
        ],
    }
}
