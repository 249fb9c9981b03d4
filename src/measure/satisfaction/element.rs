//! The nine elements (unsur) of the satisfaction survey.

use crate::locale::Text;
use crate::text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An element of Permenpan RB 14/2017, by its code there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Element {
    /// Requirements.
    U1,
    /// System, mechanism and procedure.
    U2,
    /// Completion time.
    U3,
    /// Cost.
    U4,
    /// Product of the service.
    U5,
    /// Competence of staff.
    U6,
    /// Conduct of staff.
    U7,
    /// Handling of complaints, suggestions and feedback.
    U8,
    /// Facilities and infrastructure.
    U9,
}

impl Element {
    /// U1 to U9.
    pub const ALL: [Element; 9] = [Element::U1, Element::U2, Element::U3, Element::U4, Element::U5, Element::U6, Element::U7, Element::U8, Element::U9];

    /// `U1`.
    pub fn code(self) -> &'static str {
        ["U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9"][self as usize]
    }

    /// The element with this number in the regulation, 1–9.
    pub fn numbered(number: u32) -> Option<Self> {
        Self::ALL.get((number as usize).checked_sub(1)?).copied()
    }

    /// The official name.
    pub fn name(self) -> Text {
        match self {
            Element::U1 => text!("Persyaratan", "Requirements"),
            Element::U2 => text!("Sistem, Mekanisme, dan Prosedur", "System, mechanism and procedure"),
            Element::U3 => text!("Waktu Penyelesaian", "Completion time"),
            Element::U4 => text!("Biaya/Tarif", "Cost/tariff"),
            Element::U5 => text!("Produk Spesifikasi Jenis Pelayanan", "Product specification of the service"),
            Element::U6 => text!("Kompetensi Pelaksana", "Competence of staff"),
            Element::U7 => text!("Perilaku Pelaksana", "Conduct of staff"),
            Element::U8 => text!("Penanganan Pengaduan, Saran dan Masukan", "Handling of complaints, suggestions and feedback"),
            Element::U9 => text!("Sarana dan Prasarana", "Facilities and infrastructure"),
        }
    }

    /// A name short enough for a chart's axis.
    pub fn short_name(self) -> Text {
        match self {
            Element::U1 => text!("Persyaratan", "Requirements"),
            Element::U2 => text!("Prosedur", "Procedure"),
            Element::U3 => text!("Waktu", "Time"),
            Element::U4 => text!("Biaya", "Cost"),
            Element::U5 => text!("Produk layanan", "Product"),
            Element::U6 => text!("Kompetensi", "Competence"),
            Element::U7 => text!("Perilaku", "Conduct"),
            Element::U8 => text!("Pengaduan", "Complaints"),
            Element::U9 => text!("Sarana", "Facilities"),
        }
    }
}
