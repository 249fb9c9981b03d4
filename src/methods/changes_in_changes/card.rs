//! The card of changes-in-changes.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "changes-in-changes",
        title: text!("Perubahan dalam perubahan (Athey–Imbens)", "Changes in changes (Athey–Imbens)"),
        question: text!(
            "Bagaimana program mengubah seluruh sebaran hasil (yang cepat dan yang lambat), bukan hanya rata-ratanya?",
            "How did the program change the whole distribution of the outcome (the fast and the slow), not only its mean?"
        ),
        equation: "ATT = E[Y₁₁] − E[F⁻¹₀₁(F₀₀(Y₁₀))];  QTE(p) = F⁻¹₁₁(p) − F⁻¹ of that counterfactual (p);  F⁻¹(p) = smallest value with F ≥ p",
        assumptions: vec![
            text!(
                "Tanpa program, hasil adalah fungsi yang naik dari sifat unit yang tidak teramati, dan fungsi itu sama bagi kedua kelompok dalam satu waktu.",
                "Without the program the outcome is an increasing function of what is not observed of a unit, the same for both groups at a time."
            ),
            text!(
                "Sebaran sifat yang tidak teramati itu tidak berubah antarwaktu di dalam kelompok.",
                "Within a group the distribution of what is not observed does not change over time."
            ),
            text!(
                "Nilai kelompok program sebelum program berada dalam jangkauan nilai pembanding sebelum program.",
                "Values of the treated before the start lie within the range of the comparison's values before."
            ),
        ],
        not_when: vec![
            text!(
                "Kelompok program memuat nilai yang tidak ada pada pembanding: hasilnya ditarik ke nilai terbesar atau terkecil pembanding; gunakan 2x2.",
                "The treated have values that the comparison has not: they are sent to its largest or smallest value; use 2x2."
            ),
            text!("Perlu menyesuaikan menurut kovariat: gunakan callaway-santanna.", "You must adjust for covariates: use callaway-santanna."),
            text!(
                "Hasil hanya punya beberapa nilai (skor 1–4): hanya batas yang diketahui; gunakan 2x2.",
                "The outcome has only some values (scores 1–4): only bounds are known; use 2x2."
            ),
        ],
        errors: text!(
            "Dampak rata-rata: fungsi pengaruh teorema 5.1, dijumlahkan per klaster, unit, atau catatan, tanpa faktor sampel kecil; kerapatan dengan kernel Epanechnikov dan lebar 1,06·σ·m^(−1/5) untuk m nilai yang berbeda. Dampak pada kuantil: bootstrap klaster (atau catatan) dengan benih tetap, 200 pengambilan atau sebanyak --bands N; bootstrap_std_error dari dampak rata-rata ada di sampingnya seperti pada qte, dan menggantikannya bila lebih dari separuh catatan bernilai sama dengan catatan lain.",
            "Mean effects: the influence functions of theorem 5.1, summed by cluster, unit or record, without small-sample factor; densities by the Epanechnikov kernel with bandwidth 1.06·σ·m^(−1/5) for m different values. Effects on quantiles: seeded bootstrap of clusters (or records), 200 draws or as many as --bands N; the bootstrap_std_error of the mean effect stands beside it, as in qte, and takes its place where more than half of the records share their value with another one."
        ),
        edge_cases: vec![
            text!(
                "Kuantil mengikuti tipe 1 R: nilai ke-⌈np⌉ dengan np menurut bilangan titik kambang, seperti qte; np yang seharusnya bulat dapat terbaca sedikit lebih besar.",
                "Quantiles are R's type 1: value number ⌈np⌉ with np in floating point, as in qte; an np that should be whole may come out slightly larger."
            ),
            text!(
                "Hasil dengan banyak nilai sama: baris discrete-lower dan discrete-upper memuat batas dampak rata-rata (bagian 4); dampak yang dilaporkan adalah batas bawah.",
                "Outcomes with many equal values: the rows discrete-lower and discrete-upper are the bounds of the mean effect (section 4); the effect reported is the lower one."
            ),
            text!(
                "Awal program yang berbeda-beda: setiap kelompok awal dan periode dibandingkan dengan pembanding dan periode dasarnya seperti callaway-santanna; kuantil berasal dari campuran sebaran menurut ukuran kelompok.",
                "Different starts: each cohort and period is compared with its comparison and base period as in callaway-santanna; quantiles are those of the mixtures by cohort size."
            ),
            text!(
                "Dengan --group dan --post semua waktu sebelum dan semua waktu sesudah digabung.",
                "With --group and --post all times before and all times after are taken together."
            ),
            text!("Nilai p tanpa keragaman dikosongkan.", "p-values without variation are left empty."),
        ],
        checked_against: "own script of the formulas of qte (CiC) and diff-diff 3.13.0 (ChangesInChanges): kielmc, injury, mpdta, jtrain",
        references: &["Athey & Imbens (2006), Econometrica 74(2)", "Callaway (2016), qte: Quantile Treatment Effects in R"],
    }
}
