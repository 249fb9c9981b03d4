//! The aggregations: size of what would come back, cells, values by cell, records as they are.

use super::expr::{Expr, Function, Name, Type};
use super::layers::{WHY, need};
use super::select::{Query, Select};
use crate::data::derive::{Asked, Use};
use crate::measure::target::Better;

/// Rows of a group.
pub(in crate::data::remote) const ROWS: Name = Name::word("n");

/// Places of the keys, of the variables, and of the weight among the needs.
pub(in crate::data::remote) struct Parts {
    pub(in crate::data::remote) keys: Vec<Name>,
    pub(in crate::data::remote) variables: Vec<Name>,
    pub(in crate::data::remote) weight: Option<Name>,
}

impl Parts {
    /// The parts of what a plan of cells asks for.
    pub(in crate::data::remote) fn of(asked: &Asked) -> Self {
        let places = |wanted: &dyn Fn(Use) -> bool| (0..asked.needs.len()).filter(|at| wanted(asked.needs[*at].1)).map(need).collect::<Vec<Name>>();
        Self {
            keys: places(&|of| matches!(of, Use::Key | Use::Cohort)),
            variables: places(&|of| of == Use::Number),
            weight: places(&|of| of == Use::Weight).pop(),
        }
    }
}

fn own(names: &[Name]) -> Vec<(Expr, Name)> {
    names.iter().map(|name| (Expr::Own(*name), *name)).collect()
}

fn grouped(below: Select, keys: &[Name], more: Vec<(Expr, Name)>) -> Select {
    Select { group: keys.iter().map(|key| Expr::Own(*key)).collect(), ..Select::over(below, own(keys).into_iter().chain(more).collect()) }
}

fn staying(prepared: Select, columns: Vec<(Expr, Name)>) -> Select {
    Select { filter: Some(Expr::Own(WHY).equal(Expr::Whole(0))), ..Select::over(prepared, columns) }
}

/// For each reason (0: the row stays): groups of the keys, rows, and sums of the variables. Columns: why, groups, rows, sums.
pub(in crate::data::remote) fn size(prepared: Query, keys: &[Name], variables: &[Name]) -> Query {
    let marked = marked(prepared.select, keys, variables);
    let all: Vec<Name> = std::iter::once(WHY).chain(keys.iter().copied()).collect();
    let sums: Vec<Name> = (0..variables.len()).map(|at| Name::of("s", at)).collect();
    let parts = variables.iter().zip(&sums).map(|(variable, sum)| (Expr::call(Function::Sum, Expr::Own(*variable)), *sum));
    let inner = grouped(marked, &all, std::iter::once((Expr::Call(Function::Count, Vec::new()), ROWS)).chain(parts).collect());
    let total = |name: Name, to: Type| Expr::call(Function::Sum, Expr::Own(name)).cast(to);
    let columns = std::iter::once((Expr::Own(WHY).cast(Type::Whole), Name::word("reason")))
        .chain([(Expr::count(), Name::word("groups")), (total(ROWS, Type::Whole), ROWS)])
        .chain(sums.iter().map(|sum| (total(*sum, Type::Number), *sum)));
    let outer = Select { group: vec![Expr::Own(WHY)], ..Select::over(inner, columns.collect()) };
    Query { tables: prepared.tables, select: outer }
}

/// For each reason (0: the row stays) and group of the keys: rows; at most `most` of them. Columns: why, keys, rows.
pub(in crate::data::remote) fn census(prepared: Query, keys: &[Name], most: u64) -> Query {
    let marked = marked(prepared.select, keys, &[]);
    let columns = std::iter::once((Expr::Own(WHY).cast(Type::Whole), Name::word("reason"))).chain(own(keys)).chain([(Expr::count(), ROWS)]);
    let group = std::iter::once(WHY).chain(keys.iter().copied()).map(Expr::Own).collect();
    Query { tables: prepared.tables, select: Select { group, limit: Some(most), ..Select::over(marked, columns.collect()) } }
}

/// Rows that leave have no keys, so that they are one group a reason.
fn marked(prepared: Select, keys: &[Name], more: &[Name]) -> Select {
    let keys = keys.iter().map(|key| (Expr::when(Expr::Own(WHY).equal(Expr::Whole(0)), Expr::Own(*key)), *key));
    Select::over(prepared, own(&[WHY]).into_iter().chain(keys).chain(own(more)).collect())
}

/// The cells. Columns: keys, rows, smallest and largest value of each variable, then for weight (none: 1) to the first power, and with a weight to
/// the second: Σw (with a weight only), Σ w d, Σ w d d' in packed order, d being differences from the centre.
pub(in crate::data::remote) fn cells(prepared: Query, parts: &Parts, centre: &[f64]) -> Query {
    let differences: Vec<Name> = (0..parts.variables.len()).map(|at| Name::of("d", at)).collect();
    let centred = parts.variables.iter().zip(&differences).zip(centre).map(|((variable, d), centre)| (Expr::Own(*variable) - Expr::Number(*centre), *d));
    let needed: Vec<Name> = parts.keys.iter().chain(&parts.variables).chain(&parts.weight).copied().collect();
    let inner = staying(prepared.select, own(&needed).into_iter().chain(centred).collect());
    let mut columns = vec![(Expr::count(), ROWS)];
    for (at, variable) in parts.variables.iter().enumerate() {
        for (function, word) in [(Function::Min, "low"), (Function::Max, "high")] {
            columns.push((Expr::call(function, Expr::Own(*variable)).cast(Type::Number), Name::of(word, at)));
        }
    }
    let powers: &[usize] = if parts.weight.is_some() { &[1, 2] } else { &[0] };
    let mut sums = 0;
    let mut sum = |expr: Expr, columns: &mut Vec<(Expr, Name)>| {
        columns.push((expr.sum(), Name::of("s", sums)));
        sums += 1;
    };
    for power in powers {
        let weight = parts.weight.and_then(|weight| (0..*power).map(|_| Expr::Own(weight)).reduce(|a, b| a * b));
        let times = |expr: Expr| weight.clone().map_or(expr.clone(), |weight| weight * expr);
        if let Some(weight) = &weight {
            sum(weight.clone(), &mut columns);
        }
        for d in &differences {
            sum(times(Expr::Own(*d)), &mut columns);
        }
        for (at, d) in differences.iter().enumerate() {
            for other in &differences[at..] {
                sum(times(Expr::Own(*d)) * Expr::Own(*other), &mut columns);
            }
        }
    }
    Query { tables: prepared.tables, select: grouped(inner, &parts.keys, columns) }
}

/// How many rows have each combination of the needs given. Columns: those, rows.
pub(in crate::data::remote) fn counted(prepared: Query, names: &[Name]) -> Query {
    let inner = staying(prepared.select, own(names));
    Query { tables: prepared.tables, select: grouped(inner, names, vec![(Expr::count(), ROWS)]) }
}

/// For each combination of the keys: rows, sum of the value, rows whose value lies within a limit, smallest and largest value.
/// Columns: keys, rows, sum, rows within, smallest, largest.
pub(in crate::data::remote) fn summed(prepared: Query, keys: &[Name], value: Name, target: Option<(f64, Better)>) -> Query {
    let needed: Vec<Name> = keys.iter().copied().chain(std::iter::once(value)).collect();
    let inner = staying(prepared.select, own(&needed));
    let met = target.map_or(Expr::Truth(false), |(target, better)| match better {
        Better::Lower => Expr::Own(value).at_most(Expr::Number(target)),
        Better::Higher => Expr::Own(value).at_least(Expr::Number(target)),
    });
    let columns = vec![
        (Expr::count(), ROWS),
        (Expr::Own(value).sum(), Name::word("total")),
        (Expr::call(Function::Sum, Expr::choose(met, Expr::Whole(1), Expr::Whole(0))).cast(Type::Whole), Name::word("within")),
        (Expr::call(Function::Min, Expr::Own(value)).cast(Type::Number), Name::word("low")),
        (Expr::call(Function::Max, Expr::Own(value)).cast(Type::Number), Name::word("high")),
    ];
    Query { tables: prepared.tables, select: grouped(inner, keys, columns) }
}

/// How many rows of each combination of the keys lie in each of `bins` fine bins of this width from `low` on. Columns: keys, bin, rows, smallest and
/// largest value.
pub(in crate::data::remote) fn binned(prepared: Query, keys: &[Name], value: Name, (low, width): (f64, f64), bins: usize) -> Query {
    let bin = Name::word("bin");
    let place = Expr::call(Function::Floor, (Expr::Own(value) - Expr::Number(low)) / Expr::Number(width)).cast(Type::Whole);
    let place = Expr::Call(Function::Least, vec![Expr::Call(Function::Greatest, vec![place, Expr::Whole(0)]), Expr::Whole(bins as i64 - 1)]);
    let inner = staying(prepared.select, own(keys).into_iter().chain([(place, bin), (Expr::Own(value), value)]).collect());
    let all: Vec<Name> = keys.iter().copied().chain(std::iter::once(bin)).collect();
    let extreme = |function: Function| Expr::call(function, Expr::Own(value)).cast(Type::Number);
    let columns = vec![(Expr::count(), ROWS), (extreme(Function::Min), Name::word("low")), (extreme(Function::Max), Name::word("high"))];
    Query { tables: prepared.tables, select: grouped(inner, &all, columns) }
}

/// Every product of four out of a constant (0) and `variables` variables (from 1), ascending.
pub(in crate::data::remote) fn fourths(variables: usize) -> Vec<[usize; 4]> {
    let mut out = Vec::new();
    for a in 0..=variables {
        for b in a..=variables {
            for c in b..=variables {
                out.extend((c..=variables).map(|d| [a, b, c, d]));
            }
        }
    }
    out
}

/// Fourth moments of cells about a centre. Columns: keys, rows, Σ w² of the products of [`fourths`] of these variables.
pub(in crate::data::remote) fn fourth(prepared: Query, parts: &Parts, varying: &[usize], centre: &[f64]) -> Query {
    let differences: Vec<Name> = (0..varying.len()).map(|at| Name::of("d", at)).collect();
    let centred = varying.iter().zip(&differences).map(|(at, d)| (Expr::Own(parts.variables[*at]) - Expr::Number(centre[*at]), *d));
    let needed: Vec<Name> = parts.keys.iter().chain(&parts.weight).copied().collect();
    let inner = staying(prepared.select, own(&needed).into_iter().chain(centred).collect());
    let mut columns = vec![(Expr::count(), ROWS)];
    for (at, tuple) in fourths(varying.len()).into_iter().enumerate() {
        let weights = parts.weight.iter().flat_map(|weight| [Expr::Own(*weight), Expr::Own(*weight)]);
        let factors = tuple.into_iter().filter_map(|place| place.checked_sub(1)).map(|place| Expr::Own(differences[place]));
        let product = weights.chain(factors).reduce(|a, b| a * b).unwrap_or(Expr::Number(1.0));
        columns.push((product.sum(), Name::of("m", at)));
    }
    Query { tables: prepared.tables, select: grouped(inner, &parts.keys, columns) }
}
