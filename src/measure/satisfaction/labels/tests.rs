use super::*;

fn matched(labels: &[&str]) -> Matching {
    match_columns(labels, NumberOrder::Regulation)
}

fn elements(labels: &[&str]) -> Vec<Option<Element>> {
    let found = matched(labels);
    (0..labels.len()).map(|column| found.columns.iter().find(|m| m.column == column).map(|m| m.element)).collect()
}

#[test]
fn official_names_questions_and_english() {
    let official: Vec<String> = Element::ALL.iter().map(|element| element.name().id).collect();
    let english: Vec<String> = Element::ALL.iter().map(|element| element.name().en).collect();
    let short: Vec<String> = Element::ALL.iter().map(|element| element.short_name().id).collect();
    for names in [official, english, short] {
        let found = match_columns(&names, NumberOrder::Regulation);
        assert_eq!(found.complete(), Some([0, 1, 2, 3, 4, 5, 6, 7, 8]), "{names:?}");
        assert!(found.facts.is_empty());
    }
    // The sample questionnaire: facilities are asked before complaints.
    let questions = [
        "1. Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?",
        "2. Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?",
        "3. Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
        "4. Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?",
        "5. Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum dalam standar pelayanan dengan hasil yang diberikan?",
        "6. Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?",
        "7. Bagaimana pendapat Saudara tentang perilaku petugas dalam pelayanan terkait kesopanan dan keramahan?",
        "8. Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?",
        "9. Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
    ];
    assert_eq!(matched(&questions).complete(), Some([0, 1, 2, 3, 4, 5, 6, 8, 7]));
}

#[test]
fn codes_with_words_follow_the_words() {
    let labels = ["u1_persyaratan", "U2-Prosedur", "U3Waktu", "u4 biaya", "u5_produk", "u6_kompetensi", "u7_perilaku", "u8_sarana", "u9_pengaduan"];
    let found = matched(&labels);
    assert_eq!(found.complete(), Some([0, 1, 2, 3, 4, 5, 6, 8, 7]));
    assert_eq!(
        found.facts,
        [LabelFact::NumberContradictsLabel { column: 7, number: 8, element: U9 }, LabelFact::NumberContradictsLabel { column: 8, number: 9, element: U8 }]
    );
}

#[test]
fn numbers_alone_follow_the_order_that_is_said() {
    for prefix in ["U", "unsur ke-", "Q", "Skor U", ""] {
        let labels: Vec<String> = (1..=9).map(|number| format!("{prefix}{number}")).collect();
        let found = match_columns(&labels, NumberOrder::Regulation);
        assert_eq!(found.complete(), Some([0, 1, 2, 3, 4, 5, 6, 7, 8]), "{prefix}");
        assert_eq!(found.facts, [LabelFact::OrderAssumed { order: NumberOrder::Regulation, columns: vec![7, 8] }]);
        let found = match_columns(&labels, NumberOrder::Questionnaire);
        assert_eq!(found.complete(), Some([0, 1, 2, 3, 4, 5, 6, 8, 7]));
        assert_eq!(found.facts, [LabelFact::OrderAssumed { order: NumberOrder::Questionnaire, columns: vec![7, 8] }]);
    }
    // Some question numbers without the others say nothing.
    assert_eq!(elements(&["Q1", "Q2", "usia"]), [None, None, None]);
}

#[test]
fn other_columns_of_a_form_are_left_alone() {
    let labels = ["Timestamp", "Waktu pengisian", "Jenis layanan", "Kritik dan saran", "Usia", "Pekerjaan", "unit", "date", "Umur 2"];
    assert_eq!(matched(&labels), Matching::default());
    assert_eq!(elements(&["Waktu", "Sarana pengaduan", "U9 saran dan masukan"]), [Some(U3), Some(U8), Some(U8)]);
}

#[test]
fn more_than_nine_numbers_are_another_instrument() {
    let labels: Vec<String> = (1..=14).map(|number| format!("U{number}")).collect();
    let found = match_columns(&labels, NumberOrder::Regulation);
    assert!(found.columns.is_empty());
    assert_eq!(found.facts, [LabelFact::OtherInstrument { items: 14 }]);
}

#[test]
fn several_columns_and_missing_elements_are_said() {
    let found = matched(&["Persyaratan", "Kesesuaian persyaratan", "Biaya"]);
    assert_eq!(found.column(U1), None);
    assert_eq!(found.column(U4), Some(2));
    assert_eq!(found.facts, [LabelFact::SeveralColumns { element: U1, columns: vec![0, 1] }, LabelFact::Missing(vec![U2, U3, U5, U6, U7, U8, U9])]);
}
