package roundhouse.featureengine.language.program;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;
import roundhouse.featureengine.kernel.TextOrder;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.function.Decimals;
import roundhouse.featureengine.kernel.function.Doubles;
import roundhouse.featureengine.kernel.function.Hashes;
import roundhouse.featureengine.kernel.function.Texts;

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

  static long choose(
      long condition,
      int conditionNull,
      long then,
      int thenNull,
      long otherwise,
      int otherwiseNull) {
    return condition != 0 ? then : otherwise;
  }

  static int chooseIsNull(
      long condition,
      int conditionNull,
      long then,
      int thenNull,
      long otherwise,
      int otherwiseNull) {
    return condition != 0 ? thenNull : otherwiseNull;
  }

  static double choose(
      long condition,
      int conditionNull,
      double then,
      int thenNull,
      double otherwise,
      int otherwiseNull) {
    return condition != 0 ? then : otherwise;
  }

  static int chooseIsNull(
      long condition,
      int conditionNull,
      double then,
      int thenNull,
      double otherwise,
      int otherwiseNull) {
    return condition != 0 ? thenNull : otherwiseNull;
  }

  static String choose(
      long condition,
      int conditionNull,
      String then,
      int thenNull,
      String otherwise,
      int otherwiseNull) {
    return condition != 0 ? then : otherwise;
  }

  static int chooseIsNull(
      long condition,
      int conditionNull,
      String then,
      int thenNull,
      String otherwise,
      int otherwiseNull) {
    return condition != 0 ? thenNull : otherwiseNull;
  }

  static ListValue choose(
      long condition,
      int conditionNull,
      ListValue then,
      int thenNull,
      ListValue otherwise,
      int otherwiseNull) {
    return condition != 0 ? then : otherwise;
  }

  static int chooseIsNull(
      long condition,
      int conditionNull,
      ListValue then,
      int thenNull,
      ListValue otherwise,
      int otherwiseNull) {
    return condition != 0 ? thenNull : otherwiseNull;
  }

  static long present(long value) {
    return value;
  }

  static int presentIsNull(long value) {
    return value == Decimals.NONE ? 1 : 0;
  }

  static String present(@Nullable String value) {
    return value == null ? "" : value;
  }

  static int presentIsNull(@Nullable String value) {
    return value == null ? 1 : 0;
  }

  // Functions of numbers.

  static long abs(long value) {
    return Math.abs(value);
  }

  static int absIsNull(long value) {
    return value == Long.MIN_VALUE ? 1 : 0;
  }

  static double abs(double value) {
    return Math.abs(value);
  }

  static double floor(double value) {
    return Math.floor(value);
  }

  static double ceil(double value) {
    return Math.ceil(value);
  }

  static double squareRoot(double value) {
    return Doubles.squareRoot(value);
  }

  static double exponential(double value) {
    return Doubles.exponential(value);
  }

  static double logarithm(double value) {
    return Doubles.logarithm(value);
  }

  static double power(double base, double exponent) {
    return Doubles.power(base, exponent);
  }

  static long least(long left, long right) {
    return Math.min(left, right);
  }

  static long greatest(long left, long right) {
    return Math.max(left, right);
  }

  static double least(double left, double right) {
    return Double.compare(left, right) <= 0 ? left : right;
  }

  static double greatest(double left, double right) {
    return Double.compare(left, right) >= 0 ? left : right;
  }

  static String least(String left, String right) {
    return TextOrder.compare(left, right) <= 0 ? left : right;
  }

  static String greatest(String left, String right) {
    return TextOrder.compare(left, right) >= 0 ? left : right;
  }

  static long truncated(double value) {
    return (long) value;
  }

  static int truncatedIsNull(double value) {
    return Doubles.hasLong(value) ? 0 : 1;
  }

  static long bucket(double[] boundaries, double value) {
    return Doubles.bucket(value, boundaries);
  }

  static long hashBucket(int buckets, long seed, long value) {
    return Hashes.bucket(Hashes.ofLong(value, seed), buckets);
  }

  static long hashBucketOfBoolean(int buckets, long seed, long value) {
    return Hashes.bucket(Hashes.ofBoolean(value != 0, seed), buckets);
  }

  static long hashBucket(int buckets, long seed, double value) {
    return Hashes.bucket(Hashes.ofDouble(value, seed), buckets);
  }

  static long hashBucket(int buckets, long seed, String value) {
    return Hashes.bucket(Hashes.ofText(value, seed), buckets);
  }

  // Decimals, each operand with the factor that brings it to their common scale.

  static long compareDecimals(long leftFactor, long rightFactor, long left, long right) {
    return Decimals.compare(left, leftFactor, right, rightFactor);
  }

  static long plusDecimals(long leftFactor, long rightFactor, long left, long right) {
    return Decimals.plus(left, leftFactor, right, rightFactor);
  }

  static long minusDecimals(long leftFactor, long rightFactor, long left, long right) {
    return Decimals.minus(left, leftFactor, right, rightFactor);
  }

  static long timesDecimals(long leftFactor, long rightFactor, long left, long right) {
    return Decimals.times(left, right);
  }

  static long remainderDecimals(long leftFactor, long rightFactor, long left, long right) {
    return Decimals.remainder(left, leftFactor, right, rightFactor);
  }

  static long floorOfDecimal(int scale, long value) {
    return Decimals.floor(value, scale);
  }

  static long ceilOfDecimal(int scale, long value) {
    return Decimals.ceil(value, scale);
  }

  static long truncated(int scale, long value) {
    return Decimals.truncated(value, scale);
  }

  static double decimalToDouble(int scale, long value) {
    return Decimals.toDouble(value, scale);
  }

  static long decimalOfDouble(int precision, int scale, double value) {
    return Decimals.ofDouble(value, precision, scale);
  }

  static long rescaled(int scale, int precision, int newScale, long value) {
    return Decimals.rescaled(value, scale, precision, newScale);
  }

  // Text.

  static String lower(String text) {
    return Texts.lower(text);
  }

  static String upper(String text) {
    return Texts.upper(text);
  }

  static String trim(String text) {
    return Texts.trim(text);
  }

  static long length(String text) {
    return Texts.length(text);
  }

  static long contains(String text, String part) {
    return text.contains(part) ? 1 : 0;
  }

  static long startsWith(String text, String part) {
    return text.startsWith(part) ? 1 : 0;
  }

  static long endsWith(String text, String part) {
    return text.endsWith(part) ? 1 : 0;
  }

  static String substring(int from, int length, String text) {
    return Texts.substring(text, from, length);
  }

  static ListValue split(String separator, String text) {
    return Texts.split(text, separator);
  }

  static long matches(Pattern pattern, String text) {
    return Texts.matches(text, pattern) ? 1 : 0;
  }

  static @Nullable String extract(Pattern pattern, int group, String text) {
    return Texts.extract(text, pattern, group);
  }

  // Lists.

  static long size(ListValue list) {
    return list.size();
  }

  static long longAt(ListValue list, long index) {
    return switch (at(list, index)) {
      case Long value -> value;
      case Boolean value -> value ? 1 : 0;
      case null, default -> 0;
    };
  }

  static int longAtIsNull(ListValue list, long index) {
    return at(list, index) == null ? 1 : 0;
  }

  static double doubleAt(ListValue list, long index) {
    return at(list, index) instanceof Double value ? value : 0;
  }

  static int doubleAtIsNull(ListValue list, long index) {
    return at(list, index) == null ? 1 : 0;
  }

  static String textAt(ListValue list, long index) {
    return at(list, index) instanceof String value ? value : "";
  }

  static int textAtIsNull(ListValue list, long index) {
    return at(list, index) == null ? 1 : 0;
  }

  static long listContains(ListValue list, long element) {
    for (int i = 0; i < list.size(); i++) {
      if (list.element(i) != null && longAt(list, i) == element) {
        return 1;
      }
    }
    return 0;
  }

  static long listContains(ListValue list, double element) {
    for (int i = 0; i < list.size(); i++) {
      if (list.element(i) instanceof Double value && compare(value, element) == 0) {
        return 1;
      }
    }
    return 0;
  }

  static long listContains(ListValue list, String element) {
    return list.elements().contains(element) ? 1 : 0;
  }

  private static @Nullable Object at(ListValue list, long index) {
    return index < 0 || index >= list.size() ? null : list.element((int) index);
  }

  // Time.

  static double timeBetween(long unit, long from, long to) {
    return (double) (to - from) / unit;
  }

  static int timeBetweenIsNull(long unit, long from, long to) {
    return Doubles.hasDifference(to, from) ? 0 : 1;
  }

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
