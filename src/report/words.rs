//! Words for the codes of the result format: kinds, terms, tests, checks, fields. A code that is not here is shown as it stands, as code.

use crate::checks::{EVIDENCE, check_cards};
use crate::estimate::Verdict;
use crate::locale::Lang;

type Entry = (&'static str, &'static str, &'static str);

const TERMS: &[Entry] = &[
    ("att", "dampak rata-rata pada peserta program", "average effect on the treated"),
    ("mean-difference", "selisih rata-rata", "difference in means"),
    ("median-shift", "pergeseran median (Hodges–Lehmann)", "median shift (Hodges–Lehmann)"),
    ("share-within-target", "selisih porsi sesuai standar", "difference in the share within the standard"),
    ("quantile-10", "selisih persentil ke-10", "difference at the 10th percentile"),
    ("quantile-25", "selisih persentil ke-25", "difference at the 25th percentile"),
    ("quantile-50", "selisih median", "difference in medians"),
    ("quantile-75", "selisih persentil ke-75", "difference at the 75th percentile"),
    ("quantile-90", "selisih persentil ke-90", "difference at the 90th percentile"),
    ("first-stage", "perubahan keikutsertaan (tahap pertama)", "change in participation (first stage)"),
    ("intention-to-treat", "dampak ditawarkannya program", "effect of the program being offered"),
    ("acrt", "tambahan dampak per satuan dosis", "effect of one more unit of dose"),
    ("dose-response", "dampak pada dosis", "effect at the dose"),
    ("dose-slope", "tambahan dampak pada dosis", "slope at the dose"),
    ("discrete-lower", "batas bawah dampak rata-rata (nilai sama)", "lower bound of the mean effect (ties)"),
    ("discrete-upper", "batas atas dampak rata-rata (nilai sama)", "upper bound of the mean effect (ties)"),
    ("total-per-unit", "dampak rata-rata per satuan perlakuan", "average effect per unit of treatment"),
    ("window", "rata-rata dalam rentang waktu", "average over the window"),
    ("simple", "rata-rata sederhana", "simple average"),
    ("group", "rata-rata antarkelompok mulai", "average over starting groups"),
    ("dynamic", "rata-rata menurut lama program", "average over length of exposure"),
    ("calendar", "rata-rata menurut waktu", "average over calendar time"),
    ("pre-slope", "kemiringan sebelum program", "slope before"),
    ("level-change", "perubahan taraf", "change in level"),
    ("slope-change", "perubahan kemiringan", "change in slope"),
    ("post-slope", "kemiringan sesudah program", "slope after"),
    ("average-effect", "dampak rata-rata sejak program dimulai", "average effect since the start"),
    ("effect-at-end", "dampak pada periode terakhir", "effect in the last period"),
    ("difference-level", "selisih taraf dari pembanding", "difference in level from the comparison"),
    ("difference-pre-slope", "selisih kemiringan sebelum program", "difference in slope before"),
    ("difference-level-change", "selisih perubahan taraf", "difference in the change in level"),
    ("difference-slope-change", "selisih perubahan kemiringan", "difference in the change in slope"),
    ("difference-post-slope", "selisih kemiringan sesudah program", "difference in slope after"),
    ("restricted-mean-difference", "selisih rata-rata lama sampai batas waktu", "difference in the restricted mean"),
    ("restricted-mean", "rata-rata lama sampai batas waktu", "restricted mean"),
    ("log-hazard-ratio", "log rasio laju penyelesaian (Cox)", "log hazard ratio (Cox)"),
    ("random-effects", "gabungan efek acak", "random-effects mean"),
    ("fixed-effect", "gabungan efek tetap", "fixed-effect mean"),
    ("prediction", "rentang prediksi", "prediction interval"),
    ("index-difference", "selisih indeks", "difference in the index"),
    ("element", "selisih unsur", "difference of an element"),
    ("mean-difference-bootstrap", "selisih rata-rata (bootstrap)", "difference in means (bootstrap)"),
    ("median-difference-bootstrap", "selisih median (bootstrap)", "difference in medians (bootstrap)"),
    ("mean-difference-clustered", "selisih rata-rata (berklaster)", "difference in means (clustered)"),
    ("intercept", "konstanta", "intercept"),
    ("dampak:treated", "peserta program", "program group"),
    ("dampak:after", "sesudah program", "after the program"),
    ("estimate", "taksiran", "estimate"),
    ("standard-error", "galat baku yang diharapkan", "expected standard error"),
    ("minimum-detectable-effect", "dampak terkecil yang terdeteksi", "minimum detectable effect"),
    ("power", "kekuatan uji", "power"),
    ("regions-needed", "wilayah yang diperlukan", "regions needed"),
    ("people-needed", "orang yang diperlukan", "people needed"),
    ("respondents-needed", "responden yang diperlukan per putaran", "respondents needed a round"),
    ("periods-needed", "periode yang diperlukan sebelum dan sesudah", "periods needed before and after"),
    ("standard-error-in-past-data", "galat baku menurut data lama", "standard error by past data"),
    ("minimum-detectable-effect-in-past-data", "dampak terkecil menurut data lama", "minimum detectable effect by past data"),
    ("power-in-past-data", "kekuatan uji menurut data lama", "power by past data"),
    ("false-positives-in-past-data", "temuan palsu menurut data lama", "false positives by past data"),
    ("pooled-pre", "gabungan sebelum program", "pooled before the program"),
];

const TESTS: &[Entry] = &[
    ("welch-t", "Uji t Welch", "Welch t test"),
    ("student-t", "Uji t Student", "Student t test"),
    ("paired-t", "Uji t berpasangan", "Paired t test"),
    ("mann-whitney", "Uji Mann–Whitney", "Mann–Whitney test"),
    ("wilcoxon-signed-rank", "Uji peringkat bertanda Wilcoxon", "Wilcoxon signed-rank test"),
    ("brunner-munzel", "Uji Brunner–Munzel", "Brunner–Munzel test"),
    ("kolmogorov-smirnov", "Uji Kolmogorov–Smirnov", "Kolmogorov–Smirnov test"),
    ("pre-trends", "Uji gerak sejajar sebelum program", "Test of parallel movement before the program"),
    ("wild-bootstrap", "Bootstrap liar antarklaster", "Wild cluster bootstrap"),
    ("first-stage", "Uji tahap pertama (F)", "Test of the first stage (F)"),
    ("anderson-rubin", "Uji Anderson–Rubin", "Anderson–Rubin test"),
    ("randomization", "Uji pengacakan", "Randomization test"),
    ("permutation", "Uji permutasi", "Permutation test"),
    ("placebo-in-space", "Program semu pada unit pembanding", "Pretended program at comparison units"),
    ("rmspe-ratio", "Nisbah simpangan sesudah dan sebelum program", "Misfit after over misfit before the program"),
    ("heterogeneity", "Uji keragaman antarkelompok", "Test of heterogeneity"),
    ("wilcoxon-signed-rank-conditional", "Wilcoxon bertanda, bersyarat pada peringkat sama", "Wilcoxon signed-rank, conditional on ties"),
    ("mann-whitney-conditional", "Mann–Whitney, bersyarat pada peringkat sama", "Mann–Whitney, conditional on ties"),
    ("sign", "Uji tanda", "Sign test"),
    ("two-proportions", "Uji dua proporsi", "Test of two proportions"),
    ("mcnemar", "Uji McNemar", "McNemar test"),
    ("brown-forsythe", "Kesamaan ragam (Brown–Forsythe)", "Equal spread (Brown–Forsythe)"),
    ("index-difference", "Selisih indeks", "Difference in the index"),
    ("log-rank", "Uji log-rank", "Log-rank test"),
    ("peto-peto", "Uji Peto–Peto", "Peto–Peto test"),
    ("proportional-hazards", "Rasio laju tetap (Grambsch–Therneau)", "Constant hazard ratio (Grambsch–Therneau)"),
    ("durbin-watson", "Durbin–Watson (korelasi antarperiode)", "Durbin–Watson (dependence of neighbouring periods)"),
    ("breusch-godfrey", "Breusch–Godfrey (korelasi antarperiode)", "Breusch–Godfrey (dependence of periods)"),
    ("breusch-godfrey-f", "Breusch–Godfrey, bentuk F", "Breusch–Godfrey, F form"),
    ("ljung-box", "Ljung–Box (korelasi antarperiode)", "Ljung–Box (dependence of periods)"),
];

/// Names of checks that only other programs and older results use; those of this program are on their cards.
const CHECKS: &[Entry] = &[
    ("placebo", "Program semu pada masa sebelum program", "Pretended program in the time before"),
    ("attrition", "Kasus belum selesai", "Unfinished cases"),
    ("unfinished", "Kasus belum selesai", "Unfinished cases"),
    ("honest-bounds", "Penyimpangan dari gerak sejajar", "Departures from parallel movement"),
    ("bacon", "Susunan perbandingan", "Decomposition of comparisons"),
    ("wild-bootstrap", "Ketidakpastian dengan sedikit klaster", "Uncertainty with few clusters"),
    ("wild-cluster", "Ketidakpastian dengan sedikit klaster", "Uncertainty with few clusters"),
    ("permutation", "Uji permutasi", "Permutation test"),
    ("randomization", "Uji pengacakan", "Randomization test"),
    ("power", "Daya uji", "Power"),
    ("methods-agree", "Kesesuaian antarmetode", "Agreement between methods"),
    ("sample-size", "Jumlah responden", "Number of respondents"),
    ("calendar", "Pengaruh kalender", "Effect of the calendar"),
];

const FIELDS: &[Entry] = &[
    ("kind", "Jenis", "Kind"),
    ("term", "Besaran", "Quantity"),
    ("cohort", "Mulai program", "Program start"),
    ("period", "Periode", "Period"),
    ("event_time", "Waktu sejak mulai", "Time since start"),
    ("region", "Kelompok", "Group"),
    ("estimate", "Taksiran", "Estimate"),
    ("std_error", "Galat baku", "Standard error"),
    ("statistic", "Statistik uji", "Test statistic"),
    ("df", "Derajat bebas", "Degrees of freedom"),
    ("p_value", "Nilai p", "p-value"),
    ("p_adjusted", "Nilai p disesuaikan", "Adjusted p-value"),
    ("conf_low", "Batas bawah", "Lower limit"),
    ("conf_high", "Batas atas", "Upper limit"),
    ("band_low", "Batas bawah pita serentak", "Lower limit of the band"),
    ("band_high", "Batas atas pita serentak", "Upper limit of the band"),
    ("records", "Catatan", "Records"),
    ("clusters", "Klaster", "Clusters"),
    ("units", "Satuan", "Units"),
    ("periods", "Periode", "Periods"),
    ("exact", "Eksak", "Exact"),
    ("name", "Nama", "Name"),
    ("mean", "Rata-rata", "Mean"),
    ("median", "Median", "Median"),
    ("value", "Nilai", "Value"),
    ("grade", "Mutu", "Grade"),
    ("respondents", "Responden", "Respondents"),
    ("element", "Unsur", "Element"),
    ("weight", "Bobot", "Weight"),
    ("hedges_g", "g Hedges", "Hedges' g"),
    ("cohens_d", "d Cohen", "Cohen's d"),
    ("cliffs_delta", "delta Cliff", "Cliff's delta"),
    ("probability_of_superiority", "Peluang nilai sesudah lebih tinggi", "Probability that after exceeds before"),
    ("effect_sizes", "Ukuran dampak baku", "Standardized effect sizes"),
    ("n_before", "Catatan sebelum", "Records before"),
    ("n_after", "Catatan sesudah", "Records after"),
    ("mean_before", "Rata-rata sebelum", "Mean before"),
    ("mean_after", "Rata-rata sesudah", "Mean after"),
    ("m", "M", "M"),
    ("bounds", "Batas bila gerak sejajar dilanggar", "Bounds where movement was not parallel"),
    ("slope_50", "Kecenderungan yang ditemukan dalam separuh kasus", "Drift that is found half the time"),
    ("slope_80", "Kecenderungan yang ditemukan dalam 80 % kasus", "Drift that is found 80% of the time"),
    ("bias_50", "Pergeseran dampak olehnya (50 %)", "What it moves the effect by (50%)"),
    ("bias_80", "Pergeseran dampak olehnya (80 %)", "What it moves the effect by (80%)"),
    ("bias_80_after_passing", "Pergeseran bila uji lolos (80 %)", "The same where the test passed (80%)"),
    ("threshold_max", "Ambang kesetaraan, periode terjauh", "Equivalence threshold, farthest period"),
    ("threshold_mean", "Ambang kesetaraan, rata-rata", "Equivalence threshold, mean"),
    ("same_direction", "Searah", "Same direction"),
    ("same_direction_significant", "Searah dan nyata", "Same direction, p < 0.05"),
    ("forbidden_weight", "Bobot perbandingan terlarang", "Weight of forbidden comparisons"),
    ("twfe", "Efek tetap dua arah", "Two-way fixed effects"),
    ("clean_estimate", "Perbandingan bersih saja", "Clean comparisons alone"),
    ("share_negative", "Porsi bobot negatif", "Share of negative weights"),
    ("sum_negative", "Jumlah bobot negatif", "Sum of negative weights"),
    ("units_left_out", "Unit yang tidak ikut", "Units left out"),
    ("conf_low_at_1", "Batas bawah pada M = 1", "Lower limit at M = 1"),
    ("conf_high_at_1", "Batas atas pada M = 1", "Upper limit at M = 1"),
    ("breakdown", "Titik runtuh", "Breakdown value"),
    ("breakdowns", "Titik runtuh menurut jenis batas", "Breakdown value by kind of bound"),
    ("tau2", "Keragaman antarkelompok (τ²)", "Between-group variance (τ²)"),
    ("i2", "I²", "I²"),
    ("h2", "H²", "H²"),
    ("q", "Q", "Q"),
    ("heterogeneity", "Keragaman", "Heterogeneity"),
    ("leave_one_out", "Gabungan tanpa salah satu", "Pool without one of them"),
    ("left_out", "Tanpa", "Without"),
    ("index", "Indeks", "Index"),
    ("elements", "Unsur", "Elements"),
    ("path", "Jejak waktu", "Path over time"),
    ("observed", "Teramati", "Observed"),
    ("fitted", "Menurut model", "Fitted"),
    ("counterfactual", "Tanpa program", "Counterfactual"),
    ("draws", "Ulangan", "Draws"),
    ("power_by_effect", "Kekuatan uji menurut besarnya dampak", "Power by the size of the effect"),
    ("power_by_size", "Kekuatan uji menurut jumlah", "Power by size"),
    ("power", "Kekuatan uji", "Power"),
    ("power_in_past_data", "Kekuatan uji menurut data lama", "Power by past data"),
    ("effect", "Dampak", "Effect"),
    ("size", "Jumlah", "Size"),
    ("minimum_detectable_effect", "Dampak terkecil yang terdeteksi", "Minimum detectable effect"),
    ("krejcie_morgan", "Tabel Krejcie–Morgan", "Table of Krejcie and Morgan"),
    ("population", "Populasi", "Population"),
    ("past_data", "Data lama", "Past data"),
    ("regions", "Wilayah", "Regions"),
    ("sub_experiments", "Sub-percobaan", "Sub-experiments"),
    ("start", "Mulai", "Start"),
    ("stacked_rows", "Baris bertumpuk", "Stacked rows"),
    ("implied_effect", "Perubahan akibat susunan", "Change due to the mix"),
    ("relative_to_effect", "Porsi terhadap dampak", "Share of the effect"),
    ("moved_share_treated", "Porsi berpindah, peserta program", "Share that moved, program group"),
    ("moved_share_comparison", "Porsi berpindah, pembanding", "Share that moved, comparison"),
    ("wild_p_value", "Nilai p bootstrap liar", "p-value of the wild bootstrap"),
    ("low", "Terendah", "Lowest"),
    ("high", "Tertinggi", "Highest"),
    ("farthest", "Terjauh tanpa", "Farthest without"),
    ("without", "Tanpa", "Without"),
    ("drift_per_period", "Kecenderungan per periode sebelum program", "Drift per period before the program"),
    ("drift_p_value", "Nilai p kecenderungan", "p-value of the drift"),
    ("without_answer", "Baris tanpa jawaban", "Rows without an answer"),
    ("balance", "Teramati sampai waktu kejadian", "Observed until event time"),
    ("multiplicity", "Penyesuaian uji berganda", "Multiplicity adjustment"),
    ("before_against", "Dampak sebelum program diukur terhadap", "Effects before the start are against"),
    ("largest_before", "Penyimpangan terbesar sebelum program", "Largest departure before the program"),
    ("share_before", "Porsi sebelum", "Share before"),
    ("share_after", "Porsi sesudah", "Share after"),
    ("share", "Porsi", "Share"),
    ("rows", "Baris", "Rows"),
    ("of", "Dari seluruh baris", "Of all rows"),
    ("reasons", "Alasan", "Reasons"),
    ("treatment", "Penanda program", "Program marker"),
    ("wild_weights", "Bobot bootstrap liar", "Wild bootstrap weights"),
    ("sampling", "Cara pengambilan data", "Sampling"),
    ("normalized", "Dampak per satuan perlakuan sejak perubahan", "Effects per unit of treatment since the change"),
    ("treatment_received", "Perlakuan yang diterima", "Treatment received"),
    ("size", "Bobot unit", "Weight of units"),
    ("switchers", "Arah perubahan", "Direction of change"),
    ("standardized_difference", "Selisih baku", "Standardized difference"),
    ("largest", "Terbesar", "Largest"),
    ("variable", "Peubah", "Variable"),
    ("variables", "Peubah", "Variables"),
    ("groups", "Kelompok", "Groups"),
    ("records_before", "Catatan sebelum", "Records before"),
    ("records_after", "Catatan sesudah", "Records after"),
    ("partition", "Hak atas program", "Eligibility"),
    ("eligible", "Berhak", "Eligible"),
    ("window", "Rentang waktu rata-rata", "Window of the average"),
    ("reference", "Acuan", "Reference"),
    ("date", "Tanggal", "Date"),
    ("conditional", "Bersyarat", "Conditional"),
    ("before", "Sebelum", "Before"),
    ("after", "Sesudah", "After"),
    ("pairs", "Pasangan", "Pairs"),
    ("ties", "Nilai sama", "Ties"),
    ("n", "Banyaknya", "Number"),
    ("sd", "Simpangan baku", "Standard deviation"),
    ("min", "Terkecil", "Smallest"),
    ("max", "Terbesar", "Largest"),
    ("q10", "Persentil ke-10", "10th percentile"),
    ("q25", "Persentil ke-25", "25th percentile"),
    ("q50", "Median", "Median"),
    ("q75", "Persentil ke-75", "75th percentile"),
    ("q90", "Persentil ke-90", "90th percentile"),
    ("descriptives", "Ringkasan nilai", "Summary of values"),
    ("effect_sizes_by_region", "Ukuran dampak baku per kelompok", "Standardized effect sizes by group"),
    ("means", "Rata-rata kelompok", "Group means"),
    ("critical_value", "Nilai kritis", "Critical value"),
    ("regression", "Regresi", "Regression"),
    ("covariance", "Kovarians", "Covariance"),
    ("parameters", "Parameter", "Parameters"),
    ("sigma", "Simpangan sisaan", "Residual standard deviation"),
    ("rss", "Jumlah kuadrat sisaan", "Residual sum of squares"),
    ("absorbed", "Efek tetap yang diserap", "Absorbed fixed effects"),
    ("factor", "Faktor", "Factor"),
    ("levels", "Tingkat", "Levels"),
    ("weights", "Bobot", "Weights"),
    ("assignments", "Susunan acak", "Assignments"),
    ("p_upper", "Nilai p atas", "Upper p-value"),
    ("p_lower", "Nilai p bawah", "Lower p-value"),
    ("wild_conf_low", "Batas bawah bootstrap liar", "Lower limit of the wild bootstrap"),
    ("wild_conf_high", "Batas atas bootstrap liar", "Upper limit of the wild bootstrap"),
    ("paired", "Berpasangan", "Paired"),
    ("hedges_g_approx", "g Hedges (pendekatan)", "Hedges' g (approximate)"),
    ("suppressed", "Tidak ditampilkan", "Not shown"),
    ("r2", "R²", "R²"),
    ("outcome", "Hasil yang diukur", "Outcome"),
    ("method", "Metode", "Method"),
    ("level", "Taraf kepercayaan", "Confidence level"),
    ("control", "Pembanding", "Comparison"),
    ("covariates", "Peubah penyerta", "Covariates"),
    ("fixed_effects", "Efek tetap", "Fixed effects"),
    ("vcov", "Galat baku", "Standard errors"),
    ("cluster", "Klaster", "Cluster"),
    ("base", "Periode acuan", "Base period"),
    ("anticipation", "Antisipasi", "Anticipation"),
    ("unit", "Satuan", "Unit"),
    ("time", "Waktu", "Time"),
    ("treated", "Peserta program", "Treated"),
    ("post", "Sesudah", "After"),
    ("by", "Dirinci menurut", "Broken down by"),
    ("pair", "Pasangan", "Pair"),
    ("start", "Mulai", "Start"),
    ("better", "Arah baik", "Good direction"),
    ("target", "Standar layanan", "Service standard"),
    ("seed", "Benih acak", "Random seed"),
    ("wild", "Ulangan bootstrap liar", "Wild bootstrap draws"),
    ("bands", "Ulangan pita serentak", "Draws for bands"),
    ("panel", "Panel", "Panel"),
    ("adjust", "Penyesuaian", "Adjustment"),
    ("group", "Kelompok", "Group"),
    ("adjustment", "Penyesuaian uji berganda", "Multiplicity adjustment"),
    ("bootstrap", "Ulangan bootstrap", "Bootstrap draws"),
    ("permute", "Ulangan permutasi", "Permutations"),
    ("threads", "Utas", "Threads"),
    ("regime", "Ketentuan mutu", "Grade regime"),
    ("clock", "Jam hitung", "Clock"),
    ("duration", "Durasi", "Duration"),
    ("hedges_g_low", "g Hedges, batas bawah", "Hedges' g, lower limit"),
    ("hedges_g_high", "g Hedges, batas atas", "Hedges' g, upper limit"),
    ("glass_delta", "delta Glass", "Glass's delta"),
    ("cliffs_delta_low", "delta Cliff, batas bawah", "Cliff's delta, lower limit"),
    ("cliffs_delta_high", "delta Cliff, batas atas", "Cliff's delta, upper limit"),
    ("d_z", "d selisih berpasangan (d_z)", "d of paired differences (d_z)"),
    ("d_av", "d rata-rata simpangan (d_av)", "d by average spread (d_av)"),
    ("d_rm", "d pengukuran berulang (d_rm)", "d for repeated measures (d_rm)"),
    ("correlation", "Korelasi sebelum–sesudah", "Correlation of before and after"),
    ("trend", "Perkembangan", "Trend"),
    ("grade_low", "Mutu pada batas bawah", "Grade at the lower limit"),
    ("grade_high", "Mutu pada batas atas", "Grade at the upper limit"),
    ("scale", "Lama satu periode", "Length of a period"),
    ("until", "Batas waktu (τ)", "Horizon (τ)"),
    ("limits", "Skala batas kurva", "Scale of the limits"),
    ("ties", "Waktu sama", "Ties"),
    ("clustered", "Berklaster", "Clustered"),
    ("curves", "Kurva", "Curves"),
    ("cases", "Kasus", "Cases"),
    ("finished", "Selesai", "Finished"),
    ("unfinished", "Belum selesai", "Unfinished"),
    ("median_low", "Median, batas bawah", "Median, lower limit"),
    ("median_high", "Median, batas atas", "Median, upper limit"),
    ("restricted_mean", "Rata-rata sampai batas waktu", "Restricted mean"),
    ("hazard_ratio", "Rasio laju", "Hazard ratio"),
    ("stratified", "Berlapis", "Stratified"),
    ("season", "Musim", "Season"),
    ("harmonics", "Pasang harmonik", "Harmonics"),
    ("period_weights", "Bobot periode", "Weights of periods"),
    ("ramadan", "Ramadan diperhitungkan", "Ramadan adjusted for"),
    ("slope_change", "Kemiringan boleh berubah", "Slope may change"),
    ("log", "Logaritma", "Logarithm"),
    ("errors", "Galat antarperiode", "Errors"),
    ("lag", "Kelambanan", "Lag"),
    ("lag_used", "Kelambanan terpakai", "Lag in use"),
    ("bandwidth", "Lebar pita", "Bandwidth"),
    ("rho", "Korelasi dengan periode sebelumnya", "Correlation with the period before"),
    ("coefficients", "Koefisien regresi", "Coefficients of the regression"),
    ("counterfactual_low", "Tanpa program, batas bawah", "Counterfactual, lower limit"),
    ("counterfactual_high", "Tanpa program, batas atas", "Counterfactual, upper limit"),
    ("effect", "Dampak", "Effect"),
    ("effect_low", "Dampak, batas bawah", "Effect, lower limit"),
    ("effect_high", "Dampak, batas atas", "Effect, upper limit"),
    ("percent_change", "Perubahan persen", "Change in percent"),
    ("percent_low", "Perubahan persen, batas bawah", "Change in percent, lower limit"),
    ("percent_high", "Perubahan persen, batas atas", "Change in percent, upper limit"),
    ("items", "Butir", "Items"),
    ("column", "Kolom", "Column"),
];

const KINDS: &[Entry] = &[
    ("overall", "keseluruhan", "overall"),
    ("event-time", "menurut lama program", "by event time"),
    ("cohort", "menurut waktu mulai", "by cohort"),
    ("period", "menurut periode", "by period"),
    ("cohort-period", "menurut waktu mulai dan periode", "by cohort and period"),
    ("term", "koefisien", "coefficient"),
    ("region", "menurut kelompok", "by group"),
];

const VALUES: &[Entry] = &[
    ("true", "ya", "yes"),
    ("false", "tidak", "no"),
    ("null", "–", "–"),
    ("lower", "makin rendah makin baik", "lower is better"),
    ("higher", "makin tinggi makin baik", "higher is better"),
    ("before", "sebelum", "before"),
    ("after", "sesudah", "after"),
    ("never", "tidak pernah ikut program", "never treated"),
    ("not-yet", "belum ikut program", "not yet treated"),
    ("elapsed", "waktu berjalan", "elapsed time"),
    ("calendar-days", "hari kalender", "calendar days"),
    ("working-days", "hari kerja", "working days"),
    ("working-hours", "jam kerja", "working hours"),
];

fn find(entries: &[Entry], code: &str, lang: Lang) -> Option<&'static str> {
    entries.iter().find(|entry| entry.0 == code).map(|entry| match lang {
        Lang::Id => entry.1,
        Lang::En => entry.2,
    })
}

fn or_code(entries: &[Entry], code: &str, lang: Lang) -> String {
    find(entries, code, lang).map_or_else(|| format!("`{code}`"), str::to_owned)
}

/// A term of an effect.
pub fn term(code: &str, lang: Lang) -> String {
    if let Some(percent) = code.strip_prefix("quantile-").filter(|_| find(TERMS, code, lang).is_none()) {
        return match lang {
            Lang::Id => format!("selisih persentil ke-{}", percent.replace('.', ",")),
            Lang::En => format!("difference at percentile {percent}"),
        };
    }
    // Of several interruptions each has its number.
    if let Some((base, number)) = code.rsplit_once('-').filter(|(_, number)| number.parse::<u32>().is_ok())
        && let (None, Some(words)) = (find(TERMS, code, lang), find(TERMS, base, lang))
    {
        return format!("{words} ({number})");
    }
    or_code(TERMS, code, lang)
}

/// A test.
pub fn test(code: &str, lang: Lang) -> String {
    find(TESTS, code, lang).or_else(|| find(CHECKS, code, lang)).map_or_else(|| format!("`{code}`"), str::to_owned)
}

/// A check.
pub fn check(code: &str, lang: Lang) -> String {
    if let Some(card) = check_cards().into_iter().find(|card| card.name == code) {
        return card.title.get(lang).to_owned();
    }
    find(CHECKS, code, lang).or_else(|| find(TESTS, code, lang)).map_or_else(|| format!("`{code}`"), str::to_owned)
}

/// A field of the result format or a setting.
pub fn field(code: &str, lang: Lang) -> String {
    find(FIELDS, code, lang).or_else(|| find(EVIDENCE, code, lang)).or_else(|| find(TERMS, code, lang)).map_or_else(|| format!("`{code}`"), str::to_owned)
}

/// Whether a field has words.
pub fn is_known_field(code: &str) -> bool {
    FIELDS.iter().any(|entry| entry.0 == code)
}

/// A kind of effect.
pub fn kind(code: &str, lang: Lang) -> String {
    or_code(KINDS, code, lang)
}

/// A value of a setting where it is a known word; none otherwise.
pub fn value(code: &str, lang: Lang) -> Option<&'static str> {
    find(VALUES, code, lang)
}

/// A verdict in a word.
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match (verdict, lang) {
        (Verdict::Pass, Lang::Id) => "lolos",
        (Verdict::Pass, Lang::En) => "pass",
        (Verdict::Caution, Lang::Id) => "perlu hati-hati",
        (Verdict::Caution, Lang::En) => "caution",
        (Verdict::Fail, Lang::Id) => "tidak lolos",
        (Verdict::Fail, Lang::En) => "fail",
        (Verdict::NotApplicable, Lang::Id) => "tidak berlaku",
        (Verdict::NotApplicable, Lang::En) => "not applicable",
    }
}

/// `sebelum` and `sesudah` at the beginning of a label.
pub fn before_after(after: bool, lang: Lang) -> &'static str {
    match (after, lang) {
        (false, Lang::Id) => "Sebelum",
        (false, Lang::En) => "Before",
        (true, Lang::Id) => "Sesudah",
        (true, Lang::En) => "After",
    }
}
