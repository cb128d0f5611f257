/// Immutable sources of events: for each stream Parquet files in the order of visibility, and a
/// manifest. Start at [EventSource], which reads; [EventImport] writes.
@NullMarked
package roundhouse.featureengine.batch.source;

import org.jspecify.annotations.NullMarked;
