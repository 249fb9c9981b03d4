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
        equation: "MDE = δ(df, α, 1−β)·SE;  SE² = Σ n[g] d[g]'Σd[g] / (Σ n[g] d[g]'d[g])²;  Σ[t,s] = σ²ρ(1+c²)·γ^|t−s| + σ²(1−ρ)/m·1{t = s}",
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
            "δ dari sebaran t nonsentral (bukan pendekatan normal), dengan derajat bebas sebanyak wilayah dikurangi kelompok yang mulai bersama. Simulasi dari data lama: galat Monte Carlo tertulis di std_error.",
            "δ from the noncentral t distribution (no normal approximation), with regions less groups that start together as degrees of freedom. Simulation from past data: the Monte Carlo error is in std_error."
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
                "Wilayah yang jumlah catatannya tidak sama (--records-cv, c): bagian bersama berbobot 1 + c² kali, karena wilayah besar lebih menentukan.",
                "Regions with unequal numbers of records (--records-cv, c): the common part weighs 1 + c² as much, because large regions count for more."
            ),
            text!(
                "Sebelum dan sesudah tanpa pembanding: periode dianggap tidak berbeda satu sama lain selain karena program. Simulasi dari data lama menunjukkan apa jadinya bila tidak demikian.",
                "Before and after without a comparison: periods are supposed to differ by the program alone. Simulation from past data shows what comes of it where they do not."
            ),
            text!(
                "Survei: dua putaran dengan responden berbeda, koreksi populasi terbatas, efek desain 1 + ((1 + c²)m − 1)ρ dan derajat bebas menurut wilayah bila responden diambil per wilayah; tabel Krejcie–Morgan ditampilkan di sampingnya.",
                "Surveys: two rounds with different respondents, finite population correction, design effect 1 + ((1 + c²)m − 1)ρ and degrees of freedom by region where respondents come by region; the table of Krejcie and Morgan stands beside it."
            ),
            text!(
                "Data lama tanpa --sd: simpangan baku, korelasi dalam wilayah, dan korelasi antarperiode ditaksir dari data itu (momen sisaan dua arah, dikoreksi untuk deret pendek). Wilayah yang tidak lengkap tidak dipakai dan dihitung.",
                "Past data without --sd: standard deviation, correlation within regions and between periods are taken from them (moments of two-way residuals, corrected for short series). Regions with gaps are not used, and counted."
            ),
            text!(
                "Simulasi mengambil wilayah dan waktu mulai dengan undian dan memakai pembanding yang sama dengan rumus; bila wilayah yang diminta lebih banyak daripada yang ada, wilayah diambil berulang.",
                "Simulation draws regions and starts by lot and makes the same comparison as the formula; where more regions are asked for than there are, they are drawn again."
            ),
        ],
        checked_against: "statsmodels 0.15.0 (TTestPower, TTestIndPower); numpy, scipy (least squares written out, noncentral t); simulation",
        references: &[
            "Bloom (1995), Evaluation Review 19(5)",
            "Burlig, Preonas & Woerman (2020), Journal of Development Economics 144",
            "Eldridge, Ashby & Kerry (2006), International Journal of Epidemiology 35(5)",
            "Krejcie & Morgan (1970), Educational and Psychological Measurement 30(3)",
        ],
    }
}
