//! Identity numbers (NIK, and those of family cards) inside texts: 16 digits, personal data.

/// How many digits they have.
const DIGITS: usize = 16;

/// How people break them into groups.
const GROUPS: [&[usize]; 8] = [&[6, 6, 4], &[4, 4, 4, 4], &[2, 2, 2, 6, 4], &[2, 2, 2, 2, 2, 2, 4], &[6, 2, 2, 2, 4], &[2, 4, 6, 4], &[8, 8], &[12, 4]];

/// From this length on a word of hexadecimal digits is a hash.
const HASH: usize = 32;

/// Whether a value looks like a NIK: 16 digits with a province code and a day of birth that exist.
pub fn looks_like_nik(value: &str) -> bool {
    let bytes = value.trim().as_bytes();
    if bytes.len() != DIGITS || !bytes.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let two = |at: usize| u32::from(bytes[at] - b'0') * 10 + u32::from(bytes[at + 1] - b'0');
    // Women's days of birth are written plus 40.
    let day = if two(6) > 40 { two(6) - 40 } else { two(6) };
    (11..=97).contains(&two(0)) && (1..=31).contains(&day) && (1..=12).contains(&two(8))
}

/// The text with every identity number replaced by what stands for its digits; none where it holds no such number.
///
/// A run of exactly 16 digits is one, whatever it says, unless it is the fraction of a number or inside a hash; so are groups of digits as people write
/// them (`747101 520390 0001`, with blanks, points or hyphens) where together they look like one.
pub fn replace_identity_numbers(text: &str, mut stand_in: impl FnMut(&str) -> String) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out: Option<String> = None;
    let (mut at, mut copied) = (0, 0);
    while at < bytes.len() {
        let run = digits(bytes, at);
        if run == 0 {
            at += 1;
            continue;
        }
        let Some(end) = number_from(text, at, run) else {
            at += run;
            continue;
        };
        let number: String = text[at..end].chars().filter(char::is_ascii_digit).collect();
        let out = out.get_or_insert_with(String::new);
        out.push_str(&text[copied..at]);
        out.push_str(&stand_in(&number));
        (at, copied) = (end, end);
    }
    out.map(|out| out + &text[copied..])
}

fn digits(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Where the identity number ends that starts with the run of digits at a place; none where none does.
fn number_from(text: &str, at: usize, run: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if run == DIGITS {
        let fraction = at >= 2 && bytes[at - 1] == b'.' && bytes[at - 2].is_ascii_digit();
        return (!fraction && !in_a_hash(bytes, at, at + run)).then_some(at + run);
    }
    GROUPS.iter().filter(|groups| groups[0] == run).find_map(|groups| {
        let mut end = at + run;
        for size in &groups[1..] {
            let separated = bytes.get(end).is_some_and(|byte| matches!(byte, b' ' | b'.' | b'-'));
            if !separated || digits(bytes, end + 1) != *size {
                return None;
            }
            end += 1 + size;
        }
        let all: String = text[at..end].chars().filter(char::is_ascii_digit).collect();
        looks_like_nik(&all).then_some(end)
    })
}

fn in_a_hash(bytes: &[u8], start: usize, end: usize) -> bool {
    let hex = |byte: &&u8| byte.is_ascii_hexdigit();
    let before = bytes[..start].iter().rev().take_while(hex).count();
    let after = bytes[end..].iter().take_while(hex).count();
    before + end - start + after >= HASH
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> String {
        replace_identity_numbers(text, |_| "X".into()).unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn numbers_are_found_as_people_write_them() {
        assert_eq!(hidden("Loket 7471015203900001, 7471015203900001"), "Loket X, X");
        assert_eq!(hidden("NIK7471015203900001.csv"), "NIKX.csv");
        assert_eq!(hidden("(747101-520390-0001) 7471 0152 0390 0001 74.71.01.520390.0001"), "(X) X X");
        assert_eq!(hidden("9930676899670063"), "X", "made up, but as long as one");
        let mut seen = Vec::new();
        replace_identity_numbers("a 747101 520390 0001", |number| {
            seen.push(number.to_owned());
            String::new()
        });
        assert_eq!(seen, ["7471015203900001"]);
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "0.7471015203900001",
            "1.234.567.890.123.456",
            "17471015203900001",
            "1999-2000-2001-2002",
            "20240108 20240109",
            "2024-01-08 2024-01-09",
            "KDI-2023-000001",
            "1a2c137c65314d8b7471015203900001bec0b3582ead04e0c0925c5d17c58453",
            "Kota Kendari – 12 °C",
        ] {
            assert_eq!(replace_identity_numbers(text, |_| "X".into()), None, "{text}");
        }
    }
}
