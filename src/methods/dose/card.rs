//! The card of dose response.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "dose",
        title: text!("Dampak menurut dosis (Callaway–Goodman-Bacon–Sant'Anna)", "Effects by dose (Callaway–Goodman-Bacon–Sant'Anna)"),
        question: text!(
            "Bila unit menerima program dalam kadar yang berbeda (porsi pegawai, jam pelatihan): berapa dampak pada setiap kadar, dan berapa tambahan dampak bila kadarnya dinaikkan?",
            "Where units receive the program in different doses (share of staff, hours of training): what is the effect at each dose, and how much is gained by raising it?"
        ),
        equation: "ATT(d) = E[ΔY | D = d] − E[ΔY | D = 0] = ψ(d)'β − mean ΔY of the comparison;  ACRT(d) = ATT'(d) = ψ'(d)'β;  att = E[ATT(D) | D > 0],  acrt = E[ACRT(D) | D > 0]",
        assumptions: vec![
            text!(
                "Tanpa program, unit dengan dosis apa pun akan berubah seperti pembandingnya.",
                "Without the program units of every dose would have moved like the comparison."
            ),
            text!(
                "Untuk membaca ACRT sebagai akibat: unit berdosis berbeda akan mendapat dampak yang sama pada dosis yang sama (gerak sejajar kuat).",
                "To read ACRT causally: units with different doses would have the same effect at the same dose (strong parallel trends)."
            ),
            text!("Dosis sebuah unit tetap sejak programnya dimulai.", "The dose of a unit is fixed from its start on."),
        ],
        not_when: vec![
            text!("Keikutsertaan berubah antarwaktu: gunakan wald (--participation).", "Participation changes over time: use wald (--participation)."),
            text!(
                "Dosis dipilih menurut manfaat yang diharapkan: kurvanya mencampur dampak dan pilihan.",
                "Doses were chosen by the gain that was expected: the curve mixes effect and choice."
            ),
            text!("Hanya ada satu atau dua dosis: gunakan 2x2 atau arms.", "There are only one or two doses: use 2x2 or arms."),
        ],
        errors: text!(
            "Dari fungsi pengaruh per unit atau klaster di atasnya, tanpa faktor sampel kecil; kovariansi mencakup semua baris. --bands N: pita serentak atas kurva. Setiap unit berbobot sama (atau rata-rata bobotnya), berapa pun catatannya.",
            "From influence functions by unit or by a cluster above it, without small-sample factor; the covariance covers all rows. --bands N: simultaneous bands over the curve. Units count the same (or by their mean weight), however many records they have."
        ),
        edge_cases: vec![
            text!(
                "Kurva: B-spline derajat --degree (3) dengan --knots simpul pada kuantil dosis; derajat diturunkan dengan satu catatan bila dosis yang berbeda terlalu sedikit.",
                "The curve: B-splines of --degree (3) with --knots knots at quantiles of the doses; the degree is lowered with a note where there are too few different doses."
            ),
            text!(
                "Baris dose-response dan dose-slope mempunyai dose; tempatnya --doses, atau semua dosis yang berbeda (paling banyak 21), atau 21 tempat yang sama jaraknya.",
                "Rows dose-response and dose-slope carry dose; places are --doses, or all different doses (up to 21), or 21 evenly spaced ones."
            ),
            text!(
                "Awal program yang berbeda-beda: kurva dirata-ratakan atas periode sesudah program dalam kelompok, lalu antarkelompok menurut ukurannya (seperti contdid); bobot itu dianggap ikut diestimasi.",
                "Different starts: curves are averaged over the periods after the start within a cohort, then over cohorts by size (as in contdid); these weights count as estimated."
            ),
            text!(
                "Unit program dengan dosis 0 dikeluarkan dan dihitung; unit tanpa catatan pada salah satu dari dua periode tidak ikut dalam perbandingan itu.",
                "Treated units with a dose of 0 leave and are counted; a unit without records in one of two periods has no part in their comparison."
            ),
        ],
        checked_against: "moderndid 0.2.0 (cont_did, a port of contdid) and diff-diff 3.13.0 (ContinuousDiD)",
        references: &["Callaway, Goodman-Bacon & Sant'Anna (2024), NBER Working Paper 32117", "de Boor (1978), A Practical Guide to Splines"],
    }
}
