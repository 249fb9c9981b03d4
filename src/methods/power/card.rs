//! Power in words.

use crate::methods::Card;
use crate::text;

/// The card of power.
pub fn card() -> Card {
    Card {
        name: "power",
        title: text!("Kekuatan uji dan dampak terkecil yang terdeteksi", "Power and the minimum detectable effect"),
        question: text!(
            "Sebelum program dimulai: dampak sekecil apa yang akan terlihat, dan berapa wilayah, bulan, atau responden yang diperlukan?",
            "Before the program: how small an effect would show, and how many regions, months or respondents does it take?"
        ),
        equation: "MDE = δ(df, α, 1−β)·SE;  SE² = Σ n[g] d[g]'Σd[g] / (Σ n[g] d[g]'d[g])²;  Σ[t,s] = σ²ρ·γ^|t−s| + σ²(1−ρ)/m·1{t = s}",
        assumptions: vec![
            text!(
                "Simpangan baku, korelasi dalam wilayah, dan korelasi antarperiode yang diberikan benar.",
                "The standard deviation, the correlation within regions and that between periods are right."
            ),
            text!("Dampaknya sama di semua wilayah dan periode.", "The effect is the same in all regions and periods."),
            text!("Uji t dua sisi atas perubahan wilayah; wilayah saling bebas.", "A two-sided t test of changes of regions, which are independent."),
        ],
        not_when: vec![text!(
            "Sesudah hasilnya ada: kekuatan yang dihitung dari dampak yang ditemukan tidak menambah apa pun pada selang kepercayaan.",
            "After the result is there: power at the effect that was found adds nothing to the confidence interval."
        )],
        errors: text!(
            "δ dari sebaran t nonsentral (bukan pendekatan normal). Simulasi dari data lama: galat Monte Carlo tertulis di std_error.",
            "δ from the noncentral t distribution (no normal approximation). Simulation from past data: the Monte Carlo error is in std_error."
        ),
        edge_cases: vec![
            text!(
                "Tanpa --records simpangan baku adalah milik rata-rata wilayah, dan seluruhnya dianggap sama-sama dialami wilayah itu.",
                "Without --records the standard deviation is that of region means, and all of it is common to the region."
            ),
            text!(
                "Waktu mulai berbeda (--starts): ragam regresi efek tetap dua arah dengan gelombang berjarak sama.",
                "Starts that differ (--starts): variance of the two-way fixed-effects regression with evenly spaced waves."
            ),
            text!(
                "Survei: dua putaran dengan responden berbeda, koreksi populasi terbatas, efek desain 1 + (m − 1)ρ; tabel Krejcie–Morgan ditampilkan di sampingnya.",
                "Surveys: two rounds with different respondents, finite population correction, design effect 1 + (m − 1)ρ; the table of Krejcie and Morgan stands beside it."
            ),
        ],
        checked_against: "statsmodels 0.15.0 (TTestPower, TTestIndPower); simulation",
        references: &[
            "Bloom (1995), Evaluation Review 19(5)",
            "Burlig, Preonas & Woerman (2020), Journal of Development Economics 144",
            "Krejcie & Morgan (1970), Educational and Psychological Measurement 30(3)",
        ],
    }
}
