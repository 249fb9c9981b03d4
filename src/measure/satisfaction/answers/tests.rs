use super::*;

fn scores(kind: ItemKind, answers: &[&str]) -> Vec<Option<u8>> {
    let vocabulary = Vocabulary::infer("q", kind, answers.iter().copied()).unwrap();
    answers.iter().map(|answer| vocabulary.score(answer)).collect()
}

fn downwards(answers: [&str; 4]) {
    assert_eq!(scores(ItemKind::Quality, &answers), [Some(4), Some(3), Some(2), Some(1)], "{answers:?}");
}

#[test]
fn vocabularies_of_four_levels() {
    downwards(["Sangat Baik", "Baik", "Kurang Baik", "Tidak Baik"]);
    downwards(["SANGAT BAIK", "baik ", "Cukup Baik", "tidak  baik"]);
    downwards(["Sangat Memuaskan", "Memuaskan", "Cukup Memuaskan", "Tidak Memuaskan"]);
    downwards(["Sangat Mampu", "Mampu", "Kurang Mampu", "Tidak Mampu"]);
    downwards(["Sangat Puas", "Puas", "Kurang Puas", "Tidak Puas"]);
    downwards(["Sangat Setuju", "Setuju", "Kurang Setuju", "Tidak Setuju"]);
    downwards(["Sangat Setuju", "Setuju", "Tidak Setuju", "Sangat Tidak Setuju"]);
    downwards(["SS", "S", "TS", "STS"]);
    downwards(["Sangat sopan dan ramah", "Sopan dan ramah", "Kurang sopan dan ramah", "Tidak sopan dan ramah"]);
    downwards(["Sangat baik", "Baik", "Cukup", "Buruk"]);
    downwards(["Sangat baik", "Baik", "Cukup", "Kurang"]);
    downwards(["Very satisfied", "Satisfied", "Dissatisfied", "Very dissatisfied"]);
    downwards(["Strongly agree", "Agree", "Disagree", "Strongly disagree"]);
    downwards(["Excellent", "Good", "Fair", "Poor"]);
    downwards(["4 - Sangat Baik", "3 - Baik", "2 - Kurang Baik", "1 - Tidak Baik"]);
    downwards(["4", "3", "2", "1"]);
    // The regulation's own answers on cost.
    assert_eq!(scores(ItemKind::ExtraCost, &["Gratis", "Murah", "Cukup mahal", "Sangat mahal"]), [Some(4), Some(3), Some(2), Some(1)]);
}

#[test]
fn tidak_ada_is_good_for_extra_cost_and_bad_for_complaints() {
    assert_eq!(scores(ItemKind::ExtraCost, &["Ada", "Tidak Ada"]), [Some(1), Some(4)]);
    let complaints = ["Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik"];
    assert_eq!(scores(ItemKind::Complaints, &complaints), [Some(1), Some(2), Some(3), Some(4)]);
    // Without knowing the question, neither is told.
    assert!(Vocabulary::infer("q", ItemKind::Quality, ["Ada", "Tidak Ada"]).is_err());
    assert_eq!(ItemKind::of(Some(Element::U4)), ItemKind::ExtraCost);
}

#[test]
fn five_levels_unknown_words_and_contradictions_are_refused() {
    let refused: [&[&str]; 7] = [
        &["Sangat Baik", "Baik", "Cukup", "Kurang", "Tidak Baik"],
        &["Sangat Setuju", "Setuju", "Netral", "Tidak Setuju", "Sangat Tidak Setuju"],
        &["Excellent", "Very good", "Good", "Fair"],
        &["Sangat Baik", "Baik", "Mantul"],
        &["1 - Sangat Baik", "2 - Baik"],
        &["5", "4"],
        &["Tidak Jelas Sekali Ya", "Bukan"],
    ];
    for answers in refused {
        let problem = Vocabulary::infer("q", ItemKind::Quality, answers.iter().copied()).unwrap_err();
        assert_eq!(problem.code, "measure::answers-not-ordered", "{answers:?}");
    }
}

#[test]
fn no_opinion_is_missing_and_thin_vocabularies_are_said() {
    assert_eq!(scores(ItemKind::Quality, &["Baik", "Kurang Baik", "Tidak tahu", "-", ""]), [Some(3), Some(2), None, None, None]);
    let two = Vocabulary::infer("q", ItemKind::Quality, ["Puas", "Tidak Puas"]).unwrap();
    assert_eq!(two.facts, [AnswerFact::PerhapsTwoLevels]);
    let lowest = Vocabulary::infer("q", ItemKind::Quality, ["Sangat Setuju", "Setuju", "Tidak Setuju"]).unwrap();
    assert_eq!((lowest.score("tidak setuju"), lowest.facts.as_slice()), (Some(1), [AnswerFact::LowestAssumed].as_slice()));
}
