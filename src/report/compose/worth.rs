//! Was it worth it: whom the program reached, what the effect adds up to, and what a unit of improvement cost.

use super::say::say;
use super::story::{OutcomeStory, Story};
use super::wording::{enumerate, inside, placed, with_unit};
use crate::locale::{Lang, integer, number};
use crate::report::document::{Block, Cell, Column, Section, Table, UNDEFINED};
use crate::study::{Member, PoolResult, Price, PriceLimits, RecordKind, Total, TotalUnit, Worth, WorthOf};

/// The section; none where neither a cost nor anything that could be counted is known.
pub(crate) fn section(story: &Story) -> Option<Section> {
    let l = story.lang;
    let worth = story.result.worth.as_ref()?;
    let counted = worth.served.is_some() || worth.served_count.is_some() || worth.outcomes.iter().any(|one| one.total.is_some());
    if worth.cost.is_none() && !counted {
        return None;
    }
    let mut blocks: Vec<Block> = reach(story, worth).into_iter().map(Block::Prose).collect();
    let main = worth.outcomes.first().filter(|first| story.outcomes.first().is_some_and(|part| part.outcome.name == first.outcome));
    blocks.extend(main.and_then(|main| total(story, main)).map(Block::Prose));
    if let Some(cost) = worth.cost {
        let all = rupiah(l, cost);
        blocks.push(Block::Prose(say!(l, "Biaya program seluruhnya {all}.", "The program cost {all} in all.")));
        blocks.push(Block::Prose(main.and_then(|main| main.price.as_ref()).map_or_else(|| not_known(l), |price| priced(story, price))));
    }
    let rows: Vec<&WorthOf> = worth.outcomes.iter().filter(|one| one.total.is_some() || one.price.is_some()).collect();
    if rows.len() > 1 {
        blocks.push(Block::Table(table(story, worth, &rows)));
    }
    if blocks.is_empty() {
        return None;
    }
    let title = if worth.cost.is_some() {
        say!(l, "Jangkauan, manfaat, dan biaya", "Reach, benefit and cost")
    } else {
        say!(l, "Jangkauan dan manfaat", "Reach and benefit")
    };
    Some(Section { id: "cost", title, blocks })
}

/// Who was served: `pemohon`; records where the study does not say.
fn served(story: &Story, worth: &Worth) -> String {
    worth.served.as_ref().map_or_else(|| say!(story.lang, "catatan", "records"), |words| words.get(story.lang).to_owned())
}

/// How many people, where, for how long.
fn reach(story: &Story, worth: &Worth) -> Vec<String> {
    let l = story.lang;
    let mut out = Vec::new();
    let main = story.outcomes.first();
    if let Some(reached) = main.and_then(|part| part.outcome.reached) {
        let (count, who, place) = (integer(l, reached.records), served(story, worth), placed(l, &story.treated));
        let mut where_and_when = Vec::new();
        where_and_when.extend(reached.units.map(|units| match units {
            1 => say!(l, "1 unit layanan", "1 service unit"),
            _ => say!(l, "{units} unit layanan", "{units} service units"),
        }));
        let scale = main.and_then(|part| part.outcome.trends.as_ref()).map(|trends| trends.scale);
        where_and_when.extend(reached.periods.map(|periods| {
            let unit = scale.map_or_else(|| say!(l, "periode", "period"), |scale| scale.unit(l).to_owned());
            let plural = if l == Lang::En && periods != 1 { "s" } else { "" };
            format!("{periods} {unit}{plural}")
        }));
        let inside = if where_and_when.is_empty() { String::new() } else { format!(" ({})", where_and_when.join(", ")) };
        let kind = worth.outcomes.first().map_or(RecordKind::Cases, |first| first.kind);
        out.push(match kind {
            RecordKind::Cases => say!(
                l,
                "Sejak program dimulai, data ini mencatat {count} {who} {place}{inside}.",
                "From the start of the program on, these data record {count} {who} {place}{inside}."
            ),
            RecordKind::Answers => say!(
                l,
                "Sejak program dimulai, data ini memuat {count} jawaban {place}{inside}. Itu sebagian dari yang dilayani, bukan seluruhnya.",
                "From the start of the program on, these data hold {count} answers {place}{inside}. That is a part of those served, and not all of them."
            ),
            RecordKind::Means => say!(
                l,
                "Sejak program dimulai, data ini memuat {count} baris {place}{inside}, satu untuk setiap unit dan periode; jumlah orang yang dilayani tidak tercatat di dalamnya.",
                "From the start of the program on, these data hold {count} rows {place}{inside}, one for each unit and period; how many people were served is not in them."
            ),
        });
    }
    if let Some(count) = worth.served_count {
        let (count, who) = (integer(l, count), served(story, worth));
        out.push(say!(
            l,
            "Menurut berkas studi, seluruhnya {count} {who} dilayani sejak program dimulai.",
            "By the study file, {count} {who} were served in all since the start."
        ));
    }
    if let Some(people) = &story.result.people {
        let count = integer(l, people.people);
        out.push(say!(l, "Berkas peserta memuat {count} orang yang mengikuti program.", "The file of participants holds {count} people who took part."));
    }
    out
}

/// `12.500`, without a sign.
fn size(l: Lang, value: f64) -> String {
    number(l, three_digits(value.abs()), 0)
}

/// `12.500 jam kerja`, `1.240 kasus`.
fn amount(l: Lang, unit: &TotalUnit, value: f64) -> String {
    let value = size(l, value);
    match unit {
        TotalUnit::Time(unit) => with_unit(value, unit.get(l)),
        TotalUnit::Records => with_unit(value, &say!(l, "kasus", "cases")),
    }
}

/// What the main effect adds up to, with its interval.
fn total(story: &Story, of: &WorthOf) -> Option<String> {
    let l = story.lang;
    let found: &Total = of.total.as_ref()?;
    let level = story.outcomes.first().map(|part| part.words.level()).unwrap_or_default();
    let (sum, time) = (amount(l, &found.unit, found.estimate), matches!(found.unit, TotalUnit::Time(_)));
    let doubted = story.outcomes.first().is_some_and(|part| part.chance_after_all().is_some());
    let first = match found.limits {
        Some((least, most)) if least > 0.0 && !doubted => {
            let (least, most) = (size(l, least), amount(l, &found.unit, most));
            if time {
                say!(
                    l,
                    "Bila dampaknya berlaku bagi semuanya, waktu yang dihemat seluruhnya {sum} (selang kepercayaan {level}: {least} s.d. {most}).",
                    "Taken over all of them, the effect adds up to {sum} saved ({level} confidence interval: {least} to {most})."
                )
            } else {
                say!(
                    l,
                    "Bila dampaknya berlaku bagi semuanya, {sum} lebih banyak memenuhi ukuran ini (selang kepercayaan {level}: {least} s.d. {most}).",
                    "Taken over all of them, {sum} more meet this measure ({level} confidence interval: {least} to {most})."
                )
            }
        }
        Some((least, most)) if most < 0.0 && !doubted => {
            let (least, most) = (size(l, most), amount(l, &found.unit, least));
            if time {
                say!(
                    l,
                    "Bila dampaknya berlaku bagi semuanya, waktu yang terbuang seluruhnya {sum} (selang kepercayaan {level}: {least} s.d. {most}).",
                    "Taken over all of them, the effect adds up to {sum} lost ({level} confidence interval: {least} to {most})."
                )
            } else {
                say!(
                    l,
                    "Bila dampaknya berlaku bagi semuanya, {sum} lebih sedikit memenuhi ukuran ini (selang kepercayaan {level}: {least} s.d. {most}).",
                    "Taken over all of them, {sum} fewer meet this measure ({level} confidence interval: {least} to {most})."
                )
            }
        }
        Some((least, most)) => {
            let side = |value: f64| {
                let size = amount(l, &found.unit, value);
                match (time, value < 0.0) {
                    (true, true) => say!(l, "kehilangan {size}", "{size} lost"),
                    (true, false) => say!(l, "penghematan {size}", "{size} saved"),
                    (false, true) => say!(l, "berkurang {size}", "{size} fewer"),
                    (false, false) => say!(l, "bertambah {size}", "{size} more"),
                }
            };
            let (least, most) = (side(least), side(most));
            say!(
                l,
                "Jumlah seluruhnya tidak dapat dibedakan dari nol: dari {least} sampai dengan {most} (selang kepercayaan {level}).",
                "What it adds up to cannot be told from zero: from {least} to {most} ({level} confidence interval)."
            )
        }
        None => say!(l, "Jumlah seluruhnya sekitar {sum}; ketidakpastiannya tidak diketahui.", "It adds up to about {sum}; the uncertainty is unknown."),
    };
    let whose = if time {
        say!(l, " Ini waktu yang ditunggu masyarakat, bukan jam kerja pegawai yang dihemat.", " This is time that the public waited, and not staff time saved.")
    } else {
        String::new()
    };
    Some(first + &whose)
}

fn not_known(l: Lang) -> String {
    say!(
        l,
        "Biaya per satuan perbaikan tidak dihitung karena dampaknya tidak diketahui.",
        "A cost per unit of improvement is not computed because the effect is not known."
    )
}

/// The price in a sentence.
fn priced(story: &Story, price: &Price) -> String {
    let l = story.lang;
    let label = inside(price.label.get(l));
    let level = story.outcomes.first().map(|part| part.words.level()).unwrap_or_default();
    let of = |value: f64| rupiah(l, three_digits(value));
    match (price.limits, price.estimate, price.low, price.high) {
        (PriceLimits::NoImprovement, ..) => say!(
            l,
            "Hasil yang diukur memburuk, sehingga biaya per satuan perbaikan tidak dapat dihitung.",
            "The outcome got worse, so a cost per unit of improvement cannot be computed."
        ),
        (PriceLimits::NotCounted, ..) => say!(
            l,
            "Biaya per satuan perbaikan tidak dihitung karena jumlah layanan atau orang yang dilayani tidak diketahui; tulis `served_count` di berkas studi.",
            "A cost per unit of improvement is not computed because the number of services or people served is not known; give `served_count` in the study file."
        ),
        (PriceLimits::Closed, Some(value), Some(low), Some(high)) => {
            let (value, low, high) = (of(value), of(low), of(high));
            say!(
                l,
                "Biayanya {value} {label} (selang kepercayaan {level}: {low} s.d. {high}).",
                "That is {value} {label} ({level} confidence interval: {low} to {high})."
            )
        }
        (PriceLimits::Open, Some(value), Some(low), _) => {
            let (value, low) = (of(value), of(low));
            say!(
                l,
                "Taksiran titiknya {value} {label}; biayanya sedikitnya {low} (tingkat kepercayaan {level}), tanpa batas atas, karena dampaknya tidak dapat dibedakan dari nol.",
                "The point estimate is {value} {label}; it is at least {low} ({level} confidence), without an upper limit, because the effect cannot be told from zero."
            )
        }
        (PriceLimits::Open, None, Some(low), _) => {
            let low = of(low);
            say!(
                l,
                "Taksirannya bukan perbaikan, sehingga tidak ada biaya per satuan perbaikan; bila ada perbaikan yang masih sesuai dengan data, biayanya sedikitnya {low} {label} (tingkat kepercayaan {level}).",
                "The estimate is no improvement, so there is no cost per unit of it; were there one that the data still allow, it cost at least {low} {label} ({level} confidence)."
            )
        }
        (_, Some(value), ..) => {
            let value = of(value);
            say!(
                l,
                "Taksiran titiknya {value} {label}; ketidakpastiannya tidak diketahui.",
                "The point estimate is {value} {label}; its uncertainty is unknown."
            )
        }
        _ => not_known(l),
    }
}

/// All outcomes: what the effect adds up to, and its price.
fn table(story: &Story, worth: &Worth, rows: &[&WorthOf]) -> Table {
    let l = story.lang;
    let level = story.outcomes.first().map(|part| part.words.level()).unwrap_or_default();
    let words = |name: &str| {
        story.outcomes.iter().find(|part: &&OutcomeStory| part.outcome.name == name).map_or_else(|| name.to_owned(), |part| part.words.label.clone())
    };
    let mut columns = vec![
        Column::words("outcome", say!(l, "Hasil", "Outcome")),
        Column::numbers("times", say!(l, "Dihitung atas", "Counted over"), ""),
        Column::numbers("total", say!(l, "Jumlah perbaikan", "Improvement in all"), ""),
        Column::intervals("total_low", "total_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""),
    ];
    if worth.cost.is_some() {
        columns.push(Column::words("price_label", say!(l, "Satuan biaya", "Cost of what")));
        columns.push(Column::numbers("price", say!(l, "Biaya (Rp)", "Cost (Rp)"), ""));
        columns.push(Column::intervals("price_low", "price_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""));
    }
    let unknown = || Cell::coded(UNDEFINED, "");
    let machine = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let row = |one: &&WorthOf| {
        let mut row = vec![Cell::coded(words(&one.outcome), one.outcome.clone()), Cell::count(l, one.times)];
        match &one.total {
            Some(total) => {
                let unit = match &total.unit {
                    TotalUnit::Time(unit) => unit.get(l).to_owned(),
                    TotalUnit::Records => say!(l, "kasus", "cases"),
                };
                let whole = |value: f64| number(l, three_digits(value), 0);
                row.push(Cell::coded(with_unit(whole(total.estimate), &unit), total.estimate.to_string()));
                let shown = total.limits.map_or_else(
                    || UNDEFINED.to_owned(),
                    |(least, most)| {
                        let (least, most) = (whole(least), whole(most));
                        say!(l, "{least} s.d. {most}", "{least} to {most}")
                    },
                );
                row.push(Cell { shown, machine: vec![machine(total.limits.map(|(least, _)| least)), machine(total.limits.map(|(_, most)| most))] });
            }
            None => row.extend([unknown(), Cell { shown: UNDEFINED.into(), machine: vec![String::new(), String::new()] }]),
        }
        if worth.cost.is_some() {
            let price = one.price.as_ref();
            row.push(price.map_or_else(unknown, |price| Cell::text(price.label.get(l).to_owned())));
            row.push(price.and_then(|price| price.estimate).map_or_else(unknown, |value| Cell::coded(number(l, three_digits(value), 0), value.to_string())));
            let shown = price.map_or_else(|| UNDEFINED.to_owned(), |price| range(l, price));
            row.push(Cell { shown, machine: vec![machine(price.and_then(|price| price.low)), machine(price.and_then(|price| price.high))] });
        }
        row
    };
    let mut notes = Vec::new();
    if worth.cost.is_some() {
        notes.push(say!(
            l,
            "Setiap baris membebankan seluruh biaya program pada hasil itu saja; biaya antarbaris tidak dapat dijumlahkan.",
            "Each row sets the whole cost of the program against that outcome alone; costs of rows do not add up."
        ));
    }
    let open: Vec<String> =
        rows.iter().filter(|one| one.price.as_ref().is_some_and(|price| price.limits == PriceLimits::Open)).map(|one| inside(&words(&one.outcome))).collect();
    if !open.is_empty() {
        let list = enumerate(l, &open);
        notes.push(say!(
            l,
            "Tanpa batas atas, karena dampaknya tidak dapat dibedakan dari nol: {list}.",
            "Without an upper limit, because the effect cannot be told from zero: {list}."
        ));
    }
    Table {
        name: "worth".into(),
        caption: if worth.cost.is_some() {
            say!(l, "Jumlah perbaikan dan biaya per satuan perbaikan menurut hasil", "Improvement in all and cost per unit of improvement by outcome")
        } else {
            say!(l, "Jumlah perbaikan menurut hasil", "Improvement in all by outcome")
        },
        columns,
        rows: rows.iter().map(row).collect(),
        notes,
    }
}

/// Costs of the studies of a pool, each by its own unit; none where no study gives one.
pub(crate) fn of_pool(result: &PoolResult, l: Lang) -> Option<Section> {
    let known: Vec<(&Member, f64, &Price)> =
        result.members.iter().filter_map(|member| Some((member, member.cost?, member.worth.as_ref()?.price.as_ref()?))).collect();
    if known.is_empty() {
        return None;
    }
    let level = crate::locale::percent(l, result.level, 0);
    let columns = vec![
        Column::words("study", say!(l, "Studi", "Study")),
        Column::words("outcome", say!(l, "Hasil", "Outcome")),
        Column::numbers("total", say!(l, "Biaya program (Rp)", "Cost of the program (Rp)"), ""),
        Column::words("label", say!(l, "Satuan biaya", "Cost of what")),
        Column::numbers("estimate", say!(l, "Biaya (Rp)", "Cost (Rp)"), ""),
        Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""),
    ];
    let machine = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let row = |(member, total, price): &(&Member, f64, &Price)| {
        vec![
            Cell::coded(member.place.get(l).to_owned(), member.name.clone()),
            Cell::text(member.answer.label.get(l).to_owned()),
            Cell::coded(number(l, *total, 0), total.to_string()),
            Cell::text(price.label.get(l).to_owned()),
            Cell::coded(price.estimate.map_or_else(|| UNDEFINED.to_owned(), |value| number(l, three_digits(value), 0)), machine(price.estimate)),
            Cell { shown: range(l, price), machine: vec![machine(price.low), machine(price.high)] },
        ]
    };
    let mut notes = vec![say!(
        l,
        "Satuannya berbeda antarstudi, sehingga biaya ini tidak digabungkan dan tidak dapat diperingkat.",
        "Units differ between studies, so these costs are not pooled, and they do not rank."
    )];
    if known.iter().any(|(.., price)| price.limits == PriceLimits::Open) {
        notes.push(say!(
            l,
            "\"Sedikitnya\": tanpa batas atas, karena dampak studi itu tidak dapat dibedakan dari nol.",
            "\"At least\": without an upper limit, because the effect of that study cannot be told from zero."
        ));
    }
    let table = Table {
        name: "cost".into(),
        caption: say!(l, "Biaya per satuan perbaikan menurut studi", "Cost per unit of improvement by study"),
        columns,
        rows: known.iter().map(row).collect(),
        notes,
    };
    Some(Section { id: "cost", title: say!(l, "Biaya per satuan perbaikan", "Cost per unit of improvement"), blocks: vec![Block::Table(table)] })
}

/// The limits of a price in a cell: `31.600 s.d. 49.300`, `sedikitnya 12.000`.
pub(crate) fn range(l: Lang, price: &Price) -> String {
    let of = |value: f64| number(l, three_digits(value), 0);
    match (price.low.map(of), price.high.map(of)) {
        (Some(low), Some(high)) => say!(l, "{low} s.d. {high}", "{low} to {high}"),
        (Some(low), None) => say!(l, "sedikitnya {low}", "at least {low}"),
        _ => UNDEFINED.to_owned(),
    }
}

/// A price to three digits: more would say more than the interval knows. Sums from a budget have their zeros anyway.
pub(crate) fn three_digits(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let unit = 10f64.powi((value.abs().log10().floor() as i32 - 2).max(0));
    (value / unit).round() * unit
}

/// `Rp 150.000.000`.
pub(crate) fn rupiah(l: Lang, value: f64) -> String {
    format!("Rp\u{a0}{}", number(l, value, 0))
}
