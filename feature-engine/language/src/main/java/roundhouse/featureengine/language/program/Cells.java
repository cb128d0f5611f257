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
      case BOOLEAN -> columns.putBoolean(column, from.booleanAt(register));
      case LONG, INSTANT -> columns.putLong(column, from.longAt(register));
      case DOUBLE -> columns.putDouble(column, from.doubleAt(register));
      case STRING -> columns.putString(column, from.textAt(register));
    }
  }
}
