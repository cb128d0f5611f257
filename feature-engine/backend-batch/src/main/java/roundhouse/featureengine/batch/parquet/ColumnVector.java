package roundhouse.featureengine.batch.parquet;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The values of one column in a [RowBatch], one word a row.
///
/// What a word is follows from the column's type: a long, an instant in microseconds since the
/// epoch, a boolean as 0 or 1, a floating-point number as the bits of a `double`, a text as its
/// place among [#text]. A null is a set bit in [#nulls]; its word means nothing.
///
/// The arrays are the vector's own, so that whole columns move without a call per value. They hold
/// values up to the batch's size, and change with the batch's next rows.
public final class ColumnVector {
  private final Column column;
  private final long[] words;
  private final long[] nulls;
  private final Map<String, Integer> places = new HashMap<>();
  private String[] texts = new String[0];
  private int textCount;

  ColumnVector(Column column, int capacity) {
    this.column = column;
    words = new long[capacity];
    nulls = new long[(capacity + Long.SIZE - 1) / Long.SIZE];
  }

  public Column column() {
    return column;
  }

  public long[] words() {
    return words;
  }

  /// Bit `row % 64` of word `row / 64` is set where the row has no value.
  public long[] nulls() {
    return nulls;
  }

  public boolean isNull(int row) {
    return ((nulls[row >>> 6] >>> row) & 1) != 0;
  }

  /// How many texts the words of this vector can stand for. Some may stand in no row, and equal
  /// ones may be there twice.
  public int textCount() {
    return textCount;
  }

  /// The text that a word of this vector stands for.
  public String text(int place) {
    return texts[place];
  }

  void set(int row, long word) {
    words[row] = word;
    nulls[row >>> 6] &= ~(1L << row);
  }

  void setNull(int row) {
    nulls[row >>> 6] |= 1L << row;
  }

  void setText(int row, String text) {
    Integer place = places.get(text);
    if (place == null) {
      place = addText(text);
      places.put(text, place);
    }
    set(row, place);
  }

  /// Adds a text without looking for an equal one, and returns its place.
  int addText(String text) {
    if (textCount == texts.length) {
      texts = Arrays.copyOf(texts, Math.max(16, 2 * textCount));
    }
    texts[textCount] = text;
    return textCount++;
  }

  /// Takes over the texts of another vector in place of its own.
  void adoptTexts(ColumnVector other) {
    texts = other.texts;
    textCount = other.textCount;
  }

  /// Forgets the texts from that place on.
  void truncateTexts(int count) {
    Arrays.fill(texts, count, textCount, null);
    textCount = count;
    places.clear();
  }

  /// Makes every row of the capacity null, or none.
  void fillNulls(boolean isNull) {
    Arrays.fill(nulls, isNull ? -1 : 0);
  }
}
