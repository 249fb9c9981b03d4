//! Cost per unit of improvement in words.

use crate::methods::Card;
use crate::text;

/// The card of cost per unit of improvement.
pub fn card() -> Card {
    Card {
        name: "cost",
        title: text!("Jangkauan, manfaat, dan biaya per satuan perbaikan", "Reach, benefit and cost per unit of improvement"),
        question: text!(
            "Berapa orang yang dijangkau program, berapa jam yang dihemat seluruhnya, dan berapa biaya untuk satu satuan perbaikan?",
            "How many people did the program reach, how many hours did it save in all, and what did one unit of improvement cost?"
        ),
        equation: "S = g·n;  B = C / (g·n);  {C/(x·n) : l ≤ x ≤ u, x > 0} = [C/(u·n), C/(l·n)] for l > 0, [C/(u·n), ∞) for l ≤ 0 < u, empty for u ≤ 0",
        assumptions: vec![
            text!(
                "Dampak g (positif berarti membaik) adalah dampak utama hasil itu; semua syaratnya berlaku juga di sini.",
                "The effect g (positive for better) is the main effect of the outcome; all that it assumes is assumed here."
            ),
            text!(
                "Rata-rata dampak berlaku bagi n catatan peserta sejak program dimulai; n dan biaya C adalah angka pasti, bukan taksiran.",
                "The average effect holds for the n records of the treated from their start on; n and the cost C are known numbers and no estimates."
            ),
            text!("Biaya mencakup semua yang dikeluarkan untuk program, dan hanya itu.", "The cost is all that was spent on the program, and nothing else."),
        ],
        not_when: vec![
            text!(
                "Untuk memeringkat program dengan satuan hasil yang berbeda: rupiah per jam dan rupiah per poin tidak sebanding.",
                "To rank programs with different units: rupiah per hour and rupiah per point do not compare."
            ),
            text!(
                "Untuk menjumlahkan biaya beberapa hasil: setiap hasil dibebani seluruh biaya program.",
                "To add up the costs of several outcomes: each is charged with the whole cost of the program."
            ),
        ],
        errors: text!(
            "Karena biaya bukan taksiran, selang biaya adalah selang dampak yang dibalik, tepat dengan tingkat kepercayaan yang sama (himpunan Fieller untuk pembilang tetap). Bila selang dampak menyentuh nol, batas atasnya tidak ada; batas itu null, dan limits menyebut alasannya.",
            "As the cost is no estimate, the interval of the price is that of the effect turned over, exact at the same level (Fieller's set for a fixed numerator). Where the interval of the effect touches zero there is no upper limit; it is null, and limits says why."
        ),
        edge_cases: vec![
            text!(
                "limits: closed (kedua batas ada); open (tanpa batas atas, dampak nol sesuai dengan data atau bootstrap klaster tidak membenarkan selangnya); no-improvement (seluruh selang memburuk); unknown (dampak tanpa selang); not-counted (jumlah yang dilayani tidak diketahui).",
                "limits: closed (both are there); open (no upper limit: no effect is compatible with the data, or a cluster bootstrap does not bear out the interval); no-improvement (the whole interval is for the worse); unknown (an effect without an interval); not-counted (nobody knows how many were served)."
            ),
            text!(
                "Waktu dan proporsi dikalikan dengan jumlah catatan (menit dijumlahkan menjadi jam); poin indeks tidak. Waktu itu adalah waktu yang ditunggu masyarakat, bukan jam kerja pegawai.",
                "Times and shares are multiplied by the number of records (minutes add up to hours); points of an index are not. The time is what the public waited, and not staff time."
            ),
            text!(
                "Survei dan data rata-rata per unit tidak mencatat semua yang dilayani: beri served_count di [program], atau jumlahnya dikosongkan.",
                "Surveys and data of means by unit do not record all that were served: give served_count in [program], or the sums are left empty."
            ),
        ],
        checked_against: "by hand; every price of the set against the effect it belongs to",
        references: &[
            "Fieller (1954), Journal of the Royal Statistical Society B 16(2)",
            "Briggs, O'Brien & Blackhouse (2002), Annual Review of Public Health 23",
        ],
    }
}
