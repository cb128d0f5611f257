package roundhouse.featureengine.batch.parquet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.format.Statistics;
import roundhouse.featureengine.batch.parquet.encoding.LittleEndian;

/// The least and greatest value of a column chunk, by which readers skip row groups.
final class ChunkStatistics {
  /// Longer texts are left out: they would swell the footer.
  private static final int MAX_TEXT_BYTES = 64;

  private ChunkStatistics() {}

  /// @param words of the rows that have a value, `count` of them
  static Statistics of(ColumnVector vector, long[] words, int count, long nulls) {
    Statistics statistics = new Statistics().setNull_count(nulls);
    if (count > 0) {
      switch (vector.column().type()) {
        case ColumnType.Simple.BOOLEAN, ColumnType.Simple.LONG, ColumnType.Simple.INSTANT ->
            setIntegers(statistics, vector, words, count);
        case ColumnType.Decimal _ -> setIntegers(statistics, vector, words, count);
        case ColumnType.Simple.FLOAT, ColumnType.Simple.DOUBLE ->
            setDoubles(statistics, vector, words, count);
        case ColumnType.Simple.TEXT -> setTexts(statistics, vector, words, count);
        case ColumnType.ListOf _ -> throw new IllegalArgumentException("Elements that are lists");
      }
    }
    return statistics;
  }

  private static void setIntegers(
      Statistics statistics, ColumnVector vector, long[] words, int count) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, words[i]);
      most = Math.max(most, words[i]);
    }
    int length = vector.column().type() == ColumnType.BOOLEAN ? 1 : Long.BYTES;
    statistics.setMin_value(Arrays.copyOf(bytes(least), length));
    statistics.setMax_value(Arrays.copyOf(bytes(most), length));
  }

  /// Parquet has no order for NaN: a chunk with one has no statistics. A zero may be either: the
  /// least is −0.0 and the greatest 0.0.
  private static void setDoubles(
      Statistics statistics, ColumnVector vector, long[] words, int count) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      double value = Double.longBitsToDouble(words[i]);
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    if (Double.isNaN(least)) {
      return;
    }
    double floor = least == 0 ? -0.0 : least;
    double ceiling = most == 0 ? 0.0 : most;
    boolean narrow = vector.column().type() == ColumnType.FLOAT;
    statistics.setMin_value(narrow ? bytes((float) floor) : bytes(Double.doubleToLongBits(floor)));
    statistics.setMax_value(
        narrow ? bytes((float) ceiling) : bytes(Double.doubleToLongBits(ceiling)));
  }

  private static void setTexts(
      Statistics statistics, ColumnVector vector, long[] words, int count) {
    boolean[] used = new boolean[vector.objectCount()];
    for (int i = 0; i < count; i++) {
      used[(int) words[i]] = true;
    }
    byte[] least = null;
    byte[] most = null;
    for (int place = 0; place < used.length; place++) {
      if (used[place]) {
        byte[] utf8 = vector.text(place).getBytes(StandardCharsets.UTF_8);
        least = least == null || Arrays.compareUnsigned(utf8, least) < 0 ? utf8 : least;
        most = most == null || Arrays.compareUnsigned(utf8, most) > 0 ? utf8 : most;
      }
    }
    if (least != null
        && most != null
        && least.length <= MAX_TEXT_BYTES
        && most.length <= MAX_TEXT_BYTES) {
      statistics.setMin_value(least);
      statistics.setMax_value(most);
    }
  }

  private static byte[] bytes(long value) {
    byte[] bytes = new byte[Long.BYTES];
    LittleEndian.putLong(bytes, 0, value);
    return bytes;
  }

  private static byte[] bytes(float value) {
    byte[] bytes = new byte[Float.BYTES];
    LittleEndian.putInt(bytes, 0, Float.floatToIntBits(value));
    return bytes;
  }
}
