//! Designs and doses that carry no curve, or a lower one.

use super::*;

fn with(degree: Option<u32>, knots: u32) -> DidSettings {
    let mut settings = DidSettings::new("y", crate::design::Treatment::Cohort("g".into()));
    (settings.degree, settings.knots) = (degree, knots);
    settings
}

#[test]
fn the_degree_is_what_the_doses_carry() {
    let doses = [0.2, 0.2, 0.5, 0.9];
    let of = |degree, knots| spline(&doses, &with(degree, knots)).map(|(spline, lowered)| (spline.columns(), lowered));
    let code = |degree, knots| of(degree, knots).err().and_then(|error| error.problems.first().map(|problem| problem.code));
    assert_eq!(of(None, 0).ok(), Some((3, Some(2))));
    assert_eq!(of(Some(1), 0).ok(), Some((2, None)));
    assert_eq!(of(Some(1), 1).ok(), Some((3, None)));
    assert_eq!(code(Some(3), 0), Some("design::too-few-doses"));
    assert_eq!(code(None, 2), Some("design::too-few-doses"));
    assert_eq!(spline(&[0.4, 0.4], &with(None, 0)).err().and_then(|error| error.problems.first().map(|problem| problem.code)), Some("design::too-few-doses"));
}

#[test]
fn places_are_the_doses_or_a_grid() {
    assert_eq!(grid(&[0.2, 0.2, 0.5], &with(None, 0)), [0.2, 0.5]);
    let many: Vec<f64> = (0..50).map(f64::from).collect();
    let places = grid(&many, &with(None, 0));
    assert_eq!((places.len(), places[0], places[20]), (21, 0.0, 49.0));
    let mut asked = with(None, 0);
    asked.doses = vec![0.3];
    assert_eq!(grid(&many, &asked), [0.3]);
}
