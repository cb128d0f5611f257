package roundhouse.featureengine.kernel;

/// Where an answer's columns go, one call for each column, without boxing.
public interface RowSink {
  void putNull(int column);

  void putBoolean(int column, boolean value);

  /// A long, an instant in microseconds since the epoch, or a decimal times 10 to its scale.
  void putLong(int column, long value);

  void putDouble(int column, double value);

  /// Text, or an enumeration's symbol.
  void putString(int column, String value);

  /// Sinks of plans without lists need not have it.
  default void putList(int column, ListValue value) {
    throw new UnsupportedOperationException(
        "Column %d: %s takes no lists".formatted(column, getClass().getSimpleName()));
  }
}
