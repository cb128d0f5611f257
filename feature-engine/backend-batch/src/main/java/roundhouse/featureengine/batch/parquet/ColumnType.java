package roundhouse.featureengine.batch.parquet;

/// What a column holds, and how Parquet stores it.
public enum ColumnType {
  /// `BOOLEAN`
  BOOLEAN,
  /// `INT64`; `INT32` files are read as this too
  LONG,
  /// `FLOAT`
  FLOAT,
  /// `DOUBLE`
  DOUBLE,
  /// `BYTE_ARRAY (STRING)`
  TEXT,
  /// `INT64 (TIMESTAMP(MICROS, UTC))`: microseconds since the epoch
  INSTANT
}
