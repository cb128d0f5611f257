package roundhouse.featureengine.service.answer;

import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;

/// Copies rows, which their readers reuse.
public final class RowValues {
  private RowValues() {}

  public static ArrayRow copyOf(StreamSchema schema, Row row) {
    ArrayRow copy = ArrayRow.ofSize(schema.fields().size());
    copy(schema, row, copy);
    return copy;
  }

  static void copy(StreamSchema schema, Row from, ArrayRow to) {
    for (int i = 0; i < schema.fields().size(); i++) {
      FieldSchema field = schema.fields().get(i);
      if (!from.isNull(i)) {
        put(field.type(), from, i, to);
      }
    }
  }

  private static void put(ValueType type, Row from, int i, ArrayRow to) {
    switch (type) {
      case ValueType.Simple.BOOLEAN -> to.putBoolean(i, from.booleanAt(i));
      case ValueType.Simple.LONG, ValueType.Simple.INSTANT -> to.putLong(i, from.longAt(i));
      case ValueType.Simple.DOUBLE -> to.putDouble(i, from.doubleAt(i));
      case ValueType.Simple.STRING -> to.putString(i, from.stringAt(i));
      case ValueType.Decimal _ -> to.putLong(i, from.longAt(i));
      case ValueType.Enumeration _ -> to.putString(i, from.stringAt(i));
      case ValueType.ListOf _ -> to.putList(i, from.listAt(i));
    }
  }
}
