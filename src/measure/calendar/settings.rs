//! What a study file may say about its working calendar: the `[calendar]` table.

use crate::locale::Text;
use crate::text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The `[calendar]` table. Everything has a default: a five-day office on Western Indonesian Time with the hours of Perpres 21/2023.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CalendarSettings {
    /// Time zone of the office: wib (+7), wita (+8) or wit (+9).
    pub zone: Zone,
    /// Days open: 5 (Monday to Friday), 6 (Monday to Saturday), or a list such as `["monday", "tuesday"]`.
    pub days: DaysOpen,
    /// Closed on national holidays and election days.
    pub holidays: bool,
    /// Closed on joint leave (cuti bersama).
    pub joint_leave: bool,
    /// Shorter hours in Ramadan.
    pub ramadan: bool,
    /// Ramadan of years that the program does not know: spans such as "2027-02-08/2027-03-09".
    pub ramadan_dates: Vec<DayText>,
    /// Own closures: dates, or spans such as "2024-12-30/2025-01-02".
    pub closures: Vec<DayText>,
    /// Days open besides the usual ones: a date, with its hours where they differ, such as "2024-03-16 08:00-12:00".
    pub extra_open: Vec<DayText>,
    /// Weekly hours.
    pub hours: WeekHours,
    /// Weekly hours in Ramadan; a weekday with hours of its own keeps them where none are given here.
    pub ramadan_hours: WeekHours,
}

impl Default for CalendarSettings {
    fn default() -> Self {
        Self {
            zone: Zone::Wib,
            days: DaysOpen::Count(5),
            holidays: true,
            joint_leave: true,
            ramadan: true,
            ramadan_dates: Vec::new(),
            closures: Vec::new(),
            extra_open: Vec::new(),
            hours: WeekHours::default(),
            ramadan_hours: WeekHours::default(),
        }
    }
}

/// Hours of one week. What is left out follows Perpres 21/2023: 37:30 from 07:30, break 12:00-13:00 (Friday 11:30-13:00);
/// in Ramadan 32:30 from 08:00, break 12:00-12:30 (Friday 11:30-12:30).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WeekHours {
    /// Working time a week without breaks, such as "37:30".
    pub week: Option<String>,
    /// Opening time, such as "07:30".
    pub opens: Option<String>,
    /// Break of Monday to Thursday, such as "12:00-13:00"; an empty text for none.
    #[serde(rename = "break")]
    pub midday: Option<String>,
    /// Break on Friday, such as "11:30-13:00"; an empty text for none.
    pub friday_break: Option<String>,
    /// Working time on Saturday (without a break) where six days are open, such as "5:00".
    pub saturday_length: Option<String>,
    /// Own hours on Monday, such as `["08:00-12:00", "13:00-16:00"]`; an empty list for closed.
    pub monday: Option<Vec<String>>,
    /// Own hours on Tuesday.
    pub tuesday: Option<Vec<String>>,
    /// Own hours on Wednesday.
    pub wednesday: Option<Vec<String>>,
    /// Own hours on Thursday.
    pub thursday: Option<Vec<String>>,
    /// Own hours on Friday.
    pub friday: Option<Vec<String>>,
    /// Own hours on Saturday.
    pub saturday: Option<Vec<String>>,
    /// Own hours on Sunday.
    pub sunday: Option<Vec<String>>,
}

/// Indonesian time zones; none has summer time, so each is a plain offset.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Zone {
    /// Western Indonesian Time, UTC+7.
    #[default]
    Wib,
    /// Central Indonesian Time, UTC+8.
    Wita,
    /// Eastern Indonesian Time, UTC+9.
    Wit,
}

impl Zone {
    /// Seconds to add to UTC for local wall time.
    pub fn offset_seconds(self) -> i64 {
        3600 * match self {
            Zone::Wib => 7,
            Zone::Wita => 8,
            Zone::Wit => 9,
        }
    }

    /// `WIB (UTC+7)`.
    pub fn label(self) -> Text {
        match self {
            Zone::Wib => text!("WIB (UTC+7)", "WIB (UTC+7)"),
            Zone::Wita => text!("WITA (UTC+8)", "WITA (UTC+8)"),
            Zone::Wit => text!("WIT (UTC+9)", "WIT (UTC+9)"),
        }
    }
}

/// Which days of the week are open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "expected 5, 6, 7 or a list of weekdays such as [\"monday\", \"saturday\"]")]
pub enum DaysOpen {
    /// The first so many days of the week from Monday: 5, 6 or 7.
    Count(u8),
    /// These weekdays.
    Named(Vec<WeekdayName>),
}

/// A day of the week, in English or Indonesian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WeekdayName {
    /// Monday.
    #[serde(alias = "senin")]
    Monday,
    /// Tuesday.
    #[serde(alias = "selasa")]
    Tuesday,
    /// Wednesday.
    #[serde(alias = "rabu")]
    Wednesday,
    /// Thursday.
    #[serde(alias = "kamis")]
    Thursday,
    /// Friday.
    #[serde(alias = "jumat")]
    Friday,
    /// Saturday.
    #[serde(alias = "sabtu")]
    Saturday,
    /// Sunday.
    #[serde(alias = "minggu", alias = "ahad")]
    Sunday,
}

/// A date or a span of dates as written: TOML's own date or a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct DayText(pub String);

impl<'de> Deserialize<'de> for DayText {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = DayText;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a date such as 2024-12-30 or a span \"2024-12-30/2025-01-02\"")
            }

            fn visit_str<E>(self, text: &str) -> Result<DayText, E> {
                Ok(DayText(text.into()))
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<DayText, A::Error> {
                let day = toml::value::Datetime::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                Ok(DayText(day.to_string()))
            }
        }
        from.deserialize_any(Visitor)
    }
}
