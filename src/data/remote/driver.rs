//! Where the driver of an engine lies.

use super::{Engine, Surroundings};
use crate::error::{Problem, engine as problems};
use std::path::{Path, PathBuf};

/// A driver: a library, and the function that it begins with where it is not the usual one.
pub(super) struct Driver {
    pub(super) file: PathBuf,
    pub(super) entry: Option<&'static [u8]>,
}

impl Engine {
    /// Name of the Python package with the driver, and of the library in it.
    fn package(self) -> Option<&'static str> {
        match self {
            Engine::Spark | Engine::Sail => Some("adbc_driver_spark"),
            Engine::Postgres => Some("adbc_driver_postgresql"),
            Engine::FlightSql => Some("adbc_driver_flightsql"),
            Engine::DuckDb => None,
        }
    }

    /// Names that the library may have.
    fn libraries(self) -> Vec<String> {
        let name = self.package().unwrap_or("duckdb");
        let ending = if cfg!(target_os = "macos") { "dylib" } else { "so" };
        if cfg!(windows) {
            vec![format!("{name}.dll"), format!("lib{name}.dll"), format!("lib{name}.so")]
        } else {
            vec![format!("lib{name}.{ending}"), format!("lib{name}.so")]
        }
    }

    /// Words after which the driver is there.
    pub(super) fn installation(self) -> &'static str {
        match self {
            Engine::Spark | Engine::Sail => "pip install adbc-driver-spark==0.3.0",
            Engine::Postgres => "pip install adbc-driver-postgresql",
            Engine::FlightSql => "pip install adbc-driver-flightsql",
            Engine::DuckDb => "npm install @duckdb/node-bindings-linux-x64",
        }
    }

    fn entry(self) -> Option<&'static [u8]> {
        (self == Engine::DuckDb).then_some(b"duckdb_adbc_init")
    }
}

/// Finds the driver: where the study or the command says, where the environment says, in the active virtual environment, in packages near by, in
/// the system's folders.
pub(super) fn find(engine: Engine, said: Option<&Path>, around: &Surroundings) -> Result<Driver, Problem> {
    let names = engine.libraries();
    if let Some(said) = said.or(around.driver.as_deref()) {
        // What is named must be there: another one in its place would surprise.
        let inside = || names.iter().map(|name| said.join(name)).find(|file| file.is_file());
        let file = if said.is_dir() { inside() } else { said.is_file().then(|| said.to_owned()) };
        return file.map(|file| driver(engine, file)).ok_or_else(|| problems::no_driver(engine.name(), &[said.to_owned()], engine.installation()));
    }
    let mut looked = Vec::new();
    let mut folders: Vec<PathBuf> = Vec::new();
    for environment in &around.environments {
        let Some(package) = engine.package() else { break };
        looked.push(environment.clone());
        folders.extend(packages(environment).into_iter().map(|packages| packages.join(package)));
        folders.push(environment.join("lib"));
    }
    if engine == Engine::DuckDb {
        for near in &around.near {
            let modules = near.join("node_modules/@duckdb");
            looked.push(modules.clone());
            folders.extend(
                below(&modules).into_iter().filter(|folder| folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("node-bindings-"))),
            );
        }
    }
    folders.extend(around.libraries.iter().cloned());
    looked.extend(around.libraries.iter().cloned());
    let file = folders.iter().flat_map(|folder| names.iter().map(move |name| folder.join(name))).find(|file| file.is_file());
    file.map(|file| driver(engine, file)).ok_or_else(|| problems::no_driver(engine.name(), &looked, engine.installation()))
}

fn driver(engine: Engine, file: PathBuf) -> Driver {
    // A name without a folder would be searched for by the loader.
    Driver { file: std::path::absolute(&file).unwrap_or(file), entry: engine.entry() }
}

/// Folders of Python packages of an environment.
fn packages(environment: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = ["lib", "lib64"].iter().flat_map(|lib| below(&environment.join(lib))).map(|python| python.join("site-packages")).collect();
    found.push(environment.join("Lib/site-packages"));
    found.retain(|folder| folder.is_dir());
    found
}

/// What lies in a folder, in order.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_places_is_kept_and_a_missing_driver_says_where_it_was_looked_for() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, b"").unwrap();
            file
        };
        let wheel = at("venv/lib/python3.11/site-packages/adbc_driver_postgresql/libadbc_driver_postgresql.so");
        let system = at("usr/lib/libadbc_driver_postgresql.so");
        let duck = at("work/node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so");
        let around = Surroundings {
            environments: vec![folder.path().join("venv")],
            near: vec![folder.path().join("work/sub"), folder.path().join("work")],
            libraries: vec![folder.path().join("usr/lib")],
            ..Surroundings::default()
        };
        let file = |engine, said: Option<&Path>, around: &Surroundings| find(engine, said, around).map(|driver| driver.file);
        assert_eq!(file(Engine::Postgres, None, &around), Ok(wheel));
        assert_eq!(file(Engine::DuckDb, None, &around), Ok(duck));
        assert_eq!(file(Engine::Postgres, Some(&system), &around), Ok(system.clone()));
        assert_eq!(file(Engine::Postgres, None, &Surroundings { driver: Some(folder.path().join("usr/lib")), ..around.clone() }), Ok(system));
        let missing = file(Engine::FlightSql, None, &around).unwrap_err();
        assert_eq!(missing.code, "engine::no-driver");
        assert!(missing.what.en.contains("venv") && missing.hint.en.contains("adbc-driver-flightsql"));
        assert!(file(Engine::Postgres, Some(Path::new("/nowhere")), &around).is_err());
    }
}
