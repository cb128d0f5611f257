package roundhouse.featureengine.language.ast;

/// One field of a stream's events.
///
/// @param name as the record declares it, `depDelay`; also the column's name in files
/// @param nullability whether an event may lack it
public record FieldSchema(String name, ValueType type, Nullability nullability) {
  public static FieldSchema required(String name, ValueType type) {
    return new FieldSchema(name, type, Nullability.REQUIRED);
  }

  public static FieldSchema nullable(String name, ValueType type) {
    return new FieldSchema(name, type, Nullability.NULLABLE);
  }

  public boolean isNullable() {
    return nullability == Nullability.NULLABLE;
  }
}
