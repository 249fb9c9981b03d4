//! The card of two-way fixed effects.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "twfe",
        title: text!("Efek tetap dua arah", "Two-way fixed effects"),
        question: text!(
            "Seberapa besar perubahan unit ketika program berjalan, setelah sifat tetap tiap unit dan perubahan bersama tiap periode dikeluarkan?",
            "How much do units change when the program runs, once each unit's fixed traits and each period's common changes are taken out?"
        ),
        equation: "y[i,t] = α[i] + λ[t] + β·D[i,t] + x[i,t]'γ + ε[i,t]",
        assumptions: vec![
            text!("Tren sejajar pada semua periode dan kelompok.", "Parallel trends in all periods and groups."),
            text!(
                "Bila awal program berbeda: dampak sama pada setiap gelombang dan setiap lama paparan.",
                "Where starts differ: the effect is the same in every wave and at every length of exposure."
            ),
            text!("Tidak ada penyesuaian sebelum program dimulai.", "No adjustment before the program starts."),
        ],
        not_when: vec![text!(
            "Awal program bertahap dan dampaknya berubah: gunakan callaway-santanna atau imputation.",
            "Starts are staggered and effects change: use callaway-santanna or imputation."
        )],
        errors: text!(
            "Faktor sampel kecil mengikuti fixest 0.14: (n − 1)/(n − K) · G/(G − 1), efek tetap yang tersarang dalam klaster tidak dihitung; dua arah V₁ + V₂ − V₁₂ dengan G terkecil, nilai eigen negatif dijadikan nol.",
            "Small-sample factors follow fixest 0.14: (n − 1)/(n − K) · G/(G − 1), fixed effects nested in a cluster are not counted; two-way V₁ + V₂ − V₁₂ with the smallest G, negative eigenvalues put to zero."
        ),
        edge_cases: vec![
            text!("Pengamatan tunggal pada satu tingkat efek tetap dikeluarkan dan dihitung.", "Singletons of a fixed effect are dropped and counted."),
            text!(
                "Tanpa kolom unit, efek tetap kelompok program dipakai sebagai gantinya (penampang berulang).",
                "Without a unit the fixed effect of the treatment group takes its place (repeated cross-sections)."
            ),
            text!("Perlakuan yang berhenti ditolak.", "A treatment that ends is refused."),
        ],
        checked_against: "fixest 0.14.2 feols; clubSandwich 0.6.0",
        references: &[
            "Angrist & Pischke (2009), Mostly Harmless Econometrics, ch. 5",
            "Goodman-Bacon (2021), Journal of Econometrics 225(2)",
            "Pustejovsky & Tipton (2018), Journal of Business & Economic Statistics 36(4)",
        ],
    }
}
