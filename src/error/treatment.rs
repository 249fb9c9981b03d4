//! Problems of who is treated when: treatment that ends or varies, and who is eligible.

use super::Problem;
use super::design::{and_others, input, unidentified};
use crate::locale::Text;
use crate::text;

/// One of the eight cells of the triple difference holds no record.
pub fn empty_eighth(treated: bool, eligible: bool, after: bool) -> Problem {
    let id = format!(
        "{} yang {} {}",
        if treated { "kelompok program" } else { "kelompok pembanding" },
        if eligible { "berhak" } else { "tidak berhak" },
        if after { "sesudah" } else { "sebelum" }
    );
    let en = format!(
        "the {} of {} {}",
        if eligible { "eligible" } else { "not eligible" },
        if treated { "the treated group" } else { "the comparison group" },
        if after { "after the start" } else { "before the start" }
    );
    unidentified(
        "design::empty-cell",
        Text { id: format!("tidak ada catatan yang dapat dipakai untuk {id}"), en: format!("there is no usable record of {en}") },
        text!(
            "Kedelapan kelompok (program/pembanding × berhak/tidak × sebelum/sesudah) harus terisi; lihat jumlah baris yang gugur dan alasannya.",
            "All eight groups (treated/comparison × eligible/not × before/after) must have records; look at what was dropped and why."
        ),
    )
}

/// A unit that is eligible in some periods only.
pub fn partition_varies(column: &str, unit: &str, units: usize) -> Problem {
    let [id, en] = and_others(units);
    input(
        "design::partition-varies",
        text!("\"{column}\" dari unit \"{unit}\" berubah antarwaktu{id}", "\"{column}\" of unit \"{unit}\" changes over time{en}"),
        text!(
            "Tiga-selisih memerlukan unit yang tetap berhak atau tetap tidak berhak; perbaiki kolomnya, atau gunakan --panel no bila baris adalah catatan yang terpisah.",
            "Triple differences need units that are eligible always or never; correct the column, or use --panel no where rows are separate records."
        ),
    )
}

/// All are eligible, or nobody is.
pub fn partition_constant(column: &str) -> Problem {
    unidentified(
        "design::partition-constant",
        text!("\"{column}\" sama untuk semua catatan", "\"{column}\" is the same for all records"),
        text!(
            "Tiga-selisih membandingkan yang berhak dengan yang tidak berhak; tanpa keduanya gunakan metode lain.",
            "Triple differences compare the eligible with the not eligible; without both use another method."
        ),
    )
}

/// A treatment column with something that is no amount.
pub fn not_a_dose(column: &str, found: &str) -> Problem {
    input(
        "design::not-a-dose",
        text!(
            "kolom perlakuan \"{column}\" harus berisi 0/1 atau bilangan; ditemukan \"{found}\"",
            "the treatment column \"{column}\" must hold 0/1 or numbers; found \"{found}\""
        ),
        text!("Ubah isinya menjadi 0 dan 1, atau menjadi banyaknya perlakuan.", "Turn its values into 0 and 1, or into the amount of treatment."),
    )
}

/// Treatment differs between the rows of a unit in a period.
pub fn treatment_varies(unit: &str, period: &str) -> Problem {
    input(
        "design::treatment-varies",
        text!(
            "perlakuan unit \"{unit}\" dalam periode {period} tidak sama pada semua barisnya",
            "the treatment of unit \"{unit}\" in period {period} is not the same on all its rows"
        ),
        text!(
            "Metode ini memerlukan satu perlakuan per unit dan periode; pakai unit yang lebih kecil atau perbaiki kolomnya.",
            "This method needs one treatment a unit and period; use smaller units or correct the column."
        ),
    )
}

/// Treatment never changes where anything could be compared.
pub fn no_switchers(direction: Option<&str>) -> Problem {
    let (id, en) = match direction {
        Some(direction) => (format!(" (--switchers {direction})"), format!(" (--switchers {direction})")),
        None => (String::new(), String::new()),
    };
    unidentified(
        "design::no-switchers",
        text!(
            "tidak ada unit yang perlakuannya berubah sementara unit lain dengan perlakuan awal yang sama belum berubah{id}",
            "no unit changes its treatment while others that began with the same treatment have not changed yet{en}"
        ),
        text!(
            "Metode ini memerlukan unit yang perlakuannya berubah dan pembanding dengan perlakuan awal yang sama; periksa kolom --treated.",
            "This method needs units whose treatment changes and others that began with the same treatment; check the column of --treated."
        ),
    )
}

/// Treatment ends for a unit.
pub fn treatment_switches_off(unit: &str, period: &str, units: usize) -> Problem {
    let [id, en] = and_others(units);
    input(
        "design::treatment-switches-off",
        text!("perlakuan unit \"{unit}\" berhenti pada periode {period}{id}", "the treatment of unit \"{unit}\" ends in period {period}{en}"),
        text!(
            "Metode ini menganggap program yang sudah dimulai tidak berhenti. Gunakan --method switchers untuk program yang dapat berhenti, atau periksa kolomnya.",
            "This method takes a program that has started as staying on. Use --method switchers for treatment that can end, or check the column."
        ),
    )
}
