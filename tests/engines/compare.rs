//! Two JSON documents side by side: every path at which they differ.

use serde_json::Value;

/// Estimates, errors and what is made of them: sums are taken in another order on each engine.
pub(super) const ESTIMATE: f64 = 1e-8;

/// Paths at which `other` differs from `local`: whole numbers and words exactly, other numbers beyond [`ESTIMATE`] (relative above 1).
///
/// `looked_at` says of paths whether they are compared.
pub(super) fn differences(local: &Value, other: &Value, looked_at: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    walk("", local, other, looked_at, &mut found);
    found
}

fn walk(path: &str, local: &Value, other: &Value, looked_at: &dyn Fn(&str) -> bool, found: &mut Vec<String>) {
    if !looked_at(path) {
        return;
    }
    match (local, other) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                let path = format!("{path}.{key}");
                match b.get(key) {
                    Some(other) => walk(&path, value, other, looked_at, found),
                    None if looked_at(&path) => found.push(format!("{path}: {} here, not there", short(value))),
                    None => {}
                }
            }
            for key in b.keys().filter(|key| !a.contains_key(*key)) {
                let path = format!("{path}.{key}");
                if looked_at(&path) {
                    found.push(format!("{path}: not here, {} there", short(&b[key])));
                }
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            if a.len() != b.len() {
                found.push(format!("{path}: {} entries here, {} there", a.len(), b.len()));
            }
            for (at, (a, b)) in a.iter().zip(b).enumerate() {
                walk(&format!("{path}[{at}]"), a, b, looked_at, found);
            }
        }
        (Value::Number(a), Value::Number(b)) => {
            let whole = a.is_i64() && b.is_i64() || a.is_u64() && b.is_u64();
            let (x, y) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            if if whole { a != b } else { (x - y).abs() > ESTIMATE * x.abs().max(1.0) } {
                found.push(format!("{path}: {a} here, {b} there"));
            }
        }
        _ if local == other => {}
        _ => found.push(format!("{path}: {} here, {} there", short(local), short(other))),
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 160 { format!("{}…", text.chars().take(160).collect::<String>()) } else { text }
}

/// What must not be let through: the comparison itself is tested, without any engine.
#[test]
fn every_difference_is_found() {
    use serde_json::json;
    fn paths(a: &Value, b: &Value) -> Vec<String> {
        differences(a, b, &|_| true).iter().map(|line| line.split(':').next().unwrap().to_owned()).collect()
    }
    let a = json!({ "n": 3, "estimate": 1.0, "rows": [{ "x": 2.5 }, { "x": null }], "word": "ya", "only": 1 });
    let b = json!({ "n": 4, "estimate": 1.000_000_1, "rows": [{ "x": 2.5 }, { "x": 0.0 }, {}], "word": "tidak", "more": 2 });
    assert_eq!(paths(&a, &b), [".n", ".estimate", ".rows", ".rows[1].x", ".word", ".only", ".more"]);
    assert_eq!(paths(&a, &a), Vec::<String>::new());
    assert_eq!(paths(&json!(1.0e6), &json!(1.0e6 + 1e-3)), Vec::<String>::new(), "relative above one");
    assert_eq!(paths(&json!(1.0e6), &json!(1.0e6 + 0.1)), [""]);
    assert_eq!(differences(&a, &b, &|path| path.starts_with(".rows") || path.is_empty()).len(), 2);
}
