package roundhouse.featureengine.kernel;

/// One event or ask, read field by field without boxing. Fields are numbered in the order of their
/// stream's schema.
///
/// The reader may reuse one instance for every row, so nothing keeps a row after the call that it
/// was passed to. Reading a field that is null, or by another type than the schema's, has no
/// defined result.
public interface Row {
  boolean isNull(int field);

  boolean booleanAt(int field);

  /// A long, an instant in microseconds since the epoch, or a decimal times 10 to its scale.
  long longAt(int field);

  double doubleAt(int field);

  /// Text, or an enumeration's symbol.
  String stringAt(int field);

  /// Rows of schemas without lists need not have it.
  default ListValue listAt(int field) {
    throw new UnsupportedOperationException(
        "Field %d: %s holds no lists".formatted(field, getClass().getSimpleName()));
  }
}
