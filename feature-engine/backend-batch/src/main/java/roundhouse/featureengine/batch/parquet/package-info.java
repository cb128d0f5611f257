/// Typed rows in Parquet files on an object store, without Hadoop configuration. Start at
/// [ParquetTable], which reads; [ParquetTableWriter] writes.
@NullMarked
package roundhouse.featureengine.batch.parquet;

import org.jspecify.annotations.NullMarked;
