//! A small writer of Stata files (format 118): numbers, short texts and quarters, with labels of variables.
//!
//! The bytes depend on the content alone: the time stamp is left empty, which the format allows.

/// A column.
pub(super) struct Variable {
    /// Name, a Stata name.
    pub name: &'static str,
    /// Label.
    pub label: &'static str,
    /// Values.
    pub values: Values,
}

/// The values of a column.
pub(super) enum Values {
    /// Texts of at most so many bytes.
    Text(u16, Vec<String>),
    /// Numbers; none is missing.
    Double(Vec<Option<f64>>),
    /// Quarters since the first quarter of 1960.
    Quarter(Vec<i32>),
}

/// Stata's missing double.
const MISSING: u64 = 0x7fe0_0000_0000_0000;

impl Values {
    fn code(&self) -> u16 {
        match self {
            Values::Text(width, _) => *width,
            Values::Double(_) => 65526,
            Values::Quarter(_) => 65528,
        }
    }

    fn format(&self) -> String {
        match self {
            Values::Text(width, _) => format!("%-{width}s"),
            Values::Double(_) => "%9.2f".into(),
            Values::Quarter(_) => "%tq".into(),
        }
    }

    fn len(&self) -> usize {
        match self {
            Values::Text(_, values) => values.len(),
            Values::Double(values) => values.len(),
            Values::Quarter(values) => values.len(),
        }
    }

    fn write(&self, row: usize, out: &mut Vec<u8>) {
        match self {
            Values::Text(width, values) => padded(out, values.get(row).map_or("", String::as_str), usize::from(*width)),
            Values::Double(values) => {
                let bits = values.get(row).copied().flatten().map_or(MISSING, f64::to_bits);
                out.extend(bits.to_le_bytes());
            }
            Values::Quarter(values) => out.extend(values.get(row).copied().unwrap_or(0).to_le_bytes()),
        }
    }
}

/// Text in a field of so many bytes, cut at a letter's border and filled with zeros.
fn padded(out: &mut Vec<u8>, text: &str, width: usize) {
    let cut = (0..=width.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    out.extend(&text.as_bytes()[..cut]);
    out.extend(std::iter::repeat_n(0, width - cut));
}

/// The file. `label` says what the data are.
pub(super) fn dta(label: &str, variables: &[Variable]) -> Vec<u8> {
    let rows = variables.first().map_or(0, |variable| variable.values.len());
    let mut head = Vec::new();
    head.extend(b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>");
    head.extend((variables.len() as u16).to_le_bytes());
    head.extend(b"</K><N>");
    head.extend((rows as u64).to_le_bytes());
    head.extend(b"</N><label>");
    head.extend((label.len() as u16).to_le_bytes());
    head.extend(label.as_bytes());
    head.extend(b"</label><timestamp>\0</timestamp></header>");
    let fields = |name: &str, write: &dyn Fn(&mut Vec<u8>)| {
        let mut out = format!("<{name}>").into_bytes();
        write(&mut out);
        out.extend(format!("</{name}>").as_bytes());
        out
    };
    let each = |name: &str, width: usize, text: &dyn Fn(&Variable) -> String| {
        fields(name, &|out| variables.iter().for_each(|variable| padded(out, &text(variable), width)))
    };
    let sections = [
        fields("variable_types", &|out| variables.iter().for_each(|variable| out.extend(variable.values.code().to_le_bytes()))),
        each("varnames", 129, &|variable| variable.name.into()),
        fields("sortlist", &|out| out.extend(std::iter::repeat_n(0, 2 * (variables.len() + 1)))),
        each("formats", 57, &|variable| variable.values.format()),
        each("value_label_names", 129, &|_| String::new()),
        each("variable_labels", 321, &|variable| variable.label.into()),
        fields("characteristics", &|_| {}),
        fields("data", &|out| (0..rows).for_each(|row| variables.iter().for_each(|variable| variable.values.write(row, out)))),
        fields("strls", &|_| {}),
        fields("value_labels", &|_| {}),
    ];
    // The map: where every section begins, the start and the end of the file among them.
    let map = "<map></map>".len() + 14 * 8;
    let mut places = vec![0, head.len()];
    let mut at = head.len() + map;
    for section in &sections {
        places.push(at);
        at += section.len();
    }
    places.extend([at, at + "</stata_dta>".len()]);
    let mut out = head;
    out.extend(b"<map>");
    for place in places {
        out.extend((place as u64).to_le_bytes());
    }
    out.extend(b"</map>");
    for section in sections {
        out.extend(section);
    }
    out.extend(b"</stata_dta>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_begins_where_the_map_says() {
        let variables = [
            Variable { name: "kota", label: "Kota", values: Values::Text(6, vec!["Sorong".into(), "Ambon".into()]) },
            Variable { name: "ikm", label: "IKM", values: Values::Double(vec![Some(80.5), None]) },
            Variable { name: "triwulan", label: "Triwulan", values: Values::Quarter(vec![244, 245]) },
        ];
        let bytes = dta("contoh", &variables);
        let map = bytes.windows(5).position(|part| part == b"<map>").map_or(0, |at| at + 5);
        let place = |at: usize| u64::from_le_bytes(bytes[map + 8 * at..map + 8 * at + 8].try_into().unwrap_or_default()) as usize;
        for (at, name) in ["<stata_dta>", "<map>", "<variable_types>", "<varnames>"].iter().enumerate() {
            assert!(bytes[place(at)..].starts_with(name.as_bytes()), "{name}");
        }
        assert!(bytes[place(9)..].starts_with(b"<data>Sorong"));
        assert_eq!(place(13), bytes.len());
    }
}
