//! Passes over the records: chunks are prepared in parallel and taken in the order of the rows, so that sums do not depend on threads.

use super::sweep::Sweep;
use polars::prelude::*;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

/// Prepared chunks that may wait to be taken.
const QUEUE: usize = 4;

/// Why a pass ended early.
#[derive(Debug)]
pub(in crate::data) enum Stopped<E> {
    /// The table engine could not go on.
    Engine(String),
    /// The one who takes the chunks had enough.
    Taker(E),
}

/// What is streamed.
#[allow(clippy::large_enum_variant)] // one a pass
pub(in crate::data) enum Source {
    /// A frame.
    Frame(LazyFrame),
    /// These columns of large text files.
    Pieces(Arc<Sweep>, Vec<String>),
}

/// Streams records: `prepare` runs on chunks in parallel and gives frames of the schema; `take` gets them in the order of the rows.
///
/// Never more than a few chunks are in memory. Chunks have any length, which may depend on the number of threads.
pub(in crate::data) fn stream<E>(
    source: Source,
    schema: SchemaRef,
    prepare: impl Fn(DataFrame) -> PolarsResult<DataFrame> + Send + Sync + 'static,
    mut take: impl FnMut(DataFrame) -> Result<(), E>,
) -> Result<(), Stopped<E>> {
    let source = match source {
        Source::Frame(frame) => frame,
        Source::Pieces(sweep, columns) => return sweep.stream(&columns, prepare, take),
    };
    let (send, receive) = sync_channel(QUEUE);
    let known: Arc<dyn UdfSchema> = Arc::new(move |_: &Schema| Ok(schema.clone()));
    let plan = source
        .map(prepare, AllowedOptimizations::STREAMING, Some(known), Some("prepare records"))
        .sink_batches(PlanCallback::new(move |chunk: DataFrame| Ok(send.send(chunk).is_err())), true, None)
        .map_err(|error| Stopped::Engine(error.to_string()))?;
    std::thread::scope(|scope| {
        let query = scope.spawn(move || plan.collect_with_engine(Engine::Streaming).map(|_| ()));
        let mut outcome = Ok(());
        for chunk in &receive {
            outcome = take(chunk);
            if outcome.is_err() {
                break;
            }
        }
        // A closed channel tells the query to stop.
        drop(receive);
        let end = query.join();
        outcome.map_err(Stopped::Taker)?;
        match end {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Stopped::Engine(error.to_string())),
            Err(_) => Err(Stopped::Engine("the reader broke off".into())),
        }
    })
}
