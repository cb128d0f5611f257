package roundhouse.featureengine.language.program;

import roundhouse.featureengine.kernel.Registers;
import roundhouse.featureengine.kernel.RowSink;
import roundhouse.featureengine.language.ast.ValueType;

/// Carries values from registers to columns.
final class Cells {
  private Cells() {}

  static void put(Registers from, int register, ValueType type, RowSink columns, int column) {
    if (from.isNull(register)) {
      columns.putNull(column);
      return;
    }
    switch (type) {
      case ValueType.Simple.BOOLEAN -> columns.putBoolean(column, from.booleanAt(register));
      case ValueType.Simple.LONG, ValueType.Simple.INSTANT ->
          columns.putLong(column, from.longAt(register));
      case ValueType.Decimal _ -> columns.putLong(column, from.longAt(register));
      case ValueType.Simple.DOUBLE -> columns.putDouble(column, from.doubleAt(register));
      case ValueType.Simple.STRING -> columns.putString(column, from.textAt(register));
      case ValueType.Enumeration _ -> columns.putString(column, from.textAt(register));
      case ValueType.ListOf _ ->
          throw new UnsupportedOperationException("Not compiled yet: " + type.text());
    }
  }
}
