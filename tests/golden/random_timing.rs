//! Random starts against R's staggered.

use super::did::{analyse, column};
use super::{CLOSED_FORM, Case, close, close_some, number};
use dampak::data::Records;
use dampak::design::{ControlGroup, PreAdjustment, Treatment};
use dampak::estimate::EffectKind;
use dampak::methods::{DidSettings, Method};

#[test]
fn staggered_and_its_special_cases() {
    for (set, unit, cohort, outcome) in [("mpdta", "countyreal", "first_treat", "lemp"), ("base_stagg", "id", "year_treated", "y")] {
        let Some(case) = Case::load(set) else { continue };
        let table = case.data();
        let columns = table.names().map(|name| (name.to_owned(), column(&table.numbers(name)))).collect();
        let records = Records::from_arrays(columns).expect("a table");
        for (function, pre_adjust, control) in [
            ("staggered", PreAdjustment::Efficient, None),
            ("staggered_cs", PreAdjustment::Difference, None),
            ("staggered_sa", PreAdjustment::Difference, Some(ControlGroup::NeverTreated)),
        ] {
            let mut settings = DidSettings::new(outcome, Treatment::Cohort(cohort.into()));
            settings.unit = Some(unit.into());
            settings.time = Some("year".into());
            settings.method = Some(Method::Efficient);
            settings.pre_adjust = pre_adjust;
            // Year 10000 stands for "never" in base_stagg: a start after the data end.
            settings.control = control;
            let found = analyse(&records, &settings);
            for (estimand, term) in [("simple", "simple"), ("cohort", "group"), ("calendar", "calendar")] {
                let name = format!("{function}/{estimand}");
                let wanted = case.result(&name);
                let row = found.effects.iter().find(|row| row.key.kind == EffectKind::Overall && row.key.term == term).expect("the average is there");
                close_some(&format!("{set} {name}"), row.estimate, number(&wanted["estimate"]), CLOSED_FORM);
                close_some(&format!("{set} {name} se"), row.std_error, number(&wanted["se"]), CLOSED_FORM);
                let neyman = row.extra["std_error_neyman"].as_f64().expect("an error");
                close(&format!("{set} {name} Neyman"), neyman, number(&wanted["se_neyman"]), CLOSED_FORM);
                assert_eq!(row.df, None, "the normal table");
            }
        }
    }
}
