//! The card of effects of switching.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "switchers",
        title: text!("Perlakuan yang dapat berhenti (de Chaisemartin–D'Haultfœuille)", "Treatment that can end (de Chaisemartin–D'Haultfœuille)"),
        question: text!(
            "Bila program dapat dimulai, berhenti, atau diberikan lebih banyak dan lebih sedikit: berapa dampak perubahan pertama, periode demi periode, dan berapa rata-ratanya per satuan perlakuan?",
            "Where treatment can begin, end, or be given more and less: what is the effect of the first change, period by period, and what is it on average per unit of treatment?"
        ),
        equation: "DID(F,l) = E[Y(F−1+l) − Y(F−1) | change in F] − E[Y(F−1+l) − Y(F−1) | same first treatment, no change until F−1+l];  total per unit = Σ N·DID / Σ N·|D − D₁|",
        assumptions: vec![
            text!(
                "Andaikan perlakuan tetap seperti pada awalnya, unit yang memulai dengan perlakuan yang sama akan berubah sama besar.",
                "Had treatment stayed as it was at first, units that began with the same treatment would have moved alike."
            ),
            text!("Perubahan tidak berdampak sebelum terjadi.", "A change has no effect before it happens."),
            text!(
                "Dampak boleh bergantung pada perlakuan masa lalu: angka untuk l periode adalah dampak seluruh jalur perlakuan sejak perubahan pertama.",
                "Effects may depend on past treatment: the number at l periods is that of the whole path of treatment since the first change."
            ),
        ],
        not_when: vec![
            text!(
                "Program yang sudah dimulai tidak pernah berhenti: callaway-santanna menjawab hal yang sama dengan kovariat dan bobotnya (tanpa kovariat angkanya sama).",
                "A program that has started never ends: callaway-santanna answers the same, with covariates (without them the numbers are the same)."
            ),
            text!(
                "Semua unit mengubah perlakuannya pada saat yang sama: tidak ada pembanding.",
                "All units change their treatment at the same time: nobody is left for comparison."
            ),
        ],
        errors: text!(
            "Dari fungsi pengaruh, dijumlahkan per unit atau per klaster di atasnya: simpangan dari rata-rata kelompoknya (perubahan pada periode yang sama ke perlakuan yang sama; pembanding pada periode dan perlakuan awal yang sama) dengan faktor √(n/(n−1)), n unit atau klaster dalam kelompok itu; kelompok yang hanya satu memakai rata-rata bersama pembandingnya. Bobot rata-rata dan jumlah perlakuan dianggap tetap. Tabel normal; t dengan G − 1 derajat bebas bila klaster kurang dari 10. pre-trends adalah uji χ² bersama atas waktu kejadian sebelum perubahan.",
            "From influence functions, summed by unit or by a cluster above it: deviations from the mean of the cohort (a change in the same period to the same treatment; comparison units in the same period with the same first treatment) with the factor √(n/(n−1)), n the units or clusters in it; a cohort of one uses the mean together with its comparison. Weights of averages and amounts of treatment count as fixed. Normal table; t with G − 1 degrees of freedom under 10 clusters. pre-trends is the joint χ² test of the event times before the change."
        ),
        edge_cases: vec![
            text!(
                "--treated boleh berisi 0/1 atau banyaknya perlakuan. Untuk unit yang perlakuannya berkurang, tanda dampak dibalik; --switchers in atau out memilih satu arah.",
                "--treated may hold 0/1 or an amount. For units whose treatment goes down the sign is turned; --switchers in or out chooses one direction."
            ),
            text!(
                "Waktu kejadian 0 adalah periode perubahan (efek ke-1 pada did_multiplegt_dyn), −2 plasebo pertama; plasebo memakai unit dan pembanding dari efek yang sama jauhnya.",
                "Event time 0 is the period of the change (effect 1 of did_multiplegt_dyn), −2 the first placebo; a placebo uses the units and the comparison of the effect as far away."
            ),
            text!(
                "--balance E memakai hanya unit yang teramati dan berpembanding sampai waktu kejadian E (same_switchers). --window A:B membatasi total-per-unit dan rata-rata dynamic.",
                "--balance E keeps the units that are seen and compared until event time E (same_switchers). --window A:B limits total-per-unit and the dynamic average."
            ),
            text!(
                "--control never hanya memakai unit yang perlakuannya tidak pernah berubah (only_never_switchers); bawaannya not-yet.",
                "--control never uses only units whose treatment never changes (only_never_switchers); the default is not-yet."
            ),
            text!(
                "Unit yang tidak teramati tepat sebelum perubahannya hanya menjadi pembanding sampai saat itu. Baris setelah perlakuan pernah di atas dan di bawah awalnya dikeluarkan. Unit yang selalu mengikuti program dan tidak punya lawan banding dikeluarkan dan dihitung.",
                "A unit that is not there just before its change serves for comparison until then only. Rows after treatment has been both above and below its first amount leave. Units that are always treated and cannot be compared leave and are counted."
            ),
            text!(
                "Bagian normalized dalam hasil JSON adalah dampak per satuan perlakuan yang diterima sejak perubahan. Kovariat belum dipakai.",
                "The part normalized of the JSON result has effects per unit of treatment received since the change. Covariates are not used yet."
            ),
        ],
        checked_against: "py_did_multiplegt_dyn 0.1.9 (did_multiplegt_dyn by its authors), moderndid 0.2.0; callaway-santanna of this program where treatment stays",
        references: &[
            "de Chaisemartin & D'Haultfœuille (2020), American Economic Review 110(9)",
            "de Chaisemartin & D'Haultfœuille (2024), Review of Economics and Statistics",
        ],
    }
}
