//! The card of quantile difference-in-differences.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "quantile-did",
        title: text!("Selisih dalam selisih pada kuantil", "Quantile difference-in-differences"),
        question: text!(
            "Berapa dampak program pada setiap kuantil, bila tanpa program kuantil kelompok program berubah seperti kuantil pembanding?",
            "What is the effect on each quantile, if without the program the quantiles of the treated had moved like those of the comparison?"
        ),
        equation: "Y₁₀ + F⁻¹₀₁(F₁₀(Y₁₀)) − F⁻¹₀₀(F₁₀(Y₁₀)) is what the treated would have had;  QTE(p) = F⁻¹₁₁(p) − its quantile p",
        assumptions: vec![text!(
            "Tanpa program, setiap kuantil kelompok program akan berubah sebesar perubahan kuantil yang sama pada pembanding.",
            "Without the program every quantile of the treated would have moved as much as the same quantile of the comparison."
        )],
        not_when: vec![
            text!(
                "Skala hasil dapat diganti (misalnya log): hasilnya berubah, dan Athey dan Imbens menganjurkan changes-in-changes.",
                "The outcome could as well be measured on another scale (logs, say): the answer changes, and Athey and Imbens recommend changes-in-changes."
            ),
            text!("Hanya rata-rata yang ditanyakan: gunakan 2x2.", "Only the mean is asked for: use 2x2."),
        ],
        errors: text!(
            "Dampak rata-rata: fungsi pengaruh selisih empat rata-rata (peringkat kelompok program selalu merata). Dampak pada kuantil: bootstrap seperti changes-in-changes.",
            "Mean effects: the influence functions of a difference of four means (ranks of the treated are uniform whatever their values). Effects on quantiles: the bootstrap, as in changes-in-changes."
        ),
        edge_cases: vec![
            text!(
                "Kuantil tipe 1 seperti qdid pada qte; QDiD yang lama memakai tipe 7 dan memberi angka yang sedikit berbeda.",
                "Quantiles are type 1 as in qdid of qte; its older QDiD uses type 7 and gives slightly other numbers."
            ),
            text!(
                "Awal program yang berbeda-beda dan --group/--post: seperti changes-in-changes.",
                "Different starts and --group/--post: as in changes-in-changes."
            ),
        ],
        checked_against: "own script of the formulas of qte (qdid)",
        references: &["Athey & Imbens (2006), Econometrica 74(2), section 3.3", "Callaway (2016), qte: Quantile Treatment Effects in R"],
    }
}
