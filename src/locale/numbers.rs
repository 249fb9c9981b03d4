//! Numbers as people write them: `1.234,5` in Indonesian, `1,234.5` in English.

use super::Lang;

const MINUS: char = '\u{2212}';
const EN_DASH: char = '\u{2013}';

fn marks(lang: Lang) -> (char, char) {
    match lang {
        Lang::Id => ('.', ','),
        Lang::En => (',', '.'),
    }
}

fn group(digits: &str, mark: char) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// A number with fixed decimals, grouped by thousands, with a true minus sign. Not-a-number is an en dash.
pub fn number(lang: Lang, value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return if value.is_nan() {
            EN_DASH.to_string()
        } else if value > 0.0 {
            "∞".into()
        } else {
            format!("{MINUS}∞")
        };
    }
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let (thousands, decimal) = marks(lang);
    let negative = value < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b));
    let mut out = String::new();
    if negative {
        out.push(MINUS);
    }
    out.push_str(&group(whole, thousands));
    if !fraction.is_empty() {
        out.push(decimal);
        out.push_str(fraction);
    }
    out
}

/// A whole number, grouped by thousands.
pub fn integer(lang: Lang, value: u64) -> String {
    group(&value.to_string(), marks(lang).0)
}

/// A share (0–1) as a percentage with its sign.
pub fn percent(lang: Lang, share: f64, decimals: usize) -> String {
    match lang {
        Lang::Id => format!("{}\u{a0}%", number(lang, share * 100.0, decimals)),
        Lang::En => format!("{}%", number(lang, share * 100.0, decimals)),
    }
}

/// A number with about `digits` significant digits, never in scientific notation.
pub fn significant(lang: Lang, value: f64, digits: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return number(lang, value, 0);
    }
    let magnitude = value.abs().log10().floor() as i32;
    let decimals = (digits as i32 - 1 - magnitude).clamp(0, 12) as usize;
    number(lang, value, decimals)
}

/// An interval in words: `−7,5 s.d. −4,6` or `−7.5 to −4.6`; never a comma between decimals with commas.
pub fn interval(lang: Lang, low: f64, high: f64, decimals: usize) -> String {
    let (low, high) = (number(lang, low, decimals), number(lang, high, decimals));
    match lang {
        Lang::Id => format!("{low} s.d. {high}"),
        Lang::En => format!("{low} to {high}"),
    }
}

/// A p-value: `< 0,001`, else three decimals.
pub fn p_value(lang: Lang, p: f64) -> String {
    if p < 0.001 { format!("< {}", number(lang, 0.001, 3)) } else { number(lang, p, 3) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_follow_the_language() {
        assert_eq!(number(Lang::Id, -1234.56, 1), "−1.234,6");
        assert_eq!(number(Lang::En, -1234.56, 1), "−1,234.6");
        assert_eq!(number(Lang::Id, -0.04, 1), "0,0");
        assert_eq!(integer(Lang::Id, 1_234_567), "1.234.567");
        assert_eq!(interval(Lang::Id, 1.5, 2.5, 1), "1,5 s.d. 2,5");
        assert_eq!(significant(Lang::En, 0.012_345, 3), "0.0123");
    }
}
