//! Addresses of engines: where they listen, and that no secret stands in one.

/// Host and port of an address such as `postgresql://user@host:5432/db` or `sc://host:15002`; none where it is written in another way.
pub(super) fn host(uri: &str, default_port: Option<u16>) -> Option<(String, u16)> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', ';', '#']).next()?;
    let place = authority.rsplit('@').next()?;
    let (name, port) = match place.strip_prefix('[') {
        Some(bracketed) => {
            let (name, rest) = bracketed.split_once(']')?;
            (name, rest.strip_prefix(':'))
        }
        None => place.split_once(':').map_or((place, None), |(name, port)| (name, Some(port))),
    };
    let port = match port {
        Some(port) => port.parse().ok()?,
        None => default_port?,
    };
    // A list of hosts, or a socket file: the driver knows better.
    (!name.is_empty() && !name.contains([',', '%'])).then(|| (name.to_owned(), port))
}

/// Whether an address has a password or a token in it.
pub fn holds_secret(uri: &str) -> bool {
    let authority = uri.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?', ';']).next().unwrap_or(""));
    if authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':')) {
        return true;
    }
    let words = ["password", "passwd", "pwd", "token", "secret", "sslpassword", "authorization", "access_key", "apikey", "api_key"];
    uri.split(['?', '&', ';', '/', ' ', '\t']).any(|part| {
        part.split_once('=').is_some_and(|(key, value)| {
            let key = key.trim().to_lowercase();
            !value.trim().is_empty() && words.iter().any(|word| key == *word || key.ends_with(&format!("_{word}")) || key.ends_with(&format!("-{word}")))
        })
    })
}

/// An address without what only the server needs to know: parameters and the parts of a secret.
pub(super) fn shown(uri: &str) -> String {
    let plain = uri.split(['?', ';', '#']).next().unwrap_or("").trim_end_matches('/');
    match plain.split_once("://") {
        Some((scheme, rest)) => {
            let (authority, path) = rest.split_once('/').map_or((rest, String::new()), |(authority, path)| (authority, format!("/{path}")));
            let place = match authority.rsplit_once('@') {
                Some((user, place)) => format!("{}@{place}", user.split(':').next().unwrap_or("")),
                None => authority.to_owned(),
            };
            format!("{scheme}://{place}{path}")
        }
        // key=value pairs: those that say where.
        None if plain.contains('=') => {
            plain.split_whitespace().filter(|pair| ["host=", "port=", "dbname=", "user="].iter().any(|key| pair.starts_with(key))).collect::<Vec<_>>().join(" ")
        }
        None => plain.to_owned(),
    }
}

/// A value as a part of an address.
pub(super) fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) { (byte as char).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found_and_secrets_noticed() {
        assert_eq!(host("postgresql://dampak@127.0.0.1:5433/layanan?sslmode=require", Some(5432)), Some(("127.0.0.1".into(), 5433)));
        assert_eq!(host("postgresql://db.kota.go.id/layanan", Some(5432)), Some(("db.kota.go.id".into(), 5432)));
        assert_eq!(host("sc://[::1]:15002/;use_ssl=true", None), Some(("::1".into(), 15002)));
        assert_eq!(host("host=/run/postgresql dbname=layanan", Some(5432)), None);
        assert_eq!(host("postgresql://a:1,b:2/x", Some(5432)), None);
        for secret in ["postgresql://u:p@h/db", "sc://h:443/;token=abc", "postgresql://h/db?password=x", "host=h password=x", "grpc://h/?x-api_key=1"] {
            assert!(holds_secret(secret), "{secret}");
        }
        for open in ["postgresql://u@h:5432/db", "sc://h:15002", "data/token.duckdb", "host=h user=u", "sc://h/;use_ssl=true", "postgresql://h/db?password="] {
            assert!(!holds_secret(open), "{open}");
        }
    }

    #[test]
    fn what_is_shown_has_no_secret() {
        assert_eq!(shown("postgresql://u:p@h:1/db?password=x"), "postgresql://u@h:1/db");
        assert_eq!(shown("sc://h:443/;token=abc"), "sc://h:443");
        assert_eq!(shown("host=h password=x dbname=d"), "host=h dbname=d");
        assert_eq!(encoded("a b/ü"), "a%20b%2F%C3%BC");
    }
}
