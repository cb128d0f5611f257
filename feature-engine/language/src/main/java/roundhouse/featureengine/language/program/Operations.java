package roundhouse.featureengine.language.program;

import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;
import roundhouse.featureengine.kernel.TextOrder;
import roundhouse.featureengine.kernel.ValuePool;

/// What compiled code calls for each operation on values: small, static and total. Booleans are
/// longs, 0 or 1; a null is an int, 0 or 1.
final class Operations {
  private static final ListValue EMPTY = ListValue.of();

  private Operations() {}

  // Comparisons.

  static long equal(long left, long right) {
    return left == right ? 1 : 0;
  }

  static long notEqual(long left, long right) {
    return left != right ? 1 : 0;
  }

  static long less(long left, long right) {
    return left < right ? 1 : 0;
  }

  static long atMost(long left, long right) {
    return left <= right ? 1 : 0;
  }

  static long greater(long left, long right) {
    return left > right ? 1 : 0;
  }

  static long atLeast(long left, long right) {
    return left >= right ? 1 : 0;
  }

  static long equal(double left, double right) {
    return compare(left, right) == 0 ? 1 : 0;
  }

  static long notEqual(double left, double right) {
    return compare(left, right) != 0 ? 1 : 0;
  }

  static long less(double left, double right) {
    return compare(left, right) < 0 ? 1 : 0;
  }

  static long atMost(double left, double right) {
    return compare(left, right) <= 0 ? 1 : 0;
  }

  static long greater(double left, double right) {
    return compare(left, right) > 0 ? 1 : 0;
  }

  static long atLeast(double left, double right) {
    return compare(left, right) >= 0 ? 1 : 0;
  }

  static long equal(String left, String right) {
    return left.equals(right) ? 1 : 0;
  }

  static long notEqual(String left, String right) {
    return left.equals(right) ? 0 : 1;
  }

  static long less(String left, String right) {
    return TextOrder.compare(left, right) < 0 ? 1 : 0;
  }

  static long atMost(String left, String right) {
    return TextOrder.compare(left, right) <= 0 ? 1 : 0;
  }

  static long greater(String left, String right) {
    return TextOrder.compare(left, right) > 0 ? 1 : 0;
  }

  static long atLeast(String left, String right) {
    return TextOrder.compare(left, right) >= 0 ? 1 : 0;
  }

  /// Adding 0.0 turns −0.0 into 0.0, which it equals, and leaves all else.
  private static int compare(double left, double right) {
    return Double.compare(left + 0.0, right + 0.0);
  }

  // Logic, of three values.

  static long not(long operand) {
    return operand ^ 1;
  }

  /// True unless one is false.
  static long and(long left, int leftNull, long right, int rightNull) {
    return (left | leftNull) & (right | rightNull);
  }

  static int andIsNull(long left, int leftNull, long right, int rightNull) {
    return (int) and(left, leftNull, right, rightNull) & (leftNull | rightNull);
  }

  static long or(long left, int leftNull, long right, int rightNull) {
    return (left & ~leftNull) | (right & ~rightNull);
  }

  static int orIsNull(long left, int leftNull, long right, int rightNull) {
    return (int) (or(left, leftNull, right, rightNull) ^ 1) & (leftNull | rightNull);
  }

  /// Whether a condition is true, neither false nor null.
  static long isTrue(long condition, int conditionNull) {
    return condition & ~conditionNull;
  }

  static int isTrueIsNull(long condition, int conditionNull) {
    return 0;
  }

  // Arithmetic.

  static long plus(long left, long right) {
    return left + right;
  }

  static int plusIsNull(long left, long right) {
    long sum = left + right;
    return (int) (((left ^ sum) & (right ^ sum)) >>> 63);
  }

  static long minus(long left, long right) {
    return left - right;
  }

  static int minusIsNull(long left, long right) {
    long difference = left - right;
    return (int) (((left ^ right) & (left ^ difference)) >>> 63);
  }

  static long times(long left, long right) {
    return left * right;
  }

  static int timesIsNull(long left, long right) {
    return Math.multiplyHigh(left, right) == (left * right) >> 63 ? 0 : 1;
  }

  static long remainder(long left, long right) {
    return right == 0 ? 0 : left % right;
  }

  static int remainderIsNull(long left, long right) {
    return right == 0 ? 1 : 0;
  }

  static double plus(double left, double right) {
    return left + right;
  }

  static double minus(double left, double right) {
    return left - right;
  }

  static double times(double left, double right) {
    return left * right;
  }

  static double dividedBy(double left, double right) {
    return left / right;
  }

  static int dividedByIsNull(double left, double right) {
    return right == 0 ? 1 : 0;
  }

  static double remainder(double left, double right) {
    return left % right;
  }

  static int remainderIsNull(double left, double right) {
    return right == 0 ? 1 : 0;
  }

  static double toDouble(long value) {
    return (double) value;
  }

  // Nulls.

  static long coalesce(long first, int firstNull, long second, int secondNull) {
    return firstNull == 0 ? first : second;
  }

  static int coalesceIsNull(long first, int firstNull, long second, int secondNull) {
    return firstNull & secondNull;
  }

  static double coalesce(double first, int firstNull, double second, int secondNull) {
    return firstNull == 0 ? first : second;
  }

  static int coalesceIsNull(double first, int firstNull, double second, int secondNull) {
    return firstNull & secondNull;
  }

  static String coalesce(String first, int firstNull, String second, int secondNull) {
    return firstNull == 0 ? first : second;
  }

  static int coalesceIsNull(String first, int firstNull, String second, int secondNull) {
    return firstNull & secondNull;
  }

  static ListValue coalesce(ListValue first, int firstNull, ListValue second, int secondNull) {
    return firstNull == 0 ? first : second;
  }

  static int coalesceIsNull(ListValue first, int firstNull, ListValue second, int secondNull) {
    return firstNull & secondNull;
  }

  // Calendar.

  static long calendar(CalendarStep part, long instant) {
    return part.of(instant);
  }

  // Fields, whose values are any where they are null.

  static long booleanOf(Row row, int field, int isNull) {
    return isNull == 0 && row.booleanAt(field) ? 1 : 0;
  }

  static long longOf(Row row, int field, int isNull) {
    return isNull == 0 ? row.longAt(field) : 0;
  }

  static double doubleOf(Row row, int field, int isNull) {
    return isNull == 0 ? row.doubleAt(field) : 0;
  }

  static String textOf(Row row, int field, int isNull) {
    return isNull == 0 ? row.stringAt(field) : "";
  }

  static ListValue listOf(Row row, int field, int isNull) {
    return isNull == 0 ? row.listAt(field) : EMPTY;
  }

  // Words.

  static long word(long value, int isNull) {
    return isNull == 0 ? value : 0;
  }

  static long word(double value, int isNull) {
    return isNull == 0 ? Double.doubleToLongBits(value) : 0;
  }

  static long word(ValuePool pool, String value, int isNull) {
    return isNull == 0 ? pool.of(value) : 0;
  }

  static long word(ValuePool pool, ListValue value, int isNull) {
    return isNull == 0 ? pool.of(value) : 0;
  }

  static ListValue emptyList() {
    return EMPTY;
  }

  static ListValue list(ValuePool pool, long word, ListValue nothing) {
    return word == 0 ? nothing : pool.list(word);
  }

  // Columns.

  static void putBoolean(long value, int isNull, RowSink columns, int column) {
    if (isNull == 0) {
      columns.putBoolean(column, value != 0);
    } else {
      columns.putNull(column);
    }
  }

  static void putLong(long value, int isNull, RowSink columns, int column) {
    if (isNull == 0) {
      columns.putLong(column, value);
    } else {
      columns.putNull(column);
    }
  }

  static void putDouble(double value, int isNull, RowSink columns, int column) {
    if (isNull == 0) {
      columns.putDouble(column, Double.isNaN(value) ? Double.NaN : value);
    } else {
      columns.putNull(column);
    }
  }

  static void putString(String value, int isNull, RowSink columns, int column) {
    if (isNull == 0) {
      columns.putString(column, value);
    } else {
      columns.putNull(column);
    }
  }

  static void putList(ListValue value, int isNull, RowSink columns, int column) {
    if (isNull == 0) {
      columns.putList(column, value);
    } else {
      columns.putNull(column);
    }
  }
}
