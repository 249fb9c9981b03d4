//! The names of the methods and which of them are here. A new estimator adds its module to `methods` and its line to [`ESTIMATORS`].

use super::Estimator;
use serde::{Deserialize, Serialize};

/// The estimators of this program, one line each.
#[rustfmt::skip]
pub const ESTIMATORS: &[&dyn Estimator] = &[
    &super::two_by_two::TwoByTwo,
    &super::twfe::Twfe,
    &super::event_study::EventStudy,
    &super::callaway_santanna::CallawaySantanna,
    &super::sun_abraham::SunAbraham,
    &super::imputation::Imputation,
    &super::efficient::Efficient,
    &super::stacked::Stacked,
    &super::local_projections::LocalProjections,
    &super::switchers::Switching,
    &super::triple::Triple,
    &super::changes_in_changes::ChangesInChanges,
    &super::quantile_did::QuantileDid,
    &super::two_stage::TwoStage,
    &super::extended_twfe::ExtendedTwfe,
    &super::synthetic::SyntheticDid,
    &super::synthetic::SyntheticControl,
    &super::dose::Dose,
    &super::wald::Wald,
];

/// A method of the contract's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Two groups, two times.
    #[serde(rename = "2x2")]
    TwoByTwo,
    /// Two-way fixed effects.
    Twfe,
    /// Effects by periods since the start, two-way fixed effects.
    EventStudy,
    /// Callaway and Sant'Anna (2021).
    CallawaySantanna,
    /// Sun and Abraham (2021).
    SunAbraham,
    /// Borusyak, Jaravel and Spiess (2024).
    Imputation,
    /// Gardner (2022).
    TwoStage,
    /// Wooldridge (2021).
    ExtendedTwfe,
    /// Roth and Sant'Anna (2023).
    Efficient,
    /// Wing, Freedman and Hollingsworth (2024).
    Stacked,
    /// Dube, Girardi, Jordà and Taylor (2025).
    LocalProjections,
    /// de Chaisemartin and D'Haultfœuille (2024).
    Switchers,
    /// Triple differences.
    Triple,
    /// Arkhangelsky and others (2021).
    SyntheticDid,
    /// Abadie, Diamond and Hainmueller (2010).
    SyntheticControl,
    /// Athey and Imbens (2006).
    ChangesInChanges,
    /// Quantile difference-in-differences (Athey and Imbens 2006).
    QuantileDid,
    /// Effects by dose (Callaway, Goodman-Bacon and Sant'Anna 2024).
    Dose,
    /// Effect per participant (de Chaisemartin and D'Haultfœuille 2018).
    Wald,
}

/// Every method with its long name and its short names.
const NAMES: &[(Method, &str, &[&str])] = &[
    (Method::TwoByTwo, "2x2", &[]),
    (Method::Twfe, "twfe", &[]),
    (Method::EventStudy, "event-study", &[]),
    (Method::CallawaySantanna, "callaway-santanna", &["cs"]),
    (Method::SunAbraham, "sun-abraham", &["sa"]),
    (Method::Imputation, "imputation", &["bjs"]),
    (Method::TwoStage, "two-stage", &["gardner"]),
    (Method::ExtendedTwfe, "extended-twfe", &["etwfe"]),
    (Method::Efficient, "efficient", &[]),
    (Method::Stacked, "stacked", &[]),
    (Method::LocalProjections, "local-projections", &["lpdid"]),
    (Method::Switchers, "switchers", &["dcdh"]),
    (Method::Triple, "triple", &["ddd"]),
    (Method::SyntheticDid, "synthetic-did", &["sdid"]),
    (Method::SyntheticControl, "synthetic-control", &["sc"]),
    (Method::ChangesInChanges, "changes-in-changes", &["cic"]),
    (Method::QuantileDid, "quantile-did", &["qdid"]),
    (Method::Dose, "dose", &["contdid"]),
    (Method::Wald, "wald", &["iv"]),
];

impl Method {
    /// All methods of the contract, in its order.
    pub fn all() -> impl Iterator<Item = Method> {
        NAMES.iter().map(|(method, _, _)| *method)
    }

    /// The long name.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(method, _, _)| *method == self).map_or("", |(_, name, _)| name)
    }

    /// The method of a long or short name.
    pub fn parse(name: &str) -> Option<Method> {
        NAMES.iter().find(|(_, long, short)| *long == name || short.contains(&name)).map(|(method, _, _)| *method)
    }

    /// The estimator, where this program has it.
    pub fn estimator(self) -> Option<&'static dyn Estimator> {
        ESTIMATORS.iter().copied().find(|estimator| estimator.method() == self)
    }
}

/// Long names of the methods that can be run.
pub fn available() -> Vec<&'static str> {
    ESTIMATORS.iter().map(|estimator| estimator.method().name()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        for method in Method::all() {
            assert_eq!(Method::parse(method.name()), Some(method));
        }
        assert_eq!(Method::parse("cs"), Some(Method::CallawaySantanna));
        assert_eq!(Method::parse("nonsense"), None);
    }

    #[test]
    fn every_estimator_has_a_full_card_in_both_languages() {
        for estimator in ESTIMATORS {
            let card = estimator.card();
            assert_eq!(card.name, estimator.method().name());
            for text in [&card.title, &card.question, &card.errors].into_iter().chain(&card.assumptions).chain(&card.not_when).chain(&card.edge_cases) {
                assert!(!text.id.is_empty() && !text.en.is_empty(), "{}", card.name);
            }
            assert!(!card.assumptions.is_empty() && !card.references.is_empty() && !card.checked_against.is_empty());
        }
    }
}
