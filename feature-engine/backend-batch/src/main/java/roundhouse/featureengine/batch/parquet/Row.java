package roundhouse.featureengine.batch.parquet;

import org.jspecify.annotations.Nullable;

/// The values of one row by column position. A primitive read of a null value is 0, false or the
/// empty text: ask [#isNull(int)] first.
public interface Row {
  boolean isNull(int column);

  boolean booleanValue(int column);

  /// Of a `LONG`, or the microseconds since the epoch of an `INSTANT`.
  long longValue(int column);

  /// Of a `DOUBLE` or `FLOAT`.
  double doubleValue(int column);

  String text(int column);

  /// Boxed: Boolean, Long, Float, Double, String or Instant by the column's type.
  @Nullable Object value(int column);
}
