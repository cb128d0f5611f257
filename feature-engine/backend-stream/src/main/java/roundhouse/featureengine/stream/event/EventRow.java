package roundhouse.featureengine.stream.event;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;
import roundhouse.featureengine.language.ast.ValueType.Enumeration;
import roundhouse.featureengine.language.ast.ValueType.ListOf;
import roundhouse.featureengine.language.ast.ValueType.Simple;

/// One decoded event, filled anew for each.
final class EventRow implements Row {
  private final boolean[] present;
  private final long[] longs;
  private final double[] doubles;
  private final @Nullable Object[] objects;

  EventRow(int fields) {
    present = new boolean[fields];
    longs = new long[fields];
    doubles = new double[fields];
    objects = new @Nullable Object[fields];
  }

  void clear() {
    Arrays.fill(present, false);
  }

  void putLong(int field, long value) {
    present[field] = true;
    longs[field] = value;
  }

  void putBoolean(int field, boolean value) {
    putLong(field, value ? 1 : 0);
  }

  void putDouble(int field, double value) {
    present[field] = true;
    doubles[field] = value;
  }

  void putObject(int field, Object value) {
    present[field] = true;
    objects[field] = value;
  }

  /// The poison rule that all formats share: what must be there is there.
  void requireComplete(StreamSchema schema) throws PoisonedEventException {
    for (int i = 0; i < present.length; i++) {
      FieldSchema field = schema.fields().get(i);
      if (!present[i] && !field.isNullable()) {
        throw new PoisonedEventException(
            "field '%s': null or absent; expected %s".formatted(field.name(), field.type().text()));
      }
    }
  }

  /// A field's value as an element of a list.
  @Nullable Object boxed(int field, ValueType type) {
    if (!present[field]) {
      return null;
    }
    return switch (type) {
      case Simple.BOOLEAN -> booleanAt(field);
      case Simple.LONG, Simple.INSTANT -> longs[field];
      case Decimal _ -> longs[field];
      case Simple.DOUBLE -> doubles[field];
      case Simple.STRING -> objects[field];
      case Enumeration _, ListOf _ -> objects[field];
    };
  }

  @Override
  public boolean isNull(int field) {
    return !present[field];
  }

  @Override
  public boolean booleanAt(int field) {
    return longs[field] != 0;
  }

  @Override
  public long longAt(int field) {
    return longs[field];
  }

  @Override
  public double doubleAt(int field) {
    return doubles[field];
  }

  @Override
  public ListValue listAt(int field) {
    return (ListValue) Objects.requireNonNull(objects[field]);
  }

  @Override
  public String stringAt(int field) {
    return (String) Objects.requireNonNull(objects[field]);
  }
}
