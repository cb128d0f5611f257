package roundhouse.featureengine.batch.parquet;

import roundhouse.featureengine.language.ast.ValueType;

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
  /// `INT64 (TIMESTAMP(MICROS, UTC))`: microseconds since the epoch. In files by others also
  /// milliseconds, and times without a zone, which are taken as UTC.
  INSTANT;

  /// How values of that type are stored.
  public static ColumnType of(ValueType type) {
    return switch (type) {
      case ValueType.Simple.BOOLEAN -> BOOLEAN;
      case ValueType.Simple.LONG -> LONG;
      case ValueType.Simple.DOUBLE -> DOUBLE;
      case ValueType.Simple.STRING -> TEXT;
      case ValueType.Simple.INSTANT -> INSTANT;
      case ValueType.Enumeration _ -> TEXT;
      case ValueType.Decimal _, ValueType.ListOf _ ->
          throw new UnsupportedOperationException(
              "Parquet columns of type %s are not written yet".formatted(type.text()));
    };
  }
}
